//! The error rate of a whole project, from a stratified sample of it.
//!
//! # Source
//! Cochran (1977), Sampling Techniques, third edition, chapters 5 and 5A; Korn and Graubard (1998), Confidence intervals
//! for proportions with small expected number of positive counts estimated from survey data, Survey Methodology 24:193.

use super::Interval;
use super::beta::interval_of_counts;

/// One part of the records, drawn from by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Number of records in it, N.
    pub records: u64,
    /// How many of them were drawn and checked, n.
    pub checked: u64,
    /// How many of these were wrong.
    pub wrong: u64,
}

impl Stratum {
    /// How many records each checked one stands for: N/n; `None` when none was checked.
    pub fn design_weight(self) -> Option<f64> {
        (self.checked > 0).then(|| self.records as f64 / self.checked as f64)
    }

    fn is_possible(self) -> bool {
        self.checked <= self.records && self.wrong <= self.checked
    }
}

/// How an interval was found; reports say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every record was checked: there is nothing to estimate.
    Census,
    /// One stratum: Clopper and Pearson's exact interval.
    Exact,
    /// Several strata: Clopper and Pearson's interval for the effective size of the sample, by Korn and Graubard.
    Effective,
}

impl Method {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Method::Census => "every record checked",
            Method::Exact => "exact (Clopper-Pearson)",
            Method::Effective => "exact for the effective sample size (Korn-Graubard)",
        }
    }
}

/// An estimated error rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The error rate of all records, 0 to 1: Σ N/ΣN × wrong/n.
    pub error_rate: f64,
    /// Its standard error with finite population correction: √Σ (N/ΣN)² (1 - n/N) p(1-p)/(n-1).
    pub standard_error: f64,
    /// An interval of the rate.
    pub interval: Interval,
    /// How it was found.
    pub method: Method,
    /// How many records of a simple random sample would say as much.
    pub effective: f64,
    /// Number of records, checked or not.
    pub records: u64,
    /// Number of records that were checked.
    pub checked: u64,
    /// How many of these were wrong.
    pub wrong: u64,
}

/// Why no error rate can be estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EstimateError {
    /// There are no records.
    #[error("there are no records to estimate an error rate of")]
    Empty,
    /// Nothing was checked in a stratum that has records. Check some of them, or leave the stratum out of what is said.
    #[error("no record of stratum {0} was checked, so nothing can be said about all records")]
    Unchecked(usize),
    /// More records checked than there are, or more wrong than checked.
    #[error("stratum {0} has more records checked than there are, or more wrong than checked")]
    Impossible(usize),
}

