//! Training answers drawn from the material: titles alone, with tasks, misspelt; vague titles with telling tasks.
//!
//! Folds are made before any answer is drawn: a title belongs to one fold, and so does each pair of neighbouring task
//! words. An answer held out in a fold has neither its title nor its task word pairs in what the fold trains on.

use domain::text::without_brackets;
use domain::{Code, IndexKind};
use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

use super::material::{self, Material, Origin, Pairs, Source};

/// A training answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Job title.
    pub title: String,
    /// Main tasks.
    pub tasks: String,
    /// The full code.
    pub code: Code,
    /// How much it counts.
    pub weight: f32,
    /// Whether it comes from the answers written for this project.
    pub written: bool,
    /// The number of its source.
    pub(crate) source: u32,
    /// Words of the title may be misspelt on purpose.
    pub(crate) misspelt: bool,
    /// It is a title of the index (but no principal one: these are known) or a written answer, as it stands;
    /// probabilities are calibrated on these.
    pub(crate) original: bool,
}

/// Which part of the material answers are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    All,
    /// All but this fold.
    Without(u64),
    /// This fold alone.
    Only(u64),
}

/// Number of folds.
pub(crate) const FOLDS: u64 = 4;

impl Part {
    fn has(self, key: u64) -> bool {
        match self {
            Part::All => true,
            Part::Without(fold) => key % FOLDS != fold,
            Part::Only(fold) => key % FOLDS == fold,
        }
    }
}

/// Titles that say nothing about the occupation.
const VAGUE: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    "worker",
    "staff",
    "employee",
    "self employed",
    "casual",
    "assistant",
    "officer",
    "consultant",
    "manager",
    "supervisor",
    "contractor",
    "team leader",
    "owner",
    "operator",
    "coordinator",
    "business owner",
    "trainee",
    "team member",
    "n/a",
    "na",
    "-",
    "none",
    "work",
    "job",
    "stuff",
    "various",
    "anything",
    "dont know",
    "not sure",
    "boss",
    "everything",
    "general duties",
    "full time",
    "part time",
    "casual job",
];

/// How much more written answers that are out of scope count.
const OUT_OF_SCOPE: f32 = 3.0;

/// Draws the training answers of a part of the material; the same seed gives the same answers.
pub(crate) fn draw(material: &Material, part: Part, seed: u64) -> Vec<Answer> {
    let mut sampler = Sampler {
        random: ChaCha8Rng::seed_from_u64(seed),
        answers: Vec::new(),
        phrases: material::generic_tasks().collect(),
        written: false,
    };
    let everything = all_pairs(material, part);
    for (number, source) in material.sources.iter().enumerate() {
        if part.has(source.fold_key) {
            sampler.source(material, part, number as u32, source, &everything);
        }
    }
    sampler.tasks_alone(material, part);
    sampler.gibberish(material.sources.len() as u32);
    sampler.answers
}

fn pair_key(pair: &str) -> u64 {
    pair.bytes().fold(7u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)) >> 13
}

fn pairs_of(material: &Material, part: Part, code: Code) -> Vec<(&'static str, u32)> {
    let pairs = material.pairs.get(&code).map_or(&[][..], |Pairs { pairs }| pairs.as_slice());
    pairs.iter().copied().filter(|(pair, _)| part.has(pair_key(pair))).collect()
}

fn all_pairs(material: &Material, part: Part) -> Vec<(&'static str, u32)> {
    material.pairs.keys().flat_map(|&code| pairs_of(material, part, code)).collect()
}

/// People employed in an occupation, or a guess, with a lower bound.
pub(crate) fn employed(material: &Material, code: Code) -> f32 {
    material.employed.get(&code).copied().unwrap_or(3000.0).max(100.0)
}

/// How much an occupation counts: more when more people work in it, within bounds, so that small groups keep a voice.
pub(crate) fn importance(material: &Material, code: Code) -> f32 {
    libm::powf(employed(material, code) / 8000.0, 0.25).clamp(0.6, 2.2)
}

struct Sampler {
    random: ChaCha8Rng,
    answers: Vec<Answer>,
    /// Tasks that say nothing about the occupation.
    phrases: Vec<&'static str>,
    /// Whether what is drawn now comes from the answers written for this project.
    written: bool,
}

impl Sampler {
    fn push(&mut self, title: &str, tasks: String, code: Code, weight: f32, source: u32) {
        let (title, written) = (title.to_owned(), self.written);
        self.answers.push(Answer { title, tasks, code, weight, written, source, misspelt: false, original: false });
    }

    /// Marks the last answer as original.
    fn original(&mut self) {
        if let Some(last) = self.answers.last_mut() {
            last.original = true;
        }
    }

