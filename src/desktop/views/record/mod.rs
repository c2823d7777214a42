//! The record pane: the answer in full, why the engine coded it so, what can be done with it.

mod answer;
mod blind;
mod codings;
mod context;
mod decide;
mod earlier;
mod evidence;
mod more;
mod path;
mod recode;
mod search;
mod suggestions;
mod what_if;

use domain::Classification;
use egui::{Align, Frame, Layout, Margin, Panel, RichText, ScrollArea, Ui};
use workbench::{Panel as Open, Review, RowView, Selected};

use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT};

pub use decide::note_field_id;
pub use evidence::{marked, telling_words};
pub use search::field_id as search_field_id;
pub use what_if::title_field_id as what_if_field_id;

/// Room that the path and the suggestions keep, in points.
const BODY_AT_LEAST: f32 = 112.0;

/// What the parts of the pane are about.
#[derive(Clone, Copy)]
struct Shown<'a> {
    review: &'a Review,
    selected: &'a Selected,
    record: RowView<'a>,
    classification: &'static Classification,
}

/// Draws the pane.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let shown = review.selected.as_ref().and_then(|selected| {
        Some(Shown {
            review,
            selected,
            record: review.row(selected.row)?,
            classification: Classification::get(review.classification),
        })
    });
    let Some(shown) = shown else {
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space(UNIT * 4.0);
            ui.label(
                RichText::new("Select a record to see why it was coded as it was.").color(page.palette.text_muted),
            );
        });
        return;
    };
    let frame =
        |bottom| Frame::new().fill(page.palette.surface).inner_margin(Margin { left: 12, right: 12, top: 8, bottom });
    // The head is as high as the answer, which is known only when it has been drawn.
    if page.sight.shown_record.replace(shown.record.record) != Some(shown.record.record) {
        ui.ctx().request_repaint();
    }
    let (head, foot, body) = (frame(8), frame(8), frame(0));
    // What decides stays in sight, however small the window or long the answer; then the path has its share.
    Panel::bottom("record foot").frame(foot).show(ui, |ui| decide::show(ui, page, shown));
    let most = (ui.available_height() - BODY_AT_LEAST).max(BODY_AT_LEAST);
    Panel::top("record head").frame(head).show(ui, |ui| {
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).id_salt("record head").show(ui, |ui| {
            answer::show(ui, page, shown);
            context::show(ui, page, shown);
        });
    });
    body.show(ui, |ui| {
        if let Open::Search(panel) = &page.state.panel {
            search::show(ui, page, shown, panel);
            return;
        }
        if let Open::WhatIf(what) = &page.state.panel {
            what_if::show(ui, page, shown, what);
            return;
        }
        ScrollArea::vertical().auto_shrink(false).id_salt(shown.record.record).show(ui, |ui| {
            if let Some(hidden) = shown.record.hidden {
                blind::show(ui, page, shown, hidden);
                more::columns(ui, page, shown);
                return;
            }
            codings::show(ui, page, shown);
            earlier::show(ui, page, shown);
            recode::show(ui, page, shown);
            match &shown.selected.explanation {
                Some(explanation) if !explanation.levels.is_empty() => {
                    if review.model_differs() {
                        let words = "Path and suggestions are those of the model of this program, not of the one that \
                                     coded the records.";
                        remark(ui, page, words);
                    }
                    path::show(ui, page, shown, explanation);
                    suggestions::show(ui, page, shown, explanation);
                }
                Some(_) => {
                    let words = "The engine found nothing to go by in this answer.";
                    remark(ui, page, &format!("{words} {}", page.how_to_search()));
                }
                None => remark(ui, page, "There is no engine to explain this record."),
            }
            more::show(ui, page, shown);
        });
    });
}

fn remark(ui: &mut Ui, page: &Page<'_>, words: &str) {
    ui.add(egui::Label::new(RichText::new(words).color(page.palette.text_muted)).wrap());
    ui.add_space(UNIT);
}

/// A small heading of a part of the pane, with words at the right.
fn heading(ui: &mut Ui, page: &Page<'_>, words: &str, right: &str) {
    ui.add_space(UNIT / 2.0);
    ui.horizontal(|ui| {
        ui.set_height(20.0);
        ui.label(RichText::new(words).size(SMALL).family(crate::theme::metrics::strong_family()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(right).size(SMALL).color(page.palette.text_muted));
        });
    });
}
