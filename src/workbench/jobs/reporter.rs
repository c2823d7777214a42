//! What a job holds to report how far it is and to see that it shall stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use crate::{JobId, Progress};

/// Time between two reports of progress.
const PAUSE: Duration = Duration::from_millis(80);
/// Rates of the first moments say nothing.
const SETTLING: Duration = Duration::from_millis(300);

/// What a job holds.
pub(crate) struct Reporter<R> {
    id: JobId,
    sender: SyncSender<R>,
    cancel: Arc<AtomicBool>,
    wake: Arc<dyn Fn() + Send + Sync>,
    started: Instant,
    reported: Option<Instant>,
}

impl<R> Reporter<R> {
    pub(super) fn new(
        id: JobId,
        sender: SyncSender<R>,
        cancel: Arc<AtomicBool>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Reporter<R> {
        Reporter { id, sender, cancel, wake, started: Instant::now(), reported: None }
    }

    /// The number of the job.
    pub(crate) fn id(&self) -> JobId {
        self.id
    }

    /// Whether the job shall stop.
    pub(crate) fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Says how far the job is, a few times a second; progress that nobody has room for is left out.
    pub(crate) fn progress(&mut self, done: u64, total: Option<u64>, report: impl FnOnce(JobId, Progress) -> R) {
        if self.reported.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        self.reported = Some(Instant::now());
        let progress = progress_after(done, total, self.started.elapsed());
        if self.sender.try_send(report(self.id, progress)).is_ok() {
            (self.wake)();
        }
    }

    /// Sends the last report; nobody may be listening any more.
    pub(super) fn last(self, report: R) {
        if self.sender.send(report).is_ok() {
            (self.wake)();
        }
    }
}

/// Rate and time left after some time.
fn progress_after(done: u64, total: Option<u64>, elapsed: Duration) -> Progress {
    if elapsed < SETTLING || done == 0 {
        return Progress { done, total, rate: 0.0, left: None };
    }
    let rate = done as f64 / elapsed.as_secs_f64();
    let left = total.map(|total| total.saturating_sub(done) as f64 / rate);
    let left = left.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    Progress { done, total, rate, left }
}

#[cfg(test)]
impl<R> Reporter<R> {
    /// A reporter to nobody, of a job that was asked to stop.
    pub(super) fn stopped() -> Reporter<R> {
        let reporter = Reporter::running();
        reporter.cancel.store(true, Ordering::Relaxed);
        reporter
    }

    /// A reporter to nobody, of a job that goes on.
    pub(super) fn running() -> Reporter<R> {
        let (sender, _) = std::sync::mpsc::sync_channel(1);
        Reporter::new(JobId(1), sender, Arc::default(), Arc::new(|| {}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_rate() {
        let progress = progress_after(500, Some(2_000), Duration::from_secs(5));
        assert_eq!(progress.rate, 100.0);
        assert_eq!(progress.left, Some(Duration::from_secs(15)));
        assert_eq!(progress.share(), Some(0.25));
        assert_eq!(progress_after(5, None, Duration::from_secs(1)).left, None);
        assert_eq!(progress_after(0, Some(9), Duration::from_secs(1)).left, None);
    }
}
