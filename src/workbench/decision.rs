//! Which code a decision about the selected record would give.

use domain::Code;
use review::{Choice, Decision};

use crate::{CodingSide, Review};

/// The code that accepting would stand for: the machine's.
pub(crate) fn accepted_code(review: &Review) -> Option<Code> {
    let selected = review.selected.as_ref()?;
    *review.columns.code().get(selected.record as usize)?
}

/// What the digit of a suggestion, from 1, decides: where codings are to be settled, that of the coding with this number.
pub(crate) fn chosen(review: &Review, number: u8) -> Option<Decision> {
    let at = usize::from(number.checked_sub(1)?);
    let record = review.selected.as_ref()?.record;
    // Beside the identical answers the digits are those of what is offered there.
    let sides = if review.group.is_none() { review.sides(record) } else { Vec::new() };
    if sides.is_empty() {
        return suggested_code(review, number).map(|code| Decision::Code { code, choice: Choice::Suggestion(number) });
    }
    // Whoever settles has come to the code by this choice, and not as the coder had.
    sides.get(at).and_then(CodingSide::settled)
}

/// The code of a suggestion, from 1.
fn suggested_code(review: &Review, number: u8) -> Option<Code> {
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
