//! What other thresholds would cost.

use egui::accesskit::Role;
use egui::{
    Align, CentralPanel, DragValue, Frame, Id, Margin, Panel, Rect, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo,
};
use review::bench::Reckoned;
use review::figure::{FigureTable, Scale, number_words};
use workbench::{BenchCommand, Command, Reckoning, Review, can, observed_note, observed_words};

use super::plot::Plot;
use crate::page::Page;
use crate::theme::metrics::{BODY, HEADING, ROW, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::views::thresholds::slider;
use crate::widgets::button::{primary, quiet};
use crate::widgets::figure::figure_table;
use crate::widgets::text::paint_line;

/// Width of the panel with the thresholds.
const SIDE: f32 = 372.0;
/// From this width on the two figures stand side by side.
const WIDE: f32 = 1160.0;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let state = page.state;
    let Some(reckoning) = &state.supervise.bench.reckoning else {
        form::remark(ui, super::not_coded(review), page.palette);
        return;
    };
    let frame = Frame::new().inner_margin(Margin { left: 16, right: 0, top: 0, bottom: 0 });
    Panel::right("thresholds of the bench")
        .resizable(false)
        .exact_size(SIDE)
        .show_separator_line(true)
        .frame(frame)
        .show(ui, |ui| {
            ScrollArea::vertical().id_salt("cost").auto_shrink(false).show(ui, |ui| side(ui, page, review, reckoning))
        });
    let frame = Frame::new().inner_margin(Margin { left: 0, right: 8, top: 0, bottom: 0 });
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().id_salt("figures").auto_shrink(false).show(ui, |ui| {
            if ui.available_width() > WIDE {
                ui.spacing_mut().item_spacing.x = UNIT * 3.0;
                ui.columns(2, |columns| {
                    columns.iter_mut().for_each(|ui| ui.spacing_mut().item_spacing.x = UNIT);
                    distribution(&mut columns[0], page, reckoning);
                    curve(&mut columns[1], page, reckoning);
                });
                ui.add_space(UNIT);
                tables(ui, page, reckoning);
            } else {
                distribution(ui, page, reckoning);
                ui.add_space(UNIT);
                tables(ui, page, reckoning);
                ui.add_space(UNIT * 2.0);
                curve(ui, page, reckoning);
            }
            ui.add_space(UNIT);
            heading(ui, "Production and agreement, by optimal threshold");
            table(ui, page, "Production and agreement", &reckoning.curve_table);
            ui.add_space(UNIT);
            heading(ui, "The distribution in numbers");
            table(ui, page, "The distribution", &reckoning.distribution_table);
        });
    });
}

fn distribution(ui: &mut Ui, page: &mut Page<'_>, reckoning: &Reckoning) {
    let plot = Plot {
        id: Id::unique("figure of the bench"),
        figure: &reckoning.distribution,
        height: 280.0,
        hint: "Drag a threshold, or set it at the right.",
        draggable: true,
    };
    let report = plot.show(ui, page);
    super::distribution::enlarge(ui, page);
    if let Some((marker, value)) = report.dragged {
        // Hundredths are told apart on screen; finer ones can be typed.
        let value = ((value * 100.0).round() / 100.0) as f32;
        let command =
            if marker == 0 { BenchCommand::ProposeMinimum(value) } else { BenchCommand::ProposeOptimal(value) };
        page.send(Command::Bench(command));
    }
}

fn curve(ui: &mut Ui, page: &mut Page<'_>, reckoning: &Reckoning) {
    let plot = Plot {
        id: Id::unique("figure of production and agreement"),
        figure: &reckoning.curve,
        height: 280.0,
        hint: "",
        draggable: false,
    };
    plot.show(ui, page);
}

fn tables(ui: &mut Ui, page: &mut Page<'_>, reckoning: &Reckoning) {
    heading(ui, "By level, with the proposed thresholds");
    form::remark(
        ui,
        "Errors are wrong categories of the level among the codes without review; in brackets the numbers between which \
         they lie with 95 % probability, if the confidences are right.",
        page.palette,
    );
    table(ui, page, "By level", &reckoning.levels);
    ui.add_space(UNIT);
    heading(ui, "By major group of the full code");
    table(ui, page, "By major group", &reckoning.groups);
}

