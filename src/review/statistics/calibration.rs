//! Calibration: whether confidence means what it says, from records that people decided.
//!
//! # Source
//! Reliability diagram and expected calibration error: Naeini, Cooper and Hauskrecht (2015), AAAI; Guo et al. (2017), On
//! calibration of modern neural networks, ICML. Consistency band: Bröcker and Smith (2007), Increasing the reliability of
//! reliability diagrams, Weather and Forecasting 22:651.

use super::binomial::score_interval;
use super::draw::Dice;
use super::{Interval, USUAL};

/// An answer whose right code is known, at one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The confidence that the engine had at this level, 0 to 1.
    pub confidence: f64,
    /// Whether it was right at this level.
    pub right: bool,
    /// How many records it stands for; 1 where every record was as likely to be drawn.
    pub weight: f64,
}

/// Records of similar confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The lowest confidence that belongs in it.
    pub low: f64,
    /// The highest; the next bin begins there or above.
    pub high: f64,
    /// Number of records.
    pub records: u64,
    /// Sum of their weights.
    pub weight: f64,
    /// How many records of equal weight would say as much: (Σw)²/Σw² (Kish 1965, Survey Sampling).
    pub effective: f64,
    /// Weighted mean of their confidence.
    pub confidence: f64,
    /// Weighted share of them that was right.
    pub accuracy: f64,
    /// Score interval of that share, 95 %, for the effective number of records.
    pub interval: Interval,
    /// Why nothing should be read from it, if so.
    pub doubt: Option<Doubt>,
}

/// Why a share says too little.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Doubt {
    /// There are fewer than [`LEAST`] records, in effect.
    TooFew {
        /// How many records there are, in effect.
        effective: f64,
    },
    /// The interval is wider than [`WIDEST`].
    TooWide {
        /// How wide it is.
        width: f64,
    },
}

/// A share of fewer records, in effect, is not read.
pub const LEAST: f64 = 30.0;
/// A share whose interval is wider is not read: ±10 points.
pub const WIDEST: f64 = 0.2;

/// Whether a share says too little, by the number of records in effect and its interval of 95 %: fewer than [`LEAST`], or
/// wider than [`WIDEST`].
pub fn doubt(effective: f64, interval: Interval) -> Option<Doubt> {
    if effective < LEAST - 1e-9 {
        Some(Doubt::TooFew { effective })
    } else if interval.width() > WIDEST {
        Some(Doubt::TooWide { width: interval.width() })
    } else {
        None
    }
}

/// How records are put into bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binning {
    /// So many bins of equal width from 0 to 1; a confidence on a boundary belongs in the bin above. Empty bins are left out.
    EqualWidth(usize),
    /// So many bins of about equally many records; records of the same confidence stay together, so that there may be fewer.
    EqualCount(usize),
}

/// A reliability diagram in figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// The bins that hold records, by confidence.
    pub bins: Vec<Bin>,
    /// All records together, as one bin.
    pub all: Bin,
    /// Expected calibration error: Σ wᵦ/w |accuracyᵦ - confidenceᵦ|, 0 to 1.
    pub error: f64,
    /// The calibration errors that 95 % of samples of a perfectly calibrated engine would show, with the same records in the
    /// same bins. An error above it is no accident; one within it may be.
    pub error_if_perfect: Interval,
}

/// What a reliability diagram comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The records are too few to say.
    TooSmall(Doubt),
    /// What was found would be found if confidence meant what it says.
    Fits,
    /// Fewer are right than confidence says.
    TooSure,
    /// More are right than confidence says.
    TooCautious,
    /// Right on the whole; too sure here and too cautious there.
    Uneven,
}

impl Reliability {
    /// What it comes to: whether the interval of the share right holds the mean confidence, and then whether the calibration
    /// error is within the band of a perfectly calibrated engine.
    pub fn verdict(&self) -> Verdict {
        let Bin { confidence, accuracy, interval, doubt, .. } = self.all;
        match doubt {
            Some(doubt) => Verdict::TooSmall(doubt),
            None if interval.holds(confidence) && self.error <= self.error_if_perfect.high => Verdict::Fits,
            None if interval.holds(confidence) => Verdict::Uneven,
            None if confidence > accuracy => Verdict::TooSure,
            None => Verdict::TooCautious,
        }
    }
}