    fn source(
        &mut self,
        material: &Material,
        part: Part,
        number: u32,
        source: &Source,
        everything: &[(&'static str, u32)],
    ) {
        self.written = source.origin == Origin::Written;
        let share = 1.0 / source.codes.len() as f32;
        for &code in &source.codes {
            let weight = share * importance(material, code);
            if let Some(tasks) = &source.tasks {
                self.written(number, source, tasks, code, weight);
                continue;
            }
            let base = match source.origin {
                Origin::Index(IndexKind::Principal) => 1.5,
                Origin::OtherIndex => 0.7,
                _ => 1.0,
            } * weight;
            let title = without_brackets(&source.title);
            self.push(&title, String::new(), code, base, number);
            if matches!(source.origin, Origin::Index(kind) if kind != IndexKind::Principal) {
                self.original();
            }
            if title.len() != source.title.len() {
                self.push(&source.title, String::new(), code, base * 0.5, number);
            }
            let pairs = pairs_of(material, part, code);
            for count in [2, 4] {
                let tasks = self.tasks(&pairs, count);
                if !tasks.is_empty() {
                    self.push(&title, tasks, code, base * 0.7, number);
                }
            }
            let generic = self.tasks(everything, 3);
            self.push(&title, generic, code, base * 0.4, number);
            let generic = self.generic_tasks();
            self.push(&title, generic, code, base * 0.4, number);
            self.misspelling(&title, String::new(), code, base * 0.4, number);
        }
    }

    fn written(&mut self, number: u32, source: &Source, tasks: &str, code: Code, weight: f32) {
        // "n/a" alone is out of scope, however many occupations stand behind it with telling tasks.
        let weight = if code.is_non_classification() { weight * OUT_OF_SCOPE } else { weight };
        self.push(&source.title, tasks.to_owned(), code, weight * 1.5, number);
        self.original();
        if tasks.is_empty() {
            if !code.is_non_classification() {
                let generic = self.generic_tasks();
                self.push(&source.title, generic, code, weight * 0.5, number);
            }
            self.misspelling(&source.title, String::new(), code, weight * 0.4, number);
        } else if !VAGUE.contains(&source.title.to_lowercase().as_str()) {
            self.push(&source.title, String::new(), code, weight * 0.7, number);
            if !code.is_non_classification() {
                let vague = VAGUE.choose(&mut self.random).copied().unwrap_or_default();
                self.push(vague, tasks.to_owned(), code, weight * 0.5, number);
            }
            self.misspelling(&source.title, tasks.to_owned(), code, weight * 0.4, number);
        }
    }

    /// Vague titles with telling tasks, for every occupation that has tasks.
    fn tasks_alone(&mut self, material: &Material, part: Part) {
        self.written = false;
        for (at, &code) in material.pairs.keys().enumerate() {
            let pairs = pairs_of(material, part, code);
            let weight = importance(material, code);
            for _ in 0..4 {
                let title = VAGUE.choose(&mut self.random).copied().unwrap_or_default();
                let count = self.random.random_range(2..6);
                let tasks = self.tasks(&pairs, count);
                if !tasks.is_empty() {
                    self.push(title, tasks, code, weight * 0.4, u32::MAX - at as u32);
                }
            }
        }
    }

    /// Pairs of task words, drawn by their counts and written as a list.
    fn tasks(&mut self, pairs: &[(&'static str, u32)], count: usize) -> String {
        let drawn: Vec<&str> = pairs
            .choose_multiple_weighted(&mut self.random, count, |(_, count)| f64::from(*count))
            .map(|drawn| drawn.map(|(pair, _)| *pair).collect())
            .unwrap_or_default();
        drawn.join(", ")
    }

    /// Tasks that say nothing about the occupation.
    fn generic_tasks(&mut self) -> String {
        let count = self.random.random_range(1..4);
        self.phrases.choose_multiple(&mut self.random, count).copied().collect::<Vec<_>>().join(", ")
    }

    /// The same title with one or two typing errors.
    fn misspelling(&mut self, title: &str, tasks: String, code: Code, weight: f32, source: u32) {
        let mut letters: Vec<char> = title.to_lowercase().chars().collect();
        let errors = if letters.len() > 14 { 2 } else { 1 };
        for _ in 0..errors {
            if letters.len() < 5 {
                return;
            }
            let at = self.random.random_range(1..letters.len() - 1);
            match self.random.random_range(0..6) {
                0 => letters.swap(at, at + 1),
                1 => letters.insert(at, letters[at]),
                2 => letters[at] = *VOWELS.choose(&mut self.random).unwrap_or(&'e'),
                3 if letters.contains(&' ') => letters.retain(|letter| *letter != ' '),
                _ => {
                    letters.remove(at);
                }
            }
        }
        let title: String = letters.into_iter().collect();
        self.answers.push(Answer {
            title,
            tasks,
            code,
            weight,
            written: self.written,
            source,
            misspelt: true,
            original: false,
        });
    }

    /// Keys struck at random: inadequately described.
    fn gibberish(&mut self, source: u32) {
        let Ok(code) = Code::parse(crate::tree::INADEQUATE) else { return };
        for number in 0..240 {
            let length = self.random.random_range(2..9);
            let one_key = number % 4 == 0;
            let first = self.random.random_range(0..KEYS.len());
            let title: String = (0..length)
                .map(|step| match number % 4 {
                    0 => KEYS[first],
                    1 => KEYS[(first + step) % KEYS.len()],
                    _ => KEYS[self.random.random_range(0..KEYS.len())],
                })
                .map(char::from)
                .collect();
            let tasks = if one_key { String::new() } else { title.clone() };
            let tasks = if number % 3 == 0 { tasks } else { String::new() };
            let source = source + number;
            self.answers.push(Answer {
                title,
                tasks,
                code,
                weight: 0.6,
                written: true,
                source,
                misspelt: true,
                original: false,
            });
        }
    }
}

/// Letters of a keyboard, row by row.
const KEYS: &[u8] = b"qwertyuiopasdfghjklzxcvbnm";
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
