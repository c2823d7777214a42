//! The open project: records, codings, decisions, what is visible and what is selected.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::{ClassificationId, Code, Coding, Status, Suggestion, Thresholds};
use review::quality::QualitySample;
use review::{
    AnswerIndex, Answers, Changes, Columns, Counts, Decision, Earlier, EarlierTotals, Facets, Filter, Flags, Groups,
    Hidden, IndependentCoding, Judgement, Ledger, Narrowing, Order, Purpose, RecordId, UnaidedShare,
};

use crate::{AsOf, Bulk, ContextCells, Group, JobId, ListedRecords, Others};
use classifier::{Engine, Explanation};
use store::{Pack, Recoding, Split};

/// The open project.
#[derive(Debug)]
pub struct Review {
    /// The project file.
    pub path: PathBuf,
    /// The name of the source, without its folder.
    pub source_name: String,
    /// Names of the columns of the source, all different.
    pub column_names: Vec<String>,
    /// The columns with the job title, from 0; texts of several are joined.
    pub title_columns: Vec<usize>,
    /// The columns with the tasks, from 0; may be none.
    pub tasks_columns: Vec<usize>,
    /// The columns that help to decide, from 0.
    pub context_columns: Vec<usize>,
    /// Their cells for the rows in sight.
    pub context: ContextCells,
    /// What it is coded to.
    pub classification: ClassificationId,
    /// The model that coded it; empty before the first coding.
    pub model_id: String,
    /// The thresholds in force.
    pub thresholds: Thresholds,
    /// The job that codes the records; decisions wait for its end.
    pub coding: Option<JobId>,
    /// The job that writes an action on very many records; others wait for its end.
    pub deciding: Option<JobId>,
    /// Where the project comes from, if it is a pack for one coder.
    pub pack: Option<Arc<Pack>>,
    /// The splits of the project into packs, oldest first.
    pub splits: Vec<Split>,
    /// The name of the person at the desk before the pack of a coder with another name was opened.
    pub(crate) own_name: Option<String>,
    /// The project can be looked at and exported; decisions and codings are refused, because they could not be kept.
    pub read_only: bool,
    /// Rows of the source that have problems.
    pub problem_count: u64,

    /// Job titles and tasks of all records.
    pub answers: Arc<Answers>,
    /// What people decided.
    pub ledger: Arc<Ledger>,
    /// Status, flags and code of every record; empty before the first coding.
    pub columns: Columns,
    /// What the engine found for every record; empty before the first coding.
    pub codings: Arc<Vec<Coding>>,
    /// The engine, which explains the selected record; `None` when its model is damaged.
    pub engine: Option<Arc<Engine>>,

    /// Which records are shown.
    pub filter: Filter,
    /// Words that shown answers contain; empty shows all.
    pub query: String,
    /// Order of the rows.
    pub order: Order,
    /// Records in the order of the rows. A record stays in its row after a decision until the filter is applied again.
    pub visible: Vec<RecordId>,
    /// Whether a decision changed which records the filter shows since it was applied.
    pub outdated: bool,
    /// How many records each filter shows.
    pub counts: Counts,
    /// The selected record; `None` when no row is visible.
    pub selected: Option<Selected>,

    /// What the notice says about something that could not be written; `None` once something is written again.
    pub unwritten: Option<String>,
    /// What was done last, for the status line: "Accepted 371131 · record 12".
    pub last_action: Option<String>,
    /// Records decided a minute over the last ten minutes; 0 when nothing was.
    pub pace: f32,

    /// What narrows the filter.
    pub narrowing: Narrowing,
    /// Words, normalised, that shown answers hold as whole words.
    pub words: Vec<String>,
    /// How many records each step of narrowing would leave; empty before the first coding.
    pub facets: Facets,
    /// The most frequent words of the records that were shown when they were last counted, with the number of records.
    pub frequent_words: Vec<(String, usize)>,
    /// Somebody looks at the words, so that they are counted.
    pub words_looked_at: bool,
    /// The job that counts them.
    pub counting_words: Option<JobId>,
    /// The identical answers of the selected record, while a decision about them is prepared.
    pub group: Option<Box<Group>>,
    /// What would be done with all shown records, while it is prepared.
    pub bulk: Option<Box<Bulk>>,
    /// Which answers are identical.
    pub groups: Arc<Groups>,
    /// What was decided about the same answers elsewhere.
    pub earlier: Arc<Earlier>,
    /// How that stands to the engine's codes.
    pub earlier_totals: EarlierTotals,
    /// By which codes of another classification the records are recoded, if they are.
    pub recoding: Option<Recoding>,
    /// The job that reads earlier decisions or compares two codings; one at a time.
    pub side_job: Option<JobId>,
    /// How many codings the project keeps.
    pub coding_runs: usize,
    /// What the last coding changed against the one before; `None` until it was compared.
    pub changes: Option<Arc<Changes>>,
    /// The records on which people had decided what the coding before the last said, and the last says something else.
    pub against_people: Vec<RecordId>,
    /// The list that narrows the records, if one was chosen.
    pub listed: Option<ListedRecords>,
    /// The quality samples that were drawn, those that were taken back included, oldest first.
    pub samples: Vec<QualitySample>,
    /// Reasons written for hidden records before they are coded; they go into the log with the coding.
    pub blind_notes: BTreeMap<RecordId, String>,

