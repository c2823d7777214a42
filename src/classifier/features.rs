//! Text to features: separate spaces for title and tasks, character n-grams against misspellings.
//!
//! An answer becomes a sparse vector in several spaces. Each space is scaled to a fixed length of its own, so that a
//! long list of tasks does not drown the title and a long title does not drown itself:
//!
//! - title words (stems), pairs of neighbouring title words, and the head noun, together of length [`TITLE_NORM`];
//! - character 3- to 5-grams of title words, each word alike, of length [`GRAM_NORM`];
//! - task words (stems) and pairs of neighbouring task words, of length [`TASK_NORM`];
//! - words of either text in one shared space, of length [`SHARED_NORM`];
//! - the whole title, when it is an index title, the share of unknown title words, and which of the two texts is there.

use domain::text::for_each_word;
use std::ops::Range;

use crate::vocabulary::{FeatureHash, Vocabulary};
use crate::words::{is_stop_word, stem};

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
    TitleGram,
    TitleWhole,
    TitleUnknown,
    TaskWord,
    TaskPair,
    Shared,
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

/// Working memory of feature extraction, one per thread, reused from answer to answer.
#[derive(Debug, Default)]
pub(crate) struct Extraction {
    text: String,
    pub tokens: Vec<Token>,
    /// Feature number and value; a feature can stand here twice, its values add up.
    pub features: Vec<(u32, f32)>,
    /// The origin of each entry of `features`.
    pub origins: Vec<Origin>,
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
    /// Finds the features of an answer.
    pub(crate) fn extract(&mut self, title: &str, tasks: &str, numbering: &mut impl Numbering) {
        self.text.clear();
        self.tokens.clear();
        self.features.clear();
        self.origins.clear();
        self.read_words(title, Field::Title);
        let first_task = self.tokens.len();
        self.read_words(tasks, Field::Tasks);
        self.has_title = first_task > 0;
        self.has_tasks = self.tokens.len() > first_task;
        self.usable = self.text.bytes().any(|byte| !byte.is_ascii_digit());
        self.title_words(first_task, numbering);
        self.grams(first_task, numbering);
        self.whole_title(first_task, numbering);
        self.unknown(first_task, numbering);
        self.words_and_pairs(first_task..self.tokens.len(), Space::TaskWord, Space::TaskPair, TASK_NORM, numbering);
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

    fn title_words(&mut self, end: usize, numbering: &mut impl Numbering) {
        let from = self.features.len();
        self.push_words_and_pairs(0..end, Space::TitleWord, Space::TitlePair, numbering);
        if end > 0 {
            let hash = FeatureHash::of(Space::TitleHead, stem(self.word(&self.tokens[end - 1])).as_bytes());
            self.push(hash, Space::TitleHead, 1.0, one(end - 1), numbering);
        }
        self.scale(from, TITLE_NORM);
    }

    fn words_and_pairs(
        &mut self,
        tokens: Range<usize>,
        word: Space,
        pair: Space,
        norm: f32,
        numbering: &mut impl Numbering,
    ) {
        let from = self.features.len();
        self.push_words_and_pairs(tokens, word, pair, numbering);
        self.scale(from, norm);
    }

    fn push_words_and_pairs(&mut self, tokens: Range<usize>, word: Space, pair: Space, numbering: &mut impl Numbering) {
        let mut before: Option<FeatureHash> = None;
        for at in tokens {
            let stem = stem(self.word(&self.tokens[at])).as_bytes();
            let single = FeatureHash::of(word, stem);
            let joined = before.map(|before| before.then(pair, stem));
            before = Some(single);
            self.push(single, word, 1.0, one(at), numbering);
            if let Some(hash) = joined {
                self.push(hash, pair, 1.0, at as u32 - 1..at as u32 + 1, numbering);
            }
        }
    }

    fn grams(&mut self, end: usize, numbering: &mut impl Numbering) {
        let from = self.features.len();
        let mut padded = [0u8; 34];
        for at in 0..end {
            let (start, stop) = self.tokens[at].word;
            let word = &self.text.as_bytes()[start as usize..stop as usize];
            let len = word.len().min(32);
            padded[0] = b'<';
            padded[1..=len].copy_from_slice(&word[..len]);
            padded[len + 1] = b'>';
            let first = self.features.len();
            for begin in 0..len {
                let mut hash = FeatureHash::start(Space::TitleGram);
                for (offset, &byte) in padded[begin..(len + 2).min(begin + LONGEST_GRAM)].iter().enumerate() {
                    hash = hash.push(byte);
                    if offset >= 2 {
                        self.push(hash.finish(), Space::TitleGram, 1.0, one(at), numbering);
                    }
                }
            }
            self.scale(first, 1.0);
        }
        self.scale(from, GRAM_NORM);
    }

    fn whole_title(&mut self, end: usize, numbering: &mut impl Numbering) {
        let mut hash = FeatureHash::start(Space::TitleWhole);
        for token in &self.tokens[..end] {
            for &byte in stem(self.word(token)).as_bytes() {
                hash = hash.push(byte);
            }
            hash = hash.push(b' ');
        }
        if end > 1 {
            let from = self.features.len();
            self.push(hash.finish(), Space::TitleWhole, 1.0, 0..end as u32, numbering);
            self.scale(from, WHOLE_NORM);
        }
    }

    fn unknown(&mut self, end: usize, numbering: &mut impl Numbering) {
        let mut unknown = 0;
        for token in &self.tokens[..end] {
            let hash = FeatureHash::of(Space::TitleWord, stem(self.word(token)).as_bytes());
            unknown += u32::from(!numbering.knows(hash));
        }
        if unknown > 0 {
            let share = unknown as f32 / end as f32;
            let hash = FeatureHash::of(Space::TitleUnknown, b"");
            if let Some((number, _)) = numbering.number(hash, Space::TitleUnknown) {
                self.features.push((number, share * UNKNOWN_NORM));
                self.origins.push(NOWHERE);
            }
        }
    }

    fn shared(&mut self, numbering: &mut impl Numbering) {
        let from = self.features.len();
        for at in 0..self.tokens.len() {
            let hash = FeatureHash::of(Space::Shared, stem(self.word(&self.tokens[at])).as_bytes());
            self.push(hash, Space::Shared, 1.0, one(at), numbering);
        }
        self.scale(from, SHARED_NORM);
    }

    fn shape(&mut self, numbering: &mut impl Numbering) {
        let hash = FeatureHash::of(Space::Shape, &[u8::from(self.has_title), u8::from(self.has_tasks)]);
        if let Some((number, _)) = numbering.number(hash, Space::Shape) {
            self.features.push((number, 0.3));
            self.origins.push(NOWHERE);
        }
    }

    fn push(&mut self, hash: FeatureHash, space: Space, value: f32, origin: Origin, numbering: &mut impl Numbering) {
        if let Some((number, rarity)) = numbering.number(hash, space) {
            self.features.push((number, value * rarity));
            self.origins.push(origin);
        }
    }

    /// Scales the entries from `from` on to a Euclidean length.
    fn scale(&mut self, from: usize, length: f32) {
        let squares: f32 = self.features[from..].iter().map(|(_, value)| value * value).sum();
        if squares > 0.0 {
            let factor = length / squares.sqrt();
            for (_, value) in &mut self.features[from..] {
                *value *= factor;
            }
        }
    }
}

/// At most the first 20,000 bytes of a text, cut between characters.
fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(20_000)]
}
