//! What was agreed is told: level by level beside what was given, why, and what the engine makes of the answer.

use domain::{Classification, Code, Level, Outcome};
use egui::accesskit::Role;
use egui::{
    Align, Color32, Frame, Label, Layout, Margin, Pos2, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo,
};
use review::Verdict;
use review::practice::{Credit, GAP};
use workbench::{Command, Explanation, Field, PracticeCommand, PracticeRun, Told};

use super::asked::how_far;
use super::{COLUMN, muted, takes_focus};
use crate::page::Page;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, CORNER, HEADING, ROW, SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::views::record::{marked, telling_words};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::button::primary;
use crate::widgets::mark::Mark;
use crate::widgets::text::{paint_line, paint_title};

/// From this width on the engine stands beside what was agreed.
const WIDE: f32 = 1000.0;
/// Most suggestions of the engine that are listed.
const SUGGESTIONS: usize = 3;
/// Most words of the evidence that are listed.
const WORDS: usize = 8;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun, told: &Told) {
    takes_focus(ui, ui.available_rect_before_wrap(), "What was agreed");
    let width = ui.available_width();
    let wide = width >= WIDE;
    let total = if wide { width.min(1240.0) } else { width.min(COLUMN) };
    let side = ((width - total) / 2.0).max(0.0).round();
    ScrollArea::vertical().auto_shrink(false).id_salt("told").show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.spacing_mut().item_spacing.x = UNIT * 4.0;
            let first = if wide { ((total - UNIT * 4.0) * 0.6).round() } else { total };
            ui.vertical(|ui| {
                ui.set_width(first);
                ui.spacing_mut().item_spacing.x = UNIT;
                agreed(ui, page, run, told);
                if !wide {
                    ui.add_space(UNIT * 2.0);
                    engine(ui, page, run, told);
                }
            });
            if wide {
                ui.vertical(|ui| {
                    ui.set_width(total - first - UNIT * 4.0);
                    ui.spacing_mut().item_spacing.x = UNIT;
                    engine(ui, page, run, told);
                });
            }
        });
    });
}

fn agreed(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun, told: &Told) {
    let palette = page.palette;
    how_far(ui, page, run);
    ui.add_space(UNIT);
    answer(ui, page, run, told);
    ui.add_space(UNIT * 1.5);
    let credit = told.answer.credit();
    credit_band(ui, page, credit, told.answer.given.is_none());
    ui.add_space(UNIT);
    ladder(ui, page, run.tables(), told);
    let item = run.set.items.get(told.item);
    let reason = item.map_or("", |item| item.reason.as_str());
    if !reason.is_empty() {
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 16.0;
            ui.label(RichText::new("Why").size(SMALL).family(strong_family()));
            let difficulty = item.map_or("", |item| item.difficulty.as_str());
            ui.label(RichText::new(difficulty).size(SMALL).color(palette.text_muted));
        });
        ui.add(Label::new(RichText::new(reason).size(BODY)).wrap());
    }
    if !credit.is_full() {
        ui.add_space(UNIT);
        let others = GAP.min(run.queue.left().saturating_sub(1));
        let soon = match others {
            0 => "at once".to_owned(),
            1 => "after 1 other".to_owned(),
            _ => format!("after {others} others"),
        };
        let words = format!("↻ It comes back {soon}, and in the next session.");
        ui.label(RichText::new(words).size(SMALL).color(palette.doubtful));
    }
    ui.add_space(UNIT * 1.5);
    let words = if run.queue.current().is_some() { "Next answer  (Enter)" } else { "See how it went  (Enter)" };
    if primary(ui, words, true, palette).clicked() {
        page.send(Command::Practise(PracticeCommand::GoOn));
    }
}