    /// For how many records the engine's answer is hidden until they are coded, since when; the last is in force.
    pub unaided: Vec<UnaidedShare>,
    /// The project is looked at as it stood; nothing can be decided there.
    pub as_of: Option<Box<AsOf>>,
    /// Why whoever sits at the desk decides nothing in this project; `None` where they may.
    pub barred: Option<&'static str>,

    pub(crate) index: Arc<AnswerIndex>,
    /// What `query` and `words` found, ascending; `None` without either.
    pub(crate) found: Option<Vec<RecordId>>,
}

/// The selected record.
#[derive(Clone, Debug)]
pub struct Selected {
    /// Row in the visible order, from 0.
    pub row: usize,
    /// Record, from 0.
    pub record: RecordId,
    /// The cell of every column of the source; empty when the project could not be read.
    pub cells: Vec<String>,
    /// Why the engine coded as it did, with nine suggestions; `None` without an engine, and while the record is hidden.
    pub explanation: Option<Arc<Explanation>>,
    /// Other records with the same answer.
    pub others: Others,
    /// What people did with the record, oldest first; nothing while the record is hidden.
    pub history: Vec<HistoryLine>,
    /// What its code of another classification leads to; `None` where the project does not recode, and until the cells
    /// are read.
    pub recoded: Option<RecodedView>,
}

/// What the code of another classification that a record carries leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct RecodedView {
    /// The classification of that code.
    pub from: ClassificationId,
    /// What stands in the cell.
    pub cell: String,
    /// The code in it, if there is one.
    pub code: Option<Code>,
    /// Its title; empty without a code.
    pub title: &'static str,
    /// The title was blank, so that the answer has the title of that code.
    pub title_attached: bool,
    /// The codes that it leads to, with their joint probabilities among themselves, best first.
    pub targets: Vec<Suggestion>,
}

/// What a person did with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// Number of the entry in the log.
    pub number: u64,
    /// The record is still as this left it.
    pub stands: bool,
    /// When, ISO 8601 in UTC.
    pub at: String,
    /// Who.
    pub reviewer: String,
    /// What: "Accepted 371131".
    pub what: String,
}

/// A record as a row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowView<'a> {
    /// Record, from 0.
    pub record: RecordId,
    /// Job title as answered.
    pub title: &'a str,
    /// Tasks as answered.
    pub tasks: &'a str,
    /// The machine's side; `None` before coding, and while it is hidden.
    pub machine: Option<MachineView>,
    /// What a person decided.
    pub decision: Option<Decision>,
    /// The code that stands: the person's if there is a decision, else the machine's.
    pub code: Option<Code>,
    /// Title of that code; empty without one.
    pub code_title: &'static str,
    /// The note; empty without one.
    pub note: &'a str,
    /// Why the record needs, or needed, a person.
    pub flags: Flags,
    /// Still to review.
    pub open: bool,
    /// Why what stands is hidden, if it is: then there is neither `machine` nor `decision` nor `code`, `flags` are those
    /// that do not tell, and `note` is what was written for the coding that is to come.
    pub hidden: Option<Hidden>,
}

/// The machine's side of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MachineView {
    /// The machine's status.
    pub status: Status,
    /// The machine's code.
    pub code: Option<Code>,
    /// Confidence of that code, 0 to 1.
    pub confidence: f32,
    /// Joint probability of the first suggestion minus that of the second, 0 to 1.
    pub margin: f32,
}

