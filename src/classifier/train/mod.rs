//! Making a model: an explicit, seeded act that gives the same bytes every time.
//!
//! 1. `material`: titles, word pairs, people employed, written answers.
//! 2. `sampling`: training answers drawn from it.
//! 3. `matrix`: their features and the vocabulary.
//! 4. `local`, `occupations` and `solver`: linear support vector machines for every child of every category, against its
//!    siblings, and for every full code, against all others; `packing` puts their weights in order.
//! 5. `calibration`: sharpness of the probabilities, and the balance of both kinds, fitted on folds that were held out.
//! 6. Thresholds, by a stated rule.
//! 7. `card`: what was measured, in words.

mod calibration;
mod card;
mod local;
mod material;
mod matrix;
mod occupations;
mod other;
mod packing;
mod sampling;
mod solver;

use std::collections::BTreeMap;

use domain::{Classification, ClassificationId, Code, Level, Thresholds};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use material::{CodedAnswer, Material, Origin, Source};
pub use other::on_answers;

use crate::ModelError;
use crate::engine::{Engine, Scratch};
use crate::evaluate::{Agreed, Scores, evaluate};
use crate::model::{Balance, Model, ModelCard, Shape};
use crate::model_file::{self, hexadecimal};
use crate::tree::Tree;
pub use sampling::Answer;
use sampling::{FOLDS, Part};
use solver::Parameters;

/// Version of the training method and material; changes when either does.
const VERSION: &str = "2";
const SEED: u64 = 2024;
/// See [`ModelCard::break_gap`].
const BREAK_GAP: f32 = 0.2;
/// The optimal threshold is the lowest at which full codes at or above it have at most this expected error.
pub(crate) const OPTIMAL_ERROR: f32 = 0.1;
/// The minimum threshold: a level is kept while it is more likely right than wrong.
pub(crate) const MINIMUM: f32 = 0.5;

/// Why a model could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// A compiled-in table is damaged.
    #[error("The training table {0} in this program is damaged. Nothing was written. Install the program again.")]
    Material(&'static str),
    /// A given answer has a code that is not an occupation of the classification.
    #[error(
        "An answer (“{title}”) has the code {code}, which is not an occupation (or non-classification code) that the \
         engine answers with in this classification. Nothing was written. Correct the code, or choose the other \
         classification."
    )]
    UnknownCode {
        /// The job title of the answer.
        title: String,
        /// The code.
        code: Code,
    },
    /// The model could not be put into a file.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// A model with what was measured while it was made.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model file.
    pub file: Vec<u8>,
    /// The model card, in Markdown.
    pub card: String,
    /// Scores on titles that were held out: alternative titles, specialisations and nec examples, title alone.
    pub held_out: Scores,
    /// The training answers of the model, for training others on the same.
    pub answers: Vec<Answer>,
    /// The same for each fold that was left out, with the model of the others.
    pub folds: Vec<Fold>,
}

/// What was left out once, and the model that was trained without it.
#[derive(Clone, Debug)]
pub struct Fold {
    /// What the model was trained on.
    pub answers: Vec<Answer>,
    /// The titles left out: alternative titles, specialisations and nec examples.
    pub titles: Vec<Agreed>,
    /// The model, calibrated.
    pub engine: Engine,
    /// Answers drawn from all that was left out, for calibration.
    held_out: Vec<Answer>,
}

/// Trains a model from the material in the program and the given answers. `progress` hears what is being done.
///
/// # Errors
/// [`TrainError`] when the material or a given answer cannot be used.
pub fn train(
    id: ClassificationId,
    given: &[CodedAnswer],
    mut progress: impl FnMut(&str),
) -> Result<Trained, TrainError> {
    let material = Material::of(id, given)?;
    let codes = Tree::codes(Classification::get(id));
    let tree = Tree::of(&codes);
    let mut observations = Vec::new();
    let mut folds: Vec<Fold> = Vec::new();
    for fold in 0..FOLDS {
        progress(&format!("fold {} of {FOLDS}: training without it", fold + 1));
        let answers = sampling::draw(&material, Part::Without(fold), SEED + 1 + fold);
        let (model, _) = fit(id, &tree, &codes, &answers);
        let engine = Engine::of(model);
        let held_out = sampling::draw(&material, Part::Only(fold), SEED + 101 + fold);
        observations.extend(calibration::observe(&engine, &held_out));
        folds.push(Fold { answers, titles: titles_of(&material, fold), engine, held_out });
    }
    progress("calibrating");
    let sharpness = calibration::fit(&tree, &observations);
    let mut weighings = Vec::new();
    for fold in &mut folds {
        fold.engine.model.sharpness.clone_from(&sharpness);
        weighings
            .extend(calibration::weighings(&fold.engine, &fold.held_out, |code| sampling::employed(&material, code)));
    }
    let balance = calibration::fit_balance(&weighings);
    for fold in &mut folds {
        fold.engine.model.balance = balance;
    }
    let thresholds = choose_thresholds(&folds);
    let scores = folds.iter().map(|fold| evaluate(&fold.engine, &fold.titles, thresholds));
    let held_out = scores.reduce(|all, scores| all.joined(&scores)).unwrap_or_default();
    let by_group = by_group(&folds);
    progress("training on everything");
    let answers = sampling::draw(&material, Part::All, SEED);
    let (mut model, unconverged) = fit(id, &tree, &codes, &answers);
    model.sharpness = sharpness;
    model.balance = balance;
    model.card.thresholds = thresholds;
    let file = model_file::write(&model)?;
    let model = model_file::read(&file)?;
    let card = card::write(&model, &file, &held_out, &by_group, &material, unconverged);
    Ok(Trained { file, card, held_out, answers, folds })
}

