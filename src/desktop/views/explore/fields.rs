//! The two fields, the answer that is pinned beside them, and what the thresholds make of both.

use domain::{Level, Status};
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Align, Button, Frame, Id, Label, Layout, Margin, Pos2, Rect, RichText, Sense, Stroke, TextEdit, Ui, Vec2};
use workbench::{Command, EXAMPLES, ExploreCommand, Reading, Tried};

use super::{remark, status_of, title_of};
use crate::page::Page;
use crate::theme::metrics::{BODY, CORNER, SMALL, TITLE, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::bar::precise;
use crate::widgets::text::{paint_line, paint_lines};

/// The field of the job title.
pub fn title_field_id() -> Id {
    Id::unique("explored job title")
}

/// In less room buttons show no keys; their tooltips do.
const ROOM_FOR_KEYS: f32 = 680.0;
/// Height of the field of the job title.
const TALL: f32 = 40.0;
/// Height of the field of the tasks: two lines.
const TASKS: f32 = 42.0;

/// Draws fields, pinned answer, verdicts and the example.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let pinned = page.state.explore.pinned.as_ref();
    if let Some(pinned) = pinned {
        ui.spacing_mut().item_spacing.x = UNIT * 2.0;
        ui.columns(2, |columns| {
            columns.iter_mut().for_each(|ui| ui.spacing_mut().item_spacing.x = UNIT);
            typed(&mut columns[0], page);
            beside(&mut columns[1], page, pinned);
        });
    } else {
        typed(ui, page);
    }
    example(ui, page);
}

fn typed(ui: &mut Ui, page: &mut Page<'_>) {
    let explore = &page.state.explore;
    let (mut title, mut tasks) = (explore.typed.title.clone(), explore.typed.tasks.clone());
    if page.sight.explored_title != title {
        cursor_to_the_end(ui, &title);
    }
    let field = form::field(&mut title)
        .id(title_field_id())
        .font(regular(TITLE))
        .hint_text("Job title")
        .margin(Margin::symmetric(8, 6))
        .min_size(Vec2::new(0.0, TALL))
        .desired_width(f32::INFINITY);
    let first = ui.add(field).accessible_name("Job title to explore");
    // The field grows with its text only so far, so that the path keeps its place.
    let second = egui::ScrollArea::vertical()
        .id_salt("explored tasks")
        .max_height(TASKS)
        .min_scrolled_height(TASKS)
        .show(ui, |ui| {
            let field = TextEdit::multiline(&mut tasks)
                .id(Id::unique("explored tasks"))
                .hint_text("Main tasks, for example: repairs engines of trucks")
                .margin(Margin::symmetric(8, 4))
                .desired_rows(2)
                .desired_width(f32::INFINITY);
            ui.add(field).accessible_name("Tasks to explore")
        })
        .inner;
    page.sight.explored_title.clone_from(&title);
    if first.changed() || second.changed() {
        page.send(Command::Explore(ExploreCommand::SetAnswer(title, tasks)));
    }
    ui.horizontal(|ui| {
        button(ui, page, ExploreCommand::Pin, "Pin");
        button(ui, page, ExploreCommand::Clear, "Clear");
        if page.state.explore.pinned.is_none() {
            button(ui, page, ExploreCommand::NextExample, "Next example");
        }
        verdict(ui, page, &page.state.explore.typed);
    });
    if page.state.explore.typed.is_cut {
        remark(ui, page, "This is far longer than an answer: only the first 20 000 bytes of each text are kept.");
    }
}

/// A title that was not typed here, such as that of an example, is typed on at its end.
fn cursor_to_the_end(ui: &Ui, title: &str) {
    let mut state = TextEditState::load(ui.ctx(), title_field_id()).unwrap_or_default();
    let end = CCursor::new(title.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    state.store(ui.ctx(), title_field_id());
}

/// A small button for a command, with its key where there is room.
fn button(ui: &mut Ui, page: &mut Page<'_>, command: ExploreCommand, words: &str) {
    let command = Command::Explore(command);
    let key = workbench::row_of(&command).map(|row| page.state.settings.shortcut_text(row)).unwrap_or_default();
    let mut button = Button::new(RichText::new(words).size(SMALL));
    if page.state.explore.pinned.is_none() || ui.available_width() > ROOM_FOR_KEYS {
        button = button.shortcut_text(RichText::new(key).size(SMALL));
    }
    page.show_button(ui, command, button);
}

/// The pinned answer, as high as the fields.
fn beside(ui: &mut Ui, page: &mut Page<'_>, pinned: &Tried) {
    let palette = page.palette;
    let height = TALL + TASKS + ui.spacing().item_spacing.y;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let whole = format!("Pinned: {}\n{}", pinned.title, pinned.tasks);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, whole.trim_end()));
    let painter = ui.painter();
    painter.rect(rect, CORNER, palette.panel, Stroke::new(1.0, palette.line), egui::StrokeKind::Inside);
    painter.vline(rect.left() + 1.5, rect.y_range(), Stroke::new(3.0, palette.referred));
    let inner = rect.shrink2(Vec2::new(12.0, 0.0));
    let top = Rect::from_min_size(inner.min, Vec2::new(inner.width(), TALL));
    let (words, ink) = match pinned.title.trim() {
        "" => ("no job title", palette.text_muted),
        title => (title, palette.text),
    };
    paint_line(painter, top, words, regular(TITLE), ink, Align::Min);
    let low = Rect::from_min_max(Pos2::new(inner.left(), top.bottom() + 4.0), inner.max);
    let (words, ink) = match pinned.tasks.trim() {
        "" => ("no tasks", palette.text_muted),
        tasks => (tasks, palette.text),
    };
    paint_lines(painter, low, words, regular(BODY), ink, 2);
    let shown: String = whole.chars().take(600).collect();
    response.on_hover_text(shown.trim_end());
    ui.horizontal(|ui| {
        button(ui, page, ExploreCommand::Swap, "Swap");
        button(ui, page, ExploreCommand::Unpin, "Unpin");
        verdict(ui, page, pinned);
    });
}

