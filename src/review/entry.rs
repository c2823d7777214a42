//! Entries of the log.

use std::fmt::Write;

use domain::Code;
use sha2::{Digest, Sha256};

use crate::bytes::write_entry;
use crate::{Choice, Decision, Judgement, RecordId, Timestamp};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What stands as the previous hash in the first entry of a log that belongs to no project: 32 zero bytes.
pub const GENESIS: Hash = [0; 32];

/// A hash as 64 hexadecimal digits in lower case, as exports print it.
pub fn hash_text(hash: &Hash) -> String {
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Accepted the machine's code.
    Accept,
    /// Gave another code: a suggestion or one found by search.
    Correct,
    /// Took the parent code.
    UseParent,
    /// Took over earlier decisions, or applied house rules.
    TakeEarlier,
    /// Said that the answer cannot be coded.
    Uncodable,
    /// Took back a decision, so that the record is open again.
    Reopen,
    /// Referred the record to somebody else.
    Refer,
    /// Took back a referral.
    Unrefer,
    /// Changed the note.
    Note,
    /// Flagged by hand.
    Flag,
    /// Removed the flag set by hand.
    Unflag,
    /// Took over decisions, notes, referrals and flags from an export of another project.
    Import,
    /// Drew a quality sample of records, to be coded blind.
    Draw {
        /// Number of the sample.
        sample: u32,
    },
    /// Coded a record blind, for a quality sample.
    Recode {
        /// Number of the sample.
        sample: u32,
    },
    /// Coded a record before the engine's answer was shown.
    Unaided,
    /// Took in what coders of packs decided.
    Merge,
    /// Changed the thresholds; no record is touched.
    Thresholds {
        /// Number of the run that holds them.
        run: u64,
    },
    /// Took back an entry.
    Undo {
        /// Number of the entry that was taken back.
        of: u64,
    },
    /// Did an entry again that had been taken back.
    Redo {
        /// Number of the entry that was done again.
        of: u64,
    },
    /// Took back an entry, or what it did to some of its records, and left what came after it.
    Revert {
        /// Number of the entry that was taken back.
        of: u64,
    },
}

