//! What an engine found for an answer, and what the thresholds make of it.

use crate::{Code, Level};

/// Joint probability: the product of the conditional probabilities along a path.
pub fn joint_probability(conditionals: impl IntoIterator<Item = f32>) -> f32 {
    conditionals.into_iter().product()
}

/// One step of a path: a category and its probability given its parent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The category.
    pub code: Code,
    /// Conditional probability, 0 to 1; 1 where the parent has a single child.
    pub conditional: f32,
    /// Joint probability down to this step, 0 to 1.
    pub joint: f32,
}

/// A full code that an engine offers, with its joint probability, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// Occupation or non-classification code.
    pub code: Code,
    /// Joint probability, 0 to 1.
    pub confidence: f32,
}

/// What an engine found for one answer, before any threshold. It is what a project keeps of each coding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coding {
    /// The full code with the highest joint probability, an occupation or a non-classification code; `None` for a
    /// blank answer, and for one without usable words where the classification has no code for that.
    pub best: Option<Code>,
    /// Conditional probabilities of the ancestors of `best` and of itself, by [`Level::index`], 0 to 1. For a
    /// non-classification code the first is the probability of being out of scope, the last that of the code, and
    /// those between are 1. All 0 without `best`.
    pub conditionals: [f32; 5],
    /// The second suggestion, if there is one.
    pub runner_up: Option<Code>,
    /// Joint probability of `best` minus that of `runner_up`, 0 to 1.
    pub margin: f32,
    /// The first level at which a sibling comes close; see `Engine::break_gap`.
    pub break_level: Option<Level>,
    /// The answer reads like two jobs in one.
    pub two_jobs: bool,
    /// The answer has characters but no usable words ("???", "12345").
    pub no_usable_words: bool,
    /// Title and tasks are both empty.
    pub blank: bool,
    /// What the code of another classification that came with the record led to; `None` where no such code was used.
    pub recoded: Option<Recoded>,
}

/// What the correspondence made of a code of another classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recoded {
    /// It leads to one code, which was taken.
    Correspondence,
    /// It leads to several codes; the engine chose among them.
    SeveralTargets,
    /// It leads to none, is no code, or is missing; the answer was coded by its text alone.
    NoTarget,
}

impl Coding {
    /// The coding of an answer whose title and tasks are both empty.
    pub const BLANK: Coding = Coding {
        best: None,
        conditionals: [0.0; 5],
        runner_up: None,
        margin: 0.0,
        break_level: None,
        two_jobs: false,
        no_usable_words: false,
        blank: true,
        recoded: None,
    };

    /// Joint probability of the path down to `level`, 0 to 1.
    pub fn joint(&self, level: Level) -> f32 {
        joint_probability(self.conditionals[..=level.index()].iter().copied())
    }

    /// The path of `best`, broadest level first; empty without one, a single step for a non-classification code.
    pub fn path(&self) -> Vec<Step> {
        let Some(best) = self.best else { return Vec::new() };
        if best.is_non_classification() {
            let joint = self.joint(Level::Occupation);
            return vec![Step { code: best, conditional: joint, joint }];
        }
        Level::ALL
            .into_iter()
            .filter_map(|level| {
                Some(Step {
                    code: best.at(level)?,
                    conditional: self.conditionals[level.index()],
                    joint: self.joint(level),
                })
            })
            .collect()
    }
}

/// The two confidences that decide what happens with a coding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// At or above it a full code needs no review. 0 to 1, not below `minimum`.
    pub optimal: f32,
    /// Levels are cut from the bottom while the joint probability is below it. 0 to 1; 0 cuts nothing.
    pub minimum: f32,
}

impl Thresholds {
    /// Checks that both lie in 0 to 1 and that the minimum is not above the optimal threshold.
    pub fn checked(optimal: f32, minimum: f32) -> Option<Thresholds> {
        let range = 0.0..=1.0;
        (range.contains(&optimal) && range.contains(&minimum) && minimum <= optimal)
            .then_some(Thresholds { optimal, minimum })
    }
}

/// A margin below this is small: two suggestions are close enough that a person should look.
///
/// # Source
/// SOCcer's review rule, Occupational and Environmental Medicine 2016, 73:A186: gap between the top two below 0.1.
pub const SMALL_MARGIN: f32 = 0.1;

/// The machine's status of a record. What a person decided is kept apart from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// An occupation, six digits.
    Coded,
    /// A group of level 1 to 4, because the more detailed levels fell below the minimum threshold.
    Partial,
    /// No occupation: one of the operational codes.
    NonClassification,
    /// No code.
    Uncoded,
}

