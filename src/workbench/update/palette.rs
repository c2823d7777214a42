//! The search among commands.

use review::Timestamp;

use super::panels;
use crate::{AppState, CommandRow, Effect, PalettePanel, Panel, command_table};

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    set(state, String::new())
}

pub(super) fn set(state: &mut AppState, query: String) -> Vec<Effect> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut ranked: Vec<(usize, usize)> =
        command_table().iter().enumerate().filter_map(|(at, row)| Some((rank(row, &words)?, at))).collect();
    ranked.sort_unstable();
    let rows = ranked.into_iter().map(|(_, at)| at).collect();
    panels::show(state, Panel::Palette(PalettePanel { query, rows, marked: 0 }))
}

pub(super) fn mark(state: &mut AppState, by: i32) -> Vec<Effect> {
    if let Panel::Palette(panel) = &mut state.panel {
        panel.marked = panels::moved(panel.marked, by, panel.rows.len());
    }
    Vec::new()
}

pub(super) fn run(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let marked = match &state.panel {
        Panel::Palette(panel) => panel.rows.get(panel.marked).and_then(|at| command_table().get(*at)),
        _ => None,
    };
    let Some(row) = marked else { return Vec::new() };
    state.panel = Panel::None;
    super::command(state, row.command.clone(), now)
}

/// How well a command matches: 0 when its text begins with the first word, 1 when its text has all words, 2 when text
/// and hint together have them; `None` when they have not.
fn rank(row: &CommandRow, words: &[String]) -> Option<usize> {
    let Some(first) = words.first() else { return Some(0) };
    let text = row.text.to_lowercase();
    let hint = row.hint.to_lowercase();
    if words.iter().all(|word| text.contains(word)) {
        return Some(usize::from(!text.starts_with(first.as_str())));
    }
    words.iter().all(|word| text.contains(word) || hint.contains(word)).then_some(2)
}
