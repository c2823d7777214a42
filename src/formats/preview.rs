//! A first look at a file.

use std::path::Path;

use crate::{ColumnGuess, Encoding, Format, FormatError, ReadOptions, Row, RowProblem, RowReader};

/// How many records a preview shows.
pub const PREVIEW_ROWS: usize = 50;

/// How many records are read to estimate their number.
const LOOKED_AT: u64 = 1000;

/// What a file is, what was guessed about it, and its first records.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The format.
    pub format: Format,
    /// The encoding of a text file; `None` for a workbook.
    pub encoding: Option<Encoding>,
    /// The file begins with a byte order mark.
    pub had_bom: bool,
    /// The delimiter of CSV and TSV; `None` for the others.
    pub delimiter: Option<u8>,
    /// The sheets of a workbook, in their order; empty for the others.
    pub sheets: Vec<String>,
    /// The sheet that is shown.
    pub sheet: Option<String>,
    /// The names of the columns, all different and none empty.
    pub columns: Vec<String>,
    /// The names of the columns as they stand in the file.
    pub header: Vec<String>,
    /// The first records, at most [`PREVIEW_ROWS`], each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Where the answers seem to be.
    pub guess: ColumnGuess,
    /// What was guessed, and which columns are listed under another name: sentences for people.
    pub notes: Vec<String>,
    /// The problems of the first records.
    pub problems: Vec<RowProblem>,
    /// About how many records there are; exact for short files.
    pub approximate_records: Option<u64>,
    /// The length of the file in bytes.
    pub input_bytes: u64,
}

/// Looks at the beginning of a file, and at all of it only as far as the encoding and the keys of JSON lines ask for it.
///
/// # Errors
/// As [`RowReader::open`].
pub fn preview(path: &Path, options: &ReadOptions) -> Result<Preview, FormatError> {
    let mut reader = RowReader::open(path, options)?;
    let mut rows = Vec::new();
    let mut row = Row::default();
    let mut read = 0;
    let mut ended = false;
    while read < LOOKED_AT && !ended {
        ended = !reader.read_row(&mut row)?;
        if !ended {
            read += 1;
            if rows.len() < PREVIEW_ROWS {
                rows.push(row.cells().map(str::to_owned).collect());
            }
        }
    }
    Ok(Preview {
        format: reader.format(),
        encoding: reader.encoding(),
        had_bom: reader.had_bom(),
        delimiter: reader.delimiter(),
        sheets: reader.sheets().to_vec(),
        sheet: reader.sheet().map(str::to_owned),
        guess: ColumnGuess::of(reader.columns()),
        columns: reader.columns().to_vec(),
        header: reader.header().to_vec(),
        rows,
        notes: reader.notes().to_vec(),
        problems: reader.take_problems(),
        approximate_records: if ended { Some(read) } else { reader.approximate_records(read) },
        input_bytes: reader.input_bytes().unwrap_or_default(),
    })
}
