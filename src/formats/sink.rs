//! The place a file is written to: beside its target until it is whole.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use crate::FormatError;

/// The temporary files of all sinks that are open in this process.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Where bytes go. A file grows under a temporary name in the folder of its target and is renamed by
/// [`Sink::commit`]; dropped before that, it is removed.
pub(crate) enum Sink {
    /// A file that appears at its target when it is whole.
    Beside(Part),
    /// A device or a pipe, which cannot be renamed over.
    Direct(File),
    /// A stream of the caller.
    Stream(Box<dyn Write + Send>),
}

/// A file under its temporary name, listed among the open ones until it is in place or removed.
pub(crate) struct Part {
    file: NamedTempFile,
    target: PathBuf,
    /// Behind the file, so that it is listed until it is gone.
    listed: Listed,
}

/// What stands, or may stand, at a path.
enum Place {
    /// A file or nothing yet: the path without links, and the file that is to be replaced.
    File(PathBuf, Option<Metadata>),
    /// A device or a pipe.
    Device,
}

/// Writes a whole file: beside its target, then renamed, so that nothing is half written.
///
/// # Errors
/// [`FormatError`] for a place that cannot be written to, and for a full drive.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), FormatError> {
    let wrong = |source| FormatError::writing(path, source);
    let mut sink = Sink::create(path, &[])?;
    sink.write_all(bytes).map_err(wrong)?;
    sink.commit().map_err(wrong)
}

/// Tells before a long run whether a file can be written at `path`: its folder exists and may be written to, `path` is
/// no folder, no file that is write-protected and none of the `inputs`. Leaves nothing behind. Devices and pipes pass
/// unopened, since that would wait for the other end.
///
/// # Errors
/// [`FormatError::SameFile`], [`FormatError::IsFolder`], [`FormatError::NoFolder`], [`FormatError::NoPermission`],
/// [`FormatError::ReadOnlyDrive`], and what else the system says about the place.
pub fn check_target(path: &Path, inputs: &[PathBuf]) -> Result<(), FormatError> {
    match place(path, inputs)? {
        Place::Device => Ok(()),
        // It is removed again at once, when it is dropped.
        Place::File(target, before) => Part::create(target, before).map(drop),
    }
    .map_err(|source| FormatError::writing(path, source))
}

/// Removes the temporary files of everything that is being written in this process, for the moment before an
/// interrupted process ends. Targets stay as they were; writers that are still in use fail when they are finished.
pub fn abandon_all() {
    for path in std::mem::take(&mut *open_parts()) {
        // What is gone already needs no removal, and nobody is left to be told of anything else.
        fs::remove_file(path).ok();
    }
}

/// The path is one of those under which a system lists its devices and the streams of a process.
pub(crate) fn is_device_name(path: &Path) -> bool {
    cfg!(unix)
        && ["/dev", "/dev/fd", "/dev/pts", "/proc/self/fd"]
            .iter()
            .any(|folder| path.parent() == Some(Path::new(folder)))
}

fn open_parts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    // A set of paths is whole whatever happened to another thread.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn place(path: &Path, inputs: &[PathBuf]) -> Result<Place, FormatError> {
    // Through a symbolic link the file it points to is replaced, not the link.
    let target = resolved(path);
    let before = fs::metadata(&target).ok();
    if before.as_ref().is_some_and(Metadata::is_dir) {
        return Err(FormatError::IsFolder { path: path.to_path_buf() });
    }
    if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        return Ok(Place::Device);
    }
    if inputs.iter().any(|input| resolved(input) == target) {
        return Err(FormatError::SameFile { path: path.to_path_buf() });
    }
    // A standard output that leads to a file is that of whoever opened it, who goes on writing to it.
    if before.is_some() && is_device_name(path) {
        return Ok(Place::Device);
    }
    if before.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
        return Err(FormatError::NoPermission { path: path.to_path_buf() });
    }
    Ok(Place::File(target, before))
}

/// The path without symbolic links and dots, also where the file is yet to be.
fn resolved(path: &Path) -> PathBuf {
    let in_folder = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(in_folder).unwrap_or_else(|| path.to_path_buf())
}

