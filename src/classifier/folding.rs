//! Words with the weights of their n-grams added up, so that a word met again costs one addition per output.
//!
//! What is added up does not depend on whether it was kept: an answer gets the same decision values, to the last bit,
//! in a new engine and in one that has coded a million others.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use crate::features::{grams_of, is_number};
use crate::layer::Layer;
use crate::model::Model;

/// A word's n-grams in sum.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    word: String,
    /// Sum of the squares of the n-grams' values.
    pub squares: f32,
    /// For each output of the local classifiers, in steps of its scale.
    pub local: Vec<f32>,
    /// The same for the occupation classifiers.
    pub occupations: Vec<f32>,
}

/// Where a folded word is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At {
    /// A number, which has no n-grams.
    Nowhere,
    /// Kept in a slot of the engine.
    Slot(u32),
    /// In the working memory, for this answer alone.
    Own(u32),
}

/// The words that an engine keeps folded: the first to come, in a table of fixed size. At 11 kB each they take 47 MB at
/// most.
#[derive(Clone, Debug)]
pub(crate) struct FoldedWords {
    slots: Vec<OnceLock<Folded>>,
}

const SLOTS: usize = 4096;

impl FoldedWords {
    pub(crate) fn new() -> FoldedWords {
        FoldedWords { slots: (0..SLOTS).map(|_| OnceLock::new()).collect() }
    }

    /// Finds a word, or folds it: into a free slot, or else into `own`, of which the first `used` are taken.
    pub(crate) fn find(&self, word: &str, model: &Model, own: &mut Vec<Folded>, used: &mut usize) -> At {
        if is_number(word) {
            return At::Nowhere;
        }
        let hash = FxBuildHasher.hash_one(word);
        for slot in [(hash >> 20) as usize % SLOTS, (hash >> 40) as usize % SLOTS] {
            let kept = self.slots[slot].get_or_init(|| {
                let mut folded = Folded::default();
                folded.fold(word, model);
                folded
            });
            if kept.word == word {
                return At::Slot(slot as u32);
            }
        }
        if *used == own.len() {
            own.push(Folded::default());
        }
        own[*used].fold(word, model);
        *used += 1;
        At::Own(*used as u32 - 1)
    }

    /// The word that `find` found.
    pub(crate) fn get<'f>(&'f self, at: At, own: &'f [Folded]) -> Option<&'f Folded> {
        match at {
            At::Nowhere => None,
            At::Slot(slot) => self.slots[slot as usize].get(),
            At::Own(at) => own.get(at as usize),
        }
    }
}

impl Folded {
    fn fold(&mut self, word: &str, model: &Model) {
        self.word.clear();
        self.word.push_str(word);
        self.squares = 0.0;
        let clear = |sums: &mut Vec<f32>, layer: &Layer| {
            sums.clear();
            sums.resize(layer.biases.len(), 0.0);
        };
        clear(&mut self.local, &model.local);
        clear(&mut self.occupations, &model.occupations);
        grams_of(word, &mut &model.vocabulary, |(number, value)| {
            self.squares += value * value;
            model.local.weights.add_row(number, value, &mut self.local);
            model.occupations.weights.add_row(number, value, &mut self.occupations);
        });
    }
}
