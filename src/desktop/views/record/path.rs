//! The probability path: five levels downwards, the chosen category of each, and where it is contested.

use domain::{Code, Level, Outcome, Step};
use egui::accesskit::Role;
use egui::{Align, Color32, Pos2, Rect, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Explanation, Field, LevelExplanation};

use super::Shown;
use super::evidence::telling_words;
use crate::page::Page;
use crate::theme::metrics::{BODY, ROW, SMALL, UNIT, regular, strong};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::hint::at_the_left;
use crate::widgets::text::{paint_line, paint_title};

/// Siblings shown under a level.
const SIBLINGS: usize = 3;
/// Width of the column of codes.
const CODES: f32 = 60.0;
/// Width of a number.
const NUMBER: f32 = 36.0;
/// Width of a bar, where there is room.
const BARS: f32 = 48.0;

/// Draws the path.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, explanation: &Explanation) {
    let spacing = ui.spacing().item_spacing.y;
    ui.spacing_mut().item_spacing.y = 0.0;
    titles(ui, page);
    let outcome = Outcome::of(&explanation.coding, shown.review.thresholds);
    let contested = explanation.coding.break_level;
    let open = match page.sight.open_level {
        Some((record, level)) if record == shown.record.record => level,
        _ => contested,
    };
    for level in &explanation.levels {
        let kept = match (outcome.code, outcome.level) {
            (Some(_), Some(lowest)) => level.level <= lowest,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let clicked = row(ui, page, shown, level, kept, contested == Some(level.level));
        if clicked {
            let now = if open == Some(level.level) { None } else { Some(level.level) };
            page.sight.open_level = Some((shown.record.record, now));
        }
        if open == Some(level.level) {
            siblings(ui, page, shown, level, contested == Some(level.level));
        }
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.add_space(UNIT / 2.0);
    sum(ui, page, shown, explanation, &outcome);
}

/// Where the parts of a line stand: code, title, conditional, bar, joint.
struct Parts {
    code: Rect,
    title: Rect,
    conditional: Rect,
    bar: Rect,
    joint: Rect,
}

fn parts(rect: Rect) -> Parts {
    let span = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let joint = span(rect.right() - NUMBER, rect.right());
    // In a narrow pane the title needs the room more.
    let bar_width = if rect.width() > 360.0 { BARS } else { BARS / 2.0 };
    let bar = span(joint.left() - UNIT / 2.0 - bar_width, joint.left() - UNIT / 2.0);
    let conditional = span(bar.left() - UNIT - NUMBER, bar.left() - UNIT);
    let code = span(rect.left() + 6.0, rect.left() + 6.0 + CODES);
    let title = span(code.right(), conditional.left() - UNIT / 2.0);
    Parts { code, title, conditional, bar, joint }
}

fn titles(ui: &mut Ui, page: &Page<'_>) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    response.on_hover_text(
        "In parent: the probability of the category given the one above it. Joint: the product of these down to here; \
         it is the confidence. The ticks on the bars are the minimum and the optimal threshold.",
    );
    let parts = parts(rect);
    let paint = |rect: Rect, words: &str, align| {
        paint_line(ui.painter(), rect, words, regular(SMALL), palette.text_muted, align);
    };
    let head = Rect::from_min_max(rect.min, Pos2::new(parts.title.right(), rect.bottom()));
    paint_line(ui.painter(), head, "Path", strong(SMALL), palette.text, Align::Min);
    paint(
        Rect::from_min_max(Pos2::new(parts.conditional.left() - UNIT * 4.0, rect.top()), parts.conditional.max),
        "in parent",
        Align::Max,
    );
    paint(Rect::from_min_max(parts.bar.min, parts.joint.max), "joint", Align::Max);
}

