//! An answer that is typed, and how it becomes a code: what is known of it in both classifications, and of another one that
//! was pinned beside it.

use std::sync::Arc;

use classifier::{Addition, Counterfactual, Engine, Explanation, Field, LevelExplanation};
use domain::{Classification, ClassificationId, Level, NearTitle, Outcome, Step, Thresholds};
use review::Flags;

use crate::JobId;

/// What is explored.
#[derive(Clone, Debug)]
pub struct Explore {
    /// The answer that is typed.
    pub typed: Tried,
    /// The answer it is compared with.
    pub pinned: Option<Tried>,
    /// The classification whose path and words are shown.
    pub classification: ClassificationId,
    /// The level whose words are shown; `None` shows where most is decided.
    pub level: Option<Level>,
    /// The worked example that is shown, by its place in [`EXAMPLES`](crate::EXAMPLES).
    pub example: Option<usize>,
    /// The engines of both classifications, in the order of [`ClassificationId::ALL`]; `None` before the first visit, and
    /// for a model that is damaged.
    pub(crate) engines: [Option<Arc<Engine>>; 2],
    /// The job that reads the models.
    pub(crate) loading: Option<JobId>,
    /// The job that looks for what would change the code.
    pub(crate) looking: Option<JobId>,
}

impl Default for Explore {
    fn default() -> Explore {
        Explore {
            typed: Tried::default(),
            pinned: None,
            classification: ClassificationId::Osca2024,
            level: None,
            example: None,
            engines: [None, None],
            loading: None,
            looking: None,
        }
    }
}

impl Explore {
    /// The models are being read.
    pub fn is_loading(&self) -> bool {
        self.loading.is_some()
    }

    /// Whether a classification has an engine here; none before the first visit, and when its model is damaged.
    pub fn has_engine(&self, id: ClassificationId) -> bool {
        self.engines[id as usize].is_some()
    }

    /// What would change the code is being looked for.
    pub fn is_looking(&self) -> bool {
        self.looking.is_some()
    }

    /// The level whose words are shown; `None` where no word decides anything.
    pub fn shown_level(&self) -> Option<Level> {
        self.level.or_else(|| {
            let reading = self.typed.reading(self.classification)?;
            Some(reading.explanation.deciding_level()?.level)
        })
    }

    /// Works out the words of both answers at the level that is shown.
    pub(crate) fn weigh_words(&mut self) {
        let (id, level) = (self.classification, self.shown_level());
        for tried in std::iter::once(&mut self.typed).chain(&mut self.pinned) {
            tried.words = level.and_then(|level| {
                let explanation = &tried.reading(id)?.explanation;
                let level = explanation.levels.iter().find(|of| of.level == level)?;
                LevelWords::of(level, &tried.title, &tried.tasks)
            });
        }
    }
}

/// An answer that is tried, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// Job title.
    pub title: String,
    /// Main tasks.
    pub tasks: String,
    /// What both engines make of it, in the order of [`ClassificationId::ALL`]; `None` without an engine, and for an answer
    /// that is blank.
    pub readings: [Option<Reading>; 2],
    /// What the words add at the level that is shown; `None` where they decide nothing there.
    pub words: Option<LevelWords>,
    /// How the codes in both classifications go together.
    pub agreement: Agreement,
    /// Its end was left out, because it was longer than what is kept.
    pub is_cut: bool,
    /// It began with the answer of a record of the open project.
    pub from_record: bool,
}

impl Tried {
    /// Neither title nor tasks are given.
    pub fn is_blank(&self) -> bool {
        self.title.trim().is_empty() && self.tasks.trim().is_empty()
    }

    /// What the engine of a classification makes of it.
    pub fn reading(&self, id: ClassificationId) -> Option<&Reading> {
        self.readings[id as usize].as_ref()
    }

    /// Lets both engines read an answer.
    pub(crate) fn of(title: String, tasks: String, engines: &[Option<Arc<Engine>>; 2]) -> Tried {
        let mut tried = Tried { title, tasks, ..Tried::default() };
        if !tried.is_blank() {
            let read = |engine: &Option<Arc<Engine>>| Some(Reading::of(engine.as_ref()?, &tried.title, &tried.tasks));
            tried.readings = [read(&engines[0]), read(&engines[1])];
            tried.agreement = Agreement::of(&tried.readings);
        }
        tried
    }
}

/// What an engine makes of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Which classification it is coded to.
    pub classification: ClassificationId,
    /// The path, the siblings and the suggestions.
    pub explanation: Explanation,
    /// The thresholds of the model.
    pub thresholds: Thresholds,
    /// What they make of it.
    pub outcome: Outcome,
    /// Why a person should look at it.
    pub flags: Flags,
    /// The titles that are written most like the job title.
    pub nearest: Vec<NearTitle>,
    /// What would change the code; `None` until it was looked for.
    pub changes: Option<WouldChange>,
}

