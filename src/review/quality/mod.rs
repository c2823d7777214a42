//! Quality samples: which records are drawn from which lot, what became of them, and whether the lot is accepted.
//!
//! A [`SampleDesign`] says how a sample was drawn, [`QualitySample::outcome`] folds the judgements of its records into
//! counts, a [`Verdict`] and estimates. [`figures`] and [`report`] show both.

mod design;
pub mod figures;
mod lot;
mod outcome;
pub mod report;

#[cfg(test)]
mod tests;

pub use design::{DrawnStratum, LotKind, PlanChoice, QualitySample, SampleDesign, SamplePlan, Stratify};
pub use lot::{LotStratum, drawn_design, lot_of, shares};
pub use outcome::{Checked, Fate, Outcome, StratumOutcome, Verdict};
