//! What was decided about the same answer before, offered to be taken.

use egui::accesskit::Role;
use egui::{Align, Pos2, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo};
use review::{EarlierLine, Verdict};
use workbench::{Command, can};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{BODY, CORNER, SMALL, UNIT, regular, strong};
use crate::widgets::hint::at_the_left;
use crate::widgets::key_cap::paint_cap;
use crate::widgets::text::{paint_line, paint_title};

/// Height of an offer: what was decided, and where.
const HEIGHT: f32 = 40.0;
/// More lines than a person weighs.
const LINES: usize = 5;

/// Draws the earlier decisions; nothing where there are none.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let lines = shown.review.earlier.lines(shown.record.record);
    if lines.is_empty() {
        return;
    }
    let right = if lines.len() > 1 { "they contradict each other" } else { "" };
    heading(ui, page, "Decided before", right);
    let spacing = ui.spacing().item_spacing.y;
    ui.spacing_mut().item_spacing.y = UNIT / 4.0;
    for (at, line) in lines.iter().take(LINES).enumerate() {
        offer(ui, page, shown, line, u8::try_from(at + 1).unwrap_or(1));
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.add_space(UNIT / 2.0);
}

fn offer(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, line: &EarlierLine, number: u8) {
    let palette = page.palette;
    let command = Command::TakeEarlier(number);
    let allowed = can(page.state, &command).is_ok();
    let sense = if allowed { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), sense);
    let (code, title) = match line.verdict {
        Verdict::Code(code) => (code.to_string(), shown.classification.nfd_title(code)),
        Verdict::Uncodable(reason) => ("–".to_owned(), format!("Uncodable: {}", reason.name())),
    };
    let origin = origin(shown, line);
    let kind = if line.is_rule { "House rule" } else { "Earlier" };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, allowed, format!("{kind}: {code} {title} · {origin}")));
    let painter = ui.painter();
    let fill = if allowed && response.hovered() { palette.hover } else { palette.accent_soft };
    painter.rect_filled(rect, CORNER, fill);
    if response.has_focus() {
        painter.rect_stroke(rect, CORNER, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let (top, low) = rect.shrink2(Vec2::new(0.0, 2.0)).split_top_bottom_at_fraction(0.54);
    let left = rect.left() + UNIT / 2.0;
    let key = page.key(&command);
    if !key.is_empty() {
        let cap = Rect::from_center_size(Pos2::new(left + 10.0, top.center().y), Vec2::splat(20.0));
        paint_cap(painter, cap, &key, palette);
    }
    let from = left + 20.0 + UNIT;
    let ink = if allowed { palette.text } else { palette.text_muted };
    let across = |from: f32, to: f32, line: Rect| Rect::from_x_y_ranges(from..=to, line.y_range());
    let right = rect.right() - UNIT / 2.0;
    paint_line(painter, across(from, from + 62.0, top), &code, strong(BODY), ink, Align::Min);
    paint_title(painter, across(from + 62.0, right, top), &title, regular(BODY), ink);
    let words = if line.is_rule { format!("House rule · {origin}") } else { origin.clone() };
    paint_line(painter, across(from, right, low), &words, regular(SMALL), palette.text_muted, Align::Min);
    let hint = format!("{kind}: {code} {title}\n{origin}\n{}", page.hint(&command));
    at_the_left(&response, hint.trim_end());
    if response.clicked() && allowed {
        page.send(command);
    }
}

/// Where and how often it was decided, who decided last and when, and whether the engine says the same.
fn origin(shown: Shown<'_>, line: &EarlierLine) -> String {
    let mut parts = Vec::new();
    if !line.reason.is_empty() {
        parts.push(line.reason.clone());
    }
    parts.push(match line.further {
        0 => line.source.clone(),
        further => format!("{} and {further} more", line.source),
    });
    if !line.is_rule {
        parts.push(format!("{} ×", line.times));
    }
    let day = line.at.map(|at| at.to_iso()).and_then(|at| at.get(..10).map(str::to_owned));
    let who: Vec<String> =
        [Some(line.reviewer.clone()).filter(|name| !name.is_empty()), day].into_iter().flatten().collect();
    if !who.is_empty() {
        parts.push(who.join(", "));
    }
    let machine = shown.record.machine.and_then(|machine| machine.code);
    if machine.is_some() && machine == line.verdict.code() {
        parts.push("as the engine".to_owned());
    }
    parts.join(" · ")
}
