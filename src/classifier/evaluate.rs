//! Measuring a model on answers with agreed codes.

use domain::{Code, Level, Outcome, Status, Thresholds};
use rayon::prelude::*;

use crate::engine::{Engine, Scratch};

/// An answer whose agreed code is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreed {
    /// Job title.
    pub title: String,
    /// Main tasks.
    pub tasks: String,
    /// The agreed code: an occupation, a group where the answer supports no more, or a non-classification code.
    pub code: Code,
}

/// How well a model does. Shares are 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// Number of answers.
    pub answers: usize,
    /// Number of answers whose agreed code is that detailed, by [`Level::index`].
    pub agreed: [usize; 5],
    /// Share of right codes at each level, by [`Level::index`], over these; a non-classification code is right as a whole
    /// or not at all.
    pub accuracy: [f32; 5],
    /// Share of answers with the agreed full code among the first five suggestions.
    pub top_five: f32,
    /// What optimal thresholds lead to: that of the call first, then those of [`LADDER`].
    pub production: Vec<Production>,
    /// Share of answers that get a code of any level at the minimum threshold.
    pub coverage: f32,
    /// Share of right codes among those, at the level given.
    pub coverage_accuracy: f32,
    /// Expected calibration error of the joint probability of the best full code, ten bins of equal width.
    pub calibration_error: f32,
    /// Bins of the reliability table: number, mean confidence, share right.
    pub bins: Vec<Bin>,
}

/// Optimal thresholds that every evaluation shows.
pub const LADDER: [f32; 6] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/// What an optimal threshold leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Production {
    /// The threshold, 0 to 1.
    pub optimal: f32,
    /// Number of answers with a full code at or above it, which need no review.
    pub answers: usize,
    /// How many of those are right.
    pub right: usize,
}

impl Production {
    /// Production rate: share of `all` answers coded without review, 0 to 1.
    pub fn rate(&self, all: usize) -> f32 {
        ratio(self.answers, all)
    }

    /// Share of right codes among those coded without review, 0 to 1.
    pub fn accuracy(&self) -> f32 {
        ratio(self.right, self.answers)
    }
}

/// A bin of the reliability table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Answers whose confidence falls into the bin.
    pub answers: usize,
    /// Their mean confidence, 0 to 1.
    pub confidence: f32,
    /// Share of right full codes among them, 0 to 1.
    pub right: f32,
}

impl Scores {
    /// The scores of both sets of answers together.
    pub fn joined(&self, other: &Scores) -> Scores {
        let mean = |a: f32, b: f32, of_a: f32, of_b: f32| {
            if of_a + of_b == 0.0 { 0.0 } else { (a * of_a + b * of_b) / (of_a + of_b) }
        };
        let (a, b) = (self.answers as f32, other.answers as f32);
        let bins: Vec<Bin> = self
            .bins
            .iter()
            .zip(&other.bins)
            .map(|(x, y)| Bin {
                answers: x.answers + y.answers,
                confidence: mean(x.confidence, y.confidence, x.answers as f32, y.answers as f32),
                right: mean(x.right, y.right, x.answers as f32, y.answers as f32),
            })
            .collect();
        let calibration_error =
            bins.iter().map(|bin| (bin.confidence - bin.right).abs() * bin.answers as f32 / (a + b).max(1.0)).sum();
        Scores {
            answers: self.answers + other.answers,
            agreed: std::array::from_fn(|level| self.agreed[level] + other.agreed[level]),
            accuracy: std::array::from_fn(|level| {
                let (of_a, of_b) = (self.agreed[level] as f32, other.agreed[level] as f32);
                mean(self.accuracy[level], other.accuracy[level], of_a, of_b)
            }),
            top_five: mean(self.top_five, other.top_five, a, b),
            production: self
                .production
                .iter()
                .zip(&other.production)
                .map(|(x, y)| Production { answers: x.answers + y.answers, right: x.right + y.right, ..*x })
                .collect(),
            coverage: mean(self.coverage, other.coverage, a, b),
            coverage_accuracy: mean(
                self.coverage_accuracy,
                other.coverage_accuracy,
                a * self.coverage,
                b * other.coverage,
            ),
            calibration_error,
            bins,
        }
    }
}

struct Judged {
    right: [Option<bool>; 5],
    in_top_five: bool,
    confidence: f32,
    /// Confidence of the full code, if one is given at the minimum threshold, and whether it is right.
    full: Option<(f32, bool)>,
    covered: Option<bool>,
}

