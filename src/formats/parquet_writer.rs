//! Records as a Parquet file, a row group at a time.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::sink::Sink;
use crate::{Cell, FormatError};

/// Records of a row group, unless their texts are long.
const GROUP: usize = 1 << 16;
/// Bytes of text after which a row group ends.
const GROUP_BYTES: usize = 64 << 20;

/// Writes the input's columns as text, and the added ones as text or, where that is said, as numbers of 64 bits; an
/// empty added cell is null.
pub(crate) struct ParquetWriter {
    out: SerializedFileWriter<Sink>,
    path: PathBuf,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// The values of a column for the next row group.
enum Column {
    /// Texts end to end, and where each ends.
    Whole { text: Vec<u8>, ends: Vec<usize> },
    /// The same with nulls: 1 for a text, 0 for null.
    Sparse { text: Vec<u8>, ends: Vec<usize>, levels: Vec<i16> },
    /// Numbers with nulls.
    Numbers { values: Vec<f64>, levels: Vec<i16> },
}

impl ParquetWriter {
    /// Begins a file with the columns `header` and the `added` ones, of which those among `numbers` hold numbers.
    pub(crate) fn new(
        sink: Sink,
        path: &Path,
        header: &[String],
        added: &[&str],
        numbers: &[String],
    ) -> Result<ParquetWriter, FormatError> {
        let wrong = |error| failure(path, error);
        let mut fields = Vec::with_capacity(header.len() + added.len());
        let mut columns = Vec::with_capacity(header.len() + added.len());
        for name in header {
            fields.push(Arc::new(text_field(name, Repetition::REQUIRED).map_err(wrong)?));
            columns.push(Column::Whole { text: Vec::new(), ends: Vec::new() });
        }
        for name in added {
            if numbers.iter().any(|number| number == name) {
                let field = Type::primitive_type_builder(name, Physical::DOUBLE);
                fields.push(Arc::new(field.with_repetition(Repetition::OPTIONAL).build().map_err(wrong)?));
                columns.push(Column::Numbers { values: Vec::new(), levels: Vec::new() });
            } else {
                fields.push(Arc::new(text_field(name, Repetition::OPTIONAL).map_err(wrong)?));
                columns.push(Column::Sparse { text: Vec::new(), ends: Vec::new(), levels: Vec::new() });
            }
        }
        let schema = Type::group_type_builder("schema").with_fields(fields).build().map_err(wrong)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let out = SerializedFileWriter::new(sink, Arc::new(schema), Arc::new(properties)).map_err(wrong)?;
        Ok(ParquetWriter { out, path: path.to_path_buf(), columns, rows: 0, bytes: 0 })
    }

    pub(crate) fn write_record<'c>(
        &mut self,
        cells: impl IntoIterator<Item = &'c str>,
        added: &[Cell<'_>],
    ) -> Result<(), FormatError> {
        let mut columns = self.columns.iter_mut();
        for (cell, column) in cells.into_iter().zip(columns.by_ref()) {
            self.bytes += cell.len();
            column.push(Cell::Text(cell));
        }
        for (cell, column) in added.iter().zip(columns) {
            self.bytes += if let Cell::Text(text) = cell { text.len() } else { 0 };
            column.push(*cell);
        }
        self.rows += 1;
        if self.rows >= GROUP || self.bytes >= GROUP_BYTES { self.end_group() } else { Ok(()) }
    }

    fn end_group(&mut self) -> Result<(), FormatError> {
        if self.rows == 0 {
            return Ok(());
        }
        (self.rows, self.bytes) = (0, 0);
        let wrong = |error| failure(&self.path, error);
        let mut group = self.out.next_row_group().map_err(wrong)?;
        for column in &mut self.columns {
            if let Some(mut writer) = group.next_column().map_err(wrong)? {
                column.write(writer.untyped()).map_err(wrong)?;
                writer.close().map_err(wrong)?;
            }
        }
        group.close().map(|_| ()).map_err(wrong)
    }

    /// Writes what is left and puts the file in place.
    pub(crate) fn finish(mut self) -> Result<(), FormatError> {
        self.end_group()?;
        let sink = self.out.into_inner().map_err(|error| failure(&self.path, error))?;
        sink.commit().map_err(|source| FormatError::writing(&self.path, source))
    }
}

impl Column {
    fn push(&mut self, cell: Cell<'_>) {
        match self {
            Column::Whole { text, ends } => {
                if let Cell::Text(cell) = cell {
                    text.extend_from_slice(cell.as_bytes());
                }
                ends.push(text.len());
            }
            Column::Sparse { text, ends, levels } => match cell {
                Cell::Empty => levels.push(0),
                Cell::Text(cell) => {
                    text.extend_from_slice(cell.as_bytes());
                    ends.push(text.len());
                    levels.push(1);
                }
                Cell::Number { value, decimals } => {
                    text.extend_from_slice(format!("{value:.decimals$}").as_bytes());
                    ends.push(text.len());
                    levels.push(1);
                }
            },
            Column::Numbers { values, levels } => match cell {
                Cell::Number { value, decimals } if value.is_finite() => {
                    // With the decimals that are written elsewhere, so that all formats say the same.
                    values.push(format!("{value:.decimals$}").parse().unwrap_or(value));
                    levels.push(1);
                }
                _ => levels.push(0),
            },
        }
    }

    fn write(&mut self, writer: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let written = match (self, writer) {
            (Column::Whole { text, ends }, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(&texts(text, ends), None, None)
            }
            (Column::Sparse { text, ends, levels }, ColumnWriter::ByteArrayColumnWriter(writer)) => {
                writer.write_batch(&texts(text, ends), Some(&std::mem::take(levels)), None)
            }
            (Column::Numbers { values, levels }, ColumnWriter::DoubleColumnWriter(writer)) => {
                writer.write_batch(&std::mem::take(values), Some(&std::mem::take(levels)), None)
            }
            _ => Err(ParquetError::General("a column has another kind than its values".to_owned())),
        };
        written.map(|_| ())
    }
}

/// The texts as the library wants them, without a copy of each.
fn texts(text: &mut Vec<u8>, ends: &mut Vec<usize>) -> Vec<ByteArray> {
    let all = ByteArray::from(std::mem::take(text));
    let mut start = 0;
    let slice = |end: usize| {
        let slice = all.slice(start, end - start);
        start = end;
        slice
    };
    std::mem::take(ends).into_iter().map(slice).collect()
}

fn text_field(name: &str, repetition: Repetition) -> Result<Type, ParquetError> {
    Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(repetition)
        .with_converted_type(ConvertedType::UTF8)
        .with_logical_type(Some(LogicalType::String))
        .build()
}

fn failure(path: &Path, error: ParquetError) -> FormatError {
    let source = match error {
        ParquetError::External(source) => {
            source.downcast::<std::io::Error>().map_or_else(std::io::Error::other, |source| *source)
        }
        other => std::io::Error::other(other),
    };
    FormatError::writing(path, source)
}
