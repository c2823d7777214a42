//! Notices under the bar: what happened, what is safe, what to do next.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, Frame, Label, Layout, Margin, Panel, Stroke, Ui};
use workbench::{Command, Notice, row_of};

use crate::page::Page;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, UNIT, regular, strong};

/// Draws the notices, the latest at the bottom.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    if page.state.notices.is_empty() {
        return;
    }
    let palette = page.palette;
    let frame = Frame::new().fill(palette.ground).inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 8 });
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
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(Label::new(words(notice, colour, palette)).wrap().selectable(true));
                        });
                    });
                });
            });
        }
    });
}

/// What happened stands out; what is safe and what to do follow.
fn words(notice: &Notice, colour: Color32, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.append(&notice.what_happened, 0.0, TextFormat::simple(strong(BODY), colour));
    for rest in [&notice.what_is_safe, &notice.what_to_do] {
        if !rest.is_empty() {
            job.append(&format!("  {rest}"), 0.0, TextFormat::simple(regular(BODY), palette.text));
        }
    }
    job
}
