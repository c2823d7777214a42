//! Columns that help to decide, behind those of the table of records. Their cells are read a page at a time.

use egui::Align;
use workbench::{AppState, Command, Review};

use crate::page::Page;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, regular};
use crate::widgets::rows::{Cells, Column};

/// Columns shown at most.
const MOST: usize = 8;

/// The headings; none where the columns are not wanted in the table.
pub fn headings<'a>(page: &Page<'_>, review: &'a Review) -> impl Iterator<Item = Column<'a>> {
    let most = if page.state.settings.context_in_table { MOST } else { 0 };
    let names = review.context_columns.iter().filter_map(|column| review.column_names.get(*column));
    names.take(most).map(|name| Column::plain(name, name, 112.0, 0.6))
}

/// Paints the cells of a row, from the column `first` on.
pub fn paint(cells: &Cells<'_>, state: &AppState, review: &Review, row: usize, first: usize, palette: &Palette) {
    if !state.settings.context_in_table {
        return;
    }
    let texts = review.visible.get(row).and_then(|record| review.context.of(*record)).unwrap_or_default();
    for (text, at) in texts.iter().take(MOST).zip(first..) {
        cells.text(at, text, regular(BODY), palette.text_muted, Align::Min);
    }
}

/// Asks for the cells of the rows in sight that are not known yet.
pub fn fetch(page: &mut Page<'_>, review: &Review) {
    if !page.state.settings.context_in_table || review.context_columns.is_empty() {
        return;
    }
    let (first, rows) = page.sight.records.in_sight();
    let in_sight = review.visible.iter().skip(first).take(rows);
    if in_sight.into_iter().any(|record| review.context.of(*record).is_none()) {
        // A page more on either side, so that scrolling finds most cells there.
        page.send(Command::ReadContext(first.saturating_sub(rows), rows.saturating_mul(3)));
    }
}
