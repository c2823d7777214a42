//! Decisions: an entry is made here, written to disk by the desk, and only then taken in.

use std::sync::Arc;

use super::{anchoring, blind, bulk, classification, earlier, filters, groups, moves, narrow, packs, progress};
use crate::decision::{accepted_code, chosen, parent_of_selected};
use crate::derived::judge_again;
use crate::{Act, AppState, Decided, Effect, Job, JobId, Notice, Panel, Request, Review};
use review::{Action, Choice, Decision, Entry, Judgement, RecordId, Timestamp, Uncodable};

/// Minutes over which the pace is taken.
const PACE_MINUTES: u32 = 10;

/// After so many decisions the place is remembered, for the case that the program is killed.
const PLACE_KEPT_EVERY: u64 = 10;

/// An action on more records than these is written by a job.
const AT_ONCE: usize = 10_000;

pub(super) fn accept(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    match state.review().and_then(accepted_code) {
        Some(code) => decide(state, Decision::Code { code, choice: Choice::Accept }, true, now),
        None => Vec::new(),
    }
}

pub(super) fn take_suggestion(state: &mut AppState, number: u8, now: Timestamp) -> Vec<Effect> {
    match state.review().and_then(|review| chosen(review, number)) {
        Some(decision) => decide(state, decision, true, now),
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
    about_selected(state, !referred, now, |record| Act::Refer(vec![record], !referred))
}

pub(super) fn flag(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let flagged = state.selected_judgement().is_some_and(|judgement| judgement.flagged);
    about_selected(state, false, now, |record| Act::Flag(vec![record], !flagged))
}

pub(super) fn note(state: &mut AppState, text: &str, now: Timestamp) -> Vec<Effect> {
    if state.panel == Panel::Note {
        state.panel = Panel::None;
    }
    if let Some(effects) = blind::note(state, text) {
        return effects;
    }
    about_selected(state, false, now, |record| Act::Note(record, text.trim().to_owned()))
}

pub(super) fn clear(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    about_selected(state, false, now, |record| Act::Reopen(vec![record]))
}

pub(super) fn undo(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    act(state, Act::Undo, false, now)
}

pub(super) fn redo(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    act(state, Act::Redo, false, now)
}

/// Decides on the selected record, or on its group where that is open. The same decision again is no entry, only a step
/// on. Whoever picks the engine's code accepts it, however they came to it.
pub(super) fn decide(state: &mut AppState, decision: Decision, go_on: bool, now: Timestamp) -> Vec<Effect> {
    if let Some(effects) = blind::code(state, decision, now) {
        return effects;
    }
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
    let open = |judgement: &&Judgement| judgement.referred || judgement.flagged || judgement.is_disputed();
    let standing = state.selected_judgement().filter(|judgement| !open(judgement));
    if standing.and_then(|judgement| judgement.decision) == Some(decision) {
        return if go_on { moves::by(state, 1) } else { Vec::new() };
    }
    about_selected(state, go_on, now, |record| Act::Decide(vec![(record, decision)]))
}

fn about_selected(
    state: &mut AppState,
    go_on: bool,
    now: Timestamp,
    what: impl FnOnce(RecordId) -> Act,
) -> Vec<Effect> {
    let record = state.review().and_then(|review| review.selected.as_ref()).map(|selected| selected.record);
    record.map_or_else(Vec::new, |record| act(state, what(record), go_on, now))
}

/// Makes an action an entry: at once, or by a job where it is about very many records.
pub(super) fn act(state: &mut AppState, act: Act, go_on: bool, now: Timestamp) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    if act.size(&review.ledger) > AT_ONCE {
        let (ledger, columns) = (Arc::clone(&review.ledger), Arc::new(review.columns.clone()));
        let groups = Arc::clone(&review.groups);
        let (id, start) = progress::start(state, Job::Decide { act: Box::new(act), ledger, columns, groups });
        if let Some(review) = state.review_mut() {
            review.deciding = Some(id);
        }
        return vec![start];
    }
    let Some(entry) = act.entry(&review.ledger, now, &state.settings.reviewer) else { return Vec::new() };
    let turned = match entry.action {
        Action::Undo { of } | Action::Redo { of } => review.ledger.entry(of).map(|entry| entry.action),
        _ => None,
    };
    vec![match turned {
        Some(Action::Thresholds { run }) => Effect::TurnThresholds { entry, run },
        _ => Effect::Append { entry, go_on },
    }]
}

