//! Bars for probabilities, all on one scale from 0 to 1.

use egui::{Color32, Painter, Rect, Vec2};

use crate::theme::Palette;

/// Paints a bar of 8 points height in the middle of `rect`: a track, the filled part, and ticks at `ticks`.
pub fn paint_bar(painter: &Painter, rect: Rect, value: f32, colour: Color32, ticks: &[f32], palette: &Palette) {
    let track = Rect::from_center_size(rect.center(), Vec2::new(rect.width(), 8.0));
    painter.rect_filled(track, 2.0, palette.track);
    let value = value.clamp(0.0, 1.0);
    if value > 0.0 {
        let width = (track.width() * value).max(1.0);
        painter.rect_filled(Rect::from_min_size(track.min, Vec2::new(width, track.height())), 2.0, colour);
    }
    for tick in ticks {
        let x = track.left() + track.width() * tick.clamp(0.0, 1.0);
        painter.vline(x, track.expand2(Vec2::new(0.0, 2.0)).y_range(), egui::Stroke::new(1.0, palette.text_muted));
    }
}

/// A probability as on screen: `.44`, `1.0`, and `<.01` for what would read as nothing.
pub fn probability(value: f32) -> String {
    if value >= 0.995 {
        "1.0".to_owned()
    } else if value > 0.0 && value < 0.005 {
        "<.01".to_owned()
    } else {
        format!("{value:.2}").trim_start_matches('0').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::probability;

    #[test]
    fn probabilities_have_two_places_and_no_leading_nought() {
        assert_eq!(probability(0.444), ".44");
        assert_eq!(probability(0.999), "1.0");
        assert_eq!(probability(1.0), "1.0");
        assert_eq!(probability(0.001), "<.01");
        assert_eq!(probability(0.0), ".00");
        assert_eq!(probability(0.97), ".97");
    }
}
