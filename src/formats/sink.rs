//! The place a file is written to: beside its target until it is whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::FormatError;

/// Where bytes go. A file grows under a temporary name in the folder of its target and is renamed by
/// [`Sink::commit`]; dropped before that, it is removed.
pub(crate) enum Sink {
    /// A file that appears at its target when it is whole.
    Beside { file: NamedTempFile, target: PathBuf },
    /// A device or a pipe, which cannot be renamed over.
    Direct(File),
    /// A stream of the caller.
    Stream(Box<dyn Write + Send>),
}

/// The path without symbolic links and dots, also where the file is yet to be.
fn resolved(path: &Path) -> PathBuf {
    let in_folder = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(in_folder).unwrap_or_else(|| path.to_path_buf())
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

impl Sink {
    /// Opens the sink of `path`, after making sure that it is none of the `inputs`.
    pub(crate) fn create(path: &Path, inputs: &[PathBuf]) -> Result<Sink, FormatError> {
        let wrong = |source| FormatError::writing(path, source);
        // Through a symbolic link the file it points to is replaced, not the link.
        let target = resolved(path);
        if inputs.iter().any(|input| resolved(input) == target) {
            return Err(FormatError::SameFile { path: path.to_path_buf() });
        }
        let before = fs::metadata(&target).ok();
        if before.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(FormatError::IsFolder { path: path.to_path_buf() });
        }
        if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            return Ok(Sink::Direct(fs::OpenOptions::new().write(true).open(&target).map_err(wrong)?));
        }
        if before.as_ref().is_some_and(|metadata| metadata.permissions().readonly()) {
            return Err(FormatError::NoPermission { path: path.to_path_buf() });
        }
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
        let file = beside.tempfile_in(folder_of(&target)).map_err(wrong)?;
        Ok(Sink::Beside { file, target })
    }

    /// Makes the bytes durable and puts the file in place.
    pub(crate) fn commit(self) -> io::Result<()> {
        match self {
            Sink::Beside { file, target } => {
                file.as_file().sync_all()?;
                file.persist(&target).map_err(|failed| failed.error)?;
                // The rename itself is durable once the folder is; systems that cannot do that do without.
                #[cfg(unix)]
                if let Ok(folder) = File::open(folder_of(&target)) {
                    folder.sync_all().ok();
                }
                Ok(())
            }
            Sink::Direct(mut file) => file.flush(),
            Sink::Stream(mut stream) => stream.flush(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Beside { file, .. } => file.as_file_mut().write(bytes),
            Sink::Direct(file) => file.write(bytes),
            Sink::Stream(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Beside { file, .. } => file.as_file_mut().flush(),
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
