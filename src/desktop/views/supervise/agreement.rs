//! Coder packs, and how far coders agree.

use egui::Ui;
use workbench::Review;

use crate::page::Page;

/// Draws the page.
pub fn show(_ui: &mut Ui, _page: &mut Page<'_>, _review: &Review) {}
