//! Under the filters: what narrows them – confidence, group, level, reviewer, words – and the saved views.

use domain::{Code, Level};
use egui::accesskit::Role;
use egui::{Align, Button, Id, Key, Rect, RichText, Sense, Ui, WidgetInfo};
use review::{Depth, Narrowing};
use workbench::{Command, Panel as Open, Review};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{HALF, SMALL, UNIT, regular, strong_family};
use crate::widgets::choice::{facet, fold};
use crate::widgets::histogram::histogram;
use crate::widgets::text::paint_line;

/// Words shown of those that were counted.
const WORDS: usize = 24;

/// The field in which a view is given its name.
pub fn view_name_field_id() -> Id {
    Id::unique("name of the view")
}

/// Draws the parts that narrow.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    if review.columns.is_empty() {
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    part(ui, page, "confidence", "Confidence", true, |ui, page| confidence(ui, page, review));
    part(ui, page, "group", "Group", false, |ui, page| groups(ui, page, review));
    part(ui, page, "depth", "Level reached", false, |ui, page| depths(ui, page, review));
    part(ui, page, "reviewer", "Reviewer", false, |ui, page| reviewers(ui, page, review));
    let looked_at = part(ui, page, "words", "Words", false, |ui, page| words(ui, page, review));
    if looked_at != review.words_looked_at && review.is_coded() {
        page.send(Command::LookAtWords(looked_at));
    }
    views(ui, page, review);
}

/// A part that can be folded away; says whether it is open. Whether it is, is remembered.
fn part(
    ui: &mut Ui,
    page: &mut Page<'_>,
    name: &str,
    words: &str,
    open_at_first: bool,
    contents: impl FnOnce(&mut Ui, &mut Page<'_>),
) -> bool {
    const CLOSED: f32 = 1.0;
    const OPEN: f32 = 2.0;
    let key = format!("narrow.{name}");
    let usual = if open_at_first { OPEN } else { CLOSED };
    let open = page.state.settings.layout.get(&key).copied().unwrap_or(usual) == OPEN;
    if fold(ui, words, open, page.palette).clicked() {
        page.send(Command::SetLayout(key, if open { CLOSED } else { OPEN }));
    }
    if open {
        contents(ui, page);
        ui.add_space(UNIT);
    }
    open
}

fn set(page: &mut Page<'_>, review: &Review, change: impl FnOnce(&mut Narrowing)) {
    let mut narrowing = review.narrowing.clone();
    change(&mut narrowing);
    page.send(Command::SetNarrowing(narrowing));
}

fn confidence(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        let width = ui.available_width() - UNIT;
        if let Some(chosen) = histogram(ui, width, &review.facets.tenths, review.narrowing.confidence, page.palette) {
            set(page, review, |narrowing| narrowing.confidence = chosen);
        }
    });
}

fn groups(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    let name = |code: Code| match review.tables().title(code) {
        "" if code.is_non_classification() => format!("{code}  Not an occupation"),
        title => format!("{code}  {title}"),
    };
    let within = review.narrowing.code;
    let above = Level::ALL.into_iter().filter_map(|level| within?.at(level));
    for code in above {
        let itself = within == Some(code);
        let parent = code.level().broader().and_then(|level| code.at(level));
        let hint = if itself { "Press to leave this group." } else { "Press to go back to this group." };
        let response = facet(ui, &format!("‹ {}", name(code)), None, true, palette);
        if response.on_hover_text(format!("{}\n{hint}", name(code))).clicked() {
            set(page, review, |narrowing| narrowing.code = if itself { parent } else { Some(code) });
        }
    }
    if within.is_some() && review.facets.here > 0 && !review.facets.groups.is_empty() {
        facet(ui, "no more detail", Some(review.facets.here as u64), false, palette);
    }
    for (code, count) in &review.facets.groups {
        let response = facet(ui, &name(*code), Some(*count as u64), false, palette);
        if response.on_hover_text(name(*code)).clicked() {
            set(page, review, |narrowing| narrowing.code = Some(*code));
        }
    }
}

fn depths(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    for (depth, count) in Depth::ALL.into_iter().zip(review.facets.depths) {
        let chosen = review.narrowing.depth == Some(depth);
        if count == 0 && !chosen {
            continue;
        }
        if facet(ui, depth.name(), Some(count as u64), chosen, page.palette).clicked() {
            set(page, review, |narrowing| narrowing.depth = if chosen { None } else { Some(depth) });
        }
    }
}

fn reviewers(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    if review.facets.reviewers.is_empty() {
        note(ui, page, "Nobody has decided here.");
    }
    for (name, count) in &review.facets.reviewers {
        let chosen = review.narrowing.reviewer.as_ref() == Some(name);
        if facet(ui, name, Some(*count as u64), chosen, page.palette).clicked() {
            set(page, review, |narrowing| narrowing.reviewer = if chosen { None } else { Some(name.clone()) });
        }
    }
}

