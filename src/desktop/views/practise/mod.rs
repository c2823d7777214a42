//! Practise: answers with agreed codes, to code blind.

use egui::{CentralPanel, Ui};

use super::jobs;
use crate::page::Page;

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    jobs::show(ui, page);
    CentralPanel::default().show(ui, |_| {});
}
