//! How sessions went: a curve over time, a table of sessions, and results to and from other machines.

use std::path::PathBuf;

use domain::Level;
use egui::accesskit::Role;
use egui::{Align, Id, Layout, Pos2, Rect, RichText, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Command, PracticeCommand, PracticePage, ResultsView};

use super::muted;
use super::over::{figures, percent};
use crate::page::Page;
use crate::theme::metrics::{BODY, HEADING, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::rows::{Column, Rows};
use crate::widgets::text::paint_line;

/// Height of the curve.
const CURVE: f32 = 96.0;
/// From this width on the table says the share at every level.
const WIDE: f32 = 1000.0;

/// The field into which the path of results is typed.
pub fn path_field_id() -> Id {
    Id::unique("path of practice results")
}

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    filters(ui, page, |_, _| {});
    ui.add_space(UNIT);
    let view = &page.state.practice.view;
    if view.sessions.is_empty() {
        nothing(ui, page);
        ui.add_space(UNIT * 2.0);
        files(ui, page);
        return;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT * 4.0;
        figures(ui, page, &view.summary);
        let width = ui.available_width().min(560.0);
        if width > 200.0 {
            ui.vertical(|ui| {
                ui.set_width(width);
                curve(ui, page, view);
            });
        }
    });
    ui.add_space(UNIT);
    files(ui, page);
    ui.add_space(UNIT);
    table(ui, page);
}

/// What stands where nothing was practised.
pub fn nothing(ui: &mut Ui, page: &mut Page<'_>) {
    ui.add_space(UNIT * 2.0);
    ui.label(RichText::new("Nothing was practised yet").font(strong(HEADING)));
    muted(
        ui,
        page,
        "Sessions of practice stand here when the first answer is given, or results of another machine are taken in.",
    );
    ui.add_space(UNIT);
    page.button(ui, Command::Practise(PracticeCommand::ShowPage(PracticePage::Practise)), Some("Choose a set"));
}

/// Whose results of which set are looked at; `more` draws behind.
pub fn filters(ui: &mut Ui, page: &mut Page<'_>, more: impl FnOnce(&mut Ui, &mut Page<'_>)) {
    let view = &page.state.practice.view;
    ui.horizontal(|ui| {
        let mut trainees = vec![(None, "All trainees".to_owned())];
        trainees.extend(view.trainees.iter().map(|name| (Some(name.clone()), name.clone())));
        let shown = view.trainee.clone().unwrap_or_else(|| "All trainees".to_owned());
        let (_, chosen) = form::choose(ui, "Trainee", 180.0, &view.trainee, &trainees, &shown);
        if let Some(trainee) = chosen {
            page.send(Command::Practise(PracticeCommand::SetTrainee(trainee)));
        }
        let mut sets = vec![(None, "All sets".to_owned())];
        sets.extend(view.sets.iter().map(|(id, name)| (Some(id.clone()), name.clone())));
        let shown =
            sets.iter().find(|(id, _)| *id == view.set).map_or("All sets", |(_, name)| name.as_str()).to_owned();
        let (_, chosen) = form::choose(ui, "Set", 220.0, &view.set, &sets, &shown);
        if let Some(set) = chosen {
            page.send(Command::Practise(PracticeCommand::SetSet(set)));
        }
        more(ui, page);
    });
}

/// Mean credit and share right at once, session by session.
fn curve(ui: &mut Ui, page: &Page<'_>, view: &ResultsView) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), CURVE), Sense::hover());
    let sessions: Vec<_> = view.sessions.iter().rev().collect();
    let said: Vec<String> = sessions.iter().map(|line| percent(line.summary.mean_credit())).collect();
    let name = format!("Mean credit by session, n = {}: {}", sessions.len(), said.join(", "));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let plot = Rect::from_min_max(rect.min + Vec2::new(48.0, 6.0), rect.max - Vec2::new(8.0, 20.0));
    let painter = ui.painter();
    for (share, words) in [(0.0, "0"), (0.5, "50 %"), (1.0, "100 %")] {
        let y = plot.bottom() - plot.height() * share;
        painter.hline(plot.x_range(), y, Stroke::new(1.0, palette.line));
        let label = Rect::from_center_size(Pos2::new(rect.left() + 20.0, y), Vec2::new(40.0, 14.0));
        paint_line(painter, label, words, regular(SMALL - 1.0), palette.text_muted, Align::Max);
    }
    let at = |place: usize, share: f64| {
        let across = if sessions.len() < 2 { 0.5 } else { place as f32 / (sessions.len() - 1) as f32 };
        Pos2::new(plot.left() + plot.width() * across, plot.bottom() - plot.height() * share as f32)
    };
    let few = sessions.len() <= 60;
    // A line tells of one person.
    let alone = sessions.iter().all(|line| line.trainee == sessions[0].trainee);
    let draw = |share: &dyn Fn(usize) -> f64, colour, filled: bool| {
        let points: Vec<Pos2> = (0..sessions.len()).map(|place| at(place, share(place))).collect();
        if alone {
            painter.add(Shape::line(points.clone(), Stroke::new(if filled { 2.0 } else { 1.5 }, colour)));
        }
        for point in points.iter().filter(|_| few || !alone) {
            if filled {
                painter.circle_filled(*point, 3.0, colour);
            } else {
                painter.circle(*point, 3.0, palette.surface, Stroke::new(1.5, colour));
            }
        }
    };
    draw(&|place| sessions[place].summary.full_share(), palette.text_muted, false);
    draw(&|place| sessions[place].summary.mean_credit(), palette.accent, true);
    let low = Rect::from_min_max(Pos2::new(plot.left(), plot.bottom() + 4.0), rect.max);
    paint_line(painter, low, "● mean credit", regular(SMALL), palette.accent, Align::Min);
    let second = low.with_min_x(low.left() + 96.0);
    paint_line(painter, second, "○ right at once", regular(SMALL), palette.text_muted, Align::Min);
    paint_line(
        painter,
        low,
        &format!("n = {} sessions", sessions.len()),
        regular(SMALL),
        palette.text_muted,
        Align::Max,
    );
}

