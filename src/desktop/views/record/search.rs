//! Type to search a code: titles, coding index, digits.

use domain::{HitKind, Level};
use egui::accesskit::Role;
use egui::{Align, Id, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Command, SearchPanel};

use super::Shown;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::views::{form, group};
use crate::widgets::text::paint_line;

/// The field in which one types.
pub fn field_id() -> Id {
    Id::unique("search for a code")
}

/// Draws the search.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, panel: &SearchPanel) {
    let palette = page.palette;
    group::banner(ui, page, shown.review);
    ui.horizontal(|ui| {
        let mut query = panel.query.clone();
        let field = form::field(&mut query)
            .id(field_id())
            .hint_text("title, index entry or digits")
            .desired_width(ui.available_width() - 72.0);
        let response = ui.add(field).accessible_name("Search for a code");
        if response.changed() {
            page.send(Command::SetSearch(query));
        }
        page.button(ui, Command::ClosePanel, Some("Close"));
    });
    let words = match (panel.query.trim().is_empty(), panel.hits.is_empty()) {
        (true, _) => "Type a title, a word of the coding index, or the first digits of a code.",
        (false, true) => "Nothing is found. Try fewer words, or the beginning of one.",
        (false, false) => "↑ ↓ to choose, Enter to take it, Esc to leave.",
    };
    ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
    ui.add_space(UNIT / 2.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, hit) in panel.hits.iter().enumerate() {
            let title = shown.classification.title(hit.code);
            let marked = at == panel.marked;
            let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 40.0), Sense::CLICK);
            let name = format!("{} {title}", hit.code);
            response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, marked, &name));
            if marked {
                ui.painter().rect_filled(rect, 4.0, palette.accent_soft);
                ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.0, palette.accent), egui::StrokeKind::Inside);
                if !ui.clip_rect().contains_rect(rect) {
                    response.scroll_to_me(None);
                }
            } else if response.hovered() {
                ui.painter().rect_filled(rect, 4.0, palette.hover);
            }
            let inner = rect.shrink2(Vec2::new(UNIT, 2.0));
            let (top, low) = inner.split_top_bottom_at_fraction(0.55);
            let code = Rect::from_min_size(top.min, Vec2::new(64.0, top.height()));
            let rest = Rect::from_min_max(egui::pos2(code.right(), top.top()), top.max);
            paint_line(ui.painter(), code, &hit.code.to_string(), strong(BODY), palette.text, Align::Min);
            paint_line(ui.painter(), rest, title, regular(BODY), palette.text, Align::Min);
            let under = Rect::from_min_max(egui::pos2(code.right(), low.top()), low.max);
            let level =
                if hit.code.is_non_classification() { "not an occupation" } else { Level::name(hit.code.level()) };
            let words = match hit.kind {
                HitKind::Code | HitKind::Title => level.to_owned(),
                HitKind::Description => format!("{level}, by its description"),
                HitKind::Index(kind) => format!("{}: {}", kind.name(), hit.matched),
            };
            let words = if hit.as_written { words } else { format!("{words}  ·  spelt differently") };
            paint_line(ui.painter(), under, &words, regular(SMALL), palette.text_muted, Align::Min);
            if response.clicked() {
                page.send(Command::ChooseSearch(Some(hit.code)));
            }
        }
    });
}
