//! The review workspace: filters at the left, records in the middle, the selected record at the right.

use egui::{Frame, Margin, Panel, RichText, ScrollArea, Ui};
use review::Filter;
use workbench::{Command, Panel as Open, Review};

use super::{export, jobs, problems, record, records, status, thresholds};
use crate::page::Page;
use crate::sight::records_id;
use crate::theme::metrics::{SMALL, UNIT};
use crate::widgets::choice::counted;
use crate::widgets::mark::Mark;

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    status::show(ui, page, review);
    jobs::show(ui, page);
    let side = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(8, 8));
    Panel::left("filters").frame(side).default_size(192.0).size_range(152.0..=320.0).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| filters(ui, page, review));
    });
    let pane = Frame::new().fill(palette.surface);
    // On a wide screen titles fit; the share is that of a first look, a person's own width stays.
    let width = (ui.available_width() * 0.285).clamp(364.0, 480.0).round();
    Panel::right("record").frame(pane).default_size(width).size_range(328.0..=640.0).show(ui, |ui| {
        // A panel is as wide as what it holds; what it holds must not change that.
        ui.take_available_width();
        match &page.state.panel {
            Open::Export(panel) => export::show(ui, page, panel),
            Open::Thresholds(current) => thresholds::show(ui, page, *current),
            Open::Problems(lines) => problems::show(ui, page, review, lines),
            _ => record::show(ui, page, review),
        }
    });
    records::show(ui, page, review);
    let idle = ui.memory(|memory| memory.focused().is_none()) && !ui.ctx().any_popup_open();
    let overlaid = matches!(page.state.panel, Open::Palette(_) | Open::Keys | Open::About) || page.sight.settings_open;
    if idle && !overlaid {
        ui.memory_mut(|memory| memory.request_focus(records_id()));
    }
}

fn filters(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    ui.take_available_width();
    label(ui, page, "Show");
    ui.spacing_mut().item_spacing.y = 0.0;
    for filter in Filter::ALL {
        let count = review.counts.of(filter) as u64;
        let chosen = review.filter == filter;
        // The same words as in the status line and in the table.
        let name = if filter == Filter::Flagged { Mark::ToReview.word() } else { filter.name() };
        let response = counted(ui, name, mark_of(filter), count, chosen, palette);
        if response.on_hover_text(filter.sentence()).clicked() {
            page.send(Command::SetFilter(filter));
        }
        if filter == Filter::All || filter == Filter::Uncoded {
            ui.add_space(UNIT);
        }
    }
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
    ui.add_space(UNIT * 2.0);
    label(ui, page, "Thresholds");
    let thresholds = review.thresholds;
    for (name, value, hint) in [
        ("Optimal", thresholds.optimal, "At or above it a full code needs no review."),
        ("Minimum", thresholds.minimum, "Levels are cut while the confidence is below it."),
    ] {
        ui.horizontal(|ui| {
            ui.add_space(UNIT);
            ui.label(name).on_hover_text(hint);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(UNIT);
                ui.label(RichText::new(format!("{value:.2}")).color(palette.text_muted));
            });
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        page.button(ui, Command::OpenThresholds, Some("Change…"));
    });
    if review.problem_count > 0 {
        ui.add_space(UNIT * 2.0);
        let words = if review.problem_count == 1 {
            "1 row with a problem".to_owned()
        } else {
            format!("{} rows with problems", review.problem_count)
        };
        ui.horizontal(|ui| {
            ui.add_space(UNIT);
            page.button(ui, Command::ShowProblems, Some(&words));
        });
    }
    ui.add_space(UNIT * 2.0);
    label(ui, page, "Signs");
    ui.spacing_mut().interact_size.y = 0.0;
    for mark in [
        Mark::Coded,
        Mark::ToReview,
        Mark::Partial,
        Mark::NonClassification,
        Mark::Uncoded,
        Mark::Reviewed,
        Mark::Referred,
    ] {
        ui.horizontal(|ui| {
            ui.add_space(UNIT);
            mark.show(ui, palette);
        });
    }
}

fn label(ui: &mut Ui, page: &Page<'_>, words: &str) {
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        ui.label(RichText::new(words).size(SMALL).color(page.palette.text_muted));
    });
}

fn mark_of(filter: Filter) -> Option<Mark> {
    match filter {
        Filter::All | Filter::LowConfidence => None,
        Filter::Flagged => Some(Mark::ToReview),
        Filter::Partial => Some(Mark::Partial),
        Filter::NonClassification => Some(Mark::NonClassification),
        Filter::Uncoded => Some(Mark::Uncoded),
        Filter::Reviewed => Some(Mark::Reviewed),
        Filter::Referred => Some(Mark::Referred),
    }
}