/// Codes all answers and compares.
pub fn evaluate(engine: &Engine, answers: &[Agreed], thresholds: Thresholds) -> Scores {
    let judged: Vec<Judged> = answers
        .par_iter()
        .map_init(Scratch::default, |scratch, agreed| judge(engine, agreed, thresholds, scratch))
        .collect();
    let mut scores = Scores { answers: answers.len(), ..Scores::default() };
    for level in Level::ALL {
        scores.agreed[level.index()] = judged.iter().filter(|judged| judged.right[level.index()].is_some()).count();
        scores.accuracy[level.index()] = share(judged.iter().filter_map(|judged| judged.right[level.index()]));
    }
    scores.top_five = share(judged.iter().map(|judged| judged.in_top_five));
    scores.production = std::iter::once(thresholds.optimal)
        .chain(LADDER)
        .map(|optimal| {
            let (mut answers, mut right) = (0, 0);
            for (_, is_right) in judged.iter().filter_map(|judged| judged.full).filter(|full| full.0 >= optimal) {
                answers += 1;
                right += usize::from(is_right);
            }
            Production { optimal, answers, right }
        })
        .collect();
    scores.coverage = share(judged.iter().map(|judged| judged.covered.is_some()));
    scores.coverage_accuracy = share(judged.iter().filter_map(|judged| judged.covered));
    let full = judged.iter().filter_map(|judged| Some((judged.confidence, judged.right[4]?)));
    (scores.bins, scores.calibration_error) = reliability(full);
    scores
}

fn judge(engine: &Engine, agreed: &Agreed, thresholds: Thresholds, scratch: &mut Scratch) -> Judged {
    let (coding, suggestions) = engine.code_with_suggestions(&agreed.title, &agreed.tasks, 5, scratch);
    let right = Level::ALL.map(|level| {
        if agreed.code.is_non_classification() || coding.best.is_some_and(|best| best.is_non_classification()) {
            return Some(coding.best == Some(agreed.code));
        }
        let expected = agreed.code.at(level)?;
        Some(coding.best.and_then(|best| best.at(level)) == Some(expected))
    });
    let outcome = Outcome::of(&coding, thresholds);
    let full = matches!(outcome.status, Status::Coded | Status::NonClassification);
    // An agreed group says no more than that the occupation is one of it.
    let code_right = |code: Code| agreed.code.is_within(code) || code.is_within(agreed.code);
    Judged {
        right,
        in_top_five: suggestions.iter().any(|suggestion| suggestion.code == agreed.code) || right[4] == Some(true),
        confidence: coding.joint(Level::Occupation),
        full: full.then_some((outcome.confidence, outcome.code.is_some_and(code_right))),
        covered: outcome.code.map(code_right),
    }
}

fn share(values: impl Iterator<Item = bool>) -> f32 {
    let (mut yes, mut all) = (0, 0);
    for value in values {
        yes += usize::from(value);
        all += 1;
    }
    ratio(yes, all)
}

fn ratio(part: usize, all: usize) -> f32 {
    if all == 0 { 0.0 } else { part as f32 / all as f32 }
}

/// Ten bins of equal width, and the mean distance of confidence and share right, weighted by the bins' numbers.
pub fn reliability(values: impl Iterator<Item = (f32, bool)>) -> (Vec<Bin>, f32) {
    let mut bins = vec![Bin::default(); 10];
    for (confidence, right) in values {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.answers += 1;
        bin.confidence += confidence;
        bin.right += f32::from(u8::from(right));
    }
    let all: usize = bins.iter().map(|bin| bin.answers).sum();
    let mut error = 0.0;
    for bin in bins.iter_mut().filter(|bin| bin.answers > 0) {
        error += (bin.confidence - bin.right).abs() / all as f32;
        bin.confidence /= bin.answers as f32;
        bin.right /= bin.answers as f32;
    }
    (bins, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calibration_error_is_the_mean_gap_of_confidence_and_share_right() {
        let values = [(0.95, true), (0.95, true), (0.95, false), (0.95, true), (0.25, false), (0.25, true)];
        let (bins, error) = reliability(values.into_iter());
        assert_eq!(bins[9].answers, 4);
        assert!((bins[9].right - 0.75).abs() < 1e-6);
        assert!((error - (4.0 * 0.2 + 2.0 * 0.25) / 6.0).abs() < 1e-6, "{error}");
    }
}
