//! XLSX: the rows of one sheet, streamed by a thread of their own.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::delimited::{as_csv, problem, report_odd_text};
use crate::row::Span;
use crate::{FormatError, LARGEST_RECORD, MOST_COLUMNS, ProblemKind, Row, RowProblem};

/// How many rows go through the channel at once.
const BATCH: usize = 512;

/// A stream of the rows of a sheet. The workbook lends its shared texts to the reader of its cells, so both live in a
/// thread, which ends with this value.
pub(crate) struct WorkbookReader {
    messages: Receiver<Message>,
    batch: std::vec::IntoIter<Row>,
    path: PathBuf,
    bytes_read: Arc<AtomicU64>,
    sheets: Vec<String>,
    sheet: String,
    approximate_records: Option<u64>,
    header: Vec<String>,
    /// The row of the sheet, from 1, that comes next.
    line: u64,
    /// A row behind empty ones, which come first.
    waiting: Option<Row>,
    number: u64,
}

enum Message {
    /// The first, once a sheet with content is found.
    Opened { sheets: Vec<String>, sheet: String, rows: Option<u64> },
    /// Rows with content, in the order of the sheet; `line` tells where they stand.
    Rows(Vec<Row>),
    /// What kept the workbook from being read.
    Failed(FormatError),
    /// The sheet is read to its end.
    End,
}

impl WorkbookReader {
    /// Opens a workbook, finds the sheet and takes its header from the first row with content.
    pub(crate) fn open(
        path: &Path,
        sheet: Option<&str>,
        has_header: bool,
        problems: &mut Vec<RowProblem>,
    ) -> Result<WorkbookReader, FormatError> {
        let mut file = File::open(path).map_err(|source| FormatError::reading(path, source))?;
        refuse_others(path, &mut file)?;
        let (sender, messages) = sync_channel(4);
        let bytes_read = Arc::new(AtomicU64::new(0));
        let counted = Counted { file, bytes_read: Arc::clone(&bytes_read) };
        let (own_path, own_sheet) = (path.to_path_buf(), sheet.map(str::to_owned));
        std::thread::Builder::new()
            .name("workbook".to_owned())
            .spawn(move || {
                let last = match read_workbook(&own_path, counted, own_sheet.as_deref(), &sender) {
                    Ok(()) => Message::End,
                    Err(error) => Message::Failed(error),
                };
                // Nobody listens any more: the reader was dropped.
                sender.send(last).ok();
            })
            .map_err(|source| FormatError::reading(path, source))?;
        let mut reader = WorkbookReader {
            messages,
            batch: Vec::new().into_iter(),
            path: path.to_path_buf(),
            bytes_read,
            sheets: Vec::new(),
            sheet: String::new(),
            approximate_records: None,
            header: Vec::new(),
            line: 1,
            waiting: None,
            number: 0,
        };
        let first = reader.next_filled()?.ok_or_else(|| damaged(path, "no rows"))?;
        let columns = first.len();
        reader.line = first.line;
        if has_header {
            reader.header = first.cells().map(str::to_owned).collect();
            reader.line += 1;
            report_odd_text(&first, &reader.header, problems);
        } else {
            reader.header = (1..=columns).map(|number| format!("column {number}")).collect();
            reader.waiting = Some(first);
        }
        let above = reader.line - 1;
        reader.approximate_records = reader.approximate_records.map(|rows| rows.saturating_sub(above));
        Ok(reader)
    }

    /// The names of the columns as they stand in the sheet.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// The names of all sheets, in their order.
    pub(crate) fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The name of the sheet that is read.
    pub(crate) fn sheet(&self) -> &str {
        &self.sheet
    }

    /// How many records the sheet says it has.
    pub(crate) fn approximate_records(&self) -> Option<u64> {
        self.approximate_records
    }

