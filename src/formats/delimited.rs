//! CSV and TSV: records out of text, with everything that can be wrong with them.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use csv_core::ReadRecordResult;

use crate::row::Span;
use crate::text_source::TextSource;
use crate::{FormatError, LARGEST_CELL, LARGEST_RECORD, MOST_COLUMNS, ProblemKind, Row, RowProblem};

/// A stream of delimited records.
pub(crate) struct DelimitedReader {
    source: TextSource,
    parser: csv_core::Reader,
    path: PathBuf,
    /// The record as it was read last: its cells one after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    cells: usize,
    /// Where it begins and what else is known of it.
    line: u64,
    unclosed: bool,
    replaced: usize,
    /// The last record ended with CR, so that a LF belongs to it.
    after_cr: bool,
    /// Blank lines that become records as soon as another one follows, and the line of the first.
    blank: u64,
    blank_line: u64,
    /// The record that was read last is still to be delivered.
    waiting: bool,
    header: Vec<String>,
    number: u64,
}

impl DelimitedReader {
    /// Begins to read at line `first_line` and takes the header, or without one the number of columns from the first
    /// record.
    pub(crate) fn new(
        source: TextSource,
        path: &Path,
        delimiter: u8,
        first_line: u64,
        has_header: bool,
        problems: &mut Vec<RowProblem>,
    ) -> Result<DelimitedReader, FormatError> {
        let mut reader = DelimitedReader {
            source,
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            path: path.to_path_buf(),
            text: vec![0; 1 << 16],
            ends: vec![0; 256],
            cells: 0,
            line: 1,
            unclosed: false,
            replaced: 0,
            after_cr: false,
            blank: 0,
            blank_line: 0,
            waiting: false,
            header: Vec::new(),
            number: 0,
        };
        reader.parser.set_line(first_line);
        if !reader.parse()? {
            return Err(FormatError::Empty { path: reader.path });
        }
        reader.blank = 0;
        if reader.cells > MOST_COLUMNS {
            return Err(FormatError::TooManyColumns { path: reader.path, line: reader.line });
        }
        if has_header {
            let mut row = Row::default();
            reader.header = vec![String::new(); reader.cells];
            reader.fill(&mut row, &[], problems);
            reader.header = row.cells().map(str::to_owned).collect();
        } else {
            reader.header = (1..=reader.cells).map(|number| format!("column {number}")).collect();
            reader.waiting = true;
        }
        Ok(reader)
    }

    /// The names of the columns as they stand in the file.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    /// The stream that is read.
    pub(crate) fn source(&self) -> &TextSource {
        &self.source
    }

    /// Reads the next record; `false` at the end. `names` are those by which problems call the columns.
    pub(crate) fn read_row(
        &mut self,
        row: &mut Row,
        names: &[String],
        problems: &mut Vec<RowProblem>,
    ) -> Result<bool, FormatError> {
        if !self.waiting {
            self.waiting = self.parse()?;
        }
        row.clear();
        row.number = self.number;
        let blanks_count = self.waiting || self.header.len() == 1;
        if self.blank > 0 && blanks_count {
            row.line = self.blank_line;
            row.spans.resize(self.header.len(), Span::default());
            if self.header.len() > 1 {
                problems.push(problem(row, None, ProblemKind::ShortRow, "blank line".to_owned()));
            }
            self.blank -= 1;
            self.blank_line += 1;
        } else if self.waiting {
            self.waiting = false;
            self.fill(row, names, problems);
        } else {
            if self.blank > 0 {
                row.line = self.blank_line;
                problems.push(problem(row, None, ProblemKind::BlankLines, self.blank.to_string()));
                self.blank = 0;
            }
            return Ok(false);
        }
        self.number += 1;
        Ok(true)
    }

