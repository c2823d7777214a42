//! Going about in the records, and what is known of the selected one.

use std::sync::Arc;

use review::{Entry, RecordId};

use super::log;
use crate::{AppState, Effect, HistoryLine, Others, Request, Review, Selected, recode};

/// Keys 1 to 9 take suggestions.
pub(super) const SUGGESTIONS: usize = 9;

pub(super) fn select(state: &mut AppState, row: usize) -> Vec<Effect> {
    state.review_mut().map_or_else(Vec::new, |review| select_row(review, row))
}

pub(super) fn by(state: &mut AppState, rows: isize) -> Vec<Effect> {
    state.review_mut().map_or_else(Vec::new, |review| {
        let row = review.selected.as_ref().map_or(0, |selected| selected.row);
        select_row(review, row.saturating_add_signed(rows))
    })
}

pub(super) fn to_flagged(state: &mut AppState, down: bool) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let at = review.selected.as_ref().map_or(0, |selected| selected.row);
    let open = |row: &usize| review.visible.get(*row).is_some_and(|record| review.columns.is_open(*record));
    let next = if down {
        (at + 1..review.visible.len()).find(open)
    } else {
        (0..at.min(review.visible.len())).rev().find(open)
    };
    match next {
        Some(row) => select_row(review, row),
        None => {
            state.refusal = Some(if down { "Nothing to review below." } else { "Nothing to review above." });
            Vec::new()
        }
    }
}

/// Goes on to the next record to review, or to the next row when there is none below.
pub(super) fn on_to_review(review: &mut Review) -> Vec<Effect> {
    let at = review.selected.as_ref().map_or(0, |selected| selected.row);
    let open = |row: &usize| review.visible.get(*row).is_some_and(|record| review.columns.is_open(*record));
    let next = (at + 1..review.visible.len()).find(open).unwrap_or(at + 1);
    select_row(review, next)
}

/// Selects a row, the last one if there are fewer, and gathers what the record pane shows.
pub(super) fn select_row(review: &mut Review, row: usize) -> Vec<Effect> {
    let row = row.min(review.visible.len().saturating_sub(1));
    let Some(&record) = review.visible.get(row) else {
        review.selected = None;
        return Vec::new();
    };
    if let Some(selected) = review.selected.as_mut().filter(|selected| selected.record == record) {
        selected.row = row;
        return vec![Effect::Ask(Request::RevealSelection)];
    }
    review.group = None;
    let (others, history) = (Others::of(review, record), history(review, record));
    review.selected =
        Some(Selected { row, record, cells: Vec::new(), explanation: None, others, history, recoded: None });
    explain(review);
    vec![Effect::ReadCells(record), Effect::Ask(Request::RevealSelection)]
}

/// Selects the record if it is visible.
pub(super) fn select_record(review: &mut Review, record: RecordId) -> Vec<Effect> {
    match review.visible.iter().position(|&visible| visible == record) {
        Some(row) => select_row(review, row),
        None => Vec::new(),
    }
}

/// Computes the explanation of the selected record; a hidden one has none.
pub(super) fn explain(review: &mut Review) {
    let hidden = review.selected_hidden().is_some();
    if let (Some(selected), Some(engine)) = (&mut review.selected, &review.engine) {
        if hidden {
            selected.explanation = None;
            return;
        }
        let (title, tasks) = review.answers.answer(selected.record);
        selected.explanation = Some(Arc::new(engine.explain(title, tasks, SUGGESTIONS)));
    }
}

/// Gathers again what people did with the selected record and with those that have the same answer.
pub(super) fn remember(review: &mut Review) {
    if let Some(record) = review.selected.as_ref().map(|selected| selected.record) {
        let (others, lines) = (Others::of(review, record), history(review, record));
        let hidden = review.hidden(record).is_some();
        if let Some(selected) = &mut review.selected {
            selected.others = others;
            selected.history = lines;
            // A record that was drawn, coded or taken back has turned from one to the other.
            if hidden == selected.explanation.is_some() {
                explain(review);
            }
        }
    }
}

/// The log is looked through from its end, so far that a frame is not late.
const ENTRIES_LOOKED_THROUGH: usize = 100_000;

fn history(review: &Review, record: RecordId) -> Vec<HistoryLine> {
    if review.hidden(record).is_some() {
        return Vec::new();
    }
    let entries = review.ledger.entries().iter().rev().take(ENTRIES_LOOKED_THROUGH);
    let touching = entries.filter(|entry| entry.changes.binary_search_by_key(&record, |change| change.record).is_ok());
    let mut lines: Vec<HistoryLine> = touching
        .map(|entry| HistoryLine {
            number: entry.number,
            stands: log::stands(review, entry.number, Some(record)),
            at: entry.at.to_iso(),
            reviewer: entry.reviewer.clone(),
            what: what_was_done(entry, review.ledger.words(entry.number)),
        })
        .collect();
    lines.reverse();
    lines
}

/// The words of an entry without the record, which is the one that is looked at.
fn what_was_done(entry: &Entry, words: &str) -> String {
    match words.rsplit_once(" · ") {
        Some((what, _)) if entry.changes.len() == 1 => what.to_owned(),
        _ => words.to_owned(),
    }
}

pub(super) fn cells_read(state: &mut AppState, record: RecordId, cells: Vec<String>) -> Vec<Effect> {
    let recoded = state.review().and_then(|review| recode::view(review, record, &cells));
    let selected = state.review_mut().and_then(|review| review.selected.as_mut());
    if let Some(selected) = selected.filter(|selected| selected.record == record) {
        selected.cells = cells;
        selected.recoded = recoded;
    }
    Vec::new()
}
