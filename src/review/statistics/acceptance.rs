//! Acceptance sampling: how many records of a lot have to be recoded, and how many errors among them send it back.
//!
//! # Source
//! Single sampling by attributes: Schilling and Neubauer (2017), Acceptance Sampling in Quality Control, chapters 3 to 5;
//! Dodge and Romig (1959), Sampling Inspection Tables, for the average outgoing quality.

use super::binomial::{at_most, at_most_without_replacement};

/// The records that are accepted or sent back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lot {
    /// So many that drawing some does not change the rest: the binomial distribution.
    Large,
    /// This many records, of which the sample is drawn without replacement: the hypergeometric distribution.
    Of(u64),
}

/// A plan: draw `sample` records and accept the lot when at most `accept` of them are wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Number of records to draw, n.
    pub sample: u64,
    /// Largest number of errors with which the lot is accepted, c.
    pub accept: u64,
}

/// One point of the curves of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// True error rate of the lot, 0 to 1.
    pub error_rate: f64,
    /// Probability that the plan accepts it, 0 to 1.
    pub accepted: f64,
    /// Average outgoing error rate, 0 to 1.
    pub outgoing: f64,
}

impl Plan {
    /// The smallest sample with which a lot as bad as `reject_quality` (an error rate, 0 to 1) is accepted with probability
    /// `consumer_risk` at most, when `accept` errors are allowed.
    ///
    /// `None` when no sample can do that: the rate is 0, or the lot holds no more errors at that rate than are allowed. A
    /// lot counts as bad from the first whole number of errors at or above the rate.
    pub fn smallest(lot: Lot, reject_quality: f64, consumer_risk: f64, accept: u64) -> Option<Plan> {
        let meets = |sample| Plan { sample, accept }.acceptance(lot, reject_quality) <= consumer_risk;
        let mut high = accept + 1;
        while !meets(high) {
            high = match lot {
                Lot::Of(records) if high >= records => return None,
                Lot::Of(records) => (high * 2).min(records),
                Lot::Large if high > 1 << 40 => return None,
                Lot::Large => high * 2,
            };
        }
        let mut low = accept;
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if meets(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(Plan { sample: high, accept })
    }

    /// The operating characteristic: the probability that a lot with this true error rate is accepted, 0 to 1. In a finite
    /// lot the rate stands for the next whole number of errors above it.
    pub fn acceptance(self, lot: Lot, error_rate: f64) -> f64 {
        match lot {
            Lot::Large => at_most(self.accept, self.sample, error_rate),
            Lot::Of(records) => {
                let wrong = errors_at(records, error_rate);
                at_most_without_replacement(self.accept, self.sample.min(records), wrong, records)
            }
        }
    }

    /// Producer's risk: the probability that a lot of this good quality (an error rate, 0 to 1) is sent back all the same.
    pub fn producers_risk(self, lot: Lot, good_quality: f64) -> f64 {
        1.0 - self.acceptance(lot, good_quality)
    }

    /// Average outgoing quality: the error rate that is left over many lots with this true error rate, when every error of a
    /// sample is mended and every lot sent back is recoded in full without a mistake.
    ///
    /// Pa(p) p (N - n)/N; in a large lot Pa(p) p.
    pub fn outgoing(self, lot: Lot, error_rate: f64) -> f64 {
        let unseen = match lot {
            Lot::Large => 1.0,
            Lot::Of(0) => 0.0,
            Lot::Of(records) => records.saturating_sub(self.sample) as f64 / records as f64,
        };
        self.acceptance(lot, error_rate) * error_rate * unseen
    }

    /// The curves from an error rate of 0 to `highest`, at `points` rates at equal distances, both ends among them.
    pub fn curve(self, lot: Lot, highest: f64, points: usize) -> Vec<CurvePoint> {
        let last = points.saturating_sub(1).max(1) as f64;
        let rates = (0..points).map(|at| highest * at as f64 / last);
        let point = |error_rate| CurvePoint {
            error_rate,
            accepted: self.acceptance(lot, error_rate),
            outgoing: self.outgoing(lot, error_rate),
        };
        rates.map(point).collect()
    }

    /// The error rate up to which a lot is accepted with at least this probability; 0.95 gives the acceptable quality
    /// level, 0.5 the point of indifference. That of a large lot.
    pub fn quality_accepted_with(self, probability: f64) -> f64 {
        super::binomial::crossing(|rate| at_most(self.accept, self.sample, rate) >= probability)
    }
}

/// The first whole number of errors at or above a rate.
fn errors_at(records: u64, error_rate: f64) -> u64 {
    // 30 × 0.1 is 3, though the product of the nearest binary fractions lies a little above it.
    let errors = (records as f64 * error_rate.clamp(0.0, 1.0) - 1e-9).ceil().max(0.0);
    (errors as u64).min(records)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plans_for_a_large_lot_are_the_published_ones() {
        // Consumer's risk 5 %, exact binomial; rows by errors allowed, columns by reject-quality error rate.
        let rates = [0.10, 0.05, 0.03, 0.02];
        for (accept, sizes) in
            [(0, [29, 59, 99, 149]), (1, [46, 93, 157, 236]), (2, [61, 124, 208, 313]), (5, [103, 208, 348, 523])]
        {
            for (rate, sample) in rates.into_iter().zip(sizes) {
                let plan = Plan::smallest(Lot::Large, rate, 0.05, accept);
                assert_eq!(plan, Some(Plan { sample, accept }), "{accept} errors at {rate}");
            }
        }
    }

    #[test]
    fn at_half_the_limit_stricter_plans_pass_fewer_lots() {
        let pass = |sample, accept| Plan { sample, accept }.acceptance(Lot::Large, 0.05);
        // R: pbinom(0, 29, .05) and pbinom(5, 103, .05).
        assert!((pass(29, 0) - 0.2259).abs() < 0.0001, "{}", pass(29, 0));
        assert!((pass(103, 5) - 0.5890).abs() < 0.0001, "{}", pass(103, 5));
    }

    #[test]
    fn plans_for_a_finite_lot_are_smaller_and_the_smallest() {
        // R: the first sample whose phyper is 5 % at most; see tests/golden/statistics.R.
        for (lot, rate, accept, sample) in [(100, 0.1, 0, 25), (500, 0.05, 1, 87), (3000, 0.02, 2, 302)] {
            let lot = Lot::Of(lot);
            let plan = Plan::smallest(lot, rate, 0.05, accept).unwrap();
            assert_eq!(plan.sample, sample, "{lot:?}");
            assert!(plan.acceptance(lot, rate) <= 0.05);
            assert!(Plan { sample: plan.sample - 1, ..plan }.acceptance(lot, rate) > 0.05);
            assert!(plan.sample < Plan::smallest(Lot::Large, rate, 0.05, accept).unwrap().sample);
        }
    }

    #[test]
    fn what_no_sample_can_show_has_no_plan() {
        assert_eq!(Plan::smallest(Lot::Large, 0.0, 0.05, 0), None);
        assert_eq!(Plan::smallest(Lot::Of(20), 0.05, 0.05, 1), None);
        // One error in twenty is found for certain only by looking at all but one, or all, of them.
        assert_eq!(Plan::smallest(Lot::Of(20), 0.05, 0.05, 0), Some(Plan { sample: 19, accept: 0 }));
        assert_eq!(Plan::smallest(Lot::Of(0), 0.05, 0.05, 0), None);
    }

    #[test]
    fn curves_fall_and_outgoing_errors_have_a_limit() {
        let plan = Plan { sample: 93, accept: 1 };
        let curve = plan.curve(Lot::Large, 0.2, 101);
        assert_eq!((curve.len(), curve[0].accepted, curve[0].outgoing), (101, 1.0, 0.0));
        assert!(curve.windows(2).all(|two| two[1].accepted <= two[0].accepted));
        let most = curve.iter().map(|point| point.outgoing).fold(0.0, f64::max);
        // Dodge and Romig: the limit of outgoing errors of a plan with c = 1 is about 0.84 / n.
        assert!((most - 0.84 / 93.0).abs() < 0.0002, "{most}");
        assert!((plan.producers_risk(Lot::Large, 0.01) - (1.0 - curve[5].accepted)).abs() < 1e-12);
        let rate = plan.quality_accepted_with(0.95);
        assert!((plan.acceptance(Lot::Large, rate) - 0.95).abs() < 1e-9);
        assert!(plan.outgoing(Lot::Of(93), 0.05) == 0.0);
    }

    proptest! {
        #[test]
        fn a_finite_lot_comes_near_a_large_one(sample in 1u64..200, accept in 0u64..5, rate in 0.0..0.3f64) {
            let plan = Plan { sample, accept };
            let rate = (rate * 1e7).round() / 1e7;
            let difference = plan.acceptance(Lot::Of(10_000_000), rate) - plan.acceptance(Lot::Large, rate);
            prop_assert!(difference.abs() < 1e-3);
        }
    }
}
