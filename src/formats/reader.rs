//! Records in, from any of the formats.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::delimited::DelimitedReader;
use crate::encoding::{SAMPLE, is_utf32, mark, refuse_binary, utf8_or_1252, utf16};
use crate::json_lines::{self, JsonLinesReader};
use crate::parquet_reader::{ParquetReader, is_parquet};
use crate::text_source::TextSource;
use crate::workbook::WorkbookReader;
use crate::{Encoding, Format, FormatError, ReadOptions, Row, RowProblem, delimiter, distinct_names};

/// A batch ends when its rows hold this many bytes of text, so that records of megabytes do not pile up.
const BATCH_BYTES: usize = 16 << 20;

/// Streams the records of a file or of standard input in their order.
pub struct RowReader {
    table: Table,
    columns: Vec<String>,
    format: Format,
    encoding: Option<Encoding>,
    had_bom: bool,
    delimiter: Option<u8>,
    notes: Vec<String>,
    problems: Vec<RowProblem>,
    input_bytes: Option<u64>,
}

enum Table {
    Delimited(Box<DelimitedReader>),
    Lines(Box<JsonLinesReader>),
    Sheet(Box<WorkbookReader>),
    Parquet(Box<ParquetReader>),
}

impl RowReader {
    /// Opens a file and reads its header. A text file whose encoding is not given is read once to find it; JSON lines are
    /// read once to find all keys.
    ///
    /// # Errors
    /// What is wrong with the file as a whole: see the variants of [`FormatError`].
    pub fn open(path: &Path, options: &ReadOptions) -> Result<RowReader, FormatError> {
        let wrong = |source| FormatError::reading(path, source);
        let metadata = std::fs::metadata(path).map_err(wrong)?;
        if metadata.is_dir() {
            return Err(FormatError::IsFolder { path: path.to_path_buf() });
        }
        // A Parquet file is known by its beginning, whatever its name.
        let known =
            || if metadata.is_file() && is_parquet(path) { Ok(Format::Parquet) } else { Format::from_path(path) };
        let format = options.format.map_or_else(known, Ok)?;
        if !metadata.is_file() {
            let file = File::open(path).map_err(wrong)?;
            return RowReader::stream(Box::new(file), path, format, options);
        }
        if format == Format::Xlsx {
            return RowReader::open_workbook(path, options, metadata.len());
        }
        if format == Format::Parquet {
            let table = ParquetReader::open(path, metadata.len())?;
            let mut reader = RowReader::of(Table::Parquet(Box::new(table)), format);
            reader.input_bytes = Some(metadata.len());
            return Ok(reader);
        }
        let mut file = File::open(path).map_err(wrong)?;
        let start = Start::read(&mut file, path, options)?;
        let (encoding, note) = match start.encoding {
            Some(encoding) => (encoding, None),
            None => {
                file.seek(SeekFrom::Start(0)).map_err(wrong)?;
                utf8_or_1252(&file, false).map_err(wrong)?
            }
        };
        let source = || {
            let mut file = File::open(path).map_err(wrong)?;
            file.seek(SeekFrom::Start(start.mark as u64)).map_err(wrong)?;
            Ok(TextSource::new(Box::new(file), encoding))
        };
        let mut reader = if format == Format::Jsonl {
            let names = json_lines::columns(source()?, path)?;
            let table = JsonLinesReader::new(source()?, path, names);
            RowReader::of(Table::Lines(Box::new(table)), format)
        } else {
            RowReader::delimited(source()?, path, format, &start, encoding, options)?
        };
        reader.describe(encoding, &start, note);
        reader.input_bytes = Some(metadata.len());
        Ok(reader)
    }

