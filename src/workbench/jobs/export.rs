//! Records, codings and decisions are written to a file.

use std::fs;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};

use domain::{Classification, Coding};
use formats::{Cell, Format, FormatError, RowWriter, WriteOptions, write_file, write_log};
use review::{Final, Ledger, RecordId, Timestamp, hash_text};
use store::{Problem, Reader};

use super::Reporter;
use super::rights::as_closed_as;
use super::work::{Broken, checked};
use crate::output::{FinalRow, OccRow, export_columns, number_columns, push_hidden, push_recoded};
use crate::{Event, ExportPlan, Written};

/// Rows written between two looks at the cancel flag.
const BATCH: usize = 4096;

/// Writes the export beside its name and renames it when it is whole; never over the source or the project.
pub(super) fn export(
    reporter: &mut Reporter<Event>,
    reader: &Reader,
    plan: &ExportPlan,
    now: Timestamp,
) -> Result<Event, Broken> {
    // The log is read again from the project, so that decisions go on meanwhile without a copy of it.
    let ledger = reader.ledger_up_to(plan.entries)?;
    let added = export_columns(&reader.source().columns, plan.extra, plan.recoding.is_some());
    let numbers = number_columns(&added);
    let added: Vec<&str> = added.iter().map(String::as_str).collect();
    let options = WriteOptions { spreadsheet_safe: plan.spreadsheet_safe, inputs: inputs(reader), numbers };
    let mut writer = RowWriter::create(&plan.path, plan.format, &reader.source().columns, &added, &options)?;
    let engine = reader.current_run()?.map(|run| run.parameters.engine).unwrap_or_default();
    let total = plan.records.as_ref().map_or(u64::from(reader.record_count()), |records| records.len() as u64);
    let mut done = 0;
    let mut broken: Option<Broken> = None;
    for range in ranges(plan.records.as_deref(), reader.record_count()) {
        reader.for_each_row(range, |record, cells| {
            let step = write_row(&mut writer, record, cells, plan, &ledger, &engine, reader.source().columns.len());
            let step = step.map_err(Broken::from).and_then(|()| {
                done += 1;
                if done % BATCH as u64 == 0 { checked(reporter, done, Some(total)) } else { Ok(()) }
            });
            match step {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    broken = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(broken) = broken {
            return Err(broken);
        }
    }
    checked(reporter, done, Some(total))?;
    writer.finish()?;
    let audit = plan.audit.then(|| write_audit(reader, plan, &ledger, done, now)).transpose()?;
    let whole_log = plan.whole_log.then(|| write_whole_log(reader, plan, &ledger)).transpose()?;
    for file in [Some(&plan.path), audit.as_ref(), whole_log.as_ref()].into_iter().flatten() {
        as_closed_as(file, reader.path());
    }
    let log = Some((ledger.entries().len() as u64, ledger.head()));
    let written = Written { path: plan.path.clone(), rows: done, log, audit, whole_log };
    Ok(Event::Written(reporter.id(), Box::new(written)))
}

/// Writes the state of the log beside the export, as `NAME.audit.txt`; over an earlier one, never over the source.
fn write_audit(
    reader: &Reader,
    plan: &ExportPlan,
    ledger: &Ledger,
    rows: u64,
    now: Timestamp,
) -> Result<PathBuf, Broken> {
    let path = plan.path.with_extension("audit.txt");
    let place = fs::canonicalize(&path).ok();
    let is_there = |input: &PathBuf| *input == path || (place.is_some() && fs::canonicalize(input).ok() == place);
    if inputs(reader).iter().any(is_there) {
        return Err(Broken::of(&format!(
            "The export was written to {}, but the state of the log was not: {} is the source of the project. Export \
             under another name.",
            plan.path.display(),
            path.display()
        )));
    }
    let runs = reader.runs()?;
    let run = runs.iter().rev().find(|run| run.parameters.model_id == plan.model_id);
    let lines = [
        ("Project", reader.path().display().to_string()),
        ("Export", plan.path.display().to_string()),
        ("Rows", rows.to_string()),
        ("Written at", now.to_iso()),
        ("Entries in the log", ledger.entries().len().to_string()),
        ("Head of the log", hash_text(&ledger.head())),
        ("Beginning of the log", hash_text(&ledger.genesis())),
        ("Model", plan.model_id.clone()),
        ("SHA-256 of the model", run.map(|run| run.parameters.model_hash.clone()).unwrap_or_default()),
        ("Optimal threshold", plan.thresholds.optimal.to_string()),
        ("Minimum threshold", plan.thresholds.minimum.to_string()),
    ];
    let text: String = lines.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    write_file(&path, text.as_bytes())?;
    Ok(path)
}

/// Writes the whole log beside the export, as `NAME.audit.jsonl`; over an earlier one, never over the source.
fn write_whole_log(reader: &Reader, plan: &ExportPlan, ledger: &Ledger) -> Result<PathBuf, Broken> {
    let path = plan.path.with_extension("audit.jsonl");
    let mut inputs = inputs(reader);
    inputs.push(plan.path.clone());
    write_log(&path, ledger.entries(), &inputs)?;
    Ok(path)
}

fn write_row(
    writer: &mut RowWriter,
    record: RecordId,
    cells: &[&str],
    plan: &ExportPlan,
    ledger: &Ledger,
    engine: &str,
    columns: usize,
) -> Result<(), FormatError> {
    let mut added: Vec<Cell<'_>> = Vec::with_capacity(24);
    if ledger.judgement(record).is_some_and(|judgement| judgement.awaits_recode().is_some()) {
        push_hidden(export_columns(&[], plan.extra, plan.recoding.is_some()).len(), &mut added);
        return writer.write_record(None, cells.iter().copied().take(columns), &added);
    }
    let classification = Classification::get(plan.classification);
    let coding = plan.codings.get(record as usize).unwrap_or(&Coding::BLANK);
    let machine = OccRow::new(coding, plan.thresholds, classification, &plan.model_id);
    let mut values = Final::of(record, machine.outcome().code, ledger);
    values.by_people = values.by_people.with_conflict(plan.conflicting.binary_search(&record).is_ok());
    let last = FinalRow::new(&values, classification, engine);
    machine.push_cells(&[], 0, &mut added);
    last.push_cells(plan.extra, &mut added);
    if let Some(recoding) = &plan.recoding {
        let own = cells.get(recoding.column).copied().unwrap_or_default();
        push_recoded(coding, recoding.from, own, &mut added);
    }
    writer.write_record(None, cells.iter().copied().take(columns), &added)
}

/// Neighbouring records are read together.
fn ranges(records: Option<&[RecordId]>, count: RecordId) -> Vec<Range<RecordId>> {
    let Some(records) = records else { return Vec::from([Range { start: 0, end: count }]) };
    records
        .chunk_by(|a, b| a.checked_add(1) == Some(*b))
        .filter_map(|run| Some(*run.first()?..run.last()? + 1))
        .collect()
}

/// What must not be written over.
pub(super) fn inputs(reader: &Reader) -> Vec<PathBuf> {
    vec![PathBuf::from(&reader.source().path), reader.path().to_owned()]
}

/// Writes the rows with problems, as CSV, in the columns of [`formats::ProblemWriter`].
pub(super) fn export_problems(reporter: &mut Reporter<Event>, reader: &Reader, path: &Path) -> Result<Event, Broken> {
    let header = ["record", "line", "column", "problem", "detail"].map(str::to_owned);
    let options = WriteOptions { inputs: inputs(reader), ..WriteOptions::default() };
    let mut writer = RowWriter::create(path, Format::Csv, &header, &[], &options)?;
    let total = reader.problem_count()?;
    let mut done = 0;
    let mut broken = None;
    reader.for_each_problem(|problem| {
        let step = write_problem(&mut writer, &problem).map_err(Broken::from).and_then(|()| {
            done += 1;
            if done % BATCH as u64 == 0 { checked(reporter, done, Some(total)) } else { Ok(()) }
        });
        broken = step.err();
        if broken.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    if let Some(broken) = broken {
        return Err(broken);
    }
    checked(reporter, done, Some(total))?;
    writer.finish()?;
    let written = Written { path: path.to_owned(), rows: done, log: None, audit: None, whole_log: None };
    Ok(Event::Written(reporter.id(), Box::new(written)))
}

fn write_problem(writer: &mut RowWriter, problem: &Problem) -> Result<(), FormatError> {
    let record = problem.record.map(|record| (u64::from(record) + 1).to_string()).unwrap_or_default();
    let line = problem.line.to_string();
    let cells: [&str; 5] = [&record, &line, &problem.column, &problem.words, &problem.detail];
    writer.write_record(None, cells, &[])
}
