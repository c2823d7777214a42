//! What lies over or beside the screen.

use crate::{AppState, Effect, Panel, Workspace};

pub(super) fn show(state: &mut AppState, panel: Panel) -> Vec<Effect> {
    // A code can be searched for, or a reason given, for a whole group.
    let keeps_group = matches!(panel, Panel::Group | Panel::Search(_) | Panel::Uncodable);
    if let Some(review) = state.review_mut().filter(|_| !keeps_group) {
        review.group = None;
    }
    // All but those that lie over the whole window stand beside the records.
    if !matches!(panel, Panel::None | Panel::Palette(_) | Panel::Keys | Panel::About) {
        state.workspace = Workspace::Review;
    }
    state.panel = panel;
    Vec::new()
}

/// Puts away the panel that is open; a search or a reason for a group goes back to it.
pub(super) fn close(state: &mut AppState) -> Vec<Effect> {
    let of_group = matches!(state.panel, Panel::Search(_) | Panel::Uncodable);
    let group = state.review().is_some_and(|review| review.group.is_some());
    show(state, if of_group && group { Panel::Group } else { Panel::None })
}

/// Moves a mark among `length` lines, down if positive; it stays within.
pub(super) fn moved(marked: usize, by: i32, length: usize) -> usize {
    let by = isize::try_from(by).unwrap_or_default();
    marked.saturating_add_signed(by).min(length.saturating_sub(1))
}
