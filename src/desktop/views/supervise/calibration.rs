//! Whether confidence means what it says: levels and major groups at the left, the reliability diagram with its bins at
//! the right.

use domain::{Code, Level};
use egui::{Align, Button, Frame, Id, Key, Label, Layout, Margin, RichText, Ui, Vec2};
use review::TruthSource;
use review::statistics::calibration::{Reliability, Verdict};
use workbench::{CalibrationCommand, CalibrationPage, Command, Review, can, verdict_sentence, verdict_words};

use super::plot::Plot;
use crate::page::Page;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, CORNER, HALF, ROW, SMALL, UNIT, regular, strong};
use crate::widgets::choice::grouped;
use crate::widgets::figure::figure_table;
use crate::widgets::rows::{Cells, Column, Rows, RowsMemory};

/// Height of a heading of a table and of a row, so that a table is as high as its rows.
const HEADER: f32 = 28.0;
/// Width of the tables at the left, at least.
const LEFT: f32 = 452.0;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let state = page.state;
    let shown = &state.supervise.calibration;
    controls(ui, page, shown);
    ui.add_space(UNIT);
    if let Some(found) = &shown.found {
        warning(ui, page.palette, review, found.source, (found.records, found.flagged));
    }
    let nothing = shown.found.as_ref().is_none_or(|found| found.records == 0);
    if nothing {
        empty(ui, page, review, shown);
        return;
    }
    ui.add_space(UNIT);
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT * 3.0;
        // Wide enough for the names of major groups where there is room.
        let left = (room.x * 0.32).max(LEFT).min(room.x * 0.45);
        ui.allocate_ui_with_layout(Vec2::new(left, room.y), Layout::top_down(Align::Min), |ui| {
            ui.set_width(left);
            levels(ui, page, shown);
            ui.add_space(UNIT * 2.0);
            groups(ui, page, review, shown);
        });
        ui.vertical(|ui| plot(ui, page, shown));
    });
}

fn controls(ui: &mut Ui, page: &mut Page<'_>, shown: &CalibrationPage) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = HALF;
        ui.label(RichText::new("Taken for right").size(SMALL).color(palette.text_muted));
        for source in TruthSource::ALL {
            let (words, hint) = match source {
                TruthSource::Reviewed => ("Reviewed records", "What people decided on all reviewed records."),
                TruthSource::Blind => (
                    "Blind codings",
                    "Only codings by people who had not seen the engine’s code: of quality samples, and unaided ones.",
                ),
            };
            let command = Command::Calibration(CalibrationCommand::SetSource(source));
            let button = Button::new(words).selected(shown.source == source);
            page.show_button(ui, command, button).on_hover_text(hint);
        }
        ui.add_space(UNIT * 2.0);
        ui.label(RichText::new("Bins").size(SMALL).color(palette.text_muted));
        for (equal_count, words, hint) in [
            (false, "Equal width", "Ten bins of equal width: .0 to .1, .1 to .2 and so on."),
            (true, "Equal count", "Ten bins of about equally many records."),
        ] {
            let command = Command::Calibration(CalibrationCommand::SetEqualCount(equal_count));
            let button = Button::new(words).selected(shown.equal_count == equal_count);
            page.show_button(ui, command, button).on_hover_text(hint);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if shown.job.is_some() {
                ui.label(RichText::new("Measuring …").size(SMALL).color(palette.text_muted));
            } else if shown.is_outdated(page.state) {
                page.button(ui, Command::Calibration(CalibrationCommand::Measure), Some("Measure again"));
                ui.label(RichText::new("Changed since it was measured").size(SMALL).color(palette.text_muted));
            }
        });
    });
}

