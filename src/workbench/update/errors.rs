//! Looking through decisions for those that look wrong.

use std::sync::Arc;

use review::{Suspects, Timestamp};

use super::{classification, decisions, listed, log, progress};
use crate::supervise::calibration::stamp;
use crate::supervise::errors::ErrorsCommand;
use crate::{Act, AppState, Command, Effect, ErrorsPlan, Job, JobId, Listed, Notice, SupervisePage, Workspace, can};

pub(super) fn command(state: &mut AppState, command: ErrorsCommand, now: Timestamp) -> Vec<Effect> {
    let page = &mut state.supervise.errors;
    match command {
        ErrorsCommand::Rank => return look_through(state),
        ErrorsCommand::Show(ranking) => {
            page.ranking = ranking;
            page.marked = 0;
        }
        ErrorsCommand::Mark(place) => page.marked = place,
        ErrorsCommand::Open => {
            let Some(record) = page.marked().map(|suspect| suspect.record) else { return Vec::new() };
            let mut effects = classification::show(state, Workspace::Review);
            effects.extend(log::go_to(state, record));
            return effects;
        }
        ErrorsCommand::Reopen => {
            let Some(record) = page.marked().map(|suspect| suspect.record) else { return Vec::new() };
            return decisions::act(state, Act::Reopen(vec![record]), false, now);
        }
        ErrorsCommand::Flag => {
            let Some(record) = page.marked().map(|suspect| suspect.record) else { return Vec::new() };
            let flagged =
                state.review().and_then(|review| review.ledger.judgement(record)).is_some_and(|of| of.flagged);
            return decisions::act(state, Act::Flag(vec![record], !flagged), false, now);
        }
        ErrorsCommand::ShowRecords => {
            let mut effects = classification::show(state, Workspace::Review);
            effects.extend(listed::show(state, Listed::Suspected));
            return effects;
        }
    }
    Vec::new()
}

/// The page is looked at for the first time.
pub(super) fn arrive(state: &mut AppState) -> Vec<Effect> {
    let seen = state.workspace == Workspace::Supervise && state.supervise.page == SupervisePage::Errors;
    let wanted = seen && state.supervise.errors.found.is_none();
    let possible = can(state, &Command::Errors(ErrorsCommand::Rank)).is_ok();
    if wanted && possible { look_through(state) } else { Vec::new() }
}

fn look_through(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let tables = review.tables();
    let plan = ErrorsPlan {
        answers: Arc::clone(&review.answers),
        ledger: Arc::clone(&review.ledger),
        codings: Arc::clone(&review.codings),
        groups: Arc::clone(&review.groups),
        engine: review.engine.clone(),
        codes: tables.occupations().count() + tables.non_classification().count(),
    };
    let (id, start) = progress::start(state, Job::FindErrors(Box::new(plan)));
    let asked_at = stamp(state).unwrap_or_default();
    let page = &mut state.supervise.errors;
    page.job = Some(id);
    page.asked_at = asked_at;
    vec![start]
}

pub(super) fn found(state: &mut AppState, id: JobId, found: Suspects) -> Vec<Effect> {
    if !progress::finish(state, id) || state.supervise.errors.job != Some(id) {
        return Vec::new();
    }
    let page = &mut state.supervise.errors;
    page.job = None;
    page.found = Some(Arc::new(found));
    page.found_at = page.asked_at;
    page.marked = 0;
    // A list of these in the review stays as it was chosen.
    let elsewhere = state.workspace != Workspace::Supervise || state.supervise.page != SupervisePage::Errors;
    if elsewhere {
        let words = "Decisions that look wrong can be looked at now.".to_owned();
        let action = Command::ShowSupervise(SupervisePage::Errors);
        return progress::notify(state, Notice::news(words).with_action(action));
    }
    Vec::new()
}