fn row(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, level: &LevelExplanation, kept: bool, contested: bool) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    let title = title_of(shown, level.chosen.code);
    let name = format!(
        "{}: {} {}, in its parent {}, joint {}{}",
        level.level.name(),
        level.chosen.code,
        title,
        precise(level.chosen.conditional),
        precise(level.chosen.joint),
        if contested { ", break level" } else { "" }
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 2.0, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 2.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let edge = if contested { palette.doubtful } else { palette.line_strong };
    painter.vline(rect.left() + 1.0, rect.y_range(), Stroke::new(2.0, if kept { edge } else { palette.line }));
    let ink = if kept { palette.text } else { palette.text_muted };
    let shade = if contested {
        palette.doubtful
    } else if kept {
        palette.accent
    } else {
        palette.line_strong
    };
    line(ui, page, rect, &level.chosen, title, ink, shade, shown, true);
    let siblings = match level.siblings.len() {
        0 => "It is the only category in its parent.".to_owned(),
        1 => "Press to see the other category.".to_owned(),
        more => format!("Press to see the strongest of {more} others."),
    };
    let cut = if kept { "" } else { "\nCut: its joint probability is below the minimum threshold." };
    at_the_left(&response, &format!("{}: {title}\n{siblings}{cut}", level.level.name()));
    response.clicked()
}

#[expect(clippy::too_many_arguments, reason = "the parts of one line, used for chosen categories and siblings")]
fn line(
    ui: &Ui,
    page: &Page<'_>,
    rect: Rect,
    step: &Step,
    title: &str,
    ink: Color32,
    shade: Color32,
    shown: Shown<'_>,
    chosen: bool,
) {
    let palette = page.palette;
    let painter = ui.painter();
    let parts = parts(rect);
    let font = if chosen { strong(BODY) } else { regular(SMALL) };
    let size = if chosen { BODY } else { SMALL };
    paint_line(painter, parts.code, &step.code.to_string(), font, ink, Align::Min);
    paint_title(painter, parts.title, title, regular(size), ink);
    paint_line(painter, parts.conditional, &precise(step.conditional), regular(SMALL), ink, Align::Max);
    let ticks = [shown.review.thresholds.minimum, shown.review.thresholds.optimal];
    paint_bar(painter, parts.bar, step.joint, shade, if chosen { &ticks } else { &[] }, palette);
    paint_line(painter, parts.joint, &precise(step.joint), regular(SMALL), ink, Align::Max);
}

fn siblings(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, level: &LevelExplanation, contested: bool) {
    let palette = page.palette;
    if contested {
        let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
        let likelier = level.siblings.first().is_some_and(|step| step.conditional > level.chosen.conditional);
        let what = if likelier { "others are likelier" } else { "another comes close" };
        let words = format!("Break level: at the {} {what}", level.level.name());
        let inner = Rect::from_min_max(Pos2::new(rect.left() + 6.0, rect.top()), rect.max);
        paint_line(ui.painter(), inner, &words, regular(SMALL), palette.doubtful, Align::Min);
        ui.painter().vline(rect.left() + 1.0, rect.y_range(), Stroke::new(2.0, palette.doubtful));
    }
    for step in level.siblings.iter().take(SIBLINGS) {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
        let title = title_of(shown, step.code);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("or {} {title}", step.code)));
        ui.painter().vline(
            rect.left() + 1.0,
            rect.y_range(),
            Stroke::new(2.0, if contested { palette.doubtful } else { palette.line }),
        );
        line(ui, page, rect, step, title, palette.text_muted, palette.line_strong, shown, false);
    }
}

