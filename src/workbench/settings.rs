//! What is remembered between sessions about the person and the window.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::saved_view::{Place, SavedView};
use crate::{Notice, Role};

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    HighContrast,
}

impl ThemeChoice {
    /// All, in the order in which they are offered.
    pub const ALL: [ThemeChoice; 4] =
        [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            ThemeChoice::System => "System",
            ThemeChoice::Light => "Light",
            ThemeChoice::Dark => "Dark",
            ThemeChoice::HighContrast => "High contrast",
        }
    }
}

/// What is remembered between sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The name written beside decisions; the operating system's user name at first.
    pub reviewer: String,
    /// What that person is here for.
    pub role: Role,
    /// The names that decided here before, and what they were here for.
    pub people: BTreeMap<String, Role>,
    /// Colours.
    pub theme: ThemeChoice,
    /// Size of everything, [`Settings::ZOOM_RANGE`]; 1 is usual.
    pub zoom: f32,
    /// Widths and other measures of the window, by the names that the window gives them; numbers above 0.
    pub layout: BTreeMap<String, f32>,
    /// Columns that help to decide are shown in the table of records too.
    pub context_in_table: bool,
    /// Projects opened, the latest first, at most [`Settings::RECENT_LIMIT`].
    pub recent: Vec<PathBuf>,
    /// Views that the person saved, in the order in which they are listed.
    pub views: Vec<SavedView>,
    /// Keys of one's own: the words of a command, and its key as [`crate::Shortcut::text`] writes it.
    pub keys: BTreeMap<String, String>,
    /// Where recent projects were left.
    pub places: BTreeMap<PathBuf, Place>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            reviewer: user_name(),
            role: Role::default(),
            people: BTreeMap::new(),
            theme: ThemeChoice::System,
            zoom: 1.0,
            layout: BTreeMap::new(),
            context_in_table: false,
            recent: Vec::new(),
            views: Vec::new(),
            keys: BTreeMap::new(),
            places: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// The smallest and the largest zoom at which the window holds all its parts.
    pub const ZOOM_RANGE: (f32, f32) = (0.7, 2.0);
    /// Number of recent projects kept.
    pub const RECENT_LIMIT: usize = 12;

    /// Reads the settings. A missing file gives the usual ones; a damaged one is set aside as `settings.json.damaged`
    /// and gives the usual ones and a notice.
    pub fn load(file: &Path) -> (Settings, Option<Notice>) {
        let text = match fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return (Settings::default(), None),
            Err(error) => {
                let what = format!("The settings in {} could not be read: {error}.", file.display());
                return (Settings::default(), Some(unusable(what)));
            }
        };
        match serde_json::from_slice::<Settings>(&text) {
            Ok(settings) => (settings.cleaned(), None),
            Err(error) => {
                let aside = file.with_extension("json.damaged");
                let what = match fs::rename(file, &aside) {
                    Ok(()) => format!("The settings were damaged ({error}) and set aside as {}.", aside.display()),
                    Err(_) => format!("The settings in {} are damaged: {error}.", file.display()),
                };
                (Settings::default(), Some(unusable(what)))
            }
        }
    }

    /// Reads the settings for the size of the window, before there is anybody to tell of trouble: what cannot be read gives
    /// the usual ones and stays as it is.
    pub fn glance(file: &Path) -> Settings {
        let read = fs::read(file).ok().and_then(|bytes| serde_json::from_slice::<Settings>(&bytes).ok());
        read.map(Settings::cleaned).unwrap_or_default()
    }

    /// Writes the settings beside and renames them, so that a crash leaves the old or the new ones.
    ///
    /// # Errors
    /// What the system says when the folder cannot be made or the file not be written.
    pub fn save(&self, file: &Path) -> std::io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let beside = file.with_extension(format!("json.{}", std::process::id()));
        let written = File::create(&beside).and_then(|mut out| {
            out.write_all(&serde_json::to_vec_pretty(self)?)?;
            out.sync_all()
        });
        let renamed = written.and_then(|()| fs::rename(&beside, file));
        if renamed.is_err() {
            // The half-written file is of no use; that it stays is no second failure worth telling.
            let _ = fs::remove_file(&beside);
        }
        renamed
    }

    /// Puts a project first among the recent ones.
    pub fn remember(&mut self, project: &Path) {
        self.recent.retain(|known| known != project);
        self.recent.insert(0, project.to_owned());
        self.recent.truncate(Settings::RECENT_LIMIT);
    }

    fn cleaned(mut self) -> Settings {
        let (least, most) = Settings::ZOOM_RANGE;
        self.zoom = if self.zoom.is_finite() { self.zoom.clamp(least, most) } else { 1.0 };
        if self.reviewer.trim().is_empty() {
            self.reviewer = user_name();
        }
        self.layout.retain(|_, value| value.is_finite() && *value > 0.0);
        self.recent.truncate(Settings::RECENT_LIMIT);
        self
    }
}

fn unusable(what_happened: String) -> Notice {
    Notice {
        what_happened,
        what_is_safe: "Projects are not touched by this.".to_owned(),
        what_to_do: "The usual settings are in use; choose theme, zoom and reviewer name again.".to_owned(),
        action: None,
        is_error: true,
    }
}

/// The name of the operating system's user.
fn user_name() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "coder".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/settings.json");
        let mut settings = Settings { zoom: 1.5, theme: ThemeChoice::HighContrast, ..Settings::default() };
        settings.remember(Path::new("/a.occudesk"));
        settings.remember(Path::new("/b.occudesk"));
        settings.remember(Path::new("/a.occudesk"));
        assert_eq!(settings.recent, [Path::new("/a.occudesk"), Path::new("/b.occudesk")]);
        settings.save(&file).unwrap();
        assert_eq!(Settings::load(&file), (settings, None));
        assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left beside");
    }

    #[test]
    fn damaged_settings_are_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        fs::write(&file, "{ \"zoom\": ").unwrap();
        let (settings, notice) = Settings::load(&file);
        assert_eq!(settings, Settings::default());
        assert!(notice.unwrap().what_happened.contains("settings.json.damaged"));
        assert!(folder.path().join("settings.json.damaged").exists() && !file.exists());
    }

    #[test]
    fn missing_settings_are_the_usual_ones_and_wild_ones_are_cleaned() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        assert_eq!(Settings::load(&file), (Settings::default(), None));
        fs::write(&file, "{ \"zoom\": 900, \"reviewer\": \" \", \"layout\": { \"record\": 320, \"table\": -1 } }")
            .unwrap();
        let (settings, notice) = Settings::load(&file);
        assert_eq!((settings.zoom, notice), (2.0, None));
        assert_eq!(settings.layout, BTreeMap::from([("record".to_owned(), 320.0)]));
        assert!(!settings.reviewer.trim().is_empty());
    }
}
