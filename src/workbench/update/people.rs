//! Who is working, everybody's figures, and the log entry by entry.

use std::sync::Arc;

use review::{LogFilter, Timestamp, hash_beginning};

use super::{anchoring, as_of, panels, practice, progress, settings};
use crate::{
    AppState, Command, Effect, HeadFound, Job, JobId, Notice, Panel, PeopleCommand, PeopleEvent, PeopleJob, PeoplePart,
    Role, SupervisePage, Workspace,
};

/// Other names told when a project is opened.
const NAMES_TOLD: usize = 3;

pub(super) fn command(state: &mut AppState, command: PeopleCommand, now: Timestamp) -> Vec<Effect> {
    let view = &mut state.supervise.people;
    match command {
        PeopleCommand::OpenWho => panels::show(state, Panel::Who),
        PeopleCommand::SetRole(role) => set_role(state, role),
        PeopleCommand::ShowPart(part) => {
            view.part = part;
            Vec::new()
        }
        PeopleCommand::ChoosePerson(name) => {
            view.chosen = name;
            Vec::new()
        }
        PeopleCommand::SetLogFilter(filter) => set_filter(state, filter),
        PeopleCommand::MarkEntry(number) => {
            view.marked = Some(number);
            Vec::new()
        }
        PeopleCommand::MoveEntry(by) => move_entry(state, by),
        PeopleCommand::VerifyLog => {
            view.verified = None;
            let (id, start) = progress::start(state, Job::People(Box::new(PeopleJob::Verify)));
            state.supervise.people.verifying = Some(id);
            vec![start]
        }
        PeopleCommand::FindHead(text) => find_head(state, &text),
        PeopleCommand::SetUnaidedShare(percent) => anchoring::set(state, percent, now),
        PeopleCommand::StandAt(number) => as_of::start(state, number),
        PeopleCommand::BackToNow => as_of::back(state, now),
    }
}

/// Writes another name beside decisions from now on. A name that was here before brings its role with it; a new one has
/// the role that stands.
pub(super) fn work_as(state: &mut AppState, name: &str) -> Vec<Effect> {
    let name = name.trim().to_owned();
    let role = state.settings.people.get(&name).copied().unwrap_or(state.settings.role);
    let (before, role_before) = (state.settings.reviewer.clone(), state.settings.role);
    let effects = settings::change(state, |settings| {
        settings.people.insert(before, role_before);
        settings.people.insert(name.clone(), role);
        settings.reviewer = name;
        settings.role = role;
    });
    bar(state);
    practice::results_changed(state);
    effects
}

fn set_role(state: &mut AppState, role: Role) -> Vec<Effect> {
    let effects = settings::change(state, |settings| {
        settings.people.insert(settings.reviewer.clone(), role);
        settings.role = role;
    });
    bar(state);
    practice::results_changed(state);
    effects
}

/// Says in the open project whether this person decides.
fn bar(state: &mut AppState) {
    let bar = state.settings.role.bar();
    if let Some(review) = state.review_mut() {
        review.barred = bar;
    }
}

/// Says who is working where others have worked in the project before.
pub(super) fn greet(state: &mut AppState) -> Vec<Effect> {
    let settings = &state.settings;
    let (name, role) = (settings.reviewer.as_str(), settings.role.name());
    let Some(review) = state.review() else { return Vec::new() };
    let others: Vec<&str> = review.ledger.reviewers().filter(|other| *other != name).collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut told = others.iter().take(NAMES_TOLD).map(|other| format!("“{other}”")).collect::<Vec<String>>().join(", ");
    if let Some(more) = others.len().checked_sub(NAMES_TOLD).filter(|more| *more > 0) {
        told = format!("{told} and {more} more");
    }
    let mut notice = Notice::news(format!("You work in this project as “{name}”, {role}."));
    notice.what_to_do =
        format!("Others who worked in it: {told}. Change the name before you decide if it is not yours.");
    progress::notify(state, notice.with_action(Command::People(PeopleCommand::OpenWho)))
}

