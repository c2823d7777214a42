//! What an export says about a record in the end.

use std::borrow::Cow;

use domain::Code;

use crate::{Choice, Decision, Flags, Ledger, RecordId, Timestamp};

/// Where a final code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Neither the machine nor a person gave a code.
    Nobody,
    /// The machine's code stands, because nobody decided.
    Machine,
    /// A person accepted the machine's code.
    Accepted,
    /// A person took a suggestion.
    Suggestion,
    /// A person found it by search.
    Search,
    /// A person took the parent code.
    Parent,
    /// A person took an earlier decision over.
    Earlier,
    /// A person applied a house rule.
    Rule,
    /// A person settled for one of the codings that differed.
    Settled,
    /// A person said that the answer cannot be coded.
    Uncodable,
}

impl Source {
    /// All, in the order of their words above.
    const ALL: [Source; 10] = [
        Source::Nobody,
        Source::Machine,
        Source::Accepted,
        Source::Suggestion,
        Source::Search,
        Source::Parent,
        Source::Earlier,
        Source::Rule,
        Source::Settled,
        Source::Uncodable,
    ];

    /// Reads the word in `final_source`.
    pub fn from_word(word: &str) -> Option<Source> {
        Source::ALL.into_iter().find(|source| source.word() == word)
    }

    /// Whether a person decided.
    pub fn is_a_persons(self) -> bool {
        !matches!(self, Source::Nobody | Source::Machine)
    }

    /// The word in `final_source`: `machine`, `accepted`, `suggestion`, `search`, `parent`, `earlier`, `rule`, `settled`,
    /// `uncodable`; empty for nobody.
    pub fn word(self) -> &'static str {
        match self {
            Source::Nobody => "",
            Source::Machine => "machine",
            Source::Accepted => "accepted",
            Source::Suggestion => "suggestion",
            Source::Search => "search",
            Source::Parent => "parent",
            Source::Earlier => "earlier",
            Source::Rule => "rule",
            Source::Settled => "settled",
            Source::Uncodable => "uncodable",
        }
    }
}

/// The final values of a record: a person's where a person decided, else the machine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Final<'a> {
    /// The code; `None` when uncoded or uncodable.
    pub code: Option<Code>,
    /// Where it comes from.
    pub source: Source,
    /// Who decided, several coders of packs who agreed as "Ann; Ben"; empty when nobody did.
    pub reviewer: Cow<'a, str>,
    /// Why the answer cannot be coded, in the word of [`crate::Uncodable::word`]; empty otherwise.
    pub reason: &'static str,
    /// When it was decided; by several coders, when the last of them did.
    pub decided_at: Option<Timestamp>,
    /// The note; empty for none.
    pub note: &'a str,
    /// Whether it is referred or flagged by hand, or conflicts with a decision about the identical answer where that is
    /// told; no other reasons.
    pub by_people: Flags,
}

impl<'a> Final<'a> {
    /// The final values of a record to which the machine gave this code, as detailed as the thresholds allowed.
    pub fn of(record: RecordId, machine: Option<Code>, ledger: &'a Ledger) -> Final<'a> {
        let judgement = ledger.judgement(record);
        let note = judgement.map_or("", |judgement| judgement.note.as_str());
        let by_people = Flags::NONE.with_judgement(judgement);
        let Some(decision) = judgement.and_then(|judgement| judgement.decision) else {
            let source = if machine.is_some() { Source::Machine } else { Source::Nobody };
            return Final {
                code: machine,
                source,
                reviewer: Cow::Borrowed(""),
                reason: "",
                decided_at: None,
                note,
                by_people,
            };
        };
        Final {
            code: decision.code(),
            source: source(decision),
            reviewer: ledger.decided_by(record),
            reason: decision.uncodable().map_or("", |reason| reason.word()),
            decided_at: ledger.decided_at(record),
            note,
            by_people,
        }
    }
}

fn source(decision: Decision) -> Source {
    match decision {
        Decision::Code { choice: Choice::Accept, .. } => Source::Accepted,
        Decision::Code { choice: Choice::Suggestion(_), .. } => Source::Suggestion,
        Decision::Code { choice: Choice::Search, .. } => Source::Search,
        Decision::Code { choice: Choice::Parent, .. } => Source::Parent,
        Decision::Code { choice: Choice::Earlier, .. } => Source::Earlier,
        Decision::Code { choice: Choice::Rule, .. } => Source::Rule,
        Decision::Code { choice: Choice::Settled, .. } => Source::Settled,
        Decision::Uncodable(_) => Source::Uncodable,
    }
}
