//! Explore: an answer that is typed, and how it becomes a code.

mod empty;
mod fields;
mod path;
mod side;
mod words;

use domain::Status;
use egui::{CentralPanel, Frame, Key, Margin, Panel, Popup, RichText, ScrollArea, Ui, UiBuilder, Vec2};
use workbench::{Panel as Open, Reading, Screen};

use super::{desk, jobs, status};
use crate::page::Page;
use crate::routing;
use crate::theme::metrics::{BODY, SMALL, UNIT, strong};
use crate::widgets::mark::Mark;

pub use fields::title_field_id;

/// In a narrower window the results stand under the path.
const ROOMY: f32 = 1000.0;

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    if let Screen::Review(review) = &page.state.screen {
        status::show(ui, page, review);
    }
    jobs::show(ui, page);
    let explore = &page.state.explore;
    let blank = explore.typed.is_blank() && explore.pinned.is_none();
    let roomy = ui.available_width() >= ROOMY;
    let top = Frame::new().fill(palette.surface).inner_margin(Margin { left: 16, right: 16, top: 12, bottom: 8 });
    Panel::top("explored answer").frame(top).show(ui, |ui| fields::show(ui, page));
    let mut beside = None;
    if roomy && !blank {
        let side = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 8));
        let usual = (ui.available_width() * 0.3).clamp(368.0, 520.0).round();
        let width = desk::kept(page, "explored").unwrap_or(usual);
        let shown = Panel::right("explored results").frame(side).default_size(width).size_range(336.0..=640.0);
        let response = shown.show(ui, |ui| {
            ui.take_available_space();
            ui.max_rect()
        });
        beside = Some(response.inner);
        desk::keep(ui, page, "explored", response.response.rect.width());
    }
    let body = Frame::new().fill(palette.surface).inner_margin(Margin { left: 16, right: 6, top: 8, bottom: 0 });
    CentralPanel::default().frame(body).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).id_salt("explored path").show(ui, |ui| {
            // Pages turn also while one types.
            let page_height = ui.clip_rect().height() * 0.8;
            for (key, by) in [(Key::PageDown, -page_height), (Key::PageUp, page_height)] {
                if page.state.panel == Open::None && ui.input(|input| input.key_pressed(key)) {
                    ui.scroll_with_delta(Vec2::new(0.0, by));
                }
            }
            if blank {
                empty::show(ui, page);
                return;
            }
            path::show(ui, page);
            words::show(ui, page);
            if !roomy {
                ui.add_space(UNIT * 2.0);
                side::show(ui, page);
            }
            ui.add_space(UNIT * 2.0);
        });
    });
    // Drawn after the path, so that Tab comes to it after the path.
    if let Some(rect) = beside {
        let mut ui = ui.new_child(UiBuilder::new().id_salt("explored results").max_rect(rect));
        ScrollArea::vertical().auto_shrink(false).show(&mut ui, |ui| side::show(ui, page));
    }
    let idle = ui.memory(|memory| memory.focused().is_none()) && !Popup::is_any_open(ui.ctx());
    if idle && !page.sight.settings_open && !routing::takes_keys(&page.state.panel) {
        ui.memory_mut(|memory| memory.request_focus(title_field_id()));
    }
}

/// The status of an answer as a sign and in words.
fn status_of(reading: &Reading) -> (Mark, &'static str) {
    match reading.outcome.status {
        Status::Coded if reading.flags.is_empty() => (Mark::Coded, "Coded"),
        Status::Coded => (Mark::ToReview, "Coded, to review"),
        Status::Partial => (Mark::Partial, "Partial"),
        Status::NonClassification => (Mark::NonClassification, "Not an occupation"),
        Status::Uncoded => (Mark::Uncoded, "Uncoded"),
    }
}

/// The title of a category; the group of all that is no occupation has one of ours.
fn title_of(reading: &Reading, code: domain::Code) -> &'static str {
    let title = reading.tables().title(code);
    if title.is_empty() && code.is_non_classification() { "Not an occupation" } else { title }
}

fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(UNIT / 2.0);
    ui.label(RichText::new(words).font(strong(BODY)));
}

fn remark(ui: &mut Ui, page: &Page<'_>, words: &str) -> egui::Response {
    ui.add(egui::Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).wrap())
}
