//! Which list narrows the records, under the filters.

use egui::{Frame, Label, Margin, RichText, Ui};
use workbench::{Command, Review};

use crate::page::Page;
use crate::theme::metrics::{CORNER, HALF, SMALL, UNIT};
use crate::widgets::choice::grouped;

/// Draws what is listed, with the way out; nothing without a list.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let Some(listed) = &review.listed else { return };
    let palette = page.palette;
    ui.add_space(UNIT);
    Frame::new().fill(palette.accent_soft).corner_radius(CORNER).inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = HALF;
        let count = listed.records.len() as u64;
        let records = if count == 1 { "record".to_owned() } else { "records".to_owned() };
        let words = format!("Only {} {records}: {}", grouped(count), listed.words);
        ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
        page.button(ui, Command::LeaveList, None);
    });
}
