//! Reading a project.

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::Coding;
use review::quality::QualitySample;
use review::{
    Action, EarlierSource, Entry, Hash, Ledger, RecordId, Timestamp, UnaidedShare, changes_from_bytes, hash_text,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::cells::read_cells;
use crate::coding_bytes::{PAGE, WIDTH, read_coding};
use crate::lock::Lock;
use crate::rows::{Batch, RawRow};
use crate::sample::design_from_text;
use crate::{Pack, Problem, Recoding, Run, SourceDescription, Split, StoreError, connection, earlier, pack, runs};

/// Problems read at a time.
const PROBLEMS_AT_ONCE: usize = 1000;
/// Entries of the log read at a time.
const ENTRIES_AT_ONCE: usize = 1000;

/// A connection to a project that reads. It can be sent to another thread; as long as it lives, no other program can open
/// the project.
///
/// Ranges of records may reach beyond the last. A visitor that returns [`ControlFlow::Break`] ends the reading, which is
/// no error.
#[derive(Debug)]
pub struct Reader {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) source: Arc<SourceDescription>,
    records: u32,
    pack: Option<Arc<Pack>>,
    /// The version of the tables: that of this program, or an earlier one of a project that is only looked at.
    version: u32,
    // Behind the connection: the project is closed before it is unlocked.
    pub(crate) lock: Option<Arc<Lock>>,
}

impl Reader {
    pub(crate) fn new(connection: Connection, path: &Path, lock: Option<Arc<Lock>>) -> Result<Reader, StoreError> {
        let source = Arc::new(SourceDescription::read(&connection, path)?);
        let records = count_records(&connection, path)?;
        let version = connection::version(&connection, path)?;
        let pack = if version < 3 { None } else { Pack::read(&connection, path)?.map(Arc::new) };
        let reader = Reader { connection, path: path.to_owned(), source, records, pack, version, lock };
        check_genesis(&reader.connection, path, &reader.genesis())?;
        if reader.pack().is_some_and(|pack| pack.records.len() != records as usize) {
            return Err(StoreError::damaged(path, "where the pack comes from does not read"));
        }
        Ok(reader)
    }