fn title_of(shown: Shown<'_>, code: Code) -> &'static str {
    let title = shown.classification.title(code);
    if title.is_empty() && code.is_non_classification() { "Not an occupation" } else { title }
}

/// The confidence and the margin in a line.
fn sum(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, explanation: &Explanation, outcome: &Outcome) {
    let palette = page.palette;
    let margin = explanation.coding.margin;
    let mut words = format!("margin {}", precise(margin));
    if margin < domain::SMALL_MARGIN {
        words.push_str(": two suggestions are close");
    }
    if let (Some(level), true) = (outcome.level, outcome.level != Some(Level::Occupation)) {
        let minimum = precise(shown.review.thresholds.minimum);
        words = format!("{words}  ·  cut to the {}, minimum {minimum}", level.name());
    } else if outcome.code.is_none() {
        words = format!("{words}  ·  no level reaches the minimum {}", precise(shown.review.thresholds.minimum));
    }
    ui.add(egui::Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap());
    if let Some(last) = explanation.greedy.as_ref().and_then(|path| path.last()) {
        let words = format!(
            "Level by level one would come to {} {} ({}).",
            last.code,
            title_of(shown, last.code),
            precise(last.joint)
        );
        let hint = "Taking the likeliest category at every level leads elsewhere than looking for the likeliest code.";
        ui.add(egui::Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap()).on_hover_text(hint);
    }
    hangs_on(ui, page, shown, explanation);
}

/// The fewest words that the code hangs on.
fn hangs_on(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, explanation: &Explanation) {
    let Some(other) = &explanation.counterfactual else { return };
    let word = |(field, range): &(Field, std::ops::Range<usize>)| {
        let text = if *field == Field::Title { shown.record.title } else { shown.record.tasks };
        text.get(range.clone()).unwrap_or_default()
    };
    let without: Vec<&str> = other.without.iter().map(word).collect();
    let words = format!(
        "Without “{}” it would be {} {} ({}).",
        without.join("”, “"),
        other.code,
        title_of(shown, other.code),
        precise(other.confidence)
    );
    let hint = "The fewest words of the answer that change the likeliest code when they are left out.";
    let words = RichText::new(words).size(SMALL).color(page.palette.text_muted);
    ui.add(egui::Label::new(words).wrap()).on_hover_text(hint);
}

/// More words with their weights than these would push the path out of sight.
const WORDS: usize = 10;

/// The telling words that weigh most, with their weights, in the order of the answer; a word that comes again once, with the
/// weights together.
fn strongest<'a>(level: &LevelExplanation, shown: Shown<'a>) -> Vec<(&'a str, f32)> {
    let mut words: Vec<(&str, f32)> = Vec::new();
    for word in telling_words(level) {
        let text = if word.field == Field::Title { shown.record.title } else { shown.record.tasks };
        let Some(found) = text.get(word.range.clone()) else { continue };
        match words.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(found)) {
            Some((_, weight)) => *weight += word.weight,
            None => words.push((found, word.weight)),
        }
    }
    let mut weights: Vec<f32> = words.iter().map(|(_, weight)| weight.abs()).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    let least = weights.get(WORDS - 1).copied().unwrap_or(0.0);
    words.retain(|(_, weight)| weight.abs() >= least);
    words.truncate(WORDS);
    words
}

/// The telling words with their weights: what the marks in the answer mean.
pub fn words(ui: &mut Ui, page: &Page<'_>, shown: Shown<'_>, explanation: &Explanation) {
    let palette = page.palette;
    let Some(level) = explanation.deciding_level() else { return };
    let against = level
        .siblings
        .first()
        .map(|step| format!(" over {} {}", step.code, title_of(shown, step.code)))
        .unwrap_or_default();
    let hint = format!(
        "How much each word spoke for {} {}{against}, at the {}. Minus speaks against it.",
        level.chosen.code,
        title_of(shown, level.chosen.code),
        level.level.name()
    );
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 16.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(UNIT * 1.5, 2.0);
        for (found, weight) in strongest(level, shown) {
            let colour = if weight > 0.0 { palette.text } else { palette.doubtful };
            let sign = if weight > 0.0 { "+" } else { "−" };
            let words = format!("{found} {sign}{:.1}", weight.abs());
            ui.label(RichText::new(words).size(SMALL).color(colour)).on_hover_text(&hint);
        }
        let rest = format!(
            "for {}{}",
            level.chosen.code,
            level.siblings.first().map(|step| format!(" over {}", step.code)).unwrap_or_default()
        );
        ui.label(RichText::new(rest).size(SMALL).color(palette.text_muted)).on_hover_text(&hint);
    });
    ui.spacing_mut().interact_size.y = height;
}
