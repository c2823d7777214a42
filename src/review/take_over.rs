//! Decisions taken over from an export of another project.

use std::collections::BTreeMap;

use crate::{Action, Choice, Decision, Entry, Judgement, Ledger, RecordId, Timestamp, Uncodable};

/// Before the name of who decided, in the note of a decision that was taken over.
const DECIDED_BY: &str = "Decided by ";

/// What an export says about a record that people have touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// What was decided; `None` where the machine's code stood.
    pub decision: Option<Decision>,
    /// Referred to somebody else.
    pub referred: bool,
    /// Flagged by hand.
    pub flagged: bool,
    /// The note; empty for none. With a decision, its last line says who decided and when.
    pub note: String,
}

impl Taken {
    /// Whether there is nothing to take over.
    pub fn is_empty(&self) -> bool {
        *self == Taken::default()
    }

    /// Says in a last line of the note who decided, and when, as the export has it, because the entry that takes the
    /// decision over has another name and time. A note that says so already has been taken over before and stays.
    pub fn sign(&mut self, reviewer: &str, decided_at: &str) {
        let signed = self.note.lines().last().is_some_and(|line| line.starts_with(DECIDED_BY));
        if self.decision.is_none() || reviewer.is_empty() || signed {
            return;
        }
        if !self.note.is_empty() {
            self.note.push('\n');
        }
        self.note.push_str(DECIDED_BY);
        self.note.push_str(reviewer);
        if !decided_at.is_empty() {
            self.note.push_str(", ");
            self.note.push_str(decided_at);
        }
    }
}

impl Decision {
    /// The decision behind the words of an export: `final_source`, `final_code` and `reason`. Inner `None` where nobody
    /// decided: the source is `machine` or empty. `None` for words that no export has, or that do not go together.
    pub fn from_words(source: &str, code: Option<domain::Code>, reason: &str) -> Option<Option<Decision>> {
        let choice = match source {
            "" | "machine" => return Some(None),
            "uncodable" => return Some(Some(Decision::Uncodable(Uncodable::from_word(reason)?))),
            "accepted" => Choice::Accept,
            "suggestion" => Choice::Suggestion(0),
            "search" => Choice::Search,
            "parent" => Choice::Parent,
            "earlier" => Choice::Earlier,
            "rule" => Choice::Rule,
            "settled" => Choice::Settled,
            _ => return None,
        };
        Some(Some(Decision::Code { code: code?, choice }))
    }
}

impl Ledger {
    /// Makes the one entry that takes over what an export says about these records; what stood before is replaced. `None`
    /// when nothing would change.
    pub fn take_over(&self, at: Timestamp, reviewer: &str, taken: &BTreeMap<RecordId, Taken>) -> Option<Entry> {
        let number = self.next_number();
        self.next_entry(at, reviewer, Action::Import, taken.keys().copied(), |record, judgement| {
            if let Some(taken) = taken.get(&record) {
                *judgement = Judgement {
                    decision: taken.decision,
                    decided_in: taken.decision.map(|_| number),
                    referred: taken.referred,
                    flagged: taken.flagged,
                    note: taken.note.clone(),
                    checks: judgement.checks.take(),
                };
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::Code;
    use proptest::prelude::*;

    use super::*;
    use crate::{Final, Source};

    fn code() -> Option<Code> {
        Code::parse("371131").ok()
    }

    #[test]
    fn words_of_an_export_read_as_the_decision_or_not_at_all() {
        assert_eq!(Decision::from_words("machine", code(), ""), Some(None));
        assert_eq!(Decision::from_words("", None, ""), Some(None));
        let too_vague = Decision::Uncodable(Uncodable::TooVague);
        assert_eq!(Decision::from_words("uncodable", None, "too-vague"), Some(Some(too_vague)));
        for (source, code, reason) in [("uncodable", None, "vague"), ("search", None, ""), ("Search", code(), "")] {
            assert_eq!(Decision::from_words(source, code, reason), None, "{source}");
        }
    }

    #[test]
    fn who_decided_is_signed_once() {
        let decision = Decision::from_words("search", code(), "").flatten();
        let mut taken = Taken { decision, note: "see ABS".to_owned(), ..Taken::default() };
        taken.sign("A. Coder", "2026-11-20T09:00:00.000Z");
        assert_eq!(taken.note, "see ABS\nDecided by A. Coder, 2026-11-20T09:00:00.000Z");
        let before = taken.clone();
        taken.sign("B. Importer", "2026-11-21T09:00:00.000Z");
        assert_eq!(taken, before);
        let mut untouched = Taken { note: "x".to_owned(), ..Taken::default() };
        untouched.sign("A. Coder", "");
        assert_eq!(untouched.note, "x");
    }

    proptest! {
        #[test]
        fn what_is_taken_over_is_one_entry_and_one_undo(
            records in proptest::collection::btree_map(0u32..40, (0usize..6, any::<[bool; 2]>(), "[a-z]{0,3}"), 0..20),
        ) {
            let sources = ["machine", "accepted", "suggestion", "search", "parent", "uncodable"];
            let taken: BTreeMap<RecordId, Taken> = records
                .iter()
                .map(|(record, (source, [referred, flagged], note))| {
                    let decision = Decision::from_words(sources[*source], code(), "blank").unwrap();
                    (*record, Taken { decision, referred: *referred, flagged: *flagged, note: note.clone() })
                })
                .collect();
            let mut ledger = Ledger::new();
            let entry = ledger.take_over(Timestamp(1), "B", &taken);
            prop_assert_eq!(entry.is_some(), taken.values().any(|taken| !taken.is_empty()));
            let Some(entry) = entry else { return Ok(()) };
            ledger.apply(entry).unwrap();
            for (record, (source, _, note)) in &records {
                let last = Final::of(*record, code(), &ledger);
                prop_assert_eq!(last.source.word(), sources[*source]);
                prop_assert_eq!(last.note, note);
                prop_assert_eq!(last.reviewer, if last.source == Source::Machine { "" } else { "B" });
            }
            ledger.apply(ledger.undo(Timestamp(2), "B").unwrap()).unwrap();
            prop_assert_eq!(ledger.judgements().len(), 0);
        }
    }
}
