//! Rows of the source that did not read cleanly, beside the table.

use egui::{Frame, Label, Margin, RichText, Ui};
use egui_extras::{Column, TableBuilder};
use workbench::{Command, Review, RowProblem};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{ROW, SMALL, TITLE, UNIT, strong};
use crate::widgets::button::quiet;

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, lines: &[RowProblem]) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.label(RichText::new("Rows with problems").font(strong(TITLE)));
        let words = "These rows were kept and coded as far as they could be read. The source was not changed.";
        form::remark(ui, words, palette);
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            page.button(ui, Command::ExportProblems(None), Some("Write them to a file…"));
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
        ui.add_space(UNIT);
        if lines.is_empty() {
            ui.label(RichText::new("Every row read cleanly.").color(palette.text_muted));
        }
        table(ui, lines);
        if u64::try_from(lines.len()).is_ok_and(|shown| shown < review.problem_count) {
            form::remark(ui, &format!("The first {} of {}.", lines.len(), review.problem_count), palette);
        }
    });
}

fn table(ui: &mut Ui, lines: &[RowProblem]) {
    let small = |words: String| Label::new(RichText::new(words).size(SMALL)).truncate();
    let height = (ui.available_height() - ROW * 2.0).max(ROW * 4.0);
    TableBuilder::new(ui)
        .column(Column::exact(48.0))
        .column(Column::exact(56.0))
        .column(Column::remainder().clip(true))
        .animate_scrolling(false)
        .max_scroll_height(height)
        .header(ROW, |mut header| {
            for words in ["Line", "Record", "Problem"] {
                header.col(|ui| {
                    ui.add(small(words.to_owned()));
                });
            }
        })
        .body(|body| {
            body.rows(ROW, lines.len(), |mut row| {
                let problem = &lines[row.index()];
                let record = problem.record.map(|record| (record + 1).to_string()).unwrap_or_default();
                for words in [problem.line.to_string(), record, problem.message.clone()] {
                    row.col(|ui| {
                        ui.add(small(words.clone())).on_hover_text(words);
                    });
                }
            });
        });
}
