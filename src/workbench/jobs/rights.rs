//! What holds answers is not open to more people than what they came from.

use std::path::Path;

/// Takes from the rights of a file those that another one does not give either; its owner keeps reading and writing. On
/// systems without such rights, and on drives that do not keep them, nothing changes.
pub(crate) fn as_closed_as(file: &Path, like: &Path) {
    #[cfg(unix)]
    {
        use std::fs::{self, Permissions};
        use std::os::unix::fs::PermissionsExt;
        const OWNER: u32 = 0o600;
        let mode = |path: &Path| fs::metadata(path).map(|metadata| metadata.permissions().mode() & 0o777);
        if let (Ok(own), Ok(wanted)) = (mode(file), mode(like)) {
            let closed = own & (wanted | OWNER);
            if closed != own {
                // A drive that keeps no rights has none to take.
                let _ = fs::set_permissions(file, Permissions::from_mode(closed));
            }
        }
    }
    #[cfg(not(unix))]
    let _ = (file, like);
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn rights_are_taken_and_never_given() {
        let folder = tempfile::tempdir().unwrap();
        let [file, like] = ["file", "like"].map(|name| folder.path().join(name));
        for (own, wanted, then) in [(0o644, 0o600, 0o600), (0o600, 0o644, 0o600), (0o664, 0o640, 0o640)] {
            for (path, mode) in [(&file, own), (&like, wanted)] {
                fs::write(path, "x").unwrap();
                fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
            }
            as_closed_as(&file, &like);
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, then);
        }
    }
}
