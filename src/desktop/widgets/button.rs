//! Buttons that are more than a frame and a word.

use egui::accesskit::Role;
use egui::{Align, Button, Response, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::theme::Palette;
use crate::theme::metrics::{SMALL, regular, strong, strong_family};
use crate::widgets::text::paint_line;

/// The one button of a page that goes on.
pub fn primary(ui: &mut Ui, text: &str, enabled: bool, palette: &Palette) -> Response {
    let (fill, ink) = if enabled { (palette.accent, palette.on_accent) } else { (palette.track, palette.text_muted) };
    let response = ui.add_enabled(
        enabled,
        Button::new(RichText::new(text).family(strong_family()).color(ink)).fill(fill).min_size(egui::vec2(0.0, 32.0)),
    );
    if response.has_focus() {
        let ring = response.rect.expand(3.0);
        ui.painter().rect_stroke(ring, 6.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
    }
    response
}

/// A button without a frame, for actions of the second rank.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(text).frame_when_inactive(false))
}

/// A button of a given size with its key at the right. `main` makes it the one that stands out.
pub fn keyed(
    ui: &mut Ui,
    size: Vec2,
    words: &str,
    key: &str,
    main: bool,
    enabled: bool,
    palette: &Palette,
) -> Response {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
    let lively = enabled && (response.hovered() || response.has_focus());
    let (fill, ink, edge) = match (main && enabled, lively, enabled) {
        (true, ..) => (palette.accent, palette.on_accent, palette.accent),
        (_, true, _) => (palette.hover, palette.text, palette.line_strong),
        (_, _, true) => (palette.surface, palette.text, palette.line_strong),
        _ => (palette.surface, palette.disabled(), palette.line),
    };
    ui.painter().rect(rect, 4.0, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if response.has_focus() {
        ui.painter().rect_stroke(rect.expand(2.0), 6.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
    }
    let inner = rect.shrink2(Vec2::new(6.0, 0.0));
    let font = if main { strong(SMALL) } else { regular(SMALL) };
    paint_line(ui.painter(), inner, words, font, ink, Align::Min);
    let ink = if main || !enabled { ink } else { palette.text_muted };
    paint_line(ui.painter(), inner, key, regular(SMALL), ink, Align::Max);
    response
}
