//! What a job or an effect reports.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::{ClassificationId, Coding, Thresholds};
use formats::Preview;
use review::quality::QualitySample;
use review::{
    AnswerIndex, Answers, Calibration, Changes, Columns, Counts, Drift, Earlier, EarlierSource, Entry, Groups, Hash,
    Ledger, People, RecordId, Suspects, Timestamp, UnaidedShare,
};

use crate::as_of::Standing;
use crate::{Descriptions, ExploreFound, JobId, LogCheck, LotParts, Notice, PacksDone, PracticeEvent};
use classifier::Engine;
use store::{Pack, Problem, Project, Recoding, Split};

/// How far a job is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Records done.
    pub done: u64,
    /// Records in all, if known.
    pub total: Option<u64>,
    /// Records a second; 0 at the beginning.
    pub rate: f64,
    /// Time left, if it can be told.
    pub left: Option<Duration>,
}

impl Progress {
    /// Share done, 0 to 1, if the total is known.
    pub fn share(&self) -> Option<f32> {
        let total = self.total.filter(|&total| total > 0)?;
        Some((self.done as f64 / total as f64).min(1.0) as f32)
    }
}

/// What a job or an effect reports.
#[derive(Debug)]
pub enum Event {
    /// A job came so far.
    Progressed(JobId, Progress),
    /// A job was stopped and left nothing behind.
    Cancelled(JobId),
    /// A job failed.
    Failed(JobId, Box<Notice>),
    /// The first rows of a source were read.
    Previewed(JobId, PathBuf, Box<Preview>),
    /// A project was opened, or made and opened.
    Opened(JobId, Box<Opened>),
    /// All records were coded and the codings are in the project.
    Coded(JobId, Box<Coded>),
    /// The most frequent words of some records were counted, with the number of records that hold each.
    WordsCounted(JobId, Vec<(String, usize)>),
    /// Earlier decisions were taken in or let go.
    EarlierChanged(JobId, Box<EarlierChanged>),
    /// Two codings were compared.
    Compared(JobId, Box<Changes>),
    /// It was measured whether confidence means what it says.
    Calibrated(JobId, Box<Calibration>),
    /// All decisions were looked through for those that look wrong.
    ErrorsFound(JobId, Box<Suspects>),
    /// Work of the exploring workspace is done.
    Explored(JobId, ExploreFound),
    /// An action on very many records is on disk.
    Decided(JobId, Box<Decided>),
    /// What the practice reports.
    Practice(Box<PracticeEvent>),
    /// Work about coder packs and agreement is done.
    Packs(JobId, Box<PacksDone>),
    /// A file was written.
    Written(JobId, Box<Written>),
    /// A figure was written.
    FigureWritten(JobId, PathBuf),
    /// An entry is on disk.
    Appended {
        /// The entry.
        entry: Entry,
        /// Whether the next record is selected now.
        go_on: bool,
    },
    /// A quality sample and the entry that draws it are on disk.
    SampleDrawn(Entry, Box<QualitySample>),
    /// The lot of a quality sample was counted, divided in the way that was asked for.
    LotCounted(JobId, Box<LotParts>),
    /// A change of thresholds is on disk.
    ThresholdsRecorded(Entry, Thresholds),
    /// An entry, a threshold or the settings could not be written.
    NotWritten(Box<Notice>),
    /// The cells of a record.
    CellsRead(RecordId, Vec<String>),
    /// The context columns of some records, in the order of both.
    ContextRead(Vec<(RecordId, Vec<String>)>),
    /// Which columns help to decide, as it is on disk.
    ContextRecorded(Vec<usize>),
    /// Descriptions were read and are kept.
    DescriptionsRead(JobId, Box<DescriptionsRead>),
    /// The descriptions of a classification are deleted.
    DescriptionsForgotten(ClassificationId),
    /// The rows with problems.
    ProblemsRead(Vec<Problem>),
    /// A project is gone: its path and the files that were removed.
    Purged(PathBuf, Vec<PathBuf>),
    /// Whether a file stands there.
    LookedAt(PathBuf, bool),
    /// From now on the engine's answer is hidden for so many records.
    UnaidedShareSet(UnaidedShare),
    /// The log was counted, looked through or checked.
    People(JobId, Box<PeopleEvent>),
}

