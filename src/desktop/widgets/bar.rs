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

/// A probability as in the table: `.44`, `1.0`, and `<.01` for what would read as nothing. Rounded down, so that what is
/// below a threshold never reads as if it had reached it.
pub fn probability(value: f32) -> String {
    places(value, 2)
}

/// A probability as beside a record: with three places.
pub fn precise(value: f32) -> String {
    places(value, 3)
}

/// From here on a probability reads as certain.
const CERTAIN: f32 = 0.9995;

fn places(value: f32, count: usize) -> String {
    let scale = 10_f64.powi(i32::try_from(count).unwrap_or(2));
    // Half a step of single precision, so that its dust does not turn 0.29 into 0.28.
    let whole = ((f64::from(value) + 3e-8) * scale).floor();
    if value >= CERTAIN {
        "1.0".to_owned()
    } else if value > 0.0 && whole < 1.0 {
        format!("<.{:0>count$}", 1)
    } else {
        format!(".{:0>count$}", whole.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::{precise, probability};

    #[test]
    fn probabilities_are_rounded_down_and_have_no_leading_nought() {
        assert_eq!(probability(0.444), ".44");
        assert_eq!(probability(0.8163), ".81");
        assert_eq!(probability(0.999), ".99");
        assert_eq!(probability(0.9995), "1.0");
        assert_eq!(probability(1.0), "1.0");
        assert_eq!(probability(0.001), "<.01");
        assert_eq!(probability(0.0), ".00");
        assert_eq!(probability(0.97), ".97");
        assert_eq!(probability(0.07), ".07");
        assert_eq!(precise(0.8163), ".816");
        assert_eq!(precise(0.0004), "<.001");
        assert_eq!(precise(0.05), ".050");
    }

    #[test]
    fn every_hundredth_reads_as_itself_and_what_is_just_below_reads_lower() {
        for hundredth in 1..99_u16 {
            let value = f32::from(hundredth) / 100.0;
            assert_eq!(probability(value), format!(".{hundredth:02}"));
            assert_eq!(precise(value), format!(".{hundredth:02}0"));
            let below = value - 0.0001;
            assert_ne!(probability(below), probability(value), "{below}");
        }
    }
}
