//! Decisions that were made elsewhere are read: from another project, an export, or a file of house rules.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use domain::{Classification, ClassificationId, Code};
use formats::{ColumnGuess, ReadOptions, Row, RowReader};
use review::{
    Earlier, EarlierDecision, EarlierSource, RecordId, Source, SourceKind, Timestamp, Uncodable, Verdict, answer_key,
};
use store::{EarlierWriter, Reader, joined};

use super::Reporter;
use super::rules::{self, read_time};
use super::work::{Broken, checked, is_database};
use crate::output::final_column;
use crate::{EarlierChange, EarlierChanged, EarlierPlan, Event, recode};

/// Rows read at a time.
const BATCH: usize = 4096;

/// What a file says: its kind, its decisions, and the lines that do not read.
pub(super) struct Read {
    pub(super) kind: SourceKind,
    pub(super) decisions: Vec<EarlierDecision>,
    pub(super) problems: Vec<(u64, String)>,
}

/// Takes a source in or lets one go, keeps that in the project, and looks all records up again.
pub(super) fn change_earlier(
    reporter: &mut Reporter<Event>,
    plan: &EarlierPlan,
    mut writer: EarlierWriter,
    now: Timestamp,
) -> Result<Event, Broken> {
    let mut sources = plan.known.sources().to_vec();
    let loaded = match &plan.change {
        EarlierChange::Remove(id) => {
            writer.remove(*id)?;
            sources.retain(|source| source.id != *id);
            None
        }
        EarlierChange::Load(path) => {
            let mut source = read_source(reporter, plan, path, now)?;
            checked(reporter, 0, None)?;
            source.id = writer.keep(&source)?;
            sources.retain(|known| known.path != source.path);
            let source = Arc::new(source);
            sources.push(Arc::clone(&source));
            Some(source)
        }
    };
    let earlier = Earlier::of(sources, &plan.index);
    Ok(Event::EarlierChanged(reporter.id(), Box::new(EarlierChanged { earlier, loaded })))
}

fn read_source(
    reporter: &mut Reporter<Event>,
    plan: &EarlierPlan,
    path: &Path,
    now: Timestamp,
) -> Result<EarlierSource, Broken> {
    let same = |one: &Path, other: &Path| std::fs::canonicalize(one).ok() == std::fs::canonicalize(other).ok();
    if path.exists() && same(path, &plan.project) {
        return Err(Broken::of(&"That is the project that is open. Nothing was changed. Choose another one."));
    }
    let read = if is_database(path) { project(reporter, plan, path)? } else { table(reporter, plan, path)? };
    Ok(EarlierSource {
        id: 0,
        kind: read.kind,
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        path: path.display().to_string(),
        loaded_at: now,
        loaded_by: plan.reviewer.clone(),
        decisions: EarlierSource::gather(read.decisions),
        problems: read.problems,
    })
}

