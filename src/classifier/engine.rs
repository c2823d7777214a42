//! Coding an answer: decision values of the local classifiers that best-first search over joint probabilities visits.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::{Classification, ClassificationId, Code, Coding, Level, Suggestion};

use crate::ModelError;
use crate::features::Extraction;
use crate::model::{Model, ModelCard, Shape};
use crate::model_file;
use crate::tree::{INADEQUATE, Node};
use crate::weights::Weight;

/// A model, ready to code with.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(crate) model: Model,
}

/// Working memory of coding: one per thread, reused from answer to answer.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) extraction: Extraction,
    decisions: Vec<f32>,
    /// The features of the answer whose rows of weights are long, with their values.
    long_rows: Vec<(u32, f32)>,
    /// Which segments of `decisions` hold those of the answer.
    scored: Vec<bool>,
    found: Vec<Place>,
    open: BinaryHeap<Open>,
    /// Places of the full codes found, most probable first.
    leaves: Vec<u32>,
}

/// A place reached by the search.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The place it was reached from, itself for the root.
    from: u32,
    code: Option<Code>,
    step: Option<Code>,
    conditional: f32,
    joint: f32,
    node: Option<u16>,
}

/// A place waiting to be looked at: most probable first, ties by code.
#[derive(Debug, PartialEq)]
struct Open {
    joint: f32,
    code: Option<Code>,
    place: u32,
}

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Open) -> Ordering {
        self.joint.total_cmp(&other.joint).then_with(|| other.code.cmp(&self.code))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Open) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Longer titles are descriptions, whose commas separate tasks.
const LONGEST_TITLE: usize = 100;
/// Signs between two jobs in one answer.
const SEPARATORS: [char; 4] = ['/', ',', ';', '\n'];
/// Words between two jobs, but also between two words of one: "sales and marketing manager".
const JOINERS: [&str; 5] = [" and ", " also ", " plus ", " & ", " + "];
/// Each part of a title must reach this joint probability of a sub-major group on its own for two jobs.
const CLEAR_PART: f32 = 0.5;
/// A title with a joiner that is as clear as this is one job, unless every part of it is a title.
const CLEAR_WHOLE: f32 = 0.8;

impl Engine {
    /// The model that comes with the program.
    ///
    /// # Errors
    /// [`ModelError`] when the program file is damaged.
    pub fn shipped(id: ClassificationId) -> Result<Engine, ModelError> {
        Engine::read(match id {
            ClassificationId::Osca2024 => include_bytes!("../../models/osca-2024.model"),
            ClassificationId::Anzsco2022 => include_bytes!("../../models/anzsco-2022.model"),
        })
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`ModelError`] when the bytes are not a model, of a newer version, or damaged.
    pub fn read(file: &[u8]) -> Result<Engine, ModelError> {
        Ok(Engine { model: model_file::read(file)? })
    }

    /// What the model says about itself.
    pub fn card(&self) -> &ModelCard {
        &self.model.card
    }

    /// Codes one answer.
    pub fn code(&self, title: &str, tasks: &str, scratch: &mut Scratch) -> Coding {
        self.code_with_suggestions(title, tasks, 0, scratch).0
    }

    /// Codes one answer and gives the most probable full codes, best first, at most `limit`; none for an answer that
    /// is blank or has no usable words.
    pub fn code_with_suggestions(
        &self,
        title: &str,
        tasks: &str,
        limit: usize,
        scratch: &mut Scratch,
    ) -> (Coding, Vec<Suggestion>) {
        if is_blank(title) && is_blank(tasks) {
            return (Coding::BLANK, Vec::new());
        }
        if !self.score(title, tasks, scratch) {
            return (self.without_usable_words(), Vec::new());
        }
        self.search(limit.max(2), scratch);
        let suggestions = scratch.suggestions().take(limit).collect();
        let coding = self.coding(scratch);
        let two_jobs = self.reads_like_two_jobs(title, coding.joint(Level::Occupation), scratch);
        (Coding { two_jobs, ..coding }, suggestions)
    }

