//! Two codes side by side for one answer: how probable each is, where their ways part, and which words spoke for which.

use std::collections::BTreeMap;

use domain::{Code, Level, Step, Suggestion};

use crate::engine::{Engine, Scratch};
use crate::explain::WordEvidence;

/// Two codes of any level, compared for one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The first code.
    pub a: CodePath,
    /// The second code.
    pub b: CodePath,
    /// Where their ways part; `None` when one lies in the other, when both are the same, or when the engine knows one of
    /// them not.
    pub parting: Option<Parting>,
}

/// A code with its probabilities.
#[derive(Clone, Debug, PartialEq)]
pub struct CodePath {
    /// The code.
    pub code: Code,
    /// From the broadest level down to the code, groups with a single child included; two steps for a non-classification
    /// code. Shorter where the engine does not know the code: it ends at the last group that it knows.
    pub steps: Vec<Step>,
    /// Joint probability of the code, 0 to 1; 0 where the engine does not know it.
    pub joint: f32,
    /// Its rank by joint probability among all codes of its level, from 1; `None` where the engine never answers with it.
    pub rank: Option<usize>,
    /// How many codes of its level the engine answers with.
    pub of: usize,
}

/// The level at which two ways part, and the words that spoke for one or the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// The level of the two categories.
    pub level: Level,
    /// The group that holds both; `None` when they part at the top.
    pub above: Option<Code>,
    /// The category on the way to the first code.
    pub a: Step,
    /// The category on the way to the second code.
    pub b: Step,
    /// The contest of every level down to this one, broadest first: the last is that of `a` against `b`, each other one the
    /// category that both share, with nothing to tell them apart.
    pub shared: Vec<Step>,
    /// What each word adds to the decision value of the first minus that of the second, in the order of the answer.
    /// Together with `constant` it is exactly that difference. A decision value is that of the local classifier at this
    /// level and that of the occupation classifier of the code (of the best occupation in it, for a group), each times its
    /// factor in the balance.
    pub evidence: Vec<WordEvidence>,
    /// The part that no word carries.
    pub constant: f32,
}

impl Engine {
    /// Compares two codes for an answer; `None` when the answer is blank or has no usable words.
    pub fn compare(&self, title: &str, tasks: &str, a: Code, b: Code) -> Option<Comparison> {
        let mut scratch = Scratch::default();
        if !self.score(title, tasks, &mut scratch) {
            return None;
        }
        self.weigh(0, &mut scratch);
        let joints = self.joints(&mut scratch);
        let ways = [a, b].map(|code| self.way(code));
        let paths = [a, b].map(|code| self.code_path(code, &joints, &mut scratch));
        let parting = ways[0].iter().zip(&ways[1]).position(|(one, other)| one != other);
        let parting = parting.map(|at| self.parting(at, [a, b], &ways, &paths, &mut scratch));
        let [a, b] = paths;
        Some(Comparison { a, b, parting })
    }

    /// The joint probability of a code of any level for an answer, 0 where the engine does not know it, and the most
    /// probable full codes, best first. `None` when the answer is blank or has no usable words.
    ///
    /// It goes down the way to the code only, and so takes little more than coding the answer.
    pub fn support(
        &self,
        title: &str,
        tasks: &str,
        code: Code,
        scratch: &mut Scratch,
    ) -> Option<(f32, Vec<Suggestion>)> {
        if !self.score(title, tasks, scratch) {
            return None;
        }
        self.weigh(0, scratch);
        let mut joint = 1.0;
        let mut reached = false;
        for (node, taken) in self.way(code) {
            joint *= self.conditionals(node, scratch)[taken];
            reached = self.model.tree.nodes[node].children[taken].code.is_within(code);
        }
        let joint = if reached && self.answers_with(code) { joint } else { 0.0 };
        Some((joint, scratch.suggestions().collect()))
    }

    /// The nodes on the way to a code of any level, with the place of the child taken at each.
    fn way(&self, code: Code) -> Vec<(usize, usize)> {
        let mut way = Vec::new();
        let mut node = Some(0);
        while let Some(at) = node {
            let children = &self.model.tree.nodes[at].children;
            let Some(taken) = children.iter().position(|child| code.is_within(child.step)) else { break };
            way.push((at, taken));
            let reached = children[taken].code;
            node = children[taken].node.map(usize::from).filter(|_| !reached.is_within(code));
        }
        way
    }

