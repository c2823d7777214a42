//! Where sets come from: those that come with the program, files, and projects.

use std::path::{Path, PathBuf};

use domain::ClassificationId;

/// Where a set comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetSource {
    /// It comes with the program.
    Shipped(ClassificationId),
    /// A table or a project.
    File(PathBuf),
}

const SHIPPED: &str = "shipped:";

impl SetSource {
    /// As it is kept: `shipped:osca-2024`, or the path.
    pub fn text(&self) -> String {
        match self {
            SetSource::Shipped(id) => format!("{SHIPPED}{}", id.key()),
            SetSource::File(path) => path.display().to_string(),
        }
    }

    /// Reads what [`SetSource::text`] gives; `None` for nothing.
    pub fn parse(text: &str) -> Option<SetSource> {
        if let Some(id) = text.strip_prefix(SHIPPED).and_then(ClassificationId::from_key) {
            return Some(SetSource::Shipped(id));
        }
        (!text.is_empty()).then(|| SetSource::File(PathBuf::from(text)))
    }

    /// The name on screen.
    pub fn name(&self) -> String {
        match self {
            SetSource::Shipped(id) => format!("{} sample set", id.name()),
            SetSource::File(path) => {
                let path: &Path = path;
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
        }
    }
}

/// The table of a set that comes with the program.
pub(crate) fn shipped_table(id: ClassificationId) -> &'static str {
    match id {
        ClassificationId::Osca2024 => include_str!("../../../samples/practice-osca-2024.csv"),
        ClassificationId::Anzsco2022 => include_str!("../../../samples/practice-anzsco-2022.csv"),
    }
}