/// Estimates the error rate of all records. Strata without records say nothing and are left out.
///
/// One stratum has the exact interval, which is a little too wide where much of it was checked. Several have that for the
/// effective size of the sample, p(1-p)/variance, not above the number of records checked. In both p and variance the share
/// of a stratum is (wrong + ½)/(n + 1), because a large stratum in which no error was found would else count as known to
/// have none: in simulations intervals without that hold the true rate as rarely as 61 % of the time, with it 94 % or more.
///
/// # Errors
/// [`EstimateError`], with the place of the stratum from 0.
pub fn error_rate(strata: &[Stratum], confidence: f64) -> Result<Estimate, EstimateError> {
    if let Some(at) = strata.iter().position(|stratum| !stratum.is_possible()) {
        return Err(EstimateError::Impossible(at));
    }
    if let Some(at) = strata.iter().position(|stratum| stratum.records > 0 && stratum.checked == 0) {
        return Err(EstimateError::Unchecked(at));
    }
    let strata: Vec<Stratum> = strata.iter().copied().filter(|stratum| stratum.records > 0).collect();
    let sum = |of: fn(&Stratum) -> u64| strata.iter().map(of).sum::<u64>();
    let (records, checked, wrong) = (sum(|s| s.records), sum(|s| s.checked), sum(|s| s.wrong));
    if records == 0 {
        return Err(EstimateError::Empty);
    }
    let (mut rate, mut variance, mut smoothed_rate, mut smoothed) = (0.0, 0.0, 0.0, 0.0);
    for stratum in &strata {
        let (n, wrong) = (stratum.checked as f64, stratum.wrong as f64);
        let share = stratum.records as f64 / records as f64;
        let unseen = 1.0 - n / stratum.records as f64;
        let p = wrong / n;
        rate += share * p;
        if stratum.checked > 1 {
            variance += share * share * unseen * p * (1.0 - p) / (n - 1.0);
        }
        let p = (wrong + 0.5) / (n + 1.0);
        smoothed_rate += share * p;
        smoothed += share * share * unseen * p * (1.0 - p) / n;
    }
    let estimate = |interval, method, effective| Estimate {
        error_rate: rate,
        standard_error: variance.sqrt(),
        interval,
        method,
        effective,
        records,
        checked,
        wrong,
    };
    if checked == records {
        return Ok(estimate(Interval { low: rate, high: rate }, Method::Census, checked as f64));
    }
    if strata.len() == 1 {
        let interval = interval_of_counts(wrong as f64, checked as f64, confidence);
        return Ok(estimate(interval, Method::Exact, checked as f64));
    }
    let effective = (smoothed_rate * (1.0 - smoothed_rate) / smoothed).min(checked as f64);
    let interval = interval_of_counts(rate * effective, effective, confidence);
    Ok(estimate(interval, Method::Effective, effective))
}

/// How the records of a sample are shared out over strata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allocation {
    /// By the number of records in each: every record has nearly the same weight.
    Proportional,
    /// The same number for each: every stratum is known equally well.
    Equal,
    /// By the number of records times √p(1-p), with p the error rate expected: the estimate for all is as good as it can be.
    Neyman,
}