fn heading(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).font(strong(BODY)));
}

/// A table with all its rows.
fn table(ui: &mut Ui, page: &Page<'_>, name: &str, table: &FigureTable) {
    let height = 30.0 + table.rows.len() as f32 * ROW;
    figure_table(ui, Id::unique(("table of the bench", name)), name, table, height, page.palette);
}

/// The thresholds, what they cost, and Apply.
fn side(ui: &mut Ui, page: &mut Page<'_>, review: &Review, reckoning: &Reckoning) {
    let palette = page.palette;
    ui.label(RichText::new("Thresholds").font(strong(HEADING)));
    let asked = reckoning.proposed.thresholds;
    let (mut optimal, mut minimum) = (asked.optimal, asked.minimum);
    ui.label("Optimal: at or above it a full code needs no review.");
    slider(ui, "Optimal threshold", &mut optimal);
    ui.label("Minimum: below it levels are cut from the bottom.");
    slider(ui, "Minimum threshold", &mut minimum);
    if optimal != asked.optimal {
        page.send(Command::Bench(BenchCommand::ProposeOptimal(optimal)));
    } else if minimum != asked.minimum {
        page.send(Command::Bench(BenchCommand::ProposeMinimum(minimum)));
    }
    ui.add_space(UNIT);
    ui.horizontal(|ui| {
        let command = Command::SetThresholds(asked);
        let changed = asked != reckoning.in_force.thresholds;
        let allowed = if changed { can(page.state, &command) } else { Err("These are the thresholds in force.") };
        let words = "Apply to the project";
        let response = primary(ui, words, allowed.is_ok(), palette);
        let response = match allowed {
            Ok(()) => response.on_hover_text("One action for all records; Undo takes it back. Decisions stay."),
            Err(reason) => response.on_disabled_hover_text(reason),
        };
        if response.clicked() {
            page.send(command);
        }
        if changed && quiet(ui, "Those in force").on_hover_text("Propose the thresholds in force again.").clicked() {
            page.send(Command::Bench(BenchCommand::ProposeThoseInForce));
        }
    });
    ui.add_space(UNIT);
    let pace = page.state.supervise.bench.pace.or((review.pace > 0.0).then_some(review.pace));
    comparison(ui, page, reckoning, pace);
    ui.add_space(UNIT);
    pace_field(ui, page, review, pace);
    ui.add_space(UNIT);
    form::remark(
        ui,
        "Expected errors are those among the codes without review: the sum of 1 − confidence, with the 95 % interval of \
         independent answers; identical answers count as right or wrong together, which widens it. They hold as far as \
         confidence means what it says: see Calibration.",
        palette,
    );
    ui.add_space(UNIT / 2.0);
    form::remark(ui, &observed_note(reckoning.proposed.all.observed), palette);
}

/// Records a minute: typed, or measured.
fn pace_field(ui: &mut Ui, page: &mut Page<'_>, review: &Review, pace: Option<f32>) {
    let typed = page.state.supervise.bench.pace;
    ui.horizontal(|ui| {
        ui.label("Records a minute");
        let mut value = pace.unwrap_or(0.0);
        let number = DragValue::new(&mut value).range(0.0..=600.0).speed(0.1).max_decimals(1);
        let response = ui.add(number).accessible_name("Records a minute");
        if response.changed() {
            page.send(Command::Bench(BenchCommand::SetPace((value > 0.0).then_some(value))));
        }
        if typed.is_some() && review.pace > 0.0 && quiet(ui, "As measured").clicked() {
            page.send(Command::Bench(BenchCommand::SetPace(None)));
        }
    });
    let words = match (typed, review.pace > 0.0) {
        (None, true) => format!("Measured over the last ten minutes: {:.1}.", review.pace),
        (None, false) => "No pace was measured in the last ten minutes: type one to see hours.".to_owned(),
        (Some(_), true) => format!("Typed; measured over the last ten minutes: {:.1}.", review.pace),
        (Some(_), false) => "Typed; no pace was measured in the last ten minutes.".to_owned(),
    };
    form::remark(ui, &words, page.palette);
}

