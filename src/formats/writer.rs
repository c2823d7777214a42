//! Records out: the input's columns untouched, the added ones behind them.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::json::{push_json_text, with_keys_appended};
use crate::parquet_writer::ParquetWriter;
use crate::sheet::SheetWriter;
use crate::sink::Sink;
use crate::{Format, FormatError, Row, distinct_names, make_spreadsheet_safe};

const BUFFER: usize = 1 << 18;

/// One cell of an added column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing: an empty cell, `null` in JSON.
    Empty,
    /// Text, codes included; a text cell in a workbook, a string in JSON.
    Text(&'a str),
    /// A number; a number cell in a workbook, a number in JSON. One that is not finite is written as nothing.
    Number {
        /// The number.
        value: f64,
        /// How many decimals are written.
        decimals: usize,
    },
}

/// How to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// In CSV and TSV, texts that a spreadsheet would run are written by [`make_spreadsheet_safe`].
    pub spreadsheet_safe: bool,
    /// Files that must not be written over: those that are read.
    pub inputs: Vec<PathBuf>,
    /// The added columns that hold numbers, for a format whose columns have a type.
    pub numbers: Vec<String>,
}

/// Writes records in one of the formats, in the order in which they come. UTF-8 without byte order mark, lines end
/// with LF, and the same records give the same bytes.
///
/// A file grows beside its target under a temporary name; [`RowWriter::finish`] puts it in place. Dropped before that, or
/// after an error, it leaves nothing behind and the target as it was.
pub struct RowWriter {
    table: Table,
    path: PathBuf,
    spreadsheet_safe: bool,
    scratch: String,
}

enum Table {
    Delimited(Box<csv::Writer<Sink>>),
    Sheet(Box<SheetWriter>),
    Parquet(Box<ParquetWriter>),
    Lines { out: BufWriter<Sink>, header: Vec<String>, added: Vec<String> },
}

impl RowWriter {
    /// Begins a file with the columns `header`, as they stand in the input, and the `added` ones behind them.
    ///
    /// # Errors
    /// [`FormatError::SameFile`] where `path` is one of the inputs, [`FormatError::ColumnExists`] where an added name is
    /// already in the header, in any case and with any spaces around it, [`FormatError::SheetColumns`], and what the system says about the place.
    pub fn create(
        path: &Path,
        format: Format,
        header: &[String],
        added: &[&str],
        options: &WriteOptions,
    ) -> Result<RowWriter, FormatError> {
        refuse_double(header, added)?;
        let sink = Sink::create(path, &options.inputs)?;
        RowWriter::begin(sink, path.to_path_buf(), format, header, added, options)
    }

    /// As [`RowWriter::create`], into a stream such as standard output.
    ///
    /// # Errors
    /// [`FormatError::ColumnExists`], [`FormatError::NoStream`] for a workbook and for Parquet, [`FormatError::Write`].
    pub fn to_writer(
        out: Box<dyn Write + Send>,
        format: Format,
        header: &[String],
        added: &[&str],
        options: &WriteOptions,
    ) -> Result<RowWriter, FormatError> {
        refuse_double(header, added)?;
        if matches!(format, Format::Xlsx | Format::Parquet) {
            return Err(FormatError::NoStream { format: format.name() });
        }
        RowWriter::begin(Sink::Stream(out), PathBuf::from("The output"), format, header, added, options)
    }

    fn begin(
        sink: Sink,
        path: PathBuf,
        format: Format,
        header: &[String],
        added: &[&str],
        options: &WriteOptions,
    ) -> Result<RowWriter, FormatError> {
        let table = match format {
            Format::Csv | Format::Tsv => {
                let delimiter = if format == Format::Tsv { b'\t' } else { b',' };
                let mut builder = csv::WriterBuilder::new();
                builder.flexible(true).delimiter(delimiter).buffer_capacity(BUFFER);
                Table::Delimited(Box::new(builder.from_writer(sink)))
            }
            Format::Xlsx => {
                let names = header.iter().map(String::as_str).chain(added.iter().copied());
                Table::Sheet(Box::new(SheetWriter::new(sink, &path, names.map(str::to_owned).collect())?))
            }
            // Programs that read Parquet want each name once too.
            Format::Parquet => {
                let header = distinct_names(header);
                Table::Parquet(Box::new(ParquetWriter::new(sink, &path, &header, added, &options.numbers)?))
            }
            // An object has each key once, so duplicate names are told apart here.
            Format::Jsonl => Table::Lines {
                out: BufWriter::with_capacity(BUFFER, sink),
                header: distinct_names(header).iter().map(|name| key(name)).collect(),
                added: added.iter().map(|name| key(name)).collect(),
            },
        };
        let mut writer = RowWriter { table, path, spreadsheet_safe: options.spreadsheet_safe, scratch: String::new() };
        if matches!(writer.table, Table::Delimited(_)) {
            let added: Vec<Cell<'_>> = added.iter().map(|name| Cell::Text(name)).collect();
            writer.write_record(None, header.iter().map(String::as_str), &added)?;
        }
        Ok(writer)
    }

