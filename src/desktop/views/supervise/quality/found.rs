//! The samples that were drawn: how far they are, the verdict, figures and estimates, and the report.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{Code, Level};
use egui::accesskit::Role;
use egui::{
    Align, Button, Color32, Frame, Grid, Id, Key, Label, Layout, Margin, Rect, RichText, Sense, Stroke, Ui, Vec2,
    WidgetInfo,
};
use review::figure::Figure;
use review::quality::figures::percent;
use review::quality::report::{estimate_words, limits, plan_words, verdict_reason, verdict_words};
use review::quality::{Checked, Fate, Outcome, QualitySample, Verdict};
use workbench::{Command, QualityCommand, Review, SampleLine, ShownSample};

use crate::page::Page;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, CORNER, HALF, HEADING, ROW, SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::views::form;
use crate::views::supervise::plot::Plot;
use crate::widgets::rows::{Column, Rows};
use crate::widgets::text::paint_line;

/// Height of a sample in the list.
const LINE: f32 = 44.0;
/// Samples listed in sight; of more, the list scrolls.
const LISTED: f32 = 4.0;
/// Height of a figure.
const FIGURE: f32 = 220.0;
/// From this width on two figures stand beside each other.
const ROOMY: f32 = 720.0;
/// From this width on two tables stand beside each other.
const WIDE: f32 = 1160.0;

/// The field for the path of the report.
pub fn path_field_id() -> Id {
    Id::unique("report path")
}

/// Draws the samples.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let state = page.state;
    let quality = &state.supervise.quality;
    ui.label(RichText::new("Samples").font(strong(TITLE)));
    if quality.samples.is_empty() {
        let words = "No sample was drawn yet. Choose lot and plan at the left, look at the numbers, and draw.";
        form::remark(ui, words, page.palette);
        if let Some(figure) = quality.lot.as_ref().and_then(|lot| lot.operating.as_ref()) {
            ui.add_space(UNIT * 2.0);
            let height = (ui.available_height() - 140.0).clamp(FIGURE, 420.0);
            plot(ui, page, figure, height);
        }
        return;
    }
    list(ui, page, &quality.samples, quality.shown.as_ref().map(|shown| shown.number));
    let Some(shown) = &quality.shown else { return };
    let Some(sample) = review.samples.iter().find(|sample| sample.number == shown.number) else { return };
    ui.add_space(UNIT);
    verdict(ui, page.palette, sample, &shown.outcome);
    progress(ui, page, &shown.outcome);
    figures(ui, page, shown);
    let wide = ui.available_width() > WIDE;
    let tables = |ui: &mut Ui| estimates(ui, page, &shown.outcome);
    if wide && shown.outcome.strata.len() > 1 {
        beside(ui, |side, ui| match side {
            0 => tables(ui),
            _ => strata(ui, page.palette, &shown.outcome),
        });
    } else {
        tables(ui);
        strata(ui, page.palette, &shown.outcome);
    }
    differing(ui, page, review, shown);
    form::heading(ui, "How to read it");
    form::remark(ui, &plan_words(sample), page.palette);
    for limit in limits(sample, &shown.outcome) {
        form::remark(ui, &limit, page.palette);
    }
    report(ui, page, review, shown);
    ui.add_space(UNIT * 2.0);
}

fn list(ui: &mut Ui, page: &mut Page<'_>, samples: &[SampleLine], shown: Option<u32>) {
    let height = LINE * (samples.len() as f32).min(LISTED);
    egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).id_salt("list of samples").show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for sample in samples {
                if line(ui, page.palette, sample, shown == Some(sample.number)) {
                    page.send(Command::Quality(QualityCommand::Look(sample.number)));
                }
            }
        },
    );
}

