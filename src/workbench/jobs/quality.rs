//! Counting the lot of a quality sample, and writing its report.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use domain::{Classification, Code, Level};
use formats::{Format, RowWriter, WriteOptions, write_file};
use review::RecordId;
use review::quality::report::{Report, html};
use review::quality::{Checked, Fate, lot_of};
use store::Reader;

use super::Reporter;
use super::export::inputs;
use super::free_name::free;
use super::rights::as_closed_as;
use super::work::Broken;
use crate::picture::small_drawing;
use crate::{Event, LotParts, LotPlan, ReportPlan, Written};

/// The columns of the records of a sample, one row per record drawn. `stratum` counts from 1; `fate` is `waiting`, `agreed`,
/// `differs` or `settled`; `wrong_1` to `wrong_5` are 1 where what stood was wrong at the level, empty where that is not
/// known.
const COLUMNS: [&str; 16] = [
    "record",
    "stratum",
    "stratum_name",
    "stratum_records",
    "fate",
    "stood",
    "blind",
    "blind_reason",
    "settled",
    "reviewer",
    "own_decision",
    "wrong_1",
    "wrong_2",
    "wrong_3",
    "wrong_4",
    "wrong_5",
];

pub(super) fn count_lot(reporter: &mut Reporter<Event>, plan: &LotPlan) -> Event {
    let tables = Classification::get(plan.classification);
    let strata = lot_of(&plan.lot, plan.stratify, &plan.shown, &plan.columns, &plan.ledger, tables);
    let deciding = plan.ledger.judgements().filter_map(|(record, _)| plan.ledger.deciding_entry(record));
    let coders: BTreeSet<&str> = deciding.map(|entry| entry.reviewer.as_str()).collect();
    let coders = coders.into_iter().map(str::to_owned).collect();
    Event::LotCounted(reporter.id(), Box::new(LotParts { of: (plan.lot.clone(), plan.stratify), strata, coders }))
}

/// Writes the report, and beside it the records of the sample as CSV, where no file stands yet.
pub(super) fn write_report(
    reporter: &mut Reporter<Event>,
    reader: &Reader,
    plan: &ReportPlan,
) -> Result<Event, Broken> {
    let runs = reader.runs()?;
    let run = runs.iter().rev().find(|run| run.parameters.model_id == plan.sample.design.model_id);
    let answer = |record: RecordId| {
        let answers = plan.answers.as_deref().unwrap_or_default();
        let found = answers.iter().find(|(of, ..)| *of == record);
        found.map_or_else(Default::default, |(_, title, tasks)| (title.clone(), tasks.clone()))
    };
    let project = reader.path().file_name().unwrap_or_default().to_string_lossy();
    let figures: Vec<String> = plan.figures.iter().map(|figure| small_drawing(figure)).collect();
    let report = Report {
        sample: &plan.sample,
        outcome: &plan.outcome,
        project: &project,
        source: &plan.source,
        classification: Classification::get(plan.classification),
        model_hash: run.map_or("", |run| run.parameters.model_hash.as_str()),
        log_entries: plan.log.0,
        log_head: plan.log.1,
        written_at: plan.now,
        written_by: &plan.reviewer,
        figures: &figures,
        answers: plan.answers.is_some().then_some(&answer),
    };
    let path = match plan.path.extension().and_then(OsStr::to_str) {
        Some(ending) if ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm") => plan.path.clone(),
        _ => plan.path.with_added_extension("html"),
    };
    let path = free(&path, |path| !path.exists() && !path.with_extension("csv").exists());
    // The rows first: they refuse to be written over the source or the project.
    let rows = path.with_extension("csv");
    let options = WriteOptions { inputs: inputs(reader), ..WriteOptions::default() };
    let mut writer = RowWriter::create(&rows, Format::Csv, &COLUMNS.map(str::to_owned), &[], &options)?;
    for row in rows_of(plan) {
        writer.write_record(None, row.iter().map(String::as_str), &[])?;
    }
    writer.finish()?;
    write_file(&path, html(&report).as_bytes())?;
    for file in [&path, &rows] {
        as_closed_as(file, reader.path());
    }
    let count = plan.sample.design.drawn() as u64;
    let written = Written { path, rows: count, log: Some(plan.log), audit: None, whole_log: None };
    Ok(Event::Written(reporter.id(), Box::new(written)))
}

fn rows_of(plan: &ReportPlan) -> Vec<[String; COLUMNS.len()]> {
    let (mut rows, checked) = (Vec::new(), &plan.outcome.checked);
    for (stratum, number) in plan.sample.design.strata.iter().zip(1..) {
        for record in &stratum.drawn {
            let found = checked.binary_search_by_key(record, |checked| checked.record).ok();
            let mut row = [const { String::new() }; COLUMNS.len()];
            row[0] = (u64::from(*record) + 1).to_string();
            row[1] = number.to_string();
            row[2].clone_from(&stratum.name);
            row[3] = stratum.records.to_string();
            match found {
                Some(at) => fill(&mut row, &checked[at], plan.answers.is_some()),
                None if plan.outcome.waiting.binary_search(record).is_ok() => "waiting".clone_into(&mut row[4]),
                None => continue,
            }
            rows.push(row);
        }
    }
    rows
}

fn fill(row: &mut [String; COLUMNS.len()], checked: &Checked, with_words: bool) {
    let code = |code: Option<Code>| code.map(|code| code.to_string()).unwrap_or_default();
    let known = checked.fate != Fate::Differs;
    let fate = match checked.fate {
        Fate::Waiting => "waiting",
        Fate::Agreed => "agreed",
        Fate::Differs => "differs",
        Fate::Settled => "settled",
    };
    fate.clone_into(&mut row[4]);
    row[5] = code(checked.stood);
    row[6] = code(checked.blind.code());
    if with_words {
        row[7].clone_from(&checked.note);
    }
    row[8] = if known { code(checked.stands) } else { String::new() };
    row[9].clone_from(&checked.reviewer);
    row[10] = u8::from(checked.own).to_string();
    for level in Level::ALL.into_iter().filter(|_| known) {
        row[11 + level.index()] = u8::from(checked.is_wrong_at(level)).to_string();
    }
}
