//! Showing a list of records alone.

use std::borrow::Cow;

use review::RecordId;

use super::{filters, narrow};
use crate::listed::listed_records;
use crate::{AppState, Effect, Listed, ListedRecords, Review};

pub(super) fn show(state: &mut AppState, list: Listed) -> Vec<Effect> {
    let Some(records) = state.review().map(|review| listed_records(state, review, list)) else { return Vec::new() };
    show_records(state, list, list.words().to_owned(), records)
}

/// Shows these records, ascending, and no others.
pub(super) fn show_records(state: &mut AppState, list: Listed, words: String, records: Vec<RecordId>) -> Vec<Effect> {
    set(state, Some(ListedRecords { list, words, records }))
}

pub(super) fn leave(state: &mut AppState) -> Vec<Effect> {
    set(state, None)
}

fn set(state: &mut AppState, listed: Option<ListedRecords>) -> Vec<Effect> {
    filters::apply_after(state, |review| {
        // A list is chosen to see all of it; what else narrows would hide some.
        if listed.is_some() {
            review.filter = review::Filter::All;
            narrow::widen(review);
        }
        review.listed = listed;
    })
}

/// The records that search and list leave, ascending; `None` without either. To be in a list would tell of a hidden record.
pub(super) fn within(review: &Review) -> Option<Cow<'_, [RecordId]>> {
    let seen = |record: &RecordId| review.hidden(*record).is_none();
    match (&review.found, &review.listed) {
        (None, None) => None,
        (Some(found), None) => Some(Cow::Borrowed(found)),
        (None, Some(listed)) => Some(Cow::Owned(listed.records.iter().copied().filter(seen).collect())),
        (Some(found), Some(listed)) => {
            let listed = |record: &RecordId| listed.records.binary_search(record).is_ok() && seen(record);
            Some(Cow::Owned(found.iter().copied().filter(listed).collect()))
        }
    }
}
