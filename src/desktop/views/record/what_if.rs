//! What if the answer were another one: two fields, and the path that changes as one types.

use domain::Outcome;
use egui::{Align, Id, Label, Layout, RichText, ScrollArea, TextEdit, Ui};
use workbench::{Command, RowView, WhatIf};

use super::{Shown, heading, path};
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, strong};
use crate::views::form;
use crate::widgets::bar::precise;

/// Codes listed under the path.
const LISTED: usize = 5;

/// The field of the job title.
pub fn title_field_id() -> Id {
    Id::unique("what if: job title")
}

/// Draws the fields and what the engine makes of them.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, what: &WhatIf) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        ui.label(RichText::new("What if the answer were").font(strong(BODY)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            page.button(ui, Command::ClosePanel, Some("Close"));
        });
    });
    let (mut title, mut tasks) = (what.title.clone(), what.tasks.clone());
    let field = form::field(&mut title).id(title_field_id()).hint_text("job title").desired_width(f32::INFINITY);
    let first = ui.add(field).accessible_name("Job title to try");
    let field = TextEdit::multiline(&mut tasks).hint_text("main tasks").desired_rows(2).desired_width(f32::INFINITY);
    let second = ui.add(field).accessible_name("Tasks to try");
    if first.changed() || second.changed() {
        page.send(Command::SetWhatIf(title, tasks));
    }
    form::remark(ui, "Nothing is changed by this. Esc goes back to the record.", palette);
    let Some(explanation) = what.explanation.as_deref().filter(|explanation| !explanation.levels.is_empty()) else {
        form::remark(ui, "The engine finds nothing to go by in this answer.", palette);
        return;
    };
    let before = shown.selected.explanation.as_deref().map(|before| verdict(shown, before));
    let now = verdict(shown, explanation);
    ui.add_space(UNIT / 2.0);
    let line = match &before {
        Some(before) if *before == now => format!("As answered: {now}, the same"),
        Some(before) => format!("As answered: {before}"),
        None => String::new(),
    };
    ui.add(Label::new(RichText::new(line).size(SMALL).color(palette.text_muted)).wrap());
    if before.as_ref() != Some(&now) {
        ui.add(Label::new(RichText::new(format!("Like this: {now}")).font(strong(BODY)).color(palette.accent)).wrap());
    }
    ScrollArea::vertical().auto_shrink(false).id_salt("what if").show(ui, |ui| {
        let record = RowView { title: &what.title, tasks: &what.tasks, ..shown.record };
        let shown = Shown { record, ..shown };
        path::words(ui, page, shown, explanation);
        path::show(ui, page, shown, explanation);
        heading(ui, page, "Likeliest codes", "confidence");
        for suggestion in explanation.suggestions.iter().take(LISTED) {
            ui.horizontal(|ui| {
                ui.spacing_mut().interact_size.y = 20.0;
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(RichText::new(precise(suggestion.confidence)).size(SMALL));
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let title = shown.classification.title(suggestion.code);
                        ui.add(Label::new(format!("{}  {title}", suggestion.code)).truncate());
                    });
                });
            });
        }
    });
}

/// The code as the thresholds leave it, with title and confidence.
fn verdict(shown: Shown<'_>, explanation: &workbench::Explanation) -> String {
    let outcome = Outcome::of(&explanation.coding, shown.review.thresholds);
    match outcome.code {
        Some(code) => format!("{code} {} {}", shown.classification.nfd_title(code), precise(outcome.confidence)),
        None => format!("no code ({})", precise(outcome.confidence)),
    }
}
