//! What an answer hangs on: the fewest words without which it would get another code, and a word with which it would.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::text::stem;
use domain::{Classification, Code, Level};

use crate::engine::{Engine, Scratch};
use crate::features::Field;
use crate::words::content_words;

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
    /// change that is most certain. `None` when there is no such change, nothing would be left of the answer, or
    /// `go_on`, which is asked before every trial, said that nobody waits for it any more.
    pub fn smallest_removal(&self, title: &str, tasks: &str, go_on: &dyn Fn() -> bool) -> Option<Counterfactual> {
        let mut scratch = Scratch::default();
        let coding = self.code(title, tasks, &mut scratch);
        let best = coding.best.filter(|_| !coding.no_usable_words)?;
        self.counterfactual(title, tasks, best, go_on, &mut scratch)
    }

    fn counterfactual(
        &self,
        title: &str,
        tasks: &str,
        best: Code,
        go_on: &dyn Fn() -> bool,
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
            if !go_on() {
                return None;
            }
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
                if !go_on() {
                    return None;
                }
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

/// A word that would change the code if it stood in the title.
#[derive(Clone, Debug, PartialEq)]
pub struct Addition {
    /// The word, normalised, put behind the title.
    pub word: String,
    /// What the answer is coded to with it: the runner-up of the answer without it.
    pub code: Code,
    /// The joint probability of that code.
    pub confidence: f32,
}

impl Engine {
    /// The word of the runner-up's titles in the coding index that, put behind the title, makes the runner-up the best
    /// full code with the most certainty; among equals the first by alphabet. `None` when no single word does, there is
    /// no runner-up, or `go_on`, which is asked before every trial, said that nobody waits for it any more.
    pub fn smallest_addition(&self, title: &str, tasks: &str, go_on: &dyn Fn() -> bool) -> Option<Addition> {
        let mut scratch = Scratch::default();
        let runner_up = self.code(title, tasks, &mut scratch).runner_up?;
        let mut said = content_words(title);
        said.extend(content_words(tasks));
        let said: BTreeSet<&str> = said.iter().map(|word| stem(word)).collect();
        let tables = Classification::get(self.card().classification);
        let titles = tables.index_titles(runner_up).iter().map(|of| of.title).chain([tables.title(runner_up)]);
        let words: BTreeSet<String> = titles.flat_map(content_words).collect();
        let mut best: Option<Addition> = None;
        for word in words.into_iter().filter(|word| !said.contains(stem(word))) {
            if !go_on() {
                return None;
            }
            let coding = self.code(&format!("{title} {word}"), tasks, &mut scratch);
            let confidence = coding.joint(Level::Occupation);
            let better = best.as_ref().is_none_or(|known| confidence > known.confidence);
            if coding.best == Some(runner_up) && better {
                best = Some(Addition { word, code: runner_up, confidence });
            }
        }
        best
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
