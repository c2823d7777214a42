//! Opening, coding and closing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{changes, classification, earlier, explore, filters, moves, narrow, packs, people, progress};
use crate::derived::judged;
use crate::{
    AppState, Coded, Command, ContextCells, Effect, Job, JobId, Notice, Opened, Panel, Request, Review, Screen, can,
};
use formats::{ReadOptions, distinct_names};
use review::{Counts, EarlierTotals, Facets, Filter, Narrowing, Order};

pub(super) fn open(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let path = std::path::absolute(&path).unwrap_or(path);
    if state.opening.as_ref().is_some_and(|(_, opening)| *opening == path) {
        return Vec::new();
    }
    // What was asked for last counts, whichever is read first.
    let mut effects = abandon_opening(state);
    if state.review().is_some_and(|review| is_same_file(&review.path, &path)) {
        return effects;
    }
    let job = if is_project(&path) {
        Job::OpenProject(path.clone())
    } else {
        Job::Preview { source: path.clone(), options: ReadOptions::default() }
    };
    let (id, start) = progress::start(state, job);
    state.opening = Some((id, path));
    effects.push(start);
    effects
}

/// Forgets what is being opened.
pub(super) fn abandon_opening(state: &mut AppState) -> Vec<Effect> {
    let opening = state.opening.take();
    opening.map(|(id, _)| progress::abandon(state, id)).into_iter().collect()
}

/// Whether two paths lead to one file, through links too.
fn is_same_file(one: &Path, other: &Path) -> bool {
    let resolved = |path: &Path| std::fs::canonicalize(path).ok();
    one == other || resolved(one).is_some_and(|one| resolved(other) == Some(one))
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
    let Opened { project, content: opened } = opened;
    let copy = project.copy_made().map(Path::to_owned);
    let source = project.source();
    let path = project.path().to_owned();
    let mut review = Review {
        path: path.clone(),
        source_name: source.file_name.clone(),
        column_names: distinct_names(&source.columns),
        title_columns: source.title_columns.clone(),
        tasks_columns: source.tasks_columns.clone(),
        context_columns: source.context_columns.clone(),
        context: ContextCells::default(),
        classification: source.classification,
        model_id: opened.model_id,
        thresholds: opened.thresholds,
        coding: None,
        deciding: None,
        pack: opened.pack,
        splits: opened.splits,
        own_name: None,
        read_only: opened.read_only,
        problem_count: opened.problem_count,
        answers: Arc::new(opened.answers),
        ledger: Arc::new(opened.ledger),
        counts: Counts::default(),
        columns: opened.columns,
        codings: Arc::new(opened.codings),
        engine: opened.engine,
        filter: Filter::All,
        query: String::new(),
        order: Order::File,
        visible: Vec::new(),
        outdated: false,
        selected: None,
        unwritten: None,
        last_action: None,
        pace: 0.0,
        narrowing: Narrowing::default(),
        words: Vec::new(),
        facets: Facets::default(),
        frequent_words: Vec::new(),
        words_looked_at: false,
        counting_words: None,
        group: None,
        bulk: None,
        groups: Arc::new(opened.groups),
        earlier: Arc::new(opened.earlier),
        earlier_totals: EarlierTotals::default(),
        recoding: opened.recoding,
        side_job: None,
        coding_runs: opened.coding_runs,
        changes: None,
        against_people: Vec::new(),
        listed: None,
        samples: opened.samples,
        blind_notes: BTreeMap::new(),
        unaided: opened.unaided,
        as_of: None,
        barred: state.settings.role.bar(),
        index: Arc::new(opened.index),
        found: None,
    };
    earlier::mark(&mut review);
    effects.push(Effect::KeepProject(Box::new(project)));
    let place = state.settings.places.get(&path).filter(|_| !review.columns.is_empty()).cloned();
    if let Some(place) = &place {
        place.view.show(&mut review);
        narrow::search(&mut review);
    }
    effects.extend(filters::apply(&mut review));
    if let Some(place) = place {
        effects.extend(moves::select_record(&mut review, place.record));
    }
    state.screen = Screen::Review(Box::new(review));
    state.panel = Panel::None;
    if let Some(notice) = packs::arrive(state) {
        effects.extend(progress::notify(state, notice));
    }
    if opened.read_only {
        effects.extend(progress::notify(state, only_to_look(&path)));
    }
    if let Some(copy) = copy {
        let words = format!(
            "This project was of an earlier version and was brought up to date. It stands as it was in {}; remove that \
             when you do not need it.",
            copy.display()
        );
        effects.extend(progress::notify(state, Notice::news(words)));
    }
    if let Some(notice) = opened.notice {
        effects.extend(progress::notify(state, *notice));
    }
    state.settings.remember(&path);
    effects.push(Effect::SaveSettings(state.settings.clone()));
    effects.extend(people::greet(state));
    if can(state, &Command::StartCoding).is_ok() {
        effects.extend(start_coding(state));
    }
    effects
}

