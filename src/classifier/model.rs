//! A trained model: tree, vocabulary, weights, calibration, thresholds.

use domain::{ClassificationId, Code, Thresholds};

use crate::tree::Tree;
use crate::vocabulary::Vocabulary;
use crate::weights::Weights;

/// What a model says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelCard {
    /// Classification and the first eight digits of the file's hash, such as `osca-2024-3f2a9c1b`.
    pub id: String,
    /// Which classification it answers with.
    pub classification: ClassificationId,
    /// The version of the training method and material.
    pub version: String,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// SHA-256 of the training answers, in hexadecimal.
    pub training_hash: String,
    /// The thresholds it was made with.
    pub thresholds: Thresholds,
    /// The gap between the conditional probabilities of chosen category and strongest sibling below which a level is
    /// the break level, 0 to 1.
    pub break_gap: f32,
}

/// Which texts an answer has; each shape has a calibration of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    TitleOnly = 0,
    Both = 1,
    TasksOnly = 2,
}

impl Shape {
    pub(crate) const COUNT: usize = 3;

    pub(crate) fn of(has_title: bool, has_tasks: bool) -> Shape {
        match (has_title, has_tasks) {
            (true, true) => Shape::Both,
            (false, true) => Shape::TasksOnly,
            _ => Shape::TitleOnly,
        }
    }
}

/// Everything that coding needs.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub card: ModelCard,
    /// Full codes, sorted.
    pub codes: Vec<Code>,
    pub tree: Tree,
    pub vocabulary: Vocabulary,
    pub weights: Weights,
    /// The size of a step of each output.
    pub scales: Vec<f32>,
    /// The constant part of the decision value of each output.
    pub biases: Vec<f32>,
    /// How sharp the conditional probabilities of each node are, by shape of the answer: the decision values are
    /// multiplied by it before the softmax.
    pub sharpness: Vec<[f32; Shape::COUNT]>,
}
