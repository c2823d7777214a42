//! Descriptions of categories that a person imported.

use std::path::PathBuf;
use std::sync::Arc;

use domain::ClassificationId;

use super::{classification, progress};
use crate::{AppState, Command, DescriptionsRead, Effect, Job, JobId, Notice, Request, Workspace, can};

/// Asks for workbooks from where they are shown.
pub(super) fn choose(state: &mut AppState) -> Vec<Effect> {
    if can(state, &Command::ShowWorkspace(Workspace::Classification)).is_ok() {
        classification::show(state, Workspace::Classification);
    }
    vec![Effect::Ask(Request::DescriptionFiles)]
}

pub(super) fn import(state: &mut AppState, paths: Vec<PathBuf>) -> Vec<Effect> {
    let (_, start) = progress::start(state, Job::ImportDescriptions(paths));
    vec![start]
}

/// Takes in what was read and is kept.
pub(super) fn read(state: &mut AppState, id: JobId, read: DescriptionsRead) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let DescriptionsRead { descriptions, report } = read;
    for of in descriptions {
        state.descriptions.retain(|known| known.classification != of.classification);
        state.descriptions.push(Arc::new(of));
    }
    classification::search_again(state);
    progress::notify(state, report)
}

pub(super) fn forgotten(state: &mut AppState, id: ClassificationId) -> Vec<Effect> {
    state.descriptions.retain(|known| known.classification != id);
    classification::search_again(state);
    let words = format!("The descriptions of {} are forgotten; the workbooks stay.", id.name());
    progress::notify(state, Notice::news(words))
}
