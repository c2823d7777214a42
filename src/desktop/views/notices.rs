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
    // A later success stands for the earlier ones; what is shown no more is put away.
    let shown = to_show(&page.state.notices);
    let stale = (0..page.state.notices.len()).rev().filter(|at| !shown.contains(at));
    page.commands.extend(stale.map(Command::DismissNotice));
    let palette = page.palette;
    let frame = Frame::new().fill(palette.ground).inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 8 });
    Panel::top("notices").frame(frame).show_separator_line(false).show(ui, |ui| {
        for at in to_show(&page.state.notices) {
            let notice = &page.state.notices[at];
            let colour = if notice.is_error { palette.wrong } else { palette.coded };
            let card = Frame::new()
                .fill(palette.surface)
                .stroke(Stroke::new(1.0, colour))
                .corner_radius(4)
                .inner_margin(Margin::symmetric(12, 8));
            card.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_max_width(ui.available_width());
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
                            let mut job = words(notice, colour, palette);
                            // A message of any length leaves the window to the work; all of it is in the tooltip.
                            let full = job.text.clone();
                            job.wrap.max_rows = 3;
                            job.wrap.max_width = ui.available_width();
                            ui.add(Label::new(job).wrap().selectable(true)).on_hover_text(full);
                        });
                    });
                });
            });
        }
    });
}

/// Notices shown at a time.
const SHOWN: usize = 3;

/// The places of the notices that are shown: the last ones, and of plain successes the last only.
fn to_show(notices: &[Notice]) -> Vec<usize> {
    let success = |notice: &Notice| !notice.is_error && notice.action.is_none();
    let last = notices.iter().rposition(success);
    let wanted: Vec<usize> = (0..notices.len()).filter(|at| !success(&notices[*at]) || Some(*at) == last).collect();
    wanted[wanted.len().saturating_sub(SHOWN)..].to_vec()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(words: &str, is_error: bool) -> Notice {
        Notice { what_happened: words.to_owned(), is_error, ..Notice::default() }
    }

    #[test]
    fn three_notices_are_shown_and_one_success() {
        let all = [notice("a", false), notice("x", true), notice("y", true), notice("b", false), notice("z", true)];
        assert_eq!(to_show(&all), [2, 3, 4]);
        assert_eq!(to_show(&all[..4]), [1, 2, 3]);
        assert_eq!(to_show(&all[..1]), [0]);
    }
}
