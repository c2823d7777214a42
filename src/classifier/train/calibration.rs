//! From decision values to probabilities: one sharpness per local classifier and shape of answer, fitted on answers that
//! were held out.

use crate::engine::{Engine, Scratch, softmax};
use crate::model::Shape;
use crate::tree::Tree;

use super::sampling::Answer;

/// Decision values at one node for a held-out answer that belongs below it.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    node: usize,
    shape: Shape,
    decisions: Vec<f32>,
    taken: usize,
    weight: f32,
}

/// Sharpness is searched between these bounds.
const LEAST: f32 = 0.4;
const MOST: f32 = 20.0;
/// How strongly the sharpness of a node is held to that of its depth, in units of log-likelihood.
const HOLD: f32 = 6.0;

/// Decision values of held-out answers along their true paths.
pub(crate) fn observe(engine: &Engine, held_out: &[Answer]) -> Vec<Observation> {
    let mut scratch = Scratch::default();
    let mut observations = Vec::new();
    for answer in held_out {
        if !engine.score(&answer.title, &answer.tasks, &mut scratch) {
            continue;
        }
        let shape = Shape::of(scratch.extraction.has_title, scratch.extraction.has_tasks);
        for (node, taken) in engine.model.tree.way_to(answer.code) {
            let decisions = engine.decisions(node, &mut scratch).to_vec();
            observations.push(Observation { node, shape, decisions, taken, weight: answer.weight });
        }
    }
    observations
}

/// Fits the sharpness of every node: least weighted negative log-likelihood, first for all nodes of a depth together,
/// then for each node, held to that of its depth.
///
/// # Source
/// Temperature scaling, Guo, Pleiss, Sun and Weinberger, *On calibration of modern neural networks*, ICML 2017.
pub(crate) fn fit(tree: &Tree, observations: &[Observation]) -> Vec<[f32; Shape::COUNT]> {
    let depth = |node: usize| tree.nodes[node].code.map_or(0, |code| code.level().number());
    let mut sharpness = vec![[1.0; Shape::COUNT]; tree.nodes.len()];
    for shape in [Shape::TitleOnly, Shape::Both, Shape::TasksOnly] {
        let mut by_node: Vec<Vec<&Observation>> = vec![Vec::new(); tree.nodes.len()];
        for observation in observations.iter().filter(|observation| observation.shape == shape) {
            by_node[observation.node].push(observation);
        }
        for level in 0..5 {
            let nodes: Vec<usize> = (0..tree.nodes.len()).filter(|&node| depth(node) == level).collect();
            let all: Vec<&Observation> = nodes.iter().flat_map(|&node| by_node[node].iter().copied()).collect();
            let common = minimise(|log| loss(&all, libm::expf(log)));
            for node in nodes {
                let own =
                    minimise(|log| loss(&by_node[node], libm::expf(log)) + HOLD * (log - common) * (log - common));
                sharpness[node][shape as usize] = libm::expf(own);
            }
        }
    }
    sharpness
}

fn loss(observations: &[&Observation], sharpness: f32) -> f32 {
    let one = |observation: &&Observation| {
        let probability = softmax(&observation.decisions, sharpness).nth(observation.taken).unwrap_or(0.0);
        -observation.weight * libm::logf(probability.max(1e-9))
    };
    observations.iter().map(one).sum()
}

/// The logarithm of the sharpness at which a function with one valley is least.
///
/// # Source
/// Golden-section search, Kiefer 1953.
fn minimise(f: impl Fn(f32) -> f32) -> f32 {
    let ratio = 0.618_034;
    let (mut low, mut high) = (libm::logf(LEAST), libm::logf(MOST));
    let (mut a, mut b) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_a, mut at_b) = (f(a), f(b));
    for _ in 0..24 {
        if at_a <= at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - ratio * (high - low);
            at_a = f(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + ratio * (high - low);
            at_b = f(b);
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_valley_is_found() {
        let found = minimise(|log| (log - 1.3) * (log - 1.3));
        assert!((found - 1.3).abs() < 1e-3, "{found}");
    }
}
