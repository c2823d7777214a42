//! The mapping step.

use std::path::{Path, PathBuf};

use formats::{Preview, ReadOptions};

use super::{figure, files, progress};
use crate::decided::Decided;
use crate::output::earlier_outputs;
use crate::{AppState, ColumnUse, Effect, ImportPlan, Job, JobId, Mapping, OldOutput, Panel, Request, Screen};

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
        old_decisions: false,
        reading: None,
        failure: None,
        uses: Vec::new(),
        columns_chosen: false,
        classification: domain::ClassificationId::Osca2024,
        project_path: project_path.clone(),
        project_exists: false,
        old_output: OldOutput::default(),
        code_columns: Vec::new(),
        recode_column: None,
        importing: None,
    };
    take(&mut mapping, preview);
    state.screen = Screen::Mapping(Box::new(mapping));
    effects.push(Effect::LookAt(project_path));
    effects
}

fn take(mapping: &mut Mapping, preview: Preview) {
    mapping.old_columns = earlier_outputs(&preview.header);
    mapping.old_decisions = Decided::columns(&preview.header).is_some();
    if mapping.old_output == OldOutput::TakeOver && !mapping.old_decisions {
        mapping.old_output = OldOutput::default();
    }
    mapping.uses = uses(mapping, &preview);
    super::recode::take(mapping, &preview);
    mapping.failure = None;
    mapping.preview = Some(preview);
}

/// What the columns are for: as chosen where they are still the same ones, else as guessed.
fn uses(mapping: &Mapping, preview: &Preview) -> Vec<ColumnUse> {
    let mut guessed = vec![ColumnUse::Carried; preview.columns.len()];
    for at in formats::context_columns(&preview.columns) {
        guessed[at] = ColumnUse::Context;
    }
    for (column, of) in [(preview.guess.tasks, ColumnUse::Tasks), (preview.guess.title, ColumnUse::Title)] {
        if let Some(place) = column.and_then(|column| guessed.get_mut(column)) {
            *place = of;
        }
    }
    let before = mapping.preview.as_ref().map_or(&[][..], |before| &before.columns);
    if !mapping.columns_chosen {
        return guessed;
    }
    // Another encoding or the names in the first row change names, another delimiter or sheet the columns.
    let same = before.len() == preview.columns.len();
    let earlier = |at: usize| if same { Some(at) } else { before.iter().position(|name| *name == preview.columns[at]) };
    let mut uses = guessed.clone();
    for (at, of) in uses.iter_mut().enumerate() {
        *of = earlier(at).and_then(|earlier| mapping.uses.get(earlier).copied()).unwrap_or(*of);
    }
    if !uses.contains(&ColumnUse::Title) { guessed } else { uses }
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
        choose_alone(mapping, Some(column), ColumnUse::Title);
    })
}

pub(super) fn set_tasks_column(state: &mut AppState, column: Option<usize>) -> Vec<Effect> {
    change(state, |mapping| {
        choose_alone(mapping, column, ColumnUse::Tasks);
    })
}

pub(super) fn set_use(state: &mut AppState, column: usize, of: ColumnUse) -> Vec<Effect> {
    change(state, |mapping| {
        mapping.columns_chosen = true;
        // What never enters the project cannot be recoded by.
        mapping.recode_column.take_if(|recoded| *recoded == column && of == ColumnUse::LeftOut);
        if let Some(place) = mapping.uses.get_mut(column) {
            *place = of;
        }
    })
}

/// Gives one column a use that others lose.
fn choose_alone(mapping: &mut Mapping, column: Option<usize>, of: ColumnUse) {
    mapping.columns_chosen = true;
    for (at, place) in mapping.uses.iter_mut().enumerate() {
        if Some(at) == column {
            *place = of;
        } else if *place == of {
            *place = ColumnUse::Carried;
        }
    }
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
    figure::looked_at(state, path, exists);
    Vec::new()
}

pub(super) fn start_import(state: &mut AppState) -> Vec<Effect> {
    let Some(mapping) = state.mapping() else { return Vec::new() };
    let plan = ImportPlan {
        source: mapping.source.clone(),
        options: mapping.options.clone(),
        title_columns: mapping.columns(ColumnUse::Title),
        tasks_columns: mapping.columns(ColumnUse::Tasks),
        context_columns: mapping.columns(ColumnUse::Context),
        left_out: mapping.columns(ColumnUse::LeftOut),
        classification: mapping.classification,
        project_path: mapping.project_path.clone(),
        old_output: mapping.old_output,
        reviewer: state.settings.reviewer.clone(),
        recode_column: mapping.recode_column.filter(|_| mapping.classification == crate::recode::TO),
    };
    // Whoever imports does not want what was being opened any more.
    let mut effects = files::abandon_opening(state);
    let (id, start) = progress::start(state, Job::Import(Box::new(plan)));
    effects.push(start);
    change(state, |mapping| mapping.importing = Some(id));
    effects
}
