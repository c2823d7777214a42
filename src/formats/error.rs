//! What keeps a file from being read or written.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file could not be read or written. Rows that are merely odd are no errors: see [`crate::RowProblem`].
///
/// Nothing here ever changes the file that is read, and a file that could not be written to its end is not left behind.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// There is no file of that name.
    #[error("There is no file {}. Check the name and the folder.", path.display())]
    Missing {
        /// The path that was asked for.
        path: PathBuf,
    },
    /// The system does not let this person read or write there.
    #[error(
        "You may not use {}. Nothing was changed. Ask for permission, or use a copy in a folder of your own.",
        path.display()
    )]
    NoPermission {
        /// The file or folder.
        path: PathBuf,
    },
    /// Another program has the file open and locked.
    #[error("{} is open in another program. Nothing was changed. Close it there and try again.", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The path is that of a folder.
    #[error("{} is a folder. Choose a file in it.", path.display())]
    IsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// The extension is none of those that can be read and written.
    #[error(
        "{} has an extension that is not known here. Files may be .csv, .tsv, .tab, .txt, .xlsx, .jsonl, .ndjson or \
         .parquet; \
         save it as one of these.",
        path.display()
    )]
    UnknownExtension {
        /// The file.
        path: PathBuf,
    },
    /// The file has no content at all, or nothing but blank lines.
    #[error("{} is empty: it has no header and no records. Check that it was saved or copied whole.", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The file is named as text but holds something else.
    #[error("{} is no text file: it looks like {looks_like}. It was left as it is. {advice}", path.display())]
    Binary {
        /// The file.
        path: PathBuf,
        /// What it looks like, with its article.
        looks_like: &'static str,
        /// What to do, a whole sentence.
        advice: &'static str,
    },
    /// The file is named `.xlsx` but is no workbook.
    #[error(
        "{} is named .xlsx but is no workbook. It was left as it is. If it is a text file, rename it to .csv; \
         otherwise save it again from the spreadsheet.",
        path.display()
    )]
    NoWorkbook {
        /// The file.
        path: PathBuf,
    },
    /// The workbook is in the format of before 2007.
    #[error(
        "{} is a workbook in the old .xls format. Open it in a spreadsheet and save it as .xlsx or .csv.",
        path.display()
    )]
    OldWorkbook {
        /// The file.
        path: PathBuf,
    },
    /// The workbook is encrypted.
    #[error(
        "{} is protected by a password and cannot be read. Open it in a spreadsheet and save a copy without the \
         password, where your rules allow that.",
        path.display()
    )]
    Password {
        /// The file.
        path: PathBuf,
    },
    /// The workbook is cut short or otherwise broken.
    #[error(
        "{} is damaged or was not copied whole ({detail}). It was left as it is. Copy it again from where it came, or \
         open and save it in a spreadsheet.",
        path.display()
    )]
    DamagedWorkbook {
        /// The file.
        path: PathBuf,
        /// What was found, in the words of the reader.
        detail: String,
    },
    /// The Parquet file is cut short or otherwise broken.
    #[error(
        "{} is no Parquet file, is damaged, or was not copied whole ({detail}). It was left as it is. Copy it again from \
         where it came, or save it as .csv there.",
        path.display()
    )]
    DamagedParquet {
        /// The file.
        path: PathBuf,
        /// What was found, in the words of the reader.
        detail: String,
    },
    /// A column of the Parquet file holds lists, maps or records.
    #[error(
        "Column “{column}” of {} holds several values in one cell (a list, a map or a record), which is no table that can be \
         coded. It was left as it is. Save it with one value in each cell, or without that column.",
        path.display()
    )]
    NestedColumn {
        /// The file.
        path: PathBuf,
        /// The outermost name of the column.
        column: String,
    },
    /// A column of the Parquet file holds what is no text, number, date, time or truth value.
    #[error(
        "Column “{column}” of {} holds neither text, numbers, dates, times nor truth values. It was left as it is. Save it \
         without that column, or with the column as text.",
        path.display()
    )]
    ColumnKind {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// The Parquet file is compressed in a way that is not read.
    #[error(
        "{} is compressed with {codec}, which cannot be read here. It was left as it is. Save it with Snappy, gzip, \
         Zstandard or no compression.",
        path.display()
    )]
    ParquetCompression {
        /// The file.
        path: PathBuf,
        /// The name of the compression.
        codec: String,
    },
    /// The workbook has no sheet of that name.
    #[error("{} has no sheet “{sheet}”. Its sheets are: {}.", path.display(), sheets.join(", "))]
    NoSheet {
        /// The file.
        path: PathBuf,
        /// The sheet that was asked for.
        sheet: String,
        /// The sheets there are, in their order.
        sheets: Vec<String>,
    },
    /// The sheet has no cell with content.
    #[error("Sheet “{sheet}” of {} is empty. It was left as it is. {}", path.display(), other_sheets(sheets))]
    EmptySheet {
        /// The file.
        path: PathBuf,
        /// The sheet.
        sheet: String,
        /// The other sheets that have content, in their order.
        sheets: Vec<String>,
    },
    /// No line of the file is a JSON object.
    #[error(
        "No line of {} is a JSON object. A .jsonl file holds one object on each line, such as \
         {{\"job_title\": \"nurse\"}}; a single array of objects has to be split into lines first.",
        path.display()
    )]
    NoJsonLines {
        /// The file.
        path: PathBuf,
    },
    /// The file is named as CSV or TSV, or comes as a stream, but holds JSON lines.
    #[error(
        "{} holds JSON lines, one object on each line, and is no CSV. It was left as it is. Save it under a name that \
         ends in .jsonl and choose that file.",
        path.display()
    )]
    JsonLinesAsText {
        /// The file.
        path: PathBuf,
    },
    /// The text is in an encoding that is not read.
    #[error(
        "{} is text in the encoding UTF-32, which cannot be read here. It was left as it is. Save it as UTF-8 in the \
         program it comes from.",
        path.display()
    )]
    Utf32 {
        /// The file.
        path: PathBuf,
    },
    /// A cell of CSV or TSV is longer than [`crate::LARGEST_CELL`], or a record longer than [`crate::LARGEST_RECORD`].
    #[error(
        "The record that begins on line {line} of {} has a cell of more than {} MB. Most likely a quote is opened there \
         and never closed. Nothing was changed; mend that line and try again.",
        path.display(),
        crate::LARGEST_CELL >> 20
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The line on which the record begins, from 1.
        line: u64,
    },
    /// A value of a sheet or of JSON lines is longer than [`crate::LARGEST_CELL`], or a record longer than
    /// [`crate::LARGEST_RECORD`].
    #[error(
        "{place} {line} of {} holds a text of more than {} MB, which is no answer. It was left as it is. Shorten or \
         remove that text and try again.",
        path.display(),
        crate::LARGEST_CELL >> 20
    )]
    TooLargeText {
        /// The file.
        path: PathBuf,
        /// `Row` of a sheet, `Line` of JSON lines, `Record` of Parquet.
        place: &'static str,
        /// Its number, from 1.
        line: u64,
    },
    /// A sheet has a cell so far from the others that nearly all between them is blank.
    #[error(
        "Sheet “{sheet}” of {} has something in cell {cell}, far from the rest of the table: {gap} are blank before it. \
         It was left as it is. Empty that cell, or copy the table to a new sheet, and try again.",
        path.display()
    )]
    StrayCell {
        /// The file.
        path: PathBuf,
        /// The sheet.
        sheet: String,
        /// The cell, such as `XFD1`.
        cell: String,
        /// How much is blank, such as `16,382 columns`.
        gap: String,
    },
    /// There are more columns than [`crate::MOST_COLUMNS`].
    #[error(
        "{} has more than {} columns (line {line}). Check that it is a table and that the delimiter is right.",
        path.display(),
        crate::MOST_COLUMNS
    )]
    TooManyColumns {
        /// The file.
        path: PathBuf,
        /// The line on which that was found, from 1.
        line: u64,
    },
    /// The system failed to read.
    #[error(
        "{} could not be read to its end ({source}). It was left as it is. Check the drive or the network, or copy \
         the file to this computer, and try again.",
        path.display()
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The format can only be read from or written to a file.
    #[error("{format} cannot be read from standard input or written to standard output. Name a file, or use CSV.")]
    NoStream {
        /// The name of the format.
        format: &'static str,
    },
    /// The output is an input, or another output.
    #[error(
        "{} is already read or written in this run. It was left as it is. Choose another name for the output.",
        path.display()
    )]
    SameFile {
        /// The file.
        path: PathBuf,
    },
    /// The folder of the output does not exist.
    #[error("There is no folder for {}. Create it, or choose another place for the output.", path.display())]
    NoFolder {
        /// The output.
        path: PathBuf,
    },
    /// A column that is to be added is already there, perhaps in another case or with spaces around it.
    #[error(
        "The input already has a column “{column}”; it was not overwritten and nothing was written. Rename or remove \
         that column, or choose the original file if this one is an earlier output."
    )]
    ColumnExists {
        /// The name as it stands in the input.
        column: String,
    },
    /// The drive, or this way to it, allows reading alone.
    #[error(
        "The drive of {} can be read but cannot be written to. Nothing was changed. Choose a place on another drive.",
        path.display()
    )]
    ReadOnlyDrive {
        /// The output.
        path: PathBuf,
    },
    /// There is no room left on the drive.
    #[error(
        "The drive is full: {} was not written, and what was there before is untouched. Free some space or choose \
         another place.",
        path.display()
    )]
    DiskFull {
        /// The output.
        path: PathBuf,
    },
    /// The system failed to write.
    #[error(
        "{} could not be written ({source}). What was there before is untouched. Check the drive or the network, or \
         choose another place.",
        path.display()
    )]
    Write {
        /// The output.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A sheet cannot hold as many records.
    #[error(
        "{} was not written: a sheet holds at most {} records under its header, and there are more. Write CSV instead, \
         or split the file.",
        path.display(),
        crate::SHEET_RECORDS
    )]
    SheetRows {
        /// The output.
        path: PathBuf,
    },
    /// A sheet cannot hold as many columns.
    #[error(
        "{} was not written: a sheet holds at most {} columns, and there are {columns}. Write CSV instead.",
        path.display(),
        crate::SHEET_COLUMNS
    )]
    SheetColumns {
        /// The output.
        path: PathBuf,
        /// How many there are.
        columns: usize,
    },
    /// A sheet cannot hold a text that long.
    #[error(
        "{} was not written: record {record} has {length} characters in column “{column}”, and a cell of a sheet holds at \
         most {}. Write CSV instead, or shorten that cell.",
        path.display(),
        crate::SHEET_CELL_LENGTH
    )]
    SheetCell {
        /// The output.
        path: PathBuf,
        /// The record, counted from 1; 0 is the header.
        record: u64,
        /// The name of the column.
        column: String,
        /// How many characters the text has (UTF-16 units, as spreadsheets count).
        length: usize,
    },
}