    /// Takes in an answer; `false` when it has no usable words.
    pub(crate) fn score(&self, title: &str, tasks: &str, scratch: &mut Scratch) -> bool {
        scratch.extraction.extract(title, tasks, &mut &self.model.vocabulary);
        scratch.scored.clear();
        scratch.scored.resize(self.model.tree.segments.len(), false);
        scratch.decisions.clear();
        scratch.decisions.resize(self.model.tree.outputs, 0.0);
        scratch.long_rows.clear();
        for &(feature, value) in &scratch.extraction.features {
            match self.model.weights.short_row(feature) {
                Some(row) => add(row, value, &mut scratch.decisions),
                None => scratch.long_rows.push((feature, value)),
            }
        }
        scratch.extraction.usable
    }

    /// The decision values of a node's children for the answer taken in, by place.
    pub(crate) fn decisions<'s>(&self, node: usize, scratch: &'s mut Scratch) -> &'s [f32] {
        let node = &self.model.tree.nodes[node];
        let segment = usize::from(node.segment);
        if !scratch.scored[segment] {
            scratch.scored[segment] = true;
            self.score_segment(segment, scratch);
        }
        &scratch.decisions[node.outputs()]
    }

    fn score_segment(&self, segment: usize, scratch: &mut Scratch) {
        let model = &self.model;
        for &(feature, value) in &scratch.long_rows {
            if segment == 0 {
                let steps = model.weights.first_segment(feature);
                scratch.decisions.iter_mut().zip(steps).for_each(|(decision, steps)| *decision += value * steps);
            } else {
                add(model.weights.of_segment(feature, segment), value, &mut scratch.decisions);
            }
        }
        for output in model.tree.segments[segment].clone() {
            scratch.decisions[output] = scratch.decisions[output] * model.scales[output] + model.biases[output];
        }
    }

    /// How sharp the conditional probabilities of a node are for the answer in `scratch`.
    pub(crate) fn sharpness(&self, node: usize, scratch: &Scratch) -> f32 {
        let shape = Shape::of(scratch.extraction.has_title, scratch.extraction.has_tasks);
        self.model.sharpness[node][shape as usize]
    }

    /// Whether a full code may be an answer: non-classification codes only where the classification has them.
    pub(crate) fn answers_with(&self, code: Code) -> bool {
        !code.is_non_classification() || self.model.card.classification.has_non_classification()
    }

    /// Best-first search until `leaves` full codes are found.
    fn search(&self, leaves: usize, scratch: &mut Scratch) {
        scratch.found.clear();
        scratch.open.clear();
        scratch.leaves.clear();
        scratch.found.push(Place { from: 0, code: None, step: None, conditional: 1.0, joint: 1.0, node: Some(0) });
        scratch.open.push(Open { joint: 1.0, code: None, place: 0 });
        while scratch.leaves.len() < leaves {
            let Some(Open { place: from, joint, .. }) = scratch.open.pop() else { break };
            let Some(node) = scratch.found[from as usize].node.map(usize::from) else {
                if scratch.found[from as usize].code.is_some_and(|code| self.answers_with(code)) {
                    scratch.leaves.push(from);
                }
                continue;
            };
            let sharpness = self.sharpness(node, scratch);
            self.decisions(node, scratch);
            let Node { children, .. } = &self.model.tree.nodes[node];
            let conditionals = softmax(&scratch.decisions[self.model.tree.nodes[node].outputs()], sharpness);
            for (child, conditional) in children.iter().zip(conditionals) {
                let (code, step, node) = (Some(child.code), Some(child.step), child.node);
                let joint = joint * conditional;
                scratch.open.push(Open { joint, code, place: scratch.found.len() as u32 });
                scratch.found.push(Place { from, code, step, conditional, joint, node });
            }
        }
    }

    fn coding(&self, scratch: &Scratch) -> Coding {
        let leaf = |rank: usize| scratch.leaves.get(rank).map(|&place| &scratch.found[place as usize]);
        let Some(best) = leaf(0) else { return Coding::BLANK };
        let runner_up = leaf(1);
        let mut conditionals = [1.0; 5];
        let mut break_level = None;
        let mut at = best;
        while let Some(step) = at.step {
            conditionals[step.level().index()] = at.conditional;
            let siblings = scratch.found.iter().filter(|other| other.from == at.from && other.step != at.step);
            let strongest = siblings.filter(|other| other.step.is_some()).map(|other| other.conditional);
            if at.conditional - strongest.fold(0.0, f32::max) < self.model.card.break_gap {
                break_level = Some(step.level());
            }
            at = &scratch.found[at.from as usize];
        }
        Coding {
            best: best.code,
            conditionals,
            runner_up: runner_up.and_then(|place| place.code),
            margin: best.joint - runner_up.map_or(0.0, |place| place.joint),
            break_level,
            blank: false,
            ..Coding::BLANK
        }
    }

    /// "???" and "12345" are inadequate by rule, not by probability.
    pub(crate) fn without_usable_words(&self) -> Coding {
        let inadequate = Code::parse(INADEQUATE).ok().filter(|&code| self.answers_with(code));
        let (conditionals, margin) = if inadequate.is_some() { ([1.0; 5], 1.0) } else { ([0.0; 5], 0.0) };
        Coding { best: inadequate, conditionals, margin, no_usable_words: true, blank: false, ..Coding::BLANK }
    }

    /// Whether the title names two jobs: parts that are each clear on their own and lead to different groups.
    fn reads_like_two_jobs(&self, title: &str, confidence: f32, scratch: &mut Scratch) -> bool {
        if title.len() > LONGEST_TITLE {
            return false;
        }
        let lower = title.to_ascii_lowercase();
        let parts = split_jobs(&lower);
        if parts.len() < 2 {
            return false;
        }
        let search = Classification::get(self.model.card.classification).search();
        if confidence >= CLEAR_WHOLE && !lower.contains(SEPARATORS) && !parts.iter().all(|part| search.is_title(part)) {
            return false;
        }
        let mut groups: Vec<Code> = Vec::with_capacity(parts.len());
        for part in parts {
            if self.score(part, "", scratch) {
                self.search(1, scratch);
                let coding = self.coding(scratch);
                let clear = coding.best.filter(|_| coding.joint(Level::SubMajorGroup) >= CLEAR_PART);
                let group = clear.and_then(|best| best.at(Level::SubMajorGroup));
                groups.extend(group.filter(|group| !group.is_non_classification()));
            }
        }
        groups.iter().any(|group| *group != groups[0])
    }
}

