//! What is remembered between sessions.

use std::path::Path;

use crate::{AppState, Effect, Settings};

pub(super) fn change(state: &mut AppState, change: impl FnOnce(&mut Settings)) -> Vec<Effect> {
    change(&mut state.settings);
    vec![Effect::SaveSettings(state.settings.clone())]
}

pub(super) fn zoom(state: &mut AppState, by: f32) -> Vec<Effect> {
    let (least, most) = Settings::ZOOM_RANGE;
    // Steps of a tenth, without the dust that adding tenths gathers.
    change(state, |settings| settings.zoom = (((settings.zoom + by) * 10.0).round() / 10.0).clamp(least, most))
}

/// Gives a command a key, and the one that had it none; without a key the usual ones.
pub(super) fn set_key(state: &mut AppState, words: String, key: Option<String>) -> Vec<Effect> {
    change(state, |settings| {
        settings.keys.remove(&words);
        if let Some(key) = key {
            settings.keys.insert(words, key);
        }
    })
}

pub(super) fn set_layout(state: &mut AppState, name: String, value: f32) -> Vec<Effect> {
    if state.settings.layout.get(&name) == Some(&value) {
        return Vec::new();
    }
    change(state, |settings| {
        settings.layout.insert(name, value);
    })
}

pub(super) fn forget(state: &mut AppState, path: &Path) -> Vec<Effect> {
    change(state, |settings| {
        settings.recent.retain(|known| known != path);
        settings.places.remove(path);
    })
}