fn words(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    for word in &review.words {
        if facet(ui, word, None, true, page.palette).on_hover_text("Press to show answers without it again.").clicked()
        {
            page.send(Command::SetWord(word.clone(), false));
        }
    }
    if review.frequent_words.is_empty() {
        note(ui, page, if review.counting_words.is_some() { "Counting…" } else { "No words." });
    }
    let others = review.frequent_words.iter().filter(|(word, _)| !review.words.contains(word));
    for (word, count) in others.take(WORDS) {
        if facet(ui, word, Some(*count as u64), false, page.palette).clicked() {
            page.send(Command::SetWord(word.clone(), true));
        }
    }
}

fn views(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let naming = page.state.panel == Open::SaveView;
    if page.state.settings.views.is_empty() && !naming {
        return;
    }
    ui.add_space(UNIT);
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        ui.label(RichText::new("Saved views").size(SMALL).color(page.palette.text_muted));
    });
    if naming {
        name_view(ui, page, review);
    }
    for (at, view) in page.state.settings.views.iter().enumerate() {
        let response = facet(ui, &view.name, None, false, page.palette);
        // Beside the name, in a place of its own, so that the panel is never wider for it.
        let side = response.rect.height();
        let corner = egui::pos2(response.rect.right() - side, response.rect.top());
        let forget = Rect::from_min_size(corner, egui::Vec2::splat(side));
        let name = format!("Forget the view “{}”", view.name);
        let cross = ui.interact(forget, Id::unique(("forget view", at)), Sense::click());
        cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        if cross.hovered() || cross.has_focus() {
            ui.painter().rect_filled(forget, 4.0, page.palette.line);
        }
        paint_line(ui.painter(), forget, "×", regular(SMALL), page.palette.text_muted, Align::Center);
        if cross.on_hover_text(&name).clicked() {
            page.send(Command::ForgetView(at));
        } else if response.on_hover_text(view.describe()).clicked() {
            page.send(Command::ShowView(at));
        }
    }
}

/// The field in which the present view is given a name.
fn name_view(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let mut name = page.sight.view_name.clone().unwrap_or_default();
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        let hint = review.what_is_shown();
        let field = form::field(&mut name).id(view_name_field_id()).hint_text(hint.as_str());
        let response = ui.add(field.desired_width(ui.available_width() - UNIT)).accessible_name("Name of the view");
        let response = response.on_hover_text("Enter saves what is shown now under this name; Esc leaves.");
        // With parts folded out it can be far down.
        response.scroll_to_me(None);
        if response.changed() {
            page.sight.view_name = Some(name.clone());
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            let name = if name.trim().is_empty() { hint } else { name };
            page.sight.view_name = None;
            page.send(Command::SaveView(name));
        }
    });
}

fn note(ui: &mut Ui, page: &Page<'_>, words: &str) {
    ui.horizontal(|ui| {
        ui.add_space(UNIT * 2.0);
        ui.label(RichText::new(words).size(SMALL).color(page.palette.text_muted));
    });
}

/// What narrows the list, as chips above it; each is taken away by pressing it.
pub fn chips(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let narrowing = &review.narrowing;
    if narrowing.is_empty() && review.words.is_empty() && review.listed.is_none() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = HALF;
        ui.spacing_mut().interact_size.y = 22.0;
        if let Some(code) = narrowing.code {
            let title = review.tables().title(code);
            if chip(ui, page, &format!("{code} {title}")) {
                set(page, review, |narrowing| narrowing.code = None);
            }
        }
        if let Some((first, last)) = narrowing.confidence {
            let end = if last >= 9 { "1".to_owned() } else { format!(".{}", last + 1) };
            if chip(ui, page, &format!("confidence .{first} to {end}")) {
                set(page, review, |narrowing| narrowing.confidence = None);
            }
        }
        if let Some(depth) = narrowing.depth
            && chip(ui, page, depth.name())
        {
            set(page, review, |narrowing| narrowing.depth = None);
        }
        if let Some(reviewer) = &narrowing.reviewer
            && chip(ui, page, &format!("by {reviewer}"))
        {
            set(page, review, |narrowing| narrowing.reviewer = None);
        }
        if let Some(listed) = &review.listed
            && chip(ui, page, &listed.words)
        {
            page.send(Command::LeaveList);
        }
        for word in &review.words {
            if chip(ui, page, &format!("“{word}”")) {
                page.send(Command::SetWord(word.clone(), false));
            }
        }
        let all = Button::new(RichText::new("Clear all").size(SMALL)).frame_when_inactive(false);
        page.show_button(ui, Command::ClearNarrowing, all);
    });
}

fn chip(ui: &mut Ui, page: &Page<'_>, words: &str) -> bool {
    let palette = page.palette;
    let text = RichText::new(format!("{words}  ×")).size(SMALL).family(strong_family()).color(palette.accent);
    let button = Button::new(text).fill(palette.accent_soft).corner_radius(11);
    let response = ui.add(button).accessible_name(format!("Show more than {words}"));
    response.on_hover_text("Press to take this away.").clicked()
}
