//! Two codings of a project are compared, and what changed is written to a file.

use std::ops::ControlFlow;

use domain::{Classification, Code, Outcome};
use formats::{Format, FormatError, RowWriter, WriteOptions};
use review::{Changes, CodeChange};
use store::{Reader, Run};

use super::Reporter;
use super::export::inputs;
use super::work::{Broken, checked};
use crate::{ChangesPlan, Event, Written};

/// Records between two looks at the cancel flag.
const BATCH: u32 = 8192;

/// Compares the last coding with the one before, each under the thresholds that it had last.
pub(super) fn compare(reporter: &mut Reporter<Event>, reader: &Reader) -> Result<Event, Broken> {
    let runs = reader.runs()?;
    let after = runs.last();
    let before = after.and_then(|after| runs.iter().rev().find(|run| run.codings_of != after.codings_of));
    let (Some(before), Some(after)) = (before, after) else {
        return Err(Broken::of(
            &"The project keeps one coding only, so there is nothing to compare. Nothing was changed.",
        ));
    };
    let mut changes = Changes::default();
    changes.model_before.clone_from(&before.parameters.model_id);
    changes.model_after.clone_from(&after.parameters.model_id);
    let count = reader.record_count();
    let mut from = 0;
    while from < count {
        checked(reporter, u64::from(from), Some(u64::from(count)))?;
        let to = from.saturating_add(BATCH).min(count);
        let (old, new) = (outcomes(reader, before, from..to)?, outcomes(reader, after, from..to)?);
        for ((before, after), record) in old.iter().zip(&new).zip(from..) {
            changes.push(record, before, after);
        }
        from = to;
    }
    Ok(Event::Compared(reporter.id(), Box::new(changes)))
}

fn outcomes(reader: &Reader, run: &Run, range: std::ops::Range<u32>) -> Result<Vec<Outcome>, Broken> {
    let mut outcomes = Vec::with_capacity(range.len());
    reader.read_codings(run, range, |_, coding| {
        outcomes.push(Outcome::of(coding, run.parameters.thresholds));
        ControlFlow::Continue(())
    })?;
    Ok(outcomes)
}

const COLUMNS: [&str; 13] = [
    "record",
    "job_title",
    "tasks",
    "change",
    "old_code",
    "old_title",
    "old_confidence",
    "old_model",
    "new_code",
    "new_title",
    "new_confidence",
    "new_model",
    "decided_code",
];

/// Writes the records whose code changed, as CSV.
pub(super) fn export_changes(
    reporter: &mut Reporter<Event>,
    reader: &Reader,
    plan: &ChangesPlan,
) -> Result<Event, Broken> {
    let ledger = reader.ledger()?;
    let header = COLUMNS.map(str::to_owned);
    let options = WriteOptions { inputs: inputs(reader), ..WriteOptions::default() };
    let mut writer = RowWriter::create(&plan.path, Format::Csv, &header, &[], &options)?;
    // What is to be coded blind is told nowhere.
    let seen = |change: &&CodeChange| ledger.judgement(change.record).is_none_or(|of| of.awaits_recode().is_none());
    let total = plan.changes.changed.iter().filter(seen).count() as u64;
    for (change, done) in plan.changes.changed.iter().filter(seen).zip(0..) {
        if done % u64::from(BATCH) == 0 {
            checked(reporter, done, Some(total))?;
        }
        let decision = ledger.judgement(change.record).and_then(|judgement| judgement.decision);
        write(&mut writer, plan, change, decision.and_then(|decision| decision.code()))?;
    }
    checked(reporter, total, Some(total))?;
    writer.finish()?;
    let written = Written { path: plan.path.clone(), rows: total, log: None, audit: None, whole_log: None };
    Ok(Event::Written(reporter.id(), Box::new(written)))
}

fn write(
    writer: &mut RowWriter,
    plan: &ChangesPlan,
    change: &CodeChange,
    decided: Option<Code>,
) -> Result<(), FormatError> {
    let tables = Classification::get(plan.classification);
    let (title, tasks) = plan.answers.answer(change.record);
    let record = (u64::from(change.record) + 1).to_string();
    let code = |code: Option<Code>| code.map(|code| code.to_string()).unwrap_or_default();
    let title_of = |code: Option<Code>| code.map_or("", |code| tables.title(code));
    let confidence = |value: f32| format!("{value:.4}");
    let (old, new, decided) = (code(change.before), code(change.after), code(decided));
    let (old_confidence, new_confidence) = (confidence(change.confidence_before), confidence(change.confidence_after));
    let cells = [
        record.as_str(),
        title,
        tasks,
        change.kind.word(),
        &old,
        title_of(change.before),
        &old_confidence,
        &plan.changes.model_before,
        &new,
        title_of(change.after),
        &new_confidence,
        &plan.changes.model_after,
        &decided,
    ];
    writer.write_record(None, cells, &[])
}
