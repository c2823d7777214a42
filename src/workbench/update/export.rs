//! The export panel.

use std::path::PathBuf;
use std::sync::Arc;

use formats::Format;
use review::{Flag, hash_text};

use super::{files, panels, progress};
use crate::output::Extra;
use crate::{AppState, Effect, ExportPanel, ExportPlan, ExportScope, Job, JobId, Notice, Panel, Request, Written};

/// Digits of the head of the log in a notice.
const HEAD_SHOWN: usize = 16;

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let stem = review.path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match &review.as_of {
        Some(as_of) => format!("{stem}-as-it-stood-{}-entry-{}.csv", as_of.at.date(), as_of.number),
        None => format!("{stem}-coded.csv"),
    };
    let path = review.path.with_file_name(name);
    let panel = ExportPanel {
        format: Format::Csv,
        path: path.clone(),
        replaces: false,
        scope: ExportScope::All,
        spreadsheet_safe: false,
        extra: Extra::default(),
        audit: false,
        whole_log: false,
    };
    panels::show(state, Panel::Export(panel));
    vec![Effect::LookAt(path)]
}

pub(super) fn change(state: &mut AppState, change: impl FnOnce(&mut ExportPanel)) -> Vec<Effect> {
    if let Panel::Export(panel) = &mut state.panel {
        change(panel);
    }
    Vec::new()
}

pub(super) fn set_format(state: &mut AppState, format: Format) -> Vec<Effect> {
    let Panel::Export(panel) = &mut state.panel else { return Vec::new() };
    panel.format = format;
    let path = panel.path.with_extension(format.extension());
    set_path(state, path)
}

pub(super) fn set_path(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let Panel::Export(panel) = &mut state.panel else { return Vec::new() };
    let path = match Format::from_path(&path) {
        Ok(format) => {
            panel.format = format;
            path
        }
        Err(_) => files::with_ending(path, panel.format.extension()),
    };
    panel.replaces = false;
    panel.path.clone_from(&path);
    vec![Effect::LookAt(path)]
}

pub(super) fn ask_path(state: &AppState) -> Vec<Effect> {
    match &state.panel {
        Panel::Export(panel) => vec![Effect::Ask(Request::ExportPath { suggested: panel.path.clone() })],
        _ => Vec::new(),
    }
}

pub(super) fn start(state: &mut AppState) -> Vec<Effect> {
    let (Panel::Export(panel), Some(review)) = (&state.panel, state.review()) else { return Vec::new() };
    let records = (panel.scope == ExportScope::Visible).then(|| {
        let mut records = review.visible.clone();
        records.sort_unstable();
        records
    });
    let plan = ExportPlan {
        path: panel.path.clone(),
        format: panel.format,
        records,
        spreadsheet_safe: panel.spreadsheet_safe,
        extra: panel.extra,
        codings: Arc::clone(&review.codings),
        entries: review.ledger.entries().len() as u64,
        conflicting: (0..)
            .zip(review.columns.flags())
            .filter(|(_, flags)| flags.has(Flag::Conflicting))
            .map(|(record, _)| record)
            .collect(),
        audit: panel.audit,
        whole_log: panel.whole_log,
        thresholds: review.thresholds,
        model_id: review.model_id.clone(),
        classification: review.classification,
        recoding: review.recoding,
    };
    state.panel = Panel::None;
    vec![progress::start(state, Job::Export(Box::new(plan))).1]
}

pub(super) fn problems(state: &mut AppState, path: Option<PathBuf>) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    match path {
        Some(path) => vec![progress::start(state, Job::ExportProblems(path)).1],
        None => {
            let stem = review.path.file_stem().unwrap_or_default().to_string_lossy();
            let suggested = review.path.with_file_name(format!("{stem}-problems.csv"));
            vec![Effect::Ask(Request::ProblemsPath { suggested })]
        }
    }
}

pub(super) fn written(state: &mut AppState, id: JobId, written: &Written) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let rows = if written.rows == 1 { "1 row was".to_owned() } else { format!("{} rows were", written.rows) };
    let mut notice = Notice::news(format!("{rows} written to {}.", written.path.display()));
    if let Some((entries, head)) = &written.log {
        let head: String = hash_text(head).chars().take(HEAD_SHOWN).collect();
        let entries = if *entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") };
        notice.what_is_safe = format!("The log of decisions has {entries}; its head begins with {head}.");
    }
    if let Some(audit) = &written.audit {
        notice.what_to_do = format!("The whole head stands in {}.", audit.display());
    }
    if let Some(log) = &written.whole_log {
        let before = if notice.what_to_do.is_empty() { "" } else { " " };
        notice.what_to_do = format!("{}{before}The whole log stands in {}.", notice.what_to_do, log.display());
    }
    progress::notify(state, notice)
}
