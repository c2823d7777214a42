//! Columns that help to decide: which they are, and their cells for the rows in sight.

use review::RecordId;

use super::settings;
use crate::{AppState, Effect, Review};

/// Rows read at a time, however many the window asks for.
const PAGE: usize = 256;

/// Shows or hides the columns in the table.
pub(super) fn toggle(state: &mut AppState) -> Vec<Effect> {
    settings::change(state, |settings| settings.context_in_table = !settings.context_in_table)
}

/// Chooses or leaves a column; it counts once it is on disk.
pub(super) fn choose(state: &mut AppState, column: usize, shown: bool) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let mut columns = review.context_columns.clone();
    columns.retain(|known| *known != column);
    if shown {
        columns.push(column);
    }
    columns.sort_unstable();
    if columns == review.context_columns { Vec::new() } else { vec![Effect::RecordContext(columns)] }
}

/// Takes in the columns that are on disk.
pub(super) fn recorded(state: &mut AppState, columns: Vec<usize>) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        review.context_columns = columns;
        review.context.clear();
    }
    Vec::new()
}

/// Asks for the cells of rows that are not known yet. They count as empty until they come, and stay so where they
/// cannot be read, so that nothing is asked for twice.
pub(super) fn read(state: &mut AppState, first: usize, rows: usize) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let wanted = missing(review, first, rows.min(PAGE));
    if wanted.is_empty() {
        return Vec::new();
    }
    review.context.expect(&wanted);
    vec![Effect::ReadContext(wanted)]
}

fn missing(review: &Review, first: usize, rows: usize) -> Vec<RecordId> {
    let end = first.saturating_add(rows).min(review.visible.len());
    let in_sight = review.visible.get(first..end).unwrap_or_default();
    in_sight.iter().copied().filter(|record| !review.context.holds(*record)).collect()
}

/// Takes in cells that were read.
pub(super) fn cells_read(state: &mut AppState, cells: Vec<(RecordId, Vec<String>)>) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        review.context.keep(cells);
    }
    Vec::new()
}
