//! Opening, coding and closing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use review::{Filter, Order};

use super::{filters, moves, progress};
use crate::derived::judged;
use crate::{AppState, Coded, Effect, Job, JobId, Opened, Panel, Request, Review, Screen};
use formats::{ReadOptions, distinct_names};

pub(super) fn open(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let path = std::path::absolute(&path).unwrap_or(path);
    if state.review().is_some_and(|review| review.path == path) {
        return Vec::new();
    }
    let job = if is_project(&path) {
        Job::OpenProject(path)
    } else {
        Job::Preview { source: path, options: ReadOptions::default() }
    };
    vec![progress::start(state, job).1]
}

/// Whether a file has the name of a project.
pub(super) fn is_project(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(store::EXTENSION))
}

/// The path with an extension behind the one that it may have: `survey.v2` becomes `survey.v2.occudesk`.
pub(super) fn with_ending(path: PathBuf, extension: &str) -> PathBuf {
    let mut text = path.into_os_string();
    text.push(".");
    text.push(extension);
    PathBuf::from(text)
}

/// Shows the project and codes it when that was not done yet.
pub(super) fn opened(state: &mut AppState, id: JobId, opened: Opened) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let mut effects = leave(state);
    let source = opened.project.source();
    let path = opened.project.path().to_owned();
    let mut review = Review {
        path: path.clone(),
        source_name: source.file_name.clone(),
        column_names: distinct_names(&source.columns),
        title_column: source.title_column,
        tasks_column: source.tasks_column,
        classification: source.classification,
        model_id: opened.model_id,
        thresholds: opened.thresholds,
        coding: None,
        problem_count: opened.problem_count,
        answers: Arc::new(opened.answers),
        ledger: Arc::new(opened.ledger),
        counts: opened.columns.counts(),
        columns: opened.columns,
        codings: Arc::new(opened.codings),
        engine: opened.engine,
        filter: Filter::All,
        query: String::new(),
        order: Order::File,
        visible: Vec::new(),
        outdated: false,
        selected: None,
        last_action: None,
        pace: 0.0,
        index: Arc::new(opened.index),
        found: None,
    };
    effects.push(Effect::KeepProject(Box::new(opened.project)));
    effects.extend(filters::apply(&mut review));
    state.screen = Screen::Review(Box::new(review));
    state.panel = Panel::None;
    state.notices.extend(opened.notice.map(|notice| *notice));
    state.settings.remember(&path);
    effects.push(Effect::SaveSettings(state.settings.clone()));
    if state.review().is_some_and(|review| !review.is_coded() && review.engine.is_some()) {
        effects.extend(start_coding(state));
    }
    effects
}

pub(super) fn start_coding(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let Some(engine) = review.engine.clone() else { return Vec::new() };
    let job = Job::Code { answers: Arc::clone(&review.answers), engine, thresholds: review.thresholds };
    let (id, start) = progress::start(state, job);
    if let Some(review) = state.review_mut() {
        review.coding = Some(id);
    }
    vec![start]
}

/// Takes in the codings.
pub(super) fn coded(state: &mut AppState, id: JobId, coded: Coded) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let Some(review) = state.review_mut().filter(|review| review.coding == Some(id)) else { return Vec::new() };
    review.coding = None;
    review.columns = judged(coded.columns, &review.ledger);
    review.counts = review.columns.counts();
    review.codings = Arc::new(coded.codings);
    review.thresholds = coded.thresholds;
    review.model_id = coded.model_id;
    let (count, flagged) = (review.len(), review.counts.of(Filter::Flagged));
    review.last_action = Some(format!("Coded {count} records; {flagged} to review"));
    let effects = filters::apply(review);
    moves::explain(review);
    effects
}

/// Leaves what is open: jobs that belong to it are stopped, the project file is let go.
pub(super) fn leave(state: &mut AppState) -> Vec<Effect> {
    let belonging = match &state.screen {
        Screen::Start => return Vec::new(),
        Screen::Mapping(mapping) => [mapping.reading, mapping.importing],
        Screen::Review(review) => [review.coding, None],
    };
    let mut effects: Vec<Effect> = Vec::new();
    for id in belonging.into_iter().flatten() {
        effects.push(progress::abandon(state, id));
    }
    state.screen = Screen::Start;
    state.panel = Panel::None;
    effects.push(Effect::CloseProject);
    effects
}

pub(super) fn close(state: &mut AppState) -> Vec<Effect> {
    leave(state)
}

pub(super) fn quit(state: &mut AppState) -> Vec<Effect> {
    let mut effects: Vec<Effect> = state.jobs.iter().map(|job| Effect::Cancel(job.id)).collect();
    effects.extend(leave(state));
    effects.push(Effect::Ask(Request::CloseWindow));
    effects
}
