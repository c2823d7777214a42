//! Training answers as a sparse matrix, and the vocabulary made from them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::sampling::Answer;
use crate::features::{Extraction, GramScales, Numbering, Space, grams_of};
use crate::vocabulary::{FeatureHash, RARITY_STEP, Vocabulary};

/// Rows of feature numbers and values, one per training answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    /// Where each row begins.
    starts: Vec<usize>,
    features: Vec<u32>,
    values: Vec<f32>,
    /// Squared length of each row.
    pub squares: Vec<f32>,
    /// Weight of each row.
    pub weights: Vec<f32>,
}

impl Matrix {
    /// The features and values of a row.
    pub(crate) fn row(&self, row: u32) -> (&[u32], &[f32]) {
        let end = self.starts.get(row as usize + 1).copied().unwrap_or(self.features.len());
        let range = self.starts[row as usize]..end;
        (&self.features[range.clone()], &self.values[range])
    }

    /// Appends a row.
    pub(crate) fn push_row(&mut self, features: impl Iterator<Item = (u32, f32)>, weight: f32) {
        let start = self.features.len();
        for (feature, value) in features {
            self.features.push(feature);
            self.values.push(value);
        }
        self.starts.push(start);
        self.squares.push(self.values[start..].iter().map(|value| value * value).sum());
        self.weights.push(weight);
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.weights.len()
    }

    fn push_entries(&mut self, mut entries: Vec<(u32, f32)>, weight: f32) {
        entries.sort_unstable_by_key(|&(feature, _)| feature);
        entries.dedup_by(|second, first| {
            let same = first.0 == second.0;
            if same {
                first.1 += second.1;
            }
            same
        });
        self.push_row(entries.into_iter(), weight);
    }
}

/// The training answers as the two kinds of classifiers see them.
pub(crate) struct Views {
    pub local: Matrix,
    pub any: Matrix,
    /// Words and pairs of `any` without its n-grams.
    pub words: Matrix,
}

/// Extracts the features of all answers. A title word counts as known when it occurs in two sources or more, so that in
/// training a word is as unknown as it is when it comes as news.
pub(crate) fn views(answers: &[Answer], vocabulary: &Vocabulary, known: &KnownWords) -> Views {
    let rows: Vec<_> = answers
        .par_iter()
        .map_init(Extraction::default, |extraction, answer| {
            let mut numbering = TrainingNumbering { vocabulary, known };
            extraction.extract(&answer.title, &answer.tasks, &mut numbering);
            let words = extraction.any.values.clone();
            let (mut local, mut any) = (extraction.local.values.clone(), words.clone());
            let grams: Vec<Vec<(u32, f32)>> = extraction
                .tokens
                .iter()
                .map(|token| {
                    let mut grams = Vec::new();
                    grams_of(extraction.word(token), &mut numbering, |gram| grams.push(gram));
                    grams
                })
                .collect();
            let squares: Vec<f32> = grams.iter().map(|grams| grams.iter().map(|(_, v)| v * v).sum()).collect();
            let scales = GramScales::of(&squares, extraction.title_tokens);
            for (at, (grams, &squares)) in grams.iter().zip(&squares).enumerate() {
                if at < extraction.title_tokens {
                    local.extend(grams.iter().map(|&(number, value)| (number, value * scales.local(squares))));
                }
                any.extend(grams.iter().map(|&(number, value)| (number, value * scales.any())));
            }
            (local, any, words)
        })
        .collect();
    let mut views = Views { local: Matrix::default(), any: Matrix::default(), words: Matrix::default() };
    for ((local, any, words), answer) in rows.into_iter().zip(answers) {
        views.local.push_entries(local, answer.weight);
        views.any.push_entries(any, answer.weight);
        views.words.push_entries(words, answer.weight);
    }
    views
}

/// Title words that occur in two sources or more.
pub(crate) type KnownWords = rustc_hash::FxHashSet<FeatureHash>;

struct TrainingNumbering<'a> {
    vocabulary: &'a Vocabulary,
    known: &'a KnownWords,
}

impl Numbering for TrainingNumbering<'_> {
    fn number(&mut self, hash: FeatureHash, _: Space) -> Option<(u32, f32)> {
        self.vocabulary.find(hash)
    }

    fn knows(&mut self, hash: FeatureHash) -> bool {
        self.known.contains(&hash)
    }
}

/// How often a feature was met.
#[derive(Clone, Copy, Debug)]
struct Seen {
    space: Space,
    last_source: u32,
    sources: u32,
    last_code: u64,
    codes: u32,
}

#[derive(Default)]
struct Collecting {
    seen: FxHashMap<FeatureHash, Seen>,
    source: u32,
    code: u64,
    misspelt: bool,
}

impl Numbering for Collecting {
    fn number(&mut self, hash: FeatureHash, space: Space) -> Option<(u32, f32)> {
        // Words misspelt on purpose teach through their n-grams; as words they would be known by chance.
        if self.misspelt && !matches!(space, Space::TitleUnknown | Space::Shape | Space::Gram) {
            return None;
        }
        let seen =
            self.seen.entry(hash).or_insert(Seen { space, last_source: u32::MAX, sources: 0, last_code: 0, codes: 0 });
        if seen.last_source != self.source {
            seen.sources += 1;
            seen.last_source = self.source;
        }
        if seen.last_code != self.code {
            seen.codes += 1;
            seen.last_code = self.code;
        }
        None
    }

    fn knows(&mut self, _: FeatureHash) -> bool {
        false
    }
}

/// Makes the vocabulary of the answers, which stand in the order of their sources and there of their codes.
pub(crate) fn collect(answers: &[Answer]) -> (Vocabulary, KnownWords) {
    let mut collecting = Collecting::default();
    let mut extraction = Extraction::default();
    for answer in answers {
        collecting.source = answer.source;
        collecting.code = answer.code.as_str().bytes().fold(1, |sum, byte| sum * 16 + u64::from(byte - b'0'));
        collecting.misspelt = answer.misspelt;
        extraction.extract(&answer.title, &answer.tasks, &mut collecting);
        for token in &extraction.tokens {
            grams_of(extraction.word(token), &mut collecting, |_| {});
        }
    }
    let known = collecting
        .seen
        .iter()
        .filter(|(_, seen)| seen.space == Space::TitleWord && seen.sources >= 2)
        .map(|(&hash, _)| hash)
        .collect();
    let all = answers.iter().map(|answer| answer.source).collect::<std::collections::BTreeSet<_>>().len();
    let mut kept: Vec<(FeatureHash, Seen)> =
        collecting.seen.into_iter().filter(|(_, seen)| seen.sources >= fewest_sources(seen.space)).collect();
    kept.sort_unstable_by_key(|&(hash, _)| hash);
    let rarities = kept.iter().map(|(_, seen)| rarity(seen, all)).collect();
    (Vocabulary::new(kept.into_iter().map(|(hash, _)| hash).collect(), rarities), known)
}

fn fewest_sources(space: Space) -> u32 {
    match space {
        Space::TaskPair => 2,
        Space::Gram => 4,
        _ => 1,
    }
}

/// Inverse document frequency, in steps.
fn rarity(seen: &Seen, all: usize) -> u8 {
    let idf = libm::logf((all as f32 + 1.0) / (seen.sources as f32 + 1.0)) + 1.0;
    let value = match seen.space {
        Space::TitleUnknown | Space::Shape | Space::TitleWhole => 1.0,
        _ => libm::sqrtf(idf),
    };
    (value / RARITY_STEP).round().clamp(1.0, 255.0) as u8
}
