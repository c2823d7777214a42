//! For how many records the engine's answer is hidden until they are coded.

use review::{RecordId, Timestamp, UnaidedShare};

use super::{earlier, filters, moves, progress};
use crate::{AppState, Effect, Review};

/// Says another share. The first one's seed stays, so that a larger share holds a smaller one.
pub(super) fn set(state: &mut AppState, percent: u8, now: Timestamp) -> Vec<Effect> {
    let reviewer = state.settings.reviewer.clone();
    let Some(review) = state.review() else { return Vec::new() };
    // Any number will do that nobody chose with the records in mind; it stands in the project from then on.
    let seed = review.unaided.first().map_or(now.0.unsigned_abs(), |first| first.seed);
    vec![Effect::SetUnaidedShare(UnaidedShare { at: now, reviewer, percent, seed })]
}

/// Takes in the share that is on disk.
pub(super) fn recorded(state: &mut AppState, share: UnaidedShare) -> Vec<Effect> {
    progress::written(state);
    let Some(review) = state.review_mut() else { return Vec::new() };
    review.last_action = Some(match share.percent {
        0 => "The engine’s answer is hidden at no record".to_owned(),
        percent => format!("The engine’s answer is hidden at first for {percent} % of the records to review"),
    });
    review.unaided.push(share);
    earlier::mark(review);
    let effects = filters::apply(review);
    moves::remember(review);
    effects
}

/// Hides the engine's answer to the records that are drawn.
pub(super) fn mark(review: &mut Review) {
    review.columns.hide_unaided(review.unaided.last(), &review.ledger, &review.groups);
}

/// What is said of a record that was just coded before the engine's answer was shown.
pub(super) fn result(review: &Review, record: RecordId) -> Option<String> {
    let coding = review.ledger.judgement(record)?.codings().last()?;
    let number = u64::from(record) + 1;
    let words = |code: Option<domain::Code>| code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
    let engine = words(coding.against);
    Some(if coding.agrees() {
        format!("Record {number}: the engine has {engine} too")
    } else {
        format!("Record {number}: the engine has {engine}; keep your code and go on, or change it")
    })
}
