//! The line that says that the project is shown as it stood earlier, with the way back.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};
use workbench::{Command, PeopleCommand, Review};

use crate::page::Page;
use crate::theme::metrics::{BODY, UNIT, strong};
use crate::widgets::choice::grouped;

/// Draws the line; nothing while the project is shown as it stands now.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let Some(as_of) = &review.as_of else { return };
    let palette = page.palette;
    let frame = Frame::new().fill(palette.accent_soft).inner_margin(Margin::symmetric(12, 4));
    Panel::top("as of").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                page.button(ui, Command::People(PeopleCommand::BackToNow), None);
                page.button(ui, Command::OpenExport, Some("Export it…"));
                ui.add_space(UNIT);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let iso = as_of.at.to_iso();
                    let words = format!(
                        "As it stood on {} at {} UTC, after entry {} of {}.",
                        as_of.at.date(),
                        iso.get(11..16).unwrap_or_default(),
                        grouped(as_of.number),
                        grouped(review.whole_log().entries().len() as u64),
                    );
                    ui.label(RichText::new(words).font(strong(BODY)));
                    ui.add(Label::new("You can look and export; nothing can be decided here.").truncate());
                });
            });
        });
    });
}
