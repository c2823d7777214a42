//! What the last coding changed against the one before.

use std::path::PathBuf;
use std::sync::Arc;

use review::Changes;

use super::{panels, progress};
use crate::{AppState, ChangesPlan, Command, Effect, Job, JobId, Notice, Panel, Request, Workspace, can};

/// Shows what changed; it is read from the project where that was not done yet.
pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    if state.review().is_some_and(|review| review.changes.is_some()) {
        return panels::show(state, Panel::Changes);
    }
    compare(state)
}

/// Compares the last two codings, if there are two and nothing else is being read.
pub(super) fn compare(state: &mut AppState) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        review.changes = None;
    }
    if can(state, &Command::OpenChanges).is_err() {
        return Vec::new();
    }
    let (id, start) = progress::start(state, Job::Compare);
    if let Some(review) = state.review_mut() {
        review.side_job = Some(id);
    }
    vec![start]
}

pub(super) fn compared(state: &mut AppState, id: JobId, changes: Changes) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let Some(review) = state.review_mut().filter(|review| review.side_job == Some(id)) else { return Vec::new() };
    review.side_job = None;
    review.against_people = changes.now_against_people(&review.ledger);
    review.changes = Some(Arc::new(changes));
    if state.panel == Panel::None && state.workspace == Workspace::Review {
        return panels::show(state, Panel::Changes);
    }
    // Whatever somebody is at goes on.
    let words = "What the last coding changed can be looked at now.".to_owned();
    progress::notify(state, Notice::news(words).with_action(Command::OpenChanges))
}

pub(super) fn export(state: &mut AppState, path: Option<PathBuf>) -> Vec<Effect> {
    let Some((review, changes)) = state.review().and_then(|review| Some((review, review.changes.clone()?))) else {
        return Vec::new();
    };
    let Some(path) = path else {
        let stem = review.path.file_stem().unwrap_or_default().to_string_lossy();
        let suggested = review.path.with_file_name(format!("{stem}-changes.csv"));
        return vec![Effect::Ask(Request::ChangesPath { suggested })];
    };
    let (answers, classification) = (Arc::clone(&review.answers), review.classification);
    let plan = ChangesPlan { path, changes, answers, classification };
    vec![progress::start(state, Job::ExportChanges(Box::new(plan))).1]
}
