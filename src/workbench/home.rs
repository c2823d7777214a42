//! Where the application keeps its own files, and where a person keeps theirs.

use std::path::{Path, PathBuf};

use domain::ClassificationId;

/// The folders of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    settings: PathBuf,
    documents: PathBuf,
}

impl Home {
    /// The folders of whoever runs the program: those of the system, or all in the folder that the environment
    /// variable `OCCUDESK_HOME` names.
    pub fn of_person() -> Home {
        if let Some(folder) = std::env::var_os("OCCUDESK_HOME").filter(|folder| !folder.is_empty()) {
            return Home::in_folder(Path::new(&folder));
        }
        let fallback = || std::env::temp_dir().join("occudesk");
        let project = directories::ProjectDirs::from("", "", "occudesk");
        let settings = project.as_ref().map_or_else(fallback, |dirs| dirs.config_dir().to_owned());
        let documents = directories::UserDirs::new()
            .and_then(|dirs| dirs.document_dir().map(Path::to_owned))
            .filter(|folder| folder.is_dir())
            .or_else(|| project.as_ref().map(|dirs| dirs.data_dir().to_owned()))
            .unwrap_or_else(fallback);
        Home { settings, documents }
    }

    /// Everything in one folder, for tests and for a stick that is carried about.
    pub fn in_folder(folder: &Path) -> Home {
        Home { settings: folder.to_owned(), documents: folder.join("documents") }
    }

    /// The settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.settings.join("settings.json")
    }

    /// Where the descriptions go that a person imported of a classification.
    pub fn descriptions_file(&self, id: ClassificationId) -> PathBuf {
        self.settings.join("descriptions").join(format!("{}.jsonl", id.key()))
    }

    /// Where the results of practice are kept.
    pub fn practice_file(&self) -> PathBuf {
        self.settings.join("practice.jsonl")
    }

    /// Where projects made from the sample go.
    pub fn samples_folder(&self) -> PathBuf {
        self.documents.join("Occudesk samples")
    }
}
