//! The question before a project is purged, over the window.

use std::path::Path;

use egui::{Label, RichText, Ui};
use workbench::{Command, can};

use super::form;
use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{TITLE, UNIT, strong, strong_family};
use crate::widgets::button::quiet;

/// Draws the question.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, path: &Path) {
    let palette = page.palette;
    let name = file_name(path);
    ui.set_width(480.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    ui.label(RichText::new("Purge the project?").font(strong(TITLE)));
    ui.add_space(UNIT);
    let words = format!(
        "“{name}” is removed from {}, with its records, its codings, every decision and the log. This cannot be undone.",
        path.parent().unwrap_or(path).display()
    );
    ui.add(Label::new(words).wrap());
    ui.add_space(UNIT);
    ui.add(Label::new("The source file and all exports stay where they are.").wrap());
    ui.add_space(UNIT);
    let words = "Copies, backups and snapshots of the disk are out of reach, and until the disk uses its place for \
                 something else, a removed file can be recovered.";
    form::remark(ui, words, palette);
    ui.add_space(UNIT * 2.0);
    ui.horizontal(|ui| {
        let allowed = can(page.state, &Command::PurgeProject);
        let words = RichText::new(format!("Purge {name}")).family(strong_family()).color(palette.surface);
        let button = egui::Button::new(words).fill(palette.wrong).min_size(egui::vec2(0.0, 32.0));
        let response = ui.add_enabled(allowed.is_ok(), button).on_hover_text("Remove this project file for good.");
        if response.clicked() {
            page.send(Command::PurgeProject);
        }
        if let Err(reason) = allowed {
            response.on_disabled_hover_text(reason);
        }
        let keep = quiet(ui, "Keep it").on_hover_text("Go back; nothing is removed. Key: Esc");
        if std::mem::take(&mut page.sight.focus_first) {
            keep.request_focus();
        }
        if keep.clicked() {
            page.send(Command::ClosePanel);
        }
    });
}
