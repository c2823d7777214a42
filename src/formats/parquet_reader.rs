//! Records of a Parquet file, a part of a row group at a time.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::parquet_value::{Kind, kind_of, push_decimal_bytes, push_uuid, push_whole};
use crate::sheet_value::push_number;
use crate::{FormatError, LARGEST_CELL, MOST_COLUMNS, ProblemKind, Row, RowProblem};

/// Records whose values are taken out of the pages together.
const PART: usize = 1024;

/// What a Parquet file begins with.
const MAGIC: &[u8] = b"PAR1";

/// Whether a file begins as a Parquet file does.
pub(crate) fn is_parquet(path: &Path) -> bool {
    let mut beginning = [0; MAGIC.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut beginning)).is_ok() && beginning == *MAGIC
}

/// The records of a Parquet file whose columns hold one value each. Values are read as text; null is an empty cell.
pub(crate) struct ParquetReader {
    file: SerializedFileReader<File>,
    path: PathBuf,
    header: Vec<String>,
    kinds: Vec<Kind>,
    /// The next row group.
    group: usize,
    columns: Vec<Column>,
    /// Records of the present row group that are not taken out of its pages yet.
    left: usize,
    /// The next record of the part, and its length.
    at: usize,
    part: usize,
    /// Records read so far.
    read: u64,
    bytes: u64,
}

/// A part of a column of the present row group.
struct Column {
    reader: ColumnReader,
    kind: Kind,
    text: String,
    /// Where the text of each record ends.
    ends: Vec<usize>,
    /// Records of the part whose bytes were no text.
    undecodable: Vec<usize>,
}

impl ParquetReader {
    /// Opens a file and looks at its columns.
    pub(crate) fn open(path: &Path, bytes: u64) -> Result<ParquetReader, FormatError> {
        let file = File::open(path).map_err(|source| FormatError::reading(path, source))?;
        let file = guarded(|| SerializedFileReader::new(file)).map_err(|error| damaged(path, error))?;
        let schema = file.metadata().file_metadata().schema_descr();
        if schema.root_schema().get_fields().len() > MOST_COLUMNS {
            return Err(FormatError::TooManyColumns { path: path.to_path_buf(), line: 1 });
        }
        if let Some(nested) = schema.root_schema().get_fields().iter().find(|field| !field.is_primitive()) {
            return Err(FormatError::NestedColumn { path: path.to_path_buf(), column: nested.name().to_owned() });
        }
        let (mut header, mut kinds) = (Vec::new(), Vec::new());
        for column in schema.columns() {
            let name = column.name().to_owned();
            if column.max_rep_level() > 0 {
                return Err(FormatError::NestedColumn { path: path.to_path_buf(), column: name });
            }
            let Some(kind) = kind_of(column) else {
                return Err(FormatError::ColumnKind { path: path.to_path_buf(), column: name });
            };
            header.push(name);
            kinds.push(kind);
        }
        let codecs =
            file.metadata().row_groups().iter().flat_map(|group| group.columns()).map(|part| part.compression());
        for codec in codecs {
            let read = matches!(
                codec,
                Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_) | Compression::ZSTD(_)
            );
            if !read {
                let codec = format!("{codec:?}");
                let codec = codec.split('(').next().unwrap_or_default().to_owned();
                return Err(FormatError::ParquetCompression { path: path.to_path_buf(), codec });
            }
        }
        Ok(ParquetReader {
            file,
            path: path.to_path_buf(),
            header,
            kinds,
            group: 0,
            columns: Vec::new(),
            left: 0,
            at: 0,
            part: 0,
            read: 0,
            bytes,
        })
    }

    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// The number of records, as the file says.
    pub(crate) fn records(&self) -> u64 {
        self.file.metadata().file_metadata().num_rows().try_into().unwrap_or_default()
    }

    /// The share of the file that the records read so far are.
    pub(crate) fn bytes_read(&self) -> u64 {
        let share = self.read as f64 / self.records().max(1) as f64;
        (self.bytes as f64 * share.min(1.0)) as u64
    }

    pub(crate) fn read_row(
        &mut self,
        row: &mut Row,
        names: &[String],
        problems: &mut Vec<RowProblem>,
    ) -> Result<bool, FormatError> {
        while self.at == self.part {
            if self.left == 0 && !self.next_group()? {
                return Ok(false);
            }
            self.next_part()?;
        }
        row.clear();
        (row.number, row.line) = (self.read, self.read + 1);
        for (column, name) in self.columns.iter().zip(names) {
            let text = column.text(self.at);
            if text.len() > LARGEST_CELL {
                let path = self.path.clone();
                return Err(FormatError::TooLargeText { path, place: "Record", line: self.read + 1 });
            }
            if column.undecodable.binary_search(&self.at).is_ok() {
                problems.push(RowProblem {
                    record: self.read,
                    line: self.read + 1,
                    column: Some(name.clone()),
                    kind: ProblemKind::Undecodable,
                    detail: String::new(),
                });
            }
            row.push(text);
        }
        self.at += 1;
        self.read += 1;
        Ok(true)
    }

    /// Goes on to the next row group that has records; `false` when there is none.
    fn next_group(&mut self) -> Result<bool, FormatError> {
        if self.group >= self.file.num_row_groups() {
            return Ok(false);
        }
        let open = || {
            let group = self.file.get_row_group(self.group)?;
            let columns: Result<Vec<Column>, ParquetError> = (0..)
                .zip(&self.kinds)
                .map(|(at, kind)| group.get_column_reader(at).map(|reader| Column::new(reader, *kind)))
                .collect();
            Ok((group.metadata().num_rows(), columns?))
        };
        let (records, columns) = guarded(open).map_err(|error| damaged(&self.path, error))?;
        self.left = records.try_into().unwrap_or_default();
        self.columns = columns;
        self.group += 1;
        (self.at, self.part) = (0, 0);
        Ok(true)
    }

    fn next_part(&mut self) -> Result<(), FormatError> {
        let wanted = self.left.min(PART);
        for column in &mut self.columns {
            guarded(|| column.fill(wanted)).map_err(|error| damaged(&self.path, error))?;
            if column.ends.len() != wanted {
                let short = ParquetError::EOF("a column has fewer values than there are records".to_owned());
                return Err(damaged(&self.path, short));
            }
        }
        self.left -= wanted;
        (self.at, self.part) = (0, wanted);
        Ok(())
    }
}

