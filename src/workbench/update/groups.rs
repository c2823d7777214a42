//! Deciding once about identical answers.

use review::{Choice, Decision, RecordId, Timestamp};

use super::{bulk, decisions, panels};
use crate::group::stands;
use crate::{Act, AppState, Changes, Effect, Group, Panel, Reach, Review};

/// Opens the group of the selected record, reaching no further than this record.
pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review_mut() else { return Vec::new() };
    let Some(record) = review.selected.as_ref().map(|selected| selected.record) else { return Vec::new() };
    let identical = review.groups.identical(record).iter().copied().filter(|other| *other != record).collect();
    let near = review.groups.near(&review.index, record);
    let (offers, marked) = offers(review, record);
    let mut group = Group {
        record,
        identical,
        near,
        reach: Reach::ThisRecord,
        decided_too: false,
        decided: 0,
        offers,
        marked,
        changes: Changes::default(),
    };
    group.list(review);
    review.group = Some(Box::new(group));
    panels::show(state, Panel::Group)
}

/// What can be taken without a search, each code once: what stands, the engine's code, its suggestions. What stands is
/// marked.
fn offers(review: &Review, record: RecordId) -> (Vec<Decision>, Option<usize>) {
    let at = record as usize;
    let standing = review.columns.decision().get(at).copied().flatten();
    let engine = review.columns.code().get(at).copied().flatten();
    let engine = engine.map(|code| Decision::Code { code, choice: Choice::Accept });
    let explanation = review.selected.as_ref().and_then(|selected| selected.explanation.as_ref());
    let suggestions = explanation.iter().flat_map(|explanation| &explanation.suggestions).zip(1..=9);
    let suggestions = suggestions
        .map(|(suggestion, rank)| Decision::Code { code: suggestion.code, choice: Choice::Suggestion(rank) });
    let mut offers: Vec<Decision> = Vec::new();
    for decision in standing.into_iter().chain(engine).chain(suggestions) {
        let known = |offer: &Decision| offer.code().is_some() && offer.code() == decision.code();
        if !offers.iter().any(known) {
            offers.push(decision);
        }
    }
    (offers, standing.or(engine).map(|_| 0))
}

/// Changes the group that is open, and lists again what would change.
pub(super) fn change(state: &mut AppState, change: impl FnOnce(&mut Group, &Review)) -> Vec<Effect> {
    if let Some(review) = state.review_mut()
        && let Some(mut group) = review.group.take()
    {
        change(&mut group, review);
        group.list(review);
        review.group = Some(group);
    }
    Vec::new()
}

/// Whether records that a person has decided change too, in the list that is open.
pub(super) fn set_decided_too(state: &mut AppState, too: bool) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        bulk::change(review, |bulk| bulk.decided_too = too);
    }
    change(state, |group, _| group.decided_too = too)
}

/// Takes a record out of the list that is open, or in again.
pub(super) fn except(state: &mut AppState, record: RecordId) -> Vec<Effect> {
    if let Some(review) = state.review_mut() {
        bulk::change(review, |bulk| bulk.changes.toggle(record));
    }
    change(state, |group, _| group.changes.toggle(record))
}

pub(super) fn move_offer(group: &mut Group, by: i32) {
    // Where nothing is marked, the first step down comes to the first.
    let (marked, by) = group.marked.map_or((0, by.saturating_sub(1)), |marked| (marked, by));
    group.marked = (!group.offers.is_empty()).then(|| panels::moved(marked, by, group.offers.len()));
}

/// Offers the group above the code that is offered; above what stands where nothing is.
pub(super) fn raise_offer(group: &mut Group, review: &Review) {
    let Some(code) = group.parent(review) else { return };
    let known = group.offers.iter().position(|offer| offer.code() == Some(code));
    let at = known.unwrap_or_else(|| {
        group.offers.push(Decision::Code { code, choice: Choice::Parent });
        group.offers.len() - 1
    });
    group.marked = Some(at);
}

/// Decides for the offer that is marked.
pub(super) fn decide_offer(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let offer = state.review().and_then(|review| review.group.as_ref()?.offer());
    offer.map_or_else(Vec::new, |offer| decisions::decide(state, offer, true, now))
}

/// The records to decide about where more than the selected one is in reach; the group is over by that. `None` leaves the
/// decision to that about one record.
fn taken(state: &mut AppState) -> Option<Vec<RecordId>> {
    // A group counts only where it is seen.
    if !matches!(state.panel, Panel::None | Panel::Group | Panel::Search(_) | Panel::Uncodable) {
        return None;
    }
    let review = state.review_mut()?;
    let group = review.group.take()?;
    let selected = review.selected.as_ref().map(|selected| selected.record);
    state.panel = Panel::None;
    (group.reach != Reach::ThisRecord && selected == Some(group.record)).then(|| group.changes.records().collect())
}

/// Decides about all records of the group that is open; `None` where none is, or it reaches no further than one record.
/// The cursor stays.
pub(super) fn decide(state: &mut AppState, decision: Decision, now: Timestamp) -> Option<Vec<Effect>> {
    let records = taken(state)?;
    let review = state.review()?;
    let changed = records.into_iter().filter(|record| !stands(review, *record, decision));
    let decisions: Vec<_> = changed.map(|record| (record, about(review, record, decision))).collect();
    Some(decisions::act(state, Act::Decide(decisions), false, now))
}

/// Refers all records of the group that is open.
pub(super) fn refer(state: &mut AppState, now: Timestamp) -> Option<Vec<Effect>> {
    let records = taken(state)?;
    Some(decisions::act(state, Act::Refer(records, true), false, now))
}

/// The decision as it is about one of the records: whoever gives the engine's code accepts it, and a code that the engine
/// gave another record was not accepted here.
pub(super) fn about(review: &Review, record: RecordId, decision: Decision) -> Decision {
    let Decision::Code { code, choice } = decision else { return decision };
    let engine = review.columns.code().get(record as usize).copied().flatten();
    let choice = match choice {
        Choice::Parent => Choice::Parent,
        _ if engine == Some(code) => Choice::Accept,
        Choice::Accept => Choice::Search,
        other => other,
    };
    Decision::Code { code, choice }
}
