//! Why an answer was coded as it was: the path with its siblings, and the words that decided, exactly.

use std::ops::Range;

use domain::{Code, Coding, Level, Step, Suggestion};

use crate::counterfactual::Counterfactual;
use crate::engine::{Engine, Scratch, softmax};
use crate::features::{Features, Field};

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
    /// The fewest words without which the best full code would be another, if a few are enough.
    pub counterfactual: Option<Counterfactual>,
}

impl Explanation {
    /// The level whose words tell most: the break level, where a person has to decide, or else the most detailed one that
    /// had something to decide. `None` where no level had.
    pub fn deciding_level(&self) -> Option<&LevelExplanation> {
        let at_break = |level: &&LevelExplanation| Some(level.level) == self.coding.break_level;
        let mut contested = self.levels.iter().filter(|level| !level.evidence.is_empty());
        contested.clone().find(at_break).or_else(|| contested.next_back())
    }
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
    /// order of the answer. Together with `constant` it is exactly that difference. Empty without siblings. The decision
    /// value of a category is that of its local classifier and that of the best occupation in it, each times its factor
    /// in the balance.
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
        let explanation = self.explain_path(title, tasks, suggestions);
        let counterfactual =
            if explanation.levels.is_empty() { None } else { self.smallest_removal(title, tasks, &|| true) };
        Explanation { counterfactual, ..explanation }
    }

    /// Explains an answer but for the fewest words that it hangs on, which take most of the time: for what is typed, sign
    /// by sign.
    pub fn explain_path(&self, title: &str, tasks: &str, suggestions: usize) -> Explanation {
        let mut scratch = Scratch::default();
        let (coding, suggestions) = self.code_with_suggestions(title, tasks, suggestions, &mut scratch);
        let explained = coding.best.filter(|_| !coding.no_usable_words && self.score(title, tasks, &mut scratch));
        let Some(best) = explained else {
            return Explanation { coding, levels: Vec::new(), greedy: None, suggestions, counterfactual: None };
        };
        self.weigh(0, &mut scratch);
        let levels = self.levels(best, &mut scratch);
        let greedy = self.greedy(&mut scratch);
        let leads_elsewhere = greedy.last().is_some_and(|step| step.code != best && self.answers_with(step.code));
        let greedy = leads_elsewhere.then_some(greedy);
        Explanation { coding, levels, greedy, suggestions, counterfactual: None }
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
            let (evidence, constant) = match others.first() {
                Some(&other) => self.evidence(node, taken, other, scratch),
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

    /// The conditional probabilities of a node's children, by place: as the search found them, or by the hierarchy alone
    /// where it did not look.
    pub(crate) fn conditionals(&self, node: usize, scratch: &mut Scratch) -> Vec<f32> {
        let children = &self.model.tree.nodes[node].children;
        let found = scratch.found.iter().skip(1).filter(|place| children.iter().any(|c| Some(c.step) == place.step));
        let found: Vec<f32> = found.map(|place| scratch.conditional(place)).collect();
        if found.len() == children.len() {
            return found;
        }
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

    /// What each word adds to the decision value of one child of a node minus that of another, and what no word carries.
    fn evidence(&self, node: usize, chosen: usize, other: usize, scratch: &mut Scratch) -> (Vec<WordEvidence>, f32) {
        let chosen = self.outputs_of(node, chosen, scratch);
        let other = self.outputs_of(node, other, scratch);
        self.evidence_between(node, chosen, other, scratch)
    }

    /// What each word adds to the decision value of one pair of outputs minus that of another, at a node; and what no
    /// word carries. A pair is an output of the node's local classifier and one of the occupation classifiers.
    pub(crate) fn evidence_between(
        &self,
        node: usize,
        chosen: (usize, usize),
        other: (usize, usize),
        scratch: &Scratch,
    ) -> (Vec<WordEvidence>, f32) {
        let model = &self.model;
        let Terms { sharpness, occupation } = self.terms(node, scratch);
        let (local, occupations) = (&model.local, &model.occupations);
        let mut constant = sharpness * (local.biases[chosen.0] - local.biases[other.0])
            + occupation * (occupations.biases[chosen.1] - occupations.biases[other.1]);
        let tokens = scratch.extraction.tokens.iter().enumerate();
        let mut evidence: Vec<WordEvidence> = tokens
            .map(|(at, token)| {
                let (for_local, for_occupation) = self.grams(at, chosen.0, chosen.1, scratch);
                let (against_local, against_occupation) = self.grams(at, other.0, other.1, scratch);
                let weight =
                    sharpness * (for_local - against_local) + occupation * (for_occupation - against_occupation);
                WordEvidence { field: token.field, range: token.range.clone(), weight }
            })
            .collect();
        let mut share_out = |features: &Features, adds: &dyn Fn(u32) -> f32| {
            for (&(feature, value), origin) in features.values.iter().zip(&features.origins) {
                let adds = value * adds(feature);
                if origin.is_empty() {
                    constant += adds;
                }
                for at in origin.clone() {
                    evidence[at as usize].weight += adds / origin.len() as f32;
                }
            }
        };
        share_out(&scratch.extraction.local, &|feature| {
            sharpness * (local.weight(feature, chosen.0) - local.weight(feature, other.0))
        });
        share_out(&scratch.extraction.any, &|feature| {
            occupation * (occupations.weight(feature, chosen.1) - occupations.weight(feature, other.1))
        });
        (evidence, constant)
    }

    /// What the decision values of local and occupation classifiers are multiplied by at a node.
    pub(crate) fn terms(&self, node: usize, scratch: &Scratch) -> Terms {
        let balance = self.model.balance[Engine::shape(scratch) as usize];
        Terms { sharpness: balance.hierarchy * self.sharpness(node, scratch), occupation: balance.occupation }
    }

    /// The outputs that speak for a child of a node: that of its local classifier, and that of the best occupation in it.
    fn outputs_of(&self, node: usize, child: usize, scratch: &mut Scratch) -> (usize, usize) {
        let best = self.best_within(node, child, scratch);
        let first = self.model.tree.nodes[node].outputs().start;
        (first + child, self.model.occupation(best).unwrap_or_default())
    }

    /// The most probable full code below a child of a node: the best candidate, or else where the hierarchy leads.
    pub(crate) fn best_within(&self, node: usize, child: usize, scratch: &mut Scratch) -> Code {
        let mut at = self.model.tree.nodes[node].children[child];
        let codes = scratch.leaves.iter().filter_map(|&leaf| scratch.found[leaf as usize].code);
        if let Some(best) = codes.into_iter().find(|code| code.is_within(at.code)) {
            return best;
        }
        while let Some(node) = at.node.map(usize::from) {
            let decisions = self.decisions(node, scratch);
            let best = (0..decisions.len()).rev().max_by(|&a, &b| decisions[a].total_cmp(&decisions[b]));
            at = self.model.tree.nodes[node].children[best.unwrap_or_default()];
        }
        at.code
    }
}

/// Factors of decision values.
pub(crate) struct Terms {
    pub sharpness: f32,
    pub occupation: f32,
}
