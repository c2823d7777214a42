//! The fonts: Inter with figures of equal width, and DejaVu Sans for signs and scripts that it lacks.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};
use workbench::fonts::{FALLBACK, REGULAR, STRONG};

use super::metrics::strong_family;

/// The fonts of the window, for [`egui::Context::set_fonts`].
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [("regular", REGULAR), ("strong", STRONG), ("fallback", FALLBACK)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let mut strong = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    strong.insert(0, "strong".to_owned());
    fonts.families.entry(FontFamily::Proportional).or_default().insert(0, "regular".to_owned());
    fonts.families.insert(strong_family(), strong);
    for family in fonts.families.values_mut() {
        let second = family.len().min(1);
        family.insert(second, "fallback".to_owned());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use egui::{FontId, epaint::text::Fonts};

    use super::*;

    #[test]
    fn the_signs_of_the_window_have_glyphs_and_figures_one_width() {
        let mut fonts = Fonts::new(Default::default(), definitions());
        let mut view = fonts.with_pixels_per_point(1.0);
        for family in [FontFamily::Proportional, strong_family()] {
            let font = FontId::new(14.0, family);
            assert!(view.has_glyphs(&font, "→←↑↓▲▼▶✓✗●○◆□…·–—≥×€éă"));
            let widths: Vec<i32> = ('0'..='9').map(|c| (view.glyph_width(&font, c) * 8.0).round() as i32).collect();
            assert!(widths.iter().all(|width| (width - widths[0]).abs() <= 1), "{widths:?}");
        }
    }
}
