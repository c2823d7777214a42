//! What leaves the state: work for the desk, jobs for threads, requests to the window.

use std::path::PathBuf;
use std::sync::Arc;

use crate::{
    Act, ErrorsPlan, ExploreJob, FigurePlan, LotPlan, OldOutput, PacksJob, PracticeJob, ReportPlan, RulePanel, Settings,
};
use domain::{ClassificationId, Coding, Thresholds};
use formats::{Format, ReadOptions};
use review::practice::PracticeLine;
use review::quality::SampleDesign;
use review::statistics::calibration::Binning;
use review::{
    AnswerIndex, Answers, Changes, Columns, Earlier, Entry, Groups, Ledger, LogFilter, RecordId, TruthSource,
    UnaidedShare,
};

use crate::as_of::Standing;
use crate::output::Extra;

use classifier::Engine;
use store::{Project, Recoding};

/// Number of a job, growing from 1; events of a job that is no longer known do nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub u64);

/// What the window is asked to do, because only it can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Show a dialog to open a file; answer with `Command::OpenPath`.
    OpenFile,
    /// Show a dialog for the project file; answer with `Command::SetProjectPath`.
    ProjectPath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for the export; answer with `Command::SetExportPath`.
    ExportPath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for the list of problems; answer with `Command::ExportProblems`.
    ProblemsPath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for one or several workbooks; answer with `Command::ImportDescriptions`.
    DescriptionFiles,
    /// Show a dialog to open earlier decisions; answer with `Command::LoadEarlier`.
    EarlierPath,
    /// Show a dialog for the file of a house rule; answer with `Command::SetRulePath`.
    RulePath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for the list of what changed; answer with `Command::ExportChanges`.
    ChangesPath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for the report of a quality sample; answer with `QualityCommand::WriteReport`.
    ReportPath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for a figure; answer with `FigureCommand::SetPath`.
    FigurePath {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for a table or a project to practise with; answer with `PracticeCommand::OpenSet`.
    PracticeSet,
    /// Show a dialog for results of practice to write; answer with `PracticeCommand::Export`.
    PracticeExport {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for results of practice to read; answer with `PracticeCommand::Import`.
    PracticeImport,
    /// Show a dialog for the folder of coder packs; answer with `PackCommand::SetFolder`.
    PackFolder {
        /// Where the dialog begins.
        suggested: PathBuf,
    },
    /// Show a dialog for one or several coder packs; answer with `PackCommand::Read`.
    PackFiles,
    /// Bring the selected row into sight.
    RevealSelection,
    /// Close the window.
    CloseWindow,
}

/// Work that can take longer than a frame; runs on a named thread.
#[derive(Clone, Debug)]
pub enum Job {
    /// Read the first rows of a source.
    Preview {
        /// The source.
        source: PathBuf,
        /// How to read it.
        options: ReadOptions,
    },
    /// Read a source into a new project and open it.
    Import(Box<ImportPlan>),
    /// Open a project.
    OpenProject(PathBuf),
    /// Code all records of the open project.
    Code {
        /// What to code.
        answers: Arc<Answers>,
        /// What codes.
        engine: Arc<Engine>,
        /// The thresholds of the run.
        thresholds: Thresholds,
        /// By which codes of another classification the records are recoded, if they are.
        recoding: Option<Recoding>,
    },
    /// Count the words in the answers of some records.
    CountWords {
        /// The answers, normalised.
        index: Arc<AnswerIndex>,
        /// The records.
        records: Arc<Vec<RecordId>>,
    },
    /// Write an action on very many records to the log, and take it in.
    Decide {
        /// The action.
        act: Box<Act>,
        /// What was decided before.
        ledger: Arc<Ledger>,
        /// Status and flags before.
        columns: Arc<Columns>,
        /// Which answers are identical.
        groups: Arc<Groups>,
    },
    /// Write records of the open project to a file.
    Export(Box<ExportPlan>),
    /// Write the rows with problems of the open project to a CSV file.
    ExportProblems(PathBuf),
    /// Read descriptions from workbooks and keep them.
    ImportDescriptions(Vec<PathBuf>),
    /// Take in earlier decisions, or let them go.
    ChangeEarlier(Box<EarlierPlan>),
    /// Work of the practice.
    Practise(Box<PracticeJob>),
    /// Compare the last coding with the one before.
    Compare,
    /// Write what changed to a CSV file.
    ExportChanges(Box<ChangesPlan>),
    /// Measure whether confidence means what it says.
    Calibrate(Box<CalibrationPlan>),
    /// Look through all decisions for those that look wrong.
    FindErrors(Box<ErrorsPlan>),
    /// Count the lot of a quality sample.
    CountLot(Box<LotPlan>),
    /// Write the report of a quality sample, with its records as CSV beside it.
    WriteReport(Box<ReportPlan>),
    /// Write a figure to a file.
    WriteFigure(Box<FigurePlan>),
    /// Count, look through or check the log.
    People(Box<PeopleJob>),
    /// Work of the exploring workspace.
    Explore(ExploreJob),
    /// Something about coder packs and agreement.
    Packs(Box<PacksJob>),
}

/// What is measured of the confidence of codings.
#[derive(Clone, Debug)]
pub struct CalibrationPlan {
    /// What the engine found.
    pub codings: Arc<Vec<Coding>>,
    /// What was decided.
    pub ledger: Arc<Ledger>,
    /// The thresholds in force.
    pub thresholds: Thresholds,
    /// What is taken for the truth.
    pub source: TruthSource,
    /// How records are put into bins.
    pub binning: Binning,
}

/// What is asked of the log.
#[derive(Clone, Debug)]
pub enum PeopleJob {
    /// Count what everybody did.
    Count {
        /// The log.
        ledger: Arc<Ledger>,
        /// The engine's codes.
        columns: Arc<Columns>,
        /// Which answers are identical.
        groups: Arc<Groups>,
    },
    /// Look for entries.
    Find {
        /// The log.
        ledger: Arc<Ledger>,
        /// Which entries.
        filter: LogFilter,
    },
    /// Check the log in the project file.
    Verify,
    /// Put together how the project stood after an entry.
    StandAt {
        /// Number of the entry.
        number: u64,
        /// The log.
        ledger: Arc<Ledger>,
        /// The codings of now.
        codings: Arc<Vec<Coding>>,
        /// Which answers are identical.
        groups: Arc<Groups>,
    },
}

impl PeopleJob {
    /// What it does, for the progress line.
    fn name(&self) -> &'static str {
        match self {
            PeopleJob::Count { .. } => "Counting decisions",
            PeopleJob::Find { .. } => "Looking through the log",
            PeopleJob::Verify => "Checking the log",
            PeopleJob::StandAt { .. } => "Putting together how the project stood",
        }
    }

    /// Whether it reads the project file.
    pub(crate) fn reads_project(&self) -> bool {
        matches!(self, PeopleJob::Verify | PeopleJob::StandAt { .. })
    }
}

