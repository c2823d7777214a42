//! Packing the weights of trained outputs by feature.

use std::ops::Range;

use super::solver::Stop;
use crate::layer::Layer;
use crate::weights::{Weight, Weights};

/// What one binary classifier learned.
pub(super) struct Output {
    weights: Vec<(u32, f32)>,
    bias: f32,
    stop: Stop,
}

impl Output {
    /// From the solution of the solver, whose last place is the constant part. Weights smaller than `least`, a share of
    /// the largest, are left out.
    pub(super) fn of(solution: &[f32], least: f32, stop: Stop) -> Output {
        let (&bias, weights) = solution.split_last().unwrap_or((&0.0, &[]));
        let least = least * weights.iter().fold(0.0, |most, weight| weight.abs().max(most));
        let kept = (0..).zip(weights).filter(|(_, weight)| **weight != 0.0 && weight.abs() >= least);
        Output { weights: kept.map(|(feature, &weight)| (feature, weight)).collect(), bias, stop }
    }
}

/// Quantises to steps of 1/127 of the largest weight of an output, leaves out what rounds to zero, and turns the lists by
/// output into rows by feature. Also: how many of the outputs stopped before they converged.
pub(super) fn pack(
    outputs: &[Output],
    features: usize,
    segments: &[Range<usize>],
    dense_first: bool,
) -> (Layer, usize) {
    let mut rows = vec![0u32; features + 1];
    let scales: Vec<f32> = outputs
        .iter()
        .map(|output| output.weights.iter().map(|(_, weight)| weight.abs()).fold(0.0, f32::max) / 127.0)
        .collect();
    let steps = |weight: f32, scale: f32| if scale > 0.0 { (weight / scale).round() as i8 } else { 0 };
    for (output, &scale) in outputs.iter().zip(&scales) {
        for &(feature, weight) in &output.weights {
            rows[feature as usize + 1] += u32::from(steps(weight, scale) != 0);
        }
    }
    for at in 1..rows.len() {
        rows[at] += rows[at - 1];
    }
    let mut next = rows.clone();
    let mut weights = vec![Weight { output: 0, steps: 0 }; rows[features] as usize];
    for (number, (output, &scale)) in outputs.iter().zip(&scales).enumerate() {
        for &(feature, weight) in &output.weights {
            let steps = steps(weight, scale);
            if steps != 0 {
                let at = &mut next[feature as usize];
                weights[*at as usize] = Weight { output: number as u16, steps };
                *at += 1;
            }
        }
    }
    let biases = outputs.iter().map(|output| output.bias).collect();
    let unconverged = outputs.iter().filter(|output| output.stop == Stop::MostPasses).count();
    let weights = Weights::new(rows, weights, segments, dense_first);
    (Layer { weights, scales, biases, segments: segments.to_vec() }, unconverged)
}
