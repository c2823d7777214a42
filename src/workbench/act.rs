//! An action of a person before it is an entry of the log.

use std::collections::BTreeMap;

use domain::Code;
use review::{Brought, Decision, Entry, Ledger, RecordId, Timestamp};

/// What a person does with records.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Decides.
    Decide(Vec<(RecordId, Decision)>),
    /// Refers, or takes referrals back.
    Refer(Vec<RecordId>, bool),
    /// Flags by hand, or takes flags away.
    Flag(Vec<RecordId>, bool),
    /// Takes decisions back.
    Reopen(Vec<RecordId>),
    /// Writes the note of a record.
    Note(RecordId, String),
    /// Codes a record blind for its quality sample: what the person decided and why, and the code that stands.
    Recode(RecordId, Decision, String, Option<Code>),
    /// Decides before the engine's answer, the last, is shown.
    DecideUnaided(RecordId, Decision, Option<Code>),
    /// Takes in what coders of packs decided.
    Merge(BTreeMap<RecordId, Vec<Brought>>),
    /// Takes back an entry by its number, or what it did to one record, and leaves what came after it.
    Revert(u64, Option<RecordId>),
    /// Takes back the last entry that stands.
    Undo,
    /// Does again what was undone last.
    Redo,
}

impl Act {
    /// Number of records that it is about.
    pub(crate) fn size(&self, ledger: &Ledger) -> usize {
        match self {
            Act::Decide(decisions) => decisions.len(),
            Act::Refer(records, _) | Act::Flag(records, _) | Act::Reopen(records) => records.len(),
            Act::Note(..) | Act::Recode(..) | Act::DecideUnaided(..) => 1,
            Act::Merge(merged) => merged.len(),
            Act::Revert(_, Some(_)) => 1,
            Act::Revert(number, None) => ledger.entry(*number).map_or(0, |entry| entry.changes.len()),
            Act::Undo => ledger.what_undo().map_or(0, |entry| entry.changes.len()),
            Act::Redo => ledger.what_redo().map_or(0, |entry| entry.changes.len()),
        }
    }

    /// The entry that it is; `None` when nothing would change.
    pub(crate) fn entry(&self, ledger: &Ledger, at: Timestamp, reviewer: &str) -> Option<Entry> {
        match self {
            Act::Decide(decisions) => ledger.decide(at, reviewer, decisions.iter().copied()),
            Act::Refer(records, referred) => ledger.refer(at, reviewer, records.iter().copied(), *referred),
            Act::Flag(records, flagged) => ledger.flag(at, reviewer, records.iter().copied(), *flagged),
            Act::Reopen(records) => ledger.reopen(at, reviewer, records.iter().copied()),
            Act::Note(record, text) => ledger.note(at, reviewer, *record, text),
            Act::Recode(record, decision, note, against) => {
                ledger.recode(at, reviewer, *record, *decision, note, *against)
            }
            Act::DecideUnaided(record, decision, against) => {
                ledger.decide_unaided(at, reviewer, *record, *decision, *against)
            }
            Act::Merge(merged) => ledger.merge(at, reviewer, merged),
            Act::Revert(number, only) => ledger.revert(at, reviewer, *number, *only),
            Act::Undo => ledger.undo(at, reviewer),
            Act::Redo => ledger.redo(at, reviewer),
        }
    }
}