/// Which earlier decisions are taken in or let go.
#[derive(Clone, Debug)]
pub struct EarlierPlan {
    /// What is asked for.
    pub change: EarlierChange,
    /// What is used so far.
    pub known: Arc<Earlier>,
    /// The answers of the project.
    pub index: Arc<AnswerIndex>,
    /// What the project is coded to.
    pub classification: ClassificationId,
    /// The names of its columns with the job title and the tasks, by which those of an export are found.
    pub answer_columns: [Vec<String>; 2],
    /// The project itself, which is no earlier one.
    pub project: PathBuf,
    /// Who asks.
    pub reviewer: String,
}

/// What becomes of earlier decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EarlierChange {
    /// Those of this file are used.
    Load(PathBuf),
    /// Those of the source with this number are used no longer.
    Remove(i64),
}

/// What changed, to be written.
#[derive(Clone, Debug)]
pub struct ChangesPlan {
    /// Where the file goes.
    pub path: PathBuf,
    /// What changed.
    pub changes: Arc<Changes>,
    /// The answers of the project.
    pub answers: Arc<Answers>,
    /// What it is coded to.
    pub classification: ClassificationId,
}

/// What is imported, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPlan {
    /// The source.
    pub source: PathBuf,
    /// How to read it.
    pub options: ReadOptions,
    /// The columns with the job title, from 0, ascending; the texts of several are joined by "; ".
    pub title_columns: Vec<usize>,
    /// The columns with the tasks, in the same way; may be none.
    pub tasks_columns: Vec<usize>,
    /// The columns that help to decide.
    pub context_columns: Vec<usize>,
    /// The columns that are left out: nothing of them enters the project file.
    pub left_out: Vec<usize>,
    /// What to code to.
    pub classification: ClassificationId,
    /// Where the project goes.
    pub project_path: PathBuf,
    /// What becomes of columns of an earlier output.
    pub old_output: OldOutput,
    /// Who imports, for the entry that takes over decisions.
    pub reviewer: String,
    /// The column, from 0, with ANZSCO codes by which the records are recoded to OSCA.
    pub recode_column: Option<usize>,
}

/// What is exported, and how.
#[derive(Clone, Debug)]
pub struct ExportPlan {
    /// Where the file goes.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// Records to write, ascending; `None` for all.
    pub records: Option<Vec<RecordId>>,
    /// Cells are written so that a spreadsheet runs none of them.
    pub spreadsheet_safe: bool,
    /// Further columns that are added.
    pub extra: Extra,
    /// What the engine found.
    pub codings: Arc<Vec<Coding>>,
    /// Number of the last entry of the log that counts; later ones are left out.
    pub entries: u64,
    /// Records decided otherwise than another one with the identical answer, ascending.
    pub conflicting: Vec<RecordId>,
    /// The state of the log is written beside the export, as `NAME.audit.txt`.
    pub audit: bool,
    /// The whole log is written beside the export, as `NAME.audit.jsonl`.
    pub whole_log: bool,
    /// The thresholds in force.
    pub thresholds: Thresholds,
    /// The model that coded.
    pub model_id: String,
    /// What it is coded to.
    pub classification: ClassificationId,
    /// By which codes of another classification the records are recoded, if they are.
    pub recoding: Option<Recoding>,
}