    /// How many bytes of the file were read.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// Reads the next record; `false` at the end. Empty rows between others are empty records. `names` are those by
    /// which problems call the columns.
    pub(crate) fn read_row(
        &mut self,
        row: &mut Row,
        names: &[String],
        problems: &mut Vec<RowProblem>,
    ) -> Result<bool, FormatError> {
        if self.waiting.is_none() {
            self.waiting = self.next_filled()?;
        }
        row.clear();
        match self.waiting.take_if(|next| next.line <= self.line) {
            Some(next) => *row = next,
            None if self.waiting.is_none() => return Ok(false),
            None => {}
        }
        row.number = self.number;
        row.line = self.line;
        self.number += 1;
        self.line += 1;
        let columns = self.header.len();
        if row.len() > columns {
            let detail = as_csv((columns..row.len()).map(|cell| row.cell(cell).as_bytes()));
            row.spans.truncate(columns);
            problems.push(problem(row, None, ProblemKind::SurplusCells, detail));
        }
        row.spans.resize(columns, Span::default());
        report_odd_text(row, names, problems);
        Ok(true)
    }

    fn next_filled(&mut self) -> Result<Option<Row>, FormatError> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            match self.messages.recv() {
                Ok(Message::Rows(rows)) => self.batch = rows.into_iter(),
                Ok(Message::Opened { sheets, sheet, rows }) => {
                    self.sheets = sheets;
                    self.sheet = sheet;
                    self.approximate_records = rows;
                }
                Ok(Message::Failed(error)) => return Err(error),
                Ok(Message::End) => {
                    // The channel is closed from now on; another call finds the end again.
                    let (sender, messages) = sync_channel(1);
                    sender.send(Message::End).ok();
                    self.messages = messages;
                    return Ok(None);
                }
                Err(_) => return Err(damaged(&self.path, "its reader stopped")),
            }
        }
    }
}

fn read_workbook(
    path: &Path,
    file: Counted,
    wanted: Option<&str>,
    sender: &SyncSender<Message>,
) -> Result<(), FormatError> {
    let mut workbook = Xlsx::new(BufReader::with_capacity(1 << 16, file)).map_err(|error| failure(path, error))?;
    let sheets = workbook.sheet_names();
    let mut candidates: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    if let Some(wanted) = wanted {
        if !sheets.iter().any(|sheet| sheet == wanted) {
            return Err(FormatError::NoSheet { path: path.to_path_buf(), sheet: wanted.to_owned(), sheets });
        }
        candidates = vec![wanted.to_owned()];
    } else if candidates.is_empty() {
        candidates.clone_from(&sheets);
    }
    for sheet in &candidates {
        if read_sheet(path, &mut workbook, sheet, &sheets, sender)? {
            return Ok(());
        }
    }
    let sheet = candidates.into_iter().next().unwrap_or_default();
    Err(FormatError::EmptySheet { path: path.to_path_buf(), sheet, sheets })
}

/// Sends the rows of one sheet; `false` where it has no cell with content.
fn read_sheet(
    path: &Path,
    workbook: &mut Xlsx<BufReader<Counted>>,
    sheet: &str,
    sheets: &[String],
    sender: &SyncSender<Message>,
) -> Result<bool, FormatError> {
    let wrong = |error| failure(path, error);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(wrong)?;
    let rows = u64::from(cells.dimensions().end.0) + 1;
    let mut batch: Vec<Row> = Vec::new();
    let mut opened = false;
    while let Some(cell) = cells.next_cell().map_err(wrong)? {
        let (at, column) = cell.get_position();
        let (line, column) = (u64::from(at) + 1, column as usize);
        let value = cell.get_value();
        if is_blank(value) {
            continue;
        }
        if column >= MOST_COLUMNS {
            return Err(FormatError::TooManyColumns { path: path.to_path_buf(), line });
        }
        if batch.last().is_some_and(|row| row.line > line) {
            return Err(damaged(path, &format!("row {line} comes too late")));
        }
        if batch.last().is_none_or(|row| row.line < line) {
            if !opened {
                opened = true;
                let (sheets, sheet) = (sheets.to_vec(), sheet.to_owned());
                if sender.send(Message::Opened { sheets, sheet, rows: (rows > 1).then_some(rows) }).is_err() {
                    return Ok(true);
                }
            }
            if batch.len() == BATCH && sender.send(Message::Rows(std::mem::take(&mut batch))).is_err() {
                return Ok(true);
            }
            batch.push(Row { line, ..Row::default() });
        }
        if let Some(row) = batch.last_mut() {
            let columns = row.len().max(column + 1);
            row.spans.resize(columns, Span::default());
            row.set(column, |text| push_value(value, text));
            if row.text.len() > LARGEST_RECORD {
                return Err(FormatError::TooLarge { path: path.to_path_buf(), line });
            }
        }
    }
    if !batch.is_empty() {
        sender.send(Message::Rows(batch)).ok();
    }
    Ok(opened)
}

