//! Suggestions 1 to 9, and the parent code.

use domain::Code;
use egui::accesskit::Role;
use egui::{Align, Button, Pos2, Rect, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Command, Explanation, can};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{BODY, ROW, SMALL, UNIT, regular, strong};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::hint::at_the_left;
use crate::widgets::key_cap::paint_cap;
use crate::widgets::text::{paint_line, paint_title};

/// Draws the suggestions.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, explanation: &Explanation) {
    let spacing = ui.spacing().item_spacing.y;
    heading(ui, page, "Suggestions", "confidence");
    ui.spacing_mut().item_spacing.y = 0.0;
    // Where codings are to be settled, the digits are theirs.
    let settles = !shown.review.sides(shown.record.record).is_empty();
    for (at, suggestion) in explanation.suggestions.iter().take(9).enumerate() {
        let number = u8::try_from(at + 1).unwrap_or(9);
        let title = shown.classification.title(suggestion.code);
        let entry = Entry {
            key: if settles { "" } else { &number.to_string() },
            name: &format!("Suggestion {number}: {} {title}", suggestion.code),
            code: suggestion.code,
            title,
            confidence: Some(suggestion.confidence),
        };
        let take = Command::TakeSuggestion(number);
        let command = if settles { Command::ChooseSearch(Some(suggestion.code)) } else { take };
        offer(ui, page, shown, &entry, command);
    }
    let parent = shown.record.code.and_then(|code| shown.classification.parent_with_choice(code));
    if let Some(parent) = parent {
        let title = shown.classification.nfd_title(parent);
        let confidence =
            explanation.levels.iter().find(|level| level.chosen.code == parent).map(|level| level.chosen.joint);
        let entry = Entry {
            key: "P",
            name: &format!("Use the parent {parent} {title}"),
            code: parent,
            title: &title,
            confidence,
        };
        offer(ui, page, shown, &entry, Command::UseParent);
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.horizontal(|ui| {
        for (command, words) in [(Command::OpenCompare, "Compare  C"), (Command::OpenWhyNot, "Why not …?  W")] {
            let button = Button::new(RichText::new(words).size(SMALL)).frame_when_inactive(false);
            page.show_button(ui, command, button);
        }
    });
}

/// A code that can be decided for by pressing its line.
pub(super) struct Entry<'a> {
    /// Its key; empty where it has none.
    pub key: &'a str,
    /// Its accessible name.
    pub name: &'a str,
    pub code: Code,
    pub title: &'a str,
    pub confidence: Option<f32>,
}

/// Draws the line of a code, and sends the command when it is pressed.
pub(super) fn offer(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, entry: &Entry<'_>, command: Command) {
    let palette = page.palette;
    let allowed = can(page.state, &command).is_ok();
    let sense = if allowed { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, allowed, entry.name));
    let stands = shown.record.code == Some(entry.code);
    let painter = ui.painter();
    if allowed && response.hovered() {
        painter.rect_filled(rect, 2.0, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 2.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let cap = Rect::from_center_size(Pos2::new(rect.left() + 10.0, rect.center().y), Vec2::splat(20.0));
    if !entry.key.is_empty() {
        paint_cap(painter, cap, entry.key, palette);
    }
    let ink = if allowed { palette.text } else { palette.text_muted };
    // In a narrow pane the title needs the room more.
    let bar_width = if rect.width() > 360.0 { 48.0 } else { 24.0 };
    let joint = across(rect.right() - 36.0, rect.right());
    let bar = across(joint.left() - UNIT / 2.0 - bar_width, joint.left() - UNIT / 2.0);
    let code = across(cap.right() + UNIT, cap.right() + UNIT + 62.0);
    let font = if stands { strong(BODY) } else { regular(BODY) };
    paint_line(painter, code, &entry.code.to_string(), font.clone(), ink, Align::Min);
    paint_title(painter, across(code.right(), bar.left() - UNIT), entry.title, font, ink);
    if let Some(confidence) = entry.confidence {
        let shade = if stands { palette.accent } else { palette.line_strong };
        paint_bar(painter, bar, confidence, shade, &[], palette);
        paint_line(painter, joint, &precise(confidence), regular(SMALL), ink, Align::Max);
    }
    let hint = format!("{}\n{}", entry.name, page.hint(&command));
    at_the_left(&response, &hint);
    if response.clicked() && allowed {
        page.send(command);
    }
}
