//! Label quality: how far the engine speaks for the code that a person decided.
//!
//! The probabilities are out-of-fold: a model never learns from what is coded with it, so that no record decided here was
//! among the answers it was trained on, and it cannot have learned a coder's mistake by heart.
//!
//! # Source
//! Northcutt, Jiang and Chuang (2021), Confident learning: estimating uncertainty in dataset labels, Journal of Artificial
//! Intelligence Research 70:1373; Kuan and Mueller (2022), Model-agnostic label quality scoring to detect real-world label
//! errors, ICML DataPerf workshop. The scores are those of cleanlab 2.

/// No probability counts as less, so that logarithms and quotients stay finite.
const LEAST: f64 = 1e-6;

/// How far the engine speaks for a decided code. Every score is 0 to 1, and lower where the decision is less likely right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelQuality {
    /// The engine's probability of the decided code.
    pub self_confidence: f64,
    /// Half of 1 + that probability - the highest probability of another code: below 0.5 when another is more probable.
    pub normalised_margin: f64,
    /// ln(1 + x)/x, with x the entropy of the engine's probabilities, as a share of the highest possible, over the
    /// self-confidence: low when the engine is sure of other codes *or* sure of nothing.
    pub weighted_entropy: f64,
}

/// The engine's probabilities of an answer, as far as they matter for a decided code.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spread {
    /// Probability of the decided code, 0 to 1.
    pub decided: f64,
    /// Highest probability of a code that the decided one does not hold, 0 to 1.
    pub best_other: f64,
    /// Entropy of the probabilities of all codes of the level, -Σ p ln p.
    pub entropy: f64,
    /// Number of codes of the level.
    pub codes: usize,
    /// Sum of the probabilities taken in.
    known: f64,
}

impl Spread {
    /// From the probabilities of all codes of a level; `is_decided` tells those that the decision holds: one, or all within
    /// a group where somebody decided on the group.
    pub fn of<C: Copy>(probabilities: impl IntoIterator<Item = (C, f64)>, is_decided: impl Fn(C) -> bool) -> Spread {
        let mut spread = Spread::default();
        for (code, p) in probabilities {
            let p = p.clamp(0.0, 1.0);
            if is_decided(code) {
                spread.decided += p;
            } else {
                spread.best_other = spread.best_other.max(p);
            }
            spread.entropy -= p.max(LEAST) * libm::log(p.max(LEAST));
            spread.known += p;
            spread.codes += 1;
        }
        spread.decided = spread.decided.min(1.0);
        spread
    }

    /// From the most probable codes alone: `decided` is the probability of the decision, wherever it stands; what is left of
    /// 1 counts as spread evenly over the other codes, so that the entropy is the highest that it can be.
    pub fn of_candidates<C: Copy>(
        candidates: impl IntoIterator<Item = (C, f64)>,
        is_decided: impl Fn(C) -> bool,
        decided: f64,
        codes: usize,
    ) -> Spread {
        let mut spread = Spread::of(candidates, is_decided);
        let rest = codes.saturating_sub(spread.codes);
        let known = spread.known;
        if rest > 0 {
            let each = ((1.0 - known) / rest as f64).max(LEAST);
            spread.entropy -= rest as f64 * each * libm::log(each);
        }
        Spread { decided: decided.clamp(0.0, 1.0), codes: spread.codes + rest, known: 1.0, ..spread }
    }

    /// The scores of the decided code.
    pub fn quality(self) -> LabelQuality {
        let highest = libm::log(self.codes.max(2) as f64);
        let x = (self.entropy / highest / self.decided.max(LEAST)).max(LEAST);
        LabelQuality {
            self_confidence: self.decided,
            normalised_margin: (self.decided - self.best_other + 1.0) / 2.0,
            weighted_entropy: libm::log1p(x) / x,
        }
    }
}

/// Puts records with their scores in order, lowest score first, ties by record.
pub fn rank(scores: &mut [(u32, f64)]) {
    scores.sort_unstable_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quality(probabilities: &[f64], decided: usize) -> LabelQuality {
        Spread::of(probabilities.iter().copied().enumerate(), |code| code == decided).quality()
    }

    #[test]
    fn scores_are_those_of_the_definitions() {
        // By hand: entropy .8018186; over ln 3 .7298467; over .2 3.6492335; ln(4.6492335)/3.6492335 = .4211028.
        let found = quality(&[0.7, 0.2, 0.1], 1);
        assert_eq!(found.self_confidence, 0.2);
        assert!((found.normalised_margin - 0.25).abs() < 1e-12);
        assert!((found.weighted_entropy - 0.4211028).abs() < 1e-6, "{found:?}");
        let sure = quality(&[1.0, 0.0, 0.0], 0);
        assert!(sure.weighted_entropy > 0.999 && sure.normalised_margin == 1.0);
        assert!(quality(&[1.0, 0.0, 0.0], 1).weighted_entropy < 0.5);
    }

    #[test]
    fn a_group_is_all_codes_within_it() {
        let spread = Spread::of([(371, 0.5), (372, 0.3), (411, 0.2)], |code| code < 400);
        assert!((spread.decided - 0.8).abs() < 1e-12);
        assert_eq!(spread.best_other, 0.2);
    }

    #[test]
    fn what_the_candidates_leave_is_spread_over_the_other_codes() {
        let all = [(0, 0.7), (1, 0.1), (2, 0.1), (3, 0.1)];
        let full = Spread::of(all, |code| code == 2).quality();
        let few = Spread::of_candidates(all[..1].iter().copied(), |code| code == 2, 0.1, 4).quality();
        assert!((full.weighted_entropy - few.weighted_entropy).abs() < 1e-12);
        assert_eq!((full.self_confidence, full.normalised_margin), (few.self_confidence, few.normalised_margin));
    }

    #[test]
    fn ranks_have_no_ties() {
        let mut scores = [(3, 0.5), (1, 0.5), (2, 0.1)];
        rank(&mut scores);
        assert_eq!(scores.map(|score| score.0), [2, 1, 3]);
    }

    proptest! {
        #[test]
        fn a_more_probable_code_scores_higher(values in proptest::collection::vec(0.01..1.0f64, 2..8)) {
            let sum: f64 = values.iter().sum();
            let values: Vec<f64> = values.iter().map(|value| value / sum).collect();
            for one in 0..values.len() {
                for other in 0..values.len() {
                    if values[one] > values[other] {
                        let (one, other) = (quality(&values, one), quality(&values, other));
                        prop_assert!(one.self_confidence > other.self_confidence);
                        prop_assert!(one.normalised_margin > other.normalised_margin);
                        prop_assert!(one.weighted_entropy > other.weighted_entropy);
                        prop_assert!((0.0..=1.0).contains(&one.weighted_entropy));
                    }
                }
            }
        }
    }
}
