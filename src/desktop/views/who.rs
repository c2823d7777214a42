//! Who is working: the name beside decisions and what the person is here for, over the window.

use std::collections::BTreeSet;

use egui::accesskit::Role as Kind;
use egui::{Align, Id, Key, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};
use workbench::{Command, PeopleCommand, Role};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{BODY, CONTROL, SMALL, TITLE, UNIT, regular, strong};
use crate::widgets::text::paint_line;

/// Names shown without scrolling.
const NAMES_IN_SIGHT: f32 = 6.0;

/// The field for another name.
pub fn name_field_id() -> Id {
    Id::unique("who is working")
}

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    ui.set_width(480.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    ui.horizontal(|ui| {
        ui.label(RichText::new("Who is working").font(strong(TITLE)));
        ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
            page.button(ui, Command::ClosePanel, Some("Close"));
        });
    });
    form::remark(ui, "Written beside every decision from the next one on; earlier ones keep theirs.", page.palette);
    ui.add_space(UNIT);
    name_field(ui, page);
    names(ui, page);
    roles(ui, page);
}

fn name_field(ui: &mut Ui, page: &mut Page<'_>) {
    let mut name = page.sight.people.name.clone().unwrap_or_else(|| page.state.settings.reviewer.clone());
    form::line(ui, "Name", 64.0, |ui| {
        let response = ui.add(form::field(&mut name).id(name_field_id()).desired_width(280.0));
        if response.changed() {
            page.sight.people.name = Some(name.clone());
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let use_it = ui.button("Use this name").on_hover_text("Key: Enter").clicked();
        if entered || use_it {
            choose(page, &name);
        }
    });
}

fn choose(page: &mut Page<'_>, name: &str) {
    page.sight.people.name = None;
    page.send(Command::SetReviewer(name.trim().to_owned()));
    if !name.trim().is_empty() {
        page.send(Command::ClosePanel);
    }
}

/// The names that are known here and in the open project, to choose from.
fn names(ui: &mut Ui, page: &mut Page<'_>) {
    let settings = &page.state.settings;
    let in_project = page.state.review().into_iter().flat_map(|review| review.whole_log().reviewers());
    let known: BTreeSet<&str> = in_project.chain(settings.people.keys().map(String::as_str)).collect();
    if known.iter().all(|name| *name == settings.reviewer) {
        return;
    }
    form::heading(ui, "Known here");
    let mut chosen = None;
    let height = CONTROL * NAMES_IN_SIGHT;
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for name in known {
            let role = settings.people.get(name).map_or("", |role| role.name());
            if one_name(ui, page, name, role, name == settings.reviewer) {
                chosen = Some(name.to_owned());
            }
        }
    });
    if let Some(name) = chosen {
        choose(page, &name);
    }
}

fn one_name(ui: &mut Ui, page: &Page<'_>, name: &str, role: &str, chosen: bool) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Kind::RadioButton, true, chosen, name));
    let fill = match (chosen, response.hovered()) {
        (true, _) => Some(palette.accent_soft),
        (false, true) => Some(palette.hover),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, 4.0, fill);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
    }
    let inner = rect.shrink2(Vec2::new(UNIT, 0.0));
    let words = Rect::from_min_max(inner.min, inner.max - Vec2::new(96.0, 0.0));
    let font = if chosen { strong(BODY) } else { regular(BODY) };
    paint_line(ui.painter(), words, name, font, palette.text, Align::Min);
    paint_line(ui.painter(), inner, role, regular(SMALL), palette.text_muted, Align::Max);
    response.clicked()
}

/// What a person can be here for.
pub fn roles(ui: &mut Ui, page: &mut Page<'_>) {
    form::heading(ui, "Role");
    let standing = page.state.settings.role;
    for role in Role::ALL {
        let mut name = role.name().to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if ui.radio(standing == role, name).clicked() && standing != role {
            page.send(Command::People(PeopleCommand::SetRole(role)));
        }
        ui.horizontal_top(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.add_space(UNIT * 3.0);
            form::remark(ui, role.sentence(), page.palette);
        });
    }
    ui.add_space(UNIT / 2.0);
    let words = "A role says what the desk offers. It is no lock: whoever sits here can choose another name and role.";
    form::remark(ui, words, page.palette);
}
