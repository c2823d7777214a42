//! Decisions that were made elsewhere, copied into the project so that it stays one file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use review::{EarlierDecision, EarlierSource, SourceKind, Timestamp, Verdict};
use rusqlite::{Connection, Row, params};

use crate::StoreError;
use crate::lock::Lock;

/// Decisions written at a time: few enough that a person's own decision waits for some milliseconds only.
const AT_ONCE: usize = 4096;

/// Keeps decisions that were made elsewhere, or lets them go, while people go on working. It can be sent to another
/// thread.
#[derive(Debug)]
pub struct EarlierWriter {
    connection: Connection,
    path: PathBuf,
    _lock: Option<Arc<Lock>>,
}

impl EarlierWriter {
    pub(crate) fn new(connection: Connection, path: PathBuf, lock: Option<Arc<Lock>>) -> EarlierWriter {
        EarlierWriter { connection, path, _lock: lock }
    }

    /// Keeps a source, in place of what was taken from the same path before. Returns its number.
    ///
    /// # Errors
    /// [`StoreError::Full`], [`StoreError::Busy`] or [`StoreError::Io`] when the disk does not take it; what was kept before
    /// stays then.
    pub fn keep(&mut self, source: &EarlierSource) -> Result<i64, StoreError> {
        let kept = self.insert(source).and_then(|id| {
            let transaction = self.connection.unchecked_transaction()?;
            transaction
                .execute("DELETE FROM earlier_sources WHERE path = ?1 AND id <> ?2", params![source.path, id])?;
            transaction.execute("UPDATE earlier_sources SET complete = 1 WHERE id = ?1", [id])?;
            transaction.commit()?;
            Ok(id)
        });
        kept.map_err(|error| {
            // What is not complete does not count, and is removed at the next opening if not now.
            let _ = remove_incomplete(&self.connection);
            StoreError::sql(&self.path, error)
        })
    }

    /// Lets a source go.
    ///
    /// # Errors
    /// As [`EarlierWriter::keep`].
    pub fn remove(&mut self, id: i64) -> Result<(), StoreError> {
        let removed = self.connection.execute("DELETE FROM earlier_sources WHERE id = ?1", [id]);
        removed.map(|_| ()).map_err(|error| StoreError::sql(&self.path, error))
    }

    fn insert(&self, source: &EarlierSource) -> rusqlite::Result<i64> {
        let problems: String = source.problems.iter().map(|(line, words)| format!("{line}\t{words}\n")).collect();
        let sql = "INSERT INTO earlier_sources (kind, name, path, loaded_at, loaded_by, problems, complete) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0) RETURNING id";
        let values =
            params![source.kind.word(), source.name, source.path, source.loaded_at.0, source.loaded_by, problems];
        let id: i64 = self.connection.query_row(sql, values, |row| row.get(0))?;
        for part in source.decisions.chunks(AT_ONCE) {
            let transaction = self.connection.unchecked_transaction()?;
            let sql = "INSERT INTO earlier_decisions (source, answer, verdict, reviewer, at, times, reason) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            for decision in part {
                let at = decision.at.map(|at| at.0);
                let EarlierDecision { key, verdict, reviewer, times, reason, .. } = decision;
                let values = params![id, key, verdict.text(), reviewer, at, times, reason];
                transaction.prepare_cached(sql)?.execute(values)?;
            }
            transaction.commit()?;
        }
        Ok(id)
    }
}

/// Removes what was broken off while it was being kept.
pub(crate) fn remove_incomplete(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM earlier_sources WHERE complete = 0", []).map(|_| ())
}

/// All sources, oldest first.
pub(crate) fn read(connection: &Connection, path: &Path) -> Result<Vec<EarlierSource>, StoreError> {
    let sql = |error| StoreError::sql(path, error);
    let select = "SELECT id, kind, name, path, loaded_at, loaded_by, problems FROM earlier_sources WHERE complete = 1 \
                  ORDER BY id";
    let rows = query(connection, select, |row| Ok(source(row))).map_err(sql)?;
    let sources: Option<Vec<EarlierSource>> = rows.into_iter().collect();
    let damaged = || StoreError::damaged(path, "the earlier decisions do not read");
    let mut sources = sources.ok_or_else(damaged)?;
    for source in &mut sources {
        let select = format!(
            "SELECT answer, verdict, reviewer, at, times, reason FROM earlier_decisions WHERE source = {} \
             ORDER BY rowid",
            source.id
        );
        let rows = query(connection, &select, |row| Ok(decision(row))).map_err(sql)?;
        source.decisions = rows.into_iter().collect::<Option<Vec<EarlierDecision>>>().ok_or_else(damaged)?;
    }
    Ok(sources)
}

fn query<T>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    connection.prepare(sql)?.query_map([], read)?.collect()
}

fn source(row: &Row<'_>) -> Option<EarlierSource> {
    let kind: String = row.get(1).ok()?;
    let problems: String = row.get(6).ok()?;
    let problem = |line: &str| {
        let (number, words) = line.split_once('\t')?;
        Some((number.parse().ok()?, words.to_owned()))
    };
    Some(EarlierSource {
        id: row.get(0).ok()?,
        kind: SourceKind::from_word(&kind)?,
        name: row.get(2).ok()?,
        path: row.get(3).ok()?,
        loaded_at: Timestamp(row.get(4).ok()?),
        loaded_by: row.get(5).ok()?,
        decisions: Vec::new(),
        problems: problems.lines().filter_map(problem).collect(),
    })
}

fn decision(row: &Row<'_>) -> Option<EarlierDecision> {
    let verdict: String = row.get(1).ok()?;
    let at: Option<i64> = row.get(3).ok()?;
    Some(EarlierDecision {
        key: row.get(0).ok()?,
        verdict: Verdict::parse(&verdict)?,
        reviewer: row.get(2).ok()?,
        at: at.map(Timestamp),
        times: row.get(4).ok()?,
        reason: row.get(5).ok()?,
    })
}
