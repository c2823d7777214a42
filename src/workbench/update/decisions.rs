//! Decisions: an entry is made here, written to disk by the desk, and only then taken in.

use review::{Action, Choice, Decision, Entry, Ledger, RecordId, Timestamp, Uncodable};

use super::{classification, filters, groups, moves, progress};
use crate::decision::{accepted_code, parent_of_selected, suggested_code};
use crate::{AppState, Effect, Notice, Panel, Request, Review};

/// Minutes over which the pace is taken.
const PACE_MINUTES: u32 = 10;

pub(super) fn accept(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    match state.review().and_then(accepted_code) {
        Some(code) => decide(state, Decision::Code { code, choice: Choice::Accept }, true, now),
        None => Vec::new(),
    }
}

pub(super) fn take_suggestion(state: &mut AppState, number: u8, now: Timestamp) -> Vec<Effect> {
    match state.review().and_then(|review| suggested_code(review, number)) {
        Some(code) => decide(state, Decision::Code { code, choice: Choice::Suggestion(number) }, true, now),
        None => Vec::new(),
    }
}

pub(super) fn use_parent(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    match state.review().and_then(parent_of_selected) {
        Some(code) => decide(state, Decision::Code { code, choice: Choice::Parent }, false, now),
        None => Vec::new(),
    }
}

pub(super) fn uncodable(state: &mut AppState, reason: Uncodable, now: Timestamp) -> Vec<Effect> {
    if state.panel == Panel::Uncodable {
        state.panel = Panel::None;
    }
    decide(state, Decision::Uncodable(reason), true, now)
}

pub(super) fn refer(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    if let Some(effects) = groups::refer(state, now) {
        return effects;
    }
    let referred = state.selected_judgement().is_some_and(|judgement| judgement.referred);
    append(state, !referred, |ledger, record, reviewer| ledger.refer(now, reviewer, [record], !referred))
}

pub(super) fn flag(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let flagged = state.selected_judgement().is_some_and(|judgement| judgement.flagged);
    append(state, false, |ledger, record, reviewer| ledger.flag(now, reviewer, [record], !flagged))
}

pub(super) fn note(state: &mut AppState, text: &str, now: Timestamp) -> Vec<Effect> {
    if state.panel == Panel::Note {
        state.panel = Panel::None;
    }
    append(state, false, |ledger, record, reviewer| ledger.note(now, reviewer, record, text.trim()))
}

pub(super) fn clear(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    append(state, false, |ledger, record, reviewer| ledger.reopen(now, reviewer, [record]))
}

pub(super) fn undo(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    append_any(state, false, |ledger, reviewer| ledger.undo(now, reviewer))
}

pub(super) fn redo(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    append_any(state, false, |ledger, reviewer| ledger.redo(now, reviewer))
}

/// Decides on the selected record, or on its group where that is open. The same decision again is no entry, only a step on. Whoever picks the engine's code
/// accepts it, however they came to it.
pub(super) fn decide(state: &mut AppState, decision: Decision, go_on: bool, now: Timestamp) -> Vec<Effect> {
    if let Some(effects) = groups::decide(state, decision, now) {
        return effects;
    }
    let decision = match decision {
        Decision::Code { code, choice: Choice::Suggestion(_) | Choice::Search | Choice::Earlier | Choice::Rule }
            if state.review().and_then(accepted_code) == Some(code) =>
        {
            Decision::Code { code, choice: Choice::Accept }
        }
        other => other,
    };
    let standing = state.selected_judgement().filter(|judgement| !judgement.referred && !judgement.flagged);
    if standing.and_then(|judgement| judgement.decision) == Some(decision) {
        return if go_on { moves::by(state, 1) } else { Vec::new() };
    }
    append(state, go_on, |ledger, record, reviewer| ledger.decide(now, reviewer, [(record, decision)]))
}

fn append(state: &AppState, go_on: bool, entry: impl FnOnce(&Ledger, RecordId, &str) -> Option<Entry>) -> Vec<Effect> {
    let record = state.review().and_then(|review| review.selected.as_ref()).map(|selected| selected.record);
    match record {
        Some(record) => append_any(state, go_on, |ledger, reviewer| entry(ledger, record, reviewer)),
        None => Vec::new(),
    }
}

pub(super) fn append_any(
    state: &AppState,
    go_on: bool,
    entry: impl FnOnce(&Ledger, &str) -> Option<Entry>,
) -> Vec<Effect> {
    let entry = state.review().and_then(|review| entry(&review.ledger, &state.settings.reviewer));
    entry.map(|entry| Effect::Append { entry, go_on }).into_iter().collect()
}

/// Takes in an entry that is on disk. The touched records stay in their rows; the cursor goes on from the record that
/// was decided, to the next one to review if that record was one, or to the record that undo or redo touched.
pub(super) fn appended(state: &mut AppState, entry: Entry, go_on: bool, now: Timestamp) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let records: Vec<RecordId> = entry.changes.iter().map(|change| change.record).collect();
    let words = entry.describe();
    let back = matches!(entry.action, Action::Undo { .. } | Action::Redo { .. } | Action::Revert { .. });
    let was_to_review = records.first().is_some_and(|record| review.columns.is_open(*record));
    let found: Vec<RecordId> = records.iter().copied().filter(|record| filters::is_found(review, *record)).collect();
    // What the records counted for before, with the decisions that stood then.
    let facets = filters::facets_of(review, &mut found.iter().copied());
    if let Err(error) = review.ledger.apply(entry) {
        return progress::notify(state, Notice::of_error(&error));
    }
    review.facets.subtract(&facets);
    review.counts.subtract(&review.columns.counts_of(records.iter().copied()));
    for record in &records {
        review.columns.judge(*record, review.ledger.judgement(*record));
    }
    review.counts.add(&review.columns.counts_of(records.iter().copied()));
    let facets = filters::facets_of(review, &mut found.iter().copied());
    review.facets.add(&facets);
    review.outdated = true;
    review.last_action = Some(words);
    review.pace = review.ledger.pace(now, PACE_MINUTES);
    moves::remember(review);
    if let Some(mut group) = review.group.take() {
        group.list(review);
        review.group = Some(group);
    }
    let effects = match records.first() {
        Some(_) if back && holds_selected(review, &records) => vec![Effect::Ask(Request::RevealSelection)],
        Some(record) if back => moves::select_record(review, *record),
        _ if go_on && was_to_review => moves::on_to_review(review),
        _ if go_on => moves::by(state, 1),
        _ => Vec::new(),
    };
    classification::records_changed(state);
    effects
}

/// Whether the selected record is one of these, which ascend: then the cursor need not look for them.
fn holds_selected(review: &Review, records: &[RecordId]) -> bool {
    review.selected.as_ref().is_some_and(|selected| records.binary_search(&selected.record).is_ok())
}
