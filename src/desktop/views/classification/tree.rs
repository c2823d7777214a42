//! The tree of categories: rows with code and title, and the records of each where a project is open.

use domain::Code;
use egui::{Align, Pos2, Rect, Ui};
use workbench::{Browser, Command, TreeRow};

use crate::page::Page;
use crate::sight::tree_id;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Cells, Column, Rows};
use crate::widgets::text::{paint_line, paint_title};

const CATEGORY: usize = 0;
const RECORDS: usize = 1;
const DECIDED: usize = 2;

/// Room for each level.
const STEP: f32 = 14.0;
/// Room for the arrow of a group.
const ARROW: f32 = 16.0;

/// Draws the tree.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let browser = &page.state.browser;
    let mut columns = vec![Column::plain("Category", "Right opens a group, Left closes it; / searches.", 160.0, 1.0)];
    if browser.counts.is_some() {
        let digits = page.state.review().map_or(1, |review| review.len().max(1).ilog10() + 1);
        let width = 62.0_f32.max(digits as f32 * 8.0 + 20.0);
        let records = "Records whose final code lies in the category.";
        columns.push(Column::of_numbers("Records", records, width));
        columns.push(Column::of_numbers("Decided", "Those of them that a person decided.", width));
    }
    let shown = browser.selected.map(|code| (browser.classification, code));
    if page.sight.category != shown {
        page.sight.category = shown;
        page.sight.tree.reveal(browser.row);
    }
    let rows = Rows {
        id: tree_id(),
        name: "Categories",
        columns: &columns,
        count: browser.rows.len(),
        selected: Some(browser.row),
        palette,
    };
    let left = ui.available_rect_before_wrap().left();
    let report = rows.show(ui, &mut page.sight.tree, |cells, row| {
        browser.rows.get(row).map_or_else(String::new, |row| paint(cells, browser, row, palette))
    });
    if let Some(row) = report.clicked.and_then(|row| browser.rows.get(row)) {
        let at = ui.input(|input| input.pointer.interact_pos()).map_or(f32::MAX, |at| at.x - left);
        let on_arrow = at < indent(row) + ARROW + 6.0;
        let again = browser.selected == Some(row.code);
        let command = if row.open.is_some() && (on_arrow || again) {
            Command::TurnCategory(row.code)
        } else {
            Command::SelectCategory(row.code)
        };
        page.send(command);
    }
    if let Some((row, CATEGORY, response)) = report.hovered
        && let Some(row) = browser.rows.get(row)
    {
        response.on_hover_text_at_pointer(format!("{} {}", row.code, browser.title(row.code)));
    }
}

fn indent(row: &TreeRow) -> f32 {
    row.depth as f32 * STEP
}

fn paint(cells: &Cells<'_>, browser: &Browser, row: &TreeRow, palette: &Palette) -> String {
    let title = browser.title(row.code);
    let rect = cells.rect(CATEGORY);
    let painter = cells.painter(CATEGORY);
    let from = rect.left() + indent(row);
    let across = |from: f32, to: f32| Rect::from_min_max(Pos2::new(from, rect.top()), Pos2::new(to, rect.bottom()));
    let arrow = match row.open {
        Some(true) => "▾",
        Some(false) => "▸",
        None => "",
    };
    paint_line(&painter, across(from, from + ARROW), arrow, regular(BODY), palette.text_muted, Align::Min);
    let begin = from + ARROW;
    // The codes of a level are equally wide.
    let width = UNIT + code_width(row.code);
    let top = row.depth == 0;
    let font = if top { strong(BODY) } else { regular(BODY) };
    paint_line(&painter, across(begin, begin + width), row.code.as_str(), font.clone(), palette.text, Align::Min);
    paint_title(&painter, across(begin + width, rect.right()), title, font, palette.text);
    let state = match row.open {
        Some(true) => ", open",
        Some(false) => ", closed",
        None => "",
    };
    let mut name = format!("{} {title}{state}", row.code);
    if browser.counts.is_some() {
        let tally = row.tally;
        for (column, number) in [(RECORDS, tally.records), (DECIDED, tally.decided)] {
            let ink = if number == 0 { palette.line_strong } else { palette.text };
            let words = if number == 0 { "–".to_owned() } else { grouped(u64::from(number)) };
            cells.text(column, &words, regular(SMALL), ink, Align::Max);
        }
        let noun = if tally.records == 1 { "record" } else { "records" };
        name = format!("{name}, {} {noun}, {} decided", tally.records, tally.decided);
    }
    name
}

fn code_width(code: Code) -> f32 {
    8.5 * code.as_str().len() as f32
}
