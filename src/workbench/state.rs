//! What the application knows.

use std::path::PathBuf;
use std::sync::Arc;

use crate::{
    Browser, Descriptions, EarlierPanel, Explore, JobId, Mapping, Notice, Practice, Progress, Review, RulePanel,
    Settings, Supervise,
};
use classifier::{Comparison, Explanation};
use domain::{Classification, ClassificationId, Code, Hit, HitKind, Thresholds};
use formats::{Format, SHEET_COLUMNS, SHEET_RECORDS};
use review::Judgement;
use store::Problem;

use crate::output::{Extra, export_columns};

/// What the application knows.
#[derive(Debug)]
pub struct AppState {
    /// What is remembered between sessions.
    pub settings: Settings,
    /// What fills the window.
    pub screen: Screen,
    /// Which workspace is shown, where a project is open or nothing.
    pub workspace: Workspace,
    /// What is looked at in the supervision of the open project.
    pub supervise: Supervise,
    /// What is explored.
    pub explore: Explore,
    /// Practising.
    pub practice: Practice,
    /// The classification browser.
    pub browser: Browser,
    /// Descriptions and tasks that a person imported, of each classification at most once.
    pub descriptions: Vec<Arc<Descriptions>>,
    /// What lies over or beside it.
    pub panel: Panel,
    /// Work in progress, oldest first.
    pub jobs: Vec<RunningJob>,
    /// What the person should know, oldest first; at most [`NOTICES_KEPT`], no two with the same words.
    pub notices: Vec<Notice>,
    /// Why the last command did nothing, for the status line; `None` when it did something.
    pub refusal: Option<&'static str>,
    /// Number of the next job.
    pub(crate) next_job: u64,
    /// The file that is being opened, and the job that opens it.
    pub(crate) opening: Option<(JobId, PathBuf)>,
}

/// What fills the window.
#[derive(Debug)]
pub enum Screen {
    /// Nothing is open.
    Start,
    /// A source is about to be imported.
    Mapping(Box<Mapping>),
    /// A project is open.
    Review(Box<Review>),
}

/// A part of the program with a page of its own, in the order of the bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workspace {
    /// The records, one by one; the start page where no project is open.
    #[default]
    Review,
    /// Distributions, thresholds, assured quality and people of the open project.
    Supervise,
    /// An answer that is typed, and how it becomes a code.
    Explore,
    /// Answers with agreed codes, to code blind.
    Practise,
    /// The classification browser.
    Classification,
}

impl Workspace {
    /// All, in the order of the bar.
    pub const ALL: [Workspace; 5] =
        [Workspace::Review, Workspace::Supervise, Workspace::Explore, Workspace::Practise, Workspace::Classification];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Workspace::Review => "Review",
            Workspace::Supervise => "Supervise",
            Workspace::Explore => "Explore",
            Workspace::Practise => "Practise",
            Workspace::Classification => "Classification",
        }
    }
}

/// What lies over or beside the screen; one at a time.
#[derive(Clone, Debug, PartialEq)]
pub enum Panel {
    /// Nothing.
    None,
    /// The search for a code.
    Search(SearchPanel),
    /// The earlier decisions that are used.
    Earlier(EarlierPanel),
    /// A house rule is being made.
    Rule(RulePanel),
    /// What the last coding changed.
    Changes,
    /// The reasons for uncodable.
    Uncodable,
    /// The note of the selected record is written.
    Note,
    /// The last decisions.
    Log(LogPanel),
    /// Another answer is tried.
    WhatIf(WhatIf),
    /// What is shown is given a name.
    SaveView,
    /// The identical answers of the selected record; what is known of them stands in [`Review::group`].
    Group,
    /// What is done with all shown records; it stands in [`Review::bulk`].
    Bulk,
    /// The thresholds.
    Thresholds(Thresholds),
    /// The export.
    Export(ExportPanel),
    /// The search among commands.
    Palette(PalettePanel),
    /// All keys.
    Keys,
    /// The project is about to be purged: the file that goes.
    Purge(PathBuf),
    /// Rows of the source with problems, the first [`PROBLEMS_SHOWN`].
    Problems(Vec<Problem>),
    /// Version, licence, attribution, models.
    About,
    /// Two codes side by side.
    Compare(ComparePanel),
    /// Who is working, to change name or role.
    Who,
}

/// Number of notices kept; older ones make room.
pub const NOTICES_KEPT: usize = 5;

/// Number of rows with problems shown; an export lists all.
pub const PROBLEMS_SHOWN: usize = 1_000;

/// The search for a code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPanel {
    /// What was typed.
    pub query: String,
    /// What was found, best first.
    pub hits: Vec<Hit>,
    /// The marked hit.
    pub marked: usize,
}

/// The last decisions, the newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogPanel {
    /// The marked entry, from 0.
    pub marked: usize,
}

/// An answer that is tried, and what the engine makes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Job title.
    pub title: String,
    /// Main tasks.
    pub tasks: String,
    /// What the engine makes of it; `None` without an engine.
    pub explanation: Option<Arc<Explanation>>,
}

