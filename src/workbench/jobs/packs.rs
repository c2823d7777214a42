//! Packs are written and read, agreement is computed, and its tables are written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::{Classification, ClassificationId, Level};
use formats::{Cell, Format, FormatError, RowWriter, WriteOptions};
use review::statistics::Interval;
use review::statistics::agreement::TwoCoders;
use review::{Agreement, CodingsOf, Given, Ledger, Timestamp, taken_in};
use store::{Reader, Split, SplitWriter};

use super::Reporter;
use super::export::inputs;
use super::free_name::free;
use super::work::{Broken, checked};
use crate::Event;
use crate::packs::{self, PackError, PacksRead, SplitPlan};
use crate::supervise::packs::TakenIn;

/// Work about packs.
#[derive(Clone, Debug)]
pub enum PacksJob {
    /// Split the project.
    Split(SplitPlan),
    /// Read packs.
    Read {
        /// Their files.
        paths: Vec<PathBuf>,
        /// What was decided before.
        ledger: Arc<Ledger>,
    },
    /// Compute how far coders agree.
    Agree {
        /// What was decided.
        ledger: Arc<Ledger>,
        /// Which codings are compared.
        of: CodingsOf,
    },
    /// Write the tables.
    Write {
        /// What they are of.
        agreement: Arc<Agreement>,
        /// Where the figures go; the other tables go beside them.
        path: PathBuf,
        /// The classification of the project.
        classification: ClassificationId,
    },
}

impl PacksJob {
    /// What it does, for the progress line.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            PacksJob::Split(_) => "Making packs",
            PacksJob::Read { .. } => "Reading packs",
            PacksJob::Agree { .. } => "Computing agreement",
            PacksJob::Write { .. } => "Writing the tables of agreement",
        }
    }
}

/// What it came to.
#[derive(Debug)]
pub enum PacksDone {
    /// The project was split into these files.
    Split(Split, Vec<PathBuf>),
    /// Packs were read.
    Read(PacksRead),
    /// Agreement was computed, and what was taken in of each pack.
    Agreed(Arc<Agreement>, TakenIn),
    /// Tables were written.
    Written(Vec<PathBuf>),
}

/// Does it.
pub(super) fn work(
    reporter: &mut Reporter<Event>,
    job: PacksJob,
    reader: &Reader,
    writer: Option<SplitWriter>,
    now: Timestamp,
) -> Result<Event, Broken> {
    let mut goes_on = |done: u64, total: u64| checked(reporter, done, Some(total)).is_ok();
    let done = match job {
        PacksJob::Split(plan) => {
            let Some(mut writer) = writer else { return Err(Broken::Cancelled) };
            let split = packs::split(reader, &mut writer, &plan, now, &mut goes_on)?;
            PacksDone::Split(split, packs::pack_paths(reader.path(), &plan.folder, &plan.coders))
        }
        PacksJob::Read { paths, ledger } => PacksDone::Read(packs::read_packs(reader, &ledger, &paths, &mut goes_on)?),
        PacksJob::Agree { ledger, of } => {
            let levels = Level::ALL.len() as u64;
            let agreement = Agreement::of(&ledger, of, |done| goes_on(done, levels)).ok_or(Broken::Cancelled)?;
            PacksDone::Agreed(Arc::new(agreement), taken_in(&ledger))
        }
        PacksJob::Write { agreement, path, classification } => {
            PacksDone::Written(write_tables(&agreement, &path, classification, &inputs(reader))?)
        }
    };
    Ok(Event::Packs(reporter.id(), Box::new(done)))
}

impl From<PackError> for Broken {
    fn from(error: PackError) -> Broken {
        if matches!(error, PackError::Stopped) { Broken::Cancelled } else { Broken::of(&error) }
    }
}

