//! One thing done with all shown records, after a look at what would change.

use egui::accesskit::Role;
use egui::{
    Align, Checkbox, Context, Event, Frame, Key, Label, Layout, Margin, Panel, Rect, RichText, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo,
};
use review::Uncodable;
use workbench::{Bulk, BulkAction, Command, Review, can};

use super::changes::{self, Then};
use super::form;
use super::group::{records, with_hint};
use crate::keys::take_key;
use crate::page::Page;
use crate::sight::records_id;
use crate::theme::metrics::{BODY, CONTROL, SMALL, TITLE, UNIT, regular, strong};
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;
use crate::widgets::key_cap::paint_cap;
use crate::widgets::text::paint_line;

/// Takes the keys of the panel: which action, which reason, and doing it.
pub fn take_keys(ctx: &Context, bulk: Option<&Bulk>, late: &mut Vec<Command>) {
    let Some(bulk) = bulk else { return };
    let focused = ctx.memory(|memory| memory.focused());
    let in_list = focused == Some(changes::list_id());
    if focused.is_some_and(|id| id != records_id() && !in_list) {
        return;
    }
    let before = late.len();
    let at = bulk.action.place();
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    for (key, place) in digits.into_iter().zip(0..) {
        if take_key(ctx, key) {
            late.extend(choose(bulk, place));
        }
    }
    if !in_list && take_key(ctx, Key::ArrowDown) {
        late.extend(choose(bulk, at + 1));
    }
    if !in_list && take_key(ctx, Key::ArrowUp) {
        late.extend(at.checked_sub(1).and_then(|place| choose(bulk, place)));
    }
    if let BulkAction::Uncodable(reason) = bulk.action {
        let at = Uncodable::ALL.iter().position(|other| *other == reason).unwrap_or(0);
        let next = if take_key(ctx, Key::ArrowRight) { Some(at + 1) } else { None };
        let next = if take_key(ctx, Key::ArrowLeft) { at.checked_sub(1) } else { next };
        let reason = next.and_then(|at| Uncodable::ALL.get(at));
        late.extend(reason.map(|reason| Command::SetBulkAction(BulkAction::Uncodable(*reason))));
    }
    if take_key(ctx, Key::Enter) {
        let searches = bulk.action == BulkAction::Code(None);
        late.push(if searches { Command::OpenSearch } else { Command::DecideBulk });
    }
    if take_key(ctx, Key::D) {
        late.push(Command::SetDecidedToo(!bulk.decided_too));
    }
    if take_key(ctx, Key::Slash) {
        late.push(Command::OpenSearch);
    }
    // The sign of a key that was taken is not typed into a field that it opens.
    if late.len() > before {
        ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
    }
}

/// The command that chooses the action in this place; one that is chosen already stays as it is.
fn choose(bulk: &Bulk, place: usize) -> Option<Command> {
    let action = *BulkAction::ALL.get(place)?;
    Some(Command::SetBulkAction(if bulk.action.place() == place { bulk.action } else { action }))
}

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let Some(bulk) = review.bulk.as_deref() else { return };
    let palette = page.palette;
    let frame =
        |top, bottom| Frame::new().fill(palette.surface).inner_margin(Margin { left: 12, right: 12, top, bottom });
    Panel::top("bulk head").frame(frame(12, 4)).show_separator_line(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new("All shown records").font(strong(TITLE)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                    page.send(Command::ClosePanel);
                }
            });
        });
        form::remark(ui, &about(review), palette);
        ui.add_space(UNIT / 2.0);
        let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
        for (place, action) in BulkAction::ALL.into_iter().enumerate() {
            let chosen = bulk.action.place() == place;
            if action_line(ui, page, if chosen { bulk.action } else { action }, place, chosen) {
                page.commands.extend(choose(bulk, place));
            }
        }
        ui.spacing_mut().item_spacing.y = spacing;
        // Of one height, so that nothing below moves when another action is chosen.
        ui.horizontal(|ui| {
            ui.set_height(CONTROL);
            match bulk.action {
                BulkAction::Code(code) => code_line(ui, page, review, code),
                BulkAction::Uncodable(reason) => reason_line(ui, page, reason),
                BulkAction::Accept => detail(ui, page, "Each record keeps the code that the engine gave it."),
                BulkAction::Refer => detail(ui, page, "Each record is handed to somebody else."),
                BulkAction::Flag => detail(ui, page, "Each record is to review again."),
                BulkAction::Reopen => detail(ui, page, "Decisions are taken back; the engine’s codes stand."),
            }
        });
        too(ui, page, bulk);
    });
    Panel::bottom("bulk foot").frame(frame(8, 10)).show(ui, |ui| foot(ui, page, bulk));
    Frame::new().fill(palette.surface).inner_margin(Margin { left: 4, right: 0, top: 0, bottom: 0 }).show(ui, |ui| {
        changes::show(ui, page, review, &bulk.changes, |record| then(review, bulk, record.record));
    });
}

/// What is shown: `47 records: To review, “nurse”`.
fn about(review: &Review) -> String {
    format!("{}: {}", records(review.visible.len()), review.what_is_shown())
}

