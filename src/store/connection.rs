//! Connections to a project file.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::StoreError;
use crate::schema::{APPLICATION_ID, VERSION};

/// How long a step of a job waits for another connection before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a step that a person waits for does: a window that stands still for longer seems to be broken.
const PATIENCE_OF_PEOPLE: Duration = Duration::from_millis(250);

/// From now on a person waits for this connection.
pub(crate) fn serve_a_person(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE_OF_PEOPLE).map_err(|error| StoreError::sql(path, error))
}

/// Opens a project to read and write.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(path, flags)?;
    if connection.is_readonly("main").map_err(|error| StoreError::sql(path, error))? {
        return Err(StoreError::ReadOnly { path: path.to_owned() });
    }
    set(&connection, path, "journal_mode", "DELETE")?;
    // Beyond FULL, also the folder is written out when a journal is removed: after a loss of power, a journal that
    // came back would take the last decision away.
    set(&connection, path, "synchronous", "EXTRA")?;
    set(&connection, path, "foreign_keys", "ON")?;
    Ok(connection)
}

/// Opens a project to read.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
}

/// Makes an empty file for a project in the making. It is written without a journal and without waiting for the disk,
/// because it counts only once it is complete, written out and renamed.
pub(crate) fn create(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = connect(path, flags)?;
    set(&connection, path, "journal_mode", "OFF")?;
    set(&connection, path, "synchronous", "OFF")?;
    set(&connection, path, "locking_mode", "EXCLUSIVE")?;
    // In KiB: the pages at the end of the table are written once, not over and over.
    set(&connection, path, "cache_size", "-32768")?;
    Ok(connection)
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    });
    let connection = opened.map_err(|error| StoreError::sql(path, error))?;
    set(&connection, path, "trusted_schema", "OFF")?;
    Ok(connection)
}

fn set(connection: &Connection, path: &Path, name: &str, value: &str) -> Result<(), StoreError> {
    connection.pragma_update(None, name, value).map_err(|error| StoreError::sql(path, error))
}

/// Looks at the header of a file before the database touches it.
pub(crate) fn check_header(path: &Path) -> Result<(), StoreError> {
    let mut header = Vec::with_capacity(100);
    let file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::PermissionDenied => StoreError::Unreadable { path: path.to_owned() },
        _ => StoreError::io(path, error),
    })?;
    file.take(100).read_to_end(&mut header).map_err(|error| StoreError::io(path, error))?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(StoreError::NotAProject { path: path.to_owned() });
    }
    let number = |at: usize| header.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let (Some(version), Some(application)) = (number(60), number(68)) else {
        return Err(StoreError::damaged(path, "the file is cut off"));
    };
    if application != APPLICATION_ID {
        return Err(StoreError::NotAProject { path: path.to_owned() });
    }
    match version {
        0 => Err(StoreError::damaged(path, "the version of the tables is missing")),
        1..=VERSION => Ok(()),
        _ => Err(StoreError::Newer { path: path.to_owned(), version, readable: VERSION }),
    }
}

/// The version of the tables.
pub(crate) fn version(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(|error| StoreError::sql(path, error))
}

/// Looks through the whole file for damage.
pub(crate) fn check_tables(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| StoreError::sql(path, error))?;
    if found == "ok" { Ok(()) } else { Err(StoreError::damaged(path, found)) }
}
