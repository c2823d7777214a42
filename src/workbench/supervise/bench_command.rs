//! What a person asks on the pages about distributions and thresholds, and whether it can be done now.

use review::distribution::{Bar, Measure, Split};

use super::bench_page::BINS;
use crate::Review;

/// What a person asks on the pages about distributions and thresholds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BenchCommand {
    /// Look at this probability.
    SetMeasure(Measure),
    /// Tell records apart by this.
    SetSplit(Split),
    /// Divide the probability into so many stretches; one of [`BINS`].
    SetBins(usize),
    /// Whether the highest bars are cut, so that small ones are seen.
    SetEnlarged(bool),
    /// Show the records of this bar of the distribution in the review.
    ShowBar(Bar),
    /// Propose this optimal threshold, 0 to 1; the minimum gives way.
    ProposeOptimal(f32),
    /// Propose this minimum threshold, 0 to 1; the optimal one gives way.
    ProposeMinimum(f32),
    /// Propose the thresholds in force again.
    ProposeThoseInForce,
    /// Reckon with so many records a minute; `None` with the measured pace.
    SetPace(Option<f32>),
}

/// Whether it can be done now, and if not, why.
///
/// # Errors
/// The reason.
pub(crate) fn can(review: &Review, page: &super::BenchPages, command: &BenchCommand) -> Result<(), &'static str> {
    if review.coding.is_some() {
        return Err("Wait until the records are coded.");
    }
    if !review.is_coded() {
        return Err("The records are not coded yet.");
    }
    let (possible, reason) = match command {
        BenchCommand::SetMeasure(_)
        | BenchCommand::SetSplit(_)
        | BenchCommand::SetEnlarged(_)
        | BenchCommand::ProposeThoseInForce => (true, ""),
        BenchCommand::SetBins(bins) => (BINS.contains(bins), "There are 10, 20, 50 or 100 bins."),
        BenchCommand::ShowBar(bar) => {
            let count = page.shown.as_ref().map_or(0, |shown| shown.distribution.count(*bar));
            (count > 0, "There are no such records.")
        }
        BenchCommand::ProposeOptimal(value) | BenchCommand::ProposeMinimum(value) => {
            ((0.0..=1.0).contains(value), "Thresholds lie between 0 and 1.")
        }
        BenchCommand::SetPace(pace) => {
            (pace.is_none_or(|pace| pace.is_finite() && pace > 0.0), "A pace is a number above 0.")
        }
    };
    if possible { Ok(()) } else { Err(reason) }
}
