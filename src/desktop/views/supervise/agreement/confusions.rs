//! Which code of the one coder stands against which of the other, and the way to the records.

use std::collections::BTreeSet;

use domain::Level;
use egui::accesskit::Role;
use egui::{Align, Button, Grid, Id, Key, Response, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use review::{Agreement, FEW, Given};
use workbench::{Cell, Command, PackCommand, Review};

use super::figures::percent;
use super::packs::counted;
use crate::keys::take_key;
use crate::page::Page;
use crate::theme::Palette;
use crate::theme::metrics::{HALF, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Column, Rows};
use crate::widgets::text::paint_line;

/// Up to so many different codes the matrix is drawn as one; beyond, its cells are a list.
const LABELS: usize = 10;

/// Size of a cell of the matrix, in points.
const CELL: Vec2 = Vec2::new(44.0, 22.0);

/// The widget that takes the focus for the list.
pub fn list_id() -> Id {
    Id::unique("codes of two coders")
}

/// Draws what two coders gave at the level that is looked at, in this much height.
pub fn show(
    ui: &mut Ui,
    page: &mut Page<'_>,
    review: &Review,
    agreement: &Agreement,
    (first, second): (usize, usize),
    height: f32,
) {
    let packs = &page.state.supervise.packs;
    let (palette, level) = (page.palette, packs.level.0);
    let name = |at: usize| agreement.coding.coders.get(at).map_or("", String::as_str);
    form::heading(ui, &format!("{} and {}", name(first), name(second)));
    if let Some(pair) = agreement.levels[level.index()].pair(first, second) {
        let figures = pair.agreement;
        let mut words =
            format!("{} coded by both, {} agreed.", counted(figures.records, "record"), percent(figures.share));
        if let Some(kappa) = figures.kappa {
            let (low, high) = (kappa.interval.low, kappa.interval.high);
            words.push_str(&format!(" Kappa {:.2} (95 % interval {low:.2} to {high:.2}).", kappa.value));
        }
        form::remark(ui, &words, palette);
        if figures.records < FEW {
            let words = format!("Fewer than {FEW} records in common say little about these two coders.");
            ui.label(RichText::new(words).size(SMALL).color(palette.doubtful));
        }
    }
    ui.add_space(HALF);
    let labels: BTreeSet<Given> = packs.cells.iter().flat_map(|cell| [cell.first, cell.second]).collect();
    if labels.len() <= LABELS {
        matrix(ui, page, review, &labels, (name(first), name(second)));
    } else {
        ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
            list(ui, page, review, level, (name(first), name(second)));
        });
    }
}

fn code(given: Given) -> String {
    given.map_or_else(|| "uncodable".to_owned(), |code| code.to_string())
}

/// The group of the codes that are no occupation has no title in the tables.
fn title(review: &Review, given: Given) -> &'static str {
    let Some(code) = given else { return "cannot be coded" };
    match review.tables().title(code) {
        "" => "not an occupation",
        title => title,
    }
}

/// A code in the matrix, where there is little room.
fn short(given: Given) -> String {
    given.map_or_else(|| "–".to_owned(), |code| code.to_string())
}