    /// Reads one record into `text` and `ends`; `false` at the end of the file.
    fn parse(&mut self) -> Result<bool, FormatError> {
        if !self.skip_blank_lines()? {
            return Ok(false);
        }
        self.line = self.parser.line();
        self.unclosed = false;
        let (mut length, mut cells) = (0, 0);
        loop {
            let input = self.source.fill_buf().map_err(|source| FormatError::reading(&self.path, source))?;
            let at_end = input.is_empty();
            // A line break ends the last record, except within quotes, where it becomes part of the cell.
            let input = if at_end && !self.unclosed { b"\n" } else { input };
            let (result, read, written, ended) =
                self.parser.read_record(input, &mut self.text[length..], &mut self.ends[cells..]);
            if read > 0 {
                self.after_cr = input[read - 1] == b'\r';
            }
            if !at_end {
                self.source.consume(read);
            }
            length += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => self.unclosed = at_end,
                ReadRecordResult::OutputFull => {
                    let begin = if cells > 0 { self.ends[cells - 1] } else { 0 };
                    if length - begin > LARGEST_CELL || length > LARGEST_RECORD {
                        return Err(self.too_large());
                    }
                    let room = self.text.len() * 2;
                    self.text.resize(room, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if cells > 64 * MOST_COLUMNS {
                        return Err(FormatError::TooManyColumns { path: self.path.clone(), line: self.line });
                    }
                    let room = self.ends.len() * 2;
                    self.ends.resize(room, 0);
                }
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Ok(false),
            }
        }
        if self.unclosed && cells > 0 {
            self.ends[cells - 1] -= 1;
        }
        self.cells = cells;
        self.replaced = self.source.take_replaced();
        if length > LARGEST_CELL && (0..cells).any(|at| self.bounds(at).len() > LARGEST_CELL) {
            return Err(self.too_large());
        }
        Ok(true)
    }

    fn too_large(&self) -> FormatError {
        FormatError::TooLarge { path: self.path.clone(), line: self.line }
    }

    /// Counts the blank lines before the next record; `false` where the file ends.
    fn skip_blank_lines(&mut self) -> Result<bool, FormatError> {
        loop {
            let buffer = self.source.fill_buf().map_err(|source| FormatError::reading(&self.path, source))?;
            let Some(byte) = buffer.first().copied() else { return Ok(false) };
            let line = self.parser.line();
            let ends_line = byte == b'\n' && self.after_cr;
            if !matches!(byte, b'\r' | b'\n') {
                return Ok(true);
            }
            if byte == b'\n' {
                self.parser.set_line(line + 1);
            }
            if !ends_line {
                if self.blank == 0 {
                    self.blank_line = line;
                }
                self.blank += 1;
            }
            self.after_cr = byte == b'\r';
            self.source.consume(1);
        }
    }

    fn bounds(&self, cell: usize) -> std::ops::Range<usize> {
        let start = if cell > 0 { self.ends[cell - 1] } else { 0 };
        start..self.ends[cell]
    }

    /// Makes a row of the record that was read last, and says what is wrong with it.
    fn fill(&self, row: &mut Row, names: &[String], problems: &mut Vec<RowProblem>) {
        row.line = self.line;
        let columns = self.header.len();
        let kept = self.cells.min(columns);
        let length = if self.cells > 0 { self.ends[self.cells - 1] } else { 0 };
        let bytes = &self.text[..length];
        let sound = std::str::from_utf8(bytes).ok().filter(|text| {
            // Broken characters on both sides of a delimiter may look like a whole one.
            self.ends[..self.cells].iter().all(|end| text.is_char_boundary(*end))
        });
        match sound {
            Some(text) => {
                let kept_length = if kept > 0 { self.ends[kept - 1] } else { 0 };
                row.text.push_str(&text[..kept_length]);
                let mut start = 0;
                row.spans.extend(self.ends[..kept].iter().map(|end| {
                    let span = Span { start, end: *end as u32 };
                    start = span.end;
                    span
                }));
            }
            None => {
                for cell in 0..kept {
                    let text = String::from_utf8_lossy(&bytes[self.bounds(cell)]);
                    row.push(&text);
                    if matches!(text, std::borrow::Cow::Owned(_)) {
                        let kind = ProblemKind::Undecodable;
                        problems.push(problem(row, names.get(cell), kind, format!("read as: {}", shown(&text))));
                    }
                }
            }
        }
        row.spans.resize(columns, Span { start: row.text.len() as u32, end: row.text.len() as u32 });
        if self.cells < columns {
            let detail = format!("{} of {columns} cells", self.cells);
            problems.push(problem(row, None, ProblemKind::ShortRow, detail));
        }
        if self.cells > columns && length > self.ends[columns.max(1) - 1] {
            let detail = as_csv((columns..self.cells).map(|cell| &bytes[self.bounds(cell)]));
            problems.push(problem(row, None, ProblemKind::SurplusCells, detail));
        }
        if self.unclosed {
            let last = kept.checked_sub(1).and_then(|cell| names.get(cell));
            problems.push(problem(row, last, ProblemKind::UnclosedQuote, String::new()));
        }
        if self.replaced > 0 {
            let column = row.cells().position(|cell| cell.contains('\u{FFFD}')).and_then(|cell| names.get(cell));
            problems.push(problem(row, column, ProblemKind::Undecodable, self.replaced.to_string()));
        }
        report_odd_text(row, names, problems);
    }
}

