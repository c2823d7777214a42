//! Making a project from a source file.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use domain::Coding;
use review::{RecordId, hash_text};
use rusqlite::{Connection, params};

use crate::cells::write_cell;
use crate::lock::{Lock, beside};
use crate::schema::{ADDED_IN_2, ADDED_IN_3, APPLICATION_ID, TABLES, VERSION};
use crate::{Pack, Problem, Project, Recoding, RunParameters, SourceDescription, StoreError, connection, runs};

/// A project in the making: records are added in the order of the file, then it is finished.
///
/// It is built beside its final name, as `NAME.occudesk.importing`, and renamed once it is complete and on disk. Dropped
/// before that, it leaves nothing behind; what a killed program leaves behind is removed by the next try.
#[derive(Debug)]
pub struct ProjectBuilder {
    /// `None` once finished.
    connection: Option<Connection>,
    description: SourceDescription,
    path: PathBuf,
    temporary: PathBuf,
    lock: Option<Lock>,
    records: RecordId,
    cells: Vec<u8>,
    pack: Option<Pack>,
}

impl ProjectBuilder {
    /// Begins a project.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file of that name, [`StoreError::Locked`] when somebody else is making it,
    /// [`StoreError::ReadOnly`], [`StoreError::Full`] or [`StoreError::Io`] when it cannot be written.
    pub fn create(path: &Path, description: &SourceDescription) -> Result<ProjectBuilder, StoreError> {
        let path = std::path::absolute(path).map_err(|error| StoreError::io(path, error))?;
        if fs::symlink_metadata(&path).is_ok() {
            return Err(StoreError::Exists { path });
        }
        let lock = Lock::take(&path)?;
        let temporary = beside(&path, ".importing");
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::io(&path, error)),
            _ => {}
        }
        let connection = connection::create(&temporary)?;
        let builder = ProjectBuilder {
            connection: Some(connection),
            description: description.clone(),
            path,
            temporary,
            lock: Some(lock),
            records: 0,
            cells: Vec::new(),
            pack: None,
        };
        builder.run(|connection| {
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            connection.execute_batch("BEGIN")?;
            connection.execute_batch(TABLES)?;
            connection.execute_batch(ADDED_IN_2)?;
            connection.execute_batch(ADDED_IN_3)?;
            description.write(connection)
        })?;
        Ok(builder)
    }

    /// Adds the next record: all its cells in the order of the columns; surplus cells come last and are kept, missing
    /// ones are empty. Returns its number.
    ///
    /// # Errors
    /// [`StoreError::TooMany`] beyond 4,294,967,295 records; [`StoreError::Full`] or [`StoreError::Io`] when the disk does
    /// not take it.
    pub fn add_record<S: AsRef<str>>(&mut self, cells: &[S]) -> Result<RecordId, StoreError> {
        let id = self.records;
        self.records = id.checked_add(1).ok_or(StoreError::TooMany { path: self.path.clone(), most: u32::MAX })?;
        self.cells.clear();
        let cell = |at: usize| cells.get(at).map_or("", AsRef::as_ref);
        for at in 0..cells.len().max(self.description.columns.len()) {
            if !self.description.is_title(at) && !self.description.is_tasks(at) {
                write_cell(cell(at), &mut self.cells);
            }
        }
        let (title, tasks) = (self.description.title(cell), self.description.tasks(cell));
        self.run(|connection| {
            let sql = "INSERT INTO records (id, title, tasks, cells) VALUES (?1, ?2, ?3, ?4)";
            connection.prepare_cached(sql)?.execute(params![id, title, tasks, self.cells])
        })?;
        Ok(id)
    }

    /// Adds a row problem.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Io`] when the disk does not take it.
    pub fn add_problem(&mut self, problem: &Problem) -> Result<(), StoreError> {
        let line = i64::try_from(problem.line).unwrap_or(i64::MAX);
        self.run(|connection| {
            let sql =
                "INSERT INTO problems (line, record, column, kind, words, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let Problem { record, column, kind, words, detail, .. } = problem;
            connection.prepare_cached(sql)?.execute(params![line, record, column, kind, words, detail])
        })?;
        Ok(())
    }

    /// Says that the records carry codes of another classification, by which they are recoded.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Io`] when the disk does not take it.
    pub fn recode(&mut self, recoding: &Recoding) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (key, value) VALUES ('recode', ?1)";
        self.run(|connection| connection.execute(sql, [recoding.text()])).map(|_| ())
    }

    /// Says that the project is a pack of another one.
    ///
    /// # Errors
    /// [`StoreError::Full`] or [`StoreError::Io`] when the disk does not take it.
    pub fn become_pack(&mut self, pack: Pack) -> Result<(), StoreError> {
        self.run(|connection| pack.write(connection))?;
        self.pack = Some(pack);
        Ok(())
    }

    /// Stores the codings of the records, one for each in their order, as a finished run.
    ///
    /// # Errors
    /// [`StoreError::Incomplete`] when there is not one coding per record; [`StoreError::Full`] or [`StoreError::Io`] when
    /// the disk does not take it.
    pub fn add_run(&mut self, parameters: &RunParameters, codings: &[Coding]) -> Result<(), StoreError> {
        let (expected, found) = (u64::from(self.records), codings.len() as u64);
        if expected != found {
            return Err(StoreError::Incomplete { path: self.path.clone(), expected, found });
        }
        self.run(|connection| runs::insert_whole(connection, parameters, codings))
    }

    /// Number of records added so far.
    pub fn records(&self) -> u32 {
        self.records
    }

    /// Writes everything out, gives the file its name and opens it.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when a file of that name has turned up meanwhile; [`StoreError::Full`] or [`StoreError::Io`]
    /// when the disk does not take it. Nothing is left behind then.
    pub fn finish(mut self) -> Result<Project, StoreError> {
        self.run(|connection| {
            let plain = self.description.genesis(self.records);
            let genesis = hash_text(&self.pack.as_ref().map_or(plain, |pack| pack.genesis(plain)));
            for (key, value) in [("records", self.records.to_string()), ("genesis", genesis)] {
                connection.execute("INSERT INTO meta (key, value) VALUES (?1, ?2)", [key, &value])?;
            }
            connection.execute_batch("COMMIT")
        })?;
        if let Some(connection) = self.connection.take() {
            connection.close().map_err(|(_, error)| StoreError::sql(&self.path, error))?;
        }
        let io = |error| StoreError::io(&self.path, error);
        File::options().write(true).open(&self.temporary).and_then(|file| file.sync_all()).map_err(io)?;
        if fs::symlink_metadata(&self.path).is_ok() {
            return Err(StoreError::Exists { path: self.path.clone() });
        }
        fs::rename(&self.temporary, &self.path).map_err(io)?;
        sync_folder(&self.path).map_err(io)?;
        match self.lock.take() {
            Some(lock) => Project::open_with(&self.path, lock),
            None => Project::open(&self.path),
        }
    }

    fn run<T>(&self, step: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let Some(connection) = &self.connection else {
            return Err(StoreError::Missing { path: self.path.clone() });
        };
        step(connection).map_err(|error| StoreError::sql(&self.path, error))
    }
}

impl Drop for ProjectBuilder {
    fn drop(&mut self) {
        // The connection is closed first, because some systems do not remove open files. Once renamed, there is nothing
        // to remove.
        drop(self.connection.take());
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes out the folder, so that the new name survives a loss of power.
#[cfg(unix)]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
