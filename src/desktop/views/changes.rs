//! A list of what one action would change, record by record, before it happens; rows can be taken out.

use egui::{Align, Id, Key, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};
use review::Decision;
use workbench::{Changes, Command, Review, RowView};

use super::records::status_word;
use crate::keys::take_key;
use crate::page::Page;
use crate::theme::metrics::{SMALL, regular, strong};
use crate::widgets::bar::probability;
use crate::widgets::rows::{Cells, Column, Rows};
use crate::widgets::text::paint_line;

const TICK: usize = 0;
const NUMBER: usize = 1;
const ANSWER: usize = 2;
const NOW: usize = 3;
const THEN: usize = 4;

/// The widget that takes the focus for the list.
pub fn list_id() -> Id {
    Id::unique("changes")
}

/// What a record becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// It stands so already.
    Stays,
    /// A code, or words such as "no code".
    Becomes(String),
    /// Nothing is chosen yet.
    Open,
}

impl Then {
    /// What a decision makes of a record.
    pub fn of(decision: Decision) -> Then {
        Then::Becomes(match decision {
            Decision::Code { code, .. } => code.to_string(),
            Decision::Uncodable(_) => "no code".to_owned(),
        })
    }
}

/// Draws the list in all the room there is.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, changes: &Changes, then: impl Fn(&RowView<'_>) -> Then) {
    let palette = page.palette;
    let count = changes.listed.len();
    let marked = page.sight.change_marked.min(count.saturating_sub(1));
    let digits = review.len().max(1).ilog10() as f32 + 1.0;
    let column = Column::plain;
    let mut columns = [
        column("", "Ticked records change. Press a row, or Space, to take it out.", 26.0, 0.0),
        column("No.", "Number of the record, as in the file.", 14.0 + digits.max(3.0) * 7.5, 0.0),
        column("Answer", "Job title and tasks as answered.", 60.0, 1.0),
        column("Now", "The code that stands, and the engine’s confidence, or ✓ where a person decided.", 92.0, 0.0),
        column("Then", "What the record would have.", 84.0, 0.0),
    ];
    columns[NUMBER].align = Align::Max;
    let rows = Rows {
        id: list_id(),
        name: "Records that would change",
        columns: &columns,
        count,
        selected: (count > 0).then_some(marked),
        palette,
    };
    let mut memory = std::mem::take(&mut page.sight.changes);
    let report = rows.show(ui, &mut memory, |cells, row| match changes.listed.get(row) {
        Some(record) => {
            let view = review.record(*record);
            paint(cells, page, &view, changes.has(*record), &then(&view))
        }
        None => String::new(),
    });
    let focused = ui.memory(|memory| memory.has_focus(list_id()));
    let mut toggled = report.clicked;
    if let Some(row) = report.clicked {
        page.sight.change_marked = row;
    } else if focused && count > 0 {
        let mut row = marked;
        if take_key(ui.ctx(), Key::ArrowDown) {
            row = (row + 1).min(count - 1);
        }
        if take_key(ui.ctx(), Key::ArrowUp) {
            row = row.saturating_sub(1);
        }
        if row != marked {
            memory.reveal(row);
            page.sight.change_marked = row;
        }
        toggled = take_key(ui.ctx(), Key::Space).then_some(row);
    }
    page.sight.changes = memory;
    if let Some(record) = toggled.and_then(|row| changes.listed.get(row)) {
        page.send(Command::Except(*record));
    }
    if let Some((row, column, response)) = report.hovered
        && let Some(record) = changes.listed.get(row)
    {
        let words = in_full(review, &review.record(*record), column);
        if !words.is_empty() {
            response.on_hover_text_at_pointer(words);
        }
    }
}

fn in_full(review: &Review, record: &RowView<'_>, column: usize) -> String {
    match column {
        ANSWER => words_of(record, 600),
        NOW => {
            let decided = record.decision.is_some() && record.hidden.is_none();
            let who = decided.then(|| format!(" by {}", review.ledger.decided_by(record.record)));
            let words = format!("{}{}\n{}", status_word(record), who.unwrap_or_default(), record.code_title);
            words.trim_end().to_owned()
        }
        _ => String::new(),
    }
}

/// Title and tasks in one line, cut after so many letters.
fn words_of(record: &RowView<'_>, most: usize) -> String {
    let between = if record.title.is_empty() || record.tasks.is_empty() { "" } else { "  ·  " };
    let words = format!("{}{between}{}", record.title, record.tasks);
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

fn paint(cells: &Cells<'_>, page: &Page<'_>, record: &RowView<'_>, ticked: bool, then: &Then) -> String {
    let palette = page.palette;
    let ink = if ticked { palette.text } else { palette.disabled() };
    let muted = if ticked { palette.text_muted } else { palette.disabled() };
    tick(cells, page, ticked);
    let number = (record.record + 1).to_string();
    cells.text(NUMBER, &number, regular(SMALL), muted, Align::Max);
    cells.text(ANSWER, &words_of(record, 120), regular(SMALL), ink, Align::Min);
    let code = record.code.map_or_else(|| "–".to_owned(), |code| code.to_string());
    let how = match (record.decision, record.machine) {
        (Some(_), _) => "✓".to_owned(),
        (None, Some(machine)) => probability(machine.confidence),
        (None, None) => String::new(),
    };
    let decided = record.decision.is_some() && ticked;
    let rect = cells.rect(NOW);
    let painter = cells.painter(NOW);
    let (left, right) = rect.split_left_right_at_x(rect.left() + 54.0);
    paint_line(&painter, left, &code, regular(SMALL), if decided { palette.accent } else { ink }, Align::Min);
    paint_line(&painter, right, &how, regular(SMALL), if decided { palette.accent } else { muted }, Align::Min);
    let (words, font, colour) = match then {
        _ if !ticked => ("kept".to_owned(), regular(SMALL), muted),
        Then::Stays => ("stays".to_owned(), regular(SMALL), muted),
        Then::Becomes(words) => (format!("→ {words}"), strong(SMALL), palette.text),
        Then::Open => (String::new(), regular(SMALL), muted),
    };
    cells.text(THEN, &words, font, colour, Align::Min);
    let state = if ticked { "changes" } else { "is left out" };
    let how = if record.decision.is_some() { status_word(record) } else { &how };
    format!("Change of record {number}: {}, now {code} {how}, {words}, {state}", record.title)
}

fn tick(cells: &Cells<'_>, page: &Page<'_>, ticked: bool) {
    let palette = page.palette;
    let painter = cells.painter(TICK);
    let side = Rect::from_center_size(cells.rect(TICK).center(), Vec2::splat(14.0));
    let (fill, edge) = if ticked { (palette.accent, palette.accent) } else { (palette.surface, palette.line_strong) };
    painter.rect(side, 3.0, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if ticked {
        let at = |x: f32, y: f32| Pos2::new(side.left() + x, side.top() + y);
        painter.line(vec![at(3.5, 7.5), at(6.0, 10.0), at(10.5, 4.5)], Stroke::new(1.6, palette.on_accent));
    }
}