/// Small words in the middle of a cell.
fn centred(ui: &mut Ui, palette: &Palette, words: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(CELL, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    paint_line(ui.painter(), rect, words, regular(SMALL), palette.text_muted, Align::Center);
    response
}

fn matrix(ui: &mut Ui, page: &mut Page<'_>, review: &Review, labels: &BTreeSet<Given>, (one, other): (&str, &str)) {
    let palette = page.palette;
    let small = |words: &str| RichText::new(words.to_owned()).size(SMALL).color(palette.text_muted);
    ui.label(small(&format!("Rows: {one}. Columns: {other}. Choose a cell to see its records.")));
    ScrollArea::horizontal().id_salt("codes of two coders").show(ui, |ui| {
        Grid::new("codes of two coders").spacing([HALF, 2.0]).min_col_width(CELL.x).show(ui, |ui| {
            ui.label("");
            for given in labels {
                centred(ui, palette, &short(*given)).on_hover_text(title(review, *given));
            }
            ui.end_row();
            for row in labels {
                ui.scope(|ui| {
                    ui.set_max_width(220.0);
                    let words = format!("{}  {}", short(*row), title(review, *row));
                    ui.add(egui::Label::new(RichText::new(&words).size(SMALL)).truncate()).on_hover_text(words);
                });
                for column in labels {
                    let cells = &page.state.supervise.packs.cells;
                    let found = cells.iter().find(|cell| (cell.first, cell.second) == (*row, *column)).copied();
                    match found {
                        Some(cell) => count(ui, page, cell, (one, other)),
                        None => {
                            centred(ui, palette, "·");
                        }
                    }
                }
                ui.end_row();
            }
        });
    });
    ui.add_space(UNIT);
}

fn count(ui: &mut Ui, page: &mut Page<'_>, cell: Cell, (one, other): (&str, &str)) {
    let palette = page.palette;
    let ink = if cell.first == cell.second { palette.coded } else { palette.wrong };
    let words = RichText::new(grouped(cell.records)).font(strong(SMALL)).color(ink);
    let command = Command::Packs(PackCommand::ShowCell(cell.first, cell.second));
    let response = page.show_button(ui, command, Button::new(words).min_size(CELL));
    let name = sentence(cell, (one, other));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    response.on_hover_text(format!("{name}. Show them in the table."));
}

fn sentence(cell: Cell, (one, other): (&str, &str)) -> String {
    let (first, second) = (code(cell.first), code(cell.second));
    format!("{one} {first}, {other} {second}: {}", counted(cell.records, "record"))
}

fn list(ui: &mut Ui, page: &mut Page<'_>, review: &Review, level: Level, (one, other): (&str, &str)) {
    let palette = page.palette;
    let cells = &page.state.supervise.packs.cells;
    let width = if level == Level::Occupation { 64.0 } else { 48.0 };
    let hint = "What this coder gave. Press a row, or Enter, to see its records.";
    let columns = [
        Column::plain(one, hint, width + 24.0, 0.0),
        Column::plain("", "", 64.0, 1.0),
        Column::plain(other, hint, width + 24.0, 0.0),
        Column::plain("", "", 64.0, 1.0),
        Column::of_numbers("Records", "Number of records that both coded so.", 72.0),
    ];
    let marked = page.sight.packs.marked.min(cells.len().saturating_sub(1));
    let rows = Rows {
        id: list_id(),
        name: "Codes of the two coders",
        columns: &columns,
        count: cells.len(),
        selected: (!cells.is_empty()).then_some(marked),
        palette,
    };
    let mut memory = std::mem::take(&mut page.sight.packs.cells);
    let report = rows.show(ui, &mut memory, |painted, row| {
        let cell = cells[row];
        let same = cell.first == cell.second;
        let ink = if same { palette.text_muted } else { palette.text };
        painted.text(0, &code(cell.first), regular(SMALL), ink, Align::Min);
        painted.title(1, title(review, cell.first), regular(SMALL), ink);
        painted.text(2, &code(cell.second), regular(SMALL), ink, Align::Min);
        painted.title(3, if same { "the same" } else { title(review, cell.second) }, regular(SMALL), ink);
        painted.text(4, &grouped(cell.records), regular(SMALL), palette.text, Align::Max);
        sentence(cell, (one, other))
    });
    let mut shown = report.clicked;
    if let Some(row) = report.clicked {
        page.sight.packs.marked = row;
    } else if ui.memory(|memory| memory.has_focus(list_id())) && !cells.is_empty() {
        let mut row = marked;
        if take_key(ui.ctx(), Key::ArrowDown) {
            row = (row + 1).min(cells.len() - 1);
        }
        if take_key(ui.ctx(), Key::ArrowUp) {
            row = row.saturating_sub(1);
        }
        if row != marked {
            memory.reveal(row);
            page.sight.packs.marked = row;
        }
        shown = take_key(ui.ctx(), Key::Enter).then_some(row);
    }
    page.sight.packs.cells = memory;
    if let Some(cell) = shown.and_then(|row| cells.get(row)) {
        page.send(Command::Packs(PackCommand::ShowCell(cell.first, cell.second)));
    }
}
