//! All records of a project are coded.

use std::ops::ControlFlow;

use classifier::{Engine, Recoder, Repeats, Scratch};
use domain::{Classification, Code, Coding, Thresholds};
use rayon::prelude::*;
use review::{Answers, Columns, RecordId};
use store::{Reader, Recoding, RunWriter};

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
    recode: Option<Box<(Recoding, Reader)>>,
    mut writer: RunWriter,
) -> Result<Event, Broken> {
    let total = answers.len();
    let mut codings: Vec<Coding> = Vec::with_capacity(total);
    let mut columns = Columns::default();
    let coder = match recode {
        None => Coder::Plain(Repeats::new(engine, 0)),
        Some(recode) => {
            let (recoding, reader) = *recode;
            let recoder = Recoder::new(engine, recoding.from, 0);
            Coder::Recoding(Box::new(recoder), own_codes(reporter, &recoding, &reader)?)
        }
    };
    while codings.len() < total {
        let from = codings.len();
        checked(reporter, from as u64, Some(total as u64))?;
        code_batch(answers, from..total.min(from + BATCH), &coder, &mut codings);
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

/// What codes the answers, and the codes that they carry themselves.
enum Coder<'e> {
    Plain(Repeats<'e>),
    Recoding(Box<Recoder<'e>>, Vec<Option<Code>>),
}

impl Coder<'_> {
    fn code(&self, record: RecordId, answers: &Answers, scratch: &mut Scratch) -> Coding {
        let (title, tasks) = answers.answer(record);
        match self {
            Coder::Plain(repeats) => repeats.code(title, tasks, scratch).0,
            Coder::Recoding(recoder, own) => {
                recoder.code(title, tasks, own.get(record as usize).copied().flatten(), scratch).0
            }
        }
    }
}

/// The codes of another classification that the records carry.
fn own_codes(
    reporter: &mut Reporter<Event>,
    recoding: &Recoding,
    reader: &Reader,
) -> Result<Vec<Option<Code>>, Broken> {
    let from = Classification::get(recoding.from);
    let mut codes = Vec::with_capacity(reader.record_count() as usize);
    let mut stopped = None;
    reader.for_each_row(0..reader.record_count(), |record, cells| {
        let cell = cells.get(recoding.column).copied().unwrap_or_default();
        codes.push(from.occupation_in(cell).map(|category| category.code));
        if (record as usize).is_multiple_of(BATCH) {
            stopped = checked(reporter, 0, None).err();
        }
        if stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    stopped.map_or(Ok(codes), Err)
}

fn code_batch(answers: &Answers, records: std::ops::Range<usize>, coder: &Coder<'_>, codings: &mut Vec<Coding>) {
    let records: Vec<RecordId> = records.filter_map(|record| RecordId::try_from(record).ok()).collect();
    let coded: Vec<Vec<Coding>> = records
        .par_chunks(PART)
        .map_init(Scratch::default, |scratch, part| {
            part.iter().map(|record| coder.code(*record, answers, scratch)).collect()
        })
        .collect();
    codings.extend(coded.into_iter().flatten());
}