fn project(reporter: &mut Reporter<Event>, plan: &EarlierPlan, path: &Path) -> Result<Read, Broken> {
    let reader = Reader::open(path)?;
    if reader.source().classification != plan.classification {
        return Err(other_classification(path, reader.source().classification, plan.classification));
    }
    let ledger = reader.ledger()?;
    let mut decisions = Vec::new();
    let mut stopped = None;
    let total = u64::from(reader.record_count());
    let mut take = |record: RecordId, title: &str, tasks: &str| {
        if (record as usize).is_multiple_of(BATCH) {
            stopped = checked(reporter, u64::from(record), Some(total)).err();
        }
        if let Some(decision) = ledger.judgement(record).and_then(|judgement| judgement.decision) {
            decisions.push(EarlierDecision {
                key: answer_key(title, tasks),
                verdict: Verdict::of(decision),
                reviewer: ledger.decided_by(record).into_owned(),
                at: ledger.decided_at(record),
                times: 1,
                reason: String::new(),
            });
        }
        if stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    // Records that were recoded are known by what they were coded by.
    match reader.recoding()? {
        None => reader.read_answers(0..reader.record_count(), take)?,
        Some(recoding) => reader.for_each_row(0..reader.record_count(), |record, cells| {
            let (title, tasks) = recode::answer(reader.source(), &recoding, cells);
            take(record, &title, &tasks)
        })?,
    }
    match stopped {
        Some(stopped) => Err(stopped),
        None => Ok(Read { kind: SourceKind::Project, decisions, problems: Vec::new() }),
    }
}

fn table(reporter: &mut Reporter<Event>, plan: &EarlierPlan, path: &Path) -> Result<Read, Broken> {
    let mut reader = RowReader::open(path, &ReadOptions::default())?;
    let layout = Layout::of(&reader, plan).ok_or_else(|| neither(path, &reader))?;
    let kind = if matches!(layout, Layout::Rules(_)) { SourceKind::Rules } else { SourceKind::Export };
    let mut read = Read { kind, decisions: Vec::new(), problems: Vec::new() };
    let tables = Classification::get(plan.classification);
    let mut rows = Vec::new();
    loop {
        let count = reader.read_batch(&mut rows, BATCH)?;
        for row in rows.iter().take(count) {
            let found = match &layout {
                Layout::Export(export) => export.decision(row, tables),
                Layout::Rules(rules) => rules.decision(row, tables),
            };
            match found {
                Ok(decision) => read.decisions.extend(decision),
                Err(what) => read.problems.push((row.line(), what)),
            }
        }
        for problem in reader.take_problems() {
            read.problems.push((problem.line, problem.kind.words().to_owned()));
        }
        checked(reporter, reader.bytes_read(), reader.input_bytes())?;
        if count == 0 {
            break;
        }
    }
    // Line by line, whoever found it.
    read.problems.sort();
    Ok(read)
}

/// Which columns of a table say what.
enum Layout {
    Export(Export),
    Rules(rules::Columns),
}

impl Layout {
    fn of(reader: &RowReader, plan: &EarlierPlan) -> Option<Layout> {
        let header = reader.header();
        if let Some(rules) = rules::Columns::of(reader) {
            return Some(Layout::Rules(rules));
        }
        let guess = ColumnGuess::of(reader.columns());
        let [title, tasks] = &plan.answer_columns;
        // All columns of an answer, or the one that looks like it.
        let named = |names: &[String], guess: Option<usize>| {
            let found: Option<Vec<usize>> = names.iter().map(|name| reader.column_named(name)).collect();
            found.filter(|found| !found.is_empty()).unwrap_or_else(|| guess.into_iter().collect())
        };
        let title = named(title, guess.title);
        let mut tasks = named(tasks, guess.tasks);
        tasks.retain(|column| !title.contains(column));
        if title.is_empty() {
            return None;
        }
        Some(Layout::Export(Export {
            title,
            tasks,
            code: final_column(header, "final_code")?,
            code_title: final_column(header, "final_title"),
            source: final_column(header, "final_source")?,
            reviewer: final_column(header, "reviewer"),
            reason: final_column(header, "reason"),
            at: final_column(header, "decided_at"),
        }))
    }
}

struct Export {
    title: Vec<usize>,
    tasks: Vec<usize>,
    code: usize,
    code_title: Option<usize>,
    source: usize,
    reviewer: Option<usize>,
    reason: Option<usize>,
    at: Option<usize>,
}

impl Export {
    /// The decision of a row; none where a machine's code stands or none at all.
    fn decision(&self, row: &Row, tables: &Classification) -> Result<Option<EarlierDecision>, String> {
        let cell = |at: Option<usize>| at.map_or("", |at| row.cell(at)).trim();
        let word = cell(Some(self.source));
        let source = Source::from_word(word).ok_or_else(|| format!("“{word}” is no source of a decision"))?;
        if !source.is_a_persons() {
            return Ok(None);
        }
        let verdict = match source {
            Source::Uncodable => {
                Verdict::Uncodable(Uncodable::from_word(cell(self.reason)).unwrap_or(Uncodable::Other))
            }
            _ => Verdict::Code(known_code(cell(Some(self.code)), cell(self.code_title), tables)?),
        };
        Ok(Some(EarlierDecision {
            key: answer_key(&joined(&self.title, |at| row.cell(at)), &joined(&self.tasks, |at| row.cell(at))),
            verdict,
            reviewer: cell(self.reviewer).to_owned(),
            at: read_time(cell(self.at)),
            times: 1,
            reason: String::new(),
        }))
    }
}

/// A code of the classification; the title beside it, if there is one, tells codes of another classification apart.
fn known_code(text: &str, title: &str, tables: &Classification) -> Result<Code, String> {
    let known = |code: &Code| {
        let own = tables.title(*code);
        !own.is_empty() && (title.is_empty() || title == own)
    };
    let code = Code::parse(text).ok().filter(known);
    code.ok_or_else(|| format!("“{text}” {title} is no code of {}", tables.id().name()))
}

fn other_classification(path: &Path, its: ClassificationId, ours: ClassificationId) -> Broken {
    Broken::of(&format!(
        "{} is coded to {}, this project to {}, so its decisions cannot be used here. Nothing was changed. Choose a \
         project of the same classification.",
        path.display(),
        its.name(),
        ours.name()
    ))
}

fn neither(path: &Path, reader: &RowReader) -> Broken {
    Broken::of(&format!(
        "{} holds no decisions that can be used. An export of Occudesk has final_code, final_source and the column of \
         the job title; house rules have title, code and classification. Its columns are: {}. Nothing was changed.",
        path.display(),
        reader.columns().join(", ")
    ))
}
