//! What a person asks of quality samples.

use std::path::PathBuf;

use review::quality::{LotKind, PlanChoice, Stratify};
use review::statistics::estimate::Allocation;
use review::{Filter, RecordId};

use crate::can::{coded, is, writable};
use crate::{AppState, Review};

/// What a person asks of quality samples.
#[derive(Clone, Debug, PartialEq)]
pub enum QualityCommand {
    /// From which records the next sample is drawn.
    SetLot(LotKind),
    /// By what they are divided.
    SetStratify(Stratify),
    /// How the sample is shared out.
    SetAllocation(Allocation),
    /// How many are drawn, and how many errors are allowed.
    SetPlan(PlanChoice),
    /// Start of the random numbers.
    SetSeed(u64),
    /// Draw the sample: its records are hidden until they are coded blind.
    Draw,
    /// Look at the sample with this number.
    Look(u32),
    /// Go to the records that wait to be coded blind.
    CodeBlind,
    /// Go to the records on which codings differ.
    Settle,
    /// Go to a record in the review.
    GoTo(RecordId),
    /// Whether answers of wrong records are written into the report.
    SetWithAnswers(bool),
    /// Write the report of the sample that is looked at, with its records as CSV beside it; `None` asks where.
    WriteReport(Option<PathBuf>),
}

/// Whether it can be done now, and if not, why.
///
/// # Errors
/// The reason.
pub(crate) fn can_quality(state: &AppState, review: &Review, command: &QualityCommand) -> Result<(), &'static str> {
    let page = &state.supervise.quality;
    coded(review)?;
    match command {
        QualityCommand::SetPlan(choice) => {
            let share = |share: f64| share > 0.0 && share < 1.0;
            match choice {
                PlanChoice::Protect { reject_quality, consumer_risk, accept } => {
                    is(share(*reject_quality), "An error rate lies between 0 and 100 %.")?;
                    is(share(*consumer_risk), "A risk lies between 0 and 100 %.")?;
                    is(*accept <= MOST_ERRORS, "No more than 100 errors can be allowed.")
                }
                PlanChoice::Own { sample, accept } => {
                    is(*sample > 0, "A sample has at least one record.")?;
                    is(accept < sample, "As many errors as records would accept every lot.")
                }
            }
        }
        QualityCommand::Draw => {
            writable(review)?;
            is(page.counting.is_none(), "The lot is being counted.")?;
            let lot = page.lot.as_ref().ok_or("The lot is not counted yet.")?;
            is(lot.of == (page.wish.lot.clone(), page.wish.stratify), "The lot is not counted yet.")?;
            is(lot.plan.is_some(), "There are no records in this lot that could be drawn.")
        }
        QualityCommand::Look(number) => {
            is(page.samples.iter().any(|sample| sample.number == *number), "There is no such sample.")
        }
        QualityCommand::CodeBlind => is(review.counts.of(Filter::Sampled) > 0, "No record waits to be coded blind."),
        QualityCommand::Settle => is(review.counts.of(Filter::CodersDiffer) > 0, "No codings differ."),
        QualityCommand::GoTo(record) => is((*record as usize) < review.len(), "There is no such record."),
        QualityCommand::WriteReport(_) => is(page.shown.is_some(), "Draw a sample first, or look at one."),
        QualityCommand::SetLot(_)
        | QualityCommand::SetStratify(_)
        | QualityCommand::SetAllocation(_)
        | QualityCommand::SetSeed(_)
        | QualityCommand::SetWithAnswers(_) => Ok(()),
    }
}

/// More errors than any plan allows.
const MOST_ERRORS: u64 = 100;