    /// Another connection to the same project.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be opened any more.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader {
            connection: connection::open_to_read(&self.path)?,
            path: self.path.clone(),
            source: Arc::clone(&self.source),
            records: self.records,
            pack: self.pack.clone(),
            version: self.version,
            lock: self.lock.clone(),
        })
    }

    /// Opens a project only to read from it, while somebody else may be working on it. It is neither locked nor brought up
    /// to date.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAProject`], [`StoreError::Newer`], [`StoreError::Damaged`] or
    /// [`StoreError::Unreadable`].
    pub fn open(path: &Path) -> Result<Reader, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        connection::check_header(path)?;
        Reader::new(connection::open_to_read(path)?, path, None)
    }

    /// The decisions that were made elsewhere, in the order in which they were taken in.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn earlier_sources(&self) -> Result<Vec<EarlierSource>, StoreError> {
        if self.version < 2 { Ok(Vec::new()) } else { earlier::read(&self.connection, &self.path) }
    }

    /// The quality samples that were drawn, in their order, those that were taken back included.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn samples(&self) -> Result<Vec<QualitySample>, StoreError> {
        if self.version < 3 {
            return Ok(Vec::new());
        }
        let rows = self.query("SELECT id, at, reviewer, parameters FROM samples ORDER BY id", |row| {
            Ok((row.get(0)?, Timestamp(row.get(1)?), row.get(2)?, row.get::<_, String>(3)?))
        })?;
        let sample = |(number, at, reviewer, text): (u32, Timestamp, String, String)| {
            let what =
                || StoreError::damaged(&self.path, format!("how quality sample {number} was drawn does not read"));
            Ok(QualitySample { number, at, reviewer, design: design_from_text(&text).ok_or_else(what)? })
        };
        rows.into_iter().map(sample).collect()
    }

    /// For how many records the engine's answer was to be hidden until they are coded, in the order in which that was said;
    /// the last is in force.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn unaided_shares(&self) -> Result<Vec<UnaidedShare>, StoreError> {
        if self.version < 3 {
            return Ok(Vec::new());
        }
        self.query("SELECT at, reviewer, percent, seed FROM unaided_shares ORDER BY id", |row| {
            let (at, seed): (i64, i64) = (row.get(0)?, row.get(3)?);
            Ok(UnaidedShare {
                at: Timestamp(at),
                reviewer: row.get(1)?,
                percent: row.get::<_, u8>(2)?.min(100),
                seed: seed.cast_unsigned(),
            })
        })
    }

    /// Where the project comes from, if it is a pack for one coder.
    pub fn pack(&self) -> Option<&Pack> {
        self.pack.as_deref()
    }

    /// The splits of the project into packs, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn splits(&self) -> Result<Vec<Split>, StoreError> {
        if self.version < 3 { Ok(Vec::new()) } else { pack::read_splits(&self.connection, &self.path) }
    }

    /// The codes of another classification that the records carry and are recoded by.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn recoding(&self) -> Result<Option<Recoding>, StoreError> {
        let found: Vec<String> = self.query("SELECT value FROM meta WHERE key = 'recode'", |row| row.get(0))?;
        let Some(text) = found.first() else { return Ok(None) };
        let recoding = Recoding::parse(text).filter(|recoding| recoding.column < self.source.columns.len());
        recoding
            .map(Some)
            .ok_or_else(|| StoreError::damaged(&self.path, "what the records are recoded by does not read"))
    }

    /// Where the project is, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The source file, the columns and the classification.
    pub fn source(&self) -> &SourceDescription {
        &self.source
    }

    /// Number of records.
    pub fn record_count(&self) -> u32 {
        self.records
    }

    /// Visits job title and tasks of the records of a range, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn read_answers(
        &self,
        range: Range<RecordId>,
        mut visit: impl FnMut(RecordId, &str, &str) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.read_batches(range, false, |record, [title, tasks, _]| {
            Ok(visit(record, self.text(record, title)?, self.text(record, tasks)?))
        })
    }

    /// Visits all cells of the records of a range, in order: one per column, then surplus cells.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn for_each_row(
        &self,
        range: Range<RecordId>,
        mut visit: impl FnMut(RecordId, &[&str]) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        self.read_batches(range, true, |record, row| Ok(visit(record, &self.row(record, row)?)))
    }

    /// All cells of a record: one per column, then surplus cells. Empty for a record beyond the last.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn cells(&self, record: RecordId) -> Result<Vec<String>, StoreError> {
        let mut cells = Vec::new();
        self.for_each_row(record..record.saturating_add(1), |_, row| {
            cells = row.iter().map(|cell| (*cell).to_owned()).collect();
            ControlFlow::Break(())
        })?;
        Ok(cells)
    }

    /// Some cells of some records, in the order of `records` and of `columns`, each cut after so many characters; empty
    /// for a record beyond the last. For a page of a table.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn some_cells(
        &self,
        records: &[RecordId],
        columns: &[usize],
        characters: usize,
    ) -> Result<Vec<Vec<String>>, StoreError> {
        let mut found = Vec::with_capacity(records.len());
        for record in records {
            let mut some = Vec::new();
            self.for_each_row(*record..record.saturating_add(1), |_, row| {
                let cell = |column: &usize| row.get(*column).map_or("", |cell| beginning(cell, characters)).to_owned();
                some = columns.iter().map(cell).collect();
                ControlFlow::Break(())
            })?;
            found.push(some);
        }
        Ok(found)
    }

    /// Number of problems found when the source file was read.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn problem_count(&self) -> Result<u64, StoreError> {
        let count = |row: &Row<'_>| row.get::<_, i64>(0);
        let found = self.connection.query_row("SELECT count(*) FROM problems", [], count);
        found.map(i64::unsigned_abs).map_err(|error| self.sql(error))
    }

    /// Visits the problems found when the source file was read, in the order of the file.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn for_each_problem(&self, mut visit: impl FnMut(Problem) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            // A part at a time, so that a slow visitor keeps no decision waiting.
            let part = self.problems_after(after)?;
            let Some((last, _)) = part.last() else { return Ok(()) };
            after = *last;
            for (_, problem) in part {
                if visit(problem).is_break() {
                    return Ok(());
                }
            }
        }
    }

    /// The first problems found when the source file was read, at most so many.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn problems(&self, at_most: usize) -> Result<Vec<Problem>, StoreError> {
        let mut problems = Vec::new();
        if at_most > 0 {
            self.for_each_problem(|problem| {
                problems.push(problem);
                if problems.len() < at_most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
        }
        Ok(problems)
    }

    fn problems_after(&self, id: i64) -> Result<Vec<(i64, Problem)>, StoreError> {
        let sql = format!(
            "SELECT id, line, record, column, kind, words, detail FROM problems WHERE id > {id} ORDER BY id \
             LIMIT {PROBLEMS_AT_ONCE}"
        );
        self.query(&sql, |row| {
            let problem = Problem {
                line: row.get::<_, i64>(1)?.unsigned_abs(),
                record: row.get(2)?,
                column: row.get(3)?,
                kind: row.get(4)?,
                words: row.get(5)?,
                detail: row.get(6)?,
            };
            Ok((row.get(0)?, problem))
        })
    }

    /// Coding runs and changes of thresholds, oldest first; those that were broken off are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn runs(&self) -> Result<Vec<Run>, StoreError> {
        let rows = self.query(&runs::select(self.version), |row| Ok(runs::read_run(row)))?;
        let runs: Option<Vec<Run>> = rows.into_iter().collect();
        runs.ok_or_else(|| StoreError::damaged(&self.path, "a coding run does not read"))
    }

    /// The last run, whose codings and thresholds stand; `None` before the first coding.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn current_run(&self) -> Result<Option<Run>, StoreError> {
        Ok(self.runs()?.pop())
    }

    /// Visits the codings of the records of a range, in order, as they stand in `run`.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn read_codings(
        &self,
        run: &Run,
        range: Range<RecordId>,
        mut visit: impl FnMut(RecordId, &Coding) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let end = range.end.min(self.records);
        let mut record = range.start;
        while record < end {
            let page = self.codings_page(run, record / PAGE)?;
            let mut codings = page.chunks_exact(WIDTH).skip((record % PAGE) as usize);
            let page_end = end.min((record / PAGE + 1).saturating_mul(PAGE));
            while record < page_end {
                let coding = codings.next().and_then(read_coding).ok_or_else(|| self.damaged_record(record))?;
                if visit(record, &coding).is_break() {
                    return Ok(());
                }
                record += 1;
            }
        }
        Ok(())
    }

    /// The codings of all records, as they stand in `run`.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn codings(&self, run: &Run) -> Result<Vec<Coding>, StoreError> {
        let mut codings = Vec::with_capacity(self.records as usize);
        self.read_codings(run, 0..self.records, |_, coding| {
            codings.push(*coding);
            ControlFlow::Continue(())
        })?;
        Ok(codings)
    }

    /// The whole log, oldest entry first, as it stands in the file; [`review::verify`] checks it.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read or is damaged.
    pub fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        let mut entries = Vec::new();
        self.for_each_entry(|entry| {
            entries.push(entry);
            ControlFlow::Continue(())
        })?;
        Ok(entries)
    }

    /// Number of entries in the log, as it stands in the file.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn entry_count(&self) -> Result<u64, StoreError> {
        let found = self.connection.query_row("SELECT count(*) FROM log", [], |row| row.get::<_, i64>(0));
        found.map(i64::unsigned_abs).map_err(|error| self.sql(error))
    }

    /// Visits the log, oldest entry first, as it stands in the file.
    ///
    /// # Errors
    /// [`StoreError::Log`] at an entry that does not read; [`StoreError`] when the file cannot be read.
    pub fn for_each_entry(&self, mut visit: impl FnMut(Entry) -> ControlFlow<()>) -> Result<(), StoreError> {
        let sql = "SELECT number, at, reviewer, action, of, changes, previous, hash FROM log WHERE number > ?1 \
                   ORDER BY number LIMIT ?2";
        let mut select = self.connection.prepare(sql).map_err(|error| self.sql(error))?;
        let mut after = i64::MIN;
        loop {
            // A part at a time, so that a slow visitor keeps no decision waiting.
            let mut part = Vec::new();
            let mut rows = select.query(params![after, ENTRIES_AT_ONCE as i64]).map_err(|error| self.sql(error))?;
            while let Some(row) = rows.next().map_err(|error| self.sql(error))? {
                after = row.get(0).map_err(|error| self.sql(error))?;
                part.push(self.entry(row));
            }
            drop(rows);
            let whole = part.len() == ENTRIES_AT_ONCE;
            for entry in part {
                if visit(entry?).is_break() {
                    return Ok(());
                }
            }
            if !whole {
                return Ok(());
            }
        }
    }

    /// What the log begins with: a hash of the source description and the number of records, of a pack also of where it
    /// comes from.
    pub fn genesis(&self) -> Hash {
        let plain = self.source.genesis(self.records);
        self.pack.as_ref().map_or(plain, |pack| pack.genesis(plain))
    }

    /// The log taken in: what stands now, and what can be undone.
    ///
    /// # Errors
    /// [`StoreError::Log`] when an entry was changed, left out or put in, or belongs to another project; otherwise as
    /// [`Reader::entries`].
    pub fn ledger(&self) -> Result<Ledger, StoreError> {
        self.ledger_up_to(u64::MAX)
    }

    /// The log taken in up to the entry of this number, which may lie beyond the last.
    ///
    /// # Errors
    /// As [`Reader::ledger`].
    pub fn ledger_up_to(&self, number: u64) -> Result<Ledger, StoreError> {
        let entries = self.entries()?.into_iter().take_while(|entry| entry.number <= number);
        Ledger::from_entries(self.genesis(), entries)
            .map_err(|source| StoreError::Log { path: self.path.clone(), source })
    }

    fn entry(&self, row: &Row<'_>) -> Result<Entry, StoreError> {
        let sql = |error| self.sql(error);
        let number = row.get::<_, i64>(0).map_err(sql)?.unsigned_abs();
        let log = |source| StoreError::Log { path: self.path.clone(), source };
        let unreadable = || log(review::ChainError::Unreadable { number });
        let word: String = row.get(3).map_err(|_| unreadable())?;
        let of: Option<i64> = row.get(4).map_err(|_| unreadable())?;
        let changes = row.get_ref(5).map_err(sql)?.as_blob().map_err(|_| unreadable())?;
        Ok(Entry {
            number,
            at: Timestamp(row.get(1).map_err(|_| unreadable())?),
            reviewer: row.get(2).map_err(|_| unreadable())?,
            action: Action::from_word(&word, of.map(i64::unsigned_abs)).ok_or_else(unreadable)?,
            changes: changes_from_bytes(number, changes).map_err(log)?,
            previous: row.get(6).map_err(|_| unreadable())?,
            hash: row.get(7).map_err(|_| unreadable())?,
        })
    }

    fn codings_page(&self, run: &Run, page: u32) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT bytes FROM codings WHERE run = ?1 AND page = ?2";
        let found = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut select| select.query_row(params![run.codings_of, page], |row| row.get(0)).optional())
            .map_err(|error| self.sql(error))?;
        found.ok_or_else(|| StoreError::damaged(&self.path, format!("page {page} of the codings is missing")))
    }

    fn read_batches(
        &self,
        range: Range<RecordId>,
        with_cells: bool,
        mut visit: impl FnMut(RecordId, RawRow<'_>) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let mut range = range.start..range.end.min(self.records);
        let mut batch = Batch::default();
        while !range.is_empty() {
            let next = batch.load(&self.connection, &range, with_cells).map_err(|error| self.sql(error))?;
            if next == range.start {
                return Err(self.damaged_record(next));
            }
            for (record, row) in batch.rows() {
                if visit(record, row)?.is_break() {
                    return Ok(());
                }
            }
            range.start = next;
        }
        Ok(())
    }

    /// Puts title and tasks back between the other cells.
    fn row<'a>(&self, record: RecordId, [title, tasks, cells]: RawRow<'a>) -> Result<Vec<&'a str>, StoreError> {
        let mut row = Vec::with_capacity(self.source.columns.len());
        let mut cells = read_cells(cells);
        loop {
            let at = row.len();
            if self.source.is_title(at) {
                row.push(self.text(record, title)?);
            } else if self.source.is_tasks(at) {
                row.push(self.text(record, tasks)?);
            } else {
                match cells.next() {
                    Some(cell) => row.push(cell.ok_or_else(|| self.damaged_record(record))?),
                    None if at >= self.source.columns.len() => return Ok(row),
                    None => return Err(self.damaged_record(record)),
                }
            }
        }
    }

    fn text<'a>(&self, record: RecordId, bytes: &'a [u8]) -> Result<&'a str, StoreError> {
        std::str::from_utf8(bytes).map_err(|_| self.damaged_record(record))
    }

    fn query<T>(&self, sql: &str, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>, StoreError> {
        let mut select = self.connection.prepare(sql).map_err(|error| self.sql(error))?;
        select.query_map([], read).and_then(Iterator::collect).map_err(|error| self.sql(error))
    }

    fn damaged_record(&self, record: RecordId) -> StoreError {
        StoreError::damaged(&self.path, format!("record {} does not read", u64::from(record) + 1))
    }

    pub(crate) fn sql(&self, error: rusqlite::Error) -> StoreError {
        StoreError::sql(&self.path, error)
    }
}

fn beginning(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// The number of records that the project was finished with; the records must go that far.
fn count_records(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    let sql = "SELECT (SELECT value FROM meta WHERE key = 'records'), (SELECT coalesce(max(id), -1) + 1 FROM records)";
    let (written, found): (Option<String>, u32) = connection
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(|error| StoreError::sql(path, error))?;
    match written.and_then(|written| written.parse::<u32>().ok()) {
        Some(written) if written == found => Ok(found),
        _ => Err(StoreError::damaged(path, "records are missing")),
    }
}

/// The description of the source and the number of records must be those that the log was begun with.
fn check_genesis(connection: &Connection, path: &Path, genesis: &Hash) -> Result<(), StoreError> {
    let sql = "SELECT value FROM meta WHERE key = 'genesis'";
    let written: Option<String> =
        connection.query_row(sql, [], |row| row.get(0)).optional().map_err(|error| StoreError::sql(path, error))?;
    if written.as_deref() == Some(hash_text(genesis).as_str()) {
        return Ok(());
    }
    Err(StoreError::damaged(path, "the description of where it comes from was changed"))
}
