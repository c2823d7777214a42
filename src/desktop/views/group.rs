//! The identical answers of the selected record: how far a decision reaches, which code, and what would change.

use domain::Code;
use egui::accesskit::Role;
use egui::{
    Align, Checkbox, Context, Event, Frame, Key, Label, Layout, Margin, Panel, Pos2, Rect, Response, RichText,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};
use review::{Choice, Decision};
use workbench::{Command, Explanation, Group, Reach, Review, can, row_of};

use super::changes::{self, Then};
use super::form;
use crate::keys::take_key;
use crate::page::Page;
use crate::sight::records_id;
use crate::theme::metrics::{BODY, CONTROL, ROW, SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::widgets::bar::precise;
use crate::widgets::button::{keyed, primary, quiet};
use crate::widgets::choice::{counted, grouped};
use crate::widgets::key_cap::paint_cap;
use crate::widgets::text::{paint_line, paint_title};

/// Takes the keys of the panel: how far, which code, what to do. Keys of a widget that has the focus stay with it.
pub fn take_keys(ctx: &Context, group: Option<&Group>, late: &mut Vec<Command>) {
    let Some(group) = group else { return };
    let focused = ctx.memory(|memory| memory.focused());
    let in_list = focused == Some(changes::list_id());
    if focused.is_some_and(|id| id != records_id() && !in_list) {
        return;
    }
    let before = late.len();
    let at = Reach::ALL.iter().position(|reach| *reach == group.reach).unwrap_or(0);
    let wider = Reach::ALL.get(at + 1).copied();
    let narrower = at.checked_sub(1).map(|before| Reach::ALL[before]);
    if take_key(ctx, Key::G) {
        late.push(Command::SetReach(wider.unwrap_or_default()));
    }
    if take_key(ctx, Key::ArrowRight) {
        late.extend(wider.map(Command::SetReach));
    }
    if take_key(ctx, Key::ArrowLeft) {
        late.extend(narrower.map(Command::SetReach));
    }
    if !in_list && take_key(ctx, Key::ArrowDown) {
        late.push(Command::MoveOffer(1));
    }
    if !in_list && take_key(ctx, Key::ArrowUp) {
        late.push(Command::MoveOffer(-1));
    }
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    for (key, number) in digits.into_iter().zip(1..) {
        if take_key(ctx, key) {
            late.push(Command::TakeSuggestion(number));
        }
    }
    for (key, command) in [
        (Key::Enter, Command::DecideOffer),
        (Key::D, Command::SetDecidedToo(!group.decided_too)),
        (Key::P, Command::RaiseOffer),
        (Key::U, Command::OpenUncodable),
        (Key::R, Command::Refer),
        (Key::Slash, Command::OpenSearch),
    ] {
        if take_key(ctx, key) {
            late.push(command);
        }
    }
    // The sign of a key that was taken is not typed into a field that it opens.
    if late.len() > before {
        ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
    }
}

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let Some(group) = review.group.as_deref() else { return };
    let palette = page.palette;
    let frame =
        |top, bottom| Frame::new().fill(palette.surface).inner_margin(Margin { left: 12, right: 12, top, bottom });
    Panel::top("group head").frame(frame(12, 4)).show_separator_line(false).show(ui, |ui| {
        head(ui, page, review, group);
        reaches(ui, page, group);
        offers(ui, page, review, group);
    });
    Panel::bottom("group foot").frame(frame(8, 10)).show(ui, |ui| foot(ui, page, review, group));
    Frame::new().fill(palette.surface).inner_margin(Margin { left: 4, right: 0, top: 0, bottom: 0 }).show(ui, |ui| {
        changes::show(ui, page, review, &group.changes, |record| match group.offer() {
            Some(offer) if workbench::stands(review, record.record, offer) => Then::Stays,
            Some(offer) => Then::of(offer),
            None => Then::Open,
        });
    });
}

fn head(ui: &mut Ui, page: &mut Page<'_>, review: &Review, group: &Group) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Identical answers").font(strong(TITLE)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
    });
    let (title, tasks) = review.answers.answer(group.record);
    let between = if title.is_empty() || tasks.is_empty() { "" } else { "  ·  " };
    let words: String = format!("{title}{between}{tasks}").chars().take(300).collect();
    let words = if words.trim().is_empty() { "a blank answer".to_owned() } else { words };
    ui.add(Label::new(RichText::new(words).color(palette.text_muted)).truncate());
}

fn heading(ui: &mut Ui, page: &Page<'_>, words: &str, right: &str) {
    ui.add_space(UNIT / 2.0);
    ui.horizontal(|ui| {
        ui.set_height(20.0);
        ui.label(RichText::new(words).size(SMALL).family(strong_family()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(right).size(SMALL).color(page.palette.text_muted));
        });
    });
}