impl Action {
    /// The word in files: `accept`, `correct`, `use-parent`, `earlier`, `uncodable`, `reopen`, `refer`, `unrefer`, `note`,
    /// `flag`, `unflag`, `import`, `draw`, `recode`, `unaided`, `merge`, `thresholds`, `undo`, `redo`, `revert`.
    pub fn word(self) -> &'static str {
        match self {
            Action::Accept => "accept",
            Action::Correct => "correct",
            Action::UseParent => "use-parent",
            Action::TakeEarlier => "earlier",
            Action::Uncodable => "uncodable",
            Action::Reopen => "reopen",
            Action::Refer => "refer",
            Action::Unrefer => "unrefer",
            Action::Note => "note",
            Action::Flag => "flag",
            Action::Unflag => "unflag",
            Action::Import => "import",
            Action::Draw { .. } => "draw",
            Action::Recode { .. } => "recode",
            Action::Unaided => "unaided",
            Action::Merge => "merge",
            Action::Thresholds { .. } => "thresholds",
            Action::Undo { .. } => "undo",
            Action::Redo { .. } => "redo",
            Action::Revert { .. } => "revert",
        }
    }

    /// Reads the word and, where there is one, the number of the other entry, of the sample or of the run.
    pub fn from_word(word: &str, of: Option<u64>) -> Option<Action> {
        let plain = [
            Action::Accept,
            Action::Correct,
            Action::UseParent,
            Action::TakeEarlier,
            Action::Uncodable,
            Action::Reopen,
            Action::Refer,
            Action::Unrefer,
            Action::Note,
            Action::Flag,
            Action::Unflag,
            Action::Import,
            Action::Unaided,
            Action::Merge,
        ];
        match (word, of) {
            ("draw", Some(of)) => Some(Action::Draw { sample: u32::try_from(of).ok()? }),
            ("recode", Some(of)) => Some(Action::Recode { sample: u32::try_from(of).ok()? }),
            ("thresholds", Some(run)) => Some(Action::Thresholds { run }),
            ("undo", Some(of)) => Some(Action::Undo { of }),
            ("redo", Some(of)) => Some(Action::Redo { of }),
            ("revert", Some(of)) => Some(Action::Revert { of }),
            (_, None) => plain.into_iter().find(|action| action.word() == word),
            _ => None,
        }
    }

    /// For undo, redo and revert the number of the other entry, for draw and recode that of the sample, for thresholds
    /// that of the run.
    pub fn of(self) -> Option<u64> {
        match self {
            Action::Draw { sample } | Action::Recode { sample } => Some(u64::from(sample)),
            Action::Thresholds { run } => Some(run),
            Action::Undo { of } | Action::Redo { of } | Action::Revert { of } => Some(of),
            _ => None,
        }
    }

    /// Whether it says how fast a person codes: a decision, or a coding apart from it.
    pub(crate) fn is_coding(self) -> bool {
        matches!(
            self,
            Action::Accept
                | Action::Correct
                | Action::UseParent
                | Action::TakeEarlier
                | Action::Uncodable
                | Action::Unaided
                | Action::Recode { .. }
        )
    }

    /// The words in menus, as in "Undo accept".
    pub fn describe(self) -> &'static str {
        match self {
            Action::Accept => "accept",
            Action::Correct => "correction",
            Action::UseParent => "parent code",
            Action::TakeEarlier => "earlier decision",
            Action::Uncodable => "uncodable",
            Action::Reopen => "reopen",
            Action::Refer => "referral",
            Action::Unrefer => "taking back the referral",
            Action::Note => "note",
            Action::Flag => "flag",
            Action::Unflag => "removing the flag",
            Action::Import => "decisions taken over",
            Action::Draw { .. } => "quality sample",
            Action::Recode { .. } => "blind coding",
            Action::Unaided => "unaided coding",
            Action::Merge => "packs taken in",
            Action::Thresholds { .. } => "thresholds",
            Action::Undo { .. } => "undo",
            Action::Redo { .. } => "redo",
            Action::Revert { .. } => "taking back",
        }
    }

    /// What was done, in the words of a list of recent decisions.
    fn done(self) -> &'static str {
        match self {
            Action::Accept => "Accepted",
            Action::Correct => "Corrected",
            Action::UseParent => "Parent code",
            Action::TakeEarlier => "Earlier decision",
            Action::Uncodable => "Uncodable",
            Action::Reopen => "Reopened",
            Action::Refer => "Referred",
            Action::Unrefer => "Referral taken back",
            Action::Note => "Note",
            Action::Flag => "Flagged",
            Action::Unflag => "Flag removed",
            Action::Import => "Taken over",
            Action::Draw { .. } => "Drawn for quality",
            Action::Recode { .. } => "Coded blind",
            Action::Unaided => "Coded unaided",
            Action::Merge => "Packs taken in",
            Action::Thresholds { .. } => "Thresholds changed",
            Action::Undo { .. } => "Undone",
            Action::Redo { .. } => "Done again",
            Action::Revert { .. } => "Taken back",
        }
    }

    /// The action that a decision is.
    pub(crate) fn of_decision(decision: Decision) -> Action {
        match decision {
            Decision::Code { choice: Choice::Accept, .. } => Action::Accept,
            Decision::Code { choice: Choice::Suggestion(_) | Choice::Search | Choice::Settled, .. } => Action::Correct,
            Decision::Code { choice: Choice::Parent, .. } => Action::UseParent,
            Decision::Code { choice: Choice::Earlier | Choice::Rule, .. } => Action::TakeEarlier,
            Decision::Uncodable(_) => Action::Uncodable,
        }
    }
}

/// A record's judgement before and after an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// As it was.
    pub before: Judgement,
    /// As it is after.
    pub after: Judgement,
}

/// One action of a person, on one record or on many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Position in the log, from 1, without gaps.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who, as the person gave the name.
    pub reviewer: String,
    /// What was done.
    pub action: Action,
    /// The touched records, ascending, each once; empty only where thresholds were changed.
    pub changes: Vec<Change>,
    /// Hash of the entry before; in the first, what stands for the project that the log belongs to.
    pub previous: Hash,
    /// SHA-256 over everything above; see [`Entry::expected_hash`].
    pub hash: Hash,
}