/// What a job found in the log.
#[derive(Debug)]
pub enum PeopleEvent {
    /// What everybody did, and their drift towards the machine.
    Counted(People, Drift),
    /// The places of the entries that were looked for, ascending.
    Found(Vec<u32>),
    /// Whether the log in the project file is whole.
    Verified(LogCheck),
    /// How the project stood after the entry with this number, which was written then.
    Stood(u64, Timestamp, Box<Standing>),
}

impl Event {
    /// The job whose last event this is.
    pub(crate) fn ends(&self) -> Option<JobId> {
        match self {
            Event::Cancelled(id)
            | Event::Failed(id, _)
            | Event::Previewed(id, ..)
            | Event::Opened(id, _)
            | Event::Coded(id, _)
            | Event::WordsCounted(id, _)
            | Event::DescriptionsRead(id, _)
            | Event::EarlierChanged(id, _)
            | Event::Compared(id, _)
            | Event::Calibrated(id, _)
            | Event::ErrorsFound(id, _)
            | Event::Decided(id, _)
            | Event::LotCounted(id, _)
            | Event::FigureWritten(id, _)
            | Event::Written(id, ..)
            | Event::Packs(id, _)
            | Event::People(id, _) => Some(*id),
            Event::Practice(event) => event.ends(),
            _ => None,
        }
    }
}

/// Earlier decisions that are used from now on.
#[derive(Debug)]
pub struct EarlierChanged {
    /// All of them.
    pub earlier: Earlier,
    /// The source that was taken in; `None` when one was let go.
    pub loaded: Option<Arc<EarlierSource>>,
}

/// A project that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The project file.
    pub project: Project,
    /// What it holds.
    pub content: Content,
}

/// What a project holds in memory.
#[derive(Debug)]
pub struct Content {
    /// Job titles and tasks.
    pub answers: Answers,
    /// The search over them.
    pub index: AnswerIndex,
    /// Which of them are identical.
    pub groups: Groups,
    /// What the engine found; empty before the first coding.
    pub codings: Vec<Coding>,
    /// Status, flags and code of every record.
    pub columns: Columns,
    /// What people decided.
    pub ledger: Ledger,
    /// The thresholds in force; those of the engine before the first coding.
    pub thresholds: Thresholds,
    /// The model that coded; empty before the first coding.
    pub model_id: String,
    /// The engine of this classification.
    pub engine: Option<Arc<Engine>>,
    /// Why there is no engine, or that it is not the one that coded.
    pub notice: Option<Box<Notice>>,
    /// Rows of the source with problems.
    pub problem_count: u64,
    /// What was decided about the same answers elsewhere.
    pub earlier: Earlier,
    /// The quality samples that were drawn.
    pub samples: Vec<QualitySample>,
    /// How many codings the project keeps.
    pub coding_runs: usize,
    /// By which codes of another classification the records are recoded, if they are.
    pub recoding: Option<Recoding>,
    /// For how many records the engine's answer is hidden until they are coded, since when.
    pub unaided: Vec<UnaidedShare>,
    /// Where the project comes from, if it is a pack for one coder.
    pub pack: Option<Arc<Pack>>,
    /// The splits of the project into packs, oldest first.
    pub splits: Vec<Split>,
    /// The project can only be looked at.
    pub read_only: bool,
}

/// What stands after an action on very many records.
#[derive(Debug)]
pub struct Decided {
    /// What people decided, the action among it.
    pub ledger: Ledger,
    /// Status and flags of every record.
    pub columns: Columns,
    /// How many records each filter shows.
    pub counts: Counts,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// Its rows.
    pub rows: u64,
    /// For an export, the number of entries in the log and its head; `None` for a list of problems.
    pub log: Option<(u64, Hash)>,
    /// The file that tells the state of the log, if one was asked for.
    pub audit: Option<PathBuf>,
    /// The file with the whole log, if one was asked for.
    pub whole_log: Option<PathBuf>,
}

/// Descriptions that were read from workbooks.
#[derive(Debug)]
pub struct DescriptionsRead {
    /// All that is known now of each classification that the workbooks are about.
    pub descriptions: Vec<Descriptions>,
    /// What was read from each workbook, and what was not understood.
    pub report: Notice,
}

/// A finished coding.
#[derive(Debug)]
pub struct Coded {
    /// What the engine found, by record.
    pub codings: Vec<Coding>,
    /// Status, flags and code of every record, as if nobody had decided anything.
    pub columns: Columns,
    /// The thresholds of the run.
    pub thresholds: Thresholds,
    /// The model that coded.
    pub model_id: String,
}
