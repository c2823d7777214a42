//! What an answer hangs on: the fewest words without which it would get another code.

use std::ops::Range;

use domain::Code;

use crate::engine::{Engine, Scratch};
use crate::features::Field;

/// The smallest removal of words that changes the code.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    /// The words taken out, in the order of the answer; where each stands in its text, in bytes.
    pub without: Vec<(Field, Range<usize>)>,
    /// What the rest of the answer is coded to.
    pub code: Code,
    /// The joint probability of that code.
    pub confidence: f32,
}

/// At most so many words are taken out.
const MOST_WORDS: usize = 3;
/// Pairs and triples are made of so many words at most: those that matter most on their own.
const MOST_TRIED: usize = 12;

impl Engine {
    /// The fewest words of an answer, at most three, without which the best full code is another; among as many the
    /// change that is most certain. `None` when there is no such change, or nothing would be left of the answer.
    pub(crate) fn counterfactual(
        &self,
        title: &str,
        tasks: &str,
        best: Code,
        scratch: &mut Scratch,
    ) -> Option<Counterfactual> {
        if !self.score(title, tasks, scratch) {
            return None;
        }
        let words: Vec<(Field, Range<usize>)> =
            scratch.extraction.tokens.iter().map(|token| (token.field, token.range.clone())).collect();
        let mut try_without = |chosen: &[usize]| -> Option<(Code, f32, f32)> {
            let without = |field: Field, text: &str| {
                let gone = chosen.iter().map(|&at| &words[at]).filter(|(of, _)| *of == field);
                gone.fold(text.to_owned(), |mut left, (_, range)| {
                    left.replace_range(range.clone(), &" ".repeat(range.len()));
                    left
                })
            };
            let (title, tasks) = (without(Field::Title, title), without(Field::Tasks, tasks));
            let (coding, suggestions) = self.code_with_suggestions(&title, &tasks, 10, scratch);
            let kept = suggestions.iter().find(|suggestion| suggestion.code == best).map_or(0.0, |s| s.confidence);
            let first = suggestions.first()?;
            (!coding.no_usable_words).then_some((first.code, first.confidence, kept))
        };
        let mut order: Vec<(usize, f32)> = Vec::new();
        let mut changes: Vec<(Vec<usize>, Code, f32)> = Vec::new();
        for at in 0..words.len() {
            if let Some((code, confidence, kept)) = try_without(&[at]) {
                order.push((at, kept));
                changes.extend((code != best).then(|| (vec![at], code, confidence)));
            }
        }
        order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        order.truncate(MOST_TRIED);
        for count in 2..=MOST_WORDS {
            if !changes.is_empty() {
                break;
            }
            for chosen in choices(&order, count) {
                if let Some((code, confidence, _)) = try_without(&chosen)
                    && code != best
                {
                    changes.push((chosen, code, confidence));
                }
            }
        }
        let (mut chosen, code, confidence) = changes.into_iter().max_by(|a, b| a.2.total_cmp(&b.2))?;
        chosen.sort_unstable();
        Some(Counterfactual { without: chosen.into_iter().map(|at| words[at].clone()).collect(), code, confidence })
    }
}

/// All choices of so many words.
fn choices(order: &[(usize, f32)], count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, &(word, _)) in order.iter().enumerate() {
        for mut rest in choices(&order[at + 1..], count - 1) {
            rest.push(word);
            all.push(rest);
        }
    }
    all
}