/// Suggestions that are kept.
const SUGGESTIONS: usize = 5;
/// Titles that are kept.
const NEAREST: usize = 6;

impl Reading {
    fn of(engine: &Engine, title: &str, tasks: &str) -> Reading {
        let card = engine.card();
        let explanation = engine.explain_path(title, tasks, SUGGESTIONS);
        let outcome = Outcome::of(&explanation.coding, card.thresholds);
        let tables = Classification::get(card.classification);
        Reading {
            classification: card.classification,
            thresholds: card.thresholds,
            flags: Flags::of(&explanation.coding, &outcome, card.thresholds),
            nearest: tables.nearest_titles(title, NEAREST),
            changes: None,
            explanation,
            outcome,
        }
    }

    /// The titles of its classification.
    pub fn tables(&self) -> &'static Classification {
        Classification::get(self.classification)
    }

    /// The category chosen at a level with its siblings; `None` where the path has no such level.
    pub fn level(&self, level: Level) -> Option<&LevelExplanation> {
        self.explanation.levels.iter().find(|of| of.level == level)
    }

    /// Whether the thresholds leave a level of the path.
    pub fn keeps(&self, level: Level) -> bool {
        match (self.outcome.code, self.outcome.level) {
            (Some(_), Some(lowest)) => level <= lowest,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

/// What would change the likeliest code of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WouldChange {
    /// The fewest words without which it is another; `None` when a few are not enough.
    pub removal: Option<Counterfactual>,
    /// A word with which it is the runner-up; `None` when no single one is enough.
    pub addition: Option<Addition>,
}

/// How the codes of an answer in OSCA and in ANZSCO go together by the published correspondence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Agreement {
    /// There are no two codes of occupations or groups to compare.
    #[default]
    NoCodes,
    /// One leads to the other, at the less detailed level of the two.
    Together(Level),
    /// The correspondence does not lead from one to the other at this level: one of the two is likely wrong.
    Apart(Level),
}

impl Agreement {
    fn of(readings: &[Option<Reading>; 2]) -> Agreement {
        let code = |id: ClassificationId| {
            let outcome = readings[id as usize].as_ref()?.outcome;
            Some((outcome.code?, outcome.level?))
        };
        let (Some((osca, one)), Some((anzsco, other))) =
            (code(ClassificationId::Osca2024), code(ClassificationId::Anzsco2022))
        else {
            return Agreement::NoCodes;
        };
        let level = one.min(other);
        let tables = Classification::get(ClassificationId::Osca2024);
        let (Some(osca), Some(anzsco)) = (osca.at(level), anzsco.at(level)) else { return Agreement::NoCodes };
        let together = if level == Level::Occupation {
            tables.corresponding(osca).any(|code| code == anzsco)
        } else {
            tables.group_links(osca).iter().any(|(code, _)| *code == anzsco)
        };
        if together { Agreement::Together(level) } else { Agreement::Apart(level) }
    }
}

/// What the words of an answer add at a level, for the chosen category and against its strongest sibling.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelWords {
    /// The level.
    pub level: Level,
    /// The category chosen.
    pub chosen: Step,
    /// Its strongest sibling, the runner-up of the level.
    pub against: Step,
    /// The words of the title that weigh most, the heaviest first; a word that comes again stands once.
    pub title: Vec<WordWeight>,
    /// The words of the tasks, in the same way.
    pub tasks: Vec<WordWeight>,
    /// The part that no word carries.
    pub constant: f32,
    /// All words and the constant together: the decision value of the chosen category minus that of its sibling.
    pub sum: f32,
    /// The longest bar, above 0.
    pub most: f32,
}

/// A word with what it adds.
#[derive(Clone, Debug, PartialEq)]
pub struct WordWeight {
    /// The word as it was typed; empty for all words together that have no bar of their own.
    pub word: String,
    /// Above 0 it speaks for the chosen category, below 0 for its sibling.
    pub weight: f32,
}

/// Words of a text with a bar of their own.
const WORDS: usize = 7;

