//! Text to features: separate spaces for title and tasks, character n-grams against misspellings.
//!
//! The local classifiers of the hierarchy see an answer as a sparse vector in several spaces. Each space is scaled to a
//! fixed length of its own, so that a long list of tasks does not drown the title and a long title does not drown itself:
//!
//! - title words (stems), pairs of neighbouring title words, and the head noun, together of length [`TITLE_NORM`];
//! - character 3- to 5-grams of title words, each word alike, of length [`GRAM_NORM`];
//! - task words (stems) and pairs of neighbouring task words, of length [`TASK_NORM`];
//! - words of either text in one shared space, of length [`SHARED_NORM`];
//! - the whole title, when it is an index title, the share of unknown title words, and which of the two texts is there.
//!
//! The occupation classifiers see both texts as one: words and pairs of neighbouring words, of length [`ANY_NORM`], and
//! character n-grams of all words, of length [`ANY_GRAM_NORM`]. Two views of one answer err in different places, and are
//! better together than either.
//!
//! N-grams are numbered word by word ([`grams_of`]), so that an engine can add up the weights of a word's n-grams once.

use domain::text::{for_each_word, stem};
use std::ops::Range;

use crate::vocabulary::{FeatureHash, Vocabulary};
use crate::words::is_stop_word;

/// Length of the title words part.
const TITLE_NORM: f32 = 1.0;
/// Length of the title n-grams part.
const GRAM_NORM: f32 = 1.0;
/// Length of the tasks part.
const TASK_NORM: f32 = 0.7;
/// Length of the shared part.
const SHARED_NORM: f32 = 1.2;
/// Value of the share of unknown title words when all are unknown.
const UNKNOWN_NORM: f32 = 0.8;
/// Value of the feature "the whole title is this text".
const WHOLE_NORM: f32 = 0.5;
/// Value of the feature that says which of the two texts is there.
const SHAPE_NORM: f32 = 0.3;
/// Length of the words and pairs that the occupation classifiers see.
const ANY_NORM: f32 = 1.0;
/// Length of the n-grams that the occupation classifiers see.
const ANY_GRAM_NORM: f32 = 1.5;
/// Longest n-gram; the shortest has three characters.
const LONGEST_GRAM: usize = 5;
/// Only this many words of each text are looked at, so that a cell of a megabyte costs no more than a long answer.
const MOST_WORDS: usize = 200;

/// The feature spaces; the discriminant goes into the hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Space {
    TitleWord = 1,
    TitlePair,
    TitleHead,
    Gram,
    TitleWhole,
    TitleUnknown,
    TaskWord,
    TaskPair,
    Shared,
    SharedPair,
    Shape,
}

/// Which text a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The job title.
    Title,
    /// The main tasks.
    Tasks,
}

/// A word of an answer that takes part in the features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub field: Field,
    /// Byte range in its text.
    pub range: Range<usize>,
    /// Start and end of the normalised word in the scratch text.
    word: (u32, u32),
}

/// The words that a feature comes from: a range of token numbers, empty where no word carries it.
pub(crate) type Origin = Range<u32>;

/// No word.
const NOWHERE: Origin = 0..0;

fn one(at: usize) -> Origin {
    at as u32..at as u32 + 1
}

/// Feature numbers with their values, and the words that each comes from. A feature can stand here twice; its values add
/// up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Features {
    pub values: Vec<(u32, f32)>,
    /// The origin of each entry of `values`.
    pub origins: Vec<Origin>,
}

impl Features {
    fn clear(&mut self) {
        self.values.clear();
        self.origins.clear();
    }

    fn push(&mut self, (number, value): (u32, f32), origin: Origin) {
        self.values.push((number, value));
        self.origins.push(origin);
    }

    /// Scales the entries from `from` on to a Euclidean length.
    fn scale(&mut self, from: usize, length: f32) {
        let squares: f32 = self.values[from..].iter().map(|(_, value)| value * value).sum();
        if squares > 0.0 {
            let factor = length / squares.sqrt();
            for (_, value) in &mut self.values[from..] {
                *value *= factor;
            }
        }
    }
}

