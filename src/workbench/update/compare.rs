//! Two codes side by side for the selected record, and why the engine did not take a code.

use std::sync::Arc;

use domain::Code;
use review::{Choice, Decision, Timestamp};

use super::{decisions, panels};
use crate::{AppState, ComparePanel, Effect, Panel, Review, SearchPanel, Side};

/// More hits than a person looks through.
const HITS: usize = 40;

/// Compares the two best suggestions.
pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let [first, second] = best_two(review);
    let panel = ComparePanel { codes: [first, second], ..ComparePanel::default() };
    show(state, panel)
}

/// Asks for a code, and says why the engine took its own instead.
pub(super) fn open_why(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let [first, _] = best_two(review);
    let search = Some((Side::B, SearchPanel::default()));
    show(state, ComparePanel { codes: [first, None], search, why: true, ..ComparePanel::default() })
}

fn best_two(review: &Review) -> [Option<Code>; 2] {
    let explanation = review.selected.as_ref().and_then(|selected| selected.explanation.as_ref());
    let suggestions = explanation.map_or(&[][..], |explanation| &explanation.suggestions);
    [0, 1].map(|at: usize| suggestions.get(at).map(|suggestion| suggestion.code))
}

fn show(state: &mut AppState, mut panel: ComparePanel) -> Vec<Effect> {
    panel.comparison = compared(state.review(), panel.codes).map(Arc::new);
    panels::show(state, Panel::Compare(panel))
}

fn compared(review: Option<&Review>, codes: [Option<Code>; 2]) -> Option<classifier::Comparison> {
    let review = review?;
    let record = review.selected.as_ref()?.record;
    let (title, tasks) = review.answers.answer(record);
    let [a, b] = codes;
    review.engine.as_ref()?.compare(title, tasks, a?, b?)
}

/// Opens the search for one of the two codes.
pub(super) fn open_search(state: &mut AppState, side: Side) -> Vec<Effect> {
    change(state, |panel| panel.search = Some((side, SearchPanel::default())))
}

/// Goes back to the two codes.
pub(super) fn close_search(state: &mut AppState) -> Vec<Effect> {
    change(state, |panel| panel.search = None)
}

pub(super) fn set_query(state: &mut AppState, query: String) -> Vec<Effect> {
    let id = state.review().map(|review| review.classification);
    let hits = id.map_or_else(Vec::new, |id| state.find_categories(id, &query, HITS));
    change(state, |panel| {
        if let Some((_, search)) = &mut panel.search {
            *search = SearchPanel { query, hits, marked: 0 };
        }
    })
}

pub(super) fn mark(state: &mut AppState, by: i32) -> Vec<Effect> {
    change(state, |panel| {
        if let Some((_, search)) = &mut panel.search {
            search.marked = panels::moved(search.marked, by, search.hits.len());
        }
    })
}

/// Takes a code of the search in; `None` takes the marked one.
pub(super) fn choose(state: &mut AppState, code: Option<Code>) -> Vec<Effect> {
    let Panel::Compare(panel) = &state.panel else { return Vec::new() };
    let mut panel = panel.clone();
    let Some((side, search)) = panel.search.take() else { return Vec::new() };
    let Some(code) = code.or_else(|| search.hits.get(search.marked).map(|hit| hit.code)) else { return Vec::new() };
    panel.codes[side as usize] = Some(code);
    show(state, panel)
}

/// Decides for one of the two and goes on.
pub(super) fn take(state: &mut AppState, side: Side, now: Timestamp) -> Vec<Effect> {
    let Panel::Compare(panel) = &state.panel else { return Vec::new() };
    let Some(code) = panel.codes[side as usize] else { return Vec::new() };
    let suggestions = state.review().and_then(|review| review.selected.as_ref()?.explanation.clone());
    let rank = suggestions.and_then(|explanation| explanation.suggestions.iter().position(|of| of.code == code));
    let number = rank.and_then(|rank| u8::try_from(rank + 1).ok());
    let choice = number.map_or(Choice::Search, Choice::Suggestion);
    state.panel = Panel::None;
    decisions::decide(state, Decision::Code { code, choice }, true, now)
}

fn change(state: &mut AppState, change: impl FnOnce(&mut ComparePanel)) -> Vec<Effect> {
    if let Panel::Compare(panel) = &mut state.panel {
        change(panel);
    }
    Vec::new()
}
