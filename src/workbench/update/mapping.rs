//! The mapping step.

use std::path::{Path, PathBuf};

use formats::{Preview, ReadOptions};

use super::{files, progress};
use crate::output::earlier_outputs;
use crate::{AppState, Effect, ImportPlan, Job, JobId, Mapping, OldOutput, Panel, Request, Screen};

/// Takes in the first rows: of the source that is being mapped, or of one that was just opened.
pub(super) fn previewed(state: &mut AppState, id: JobId, source: PathBuf, preview: Preview) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    if let Some(mapping) = state.mapping_mut().filter(|mapping| mapping.reading == Some(id)) {
        mapping.reading = None;
        take(mapping, preview);
        return Vec::new();
    }
    let mut effects = files::leave(state);
    let project_path = source.with_extension(store::EXTENSION);
    let mut mapping = Mapping {
        source,
        options: ReadOptions::default(),
        preview: None,
        old_columns: Vec::new(),
        reading: None,
        failure: None,
        title_column: None,
        tasks_column: None,
        columns_chosen: false,
        classification: domain::ClassificationId::Osca2024,
        project_path: project_path.clone(),
        project_exists: false,
        old_output: OldOutput::default(),
        importing: None,
    };
    take(&mut mapping, preview);
    state.screen = Screen::Mapping(Box::new(mapping));
    effects.push(Effect::LookAt(project_path));
    effects
}

fn take(mapping: &mut Mapping, preview: Preview) {
    let count = preview.columns.len();
    mapping.old_columns = earlier_outputs(&preview.header);
    if !mapping.columns_chosen {
        mapping.title_column = preview.guess.title;
        mapping.tasks_column = preview.guess.tasks;
    }
    // Another delimiter or sheet can leave fewer columns.
    mapping.title_column = mapping.title_column.filter(|at| *at < count).or(preview.guess.title);
    mapping.tasks_column = mapping.tasks_column.filter(|at| *at < count && Some(*at) != mapping.title_column);
    mapping.failure = None;
    mapping.preview = Some(preview);
}

/// Changes how the source is read and reads its first rows again.
pub(super) fn read_again(state: &mut AppState, change: impl FnOnce(&mut ReadOptions)) -> Vec<Effect> {
    let Some(mapping) = state.mapping_mut() else { return Vec::new() };
    change(&mut mapping.options);
    let job = Job::Preview { source: mapping.source.clone(), options: mapping.options.clone() };
    let before = mapping.reading.take();
    let mut effects: Vec<Effect> = before.map(|id| progress::abandon(state, id)).into_iter().collect();
    let (id, start) = progress::start(state, job);
    effects.push(start);
    if let Some(mapping) = state.mapping_mut() {
        mapping.reading = Some(id);
    }
    effects
}

pub(super) fn change(state: &mut AppState, change: impl FnOnce(&mut Mapping)) -> Vec<Effect> {
    if let Some(mapping) = state.mapping_mut() {
        change(mapping);
    }
    Vec::new()
}

pub(super) fn set_title_column(state: &mut AppState, column: usize) -> Vec<Effect> {
    change(state, |mapping| {
        mapping.columns_chosen = true;
        mapping.title_column = Some(column);
        mapping.tasks_column = mapping.tasks_column.filter(|tasks| *tasks != column);
    })
}

pub(super) fn set_tasks_column(state: &mut AppState, column: Option<usize>) -> Vec<Effect> {
    change(state, |mapping| {
        mapping.columns_chosen = true;
        mapping.tasks_column = column;
    })
}

pub(super) fn ask_project_path(state: &AppState) -> Vec<Effect> {
    let suggested = state.mapping().map(|mapping| mapping.project_path.clone());
    suggested.map(|suggested| Effect::Ask(Request::ProjectPath { suggested })).into_iter().collect()
}

pub(super) fn set_project_path(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let path = if files::is_project(&path) { path } else { files::with_ending(path, store::EXTENSION) };
    change(state, |mapping| {
        mapping.project_exists = false;
        mapping.project_path.clone_from(&path);
    });
    vec![Effect::LookAt(path)]
}

pub(super) fn use_free_name(state: &AppState) -> Vec<Effect> {
    state.mapping().map(|mapping| Effect::FindFreeName(mapping.project_path.clone())).into_iter().collect()
}

pub(super) fn open_existing(state: &mut AppState) -> Vec<Effect> {
    match state.mapping().map(|mapping| mapping.project_path.clone()) {
        Some(path) => files::open(state, path),
        None => Vec::new(),
    }
}

/// Whether a file stands where the project or the export goes.
pub(super) fn looked_at(state: &mut AppState, path: &Path, exists: bool) -> Vec<Effect> {
    if let Panel::Export(panel) = &mut state.panel
        && panel.path == path
    {
        panel.replaces = exists;
    }
    if let Some(mapping) = state.mapping_mut().filter(|mapping| mapping.project_path == path) {
        mapping.project_exists = exists;
    }
    Vec::new()
}

pub(super) fn start_import(state: &mut AppState) -> Vec<Effect> {
    let Some((mapping, title_column)) = state.mapping().and_then(|mapping| Some((mapping, mapping.title_column?)))
    else {
        return Vec::new();
    };
    let plan = ImportPlan {
        source: mapping.source.clone(),
        options: mapping.options.clone(),
        title_column,
        tasks_column: mapping.tasks_column,
        classification: mapping.classification,
        project_path: mapping.project_path.clone(),
        old_output: mapping.old_output,
    };
    // Whoever imports does not want what was being opened any more.
    let mut effects = files::abandon_opening(state);
    let (id, start) = progress::start(state, Job::Import(Box::new(plan)));
    effects.push(start);
    change(state, |mapping| mapping.importing = Some(id));
    effects
}
