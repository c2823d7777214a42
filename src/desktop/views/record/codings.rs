//! Codings that differ, side by side: who coded what, when and why, where they part, and what the engine thinks of each.

use domain::Level;
use egui::accesskit::Role;
use egui::{Align, Frame, Label, Layout, Margin, RichText, Sense, Stroke, Ui, UiBuilder, WidgetInfo};
use review::statistics::agreement::at_level;
use review::{Decision, Purpose};
use workbench::{CodingSide, Command, SideOf, can, parting};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{BODY, CORNER, SMALL, UNIT, regular, strong};
use crate::widgets::bar::precise;
use crate::widgets::key_cap::key_cap;

/// Draws what is to be settled; nothing where nothing is.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let sides = shown.review.sides(shown.record.record);
    if sides.is_empty() {
        apart(ui, page, shown);
        remarks(ui, page, shown);
        return;
    }
    let palette = page.palette;
    let part = sides.iter().skip(1).filter_map(|side| parting(sides[0].code(), side.code())).min();
    let right = part.map_or_else(String::new, |level| format!("they part at the {}", level.name()));
    heading(ui, page, "Settle it", &right);
    let words = "Press the digit of the one that is right, or search for another code with /. N notes why.";
    ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap());
    remarks(ui, page, shown);
    ui.add_space(UNIT / 2.0);
    for (row, pair) in sides.chunks(2).enumerate() {
        let width = (ui.available_width() - UNIT) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            for (at, side) in pair.iter().enumerate() {
                let number = u8::try_from(row * 2 + at + 1).unwrap_or(u8::MAX);
                card(ui, page, shown, side, number, part, width);
            }
        });
        ui.add_space(UNIT);
    }
}

fn card(
    ui: &mut Ui,
    page: &mut Page<'_>,
    shown: Shown<'_>,
    side: &CodingSide<'_>,
    number: u8,
    part: Option<Level>,
    width: f32,
) {
    let palette = page.palette;
    let command = Command::TakeSuggestion(number);
    let allowed = can(page.state, &command).is_ok();
    let sense = if allowed { Sense::click() } else { Sense::hover() };
    let response = ui.scope_builder(UiBuilder::new().id_salt(("coding", number)).sense(sense), |ui| {
        let hovered = allowed && ui.response().hovered();
        let edge = if hovered || ui.response().has_focus() { palette.accent } else { palette.line_strong };
        let fill = if hovered { palette.hover } else { palette.panel };
        let frame = Frame::new().fill(fill).stroke(Stroke::new(1.0, edge)).corner_radius(CORNER);
        frame.inner_margin(Margin::same(8)).show(ui, |ui| {
            ui.set_width(width - 18.0);
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                head(ui, page, side, number);
                code(ui, page, shown, side);
                path(ui, page, shown, side, part);
                if !side.note.is_empty() {
                    ui.add_space(UNIT / 2.0);
                    ui.add(Label::new(RichText::new(format!("“{}”", side.note)).size(SMALL)).wrap().selectable(false));
                }
            });
        });
    });
    let name = format!("Coding {number}: {}, {}", who(side), what(shown, side));
    let response = response.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, allowed, &name));
    if response.on_hover_text(format!("{name}\nKey: {number}")).clicked() && allowed {
        page.send(command);
    }
}

fn head(ui: &mut Ui, page: &Page<'_>, side: &CodingSide<'_>, number: u8) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 20.0;
        key_cap(ui, &number.to_string(), palette);
        ui.add(Label::new(RichText::new(who(side)).font(strong(SMALL))).truncate().selectable(false));
    });
    let when = side.at.map(|at| at.to_iso()).unwrap_or_default();
    let when = when.get(..16).map_or_else(|| "stands undecided".to_owned(), |when| when.replace('T', " "));
    ui.add(Label::new(RichText::new(when).size(SMALL).color(palette.text_muted)).truncate().selectable(false));
}

