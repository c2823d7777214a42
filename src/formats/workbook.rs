//! XLSX: the rows of one sheet, streamed by a thread of their own.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use crate::delimited::{as_csv, problem, report_odd_text};
use crate::row::Span;
use crate::sheet_rows::{SheetRow, SheetRows, cell_name};
use crate::sheet_value::{is_blank, push_value};
use crate::{ColumnGuess, FormatError, ProblemKind, Row, RowProblem, distinct_names};

/// How many rows go through the channel at once.
const BATCH: usize = 512;

/// Surplus cells are shown with the blank ones before them when they stand no farther than this behind the columns.
const SHOWN_IN_PLACE: usize = 100;

/// A stream of the rows of a sheet. The workbook lends its shared texts to the reader of its cells, so both live in a
/// thread, which ends with this value.
pub(crate) struct WorkbookReader {
    messages: Receiver<Message>,
    batch: std::vec::IntoIter<SheetRow>,
    path: PathBuf,
    bytes_read: Arc<AtomicU64>,
    sheets: Vec<String>,
    sheet: String,
    /// The sheet is not the first with content, but the only one with a column of titles.
    by_header: bool,
    approximate_records: Option<u64>,
    header: Vec<String>,
    /// The row of the sheet, from 1, that comes next.
    line: u64,
    /// A row behind empty ones, which come first.
    waiting: Option<SheetRow>,
    number: u64,
}

