//! The pages of the supervision.

use super::{calibration, classification, errors, packs, panels};
use crate::{AppState, Effect, SupervisePage, Workspace};

pub(super) fn show(state: &mut AppState, page: SupervisePage) -> Vec<Effect> {
    state.supervise.page = page;
    classification::show(state, Workspace::Supervise)
}

pub(super) fn step(state: &mut AppState, by: i32) -> Vec<Effect> {
    let at = SupervisePage::ALL.iter().position(|page| *page == state.supervise.page).unwrap_or(0);
    let at = panels::moved(at, by, SupervisePage::ALL.len());
    SupervisePage::ALL.get(at).map_or_else(Vec::new, |page| show(state, *page))
}

/// A page is looked at: what it shows is gathered where that was not done yet.
pub(super) fn arrive(state: &mut AppState) -> Vec<Effect> {
    let mut effects = calibration::arrive(state);
    effects.extend(errors::arrive(state));
    effects.extend(packs::refresh(state));
    effects
}
