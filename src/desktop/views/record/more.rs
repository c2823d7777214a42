//! Under the suggestions: note, history, and the other columns of the record.

use egui::{Align, Button, Checkbox, CollapsingHeader, Grid, Label, Layout, RichText, Ui};
use workbench::{Command, can};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT};

/// Columns shown of a wide file, unless all are asked for.
const COLUMNS: usize = 60;

/// Draws the rest of the pane.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    known(ui, page, shown);
    columns(ui, page, shown);
}

/// Note and history.
fn known(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
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
            let words = Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap();
            if !line.stands {
                ui.add(words);
                continue;
            }
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 20.0;
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let back = Button::new(RichText::new("Take back").size(SMALL)).frame_when_inactive(false);
                    let command = Command::Revert(line.number, Some(selected.record));
                    let response = page.show_button(ui, command, back);
                    response.on_hover_text("Take this back for this record; what was done to others stays.");
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.add(words));
                });
            });
        }
    }
}

/// All columns of the source.
pub fn columns(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let (palette, selected) = (page.palette, shown.selected);
    ui.add_space(UNIT);
    let words = RichText::new("All columns of the record").size(SMALL);
    ui.spacing_mut().interact_size.y = 18.0;
    let all = page.sight.show_all_columns == Some(selected.record);
    let count = if all { usize::MAX } else { COLUMNS };
    CollapsingHeader::new(words).id_salt("columns").default_open(true).show(ui, |ui| {
        let words = "Ticked columns help to decide: they stand under the answer.";
        ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        let mut in_table = page.state.settings.context_in_table;
        let hint = page.hint(&Command::ToggleContext);
        let allowed = can(page.state, &Command::ToggleContext).is_ok();
        let tick = Checkbox::new(&mut in_table, RichText::new("Ticked columns in the table too").size(SMALL));
        if ui.add_enabled(allowed, tick).on_hover_text(&hint).on_disabled_hover_text(&hint).changed() {
            page.send(Command::ToggleContext);
        }
        Grid::new("cells").num_columns(2).spacing([UNIT * 2.0, 2.0]).max_col_width(ui.available_width() * 0.62).show(
            ui,
            |ui| {
                for (at, (name, cell)) in shown.review.column_names.iter().zip(&selected.cells).take(count).enumerate()
                {
                    context_tick(ui, page, shown, at, name);
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

/// The name of a column, with a tick where it helps to decide. Titles and tasks are the answer already.
fn context_tick(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, at: usize, name: &str) {
    let words = RichText::new(name).size(SMALL).color(page.palette.text_muted);
    let review = shown.review;
    if review.title_columns.contains(&at) || review.tasks_columns.contains(&at) {
        ui.label(words);
        return;
    }
    let mut ticked = review.context_columns.contains(&at);
    let allowed = can(page.state, &Command::SetContextColumn(at, true));
    let response = ui.add_enabled(allowed.is_ok(), Checkbox::new(&mut ticked, words));
    let response = response.on_hover_text("Show this column under the answer.");
    if allowed.map_err(|reason| response.clone().on_disabled_hover_text(reason)).is_ok() && response.changed() {
        page.send(Command::SetContextColumn(at, ticked));
    }
}

/// `2024-05-17T09:12:44.120Z` as `2024-05-17 09:12 UTC`.
fn when(iso: &str) -> String {
    match (iso.get(..10), iso.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => iso.to_owned(),
    }
}