impl Column {
    fn new(reader: ColumnReader, kind: Kind) -> Column {
        Column { reader, kind, text: String::new(), ends: Vec::new(), undecodable: Vec::new() }
    }

    fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    /// Takes the values of the next records out of the pages.
    fn fill(&mut self, wanted: usize) -> Result<(), ParquetError> {
        let Column { reader, kind, text, ends, undecodable } = self;
        let kind = *kind;
        text.clear();
        ends.clear();
        undecodable.clear();
        let mut out = Cells { text, ends };
        match reader {
            ColumnReader::BoolColumnReader(reader) => {
                fill(reader, wanted, &mut out, |truth, _, out| out.push_str(if *truth { "true" } else { "false" }))
            }
            ColumnReader::Int32ColumnReader(reader) => {
                fill(reader, wanted, &mut out, |value, _, out| push_whole(kind, i64::from(*value), 32, out))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                fill(reader, wanted, &mut out, |value, _, out| push_whole(kind, *value, 64, out))
            }
            ColumnReader::Int96ColumnReader(reader) => {
                fill(reader, wanted, &mut out, |value, _, out| push_whole(kind, value.to_nanos(), 64, out))
            }
            ColumnReader::FloatColumnReader(reader) => {
                fill(reader, wanted, &mut out, |value, _, out| push_float(widened(*value), out))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                fill(reader, wanted, &mut out, |value, _, out| push_float(*value, out))
            }
            ColumnReader::ByteArrayColumnReader(reader) => fill(reader, wanted, &mut out, |value, at, out| {
                if !push_bytes(kind, value.data(), out) {
                    undecodable.push(at);
                }
            }),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => fill(reader, wanted, &mut out, |value, at, out| {
                if !push_bytes(kind, value.data(), out) {
                    undecodable.push(at);
                }
            }),
        }
    }
}

/// Where the texts of a part go.
struct Cells<'a> {
    text: &'a mut String,
    ends: &'a mut Vec<usize>,
}

fn fill<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    wanted: usize,
    out: &mut Cells<'_>,
    mut push: impl FnMut(&T::T, usize, &mut String),
) -> Result<(), ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let (records, ..) = reader.read_records(wanted, Some(&mut levels), None, &mut values)?;
    let mut values = values.iter();
    for at in 0..records {
        // Columns that have a value everywhere tell no levels.
        if levels.get(at).is_none_or(|level| *level > 0)
            && let Some(value) = values.next()
        {
            push(value, at, out.text);
        }
        out.ends.push(out.text.len());
    }
    Ok(())
}

/// Appends a number; what is none, as some programs write for nothing, is nothing.
fn push_float(value: f64, out: &mut String) {
    if value.is_finite() {
        push_number(value, out);
    } else if !value.is_nan() {
        out.push_str(if value > 0.0 { "inf" } else { "-inf" });
    }
}

/// The same number with twice the bits, so that it has the same few digits.
fn widened(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| f64::from(value))
}

/// Appends bytes; `false` where some were no text.
fn push_bytes(kind: Kind, bytes: &[u8], out: &mut String) -> bool {
    match kind {
        Kind::Decimal(scale) => push_decimal_bytes(bytes, scale, out).is_some(),
        Kind::Uuid => {
            push_uuid(bytes, out);
            true
        }
        _ => {
            let text = String::from_utf8_lossy(bytes);
            out.push_str(&text);
            matches!(text, std::borrow::Cow::Borrowed(_))
        }
    }
}

/// Runs a step of the library, which panics over some kinds of damage; nothing of it is used after that.
fn guarded<T>(step: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(step))
        .unwrap_or_else(|_| Err(ParquetError::General("its pages do not read".to_owned())))
}

fn damaged(path: &Path, error: ParquetError) -> FormatError {
    match error {
        ParquetError::External(source) => match source.downcast::<std::io::Error>() {
            Ok(source) => FormatError::reading(path, *source),
            Err(other) => FormatError::DamagedParquet { path: path.to_path_buf(), detail: other.to_string() },
        },
        other => FormatError::DamagedParquet { path: path.to_path_buf(), detail: other.to_string() },
    }
}
