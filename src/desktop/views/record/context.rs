//! Directly under the answer: the columns that help to decide.

use egui::{Label, RichText, Ui};

use super::Shown;
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT, strong_family};

/// Columns shown; more stand among all columns below.
const MOST: usize = 8;
/// Signs of a cell that are shown.
const SIGNS: usize = 240;

/// Draws the columns that have something in them.
pub fn show(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let palette = page.palette;
    let cells = shown.review.context_columns.iter().filter_map(|column| {
        let text = shown.selected.cells.get(*column)?.trim();
        Some((shown.review.column_names.get(*column)?, text)).filter(|(_, text)| !text.is_empty())
    });
    let cells: Vec<(&String, &str)> = cells.take(MOST).collect();
    if cells.is_empty() {
        return;
    }
    ui.add_space(UNIT / 2.0);
    ui.separator();
    ui.spacing_mut().item_spacing.y = 2.0;
    for (name, text) in cells {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            let width = ui.available_width() * 0.34;
            ui.scope(|ui| {
                ui.set_width(width);
                ui.add(Label::new(RichText::new(name).size(SMALL).color(palette.text_muted)).truncate());
            });
            let end = text.char_indices().nth(SIGNS).map_or(text.len(), |(at, _)| at);
            let words = RichText::new(&text[..end]).size(SMALL).family(strong_family());
            ui.add(Label::new(words).wrap().selectable(true));
        });
    }
}