fn line(ui: &mut Ui, palette: &Palette, sample: &SampleLine, chosen: bool) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::click());
    let name = format!("Sample {}: {}", sample.number, sample.words);
    let far = format!("{} of {} coded blind, {} wrong", sample.coded, sample.drawn, sample.errors);
    let words = verdict_words(sample.verdict);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, format!("{name}, {far}, {words}")));
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, CORNER, palette.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, CORNER, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, CORNER, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let inner = rect.shrink2(Vec2::new(UNIT, 4.0));
    let (left, right) = inner.split_left_right_at_x(inner.right() - 140.0);
    let (top, low) = left.split_top_bottom_at_fraction(0.5);
    paint_line(painter, top, &name, strong(BODY), palette.text, Align::Min);
    paint_line(painter, low, &far, regular(SMALL), palette.text_muted, Align::Min);
    let colour = verdict_colour(sample.verdict, palette);
    paint_line(painter, right, words, strong(BODY), colour, Align::Max);
    response.clicked()
}

fn verdict_colour(verdict: Verdict, palette: &Palette) -> Color32 {
    match verdict {
        Verdict::Accepted => palette.coded,
        Verdict::Rejected => palette.wrong,
        Verdict::Open { .. } => palette.doubtful,
    }
}

fn verdict(ui: &mut Ui, palette: &Palette, sample: &QualitySample, outcome: &Outcome) {
    let colour = verdict_colour(outcome.verdict, palette);
    let frame = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, colour)).corner_radius(CORNER);
    frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(verdict_words(outcome.verdict)).font(strong(HEADING)).color(colour));
            ui.label(verdict_reason(sample, outcome));
        });
    });
}

/// How many are done, as a bar of four parts, with the way to what is to be done.
fn progress(ui: &mut Ui, page: &mut Page<'_>, outcome: &Outcome) {
    let palette = page.palette;
    ui.add_space(UNIT);
    let parts = [
        (Fate::Agreed, "agreed", palette.coded),
        (Fate::Settled, "settled", palette.accent),
        (Fate::Differs, "to settle", palette.doubtful),
        (Fate::Waiting, "to code", palette.track),
    ];
    let all = parts.iter().map(|(fate, ..)| outcome.count(*fate)).sum::<usize>().max(1) as f32;
    let (bar, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 10.0), Sense::hover());
    ui.painter().rect_filled(bar, 2.0, palette.track);
    let mut left = bar.left();
    for (fate, _, colour) in parts {
        let right = left + bar.width() * outcome.count(fate) as f32 / all;
        if right > left {
            ui.painter().rect_filled(Rect::from_x_y_ranges(left..=right, bar.y_range()), 2.0, colour);
        }
        left = right;
    }
    ui.add_space(HALF);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        for (fate, words, colour) in parts {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(10.0), Sense::hover());
            ui.painter().rect(rect, 2.0, colour, Stroke::new(1.0, palette.line_strong), egui::StrokeKind::Inside);
            ui.label(RichText::new(format!("{} {words}", outcome.count(fate))).size(SMALL));
            ui.add_space(HALF);
        }
        if outcome.own() > 0 {
            let words = format!("{} coded blind by whoever had decided", outcome.own());
            ui.label(RichText::new(words).size(SMALL).color(palette.doubtful));
        }
    });
    ui.horizontal(|ui| {
        for (command, words, hint) in [
            (QualityCommand::CodeBlind, "Code blind", "Show the records that wait to be coded blind in the review."),
            (QualityCommand::Settle, "Settle", "Show the records on which codings differ, side by side."),
        ] {
            page.show_button(ui, Command::Quality(command), Button::new(words)).on_hover_text(hint);
        }
    });
    ui.add_space(UNIT);
}

fn figures(ui: &mut Ui, page: &mut Page<'_>, shown: &ShownSample) {
    let all = [Some(&shown.operating), shown.levels.as_ref(), Some(&shown.outgoing)];
    let all: Vec<&Arc<Figure>> = all.into_iter().flatten().collect();
    if ui.available_width() > ROOMY {
        for pair in all.chunks(2) {
            beside(ui, |side, ui| {
                if let Some(figure) = pair.get(side) {
                    plot(ui, page, figure, FIGURE);
                }
            });
        }
    } else {
        for figure in all {
            plot(ui, page, figure, FIGURE);
        }
    }
}