/// What is told of thresholds.
type Told<'a> = &'a dyn Fn(&Reckoned) -> String;

/// The thresholds in force beside the proposed ones.
fn comparison(ui: &mut Ui, page: &Page<'_>, reckoning: &Reckoning, pace: Option<f32>) {
    let count = |count: u64| number_words(count as f64, &Scale::Count);
    let hours = |of: &Reckoned| match pace {
        Some(pace) => format!("{:.1}", of.all.to_review as f64 / f64::from(pace) / 60.0),
        None => "–".to_owned(),
    };
    let threshold = |of: &Reckoned| {
        format!(
            "{} / {}",
            workbench::threshold_words(of.thresholds.optimal),
            workbench::threshold_words(of.thresholds.minimum)
        )
    };
    let production = |of: &Reckoned| number_words(of.all.production(), &Scale::Share);
    let wrong =
        |of: &Reckoned| number_words(of.all.expected_errors() / of.all.without_review.max(1) as f64, &Scale::Share);
    let between = |of: &Reckoned| {
        let interval = of.all.expected_interval();
        let whole = |value: f64| number_words(value.round(), &Scale::Count);
        format!("{} to {}", whole(interval.low), whole(interval.high))
    };
    let lines: [(&str, Told<'_>); 13] = [
        ("Optimal / minimum", &threshold),
        ("Production rate", &production),
        ("Records to review", &|of| count(of.all.to_review)),
        ("Hours of review", &hours),
        ("Reviewed already", &|of| count(of.all.reviewed)),
        ("Coded without review", &|of| count(of.all.without_review)),
        ("Expected errors in these", &|of| number_words(of.all.expected_errors(), &Scale::Count)),
        ("Their 95 % interval", &between),
        ("Share of errors", &wrong),
        ("Coded in full", &|of| count(of.statuses[0])),
        ("Partial codes", &|of| count(of.statuses[1])),
        ("Non-classification", &|of| count(of.statuses[2])),
        ("Uncoded", &|of| count(of.statuses[3])),
    ];
    line(ui, page, "", "In force", "Proposed", false);
    for (name, words) in lines {
        let (now, then) = (words(&reckoning.in_force), words(&reckoning.proposed));
        let changed = now != then;
        line(ui, page, name, &now, &then, changed);
    }
    ui.add_space(UNIT);
    ui.label("Agreement observed on reviewed records");
    for (name, of) in [("In force", &reckoning.in_force), ("Proposed", &reckoning.proposed)] {
        form::remark(ui, &format!("{name}: {}", observed_words(of.all.observed)), page.palette);
    }
}

/// A line of the comparison: name, value in force, value proposed.
fn line(ui: &mut Ui, page: &Page<'_>, name: &str, now: &str, then: &str, changed: bool) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    let named = if name.is_empty() { "Columns".to_owned() } else { name.to_owned() };
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{named}: in force {now}, proposed {then}")));
    let painter = ui.painter();
    let right = Rect::from_min_max(rect.min, rect.max - Vec2::new(UNIT, 0.0));
    let middle = Rect::from_min_max(rect.min, egui::pos2(rect.left() + rect.width() * 0.66, rect.bottom()));
    let muted = if name.is_empty() { palette.text_muted } else { palette.text };
    paint_line(painter, rect, name, regular(SMALL), palette.text_muted, Align::Min);
    paint_line(painter, middle, now, regular(SMALL), muted, Align::Max);
    let font = if changed { strong(SMALL) } else { regular(SMALL) };
    paint_line(painter, right, then, font, muted, Align::Max);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, palette.line.gamma_multiply(0.6)));
}