impl Job {
    /// Whether it writes a file that a person waits for, so that the program should not end before it.
    pub fn writes_export(&self) -> bool {
        match self {
            Job::Export(_)
            | Job::ExportProblems(_)
            | Job::ExportChanges(_)
            | Job::WriteReport(_)
            | Job::WriteFigure(_) => true,
            Job::Practise(job) => matches!(**job, PracticeJob::Export { .. }),
            Job::Packs(job) => matches!(**job, PacksJob::Write { .. }),
            _ => false,
        }
    }

    /// Whether it is over so soon, or comes so often, that a line for it would only flicker.
    pub fn is_quiet(&self) -> bool {
        matches!(self, Job::Explore(_) | Job::CountLot(_))
    }

    /// What it does, for the progress line: "Coding records".
    pub fn name(&self) -> &'static str {
        match self {
            Job::Preview { .. } => "Reading the first rows",
            Job::Import(_) => "Importing records",
            Job::OpenProject(_) => "Opening the project",
            Job::Code { .. } => "Coding records",
            Job::CountWords { .. } => "Counting words",
            Job::Decide { .. } => "Writing decisions",
            Job::Export(_) => "Writing the export",
            Job::ExportProblems(_) => "Writing the list of problems",
            Job::ImportDescriptions(_) => "Reading descriptions",
            Job::ChangeEarlier(_) => "Reading earlier decisions",
            Job::Practise(_) => "Reading for the practice",
            Job::Compare => "Comparing the codes",
            Job::ExportChanges(_) => "Writing what changed",
            Job::Calibrate(_) => "Measuring calibration",
            Job::FindErrors(_) => "Looking through decisions",
            Job::CountLot(_) => "Counting the lot",
            Job::WriteReport(_) => "Writing the report",
            Job::WriteFigure(_) => "Writing the figure",
            Job::People(job) => job.name(),
            Job::Explore(_) => "Exploring an answer",
            Job::Packs(job) => job.name(),
        }
    }
}

/// What leaves the state.
#[derive(Debug)]
pub enum Effect {
    /// Start a job.
    Start(JobId, Job),
    /// Ask a job to stop.
    Cancel(JobId),
    /// Hold this project from now on.
    KeepProject(Box<Project>),
    /// Let go of the project file.
    CloseProject,
    /// Remove a project that was let go, with what belongs to it; answered by `Event::Purged` or `Event::NotWritten`.
    PurgeProject(PathBuf),
    /// Let go of how the project stood, on another thread: a log of a million entries takes longer than a frame.
    LetGo(Box<Standing>),
    /// Write an entry to the log, durably; answered by `Event::Appended` or `Event::NotWritten`.
    Append {
        /// The entry.
        entry: Entry,
        /// Whether the next record is selected then.
        go_on: bool,
    },
    /// Draw the records of this design for a quality sample; answered by `Event::SampleDrawn` or `Event::NotWritten`.
    DrawSample(Box<SampleDesign>),
    /// Say for how many records the engine's answer is hidden until they are coded; answered by
    /// `Event::UnaidedShareSet` or `Event::NotWritten`.
    SetUnaidedShare(UnaidedShare),
    /// Record a change of thresholds; answered by `Event::ThresholdsRecorded` or `Event::NotWritten`.
    RecordThresholds(Thresholds),
    /// Append the entry that takes a change of thresholds back, or does it again; answered in the same way.
    TurnThresholds {
        /// The entry.
        entry: Entry,
        /// The run of the change that it names.
        run: u64,
    },
    /// Read the cells of a record; answered by `Event::CellsRead`.
    ReadCells(RecordId),
    /// Read the context columns of these records; answered by `Event::ContextRead` or `Event::NotWritten`.
    ReadContext(Vec<RecordId>),
    /// Record which columns help to decide; answered by `Event::ContextRecorded` or `Event::NotWritten`.
    RecordContext(Vec<usize>),
    /// Read the rows with problems; answered by `Event::ProblemsRead`.
    ReadProblems,
    /// See whether a file stands there; answered by `Event::LookedAt`.
    LookAt(PathBuf),
    /// Find a free name beside this one; answered by `Command::SetProjectPath`.
    FindFreeName(PathBuf),
    /// Write the sample survey to its folder; answered by `Command::OpenPath`.
    WriteSample,
    /// Delete the descriptions of a classification; answered by `Event::DescriptionsForgotten` or `Event::NotWritten`.
    ForgetDescriptions(ClassificationId),
    /// Write a house rule to its file; followed by `Command::LoadEarlier`, or answered by `Event::NotWritten`.
    WriteRule(Box<RulePanel>, ClassificationId),
    /// Append lines to what is kept of the practice, durably; answered by `PracticeEvent::Kept` or `NotKept`.
    KeepPractice(Vec<PracticeLine>),
    /// Write the settings.
    SaveSettings(Settings),
    /// Ask the window.
    Ask(Request),
}
