//! A project is removed with everything that belongs to it.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::StoreError;
use crate::lock::{Lock, beside};

/// What the copies begin with, behind the name of a project, that were made before it was brought up to date.
const COPIES: &str = ".backup-";

/// What the database and an import may leave beside a project.
const SIDE_FILES: [&str; 4] = ["-journal", "-wal", "-shm", ".importing"];

/// Removes a project that nobody has open: its file, then what stands beside it under its name. Gives the files that
/// were there. What they held can be on the disk until something else takes its place, and in copies and backups.
///
/// # Errors
/// [`StoreError::Locked`] when it is open, [`StoreError::Missing`] when it is gone already, [`StoreError::ReadOnly`] or
/// [`StoreError::Io`] when it cannot be removed.
pub fn purge(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    if fs::symlink_metadata(path).is_err() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    // Removed with the lock held, and the lock file when that is dropped.
    let _lock = Lock::take(path)?;
    fs::remove_file(path).map_err(|error| StoreError::io(path, error))?;
    let mut removed = vec![path.to_owned()];
    for side in SIDE_FILES.map(|ending| beside(path, ending)).into_iter().chain(copies(path)) {
        match fs::remove_file(&side) {
            Ok(()) => removed.push(side),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(StoreError::io(&side, error)),
        }
    }
    Ok(removed)
}

/// The copies of a project that were made before it was brought up to date, by name.
fn copies(path: &Path) -> Vec<PathBuf> {
    let Some(name) = path.file_name() else { return Vec::new() };
    let begin = format!("{}{COPIES}", name.to_string_lossy());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_copy = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&begin));
    let mut copies: Vec<PathBuf> = entries.filter(is_copy).collect();
    copies.sort();
    copies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_of_a_project_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("survey.occudesk");
        let copy = "survey.occudesk.backup-v1";
        for name in ["survey.occudesk", "survey.occudesk-journal", copy, "survey.csv", "survey-2.occudesk"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let removed = purge(&path).unwrap();
        assert_eq!(removed, [path.clone(), folder.path().join("survey.occudesk-journal"), folder.path().join(copy)]);
        let mut left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["survey-2.occudesk", "survey.csv"]);
        assert!(matches!(purge(&path), Err(StoreError::Missing { .. })));
    }

    #[test]
    fn an_open_project_is_not_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("survey.occudesk");
        fs::write(&path, "x").unwrap();
        let lock = Lock::take(&path).unwrap();
        assert!(matches!(purge(&path), Err(StoreError::Locked { .. })));
        assert!(path.exists());
        drop(lock);
        assert!(purge(&path).is_ok());
    }
}
