//! A person's side of a record.

use domain::Code;

use crate::{Checks, IndependentCoding};

/// How a person came to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// The machine's code was accepted.
    Accept,
    /// One of the suggestions was taken; its rank, from 1, or 0 where a decision was taken over without it.
    Suggestion(u8),
    /// The code was found by search.
    Search,
    /// The parent code of the machine's answer, or of the code before, was taken.
    Parent,
    /// An earlier decision on the same answer was taken over.
    Earlier,
    /// A house rule for the answer was applied.
    Rule,
    /// Codings differed, and the code of one of them was taken.
    Settled,
}

impl Choice {
    /// The word in files: `accepted`, `suggestion`, `search`, `parent`, `earlier`, `rule`,
    /// `settled`.
    pub fn word(self) -> &'static str {
        match self {
            Choice::Accept => "accepted",
            Choice::Suggestion(_) => "suggestion",
            Choice::Search => "search",
            Choice::Parent => "parent",
            Choice::Earlier => "earlier",
            Choice::Rule => "rule",
            Choice::Settled => "settled",
        }
    }
}

/// Why an answer cannot be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Uncodable {
    /// It is no occupation: retired, student, a name.
    OutOfScope,
    /// Not even a major group can be told.
    TooVague,
    /// It holds two jobs, and nothing says which is meant.
    TwoJobs,
    /// There is nothing in it.
    Blank,
    /// Any other reason; the note tells.
    Other,
}

impl Uncodable {
    /// All, in the order in which they are listed.
    pub const ALL: [Uncodable; 5] =
        [Uncodable::OutOfScope, Uncodable::TooVague, Uncodable::TwoJobs, Uncodable::Blank, Uncodable::Other];

    /// The word in files: `out-of-scope`, `too-vague`, `two-jobs`, `blank`, `other`.
    pub fn word(self) -> &'static str {
        match self {
            Uncodable::OutOfScope => "out-of-scope",
            Uncodable::TooVague => "too-vague",
            Uncodable::TwoJobs => "two-jobs",
            Uncodable::Blank => "blank",
            Uncodable::Other => "other",
        }
    }

    /// The reason with this word.
    /// Reads the word in files.
    pub fn from_word(word: &str) -> Option<Uncodable> {
        Uncodable::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// The words on screen.
    pub fn name(self) -> &'static str {
        match self {
            Uncodable::OutOfScope => "Out of scope",
            Uncodable::TooVague => "Too vague",
            Uncodable::TwoJobs => "Two jobs in one",
            Uncodable::Blank => "Blank",
            Uncodable::Other => "Other reason",
        }
    }
}

/// What a person decided about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It has this code.
    Code {
        /// The code, of any level.
        code: Code,
        /// How it was chosen.
        choice: Choice,
    },
    /// It cannot be coded.
    Uncodable(Uncodable),
}

impl Decision {
    /// The code, unless uncodable.
    pub fn code(self) -> Option<Code> {
        match self {
            Decision::Code { code, .. } => Some(code),
            Decision::Uncodable(_) => None,
        }
    }

    /// The reason, if uncodable.
    pub fn uncodable(self) -> Option<Uncodable> {
        match self {
            Decision::Code { .. } => None,
            Decision::Uncodable(reason) => Some(reason),
        }
    }
}

/// A person's side of one record. The default is a record that nobody has touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Judgement {
    /// What was decided; a record with a decision is reviewed.
    pub decision: Option<Decision>,
    /// Number of the log entry that made the decision, which knows who and when; present exactly when `decision` is.
    pub decided_in: Option<u64>,
    /// Referred to somebody else, and not decided since.
    pub referred: bool,
    /// Flagged by hand, and not decided since.
    pub flagged: bool,
    /// A remark; empty for none.
    pub note: String,
    /// Samples and codings apart from the decision; `None` for none, never empty.
    pub checks: Option<Box<Checks>>,
}

impl Judgement {
    /// Whether a decision exists.
    pub fn is_reviewed(&self) -> bool {
        self.decision.is_some()
    }

    /// Codings apart from the decision, oldest first.
    pub fn codings(&self) -> &[IndependentCoding] {
        self.checks.as_ref().map_or(&[], |checks| &checks.codings)
    }

    /// The quality sample for which the record still has to be coded blind.
    pub fn awaits_recode(&self) -> Option<u32> {
        self.checks.as_ref()?.awaits_recode()
    }

    /// Whether codings that nobody settled differ, or those of packs from the decision.
    pub fn is_disputed(&self) -> bool {
        let Some(checks) = &self.checks else { return false };
        let differs = |decision: Decision| {
            checks.open().iter().any(|coding| coding.is_of_pack() && coding.decision.code() != decision.code())
        };
        checks.are_disputed() || self.decision.is_some_and(differs)
    }

    /// Changes what is known beside the decision.
    pub(crate) fn check(&mut self, change: impl FnOnce(&mut Checks)) {
        let mut checks = self.checks.take().unwrap_or_default();
        change(&mut checks);
        self.checks = (!checks.is_empty()).then_some(checks);
    }
}
