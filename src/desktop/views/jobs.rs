//! Work in progress: what, how far, how fast, how long, and a way to stop it.

use std::time::Duration;

use egui::accesskit::Role;
use egui::{Align, Frame, Layout, Margin, Panel, Rect, Sense, Ui, Vec2, WidgetInfo};
use workbench::{Command, RunningJob};

use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular};
use crate::widgets::choice::grouped;
use crate::widgets::text::paint_line;

/// Draws a line per job at the bottom of the window.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let shown: Vec<&RunningJob> = page.state.jobs.iter().filter(|job| !job.is_quiet).collect();
    if shown.is_empty() {
        return;
    }
    let frame = Frame::new().fill(page.palette.panel).inner_margin(Margin::symmetric(16, 8));
    Panel::bottom("jobs").frame(frame).show(ui, |ui| {
        for job in shown {
            line(ui, page, job);
        }
    });
}

fn line(ui: &mut Ui, page: &mut Page<'_>, job: &RunningJob) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(168.0, 20.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, job.name));
        paint_line(ui.painter(), rect, job.name, regular(BODY), palette.text, Align::Min);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = if job.stopping { "Stopping…" } else { "Cancel" };
            let button = ui.add_enabled(!job.stopping, egui::Button::new(label));
            if button.on_hover_text("Stop this work. What is saved stays saved.").clicked() {
                page.commands.push(Command::Cancel(job.id));
            }
            let (rect, response) = ui.allocate_exact_size(Vec2::new(280.0, 20.0), Sense::hover());
            let words = how_far(job);
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
            paint_line(ui.painter(), rect, &words, regular(SMALL), palette.text_muted, Align::Max);
            let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), UNIT), Sense::hover());
            let share = job.progress.share();
            response.widget_info(|| WidgetInfo {
                value: share.map(f64::from),
                ..WidgetInfo::labeled(Role::ProgressIndicator, true, job.name)
            });
            ui.painter().rect_filled(rect, 4.0, palette.track);
            let filled = Vec2::new(rect.width() * share.unwrap_or(0.0), rect.height());
            ui.painter().rect_filled(Rect::from_min_size(rect.min, filled), 4.0, palette.accent);
        });
    });
}

/// `43 % · 258 000 of 600 000 · 41 000 a second · 8 s left`.
fn how_far(job: &RunningJob) -> String {
    let progress = &job.progress;
    let mut parts = Vec::new();
    match progress.total {
        Some(total) => parts.push(format!("{} of {}", grouped(progress.done), grouped(total))),
        None if progress.done > 0 => parts.push(grouped(progress.done)),
        None => {}
    }
    if progress.rate >= 1.0 {
        parts.push(format!("{} a second", grouped(progress.rate.round() as u64)));
    }
    if let Some(left) = progress.left {
        parts.push(format!("{} left", in_words(left)));
    }
    parts.join("  ·  ")
}

/// A duration as a person says it: `8 s`, `3 min`, `2 h 10 min`.
pub fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(in_words(Duration::from_millis(7400)), "8 s");
        assert_eq!(in_words(Duration::from_secs(61)), "2 min");
        assert_eq!(in_words(Duration::from_secs(7800)), "2 h 10 min");
    }
}
