//! The line at the bottom: what was done last, what is left, how fast it goes.

use egui::{Align, Button, Frame, Label, Layout, Margin, Panel, RichText, Ui};
use review::Filter;
use workbench::{Command, Review};

use super::jobs::in_words;
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT};
use crate::widgets::choice::grouped;

/// Draws the line.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(8, 2));
    Panel::bottom("status").frame(frame).exact_size(32.0).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let words = |text: String| RichText::new(text).size(SMALL);
            // The right side first: what was done gives way to what is left.
            let room = ui.available_width();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(UNIT);
                let keys = format!("Keys  {}", page.key(&Command::ShowKeys));
                let keys = Button::new(words(keys.trim_end().to_owned())).frame_when_inactive(false);
                page.show_button(ui, Command::ShowKeys, keys);
                ui.label(words(left(review, room > 560.0)).color(palette.text_muted));
                ui.add_space(UNIT);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| done(ui, page, review));
            });
        });
    });
}

/// What was done last, and why the last key did nothing.
fn done(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    let words = |text: String| RichText::new(text).size(SMALL);
    if let Some(reason) = page.state.refusal {
        ui.add(Label::new(words(reason.to_owned()).color(palette.doubtful)).truncate()).on_hover_text(reason);
        return;
    }
    let share = (ui.available_width() * 0.5).max(120.0);
    for (command, entry) in [(Command::Undo, review.ledger.what_undo()), (Command::Redo, review.ledger.what_redo())] {
        let verb = if command == Command::Undo { "Undo" } else { "Redo" };
        if let Some(entry) = entry
            && ui.available_width() > 64.0
        {
            let button = Button::new(words(format!("{verb}: {}", review.entry_words(entry.number))));
            ui.scope(|ui| {
                ui.set_max_width(share.min(ui.available_width()));
                page.show_button(ui, command, button.frame_when_inactive(false).truncate());
            });
        }
    }
    let last = review
        .last_action
        .as_ref()
        .filter(|last| review.ledger.what_undo().is_none_or(|entry| review.entry_words(entry.number) != last.as_str()));
    if let Some(last) = last {
        ui.add(Label::new(words(last.clone()).color(palette.text_muted)).truncate());
    }
}

/// `214 to review · 4.1 a minute · 52 min left`.
fn left(review: &Review, roomy: bool) -> String {
    let to_review = review.counts.of(Filter::Flagged) as u32;
    let mut parts = vec![format!("{} to review", grouped(u64::from(to_review)))];
    let rate = f64::from(review.pace);
    // One decision in ten minutes is no pace to reckon with.
    if rate >= 1.0 && roomy {
        parts.push(format!("{rate:.1} a minute"));
        if to_review > 0 {
            let time = std::time::Duration::from_secs_f64(f64::from(to_review) / rate * 60.0);
            parts.push(format!("{} at this pace", in_words(time)));
        }
    }
    parts.join("  ·  ")
}
