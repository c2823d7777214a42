//! Training the local classifiers: every child of a category against its siblings.

use domain::Code;
use rayon::prelude::*;

use super::matrix::Matrix;
use super::packing::{Output, pack};
use super::sampling::Answer;
use super::solver::{Parameters, solve};
use crate::layer::Layer;
use crate::tree::Tree;

/// Weights smaller than this share of the largest of an output are left out.
const LEAST: f32 = 0.05;

/// Trains one binary classifier for every child of every node, on the answers whose code lies below the node. Also: how
/// many of them stopped before they converged.
pub(crate) fn train(
    answers: &[Answer],
    matrix: &Matrix,
    tree: &Tree,
    features: usize,
    parameters: impl Fn(usize) -> Parameters + Sync,
) -> (Layer, usize) {
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
                Output::of(w, LEAST, stop)
            },
        )
        .collect();
    pack(&outputs, features, &tree.segments, true)
}

fn positives(len: usize, rows: &[(u32, f32)], places: &[u16], child: usize) -> Vec<bool> {
    let mut positive = vec![false; len];
    for (&(row, _), &place) in rows.iter().zip(places) {
        positive[row as usize] = usize::from(place) == child;
    }
    positive
}

/// The answers below a node with their weights, and the place of the child that each belongs to.
type Below = (Vec<(u32, f32)>, Vec<u16>);

/// For each node the answers below it with their weights, and the place of the child that each belongs to.
fn rows_by_node(answers: &[Answer], tree: &Tree) -> Vec<Below> {
    let mut by_node = vec![(Vec::new(), Vec::new()); tree.nodes.len()];
    let mut ways: std::collections::BTreeMap<Code, Vec<(usize, usize)>> = std::collections::BTreeMap::new();
    for (row, answer) in answers.iter().enumerate() {
        let way = ways.entry(answer.code).or_insert_with(|| tree.way_to(answer.code));
        for &(node, place) in way.iter() {
            by_node[node].0.push((row as u32, answer.weight));
            by_node[node].1.push(place as u16);
        }
    }
    by_node
}
