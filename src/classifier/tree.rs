//! The tree of local classifiers: one for every category that has more than one child.

use domain::{Classification, Code, Level};

/// A category with its children.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// The category; `None` for the root.
    pub code: Option<Code>,
    /// Its children, by code.
    pub children: Vec<Child>,
    /// The output of the first child; the others follow.
    pub first_output: u16,
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
}

impl Tree {
    /// The tree over these full codes, sorted and without repeats.
    pub(crate) fn of(codes: &[Code]) -> Tree {
        let mut tree = Tree { nodes: vec![Node { code: None, children: Vec::new(), first_output: 0 }], outputs: 0 };
        let mut waiting = vec![(0usize, codes)];
        let mut next = 0;
        while next < waiting.len() {
            let (node, inside) = waiting[next];
            next += 1;
            tree.nodes[node].first_output = tree.outputs as u16;
            let parent = tree.nodes[node].code;
            for group in inside.chunk_by(|&a, &b| step_below(parent, a) == step_below(parent, b)) {
                let step = step_below(parent, group[0]);
                let mut code = step;
                while code.level() != Level::Occupation {
                    let next = step_below(Some(code), group[0]);
                    if group.iter().any(|&other| step_below(Some(code), other) != next) {
                        break;
                    }
                    code = next;
                }
                let child_node = (code.level() != Level::Occupation).then(|| {
                    tree.nodes.push(Node { code: Some(code), children: Vec::new(), first_output: 0 });
                    waiting.push((tree.nodes.len() - 1, group));
                    (tree.nodes.len() - 1) as u16
                });
                tree.nodes[node].children.push(Child { code, step, node: child_node });
            }
            tree.outputs += tree.nodes[node].children.len();
        }
        tree
    }

    /// The full codes of a classification that an engine answers with.
    pub(crate) fn codes(classification: &Classification) -> Vec<Code> {
        let mut codes: Vec<Code> = classification.occupations().map(|category| category.code).collect();
        if classification.id().has_non_classification() {
            codes.extend(classification.non_classification().map(|category| category.code));
        }
        codes.sort_unstable();
        codes
    }

    /// The nodes on the way to a full code, with the place of the child taken at each.
    pub(crate) fn way_to(&self, code: Code) -> Vec<(usize, usize)> {
        let mut way = Vec::new();
        let mut node = Some(0);
        while let Some(at) = node {
            let Some(taken) = self.nodes[at].children.iter().position(|child| is_below(code, child.code)) else {
                break;
            };
            way.push((at, taken));
            node = self.nodes[at].children[taken].node.map(usize::from);
        }
        way
    }
}

fn is_below(code: Code, group: Code) -> bool {
    code.is_within(group)
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
            let roots = if id.has_non_classification() { 9 } else { 8 };
            assert_eq!(tree.nodes[0].children.len(), roots);
        }
    }
}