impl LevelWords {
    fn of(level: &LevelExplanation, title: &str, tasks: &str) -> Option<LevelWords> {
        let against = *level.siblings.first().filter(|_| !level.evidence.is_empty())?;
        let of_text = |field: Field, text: &str| {
            let mut words: Vec<WordWeight> = Vec::new();
            for evidence in level.evidence.iter().filter(|evidence| evidence.field == field) {
                let word = text.get(evidence.range.clone()).unwrap_or_default();
                match words.iter_mut().find(|known| known.word.eq_ignore_ascii_case(word)) {
                    Some(known) => known.weight += evidence.weight,
                    None => words.push(WordWeight { word: word.to_owned(), weight: evidence.weight }),
                }
            }
            words.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
            if words.len() > WORDS {
                let rest = words.drain(WORDS - 1..).map(|word| word.weight).sum();
                words.push(WordWeight { word: String::new(), weight: rest });
            }
            words
        };
        let (title, tasks) = (of_text(Field::Title, title), of_text(Field::Tasks, tasks));
        let weights = || title.iter().chain(&tasks).map(|word| word.weight).chain([level.constant]);
        let most = weights().map(f32::abs).fold(f32::MIN_POSITIVE, f32::max);
        let sum = weights().sum();
        Some(LevelWords {
            level: level.level,
            chosen: level.chosen,
            against,
            constant: level.constant,
            sum,
            most,
            title,
            tasks,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn engines() -> &'static [Option<Arc<Engine>>; 2] {
        static ENGINES: std::sync::OnceLock<[Option<Arc<Engine>>; 2]> = std::sync::OnceLock::new();
        ENGINES.get_or_init(|| ClassificationId::ALL.map(|id| Some(Arc::new(Engine::shipped(id).unwrap()))))
    }

    fn explored(title: &str, tasks: &str) -> Explore {
        let typed = Tried::of(title.to_owned(), tasks.to_owned(), engines());
        let mut explore = Explore { typed, engines: engines().clone(), ..Explore::default() };
        explore.weigh_words();
        explore
    }

    #[test]
    fn the_bars_add_up_to_what_parts_the_two_categories() {
        let mut explore = explored("mechanic", "repairs diesel engines of trucks and repairs brakes");
        for id in ClassificationId::ALL {
            explore.classification = id;
            for level in Level::ALL {
                explore.level = Some(level);
                explore.weigh_words();
                let of = explore.typed.reading(id).and_then(|reading| reading.level(level)).unwrap();
                let Some(words) = &explore.typed.words else {
                    assert!(of.siblings.is_empty(), "{id:?} {level:?}");
                    continue;
                };
                let exact = of.constant + of.evidence.iter().map(|word| word.weight).sum::<f32>();
                assert!((words.sum - exact).abs() < 1e-3, "{id:?} {level:?}: {} {exact}", words.sum);
                assert_eq!(words.tasks.iter().filter(|word| word.word == "repairs").count(), 1);
                assert!(words.title.iter().chain(&words.tasks).all(|word| word.weight.abs() <= words.most));
            }
        }
    }

    #[test]
    fn codes_that_the_correspondence_links_go_together() {
        assert_eq!(explored("brickie", "lays bricks").typed.agreement, Agreement::Together(Level::Occupation));
        assert_eq!(explored("retired", "").typed.agreement, Agreement::NoCodes);
        assert_eq!(explored("", "").typed.agreement, Agreement::NoCodes);
    }

    #[test]
    fn the_level_shown_first_is_where_most_is_decided() {
        let explore = explored("manager", "");
        assert_eq!(explore.shown_level(), Some(Level::MinorGroup));
        assert_eq!(explore.shown_level(), explore.typed.readings[0].as_ref().unwrap().explanation.coding.break_level);
        assert_eq!(explored("???", "").shown_level(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_in_both_classifications(
            title in prop_oneof![
                any::<String>(),
                "[a-z ]{0,3000}",
                "[\\PC\u{0}-\u{1f}]{0,1500}",
                "(nurse |👩‍🏫|é|\u{202e}|\t|\n|/|&){0,800}",
            ],
            tasks in prop_oneof!["\\PC{0,200}", "[a-z]{1,9}( [a-z]{1,9}){0,400}"],
        ) {
            let mut explore = explored(&title, &tasks);
            prop_assert_eq!(explore.typed.is_blank(), explore.typed.readings[0].is_none());
            for id in ClassificationId::ALL {
                explore.classification = id;
                for level in Level::ALL {
                    explore.level = Some(level);
                    explore.weigh_words();
                    if let Some(words) = &explore.typed.words {
                        prop_assert!(words.sum.is_finite() && words.most > 0.0);
                        prop_assert!(words.title.len() <= WORDS && words.tasks.len() <= WORDS);
                    }
                }
                if let Some(reading) = explore.typed.reading(id) {
                    let outcome = reading.outcome;
                    prop_assert!((0.0..=1.0001).contains(&outcome.confidence));
                    prop_assert!(reading.nearest.iter().all(|near| near.similarity > 0.0 && near.similarity <= 1.0));
                }
            }
        }
    }
}