impl Status {
    /// All, in the order in which they are listed.
    pub const ALL: [Status; 4] = [Status::Coded, Status::Partial, Status::NonClassification, Status::Uncoded];

    /// The word in files: `coded`, `partial`, `non-classification`, `uncoded`.
    pub fn word(self) -> &'static str {
        match self {
            Status::Coded => "coded",
            Status::Partial => "partial",
            Status::NonClassification => "non-classification",
            Status::Uncoded => "uncoded",
        }
    }
}

/// A coding cut by thresholds: the machine's answer as it stands in a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The machine's status.
    pub status: Status,
    /// The code, as detailed as the minimum threshold allows.
    pub code: Option<Code>,
    /// The level of `code`; `None` without a code and for non-classification codes.
    pub level: Option<Level>,
    /// Joint probability of `code`, 0 to 1. Where nothing reached the minimum, that of the best major group (or
    /// non-classification code), so that one sees how far it fell short; 0 for a blank answer.
    pub confidence: f32,
}

impl Outcome {
    /// Applies the minimum threshold to a coding.
    pub fn of(coding: &Coding, thresholds: Thresholds) -> Outcome {
        let uncoded = |confidence| Outcome { status: Status::Uncoded, code: None, level: None, confidence };
        let Some(best) = coding.best else { return uncoded(0.0) };
        if best.is_non_classification() {
            let confidence = coding.joint(Level::Occupation);
            // Without usable words the code is a rule, not a probability, and no threshold takes it away.
            if confidence < thresholds.minimum && !coding.no_usable_words {
                return uncoded(confidence);
            }
            return Outcome { status: Status::NonClassification, code: Some(best), level: None, confidence };
        }
        for level in Level::ALL.into_iter().rev() {
            let confidence = coding.joint(level);
            if confidence >= thresholds.minimum {
                let status = if level == Level::Occupation { Status::Coded } else { Status::Partial };
                return Outcome { status, code: best.at(level), level: Some(level), confidence };
            }
        }
        uncoded(coding.joint(Level::MajorGroup))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding(code: &str, conditionals: [f32; 5]) -> Coding {
        Coding { best: Some(Code::parse(code).unwrap()), conditionals, blank: false, ..Coding::BLANK }
    }

    /// The worked example that the ABS publishes for 265433 Registered Nurse (Aged Care).
    #[test]
    fn the_joint_probability_is_the_product_of_the_conditionals() {
        let nurse = coding("265433", [0.99, 0.94, 0.92, 0.91, 0.96]);
        assert!((nurse.joint(Level::Occupation) - 0.748).abs() < 0.0005);
        let group = coding("265433", [0.90, 0.80, 0.90, 0.5, 0.5]);
        assert!((group.joint(Level::MinorGroup) - 0.648).abs() < 0.0005);
    }

    #[test]
    fn levels_are_cut_from_the_bottom_while_below_the_minimum() {
        let group = coding("265433", [0.90, 0.80, 0.90, 0.5, 0.5]);
        for (minimum, status, code) in [
            (0.0, Status::Coded, Some("265433")),
            (0.3, Status::Partial, Some("2654")),
            (0.6, Status::Partial, Some("265")),
            (0.7, Status::Partial, Some("26")),
            (0.85, Status::Partial, Some("2")),
            (0.95, Status::Uncoded, None),
        ] {
            let outcome = Outcome::of(&group, Thresholds::checked(1.0, minimum).unwrap());
            assert_eq!(outcome.status, status, "{minimum}");
            assert_eq!(outcome.code, code.map(|code| Code::parse(code).unwrap()), "{minimum}");
        }
    }

    #[test]
    fn a_non_classification_code_has_no_level() {
        let retired = coding("099960", [0.9, 1.0, 1.0, 1.0, 0.9]);
        let outcome = Outcome::of(&retired, Thresholds::checked(0.7, 0.5).unwrap());
        assert_eq!((outcome.status, outcome.level), (Status::NonClassification, None));
        let outcome = Outcome::of(&retired, Thresholds::checked(0.95, 0.9).unwrap());
        assert_eq!((outcome.status, outcome.code), (Status::Uncoded, None));
        assert_eq!(retired.path().len(), 1);
    }

    #[test]
    fn thresholds_are_probabilities_in_order() {
        assert!(Thresholds::checked(0.5, 0.6).is_none());
        assert!(Thresholds::checked(1.1, 0.6).is_none());
        assert!(Thresholds::checked(0.5, f32::NAN).is_none());
    }
}
