//! The panels about earlier decisions and house rules.

use std::path::PathBuf;

use review::{Decision, RecordId, Verdict};

/// The earlier decisions that are used.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EarlierPanel {
    /// What would be taken over; `None` until that was counted.
    pub asked: Option<Takeover>,
}

/// What would be taken over for the shown records, and what would not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Takeover {
    /// Only house rules.
    pub rules_only: bool,
    /// The records that would be decided, ascending, with their decisions.
    pub decisions: Vec<(RecordId, Decision)>,
    /// Of these, those for which the engine says the same.
    pub agree: usize,
    /// Records that a person decided already; they are kept.
    pub decided: usize,
    /// Records that a person referred or flagged; they are left to people.
    pub set_aside: usize,
    /// Records on which earlier decisions contradict each other; they are left to people.
    pub contradict: usize,
}

/// A house rule that is being made of a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct RulePanel {
    /// The job title, as answered.
    pub title: String,
    /// The tasks, as answered.
    pub tasks: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Why it is always so.
    pub reason: String,
    /// The file that it is written to.
    pub path: PathBuf,
}