fn answer(ui: &mut Ui, page: &Page<'_>, run: &PracticeRun, told: &Told) {
    let palette = page.palette;
    let Some(item) = run.set.items.get(told.item) else { return };
    let level = told.explanation.as_deref().and_then(|explanation| explanation.deciding_level());
    let mut line = |text: &str, none: &str, field, font| {
        if text.trim().is_empty() {
            ui.label(RichText::new(none).font(font).color(palette.text_muted));
        } else {
            ui.add(Label::new(marked(text, field, level, &font, palette.text, palette)).wrap().selectable(true));
        }
    };
    line(&item.title, "no job title", Field::Title, strong(TITLE + 2.0));
    line(&item.tasks, "no tasks", Field::Tasks, regular(HEADING));
}

/// The credit as a word, a number, and squares for the levels.
fn credit_band(ui: &mut Ui, page: &Page<'_>, credit: Credit, unknown: bool) {
    let palette = page.palette;
    let colour = credit_colour(credit, palette);
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, colour))
        .corner_radius(CORNER)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.take_available_width();
            ui.horizontal(|ui| {
                let (mark, words) = match (credit.is_full(), credit.levels(), unknown) {
                    (true, ..) => (Mark::Reviewed, "Right".to_owned()),
                    (_, _, true) => (Mark::Uncoded, "Not known".to_owned()),
                    (_, 0, _) => (Mark::Uncoded, "No level agrees".to_owned()),
                    _ => (Mark::Partial, format!("{} of {} levels agree", credit.levels(), credit.out_of())),
                };
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(16.0), Sense::hover());
                mark.paint_in(ui.painter(), rect.center(), colour);
                ui.label(RichText::new(words).font(strong(HEADING)).color(colour));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(RichText::new(format!("{} points", credit.points())).font(strong(HEADING)));
                    squares(ui, credit, colour, palette);
                });
            });
        });
}

/// The colour of a credit: right, partly right, or not.
pub fn credit_colour(credit: Credit, palette: &Palette) -> Color32 {
    match (credit.is_full(), credit.levels()) {
        (true, _) => palette.coded,
        (_, 0) => palette.wrong,
        _ => palette.doubtful,
    }
}

fn squares(ui: &mut Ui, credit: Credit, colour: Color32, palette: &Palette) {
    let count = f32::from(credit.out_of());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(count * 18.0, 14.0), Sense::hover());
    let words = format!("{} of {} levels", credit.levels(), credit.out_of());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    for at in 0..credit.out_of() {
        let left = rect.left() + f32::from(at) * 18.0;
        let square = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::splat(14.0));
        if at < credit.levels() {
            ui.painter().rect_filled(square, 2.0, colour);
        } else {
            ui.painter().rect_stroke(square, 2.0, Stroke::new(1.0, palette.line_strong), egui::StrokeKind::Inside);
        }
    }
}

/// The levels of what was agreed beside those of what was given.
fn ladder(ui: &mut Ui, page: &Page<'_>, tables: &Classification, told: &Told) {
    let palette = page.palette;
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let (ours, yours) = (rungs(Some(told.answer.agreed), tables), rungs(told.answer.given, tables));
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    let [_, left, _, right] = cells(rect);
    paint_line(ui.painter(), left, "Agreed", strong(SMALL), palette.text, Align::Min);
    paint_line(ui.painter(), right, "Yours", strong(SMALL), palette.text, Align::Min);
    for at in 0..ours.len().max(yours.len()) {
        let (our, your) = (ours.get(at), yours.get(at));
        let same = our.is_some() && our.map(|rung| &rung.words) == your.map(|rung| &rung.words);
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
        let level = our.or(your).map_or("", |rung| rung.level);
        let text = |rung: Option<&Rung>| rung.map_or_else(|| "–".to_owned(), |rung| rung.words.clone());
        let (ours, yours) = (text(our), text(your));
        let sign = if same { "agrees" } else { "differs" };
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("{level}: agreed {ours}, yours {yours}, {sign}"))
        });
        let painter = ui.painter();
        painter.hline(rect.x_range(), rect.top() + 0.5, Stroke::new(1.0, palette.line));
        let [first, left, middle, right] = cells(rect);
        paint_line(painter, first, level, regular(SMALL), palette.text_muted, Align::Min);
        let ink = if same { palette.text } else { palette.coded };
        paint_title(painter, left, &ours, if same { regular(BODY) } else { strong(BODY) }, ink);
        let mark = if same { (Mark::Reviewed, palette.coded) } else { (Mark::Uncoded, palette.wrong) };
        mark.0.paint_in(painter, middle.center(), mark.1);
        let ink = if same { palette.text } else { palette.wrong };
        paint_title(painter, right, &yours, regular(BODY), ink);
        response.on_hover_text(format!("Agreed: {ours}\nYours: {yours}"));
    }
    ui.spacing_mut().item_spacing.y = spacing;
}

