//! From decision values to probabilities: one sharpness per local classifier and shape of answer, then the balance of
//! hierarchy and occupation classifiers per shape; all fitted on answers that were held out.

use domain::Code;
use rayon::prelude::*;

use crate::engine::{Engine, Scratch, softmax};
use crate::model::{Balance, Shape};
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
/// The factors of a balance are searched between these bounds, one after the other, so many times.
const LEAST_FACTOR: f32 = 0.1;
const MOST_FACTOR: f32 = 20.0;
const LEAST_OTHERS: f32 = 0.001;
const MOST_OTHERS: f32 = 1000.0;
const ROUNDS: usize = 5;

/// Decision values of held-out answers along their true paths.
pub(crate) fn observe(engine: &Engine, held_out: &[Answer]) -> Vec<Observation> {
    let mut scratch = Scratch::default();
    let mut observations = Vec::new();
    for answer in held_out {
        if !engine.score(&answer.title, &answer.tasks, &mut scratch) {
            continue;
        }
        let shape = Engine::shape(&scratch);
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
            let common = minimise(LEAST, MOST, |log| loss(&all, libm::expf(log)));
            for node in nodes {
                let own = minimise(LEAST, MOST, |log| {
                    loss(&by_node[node], libm::expf(log)) + HOLD * (log - common) * (log - common)
                });
                sharpness[node][shape as usize] = libm::expf(own);
            }
        }
    }
    sharpness
}

/// What hierarchy and occupation classifiers say of the candidates of a held-out answer, with the right one among them.
#[derive(Clone, Debug)]
pub(crate) struct Weighing {
    shape: Shape,
    /// Joint probability and decision value.
    candidates: Vec<(f32, f32)>,
    /// The joint probability of all other codes.
    rest: f32,
    /// Which candidate is right; one past the last when none is.
    right: usize,
    weight: f32,
}

/// The candidates of held-out answers. Titles count alike; answers with tasks as many times as people are employed in
/// their occupation, because they stand for the answers of a survey.
pub(crate) fn weighings(engine: &Engine, held_out: &[Answer], employed: impl Fn(Code) -> f32 + Sync) -> Vec<Weighing> {
    let weighing = |scratch: &mut Scratch, answer: &Answer| {
        let title_alone = answer.tasks.is_empty();
        let wanted = answer.original && !(title_alone && answer.written);
        if !wanted || !engine.score(&answer.title, &answer.tasks, scratch) {
            return None;
        }
        let (found, rest) = engine.candidates(scratch);
        let right = found.iter().position(|(code, ..)| *code == answer.code).unwrap_or(found.len());
        let candidates = found.into_iter().map(|(_, joint, decision)| (joint, decision)).collect();
        let weight = if title_alone { 1.0 } else { employed(answer.code) };
        Some(Weighing { shape: Engine::shape(scratch), candidates, rest, right, weight })
    };
    let all: Vec<Option<Weighing>> = held_out.par_iter().map_init(Scratch::default, weighing).collect();
    all.into_iter().flatten().collect()
}

/// Fits the balance for every shape: least weighted negative log-likelihood of what is right.
pub(crate) fn fit_balance(weighings: &[Weighing]) -> [Balance; Shape::COUNT] {
    [Shape::TitleOnly, Shape::Both, Shape::TasksOnly].map(|shape| {
        let of_shape: Vec<&Weighing> = weighings.iter().filter(|weighing| weighing.shape == shape).collect();
        let loss = |balance: Balance| -> f32 {
            let losses: Vec<f32> = of_shape.par_iter().map(|weighing| weighing.loss(balance)).collect();
            losses.iter().sum()
        };
        let mut balance = Balance::EVEN;
        for _ in 0..ROUNDS {
            let factor =
                |f: &dyn Fn(f32) -> f32| libm::expf(minimise(LEAST_FACTOR, MOST_FACTOR, |log| f(libm::expf(log))));
            balance.occupation = factor(&|occupation| loss(Balance { occupation, ..balance }));
            balance.hierarchy = factor(&|hierarchy| loss(Balance { hierarchy, ..balance }));
            balance.others = minimise(LEAST_OTHERS, MOST_OTHERS, |others| loss(Balance { others, ..balance }));
        }
        balance
    })
}

impl Weighing {
    fn loss(&self, balance: Balance) -> f32 {
        let candidates = self.candidates.iter().map(|&(joint, decision)| balance.of(joint, decision));
        let values: Vec<f32> = candidates.chain([balance.rest(self.rest)]).collect();
        let probability = softmax(&values, 1.0).nth(self.right).unwrap_or(0.0);
        -self.weight * libm::logf(probability.max(1e-9))
    }
}

fn loss(observations: &[&Observation], sharpness: f32) -> f32 {
    let one = |observation: &&Observation| {
        let probability = softmax(&observation.decisions, sharpness).nth(observation.taken).unwrap_or(0.0);
        -observation.weight * libm::logf(probability.max(1e-9))
    };
    observations.iter().map(one).sum()
}

/// The logarithm, between those of two bounds, at which a function with one valley is least.
///
/// # Source
/// Golden-section search, Kiefer 1953.
fn minimise(least: f32, most: f32, f: impl Fn(f32) -> f32) -> f32 {
    let ratio = 0.618_034;
    let (mut low, mut high) = (libm::logf(least), libm::logf(most));
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
        let found = minimise(LEAST, MOST, |log| (log - 1.3) * (log - 1.3));
        assert!((found - 1.3).abs() < 1e-3, "{found}");
    }
}