/// Working memory of feature extraction, one per thread, reused from answer to answer.
#[derive(Debug, Default)]
pub(crate) struct Extraction {
    text: String,
    pub tokens: Vec<Token>,
    /// How many of `tokens` stand in the title.
    pub title_tokens: usize,
    /// What the local classifiers see, but for n-grams.
    pub local: Features,
    /// What the occupation classifiers see, but for n-grams.
    pub any: Features,
    /// The title and the tasks hold no letters at all, or no usable words.
    pub usable: bool,
    pub has_title: bool,
    pub has_tasks: bool,
}

/// Where features get their numbers from: the vocabulary of a model, or one that grows in training.
pub(crate) trait Numbering {
    /// The number and the weight of rarity of a feature, if it takes part.
    fn number(&mut self, hash: FeatureHash, space: Space) -> Option<(u32, f32)>;
    /// Whether a title word is known from other answers.
    fn knows(&mut self, hash: FeatureHash) -> bool;
}

impl Numbering for &Vocabulary {
    fn number(&mut self, hash: FeatureHash, _: Space) -> Option<(u32, f32)> {
        self.find(hash)
    }

    fn knows(&mut self, hash: FeatureHash) -> bool {
        self.find(hash).is_some()
    }
}

impl Extraction {
    /// Finds the features of an answer, but for n-grams.
    pub(crate) fn extract(&mut self, title: &str, tasks: &str, numbering: &mut impl Numbering) {
        self.text.clear();
        self.tokens.clear();
        self.local.clear();
        self.any.clear();
        self.read_words(title, Field::Title);
        let title_tokens = self.tokens.len();
        self.title_tokens = title_tokens;
        self.read_words(tasks, Field::Tasks);
        let all = self.tokens.len();
        self.has_title = title_tokens > 0;
        self.has_tasks = all > title_tokens;
        self.usable = self.text.bytes().any(|byte| !byte.is_ascii_digit());

        self.words_and_pairs(0..title_tokens, Space::TitleWord, Space::TitlePair, numbering);
        self.head(numbering);
        self.local.scale(0, TITLE_NORM);
        self.whole_title(numbering);
        self.unknown(numbering);
        let from = self.local.values.len();
        self.words_and_pairs(title_tokens..all, Space::TaskWord, Space::TaskPair, numbering);
        self.local.scale(from, TASK_NORM);
        self.shared(numbering);
        self.shape(numbering);
    }

    /// The normalised word of a token.
    pub(crate) fn word(&self, token: &Token) -> &str {
        &self.text[token.word.0 as usize..token.word.1 as usize]
    }

    fn read_words(&mut self, from: &str, field: Field) {
        let before = self.tokens.len();
        self.read_words_that(from, field, |word| !is_stop_word(word));
        // "doing up" is all stop words, and still better than nothing.
        if self.tokens.len() == before {
            self.read_words_that(from, field, |_| true);
        }
    }

    fn read_words_that(&mut self, from: &str, field: Field, wanted: impl Fn(&str) -> bool) {
        let most = self.tokens.len() + MOST_WORDS;
        for_each_word(shortened(from), |word, range| {
            if self.tokens.len() < most && wanted(word) {
                let start = self.text.len() as u32;
                self.text.push_str(word);
                self.tokens.push(Token { field, range, word: (start, self.text.len() as u32) });
            }
        });
    }

    fn stem(&self, at: usize) -> &[u8] {
        stem(self.word(&self.tokens[at])).as_bytes()
    }

    fn words_and_pairs(&mut self, tokens: Range<usize>, word: Space, pair: Space, numbering: &mut impl Numbering) {
        let mut before: Option<FeatureHash> = None;
        for at in tokens {
            let stem = self.stem(at);
            let single = FeatureHash::of(word, stem);
            let joined = before.map(|before| before.then(pair, stem));
            before = Some(single);
            if let Some(found) = numbering.number(single, word) {
                self.local.push(found, one(at));
            }
            if let Some(found) = joined.and_then(|hash| numbering.number(hash, pair)) {
                self.local.push(found, at as u32 - 1..at as u32 + 1);
            }
        }
    }

    fn head(&mut self, numbering: &mut impl Numbering) {
        let Some(last) = self.title_tokens.checked_sub(1) else { return };
        let hash = FeatureHash::of(Space::TitleHead, self.stem(last));
        if let Some(found) = numbering.number(hash, Space::TitleHead) {
            self.local.push(found, one(last));
        }
    }

