//! What each job does, on its thread.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use classifier::Engine;
use domain::{ClassificationId, Thresholds};
use formats::ReadOptions;
use review::{AnswerIndex, Answers, Columns, Earlier, Groups, Ledger, RecordId, Timestamp};
use store::{EarlierWriter, LogWriter, Project, Reader, Recoding, RunWriter, SplitWriter, StoreError};

use super::Reporter;
use super::changes::{compare, export_changes};
use super::code::code;
use super::decide::{Standing, decide};
use super::descriptions::import_descriptions;
use super::earlier::change_earlier;
use super::explore::explore;
use super::export::{export, export_problems};
use super::figure::write_figure;
use super::import::import;
use super::packs::{self, PacksJob};
use super::people::people;
use super::practice::practise;
use super::quality::{count_lot, write_report};
use super::supervision::{calibrate, find_errors};
use super::words::count_words;
use crate::derived::derive;
use crate::{
    Act, CalibrationPlan, ChangesPlan, Command, Content, EarlierPlan, ErrorsPlan, Event, ExploreJob, ExportPlan,
    FigurePlan, Home, ImportPlan, JobId, LotPlan, Notice, Opened, PeopleJob, PracticeJob, ReportPlan, recode,
};

/// A job with what it needs of the project.
pub(crate) enum Work {
    Preview {
        source: PathBuf,
        options: ReadOptions,
    },
    Import {
        plan: Box<ImportPlan>,
        now: Timestamp,
    },
    OpenProject(PathBuf),
    Code {
        answers: Arc<Answers>,
        engine: Arc<Engine>,
        thresholds: Thresholds,
        recode: Option<Box<(Recoding, Reader)>>,
        writer: RunWriter,
    },
    CountWords {
        index: Arc<AnswerIndex>,
        records: Arc<Vec<RecordId>>,
    },
    Export {
        plan: Box<ExportPlan>,
        reader: Reader,
        now: Timestamp,
    },
    ExportProblems {
        path: PathBuf,
        reader: Reader,
    },
    ImportDescriptions {
        paths: Vec<PathBuf>,
        home: Home,
        now: Timestamp,
    },
    ChangeEarlier {
        plan: Box<EarlierPlan>,
        writer: EarlierWriter,
        now: Timestamp,
    },
    Calibrate(Box<CalibrationPlan>),
    FindErrors(Box<ErrorsPlan>),
    People {
        job: Box<PeopleJob>,
        reader: Option<Reader>,
        now: Timestamp,
    },
    Practise {
        job: Box<PracticeJob>,
        home: Home,
    },
    Compare {
        reader: Reader,
    },
    Explore(ExploreJob),
    ExportChanges {
        plan: Box<ChangesPlan>,
        reader: Reader,
    },
    CountLot {
        plan: Box<LotPlan>,
    },
    WriteReport {
        plan: Box<ReportPlan>,
        reader: Reader,
    },
    WriteFigure {
        plan: Box<FigurePlan>,
        reader: Option<Reader>,
    },
    Packs {
        job: Box<PacksJob>,
        reader: Reader,
        writer: Option<SplitWriter>,
        now: Timestamp,
    },
    Decide {
        act: Box<Act>,
        ledger: Arc<Ledger>,
        columns: Arc<Columns>,
        groups: Arc<Groups>,
        reviewer: String,
        now: Timestamp,
        writer: LogWriter,
    },
}

