//! Rows of the source that did not read cleanly, beside the table.

use std::collections::BTreeSet;

use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui};
use workbench::{Command, Review, RowProblem};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{SMALL, TITLE, UNIT, strong, strong_family};
use crate::widgets::button::quiet;
use crate::widgets::choice::grouped;

/// Height of a problem: where it is, and what is the matter.
const HEIGHT: f32 = 40.0;

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, lines: &[RowProblem]) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.label(RichText::new("Rows with problems").font(strong(TITLE)));
        let words = "These rows were kept and coded as far as they could be read. The source was not changed.";
        form::remark(ui, words, palette);
        ui.label(how_many(review.problem_count, lines));
        ui.add_space(UNIT);
        ui.horizontal_wrapped(|ui| {
            page.button(ui, Command::ExportProblems(None), Some("Write them to a file…"));
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
        ui.add_space(UNIT);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, HEIGHT, lines.len(), |ui, shown| {
            for problem in &lines[shown] {
                line(ui, page, problem);
            }
        });
    });
}

fn line(ui: &mut Ui, page: &Page<'_>, problem: &RowProblem) {
    let record = problem.record.map_or_else(String::new, |record| format!("  ·  record {}", record + 1));
    let place = format!("Line {}{record}  ·  {}", problem.line, problem.kind);
    let size = egui::vec2(ui.available_width(), HEIGHT);
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        ui.vertical(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            let place = RichText::new(place).size(SMALL).family(strong_family());
            ui.add(Label::new(place).truncate());
            let message = problem.message();
            let words = RichText::new(&message).size(SMALL).color(page.palette.text_muted);
            ui.add(Label::new(words).truncate()).on_hover_text(message);
        });
    });
}

/// `7 problems in 5 records`; with many problems only the first are known in detail.
fn how_many(count: u64, lines: &[RowProblem]) -> String {
    let problems = if count == 1 { "1 problem".to_owned() } else { format!("{} problems", grouped(count)) };
    let records: BTreeSet<_> = lines.iter().filter_map(|problem| problem.record).collect();
    let records = match records.len() {
        0 => String::new(),
        1 => " in 1 record".to_owned(),
        more => format!(" in {} records", grouped(more as u64)),
    };
    if u64::try_from(lines.len()).is_ok_and(|shown| shown < count) {
        format!("{problems}; the first {}{records}:", grouped(lines.len() as u64))
    } else {
        format!("{problems}{records}")
    }
}