fn files(ui: &mut Ui, page: &mut Page<'_>) {
    ui.horizontal(|ui| {
        page.button(ui, Command::Practise(PracticeCommand::ChooseExport), Some("Export results…"));
        page.button(ui, Command::Practise(PracticeCommand::ChooseImport), Some("Import results…"));
        let label = ui.label(RichText::new("or by path").size(SMALL).color(page.palette.text_muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let path = page.sight.practice.results_path.trim().trim_matches('"').to_owned();
            let given = !path.is_empty();
            let into =
                ui.add_enabled(given, egui::Button::new("Import")).on_hover_text("Take in results from this file.");
            let out = ui
                .add_enabled(given, egui::Button::new("Export"))
                .on_hover_text("Write the results that are shown to this file.");
            let field = form::field(&mut page.sight.practice.results_path)
                .id(path_field_id())
                .hint_text("path of a CSV file")
                .desired_width(ui.available_width());
            ui.add(field).labelled_by(label.id);
            if into.clicked() {
                page.send(Command::Practise(PracticeCommand::Import(PathBuf::from(&path))));
            }
            if out.clicked() {
                page.send(Command::Practise(PracticeCommand::Export(PathBuf::from(&path))));
            }
        });
    });
}

fn table(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let view = &page.state.practice.view;
    let wide = ui.available_width() >= WIDE;
    let mut columns = vec![
        Column::plain("Began (UTC)", "When the session began.", 148.0, 0.0),
        Column::plain("Trainee", "Who practised.", 120.0, 1.0),
        Column::plain("Set", "What was practised.", 160.0, 1.0),
        Column::of_numbers("Answers", "Answers given, each counted once.", 76.0),
        Column::of_numbers("At once", "The share that was right when first asked.", 76.0),
        Column::of_numbers("Credit", "Mean credit: the share of levels that agree.", 76.0),
    ];
    let heads = ["1 digit", "2 digits", "3 digits", "4 digits", "6 digits"];
    if wide {
        let hint = "The share of answers that agree down to this level, of those whose agreed code reaches it.";
        columns.extend(heads.map(|head| Column::of_numbers(head, hint, 72.0)));
    }
    let rows = Rows {
        id: Id::unique("practice sessions"),
        name: "Sessions",
        columns: &columns,
        count: view.sessions.len(),
        selected: None,
        palette,
    };
    rows.show(ui, &mut page.sight.practice.sessions, |cells, row| {
        let Some(line) = view.sessions.get(row) else { return String::new() };
        let text = |column: usize, words: &str, align| cells.text(column, words, regular(BODY), palette.text, align);
        text(0, &line.at, Align::Min);
        text(1, &line.trainee, Align::Min);
        text(2, &line.set_name, Align::Min);
        let numbers = [
            line.summary.answered.to_string(),
            percent(line.summary.full_share()),
            percent(line.summary.mean_credit()),
        ];
        for (column, number) in (3..).zip(&numbers) {
            text(column, number, Align::Max);
        }
        if wide {
            for (column, level) in (6..).zip(Level::ALL) {
                let words = line.summary.agreeing(level).map_or_else(|| "–".to_owned(), percent);
                text(column, &words, Align::Max);
            }
        }
        let [answered, full, credit] = numbers;
        format!(
            "{}, {}, {}: {answered} answers, {full} right at once, mean credit {credit}",
            line.at, line.trainee, line.set_name
        )
    });
}