fn split_jobs(title: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = title.split(SEPARATORS).collect();
    for joiner in JOINERS {
        parts = parts.into_iter().flat_map(|part| part.split(joiner)).collect();
    }
    parts.retain(|part| part.bytes().filter(u8::is_ascii_alphabetic).count() >= 3);
    parts
}

/// Signs that leave a cell blank to the eye: soft hyphen, zero-width space and joiners, direction marks, byte order mark.
const INVISIBLE: [char; 8] =
    ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{2060}', '\u{feff}'];

fn is_blank(text: &str) -> bool {
    text.chars().all(|ch| ch.is_whitespace() || ch.is_control() || INVISIBLE.contains(&ch))
}

/// Adds a row of weights times the value of its feature.
fn add(row: &[Weight], value: f32, decisions: &mut [f32]) {
    for weight in row {
        decisions[usize::from(weight.output)] += value * f32::from(weight.steps);
    }
}

/// Probabilities from decision values.
pub(crate) fn softmax(decisions: &[f32], sharpness: f32) -> impl Iterator<Item = f32> {
    let most = decisions.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = decisions.iter().map(|&decision| libm::expf(sharpness * (decision - most))).sum();
    decisions.iter().map(move |&decision| libm::expf(sharpness * (decision - most)) / total)
}

impl Scratch {
    fn suggestions(&self) -> impl Iterator<Item = Suggestion> {
        let leaves = self.leaves.iter().map(|&place| &self.found[place as usize]);
        leaves.filter_map(|leaf| Some(Suggestion { code: leaf.code?, confidence: leaf.joint }))
    }
}