/// Two things beside each other, with a gap between them.
fn beside(ui: &mut Ui, mut show: impl FnMut(usize, &mut Ui)) {
    let between = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, UNIT * 3.0);
    ui.columns(2, |columns| {
        for (side, ui) in columns.iter_mut().enumerate() {
            ui.spacing_mut().item_spacing.x = between;
            // Columns would spread the words of a line over its width.
            ui.with_layout(Layout::top_down(Align::Min), |ui| show(side, ui));
        }
    });
    ui.spacing_mut().item_spacing.x = between;
}

fn plot(ui: &mut Ui, page: &mut Page<'_>, figure: &Arc<Figure>, height: f32) {
    Plot { id: Id::unique("quality").with(&figure.name), figure, height, hint: "", draggable: false }.show(ui, page);
    ui.add_space(UNIT);
}

fn estimates(ui: &mut Ui, page: &Page<'_>, outcome: &Outcome) {
    form::heading(ui, "Error rate of the lot");
    let small = |words: &str| RichText::new(words).size(SMALL);
    let mut method = "";
    Grid::new("estimates").num_columns(2).spacing([UNIT * 2.0, 2.0]).min_row_height(18.0).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        for (level, estimate) in Level::ALL.into_iter().zip(&outcome.estimates) {
            ui.label(small(level.name()));
            let words = match estimate {
                Ok(estimate) => {
                    method = estimate.method.name();
                    estimate_words(estimate)
                }
                Err(_) => "not known yet".to_owned(),
            };
            ui.label(small(&words).family(strong_family()));
            ui.end_row();
        }
    });
    let words = if method.is_empty() {
        "Every stratum needs a record that is coded blind and, where codings differ, settled.".to_owned()
    } else {
        format!("Weighted by stratum, with 95 % intervals: {method}.")
    };
    form::remark(ui, &words, page.palette);
}

fn strata(ui: &mut Ui, palette: &Palette, outcome: &Outcome) {
    if outcome.strata.len() < 2 {
        return;
    }
    form::heading(ui, "By stratum");
    let small = |words: String| RichText::new(words).size(SMALL);
    Grid::new("outcome by stratum").num_columns(5).spacing([UNIT * 1.5, 2.0]).min_row_height(18.0).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        ui.label(small("Stratum".to_owned()).color(palette.text_muted));
        for words in ["Records", "Drawn", "Checked", "Wrong"] {
            number(ui, small(words.to_owned()).color(palette.text_muted));
        }
        ui.end_row();
        for stratum in &outcome.strata {
            ui.scope(|ui| {
                ui.set_max_width(180.0);
                ui.add(Label::new(small(stratum.name.clone())).truncate()).on_hover_text(&stratum.name);
            });
            let wrong = stratum.wrong[Level::Occupation.index()];
            let share = if stratum.checked > 0 {
                format!("{wrong} ({})", percent(wrong as f64 / stratum.checked as f64))
            } else {
                "–".to_owned()
            };
            for words in [stratum.records.to_string(), stratum.drawn.to_string(), stratum.checked.to_string(), share] {
                number(ui, small(words));
            }
            ui.end_row();
        }
    });
}

/// The job title, or the tasks where there is none.
fn answer(review: &Review, record: u32) -> &str {
    match review.answers.answer(record) {
        (title, tasks) if title.trim().is_empty() => tasks,
        (title, _) => title,
    }
}

/// A number at the right of its cell.
fn number(ui: &mut Ui, words: RichText) {
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(Vec2::new(64.0, 16.0), layout, |ui| {
        ui.set_min_width(64.0);
        ui.label(words);
    });
}

