//! The mapping step of a file with ANZSCO codes.

use formats::Preview;

use crate::recode::code_columns;
use crate::{AppState, ColumnUse, Effect, Mapping};

/// Looks for columns of ANZSCO codes. A file that has nothing else to be coded by is recoded by them.
pub(super) fn take(mapping: &mut Mapping, preview: &Preview) {
    mapping.code_columns = code_columns(preview.columns.len(), &preview.rows);
    mapping.recode_column = mapping.recode_column.filter(|at| mapping.code_columns.contains(at));
    if mapping.columns(ColumnUse::Title).is_empty() {
        mapping.recode_column = mapping.recode_column.or(mapping.code_columns.first().copied());
        stand_for_titles(mapping, mapping.recode_column);
    }
}

/// Recodes by this column, or not at all. Without a column of titles the codes stand for them.
pub(super) fn set(state: &mut AppState, column: Option<usize>) -> Vec<Effect> {
    super::mapping::change(state, |mapping| {
        let titles = mapping.columns(ColumnUse::Title);
        let codes = mapping.recode_column.is_some_and(|codes| titles == [codes]);
        if column.is_some() && (titles.is_empty() || codes) {
            titles.iter().for_each(|at| mapping.uses[*at] = ColumnUse::Carried);
            stand_for_titles(mapping, column);
        }
        mapping.recode_column = column;
    })
}

/// Lets a column of codes stand for the job titles.
fn stand_for_titles(mapping: &mut Mapping, column: Option<usize>) {
    if let Some(place) = column.and_then(|at| mapping.uses.get_mut(at)) {
        *place = ColumnUse::Title;
    }
}
