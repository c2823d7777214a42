//! The two thresholds, beside the table.

use domain::Thresholds;
use egui::{DragValue, Frame, Margin, RichText, Slider, Ui};
use review::Filter;
use workbench::{Command, Screen};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{TITLE, UNIT, strong};
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, current: Thresholds) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.label(RichText::new("Thresholds").font(strong(TITLE)));
        form::remark(
            ui,
            "They decide what needs review and how detailed a code may be. Decisions of people stay.",
            palette,
        );
        let (mut optimal, mut minimum) = page.sight.thresholds.unwrap_or((current.optimal, current.minimum));
        form::heading(ui, "Optimal");
        form::remark(ui, "At or above it a full code needs no review.", palette);
        slider(ui, "Optimal threshold", &mut optimal);
        form::heading(ui, "Minimum");
        form::remark(ui, "Levels are cut from the bottom while the confidence is below it.", palette);
        slider(ui, "Minimum threshold", &mut minimum);
        let changed = (optimal, minimum) != (current.optimal, current.minimum);
        page.sight.thresholds = changed.then_some((optimal, minimum));
        if let Screen::Review(review) = &page.state.screen {
            ui.add_space(UNIT * 2.0);
            let left = grouped(review.counts.of(Filter::Flagged) as u64);
            form::remark(ui, &format!("With the thresholds in force {left} records are to be reviewed."), palette);
        }
        ui.add_space(UNIT * 2.0);
        let wanted = Thresholds::checked(optimal, minimum);
        if wanted.is_none() {
            let words = "The minimum cannot be above the optimal threshold.";
            ui.add(egui::Label::new(RichText::new(words).color(palette.wrong)).wrap());
        }
        ui.horizontal(|ui| {
            if let Some(wanted) = wanted
                && primary(ui, "Apply", changed, palette).clicked()
            {
                page.sight.thresholds = None;
                page.send(Command::SetThresholds(wanted));
            }
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
    });
}

fn slider(ui: &mut Ui, name: &str, value: &mut f32) {
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 80.0).max(120.0);
        // The rail has the colour of what can be moved at rest.
        let rail = ui.visuals().extreme_bg_color;
        ui.visuals_mut().widgets.inactive.bg_fill = rail;
        ui.add(Slider::new(value, 0.0..=1.0).show_value(false)).accessible_name(name);
        let number = DragValue::new(value).range(0.0..=1.0).speed(0.005).fixed_decimals(2);
        ui.add(number).accessible_name(format!("{name}, number"));
    });
}
