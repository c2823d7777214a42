//! Exploring: every keystroke is read by both engines at once; what would change the code is looked for beside it.

use std::sync::Arc;

use domain::{ClassificationId, Code, Level};

use super::{classification, progress};
use crate::explore::Tried;
use crate::{AppState, EXAMPLES, Effect, ExploreCommand, ExploreFound, ExploreJob, Job, JobId, Workspace};

/// Bytes kept of each text; the engine looks at no more.
const LONGEST_TEXT: usize = 20_000;

pub(super) fn command(state: &mut AppState, command: ExploreCommand) -> Vec<Effect> {
    match command {
        ExploreCommand::SetAnswer(title, tasks) => {
            state.explore.example = None;
            set(state, title, tasks)
        }
        ExploreCommand::Clear => clear(state),
        ExploreCommand::Show(id) => show_path(state, id),
        ExploreCommand::ShowOther => show_path(state, state.explore.classification.other()),
        ExploreCommand::ChooseLevel(level) => choose_level(state, level),
        ExploreCommand::MoveLevel(by) => move_level(state, by),
        ExploreCommand::Pin => pin(state),
        ExploreCommand::Unpin => unpin(state),
        ExploreCommand::Swap => swap(state),
        ExploreCommand::Example(at) => example(state, at),
        ExploreCommand::NextExample => {
            let at = state.explore.example.map_or(0, |at| (at + 1) % EXAMPLES.len());
            example(state, at)
        }
        ExploreCommand::PreviousExample => {
            let at = state.explore.example.map_or(0, |at| (at + EXAMPLES.len() - 1) % EXAMPLES.len());
            example(state, at)
        }
        ExploreCommand::Record => record(state),
        ExploreCommand::LookUp(id, code) => look_up(state, id, code),
    }
}

/// Comes to the workspace: the engine of the open project is used again, the others are read.
pub(super) fn arrive(state: &mut AppState) -> Vec<Effect> {
    let of_project = state.review().and_then(|review| Some((review.classification, review.engine.clone()?)));
    if let Some((id, engine)) = of_project {
        let place = &mut state.explore.engines[id as usize];
        if place.is_none() {
            *place = Some(engine);
        }
    }
    let missing: Vec<ClassificationId> =
        ClassificationId::ALL.into_iter().filter(|id| state.explore.engines[*id as usize].is_none()).collect();
    if missing.is_empty() || state.explore.loading.is_some() {
        return Vec::new();
    }
    let (id, start) = progress::start(state, Job::Explore(ExploreJob::ReadModels(missing)));
    state.explore.loading = Some(id);
    vec![start]
}

/// Takes in what a job found.
pub(super) fn found(state: &mut AppState, id: JobId, found: ExploreFound) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let explore = &mut state.explore;
    match found {
        ExploreFound::Models(engines) => {
            explore.loading = None;
            for (id, engine) in engines {
                explore.engines[id as usize] = Some(Arc::new(engine));
            }
            if let Some(pinned) = explore.pinned.take() {
                explore.pinned = Some(read_again(pinned, &explore.engines));
            }
            explore.typed = read_again(std::mem::take(&mut explore.typed), &explore.engines);
            explore.weigh_words();
            look(state)
        }
        ExploreFound::Changes(changes) => {
            explore.looking = None;
            for (id, changes) in changes {
                if let Some(reading) = &mut explore.typed.readings[id as usize] {
                    reading.changes = Some(changes);
                }
            }
            Vec::new()
        }
    }
}

fn read_again(tried: Tried, engines: &[Option<Arc<classifier::Engine>>; 2]) -> Tried {
    let Tried { title, tasks, from_record, is_cut, .. } = tried;
    Tried { from_record, is_cut, ..Tried::of(title, tasks, engines) }
}

/// A job was stopped or failed: nothing waits for it.
pub(super) fn release(state: &mut AppState, id: JobId) {
    state.explore.loading.take_if(|loading| *loading == id);
    state.explore.looking.take_if(|looking| *looking == id);
}

/// The project is closed: what came from its records is forgotten.
pub(super) fn forget_records(state: &mut AppState) -> Vec<Effect> {
    let explore = &mut state.explore;
    explore.pinned.take_if(|pinned| pinned.from_record);
    if !explore.typed.from_record {
        return Vec::new();
    }
    clear(state)
}

