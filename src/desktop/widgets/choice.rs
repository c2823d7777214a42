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
    let fill = match (chosen, response.hovered()) {
        (true, _) => Some(palette.accent_soft),
        (false, true) => Some(palette.hover),
        _ => None,
    };
    let painter = ui.painter();
    if let Some(fill) = fill {
        painter.rect_filled(rect, 4.0, fill);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 4.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
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
