//! Tests of the shipped models as a whole.

use std::sync::LazyLock;

use domain::{Classification, ClassificationId, Code, Level, Outcome, Status, Thresholds};
use proptest::prelude::*;

use crate::{Engine, Field, ModelError, Repeats, Scratch};

static OSCA: LazyLock<Engine> = LazyLock::new(|| Engine::shipped(ClassificationId::Osca2024).unwrap());
static ANZSCO: LazyLock<Engine> = LazyLock::new(|| Engine::shipped(ClassificationId::Anzsco2022).unwrap());

fn best(engine: &Engine, title: &str) -> String {
    let coding = engine.code(title, "", &mut Scratch::default());
    coding.best.map(|code| code.to_string()).unwrap_or_default()
}

#[test]
fn the_documented_examples_hold() {
    for (title, code) in [
        ("brickie", "371131"),
        ("prisoner", "452131"),
        ("retired", "099960"),
        ("unemployed", "099970"),
        ("housewife", "099950"),
        ("baby", "099920"),
        ("aaa", "099888"),
        ("student", "099910"),
        ("pensioner", "099940"),
        ("???", "099888"),
        ("12345", "099888"),
    ] {
        assert_eq!(best(&OSCA, title), code, "{title}");
    }
    assert_eq!(best(&ANZSCO, "brickie"), "331111");
    for title in ["retired", "unemployed", "housewife", "baby", "aaa", "student", "pensioner"] {
        assert!(!best(&ANZSCO, title).starts_with('0'), "{title}");
    }
    assert_eq!(best(&ANZSCO, "???"), "");
}

#[test]
fn a_blank_answer_stays_blank() {
    for engine in [&*OSCA, &*ANZSCO] {
        for (title, tasks) in [("", ""), ("  ", "\t\n"), ("\u{a0}", "\0"), ("\u{200b}", "\u{feff}")] {
            let coding = engine.code(title, tasks, &mut Scratch::default());
            assert!(coding.blank && coding.best.is_none(), "{title:?} {tasks:?}");
        }
    }
}

#[test]
fn new_zealand_only_occupations_are_no_answer() {
    let only: Vec<Code> = Classification::get(ClassificationId::Anzsco2022)
        .categories()
        .iter()
        .filter(|c| c.new_zealand_only)
        .map(|c| c.code)
        .collect();
    assert_eq!(only.len(), 7);
    assert!(only.iter().all(|code| ANZSCO.model.codes.binary_search(code).is_err()));
}

#[test]
fn word_evidence_adds_up_to_the_difference_of_decision_values() {
    for (title, tasks) in [
        ("Motor Mechanic", "fix diesel engines on mine trucks"),
        ("registered nurse", ""),
        ("", "drive a forklift, load trucks"),
        ("R&D officer (grade 2)", "Café reports, staff & budgets"),
        ("retired", ""),
    ] {
        for engine in [&*OSCA, &*ANZSCO] {
            let explanation = engine.explain(title, tasks, 5);
            let mut scratch = Scratch::default();
            assert!(engine.score(title, tasks, &mut scratch));
            engine.weigh(0, &mut scratch);
            let mut compared = 0;
            for level in explanation.levels.iter().filter(|level| !level.siblings.is_empty()) {
                let mut decision = |code: Code| {
                    let (node, place) = engine
                        .model
                        .tree
                        .nodes
                        .iter()
                        .enumerate()
                        .find_map(|(at, node)| Some((at, node.children.iter().position(|child| child.step == code)?)))
                        .unwrap();
                    let best = engine.best_within(node, place, &mut scratch);
                    let terms = engine.terms(node, &scratch);
                    terms.sharpness * engine.decisions(node, &mut scratch)[place]
                        + terms.occupation * engine.occupation_decision(best, &mut scratch)
                };
                let words: f32 = level.evidence.iter().map(|word| word.weight).sum();
                let difference = decision(level.chosen.code) - decision(level.siblings[0].code);
                assert!((words + level.constant - difference).abs() < 1e-3, "{title}: {level:?}");
                compared += 1;
            }
            assert!(compared > 0, "{title}");
        }
    }
}

#[test]
fn without_the_words_of_the_counterfactual_the_code_is_another_and_with_fewer_taken_out_it_is_not() {
    let mut scratch = Scratch::default();
    for (title, tasks, most) in [
        ("pastry cook", "make croissants", 3),
        ("aged care nurse", "", 1),
        ("officer", "drive a forklift, load trucks, stack pallets", 3),
    ] {
        let explanation = OSCA.explain(title, tasks, 5);
        let best = explanation.coding.best.unwrap();
        let Some(other) = explanation.counterfactual else { panic!("{title} hangs on no few words") };
        assert!(other.without.len() <= most, "{title}: {other:?}");
        let rest = |field: Field, text: &str, words: &[(Field, std::ops::Range<usize>)]| {
            let mut rest = text.to_owned();
            for (_, range) in words.iter().rev().filter(|(of, _)| *of == field) {
                rest.replace_range(range.clone(), " ");
            }
            rest
        };
        let mut code = |words: &[(Field, std::ops::Range<usize>)]| {
            let (title, tasks) = (rest(Field::Title, title, words), rest(Field::Tasks, tasks, words));
            OSCA.code(&title, &tasks, &mut scratch).best
        };
        assert_eq!(code(&other.without), Some(other.code));
        assert_ne!(other.code, best);
        if other.without.len() > 1 {
            for word in &other.without {
                assert_eq!(code(std::slice::from_ref(word)), Some(best), "{title} hangs on fewer words");
            }
        }
    }
}

