//! The statistics of supervision: pure, deterministic, in `f64`; `exp` and `ln` come from a pure-Rust library.
//!
//! - [`binomial`]: distribution functions, and intervals of a share and of a number of errors.
//! - [`acceptance`]: plans by which a lot is accepted or sent back.
//! - [`agreement`]: how far coders agree, at each level.
//! - [`calibration`]: whether confidence means what it says.
//! - [`estimate`]: the error rate of a whole project from a stratified sample.
//! - [`draw`]: seeded samples.
//! - [`label_quality`]: which decisions look wrong.
//!
//! Shares and probabilities are 0 to 1. "Confidence" of an interval is the share of samples whose interval holds the true
//! value, usually [`USUAL`].

pub mod acceptance;
pub mod agreement;
mod beta;
pub mod binomial;
pub mod calibration;
pub mod draw;
pub mod estimate;
pub mod label_quality;

/// The usual confidence of an interval, 95 %.
pub const USUAL: f64 = 0.95;

/// Two ends between which a value is believed to lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end, not below the lower.
    pub high: f64,
}

impl Interval {
    /// The distance between its ends.
    pub fn width(self) -> f64 {
        self.high - self.low
    }

    /// Whether a value lies in it, its ends included.
    pub fn holds(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The ends between which the middle `confidence` of these values lies: type 7 quantiles, linear between order
    /// statistics. `None` without values.
    ///
    /// # Source
    /// Hyndman and Fan (1996), Sample quantiles in statistical packages, The American Statistician 50:361.
    pub(crate) fn of_middle(values: &mut [f64], confidence: f64) -> Option<Interval> {
        values.sort_unstable_by(f64::total_cmp);
        let quantile = |share: f64| {
            let at = share * (values.len() as f64 - 1.0);
            let below = at.floor();
            let (one, other) = (values.get(below as usize)?, values.get(at.ceil() as usize)?);
            Some(one + (at - below) * (other - one))
        };
        let outside = (1.0 - confidence) / 2.0;
        Some(Interval { low: quantile(outside)?, high: quantile(1.0 - outside)? })
    }
}