/// What has to be known of the records before anything is read from them.
fn warning(ui: &mut Ui, palette: &Palette, review: &Review, source: TruthSource, (records, flagged): (usize, usize)) {
    let count = |number: usize| grouped(number as u64);
    let words = match source {
        TruthSource::Reviewed if records < review.len() => format!(
            "No random sample: {} of {} records are measured, {} of them were flagged as doubtful, and the coder saw the \
             engine’s code. Read it as a warning where it is bad, not as a promise where it is good. Blind codings of a \
             quality sample tell more.",
            count(records),
            count(review.len()),
            count(flagged)
        ),
        TruthSource::Reviewed => format!(
            "All {} records are reviewed, but the coder saw the engine’s code, which draws decisions towards it.",
            count(records)
        ),
        TruthSource::Blind => format!(
            "{} records were coded by people who had not seen the engine’s code. Where a sample was drawn by confidence, \
             the shares within a bin hold for the project; those of all bins together only with its weights.",
            count(records)
        ),
    };
    let colour = if source == TruthSource::Reviewed { palette.doubtful } else { palette.text_muted };
    Frame::new().fill(palette.panel).corner_radius(CORNER).inner_margin(Margin::symmetric(10, 6)).show(ui, |ui| {
        ui.take_available_width();
        ui.add(Label::new(RichText::new(words).size(SMALL).color(colour)).wrap());
    });
}

fn empty(ui: &mut Ui, page: &mut Page<'_>, review: &Review, shown: &CalibrationPage) {
    let palette = page.palette;
    let refused = can(page.state, &Command::Calibration(CalibrationCommand::Measure)).err();
    let (words, advice) = match (shown.job, shown.found.as_ref().map(|found| found.source)) {
        (Some(_), _) => ("Measuring …", ""),
        (None, None) => (refused.unwrap_or("Not measured yet."), ""),
        (None, Some(TruthSource::Reviewed)) => (
            "Nothing is decided yet, so that nothing can be measured.",
            "Decide records in the review; this page measures the engine by them.",
        ),
        (None, Some(TruthSource::Blind)) => (
            "No record was coded blind yet.",
            "Draw a sample under “Quality” and code it blind, or measure by all reviewed records.",
        ),
    };
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).round());
        ui.label(RichText::new(words).font(strong(BODY)));
        if !advice.is_empty() {
            ui.add_space(HALF);
            ui.label(RichText::new(advice).color(palette.text_muted));
        }
        if shown.found.is_none() && refused.is_none() && !review.is_empty() {
            ui.add_space(UNIT);
            page.button(ui, Command::Calibration(CalibrationCommand::Measure), None);
        }
    });
}

fn columns(first: &str) -> [Column<'_>; 6] {
    [
        Column::plain(first, "Press a row, or go by the arrow keys, to see its diagram.", 110.0, 1.0),
        Column::of_numbers("Records", "Number of records that say something here.", 58.0),
        Column::of_numbers("Conf.", "Mean confidence.", 48.0),
        Column::of_numbers("Right", "Share of records whose code was right.", 48.0),
        Column::of_numbers(
            "Error",
            "Calibration error: how far confidence and share right lie apart on average over the bins.",
            48.0,
        ),
        Column::plain("Verdict", "What it comes to; the tooltip of a row says it in full.", 92.0, 0.0),
    ]
}

fn levels(ui: &mut Ui, page: &mut Page<'_>, shown: &CalibrationPage) {
    let rows: Vec<(String, Option<&Reliability>)> =
        Level::ALL.map(|level| (capitalised(level.name()), shown.of(shown.group, level))).into();
    let mut memory = std::mem::take(&mut page.sight.levels);
    let chosen = table(ui, &mut memory, ("Levels", "Level"), &rows, shown.level.index(), page.palette);
    page.sight.levels = memory;
    if let Some(level) = chosen.and_then(|at| Level::ALL.get(at)) {
        page.send(Command::Calibration(CalibrationCommand::SetLevel(*level)));
    }
}

fn groups(ui: &mut Ui, page: &mut Page<'_>, review: &Review, shown: &CalibrationPage) {
    let Some(found) = &shown.found else { return };
    let groups: Vec<Option<Code>> = std::iter::once(None).chain(found.groups.keys().copied().map(Some)).collect();
    let name = |group: &Option<Code>| match group {
        None => "All major groups".to_owned(),
        Some(group) if group.as_str() == "0" => "0 Out of scope".to_owned(),
        Some(group) => format!("{group} {}", review.tables().title(*group)),
    };
    let rows: Vec<(String, Option<&Reliability>)> =
        groups.iter().map(|group| (name(group), shown.of(*group, shown.level))).collect();
    let marked = groups.iter().position(|group| *group == shown.group).unwrap_or(0);
    let mut memory = std::mem::take(&mut page.sight.groups);
    let chosen = table(ui, &mut memory, ("Major groups", "Major group"), &rows, marked, page.palette);
    page.sight.groups = memory;
    if let Some(group) = chosen.and_then(|at| groups.get(at)) {
        page.send(Command::Calibration(CalibrationCommand::SetGroup(*group)));
    }
}

