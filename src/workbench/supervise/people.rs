//! Who decided what, the log entry by entry, and whether it is whole.

use std::sync::Arc;

use domain::Thresholds;
use review::{Drift, Hash, LogFilter, Timestamp};

use crate::{JobId, Review};

/// What is looked at on the page of people.
#[derive(Clone, Debug, Default)]
pub struct PeopleView {
    /// The part that is shown.
    pub part: PeoplePart,
    /// What everybody did; `None` until it was counted.
    pub figures: Option<Arc<review::People>>,
    /// Of how many entries, under which thresholds, in which coding and under which share of unaided records that was counted.
    pub(crate) counted_of: Option<(u64, Thresholds, [usize; 2])>,
    /// People's drift towards the machine.
    pub drift: Drift,
    /// The job that counts.
    pub(crate) counting: Option<JobId>,
    /// The person whose days are shown.
    pub chosen: Option<String>,
    /// Which entries are listed.
    pub filter: LogFilter,
    /// The entries that meet the filter, by their places in the log, ascending; `None` lists all.
    pub found: Option<Arc<Vec<u32>>>,
    /// How many entries that was looked for in.
    pub(crate) found_of: u64,
    /// The job that looks for them.
    pub searching: Option<JobId>,
    /// Number of the marked entry.
    pub marked: Option<u64>,
    /// What came of checking the log in the file; `None` before that was asked for.
    pub verified: Option<LogCheck>,
    /// The job that checks it.
    pub verifying: Option<JobId>,
    /// What a head that somebody kept is; `None` before one was looked for.
    pub head: Option<HeadFound>,
    /// The job that puts together how the project stood.
    pub standing: Option<JobId>,
}

/// A part of the page of people, in the order of its tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeoplePart {
    /// Pace and agreement of everybody.
    #[default]
    Figures,
    /// The entries of the log.
    Log,
    /// Whether the log is whole.
    Integrity,
    /// Who drifts towards the machine, and for how many records its answer is hidden at first.
    Anchoring,
}

impl PeoplePart {
    /// All, in the order of their tabs.
    pub const ALL: [PeoplePart; 4] =
        [PeoplePart::Figures, PeoplePart::Anchoring, PeoplePart::Log, PeoplePart::Integrity];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            PeoplePart::Figures => "Pace and agreement",
            PeoplePart::Log => "Log",
            PeoplePart::Integrity => "Is the log whole?",
            PeoplePart::Anchoring => "Anchoring",
        }
    }
}

/// What came of checking the whole log in the project file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCheck {
    /// When it was checked.
    pub at: Timestamp,
    /// How many entries are sound, from the first.
    pub sound: u64,
    /// The hash of the last sound entry, or what the log begins with.
    pub head: Hash,
    /// What is wrong with the entry after them; `None` where all are sound.
    pub broken: Option<String>,
}

/// What a head that somebody kept is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadFound {
    /// These are no eight to 64 hexadecimal digits.
    NoHash,
    /// The project before the first entry.
    Beginning,
    /// The state after the entry with this number.
    After(u64),
    /// No entry has it: it belongs to another project, or the log was changed before it.
    NotHere,
}

impl PeopleView {
    /// How many entries are listed.
    pub fn listed(&self, review: &Review) -> usize {
        self.found.as_ref().map_or(review.whole_log().entries().len(), |found| found.len())
    }

    /// The number of the entry in a line of the list, from 0; the newest stands first.
    pub fn entry_in(&self, review: &Review, line: usize) -> Option<u64> {
        let from_end = self.listed(review).checked_sub(line + 1)?;
        match &self.found {
            Some(found) => found.get(from_end).map(|place| u64::from(*place) + 1),
            None => Some(from_end as u64 + 1),
        }
    }

    /// The line of the entry with this number, if it is listed.
    pub fn line_of(&self, review: &Review, number: u64) -> Option<usize> {
        let place = number.checked_sub(1)?;
        let at = match &self.found {
            Some(found) => found.binary_search(&u32::try_from(place).ok()?).ok()?,
            None => usize::try_from(place).ok()?,
        };
        self.listed(review).checked_sub(at + 1)
    }

    /// The jobs that belong to the open project.
    pub(crate) fn jobs(&self) -> [Option<JobId>; 4] {
        [self.counting, self.searching, self.verifying, self.standing]
    }

    /// Forgets a job that has ended; `false` for one that is not of this page.
    pub(crate) fn release(&mut self, id: JobId) -> bool {
        let mut known = false;
        for job in [&mut self.counting, &mut self.searching, &mut self.verifying, &mut self.standing] {
            known |= job.take_if(|job| *job == id).is_some();
        }
        known
    }
}
