//! Which code a decision about the selected record would give.

use domain::Code;

use crate::Review;

/// The code that accepting would stand for: the machine's.
pub(crate) fn accepted_code(review: &Review) -> Option<Code> {
    let selected = review.selected.as_ref()?;
    *review.columns.code().get(selected.record as usize)?
}

/// The code of a suggestion, from 1.
pub(crate) fn suggested_code(review: &Review, number: u8) -> Option<Code> {
    let explanation = review.selected.as_ref()?.explanation.as_ref()?;
    let at = usize::from(number.checked_sub(1)?);
    explanation.suggestions.get(at).map(|suggestion| suggestion.code)
}

/// The group above the code that stands; above the engine's best code where none stands.
pub(crate) fn parent_of_selected(review: &Review) -> Option<Code> {
    let record = review.selected.as_ref()?.record;
    let standing = review.columns.final_code(record);
    let code = standing.or_else(|| review.codings.get(record as usize)?.best)?;
    review.tables().parent_with_choice(code)
}
