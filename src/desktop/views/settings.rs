//! Settings: the reviewer's name, colours, size.

use egui::{Frame, Id, Key, Modal, RichText, Ui};
use workbench::{Command, PeopleCommand, Role, ThemeChoice};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{TITLE, UNIT, strong};

/// The field for the name beside decisions.
pub fn reviewer_field_id() -> Id {
    Id::unique("reviewer")
}

/// Draws the settings while they are open.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    if !page.sight.settings_open {
        return;
    }
    let colour = egui::Color32::from_black_alpha(96);
    let response = Modal::new(Id::unique("settings"))
        .frame(Frame::window(ui.style()).inner_margin(16))
        .backdrop_color(colour)
        .show(ui.ctx(), |ui| contents(ui, page));
    if response.should_close() || response.inner {
        page.sight.settings_open = false;
    }
}

/// Draws the contents and says whether to close.
fn contents(ui: &mut Ui, page: &mut Page<'_>) -> bool {
    ui.set_width(440.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    ui.label(RichText::new("Settings").font(strong(TITLE)));
    ui.add_space(UNIT);
    let settings = &page.state.settings;
    let mut name = page.sight.reviewer.clone().unwrap_or_else(|| settings.reviewer.clone());
    form::line(ui, "Your name", 112.0, |ui| {
        let field = form::field(&mut name).id(reviewer_field_id()).desired_width(280.0);
        let response = ui.add(field);
        if response.changed() {
            page.sight.reviewer = Some(name.clone());
        }
        if response.lost_focus()
            && let Some(name) = page.sight.reviewer.take()
        {
            page.commands.push(Command::SetReviewer(name.trim().to_owned()));
        }
    });
    form::remark(ui, "It is written beside every decision, in the project and in exports.", page.palette);
    form::line(ui, "Role", 112.0, |ui| {
        for role in Role::ALL {
            if ui.radio(settings.role == role, role.name()).on_hover_text(role.sentence()).clicked()
                && settings.role != role
            {
                page.commands.push(Command::People(PeopleCommand::SetRole(role)));
            }
        }
    });
    ui.add_space(UNIT);
    form::line(ui, "Colours", 112.0, |ui| {
        for (theme, words) in [
            (ThemeChoice::System, "System"),
            (ThemeChoice::Light, "Light"),
            (ThemeChoice::Dark, "Dark"),
            (ThemeChoice::HighContrast, "High contrast"),
        ] {
            if ui.radio(settings.theme == theme, words).clicked() && settings.theme != theme {
                page.commands.push(Command::SetTheme(theme));
            }
        }
    });
    form::line(ui, "Size", 112.0, |ui| {
        page.button(ui, Command::ZoomOut, None);
        ui.label(format!("{:.0} %", settings.zoom * 100.0));
        page.button(ui, Command::ZoomIn, None);
        page.button(ui, Command::ZoomReset, None);
    });
    ui.add_space(UNIT);
    let close = ui.button("Close settings").on_hover_text("Key: Esc");
    close.clicked() && !ui.input(|input| input.key_pressed(Key::Escape))
}
