//! `occudesk code`: codes a file, record by record, with memory that does not grow with it.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use classifier::{Engine, Recoder, Repeats, Scratch};
use domain::{Classification, ClassificationId, Coding, Status, Suggestion, Thresholds};
use formats::{Cell, Format, FormatError, ProblemWriter, Row, RowProblem, RowReader, RowWriter, WriteOptions};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use workbench::output::{OccRow, RECODE_COLUMNS, free_name, number_columns, occ_columns, push_recoded};

use crate::Failure;
use crate::inputs::{Answers, Choice, Columns, RecodingChoice, STANDARD, ThresholdChoice};

/// Arguments of `code`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file to code: CSV, TSV, XLSX, JSONL or Parquet by its extension; `-` reads CSV from standard input.
    input: PathBuf,
    /// The file to write: CSV, TSV, XLSX, JSONL or Parquet by its extension; `-` writes CSV to standard output.
    #[arg(long, value_name = "OUTPUT")]
    output: PathBuf,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    recoding: RecodingChoice,
    /// How many suggestions to write for each record.
    #[arg(long, value_name = "0..16", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=16))]
    suggestions: u8,
    #[command(flatten)]
    thresholds: ThresholdChoice,
    /// Where to list rows with problems, as CSV.
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
    /// For CSV and TSV that go to a spreadsheet: cells that would run as a formula are written so that they do not.
    #[arg(long)]
    spreadsheet_safe: bool,
}

/// Exit code after an interrupt, as shells have it.
const INTERRUPTED: i32 = 130;
/// Records coded at a time.
const BATCH: usize = 4096;
/// Batches that may wait between two threads.
const WAITING: usize = 2;

/// What the reading thread reports.
enum Reading {
    Filled(Batch),
    Failed(FormatError),
    End,
}

/// A batch on its way through the threads; its buffers go round.
#[derive(Default)]
struct Batch {
    rows: Vec<Row>,
    codings: Vec<(Coding, Vec<Suggestion>)>,
    problems: Vec<RowProblem>,
    bytes_read: u64,
}

/// Runs the subcommand.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let engine = arguments.choice.engine()?;
    let thresholds = arguments.thresholds.over(engine.card().thresholds)?;
    let answers = Answers::open(&arguments.input, &arguments.columns, arguments.recoding.column())?;
    let recode = arguments.recoding.of(&answers, &engine)?;
    let (title, tasks) = (answers.title, answers.tasks);
    let job = Job { arguments, engine: &engine, thresholds, title, tasks, recode };
    // Messages that cannot be shown are no reason to stop, here and below.
    let _ = writeln!(std::io::stderr(), "{}", answers.says());
    for note in answers.reader.notes() {
        let _ = writeln!(std::io::stderr(), "{note}");
    }
    // Where the handler cannot be set, an interrupt leaves a temporary file behind and nothing worse.
    let _ = ctrlc::set_handler(|| {
        formats::abandon_all();
        let _ = writeln!(std::io::stderr(), "\nStopped. No output was written, and the input is unchanged.");
        std::process::exit(INTERRUPTED);
    });
    let started = Instant::now();
    let writer = job.writer(&answers.reader)?;
    let problems = arguments.problems.as_deref().map(|path| job.problem_writer(path)).transpose()?;
    let progress = progress_bar(&answers.reader);
    let totals = job.pump(answers.reader, writer, problems, &progress)?;
    progress.finish_and_clear();
    totals.report(arguments, started.elapsed().as_secs_f64())
}

struct Job<'a> {
    arguments: &'a Arguments,
    engine: &'a Engine,
    thresholds: Thresholds,
    title: usize,
    tasks: Option<usize>,
    /// The classification of the codes that the records carry, and their column.
    recode: Option<(ClassificationId, usize)>,
}

/// What codes the answers.
enum Coder<'e> {
    Plain(Repeats<'e>),
    Recoding(Box<Recoder<'e>>, &'static Classification, usize),
}

#[derive(Debug, Default)]
struct Totals {
    records: u64,
    flagged: u64,
    by_status: [u64; Status::ALL.len()],
    /// Records with problems, and the last of them.
    odd_records: u64,
    last_odd: Option<u64>,
}

