//! A project is removed, when a person has said so twice.

use std::path::{Path, PathBuf};

use super::{files, panels, progress, settings};
use crate::{AppState, Effect, Notice, Panel};

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let Some(path) = state.review().map(|review| review.path.clone()) else { return Vec::new() };
    panels::show(state, Panel::Purge(path))
}

/// Leaves the project, then has its files removed.
pub(super) fn purge(state: &mut AppState) -> Vec<Effect> {
    let Some(path) = state.review().map(|review| review.path.clone()) else { return Vec::new() };
    let mut effects = files::leave(state);
    effects.push(Effect::PurgeProject(path));
    effects
}

/// Says what is gone and what is not.
pub(super) fn purged(state: &mut AppState, path: &Path, removed: &[PathBuf]) -> Vec<Effect> {
    let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let removed = removed.iter().map(name).collect::<Vec<String>>().join(", ");
    let folder = path.parent().unwrap_or(path).display();
    let mut effects = progress::notify(
        state,
        Notice {
            what_happened: format!("The project was purged. Removed from {folder}: {removed}."),
            what_is_safe: "The source file and all exports are where they were.".to_owned(),
            what_to_do: "Copies, backups and snapshots of the disk can still hold it; Occudesk cannot reach those."
                .to_owned(),
            action: None,
            is_error: false,
        },
    );
    effects.extend(settings::forget(state, path));
    effects
}