fn only_to_look(path: &Path) -> Notice {
    Notice {
        what_happened: format!("The project “{}” or its folder cannot be written to.", path.display()),
        what_is_safe: "Read only: you can look and export, not decide.".to_owned(),
        what_to_do: "To decide, copy it to a folder of your own and open the copy.".to_owned(),
        action: None,
        is_error: false,
    }
}

pub(super) fn start_coding(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let Some(engine) = review.engine.clone() else { return Vec::new() };
    let answers = Arc::clone(&review.answers);
    let job = Job::Code { answers, engine, thresholds: review.thresholds, recoding: review.recoding };
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
    progress::withdraw(state, &Command::CodeAgain);
    let Some(review) = state.review_mut().filter(|review| review.coding == Some(id)) else { return Vec::new() };
    review.coding = None;
    let again = !review.codings.is_empty();
    // Lists of what the coding before had changed say nothing of this one.
    review.changes = None;
    review.against_people.clear();
    review.listed = None;
    review.coding_runs += 1;
    review.columns = judged(coded.columns, &review.ledger, &review.groups);
    earlier::mark(review);
    review.codings = Arc::new(coded.codings);
    review.thresholds = coded.thresholds;
    review.model_id = coded.model_id;
    let (count, to_review) = (review.len(), review.counts.of(Filter::Flagged));
    review.last_action = Some(format!("Coded {count} records; {to_review} to review"));
    let mut effects = filters::apply(review);
    moves::explain(review);
    moves::remember(review);
    classification::records_changed(state);
    effects.extend(narrow::count_words(state));
    if again {
        effects.extend(changes::compare(state));
    }
    effects
}

/// Leaves what is open: jobs that belong to it are stopped, the project file is let go.
pub(super) fn leave(state: &mut AppState) -> Vec<Effect> {
    classification::forget_records(state);
    let mut effects = explore::forget_records(state);
    let belonging = match &state.screen {
        Screen::Start => return effects,
        Screen::Mapping(mapping) => [mapping.reading, mapping.importing, None, None],
        Screen::Review(review) => [review.coding, review.counting_words, review.side_job, review.deciding],
    };
    packs::leave(state);
    let supervision = state.supervise.leave();
    effects.extend(narrow::remember_place(state));
    for id in belonging.into_iter().flatten().chain(supervision) {
        effects.push(progress::abandon(state, id));
    }
    state.screen = Screen::Start;
    state.panel = Panel::None;
    progress::withdraw(state, &Command::CodeAgain);
    effects.push(Effect::CloseProject);
    effects
}

pub(super) fn close(state: &mut AppState) -> Vec<Effect> {
    leave(state)
}

/// Ends the program, unless an export would be lost by that.
pub(super) fn quit(state: &mut AppState) -> Vec<Effect> {
    if !progress::writes_export(state) {
        return quit_anyway(state);
    }
    let notice = Notice {
        what_happened: "An export is being written, so Occudesk was not ended.".to_owned(),
        what_is_safe: "Every decision is saved.".to_owned(),
        what_to_do: "Wait for the export, or quit without it; the file is then not kept.".to_owned(),
        action: None,
        is_error: false,
    };
    progress::notify(state, notice.with_action(Command::QuitAnyway))
}

/// Ends the program. Coding that has not ended begins again when the project is opened.
pub(super) fn quit_anyway(state: &mut AppState) -> Vec<Effect> {
    let mut effects: Vec<Effect> = state.jobs.iter().map(|job| Effect::Cancel(job.id)).collect();
    effects.extend(leave(state));
    effects.push(Effect::Ask(Request::CloseWindow));
    effects
}
