//! Names of files that nothing stands at.

use std::path::{Path, PathBuf};

/// The first of `NAME-2`, `NAME-3` and so on that is free, with the extension of the path.
pub(crate) fn next_free(path: &Path, is_free: impl Fn(&Path) -> bool) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().map(|extension| format!(".{}", extension.to_string_lossy())).unwrap_or_default();
    let mut others = (2u64..).map(|number| path.with_file_name(format!("{stem}-{number}{extension}")));
    others.find(|other| is_free(other)).unwrap_or_else(|| path.to_owned())
}

/// The path itself where it is free, else the next one that is: what was handed on stays as it is.
pub(super) fn free(path: &Path, is_free: impl Fn(&Path) -> bool) -> PathBuf {
    if is_free(path) { path.to_owned() } else { next_free(path, is_free) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_up_from_two_until_one_is_free() {
        let taken = ["/a/b.csv", "/a/b-2.csv"].map(Path::new);
        let is_free = |path: &Path| !taken.contains(&path);
        assert_eq!(free(Path::new("/a/b.csv"), is_free), Path::new("/a/b-3.csv"));
        assert_eq!(free(Path::new("/a/c.csv"), is_free), Path::new("/a/c.csv"));
        assert_eq!(next_free(Path::new("/a/c"), is_free), Path::new("/a/c-2"));
    }
}