/// Writes the figures, beside them `NAME-confusions.csv` with what every two coders gave, and `NAME-codings.csv` with what
/// each coder gave to each record, by which the figures can be computed again.
fn write_tables(
    agreement: &Agreement,
    path: &Path,
    classification: ClassificationId,
    inputs: &[PathBuf],
) -> Result<Vec<PathBuf>, FormatError> {
    let path = free(&path.with_extension("csv"), |path| !path.exists());
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let beside = |what: &str| path.with_file_name(format!("{stem}-{what}.csv"));
    let (confusions, codings) = (beside("confusions"), beside("codings"));
    write(&path, &FIGURES.map(str::to_owned), inputs, &figures(agreement))?;
    let tables = Classification::get(classification);
    write(&confusions, &CONFUSIONS.map(str::to_owned), inputs, &confusion_rows(agreement, tables))?;
    let mut header = vec!["record".to_owned()];
    header.extend(agreement.coding.coders.iter().cloned());
    let given = agreement.coding.records.iter().zip(&agreement.coding.given).map(|(record, given)| {
        let mut row = vec![(u64::from(*record) + 1).to_string()];
        row.extend(given.iter().map(|given| given.map_or_else(String::new, label)));
        row
    });
    write(&codings, &formats::distinct_names(&header), inputs, &given.collect::<Vec<_>>())?;
    Ok(vec![path, confusions, codings])
}

fn write(path: &Path, header: &[String], inputs: &[PathBuf], rows: &[Vec<String>]) -> Result<(), FormatError> {
    let options = WriteOptions { inputs: inputs.to_vec(), ..WriteOptions::default() };
    let mut writer = RowWriter::create(path, Format::Csv, header, &[], &options)?;
    let none: [Cell<'_>; 0] = [];
    for row in rows {
        writer.write_record(None, row.iter().map(String::as_str), &none)?;
    }
    writer.finish()
}

/// A code, or the word for none.
fn label(given: Given) -> String {
    given.map_or_else(|| "uncodable".to_owned(), |code| code.to_string())
}

const FIGURES: [&str; 13] = [
    "level",
    "coders",
    "records",
    "agreed",
    "share",
    "share_low",
    "share_high",
    "kappa",
    "kappa_low",
    "kappa_high",
    "alpha",
    "alpha_low",
    "alpha_high",
];

fn figures(agreement: &Agreement) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (level, figures) in Level::ALL.into_iter().zip(&agreement.levels) {
        let alpha = figures.alpha.map(|alpha| (alpha.value, alpha.interval));
        let share = [figures.share, figures.interval.low, figures.interval.high].map(number);
        let mut row =
            vec![level.number().to_string(), "all".to_owned(), figures.records.to_string(), figures.agreed.to_string()];
        row.extend(share);
        row.extend(with_interval(None));
        row.extend(with_interval(alpha));
        rows.push(row);
        for pair in &figures.pairs {
            let TwoCoders { records, agreed, share, share_interval, kappa } = pair.agreement;
            let name = |at: usize| agreement.coding.coders.get(at).map_or("", String::as_str);
            let mut row = vec![
                level.number().to_string(),
                format!("{}; {}", name(pair.first), name(pair.second)),
                records.to_string(),
                agreed.to_string(),
            ];
            row.extend([share, share_interval.low, share_interval.high].map(number));
            row.extend(with_interval(kappa.map(|kappa| (kappa.value, Some(kappa.interval)))));
            row.extend(with_interval(None));
            rows.push(row);
        }
    }
    rows
}

fn with_interval(figure: Option<(f64, Option<Interval>)>) -> [String; 3] {
    let Some((value, interval)) = figure else { return Default::default() };
    let end = |end: fn(Interval) -> f64| interval.map(|interval| number(end(interval))).unwrap_or_default();
    [number(value), end(|interval| interval.low), end(|interval| interval.high)]
}

fn number(value: f64) -> String {
    format!("{value:.6}")
}

const CONFUSIONS: [&str; 7] =
    ["level", "first_coder", "second_coder", "first_code", "second_code", "records", "titles"];

fn confusion_rows(agreement: &Agreement, tables: &Classification) -> Vec<Vec<String>> {
    let coding = &agreement.coding;
    let title = |given: Given| given.map_or("uncodable", |code| tables.title(code));
    let mut rows = Vec::new();
    for (level, figures) in Level::ALL.into_iter().zip(&agreement.levels) {
        for pair in figures.pairs.iter().filter(|pair| pair.agreement.records > 0) {
            let name = |at: usize| coding.coders.get(at).cloned().unwrap_or_default();
            for cell in coding.confusions(level, (pair.first, pair.second), true) {
                rows.push(vec![
                    level.number().to_string(),
                    name(pair.first),
                    name(pair.second),
                    label(cell.first),
                    label(cell.second),
                    cell.records.to_string(),
                    format!("{} / {}", title(cell.first), title(cell.second)),
                ]);
            }
        }
    }
    rows
}
