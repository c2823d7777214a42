//! The pages of the supervision.

use super::{calibration, classification, errors, packs};
use crate::{AppState, Effect, SupervisePage, Workspace};

pub(super) fn show(state: &mut AppState, page: SupervisePage) -> Vec<Effect> {
    state.supervise.page = page;
    classification::show(state, Workspace::Supervise)
}

/// A page is looked at: what it shows is gathered where that was not done yet.
pub(super) fn arrive(state: &mut AppState) -> Vec<Effect> {
    let mut effects = calibration::arrive(state);
    effects.extend(errors::arrive(state));
    effects.extend(packs::refresh(state));
    effects
}
