//! An open project.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{Coding, Thresholds};
use review::quality::SampleDesign;
use review::{Entry, UnaidedShare};
use rusqlite::{Connection, params};

use crate::lock::Lock;
use crate::log_writer::{LogWriter, write_entry};
use crate::sample::design_to_text;
use crate::{
    EarlierWriter, Reader, Run, RunParameters, RunWriter, SourceDescription, SplitWriter, StoreError, connection,
    earlier, migration, runs,
};

/// An open project: everything that a [`Reader`] reads, and the writing. A person waits for it, so that a step gives up
/// with [`StoreError::Busy`] after a quarter of a second; readers and writers of runs have more patience.
#[derive(Debug)]
pub struct Project {
    reader: Reader,
    read_only: bool,
    copy: Option<PathBuf>,
}

impl Deref for Project {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Project {
    /// Opens a project and looks through the whole file for damage, which takes about a second per gigabyte. What a
    /// killed program left unfinished is taken back first, and a project of an earlier version is brought up to date; a
    /// copy of it as it was stands beside it from then on, as `NAME.occudesk.backup-v1`. A project that cannot be written to is opened to look at, see
    /// [`Project::is_read_only`].
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAProject`], [`StoreError::Newer`], [`StoreError::Damaged`],
    /// [`StoreError::Unreadable`], [`StoreError::Locked`] or [`StoreError::Io`]; [`StoreError::ReadOnly`] when what a killed
    /// program left unfinished cannot be taken back.
    pub fn open(path: &Path) -> Result<Project, StoreError> {
        // Through links, so that two names of one project have one lock.
        let path = fs::canonicalize(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => StoreError::Missing { path: path.to_owned() },
            std::io::ErrorKind::PermissionDenied => StoreError::Unreadable { path: path.to_owned() },
            _ => StoreError::io(path, error),
        })?;
        if path.is_dir() {
            return Err(StoreError::NotAProject { path });
        }
        connection::check_header(&path)?;
        match Lock::take(&path) {
            Ok(lock) => Project::open_with(&path, lock),
            // Where no lock can be made, nobody can write, so that nobody has to be kept out.
            Err(StoreError::ReadOnly { .. }) => Project::open_to_look(&path, None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn open_with(path: &Path, lock: Lock) -> Result<Project, StoreError> {
        let connection = match connection::open(path) {
            Err(StoreError::ReadOnly { .. }) => return Project::open_to_look(path, Some(lock)),
            opened => opened?,
        };
        connection::check_tables(&connection, path)?;
        let copy = migration::bring_up_to_date(&connection, path)?;
        runs::remove_unfinished(&connection)
            .and_then(|()| earlier::remove_incomplete(&connection))
            .map_err(|error| StoreError::sql(path, error))?;
        Ok(Project { copy, ..Project::of(connection, path, Some(lock), false)? })
    }

    pub(crate) fn open_to_look(path: &Path, lock: Option<Lock>) -> Result<Project, StoreError> {
        let connection = connection::open_to_read(path)?;
        connection::check_tables(&connection, path)?;
        Project::of(connection, path, lock, true)
    }

    fn of(connection: Connection, path: &Path, lock: Option<Lock>, read_only: bool) -> Result<Project, StoreError> {
        let reader = Reader::new(connection, path, lock.map(Arc::new))?;
        connection::serve_a_person(&reader.connection, path)?;
        Ok(Project { reader, read_only, copy: None })
    }

    /// The copy that was made of the project before it was brought up to date just now.
    pub fn copy_made(&self) -> Option<&Path> {
        self.copy.as_deref()
    }

    /// Whether the project can only be looked at, because its file or its folder cannot be written to. Everything that
    /// writes gives [`StoreError::ReadOnly`] then.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Closes the project and removes its file, before anybody else can open it. For a project that was just made and is
    /// not wanted.
    ///
    /// # Errors
    /// [`StoreError::Io`] or [`StoreError::ReadOnly`] when the file cannot be removed.
    pub fn discard(self) -> Result<(), StoreError> {
        let Reader { connection, path, lock, .. } = self.reader;
        drop(connection);
        let removed = fs::remove_file(&path).map_err(|error| StoreError::io(&path, error));
        drop(lock);
        removed
    }

    /// Writes the next entry of the log; it is on disk when this returns.
    ///
    /// # Errors
    /// [`StoreError::Full`], [`StoreError::Busy`], [`StoreError::ReadOnly`] or [`StoreError::Io`] when the disk does not take it;
    /// [`StoreError::Sql`] when the entry does not continue the log. The log is then as it was.
    pub fn append(&mut self, entry: &Entry) -> Result<(), StoreError> {
        write_entry(&self.reader.connection, entry).map_err(|error| self.reader.sql(error))
    }

    /// A writer of the log with a connection of its own.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where nothing can be written; [`StoreError`] when the file cannot be opened any more.
    pub fn log_writer(&self) -> Result<LogWriter, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        Ok(LogWriter::new(connection::open(&self.path)?, self.path.clone(), self.lock.clone()))
    }

    /// Chooses the columns that help to decide, by their positions.
    ///
    /// # Errors
    /// As [`Project::append`].
    pub fn set_context_columns(&mut self, columns: &[usize]) -> Result<(), StoreError> {
        let known = |column: &usize| *column < self.source().columns.len();
        let columns: BTreeSet<usize> = columns.iter().copied().filter(known).collect();
        let columns: Vec<usize> = columns.into_iter().collect();
        SourceDescription::write_context(&self.reader.connection, &columns).map_err(|error| self.reader.sql(error))?;
        let source = SourceDescription { context_columns: columns, ..self.source().clone() };
        self.reader.source = Arc::new(source);
        Ok(())
    }

    /// Begins a coding run.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written.
    pub fn start_run(&self, parameters: RunParameters) -> Result<RunWriter, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        let connection = connection::open(&self.path)?;
        RunWriter::new(connection, self.path.clone(), self.lock.clone(), self.record_count(), parameters)
    }

    /// Begins to keep decisions that were made elsewhere, or to let them go. It can be sent to another thread.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be written.
    pub fn earlier_writer(&self) -> Result<EarlierWriter, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        Ok(EarlierWriter::new(connection::open(&self.path)?, self.path.clone(), self.lock.clone()))
    }

    /// Begins to keep that the project was split. It can be sent to another thread.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`] where nothing can be written; [`StoreError`] when the file cannot be opened any more.
    pub fn split_writer(&self) -> Result<SplitWriter, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        Ok(SplitWriter::new(connection::open(&self.path)?, self.path.clone(), self.lock.clone()))
    }

    /// Stores a whole coding run: one coding per record, in their order.
    ///
    /// # Errors
    /// As [`RunWriter::push`] and [`RunWriter::finish`].
    pub fn save_codings<'a>(
        &self,
        parameters: RunParameters,
        codings: impl IntoIterator<Item = &'a Coding>,
    ) -> Result<Run, StoreError> {
        let mut writer = self.start_run(parameters)?;
        for coding in codings {
            writer.push(coding)?;
        }
        writer.finish()
    }

    /// Changes the thresholds under which the codings of the current run stand, by the entry that says so: one that names
    /// [`Project::next_run`], or that takes such a change back or does it again. Both are on disk when this returns, or
    /// neither.
    ///
    /// # Errors
    /// [`StoreError::NotCoded`] before the first coding; otherwise as [`Project::append`].
    pub fn change_thresholds(&mut self, entry: &Entry, thresholds: Thresholds) -> Result<Run, StoreError> {
        let current = self.current_run()?.ok_or_else(|| StoreError::NotCoded { path: self.path.clone() })?;
        let (at, reviewer) = (entry.at, entry.reviewer.clone());
        let parameters = RunParameters { at, reviewer, thresholds, ..current.parameters };
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            let id = runs::insert(&transaction, &parameters, Some(current.codings_of))?;
            write_entry(&transaction, entry)?;
            transaction.commit()?;
            Ok(id)
        };
        let id = write().map_err(|error| self.reader.sql(error))?;
        Ok(Run { id, parameters, codings_of: current.codings_of })
    }

    /// The number that the next run gets.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn next_run(&self) -> Result<u64, StoreError> {
        self.next_id("SELECT coalesce(max(id), 0) + 1 FROM runs")
    }

    /// The number that the next quality sample gets.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn next_sample(&self) -> Result<u32, StoreError> {
        let id = self.next_id("SELECT coalesce(max(id), 0) + 1 FROM samples")?;
        u32::try_from(id).map_err(|_| StoreError::damaged(&self.path, "the number of a sample is too large"))
    }

    fn next_id(&self, sql: &str) -> Result<u64, StoreError> {
        let id = self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        id.map(i64::unsigned_abs).map_err(|error| self.reader.sql(error))
    }

    /// Says for how many records the engine's answer is hidden until they are coded, from now on.
    ///
    /// # Errors
    /// As [`Project::append`].
    pub fn set_unaided_share(&mut self, share: &UnaidedShare) -> Result<(), StoreError> {
        let sql = "INSERT INTO unaided_shares (at, reviewer, percent, seed) VALUES (?1, ?2, ?3, ?4)";
        let values = params![share.at.0, share.reviewer, share.percent, share.seed.cast_signed()];
        self.connection.execute(sql, values).map(|_| ()).map_err(|error| self.reader.sql(error))
    }

    /// Keeps how a quality sample was drawn, with the entry of the log that draws it and names
    /// [`Project::next_sample`]. Both are on disk when this returns, or neither.
    ///
    /// # Errors
    /// As [`Project::append`].
    pub fn draw_sample(&mut self, entry: &Entry, design: &SampleDesign) -> Result<(), StoreError> {
        let write = || {
            let transaction = self.connection.unchecked_transaction()?;
            let id = entry.action.of().map(|id| i64::try_from(id).unwrap_or(i64::MAX));
            let sql = "INSERT INTO samples (id, at, reviewer, parameters) VALUES (?1, ?2, ?3, ?4)";
            transaction.execute(sql, params![id, entry.at.0, entry.reviewer, design_to_text(design)])?;
            write_entry(&transaction, entry)?;
            transaction.commit()
        };
        write().map_err(|error| self.reader.sql(error))
    }
}
