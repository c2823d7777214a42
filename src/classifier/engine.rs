//! Coding an answer: decision values of the local classifiers that best-first search over joint probabilities visits.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use domain::{Classification, ClassificationId, Code, Coding, Level, Suggestion};

use crate::ModelError;
use crate::features::{Extraction, GramScales};
use crate::folding::{At, Folded, FoldedWords};
use crate::layer::Decisions;
use crate::model::{Model, ModelCard, Shape};
use crate::model_file;
use crate::tree::INADEQUATE;

/// A model, ready to code with.
#[derive(Clone, Debug)]
pub struct Engine {
    pub(crate) model: Model,
    folded: FoldedWords,
}

/// Working memory of coding: one per thread, reused from answer to answer.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) extraction: Extraction,
    /// The words of the answer, in its order, with what their n-grams are multiplied by.
    pub(crate) words: Words,
    local: Decisions,
    occupations: Decisions,
    pub(crate) found: Vec<Place>,
    open: BinaryHeap<Open>,
    /// Places of the full codes found, most probable first.
    pub(crate) leaves: Vec<u32>,
    /// Decision values that are being turned into probabilities.
    values: Vec<f32>,
}

/// The n-grams of the words of an answer.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Where each word is, and its factors for the local and for the occupation classifiers.
    at: Vec<(At, f32, f32)>,
    own: Vec<Folded>,
    squares: Vec<f32>,
}

/// A place reached by the search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The place it was reached from, itself for the root.
    pub from: u32,
    pub code: Option<Code>,
    /// The child that was chosen: `code`, or a group above it with no other child.
    pub step: Option<Code>,
    pub joint: f32,
    node: Option<u16>,
    /// Its children were found too.
    expanded: bool,
    /// It is a full code that the occupation classifiers have a say on.
    candidate: bool,
}