/// Status and code of an answer in one line; the reason stands in its tooltip and beside the results.
fn verdict(ui: &mut Ui, page: &Page<'_>, tried: &Tried) {
    let palette = page.palette;
    let explore = &page.state.explore;
    let Some(reading) = tried.reading(explore.classification) else {
        let words = if explore.is_loading() { "Reading the models…" } else { "" };
        ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        return;
    };
    let (mark, word) = status_of(reading);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 24.0), Sense::hover());
    let code = match reading.outcome.code {
        Some(code) => format!("{code} {}", reading.tables().nfd_title(code)),
        None => "no code".to_owned(),
    };
    let words = format!("{word}: {code}, {}", precise(reading.outcome.confidence));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
    mark.paint(ui.painter(), Pos2::new(rect.left() + 8.0, rect.center().y), palette);
    let rest = Rect::from_min_max(Pos2::new(rect.left() + 20.0, rect.top()), rect.max);
    paint_line(ui.painter(), rest, &words, strong(BODY), palette.text, Align::Min);
    response.on_hover_text(format!("{words}\n{}", why(reading)));
}

/// What the thresholds did, in a sentence.
pub(super) fn why(reading: &Reading) -> String {
    let [optimal, minimum] =
        [reading.thresholds.optimal, reading.thresholds.minimum].map(|threshold| format!("{threshold:.2}"));
    let confidence = precise(reading.outcome.confidence);
    match (reading.outcome.status, reading.outcome.level) {
        (Status::Coded, _) if reading.outcome.confidence >= reading.thresholds.optimal => {
            format!("The joint probability {confidence} reaches the optimal threshold {optimal}.")
        }
        (Status::Coded, _) => {
            format!(
                "The joint probability {confidence} lies between the minimum {minimum} and the optimal threshold {optimal}."
            )
        }
        (Status::Partial, Some(level)) => {
            let below = Level::ALL.get(level.index() + 1).copied().unwrap_or(Level::Occupation);
            let joint = precise(reading.explanation.coding.joint(below));
            format!(
                "Cut to the {}: at the {} the joint probability is {joint}, below the minimum threshold {minimum}.",
                level.name(),
                below.name()
            )
        }
        (Status::NonClassification, _) if reading.explanation.coding.no_usable_words => {
            "The answer has no word that can be coded; that is a rule and no probability.".to_owned()
        }
        (Status::NonClassification, _) => {
            format!("The answer lies outside the classification, with {confidence}; a person confirms it.")
        }
        (Status::Uncoded, _) if reading.explanation.coding.no_usable_words => {
            "The answer has no word that can be coded.".to_owned()
        }
        _ => match reading.explanation.coding.best {
            Some(code) if code.is_non_classification() => format!(
                "The likeliest is {code} {}, with {confidence}: below the minimum threshold {minimum}.",
                title_of(reading, code)
            ),
            _ if seems_outside(reading) => format!(
                "It seems to be no occupation, for which {} has no code; the likeliest major group has {confidence}.",
                reading.classification.name()
            ),
            _ => format!(
                "Not even a major group reaches the minimum threshold {minimum}; the likeliest has {confidence}."
            ),
        },
    }
}

/// Whether being no occupation is likelier than all major groups together.
fn seems_outside(reading: &Reading) -> bool {
    let strongest = reading.level(Level::MajorGroup).and_then(|of| of.siblings.first());
    strongest.is_some_and(|step| step.code.is_non_classification() && step.conditional > 0.5)
}

/// The worked example that is shown: what it advises and what to look at.
fn example(ui: &mut Ui, page: &mut Page<'_>) {
    let Some((at, example)) = page.state.explore.example.and_then(|at| Some((at, EXAMPLES.get(at)?))) else { return };
    let palette = page.palette;
    ui.add_space(UNIT / 2.0);
    let frame = Frame::new().fill(palette.accent_soft).corner_radius(CORNER).inner_margin(Margin::symmetric(12, 6));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let words = format!("Example {} of {}: {}", at + 1, EXAMPLES.len(), example.name);
            ui.label(RichText::new(words).font(strong(BODY)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                button(ui, page, ExploreCommand::NextExample, "Next");
                button(ui, page, ExploreCommand::PreviousExample, "Previous");
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(RichText::new(example.advice).color(palette.text)).truncate());
                });
            });
        });
        let _ = ui.add(Label::new(RichText::new(example.look).color(palette.text)).wrap());
    });
    if page.state.explore.is_loading() {
        remark(ui, page, "Reading the models…");
    }
}
