//! Narrowing what the filter shows: by group, confidence, level, reviewer and words; saved views.

use std::sync::Arc;

use review::{AnswerIndex, Narrowing, RecordId};

use super::{filters, panels, progress};
use crate::saved_view::{Place, SavedView};
use crate::{AppState, Effect, Job, JobId, Panel, Review};

/// More saved views than this would be no list to choose from.
const MOST_VIEWS: usize = 40;

pub(super) fn set(state: &mut AppState, narrowing: Narrowing) -> Vec<Effect> {
    filters::apply_after(state, |review| review.narrowing = narrowing)
}

pub(super) fn clear(state: &mut AppState) -> Vec<Effect> {
    filters::apply_after(state, |review| {
        widen(review);
    })
}

/// Takes away all that narrows the filter: no group, no words, no list.
pub(super) fn widen(review: &mut Review) {
    review.narrowing = Narrowing::default();
    review.words.clear();
    review.query.clear();
    review.listed = None;
    search(review);
}

/// Narrows to the group in which the selected record stands: its minor group, or what is broader.
pub(super) fn to_group(state: &mut AppState) -> Vec<Effect> {
    let group = state.review().and_then(group_of_selected);
    filters::apply_after(state, |review| review.narrowing.code = group)
}

/// The group that "narrow to its group" means.
pub(crate) fn group_of_selected(review: &Review) -> Option<domain::Code> {
    let code = review.columns.final_code(review.selected.as_ref()?.record)?;
    code.at(domain::Level::MinorGroup).or(Some(code))
}

pub(super) fn set_word(state: &mut AppState, word: String, wanted: bool) -> Vec<Effect> {
    filters::apply_after(state, |review| {
        review.words.retain(|known| *known != word);
        if wanted {
            review.words.push(word);
        }
        search(review);
    })
}

/// Finds the records that the search words leave.
pub(super) fn search(review: &mut Review) {
    let query = (!review.query.trim().is_empty()).then(|| review.index.find(&review.query));
    review.found = with_words(&review.index, query, &review.words);
}

/// Those of the records found, or of all, that hold every word.
pub(super) fn with_words(index: &AnswerIndex, found: Option<Vec<RecordId>>, words: &[String]) -> Option<Vec<RecordId>> {
    words.iter().fold(found, |found, word| {
        Some(match found {
            Some(found) => index.with_word(word, &found),
            None => index.find_word(word),
        })
    })
}

/// Counts the words of the shown records while a person looks at them.
pub(super) fn look_at_words(state: &mut AppState, looked_at: bool) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        review.words_looked_at = looked_at;
    }
    count_words(state)
}

/// Starts counting the words anew, where somebody looks at them; what is being counted is out of date.
pub(super) fn count_words(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let before = review.counting_words.take();
    let wanted = review.words_looked_at;
    let job = Job::CountWords { index: Arc::clone(&review.index), records: Arc::new(review.visible.clone()) };
    let mut effects: Vec<Effect> = before.map(|id| progress::abandon(state, id)).into_iter().collect();
    if wanted {
        let (id, start) = progress::start(state, job);
        effects.push(start);
        if let Some(review) = state.review_mut() {
            review.counting_words = Some(id);
        }
    }
    effects
}

pub(super) fn words_counted(state: &mut AppState, id: JobId, words: Vec<(String, usize)>) -> Vec<Effect> {
    progress::finish(state, id);
    if let Some(review) = state.review_mut().filter(|review| review.counting_words == Some(id)) {
        review.counting_words = None;
        review.frequent_words = words;
    }
    Vec::new()
}

pub(super) fn save_view(state: &mut AppState, name: &str) -> Vec<Effect> {
    let Some(view) = state.review().map(|review| SavedView::of(review, name.trim())) else { return Vec::new() };
    let mut effects = panels::show(state, Panel::None);
    let views = &mut state.settings.views;
    match views.iter_mut().find(|known| known.name == view.name) {
        Some(known) => *known = view,
        None => views.push(view),
    }
    let surplus = views.len().saturating_sub(MOST_VIEWS);
    views.drain(..surplus);
    effects.push(Effect::SaveSettings(state.settings.clone()));
    effects
}

pub(super) fn show_view(state: &mut AppState, at: usize) -> Vec<Effect> {
    let Some(view) = state.settings.views.get(at).cloned() else { return Vec::new() };
    filters::apply_after(state, |review| {
        view.show(review);
        search(review);
    })
}

pub(super) fn forget_view(state: &mut AppState, at: usize) -> Vec<Effect> {
    if at < state.settings.views.len() {
        state.settings.views.remove(at);
    }
    vec![Effect::SaveSettings(state.settings.clone())]
}

/// Remembers what an open project shows and which record is selected, for the next time.
pub(super) fn remember_place(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review().filter(|review| review.is_coded()) else { return Vec::new() };
    let record = review.selected.as_ref().map_or(0, |selected| selected.record);
    let place = Place { record, view: SavedView::of(review, "").without_words() };
    let path = review.path.clone();
    if state.settings.places.get(&path) == Some(&place) {
        return Vec::new();
    }
    let recent = &state.settings.recent;
    state.settings.places.retain(|known, _| recent.contains(known));
    state.settings.places.insert(path, place);
    vec![Effect::SaveSettings(state.settings.clone())]
}