/// Puts records into bins and measures. The result does not depend on their order. `None` without records of a weight above
/// 0; confidence is cut to 0 to 1.
pub fn reliability(judged: &[Judged], binning: Binning, simulation: Simulation) -> Option<Reliability> {
    let mut judged: Vec<Judged> = judged.iter().copied().filter(|one| one.weight > 0.0).collect();
    for one in &mut judged {
        one.confidence = one.confidence.clamp(0.0, 1.0);
    }
    judged.sort_unstable_by(|one, other| {
        let by_weight = one.weight.total_cmp(&other.weight);
        one.confidence.total_cmp(&other.confidence).then(by_weight).then(one.right.cmp(&other.right))
    });
    let groups = groups(&judged, binning);
    let bins: Vec<Bin> = groups.iter().filter_map(|(low, high, group)| bin(*low, *high, group)).collect();
    let all = bin(0.0, 1.0, &judged)?;
    let error = error(bins.iter().map(|bin| (bin.weight, bin.accuracy - bin.confidence)));
    let groups: Vec<&[Judged]> = groups.iter().map(|(_, _, group)| *group).collect();
    let error_if_perfect = simulation.errors(&groups)?;
    Some(Reliability { bins, all, error, error_if_perfect })
}

/// Σ w |difference| / Σ w.
fn error(bins: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (sum, weight) = bins.fold((0.0, 0.0), |(sum, all), (weight, by)| (sum + weight * by.abs(), all + weight));
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Cuts sorted records; none of the groups is empty.
fn groups(judged: &[Judged], binning: Binning) -> Vec<(f64, f64, &[Judged])> {
    match binning {
        Binning::EqualWidth(bins) => {
            let bins = bins.max(1);
            let boundary = |at: usize| at as f64 / bins as f64;
            let start = |at: usize| judged.partition_point(|one| one.confidence < boundary(at));
            let ends = (0..bins).map(|at| if at + 1 == bins { judged.len() } else { start(at + 1) });
            let groups =
                ends.enumerate().map(|(at, end)| (boundary(at), boundary(at + 1), &judged[start(at).min(end)..end]));
            groups.filter(|(_, _, group)| !group.is_empty()).collect()
        }
        Binning::EqualCount(bins) => {
            let bins = bins.max(1);
            let mut groups = Vec::with_capacity(bins);
            let mut start = 0;
            for at in 1..=bins {
                let wanted = judged.len() * at / bins;
                let Some(last) = wanted.checked_sub(1).and_then(|last| judged.get(last)) else { continue };
                let end = judged.partition_point(|one| one.confidence <= last.confidence);
                if let [first, ..] = &judged[start.min(end)..end] {
                    groups.push((first.confidence, last.confidence, &judged[start..end]));
                    start = end;
                }
            }
            groups
        }
    }
}

fn bin(low: f64, high: f64, judged: &[Judged]) -> Option<Bin> {
    let weight: f64 = judged.iter().map(|one| one.weight).sum();
    if weight.is_nan() || weight <= 0.0 {
        return None;
    }
    let squares: f64 = judged.iter().map(|one| one.weight * one.weight).sum();
    let mean = |value: fn(&Judged) -> f64| judged.iter().map(|one| one.weight * value(one)).sum::<f64>() / weight;
    let confidence = mean(|one| one.confidence);
    let accuracy = mean(|one| f64::from(one.right));
    let effective = weight * weight / squares;
    let interval = score_interval(accuracy, effective, USUAL);
    let doubt = doubt(effective, interval);
    Some(Bin { low, high, records: judged.len() as u64, weight, effective, confidence, accuracy, interval, doubt })
}

/// How the band of a perfectly calibrated engine is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Simulation {
    /// Number of samples; 1,000 is usual.
    pub samples: usize,
    /// Their seed.
    pub seed: u64,
}

impl Default for Simulation {
    fn default() -> Simulation {
        Simulation { samples: 1000, seed: 1 }
    }
}

/// Where the number of right records varies more than this, it is taken to be normal.
const LARGE: f64 = 25.0;

impl Simulation {
    fn errors(self, groups: &[&[Judged]]) -> Option<Interval> {
        let mut dice = Dice::new(self.seed, 0);
        let moments: Vec<Moments> = groups.iter().map(|group| Moments::of(group)).collect();
        let mut errors: Vec<f64> = (0..self.samples.max(1))
            .map(|_| {
                error(groups.iter().zip(&moments).map(|(group, moments)| {
                    let difference = if moments.binary_variance > LARGE {
                        moments.deviation * dice.normal()
                    } else {
                        let right =
                            group.iter().map(|one| if dice.share() < one.confidence { one.weight } else { 0.0 });
                        right.sum::<f64>() - moments.mean
                    };
                    (moments.weight, difference / moments.weight)
                }))
            })
            .collect();
        Interval::of_middle(&mut errors, USUAL)
    }
}

