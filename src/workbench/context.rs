//! The cells of context columns for the rows in sight, a few pages of them.

use std::collections::BTreeMap;

use review::RecordId;

/// Records kept; beyond that all are forgotten but those asked for last.
const KEPT: usize = 4096;

/// Characters of a cell that are kept for the table.
pub(crate) const CHARACTERS: usize = 120;

/// The cells of the context columns of some records, in the order of the columns.
#[derive(Clone, Debug, Default)]
pub struct ContextCells {
    cells: BTreeMap<RecordId, Vec<String>>,
}

impl ContextCells {
    /// The cells of a record, cut to their beginning; `None` before they were asked for, none while they are read.
    pub fn of(&self, record: RecordId) -> Option<&[String]> {
        self.cells.get(&record).map(Vec::as_slice)
    }

    pub(crate) fn holds(&self, record: RecordId) -> bool {
        self.cells.contains_key(&record)
    }

    pub(crate) fn expect(&mut self, records: &[RecordId]) {
        if self.cells.len() + records.len() > KEPT {
            self.cells.clear();
        }
        self.cells.extend(records.iter().map(|record| (*record, Vec::new())));
    }

    pub(crate) fn keep(&mut self, cells: Vec<(RecordId, Vec<String>)>) {
        for (record, cells) in cells {
            if let Some(place) = self.cells.get_mut(&record) {
                *place = cells;
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.cells.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_kept_until_there_are_many_and_late_ones_are_not() {
        let mut context = ContextCells::default();
        context.expect(&[1, 2]);
        context.keep(vec![(1, vec!["a".to_owned()]), (9, vec!["b".to_owned()])]);
        assert_eq!(context.of(1), Some(&["a".to_owned()][..]));
        assert_eq!(context.of(2), Some(&[][..]));
        assert_eq!(context.of(9), None);
        context.expect(&(10..10 + KEPT as RecordId - 1).collect::<Vec<RecordId>>());
        assert!(!context.holds(1) && context.holds(10));
    }
}
