//! Making a house rule of a decision.

use std::path::PathBuf;

use review::{SourceKind, Verdict};

use super::panels;
use crate::{AppState, Effect, Panel, Request, RulePanel};

/// The file that is offered where no house rules are used yet.
const USUAL_NAME: &str = "house-rules.tsv";

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let panel = || {
        let review = state.review()?;
        let record = review.selected.as_ref()?.record;
        let judgement = review.ledger.judgement(record)?;
        let (title, tasks) = review.answers.answer(record);
        let rules = review.earlier.sources().iter().rev().find(|source| source.kind == SourceKind::Rules);
        let path = rules.map_or_else(|| review.path.with_file_name(USUAL_NAME), |source| PathBuf::from(&source.path));
        Some(RulePanel {
            title: title.to_owned(),
            tasks: tasks.to_owned(),
            verdict: Verdict::of(judgement.decision?),
            reason: judgement.note.clone(),
            path,
        })
    };
    match panel() {
        Some(panel) => panels::show(state, Panel::Rule(panel)),
        None => Vec::new(),
    }
}

pub(super) fn change(state: &mut AppState, change: impl FnOnce(&mut RulePanel)) -> Vec<Effect> {
    if let Panel::Rule(panel) = &mut state.panel {
        change(panel);
    }
    Vec::new()
}

pub(super) fn set_path(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let has_ending = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
    let path = if has_ending { path } else { super::files::with_ending(path, "tsv") };
    change(state, |panel| panel.path = path)
}

pub(super) fn ask_path(state: &AppState) -> Vec<Effect> {
    match &state.panel {
        Panel::Rule(panel) => vec![Effect::Ask(Request::RulePath { suggested: panel.path.clone() })],
        _ => Vec::new(),
    }
}

/// Writes the rule; the panel closes, and the file is read again when it is written.
pub(super) fn write(state: &mut AppState) -> Vec<Effect> {
    let Some(classification) = state.review().map(|review| review.classification) else { return Vec::new() };
    let Panel::Rule(panel) = std::mem::replace(&mut state.panel, Panel::None) else { return Vec::new() };
    vec![Effect::WriteRule(Box::new(panel), classification)]
}
