//! Rows that are not as they should be, and the file that lists them.

use std::fmt;
use std::io::Write;
use std::path::Path;

use crate::{Cell, Format, FormatError, RowWriter, WriteOptions};

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The row has fewer cells than there are columns; the missing ones are empty.
    ShortRow,
    /// The row has more cells than there are columns; their text is in the detail, as CSV.
    SurplusCells,
    /// Some bytes are no text in the encoding of the file; each is replaced by the sign U+FFFD.
    Undecodable,
    /// The text contains NUL characters; they are kept.
    NulCharacters,
    /// The text is longer than [`crate::LARGE_CELL`]; it is kept.
    LargeCell,
    /// The line is no JSON object; the record is empty and the line is in the detail.
    NotAnObject,
    /// The JSON object has a key more than once; the last value counts, the earlier one is in the detail.
    RepeatedKey,
    /// A quote is opened and the file ends before it is closed; what was read is one cell.
    UnclosedQuote,
    /// Blank lines at the end of the file are no records.
    BlankLines,
}

impl ProblemKind {
    /// The word in a project, such as `short-row`.
    pub fn word(self) -> &'static str {
        match self {
            ProblemKind::ShortRow => "short-row",
            ProblemKind::SurplusCells => "surplus-cells",
            ProblemKind::Undecodable => "undecodable",
            ProblemKind::NulCharacters => "nul-characters",
            ProblemKind::LargeCell => "large-cell",
            ProblemKind::NotAnObject => "not-an-object",
            ProblemKind::RepeatedKey => "repeated-key",
            ProblemKind::UnclosedQuote => "unclosed-quote",
            ProblemKind::BlankLines => "blank-lines",
        }
    }

    /// What happened, in plain words.
    pub fn words(self) -> &'static str {
        match self {
            ProblemKind::ShortRow => "fewer cells than columns; the missing ones are empty",
            ProblemKind::SurplusCells => "more cells than columns; the surplus stands in the detail",
            ProblemKind::Undecodable => "bytes that are no text were replaced by \u{FFFD}",
            ProblemKind::NulCharacters => "NUL characters in the text; they were kept",
            ProblemKind::LargeCell => "a very long text; it was kept",
            ProblemKind::NotAnObject => "the line is no JSON object; the record is empty",
            ProblemKind::RepeatedKey => "a key occurs twice; the last value counts",
            ProblemKind::UnclosedQuote => "a quote is never closed; the rest of the file is one cell",
            ProblemKind::BlankLines => "blank lines at the end are no records",
        }
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Something wrong with one record, which was read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The record, from 0.
    pub record: u64,
    /// The line (of a workbook: the row of the sheet) on which the record begins, from 1.
    pub line: u64,
    /// The name of the column, where it concerns one.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: ProblemKind,
    /// More about it: counts, or the text that is not among the cells.
    pub detail: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record {} (line {})", self.record + 1, self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column “{column}”")?;
        }
        write!(f, ": {}", self.kind)?;
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

/// How many records the problems concern, each counted once however many problems it has. The problems are in the order
/// in which [`crate::RowReader::take_problems`] gives them, and the counts of its lists may be added up, as long as it is
/// called between two records. Blank lines at the end are no records; what is wrong with the header counts with the
/// first record.
pub fn records_with_problems(problems: &[RowProblem]) -> usize {
    let records: Vec<u64> =
        problems.iter().filter(|found| found.kind != ProblemKind::BlankLines).map(|found| found.record).collect();
    records.chunk_by(|one, next| one == next).count()
}

/// Writes problems as CSV with the columns `record` (from 1), `line`, `column`, `problem` and `detail`.
pub struct ProblemWriter {
    writer: RowWriter,
    count: u64,
}

impl ProblemWriter {
    /// Begins a file, which appears at `path` when it is finished; never over one of the `inputs`.
    ///
    /// # Errors
    /// As [`RowWriter::create`].
    pub fn create(path: &Path, options: &WriteOptions) -> Result<ProblemWriter, FormatError> {
        Ok(ProblemWriter { writer: RowWriter::create(path, Format::Csv, &header(), &[], options)?, count: 0 })
    }

    /// Begins to write to a stream, such as standard error.
    ///
    /// # Errors
    /// [`FormatError::Write`], [`FormatError::DiskFull`].
    pub fn to_writer(out: Box<dyn Write + Send>) -> Result<ProblemWriter, FormatError> {
        let writer = RowWriter::to_writer(out, Format::Csv, &header(), &[], &WriteOptions::default())?;
        Ok(ProblemWriter { writer, count: 0 })
    }

    /// Writes one problem.
    ///
    /// # Errors
    /// [`FormatError::Write`], [`FormatError::DiskFull`].
    pub fn write(&mut self, problem: &RowProblem) -> Result<(), FormatError> {
        let (record, line) = ((problem.record + 1).to_string(), problem.line.to_string());
        let column = problem.column.as_deref().unwrap_or_default();
        self.count += 1;
        let cells = [record.as_str(), line.as_str(), column, problem.kind.words(), problem.detail.as_str()];
        self.writer.write_record(None, cells, &[] as &[Cell<'_>])
    }

    /// How many problems were written.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Puts the file in place.
    ///
    /// # Errors
    /// As [`RowWriter::finish`].
    pub fn finish(self) -> Result<(), FormatError> {
        self.writer.finish()
    }
}

/// Writes a list of problems as [`ProblemWriter`] does.
///
/// # Errors
/// As [`RowWriter::create`] and [`RowWriter::finish`].
pub fn write_problems(path: &Path, problems: &[RowProblem]) -> Result<(), FormatError> {
    let mut writer = ProblemWriter::create(path, &WriteOptions::default())?;
    for problem in problems {
        writer.write(problem)?;
    }
    writer.finish()
}

fn header() -> [String; 5] {
    ["record", "line", "column", "problem", "detail"].map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_with_several_problems_counts_once() {
        let bytes = b"a,b\nbad\xE9\nx,y\nz\n\xE9,\xE9,\xE9\n\n\n".to_vec();
        let options = crate::ReadOptions { encoding: Some(crate::Encoding::Utf8), ..crate::ReadOptions::default() };
        let mut reader = crate::RowReader::from_reader(std::io::Cursor::new(bytes), &options).unwrap();
        let (mut rows, mut problems, mut records) = (Vec::new(), 0, 0);
        loop {
            let count = reader.read_batch(&mut rows, 2).unwrap();
            let found = reader.take_problems();
            problems += found.len();
            records += records_with_problems(&found);
            if count == 0 {
                break;
            }
        }
        assert_eq!((problems, records), (7, 3));
    }

    #[test]
    fn problems_are_listed_with_records_from_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("problems.csv");
        let problem = RowProblem {
            record: 0,
            line: 2,
            column: Some("tasks".into()),
            kind: ProblemKind::SurplusCells,
            detail: "a,\"b\"".into(),
        };
        write_problems(&path, &[problem]).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "record,line,column,problem,detail\n\
             1,2,tasks,more cells than columns; the surplus stands in the detail,\"a,\"\"b\"\"\"\n"
        );
    }
}