    fn whole_title(&mut self, numbering: &mut impl Numbering) {
        if self.title_tokens < 2 {
            return;
        }
        let mut hash = FeatureHash::start(Space::TitleWhole);
        for at in 0..self.title_tokens {
            hash = self.stem(at).iter().fold(hash, |hash, &byte| hash.push(byte)).push(b' ');
        }
        if let Some((number, _)) = numbering.number(hash.finish(), Space::TitleWhole) {
            self.local.push((number, WHOLE_NORM), 0..self.title_tokens as u32);
        }
    }

    fn unknown(&mut self, numbering: &mut impl Numbering) {
        let hash = |at: usize| FeatureHash::of(Space::TitleWord, self.stem(at));
        let unknown = (0..self.title_tokens).filter(|&at| !numbering.knows(hash(at))).count();
        if unknown > 0 {
            let share = unknown as f32 / self.title_tokens as f32;
            let hash = FeatureHash::of(Space::TitleUnknown, b"");
            if let Some((number, _)) = numbering.number(hash, Space::TitleUnknown) {
                self.local.push((number, share * UNKNOWN_NORM), NOWHERE);
            }
        }
    }

    /// Words of either text, for both kinds of classifiers; pairs of them for the occupation classifiers.
    fn shared(&mut self, numbering: &mut impl Numbering) {
        let from = self.local.values.len();
        let mut before: Option<FeatureHash> = None;
        for at in 0..self.tokens.len() {
            let stem = self.stem(at);
            let single = FeatureHash::of(Space::Shared, stem);
            let joined = before.filter(|_| at != self.title_tokens).map(|b| b.then(Space::SharedPair, stem));
            before = Some(single);
            if let Some(found) = numbering.number(single, Space::Shared) {
                self.local.push(found, one(at));
                self.any.push(found, one(at));
            }
            if let Some(found) = joined.and_then(|hash| numbering.number(hash, Space::SharedPair)) {
                self.any.push(found, at as u32 - 1..at as u32 + 1);
            }
        }
        self.local.scale(from, SHARED_NORM);
        self.any.scale(0, ANY_NORM);
    }

    fn shape(&mut self, numbering: &mut impl Numbering) {
        let hash = FeatureHash::of(Space::Shape, &[u8::from(self.has_title), u8::from(self.has_tasks)]);
        if let Some((number, _)) = numbering.number(hash, Space::Shape) {
            self.local.push((number, SHAPE_NORM), NOWHERE);
        }
    }
}

/// What the n-grams of each word are multiplied by, given the sums of their squares: for the local classifiers the words
/// of the title, each alike; for the occupation classifiers all words, together of one length.
pub(crate) struct GramScales {
    local: f32,
    any: f32,
}

impl GramScales {
    pub(crate) fn of(squares: &[f32], title_tokens: usize) -> GramScales {
        let in_title = squares[..title_tokens].iter().filter(|squares| **squares > 0.0).count();
        let all: f32 = squares.iter().sum();
        GramScales { local: GRAM_NORM / (in_title.max(1) as f32).sqrt(), any: ANY_GRAM_NORM / all.max(1e-9).sqrt() }
    }

    /// For the local classifiers, of a title word whose n-grams have this sum of squares.
    pub(crate) fn local(&self, squares: f32) -> f32 {
        if squares > 0.0 { self.local / squares.sqrt() } else { 0.0 }
    }

    /// For the occupation classifiers.
    pub(crate) fn any(&self) -> f32 {
        self.any
    }
}

/// Whether a normalised word is a number.
pub(crate) fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Numbers and weights of rarity of the character n-grams of a normalised word; none of a number. An n-gram can stand here
/// twice.
pub(crate) fn grams_of(word: &str, numbering: &mut impl Numbering, mut found: impl FnMut((u32, f32))) {
    if is_number(word) {
        return;
    }
    let mut padded = [0u8; 34];
    let len = word.len().min(32);
    padded[0] = b'<';
    padded[1..=len].copy_from_slice(&word.as_bytes()[..len]);
    padded[len + 1] = b'>';
    for begin in 0..len {
        let mut hash = FeatureHash::start(Space::Gram);
        for (offset, &byte) in padded[begin..(len + 2).min(begin + LONGEST_GRAM)].iter().enumerate() {
            hash = hash.push(byte);
            if offset >= 2
                && let Some(gram) = numbering.number(hash.finish(), Space::Gram)
            {
                found(gram);
            }
        }
    }
}

/// At most the first 20,000 bytes of a text, cut between characters.
fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(20_000)]
}
