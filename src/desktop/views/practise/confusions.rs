//! What is confused with what: pairs of codes by how often they were confused, and the answers behind the marked pair.

use domain::Level;
use egui::accesskit::Role;
use egui::{Align, Frame, Label, Margin, Panel, RichText, ScrollArea, Ui, WidgetInfo};
use workbench::{Command, PracticeCommand, Workspace};

use super::muted;
use super::progress::{filters, nothing};
use crate::page::Page;
use crate::sight::list_id;
use crate::theme::metrics::{BODY, HEADING, SMALL, UNIT, regular, strong};
use crate::widgets::rows::{Column, Rows};

const AGREED: usize = 0;
const GIVEN: usize = 1;
const TIMES: usize = 2;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    filters(ui, page, levels);
    ui.add_space(UNIT / 2.0);
    let view = &page.state.practice.view;
    if view.sessions.is_empty() {
        nothing(ui, page);
        return;
    }
    let words = format!(
        "{} of {} answers were right when first asked. Codes are compared at the {}; click or ↑ ↓ shows the answers behind.",
        view.summary.full,
        view.summary.answered,
        view.level().name()
    );
    muted(ui, page, words);
    ui.add_space(UNIT / 2.0);
    if view.confusions.is_empty() {
        ui.add_space(UNIT);
        ui.label(RichText::new("Nothing was confused at this level").font(strong(HEADING)));
        muted(ui, page, "Look at a more detailed level, at all trainees, or at all sets.");
        return;
    }
    let width = (ui.available_width() * 0.4).clamp(280.0, 560.0).round();
    let side = Frame::new().fill(page.palette.surface).inner_margin(Margin { left: 16, right: 0, top: 0, bottom: 0 });
    Panel::right("answers behind").frame(side).resizable(false).exact_size(width).show(ui, |ui| behind(ui, page));
    table(ui, page);
}

fn levels(ui: &mut Ui, page: &mut Page<'_>) {
    ui.spacing_mut().item_spacing.x = UNIT / 2.0;
    for level in Level::ALL {
        let chosen = page.state.practice.view.level() == level;
        let words = format!("{} digit{}", level.digits(), if level.digits() == 1 { "" } else { "s" });
        let button = egui::Button::new(words).selected(chosen);
        let response = page.show_button(ui, Command::Practise(PracticeCommand::SetLevel(level)), button);
        response
            .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, format!("At the {}", level.name())));
        response.on_hover_text(format!("Compare at the {}.", level.name()));
    }
}

fn table(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let view = &page.state.practice.view;
    let columns = [
        Column::plain("Agreed", "The agreed code, cut to the level.", 160.0, 1.0),
        Column::plain("Given instead", "The code that was given, cut to the level.", 160.0, 1.0),
        Column::of_numbers("Times", "Answers, each counted when it was first asked in a session.", 64.0),
    ];
    let place = (view.marked, view.confusions.len());
    if page.sight.practice.confusion != Some(place) {
        page.sight.practice.confusion = Some(place);
        page.sight.practice.confusions.reveal(view.marked);
    }
    let rows = Rows {
        id: list_id(Workspace::Practise),
        name: "Confusions",
        columns: &columns,
        count: view.confusions.len(),
        selected: Some(view.marked),
        palette,
    };
    let report = rows.show(ui, &mut page.sight.practice.confusions, |cells, row| {
        let Some(line) = view.confusions.get(row) else { return String::new() };
        let times = line.confusion.answers.len();
        cells.title(AGREED, &line.agreed, regular(BODY), palette.text);
        cells.title(GIVEN, &line.given, regular(BODY), palette.text);
        cells.text(TIMES, &times.to_string(), strong(BODY), palette.text, Align::Max);
        format!("{} given as {}: {times}", line.agreed, line.given)
    });
    if let Some(row) = report.clicked {
        page.send(Command::Practise(PracticeCommand::MarkConfusion(row)));
    }
    if let Some((row, _, response)) = report.hovered
        && let Some(line) = view.confusions.get(row)
    {
        response.on_hover_text_at_pointer(format!("Agreed: {}\nGiven: {}", line.agreed, line.given));
    }
}

fn behind(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let view = &page.state.practice.view;
    let Some(line) = view.confusions.get(view.marked) else { return };
    let times = line.confusion.answers.len();
    let words = if times == 1 { "1 answer behind it".to_owned() } else { format!("{times} answers behind it") };
    ui.label(RichText::new(words).font(strong(HEADING)));
    ui.add_space(UNIT / 2.0);
    ScrollArea::vertical().auto_shrink(false).id_salt("behind").show(ui, |ui| {
        for answer in &view.behind {
            let card = Frame::new().fill(palette.panel).corner_radius(4).inner_margin(Margin::symmetric(12, 8));
            card.show(ui, |ui| {
                ui.take_available_width();
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add(Label::new(RichText::new(&answer.text).font(strong(BODY))).wrap());
                let small = |words: String, ink| Label::new(RichText::new(words).size(SMALL).color(ink)).wrap();
                ui.add(small(format!("agreed {}", answer.agreed), palette.coded));
                ui.add(small(format!("given {}", answer.given), palette.wrong));
                ui.add(small(answer.by.clone(), palette.text_muted));
            });
        }
        if times > view.behind.len() {
            muted(ui, page, format!("and {} more; export the results to see all", times - view.behind.len()));
        }
    });
}