impl Entry {
    /// Makes an entry and its hash.
    pub fn sealed(
        number: u64,
        at: Timestamp,
        reviewer: &str,
        action: Action,
        changes: Vec<Change>,
        previous: Hash,
    ) -> Entry {
        let mut entry = Entry { number, at, reviewer: reviewer.to_owned(), action, changes, previous, hash: GENESIS };
        entry.hash = entry.expected_hash();
        entry
    }

    /// The hash that the entry must have: SHA-256 over, without separators,
    ///
    /// 1. the 16 bytes `occudesk entry 1`, then `previous` (32 bytes);
    /// 2. `number` (8 bytes) and `at` (8 bytes, two's complement); all numbers are little-endian;
    /// 3. `reviewer`: length in bytes (4 bytes), then UTF-8;
    /// 4. the action: length of its word in bytes (4 bytes), the word, then the number of [`Action::of`] (8 bytes; 0
    ///    where there is none);
    /// 5. the changes, as [`crate::changes_to_bytes`] writes them.
    pub fn expected_hash(&self) -> Hash {
        let mut bytes = Vec::new();
        write_entry(self, &mut bytes);
        Sha256::digest(&bytes).into()
    }

    /// What was done to which record, such as "Accepted 371131 · record 141" or "Accepted · 12 records"; record numbers
    /// from 1.
    pub fn describe(&self) -> String {
        let code = self.common_code().map(|code| format!(" {code}")).unwrap_or_default();
        self.words(self.action.done(), &code)
    }

    /// The same without what was decided: "Decided · record 141".
    pub fn describe_without_code(&self) -> String {
        let decides = [
            Action::Accept,
            Action::Correct,
            Action::UseParent,
            Action::TakeEarlier,
            Action::Uncodable,
            Action::Unaided,
        ];
        self.words(if decides.contains(&self.action) { "Decided" } else { self.action.done() }, "")
    }

    fn words(&self, done: &str, code: &str) -> String {
        let mut text = format!("{done}{code}");
        // Writing to a string cannot fail.
        let _ = match self.changes.as_slice() {
            [] => Ok(()),
            [change] => write!(text, " · record {}", u64::from(change.record) + 1),
            changes => write!(text, " · {} records", changes.len()),
        };
        text
    }

    /// The code that all touched records have after the entry, if it is one and the entry is a decision.
    fn common_code(&self) -> Option<Code> {
        if !matches!(self.action, Action::Accept | Action::Correct | Action::UseParent | Action::TakeEarlier) {
            return None;
        }
        let mut codes = self.changes.iter().map(|change| change.after.decision.and_then(Decision::code));
        let first = codes.next()??;
        codes.all(|code| code == Some(first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_reads_its_own_word() {
        let words = "accept correct use-parent earlier uncodable reopen refer unrefer note flag import unaided merge";
        for word in words.split(' ') {
            assert_eq!(Action::from_word(word, None).map(Action::word), Some(word));
        }
        assert_eq!(Action::from_word("draw", Some(3)), Some(Action::Draw { sample: 3 }));
        assert_eq!(Action::from_word("recode", Some(3)), Some(Action::Recode { sample: 3 }));
        assert_eq!(Action::from_word("thresholds", Some(3)), Some(Action::Thresholds { run: 3 }));
        assert_eq!(Action::from_word("draw", None), None);
        assert_eq!(Action::from_word("undo", Some(3)), Some(Action::Undo { of: 3 }));
        assert_eq!(Action::from_word("redo", Some(3)), Some(Action::Redo { of: 3 }));
        assert_eq!(Action::from_word("revert", Some(3)), Some(Action::Revert { of: 3 }));
        assert_eq!(Action::from_word("undo", None), None);
        assert_eq!(Action::from_word("accept", Some(3)), None);
    }

    #[test]
    fn a_hash_is_written_as_hexadecimal_digits() {
        let mut hash = GENESIS;
        hash[0] = 0xa7;
        assert!(hash_text(&hash).starts_with("a700"));
        assert_eq!(hash_text(&hash).len(), 64);
    }
}