fn code(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, side: &CodingSide<'_>) {
    ui.add(Label::new(RichText::new(what(shown, side)).font(strong(BODY))).wrap().selectable(false));
    let Some(code) = side.code() else { return };
    let engine = shown.record.machine.and_then(|machine| machine.code) == Some(code);
    let suggestions = shown.selected.explanation.as_deref().map_or(&[][..], |explanation| &explanation.suggestions);
    let rank = suggestions.iter().position(|suggestion| suggestion.code == code);
    let words = match (engine, rank) {
        (true, Some(rank)) => format!("the engine’s code, {}", precise(suggestions[rank].confidence)),
        (true, None) => "the engine’s code".to_owned(),
        (false, Some(rank)) => format!("engine: rank {}, {}", rank + 1, precise(suggestions[rank].confidence)),
        (false, None) => "not among the engine’s nine".to_owned(),
    };
    let words = RichText::new(words).size(SMALL).color(page.palette.text_muted);
    ui.add(Label::new(words).wrap().selectable(false));
}

/// The groups above the code; from where the codings part they stand out.
fn path(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, side: &CodingSide<'_>, part: Option<Level>) {
    let palette = page.palette;
    let Some(code) = side.code().filter(|code| !code.is_non_classification()) else { return };
    ui.add_space(UNIT / 2.0);
    for level in Level::ALL.into_iter().filter(|level| *level < code.level()) {
        let Some(group) = at_level(Some(code), level) else { continue };
        let parts = part.is_some_and(|part| level >= part);
        let font = if parts { strong(SMALL) } else { regular(SMALL) };
        let ink = if parts { palette.text } else { palette.text_muted };
        let words = RichText::new(format!("{group} {}", shown.classification.title(group))).font(font).color(ink);
        ui.add(Label::new(words).truncate().selectable(false));
    }
}

/// Who coded, and as what: "Ann decided", "Bo, blind".
fn who(side: &CodingSide<'_>) -> String {
    match side.of {
        SideOf::Decided => format!("{} decided", side.who),
        SideOf::Engine => "The engine".to_owned(),
        SideOf::Apart(Purpose::Sample(_)) => format!("{}, blind", side.who),
        SideOf::Apart(Purpose::Unaided) => format!("{}, unaided", side.who),
        SideOf::Apart(Purpose::Pack(_)) => side.who.to_owned(),
    }
}

fn what(shown: Shown<'_>, side: &CodingSide<'_>) -> String {
    match side.decision {
        Some(Decision::Code { code, .. }) => format!("{code} {}", shown.classification.nfd_title(code)),
        Some(Decision::Uncodable(reason)) => format!("Uncodable: {}", reason.name()),
        None => "No code".to_owned(),
    }
}

/// Who of the coders of packs referred or flagged the record, and why.
fn remarks(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let judgement = shown.review.ledger.judgement(shown.record.record);
    let checks = judgement.and_then(|judgement| judgement.checks.as_deref());
    for remark in checks.map_or(&[][..], |checks| &checks.remarks) {
        let did = match (remark.referred, remark.flagged) {
            (true, true) => "referred and flagged it",
            (true, false) => "referred it",
            (false, true) => "flagged it",
            (false, false) => continue,
        };
        let note = if remark.note.is_empty() { String::new() } else { format!(": “{}”", remark.note) };
        let words = format!("{} {did}{note}", remark.reviewer);
        ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).wrap());
    }
}

/// Codings that are settled or agree, in a line each.
fn apart(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>) {
    let codings = shown.review.codings_apart(shown.record.record);
    if codings.is_empty() {
        return;
    }
    heading(ui, page, "Coded apart", "");
    let decided = shown.record.decision.is_some();
    for side in &codings {
        let agrees = match (side.code() == shown.record.code, decided) {
            (true, true) => "as it stands",
            (false, true) => "otherwise than it stands",
            (true, false) => "as the engine",
            (false, false) => "otherwise than the engine",
        };
        let note = if side.note.is_empty() { String::new() } else { format!(" “{}”", side.note) };
        let words = format!("{}: {}, {agrees}{note}", who(side), what(shown, side));
        ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).wrap());
    }
    ui.add_space(UNIT / 2.0);
}