/// The records on which the blind coding came to something else.
fn differing(ui: &mut Ui, page: &mut Page<'_>, review: &Review, shown: &ShownSample) {
    let otherwise = |checked: &&Checked| checked.fate != Fate::Agreed;
    let seen = |checked: &&Checked| review.hidden(checked.record).is_none();
    let all: Vec<&Checked> = shown.outcome.checked.iter().filter(otherwise).filter(seen).collect();
    if all.is_empty() {
        return;
    }
    form::heading(ui, "Records coded otherwise");
    let palette = page.palette;
    let columns = [
        Column::of_numbers("No.", "Number of the record, as in the file.", 56.0),
        Column::plain("Answer", "The job title as answered; the tasks where there is none.", 120.0, 1.0),
        Column::plain("Stood", "The code that stood when it was coded blind.", 84.0, 0.0),
        Column::plain("Blind", "The code of the blind coding.", 84.0, 0.0),
        Column::plain("Settled", "The code that stands now.", 84.0, 0.0),
        Column::plain("By", "Who coded it blind.", 96.0, 0.0),
        Column::plain("Result", "Whether what stood was wrong.", 96.0, 0.0),
    ];
    let code = |code: Option<Code>| code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
    let mut memory = std::mem::take(&mut page.sight.checked);
    let height = ROW * (all.len() as f32 + 1.5).min(10.0);
    let rows = Rows {
        id: Id::unique("records coded otherwise"),
        name: "Records coded otherwise",
        columns: &columns,
        count: all.len(),
        selected: None,
        palette,
    };
    let report = ui
        .allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            ui.set_min_height(height);
            rows.show(ui, &mut memory, |cells, row| {
                let checked = all[row];
                let settled = if checked.fate == Fate::Differs { "–".to_owned() } else { code(checked.stands) };
                let result = match (checked.fate, checked.is_wrong()) {
                    (Fate::Differs, _) => "to settle",
                    (_, true) => "was wrong",
                    (_, false) => "was right",
                };
                let texts = [
                    (u64::from(checked.record) + 1).to_string(),
                    answer(review, checked.record).to_owned(),
                    code(checked.stood),
                    code(checked.blind.code()),
                    settled,
                    checked.reviewer.clone(),
                    result.to_owned(),
                ];
                for (at, text) in texts.iter().enumerate() {
                    cells.text(at, text, regular(SMALL), palette.text, columns[at].align);
                }
                texts.join(", ")
            })
        })
        .inner;
    page.sight.checked = memory;
    if let Some(checked) = report.clicked.and_then(|row| all.get(row)) {
        page.send(Command::Quality(QualityCommand::GoTo(checked.record)));
    }
}

/// The place of the report, and the button that writes it.
fn report(ui: &mut Ui, page: &mut Page<'_>, review: &Review, shown: &ShownSample) {
    form::heading(ui, "Report");
    let words = "One page with method, figures, model, thresholds and the head of the log, as HTML that every browser \
                 prints or saves as PDF. The records of the sample are written beside it as CSV. A report that stands there stays; \
                 the next gets another name.";
    form::remark(ui, words, page.palette);
    let mut with = page.state.supervise.quality.with_answers;
    let hint = "Otherwise no word of an answer and no reason is in the report.";
    if ui.checkbox(&mut with, "List wrong records with their answers").on_hover_text(hint).changed() {
        page.send(Command::Quality(QualityCommand::SetWithAnswers(with)));
    }
    let stem = review.path.file_stem().unwrap_or_default().to_string_lossy();
    let usual = review.path.with_file_name(format!("{stem}-quality-{}.html", shown.number)).display().to_string();
    let typed = page.sight.report_path.as_ref().filter(|(of, _)| *of == usual);
    let mut text = typed.map_or_else(|| usual.clone(), |(_, text)| text.clone());
    ui.horizontal(|ui| {
        let width = (ui.available_width() - 220.0).clamp(160.0, 560.0);
        let field = form::field(&mut text).id(path_field_id()).desired_width(width);
        let response = ui.add(field).accessible_name("Path of the report");
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.changed() {
            page.sight.report_path = Some((usual.clone(), text.clone()));
        }
        let write = Command::Quality(QualityCommand::WriteReport(Some(PathBuf::from(text.trim()))));
        page.show_button(ui, Command::Quality(QualityCommand::WriteReport(None)), Button::new("Choose…"));
        let pressed = page.show_button(ui, write.clone(), Button::new("Write report")).clicked();
        if entered && !pressed && !text.trim().is_empty() {
            page.send(write);
        }
    });
}