/// How a local classifier is trained, by its node.
fn parameters(node: usize) -> Parameters {
    let cost = if node == 0 { 0.5 } else { 1.0 };
    Parameters { cost, tolerance: 0.1, most_passes: 60 }
}

/// A model without calibration, and how many of its binary classifiers stopped before they converged.
fn fit(id: ClassificationId, tree: &Tree, codes: &[Code], answers: &[Answer]) -> (Model, usize) {
    let (vocabulary, known) = matrix::collect(answers);
    let views = matrix::views(answers, &vocabulary, &known);
    let (local, unconverged) = local::train(answers, &views.local, tree, vocabulary.len(), parameters);
    let (occupations, also_unconverged) = occupations::train(answers, &views, codes, vocabulary.len());
    let card = ModelCard {
        id: String::new(),
        classification: id,
        version: VERSION.to_owned(),
        hash: String::new(),
        training_hash: training_hash(answers),
        thresholds: Thresholds { optimal: 1.0, minimum: MINIMUM },
        break_gap: BREAK_GAP,
    };
    let model = Model {
        card,
        codes: codes.to_vec(),
        tree: tree.clone(),
        vocabulary,
        local,
        occupations,
        sharpness: vec![[1.0; Shape::COUNT]; tree.nodes.len()],
        balance: [Balance::EVEN; Shape::COUNT],
    };
    (model, unconverged + also_unconverged)
}

fn training_hash(answers: &[Answer]) -> String {
    let mut digest = Sha256::new();
    for answer in answers {
        digest.update(format!("{}\t{}\t{}\t{}\n", answer.title, answer.tasks, answer.code, answer.weight));
    }
    hexadecimal(&digest.finalize())
}

/// The least review for at most [`OPTIMAL_ERROR`] expected error: the lowest confidence such that full codes at or
/// above it are expected to be wrong that often, by the joint probabilities of held-out answers.
fn choose_thresholds(folds: &[Fold]) -> Thresholds {
    let mut confidences: Vec<f32> = folds
        .iter()
        .flat_map(|Fold { engine, held_out, .. }| {
            held_out
                .par_iter()
                .map_init(Scratch::default, |scratch, answer| {
                    engine.code(&answer.title, &answer.tasks, scratch).joint(Level::Occupation)
                })
                .collect::<Vec<f32>>()
        })
        .collect();
    confidences.sort_by(|a, b| b.total_cmp(a));
    let mut errors = 0.0f64;
    let mut optimal = 1.0;
    for (count, &confidence) in confidences.iter().enumerate() {
        errors += f64::from(1.0 - confidence);
        if errors <= f64::from(OPTIMAL_ERROR) * (count + 1) as f64 {
            optimal = confidence;
        }
    }
    let optimal = ((optimal * 100.0).ceil() / 100.0).clamp(MINIMUM, 1.0);
    Thresholds { optimal, minimum: MINIMUM }
}

/// For each sub-major group the number of held-out titles and how many of them are right.
fn by_group(folds: &[Fold]) -> BTreeMap<Code, (usize, usize)> {
    let mut groups: BTreeMap<Code, (usize, usize)> = BTreeMap::new();
    let mut scratch = Scratch::default();
    for fold in folds {
        for agreed in &fold.titles {
            let Some(group) = agreed.code.at(Level::SubMajorGroup) else { continue };
            let (titles, right) = groups.entry(group).or_default();
            *titles += 1;
            *right +=
                usize::from(fold.engine.code(&agreed.title, &agreed.tasks, &mut scratch).best == Some(agreed.code));
        }
    }
    groups
}

/// The titles of a fold that are scored: all of the index but the principal ones.
fn titles_of(material: &Material, fold: u64) -> Vec<Agreed> {
    let inside = material.sources.iter().filter(|source| source.fold_key % FOLDS == fold);
    inside
        .filter(|source| matches!(source.origin, Origin::Index(kind) if kind != domain::IndexKind::Principal))
        .map(|source| Agreed {
            title: domain::text::without_brackets(&source.title),
            tasks: String::new(),
            code: source.codes[0],
        })
        .collect()
}
