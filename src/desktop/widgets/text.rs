//! One line of text in a rectangle, cut with an ellipsis where it does not fit.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, FontId, Galley, Painter, Pos2, Rect};

/// Lays out one line no wider than `width`.
pub fn line_galley(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    // A cell can hold a megabyte; what cannot be seen need not be laid out.
    let end = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
    let mut job =
        LayoutJob::single_section(text[..end].replace(['\n', '\r', '\t'], " "), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    painter.layout_job(job)
}

/// Paints one line, centred in the height of `rect` and aligned in its width.
pub fn paint_line(painter: &Painter, rect: Rect, text: &str, font: FontId, colour: Color32, align: Align) {
    if text.is_empty() || rect.width() <= 0.0 {
        return;
    }
    let galley = line_galley(painter, text, font, colour, rect.width());
    let size = galley.size();
    let x = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x - size.x / 2.0,
        Align::Max => rect.right() - size.x,
    };
    let at = Pos2::new(x.round(), (rect.center().y - size.y / 2.0).round());
    painter.galley(at, galley, colour);
}
