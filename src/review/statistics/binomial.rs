//! Binomial and hypergeometric distributions, and the intervals that follow from them.

use std::f64::consts::{SQRT_2, TAU};

use super::Interval;

/// The part of ln n! that Stirling's formula leaves out: ln n! = n ln n - n + ln(2πn)/2 + this.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return libm::lgamma(n + 1.0) - (n + 0.5) * libm::log(n) + n - 0.5 * libm::log(TAU);
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square) / square)
        / n
}

/// x ln(x/m) + m - x, without cancellation where x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() < 0.1 * (x + m) {
        let v = (x - m) / (x + m);
        let mut sum = (x - m) * v;
        let mut term = 2.0 * x * v;
        for j in 1..1000 {
            term *= v * v;
            let next = sum + term / f64::from(2 * j + 1);
            if next == sum {
                break;
            }
            sum = next;
        }
        return sum;
    }
    x * libm::log(x / m) + m - x
}

/// Probability of exactly `k` errors among `n` records that are each wrong with probability `p`.
///
/// C(n, k) pᵏ (1-p)ⁿ⁻ᵏ, exact to about 14 digits also for millions of records; 0 where `k` is above `n`.
///
/// # Source
/// Loader (2000), Fast and accurate computation of binomial probabilities: the saddle-point form, as in R's `dbinom`.
pub fn probability(k: u64, n: u64, p: f64) -> f64 {
    let p = p.clamp(0.0, 1.0);
    if k > n {
        return 0.0;
    }
    if p == 0.0 || p == 1.0 {
        return if (p == 0.0 && k == 0) || (p == 1.0 && k == n) { 1.0 } else { 0.0 };
    }
    let (x, size, q) = (k as f64, n as f64, 1.0 - p);
    if k == 0 {
        return libm::exp(size * libm::log1p(-p));
    }
    if k == n {
        return libm::exp(size * libm::log(p));
    }
    let exponent = stirling_error(size)
        - stirling_error(x)
        - stirling_error(size - x)
        - deviance(x, size * p)
        - deviance(size - x, size * q);
    libm::exp(exponent) * (size / (TAU * x * (size - x))).sqrt()
}

/// Probability of at most `k` errors among `n` records that are each wrong with probability `p`: the sum of
/// [`probability`] over 0 to `k`.
///
/// Summed from the largest term outwards on the side of the mean that has no cancellation; takes time as the standard
/// deviation of the number of errors.
pub fn at_most(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    let p = p.clamp(0.0, 1.0);
    if (k as f64) < n as f64 * p { lower_tail(k, n, p) } else { 1.0 - upper_tail(k + 1, n, p) }
}

/// Probability of at least `k` errors among `n` records that are each wrong with probability `p`.
pub fn at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    let p = p.clamp(0.0, 1.0);
    if (k as f64) > n as f64 * p { upper_tail(k, n, p) } else { 1.0 - at_most(k - 1, n, p) }
}

fn lower_tail(k: u64, n: u64, p: f64) -> f64 {
    // Without a `q` every record is wrong, so that fewer errors than records never come.
    let odds = (1.0 - p) / p;
    let first = probability(k, n, p);
    tail(first, (0..k).rev().map(|k| (k as f64 + 1.0) / (n - k) as f64 * odds))
}

fn upper_tail(k: u64, n: u64, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    let first = probability(k, n, p);
    tail(first, (k..n).map(|k| (n - k) as f64 / (k as f64 + 1.0) * odds))
}

/// Adds up terms that fall, each the one before times its ratio, until they no longer count.
fn tail(first: f64, ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (first, first);
    for ratio in ratios {
        term *= ratio;
        let next = sum + term;
        if next == sum {
            break;
        }
        sum = next;
    }
    sum.min(1.0)
}

/// Probability of exactly `k` errors among `n` records drawn without replacement from `lot` records of which `wrong` are
/// wrong: C(wrong, k) C(lot - wrong, n - k) / C(lot, n). 0 where that cannot be.
///
/// # Source
/// The hypergeometric distribution, by three binomial terms as in R's `dhyper`.
pub fn probability_without_replacement(k: u64, n: u64, wrong: u64, lot: u64) -> f64 {
    if n > lot || wrong > lot || k > n || k > wrong || n - k > lot - wrong {
        return 0.0;
    }
    if n == 0 || n == lot {
        return 1.0;
    }
    let share = n as f64 / lot as f64;
    probability(k, wrong, share) * probability(n - k, lot - wrong, share) / probability(n, lot, share)
}