impl Work {
    /// The word in the name of its thread.
    pub(crate) fn thread_name(&self) -> &'static str {
        match self {
            Work::Preview { .. } => "preview",
            Work::Import { .. } => "import",
            Work::OpenProject(_) => "open",
            Work::Code { .. } => "code",
            Work::CountWords { .. } => "words",
            Work::ImportDescriptions { .. } => "descriptions",
            Work::Export { .. } | Work::ExportProblems { .. } | Work::ExportChanges { .. } => "export",
            Work::WriteFigure { .. } => "figure",
            Work::ChangeEarlier { .. } => "earlier",
            Work::Calibrate(_) => "calibrate",
            Work::FindErrors(_) => "errors",
            Work::Compare { .. } => "compare",
            Work::People { .. } => "people",
            Work::Explore(_) => "explore",
            Work::Practise { .. } => "practice",
            Work::Packs { .. } => "packs",
            Work::Decide { .. } => "decide",
            Work::CountLot { .. } | Work::WriteReport { .. } => "quality",
        }
    }

    /// Does it and gives its last event.
    pub(crate) fn run(self, reporter: &mut Reporter<Event>) -> Event {
        let id = reporter.id();
        let result = match self {
            // A project that somebody gave another name.
            Work::Preview { source, .. } if is_database(&source) => open_project(reporter, &source),
            Work::Preview { source, options } => preview(id, &source, &options).map_err(Broken::choose_another),
            Work::Import { plan, now } => import(reporter, &plan, now),
            Work::OpenProject(path) => open_project(reporter, &path),
            Work::CountWords { index, records } => count_words(reporter, &index, &records),
            Work::Decide { act, ledger, columns, groups, reviewer, now, writer } => {
                let standing =
                    Standing { ledger: Arc::unwrap_or_clone(ledger), columns: Arc::unwrap_or_clone(columns), groups };
                decide(reporter, &act, standing, &reviewer, now, writer)
            }

            Work::Code { answers, engine, thresholds, recode, writer } => {
                code(reporter, &answers, &engine, thresholds, recode, writer)
            }
            Work::Export { plan, reader, now } => export(reporter, &reader, &plan, now),
            Work::ImportDescriptions { paths, home, now } => import_descriptions(reporter, &paths, &home, now),
            Work::ExportProblems { path, reader } => export_problems(reporter, &reader, &path),
            Work::ChangeEarlier { plan, writer, now } => change_earlier(reporter, &plan, writer, now),
            Work::Calibrate(plan) => calibrate(reporter, &plan),
            Work::FindErrors(plan) => find_errors(reporter, &plan),
            Work::Practise { job, home } => practise(reporter, *job, &home),
            Work::Packs { job, reader, writer, now } => packs::work(reporter, *job, &reader, writer, now),
            Work::Compare { reader } => compare(reporter, &reader),
            Work::People { job, reader, now } => people(reporter, *job, reader.as_ref(), now),
            Work::Explore(job) => explore(reporter, job),
            Work::ExportChanges { plan, reader } => export_changes(reporter, &reader, &plan),
            Work::CountLot { plan } => Ok(count_lot(reporter, &plan)),
            Work::WriteReport { plan, reader } => write_report(reporter, &reader, &plan),
            Work::WriteFigure { plan, reader } => write_figure(reporter, reader.as_ref(), &plan),
        };
        result.unwrap_or_else(|broken| broken.into_event(id))
    }
}

/// How work ends that did not come to its end.
pub(super) enum Broken {
    /// A person stopped it.
    Cancelled,
    /// It failed.
    Failed(Box<Notice>),
}

impl Broken {
    /// A failure in the words of an error.
    pub(super) fn of(error: &impl std::fmt::Display) -> Broken {
        Broken::Failed(Box::new(Notice::of_error(error)))
    }

    /// The failure with a button to choose another file.
    fn choose_another(self) -> Broken {
        match self {
            Broken::Failed(notice) => Broken::Failed(Box::new(notice.with_action(Command::ChooseFile))),
            Broken::Cancelled => Broken::Cancelled,
        }
    }

    fn into_event(self, id: JobId) -> Event {
        match self {
            Broken::Cancelled => Event::Cancelled(id),
            Broken::Failed(notice) => Event::Failed(id, notice),
        }
    }
}

impl From<formats::FormatError> for Broken {
    fn from(error: formats::FormatError) -> Broken {
        Broken::of(&error)
    }
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Broken {
        Broken::of(&error)
    }
}

/// Says how far the work is; an error when it shall stop.
pub(super) fn checked(reporter: &mut Reporter<Event>, done: u64, total: Option<u64>) -> Result<(), Broken> {
    if reporter.cancelled() {
        return Err(Broken::Cancelled);
    }
    reporter.progress(done, total, Event::Progressed);
    Ok(())
}

fn preview(id: JobId, source: &Path, options: &ReadOptions) -> Result<Event, Broken> {
    let preview = formats::preview(source, options)?;
    Ok(Event::Previewed(id, source.to_owned(), Box::new(preview)))
}

pub(super) fn is_database(path: &Path) -> bool {
    const SQLITE: &[u8; 16] = b"SQLite format 3\0";
    let mut beginning = [0; SQLITE.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut beginning)).is_ok() && beginning == *SQLITE
}

