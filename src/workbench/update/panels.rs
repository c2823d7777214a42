//! What lies over or beside the screen.

use crate::{AppState, Effect, Panel};

pub(super) fn show(state: &mut AppState, panel: Panel) -> Vec<Effect> {
    state.panel = panel;
    Vec::new()
}

/// Moves a mark among `length` lines, down if positive; it stays within.
pub(super) fn moved(marked: usize, by: i32, length: usize) -> usize {
    let by = isize::try_from(by).unwrap_or_default();
    marked.saturating_add_signed(by).min(length.saturating_sub(1))
}