#[test]
fn a_changed_or_shortened_model_file_is_refused() {
    let file: &[u8] = include_bytes!("../../models/osca-2024.model");
    assert_eq!(Engine::read(b"job_title,tasks\n").unwrap_err(), ModelError::NotAModel);
    assert_eq!(Engine::read(b"").unwrap_err(), ModelError::NotAModel);
    let mut newer = file.to_vec();
    newer[8] = 9;
    assert!(matches!(Engine::read(&newer).unwrap_err(), ModelError::OtherVersion { found: 9, .. }));
    for at in [9, 20, file.len() / 2, file.len() - 1] {
        let mut changed = file.to_vec();
        changed[at] ^= 0x40;
        assert!(matches!(Engine::read(&changed).unwrap_err(), ModelError::Damaged(_)), "byte {at}");
        assert!(matches!(Engine::read(&file[..at]).unwrap_err(), ModelError::Damaged(_)), "cut at {at}");
    }
}

#[test]
fn two_jobs_in_one_title_are_noticed_and_one_job_is_left_alone() {
    let two_jobs = |title: &str| OSCA.code(title, "", &mut Scratch::default()).two_jobs;
    for title in ["truck driver and cleaner", "registered nurse / real estate agent", "chef, electrician"] {
        assert!(two_jobs(title), "{title}");
    }
    for title in
        ["bricklayer", "carpenter and joiner", "research and development manager", "sales and marketing manager"]
    {
        assert!(!two_jobs(title), "{title}");
    }
}

#[test]
fn an_answer_that_comes_again_gets_the_same_coding_from_a_fresh_engine_and_from_a_busy_one() {
    let busy = Repeats::new(&OSCA, 5);
    let answers: Vec<String> = (0..6000).map(|number| format!("clerk w{number}x{}", number * 7919)).collect();
    let mut scratch = Scratch::default();
    let first: Vec<_> = answers.iter().map(|title| busy.code(title, "filing", &mut scratch)).collect();
    let fresh = Engine::shipped(ClassificationId::Osca2024).unwrap();
    for (title, first) in answers.iter().zip(&first).rev().step_by(5) {
        assert_eq!(&busy.code(title, "filing", &mut scratch), first, "{title}");
        assert_eq!(&fresh.code_with_suggestions(title, "filing", 5, &mut Scratch::default()), first, "{title}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_answer_is_coded_with_probabilities(title in "\\PC{0,60}", tasks in "(\\PC{0,80}|[a-z ,]{0,80})") {
        for engine in [&*OSCA, &*ANZSCO] {
            let (coding, suggestions) = engine.code_with_suggestions(&title, &tasks, 16, &mut Scratch::default());
            prop_assert!(coding.conditionals.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((0.0..=1.0).contains(&coding.margin));
            prop_assert!(suggestions.is_sorted_by(|a, b| a.confidence >= b.confidence));
            if let Some(first) = suggestions.first() {
                prop_assert_eq!(Some(first.code), coding.best);
                prop_assert!((coding.joint(Level::Occupation) - first.confidence).abs() < 1e-4);
            }
            // Without a minimum every answer with usable words gets a full code.
            let outcome = Outcome::of(&coding, Thresholds { optimal: 1.0, minimum: 0.0 });
            if !coding.blank && !coding.no_usable_words {
                prop_assert!(matches!(outcome.status, Status::Coded | Status::NonClassification));
            }
        }
    }

    #[test]
    fn conditional_probabilities_of_siblings_sum_to_one(title in "[a-z]{3,9} [a-z]{3,9}", tasks in "[a-z ]{0,40}") {
        let explanation = OSCA.explain(&title, &tasks, 3);
        let mut joint = 1.0;
        for level in &explanation.levels {
            let sum: f32 = level.siblings.iter().map(|sibling| sibling.conditional).sum();
            prop_assert!((sum + level.chosen.conditional - 1.0).abs() < 1e-4);
            joint *= level.chosen.conditional;
            prop_assert!((joint - level.chosen.joint).abs() < 1e-5);
        }
        let (coding, _) = OSCA.code_with_suggestions(&title, &tasks, 3, &mut Scratch::default());
        prop_assert_eq!(coding, explanation.coding);
    }
}

#[test]
fn what_would_change_a_code_changes_it() {
    let go_on = || true;
    for engine in [&*OSCA, &*ANZSCO] {
        let mut scratch = Scratch::default();
        for (title, tasks) in [("mechanic", ""), ("manager", "runs a cafe"), ("teacher", ""), ("electrisian", "")] {
            let coding = engine.code(title, tasks, &mut scratch);
            if let Some(removal) = engine.smallest_removal(title, tasks, &go_on) {
                assert_ne!(Some(removal.code), coding.best, "{title}");
            }
            if let Some(addition) = engine.smallest_addition(title, tasks, &go_on) {
                let with = engine.code(&format!("{title} {}", addition.word), tasks, &mut scratch);
                assert_eq!((with.best, Some(addition.code)), (coding.runner_up, coding.runner_up), "{title}");
                assert_eq!(addition.confidence, with.joint(Level::Occupation), "{title}");
            }
            assert_eq!(engine.explain(title, tasks, 3).counterfactual, engine.smallest_removal(title, tasks, &go_on));
        }
        assert!(engine.smallest_addition("mechanic", "", &go_on).is_some());
        assert_eq!(engine.smallest_addition("mechanic", "", &|| false), None, "nobody waits for it");
        for text in ["", " ", "???"] {
            assert_eq!(engine.smallest_removal(text, "", &go_on), None);
            assert_eq!(engine.smallest_addition(text, "", &go_on), None);
        }
    }
}
