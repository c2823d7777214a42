//! Which records are visible, in which order.

use rayon::prelude::*;
use review::{Facets, Filter, Order, RecordId, Selection};

use super::{bulk, listed, moves, narrow};
use crate::{AppState, Effect, Review};

/// Records counted at a time.
const PART: usize = 1 << 14;

pub(super) fn set_filter(state: &mut AppState, filter: Filter) -> Vec<Effect> {
    apply_after(state, |review| review.filter = filter)
}

pub(super) fn set_order(state: &mut AppState, order: Order) -> Vec<Effect> {
    apply_after(state, |review| review.order = order)
}

pub(super) fn set_query(state: &mut AppState, query: String) -> Vec<Effect> {
    apply_after(state, |review| {
        // While the query grows, only what it found before is looked through.
        let found = (!query.trim().is_empty()).then(|| match &review.found {
            Some(found) => review.index.find_after(&query, &review.query, found),
            None => review.index.find(&query),
        });
        review.found = narrow::with_words(&review.index, found, &review.words);
        review.query = query;
    })
}

pub(super) fn reapply(state: &mut AppState) -> Vec<Effect> {
    apply_after(state, |_| {})
}

pub(super) fn apply_after(state: &mut AppState, change: impl FnOnce(&mut Review)) -> Vec<Effect> {
    let mut effects = state.review_mut().map_or_else(Vec::new, |review| {
        change(review);
        apply(review)
    });
    effects.extend(narrow::count_words(state));
    effects
}

/// Gathers the visible records again and keeps the selected one if it is still among them; else the first is selected.
pub(super) fn apply(review: &mut Review) -> Vec<Effect> {
    review.outdated = false;
    review.visible = visible(review);
    review.facets = facets(review);
    bulk::change(review, |_| {});
    let kept = review.selected.as_ref().and_then(|selected| row_of(review, selected.record));
    moves::select_row(review, kept.unwrap_or(0))
}

fn visible(review: &Review) -> Vec<u32> {
    let within = listed::within(review);
    let within = within.as_deref();
    if review.columns.is_empty() {
        // Before coding every record is shown, as in the file.
        return match within {
            Some(found) => found.to_vec(),
            None => (0..).take(review.answers.len()).collect(),
        };
    }
    let narrowed = (!review.narrowing.is_empty()).then(|| narrowed(review, within));
    let within = narrowed.as_deref().or(within);
    review.columns.select(&Selection {
        filter: review.filter,
        within,
        order: review.order,
        groups: Some(&review.groups),
    })
}

/// Those of these records, or of all, that the narrowing leaves.
fn narrowed(review: &Review, within: Option<&[RecordId]>) -> Vec<RecordId> {
    let admitted = |record: &RecordId| review.narrowing.admits(*record, &review.columns, &review.ledger);
    match within {
        Some(found) => found.par_iter().copied().filter(admitted).collect(),
        None => (0..review.answers.len() as RecordId).into_par_iter().filter(admitted).collect(),
    }
}

/// How many records each step of narrowing would leave.
pub(super) fn facets(review: &Review) -> Facets {
    let count = |records: &mut dyn Iterator<Item = RecordId>| facets_of(review, records);
    let all = || Vec::from_iter((0..review.columns.len() as RecordId).step_by(PART));
    let parts: Vec<Facets> = match listed::within(review) {
        Some(found) => found.par_chunks(PART).map(|part| count(&mut part.iter().copied())).collect(),
        None => all().into_par_iter().map(|from| count(&mut (from..).take(PART))).collect(),
    };
    parts.iter().fold(Facets::default(), |mut all, part| {
        all.add(part);
        all
    })
}

/// What some records add to the facets.
pub(super) fn facets_of(review: &Review, records: &mut dyn Iterator<Item = RecordId>) -> Facets {
    Facets::of(records, review.filter, &review.narrowing, &review.columns, &review.ledger)
}

/// Whether search words and list leave a record.
pub(crate) fn is_found(review: &Review, record: RecordId) -> bool {
    let is_in = |records: &[RecordId]| records.binary_search(&record).is_ok();
    let listed = review.listed.as_ref().is_none_or(|listed| is_in(&listed.records));
    listed && review.found.as_deref().is_none_or(is_in)
}

fn row_of(review: &Review, record: u32) -> Option<usize> {
    match review.order {
        Order::File => review.visible.binary_search(&record).ok(),
        Order::Uncertainty | Order::Frequency => review.visible.iter().position(|&visible| visible == record),
    }
}