    /// Reads CSV or TSV from a stream such as standard input. The encoding is judged by the first megabyte; bytes behind
    /// it that do not fit become row problems.
    ///
    /// # Errors
    /// [`FormatError::NoStream`] for the other formats, else as [`RowReader::open`].
    pub fn from_reader(input: impl Read + Send + 'static, options: &ReadOptions) -> Result<RowReader, FormatError> {
        let format = options.format.unwrap_or(Format::Csv);
        RowReader::stream(Box::new(input), &PathBuf::from("Standard input"), format, options)
    }

    fn stream(
        mut input: Box<dyn Read + Send>,
        path: &Path,
        format: Format,
        options: &ReadOptions,
    ) -> Result<RowReader, FormatError> {
        if !matches!(format, Format::Csv | Format::Tsv) {
            return Err(FormatError::NoStream { format: format.name() });
        }
        let start = Start::read(&mut input, path, options)?;
        let (encoding, note) = match start.encoding {
            Some(encoding) => (encoding, None),
            None => utf8_or_1252(&*start.sample, !start.whole).map_err(|error| FormatError::reading(path, error))?,
        };
        let replayed = Cursor::new(start.sample[start.mark..].to_vec()).chain(input);
        let source = TextSource::new(Box::new(replayed), encoding);
        let mut reader = RowReader::delimited(source, path, format, &start, encoding, options)?;
        reader.describe(encoding, &start, note);
        Ok(reader)
    }

    fn open_workbook(path: &Path, options: &ReadOptions, bytes: u64) -> Result<RowReader, FormatError> {
        let mut problems = Vec::new();
        let table = WorkbookReader::open(path, options.sheet.as_deref(), options.has_header, &mut problems)?;
        let note = table.note();
        let mut reader = RowReader::of(Table::Sheet(Box::new(table)), Format::Xlsx);
        reader.notes.extend(note);
        reader.problems = problems;
        reader.input_bytes = Some(bytes);
        Ok(reader)
    }

    fn delimited(
        mut source: TextSource,
        path: &Path,
        format: Format,
        start: &Start,
        encoding: Encoding,
        options: &ReadOptions,
    ) -> Result<RowReader, FormatError> {
        let mut text = Vec::new();
        let sample = start.sample[start.mark..].to_vec();
        TextSource::new(Box::new(Cursor::new(sample)), encoding)
            .read_to_end(&mut text)
            .map_err(|error| FormatError::reading(path, error))?;
        if json_lines::begins(&text) {
            return Err(FormatError::JsonLinesAsText { path: path.to_path_buf() });
        }
        let named = delimiter::named(&text);
        let (own, skipped) = named.map_or((None, 0), |(delimiter, length)| (Some(delimiter), length));
        let delimiter =
            options.delimiter.or(own).unwrap_or_else(|| delimiter::guess(&text[skipped..], format, start.whole));
        io::copy(&mut source.by_ref().take(skipped as u64), &mut io::sink())
            .map_err(|error| FormatError::reading(path, error))?;
        let first_line = if named.is_some() { 2 } else { 1 };
        let mut problems = Vec::new();
        let table = DelimitedReader::new(source, path, delimiter, first_line, options.has_header, &mut problems)?;
        let mut reader = RowReader::of(Table::Delimited(Box::new(table)), format);
        reader.problems = problems;
        reader.delimiter = Some(delimiter);
        let name = delimiter::name(delimiter);
        match own {
            Some(own) if own == delimiter => reader.notes.push(format!("The file names its delimiter: {name}.")),
            None if options.delimiter.is_none() && delimiter != delimiter::usual(format) => {
                reader.notes.push(format!("The delimiter is guessed: {name}."));
            }
            _ => {}
        }
        Ok(reader)
    }

    fn of(table: Table, format: Format) -> RowReader {
        let mut reader = RowReader {
            table,
            columns: Vec::new(),
            format,
            encoding: None,
            had_bom: false,
            delimiter: None,
            notes: Vec::new(),
            problems: Vec::new(),
            input_bytes: None,
        };
        let columns = distinct_names(reader.header());
        for (name, choice) in reader.header().to_vec().iter().zip(&columns).filter(|(name, choice)| name != choice) {
            let why = if name.trim().is_empty() { "has no name" } else { "has the name of an earlier one" };
            reader.notes.push(format!("A column {why}; it is listed as “{choice}” and written as it is."));
        }
        reader.columns = columns;
        reader
    }