/// Probability of at most `k` errors among `n` records drawn without replacement from `lot` records of which `wrong` are
/// wrong.
pub fn at_most_without_replacement(k: u64, n: u64, wrong: u64, lot: u64) -> f64 {
    if k >= n.min(wrong) {
        return 1.0;
    }
    let least = n.saturating_sub(lot.saturating_sub(wrong));
    (least..=k).map(|k| probability_without_replacement(k, n, wrong, lot)).sum::<f64>().min(1.0)
}

/// The exact interval of the share of errors when `k` of `n` were found: the shares under which neither so many nor so few
/// errors would be less likely than (1 - `confidence`)/2. It holds the true share at least as often as it says. 0 to 1
/// without records.
///
/// # Source
/// Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial,
/// Biometrika 26:404.
pub fn exact_interval(k: u64, n: u64, confidence: f64) -> Interval {
    if n == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let k = k.min(n);
    let outside = (1.0 - confidence) / 2.0;
    let low = if k == 0 { 0.0 } else { crossing(|p| at_least(k, n, p) < outside) };
    let high = if k == n { 1.0 } else { crossing(|p| at_most(k, n, p) > outside) };
    Interval { low, high }
}

/// Where in 0 to 1 `below` stops being true, to the last bit.
pub(super) fn crossing(below: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high || high - low < 1e-16 {
            return middle;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The score interval of a share `share` of `n` records; `n` may be an effective size with a fraction. 0 to 1 without
/// records.
///
/// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
///
/// # Source
/// Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22:209.
pub fn score_interval(share: f64, n: f64, confidence: f64) -> Interval {
    if n.is_nan() || n <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let share = share.clamp(0.0, 1.0);
    let z = z_of(confidence);
    let square = z * z / n;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt() / (1.0 + square);
    let low = if share == 0.0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if share == 1.0 { 1.0 } else { (middle + half).min(1.0) };
    Interval { low, high }
}

/// How many standard deviations on both sides hold this share of a normal distribution: 1.96 for 95 %.
pub fn z_of(confidence: f64) -> f64 {
    let outside = 1.0 - confidence.clamp(0.0, 1.0 - 1e-12);
    // erfc falls, so that the crossing stands in units of ten standard deviations.
    crossing(|z| libm::erfc(10.0 * z / SQRT_2) > outside) * 10.0
}

/// The number of errors to expect among records that are each wrong with a probability of their own: the Poisson binomial
/// distribution by its mean and variance, filled one group of records after the other.
///
/// # Source
/// Its interval is that of the binomial distribution with the same mean and nearly the same variance (Ehm 1991, Binomial
/// approximation to the Poisson binomial distribution, Statistics and Probability Letters 11:7): exact where all
/// probabilities are the same, never below 0 or above the number of records.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExpectedErrors {
    records: f64,
    mean: f64,
    squares: f64,
}

impl ExpectedErrors {
    /// So many records with this sum of their probabilities of being wrong and this sum of the squares of these.
    pub fn of(records: f64, mean: f64, squares: f64) -> ExpectedErrors {
        ExpectedErrors { records, mean, squares }
    }

    /// Takes in so many records that are each wrong with probability `p`.
    pub fn add(&mut self, p: f64, records: u64) {
        let (p, records) = (p.clamp(0.0, 1.0), records as f64);
        self.records += records;
        self.mean += records * p;
        self.squares += records * p * p;
    }

    /// The number of errors to expect.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Its standard deviation: √Σp(1-p).
    pub fn standard_deviation(&self) -> f64 {
        (self.mean - self.squares).max(0.0).sqrt()
    }

    /// Numbers of errors between which `confidence` of all outcomes lie, if every probability is right: whole numbers.
    pub fn interval(&self, confidence: f64) -> Interval {
        if self.squares <= 0.0 {
            return Interval { low: 0.0, high: 0.0 };
        }
        let size = (self.mean * self.mean / self.squares).round().max(self.mean.ceil());
        let (n, p) = (size as u64, (self.mean / size).min(1.0));
        let outside = (1.0 - confidence) / 2.0;
        // The first number that at most `share` of the outcomes lie below.
        let quantile = |share: f64| {
            let (mut low, mut high) = (0, n);
            while low < high {
                let middle = low + (high - low) / 2;
                if at_most(middle, n, p) >= share {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            low as f64
        };
        Interval { low: quantile(outside), high: quantile(1.0 - outside) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Made by R; see `statistics.R` beside it.
    const GOLDEN: &str = include_str!("../../../tests/golden/binomial.tsv");

    fn near(ours: f64, theirs: f64, what: &str) {
        assert!((ours - theirs).abs() <= 1e-10 * theirs.abs().max(1e-280), "{what}: {ours:e} against {theirs:e}");
    }

    #[test]
    fn distribution_functions_and_exact_intervals_are_those_of_r() {
        let mut seen = 0;
        for line in GOLDEN.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let whole = |at: usize| cells[at].parse::<u64>().unwrap();
            let number = |at: usize| cells[at].parse::<f64>().unwrap();
            match cells[0] {
                "binomial" => {
                    let (k, n, p) = (whole(1), whole(2), number(3));
                    near(probability(k, n, p), number(4), line);
                    near(at_most(k, n, p), number(5), line);
                    near(at_least(k, n, p), number(6), line);
                }
                "hypergeometric" => {
                    let (k, n, wrong, lot) = (whole(1), whole(2), whole(3), whole(4));
                    near(probability_without_replacement(k, n, wrong, lot), number(5), line);
                    near(at_most_without_replacement(k, n, wrong, lot), number(6), line);
                }
                "interval" => {
                    let (k, n, confidence) = (whole(1), whole(2), number(3));
                    let exact = exact_interval(k, n, confidence);
                    near(exact.low, number(4), line);
                    near(exact.high, number(5), line);
                    let score = score_interval(k as f64 / n as f64, n as f64, confidence);
                    near(score.low, number(6), line);
                    near(score.high, number(7), line);
                }
                "z" => near(z_of(number(1)), number(2), line),
                other => panic!("{other}"),
            }
            seen += 1;
        }
        assert!(seen > 60);
    }

    #[test]
    fn expected_errors_of_equal_records_are_binomial() {
        let mut errors = ExpectedErrors::default();
        errors.add(0.1, 60);
        errors.add(0.1, 40);
        assert!((errors.mean() - 10.0).abs() < 1e-12);
        assert!((errors.standard_deviation() - 3.0).abs() < 1e-12);
        // R: qbinom(c(.025, .975), 100, .1)
        assert_eq!(errors.interval(0.95), Interval { low: 5.0, high: 16.0 });
        assert_eq!(ExpectedErrors::default().interval(0.95), Interval { low: 0.0, high: 0.0 });
        let mut certain = ExpectedErrors::default();
        certain.add(1.0, 7);
        certain.add(0.0, 3);
        assert_eq!(certain.interval(0.95), Interval { low: 7.0, high: 7.0 });
    }

    /// The distribution of the number of errors, one record after the other.
    fn poisson_binomial(probabilities: &[f64]) -> Vec<f64> {
        let mut all = vec![1.0];
        for p in probabilities {
            let mut next = vec![0.0; all.len() + 1];
            for (k, mass) in all.iter().enumerate() {
                next[k] += mass * (1.0 - p);
                next[k + 1] += mass * p;
            }
            all = next;
        }
        all
    }

    proptest! {
        #[test]
        fn tails_add_up(n in 1u64..3000, share in 0.0..1.0f64, p in 0.0..=1.0f64) {
            let k = (share * n as f64) as u64;
            prop_assert!((at_most(k, n, p) + at_least(k + 1, n, p) - 1.0).abs() < 1e-12);
        }

        #[test]
        fn an_exact_interval_holds_the_share_and_narrows_with_less_confidence(n in 1u64..2000, share in 0.0..=1.0f64) {
            let k = (share * n as f64) as u64;
            let (wide, narrow) = (exact_interval(k, n, 0.99), exact_interval(k, n, 0.9));
            prop_assert!(wide.low <= narrow.low && narrow.high <= wide.high);
            prop_assert!(narrow.holds(k as f64 / n as f64));
        }

        #[test]
        fn the_interval_of_expected_errors_is_the_exact_one_but_for_a_record_or_two(
            probabilities in proptest::collection::vec(0.0..0.6f64, 1..120),
        ) {
            let mut errors = ExpectedErrors::default();
            for p in &probabilities {
                errors.add(*p, 1);
            }
            let exact = poisson_binomial(&probabilities);
            let quantile = |share: f64| {
                let mut sum = 0.0;
                exact.iter().position(|mass| { sum += mass; sum >= share - 1e-12 }).unwrap_or(exact.len() - 1) as f64
            };
            let interval = errors.interval(0.95);
            prop_assert!((interval.low - quantile(0.025)).abs() <= 1.0, "{interval:?} {}", quantile(0.025));
            prop_assert!((interval.high - quantile(0.975)).abs() <= 1.0, "{interval:?} {}", quantile(0.975));
        }
    }
}
