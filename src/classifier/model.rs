//! A trained model: tree, vocabulary, weights, calibration, thresholds.

use std::ops::Range;

use domain::{ClassificationId, Code, Level, Thresholds};

use crate::layer::Layer;
use crate::tree::Tree;
use crate::vocabulary::Vocabulary;

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

/// How the hierarchy and the occupation classifiers share the word on the candidates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Balance {
    /// What the logarithm of the joint probability of the hierarchy is multiplied by.
    pub hierarchy: f32,
    /// What the decision value of the occupation classifier is multiplied by.
    pub occupation: f32,
    /// What stands for the decision value of all codes that are no candidates.
    pub others: f32,
}

impl Balance {
    /// Before anything is fitted.
    pub(crate) const EVEN: Balance = Balance { hierarchy: 1.0, occupation: 1.0, others: 0.0 };

    /// The decision value of a candidate.
    pub(crate) fn of(self, joint: f32, decision: f32) -> f32 {
        self.hierarchy * libm::logf(joint.max(1e-30)) + self.occupation * decision
    }

    /// The decision value of all other codes together.
    pub(crate) fn rest(self, joint: f32) -> f32 {
        self.hierarchy * libm::logf(joint.max(1e-6)) + self.others
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
    /// The outputs of the local classifiers.
    pub local: Layer,
    /// One output for each full code, against all others.
    pub occupations: Layer,
    /// How sharp the conditional probabilities of each node are, by shape of the answer: the decision values are
    /// multiplied by it before the softmax.
    pub sharpness: Vec<[f32; Shape::COUNT]>,
    /// By shape of the answer.
    pub balance: [Balance; Shape::COUNT],
}

impl Model {
    /// The outputs of the occupation classifiers of each sub-major group, and of the non-classification codes.
    pub(crate) fn occupation_segments(codes: &[Code]) -> Vec<Range<usize>> {
        let mut segments = Vec::new();
        let mut start = 0;
        for group in codes.chunk_by(|a, b| a.at(Level::SubMajorGroup) == b.at(Level::SubMajorGroup)) {
            segments.push(start..start + group.len());
            start += group.len();
        }
        segments
    }

    /// The output of the occupation classifier of a full code.
    pub(crate) fn occupation(&self, code: Code) -> Option<usize> {
        self.codes.binary_search(&code).ok()
    }
}