fn set(state: &mut AppState, mut title: String, mut tasks: String) -> Vec<Effect> {
    let is_cut = title.len().max(tasks.len()) > LONGEST_TEXT;
    for text in [&mut title, &mut tasks] {
        text.truncate(text.floor_char_boundary(LONGEST_TEXT));
    }
    let explore = &mut state.explore;
    if explore.typed.title == title && explore.typed.tasks == tasks {
        return Vec::new();
    }
    let from_record = explore.typed.from_record;
    explore.typed = Tried { from_record, is_cut, ..Tried::of(title, tasks, &explore.engines) };
    explore.weigh_words();
    look(state)
}

/// Looks for what would change the code of the typed answer, and for that of no earlier one.
fn look(state: &mut AppState) -> Vec<Effect> {
    let mut effects: Vec<Effect> = Vec::new();
    if let Some(id) = state.explore.looking.take() {
        effects.push(progress::abandon(state, id));
    }
    let Tried { title, tasks, readings, .. } = &state.explore.typed;
    if readings.iter().all(Option::is_none) {
        return effects;
    }
    let engines = state.explore.engines.iter().flatten().map(Arc::clone).collect();
    let job = ExploreJob::LookForChanges { title: title.clone(), tasks: tasks.clone(), engines };
    let (id, start) = progress::start(state, Job::Explore(job));
    state.explore.looking = Some(id);
    effects.push(start);
    effects
}

fn clear(state: &mut AppState) -> Vec<Effect> {
    state.explore.example = None;
    state.explore.level = None;
    state.explore.typed.from_record = false;
    set(state, String::new(), String::new())
}

fn show_path(state: &mut AppState, id: ClassificationId) -> Vec<Effect> {
    state.explore.classification = id;
    state.explore.weigh_words();
    Vec::new()
}

fn choose_level(state: &mut AppState, level: Option<Level>) -> Vec<Effect> {
    state.explore.level = level;
    state.explore.weigh_words();
    Vec::new()
}

/// Goes up or down the path; it stays within.
fn move_level(state: &mut AppState, by: i32) -> Vec<Effect> {
    let at = state.explore.shown_level().map_or(0, Level::index);
    let at = super::panels::moved(at, by, Level::ALL.len());
    choose_level(state, Level::ALL.get(at).copied())
}

fn pin(state: &mut AppState) -> Vec<Effect> {
    state.explore.pinned = Some(state.explore.typed.clone());
    state.explore.example = None;
    Vec::new()
}

fn unpin(state: &mut AppState) -> Vec<Effect> {
    state.explore.pinned = None;
    state.explore.example = None;
    Vec::new()
}

fn swap(state: &mut AppState) -> Vec<Effect> {
    let explore = &mut state.explore;
    if let Some(pinned) = &mut explore.pinned {
        std::mem::swap(pinned, &mut explore.typed);
    }
    explore.example = None;
    explore.weigh_words();
    look(state)
}

/// Pins the first answer of an example and puts the second into the fields.
fn example(state: &mut AppState, at: usize) -> Vec<Effect> {
    let Some(example) = EXAMPLES.get(at) else { return Vec::new() };
    let mut effects = classification::show(state, Workspace::Explore);
    let explore = &mut state.explore;
    let (title, tasks) = example.before;
    explore.pinned = Some(Tried::of(title.to_owned(), tasks.to_owned(), &explore.engines));
    explore.level = Some(example.level);
    explore.typed.from_record = false;
    // What the examples say is true of this classification.
    explore.classification = ClassificationId::Osca2024;
    explore.example = Some(at);
    let (title, tasks) = example.after;
    effects.extend(set(state, title.to_owned(), tasks.to_owned()));
    // The answer may have stood there already.
    state.explore.weigh_words();
    effects
}

/// Explores the answer of the selected record, in the classification of the project.
fn record(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let Some(selected) = &review.selected else { return Vec::new() };
    let (title, tasks) = review.answers.answer(selected.record);
    let (title, tasks) = (title.to_owned(), tasks.to_owned());
    let classification = review.classification;
    let mut effects = classification::show(state, Workspace::Explore);
    let explore = &mut state.explore;
    explore.classification = classification;
    explore.level = None;
    explore.example = None;
    explore.typed.from_record = true;
    effects.extend(set(state, title, tasks));
    state.explore.weigh_words();
    effects
}

fn look_up(state: &mut AppState, id: ClassificationId, code: Code) -> Vec<Effect> {
    let mut effects = classification::show(state, Workspace::Classification);
    effects.extend(classification::look_up(state, id, code));
    effects
}