    /// The joint probability of every code of every level. Codes that the search did not look at share what is left as the
    /// hierarchy has it.
    fn joints(&self, scratch: &mut Scratch) -> BTreeMap<Code, f32> {
        let mut joints = BTreeMap::new();
        let mut waiting = vec![(0, 1.0)];
        while let Some((node, above)) = waiting.pop() {
            let conditionals = self.conditionals(node, scratch);
            for (child, conditional) in self.model.tree.nodes[node].children.iter().zip(conditionals) {
                let joint = above * conditional;
                // A group with a single child has what its child has.
                let levels = Level::ALL.into_iter().filter(|level| *level >= child.step.level());
                for code in levels.filter_map(|level| child.code.at(level)) {
                    joints.insert(code, joint);
                }
                waiting.extend(child.node.map(|node| (usize::from(node), joint)));
            }
        }
        joints
    }

    fn code_path(&self, code: Code, joints: &BTreeMap<Code, f32>, scratch: &mut Scratch) -> CodePath {
        let mut steps: Vec<Step> = Vec::new();
        for (node, taken) in self.way(code) {
            let conditional = self.conditionals(node, scratch)[taken];
            let child = self.model.tree.nodes[node].children[taken];
            let joint = steps.last().map_or(1.0, |step| step.joint) * conditional;
            steps.push(Step { code: child.step, conditional, joint });
            let outside = child.step.is_non_classification();
            let below = Level::ALL.into_iter().filter(|level| *level > child.step.level() && !outside);
            let below = below.filter_map(|level| child.code.at(level)).filter(|below| code.is_within(*below));
            steps.extend(below.map(|code| Step { code, conditional: 1.0, joint }));
        }
        let joint = joints.get(&code).copied();
        let outside = code.is_non_classification();
        let peers = || {
            let alike = |peer: &Code| {
                peer.level() == code.level() && (peer.level() == Level::Occupation || !peer.is_non_classification())
            };
            joints.iter().filter(move |(peer, _)| alike(peer) && self.answers_with(**peer))
        };
        let known = joint.filter(|_| self.answers_with(code) && (!outside || code.level() == Level::Occupation));
        let rank = known.map(|joint| {
            1 + peers().filter(|&(peer, other)| *other > joint || (*other == joint && *peer < code)).count()
        });
        CodePath { code, steps, joint: joint.unwrap_or(0.0), rank, of: peers().count() }
    }

