//! Coding runs and changes of thresholds.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{ClassificationId, Coding, Thresholds};
use review::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::StoreError;
use crate::coding_bytes::{PAGE, WIDTH, write_coding};
use crate::lock::Lock;

/// With what the records were coded.
#[derive(Clone, Debug, PartialEq)]
pub struct RunParameters {
    /// When the run began, or the thresholds were changed.
    pub at: Timestamp,
    /// Who asked for it.
    pub reviewer: String,
    /// Which engine, such as `embedded`.
    pub engine: String,
    /// Id of the model.
    pub model_id: String,
    /// SHA-256 of the model, in hexadecimal digits; empty where the engine does not tell.
    pub model_hash: String,
    /// To which classification.
    pub classification: ClassificationId,
    /// With which thresholds.
    pub thresholds: Thresholds,
    /// With which codes of another classification the records were recoded, if they were.
    pub recoding: Option<Recoding>,
}

/// Which codes of another classification the records carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recoding {
    /// The classification of these codes.
    pub from: ClassificationId,
    /// The position of their column among the columns of the source.
    pub column: usize,
}

impl Recoding {
    /// As the project file has it: the key of the classification, a colon, the position of the column.
    pub(crate) fn text(&self) -> String {
        format!("{}:{}", self.from.key(), self.column)
    }

    /// Reads what `text` wrote.
    pub(crate) fn parse(text: &str) -> Option<Recoding> {
        let (from, column) = text.split_once(':')?;
        Some(Recoding { from: ClassificationId::from_key(from)?, column: column.parse().ok()? })
    }
}

/// A finished coding run, or a change of thresholds.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Number of the run, ascending; not without gaps.
    pub id: i64,
    /// With what the records were coded.
    pub parameters: RunParameters,
    /// The run that made the codings: `id` itself for a coding run, an earlier one for a change of thresholds.
    pub codings_of: i64,
}

/// All finished runs, oldest first, as [`read_run`] wants them, from tables of this version.
pub(crate) fn select(version: u32) -> String {
    let recode = if version < 2 { "''" } else { "recode" };
    format!(
        "SELECT id, at, reviewer, engine, model_id, model_hash, classification, optimal, minimum, codings_of, {recode} \
         FROM runs WHERE finished = 1 ORDER BY id"
    )
}

/// `None` when a value is not what it should be.
pub(crate) fn read_run(row: &Row<'_>) -> Option<Run> {
    let classification: String = row.get(6).ok()?;
    let (optimal, minimum): (f64, f64) = (row.get(7).ok()?, row.get(8).ok()?);
    let recode: String = row.get(10).ok()?;
    let recoding = if recode.is_empty() { None } else { Some(Recoding::parse(&recode)?) };
    Some(Run {
        id: row.get(0).ok()?,
        parameters: RunParameters {
            at: Timestamp(row.get(1).ok()?),
            reviewer: row.get(2).ok()?,
            engine: row.get(3).ok()?,
            model_id: row.get(4).ok()?,
            model_hash: row.get(5).ok()?,
            classification: ClassificationId::from_key(&classification)?,
            thresholds: Thresholds::checked(optimal as f32, minimum as f32)?,
            recoding,
        },
        codings_of: row.get(9).ok()?,
    })
}

/// Writes a run and returns its number; without `codings_of`, it is a coding run that is not finished yet.
pub(crate) fn insert(
    connection: &Connection,
    parameters: &RunParameters,
    codings_of: Option<i64>,
) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO runs (id, at, reviewer, engine, model_id, model_hash, classification, optimal, minimum, \
         codings_of, finished, recode) SELECT next, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, coalesce(?9, next), ?9 IS NOT NULL, ?10 \
         FROM (SELECT coalesce(max(id), 0) + 1 AS next FROM runs) RETURNING id";
    connection.query_row(
        sql,
        params![
            parameters.at.0,
            parameters.reviewer,
            parameters.engine,
            parameters.model_id,
            parameters.model_hash,
            parameters.classification.key(),
            f64::from(parameters.thresholds.optimal),
            f64::from(parameters.thresholds.minimum),
            codings_of,
            parameters.recoding.map(|recoding| recoding.text()).unwrap_or_default(),
        ],
        |row| row.get(0),
    )
}

