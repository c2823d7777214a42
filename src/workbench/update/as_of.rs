//! The project as it stood at an entry of its log: there and back.

use std::sync::Arc;

use review::Timestamp;

use super::{classification, earlier, filters, moves, narrow, panels, progress};
use crate::as_of::Standing;
use crate::{AppState, AsOf, Effect, Event, Job, Panel, PeopleJob, Workspace};

/// Minutes over which the pace is taken.
const PACE_MINUTES: u32 = 10;

/// Puts together how the project stood.
pub(super) fn start(state: &mut AppState, number: u64) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let job = PeopleJob::StandAt {
        number,
        ledger: Arc::clone(review.whole_log()),
        codings: Arc::clone(review.as_of.as_ref().map_or(&review.codings, |as_of| &as_of.now.codings)),
        groups: Arc::clone(&review.groups),
    };
    let (id, start) = progress::start(state, Job::People(Box::new(job)));
    state.supervise.people.standing = Some(id);
    vec![start]
}

/// Shows it.
pub(super) fn stood(
    state: &mut AppState,
    number: u64,
    at: Timestamp,
    standing: Standing,
    now: Timestamp,
) -> Vec<Effect> {
    let mut effects = back(state, now);
    let Some(review) = state.review_mut() else { return effects };
    let now = standing.swap(review);
    review.as_of = Some(Box::new(AsOf { number, at, now }));
    review.pace = 0.0;
    review.last_action = None;
    effects.extend(shown_anew(state));
    effects.extend(classification::show(state, Workspace::Review));
    effects
}

/// Shows the project as it stands now again.
pub(super) fn back(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let Some(as_of) = review.as_of.take() else { return Vec::new() };
    let then = as_of.now.swap(review);
    review.pace = review.ledger.pace(now, PACE_MINUTES);
    let mut effects = shown_anew(state);
    effects.push(Effect::LetGo(Box::new(then)));
    effects
}

/// What is written is written in the project as it stands now.
pub(super) fn make_way(state: &mut AppState, event: &Event, now: Timestamp) -> Vec<Effect> {
    let writes =
        matches!(event, Event::Appended { .. } | Event::Decided(..) | Event::ThresholdsRecorded(..) | Event::Coded(..));
    if writes { back(state, now) } else { Vec::new() }
}

/// Everything that follows from decisions, codings and thresholds is gathered again.
fn shown_anew(state: &mut AppState) -> Vec<Effect> {
    let mut effects = panels::show(state, Panel::None);
    let Some(review) = state.review_mut() else { return effects };
    earlier::mark(review);
    effects.extend(filters::apply(review));
    moves::remember(review);
    classification::records_changed(state);
    effects.extend(narrow::count_words(state));
    effects
}