/// What can only be told by a job is asked for when somebody looks at it and something has changed since.
pub(super) fn keep_up(state: &mut AppState) -> Vec<Effect> {
    let looked_at = state.workspace == Workspace::Supervise && state.supervise.page == SupervisePage::People;
    let view = &state.supervise.people;
    let Some(review) = state.review().filter(|review| looked_at && review.is_coded()) else { return Vec::new() };
    if !state.settings.role.supervises() {
        return Vec::new();
    }
    let ledger = Arc::clone(review.whole_log());
    let entries = ledger.entries().len() as u64;
    let mut effects = Vec::new();
    let (columns, thresholds) = review.of_now();
    let counted_of = Some((entries, thresholds, [review.coding_runs, review.unaided.len()]));
    let wants_figures = view.counting.is_none() && view.counted_of != counted_of;
    let wants_search =
        view.part == PeoplePart::Log && view.searching.is_none() && !view.filter.is_empty() && view.found_of != entries;
    let filter = view.filter.clone();
    if wants_figures {
        let (columns, groups) = (Arc::new(columns.clone()), Arc::clone(&review.groups));
        let job = PeopleJob::Count { ledger: Arc::clone(&ledger), columns, groups };
        let (id, start) = progress::start(state, Job::People(Box::new(job)));
        state.supervise.people.counting = Some(id);
        // What fails once is not asked for again until something changes.
        state.supervise.people.counted_of = counted_of;
        effects.push(start);
    }
    if wants_search {
        let (id, start) = progress::start(state, Job::People(Box::new(PeopleJob::Find { ledger, filter })));
        state.supervise.people.searching = Some(id);
        state.supervise.people.found_of = entries;
        effects.push(start);
    }
    effects
}

/// Takes in what a job found.
pub(super) fn event(state: &mut AppState, id: JobId, event: PeopleEvent, now: Timestamp) -> Vec<Effect> {
    let view = &mut state.supervise.people;
    let known = view.release(id);
    if !progress::finish(state, id) || !known {
        return Vec::new();
    }
    let view = &mut state.supervise.people;
    match event {
        PeopleEvent::Counted(people, drift) => {
            view.figures = Some(Arc::new(people));
            view.drift = drift;
        }
        PeopleEvent::Found(found) => {
            view.found = Some(Arc::new(found));
            view.marked = None;
        }
        PeopleEvent::Verified(check) => view.verified = Some(check),
        PeopleEvent::Stood(number, at, standing) => return as_of::stood(state, number, at, *standing, now),
    }
    Vec::new()
}

fn set_filter(state: &mut AppState, filter: LogFilter) -> Vec<Effect> {
    let view = &mut state.supervise.people;
    let before = view.searching.take();
    view.found_of = u64::MAX;
    if filter.is_empty() {
        view.found = None;
        view.marked = None;
    }
    view.filter = filter;
    view.part = PeoplePart::Log;
    before.map(|id| progress::abandon(state, id)).into_iter().collect()
}

fn move_entry(state: &mut AppState, by: i32) -> Vec<Effect> {
    let view = &state.supervise.people;
    let Some(review) = state.review() else { return Vec::new() };
    let line = view.marked.and_then(|number| view.line_of(review, number));
    let line = line.map_or(0, |line| panels::moved(line, by, view.listed(review)));
    let number = view.entry_in(review, line);
    state.supervise.people.marked = number;
    Vec::new()
}

/// Looks for the entry after which the log had this head. A beginning of eight digits or more will do; of several entries
/// that begin so the newest is meant.
fn find_head(state: &mut AppState, text: &str) -> Vec<Effect> {
    let found = state.review().map(|review| {
        let Some(bytes) = hash_beginning(text) else { return HeadFound::NoHash };
        let log = review.whole_log();
        match log.entries().iter().rev().find(|entry| entry.hash.starts_with(&bytes)) {
            Some(entry) => HeadFound::After(entry.number),
            None if log.genesis().starts_with(&bytes) => HeadFound::Beginning,
            None => HeadFound::NotHere,
        }
    });
    state.supervise.people.head = found;
    Vec::new()
}