    fn describe(&mut self, encoding: Encoding, start: &Start, note: Option<String>) {
        self.encoding = Some(encoding);
        self.had_bom = start.mark > 0;
        if !self.had_bom && start.encoding == Some(encoding) && start.guessed {
            self.notes.insert(0, format!("The encoding is guessed: {}.", encoding.name()));
        }
        self.notes.extend(note);
    }

    /// The names of the columns, all different and none empty, for choosing among them; see [`distinct_names`].
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The names of the columns as they stand in the file, for the header of the output.
    pub fn header(&self) -> &[String] {
        match &self.table {
            Table::Delimited(table) => table.header(),
            Table::Lines(table) => table.header(),
            Table::Sheet(table) => table.header(),
            Table::Parquet(table) => table.header(),
        }
    }

    /// The column of that name: exactly so, or else the only one that has it in another case.
    pub fn column_named(&self, name: &str) -> Option<usize> {
        let exact = self.columns.iter().position(|column| column == name);
        exact.or_else(|| {
            let folded = name.trim().to_lowercase();
            let mut others = (0..self.columns.len()).filter(|at| self.columns[*at].trim().to_lowercase() == folded);
            others.next().filter(|_| others.next().is_none())
        })
    }

    /// The format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The encoding of a text file; `None` for the others.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// The file begins with a byte order mark.
    pub fn had_bom(&self) -> bool {
        self.had_bom
    }

    /// The delimiter of CSV and TSV; `None` for the others.
    pub fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// The sheets of a workbook, in their order; empty for the others.
    pub fn sheets(&self) -> &[String] {
        match &self.table {
            Table::Sheet(table) => table.sheets(),
            Table::Delimited(_) | Table::Lines(_) | Table::Parquet(_) => &[],
        }
    }

    /// The sheet that is read; `None` if the file is no workbook.
    pub fn sheet(&self) -> Option<&str> {
        match &self.table {
            Table::Sheet(table) => Some(table.sheet()),
            Table::Delimited(_) | Table::Lines(_) | Table::Parquet(_) => None,
        }
    }

    /// What was guessed, and which columns are listed under another name: sentences for people.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Reads the next record into `row`, whose buffers are used again; `false` at the end.
    ///
    /// # Errors
    /// [`FormatError::Read`], [`FormatError::TooLarge`], [`FormatError::TooManyColumns`],
    /// [`FormatError::DamagedWorkbook`] and [`FormatError::DamagedParquet`]. Rows that are merely odd are problems: see [`RowReader::take_problems`].
    pub fn read_row(&mut self, row: &mut Row) -> Result<bool, FormatError> {
        let (columns, problems) = (&self.columns, &mut self.problems);
        match &mut self.table {
            Table::Delimited(table) => table.read_row(row, columns, problems),
            Table::Lines(table) => table.read_row(row, columns, problems),
            Table::Sheet(table) => table.read_row(row, columns, problems),
            Table::Parquet(table) => table.read_row(row, columns, problems),
        }
    }

    /// Reads the next record; `None` at the end.
    ///
    /// # Errors
    /// As [`RowReader::read_row`].
    pub fn next_row(&mut self) -> Result<Option<Row>, FormatError> {
        let mut row = Row::default();
        Ok(self.read_row(&mut row)?.then_some(row))
    }

