//! Measuring whether confidence means what it says.

use std::sync::Arc;

use domain::Classification;
use review::Calibration;

use super::progress;
use crate::supervise::calibration::{CalibrationCommand, CalibrationPage, stamp};
use crate::{AppState, CalibrationPlan, Command, Effect, Job, JobId, SupervisePage, Workspace, can};

pub(super) fn command(state: &mut AppState, command: CalibrationCommand) -> Vec<Effect> {
    let page = &mut state.supervise.calibration;
    match command {
        CalibrationCommand::SetSource(source) => page.source = source,
        CalibrationCommand::SetEqualCount(equal_count) => page.equal_count = equal_count,
        CalibrationCommand::SetLevel(level) => {
            page.level = level;
            return draw(state);
        }
        CalibrationCommand::SetGroup(group) => {
            page.group = group;
            return draw(state);
        }
        CalibrationCommand::Measure => {}
    }
    measure(state)
}

/// The page is looked at: what was never measured, or has changed since, is measured.
pub(super) fn arrive(state: &mut AppState) -> Vec<Effect> {
    let page = &state.supervise.calibration;
    let seen = state.workspace == Workspace::Supervise && state.supervise.page == SupervisePage::Calibration;
    let wanted = page.found.is_none() || page.is_outdated(state);
    let possible = can(state, &Command::Calibration(CalibrationCommand::Measure)).is_ok();
    if seen && wanted && possible { measure(state) } else { Vec::new() }
}

/// Starts to measure what is chosen; what was begun before is forgotten.
fn measure(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let page = &state.supervise.calibration;
    let plan = CalibrationPlan {
        codings: Arc::clone(&review.codings),
        ledger: Arc::clone(&review.ledger),
        thresholds: review.thresholds,
        source: page.source,
        binning: page.binning(),
    };
    let before = state.supervise.calibration.job.take();
    let mut effects: Vec<Effect> = before.map(|id| progress::abandon(state, id)).into_iter().collect();
    let (id, start) = progress::start(state, Job::Calibrate(Box::new(plan)));
    effects.push(start);
    let asked_at = stamp(state).unwrap_or_default();
    let page = &mut state.supervise.calibration;
    page.job = Some(id);
    page.asked_at = asked_at;
    effects
}

pub(super) fn calibrated(state: &mut AppState, id: JobId, found: Calibration) -> Vec<Effect> {
    if !progress::finish(state, id) || state.supervise.calibration.job != Some(id) {
        return Vec::new();
    }
    let page = &mut state.supervise.calibration;
    page.job = None;
    page.group = page.group.filter(|group| found.groups.contains_key(group));
    page.found = Some(Arc::new(found));
    page.measured_at = page.asked_at;
    draw(state)
}

fn draw(state: &mut AppState) -> Vec<Effect> {
    let Some(tables) = state.review().map(|review| Classification::get(review.classification)) else {
        return Vec::new();
    };
    CalibrationPage::draw(&mut state.supervise.calibration, |group| tables.title(group));
    Vec::new()
}