fn reaches(ui: &mut Ui, page: &mut Page<'_>, group: &Group) {
    heading(ui, page, "How far", "G, or ← →");
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for reach in Reach::ALL {
        let count = group.reached(reach) as u64;
        let response = counted(ui, reach.name(), None, count, reach == group.reach, page.palette);
        if response.clicked() {
            page.send(Command::SetReach(reach));
        }
        response.on_hover_text(reach.sentence());
    }
    ui.spacing_mut().item_spacing.y = spacing;
    let mut too = group.decided_too;
    let words = match group.decided {
        0 => "Change decided ones too: none is decided".to_owned(),
        1 => "Change the 1 decided by a person too".to_owned(),
        many => format!("Change the {} decided by a person too", grouped(many as u64)),
    };
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        let tick = Checkbox::new(&mut too, RichText::new(words).size(SMALL));
        let response = ui.add_enabled(group.decided > 0, tick);
        let hint = "Otherwise they keep what a person decided.\nKey: D";
        if response.on_hover_text(hint).changed() {
            page.send(Command::SetDecidedToo(too));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new("D").size(SMALL).color(page.palette.text_muted));
        });
    });
}

fn offers(ui: &mut Ui, page: &mut Page<'_>, review: &Review, group: &Group) {
    heading(ui, page, "Which code", "↑ ↓ and Enter, or its digit");
    if group.offers.is_empty() {
        let words = format!("The engine found nothing to go by. {}", page.how_to_search());
        form::remark(ui, &words, page.palette);
        return;
    }
    let explanation = review.selected.as_ref().and_then(|selected| selected.explanation.as_deref());
    let engine = review.columns.code().get(group.record as usize).copied().flatten();
    let height = ROW * if ui.ctx().content_rect().height() > 960.0 { 9.0 } else { 5.0 };
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).id_salt("offers").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, offer) in group.offers.iter().enumerate() {
            let marked = group.marked == Some(at);
            if offer_line(ui, page, review, *offer, marked, explanation, engine) {
                let from = group.marked.map_or(-1, |at| i32::try_from(at).unwrap_or(0));
                page.send(Command::MoveOffer(i32::try_from(at).unwrap_or(0) - from));
            }
        }
    });
}

/// A line of the offers; `true` when it was pressed.
fn offer_line(
    ui: &mut Ui,
    page: &Page<'_>,
    review: &Review,
    offer: Decision,
    marked: bool,
    explanation: Option<&Explanation>,
    engine: Option<Code>,
) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    let suggestions = explanation.map_or(&[][..], |explanation| &explanation.suggestions);
    let rank = suggestions.iter().take(9).position(|suggestion| Some(suggestion.code) == offer.code());
    let title = match offer {
        Decision::Code { code, .. } => review.tables().nfd_title(code),
        Decision::Uncodable(reason) => reason.name().to_owned(),
    };
    let code = offer.code().map_or_else(|| "uncodable".to_owned(), |code| code.to_string());
    let from = match offer {
        Decision::Code { choice: Choice::Parent, .. } => "parent".to_owned(),
        _ if offer.code().is_some() && offer.code() == engine => "engine".to_owned(),
        _ => rank.map_or_else(|| "stands".to_owned(), |rank| precise(suggestions[rank].confidence)),
    };
    let name = format!("Offer: {code} {title}, {from}");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, marked, &name));
    let painter = ui.painter();
    if marked {
        painter.rect_filled(rect, 4.0, palette.accent_soft);
        painter.rect_stroke(rect, 4.0, Stroke::new(1.0, palette.accent), StrokeKind::Inside);
        if !ui.clip_rect().contains_rect(rect) {
            response.scroll_to_me(None);
        }
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 4.0, palette.hover);
    }
    let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let cap = Rect::from_center_size(Pos2::new(rect.left() + 14.0, rect.center().y), Vec2::splat(20.0));
    if let Some(rank) = rank {
        paint_cap(painter, cap, &(rank + 1).to_string(), palette);
    }
    let font = if marked { strong(BODY) } else { regular(BODY) };
    let right = across(rect.right() - 52.0, rect.right() - UNIT);
    paint_line(painter, across(cap.right() + UNIT, cap.right() + 72.0), &code, font.clone(), palette.text, Align::Min);
    paint_title(painter, across(cap.right() + 72.0, right.left() - UNIT), &title, font, palette.text);
    paint_line(painter, right, &from, regular(SMALL), palette.text_muted, Align::Max);
    response.on_hover_text(format!("{code} {title}")).clicked()
}

