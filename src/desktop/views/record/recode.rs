//! What the code of another classification that a record carries leads to.

use egui::accesskit::Role;
use egui::{Align, Label, Rect, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Command, can};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{BODY, ROW, SMALL, UNIT, regular, strong};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::hint::at_the_left;
use crate::widgets::text::{paint_line, paint_title};

/// Draws code and targets; nothing where the project does not recode.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let Some(recoded) = &shown.selected.recoded else { return };
    let palette = page.palette;
    let right = if recoded.targets.is_empty() { "" } else { "among these" };
    heading(ui, page, &format!("Recoded from {}", recoded.from.name()), right);
    let spacing = ui.spacing().item_spacing.y;
    ui.spacing_mut().item_spacing.y = 2.0;
    let small = |words: String| Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap();
    match recoded.code {
        Some(code) => {
            ui.add(Label::new(RichText::new(format!("{code}  {}", recoded.title)).font(strong(SMALL))).wrap());
        }
        None if recoded.cell.trim().is_empty() => {
            ui.add(small("The record has no code, so only its text was coded.".to_owned()));
        }
        None => {
            let cell: String = recoded.cell.chars().take(40).collect();
            ui.add(small(format!("“{cell}” is no such code, so only the text was coded.")));
        }
    }
    if let Some(code) = recoded.code.filter(|_| recoded.title_attached) {
        ui.add(small(format!("The job title is the title of {} {code}; the source has none.", recoded.from.name())));
    }
    let words = match recoded.targets.len() {
        0 => "",
        1 => "It leads to one code, which is taken:",
        _ => "It leads to these codes; the engine chose among them:",
    };
    if !words.is_empty() {
        ui.add(small(words.to_owned()));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for target in &recoded.targets {
        offer(ui, page, shown, target);
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.add_space(UNIT / 2.0);
}

fn offer(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, target: &domain::Suggestion) {
    let palette = page.palette;
    let command = Command::ChooseSearch(Some(target.code));
    let allowed = can(page.state, &command).is_ok();
    let sense = if allowed { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), sense);
    let title = shown.classification.title(target.code);
    let name = format!("Target {} {title}", target.code);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, allowed, &name));
    let stands = shown.record.code == Some(target.code);
    let painter = ui.painter();
    if allowed && response.hovered() {
        painter.rect_filled(rect, 2.0, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 2.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let left = rect.left() + 20.0 + UNIT;
    let bar_width = if rect.width() > 360.0 { 48.0 } else { 24.0 };
    let joint = across(rect.right() - 36.0, rect.right());
    let bar = across(joint.left() - UNIT / 2.0 - bar_width, joint.left() - UNIT / 2.0);
    let code = across(left, left + 62.0);
    let font = if stands { strong(BODY) } else { regular(BODY) };
    let ink = if allowed { palette.text } else { palette.text_muted };
    paint_line(painter, code, &target.code.to_string(), font.clone(), ink, Align::Min);
    paint_title(painter, across(code.right(), bar.left() - UNIT), title, font, ink);
    let shade = if stands { palette.accent } else { palette.line_strong };
    paint_bar(painter, bar, target.confidence, shade, &[], palette);
    paint_line(painter, joint, &precise(target.confidence), regular(SMALL), ink, Align::Max);
    at_the_left(&response, &format!("{name}\nDecide for this code and go on."));
    if response.clicked() && allowed {
        page.send(command);
    }
}
