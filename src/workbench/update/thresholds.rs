//! The thresholds.

use std::sync::Arc;

use domain::Thresholds;
use review::Entry;

use super::{classification, earlier, filters, moves, narrow, panels, progress};
use crate::derived::derive;
use crate::{AppState, Effect, Notice, Panel};

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let Some(thresholds) = state.review().map(|review| review.thresholds) else { return Vec::new() };
    panels::show(state, Panel::Thresholds(thresholds))
}

/// Derives status and flags of all records again; the list is made anew, because it would say wrong things.
pub(super) fn recorded(state: &mut AppState, entry: Entry, thresholds: Thresholds) -> Vec<Effect> {
    progress::written(state);
    if matches!(state.panel, Panel::Thresholds(_)) {
        state.panel = Panel::None;
    }
    let Some(review) = state.review_mut() else { return Vec::new() };
    if let Err(error) = Arc::make_mut(&mut review.ledger).apply(entry) {
        return progress::notify(state, Notice::of_error(&error));
    }
    review.thresholds = thresholds;
    let codings = Arc::clone(&review.codings);
    review.columns = derive(&codings, thresholds, &review.ledger, &review.groups);
    earlier::mark(review);
    review.last_action =
        Some(format!("Thresholds set to {:.2} (optimal) and {:.2} (minimum)", thresholds.optimal, thresholds.minimum));
    let mut effects = filters::apply(review);
    moves::remember(review);
    classification::records_changed(state);
    effects.extend(narrow::count_words(state));
    effects
}
