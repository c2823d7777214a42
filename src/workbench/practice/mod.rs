//! Practising: the sets that are offered, the session that goes on, and the results that are looked at.

mod can;
mod command;
pub(crate) mod file;
mod sets;

pub(crate) use can::can;
pub use command::PracticeCommand;
pub(crate) use command::rows;
pub use sets::SetSource;
pub(crate) use sets::shipped_table;

use std::collections::BTreeMap;
use std::sync::Arc;

use classifier::{Engine, Explanation};
use domain::{Classification, Code, Level};
use review::practice::{
    Confusion, PracticeAnswer, PracticeItem, PracticeLine, PracticeQueue, PracticeResults, PracticeSession,
    PracticeSet, PracticeSummary,
};

use crate::{Found, JobId};

/// Practising.
#[derive(Debug, Default)]
pub struct Practice {
    /// The page that is looked at.
    pub page: PracticePage,
    /// What was kept; `None` until it is read, at the first visit.
    pub results: Option<Arc<PracticeResults>>,
    /// Lines of the file of results that do not read and are left out.
    pub unread: usize,
    /// The job that reads results, a set or a file.
    pub job: Option<JobId>,
    /// What can be practised.
    pub offers: Vec<Offer>,
    /// The marked offer.
    pub marked: usize,
    /// How many answers a session has.
    pub length: PracticeLength,
    /// The session that is on screen.
    pub run: Option<Box<PracticeRun>>,
    /// The results that are looked at.
    pub view: ResultsView,
    /// A session whose beginning is being kept.
    pub(crate) beginning: Option<Box<PracticeRun>>,
    /// Sets that were opened, by id, so that the answers behind results can be read.
    pub(crate) sets: BTreeMap<String, Arc<PracticeSet>>,
}

/// A page of the practice, in the order of its tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PracticePage {
    /// Sets and sessions.
    #[default]
    Practise,
    /// How sessions went.
    Progress,
    /// What is confused with what.
    Confusions,
}

impl PracticePage {
    /// All, in the order of their tabs.
    pub const ALL: [PracticePage; 3] = [PracticePage::Practise, PracticePage::Progress, PracticePage::Confusions];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            PracticePage::Practise => "Session",
            PracticePage::Progress => "Progress",
            PracticePage::Confusions => "Confusions",
        }
    }
}

/// How many answers a session has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PracticeLength {
    /// Ten.
    Ten,
    /// Twenty.
    #[default]
    Twenty,
    /// Fifty.
    Fifty,
    /// All of the set.
    All,
}

impl PracticeLength {
    /// All, in the order in which they are offered.
    pub const ALL: [PracticeLength; 4] =
        [PracticeLength::Ten, PracticeLength::Twenty, PracticeLength::Fifty, PracticeLength::All];

    /// The words on screen.
    pub fn name(self) -> &'static str {
        match self {
            PracticeLength::Ten => "10",
            PracticeLength::Twenty => "20",
            PracticeLength::Fifty => "50",
            PracticeLength::All => "all",
        }
    }

    /// At most so many answers.
    pub fn answers(self) -> usize {
        match self {
            PracticeLength::Ten => 10,
            PracticeLength::Twenty => 20,
            PracticeLength::Fifty => 50,
            PracticeLength::All => usize::MAX,
        }
    }
}

/// Something that can be practised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub title: String,
    /// What it holds, or how far one is.
    pub words: String,
    /// What happens when it is taken.
    pub kind: OfferKind,
}

/// What happens when an offer is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// The session with this id is gone on with; its set comes from there.
    Resume(String, SetSource),
    /// A session with this set begins.
    Begin(SetSource),
    /// A file is asked for.
    Choose,
}

/// A session that goes on.
#[derive(Clone, Debug)]
pub struct PracticeRun {
    /// The session as it began.
    pub session: PracticeSession,
    /// The set.
    pub set: Arc<PracticeSet>,
    /// The engine, for a look at what it would have done.
    pub engine: Option<Arc<Engine>>,
    /// What is still asked.
    pub queue: PracticeQueue,
    /// Answers given so far, those that came back among them.
    pub given: u32,
    /// What was typed.
    pub query: String,
    /// The codes that are listed: what was found, or without words the categories of a group.
    pub listed: Vec<Found>,
    /// The marked one; `None` until something is typed or chosen, so that Enter alone gives nothing.
    pub marked: Option<usize>,
    /// The group whose categories are listed; `None` at the top.
    pub within: Option<Code>,
    /// How far the answer is.
    pub stage: PracticeStage,
}

/// How far an answer is.
#[derive(Clone, Debug, PartialEq)]
pub enum PracticeStage {
    /// A code is looked for.
    Asked,
    /// A reason for uncodable is chosen.
    Uncodable,
    /// What was agreed is told.
    Told(Box<Told>),
    /// All was asked: how it went, and the answers that were missed at first.
    Over(Box<Over>),
}

/// What is told when an answer was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Its place in the set.
    pub item: usize,
    /// What was given, and what was agreed.
    pub answer: PracticeAnswer,
    /// What the engine makes of it; `None` without an engine.
    pub explanation: Option<Arc<Explanation>>,
}

