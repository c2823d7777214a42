//! Rows of the source that did not read cleanly, beside the table.

use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui};
use workbench::{Command, Review, RowProblem};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{SMALL, TITLE, UNIT, strong};
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
        let height = 34.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, lines.len(), |ui, rows| {
            for problem in &lines[rows] {
                let line = format!("Line {}: {}", problem.line, problem.message);
                ui.add(Label::new(RichText::new(&line).size(SMALL)).truncate()).on_hover_text(&line);
            }
        });
        if u64::try_from(lines.len()).is_ok_and(|shown| shown < review.problem_count) {
            form::remark(ui, &format!("The first {} of {}.", lines.len(), review.problem_count), palette);
        }
    });
}