fn cells(rect: Rect) -> [Rect; 4] {
    let level = 108.0;
    let rest = (rect.width() - level - 32.0) / 2.0;
    let span = |from: f32, width: f32| {
        Rect::from_min_size(Pos2::new(rect.left() + from, rect.top()), Vec2::new(width, rect.height()))
    };
    [span(0.0, level), span(level, rest - UNIT), span(level + rest, 24.0), span(level + rest + 32.0, rest)]
}

struct Rung {
    level: &'static str,
    words: String,
}

fn rungs(verdict: Option<Verdict>, tables: &Classification) -> Vec<Rung> {
    match verdict {
        None => vec![Rung { level: "", words: "don’t know".to_owned() }],
        Some(Verdict::Uncodable(reason)) => vec![
            Rung { level: "outcome", words: "uncodable".to_owned() },
            Rung { level: "reason", words: reason.name().to_lowercase() },
        ],
        Some(Verdict::Code(code)) if code.is_non_classification() => vec![
            Rung { level: "outcome", words: "not an occupation".to_owned() },
            Rung { level: "code", words: titled(code, tables) },
        ],
        Some(Verdict::Code(code)) => tables
            .path(code)
            .into_iter()
            .map(|code| Rung { level: Level::name(code.level()), words: titled(code, tables) })
            .collect(),
    }
}

fn titled(code: Code, tables: &Classification) -> String {
    format!("{code} {}", tables.title(code))
}

fn engine(ui: &mut Ui, page: &Page<'_>, run: &PracticeRun, told: &Told) {
    ui.label(RichText::new("What the engine makes of it").font(strong(HEADING)));
    let (Some(explanation), Some(engine)) = (told.explanation.as_deref(), run.engine.as_deref()) else {
        muted(ui, page, "There is no engine for this classification.");
        return;
    };
    let palette = page.palette;
    let tables = run.tables();
    let outcome = Outcome::of(&explanation.coding, engine.card().thresholds);
    let agrees = outcome.code.map(Verdict::Code) == Some(told.answer.agreed);
    let (words, colour) = match outcome.code {
        Some(code) => (titled(code, tables), if agrees { palette.coded } else { palette.text }),
        None => ("no code".to_owned(), palette.text),
    };
    ui.add(Label::new(RichText::new(words).font(strong(BODY)).color(colour)).wrap());
    let relation = match (agrees, outcome.code) {
        (true, _) => "the agreed code".to_owned(),
        (_, Some(code)) => {
            let credit = Credit::of(told.answer.agreed, Some(Verdict::Code(code)));
            format!("{} of {} levels of the agreed one", credit.levels(), credit.out_of())
        }
        (_, None) => "no level reaches the minimum threshold".to_owned(),
    };
    let confidence = precise(outcome.confidence);
    muted(
        ui,
        page,
        format!("{relation}  ·  confidence {confidence}  ·  margin {}", precise(explanation.coding.margin)),
    );
    if explanation.levels.is_empty() {
        muted(ui, page, "It found nothing to go by in this answer.");
        return;
    }
    ui.add_space(UNIT);
    path(ui, page, tables, explanation);
    evidence(ui, page, run, told, explanation);
    suggestions(ui, page, tables, told, explanation);
}