    /// Writes a row that was read, with the cells of the added columns behind it.
    ///
    /// # Errors
    /// As [`RowWriter::write_record`].
    pub fn write_row(&mut self, row: &Row, added: &[Cell<'_>]) -> Result<(), FormatError> {
        self.write_record(row.original(), row.cells(), added)
    }

    /// Writes one record: the cells of the input's columns and those of the added ones. Where `original`, the JSON
    /// object of the record, is given and JSON lines are written, it is written instead of the cells, so that types
    /// and the order of its keys stay.
    ///
    /// # Errors
    /// [`FormatError::DiskFull`], [`FormatError::Write`]; for a workbook [`FormatError::SheetRows`] and
    /// [`FormatError::SheetCell`]. After an error the writer is of no more use.
    pub fn write_record<'c>(
        &mut self,
        original: Option<&str>,
        cells: impl IntoIterator<Item = &'c str>,
        added: &[Cell<'_>],
    ) -> Result<(), FormatError> {
        let RowWriter { table, path, spreadsheet_safe, scratch } = self;
        match table {
            Table::Delimited(out) => {
                write_fields(out, cells, added, *spreadsheet_safe, scratch).map_err(|error| csv_failure(path, error))
            }
            Table::Sheet(sheet) => write_sheet_row(sheet, cells, added, scratch),
            Table::Parquet(table) => table.write_record(cells, added),
            Table::Lines { out, header, added: names } => {
                scratch.clear();
                match original {
                    Some(original) => with_keys_appended(original, scratch),
                    None => {
                        scratch.push('{');
                        for (name, cell) in header.iter().zip(cells) {
                            push_key(name, scratch);
                            push_json_text(cell, scratch);
                        }
                    }
                }
                for (name, cell) in names.iter().zip(added) {
                    push_key(name, scratch);
                    match cell {
                        Cell::Text(text) => push_json_text(text, scratch),
                        Cell::Number { value, decimals } if value.is_finite() => {
                            push_number(*value, *decimals, scratch);
                        }
                        Cell::Empty | Cell::Number { .. } => scratch.push_str("null"),
                    }
                }
                scratch.push_str("}\n");
                out.write_all(scratch.as_bytes()).map_err(|source| FormatError::writing(path, source))
            }
        }
    }

    /// Writes what is left, makes it durable and puts the file in place.
    ///
    /// # Errors
    /// [`FormatError::DiskFull`], [`FormatError::Write`]; the target is then as it was before.
    pub fn finish(self) -> Result<(), FormatError> {
        let RowWriter { table, path, .. } = self;
        let wrong = |source| FormatError::writing(&path, source);
        let sink = match table {
            Table::Delimited(out) => out.into_inner().map_err(|failed| wrong(failed.into_error()))?,
            Table::Lines { out, .. } => out.into_inner().map_err(|failed| wrong(failed.into_error()))?,
            Table::Sheet(sheet) => return sheet.finish(),
            Table::Parquet(table) => return table.finish(),
        };
        sink.commit().map_err(wrong)
    }
}

/// Refuses added names that differ from those of the input by nothing but case and spaces around them: many a program
/// that reads the output would take them for the same.
fn refuse_double(header: &[String], added: &[&str]) -> Result<(), FormatError> {
    let plain = |name: &str| name.trim().to_lowercase();
    let added: Vec<String> = added.iter().map(|name| plain(name)).collect();
    match header.iter().find(|column| added.contains(&plain(column))) {
        Some(column) => Err(FormatError::ColumnExists { column: column.clone() }),
        None => Ok(()),
    }
}

/// A key with its colon, ready to be written.
fn key(name: &str) -> String {
    let mut key = String::new();
    push_json_text(name, &mut key);
    key.push(':');
    key
}

fn push_key(key: &str, out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push_str(key);
}

fn push_number(value: f64, decimals: usize, out: &mut String) {
    if value.is_finite() {
        // Writing to a string cannot fail.
        let _ = write!(out, "{value:.decimals$}");
    }
}

fn csv_failure(path: &Path, error: csv::Error) -> FormatError {
    // Taken out, because the conversion to an error of the system hides its kind.
    FormatError::writing(
        path,
        match error.into_kind() {
            csv::ErrorKind::Io(source) => source,
            other => io::Error::other(format!("{other:?}")),
        },
    )
}

fn write_fields<'c>(
    out: &mut csv::Writer<Sink>,
    cells: impl IntoIterator<Item = &'c str>,
    added: &[Cell<'_>],
    spreadsheet_safe: bool,
    scratch: &mut String,
) -> Result<(), csv::Error> {
    let write_text = |out: &mut csv::Writer<Sink>, text: &str| {
        if spreadsheet_safe { out.write_field(make_spreadsheet_safe(text).as_bytes()) } else { out.write_field(text) }
    };
    for cell in cells {
        write_text(out, cell)?;
    }
    for cell in added {
        match cell {
            Cell::Text(text) => write_text(out, text)?,
            Cell::Empty => out.write_field("")?,
            Cell::Number { value, decimals } => {
                scratch.clear();
                push_number(*value, *decimals, scratch);
                out.write_field(scratch.as_str())?;
            }
        }
    }
    out.write_record(None::<&[u8]>)
}

fn write_sheet_row<'c>(
    sheet: &mut SheetWriter,
    cells: impl IntoIterator<Item = &'c str>,
    added: &[Cell<'_>],
    scratch: &mut String,
) -> Result<(), FormatError> {
    for cell in cells {
        sheet.text(cell)?;
    }
    for cell in added {
        match cell {
            Cell::Text(text) => sheet.text(text)?,
            Cell::Number { value, decimals } if value.is_finite() => {
                scratch.clear();
                push_number(*value, *decimals, scratch);
                sheet.number(scratch)?;
            }
            Cell::Empty | Cell::Number { .. } => sheet.text("")?,
        }
    }
    sheet.end_row()
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