/// Takes in what a job wrote and reckoned. The cursor stays, and so do the rows.
pub(super) fn decided(state: &mut AppState, id: JobId, decided: Decided, now: Timestamp) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let Some(review) = state.review_mut().filter(|review| review.deciding == Some(id)) else { return Vec::new() };
    review.deciding = None;
    review.unwritten = None;
    review.ledger = Arc::new(decided.ledger);
    review.columns = decided.columns;
    review.counts = decided.counts;
    // Earlier decisions may have come or gone while that was written.
    earlier::mark(review);
    review.facets = filters::facets(review);
    said(review, now);
    classification::records_changed(state);
    packs::refresh(state)
}

/// Says what was done last, and gathers again what follows from it.
fn said(review: &mut Review, now: Timestamp) {
    review.outdated = true;
    let number = review.ledger.entries().last().map_or(0, |entry| entry.number);
    review.last_action = Some(review.entry_words(number).into_owned());
    review.pace = review.ledger.pace(now, PACE_MINUTES);
    moves::remember(review);
    if let Some(mut group) = review.group.take() {
        group.list(review);
        review.group = Some(group);
    }
    bulk::change(review, |_| {});
}

/// Takes in an entry that is on disk. The touched records stay in their rows; the cursor goes on from the record that
/// was decided, to the next one to review if that record was one, or to the record that undo or redo touched.
pub(super) fn appended(state: &mut AppState, entry: Entry, go_on: bool, now: Timestamp) -> Vec<Effect> {
    progress::written(state);
    let Some(review) = state.review_mut() else { return Vec::new() };
    let (number, action) = (entry.number, entry.action);
    let records: Vec<RecordId> = entry.changes.iter().map(|change| change.record).collect();
    let back = matches!(entry.action, Action::Undo { .. } | Action::Redo { .. } | Action::Revert { .. });
    let was_to_review = records.first().is_some_and(|record| review.columns.is_open(*record));
    let groups = Arc::clone(&review.groups);
    // Whether decisions conflict concerns everybody with the same answer.
    let alone = records.iter().copied().filter(|record| groups.identical(*record).is_empty());
    let concerned = groups.of_records(records.iter().copied()).flatten().copied().chain(alone);
    let concerned: Vec<RecordId> = concerned.collect();
    let found: Vec<RecordId> = concerned.iter().copied().filter(|record| filters::is_found(review, *record)).collect();
    // What the records counted for before, with the decisions that stood then.
    let facets = filters::facets_of(review, &mut found.iter().copied());
    if let Err(error) = Arc::make_mut(&mut review.ledger).apply(entry) {
        return progress::notify(state, Notice::of_error(&error));
    }
    review.facets.subtract(&facets);
    review.counts.subtract(&review.columns.counts_of(concerned.iter().copied()));
    judge_again(&mut review.columns, &records, &review.ledger, &groups);
    review.counts.add(&review.columns.counts_of(concerned));
    let facets = filters::facets_of(review, &mut found.iter().copied());
    review.facets.add(&facets);
    said(review, now);
    if let (Action::Recode { .. }, Some(record)) = (action, records.first()) {
        review.last_action = blind::result(review, *record);
        review.blind_notes.remove(record);
    }
    if let (Action::Unaided, Some(record)) = (action, records.first()) {
        review.last_action = anchoring::result(review, *record);
    }
    let mut effects = match records.first() {
        Some(_) if back && holds_selected(review, &records) => vec![Effect::Ask(Request::RevealSelection)],
        Some(record) if back => moves::select_record(review, *record),
        _ if go_on && was_to_review => moves::on_to_review(review),
        _ if go_on => moves::by(state, 1),
        _ => Vec::new(),
    };
    // The mark stays on its entry, which the new one pushes down.
    if let Panel::Log(panel) = &mut state.panel {
        panel.marked += 1;
    }
    classification::records_changed(state);
    if number.is_multiple_of(PLACE_KEPT_EVERY) {
        effects.extend(narrow::remember_place(state));
    }
    effects.extend(packs::refresh(state));
    effects
}

/// Whether the selected record is one of these, which ascend: then the cursor need not look for them.
fn holds_selected(review: &Review, records: &[RecordId]) -> bool {
    review.selected.as_ref().is_some_and(|selected| records.binary_search(&selected.record).is_ok())
}
