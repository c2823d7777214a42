//! A row that can be chosen, with a mark, words and a count at the right.

use egui::accesskit::Role;
use egui::{Align, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::theme::Palette;
use crate::theme::metrics::{BODY, CONTROL, SMALL, UNIT, regular, strong};
use crate::widgets::mark::Mark;
use crate::widgets::text::{line_galley, paint_line};

/// Groups the digits of a number by threes: `1 234 567` with narrow spaces.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

/// Shows a filter with its number of records. Its accessible name is `name: 12 records`.
pub fn counted(ui: &mut Ui, name: &str, mark: Option<Mark>, count: u64, chosen: bool, palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CONTROL), Sense::click());
    let label = format!("{name}: {count} {}", if count == 1 { "record" } else { "records" });
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &label));
    ground(ui, &response, chosen, palette);
    let painter = ui.painter();
    if let Some(mark) = mark {
        mark.paint(painter, Pos2::new(rect.left() + 12.0, rect.center().y), palette);
    }
    let number = grouped(count);
    let inner = Rect::from_min_max(Pos2::new(rect.left() + 24.0, rect.top()), rect.max - Vec2::new(UNIT, 0.0));
    let room = line_galley(painter, &number, regular(SMALL), palette.text, inner.width()).size().x + UNIT;
    let words = Rect::from_min_max(inner.min, Pos2::new(inner.right() - room, inner.bottom()));
    let (font, colour) = if chosen { (strong(BODY), palette.text) } else { (regular(BODY), palette.text) };
    paint_line(painter, words, name, font, colour, Align::Min);
    let colour = if count == 0 || !chosen { palette.text_muted } else { palette.text };
    paint_line(painter, inner, &number, regular(SMALL), colour, Align::Max);
    response
}

/// Shows a choice that narrows a list, with its number of records where it is told. Lower than a filter, because there
/// are many.
pub fn facet(ui: &mut Ui, name: &str, count: Option<u64>, chosen: bool, palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::click());
    let label = count.map_or_else(|| name.to_owned(), |count| format!("{name}: {count} records"));
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, &label));
    ground(ui, &response, chosen, palette);
    let painter = ui.painter();
    let inner = Rect::from_min_max(Pos2::new(rect.left() + UNIT * 2.0, rect.top()), rect.max - Vec2::new(UNIT, 0.0));
    let number = count.map(grouped).unwrap_or_default();
    let room = line_galley(painter, &number, regular(SMALL), palette.text, inner.width()).size().x + UNIT;
    let words = Rect::from_min_max(inner.min, Pos2::new(inner.right() - room, inner.bottom()));
    let font = if chosen { strong(SMALL) } else { regular(SMALL) };
    paint_line(painter, words, name, font, palette.text, Align::Min);
    paint_line(painter, inner, &number, regular(SMALL), palette.text_muted, Align::Max);
    response
}

/// Shows the heading of a part that can be folded away.
pub fn fold(ui: &mut Ui, words: &str, open: bool, palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, words));
    ground(ui, &response, false, palette);
    let painter = ui.painter();
    let sign = Rect::from_min_size(rect.min, Vec2::new(UNIT * 2.0, rect.height()));
    let rest = Rect::from_min_max(Pos2::new(rect.left() + UNIT * 2.0, rect.top()), rect.max);
    paint_line(painter, sign, if open { "▾" } else { "▸" }, regular(SMALL), palette.text_muted, Align::Center);
    paint_line(painter, rest, words, regular(SMALL), palette.text_muted, Align::Min);
    response
}

/// What lies under the words of a row: that it is chosen, under the pointer, or has the focus.
fn ground(ui: &Ui, response: &Response, chosen: bool, palette: &Palette) {
    let fill = match (chosen, response.hovered()) {
        (true, _) => Some(palette.accent_soft),
        (false, true) => Some(palette.hover),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(response.rect, 4.0, fill);
    }
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(response.rect, 4.0, ring, egui::StrokeKind::Inside);
    }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_by_threes() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1\u{2009}000");
        assert_eq!(grouped(1_234_567), "1\u{2009}234\u{2009}567");
    }
}