/// Shares `wanted` records out over strata, given as their number of records and the error rate expected in each (0 to 1;
/// only [`Allocation::Neyman`] asks for it). The numbers add up to `wanted`, or to all records if there are fewer; no
/// stratum gets more than it has, and each gets `least` first if it has so many and `wanted` is large enough.
///
/// # Source
/// Records are given out one by one to the stratum with the highest priority a/√(n(n+1)), which is the best allocation in
/// whole numbers: Wright (2012), The equivalence of Neyman optimum allocation for sampling and equal proportions for
/// apportioning the U.S. House of Representatives, The American Statistician 66:217. Ties go to the earlier stratum.
pub fn allocate(strata: &[(u64, f64)], wanted: u64, allocation: Allocation, least: u64) -> Vec<u64> {
    let weight = |(records, rate): (u64, f64)| match allocation {
        Allocation::Proportional => records as f64,
        Allocation::Equal => 1.0,
        // Where no error is expected, one in a thousand is, so that the stratum is looked at.
        Allocation::Neyman => {
            let rate = rate.clamp(0.001, 0.999);
            records as f64 * (rate * (1.0 - rate)).sqrt()
        }
    };
    let mut given = vec![0u64; strata.len()];
    let all: u64 = strata.iter().map(|stratum| stratum.0).sum();
    for _ in 0..wanted.min(all) {
        let first = |at: &usize| given[*at] < least.min(strata[*at].0);
        let below = (0..strata.len()).filter(first).min_by_key(|at| given[*at]);
        let free = (0..strata.len()).filter(|at| given[*at] < strata[*at].0);
        let priority = |at: usize| weight(strata[at]) / (given[at] as f64 * (given[at] as f64 + 1.0)).sqrt();
        // The last of several greatest is taken, so that they are looked at backwards.
        let next = below.or_else(|| free.rev().max_by(|one, other| priority(*one).total_cmp(&priority(*other))));
        if let Some(at) = next {
            given[at] += 1;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::USUAL;
    use super::super::binomial::exact_interval;
    use super::super::draw::Dice;
    use super::*;

    fn stratum(records: u64, checked: u64, wrong: u64) -> Stratum {
        Stratum { records, checked, wrong }
    }

    #[test]
    fn rate_and_standard_error_are_those_of_the_formulas() {
        // By hand: weights .8 and .2, rates .02 and .3.
        let found = error_rate(&[stratum(8000, 100, 2), stratum(2000, 50, 15)], USUAL).unwrap();
        assert!((found.error_rate - (0.8 * 0.02 + 0.2 * 0.3)).abs() < 1e-12);
        let variance = 0.64 * (1.0 - 0.0125) * 0.02 * 0.98 / 99.0 + 0.04 * (1.0 - 0.025) * 0.3 * 0.7 / 49.0;
        assert!((found.standard_error - f64::sqrt(variance)).abs() < 1e-12);
        assert_eq!((found.records, found.checked, found.wrong), (10_000, 150, 17));
        assert_eq!(found.method, Method::Effective);
        assert_eq!(stratum(2000, 50, 15).design_weight(), Some(40.0));
    }

    /// Made by R; see `statistics.R` beside it.
    const GOLDEN: &str = include_str!("../../../tests/golden/estimate.tsv");

    #[test]
    fn estimates_of_several_strata_are_those_of_r() {
        for line in GOLDEN.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let numbers: Vec<u64> = cells[0].split(' ').map(|number| number.parse().unwrap()).collect();
            let strata: Vec<Stratum> = numbers.chunks(3).map(|of| stratum(of[0], of[1], of[2])).collect();
            let found = error_rate(&strata, USUAL).unwrap();
            let Interval { low, high } = found.interval;
            let ours = [found.error_rate, found.standard_error, found.effective, low, high];
            for (ours, theirs) in ours.iter().zip(&cells[1..]) {
                let theirs: f64 = theirs.parse().unwrap();
                assert!((ours - theirs).abs() < 1e-9 * theirs.max(1.0), "{line}: {found:?}");
            }
        }
        assert_eq!(GOLDEN.lines().count(), 4);
    }

    #[test]
    fn one_stratum_is_exact_and_a_census_is_certain() {
        let one = error_rate(&[stratum(5000, 208, 5), stratum(0, 0, 0)], USUAL).unwrap();
        let exact = exact_interval(5, 208, USUAL);
        assert_eq!(one.method, Method::Exact);
        assert!((one.interval.low - exact.low).abs() < 1e-9 && (one.interval.high - exact.high).abs() < 1e-9);
        let all = error_rate(&[stratum(50, 50, 5), stratum(10, 10, 1)], USUAL).unwrap();
        assert_eq!((all.method, all.interval), (Method::Census, Interval { low: 0.1, high: 0.1 }));
    }

    #[test]
    fn no_error_found_does_not_mean_none() {
        let none = error_rate(&[stratum(9000, 90, 0), stratum(1000, 10, 0)], USUAL).unwrap();
        assert_eq!((none.error_rate, none.interval.low), (0.0, 0.0));
        let high = exact_interval(0, 100, USUAL).high;
        assert!(none.interval.high >= high - 1e-9 && none.interval.high < 2.0 * high, "{none:?}");
    }

    #[test]
    fn what_cannot_be_estimated_says_why() {
        assert_eq!(error_rate(&[], USUAL), Err(EstimateError::Empty));
        assert_eq!(error_rate(&[stratum(5, 5, 0), stratum(9, 0, 0)], USUAL), Err(EstimateError::Unchecked(1)));
        assert_eq!(error_rate(&[stratum(5, 6, 0)], USUAL), Err(EstimateError::Impossible(0)));
        assert_eq!(error_rate(&[stratum(5, 3, 4)], USUAL), Err(EstimateError::Impossible(0)));
    }

    #[test]
    fn intervals_hold_the_true_rate_as_often_as_they_say() {
        // Designs: sure records sampled thinly, unsure ones thickly; records, checked and true error rate of each stratum.
        let designs: [&[(u64, u64, f64)]; 5] = [
            &[(80_000, 100, 0.01), (15_000, 100, 0.10), (5_000, 100, 0.30)],
            &[(90_000, 50, 0.002), (10_000, 150, 0.05)],
            &[(1_000, 40, 0.05), (1_000, 40, 0.05), (1_000, 40, 0.05)],
            &[(50_000, 30, 0.03), (50_000, 200, 0.20)],
            &[(95_000, 30, 0.03), (5_000, 300, 0.40)],
        ];
        for (number, design) in (0..).zip(designs) {
            let records: u64 = design.iter().map(|stratum| stratum.0).sum();
            let truth: f64 = design.iter().map(|(size, _, rate)| *size as f64 * rate).sum::<f64>() / records as f64;
            let mut dice = Dice::new(11, number);
            let samples = 2000;
            let held = (0..samples).filter(|_| {
                let strata: Vec<Stratum> = design
                    .iter()
                    .map(|(records, checked, rate)| {
                        let wrong = (0..*checked).filter(|_| dice.share() < *rate).count() as u64;
                        stratum(*records, *checked, wrong)
                    })
                    .collect();
                error_rate(&strata, USUAL).unwrap().interval.holds(truth)
            });
            let share = held.count() as f64 / f64::from(samples);
            // The standard deviation of the share is .005.
            assert!(share > 0.935, "design {number}: {share}");
        }
    }

    #[test]
    fn allocations_are_the_published_kinds() {
        let strata = [(6000, 0.01), (3000, 0.1), (1000, 0.5)];
        assert_eq!(allocate(&strata, 100, Allocation::Proportional, 1), [60, 30, 10]);
        assert_eq!(allocate(&strata, 100, Allocation::Equal, 1), [34, 33, 33]);
        // 6000 × .0995 = 597, 3000 × .3 = 900, 1000 × .5 = 500.
        assert_eq!(allocate(&strata, 100, Allocation::Neyman, 1), [30, 45, 25]);
        assert_eq!(allocate(&strata, 100, Allocation::Proportional, 20), [53, 27, 20]);
        assert_eq!(allocate(&[(5, 0.1), (2, 0.1)], 100, Allocation::Equal, 1), [5, 2]);
        assert_eq!(allocate(&[(5, 0.1), (9, 0.1)], 1, Allocation::Equal, 3), [1, 0]);
    }

    proptest! {
        #[test]
        fn allocations_add_up_and_stay_within_each_stratum(
            strata in proptest::collection::vec((0u64..50, 0.0..=1.0f64), 0..8),
            wanted in 0u64..150,
            least in 0u64..5,
            which in 0usize..3,
        ) {
            let allocation = [Allocation::Proportional, Allocation::Equal, Allocation::Neyman][which];
            let given = allocate(&strata, wanted, allocation, least);
            let all: u64 = strata.iter().map(|stratum| stratum.0).sum();
            prop_assert_eq!(given.iter().sum::<u64>(), wanted.min(all));
            let floors: u64 = strata.iter().map(|stratum| stratum.0.min(least)).sum();
            for (given, (records, _)) in given.iter().zip(&strata) {
                prop_assert!(given <= records);
                prop_assert!(wanted < floors || *given >= least.min(*records));
            }
        }

        #[test]
        fn an_interval_holds_its_estimate(
            strata in proptest::collection::vec((1u64..500, 0.0..=1.0f64, 0.0..=1.0f64), 1..5),
        ) {
            let strata: Vec<Stratum> = strata
                .into_iter()
                .map(|(records, checked, wrong)| {
                    let checked = 1 + ((records - 1) as f64 * checked) as u64;
                    stratum(records, checked, (checked as f64 * wrong) as u64)
                })
                .collect();
            let found = error_rate(&strata, USUAL).unwrap();
            let Interval { low, high } = found.interval;
            prop_assert!(0.0 <= low && high <= 1.0);
            prop_assert!(low - 1e-9 <= found.error_rate && found.error_rate <= high + 1e-9, "{found:?}");
        }
    }
}