    /// Reads up to `max` records into `rows`, whose rows are used again and which then holds just the records that
    /// were read; returns their number. Fewer than `max` do not mean the end, as very long records make a batch shorter; 0
    /// does.
    ///
    /// # Errors
    /// As [`RowReader::read_row`]; `rows` then holds the records before the error.
    pub fn read_batch(&mut self, rows: &mut Vec<Row>, max: usize) -> Result<usize, FormatError> {
        let (mut count, mut bytes) = (0, 0);
        let result = loop {
            if count == max || bytes >= BATCH_BYTES {
                break Ok(count);
            }
            if rows.len() == count {
                rows.push(Row::default());
            }
            match self.read_row(&mut rows[count]) {
                Ok(true) => {
                    bytes += rows[count].text.len();
                    count += 1;
                }
                Ok(false) => break Ok(count),
                Err(error) => break Err(error),
            }
        };
        rows.truncate(count);
        result
    }

    /// The problems found since the last call, in the order of the records; those of one record follow one another and
    /// come in one list when the call is made between two records. [`records_with_problems`](crate::records_with_problems)
    /// counts the records.
    pub fn take_problems(&mut self) -> Vec<RowProblem> {
        std::mem::take(&mut self.problems)
    }

    /// How many bytes were read so far, for progress; never more than [`RowReader::input_bytes`].
    pub fn bytes_read(&self) -> u64 {
        let bytes = match &self.table {
            Table::Delimited(table) => table.source().bytes_read(),
            Table::Lines(table) => table.source().bytes_read(),
            Table::Sheet(table) => table.bytes_read(),
            Table::Parquet(table) => table.bytes_read(),
        };
        bytes.min(self.input_bytes.unwrap_or(u64::MAX))
    }

    /// The length of the file in bytes; `None` for a stream.
    pub fn input_bytes(&self) -> Option<u64> {
        self.input_bytes
    }

    /// About how many records there are, if `read` of them were read so far and were like the others.
    pub(crate) fn approximate_records(&self, read: u64) -> Option<u64> {
        let source = match &self.table {
            Table::Delimited(table) => table.source(),
            Table::Lines(table) => table.source(),
            Table::Sheet(table) => return table.approximate_records(),
            Table::Parquet(table) => return Some(table.records()),
        };
        let wide = matches!(self.encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be));
        let consumed = source.consumed() * if wide { 2 } else { 1 };
        let share = self.input_bytes? as f64 / consumed.max(1) as f64;
        Some((read as f64 * share).round() as u64)
    }
}

/// The beginning of a text file and what it tells.
struct Start {
    sample: Vec<u8>,
    /// The sample is the whole file.
    whole: bool,
    /// The length of the byte order mark.
    mark: usize,
    /// The encoding, where the options, the mark or the pattern of UTF-16 tell it.
    encoding: Option<Encoding>,
    /// It was the pattern that told it.
    guessed: bool,
}

impl Start {
    fn read(input: &mut dyn Read, path: &Path, options: &ReadOptions) -> Result<Start, FormatError> {
        let mut sample = Vec::new();
        input.take(SAMPLE as u64).read_to_end(&mut sample).map_err(|source| FormatError::reading(path, source))?;
        let whole = sample.len() < SAMPLE;
        if is_utf32(&sample) {
            return Err(FormatError::Utf32 { path: path.to_path_buf() });
        }
        let marked = mark(&sample);
        // The mark of another encoding than the one that was asked for is text like any other.
        let marked = marked.filter(|(encoding, _)| options.encoding.is_none_or(|given| given == *encoding));
        let mark = marked.map_or(0, |(_, length)| length);
        if sample.len() == mark {
            return Err(FormatError::Empty { path: path.to_path_buf() });
        }
        refuse_binary(path, &sample, options.encoding.is_some())?;
        let given = options.encoding.or(marked.map(|(encoding, _)| encoding));
        let pattern = if given.is_none() { utf16(&sample) } else { None };
        Ok(Start { sample, whole, mark, encoding: given.or(pattern), guessed: pattern.is_some() })
    }
}

#[cfg(test)]
#[path = "reader_tests.rs"]
mod tests;
