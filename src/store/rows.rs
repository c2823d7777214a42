//! Rows of the records, a few thousand at a time.

use std::ops::Range;

use review::RecordId;
use rusqlite::{Connection, params};

/// A batch ends with this many records,
const RECORDS: u32 = 4096;
/// or once it has this many bytes.
const BYTES: usize = 8 << 20;

/// Records read in one go. They are taken out of the database before anybody looks at them, so that slow readers do not
/// keep decisions waiting.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    bytes: Vec<u8>,
    /// For each record where its title, its tasks and its other cells end.
    ends: Vec<[usize; 3]>,
    first: RecordId,
}

/// A record's bytes: title, tasks, other cells.
pub(crate) type RawRow<'a> = [&'a [u8]; 3];

impl Batch {
    /// Reads the records from the beginning of `range`, at least one, and returns where to go on. Records that are not
    /// there end the batch early; it is then empty or shorter than asked for, and what is missing is up to the caller.
    pub(crate) fn load(
        &mut self,
        connection: &Connection,
        range: &Range<RecordId>,
        with_cells: bool,
    ) -> rusqlite::Result<RecordId> {
        self.bytes.clear();
        self.ends.clear();
        self.first = range.start;
        let sql = if with_cells {
            "SELECT id, title, tasks, cells FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id"
        } else {
            "SELECT id, title, tasks, x'' FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id"
        };
        let mut select = connection.prepare_cached(sql)?;
        let end = range.end.min(range.start.saturating_add(RECORDS));
        let mut rows = select.query(params![range.start, end])?;
        let mut next = range.start;
        while let Some(row) = rows.next()? {
            if row.get::<_, RecordId>(0)? != next {
                break;
            }
            let mut ends = [0; 3];
            for (column, end) in ends.iter_mut().enumerate() {
                self.bytes.extend_from_slice(row.get_ref(column + 1)?.as_bytes()?);
                *end = self.bytes.len();
            }
            self.ends.push(ends);
            next += 1;
            if self.bytes.len() >= BYTES {
                break;
            }
        }
        Ok(next)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = (RecordId, RawRow<'_>)> {
        let mut start = 0;
        self.ends.iter().zip(self.first..).map(move |([title, tasks, cells], record)| {
            let row = [&self.bytes[start..*title], &self.bytes[*title..*tasks], &self.bytes[*tasks..*cells]];
            start = *cells;
            (record, row)
        })
    }
}
