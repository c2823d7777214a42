//! What the last coding changed against the one before, beside the table.

use egui::{Align, Frame, Grid, Id, Label, Margin, RichText, Ui};
use review::{ChangeKind, Changes, CodeChange};
use workbench::{Command, Listed, Review};

use super::earlier::counted;
use super::form;
use crate::page::Page;
use crate::theme::metrics::{SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::widgets::bar::probability;
use crate::widgets::button::quiet;
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Column, Rows};

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.label(RichText::new("What changed").font(strong(TITLE)));
        let Some(changes) = &review.changes else {
            form::remark(ui, "The last two codings are still being compared.", palette);
            return;
        };
        let words = format!(
            "From model {} to {}: {} records. Decisions of people stay as they are.",
            changes.model_before,
            changes.model_after,
            grouped(changes.len() as u64)
        );
        form::remark(ui, &words, palette);
        ui.add_space(UNIT / 2.0);
        for kind in ChangeKind::ALL {
            let count = changes.count(kind);
            let show = (count > 0 && kind != ChangeKind::Same).then_some(Command::ShowListed(Listed::Changed(kind)));
            counted(ui, page, count, kind.name(), show);
        }
        let against = review.against_people.len();
        if against > 0 {
            counted(ui, page, against, "now against a decision", Some(Command::ShowListed(Listed::AgainstPeople)));
        }
        ui.add_space(UNIT / 2.0);
        ui.horizontal_wrapped(|ui| {
            page.button(ui, Command::ExportChanges(None), Some("Write them to a file…"));
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
        groups(ui, page, review, changes);
        ui.add_space(UNIT);
        table(ui, page, review, changes);
    });
}

/// How the records of each old major group changed.
fn groups(ui: &mut Ui, page: &Page<'_>, review: &Review, changes: &Changes) {
    let palette = page.palette;
    let head = RichText::new("By major group before").size(SMALL).family(strong_family());
    egui::CollapsingHeader::new(head).id_salt("changes by group").show(ui, |ui| {
        let small = |words: String| RichText::new(words).size(SMALL);
        Grid::new("changes by group").num_columns(5).spacing([UNIT, 2.0]).show(ui, |ui| {
            for words in ["", "same", "more", "less", "other"] {
                ui.label(small(words.to_owned()).color(palette.text_muted));
            }
            ui.end_row();
            for (group, counts) in changes.by_group() {
                let name = match group {
                    Some(group) if group.as_str() == "0" => "0  Not an occupation".to_owned(),
                    Some(group) => format!("{group}  {}", review.tables().title(group)),
                    None => "–  Uncoded".to_owned(),
                };
                ui.scope(|ui| {
                    ui.set_max_width(152.0);
                    ui.add(Label::new(small(name.clone())).truncate()).on_hover_text(name);
                });
                for count in counts {
                    ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                        ui.label(small(grouped(count as u64)));
                    });
                }
                ui.end_row();
            }
        });
    });
}

/// The records whose code changed; a click goes to the record.
fn table(ui: &mut Ui, page: &mut Page<'_>, review: &Review, changes: &Changes) {
    let palette = page.palette;
    let columns = [
        Column::of_numbers("#", "Record", 40.0),
        Column::plain("Job title", "Job title", 64.0, 1.0),
        Column::plain("Before", "Code and confidence of the model before", 88.0, 0.0),
        Column::plain("Now", "Code and confidence of the model of this program", 88.0, 0.0),
    ];
    let selected = review.selected.as_ref().map(|selected| selected.record);
    let rows = Rows {
        id: Id::unique("recoded"),
        name: "Records whose code changed",
        columns: &columns,
        count: changes.changed.len(),
        selected: selected
            .and_then(|record| changes.changed.binary_search_by_key(&record, |change| change.record).ok()),
        palette,
    };
    let report = rows.show(ui, &mut page.sight.recoded, |cells, row| {
        let change = &changes.changed[row];
        let number = (u64::from(change.record) + 1).to_string();
        let title = review.answers.title(change.record);
        let hidden = review.hidden(change.record).is_some();
        let [before, after] = if hidden { ["hidden", "hidden"].map(str::to_owned) } else { codes(change) };
        cells.text(0, &number, regular(SMALL), palette.text_muted, Align::Max);
        cells.text(1, title, regular(SMALL), palette.text, Align::Min);
        cells.text(2, &before, regular(SMALL), palette.text_muted, Align::Min);
        let ink = if change.kind == ChangeKind::Other { palette.doubtful } else { palette.text };
        cells.text(3, &after, regular(SMALL), ink, Align::Min);
        format!("Changed record {number}: {title}, {before}, now {after}, {}", change.kind.name())
    });
    let clicked = report.clicked.and_then(|row| changes.changed.get(row));
    if let Some(row) = clicked.and_then(|change| review.visible.iter().position(|record| *record == change.record)) {
        page.send(Command::Select(row));
    }
}

/// Code and confidence before and now.
fn codes(change: &CodeChange) -> [String; 2] {
    let words = |code: Option<domain::Code>, confidence: f32| match code {
        Some(code) => format!("{code}  {}", probability(confidence)),
        None => "–".to_owned(),
    };
    [words(change.before, change.confidence_before), words(change.after, change.confidence_after)]
}
