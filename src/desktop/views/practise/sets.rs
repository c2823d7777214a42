//! What can be practised: the sets that come with the program, files, projects, and a session to go on with.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Align, Id, Layout, Pos2, Rect, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};
use workbench::{Command, Offer, OfferKind, PracticeCommand, PracticeLength, can};

use super::{column, muted, takes_focus};
use crate::page::Page;
use crate::theme::metrics::{BODY, HEADING, SMALL, TITLE, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::text::paint_line;

/// Height of an offer.
const OFFER: f32 = 64.0;

/// The field into which the path of a set is typed.
pub fn path_field_id() -> Id {
    Id::unique("path of a set")
}

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    column(ui, "sets", |ui| {
        ui.add_space(UNIT * 2.0);
        ui.label(RichText::new("Practise").font(strong(TITLE)));
        let what = "Code answers without seeing what was agreed. After each you see the agreed code and why, how many \
                    levels of yours agree, and what the engine makes of it. What you miss comes back after a few \
                    others, and again in the next session.";
        ui.add(egui::Label::new(RichText::new(what).color(palette.text_muted)).wrap());
        ui.add_space(UNIT * 2.0);
        lengths(ui, page);
        ui.add_space(UNIT);
        let state = page.state;
        let top = ui.cursor().min;
        let height = state.practice.offers.len() as f32 * (OFFER + UNIT);
        let rect = Rect::from_min_size(top, Vec2::new(ui.available_width(), height));
        let focused = takes_focus(ui, rect, "What can be practised");
        ui.spacing_mut().item_spacing.y = UNIT;
        for (at, offer) in state.practice.offers.iter().enumerate() {
            draw(ui, page, at, offer, focused);
        }
        muted(ui, page, "↑ ↓ to choose, Enter to begin.");
        ui.add_space(UNIT);
        typed_path(ui, page);
        ui.add_space(UNIT);
        let kept = "Kept on this computer, beside the settings: your name, when you practised, the codes you gave, and \
                    of each answer its row and a hash, not its text. A hash of a short answer can be guessed by somebody \
                    who has the set. Sets are never changed.";
        muted(ui, page, kept);
        if state.practice.unread > 0 {
            let words = if state.practice.unread == 1 {
                "1 line".to_owned()
            } else {
                format!("{} lines", state.practice.unread)
            };
            muted(
                ui,
                page,
                format!(
                    "{words} of what was kept could not be read and stays left out, such as one that was \
                                     being written when the program was stopped."
                ),
            );
        }
    });
}

fn lengths(ui: &mut Ui, page: &mut Page<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        ui.label("Answers in a session");
        for length in PracticeLength::ALL {
            let button = egui::Button::new(length.name()).selected(page.state.practice.length == length);
            let command = Command::Practise(PracticeCommand::SetLength(length));
            let response = page.show_button(ui, command, button);
            response.widget_info(|| {
                let chosen = page.state.practice.length == length;
                let name = format!("{} answers in a session", length.name());
                WidgetInfo::selected(Role::RadioButton, true, chosen, name)
            });
        }
    });
}

fn draw(ui: &mut Ui, page: &mut Page<'_>, at: usize, offer: &Offer, focused: bool) {
    let palette = page.palette;
    let marked = page.state.practice.marked == at;
    let command = Command::Practise(PracticeCommand::TakeOffer(Some(at)));
    let allowed = can(page.state, &command);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), OFFER), Sense::CLICK);
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, allowed.is_ok(), marked, format!("{}: {}", offer.title, offer.words))
    });
    let fill = match (marked, response.hovered()) {
        (true, _) => palette.accent_soft,
        (_, true) => palette.hover,
        _ => palette.panel,
    };
    let edge = match (marked && focused, marked) {
        (true, _) => Stroke::new(2.0, palette.accent),
        (_, true) => Stroke::new(1.0, palette.accent),
        _ => Stroke::new(1.0, palette.line_strong),
    };
    ui.painter().rect(rect, 8.0, fill, edge, StrokeKind::Inside);
    let inner = rect.shrink2(Vec2::new(UNIT * 2.0, UNIT + 2.0));
    let head = Rect::from_min_size(inner.min, Vec2::new(inner.width(), 22.0));
    let low = Rect::from_min_max(Pos2::new(inner.left(), head.bottom()), inner.max);
    let font = if matches!(offer.kind, OfferKind::Choose) { regular(HEADING) } else { strong(HEADING) };
    paint_line(ui.painter(), head, &offer.title, font, palette.text, Align::Min);
    paint_line(ui.painter(), low, &offer.words, regular(SMALL + 1.0), palette.text_muted, Align::Min);
    if marked {
        paint_line(ui.painter(), head, "Enter", regular(SMALL), palette.text_muted, Align::Max);
    }
    let hint = match allowed {
        Ok(()) => offer.words.clone(),
        Err(reason) => format!("{}\nNot now: {reason}", offer.words),
    };
    if response.on_hover_text(hint).clicked() {
        page.send(command);
    }
}

fn typed_path(ui: &mut Ui, page: &mut Page<'_>) {
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new("Or type its path").size(BODY));
        let clean = |text: &str| text.trim().trim_matches('"').to_owned();
        let path = clean(&page.sight.practice.path);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let pressed = ui.add_enabled(!path.is_empty(), egui::Button::new("Practise with it")).clicked();
            let field = form::field(&mut page.sight.practice.path)
                .id(path_field_id())
                .hint_text("path of a table or a project")
                .desired_width(ui.available_width());
            let response = ui.add(field).labelled_by(label.id);
            let path = clean(&page.sight.practice.path);
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if (entered || pressed) && !path.is_empty() {
                page.send(Command::Practise(PracticeCommand::OpenSet(PathBuf::from(path))));
            }
        });
    });
}
