//! Writing the log from another thread.

use std::path::PathBuf;
use std::sync::Arc;

use review::{Entry, changes_to_bytes};
use rusqlite::{Connection, params};

use crate::StoreError;
use crate::lock::Lock;

/// A connection that writes entries of the log, for those that take longer than a person should wait. It can be sent to
/// another thread.
#[derive(Debug)]
pub struct LogWriter {
    connection: Connection,
    path: PathBuf,
    _lock: Option<Arc<Lock>>,
}

impl LogWriter {
    pub(crate) fn new(connection: Connection, path: PathBuf, lock: Option<Arc<Lock>>) -> LogWriter {
        LogWriter { connection, path, _lock: lock }
    }

    /// Writes the next entry of the log; it is on disk when this returns.
    ///
    /// # Errors
    /// As [`crate::Project::append`].
    pub fn append(&mut self, entry: &Entry) -> Result<(), StoreError> {
        write_entry(&self.connection, entry).map_err(|error| StoreError::sql(&self.path, error))
    }
}

/// Writes an entry of the log.
pub(crate) fn write_entry(connection: &Connection, entry: &Entry) -> rusqlite::Result<()> {
    let sql = "INSERT INTO log (number, at, reviewer, action, of, changes, previous, hash) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let values = params![
        number(entry.number),
        entry.at.0,
        entry.reviewer,
        entry.action.word(),
        entry.action.of().map(number),
        changes_to_bytes(&entry.changes),
        entry.previous,
        entry.hash,
    ];
    connection.prepare_cached(sql)?.execute(values).map(|_| ())
}