/// The end of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// How it went.
    pub summary: PracticeSummary,
    /// The answers that were not given in full at first, by their places in the set.
    pub missed: Vec<(usize, PracticeAnswer)>,
}

impl PracticeRun {
    /// The classification with its titles.
    pub fn tables(&self) -> &'static Classification {
        Classification::get(self.set.classification)
    }

    /// The answer that is asked, and whether it was missed before in this session.
    pub fn asked(&self) -> Option<(&PracticeItem, bool)> {
        let (at, again) = self.queue.current()?;
        Some((self.set.items.get(at)?, again))
    }

    /// The marked category.
    pub fn marked_code(&self) -> Option<Code> {
        self.listed.get(self.marked?).map(|found| found.code)
    }

    /// How many answers were planned.
    pub fn planned(&self) -> usize {
        self.session.order.len()
    }
}

/// The results that are looked at.
#[derive(Clone, Debug, Default)]
pub struct ResultsView {
    /// Of this trainee, or of all.
    pub trainee: Option<String>,
    /// Of this set, by its id, or of all.
    pub set: Option<String>,
    /// The names of all trainees.
    pub trainees: Vec<String>,
    /// All sets: ids and names.
    pub sets: Vec<(String, String)>,
    /// The sessions, the latest first.
    pub sessions: Vec<SessionLine>,
    /// All their answers together.
    pub summary: PracticeSummary,
    /// The level of the confusions.
    pub level: Option<Level>,
    /// What was given instead of what, the most frequent first.
    pub confusions: Vec<ConfusionLine>,
    /// The classification of each.
    pub(crate) of: Vec<domain::ClassificationId>,
    /// The marked one.
    pub marked: usize,
    /// The answers behind the marked one.
    pub behind: Vec<Behind>,
}

impl ResultsView {
    /// The level of the confusions; at first that of occupations.
    pub fn level(&self) -> Level {
        self.level.unwrap_or(Level::Occupation)
    }
}

/// A session in the list of sessions.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// When it began, as a date with the time of day, in UTC.
    pub at: String,
    /// Who practised.
    pub trainee: String,
    /// The name of the set.
    pub set_name: String,
    /// How it went.
    pub summary: PracticeSummary,
}

/// A code that was given instead of another, with titles.
#[derive(Clone, Debug)]
pub struct ConfusionLine {
    /// The confusion; its answers are places among those looked at.
    pub confusion: Confusion,
    /// The agreed code with its title.
    pub agreed: String,
    /// The given one.
    pub given: String,
}

/// An answer behind a confusion.
#[derive(Clone, Debug)]
pub struct Behind {
    /// Its text, where its set is known here; otherwise its row in the set.
    pub text: String,
    /// What was agreed in full.
    pub agreed: String,
    /// What was given in full.
    pub given: String,
    /// Who gave it, and when.
    pub by: String,
}

/// Work of the practice.
#[derive(Clone, Debug)]
pub enum PracticeJob {
    /// Read what was kept.
    Load,
    /// Read a set, and an engine for it unless there is one.
    Open {
        /// Where the set is.
        source: SetSource,
        /// The session to go on with; `None` begins one.
        resume: Option<String>,
        /// An engine that is read already.
        engine: Option<Arc<Engine>>,
    },
    /// Write results to a CSV file.
    Export {
        /// Where the file goes.
        path: std::path::PathBuf,
        /// The results.
        results: Arc<PracticeResults>,
        /// Of this trainee only.
        trainee: Option<String>,
        /// Of this set only.
        set: Option<String>,
    },
    /// Read results from a CSV file.
    Import(std::path::PathBuf),
}

/// What the practice reports.
#[derive(Debug)]
pub enum PracticeEvent {
    /// What was kept was read, with the number of lines that do not read and the sets that come with the program.
    Loaded(JobId, Box<PracticeResults>, usize, Vec<PracticeSet>),
    /// A set was read.
    Opened(JobId, Box<OpenedSet>),
    /// Results were read from a file, with its name and the rows that do not read.
    Imported(JobId, String, Vec<PracticeLine>, Vec<(u64, String)>),
    /// These lines are on disk.
    Kept(Vec<PracticeLine>),
    /// These lines could not be written.
    NotKept(Box<crate::Notice>),
}

impl PracticeEvent {
    /// The job whose last event this is.
    pub(crate) fn ends(&self) -> Option<JobId> {
        match self {
            PracticeEvent::Loaded(id, ..) | PracticeEvent::Opened(id, _) | PracticeEvent::Imported(id, ..) => Some(*id),
            PracticeEvent::Kept(_) | PracticeEvent::NotKept(_) => None,
        }
    }
}

/// A set that was read.
#[derive(Debug)]
pub struct OpenedSet {
    /// The set.
    pub set: PracticeSet,
    /// Where it is.
    pub source: SetSource,
    /// The session to go on with.
    pub resume: Option<String>,
    /// The engine of its classification.
    pub engine: Option<Arc<Engine>>,
    /// Rows that do not read: lines and what is wrong.
    pub problems: Vec<(u64, String)>,
}