/// Writes a run with all its codings. Expects to be within a transaction.
pub(crate) fn insert_whole(
    connection: &Connection,
    parameters: &RunParameters,
    codings: &[Coding],
) -> rusqlite::Result<()> {
    let id = insert(connection, parameters, None)?;
    for (part, page) in codings.chunks(PAGE as usize).zip(0i64..) {
        let mut bytes = Vec::with_capacity(part.len() * WIDTH);
        part.iter().for_each(|coding| write_coding(coding, &mut bytes));
        connection
            .prepare_cached("INSERT INTO codings (run, page, bytes) VALUES (?1, ?2, ?3)")?
            .execute(params![id, page, bytes])?;
    }
    connection.execute("UPDATE runs SET finished = 1 WHERE id = ?1", [id]).map(|_| ())
}

/// Removes runs that were broken off, with their codings.
pub(crate) fn remove_unfinished(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM runs WHERE finished = 0", []).map(|_| ())
}

/// Bytes (full pages) that go to disk together: few enough that a decision waits for some milliseconds only.
const BYTES_AT_ONCE: usize = 8 * PAGE as usize * WIDTH;

/// Takes in the codings of a run, in the order of the records, while people go on working. It can be sent to another
/// thread. The run counts once it is finished; dropped before that, it is removed.
#[derive(Debug)]
pub struct RunWriter {
    connection: Connection,
    path: PathBuf,
    parameters: RunParameters,
    id: i64,
    expected: u32,
    /// Codings taken in so far.
    count: u64,
    bytes: Vec<u8>,
    finished: bool,
    _lock: Option<Arc<Lock>>,
}

impl RunWriter {
    pub(crate) fn new(
        connection: Connection,
        path: PathBuf,
        lock: Option<Arc<Lock>>,
        expected: u32,
        parameters: RunParameters,
    ) -> Result<RunWriter, StoreError> {
        let id = insert(&connection, &parameters, None).map_err(|error| StoreError::sql(&path, error))?;
        let bytes = Vec::with_capacity(BYTES_AT_ONCE);
        Ok(RunWriter { connection, path, parameters, id, expected, count: 0, bytes, finished: false, _lock: lock })
    }

    /// Takes in the coding of the next record.
    ///
    /// # Errors
    /// [`StoreError::Full`], [`StoreError::Busy`] or [`StoreError::Io`] when the disk does not take it.
    pub fn push(&mut self, coding: &Coding) -> Result<(), StoreError> {
        write_coding(coding, &mut self.bytes);
        self.count += 1;
        if self.bytes.len() == BYTES_AT_ONCE { self.write_pages() } else { Ok(()) }
    }

    /// Finishes the run: from now on its codings and thresholds stand.
    ///
    /// # Errors
    /// [`StoreError::Incomplete`] when there is not one coding per record; [`StoreError::Full`], [`StoreError::Busy`] or
    /// [`StoreError::Io`] when the disk does not take it. The run is removed then.
    pub fn finish(mut self) -> Result<Run, StoreError> {
        let expected = u64::from(self.expected);
        if self.count != expected {
            return Err(StoreError::Incomplete { path: self.path.clone(), expected, found: self.count });
        }
        self.write_pages()?;
        self.connection
            .execute("UPDATE runs SET finished = 1 WHERE id = ?1", [self.id])
            .map_err(|error| StoreError::sql(&self.path, error))?;
        self.finished = true;
        Ok(Run { id: self.id, parameters: self.parameters.clone(), codings_of: self.id })
    }

    fn write_pages(&mut self) -> Result<(), StoreError> {
        let records = (self.bytes.len() / WIDTH) as u64;
        let first = (self.count - records) / u64::from(PAGE);
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            for (bytes, page) in self.bytes.chunks(PAGE as usize * WIDTH).zip(first..) {
                let page = i64::try_from(page).unwrap_or(i64::MAX);
                transaction
                    .prepare_cached("INSERT INTO codings (run, page, bytes) VALUES (?1, ?2, ?3)")?
                    .execute(params![self.id, page, bytes])?;
            }
            transaction.commit()
        };
        write().map_err(|error| StoreError::sql(&self.path, error))?;
        self.bytes.clear();
        Ok(())
    }
}

impl Drop for RunWriter {
    fn drop(&mut self) {
        if !self.finished {
            // If it cannot be removed now, it is when the project is opened next; until then it does not count.
            let _ = self.connection.execute("DELETE FROM runs WHERE id = ?1", [self.id]);
        }
    }
}
