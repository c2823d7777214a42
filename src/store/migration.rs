//! Bringing a project of an earlier version up to date, with a copy of it as it was.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::lock::beside;
use crate::schema::{ADDED_IN_2, ADDED_IN_3, VERSION};
use crate::{StoreError, connection};

/// Changes the tables of an earlier version into those of this one, in one step: killed at any moment, the project is of
/// the old version or of the new one. Before that, a copy of the file is put beside it and written out.
/// Gives the copy, if one was needed.
pub(crate) fn bring_up_to_date(connection: &Connection, path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let version = connection::version(connection, path)?;
    if version >= VERSION {
        return Ok(None);
    }
    let copy = back_up(path, version)?;
    let migrate = || {
        let transaction = connection.unchecked_transaction()?;
        if version < 2 {
            transaction.execute_batch(ADDED_IN_2)?;
        }
        transaction.execute_batch(ADDED_IN_3)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()
    };
    migrate().map_err(|error| StoreError::sql(path, error))?;
    Ok(Some(copy))
}

/// Copies the project to `NAME.backup-v1`, or to the first of `NAME.backup-v1-2` and so on that is free. The project is
/// locked and nothing is being written to it, so that its file is whole.
fn back_up(path: &Path, version: u32) -> Result<PathBuf, StoreError> {
    let io = |error| StoreError::io(path, error);
    let partial = beside(path, ".backup-partial");
    let copied =
        fs::copy(path, &partial).and_then(|_| File::options().write(true).open(&partial)?.sync_all()).and_then(|()| {
            let backup = free_name(path, version);
            fs::rename(&partial, &backup)?;
            Ok(backup)
        });
    copied.map_err(|error| {
        // Half a copy is of no use; that it stays is no second failure worth telling.
        let _ = fs::remove_file(&partial);
        io(error)
    })
}

fn free_name(path: &Path, version: u32) -> PathBuf {
    let mut backup = beside(path, &format!(".backup-v{version}"));
    let mut number = 2;
    while fs::symlink_metadata(&backup).is_ok() {
        backup = beside(path, &format!(".backup-v{version}-{number}"));
        number += 1;
    }
    backup
}
