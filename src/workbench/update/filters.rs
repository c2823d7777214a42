//! Which records are visible, in which order.

use review::{Filter, Order, Selection};

use super::moves;
use crate::{AppState, Effect, Review};

pub(super) fn set_filter(state: &mut AppState, filter: Filter) -> Vec<Effect> {
    apply_after(state, |review| review.filter = filter)
}

pub(super) fn set_order(state: &mut AppState, order: Order) -> Vec<Effect> {
    apply_after(state, |review| review.order = order)
}

pub(super) fn set_query(state: &mut AppState, query: String) -> Vec<Effect> {
    apply_after(state, |review| {
        // While the query grows, only what it found before is looked through.
        review.found = (!query.trim().is_empty()).then(|| match &review.found {
            Some(found) => review.index.find_after(&query, &review.query, found),
            None => review.index.find(&query),
        });
        review.query = query;
    })
}

pub(super) fn reapply(state: &mut AppState) -> Vec<Effect> {
    apply_after(state, |_| {})
}

fn apply_after(state: &mut AppState, change: impl FnOnce(&mut Review)) -> Vec<Effect> {
    state.review_mut().map_or_else(Vec::new, |review| {
        change(review);
        apply(review)
    })
}

/// Gathers the visible records again and keeps the selected one if it is still among them; else the first is selected.
pub(super) fn apply(review: &mut Review) -> Vec<Effect> {
    review.outdated = false;
    review.visible = visible(review);
    let kept = review.selected.as_ref().and_then(|selected| row_of(review, selected.record));
    moves::select_row(review, kept.unwrap_or(0))
}

fn visible(review: &Review) -> Vec<u32> {
    if review.columns.is_empty() {
        // Before coding every record is shown, as in the file.
        return match &review.found {
            Some(found) => found.clone(),
            None => (0..).take(review.answers.len()).collect(),
        };
    }
    let selection = Selection { filter: review.filter, within: review.found.as_deref(), order: review.order };
    review.columns.select(&selection)
}

fn row_of(review: &Review, record: u32) -> Option<usize> {
    match review.order {
        Order::File => review.visible.binary_search(&record).ok(),
        Order::Uncertainty => review.visible.iter().position(|&visible| visible == record),
    }
}
