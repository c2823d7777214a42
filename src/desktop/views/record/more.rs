//! Under the suggestions: note, history, and the other columns of the record.

use egui::{CollapsingHeader, Grid, Label, RichText, Ui};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT};

/// Columns shown of a wide file, unless all are asked for.
const COLUMNS: usize = 60;

/// Draws the rest of the pane.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let palette = page.palette;
    let selected = shown.selected;
    if !shown.record.note.is_empty() {
        heading(ui, page, "Note", "");
        ui.add(Label::new(shown.record.note).wrap().selectable(true));
    }
    if !selected.history.is_empty() {
        heading(ui, page, "History", "");
        for line in selected.history.iter().rev() {
            let words = format!("{}  ·  {}  ·  {}", line.what, line.reviewer, when(&line.at));
            ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap());
        }
    }
    ui.add_space(UNIT);
    let words = RichText::new("All columns of the record").size(SMALL);
    ui.spacing_mut().interact_size.y = 18.0;
    let all = page.sight.show_all_columns == Some(selected.record);
    let count = if all { usize::MAX } else { COLUMNS };
    CollapsingHeader::new(words).id_salt("columns").default_open(true).show(ui, |ui| {
        Grid::new("cells").num_columns(2).spacing([UNIT * 2.0, 2.0]).max_col_width(ui.available_width() * 0.62).show(
            ui,
            |ui| {
                for (name, cell) in shown.review.column_names.iter().zip(&selected.cells).take(count) {
                    ui.label(RichText::new(name).size(SMALL).color(palette.text_muted));
                    let end = cell.char_indices().nth(1000).map_or(cell.len(), |(at, _)| at);
                    ui.add(Label::new(RichText::new(&cell[..end]).size(SMALL)).wrap().selectable(true));
                    ui.end_row();
                }
            },
        );
        let number = selected.cells.len();
        if !all && number > COLUMNS && ui.button(format!("Show all {number} columns")).clicked() {
            page.sight.show_all_columns = Some(selected.record);
        }
    });
    ui.add_space(UNIT);
}

/// `2024-05-17T09:12:44.120Z` as `2024-05-17 09:12 UTC`.
fn when(iso: &str) -> String {
    match (iso.get(..10), iso.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => iso.to_owned(),
    }
}
