//! What lies over or beside the screen.

use crate::{AppState, Effect, Panel, Workspace};

pub(super) fn show(state: &mut AppState, panel: Panel) -> Vec<Effect> {
    // A code can be searched for, or a reason given, for many records.
    let keeps_group = matches!(panel, Panel::Group | Panel::Search(_) | Panel::Uncodable);
    let keeps_bulk = matches!(panel, Panel::Bulk | Panel::Search(_));
    if let Some(review) = state.review_mut() {
        review.group.take_if(|_| !keeps_group);
        review.bulk.take_if(|_| !keeps_bulk);
    }
    // All but those that lie over the whole window stand beside the records.
    if !matches!(panel, Panel::None | Panel::Palette(_) | Panel::Keys | Panel::About | Panel::Who) {
        state.workspace = Workspace::Review;
    }
    state.panel = panel;
    Vec::new()
}

/// Puts away the panel that is open; a search or a reason for many records leads back to them.
pub(super) fn close(state: &mut AppState) -> Vec<Effect> {
    let leads_back = matches!(state.panel, Panel::Search(_) | Panel::Uncodable);
    let review = state.review().filter(|_| leads_back);
    let panel = match review.map(|review| (review.group.is_some(), review.bulk.is_some())) {
        Some((true, _)) => Panel::Group,
        Some((_, true)) => Panel::Bulk,
        _ => Panel::None,
    };
    show(state, panel)
}

/// Moves a mark among `length` lines, down if positive; it stays within.
pub(super) fn moved(marked: usize, by: i32, length: usize) -> usize {
    let by = isize::try_from(by).unwrap_or_default();
    marked.saturating_add_signed(by).min(length.saturating_sub(1))
}
