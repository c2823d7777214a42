//! Records, codings and decisions are written to a file.

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};

use domain::{Classification, Coding};
use formats::{Cell, Format, FormatError, RowWriter, WriteOptions};
use review::{Final, RecordId};
use store::{Reader, StoreError};

use super::Reporter;
use super::work::{Broken, checked};
use crate::output::{FINAL_COLUMNS, FinalRow, NFD_COLUMN, OccRow, PADDED_COLUMN, occ_columns};
use crate::{Event, ExportPlan};

/// Rows written between two looks at the cancel flag.
const BATCH: usize = 4096;

/// Writes the export beside its name and renames it when it is whole; never over the source or the project.
pub(super) fn export(reporter: &mut Reporter<Event>, reader: &Reader, plan: &ExportPlan) -> Result<Event, Broken> {
    let mut added = occ_columns(0);
    added.extend(FINAL_COLUMNS.map(str::to_owned));
    added.extend(plan.nfd_titles.then(|| NFD_COLUMN.to_owned()));
    added.extend(plan.padded_codes.then(|| PADDED_COLUMN.to_owned()));
    let added: Vec<&str> = added.iter().map(String::as_str).collect();
    let options = WriteOptions { spreadsheet_safe: plan.spreadsheet_safe, inputs: inputs(reader) };
    let mut writer = RowWriter::create(&plan.path, plan.format, &reader.source().columns, &added, &options)?;
    let total = plan.records.as_ref().map_or(u64::from(reader.record_count()), |records| records.len() as u64);
    let mut done = 0;
    let mut broken: Option<Broken> = None;
    for range in ranges(plan.records.as_deref(), reader.record_count()) {
        reader.for_each_row(range, |record, cells| {
            let step = write_row(&mut writer, record, cells, plan, reader.source().columns.len());
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
    Ok(Event::Written(reporter.id(), plan.path.clone(), done))
}

fn write_row(
    writer: &mut RowWriter,
    record: RecordId,
    cells: &[&str],
    plan: &ExportPlan,
    columns: usize,
) -> Result<(), FormatError> {
    let classification = Classification::get(plan.classification);
    let coding = plan.codings.get(record as usize).unwrap_or(&Coding::BLANK);
    let machine = OccRow::new(coding, plan.thresholds, classification, &plan.model_id);
    let last = FinalRow::new(&Final::of(record, machine.outcome().code, &plan.ledger), classification);
    let mut added: Vec<Cell<'_>> = Vec::with_capacity(24);
    machine.push_cells(&[], 0, &mut added);
    last.push_cells(plan.nfd_titles, plan.padded_codes, &mut added);
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
fn inputs(reader: &Reader) -> Vec<PathBuf> {
    vec![PathBuf::from(&reader.source().path), reader.path().to_owned()]
}

/// Writes the rows with problems, as CSV.
pub(super) fn export_problems(reporter: &mut Reporter<Event>, reader: &Reader, path: &Path) -> Result<Event, Broken> {
    let header = ["record", "line", "problem", "detail"].map(str::to_owned);
    let options = WriteOptions { inputs: inputs(reader), ..WriteOptions::default() };
    let mut writer = RowWriter::create(path, Format::Csv, &header, &[], &options)?;
    let problems = reader.problems().map_err(|error: StoreError| Broken::from(error))?;
    for (done, problem) in problems.iter().enumerate() {
        if done % BATCH == 0 {
            checked(reporter, done as u64, Some(problems.len() as u64))?;
        }
        let record = problem.record.map(|record| (u64::from(record) + 1).to_string()).unwrap_or_default();
        let line = problem.line.to_string();
        let cells = [record.as_str(), line.as_str(), problem.kind.as_str(), problem.message.as_str()];
        writer.write_record(None, cells, &[])?;
    }
    writer.finish()?;
    Ok(Event::Written(reporter.id(), path.to_owned(), problems.len() as u64))
}