impl FormatError {
    pub(crate) fn reading(path: &Path, source: io::Error) -> FormatError {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::NotFound => FormatError::Missing { path },
            io::ErrorKind::PermissionDenied => FormatError::NoPermission { path },
            io::ErrorKind::IsADirectory => FormatError::IsFolder { path },
            _ if is_locked(&source) => FormatError::Locked { path },
            _ => FormatError::Read { path, source },
        }
    }

    pub(crate) fn writing(path: &Path, source: io::Error) -> FormatError {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FormatError::NoFolder { path },
            io::ErrorKind::PermissionDenied => FormatError::NoPermission { path },
            io::ErrorKind::ReadOnlyFilesystem => FormatError::ReadOnlyDrive { path },
            io::ErrorKind::IsADirectory => FormatError::IsFolder { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FormatError::DiskFull { path },
            _ if is_locked(&source) => FormatError::Locked { path },
            _ => FormatError::Write { path, source },
        }
    }
}

fn other_sheets(sheets: &[String]) -> String {
    if sheets.is_empty() {
        "No other sheet has content either; check that the file was saved or copied whole.".to_owned()
    } else {
        format!("Choose another sheet; with content: {}.", sheets.join(", "))
    }
}

/// Windows alone locks files that are open elsewhere: sharing violation and lock violation.
fn is_locked(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}
