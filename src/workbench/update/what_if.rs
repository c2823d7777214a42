//! What the engine would make of another answer; no record is touched.

use std::sync::Arc;

use super::moves::SUGGESTIONS;
use super::panels;
use crate::{AppState, Effect, Panel, WhatIf};

/// Begins with the answer of the selected record.
pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let Some(selected) = &review.selected else { return Vec::new() };
    let (title, tasks) = review.answers.answer(selected.record);
    let (title, tasks) = (title.to_owned(), tasks.to_owned());
    panels::show(state, Panel::None);
    set(state, title, tasks)
}

pub(super) fn set(state: &mut AppState, title: String, tasks: String) -> Vec<Effect> {
    let engine = state.review().and_then(|review| review.engine.as_ref());
    let explanation = engine.map(|engine| Arc::new(engine.explain(&title, &tasks, SUGGESTIONS)));
    state.panel = Panel::WhatIf(WhatIf { title, tasks, explanation });
    Vec::new()
}
