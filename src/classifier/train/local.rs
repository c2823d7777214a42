//! Training all local classifiers, and packing their weights by feature.

use domain::Code;
use rayon::prelude::*;

use super::matrix::Matrix;
use super::sampling::Answer;
use super::solver::{Parameters, Stop, solve};
use crate::tree::Tree;
use crate::weights::{Weight, Weights};

/// The weights of all outputs, packed by feature.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    pub weights: Weights,
    pub scales: Vec<f32>,
    pub biases: Vec<f32>,
    /// How many binary classifiers stopped before they converged.
    pub unconverged: usize,
}

/// One binary classifier: a child against its siblings.
struct Output {
    weights: Vec<(u32, f32)>,
    bias: f32,
    stop: Stop,
}

/// Trains one binary classifier for every child of every node, on the answers whose code lies below the node.
pub(crate) fn train(
    answers: &[Answer],
    matrix: &Matrix,
    tree: &Tree,
    features: usize,
    parameters: impl Fn(usize) -> Parameters + Sync,
) -> Packed {
    let rows_and_places = rows_by_node(answers, tree);
    let mut tasks: Vec<(usize, usize)> =
        tree.nodes.iter().enumerate().flat_map(|(at, node)| (0..node.children.len()).map(move |c| (at, c))).collect();
    tasks.sort_unstable_by_key(|&(node, child)| tree.nodes[node].outputs().start + child);
    let outputs: Vec<Output> = tasks
        .par_iter()
        .map_init(
            || vec![0f32; features + 1],
            |w, &(node, child)| {
                w.fill(0.0);
                let (rows, places) = &rows_and_places[node];
                let seed = (node * 64 + child) as u64;
                let positive: Vec<bool> = positives(matrix.len(), rows, places, child);
                let stop = solve(matrix, rows, |row| positive[row as usize], parameters(node), seed, w);
                let weights = w[..features].iter().enumerate();
                let weights = weights.filter(|(_, weight)| **weight != 0.0).map(|(f, &weight)| (f as u32, weight));
                Output { weights: weights.collect(), bias: w[features], stop }
            },
        )
        .collect();
    pack(&outputs, features, tree)
}

fn positives(len: usize, rows: &[u32], places: &[u16], child: usize) -> Vec<bool> {
    let mut positive = vec![false; len];
    for (&row, &place) in rows.iter().zip(places) {
        positive[row as usize] = usize::from(place) == child;
    }
    positive
}

/// For each node the answers below it, and the place of the child that each belongs to.
fn rows_by_node(answers: &[Answer], tree: &Tree) -> Vec<(Vec<u32>, Vec<u16>)> {
    let mut by_node = vec![(Vec::new(), Vec::new()); tree.nodes.len()];
    let mut ways: std::collections::BTreeMap<Code, Vec<(usize, usize)>> = std::collections::BTreeMap::new();
    for (row, answer) in answers.iter().enumerate() {
        let way = ways.entry(answer.code).or_insert_with(|| tree.way_to(answer.code));
        for &(node, place) in way.iter() {
            by_node[node].0.push(row as u32);
            by_node[node].1.push(place as u16);
        }
    }
    by_node
}

/// Quantises to steps of 1/127 of the largest weight of an output, leaves out what rounds to zero, and turns the
/// lists by output into rows by feature.
fn pack(outputs: &[Output], features: usize, tree: &Tree) -> Packed {
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
    Packed { weights: Weights::new(rows, weights, &tree.segments), scales, biases, unconverged }
}
