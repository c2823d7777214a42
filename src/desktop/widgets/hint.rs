//! Tooltips that stand beside what they are about, so that the next line stays to be read.

use egui::{Label, RectAlign, Response, Tooltip};

/// Shows a tooltip at the left of the widget.
pub fn at_the_left(response: &Response, words: &str) {
    // Under an overlay nothing is hovered.
    if !response.hovered() {
        return;
    }
    let mut tooltip = Tooltip::for_enabled(response).width(320.0);
    tooltip.popup = tooltip.popup.align(RectAlign::LEFT_START).align_alternatives(&[RectAlign::TOP_START]);
    tooltip.gap(16.0).show(|ui| ui.add(Label::new(words).wrap()));
}