impl Place {
    fn reached(from: u32, code: Option<Code>, step: Option<Code>, joint: f32, node: Option<u16>) -> Place {
        Place { from, code, step, joint, node, expanded: false, candidate: false }
    }
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

/// At most so many full codes are candidates, on which the occupation classifiers have a say,
const CANDIDATES: usize = 6;
/// but none whose joint probability is a smaller share than this of the most probable one's.
const FAR: f32 = 0.02;
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
        Ok(Engine::of(model_file::read(file)?))
    }

    /// With a model.
    pub(crate) fn of(model: Model) -> Engine {
        Engine { model, folded: FoldedWords::new() }
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
        self.weigh(limit, scratch);
        let suggestions = scratch.suggestions().take(limit).collect();
        let coding = self.coding(scratch);
        let two_jobs = self.reads_like_two_jobs(title, coding.joint(Level::Occupation), scratch);
        (Coding { two_jobs, ..coding }, suggestions)
    }

    /// Takes in an answer; `false` when it has no usable words.
    pub(crate) fn score(&self, title: &str, tasks: &str, scratch: &mut Scratch) -> bool {
        scratch.extraction.extract(title, tasks, &mut &self.model.vocabulary);
        self.take_in_words(&scratch.extraction, &mut scratch.words);
        self.model.local.take_in(&scratch.extraction.local.values, &mut scratch.local);
        scratch.extraction.usable
    }

    fn take_in_words(&self, extraction: &Extraction, words: &mut Words) {
        words.at.clear();
        words.squares.clear();
        let mut used = 0;
        for token in &extraction.tokens {
            let at = self.folded.find(extraction.word(token), &self.model, &mut words.own, &mut used);
            words.squares.push(self.folded.get(at, &words.own).map_or(0.0, |folded| folded.squares));
            words.at.push((at, 0.0, 0.0));
        }
        let scales = GramScales::of(&words.squares, extraction.title_tokens);
        for (number, ((_, local, any), &squares)) in words.at.iter_mut().zip(&words.squares).enumerate() {
            if number < extraction.title_tokens {
                *local = scales.local(squares);
            }
            *any = scales.any();
        }
    }

    /// The decision values of a node's children for the answer taken in, by place.
    pub(crate) fn decisions<'s>(&self, node: usize, scratch: &'s mut Scratch) -> &'s [f32] {
        let node = &self.model.tree.nodes[node];
        let Scratch { words, local, extraction, .. } = scratch;
        let in_title = words.at[..extraction.title_tokens].iter();
        let words =
            in_title.filter_map(|&(at, factor, _)| Some((self.folded.get(at, &words.own)?.local.as_slice(), factor)));
        self.model.local.decisions(usize::from(node.segment), node.outputs(), words, local)
    }

    /// The decision value of the occupation classifier of a full code, for the answer taken in by `weigh`.
    pub(crate) fn occupation_decision(&self, code: Code, scratch: &mut Scratch) -> f32 {
        let Some(output) = self.model.occupation(code) else { return 0.0 };
        let layer = &self.model.occupations;
        let segment = layer.segments.partition_point(|segment| segment.end <= output);
        let Scratch { words, occupations, .. } = scratch;
        let all = words.at.iter();
        let words =
            all.filter_map(|&(at, _, factor)| Some((self.folded.get(at, &words.own)?.occupations.as_slice(), factor)));
        layer.decisions(segment, output..output + 1, words, occupations)[0]
    }

    /// What the n-grams of a word add to the decision values of two outputs: of a local classifier, and of an occupation.
    pub(crate) fn grams(&self, word: usize, local: usize, occupation: usize, scratch: &Scratch) -> (f32, f32) {
        let (at, to_local, to_occupation) = scratch.words.at[word];
        let Some(folded) = self.folded.get(at, &scratch.words.own) else { return (0.0, 0.0) };
        let Model { local: locals, occupations, .. } = &self.model;
        (
            to_local * folded.local[local] * locals.scales[local],
            to_occupation * folded.occupations[occupation] * occupations.scales[occupation],
        )
    }

    pub(crate) fn shape(scratch: &Scratch) -> Shape {
        Shape::of(scratch.extraction.has_title, scratch.extraction.has_tasks)
    }

    /// How sharp the conditional probabilities of a node are for the answer in `scratch`.
    pub(crate) fn sharpness(&self, node: usize, scratch: &Scratch) -> f32 {
        self.model.sharpness[node][Engine::shape(scratch) as usize]
    }

    /// Whether a full code may be an answer: non-classification codes only where the classification has them.
    pub(crate) fn answers_with(&self, code: Code) -> bool {
        !code.is_non_classification() || self.model.card.classification.has_non_classification()
    }

    /// Finds the candidates and gives the occupation classifiers their say. Then finds further full codes, if `limit` asks
    /// for more; what the candidates get does not depend on it.
    pub(crate) fn weigh(&self, limit: usize, scratch: &mut Scratch) {
        self.find_candidates(scratch);
        let candidates = scratch.leaves.len();
        self.search(limit, limit, scratch);
        self.balance(candidates, scratch);
        let Scratch { leaves, found, .. } = scratch;
        leaves.retain(|&leaf| found[leaf as usize].code.is_some_and(|code| self.answers_with(code)));
    }

    /// How many of the full codes found may be answers.
    fn answers(&self, scratch: &Scratch) -> usize {
        let codes = scratch.leaves.iter().filter_map(|&leaf| scratch.found[leaf as usize].code);
        codes.filter(|&code| self.answers_with(code)).count()
    }

    fn find_candidates(&self, scratch: &mut Scratch) {
        self.model.occupations.take_in(&scratch.extraction.any.values, &mut scratch.occupations);
        scratch.found.clear();
        scratch.open.clear();
        scratch.leaves.clear();
        scratch.found.push(Place::reached(0, None, None, 1.0, Some(0)));
        scratch.open.push(Open { joint: 1.0, code: None, place: 0 });
        self.search(CANDIDATES, 2, scratch);
    }

    /// Best-first search over the joint probabilities of the hierarchy, from where it stands, until `most` full codes are
    /// found, or `least` that may be answers and the rest is far behind.
    fn search(&self, most: usize, least: usize, scratch: &mut Scratch) {
        while scratch.leaves.len() < most {
            let Some(Open { place: from, joint, .. }) = scratch.open.pop() else { break };
            let first = scratch.leaves.first().map_or(0.0, |&leaf| scratch.found[leaf as usize].joint);
            if joint < first * FAR && self.answers(scratch) >= least {
                scratch.open.push(Open { joint, code: scratch.found[from as usize].code, place: from });
                break;
            }
            match scratch.found[from as usize].node.map(usize::from) {
                Some(node) => self.expand(node, from, scratch),
                None => scratch.leaves.push(from),
            }
        }
    }

    fn expand(&self, node: usize, from: u32, scratch: &mut Scratch) {
        let sharpness = self.sharpness(node, scratch);
        let mut decisions = std::mem::take(&mut scratch.values);
        decisions.clear();
        decisions.extend_from_slice(self.decisions(node, scratch));
        scratch.found[from as usize].expanded = true;
        let above = scratch.found[from as usize].joint;
        let children = self.model.tree.nodes[node].children.iter();
        for (child, conditional) in children.zip(softmax(&decisions, sharpness)) {
            let (code, step, node) = (Some(child.code), Some(child.step), child.node);
            let joint = above * conditional;
            scratch.open.push(Open { joint, code, place: scratch.found.len() as u32 });
            scratch.found.push(Place::reached(from, code, step, joint, node));
        }
        scratch.values = decisions;
    }

    /// Shares out the probability anew among the candidates, which are the first of the leaves, and all other codes
    /// together: by the joint probability of the hierarchy and the decision value of the occupation classifier. Then the
    /// groups above hold what is below them.
    fn balance(&self, candidates: usize, scratch: &mut Scratch) {
        let balance = self.model.balance[Engine::shape(scratch) as usize];
        let mut values = std::mem::take(&mut scratch.values);
        values.clear();
        for rank in 0..candidates {
            let place = &mut scratch.found[scratch.leaves[rank] as usize];
            place.candidate = true;
            let Place { code, joint, .. } = *place;
            let decision = code.map_or(0.0, |code| self.occupation_decision(code, scratch));
            values.push(balance.of(joint, decision));
        }
        let Scratch { found, leaves, .. } = scratch;
        let others = |place: &&mut Place| !place.expanded && !place.candidate;
        let rest: f32 = found.iter_mut().filter(others).map(|place| place.joint).sum();
        values.push(balance.rest(rest));
        let mut shares = softmax(&values, 1.0);
        for (&leaf, share) in leaves[..candidates].iter().zip(&mut shares) {
            found[leaf as usize].joint = share;
        }
        let factor = if rest > 0.0 { shares.next().unwrap_or(0.0) / rest } else { 0.0 };
        found.iter_mut().filter(others).for_each(|place| place.joint *= factor);
        found.iter_mut().filter(|place| place.expanded).for_each(|place| place.joint = 0.0);
        for at in (1..found.len()).rev() {
            let Place { from, joint, .. } = found[at];
            found[from as usize].joint += joint;
        }
        let key = |leaf: u32| (found[leaf as usize].joint, found[leaf as usize].code);
        leaves.sort_by(|&a, &b| key(b).0.total_cmp(&key(a).0).then_with(|| key(a).1.cmp(&key(b).1)));
        scratch.values = values;
    }

    /// For fitting the balance: the candidates with their joint probability in the hierarchy and the decision value of
    /// their occupation classifier, and the probability of all other codes.
    pub(crate) fn candidates(&self, scratch: &mut Scratch) -> (Vec<(Code, f32, f32)>, f32) {
        self.find_candidates(scratch);
        let leaves: Vec<Place> = scratch.leaves.iter().map(|&leaf| scratch.found[leaf as usize]).collect();
        let held: f32 = leaves.iter().map(|leaf| leaf.joint).sum();
        let candidate =
            |Place { code, joint, .. }| code.map(|code| (code, joint, self.occupation_decision(code, scratch)));
        (leaves.into_iter().filter_map(candidate).collect(), 1.0 - held)
    }

    fn coding(&self, scratch: &Scratch) -> Coding {
        let leaf = |rank: usize| scratch.leaves.get(rank).map(|&place| &scratch.found[place as usize]);
        let Some(best) = leaf(0) else { return Coding::BLANK };
        let runner_up = leaf(1);
        let mut conditionals = [1.0; 5];
        let mut break_level = None;
        let mut at = best;
        while let Some(step) = at.step {
            let conditional = scratch.conditional(at);
            conditionals[step.level().index()] = conditional;
            let siblings = scratch.found.iter().skip(1).filter(|other| other.from == at.from && other.step != at.step);
            let strongest = siblings.map(|other| scratch.conditional(other)).fold(0.0, f32::max);
            if conditional - strongest < self.model.card.break_gap {
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
                self.weigh(1, scratch);
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

/// Probabilities from decision values.
pub(crate) fn softmax(decisions: &[f32], sharpness: f32) -> impl Iterator<Item = f32> + use<> {
    let most = decisions.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = decisions.iter().map(|&decision| libm::expf(sharpness * (decision - most))).collect();
    let total: f32 = powers.iter().sum();
    powers.into_iter().map(move |power| power / total)
}

impl Scratch {
    /// The probability of a place given the one it was reached from.
    pub(crate) fn conditional(&self, place: &Place) -> f32 {
        let parent = self.found[place.from as usize].joint;
        if parent > 0.0 { (place.joint / parent).min(1.0) } else { 0.0 }
    }

    pub(crate) fn suggestions(&self) -> impl Iterator<Item = Suggestion> {
        let leaves = self.leaves.iter().map(|&place| &self.found[place as usize]);
        leaves.filter_map(|leaf| Some(Suggestion { code: leaf.code?, confidence: leaf.joint }))
    }
}
