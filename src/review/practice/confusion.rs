//! What is given instead of what.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::Level;

use super::PracticeAnswer;
use crate::Verdict;

/// A code that was given instead of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// What was agreed, cut to the level.
    pub agreed: Verdict,
    /// What was given, cut to the level; `None` for "don't know".
    pub given: Option<Verdict>,
    /// The answers behind it, by their places among those that were looked at.
    pub answers: Vec<usize>,
}

/// What was given instead of what at a level, the most frequent first, ties by the agreed and the given code. Codes are cut
/// to the level, so that what agrees down to it is no confusion; one that is broader stands as it is.
pub fn confusions(answers: &[&PracticeAnswer], level: Level) -> Vec<Confusion> {
    let mut found: BTreeMap<(Verdict, Option<Verdict>), Vec<usize>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        let (agreed, given) = (cut(answer.agreed, level), answer.given.map(|given| cut(given, level)));
        if given != Some(agreed) {
            found.entry((agreed, given)).or_default().push(at);
        }
    }
    let mut confusions: Vec<Confusion> =
        found.into_iter().map(|((agreed, given), answers)| Confusion { agreed, given, answers }).collect();
    confusions.sort_by_key(|confusion| Reverse(confusion.answers.len()));
    confusions
}

/// A non-classification code is one of its own at every level but the first, where all of them are "no occupation".
fn cut(verdict: Verdict, level: Level) -> Verdict {
    match verdict {
        Verdict::Code(code) if code.is_non_classification() && level != Level::MajorGroup => verdict,
        Verdict::Code(code) => Verdict::Code(code.at(level).unwrap_or(code)),
        Verdict::Uncodable(_) => verdict,
    }
}