/// Of the weight that is right in a bin, if confidence is right.
struct Moments {
    weight: f64,
    mean: f64,
    deviation: f64,
    /// Variance of the number of right records, whatever their weights.
    binary_variance: f64,
}

impl Moments {
    fn of(judged: &[Judged]) -> Moments {
        let sum = |value: fn(&Judged) -> f64| judged.iter().map(value).sum::<f64>();
        let variance = sum(|one| one.weight * one.weight * one.confidence * (1.0 - one.confidence));
        Moments {
            weight: sum(|one| one.weight),
            mean: sum(|one| one.weight * one.confidence),
            deviation: variance.sqrt(),
            binary_variance: sum(|one| one.confidence * (1.0 - one.confidence)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn judged(confidence: f64, right: bool) -> Judged {
        Judged { confidence, right, weight: 1.0 }
    }

    fn of(values: &[(f64, bool)], binning: Binning) -> Reliability {
        let judged: Vec<Judged> = values.iter().map(|(confidence, right)| judged(*confidence, *right)).collect();
        reliability(&judged, binning, Simulation { samples: 20, seed: 1 }).unwrap()
    }

    #[test]
    fn bins_of_equal_width_hold_their_lower_boundary() {
        let values = [(0.0, false), (0.05, true), (0.1, false), (0.95, true), (1.0, true)];
        let found = of(&values, Binning::EqualWidth(10));
        let bins: Vec<_> = found.bins.iter().map(|bin| (bin.low, bin.records, bin.accuracy)).collect();
        assert_eq!(bins, [(0.0, 2, 0.5), (0.1, 1, 0.0), (0.9, 2, 1.0)]);
        // By hand: (2 × |.5 - .025| + 1 × .1 + 2 × |1 - .975|) / 5.
        assert!((found.error - (0.95 + 0.1 + 0.05) / 5.0).abs() < 1e-12);
        assert_eq!((found.all.records, found.all.accuracy), (5, 0.6));
        assert_eq!(found.all.doubt, Some(Doubt::TooFew { effective: 5.0 }));
    }

    #[test]
    fn bins_of_equal_count_keep_ties_together() {
        let mut values = vec![(0.5, true); 6];
        values.extend([(0.6, true), (0.7, false), (0.8, true), (0.9, true)]);
        let found = of(&values, Binning::EqualCount(5));
        let bins: Vec<_> = found.bins.iter().map(|bin| (bin.low, bin.high, bin.records)).collect();
        assert_eq!(bins, [(0.5, 0.5, 6), (0.6, 0.7, 2), (0.8, 0.9, 2)]);
    }

    #[test]
    fn weights_count_records_several_times_and_widen_the_interval_when_they_differ() {
        let weighted = |weight| {
            [Judged { confidence: 0.5, right: true, weight }, Judged { confidence: 0.5, right: false, weight: 1.0 }]
        };
        let equal = reliability(&weighted(1.0), Binning::EqualWidth(1), Simulation::default()).unwrap();
        let unequal = reliability(&weighted(3.0), Binning::EqualWidth(1), Simulation::default()).unwrap();
        assert_eq!((equal.all.accuracy, equal.all.effective), (0.5, 2.0));
        assert_eq!((unequal.all.accuracy, unequal.all.effective), (0.75, 1.6));
    }

    #[test]
    fn what_says_too_little_says_why() {
        let interval = |share: f64, n: f64| score_interval(share, n, USUAL);
        assert!(matches!(doubt(29.0, interval(1.0, 29.0)), Some(Doubt::TooFew { .. })));
        assert!(matches!(doubt(60.0, interval(0.5, 60.0)), Some(Doubt::TooWide { .. })));
        assert_eq!(doubt(60.0, interval(0.95, 60.0)), None);
        assert_eq!(doubt(100.0, interval(0.5, 100.0)), None);
        assert_eq!(reliability(&[], Binning::EqualWidth(10), Simulation::default()), None);
    }

    /// Records of a perfectly calibrated engine, or of one that is too sure by `by`.
    fn made(records: usize, seed: u64, by: f64) -> Vec<Judged> {
        let mut dice = Dice::new(seed, 9);
        let one = |dice: &mut Dice| {
            let confidence = dice.share();
            judged((confidence + by).min(1.0), dice.share() < confidence)
        };
        (0..records).map(|_| one(&mut dice)).collect()
    }

    #[test]
    fn a_calibrated_engine_lies_in_its_band_as_often_as_it_says_and_another_does_not() {
        // A seed of its own for every band: bands from the same draws would err together.
        let simulation = |seed: u64| Simulation { samples: 200, seed: 1000 + seed };
        for records in [200, 2000] {
            let inside = |seed: &u64| {
                let simulation = simulation(*seed);
                let found = reliability(&made(records, *seed, 0.0), Binning::EqualWidth(10), simulation).unwrap();
                found.error_if_perfect.holds(found.error)
            };
            // 95 % of 500 samples, a little less because the band is simulated: the standard deviation is about 6.
            let inside = (0..500).filter(inside).count();
            assert!((452..=493).contains(&inside), "{records}: {inside}");
        }
        let found = reliability(&made(1000, 1, 0.1), Binning::EqualWidth(10), simulation(0)).unwrap();
        assert!(found.error > found.error_if_perfect.high, "{} {:?}", found.error, found.error_if_perfect);
    }

    #[test]
    fn large_bins_drawn_as_normal_give_nearly_the_band_of_small_ones() {
        let simulation = Simulation { samples: 2000, seed: 5 };
        let judged = made(140, 3, 0.0);
        let twice: Vec<Judged> = judged.iter().chain(&judged).copied().collect();
        assert!(Moments::of(&judged).binary_variance < LARGE && Moments::of(&twice).binary_variance > LARGE);
        let small = simulation.errors(&[&judged]).unwrap();
        let large = simulation.errors(&[&twice]).unwrap();
        assert!((large.high * 2f64.sqrt() / small.high - 1.0).abs() < 0.08, "{small:?} {large:?}");
    }

    /// Made by R; see `statistics.R` beside it.
    const GOLDEN: &str = include_str!("../../../tests/golden/calibration.tsv");

    #[test]
    fn bins_and_error_of_weighted_records_are_those_of_r() {
        let of = |kind: &'static str| {
            let lines = GOLDEN.lines().map(|line| line.split('\t').collect::<Vec<&str>>());
            lines
                .filter(move |cells| cells[0] == kind)
                .map(|cells| -> Vec<f64> { cells[1..].iter().map(|cell| cell.parse().unwrap()).collect() })
        };
        let judged: Vec<Judged> =
            of("record").map(|v| Judged { confidence: v[0], right: v[1] > 0.0, weight: v[2] }).collect();
        assert_eq!(judged.len(), 500);
        let found = reliability(&judged, Binning::EqualWidth(10), Simulation { samples: 20, seed: 1 }).unwrap();
        let expected: Vec<Vec<f64>> = of("bin").collect();
        assert_eq!(found.bins.len(), expected.len());
        for (bin, expected) in found.bins.iter().zip(&expected) {
            let Interval { low, high } = bin.interval;
            let ours = [bin.low * 10.0, bin.records as f64, bin.confidence, bin.accuracy, bin.effective, low, high];
            for (ours, theirs) in ours.iter().zip(expected) {
                assert!((ours - theirs).abs() < 1e-9, "{bin:?} {expected:?}");
            }
        }
        assert!((found.error - of("error").next().unwrap()[0]).abs() < 1e-12);
    }

    #[test]
    fn verdicts_say_in_which_direction_confidence_errs() {
        let verdict = |by: f64| {
            let found = reliability(&made(3000, 4, by), Binning::EqualWidth(10), Simulation { samples: 100, seed: 2 });
            found.unwrap().verdict()
        };
        assert_eq!(verdict(0.0), Verdict::Fits);
        assert_eq!(verdict(0.1), Verdict::TooSure);
        assert_eq!(verdict(-0.1), Verdict::TooCautious);
        let halves: Vec<(f64, bool)> = (0..400).map(|at| (if at % 2 == 0 { 0.3 } else { 0.7 }, at % 4 < 2)).collect();
        assert_eq!(of(&halves, Binning::EqualWidth(2)).verdict(), Verdict::Uneven);
        assert!(matches!(of(&halves[..9], Binning::EqualWidth(2)).verdict(), Verdict::TooSmall(_)));
    }

    proptest! {
        #[test]
        fn every_record_is_in_one_bin_and_order_makes_no_difference(
            mut values in proptest::collection::vec((0.0..=1.0f64, any::<bool>()), 1..60),
            bins in 1usize..12,
        ) {
            for binning in [Binning::EqualWidth(bins), Binning::EqualCount(bins)] {
                let found = of(&values, binning);
                prop_assert_eq!(found.bins.iter().map(|bin| bin.records).sum::<u64>(), values.len() as u64);
                prop_assert!(found.bins.len() <= bins);
                for bin in &found.bins {
                    prop_assert!(bin.interval.holds(bin.accuracy));
                    prop_assert!(bin.low - 1e-12 <= bin.confidence && bin.confidence <= bin.high + 1e-12);
                }
                values.reverse();
                prop_assert_eq!(found, of(&values, binning));
            }
        }
    }
}