enum Message {
    /// The first, once a sheet with content is found.
    Opened { sheets: Vec<String>, sheet: String, by_header: bool, rows: Option<u64> },
    /// Rows with content, in the order of the sheet; `line` tells where they stand.
    Rows(Vec<SheetRow>),
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
                let last = match read_workbook(&own_path, counted, own_sheet.as_deref(), has_header, &sender) {
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
            by_header: false,
            approximate_records: None,
            header: Vec::new(),
            line: 1,
            waiting: None,
            number: 0,
        };
        let first = reader.next_filled()?.ok_or_else(|| damaged(path, "no rows"))?;
        let columns = first.row.len();
        reader.line = first.row.line;
        if has_header {
            reader.header = first.row.cells().map(str::to_owned).collect();
            reader.line += 1;
            report_odd_text(&first.row, &reader.header, problems);
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

    /// Which sheet is read where there are several, and why.
    pub(crate) fn note(&self) -> Option<String> {
        let others: Vec<&str> = self.sheets.iter().filter(|sheet| **sheet != self.sheet).map(String::as_str).collect();
        let why = if self.by_header { ", because it alone has a column that is named like job titles" } else { "" };
        let others = if others.is_empty() { return None } else { others.join(", ") };
        Some(format!("Sheet “{}” is read{why}. The others are: {others}.", self.sheet))
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
        let mut surplus = Vec::new();
        match self.waiting.take_if(|next| next.row.line <= self.line) {
            Some(next) => {
                *row = next.row;
                surplus = next.surplus;
            }
            None if self.waiting.is_none() => return Ok(false),
            None => {}
        }
        row.number = self.number;
        row.line = self.line;
        self.number += 1;
        self.line += 1;
        let columns = self.header.len();
        if let Some((last, _)) = surplus.last() {
            let detail = if last - columns < SHOWN_IN_PLACE {
                let text = |at| surplus.iter().find(|(column, _)| *column == at).map_or("", |(_, text)| text);
                as_csv((columns..=*last).map(|at| text(at).as_bytes()))
            } else {
                let named = surplus.iter().map(|(at, text)| format!("{}: {text}", cell_name(row.line, *at)));
                as_csv(named.collect::<Vec<_>>().iter().map(String::as_bytes))
            };
            problems.push(problem(row, None, ProblemKind::SurplusCells, detail));
        }
        row.spans.resize(columns, Span::default());
        report_odd_text(row, names, problems);
        Ok(true)
    }

    fn next_filled(&mut self) -> Result<Option<SheetRow>, FormatError> {
        loop {
            if let Some(row) = self.batch.next() {
                return Ok(Some(row));
            }
            match self.messages.recv() {
                Ok(Message::Rows(rows)) => self.batch = rows.into_iter(),
                Ok(Message::Opened { sheets, sheet, by_header, rows }) => {
                    self.sheets = sheets;
                    self.sheet = sheet;
                    self.by_header = by_header;
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
    has_header: bool,
    sender: &SyncSender<Message>,
) -> Result<(), FormatError> {
    let mut workbook = Xlsx::new(BufReader::with_capacity(1 << 16, file)).map_err(|error| failure(path, error))?;
    let sheets = workbook.sheet_names();
    let worksheets: Vec<_> =
        workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    let mut candidates: Vec<String> = worksheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut by_header = false;
    if let Some(wanted) = wanted {
        if !sheets.iter().any(|sheet| sheet == wanted) {
            return Err(FormatError::NoSheet { path: path.to_path_buf(), sheet: wanted.to_owned(), sheets });
        }
        candidates = vec![wanted.to_owned()];
    } else if candidates.is_empty() {
        candidates.clone_from(&sheets);
    } else if has_header && let Some(sheet) = alone_with_titles(path, &mut workbook, &candidates) {
        candidates = vec![sheet];
        by_header = true;
    }
    for sheet in &candidates {
        let opened = |rows| Message::Opened { sheets: sheets.clone(), sheet: sheet.clone(), by_header, rows };
        if read_sheet(path, &mut workbook, sheet, opened, sender)? {
            return Ok(());
        }
    }
    let mut others = Vec::new();
    for sheet in worksheets.into_iter().map(|sheet| sheet.name).filter(|sheet| !candidates.contains(sheet)) {
        if matches!(first_row(path, &mut workbook, &sheet), Ok(Some(_))) {
            others.push(sheet);
        }
    }
    let sheet = candidates.into_iter().next().unwrap_or_default();
    Err(FormatError::EmptySheet { path: path.to_path_buf(), sheet, sheets: others })
}

/// The sheet that alone has a column named like job titles, unless it is the first with content, which is read anyway.
fn alone_with_titles(path: &Path, workbook: &mut Xlsx<BufReader<Counted>>, sheets: &[String]) -> Option<String> {
    let mut filled = 0;
    let mut with_titles = Vec::new();
    for sheet in sheets.iter().filter(|_| sheets.len() > 1) {
        // A sheet that cannot be read is told about when it is the one to be read.
        let Some(row) = first_row(path, workbook, sheet).ok().flatten() else { continue };
        let header: Vec<String> = row.cells().map(str::to_owned).collect();
        filled += 1;
        if ColumnGuess::of(&distinct_names(&header)).title.is_some() {
            if filled == 1 {
                return None;
            }
            with_titles.push(sheet.clone());
        }
    }
    with_titles.pop().filter(|_| with_titles.is_empty())
}

/// The first row of a sheet that has content.
fn first_row(path: &Path, workbook: &mut Xlsx<BufReader<Counted>>, sheet: &str) -> Result<Option<Row>, FormatError> {
    let wrong = |error| failure(path, error);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(wrong)?;
    let mut rows = SheetRows::new(path, sheet);
    while let Some(cell) = cells.next_cell().map_err(wrong)? {
        let value = cell.get_value();
        if !is_blank(value)
            && let Some(first) = rows.add(cell.get_position(), |text| push_value(value, text))?
        {
            return Ok(Some(first.row));
        }
    }
    Ok(rows.last()?.map(|last| last.row))
}

/// Sends the rows of one sheet, with `opened` before them; `false` where it has no cell with content.
fn read_sheet(
    path: &Path,
    workbook: &mut Xlsx<BufReader<Counted>>,
    sheet: &str,
    opened: impl Fn(Option<u64>) -> Message,
    sender: &SyncSender<Message>,
) -> Result<bool, FormatError> {
    let wrong = |error| failure(path, error);
    let mut cells = workbook.worksheet_cells_reader(sheet).map_err(wrong)?;
    let extent = u64::from(cells.dimensions().end.0) + 1;
    let mut rows = SheetRows::new(path, sheet);
    let mut batch: Vec<SheetRow> = Vec::new();
    let mut found = false;
    loop {
        let cell = cells.next_cell().map_err(wrong)?;
        let complete = match &cell {
            Some(cell) if is_blank(cell.get_value()) => continue,
            Some(cell) => rows.add(cell.get_position(), |text| push_value(cell.get_value(), text))?,
            None => rows.last()?,
        };
        if complete.is_some() && !found {
            found = true;
            if sender.send(opened((extent > 1).then_some(extent))).is_err() {
                return Ok(true);
            }
        }
        batch.extend(complete);
        let full = batch.len() == BATCH || (cell.is_none() && !batch.is_empty());
        if (full && sender.send(Message::Rows(std::mem::take(&mut batch))).is_err()) || cell.is_none() {
            return Ok(found);
        }
    }
}

/// Tells by the first bytes that a file is no workbook at all.
pub(crate) fn refuse_others(path: &Path, file: &mut File) -> Result<(), FormatError> {
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

pub(crate) fn failure(path: &Path, error: XlsxError) -> FormatError {
    match error {
        XlsxError::Password => FormatError::Password { path: path.to_path_buf() },
        XlsxError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => FormatError::reading(path, source),
        other => damaged(path, &other.to_string()),
    }
}

pub(crate) fn damaged(path: &Path, detail: &str) -> FormatError {
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
