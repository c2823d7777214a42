//! What the words add at a level, as bars from a shared nought: to the right for the chosen category, to the left for its
//! strongest sibling.

use egui::accesskit::Role;
use egui::{Align, Color32, Pos2, Rect, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{LevelWords, Reading, Tried, WordWeight};

use super::{heading, remark, title_of};
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::widgets::text::paint_line;

/// Height of a bar with its word.
const LINE: f32 = 20.0;
/// Room on either side of the nought in which a title can be read.
const ROOM_FOR_TITLES: f32 = 200.0;
/// Room for a number beside a bar.
const NUMBER: f32 = 48.0;

/// Draws the words of the typed answer, and beside them those of the pinned one.
pub fn show(ui: &mut Ui, page: &Page<'_>) {
    let explore = &page.state.explore;
    let Some(level) = explore.shown_level() else { return };
    heading(ui, &format!("What the words add at the {}", level.name()));
    ui.spacing_mut().item_spacing.x = UNIT * 3.0;
    match &explore.pinned {
        Some(pinned) => {
            let most = [&explore.typed, pinned].into_iter().filter_map(|of| of.words.as_ref());
            let most = most.map(|words| words.most).fold(f32::MIN_POSITIVE, f32::max);
            let both = [(&explore.typed, page.palette.accent, "Typed: "), (pinned, page.palette.referred, "Pinned: ")];
            ui.columns(2, |columns| {
                for (column, (tried, shade, whose)) in columns.iter_mut().zip(both) {
                    let layout = egui::Layout::top_down(Align::Min);
                    column.with_layout(layout, |ui| chart(ui, page, tried, most, shade, whose));
                }
            });
        }
        None => {
            let most = explore.typed.words.as_ref().map_or(1.0, |words| words.most);
            chart(ui, page, &explore.typed, most, page.palette.accent, "");
        }
    }
    ui.spacing_mut().item_spacing.x = UNIT;
}

/// The bars of an answer: words of the title, words of the tasks, and what no word carries.
fn chart(ui: &mut Ui, page: &Page<'_>, tried: &Tried, most: f32, shade: Color32, whose: &str) {
    let Some(reading) = tried.reading(page.state.explore.classification) else {
        remark(ui, page, &format!("{whose}nothing to go by."));
        return;
    };
    let Some(words) = &tried.words else {
        let level = page.state.explore.shown_level().and_then(|level| reading.level(level));
        let why = match level {
            Some(of) => {
                format!("{} {} is the only category in its parent", of.chosen.code, title_of(reading, of.chosen.code))
            }
            None => "its path does not come here".to_owned(),
        };
        remark(ui, page, &format!("{whose}no word decides anything at this level: {why}."));
        return;
    };
    let name = |code: domain::Code| format!("{code} {}", title_of(reading, code));
    let (chosen, against) = (name(words.chosen.code), name(words.against.code));
    let scale = Scale { most, shade, chosen: words.chosen.code, against: words.against.code };
    ui.spacing_mut().item_spacing.y = 0.0;
    sides(ui, page, whose, &chosen, &against, shade);
    let top = ui.cursor().top();
    for (caption, list) in [("Title", &words.title), ("Tasks", &words.tasks)] {
        if list.is_empty() {
            continue;
        }
        for (at, word) in list.iter().enumerate() {
            bar(ui, page, if at == 0 { caption } else { "" }, caption, word, scale);
        }
        ui.add_space(UNIT / 2.0);
    }
    let constant = WordWeight { word: NO_WORD.to_owned(), weight: words.constant };
    let nought = bar(ui, page, "", "", &constant, scale);
    // One line through all bars, also where the words of the title end.
    ui.painter().vline(nought, top..=ui.cursor().top(), Stroke::new(1.0, page.palette.line_strong));
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
    sum(ui, page, words, reading);
}

/// The line of what no word carries.
const NO_WORD: &str = "no word";

/// What all bars share.
#[derive(Clone, Copy)]
struct Scale {
    most: f32,
    shade: Color32,
    chosen: domain::Code,
    against: domain::Code,
}

/// Where the parts of a line stand: the text of which it is, the word, the bars.
fn parts(rect: Rect) -> [Rect; 3] {
    let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let caption = across(rect.left(), rect.left() + 40.0);
    let room = (rect.width() * 0.26).clamp(72.0, 176.0);
    let word = across(caption.right(), caption.right() + room);
    [caption, word, across(word.right() + UNIT, rect.right() - UNIT)]
}

/// Which side speaks for what.
fn sides(ui: &mut Ui, page: &Page<'_>, whose: &str, chosen: &str, against: &str, shade: Color32) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    let label = format!("{whose}to the right for {chosen}, to the left for {against}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let [caption, word, bars] = parts(rect);
    let head = Rect::from_min_max(caption.min, word.max);
    paint_line(ui.painter(), head, whose.trim_end_matches([':', ' ']), strong(SMALL), shade, Align::Min);
    let (left, right) = bars.split_left_right_at_fraction(0.5);
    // In little room the codes have to do; the titles stand in the tooltip and in the path.
    let fits = left.width() > ROOM_FOR_TITLES;
    let shown =
        |words: &str| if fits { words.to_owned() } else { words.split(' ').next().unwrap_or_default().to_owned() };
    let (against, chosen) = (shown(against), shown(chosen));
    let doubtful = page.palette.doubtful;
    let gap = Vec2::new(UNIT / 2.0, 0.0);
    paint_line(ui.painter(), left.shrink2(gap), &format!("◂ {against}"), regular(SMALL), doubtful, Align::Max);
    paint_line(ui.painter(), right.shrink2(gap), &format!("{chosen} ▸"), regular(SMALL), shade, Align::Min);
    response.on_hover_text(label);
}

/// Draws a bar; returns where the nought stands.
fn bar(ui: &mut Ui, page: &Page<'_>, caption: &str, of: &str, word: &WordWeight, scale: Scale) -> f32 {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::hover());
    let shown = if word.word.is_empty() { "other words" } else { word.word.as_str() };
    let code = if word.weight >= 0.0 { scale.chosen } else { scale.against };
    let of = if of.is_empty() { String::new() } else { format!("{of}, ") };
    let words: String = shown.chars().take(80).collect();
    let label = format!("{of}{words}: {:.1} for {code}", word.weight.abs());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let [first, middle, bars] = parts(rect);
    let painter = ui.painter();
    paint_line(painter, first, caption, regular(SMALL), palette.text_muted, Align::Min);
    let plain = shown == NO_WORD || word.word.is_empty();
    let ink = if plain { palette.text_muted } else { palette.text };
    paint_line(painter, middle, shown, regular(BODY), ink, Align::Max);
    let nought = bars.center().x.round();
    let room = bars.width() / 2.0 - NUMBER;
    let length = (room * word.weight.abs() / scale.most).clamp(1.0, room.max(1.0));
    let sign = if word.weight >= 0.0 { 1.0 } else { -1.0 };
    let end = nought + sign * length;
    let filled = Rect::from_x_y_ranges(nought.min(end)..=nought.max(end), rect.y_range()).shrink2(Vec2::new(0.0, 5.0));
    painter.rect_filled(filled, 1.0, if sign > 0.0 { scale.shade } else { palette.doubtful });
    let number = format!("{}{:.1}", if sign > 0.0 { "+" } else { "−" }, word.weight.abs());
    let beside =
        Rect::from_center_size(Pos2::new(end + sign * NUMBER / 2.0, rect.center().y), Vec2::new(NUMBER - 8.0, LINE));
    let align = if sign > 0.0 { Align::Min } else { Align::Max };
    paint_line(painter, beside, &number, regular(SMALL), palette.text_muted, align);
    response.on_hover_text(label);
    nought
}

fn sum(ui: &mut Ui, page: &Page<'_>, words: &LevelWords, reading: &Reading) {
    let (code, other) = if words.sum >= 0.0 {
        (words.chosen.code, words.against.code)
    } else {
        (words.against.code, words.chosen.code)
    };
    let text = format!("Together {:.1} for {code} over {other}.", words.sum.abs());
    let hint = format!(
        "Exact: the weights of the words add up to the decision value of {} minus that of {}. {} reads them so.",
        words.chosen.code,
        words.against.code,
        reading.classification.name()
    );
    let label = egui::Label::new(RichText::new(text).size(SMALL).color(page.palette.text_muted));
    ui.add(label).on_hover_text(hint);
}