    fn parting(
        &self,
        at: usize,
        codes: [Code; 2],
        ways: &[Vec<(usize, usize)>; 2],
        paths: &[CodePath; 2],
        scratch: &mut Scratch,
    ) -> Parting {
        let (node, place_a) = ways[0][at];
        let (_, place_b) = ways[1][at];
        let children = &self.model.tree.nodes[node].children;
        let level = children[place_a].step.level();
        let step = |path: &CodePath, place: usize| {
            let known = path.steps.iter().find(|step| step.code == children[place].step).copied();
            known.unwrap_or(Step { code: children[place].step, conditional: 0.0, joint: 0.0 })
        };
        let (a, b) = (step(&paths[0], place_a), step(&paths[1], place_b));
        let first = self.model.tree.nodes[node].outputs().start;
        let mut outputs = |code: Code, place: usize| {
            let own = self.model.occupation(code);
            let occupation = own.or_else(|| self.model.occupation(self.best_within(node, place, scratch)));
            (first + place, occupation.unwrap_or_default())
        };
        let (chosen, other) = (outputs(codes[0], place_a), outputs(codes[1], place_b));
        let (evidence, constant) = self.evidence_between(node, chosen, other, scratch);
        let shared = paths[0].steps.iter().take_while(|step| step.code != a.code).copied().collect();
        Parting { level, above: self.model.tree.nodes[node].code, a, b, shared, evidence, constant }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use domain::{Classification, ClassificationId};
    use proptest::prelude::*;

    use super::*;

    static OSCA: LazyLock<Engine> = LazyLock::new(|| Engine::shipped(ClassificationId::Osca2024).unwrap());
    static ANZSCO: LazyLock<Engine> = LazyLock::new(|| Engine::shipped(ClassificationId::Anzsco2022).unwrap());

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn the_words_and_the_constant_are_exactly_the_difference_of_the_two_decision_values() {
        for (title, tasks) in [("Motor Mechanic", "fix diesel engines on mine trucks"), ("registered nurse", "")] {
            for engine in [&*OSCA, &*ANZSCO] {
                let suggestions = engine.explain(title, tasks, 6).suggestions;
                let first = suggestions[0].code;
                for other in suggestions[1..].iter().map(|other| other.code) {
                    let comparison = engine.compare(title, tasks, first, other).unwrap();
                    let parting = comparison.parting.unwrap();
                    let mut scratch = Scratch::default();
                    engine.score(title, tasks, &mut scratch);
                    engine.weigh(0, &mut scratch);
                    let mut decision = |full: Code, step: Code| {
                        let nodes = &engine.model.tree.nodes;
                        let place = |node: usize| nodes[node].children.iter().position(|child| child.step == step);
                        let (node, place) = (0..nodes.len()).find_map(|at| Some((at, place(at)?))).unwrap();
                        let terms = engine.terms(node, &scratch);
                        terms.sharpness * engine.decisions(node, &mut scratch)[place]
                            + terms.occupation * engine.occupation_decision(full, &mut scratch)
                    };
                    let difference = decision(first, parting.a.code) - decision(other, parting.b.code);
                    let words: f32 = parting.evidence.iter().map(|word| word.weight).sum();
                    assert!((words + parting.constant - difference).abs() < 1e-3, "{title} {first} {other}");
                    assert!(parting.shared.iter().all(|step| first.is_within(step.code) && other.is_within(step.code)));
                }
            }
        }
    }

    #[test]
    fn the_other_way_round_every_word_has_the_other_sign() {
        let there = OSCA.compare("pastry cook", "makes croissants", code("351131"), code("371131")).unwrap();
        let back = OSCA.compare("pastry cook", "makes croissants", code("371131"), code("351131")).unwrap();
        let (there, back) = (there.parting.unwrap(), back.parting.unwrap());
        assert_eq!((there.a, there.b), (back.b, back.a));
        for (one, other) in there.evidence.iter().zip(&back.evidence) {
            assert!((one.weight + other.weight).abs() < 1e-4);
        }
    }

    #[test]
    fn the_support_of_a_code_is_its_joint_probability() {
        let mut scratch = Scratch::default();
        for engine in [&*OSCA, &*ANZSCO] {
            for other in ["371131", "37", "2", "265433", "099960", "351311"].map(code) {
                let (joint, candidates) = engine.support("Chef", "cooks", other, &mut scratch).unwrap();
                let comparison = engine.compare("Chef", "cooks", other, candidates[0].code).unwrap();
                let expected = if comparison.a.rank.is_some() || other.level() < Level::Occupation {
                    comparison.a.joint
                } else {
                    0.0
                };
                assert!((joint - expected).abs() < 1e-6, "{other}: {joint} {expected}");
                assert_eq!(candidates[0].confidence, comparison.b.joint);
            }
            assert!(engine.support("???", "", code("37"), &mut scratch).is_none());
        }
    }

    #[test]
    fn suggestions_have_their_rank_and_their_probability() {
        let explanation = OSCA.explain("mechanic", "fix diesel engines", 9);
        for (at, suggestion) in explanation.suggestions.iter().enumerate().take(4) {
            let first = explanation.suggestions[0].code;
            let comparison = OSCA.compare("mechanic", "fix diesel engines", first, suggestion.code).unwrap();
            assert_eq!(comparison.b.rank, Some(at + 1));
            assert!((comparison.b.joint - suggestion.confidence).abs() < 1e-4);
            assert_eq!(comparison.b.of, 1156 + 8);
            assert_eq!(comparison.parting.is_none(), at == 0);
        }
    }

    #[test]
    fn a_code_within_the_other_does_not_part_and_codes_that_no_engine_answers_with_have_no_rank() {
        let inside = OSCA.compare("brickie", "", code("37"), code("371131")).unwrap();
        assert_eq!(inside.parting, None);
        assert_eq!(inside.a.steps.last().unwrap().code, code("37"));
        assert_eq!(inside.b.steps.len(), 5);
        let anzsco = Classification::get(ClassificationId::Anzsco2022);
        let unknown = anzsco.categories().iter().find(|category| category.new_zealand_only).unwrap().code;
        let comparison = ANZSCO.compare("brickie", "", code("331111"), unknown).unwrap();
        assert_eq!((comparison.b.rank, comparison.b.joint), (None, 0.0));
        assert!(OSCA.compare("", "", code("1"), code("2")).is_none());
        assert!(OSCA.compare("???", "", code("1"), code("2")).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_two_categories_can_be_compared(title in "[a-z]{3,9} [a-z]{3,9}", a in 0usize..1757, b in 0usize..1757) {
            let categories = Classification::get(ClassificationId::Osca2024).categories();
            let (a, b) = (categories[a % categories.len()].code, categories[b % categories.len()].code);
            let comparison = OSCA.compare(&title, "", a, b).unwrap();
            for path in [&comparison.a, &comparison.b] {
                prop_assert!((1..=path.of).contains(&path.rank.unwrap()));
                prop_assert_eq!(path.steps.last().map(|step| step.code), Some(path.code));
                prop_assert!((path.steps.last().unwrap().joint - path.joint).abs() < 1e-5);
            }
            prop_assert_eq!(comparison.parting.is_none(), a.is_within(b) || b.is_within(a));
        }
    }
}
