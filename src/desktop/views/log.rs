//! The last decisions, beside the table: to go back to one, or take one back.

use egui::accesskit::Role;
use egui::{Align, Frame, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Command, LogPanel, Review};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, TITLE, UNIT, regular, strong};
use crate::widgets::button::quiet;
use crate::widgets::text::paint_line;

/// Height of an entry: what was done, and by whom and when.
const HEIGHT: f32 = 40.0;

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, panel: &LogPanel) {
    let palette = page.palette;
    Frame::new().fill(palette.surface).inner_margin(Margin::same(12)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Last decisions").font(strong(TITLE)));
            ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                    page.send(Command::ClosePanel);
                }
            });
        });
        form::remark(
            ui,
            "↑ ↓ to choose, Enter to go to the record, Delete to take it back. What was decided after it stays.",
            palette,
        );
        ui.add_space(UNIT / 2.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut scroll = ScrollArea::vertical().auto_shrink(false);
        if page.sight.marked_entry.replace(panel.marked) != Some(panel.marked) {
            let middle = panel.marked as f32 * HEIGHT - ui.available_height() * 0.4;
            scroll = scroll.vertical_scroll_offset(middle.max(0.0));
        }
        scroll.show_rows(ui, HEIGHT, review.listed_entries(), |ui, shown| {
            let first = shown.start;
            for (at, (entry, stands)) in review.last_entries(shown).enumerate() {
                let words = review.entry_words(entry.number);
                line(ui, page, entry, &words, stands, panel.marked == first + at);
            }
        });
    });
}

fn line(ui: &mut Ui, page: &mut Page<'_>, entry: &review::Entry, words: &str, stands: bool, marked: bool) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, marked, words));
    if marked {
        ui.painter().rect_filled(rect, 4.0, palette.accent_soft);
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.0, palette.accent), egui::StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, palette.hover);
    }
    let inner = rect.shrink2(Vec2::new(UNIT, 2.0));
    let (top, low) = inner.split_top_bottom_at_fraction(0.55);
    let ink = if stands { palette.text } else { palette.text_muted };
    paint_line(ui.painter(), top, words, regular(BODY), ink, Align::Min);
    let iso = entry.at.to_iso();
    let when = format!("{} {} UTC", iso.get(..10).unwrap_or_default(), iso.get(11..16).unwrap_or_default());
    let who = format!("{}  ·  {when}", entry.reviewer);
    let under = Rect::from_min_max(low.min, low.max - Vec2::new(if stands { 0.0 } else { 96.0 }, 0.0));
    paint_line(ui.painter(), under, &who, regular(SMALL), palette.text_muted, Align::Min);
    if !stands {
        paint_line(ui.painter(), low, "changed since", regular(SMALL), palette.text_muted, Align::Max);
    }
    if response.clicked()
        && let Some(change) = entry.changes.first()
    {
        page.send(Command::GoTo(change.record));
    }
}
