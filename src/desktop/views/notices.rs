//! Notices under the bar: what happened, what is safe, what to do next.

use egui::{Align, Frame, Layout, Margin, Panel, RichText, Stroke, Ui};
use workbench::{Command, row_of};

use crate::page::Page;
use crate::theme::metrics::{UNIT, strong_family};

/// Draws the notices, the latest at the bottom.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    if page.state.notices.is_empty() {
        return;
    }
    let palette = page.palette;
    let frame = Frame::new().fill(palette.ground).inner_margin(Margin { left: 8, right: 8, top: 0, bottom: 8 });
    Panel::top("notices").frame(frame).show_separator_line(false).show(ui, |ui| {
        for (at, notice) in page.state.notices.iter().enumerate() {
            let colour = if notice.is_error { palette.wrong } else { palette.coded };
            let card = Frame::new()
                .fill(palette.surface)
                .stroke(Stroke::new(1.0, colour))
                .corner_radius(4)
                .inner_margin(Margin::symmetric(12, 8));
            card.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if ui.button("Dismiss").on_hover_text("Put this notice away.").clicked() {
                            page.commands.push(Command::DismissNotice(at));
                        }
                        if let Some(action) = &notice.action {
                            let words = row_of(action).map_or("Do it", |row| row.text);
                            if ui.button(words).clicked() {
                                page.commands.push(action.clone());
                                page.commands.push(Command::DismissNotice(at));
                            }
                        }
                        ui.add_space(UNIT);
                        ui.with_layout(Layout::top_down(Align::Min), |ui| {
                            let what = RichText::new(&notice.what_happened).family(strong_family()).color(colour);
                            ui.add(egui::Label::new(what).wrap());
                            let rest = [notice.what_is_safe.as_str(), notice.what_to_do.as_str()];
                            let rest = rest.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
                            if !rest.is_empty() {
                                ui.add(egui::Label::new(rest).wrap());
                            }
                        });
                    });
                });
            });
            ui.add_space(UNIT / 2.0);
        }
    });
}
