//! Recoding: a code of another classification limits what an answer can be coded to.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use domain::{Classification, ClassificationId, Code, Coding, Level, Recoded, Suggestion};
use rustc_hash::FxBuildHasher;

use crate::engine::{Engine, Scratch};
use crate::repeats::Repeats;

/// Full codes that are looked at first; most targets of a code are among them.
const FIRST: usize = 32;
/// More than any classification has, so that no target is missing.
const ALL: usize = 4096;

impl Engine {
    /// Codes an answer to one of these full codes of the engine's classification, and gives them with their joint
    /// probabilities among themselves, which sum to 1: best first, ties by code. A single target is certain. Without
    /// targets the answer is coded as any other, and none are given.
    pub fn code_among(
        &self,
        title: &str,
        tasks: &str,
        targets: &[Code],
        scratch: &mut Scratch,
    ) -> (Coding, Vec<Suggestion>) {
        let (coding, found) = self.code_with_suggestions(title, tasks, FIRST, scratch);
        if targets.is_empty() {
            let coding = Coding { recoded: Some(Recoded::NoTarget), ..coding };
            return (coding, Vec::new());
        }
        let mut shares = shares(targets, &found);
        if targets.len() > 1 && shares.iter().any(|share| share.confidence == 0.0) && !found.is_empty() {
            let (_, found) = self.code_with_suggestions(title, tasks, ALL, scratch);
            shares = self::shares(targets, &found);
        }
        let total: f32 = shares.iter().map(|share| share.confidence).sum();
        let even = 1.0 / shares.len() as f32;
        for share in &mut shares {
            // Words that say nothing leave all targets alike.
            share.confidence = if total > 0.0 { share.confidence / total } else { even };
        }
        shares.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.code.cmp(&b.code)));
        (limited(&shares, self.card().break_gap, coding.two_jobs), shares)
    }
}

fn shares(targets: &[Code], found: &[Suggestion]) -> Vec<Suggestion> {
    let confidence =
        |code: Code| found.iter().find(|suggestion| suggestion.code == code).map_or(0.0, |found| found.confidence);
    targets.iter().map(|&code| Suggestion { code, confidence: confidence(code) }).collect()
}

/// The coding that follows from the shares of the targets: each group has what its targets have.
fn limited(shares: &[Suggestion], break_gap: f32, two_jobs: bool) -> Coding {
    let Some(best) = shares.first() else { return Coding::BLANK };
    let within = |group: Option<Code>| -> f32 {
        let of = |share: &&Suggestion| group.is_none_or(|group| share.code.is_within(group));
        shares.iter().filter(of).map(|share| share.confidence).sum()
    };
    let mut conditionals = [1.0; 5];
    let mut break_level = None;
    let mut above = None;
    for level in Level::ALL {
        let group = best.code.at(level);
        let all = within(above);
        let conditional = if all > 0.0 { (within(group) / all).min(1.0) } else { 0.0 };
        conditionals[level.index()] = conditional;
        let siblings = shares.iter().filter(|share| above.is_none_or(|above| share.code.is_within(above)));
        let others = siblings.filter_map(|share| share.code.at(level)).filter(|sibling| Some(*sibling) != group);
        let strongest = others.map(|sibling| within(Some(sibling)) / all).fold(0.0, f32::max);
        if break_level.is_none() && conditional - strongest < break_gap {
            break_level = Some(level);
        }
        above = group;
    }
    let runner_up = shares.get(1);
    Coding {
        best: Some(best.code),
        conditionals,
        runner_up: runner_up.map(|share| share.code),
        margin: best.confidence - runner_up.map_or(0.0, |share| share.confidence),
        break_level,
        two_jobs: two_jobs && runner_up.is_some(),
        blank: false,
        recoded: Some(if runner_up.is_some() { Recoded::SeveralTargets } else { Recoded::Correspondence }),
        ..Coding::BLANK
    }
}

/// Recodes answers that carry codes of another classification, and remembers the first to come, as [`Repeats`] does.
#[derive(Debug)]
pub struct Recoder<'e> {
    engine: &'e Engine,
    from: &'static Classification,
    suggestions: usize,
    plain: Repeats<'e>,
    slots: Vec<OnceLock<Box<Remembered>>>,
}

#[derive(Debug)]
struct Remembered {
    title: Box<str>,
    tasks: Box<str>,
    own: Code,
    coding: Coding,
    targets: Vec<Suggestion>,
}

const SLOTS: usize = 1 << 16;
/// Longer answers, in bytes, hardly come again.
const LONGEST: usize = 240;

