//! The last decisions: going back to one, and taking one back without those after it.

use review::{Entry, RecordId, Timestamp};

use super::{decisions, filters, moves, narrow, panels};
use crate::{Act, AppState, Effect, LogPanel, Panel, Review};

/// Entries listed; older ones are in the history of their records.
pub(crate) const LISTED: usize = 500;
/// Records of an entry that are looked at to tell whether it still stands.
const LOOKED_AT: usize = 1_000;

pub(super) fn show(state: &mut AppState) -> Vec<Effect> {
    panels::show(state, Panel::Log(LogPanel::default()))
}

pub(super) fn mark(state: &mut AppState, by: i32) -> Vec<Effect> {
    let count = state.review().map_or(0, |review| review.ledger.entries().len().min(LISTED));
    if let Panel::Log(panel) = &mut state.panel {
        panel.marked = panels::moved(panel.marked, by, count);
    }
    Vec::new()
}

/// The entry that is marked in the list, which begins with the newest.
pub(crate) fn marked(state: &AppState) -> Option<&Entry> {
    let Panel::Log(panel) = &state.panel else { return None };
    state.review()?.ledger.entries().iter().rev().nth(panel.marked)
}

/// Selects the first record of the marked entry.
pub(super) fn go_to_marked(state: &mut AppState) -> Vec<Effect> {
    match marked(state).and_then(|entry| entry.changes.first()).map(|change| change.record) {
        Some(record) => go_to(state, record),
        None => Vec::new(),
    }
}

/// Selects a record; where it is not shown, all records are.
pub(super) fn go_to(state: &mut AppState, record: RecordId) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let mut effects = Vec::new();
    if !review.visible.contains(&record) {
        review.filter = review::Filter::All;
        narrow::widen(review);
        effects = filters::apply(review);
    }
    effects.extend(moves::select_record(review, record));
    effects
}

pub(super) fn revert_marked(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    match marked(state).map(|entry| entry.number) {
        Some(number) => revert(state, number, None, now),
        None => Vec::new(),
    }
}

pub(super) fn revert(state: &mut AppState, number: u64, only: Option<RecordId>, now: Timestamp) -> Vec<Effect> {
    decisions::act(state, Act::Revert(number, only), false, now)
}

/// Whether something that an entry did still stands, as far as its first records tell.
pub(crate) fn stands(review: &Review, number: u64, only: Option<RecordId>) -> bool {
    let Some(entry) = review.ledger.entry(number) else { return false };
    match only {
        Some(record) => {
            let at = entry.changes.binary_search_by_key(&record, |change| change.record);
            at.is_ok_and(|at| review.ledger.stands(&entry.changes[at]))
        }
        None => entry.changes.iter().take(LOOKED_AT).any(|change| review.ledger.stands(change)),
    }
}
