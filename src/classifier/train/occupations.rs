//! Training the occupation classifiers: every full code against all others.
//!
//! An occupation meets all answers of its own, those of others that look most like them, and a sample of the rest that
//! stands for all of it: the many answers that are easily told apart would only cost time.

use domain::Code;
use rayon::prelude::*;

use super::matrix::{Matrix, Views};
use super::packing::{Output, pack};
use super::sampling::Answer;
use super::solver::{Parameters, solve};
use crate::layer::Layer;
use crate::model::Model;

/// How many answers that look most alike are trained with, whatever their code.
const ALIKE: usize = 2500;
/// One in so many of the others is trained against,
const SAMPLE: usize = 32;
/// and counts for so many.
const SPEAKS_FOR: f32 = 6.0;
const PARAMETERS: Parameters = Parameters { cost: 1.0, tolerance: 0.1, most_passes: 60 };
/// Weights smaller than this share of the largest of an output are left out.
const LEAST: f32 = 0.04;

/// Trains one binary classifier for every full code. Also: how many of them stopped before they converged.
pub(crate) fn train(answers: &[Answer], views: &Views, codes: &[Code], features: usize) -> (Layer, usize) {
    let outputs: Vec<Output> = codes
        .par_iter()
        .enumerate()
        .map_init(
            || vec![0f32; features + 1],
            |w, (seed, &code)| {
                let positive = |row: u32| answers[row as usize].code == code;
                let rows = rows_of(&views.words, positive, w);
                w.fill(0.0);
                let stop = solve(&views.any, &rows, positive, PARAMETERS, seed as u64, w);
                Output::of(w, LEAST, stop)
            },
        )
        .collect();
    pack(&outputs, features, &Model::occupation_segments(codes), false)
}

/// The rows that an occupation is trained on, with their weights. Likeness is that of words. `w` is working memory.
fn rows_of(matrix: &Matrix, positive: impl Fn(u32) -> bool, w: &mut [f32]) -> Vec<(u32, f32)> {
    w.fill(0.0);
    for row in (0..matrix.len() as u32).filter(|&row| positive(row)) {
        let (features, values) = matrix.row(row);
        for (&feature, value) in features.iter().zip(values) {
            w[feature as usize] += value * matrix.weights[row as usize];
        }
    }
    let likeness = |row: u32| -> f32 {
        let (features, values) = matrix.row(row);
        features.iter().zip(values).map(|(&feature, value)| w[feature as usize] * value).sum()
    };
    let all: Vec<f32> = (0..matrix.len() as u32).map(likeness).collect();
    let mut sorted = all.clone();
    let rank = ALIKE.min(sorted.len() - 1);
    let (_, &mut least, _) = sorted.select_nth_unstable_by(rank, |a, b| b.total_cmp(a));
    let mut passed_over = 0;
    let mut rows = Vec::with_capacity(ALIKE + all.len() / SAMPLE + 1);
    for (row, likeness) in (0..).zip(all) {
        let weight = matrix.weights[row as usize];
        if positive(row) || likeness > least {
            rows.push((row, weight));
            continue;
        }
        passed_over += 1;
        if passed_over % SAMPLE == 0 {
            rows.push((row, weight * SPEAKS_FOR));
        }
    }
    rows
}
