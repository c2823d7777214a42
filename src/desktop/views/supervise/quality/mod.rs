//! Quality samples: at the left what is drawn next, at the right the samples that were drawn and what became of them.

mod draw;
mod found;

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};
use workbench::Review;

use crate::page::Page;
use crate::views::form;

pub use found::path_field_id;

/// Width of what is drawn next, in points.
const FORM: f32 = 320.0;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    if !review.is_coded() {
        form::remark(ui, super::not_coded(review), page.palette);
        return;
    }
    let frame =
        |right, left| Frame::new().fill(page.palette.surface).inner_margin(Margin { left, right, top: 0, bottom: 0 });
    let (side, rest) = (frame(12, 0), frame(0, 16));
    Panel::left("next sample").frame(side).exact_size(FORM).resizable(false).show(ui, |ui| {
        Panel::bottom("draw").frame(frame(0, 0)).show_separator_line(false).show(ui, |ui| draw::foot(ui, page));
        ScrollArea::vertical().auto_shrink(false).id_salt("next sample").show(ui, |ui| draw::show(ui, page, review));
    });
    CentralPanel::default().frame(rest).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).id_salt("samples").show(ui, |ui| found::show(ui, page, review));
    });
}
