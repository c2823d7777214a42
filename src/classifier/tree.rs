//! The tree of local classifiers: one for every category that has more than one child.

use domain::{Classification, Code, Level};

/// Response inadequately described.
pub(crate) const INADEQUATE: &str = "099888";

/// A category with its children.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// The category; `None` for the root.
    pub code: Option<Code>,
    /// Its children, by code.
    pub children: Vec<Child>,
    /// The output of the first child; the others follow.
    pub first_output: u16,
    /// The segment of outputs that it belongs to; see [`Tree::segments`].
    pub segment: u16,
}

impl Node {
    /// The outputs of its children.
    pub(crate) fn outputs(&self) -> std::ops::Range<usize> {
        let first = usize::from(self.first_output);
        first..first + self.children.len()
    }
}

/// A child of a node. Groups with a single child are passed over: `code` is what the step leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Child {
    /// The nearest descendant that has several children, or is a full code.
    pub code: Code,
    /// The child itself, one level below the node.
    pub step: Code,
    /// The node of `code`; `None` for a full code.
    pub node: Option<u16>,
}

/// All nodes, broadest first; node 0 is the root.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    pub outputs: usize,
    /// Neighbouring outputs that are needed together: segment 0 holds those of the root and of its children, which nearly
    /// every answer needs; each other one those below one child of these, which most answers do not need.
    pub segments: Vec<std::ops::Range<usize>>,
}

/// The root and its children stand in the first segment.
const SHARED_DEPTH: usize = 2;

impl Tree {
    /// The tree over these full codes, sorted and without repeats.
    pub(crate) fn of(codes: &[Code]) -> Tree {
        let mut nodes = vec![Node { code: None, children: Vec::new(), first_output: 0, segment: 0 }];
        let mut depths = vec![0usize];
        let mut waiting = vec![(0usize, codes)];
        let mut next = 0;
        while next < waiting.len() {
            let (node, inside) = waiting[next];
            next += 1;
            let parent = nodes[node].code;
            for group in inside.chunk_by(|&a, &b| step_below(parent, a) == step_below(parent, b)) {
                let step = step_below(parent, group[0]);
                let code = nearest_choice(step, group);
                let child_node = (code.level() != Level::Occupation).then(|| {
                    nodes.push(Node { code: Some(code), children: Vec::new(), first_output: 0, segment: 0 });
                    depths.push(depths[node] + 1);
                    waiting.push((nodes.len() - 1, group));
                    (nodes.len() - 1) as u16
                });
                nodes[node].children.push(Child { code, step, node: child_node });
            }
        }
        let mut tree = Tree { nodes, outputs: 0, segments: Vec::new() };
        tree.number_outputs(&depths);
        tree
    }

    fn number_outputs(&mut self, depths: &[usize]) {
        let shared: Vec<usize> = (0..self.nodes.len()).filter(|&node| depths[node] < SHARED_DEPTH).collect();
        self.add_segment(&shared);
        for top in (0..self.nodes.len()).filter(|&node| depths[node] == SHARED_DEPTH) {
            let group = self.nodes[top].code;
            let below =
                |node: &usize| depths[*node] >= SHARED_DEPTH && group.is_some_and(|group| self.is_in(*node, group));
            let inside: Vec<usize> = (0..self.nodes.len()).filter(below).collect();
            self.add_segment(&inside);
        }
    }

    fn is_in(&self, node: usize, group: Code) -> bool {
        self.nodes[node].code.is_some_and(|code| code.is_within(group))
    }

    fn add_segment(&mut self, nodes: &[usize]) {
        let first = self.outputs;
        for &node in nodes {
            self.nodes[node].first_output = self.outputs as u16;
            self.nodes[node].segment = self.segments.len() as u16;
            self.outputs += self.nodes[node].children.len();
        }
        self.segments.push(first..self.outputs);
    }

    /// The full codes that an engine knows for a classification. Where it has no non-classification codes, one stands for
    /// all answers that are no occupation: it takes its share of the probability and is never the answer.
    pub(crate) fn codes(classification: &Classification) -> Vec<Code> {
        let mut codes: Vec<Code> = classification.occupations().map(|category| category.code).collect();
        if classification.id().has_non_classification() {
            codes.extend(classification.non_classification().map(|category| category.code));
        } else {
            codes.extend(Code::parse(INADEQUATE));
        }
        codes.sort_unstable();
        codes
    }

    /// The nodes on the way to a full code, with the place of the child taken at each.
    pub(crate) fn way_to(&self, code: Code) -> Vec<(usize, usize)> {
        let mut way = Vec::new();
        let mut node = Some(0);
        while let Some(at) = node {
            let Some(taken) = self.nodes[at].children.iter().position(|child| code.is_within(child.code)) else {
                break;
            };
            way.push((at, taken));
            node = self.nodes[at].children[taken].node.map(usize::from);
        }
        way
    }
}

/// From a category with these full codes below it down to the nearest one that has several children, or is a full code.
fn nearest_choice(step: Code, full_codes: &[Code]) -> Code {
    let mut code = step;
    while code.level() != Level::Occupation {
        let next = step_below(Some(code), full_codes[0]);
        if full_codes.iter().any(|&other| step_below(Some(code), other) != next) {
            break;
        }
        code = next;
    }
    code
}

/// The category one level below `parent` on the way to `code`. Non-classification codes stand directly below "0".
fn step_below(parent: Option<Code>, code: Code) -> Code {
    let level = match parent {
        None => Level::MajorGroup,
        Some(parent) if parent.is_non_classification() => Level::Occupation,
        Some(parent) => Level::ALL[(parent.level().index() + 1).min(4)],
    };
    code.at(level).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ClassificationId;

    #[test]
    fn every_code_is_reached_and_single_children_are_passed_over() {
        for id in ClassificationId::ALL {
            let classification = Classification::get(id);
            let codes = Tree::codes(classification);
            let tree = Tree::of(&codes);
            for &code in &codes {
                let (node, taken) = tree.way_to(code).pop().unwrap();
                assert_eq!(tree.nodes[node].children[taken].code, code);
            }
            assert!(tree.nodes.iter().all(|node| node.children.len() > 1));
            let mut outputs: Vec<usize> = tree.nodes.iter().flat_map(Node::outputs).collect();
            outputs.sort_unstable();
            assert_eq!(outputs, (0..tree.outputs).collect::<Vec<_>>(), "each output belongs to one node");
            for node in &tree.nodes {
                let segment = &tree.segments[usize::from(node.segment)];
                assert!(segment.start <= node.outputs().start && node.outputs().end <= segment.end);
            }
            assert_eq!(tree.nodes[0].children.len(), 9);
        }
    }
}