impl Job<'_> {
    fn suggestions(&self) -> usize {
        usize::from(self.arguments.suggestions)
    }

    fn writer(&self, reader: &RowReader) -> Result<RowWriter, Failure> {
        let output = &self.arguments.output;
        let mut columns = occ_columns(self.suggestions());
        if self.recode.is_some() {
            columns.extend(RECODE_COLUMNS.map(|name| free_name(name, reader.header())));
        }
        let added: Vec<&str> = columns.iter().map(String::as_str).collect();
        let options = WriteOptions {
            spreadsheet_safe: self.arguments.spreadsheet_safe,
            inputs: if is_standard(&self.arguments.input) { Vec::new() } else { vec![self.arguments.input.clone()] },
            numbers: number_columns(&columns),
        };
        if is_standard(output) {
            let out = Box::new(std::io::stdout());
            return RowWriter::to_writer(out, Format::Csv, reader.header(), &added, &options).map_err(Failure::Output);
        }
        let format = Format::from_path(output).map_err(Failure::Output)?;
        RowWriter::create(output, format, reader.header(), &added, &options).map_err(Failure::Output)
    }

    fn problem_writer(&self, path: &Path) -> Result<ProblemWriter, Failure> {
        let inputs = vec![self.arguments.input.clone(), self.arguments.output.clone()];
        let safe = self.arguments.spreadsheet_safe;
        let options = WriteOptions { spreadsheet_safe: safe, inputs, ..WriteOptions::default() };
        ProblemWriter::create(path, &options).map_err(Failure::Output)
    }

    /// Reads, codes and writes in three threads, at most a few batches apart.
    fn pump(
        &self,
        reader: RowReader,
        writer: RowWriter,
        problems: Option<ProblemWriter>,
        progress: &ProgressBar,
    ) -> Result<Totals, Failure> {
        let (to_coder, from_reader) = sync_channel::<Reading>(WAITING);
        let (to_writer, from_coder) = sync_channel::<Batch>(WAITING);
        let (to_reader, empty) = sync_channel::<Batch>(2 * WAITING + 3);
        std::thread::scope(|scope| {
            let reading = move || read(reader, &to_coder, &empty);
            std::thread::Builder::new()
                .name("read".into())
                .spawn_scoped(scope, reading)
                .map_err(|_| Failure::Thread)?;
            let writing = move || self.write(writer, problems, &from_coder, &to_reader, progress);
            let written = std::thread::Builder::new()
                .name("write".into())
                .spawn_scoped(scope, writing)
                .map_err(|_| Failure::Thread)?;
            // Without an end there was no end: the reading thread is gone.
            let mut failed = Some(Failure::Thread);
            let coder = self.coder();
            for reading in from_reader {
                let mut batch = match reading {
                    Reading::Filled(batch) => batch,
                    Reading::Failed(error) => {
                        failed = Some(Failure::Input(error));
                        break;
                    }
                    Reading::End => {
                        failed = None;
                        break;
                    }
                };
                self.code(&mut batch, &coder);
                // The writer has gone when it failed, and says so itself.
                if to_writer.send(batch).is_err() {
                    break;
                }
            }
            drop(to_writer);
            let (totals, writer, problems) = written.join().map_err(|_| Failure::Thread)??;
            // What was odd about the rows is worth having even when the file could not be read to its end. It comes
            // first, so that an output never stands there without the problems that were asked for.
            if let Some(problems) = problems {
                problems.finish().map_err(Failure::Output)?;
            }
            if failed.is_none() {
                writer.finish().map_err(Failure::Output)?;
            }
            failed.map_or(Ok(totals), Err)
        })
    }

    fn coder(&self) -> Coder<'_> {
        match self.recode {
            None => Coder::Plain(Repeats::new(self.engine, self.suggestions())),
            Some((from, column)) => {
                let recoder = Recoder::new(self.engine, from, self.suggestions());
                Coder::Recoding(Box::new(recoder), Classification::get(from), column)
            }
        }
    }

    fn code(&self, batch: &mut Batch, coder: &Coder<'_>) {
        batch
            .rows
            .par_iter()
            .map_init(Scratch::default, |scratch, row| {
                let tasks = self.tasks.map_or("", |tasks| row.cell(tasks));
                let title = row.cell(self.title);
                match coder {
                    Coder::Plain(repeats) => repeats.code(title, tasks, scratch),
                    Coder::Recoding(recoder, from, column) => {
                        let own = from.occupation_in(row.cell(*column));
                        let lacking = title.trim().is_empty() || self.title == *column;
                        let title = own.filter(|_| lacking).map_or(title, |category| category.title);
                        recoder.code(title, tasks, own.map(|category| category.code), scratch)
                    }
                }
            })
            .collect_into_vec(&mut batch.codings);
    }

    fn write(
        &self,
        mut writer: RowWriter,
        mut problems: Option<ProblemWriter>,
        batches: &Receiver<Batch>,
        empty: &SyncSender<Batch>,
        progress: &ProgressBar,
    ) -> Result<(Totals, RowWriter, Option<ProblemWriter>), Failure> {
        let mut totals = Totals::default();
        for batch in batches {
            for (row, (coding, suggestions)) in batch.rows.iter().zip(&batch.codings) {
                let occ = OccRow::of_engine(coding, self.thresholds, self.engine);
                let mut cells: Vec<Cell<'_>> = Vec::with_capacity(16);
                occ.push_cells(suggestions, self.suggestions(), &mut cells);
                if let Some((from, column)) = self.recode {
                    push_recoded(coding, from, row.cell(column), &mut cells);
                }
                writer.write_row(row, &cells).map_err(Failure::Output)?;
                totals.flagged += u64::from(!occ.flags().is_empty());
                totals.by_status[occ.outcome().status as usize] += 1;
            }
            totals.records += batch.rows.len() as u64;
            for problem in &batch.problems {
                totals.odd_records += u64::from(totals.last_odd != Some(problem.record));
                totals.last_odd = Some(problem.record);
            }
            if let Some(problems) = &mut problems {
                for problem in &batch.problems {
                    problems.write(problem).map_err(Failure::Output)?;
                }
            }
            progress.set_position(batch.bytes_read);
            // The reader has gone when it came to the end.
            let _ = empty.try_send(batch);
        }
        Ok((totals, writer, problems))
    }
}

