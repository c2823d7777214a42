//! Work on named threads: one bounded channel for what they report, a cancel flag each.

mod changes;
mod code;
mod decide;
mod descriptions;
mod earlier;
mod explore;
mod export;
mod figure;
mod free_name;
mod import;
pub(crate) mod packs;
mod people;
mod practice;
mod practice_set;
mod quality;
mod reporter;
mod rights;
pub(crate) mod rules;
mod supervision;
mod words;
mod work;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::JobId;

pub(crate) use descriptions::{forget_descriptions, load_descriptions};
pub(crate) use free_name::next_free;
pub(crate) use practice_set::told as told_of_set;
pub(crate) use reporter::Reporter;
pub(crate) use rights::as_closed_as;
pub(crate) use work::Work;

/// Reports wait here until the desk polls; a job that is ahead of the desk waits too.
const CHANNEL_LENGTH: usize = 64;

/// The running jobs. `R` is what a job reports.
pub(crate) struct Jobs<R> {
    sender: SyncSender<R>,
    receiver: Receiver<R>,
    running: BTreeMap<JobId, Running>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

struct Running {
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl<R: Send + 'static> Jobs<R> {
    /// No jobs yet. `wake` is called from a job's thread whenever it has reported something.
    pub(crate) fn new(wake: impl Fn() + Send + Sync + 'static) -> Jobs<R> {
        let (sender, receiver) = sync_channel(CHANNEL_LENGTH);
        Jobs { sender, receiver, running: BTreeMap::new(), wake: Arc::new(wake) }
    }

    /// Runs `work` on a thread of this name. What it returns is its last report; `broken` makes the last report of
    /// work that panicked or could not start.
    pub(crate) fn start(
        &mut self,
        id: JobId,
        name: &str,
        work: impl FnOnce(&mut Reporter<R>) -> R + Send + 'static,
        broken: impl Fn(&str) -> R + Send + Clone + 'static,
    ) {
        let cancel = Arc::new(AtomicBool::new(false));
        let mut reporter = Reporter::new(id, self.sender.clone(), Arc::clone(&cancel), Arc::clone(&self.wake));
        let on_panic = broken.clone();
        let body = move || {
            // A defect in a job must not leave the window waiting for ever.
            let last = catch_unwind(AssertUnwindSafe(|| work(&mut reporter)));
            reporter.last(last.unwrap_or_else(|_| on_panic("it stopped because of a defect in the program")));
        };
        let thread = std::thread::Builder::new().name(format!("occudesk-{name}")).spawn(body);
        let thread = match thread {
            Ok(thread) => Some(thread),
            Err(error) => {
                let report = broken(&format!("the system gave no thread for it: {error}"));
                // With the channel full the desk has work anyway; the job then shows as stopped at the next poll.
                let _ = self.sender.try_send(report);
                None
            }
        };
        self.running.insert(id, Running { cancel, thread });
    }

    /// Asks a job to stop; it reports when it has.
    pub(crate) fn cancel(&self, id: JobId) {
        if let Some(running) = self.running.get(&id) {
            running.cancel.store(true, Ordering::Relaxed);
        }
    }

    /// The next report, without waiting.
    pub(crate) fn poll(&self) -> Option<R> {
        self.receiver.try_recv().ok()
    }

    /// The next report, waiting at most this long.
    pub(crate) fn wait(&self, at_most: Duration) -> Option<R> {
        self.receiver.recv_timeout(at_most).ok()
    }

    /// Forgets a job that has reported its last.
    pub(crate) fn finished(&mut self, id: JobId) {
        if let Some(thread) = self.running.remove(&id).and_then(|running| running.thread) {
            // Its last report was sent at the end of its thread; a panic has been reported by it too.
            let _ = thread.join();
        }
    }
}

impl<R> Drop for Jobs<R> {
    /// Stops all jobs and waits for them, so that no file is left half written.
    fn drop(&mut self) {
        for running in self.running.values() {
            running.cancel.store(true, Ordering::Relaxed);
        }
        // Jobs that wait for room in the channel give up when nobody listens any more.
        let (_, nobody) = sync_channel(1);
        self.receiver = nobody;
        for running in self.running.values_mut() {
            if let Some(thread) = running.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(why: &str) -> String {
        format!("broken: {why}")
    }

    #[test]
    fn a_job_reports_its_result_and_wakes_the_window() {
        let woken = Arc::new(AtomicBool::new(false));
        let bell = Arc::clone(&woken);
        let mut jobs = Jobs::new(move || bell.store(true, Ordering::SeqCst));
        jobs.start(JobId(1), "test", |_| "done".to_owned(), broken);
        assert_eq!(jobs.wait(Duration::from_secs(20)).as_deref(), Some("done"));
        jobs.finished(JobId(1));
        assert!(woken.load(Ordering::SeqCst));
    }

    #[test]
    fn a_job_that_panics_is_reported_as_broken() {
        let mut jobs = Jobs::new(|| {});
        jobs.start(JobId(1), "test", |_| Vec::<String>::new().swap_remove(0), broken);
        assert!(jobs.wait(Duration::from_secs(20)).unwrap().starts_with("broken"));
    }

    #[test]
    fn a_cancelled_job_sees_it_and_dropping_the_jobs_ends_them() {
        let mut jobs = Jobs::new(|| {});
        for id in [JobId(1), JobId(2)] {
            let work = |reporter: &mut Reporter<String>| {
                while !reporter.cancelled() {
                    std::thread::yield_now();
                }
                "stopped".to_owned()
            };
            jobs.start(id, "test", work, broken);
        }
        jobs.cancel(JobId(1));
        assert_eq!(jobs.wait(Duration::from_secs(20)).as_deref(), Some("stopped"));
        drop(jobs);
    }
}
