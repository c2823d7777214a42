//! The search for a code.

use domain::Code;
use review::{Choice, Decision, Timestamp};

use super::{bulk, decisions, panels};
use crate::{AppState, Effect, Panel, SearchPanel};

/// More hits than a person looks through.
const HITS: usize = 60;

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    panels::show(state, Panel::Search(SearchPanel::default()))
}

pub(super) fn set(state: &mut AppState, query: String) -> Vec<Effect> {
    let id = state.review().map(|review| review.classification);
    let hits = id.map_or_else(Vec::new, |id| state.find_categories(id, &query, HITS));
    panels::show(state, Panel::Search(SearchPanel { query, hits, marked: 0 }))
}

pub(super) fn mark(state: &mut AppState, by: i32) -> Vec<Effect> {
    if let Panel::Search(panel) = &mut state.panel {
        panel.marked = panels::moved(panel.marked, by, panel.hits.len());
    }
    Vec::new()
}

pub(super) fn choose(state: &mut AppState, code: Option<Code>, now: Timestamp) -> Vec<Effect> {
    let marked = match &state.panel {
        Panel::Search(panel) => panel.hits.get(panel.marked).map(|hit| hit.code),
        _ => None,
    };
    let Some(code) = code.or(marked) else { return Vec::new() };
    if bulk::takes_code(state, code) {
        return Vec::new();
    }
    state.panel = Panel::None;
    decisions::decide(state, Decision::Code { code, choice: Choice::Search }, true, now)
}
