//! One running program per project.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::StoreError;

/// Keeps other programs, and other windows of this one, from opening a project.
///
/// A file beside the project, `NAME.occudesk.lock`, is locked through the system for as long as the project is open. The
/// system ends the lock with the program, however that ends, so a file left behind by a killed program keeps nobody out;
/// it is removed when the project is closed. The project file itself is not locked in this way, because on some systems
/// that lock and those of the database would be in each other's way.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    path: PathBuf,
}

/// How often a lock is tried when the file that was locked is no longer the one beside the project.
const ATTEMPTS: usize = 8;

impl Lock {
    /// Takes the lock of a project, which need not exist yet.
    pub(crate) fn take(project: &Path) -> Result<Lock, StoreError> {
        let path = beside(project, ".lock");
        for _ in 0..ATTEMPTS {
            let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let file = options.map_err(|error| StoreError::io(project, error))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Locked { path: project.to_owned(), by: holder(&path) });
                }
                Err(TryLockError::Error(error)) => return Err(StoreError::io(project, error)),
            }
            // Whoever held the lock before may have removed the file between our opening and locking it.
            if is_still_there(&file, &path) {
                let mut lock = Lock { file, path };
                lock.sign().map_err(|error| StoreError::io(project, error))?;
                return Ok(lock);
            }
        }
        Err(StoreError::Locked { path: project.to_owned(), by: None })
    }

    /// Writes the number of this process, for the message that others get.
    fn sign(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        writeln!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked, so that nobody else's lock is removed. A file left behind does no harm.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// The path with a suffix behind the whole file name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn holder(path: &Path) -> Option<u32> {
    let mut text = String::new();
    File::open(path).ok()?.take(20).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => ours.ino() == there.ino() && ours.dev() == there.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_there(_file: &File, path: &Path) -> bool {
    path.exists()
}
