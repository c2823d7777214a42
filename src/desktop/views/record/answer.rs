//! The head of the pane: the answer in full and the code that stands.

use domain::Level;
use egui::{Align, Label, Layout, RichText, ScrollArea, Ui};
use review::{Flag, Hidden};
use workbench::Field;

use super::Shown;
use super::evidence::marked;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, TITLE, UNIT, regular, strong};
use crate::views::records::{mark_of, status_word};
use crate::widgets::bar::{paint_bar, precise};

/// Draws the head.
pub fn show(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let palette = page.palette;
    let record = shown.record;
    ui.horizontal(|ui| {
        let number = format!("Record {}", record.record + 1);
        ui.label(RichText::new(number).size(SMALL).color(palette.text_muted));
        if record.flags.has(Flag::ByHand) {
            ui.label(RichText::new("flagged").size(SMALL).color(palette.doubtful));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if record.machine.is_none() && record.hidden.is_none() {
                ui.label(RichText::new("not coded yet").size(SMALL).color(palette.text_muted));
                return;
            }
            let mark = mark_of(&record);
            ui.label(RichText::new(status_word(&record)).size(SMALL).color(mark.colour(palette)))
                .on_hover_text(mark.meaning());
            let (rect, _) = ui.allocate_exact_size(egui::vec2(12.0, 12.0), egui::Sense::hover());
            mark.paint(ui.painter(), rect.center(), palette);
        });
    });
    let level = shown.selected.explanation.as_deref().and_then(|explanation| explanation.deciding_level());
    ScrollArea::vertical().max_height(152.0).id_salt("answer").show(ui, |ui| {
        ui.set_width(ui.available_width());
        if record.title.trim().is_empty() {
            ui.label(RichText::new("no job title").font(regular(TITLE)).color(palette.text_muted));
        } else {
            let job = marked(cut(record.title), Field::Title, level, &regular(TITLE), palette.text, palette);
            ui.add(Label::new(job).wrap().selectable(true));
        }
        if record.tasks.trim().is_empty() {
            ui.label(RichText::new("no tasks").color(palette.text_muted));
        } else {
            let job = marked(cut(record.tasks), Field::Tasks, level, &regular(BODY), palette.text, palette);
            ui.add(Label::new(job).wrap().selectable(true));
        }
    });
    if let Some(explanation) = shown.selected.explanation.as_deref().filter(|_| level.is_some()) {
        super::path::words(ui, page, shown, explanation);
    }
    ui.add_space(UNIT / 2.0);
    stands(ui, page, shown);
}

/// An answer can be a megabyte; the pane shows its beginning.
fn cut(text: &str) -> &str {
    match text.char_indices().nth(4000) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

fn stands(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let palette = page.palette;
    let record = shown.record;
    if record.hidden.is_some() {
        let words = match record.hidden {
            Some(Hidden::Unaided) => "The engine’s code is hidden",
            _ => "The code that stands is hidden",
        };
        ui.label(RichText::new(words).font(strong(BODY)).color(palette.text_muted));
        return;
    }
    match record.code {
        Some(code) => {
            let colour = if record.decision.is_none() { palette.text } else { palette.accent };
            let words = format!("{code}  {}", shown.classification.nfd_title(code));
            ui.add(Label::new(RichText::new(words).font(strong(BODY)).color(colour)).wrap().selectable(true));
            let level = if code.is_non_classification() { "not an occupation" } else { Level::name(code.level()) };
            let mut words = level.to_owned();
            if let (Some(machine), None) = (record.machine, record.decision) {
                words = format!("{words}  ·  confidence {}", precise(machine.confidence));
            }
            ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        }
        None => {
            let words = if record.decision.is_none() { "No code" } else { status_word(&record) };
            ui.label(RichText::new(words).font(strong(BODY)));
        }
    }
    if record.decision.is_some() {
        machine(ui, page, shown);
    }
    unaided(ui, page, shown);
    if record.flags.has(Flag::Conflicting) {
        let words = RichText::new(Flag::Conflicting.sentence()).size(SMALL).color(palette.doubtful);
        ui.add(Label::new(words).wrap());
    }
    let reasons = record.flags.with_conflict(false);
    if !reasons.is_empty() {
        let reasons: Vec<&str> = reasons.iter().map(|flag| flag.sentence()).collect();
        let reasons = reasons.join(" ");
        let (words, colour) = if record.open {
            (format!("To review: {reasons}"), palette.doubtful)
        } else {
            (format!("Was to review: {reasons}"), palette.disabled())
        };
        ui.add(Label::new(RichText::new(words).size(SMALL).color(colour)).wrap());
    }
}

/// After a decision: what the machine had made of it, in grey, and how it was decided.
fn machine(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let palette = page.palette;
    let Some(machine) = shown.record.machine else { return };
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        let (rect, _) = ui.allocate_exact_size(egui::vec2(48.0, 16.0), egui::Sense::hover());
        let grey = palette.line_strong.lerp_to_gamma(palette.track, 0.5);
        paint_bar(ui.painter(), rect, machine.confidence, grey, &[], palette);
        let code = machine.code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
        let words = format!(
            "{} by a person; the machine had {code} with {}",
            status_word(&shown.record),
            precise(machine.confidence)
        );
        ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).truncate());
    });
}

/// What a person said of the record before the engine's answer was shown, where the two differ.
fn unaided(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let Some(coding) = shown.review.unaided_otherwise(shown.record.record) else { return };
    let words = |code: Option<domain::Code>, none: &str| code.map_or_else(|| none.to_owned(), |code| code.to_string());
    let (given, engine) = (words(coding.decision.code(), "uncodable"), words(coding.against, "no code"));
    let words = format!("{} said {given} before seeing the engine’s {engine}.", coding.reviewer);
    ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.doubtful)).wrap());
}
