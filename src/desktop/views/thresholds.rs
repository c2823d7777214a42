//! The two thresholds, beside the table.

use domain::Thresholds;
use egui::{DragValue, Frame, Key, Margin, Response, RichText, Slider, Ui};
use review::Filter;
use workbench::{Command, Review, Screen};

use super::form;
use crate::carry::to_review_with;
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
        let first = slider(ui, "Optimal threshold", &mut optimal);
        let mut entered = first.1;
        if std::mem::take(&mut page.sight.focus_first) {
            first.0.request_focus();
        }
        form::heading(ui, "Minimum");
        form::remark(ui, "Levels are cut from the bottom while the confidence is below it.", palette);
        entered |= slider(ui, "Minimum threshold", &mut minimum).1;
        let changed = (optimal, minimum) != (current.optimal, current.minimum);
        page.sight.thresholds = changed.then_some((optimal, minimum));
        let wanted = Thresholds::checked(optimal, minimum);
        ui.add_space(UNIT * 2.0);
        match (&page.state.screen, wanted) {
            (Screen::Review(review), Some(wanted)) => cost(ui, page, review, wanted, changed),
            _ => {
                let words = "The minimum cannot be above the optimal threshold.";
                ui.add(egui::Label::new(RichText::new(words).color(palette.wrong)).wrap());
            }
        }
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            let response = primary(ui, "Apply", changed && wanted.is_some(), palette).on_hover_text("Key: Enter");
            if let Some(wanted) = wanted
                && (response.clicked() || (entered && changed))
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

/// How many records are to review now, and how many would be.
fn cost(ui: &mut Ui, page: &mut Page<'_>, review: &Review, wanted: Thresholds, changed: bool) {
    let now = review.counts.of(Filter::Flagged) as u64;
    let records = |count: u64| format!("{} {}", grouped(count), if count == 1 { "record" } else { "records" });
    form::remark(ui, &format!("With the thresholds in force {} to review.", records(now)), page.palette);
    let key = (wanted.optimal, wanted.minimum);
    let known = page.sight.cost.filter(|(of, _)| *of == key);
    if !changed {
        return;
    }
    // Reckoned when a value changes, not with every frame.
    let (_, would) = known.unwrap_or_else(|| (key, to_review_with(review, wanted)));
    page.sight.cost = Some((key, would));
    if let Some(would) = would {
        ui.label(format!("With these values: {} to review.", records(would)));
    }
}

/// Draws slider and number; the response is the slider's, and the flag says that Enter was pressed in either.
pub fn slider(ui: &mut Ui, name: &str, value: &mut f32) -> (Response, bool) {
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = (ui.available_width() - 80.0).max(96.0);
        // The rail has the colour of what can be moved at rest.
        let rail = ui.visuals().extreme_bg_color;
        ui.visuals_mut().widgets.inactive.bg_fill = rail;
        let slider = ui.add(Slider::new(value, 0.0..=1.0).step_by(0.01).show_value(false)).accessible_name(name);
        // A number that is half typed counts for nothing: it could push the other threshold away.
        let number = DragValue::new(value).range(0.0..=1.0).speed(0.005).fixed_decimals(2).update_while_editing(false);
        let number = ui.add(number).accessible_name(format!("{name}, number"));
        let entered = (slider.has_focus() || number.lost_focus()) && ui.input(|input| input.key_pressed(Key::Enter));
        if entered {
            slider.request_focus();
        }
        (slider, entered)
    })
    .inner
}
