//! Work in progress and notices.

use super::explore;
use crate::{AppState, Command, Effect, Job, JobId, NOTICES_KEPT, Notice, Progress, RunningJob, Screen};

/// Gives a job its number and the effect that starts it.
pub(super) fn start(state: &mut AppState, job: Job) -> (JobId, Effect) {
    let id = JobId(state.next_job);
    state.next_job += 1;
    let (name, writes_export, is_quiet) = (job.name(), job.writes_export(), job.is_quiet());
    let progress = Progress::default();
    state.jobs.push(RunningJob { id, name, progress, stopping: false, writes_export, is_quiet });
    (id, Effect::Start(id, job))
}

/// Takes a job off the list when it has reported its last; `false` for a job that is not known (any more).
pub(super) fn finish(state: &mut AppState, id: JobId) -> bool {
    let known = state.jobs.len();
    state.jobs.retain(|job| job.id != id);
    state.opening.take_if(|(opening, _)| *opening == id);
    state.practice.job.take_if(|job| *job == id);
    if !writes_export(state) {
        withdraw(state, &Command::QuitAnyway);
    }
    state.jobs.len() < known
}

/// Whether an export is being written that nobody has stopped.
pub(super) fn writes_export(state: &AppState) -> bool {
    state.jobs.iter().any(|job| job.writes_export && !job.stopping)
}

/// Forgets a job at once, so that what it still reports does nothing.
pub(super) fn abandon(state: &mut AppState, id: JobId) -> Effect {
    finish(state, id);
    Effect::Cancel(id)
}

pub(super) fn cancel(state: &mut AppState, id: JobId) -> Vec<Effect> {
    if let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) {
        job.stopping = true;
    }
    vec![Effect::Cancel(id)]
}

pub(super) fn progressed(state: &mut AppState, id: JobId, progress: Progress) -> Vec<Effect> {
    if let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) {
        job.progress = progress;
    }
    Vec::new()
}

pub(super) fn cancelled(state: &mut AppState, id: JobId) -> Vec<Effect> {
    if finish(state, id) {
        release(state, id, None);
    }
    Vec::new()
}

pub(super) fn failed(state: &mut AppState, id: JobId, notice: Notice) -> Vec<Effect> {
    if finish(state, id) && !release(state, id, Some(&notice)) {
        return notify(state, notice);
    }
    Vec::new()
}

/// Lets the screen go on without the job. `true` when the screen shows the failure itself.
fn release(state: &mut AppState, id: JobId, failure: Option<&Notice>) -> bool {
    state.supervise.release(id);
    explore::release(state, id);
    match &mut state.screen {
        Screen::Mapping(mapping) if mapping.reading == Some(id) => {
            mapping.reading = None;
            mapping.failure = failure.map(|notice| notice.what_happened.clone());
            return failure.is_some();
        }
        Screen::Mapping(mapping) if mapping.importing == Some(id) => mapping.importing = None,
        Screen::Review(review) if review.coding == Some(id) => review.coding = None,
        Screen::Review(review) if review.counting_words == Some(id) => review.counting_words = None,
        Screen::Review(review) if review.side_job == Some(id) => review.side_job = None,
        Screen::Review(review) if review.deciding == Some(id) => review.deciding = None,
        _ => {}
    }
    false
}

/// Shows a notice: instead of an earlier one with the same words, and of the oldest where there are many.
pub(super) fn notify(state: &mut AppState, notice: Notice) -> Vec<Effect> {
    state.notices.retain(|known| known.what_happened != notice.what_happened);
    state.notices.push(notice);
    let surplus = state.notices.len().saturating_sub(NOTICES_KEPT);
    state.notices.drain(..surplus);
    Vec::new()
}

/// Something could not be written: a notice, a word in the status line, which is seen again where the notice stands
/// already, and no "Saved" until something is written.
pub(super) fn not_written(state: &mut AppState, notice: Notice) -> Vec<Effect> {
    state.refusal = Some("Not written; the message above says why.");
    if let Some(review) = state.review_mut() {
        review.unwritten = Some(notice.what_happened.clone());
    }
    notify(state, notice)
}

/// Something was written again: what could not be is no news any more.
pub(super) fn written(state: &mut AppState) {
    let Some(words) = state.review_mut().and_then(|review| review.unwritten.take()) else { return };
    state.notices.retain(|notice| notice.what_happened != words);
}

/// Puts away the notices that offer something that is over.
pub(super) fn withdraw(state: &mut AppState, action: &Command) {
    state.notices.retain(|notice| notice.action.as_ref() != Some(action));
}

pub(super) fn dismiss(state: &mut AppState, at: usize) -> Vec<Effect> {
    if at < state.notices.len() {
        state.notices.remove(at);
    }
    Vec::new()
}