impl Part {
    #[cfg_attr(not(unix), allow(unused_variables, reason = "only Unix keeps the permissions of what is replaced"))]
    fn create(target: PathBuf, before: Option<Metadata>) -> io::Result<Part> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.");
        let mut beside = tempfile::Builder::new();
        beside.prefix(&prefix).suffix(".part");
        // As of any new file, and not as strict as of a temporary one; those of a file that is replaced stay.
        #[cfg(unix)]
        beside.permissions(
            before
                .map_or_else(|| std::os::unix::fs::PermissionsExt::from_mode(0o666), |metadata| metadata.permissions()),
        );
        // Locked meanwhile, so that no file exists that is not listed.
        let mut open = open_parts();
        let file = beside.tempfile_in(folder_of(&target))?;
        let listed = Listed(file.path().to_path_buf());
        open.insert(listed.0.clone());
        drop(open);
        Ok(Part { file, target, listed })
    }

    fn commit(self) -> io::Result<()> {
        let Part { file, target, listed } = self;
        file.as_file().sync_all()?;
        {
            // Locked meanwhile, so that a file is either abandoned or in place.
            let open = open_parts();
            if !open.contains(&listed.0) {
                return Err(io::Error::other("the run was interrupted"));
            }
            file.persist(&target).map_err(|failed| failed.error)?;
        }
        // The rename itself is durable once the folder is; systems that cannot do that do without.
        #[cfg(unix)]
        if let Ok(folder) = File::open(folder_of(&target)) {
            folder.sync_all().ok();
        }
        Ok(())
    }
}

/// An entry among the open files, taken out when it is dropped.
struct Listed(PathBuf);

impl Drop for Listed {
    fn drop(&mut self) {
        open_parts().remove(&self.0);
    }
}

impl Sink {
    /// Opens the sink of `path`, after making sure that it is none of the `inputs`.
    pub(crate) fn create(path: &Path, inputs: &[PathBuf]) -> Result<Sink, FormatError> {
        match place(path, inputs)? {
            Place::Device => fs::OpenOptions::new().append(true).open(path).map(Sink::Direct),
            Place::File(target, before) => Part::create(target, before).map(Sink::Beside),
        }
        .map_err(|source| FormatError::writing(path, source))
    }

    /// Makes the bytes durable and puts the file in place.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Sink::Beside(part) => part.commit(),
            Sink::Direct(mut file) => file.flush(),
            Sink::Stream(mut stream) => stream.flush(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Beside(part) => part.file.as_file_mut().write(bytes),
            Sink::Direct(file) => file.write(bytes),
            Sink::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Beside(part) => part.file.as_file_mut().flush(),
            Sink::Direct(file) => file.flush(),
            Sink::Stream(stream) => stream.flush(),
        }
    }
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_checked_before_anything_is_written_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in.csv");
        fs::write(&input, "title\n").unwrap();
        let check = |path: &Path| check_target(path, std::slice::from_ref(&input));
        assert!(check(&folder.path().join("out.csv")).is_ok());
        assert!(matches!(check(&input), Err(FormatError::SameFile { .. })));
        assert!(matches!(check(&folder.path().join("./in.csv")), Err(FormatError::SameFile { .. })));
        assert!(matches!(check(folder.path()), Err(FormatError::IsFolder { .. })));
        assert!(matches!(check(&folder.path().join("none/out.csv")), Err(FormatError::NoFolder { .. })));
        assert!(matches!(check(&input.join("out.csv")), Err(FormatError::NoFolder { .. })));
        let protected = folder.path().join("protected.csv");
        fs::write(&protected, "before").unwrap();
        let mut permissions = fs::metadata(&protected).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&protected, permissions).unwrap();
        assert!(matches!(check(&protected), Err(FormatError::NoPermission { .. })));
        assert_eq!(fs::read_to_string(&protected).unwrap(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_drive_that_cannot_be_written_to_is_called_so() {
        let source = io::Error::from(io::ErrorKind::ReadOnlyFilesystem);
        let error = FormatError::writing(Path::new("out.csv"), source);
        assert!(error.to_string().contains("cannot be written to"), "{error}");
        assert!(!error.to_string().contains("permission"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn devices_pass_the_check_and_their_names_are_known() {
        assert!(check_target(Path::new("/dev/null"), &[PathBuf::from("/dev/null")]).is_ok());
        for (name, is_one) in [("/dev/stdin", true), ("/dev/fd/63", true), ("/dev/shm/a/b", false), ("dev/null", false)]
        {
            assert_eq!(is_device_name(Path::new(name)), is_one, "{name}");
        }
    }

    #[test]
    fn an_open_file_is_listed_until_it_is_in_place_or_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let listed = || open_parts().iter().filter(|path| path.parent() == Some(folder.path())).count();
        let first = Sink::create(&folder.path().join("first.csv"), &[]).unwrap();
        let second = Sink::create(&folder.path().join("second.csv"), &[]).unwrap();
        assert_eq!(listed(), 2);
        drop(second);
        assert_eq!(listed(), 1);
        first.commit().unwrap();
        assert_eq!(listed(), 0);
    }
}
