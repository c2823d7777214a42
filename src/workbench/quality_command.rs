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

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Anything that can be asked of quality samples, for the sweep over all commands.
    pub(crate) fn any_command() -> impl Strategy<Value = QualityCommand> {
        let lot = prop_oneof![
            prop::sample::select(vec![LotKind::All, LotKind::Shown, LotKind::Unreviewed]),
            prop::sample::select(vec!["", "Ann", "Kim"]).prop_map(|who| LotKind::DecidedBy(who.to_owned())),
        ];
        let share = prop_oneof![any::<f64>(), 0.01..0.5f64];
        let plan = prop_oneof![
            (0u64..20, 0u64..4).prop_map(|(sample, accept)| PlanChoice::Own { sample, accept }),
            (share, 0.01..0.5f64, 0u64..200).prop_map(|(reject_quality, consumer_risk, accept)| {
                PlanChoice::Protect { reject_quality, consumer_risk, accept }
            }),
        ];
        let path =
            prop::sample::select(vec!["report", "source.csv", "source.occudesk", "", "."]).prop_map(PathBuf::from);
        prop_oneof![
            lot.prop_map(QualityCommand::SetLot),
            prop::sample::select(Stratify::ALL.to_vec()).prop_map(QualityCommand::SetStratify),
            prop::sample::select(Allocation::ALL.to_vec()).prop_map(QualityCommand::SetAllocation),
            plan.prop_map(QualityCommand::SetPlan),
            any::<u64>().prop_map(QualityCommand::SetSeed),
            Just(QualityCommand::Draw),
            (0u32..4).prop_map(QualityCommand::Look),
            Just(QualityCommand::CodeBlind),
            Just(QualityCommand::Settle),
            (0u32..12).prop_map(QualityCommand::GoTo),
            any::<bool>().prop_map(QualityCommand::SetWithAnswers),
            path.prop_map(|path| QualityCommand::WriteReport(Some(path))),
            Just(QualityCommand::WriteReport(None)),
        ]
    }
}
