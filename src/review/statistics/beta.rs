//! The beta distribution, for exact intervals of counts with a fraction.

use super::Interval;
use super::binomial::crossing;

/// The regularised incomplete beta function: the share of a beta distribution with parameters `a` and `b`, both above 0,
/// that lies below `x`.
///
/// # Source
/// Continued fraction of Abramowitz and Stegun 26.5.8, by the method of Lentz as modified by Thompson and Barnett (1986).
fn share_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    // On this side the fraction converges fast.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - share_below(1.0 - x, b, a);
    }
    let scale = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    let away_from_0 = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_0(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..100_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for term in [even, odd] {
            d = 1.0 / away_from_0(1.0 + term * d);
            c = away_from_0(1.0 + term / c);
            fraction *= c * d;
        }
        if (fraction - before).abs() <= 1e-15 * fraction.abs() {
            break;
        }
    }
    (libm::exp(scale) * fraction / a).clamp(0.0, 1.0)
}

/// Clopper and Pearson's interval of a share where `wrong` of `n` were wrong, either of which may have a fraction: ends are
/// quantiles of beta distributions. 0 to 1 without records.
pub(super) fn interval_of_counts(wrong: f64, n: f64, confidence: f64) -> Interval {
    if n.is_nan() || n <= 0.0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let wrong = wrong.clamp(0.0, n);
    let right = n - wrong;
    let outside = (1.0 - confidence) / 2.0;
    let low = if wrong <= 0.0 { 0.0 } else { crossing(|p| share_below(p, wrong, right + 1.0) < outside) };
    let high = if right <= 0.0 { 1.0 } else { crossing(|p| share_below(p, wrong + 1.0, right) < 1.0 - outside) };
    Interval { low, high }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::binomial::exact_interval;
    use super::*;

    #[test]
    fn shares_are_those_of_r() {
        // R: pbeta(x, a, b).
        for (x, a, b, share) in PBETA {
            let ours = share_below(x, a, b);
            assert!((ours - share).abs() <= 1e-11 * share, "{x} {a} {b}: {ours:e} {share:e}");
        }
    }

    const PBETA: [(f64, f64, f64, f64); 4] = [
        (0.02, 1.7, 80.3, 0.5808456394291063),
        (0.5, 20.5, 20.5, 0.5),
        (0.001, 0.3, 400.2, 0.776401934224057),
        (0.97, 300.25, 9.5, 0.4861397559347491),
    ];

    proptest! {
        #[test]
        fn whole_counts_have_the_exact_interval(n in 1u64..400, share in 0.0..=1.0f64) {
            let wrong = (n as f64 * share) as u64;
            let (ours, exact) = (interval_of_counts(wrong as f64, n as f64, 0.95), exact_interval(wrong, n, 0.95));
            prop_assert!((ours.low - exact.low).abs() < 1e-10 && (ours.high - exact.high).abs() < 1e-10);
        }
    }
}
