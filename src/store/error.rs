//! What can go wrong with a project file.

use std::io;
use std::path::{Path, PathBuf};

use review::ChainError;
use rusqlite::ErrorCode;

/// What happened, what is safe and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no file of that name.
    #[error("There is no project “{}”. Nothing was changed. It may have been moved or renamed: look for it, or make a new project from the source file.", path.display())]
    Missing {
        /// The project.
        path: PathBuf,
    },
    /// The file was there and is not any more.
    #[error("The project “{}” is no longer where it was: it was moved, renamed or deleted, or its folder is not connected. The last step was not stored; everything before it is in that file. Put the file back where it was, and decide again.", path.display())]
    Gone {
        /// The project.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("“{}” is not an Occudesk project, or its beginning is damaged. It was not changed. Open a file that ends in .occudesk, or open it as a source file.", path.display())]
    NotAProject {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a later version.
    #[error("The project “{}” was made by a newer Occudesk (format {version}, this program reads up to {readable}). It was not changed. Update Occudesk, then open it again.", path.display())]
    Newer {
        /// The project.
        path: PathBuf,
        /// Version of its tables.
        version: u32,
        /// The latest version that can be read.
        readable: u32,
    },
    /// The file does not read as what was written.
    #[error("The project “{}” is damaged ({what}). It was left as it is. Make a copy of it before anything else, then go back to a backup, or make a new project from the source file.", path.display())]
    Damaged {
        /// The project.
        path: PathBuf,
        /// What does not read.
        what: String,
    },
    /// The log of decisions does not hold together.
    #[error("The log of decisions in “{}” does not hold together: {source}. The file was left as it is. Go back to a backup, and ask who changed the file.", path.display())]
    Log {
        /// The project.
        path: PathBuf,
        /// The first entry that does not fit.
        source: ChainError,
    },
    /// The file or its folder cannot be written to.
    #[error("The project “{}” or its folder cannot be written to, so decisions could not be kept. Nothing was changed. Copy it to a folder of your own and open the copy, or ask for the right to write there.", path.display())]
    ReadOnly {
        /// The project.
        path: PathBuf,
    },
    /// The person at the desk may not read the file.
    #[error("The project “{}” cannot be read: the system does not give you the right to. Nothing was changed. Ask its owner for the right to read and write it.", path.display())]
    Unreadable {
        /// The project.
        path: PathBuf,
    },
    /// Another running program has the project open.
    #[error("The project “{}” is already open{}. Nothing was changed. Use that window, or close it there first.", path.display(), by.map(|process| format!(" (process {process})")).unwrap_or_default())]
    Locked {
        /// The project.
        path: PathBuf,
        /// Number of the process that has it open, if it can be told.
        by: Option<u32>,
    },
    /// Another program kept the file busy for too long.
    #[error("The project “{}” is kept busy by another program, such as a backup. What was done before is safe, the last step was not stored. Wait a moment and do it again.", path.display())]
    Busy {
        /// The project.
        path: PathBuf,
    },
    /// A new project would take the place of a file.
    #[error("“{}” exists already and was not changed. Open it, or choose another name for the new project.", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("The disk that holds “{}” is full. What was done before is safe, the last step was not stored. Free some space and do it again.", path.display())]
    Full {
        /// The project.
        path: PathBuf,
    },
    /// A project cannot hold that many records.
    #[error("“{}” cannot hold more than {most} records. Nothing was kept. Split the source file and make a project of each part.", path.display())]
    TooMany {
        /// The project.
        path: PathBuf,
        /// The most records that a project holds.
        most: u32,
    },
    /// A run ended with another number of codings than the project has records.
    #[error("The coding run for “{}” has {found} codings for {expected} records and was not kept. The records and all decisions are safe. Code them again.", path.display())]
    Incomplete {
        /// The project.
        path: PathBuf,
        /// Number of records.
        expected: u64,
        /// Number of codings.
        found: u64,
    },
    /// New thresholds before any coding.
    #[error("The records of “{}” are not coded yet, so there is nothing that thresholds could apply to. Nothing was changed. Code them first.", path.display())]
    NotCoded {
        /// The project.
        path: PathBuf,
    },
    /// The system could not read or write.
    #[error("“{}” could not be read or written ({source}). What was done before is safe. Check that the disk or network drive is there, then do it again.", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The database refused a step for a reason that has no words of its own here.
    #[error("A step in the project “{}” failed ({source}). What was done before is safe, this step was not stored. Close the project and open it again.", path.display())]
    Sql {
        /// The project.
        path: PathBuf,
        /// What the database says.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// The situation behind an error of the database.
    pub(crate) fn sql(path: &Path, source: rusqlite::Error) -> StoreError {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) if std::fs::symlink_metadata(&path).is_err() => {
                StoreError::Gone { path }
            }
            // Besides a file without the right to write, a folder in which no journal can be made.
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                StoreError::ReadOnly { path }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, what: "the tables do not read".to_owned() },
            Some(ErrorCode::NotADatabase) => StoreError::NotAProject { path },
            Some(ErrorCode::SystemIoFailure) => StoreError::Io { path, source: io::Error::other(source) },
            _ => StoreError::Sql { path, source },
        }
    }

    /// The situation behind an error of the system.
    pub(crate) fn io(path: &Path, source: io::Error) -> StoreError {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path },
            _ => StoreError::Io { path, source },
        }
    }

    pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> StoreError {
        StoreError::Damaged { path: path.to_owned(), what: what.into() }
    }
}
