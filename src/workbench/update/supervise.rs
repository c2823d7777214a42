//! The pages of the supervision.

use super::classification;
use crate::{AppState, Effect, SupervisePage, Workspace};

pub(super) fn show(state: &mut AppState, page: SupervisePage) -> Vec<Effect> {
    state.supervise.page = page;
    classification::show(state, Workspace::Supervise)
}