fn foot(ui: &mut Ui, page: &mut Page<'_>, review: &Review, group: &Group) {
    let palette = page.palette;
    let allowed = can(page.state, &Command::DecideOffer).is_ok();
    let engine = review.columns.code().get(group.record as usize).copied().flatten();
    let verb = match group.offer() {
        None => "Choose a code".to_owned(),
        Some(Decision::Uncodable(_)) => "Uncodable".to_owned(),
        Some(Decision::Code { code, .. }) if Some(code) == engine => format!("Accept {code}"),
        Some(Decision::Code { code, .. }) => format!("Correct to {code}"),
    };
    let words = match (group.offer(), group.changes.count) {
        (None, _) => verb,
        (Some(_), 0) => "Nothing would change".to_owned(),
        (Some(_), _) => format!("{verb} for {}", records(group.changes.count)),
    };
    ui.horizontal(|ui| {
        let response = primary(ui, &words, allowed, palette);
        let hint = "Decide so about the ticked records: one action, one undo.\nKey: Enter";
        if with_hint(page, response, &Command::DecideOffer, hint).clicked() && allowed {
            page.send(Command::DecideOffer);
        }
        let kept = if group.decided_too { 0 } else { group.decided };
        let remark = match (kept, group.changes.out) {
            (0, 0) => String::new(),
            (kept, 0) => format!("{} decided kept", grouped(kept as u64)),
            (0, out) => format!("{} left out", grouped(out as u64)),
            (kept, out) => format!("{} kept, {} out", grouped(kept as u64), grouped(out as u64)),
        };
        ui.add(Label::new(RichText::new(remark).size(SMALL).color(palette.text_muted)).truncate());
    });
    ui.add_space(UNIT / 2.0);
    ui.horizontal(|ui| {
        let spacing = UNIT / 2.0;
        ui.spacing_mut().item_spacing.x = spacing;
        let width = ui.available_width() - 3.0 * spacing;
        for (command, words, key, share) in [
            (Command::RaiseOffer, "Parent", "P", 0.24),
            (Command::OpenSearch, "Search", "/", 0.23),
            (Command::OpenUncodable, "Uncodable", "U", 0.31),
            (Command::Refer, "Refer", "R", 0.22),
        ] {
            let allowed = can(page.state, &command).is_ok();
            let response = keyed(ui, Vec2::new((width * share).floor(), CONTROL), words, key, false, allowed, palette);
            let hint = match command {
                Command::RaiseOffer => "Offer the group above; again for the group above that.\nKey: P".to_owned(),
                _ => row_of(&command).map_or_else(String::new, |row| format!("{}\nKey: {key}", row.hint)),
            };
            if with_hint(page, response, &command, &hint).clicked() && allowed {
                page.send(command);
            }
        }
    });
}

/// A tooltip, and why the command cannot be done now.
pub fn with_hint(page: &Page<'_>, response: Response, command: &Command, hint: &str) -> Response {
    match can(page.state, command) {
        Ok(()) => response.on_hover_text(hint),
        Err(reason) => response.on_hover_text(format!("{hint}\nNot now: {reason}")).on_disabled_hover_text(reason),
    }
}

/// `1 record`, `12 records`.
pub fn records(count: usize) -> String {
    format!("{} {}", grouped(count as u64), if count == 1 { "record" } else { "records" })
}

/// Says over a search or the reasons for uncodable that they are about many records.
pub fn banner(ui: &mut Ui, page: &Page<'_>, review: &Review) {
    let group = review.group.as_ref().filter(|group| group.reach != Reach::ThisRecord);
    let words = match (group, &review.bulk) {
        (Some(group), _) => {
            let count = group.changes.listed.len() - group.changes.out;
            format!("For {} with this answer", records(count))
        }
        (_, Some(_)) => format!("A code for all {} shown", records(review.visible.len())),
        _ => return,
    };
    ui.label(RichText::new(words).size(SMALL).family(strong_family()).color(page.palette.accent));
}

/// The line above the buttons of a record that tells of identical answers.
pub fn line(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let Some(selected) = &review.selected else { return };
    let others = selected.others;
    if others.identical == 0 {
        return;
    }
    let palette = page.palette;
    let answers = if others.identical == 1 { "answer" } else { "answers" };
    let mut words = format!("{} identical {answers}", grouped(others.identical as u64));
    if others.otherwise > 0 {
        words = format!("{words}, {} decided otherwise", grouped(others.otherwise as u64));
    }
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 2.0, palette.hover);
    }
    let cap = Rect::from_center_size(Pos2::new(rect.left() + 10.0, rect.center().y), Vec2::splat(20.0));
    let key = row_of(&Command::OpenGroup).map(|row| page.state.settings.shortcut_text(row)).unwrap_or_default();
    paint_cap(ui.painter(), cap, &key, palette);
    let ink = if others.otherwise > 0 { palette.doubtful } else { palette.text };
    let inner = Rect::from_min_max(Pos2::new(cap.right() + UNIT, rect.top()), rect.max);
    paint_line(ui.painter(), inner, &words, regular(BODY), ink, Align::Min);
    if response.on_hover_text(page.hint(&Command::OpenGroup)).clicked() {
        page.send(Command::OpenGroup);
    }
}
