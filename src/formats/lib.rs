//! Other people's files in and out.
//!
//! [`preview()`] says what a file is and shows its first rows; [`RowReader`] streams its records; [`RowWriter`] writes
//! records with added columns beside the target and puts the file in place when it is whole. Values are preserved
//! verbatim, quoting is not. Rows that are not as they should be are values, not failures: they are read as well as they can
//! be, and [`RowReader::take_problems`] tells what was wrong with them. The memory taken does not grow with the length of a
//! file, except for the shared texts of a workbook.

mod columns;
mod context;
mod delimited;
mod delimiter;
mod encoding;
mod error;
mod format;
mod grid;
mod json;
mod json_lines;
mod log_lines;
mod parquet_reader;
mod parquet_value;
mod parquet_writer;
mod preview;
mod problem;
mod reader;
mod row;
mod sheet;
mod sheet_rows;
mod sheet_value;
mod sink;
mod spreadsheet;
mod text_source;
mod workbook;
mod writer;

pub use columns::{ColumnGuess, distinct_names};
pub use context::context_columns;
pub use error::FormatError;
pub use format::{Encoding, Format, ReadOptions};
pub use grid::{GridRow, SheetGrid, read_grids};
pub use log_lines::write_log;
pub use preview::{PREVIEW_ROWS, Preview, preview};
pub use problem::{ProblemKind, ProblemWriter, RowProblem, records_with_problems, write_problems};
pub use reader::RowReader;
pub use row::Row;
pub use sheet::{SHEET_CELL_LENGTH, SHEET_COLUMNS, SHEET_RECORDS};
pub use sink::{abandon_all, check_target, write_file};
pub use spreadsheet::{make_spreadsheet_safe, undo_spreadsheet_safe};
pub use writer::{Cell, RowWriter, WriteOptions};

/// A cell longer than this, in bytes, is reported as a row problem; it is read all the same.
pub const LARGE_CELL: usize = 1 << 20;

/// A cell longer than this, in bytes, is refused: it is nearly always a quote that was opened and never closed.
pub const LARGEST_CELL: usize = 64 << 20;

/// A record longer than this, in bytes, is refused.
pub const LARGEST_RECORD: usize = 256 << 20;

/// A file with more columns than this is refused.
pub const MOST_COLUMNS: usize = 16_384;

#[cfg(test)]
mod parquet_tests;
#[cfg(test)]
mod round_trip;
