//! The supervision of the open project: which page is looked at, and what each of them knows.

pub mod calibration;
pub mod errors;

use crate::JobId;
use calibration::CalibrationPage;
use errors::ErrorsPage;
use packs::Packs;

pub(crate) mod bench_command;
pub(crate) mod bench_page;
pub(crate) mod figure_export;
pub(crate) mod packs;
pub(crate) mod packs_command;
pub(crate) mod quality;
pub(crate) mod rows;

pub use bench_command::BenchCommand;
pub use bench_page::{
    BINS, BenchPages, Reckoning, ShownDistribution, measure_words, observed_note, observed_words, threshold_words,
};
pub use figure_export::{FigureCommand, FigureExport, FigurePlan};

pub(crate) use bench_page::Stamp;

mod people;

pub use people::{HeadFound, LogCheck, PeoplePart, PeopleView};
use quality::QualityPage;

/// What is looked at in the supervision of the open project.
#[derive(Clone, Debug, Default)]
pub struct Supervise {
    /// The page that is shown.
    pub page: SupervisePage,
    /// Whether confidence means what it says.
    pub calibration: CalibrationPage,
    /// Decisions that look wrong.
    pub errors: ErrorsPage,
    /// The page of quality samples.
    pub quality: QualityPage,
    /// The pages about distributions and thresholds.
    pub bench: BenchPages,
    /// The figure that is about to be written, of whichever page.
    pub figure_export: Option<FigureExport>,
    /// Who decided what, and the log.
    pub people: PeopleView,
    /// Coder packs, and how far coders agree.
    pub packs: Packs,
}

impl Supervise {
    /// Forgets what belongs to the project that is left; gives the jobs that are no longer wanted.
    pub(crate) fn leave(&mut self) -> Vec<JobId> {
        let left = std::mem::replace(self, Supervise { page: self.page, ..Supervise::default() });
        [left.calibration.job, left.errors.job, left.quality.counting, left.packs.job, left.packs.computing]
            .into_iter()
            .chain(left.people.jobs())
            .flatten()
            .collect()
    }

    /// Goes on without a job that was stopped or failed.
    pub(crate) fn release(&mut self, id: JobId) {
        self.calibration.job.take_if(|job| *job == id);
        self.errors.job.take_if(|job| *job == id);
        self.packs.job.take_if(|job| *job == id);
        self.packs.computing.take_if(|job| *job == id);
        self.people.release(id);
        self.quality.counting.take_if(|job| *job == id);
    }
}

/// A page of the supervision, in the order of its tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SupervisePage {
    /// How confidence is distributed.
    #[default]
    Distribution,
    /// What other thresholds would cost.
    Thresholds,
    /// Whether confidence means what it says.
    Calibration,
    /// Samples, blind recodes and acceptance of a lot.
    Quality,
    /// Coder packs, and how far coders agree.
    Agreement,
    /// Decisions that look wrong.
    Errors,
    /// Who decided what, and the log.
    People,
}

impl SupervisePage {
    /// All, in the order of their tabs.
    pub const ALL: [SupervisePage; 7] = [
        SupervisePage::Distribution,
        SupervisePage::Thresholds,
        SupervisePage::Calibration,
        SupervisePage::Quality,
        SupervisePage::Agreement,
        SupervisePage::Errors,
        SupervisePage::People,
    ];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            SupervisePage::Distribution => "Distribution",
            SupervisePage::Thresholds => "Thresholds",
            SupervisePage::Calibration => "Calibration",
            SupervisePage::Quality => "Quality",
            SupervisePage::Agreement => "Agreement",
            SupervisePage::Errors => "Errors",
            SupervisePage::People => "People",
        }
    }
}
