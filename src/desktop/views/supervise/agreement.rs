//! Coder packs at the left, how far coders agree beside them.

mod confusions;
mod figures;
mod packs;
mod split;
mod take_in;

use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};
use workbench::Review;

use crate::page::Page;

/// The width of the part about packs, in points.
const PACKS: f32 = 432.0;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin { left: 0, right: 16, top: 0, bottom: 0 });
    Panel::left("coder packs").frame(frame).resizable(false).exact_size(PACKS).show(ui, |ui| {
        ScrollArea::vertical().id_salt("coder packs").auto_shrink(false).show(ui, |ui| {
            packs::show(ui, page, review);
        });
    });
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin { left: 16, right: 0, top: 0, bottom: 0 });
    CentralPanel::default().frame(frame).show(ui, |ui| figures::show(ui, page, review));
}
