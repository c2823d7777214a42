//! What people decided, kept in an append-only log; why a record needs a person; which records a filter shows.
//!
//! Everything here is pure: no file, no clock, no screen. Time is a parameter, and an [`Entry`] is made by the
//! [`Ledger`], written down by whoever keeps it, and only then applied.
//!
//! - [`Judgement`] is a person's side of one record, [`Entry`] one action of a person with the judgements before and
//!   after, [`Ledger`] the fold of all entries with undo and redo.
//! - [`Flags`] say why a record needs a person, [`Columns`] holds status, flags and code of every record for filters,
//!   counts and queues, [`Groups`] knows which answers are identical, [`Final`] is what an export says about a record in
//!   the end. [`Hidden`] says what of it nobody sees before coding it.
//! - [`quality`] draws quality samples and says whether their lot is accepted.
//! - [`statistics`] has the figures of supervision: intervals, acceptance plans, agreement, calibration, samples.
//! - [`Calibration`] measures the engine by what people decided, [`Suspects`] are decisions that look wrong.
//!   the end.
//! - [`Deal`] hands records out to coders, [`Ledger::merge`] takes in what they decided.
//! - [`Earlier`] holds what was decided about the same answers elsewhere, [`Changes`] what another model changed.
//! - [`distribution`] counts records by confidence, [`bench`] tells what any thresholds would mean.
//! - [`figure`] holds what a plot shows as plain numbers, and says where it stands, as SVG, table and CSV.
//! - [`practice`] is about answers with agreed codes that trainees code blind.

mod anchoring;
mod answers;
pub mod bench;
mod bytes;
mod chain;
mod changes;
mod checks;
mod code_counts;
mod columns;
pub mod distribution;
mod double_coding;
mod earlier;
mod entry;
pub mod figure;
mod filter;
mod final_value;
mod flag;
mod groups;
mod hidden;
mod judged;
mod judgement;
mod ledger;
mod log_filter;
mod merge;
mod narrow;
mod packs;
mod people;
pub mod practice;
pub mod quality;
pub mod statistics;
mod suspects;
mod take_over;
mod time;

#[cfg(test)]
mod tests;

pub use anchoring::{Drift, PersonDrift, UnaidedShare, difference};
pub use answers::{AnswerIndex, Answers};
pub use bytes::{changes_from_bytes, changes_to_bytes};
pub use chain::{Chain, hash_beginning, verify};
pub use changes::{ChangeKind, Changes, CodeChange};
pub use checks::{Checks, IndependentCoding, Purpose, Remark};
pub use code_counts::{CodeCounts, Tally};
pub use columns::Columns;
pub use double_coding::{Agreement, CodingsOf, DoubleCoding, Given, LevelAgreement};
pub use earlier::{
    Earlier, EarlierDecision, EarlierLine, EarlierSource, EarlierTotals, SourceKind, Verdict, answer_key,
};
pub use entry::{Action, Change, Entry, GENESIS, Hash, hash_text};
pub use filter::{Counts, Filter, Order, Selection};
pub use final_value::{Final, Source};
pub use flag::{Flag, Flags};
pub use groups::Groups;
pub use hidden::Hidden;
pub use judged::{Calibration, JudgedRecord, TruthSource, judged_records};
pub use judgement::{Choice, Decision, Judgement, Uncodable};
pub use ledger::{ChainError, Ledger};
pub use log_filter::LogFilter;
pub use merge::{Brought, MergeTotals, PackTally, brought, taken_in};
pub use narrow::{Depth, Facets, Narrowing, TENTHS, tenth_of};
pub use packs::{Deal, Overlap};
pub use people::{FEW, LONGEST_STEP, People, Person, Share, Work};
pub use suspects::{Ranking, Support, Suspect, Suspects, Votes};
pub use take_over::Taken;
pub use time::Timestamp;

/// Number of a record, from 0, in the order of the file; shown from 1.
pub type RecordId = u32;