/// One of two codes that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// Both, in order.
    pub const BOTH: [Side; 2] = [Side::A, Side::B];
}

/// Two codes side by side for the selected record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparePanel {
    /// The codes, by [`Side`].
    pub codes: [Option<Code>; 2],
    /// How they differ for the answer; `None` without both codes, without an engine, and for an answer without usable words.
    pub comparison: Option<Arc<Comparison>>,
    /// The search for another code, and which one it replaces.
    pub search: Option<(Side, SearchPanel)>,
    /// It was asked why the engine took the first and not the second.
    pub why: bool,
}

/// The search among commands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PalettePanel {
    /// What was typed.
    pub query: String,
    /// Rows of the command table that match, best first.
    pub rows: Vec<usize>,
    /// The marked one.
    pub marked: usize,
}

/// Which records are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportScope {
    /// All, in the order of the source.
    All,
    /// Those that are visible, in the order of the source.
    Visible,
}

/// The export panel.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPanel {
    /// Format.
    pub format: Format,
    /// Where the file goes.
    pub path: PathBuf,
    /// A file stands there already and would be replaced.
    pub replaces: bool,
    /// Which records.
    pub scope: ExportScope,
    /// CSV and TSV cells are written so that a spreadsheet runs none of them.
    pub spreadsheet_safe: bool,
    /// Further columns that are added.
    pub extra: Extra,
    /// The state of the log is written beside the export, as `NAME.audit.txt`.
    pub audit: bool,
    /// The whole log is written beside the export, as `NAME.audit.jsonl`.
    pub whole_log: bool,
}

impl ExportPanel {
    /// Number of records that are exported.
    pub fn records(&self, review: &Review) -> usize {
        match self.scope {
            ExportScope::All => review.len(),
            ExportScope::Visible => review.visible.len(),
        }
    }

    /// Whether the format holds that many records and columns; only a sheet has limits.
    pub fn fits(&self, review: &Review) -> bool {
        let columns = review.column_names.len() + export_columns(&[], self.extra, review.recoding.is_some()).len();
        self.format != Format::Xlsx || (self.records(review) as u64 <= SHEET_RECORDS && columns <= SHEET_COLUMNS)
    }
}

/// Work in progress.
#[derive(Clone, Debug, PartialEq)]
pub struct RunningJob {
    /// Its number.
    pub id: JobId,
    /// What it does: "Coding records".
    pub name: &'static str,
    /// How far it is.
    pub progress: Progress,
    /// It was asked to stop.
    pub stopping: bool,
    /// It writes a file that a person waits for, so that the program should not end before it.
    pub writes_export: bool,
    /// It is over so soon, or comes so often, that a line for it would only flicker.
    pub is_quiet: bool,
}

impl AppState {
    /// The state at the start of the program.
    pub fn new(settings: Settings, notice: Option<Notice>) -> AppState {
        AppState {
            workspace: settings.role.first_workspace(),
            settings,
            screen: Screen::Start,
            supervise: Supervise::default(),
            explore: Explore::default(),
            practice: Practice::default(),
            browser: Browser::default(),
            descriptions: Vec::new(),
            panel: Panel::None,
            jobs: Vec::new(),
            notices: notice.into_iter().collect(),
            refusal: None,
            next_job: 1,
            opening: None,
        }
    }

    /// The descriptions that were imported of a classification.
    pub fn descriptions(&self, id: ClassificationId) -> Option<&Descriptions> {
        self.descriptions.iter().find(|of| of.classification == id).map(|of| &**of)
    }

    /// Categories by title, coding index and code, and behind them those whose imported descriptions have the words; at
    /// most `limit`.
    pub(crate) fn find_categories(&self, id: ClassificationId, query: &str, limit: usize) -> Vec<Hit> {
        let tables = Classification::get(id);
        let mut hits = tables.search().find(query, limit);
        let described = self.descriptions(id).map_or_else(Vec::new, |of| of.find(query, limit));
        for (code, _) in described {
            if hits.len() < limit && !hits.iter().any(|hit| hit.code == code) {
                let matched = tables.title(code);
                hits.push(Hit { code, matched, kind: HitKind::Description, as_written: true });
            }
        }
        hits
    }

    /// The open project.
    pub fn review(&self) -> Option<&Review> {
        match &self.screen {
            Screen::Review(review) => Some(review),
            _ => None,
        }
    }

    /// The mapping step.
    pub fn mapping(&self) -> Option<&Mapping> {
        match &self.screen {
            Screen::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    pub(crate) fn selected_judgement(&self) -> Option<&Judgement> {
        let review = self.review()?;
        review.ledger.judgement(review.selected.as_ref()?.record)
    }

    pub(crate) fn review_mut(&mut self) -> Option<&mut Review> {
        match &mut self.screen {
            Screen::Review(review) => Some(review),
            _ => None,
        }
    }

    pub(crate) fn mapping_mut(&mut self) -> Option<&mut Mapping> {
        match &mut self.screen {
            Screen::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }
}
