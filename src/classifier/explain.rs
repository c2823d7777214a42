//! Why an answer was coded as it was: the path with its siblings, and the words that decided, exactly.

use std::ops::Range;

use domain::{Code, Coding, Level, Step, Suggestion};

use crate::engine::{Engine, Scratch, softmax};
use crate::features::Field;

/// The path of an answer, level by level, with suggestions.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What [`Engine::code`] finds.
    pub coding: Coding,
    /// One entry per level of the path, broadest first; two for a non-classification code: being out of scope, and
    /// the code. Empty for a blank answer and for one without usable words.
    pub levels: Vec<LevelExplanation>,
    /// The greedy path, which takes the most probable child at each level, where it leads elsewhere.
    pub greedy: Option<Vec<Step>>,
    /// The most probable full codes, best first.
    pub suggestions: Vec<Suggestion>,
}

/// One level of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelExplanation {
    /// The level.
    pub level: Level,
    /// The category chosen. For an answer out of scope the first is code "0".
    pub chosen: Step,
    /// The other children of the same parent, most probable first; empty where the parent has a single child.
    pub siblings: Vec<Step>,
    /// What each word adds to the decision value of the chosen category minus that of the strongest sibling, in the
    /// order of the answer. Together with `constant` it is exactly that difference. Empty without siblings.
    pub evidence: Vec<WordEvidence>,
    /// The part that no word carries.
    pub constant: f32,
}

/// What one word of an answer adds.
#[derive(Clone, Debug, PartialEq)]
pub struct WordEvidence {
    /// Which text the word stands in.
    pub field: Field,
    /// Where it stands there, in bytes.
    pub range: Range<usize>,
    /// Positive speaks for the chosen category, negative for its strongest sibling.
    pub weight: f32,
}

impl Engine {
    /// Explains an answer, with at most `suggestions` suggestions.
    pub fn explain(&self, title: &str, tasks: &str, suggestions: usize) -> Explanation {
        let mut scratch = Scratch::default();
        let (coding, suggestions) = self.code_with_suggestions(title, tasks, suggestions, &mut scratch);
        let explained = coding.best.filter(|_| !coding.no_usable_words && self.score(title, tasks, &mut scratch));
        let Some(best) = explained else {
            return Explanation { coding, levels: Vec::new(), greedy: None, suggestions };
        };
        let levels = self.levels(best, &mut scratch);
        let greedy = self.greedy(&mut scratch);
        let leads_elsewhere = greedy.last().is_some_and(|step| step.code != best && self.answers_with(step.code));
        let greedy = leads_elsewhere.then_some(greedy);
        Explanation { coding, levels, greedy, suggestions }
    }

    fn levels(&self, best: Code, scratch: &mut Scratch) -> Vec<LevelExplanation> {
        let mut levels = Vec::new();
        let mut joint = 1.0;
        for (node, taken) in self.model.tree.way_to(best) {
            let conditionals = self.conditionals(node, scratch);
            let children = &self.model.tree.nodes[node].children;
            let step = |place: usize| Step {
                code: children[place].step,
                conditional: conditionals[place],
                joint: joint * conditionals[place],
            };
            let mut others: Vec<usize> = (0..children.len()).filter(|&place| place != taken).collect();
            others.sort_by(|&a, &b| conditionals[b].total_cmp(&conditionals[a]).then(a.cmp(&b)));
            let first = self.model.tree.nodes[node].outputs().start;
            let (evidence, constant) = match others.first() {
                Some(&other) => self.evidence(first + taken, first + other, scratch),
                None => (Vec::new(), 0.0),
            };
            let chosen = step(taken);
            let siblings = others.into_iter().map(step).collect();
            levels.push(LevelExplanation { level: chosen.code.level(), chosen, siblings, evidence, constant });
            joint = chosen.joint;
            // Groups with a single child say the same as the child.
            let mut below = chosen.code;
            while below != children[taken].code {
                let Some(&level) = Level::ALL.get(below.level().index() + 1) else { break };
                let Some(code) = children[taken].code.at(level) else { break };
                let chosen = Step { code, conditional: 1.0, joint };
                levels.push(LevelExplanation {
                    level,
                    chosen,
                    siblings: Vec::new(),
                    evidence: Vec::new(),
                    constant: 0.0,
                });
                below = code;
            }
        }
        levels
    }

    fn conditionals(&self, node: usize, scratch: &mut Scratch) -> Vec<f32> {
        let sharpness = self.sharpness(node, scratch);
        softmax(self.decisions(node, scratch), sharpness).collect()
    }

    fn greedy(&self, scratch: &mut Scratch) -> Vec<Step> {
        let mut path = Vec::new();
        let mut joint = 1.0;
        let mut node = Some(0u16);
        while let Some(at) = node.map(usize::from) {
            let conditionals = self.conditionals(at, scratch);
            let best = (0..conditionals.len()).rev().max_by(|&a, &b| conditionals[a].total_cmp(&conditionals[b]));
            let Some(child) = best.map(|best| (self.model.tree.nodes[at].children[best], conditionals[best])) else {
                break;
            };
            joint *= child.1;
            path.push(Step { code: child.0.code, conditional: child.1, joint });
            node = child.0.node;
        }
        path
    }

    /// What each word adds to the decision value of one output minus another, and what no word carries.
    fn evidence(&self, chosen: usize, other: usize, scratch: &Scratch) -> (Vec<WordEvidence>, f32) {
        let model = &self.model;
        let weight = |feature, output: usize| f32::from(model.weights.steps(feature, output)) * model.scales[output];
        let tokens = &scratch.extraction.tokens;
        let mut evidence: Vec<WordEvidence> = tokens
            .iter()
            .map(|token| WordEvidence { field: token.field, range: token.range.clone(), weight: 0.0 })
            .collect();
        let mut constant = model.biases[chosen] - model.biases[other];
        for (&(feature, value), origin) in scratch.extraction.features.iter().zip(&scratch.extraction.origins) {
            let adds = value * (weight(feature, chosen) - weight(feature, other));
            if origin.is_empty() {
                constant += adds;
            } else {
                let share = adds / origin.len() as f32;
                for at in origin.clone() {
                    evidence[at as usize].weight += share;
                }
            }
        }
        (evidence, constant)
    }
}
