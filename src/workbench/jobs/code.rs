//! All records of a project are coded.

use classifier::{Engine, Repeats, Scratch};
use domain::{Coding, Thresholds};
use rayon::prelude::*;
use review::{Answers, Columns, RecordId};
use store::RunWriter;

use super::Reporter;
use super::work::{Broken, checked};
use crate::{Coded, Event};

/// Records coded between two looks at the cancel flag.
const BATCH: usize = 8192;
/// Records that one processor takes at a time.
const PART: usize = 256;

/// Codes all answers, on all processors, and writes the codings into the project as one run. Stopped or failed, the run
/// is removed.
pub(super) fn code(
    reporter: &mut Reporter<Event>,
    answers: &Answers,
    engine: &Engine,
    thresholds: Thresholds,
    mut writer: RunWriter,
) -> Result<Event, Broken> {
    let total = answers.len();
    let mut codings: Vec<Coding> = Vec::with_capacity(total);
    let mut columns = Columns::default();
    let repeats = Repeats::new(engine, 0);
    while codings.len() < total {
        let from = codings.len();
        checked(reporter, from as u64, Some(total as u64))?;
        code_batch(answers, from..total.min(from + BATCH), &repeats, &mut codings);
        let batch = &codings[from..];
        for coding in batch {
            writer.push(coding)?;
        }
        columns.append(Columns::derive(batch, thresholds));
    }
    checked(reporter, total as u64, Some(total as u64))?;
    let run = writer.finish()?;
    let coded = Coded { codings, columns, thresholds, model_id: run.parameters.model_id };
    Ok(Event::Coded(reporter.id(), Box::new(coded)))
}

fn code_batch(answers: &Answers, records: std::ops::Range<usize>, repeats: &Repeats<'_>, codings: &mut Vec<Coding>) {
    let records: Vec<RecordId> = records.filter_map(|record| RecordId::try_from(record).ok()).collect();
    let coded: Vec<Vec<Coding>> = records
        .par_chunks(PART)
        .map_init(Scratch::default, |scratch, part| {
            let code = |record: &RecordId| {
                let (title, tasks) = answers.answer(*record);
                repeats.code(title, tasks, scratch).0
            };
            part.iter().map(code).collect()
        })
        .collect();
    codings.extend(coded.into_iter().flatten());
}
