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

/// Paints at most so many lines from the top of `rect`, the last cut with an ellipsis; returns their height.
pub fn paint_lines(painter: &Painter, rect: Rect, text: &str, font: FontId, colour: Color32, most: usize) -> f32 {
    if text.is_empty() || rect.width() <= 0.0 {
        return 0.0;
    }
    let end = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
    let mut job = LayoutJob::single_section(text[..end].to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping { max_width: rect.width(), max_rows: most, ..TextWrapping::default() };
    let galley = painter.layout_job(job);
    let height = galley.size().y;
    painter.galley(rect.min.round(), galley, colour);
    height
}

/// Shortens a text in its middle to fit `width`: titles that begin alike are told apart by their ends.
pub fn cut_in_the_middle(painter: &Painter, text: &str, font: &FontId, width: f32) -> String {
    let measure = |text: String| painter.layout_no_wrap(text, font.clone(), Color32::PLACEHOLDER).size().x;
    let full = measure(text.to_owned());
    let signs: Vec<char> = text.chars().take(400).collect();
    if full <= width || signs.len() < 4 {
        return text.to_owned();
    }
    let mut kept = ((signs.len() as f32 * width / full) as usize).clamp(2, signs.len() - 1);
    loop {
        let head: String = signs[..kept.div_ceil(2)].iter().collect();
        let tail: String = signs[signs.len() - kept / 2..].iter().collect();
        let cut = format!("{}…{}", head.trim_end(), tail.trim_start());
        if kept <= 2 || measure(cut.clone()) <= width {
            return cut;
        }
        kept -= 1;
    }
}

/// Paints one line, shortened in its middle where it does not fit.
pub fn paint_title(painter: &Painter, rect: Rect, text: &str, font: FontId, colour: Color32) {
    if rect.width() > 0.0 {
        let words = cut_in_the_middle(painter, text, &font, rect.width());
        paint_line(painter, rect, &words, font, colour, Align::Min);
    }
}

/// Paints one line that ends after a whole word where it does not fit.
pub fn paint_words(painter: &Painter, rect: Rect, text: &str, font: FontId, colour: Color32) {
    let mut words: Vec<&str> = text.split(' ').collect();
    let mut line = text.to_owned();
    while words.len() > 1 && line_width(painter, &line, &font) > rect.width() {
        words.pop();
        line = format!("{} …", words.join(" ").trim_end_matches([',', ';', '.']));
    }
    paint_line(painter, rect, &line, font, colour, Align::Min);
}

fn line_width(painter: &Painter, text: &str, font: &FontId) -> f32 {
    painter.layout_no_wrap(text.to_owned(), font.clone(), Color32::PLACEHOLDER).size().x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_begin_alike_are_told_apart_when_they_are_cut() {
        let ctx = egui::Context::default();
        let output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let font = FontId::proportional(14.0);
            let cut = |text| cut_in_the_middle(ui.painter(), text, &font, 140.0);
            let (one, other) = (cut("Retail and Hire Supervisor (Day)"), cut("Retail and Hire Supervisor (Night)"));
            assert!(one.contains('…') && one.ends_with("(Day)"), "{one}");
            assert_ne!(one, other);
            assert_eq!(cut("Cook"), "Cook");
        });
        output.drop_without_applying_deltas();
    }
}