fn read(mut reader: RowReader, filled: &SyncSender<Reading>, empty: &Receiver<Batch>) {
    loop {
        let mut batch = empty.try_recv().unwrap_or_default();
        let read = reader.read_batch(&mut batch.rows, BATCH);
        batch.problems = reader.take_problems();
        batch.bytes_read = reader.bytes_read();
        let count = match read {
            Ok(count) => count,
            Err(error) => {
                // Nobody listens when the writer has failed, and it says so itself; here and below.
                let _ = filled.send(Reading::Failed(error));
                return;
            }
        };
        if filled.send(Reading::Filled(batch)).is_err() {
            return;
        }
        if count == 0 {
            let _ = filled.send(Reading::End);
            return;
        }
    }
}

fn is_standard(path: &Path) -> bool {
    path == Path::new(STANDARD)
}

fn progress_bar(reader: &RowReader) -> ProgressBar {
    let Some(bytes) = reader.input_bytes().filter(|_| std::io::stderr().is_terminal()) else {
        return ProgressBar::hidden();
    };
    let style =
        ProgressStyle::with_template("{bar:40} {percent:>3} %  {bytes}/{total_bytes}  {elapsed} gone, {eta} left");
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(10));
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

impl Totals {
    /// Says on standard error what was done.
    fn report(&self, arguments: &Arguments, seconds: f64) -> Result<(), Failure> {
        let mut out = std::io::stderr().lock();
        let statuses: Vec<String> = Status::ALL
            .iter()
            .map(|status| format!("{} {}", self.by_status[*status as usize], status.word()))
            .collect();
        let target = if is_standard(&arguments.output) {
            "standard output".into()
        } else {
            arguments.output.display().to_string()
        };
        writeln!(
            out,
            "{}: {}; {} to review. Written to {target} in {seconds:.1} s.",
            counted(self.records, "record"),
            statuses.join(", "),
            self.flagged
        )?;
        if self.odd_records > 0 {
            let hint = match &arguments.problems {
                Some(path) => format!("They are listed in {}.", path.display()),
                None => "What did not fit is not in the output; run again with --problems FILE to list it.".to_owned(),
            };
            let records = counted(self.odd_records, "record");
            writeln!(out, "{records} had problems; what could be read was coded. {hint}")?;
        }
        Ok(())
    }
}

fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