fn then(review: &Review, bulk: &Bulk, record: u32) -> Then {
    if bulk.action == BulkAction::Code(None) {
        return Then::Open;
    }
    if bulk.leaves(review, record) {
        return Then::Stays;
    }
    match (bulk.decision(review, record), bulk.action) {
        (Some(decision), _) => Then::of(decision),
        (None, BulkAction::Refer) => Then::Becomes("referred".to_owned()),
        (None, BulkAction::Flag) => Then::Becomes("flagged".to_owned()),
        (None, _) => Then::Becomes("open".to_owned()),
    }
}

/// A line of the actions; `true` when it was pressed.
fn action_line(ui: &mut Ui, page: &Page<'_>, action: BulkAction, place: usize, chosen: bool) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, action.name()));
    if chosen {
        ui.painter().rect_filled(rect, 4.0, palette.accent_soft);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, palette.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
    }
    let cap = Rect::from_center_size(rect.left_center() + Vec2::new(14.0, 0.0), Vec2::splat(20.0));
    paint_cap(ui.painter(), cap, &(place + 1).to_string(), palette);
    let words = Rect::from_min_max(egui::pos2(cap.right() + UNIT, rect.top()), rect.max);
    let font = if chosen { strong(BODY) } else { regular(BODY) };
    paint_line(ui.painter(), words, action.name(), font, palette.text, Align::Min);
    response.clicked()
}

fn detail(ui: &mut Ui, page: &Page<'_>, words: &str) {
    ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).truncate());
}

fn code_line(ui: &mut Ui, page: &mut Page<'_>, review: &Review, code: Option<domain::Code>) {
    page.button(ui, Command::OpenSearch, Some("Search  /"));
    let words = code.map_or_else(String::new, |code| format!("{code}  {}", review.tables().nfd_title(code)));
    ui.add(Label::new(words).truncate());
}

fn reason_line(ui: &mut Ui, page: &mut Page<'_>, reason: Uncodable) {
    let options = Uncodable::ALL.map(|reason| (reason, reason.name().to_owned()));
    let (_, chosen) = form::choose(ui, "Reason", 168.0, &reason, &options, reason.name());
    if let Some(reason) = chosen {
        page.send(Command::SetBulkAction(BulkAction::Uncodable(reason)));
    }
    ui.label(RichText::new("← →").size(SMALL).color(page.palette.text_muted));
}

fn too(ui: &mut Ui, page: &mut Page<'_>, bulk: &Bulk) {
    let mut too = bulk.decided_too;
    let words = match bulk.decided {
        0 => "Change decided ones too: none is decided".to_owned(),
        decided => format!("Change the {} decided by a person too", grouped(decided as u64)),
    };
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        let tick = Checkbox::new(&mut too, RichText::new(words).size(SMALL));
        let response = ui.add_enabled(bulk.decided > 0 && bulk.settles(), tick);
        if response.on_hover_text("Otherwise they keep what a person decided.\nKey: D").changed() {
            page.send(Command::SetDecidedToo(too));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new("D").size(SMALL).color(page.palette.text_muted));
        });
    });
}

fn foot(ui: &mut Ui, page: &mut Page<'_>, bulk: &Bulk) {
    let allowed = can(page.state, &Command::DecideBulk).is_ok();
    let count = records(bulk.changes.count);
    let words = match bulk.action {
        BulkAction::Code(None) => "Search for a code first".to_owned(),
        _ if bulk.changes.count == 0 => "Nothing would change".to_owned(),
        BulkAction::Accept => format!("Accept {count}"),
        BulkAction::Code(Some(code)) => format!("Give {code} to {count}"),
        BulkAction::Uncodable(_) => format!("Say uncodable of {count}"),
        BulkAction::Refer => format!("Refer {count}"),
        BulkAction::Flag => format!("Flag {count}"),
        BulkAction::Reopen => format!("Reopen {count}"),
    };
    ui.horizontal(|ui| {
        let response = primary(ui, &words, allowed, page.palette);
        let hint = "Do so with the ticked records: one action, one undo.\nKey: Enter";
        if with_hint(page, response, &Command::DecideBulk, hint).clicked() && allowed {
            page.send(Command::DecideBulk);
        }
    });
    let mut remarks = Vec::new();
    if bulk.settles() && !bulk.decided_too && bulk.decided > 0 {
        remarks.push(format!("{} decided kept", grouped(bulk.decided as u64)));
    }
    if bulk.action == BulkAction::Accept && bulk.uncoded > 0 {
        remarks.push(format!("{} without a code left", grouped(bulk.uncoded as u64)));
    }
    if bulk.changes.out > 0 {
        remarks.push(format!("{} taken out", grouped(bulk.changes.out as u64)));
    }
    let remarks = if remarks.is_empty() { "One action, one undo.".to_owned() } else { remarks.join("  ·  ") };
    ui.add(Label::new(RichText::new(remarks).size(SMALL).color(page.palette.text_muted)).truncate());
}
