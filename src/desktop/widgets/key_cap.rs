//! A key, drawn as a cap.

use egui::{Align, Rect, Response, Sense, StrokeKind, Ui, Vec2};

use crate::theme::Palette;
use crate::theme::metrics::{SMALL, UNIT, regular};
use crate::widgets::text::{line_galley, paint_line};

/// Draws a key cap of 20 points height.
pub fn key_cap(ui: &mut Ui, key: &str, palette: &Palette) -> Response {
    let galley = line_galley(ui.painter(), key, regular(SMALL), palette.text_muted, 200.0);
    let width = (galley.size().x + UNIT).max(20.0).round();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 20.0), Sense::hover());
    paint_cap(ui.painter(), rect, key, palette);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, key));
    response
}

/// Paints a key cap into a rectangle.
pub fn paint_cap(painter: &egui::Painter, rect: Rect, key: &str, palette: &Palette) {
    painter.rect(
        rect.shrink(0.5),
        3.0,
        palette.surface,
        egui::Stroke::new(1.0, palette.line_strong),
        StrokeKind::Inside,
    );
    paint_line(painter, rect, key, regular(SMALL), palette.text_muted, Align::Center);
}