fn is_blank(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::String(text) => text.is_empty(),
        DataRef::SharedString(text) => text.is_empty(),
        _ => false,
    }
}

/// Appends a value as text: numbers without needless decimals, dates in the order of ISO 8601, truth values in
/// capitals.
fn push_value(value: &DataRef<'_>, out: &mut String) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.push_str(text),
        DataRef::SharedString(text) => out.push_str(text),
        DataRef::Int(number) => out.push_str(&number.to_string()),
        DataRef::Float(number) => push_number(*number, out),
        DataRef::Bool(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::Error(error) => out.push_str(&error.to_string()),
        DataRef::DateTime(time) => push_time(time, out),
    }
}

fn push_number(number: f64, out: &mut String) {
    if number == 0.0 {
        out.push('0');
    } else if (1e-9..1e21).contains(&number.abs()) {
        out.push_str(&number.to_string());
    } else {
        out.push_str(&format!("{number:e}"));
    }
}

fn push_time(time: &ExcelDateTime, out: &mut String) {
    let days = time.as_f64();
    if time.is_duration() {
        let seconds = (days * 86_400.0).round();
        let sign = if seconds < 0.0 { "-" } else { "" };
        let seconds = seconds.abs() as u64;
        out.push_str(&format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
        return;
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let clock = (hour, minute, second, milli) != (0, 0, 0, 0);
    // Below one there is no day, only a time of day.
    let date = days >= 1.0 || !clock;
    if date {
        out.push_str(&format!("{year:04}-{month:02}-{day:02}"));
    }
    if clock {
        out.push_str(if date { "T" } else { "" });
        out.push_str(&format!("{hour:02}:{minute:02}:{second:02}"));
    }
    if milli > 0 {
        out.push_str(&format!(".{milli:03}"));
    }
}

/// Tells by the first bytes that a file is no workbook at all.
fn refuse_others(path: &Path, file: &mut File) -> Result<(), FormatError> {
    let wrong = |source| FormatError::reading(path, source);
    let mut start = Vec::new();
    file.by_ref().take(8).read_to_end(&mut start).map_err(wrong)?;
    file.seek(SeekFrom::Start(0)).map_err(wrong)?;
    if start.is_empty() {
        return Err(FormatError::Empty { path: path.to_path_buf() });
    }
    if start.starts_with(b"PK") {
        return Ok(());
    }
    // A compound file: an encrypted workbook, or one of the old format.
    if start.starts_with(b"\xD0\xCF\x11\xE0") {
        return match Xlsx::new(BufReader::new(&mut *file)) {
            Err(XlsxError::Password) => Err(FormatError::Password { path: path.to_path_buf() }),
            _ => Err(FormatError::OldWorkbook { path: path.to_path_buf() }),
        };
    }
    Err(FormatError::NoWorkbook { path: path.to_path_buf() })
}

fn failure(path: &Path, error: XlsxError) -> FormatError {
    match error {
        XlsxError::Password => FormatError::Password { path: path.to_path_buf() },
        XlsxError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => FormatError::reading(path, source),
        other => damaged(path, &other.to_string()),
    }
}

fn damaged(path: &Path, detail: &str) -> FormatError {
    FormatError::DamagedWorkbook { path: path.to_path_buf(), detail: detail.to_owned() }
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    bytes_read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(out)?;
        self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
#[path = "workbook_tests.rs"]
mod tests;