impl Review {
    /// The record that stands in a row of the visible order; `None` beyond the last.
    pub fn row(&self, row: usize) -> Option<RowView<'_>> {
        self.visible.get(row).map(|record| self.record(*record))
    }

    /// A record as the table shows it, visible or not.
    pub fn record(&self, record: RecordId) -> RowView<'_> {
        let at = record as usize;
        let (title, tasks) = self.answers.answer(record);
        let hidden = self.hidden(record);
        if hidden.is_some() {
            let note = match hidden {
                Some(Hidden::Sample) => self.blind_notes.get(&record).map(String::as_str),
                _ => self.ledger.judgement(record).map(|judgement| judgement.note.as_str()),
            };
            let note = note.unwrap_or_default();
            let flags = self.columns.flags().get(at).copied().unwrap_or_default().that_do_not_tell();
            let (machine, decision, code, code_title) = (None, None, None, "");
            return RowView {
                record,
                title,
                tasks,
                machine,
                decision,
                code,
                code_title,
                note,
                flags,
                open: true,
                hidden,
            };
        }
        let judgement = self.ledger.judgement(record);
        let decision = judgement.and_then(|judgement| judgement.decision);
        let machine = self.machine(at);
        let code = match decision {
            Some(decision) => decision.code(),
            None => machine.and_then(|machine| machine.code),
        };
        let code_title = code.map_or("", |code| self.tables().title(code));
        let note = judgement.map_or("", |judgement: &Judgement| judgement.note.as_str());
        let flags = self.columns.flags().get(at).copied().unwrap_or_default();
        let open = self.columns.is_open(record);
        RowView { record, title, tasks, machine, decision, code, code_title, note, flags, open, hidden }
    }

    /// Why what the machine and other people made of a record is hidden now, so that whoever codes it does not see it;
    /// `None` for a record that can be seen.
    pub fn hidden(&self, record: RecordId) -> Option<Hidden> {
        self.columns.hidden(record)
    }

    /// Why the selected record is hidden, if it is.
    pub fn selected_hidden(&self) -> Option<Hidden> {
        self.hidden(self.selected.as_ref()?.record)
    }

    /// What a person said of a record before the engine's answer was shown, where that was another one.
    pub fn unaided_otherwise(&self, record: RecordId) -> Option<&IndependentCoding> {
        let codings = self.ledger.judgement(record)?.codings().iter();
        codings.rev().find(|coding| coding.purpose == Purpose::Unaided).filter(|coding| !coding.agrees())
    }

    /// Whether this person made the decision that stands for a record, alone or with other coders, and should not be the
    /// one to check it.
    pub fn is_own_decision(&self, record: RecordId, reviewer: &str) -> bool {
        self.ledger.deciders(record).any(|name| name == reviewer)
    }

    /// What an entry of the log did, in words; without its code where that would tell of a hidden record.
    pub fn entry_words(&self, number: u64) -> Cow<'_, str> {
        let log = self.whole_log();
        let (words, entry) = (log.words(number), log.entry(number));
        match entry.filter(|entry| self.tells_of_hidden(entry)) {
            Some(entry) => Cow::Owned(entry.describe_without_code()),
            None => Cow::Borrowed(words),
        }
    }

    /// Of an entry on many records it is not looked up whether one of them is hidden: it is enough that some record is.
    fn tells_of_hidden(&self, entry: &review::Entry) -> bool {
        match entry.changes.as_slice() {
            [change] => self.hidden(change.record).is_some(),
            _ => self.counts.of(Filter::Sampled) > 0,
        }
    }

    /// Whether fewer records are shown than the filter has.
    pub fn is_narrowed(&self) -> bool {
        !self.narrowing.is_empty() || !self.words.is_empty() || !self.query.is_empty() || self.listed.is_some()
    }

    /// What is shown, in a few words: "To review, 381, “nurse”".
    pub fn what_is_shown(&self) -> String {
        let shown = crate::SavedView::of(self, "").describe();
        match &self.listed {
            Some(listed) => format!("{shown}, {}", listed.words),
            None => shown,
        }
    }

    /// The last entries of the log, the newest first, and whether what they did still stands.
    pub fn last_entries(&self, shown: std::ops::Range<usize>) -> impl Iterator<Item = (&review::Entry, bool)> {
        let entries = self.ledger.entries().iter().rev().skip(shown.start).take(shown.len());
        entries.map(|entry| (entry, crate::update::log::stands(self, entry.number, None)))
    }

    /// How many entries [`Review::last_entries`] lists.
    pub fn listed_entries(&self) -> usize {
        self.ledger.entries().len().min(crate::update::log::LISTED)
    }

    /// Number of records in the project.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether the project has no records.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// Whether the records are coded.
    pub fn is_coded(&self) -> bool {
        self.columns.len() == self.answers.len() && self.coding.is_none()
    }

    /// Whether the codings are of another model than that of the engine, which explains and suggests.
    pub fn model_differs(&self) -> bool {
        let engine = self.engine.as_ref().filter(|_| !self.model_id.is_empty());
        engine.is_some_and(|engine| engine.card().id != self.model_id)
    }

    /// The classification with its titles and search.
    pub fn tables(&self) -> &'static domain::Classification {
        domain::Classification::get(self.classification)
    }

    fn machine(&self, at: usize) -> Option<MachineView> {
        Some(MachineView {
            status: *self.columns.status().get(at)?,
            code: *self.columns.code().get(at)?,
            confidence: *self.columns.confidence().get(at)?,
            margin: *self.columns.margin().get(at)?,
        })
    }
}
