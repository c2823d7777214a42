//! The search among commands.

use egui::accesskit::Role;
use egui::{Align, Id, Rect, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use workbench::{Command, PalettePanel, can, command_table};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{BODY, CONTROL, SMALL, UNIT, regular};
use crate::widgets::text::{paint_line, paint_words};

/// The field in which one types.
pub fn field_id() -> Id {
    Id::unique("search commands")
}

/// Draws the contents.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, panel: &PalettePanel) {
    let palette = page.palette;
    ui.set_width(760.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    let mut query = panel.query.clone();
    let field = form::field(&mut query).id(field_id()).hint_text("Type a command").desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Search commands");
    // An overlay's first frame is drawn unseen, which loses the focus it was given.
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if response.changed() {
        page.send(Command::SetPaletteQuery(query));
    }
    ui.add_space(UNIT / 2.0);
    if panel.rows.is_empty() {
        ui.label(RichText::new("No command has these words.").color(palette.text_muted));
    }
    let height = (ui.ctx().content_rect().height() - 160.0).clamp(120.0, 400.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, row) in panel.rows.iter().enumerate() {
            let Some(row) = command_table().get(*row) else { continue };
            let allowed = can(page.state, &row.command);
            let marked = at == panel.marked;
            let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CONTROL), Sense::CLICK);
            response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, allowed.is_ok(), marked, row.text));
            if marked {
                ui.painter().rect_filled(rect, 4.0, palette.accent_soft);
                if !ui.clip_rect().contains_rect(rect) {
                    response.scroll_to_me(None);
                }
            } else if response.hovered() {
                ui.painter().rect_filled(rect, 4.0, palette.hover);
            }
            let inner = rect.shrink2(Vec2::new(UNIT, 0.0));
            let ink = if allowed.is_ok() { palette.text } else { palette.text_muted };
            let words = Rect::from_min_size(
                inner.min,
                Vec2::new(if inner.width() > 640.0 { 296.0 } else { inner.width() * 0.5 }, inner.height()),
            );
            let hint =
                Rect::from_min_max(egui::pos2(words.right() + UNIT, inner.top()), inner.max - Vec2::new(96.0, 0.0));
            paint_line(ui.painter(), words, row.text, regular(BODY), ink, Align::Min);
            let why = allowed.err().unwrap_or(row.hint);
            paint_words(ui.painter(), hint, why, regular(SMALL), palette.text_muted);
            let key = page.state.settings.shortcut_text(row);
            paint_line(ui.painter(), inner, &key, regular(SMALL), palette.text_muted, Align::Max);
            if response.clicked() && allowed.is_ok() {
                page.send(Command::ClosePanel);
                page.send(row.command.clone());
            }
        }
    });
}
