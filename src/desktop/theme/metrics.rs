//! Sizes: the spacing grid and the type scale.

use egui::{FontFamily, FontId};

/// The unit of the spacing grid, in points; distances are multiples of it or its half.
pub const UNIT: f32 = 8.0;
/// Half a unit, between things that belong together.
pub const HALF: f32 = UNIT / 2.0;
/// Height of a table row: even and whole, so that rows stay sharp.
pub const ROW: f32 = 24.0;
/// Height of buttons and fields.
pub const CONTROL: f32 = 28.0;
/// Radius of corners of controls and cards.
pub const CORNER: u8 = 4;

/// Size of small text: labels, hints.
pub const SMALL: f32 = 12.0;
/// Size of body text.
pub const BODY: f32 = 14.0;
/// Size of headings.
pub const HEADING: f32 = 16.0;
/// Size of titles.
pub const TITLE: f32 = 20.0;

/// The family for emphasis.
pub fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// Regular type of a size.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Emphasised type of a size.
pub fn strong(size: f32) -> FontId {
    FontId::new(size, strong_family())
}