fn open_project(reporter: &mut Reporter<Event>, path: &Path) -> Result<Event, Broken> {
    let project = Project::open(path).map_err(|error| match &error {
        StoreError::Missing { .. } => {
            let forget = Command::ForgetRecent(path.to_owned());
            Broken::Failed(Box::new(Notice::of_error(&error).with_action(forget)))
        }
        StoreError::Locked { by: Some(process), .. } if *process == std::process::id() => {
            Broken::Failed(Box::new(still_in_use(path)))
        }
        _ => Broken::of(&error),
    })?;
    let content = read(reporter, &project)?;
    Ok(Event::Opened(reporter.id(), Box::new(Opened { project, content })))
}

fn still_in_use(path: &Path) -> Notice {
    Notice {
        what_happened: format!(
            "This program is not done with the project “{}” yet: an export is being written, or work on it is being stopped.",
            path.display()
        ),
        what_is_safe: "Nothing was changed.".to_owned(),
        what_to_do: "Wait until that has ended, then open it again.".to_owned(),
        action: None,
        is_error: true,
    }
}

/// Reads into memory what the review needs.
pub(super) fn read(reporter: &mut Reporter<Event>, project: &Project) -> Result<Content, Broken> {
    let total = u64::from(project.record_count());
    let recoding = project.recoding()?;
    let mut answers = Answers::new();
    let mut stopped = false;
    let mut go_on = |record: RecordId| {
        stopped = record.is_multiple_of(4096) && checked(reporter, u64::from(record), Some(total)).is_err();
        if stopped { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    };
    match &recoding {
        None => project.read_answers(0..project.record_count(), |record, title, tasks| {
            answers.push(title, tasks);
            go_on(record)
        })?,
        Some(recoding) => project.for_each_row(0..project.record_count(), |record, cells| {
            let (title, tasks) = recode::answer(project.source(), recoding, cells);
            answers.push(&title, &tasks);
            go_on(record)
        })?,
    }
    if stopped {
        return Err(Broken::Cancelled);
    }
    let index = AnswerIndex::of(&answers);
    let groups = Groups::of(&index);
    let ledger = project.ledger()?;
    let run = project.current_run()?;
    let codings = run.as_ref().map(|run| project.codings(run)).transpose()?.unwrap_or_default();
    let problem_count = project.problem_count()?;
    let classification = project.source().classification;
    let (engine, mut notice) = engine_for(classification);
    let thresholds = match (&run, &engine) {
        (Some(run), _) => run.parameters.thresholds,
        (None, Some(engine)) => engine.card().thresholds,
        // Nothing can be coded without an engine, so that these stand for nothing.
        (None, None) => Thresholds { optimal: 1.0, minimum: 0.0 },
    };
    let model_id = run.map(|run| run.parameters.model_id).unwrap_or_default();
    if let Some(engine) = engine.as_ref().filter(|engine| !model_id.is_empty() && engine.card().id != model_id) {
        notice = Some(Box::new(other_model(&model_id, &engine.card().id)));
    }
    let columns = derive(&codings, thresholds, &ledger, &groups);
    let sources = project.earlier_sources()?.into_iter().map(Arc::new).collect();
    let earlier = Earlier::of(sources, &index);
    let coding_runs = project.runs()?.iter().filter(|run| run.id == run.codings_of).count();
    let unaided = project.unaided_shares()?;
    let (pack, splits) = (project.pack().cloned().map(Arc::new), project.splits()?);
    let read_only = project.is_read_only();
    let samples = project.samples()?;
    Ok(Content {
        answers,
        index,
        groups,
        codings,
        columns,
        ledger,
        thresholds,
        model_id,
        engine,
        notice,
        problem_count,
        recoding,
        earlier,
        coding_runs,
        samples,
        unaided,
        pack,
        splits,
        read_only,
    })
}

fn engine_for(classification: ClassificationId) -> (Option<Arc<Engine>>, Option<Box<Notice>>) {
    match Engine::shipped(classification) {
        Ok(engine) => (Some(Arc::new(engine)), None),
        Err(error) => (None, Some(Box::new(Notice::of_error(&error)))),
    }
}

fn other_model(coded_by: &str, loaded: &str) -> Notice {
    Notice {
        what_happened: format!("This project was coded by model {coded_by}; this program has model {loaded}."),
        what_is_safe: "Codes, probabilities and decisions stand as they were.".to_owned(),
        what_to_do:
            "Paths, words and suggestions of a selected record are those of this program’s model. Code again to \
                     have its codes too; decisions stay."
                .to_owned(),
        action: Some(Command::CodeAgain),
        is_error: false,
    }
}