impl<'e> Recoder<'e> {
    /// Nothing remembered yet. Each answer gets at most so many suggestions.
    pub fn new(engine: &'e Engine, from: ClassificationId, suggestions: usize) -> Recoder<'e> {
        let slots = (0..SLOTS).map(|_| OnceLock::new()).collect();
        let plain = Repeats::new(engine, suggestions);
        Recoder { engine, from: Classification::get(from), suggestions, plain, slots }
    }

    /// Codes an answer that carries this code: among the codes that it leads to, or by its text alone where there are
    /// none.
    pub fn code(
        &self,
        title: &str,
        tasks: &str,
        own: Option<Code>,
        scratch: &mut Scratch,
    ) -> (Coding, Vec<Suggestion>) {
        let targets: Vec<Code> = own.map(|own| self.from.corresponding(own).collect()).unwrap_or_default();
        let Some(own) = own.filter(|_| !targets.is_empty()) else {
            let (coding, suggestions) = self.plain.code(title, tasks, scratch);
            return (Coding { recoded: Some(Recoded::NoTarget), ..coding }, suggestions);
        };
        let (coding, mut found) = self.among(title, tasks, own, &targets, scratch);
        found.truncate(self.suggestions);
        (coding, found)
    }

    fn among(
        &self,
        title: &str,
        tasks: &str,
        own: Code,
        targets: &[Code],
        scratch: &mut Scratch,
    ) -> (Coding, Vec<Suggestion>) {
        let code = |scratch: &mut Scratch| self.engine.code_among(title, tasks, targets, scratch);
        if title.len() + tasks.len() > LONGEST {
            return code(scratch);
        }
        let slot = &self.slots[(FxBuildHasher.hash_one((title, tasks, own)) >> 40) as usize % SLOTS];
        if let Some(known) = slot.get() {
            if *known.title == *title && *known.tasks == *tasks && known.own == own {
                return (known.coding, known.targets.clone());
            }
            return code(scratch);
        }
        let (coding, targets) = code(scratch);
        let remembered = Remembered { title: title.into(), tasks: tasks.into(), own, coding, targets: targets.clone() };
        // Another thread may have been faster; its answer stays.
        let _ = slot.set(Box::new(remembered));
        (coding, targets)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn one_target_is_certain_several_are_chosen_among_and_none_leaves_the_text() {
        let engine = Engine::shipped(ClassificationId::Osca2024).unwrap();
        let recoder = Recoder::new(&engine, ClassificationId::Anzsco2022, 16);
        let scratch = &mut Scratch::default();
        let (coding, targets) = recoder.code("Chief Executive", "", Some(code("132111")), scratch);
        assert_eq!((coding.best, coding.recoded), (Some(code("111131")), Some(Recoded::Correspondence)));
        assert_eq!((coding.joint(Level::Occupation), coding.margin, targets.len()), (1.0, 1.0, 1));

        let (coding, targets) = recoder.code("Carpenter and Joiner", "", Some(code("331211")), scratch);
        assert_eq!((coding.recoded, targets.len()), (Some(Recoded::SeveralTargets), 2));
        assert_eq!(coding.best, Some(targets[0].code));
        assert!((coding.joint(Level::Occupation) - targets[0].confidence).abs() < 1e-5);
        assert_eq!(recoder.code("Carpenter and Joiner", "", Some(code("331211")), scratch), (coding, targets));

        let (text, suggestions) = engine.code_with_suggestions("brickie", "lays bricks", 16, scratch);
        let (coding, found) = recoder.code("brickie", "lays bricks", None, scratch);
        assert_eq!((coding, found), (Coding { recoded: Some(Recoded::NoTarget), ..text }, suggestions));
    }

    #[test]
    fn words_that_say_nothing_leave_all_targets_alike() {
        let engine = Engine::shipped(ClassificationId::Osca2024).unwrap();
        let targets = [code("369931"), code("372131")];
        for title in ["", "???"] {
            let (coding, shares) = engine.code_among(title, "", &targets, &mut Scratch::default());
            assert_eq!(shares.iter().map(|share| share.confidence).collect::<Vec<_>>(), [0.5, 0.5]);
            assert_eq!((coding.best, coding.margin, coding.blank), (Some(targets[0]), 0.0, false));
            assert_eq!(coding.break_level, Some(Level::SubMajorGroup));
        }
    }

    proptest! {
        #[test]
        fn the_path_multiplies_to_the_share_of_the_best(
            shares in proptest::collection::btree_map("[1-3]{6}", 0.01f32..1.0, 1..8),
        ) {
            let total: f32 = shares.values().sum();
            let mut shares: Vec<Suggestion> =
                shares.iter().map(|(text, share)| Suggestion { code: code(text), confidence: share / total }).collect();
            shares.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
            let coding = limited(&shares, 0.2, false);
            prop_assert!((coding.joint(Level::Occupation) - shares[0].confidence).abs() < 1e-4);
            prop_assert!(coding.conditionals.iter().all(|conditional| (0.0..=1.0).contains(conditional)));
        }
    }
}
