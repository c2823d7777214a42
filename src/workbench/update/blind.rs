//! Coding a hidden record: for a quality sample, where what stands stays, or before the engine's answer is shown. What was
//! hidden is shown from then on.

use review::{Choice, Decision, Hidden, RecordId, Timestamp};

use super::decisions;
use crate::hidden::panel_tells;
use crate::{Act, AppState, Effect, Panel, Review};

/// Codes the selected record where it is hidden; `None` leaves the decision to that about a record that is seen.
pub(super) fn code(state: &mut AppState, decision: Decision, now: Timestamp) -> Option<Vec<Effect>> {
    let review = state.review()?;
    let record = review.selected.as_ref()?.record;
    match review.hidden(record)? {
        Hidden::Sample => {
            let note = review.blind_notes.get(&record).cloned().unwrap_or_default();
            let act = Act::Recode(record, decision, note, review.columns.final_code(record));
            Some(decisions::act(state, act, true, now))
        }
        Hidden::Unaided => {
            let engine = review.columns.code().get(record as usize).copied().flatten();
            let agrees = decision.code() == engine;
            let decision = match (decision, agrees) {
                (Decision::Code { code, .. }, true) => Decision::Code { code, choice: Choice::Accept },
                _ => decision,
            };
            // Where both differ the cursor stays: the engine's answer is seen now.
            Some(decisions::act(state, Act::DecideUnaided(record, decision, engine), agrees, now))
        }
    }
}

/// Keeps the reason for the coding that is to come; empty forgets it. `None` where the note is that of the
/// record itself.
pub(super) fn note(state: &mut AppState, text: &str) -> Option<Vec<Effect>> {
    let review = state.review_mut()?;
    let record = review.selected.as_ref()?.record;
    review.hidden(record).filter(|hidden| *hidden == Hidden::Sample)?;
    match text.trim() {
        "" => review.blind_notes.remove(&record),
        text => review.blind_notes.insert(record, text.to_owned()),
    };
    Some(Vec::new())
}

/// What is said of a record that was just coded blind: what stood, and whether that is the same.
pub(super) fn result(review: &Review, record: RecordId) -> Option<String> {
    let coding = review.ledger.judgement(record)?.codings().last()?;
    let number = u64::from(record) + 1;
    let words = |code: Option<domain::Code>| code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
    Some(if coding.agrees() {
        format!("Record {number}: agrees, {} stood", words(coding.against))
    } else {
        let (given, stood) = (words(coding.decision.code()), words(coding.against));
        format!("Record {number}: differs, {stood} stood and not {given}; see “Coders differ”")
    })
}

/// Puts away a panel that would show what is hidden of the selected record.
pub(super) fn put_away_what_tells(state: &mut AppState) {
    if panel_tells(&state.panel)
        && let Some(review) = state.review_mut()
        && review.selected_hidden().is_some()
    {
        review.group = None;
        state.panel = Panel::None;
    }
}
