//! The icon of the window: a path that narrows from the broadest level to the occupation.

use egui::IconData;

/// Width and height, in pixels.
const SIDE: usize = 64;
/// Bars from top to bottom: left edge, right edge, top edge, and the shade of each.
const BARS: [(usize, usize, usize, [u8; 3]); 4] = [
    (12, 52, 13, [0xA9, 0xC7, 0xEA]),
    (12, 43, 23, [0xC4, 0xD9, 0xF2]),
    (12, 34, 33, [0xDF, 0xEB, 0xF9]),
    (12, 25, 43, [0xFF, 0xFF, 0xFF]),
];
/// Height of a bar.
const HEIGHT: usize = 7;
/// Radius of the corners of the ground.
const CORNER: f32 = 12.0;

/// Draws the icon.
pub fn icon() -> IconData {
    let mut rgba = vec![0; SIDE * SIDE * 4];
    for y in 0..SIDE {
        for x in 0..SIDE {
            let bar = BARS
                .iter()
                .find(|(left, right, top, _)| (*left..*right).contains(&x) && (*top..*top + HEIGHT).contains(&y));
            let [red, green, blue] = bar.map_or([0x1B, 0x5E, 0xA8], |(.., shade)| *shade);
            let at = (y * SIDE + x) * 4;
            rgba[at..at + 4].copy_from_slice(&[red, green, blue, coverage(x, y)]);
        }
    }
    IconData { rgba, width: SIDE as u32, height: SIDE as u32 }
}

/// How much of a pixel lies within the rounded square, 0 to 255.
fn coverage(x: usize, y: usize) -> u8 {
    let beyond = |at: usize| {
        let centre = at as f32 + 0.5;
        (CORNER - centre).max(centre - (SIDE as f32 - CORNER)).max(0.0)
    };
    let distance = beyond(x).hypot(beyond(y));
    ((CORNER - distance + 0.5).clamp(0.0, 1.0) * 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_icon_has_clear_corners_and_a_full_middle() {
        let icon = icon();
        assert_eq!(icon.rgba.len(), SIDE * SIDE * 4);
        assert_eq!(icon.rgba[3], 0);
        assert_eq!(icon.rgba[(SIDE * SIDE / 2 + SIDE / 2) * 4 + 3], 255);
    }
}