/// Reports the cells with NUL characters and the very long ones.
pub(crate) fn report_odd_text(row: &Row, names: &[String], problems: &mut Vec<RowProblem>) {
    let long = row.text.len() > crate::LARGE_CELL;
    if !long && !row.text.as_bytes().contains(&0) {
        return;
    }
    for (cell, text) in row.cells().enumerate() {
        if text.len() > crate::LARGE_CELL {
            let detail = format!("{} bytes", text.len());
            problems.push(problem(row, names.get(cell), ProblemKind::LargeCell, detail));
        }
        let nuls = text.bytes().filter(|byte| *byte == 0).count();
        if nuls > 0 {
            problems.push(problem(row, names.get(cell), ProblemKind::NulCharacters, nuls.to_string()));
        }
    }
}

/// A problem of this row.
pub(crate) fn problem(row: &Row, column: Option<&String>, kind: ProblemKind, detail: String) -> RowProblem {
    RowProblem { record: row.number, line: row.line, column: column.cloned(), kind, detail }
}

/// The beginning of a text, for a message.
pub(crate) fn shown(text: &str) -> &str {
    &text[..text.floor_char_boundary(200)]
}

/// Cells as one line of CSV, so that they can be taken apart again.
pub(crate) fn as_csv<'a>(cells: impl Iterator<Item = &'a [u8]>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let line = writer
        .write_record(cells)
        .map_err(io::Error::from)
        .and_then(|()| writer.into_inner().map_err(|failed| failed.into_error()))
        .unwrap_or_default();
    String::from_utf8_lossy(&line).trim_end_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Encoding;

    type Table = (Vec<String>, Vec<(u64, Vec<String>)>, Vec<RowProblem>);

    fn read(bytes: &[u8]) -> Table {
        let source = TextSource::new(Box::new(io::Cursor::new(bytes.to_vec())), Encoding::Utf8);
        let mut problems = Vec::new();
        let mut reader = DelimitedReader::new(source, Path::new("a.csv"), b',', 1, true, &mut problems).unwrap();
        let names = reader.header().to_vec();
        let mut rows = Vec::new();
        let mut row = Row::default();
        while reader.read_row(&mut row, &names, &mut problems).unwrap() {
            assert_eq!(row.number(), rows.len() as u64);
            rows.push((row.line(), row.cells().map(str::to_owned).collect()));
        }
        (names, rows, problems)
    }

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        read(bytes).1.into_iter().map(|(_, cells)| cells).collect()
    }

    fn kinds(bytes: &[u8]) -> Vec<(u64, ProblemKind, String)> {
        read(bytes).2.into_iter().map(|problem| (problem.line, problem.kind, problem.detail)).collect()
    }

    #[test]
    fn quotes_line_breaks_and_line_ends_are_understood() {
        let (names, rows, problems) = read(b"a,b\r\n\"x\r\ny\",\"say \"\"hi\"\"\"\r\n 1 ,\n\"\",z");
        assert_eq!(names, ["a", "b"]);
        let rows: Vec<_> = rows.iter().map(|(line, cells)| (*line, cells[0].as_str(), cells[1].as_str())).collect();
        assert_eq!(rows, [(2, "x\r\ny", "say \"hi\""), (4, " 1 ", ""), (5, "", "z")]);
        assert!(problems.is_empty());
    }

    #[test]
    fn short_rows_are_padded_and_surplus_cells_are_listed() {
        assert_eq!(cells(b"a,b\n1\n1,2,,\n1,2,\"x,y\",z\n"), [["1", ""], ["1", "2"], ["1", "2"]]);
        assert_eq!(
            kinds(b"a,b\n1\n1,2,,\n1,2,\"x,y\",z\n"),
            [
                (2, ProblemKind::ShortRow, "1 of 2 cells".to_owned()),
                (4, ProblemKind::SurplusCells, "\"x,y\",z".to_owned())
            ]
        );
    }

    #[test]
    fn blank_lines_between_records_are_records_and_those_at_the_end_are_not() {
        let bytes = b"\n\na,b\r\n1,2\r\n\r\n\r\n3,4\r\n\r\n\n";
        let lines: Vec<u64> = read(bytes).1.into_iter().map(|(line, _)| line).collect();
        assert_eq!(cells(bytes), [["1", "2"], ["", ""], ["", ""], ["3", "4"]]);
        assert_eq!(lines, [4, 5, 6, 7]);
        let blank = (ProblemKind::ShortRow, "blank line".to_owned());
        assert_eq!(
            kinds(bytes),
            [(5, blank.0, blank.1.clone()), (6, blank.0, blank.1), (8, ProblemKind::BlankLines, "2".to_owned())]
        );
    }

    #[test]
    fn blank_lines_of_a_single_column_are_empty_cells() {
        assert_eq!(cells(b"a\n1\n\n2\n\n"), [["1"], [""], ["2"], [""]]);
        assert_eq!(cells(b"a\r\n1\r\n\"\"\r\n"), [["1"], [""]]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced_and_reported_by_column() {
        let bytes = b"a,b\nx,caf\xE9\n\xC3,\xA9\n";
        assert_eq!(cells(bytes), [["x", "caf\u{FFFD}"], ["\u{FFFD}", "\u{FFFD}"]]);
        let columns: Vec<_> = read(bytes).2.into_iter().map(|problem| (problem.record, problem.column)).collect();
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(columns, [(0, name("b")), (1, name("a")), (1, name("b"))]);
    }

    #[test]
    fn nul_characters_are_kept_and_reported() {
        assert_eq!(cells(b"a,b\nclea\0ner,x\n"), [["clea\0ner", "x"]]);
        assert_eq!(kinds(b"a,b\nclea\0ner,x\n"), [(2, ProblemKind::NulCharacters, "1".to_owned())]);
    }

    #[test]
    fn a_quote_that_is_never_closed_keeps_what_was_read() {
        assert_eq!(cells(b"a,b\n1,\"2\n3,4\n"), [["1", "2\n3,4\n"]]);
        assert_eq!(kinds(b"a,b\n1,\"2\n3,4\n"), [(2, ProblemKind::UnclosedQuote, String::new())]);
        assert!(kinds(b"a,b\n1,\"2\"").is_empty());
    }

    #[test]
    fn very_long_cells_are_kept_and_reported_and_endless_ones_refused() {
        let mut bytes = b"a,b\nx,\"".to_vec();
        bytes.resize(bytes.len() + crate::LARGE_CELL + 1, b'y');
        bytes.extend_from_slice(b"\"\n");
        let (_, rows, problems) = read(&bytes);
        assert_eq!(rows[0].1[1].len(), crate::LARGE_CELL + 1);
        assert_eq!((problems.len(), problems[0].kind), (1, ProblemKind::LargeCell));

        let endless = io::Read::chain(&b"a,b\nx,\""[..], io::repeat(b'y'));
        let source = TextSource::new(Box::new(endless), Encoding::Utf8);
        let mut reader = DelimitedReader::new(source, Path::new("a.csv"), b',', 1, true, &mut Vec::new()).unwrap();
        let error = reader.read_row(&mut Row::default(), &[], &mut Vec::new()).unwrap_err();
        assert!(matches!(error, FormatError::TooLarge { line: 2, .. }), "{error}");
    }

    #[test]
    fn a_header_alone_has_no_records() {
        for bytes in [&b"a,b"[..], b"a,b\n", b"a,b\r\n"] {
            let (names, rows, problems) = read(bytes);
            assert_eq!((names.len(), rows.len(), problems.len()), (2, 0, 0));
        }
    }
}