/// A table as high as its rows; returns the row that was chosen.
fn table(
    ui: &mut Ui,
    memory: &mut RowsMemory,
    (name, first): (&str, &str),
    rows: &[(String, Option<&Reliability>)],
    marked: usize,
    palette: &Palette,
) -> Option<usize> {
    let id = Id::unique(("calibration", name));
    let height = (HEADER + rows.len() as f32 * ROW).min(ui.available_height().max(HEADER + ROW * 3.0));
    let size = Vec2::new(ui.available_width(), height);
    let columns = columns(first);
    let mut chosen = None;
    if ui.memory(|memory| memory.has_focus(id)) {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if pressed(Key::ArrowDown) {
            chosen = (marked + 1 < rows.len()).then_some(marked + 1);
        } else if pressed(Key::ArrowUp) {
            chosen = marked.checked_sub(1);
        }
        if let Some(row) = chosen {
            memory.reveal(row);
        }
    }
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        ui.set_max_size(size);
        let table = Rows { id, name, columns: &columns, count: rows.len(), selected: Some(marked), palette };
        let report = table.show(ui, memory, |cells, row| match rows.get(row) {
            Some((name, found)) => paint(cells, name, *found, palette),
            None => String::new(),
        });
        chosen = report.clicked.or(chosen);
        if let Some((row, _, response)) = report.hovered
            && let Some((name, found)) = rows.get(row)
        {
            let sentence = found.map_or_else(|| "No record says anything here.".to_owned(), verdict_sentence);
            response.on_hover_text_at_pointer(format!("{name}\n{sentence}"));
        }
    });
    chosen.filter(|row| *row != marked)
}

fn paint(cells: &Cells<'_>, name: &str, found: Option<&Reliability>, palette: &Palette) -> String {
    let Some(found) = found else {
        cells.text(0, name, regular(SMALL), palette.text_muted, Align::Min);
        cells.text(1, "0", regular(SMALL), palette.text_muted, Align::Max);
        return format!("{name}: no records");
    };
    let verdict = found.verdict();
    let (ink, colour) = match verdict {
        Verdict::TooSmall(_) => (palette.text_muted, palette.text_muted),
        Verdict::Fits => (palette.text, palette.coded),
        Verdict::TooSure | Verdict::TooCautious | Verdict::Uneven => (palette.text, palette.doubtful),
    };
    let records = grouped(found.all.records);
    let numbers = [found.all.confidence, found.all.accuracy, found.error].map(|value| format!("{value:.2}"));
    cells.text(0, name, regular(SMALL), palette.text, Align::Min);
    cells.text(1, &records, regular(SMALL), ink, Align::Max);
    for (at, number) in numbers.iter().enumerate() {
        cells.text(at + 2, number, regular(SMALL), ink, Align::Max);
    }
    let words = verdict_words(verdict);
    cells.text(5, words, regular(SMALL), colour, Align::Min);
    let [confidence, right, error] = numbers;
    format!("{name}: {} records, confidence {confidence}, right {right}, error {error}, {words}", found.all.records)
}

fn plot(ui: &mut Ui, page: &mut Page<'_>, shown: &CalibrationPage) {
    let palette = page.palette;
    let Some(figure) = &shown.figure else {
        let words = "No record of this group says anything at this level.";
        ui.label(RichText::new(words).color(palette.text_muted));
        return;
    };
    let bins = HEADER + shown.bins.rows.len().max(3) as f32 * ROW;
    // Title, caption and notes stand around the figure.
    let around = 112.0;
    let room = ui.available_height() - around;
    let height = (room - bins).clamp(216.0, 480.0).min((room - HEADER - ROW * 3.0).max(160.0));
    Plot { id: Id::unique("reliability diagram"), figure, height, hint: "", draggable: false }.show(ui, page);
    ui.add_space(HALF);
    let room = ui.available_height().clamp(HEADER + ROW * 3.0, bins);
    figure_table(ui, Id::unique("bins of the reliability diagram"), "Bins", &shown.bins, room, palette);
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