fn path(ui: &mut Ui, page: &Page<'_>, tables: &Classification, explanation: &Explanation) {
    small_heading(ui, "Path", "joint", page);
    let contested = explanation.coding.break_level;
    for level in &explanation.levels {
        let at_break = contested == Some(level.level);
        let shade = if at_break { page.palette.doubtful } else { page.palette.accent };
        let title =
            if level.chosen.code.as_str() == "0" { "Not an occupation" } else { tables.title(level.chosen.code) };
        bar_line(ui, page, level.chosen.code, title, level.chosen.joint, shade, false);
    }
    if let Some(level) = contested {
        muted(ui, page, format!("Break level: at the {} another category comes close.", level.name()));
    }
}

fn suggestions(ui: &mut Ui, page: &Page<'_>, tables: &Classification, told: &Told, explanation: &Explanation) {
    small_heading(ui, "Suggestions", "confidence", page);
    for suggestion in explanation.suggestions.iter().take(SUGGESTIONS) {
        let agreed = told.answer.agreed == Verdict::Code(suggestion.code);
        let shade = if agreed { page.palette.coded } else { page.palette.accent };
        bar_line(ui, page, suggestion.code, tables.title(suggestion.code), suggestion.confidence, shade, agreed);
    }
}

fn small_heading(ui: &mut Ui, words: &str, right: &str, page: &Page<'_>) {
    ui.add_space(UNIT / 2.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    paint_line(ui.painter(), rect, words, strong(SMALL), page.palette.text, Align::Min);
    paint_line(ui.painter(), rect, right, regular(SMALL), page.palette.text_muted, Align::Max);
}

fn bar_line(ui: &mut Ui, page: &Page<'_>, code: Code, title: &str, value: f32, shade: Color32, agreed: bool) {
    let palette = page.palette;
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    let name = format!("{code} {title}, {}{}", precise(value), if agreed { ", the agreed code" } else { "" });
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let span = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let painter = ui.painter();
    let ink = if agreed { palette.coded } else { palette.text };
    paint_line(painter, span(rect.left(), rect.left() + 60.0), code.as_str(), regular(BODY), ink, Align::Min);
    paint_title(painter, span(rect.left() + 60.0, rect.right() - 104.0), title, regular(BODY), ink);
    paint_bar(painter, span(rect.right() - 96.0, rect.right() - 44.0), value, shade, &[], palette);
    paint_line(
        painter,
        span(rect.right() - 40.0, rect.right()),
        &precise(value),
        regular(SMALL),
        palette.text,
        Align::Max,
    );
    ui.spacing_mut().item_spacing.y = spacing;
    response.on_hover_text(format!("{code} {title}"));
}

/// The telling words with their weights, at the level that decided.
fn evidence(ui: &mut Ui, page: &Page<'_>, run: &PracticeRun, told: &Told, explanation: &Explanation) {
    let palette = page.palette;
    let (Some(level), Some(item)) = (explanation.deciding_level(), run.set.items.get(told.item)) else { return };
    let against = level.siblings.first().map(|step| format!(" over {}", step.code)).unwrap_or_default();
    small_heading(ui, "Words", &format!("for {}{against}", level.chosen.code), page);
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 16.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(UNIT * 1.5, 2.0);
        for word in telling_words(level).take(WORDS) {
            let text = if word.field == Field::Title { &item.title } else { &item.tasks };
            let Some(found) = text.get(word.range.clone()) else { continue };
            let (sign, ink) = if word.weight > 0.0 { ("+", palette.text) } else { ("−", palette.doubtful) };
            ui.label(RichText::new(format!("{found} {sign}{:.1}", word.weight.abs())).size(SMALL).color(ink));
        }
    });
    ui.spacing_mut().interact_size.y = height;
}
