//! Deciding about all shown records at once.

use domain::Code;
use review::{RecordId, Timestamp};

use super::{decisions, panels};
use crate::{Act, AppState, Bulk, BulkAction, Effect, Panel, Review};

/// Opens the panel.
pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        let mut bulk = Bulk::default();
        bulk.list(review);
        review.bulk = Some(Box::new(bulk));
    }
    panels::show(state, Panel::Bulk)
}

/// Changes what would be done, and lists again what would change.
pub(super) fn change(review: &mut Review, change: impl FnOnce(&mut Bulk)) {
    if let Some(mut bulk) = review.bulk.take() {
        change(&mut bulk);
        bulk.list(review);
        review.bulk = Some(bulk);
    }
}

pub(super) fn set_action(state: &mut AppState, action: BulkAction) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        change(review, |bulk| bulk.action = action);
    }
    Vec::new()
}

/// Takes the code that was searched for; `false` where the search is not for all shown records.
pub(super) fn takes_code(state: &mut AppState, code: Code) -> bool {
    if state.review().is_none_or(|review| review.bulk.is_none()) {
        return false;
    }
    set_action(state, BulkAction::Code(Some(code)));
    state.panel = Panel::Bulk;
    true
}

/// Does it. The panel closes, and the cursor stays.
pub(super) fn decide(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let Some(bulk) = review.bulk.take() else { return Vec::new() };
    let review = &*review;
    let changing = bulk.changes.records().filter(|record| !bulk.leaves(review, *record));
    let act = match bulk.action {
        BulkAction::Refer => Act::Refer(changing.collect(), true),
        BulkAction::Flag => Act::Flag(changing.collect(), true),
        BulkAction::Reopen => Act::Reopen(changing.collect()),
        BulkAction::Accept | BulkAction::Code(_) | BulkAction::Uncodable(_) => {
            let decided = |record: RecordId| Some((record, bulk.decision(review, record)?));
            Act::Decide(changing.filter_map(decided).collect())
        }
    };
    state.panel = Panel::None;
    decisions::act(state, act, false, now)
}
