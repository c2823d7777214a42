//! JSON lines: one object on each line, its keys the columns.

use std::collections::HashMap;
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

use crate::delimited::{problem, report_odd_text, shown};
use crate::json::{for_each_member, push_cell};
use crate::row::Span;
use crate::text_source::TextSource;
use crate::{FormatError, LARGEST_CELL, LARGEST_RECORD, MOST_COLUMNS, ProblemKind, Row, RowProblem};

/// The keys of all objects, in the order in which they appear first.
///
/// # Errors
/// [`FormatError::Empty`], [`FormatError::NoJsonLines`], [`FormatError::TooManyColumns`], and those of reading.
pub(crate) fn columns(mut source: TextSource, path: &Path) -> Result<Vec<String>, FormatError> {
    let mut columns = Columns::default();
    let mut line = Line::default();
    let (mut lines, mut objects) = (0, 0);
    while line.read(&mut source, path)? {
        let text = String::from_utf8_lossy(&line.bytes);
        let mut position = 0;
        lines += 1;
        let before = columns.names.len();
        if for_each_member(&text, |key, _| columns.add(key, &mut position)).is_ok() {
            objects += 1;
        } else {
            columns.truncate(before);
        }
        if columns.names.len() > MOST_COLUMNS {
            return Err(FormatError::TooManyColumns { path: path.to_path_buf(), line: line.number });
        }
    }
    match (lines, objects) {
        (0, _) => Err(FormatError::Empty { path: path.to_path_buf() }),
        (_, 0) => Err(FormatError::NoJsonLines { path: path.to_path_buf() }),
        _ => Ok(columns.names),
    }
}

/// The first line with content is a JSON object, so that the text is no CSV whatever its name says.
pub(crate) fn begins(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).find(|line| !line.is_empty());
    first
        .filter(|line| line.starts_with(b"{"))
        .is_some_and(|line| std::str::from_utf8(line).is_ok_and(|line| for_each_member(line, |_, _| {}).is_ok()))
}

#[derive(Default)]
struct Columns {
    names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    fn add(&mut self, key: &str, position: &mut usize) {
        if self.find(key, position).is_none() {
            self.by_name.insert(key.to_owned(), self.names.len());
            self.names.push(key.to_owned());
            *position = self.names.len();
        }
    }

    fn truncate(&mut self, count: usize) {
        for name in self.names.drain(count..) {
            self.by_name.remove(&name);
        }
    }

    /// Most objects have the same keys in the same order: the one after the last found is tried first.
    fn find(&self, key: &str, position: &mut usize) -> Option<usize> {
        let at = match self.names.get(*position) {
            Some(name) if name == key => *position,
            _ => *self.by_name.get(key)?,
        };
        *position = at + 1;
        Some(at)
    }
}

/// A line that is not blank.
#[derive(Default)]
struct Line {
    bytes: Vec<u8>,
    /// From 1.
    number: u64,
}

impl Line {
    fn read(&mut self, source: &mut TextSource, path: &Path) -> Result<bool, FormatError> {
        loop {
            self.bytes.clear();
            self.number += 1;
            let mut limited = Read::take(&mut *source, LARGEST_RECORD as u64 + 1);
            let count =
                limited.read_until(b'\n', &mut self.bytes).map_err(|source| FormatError::reading(path, source))?;
            if count > LARGEST_RECORD {
                return Err(too_large(path, self.number));
            }
            if count == 0 {
                return Ok(false);
            }
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }
}

fn too_large(path: &Path, line: u64) -> FormatError {
    FormatError::TooLargeText { path: path.to_path_buf(), place: "Line", line }
}

/// A stream of JSON objects.
pub(crate) struct JsonLinesReader {
    source: TextSource,
    path: PathBuf,
    columns: Columns,
    line: Line,
    /// For each column the number of the record, from 1, that last had it.
    seen: Vec<u64>,
    number: u64,
}

impl JsonLinesReader {
    /// Begins to read a file with these [`columns`].
    pub(crate) fn new(source: TextSource, path: &Path, names: Vec<String>) -> JsonLinesReader {
        let by_name = names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        JsonLinesReader {
            source,
            path: path.to_path_buf(),
            seen: vec![0; names.len()],
            columns: Columns { names, by_name },
            line: Line::default(),
            number: 0,
        }
    }

    /// The keys.
    pub(crate) fn header(&self) -> &[String] {
        &self.columns.names
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
        if !self.line.read(&mut self.source, &self.path)? {
            return Ok(false);
        }
        row.clear();
        row.number = self.number;
        row.line = self.line.number;
        self.number += 1;
        let text = String::from_utf8_lossy(self.line.bytes.trim_ascii());
        let broken = self.source.take_replaced() > 0 || matches!(text, std::borrow::Cow::Owned(_));
        if broken {
            problems.push(problem(row, None, ProblemKind::Undecodable, format!("read as: {}", shown(&text))));
        }
        row.spans.resize(self.columns.names.len(), Span::default());
        let found_before = problems.len();
        let mut position = 0;
        let parsed = for_each_member(&text, |key, value| {
            let Some(at) = self.columns.find(key, &mut position) else { return };
            if self.seen[at] == self.number {
                let detail = row.cell(at).to_owned();
                problems.push(problem(row, names.get(at), ProblemKind::RepeatedKey, detail));
            }
            self.seen[at] = self.number;
            let mut sound = true;
            row.set(at, |out| {
                sound = push_cell(value, out).is_ok();
                if !sound {
                    out.push_str(value);
                }
            });
            if !sound {
                let kind = ProblemKind::Undecodable;
                problems.push(problem(row, names.get(at), kind, "an escape that is no character".to_owned()));
            }
        });
        if parsed.is_ok() {
            row.original.push_str(&text);
            report_odd_text(row, names, problems);
        } else {
            problems.truncate(found_before);
            row.text.clear();
            row.spans.fill(Span::default());
            problems.push(problem(row, None, ProblemKind::NotAnObject, text.into_owned()));
        }
        if row.cells().any(|cell| cell.len() > LARGEST_CELL) {
            return Err(too_large(&self.path, row.line));
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Encoding;

    fn source(text: &[u8]) -> TextSource {
        TextSource::new(Box::new(std::io::Cursor::new(text.to_vec())), Encoding::Utf8)
    }

    fn read(text: &[u8]) -> (Vec<String>, Vec<Row>, Vec<RowProblem>) {
        let path = Path::new("a.jsonl");
        let names = columns(source(text), path).unwrap();
        let mut reader = JsonLinesReader::new(source(text), path, names.clone());
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        let mut row = Row::default();
        while reader.read_row(&mut row, &names, &mut problems).unwrap() {
            rows.push(row.clone());
        }
        (names, rows, problems)
    }

    #[test]
    fn columns_are_the_keys_in_the_order_of_their_first_appearance() {
        let (names, rows, problems) = read(b"{\"b\":1,\"a\":\"x\"}\n\n{\"a\":\"y\",\"c\":null}\r\n");
        assert_eq!(names, ["b", "a", "c"]);
        let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.cells().collect()).collect();
        assert_eq!(cells, [["1", "x", ""], ["", "y", ""]]);
        assert_eq!(rows[1].original(), Some("{\"a\":\"y\",\"c\":null}"));
        assert_eq!((rows[1].number(), rows[1].line()), (1, 3));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_line_that_is_no_object_is_an_empty_record_with_its_text_in_the_detail() {
        let (names, rows, problems) = read(b"{\"a\":\"x\"}\n{\"a\":\"y\", \"z\":\n[1]\n{\"a\":\"w\"}");
        assert_eq!(names, ["a"]);
        assert_eq!(rows.iter().map(|row| row.cell(0)).collect::<Vec<_>>(), ["x", "", "", "w"]);
        assert_eq!(rows[1].original(), None);
        assert_eq!(problems.len(), 2);
        assert_eq!((problems[0].kind, problems[0].record), (ProblemKind::NotAnObject, 1));
        assert_eq!(problems[1].detail, "[1]");
    }

    #[test]
    fn the_last_of_repeated_keys_counts() {
        let (_, rows, problems) = read(b"{\"a\":\"x\",\"a\":\"y\"}");
        assert_eq!(rows[0].cell(0), "y");
        assert_eq!((problems[0].kind, problems[0].detail.as_str()), (ProblemKind::RepeatedKey, "x"));
    }

    #[test]
    fn broken_bytes_and_escapes_are_reported() {
        let (_, rows, problems) = read(b"{\"a\":\"caf\xE9\"}\n{\"a\":\"\\ud800\"}");
        assert_eq!(rows[0].cell(0), "caf\u{FFFD}");
        assert_eq!(rows[1].cell(0), "\"\\ud800\"");
        assert!(problems.iter().all(|problem| problem.kind == ProblemKind::Undecodable));
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn a_file_without_objects_is_an_error() {
        let path = Path::new("a.jsonl");
        assert!(matches!(columns(source(b"\n \n"), path), Err(FormatError::Empty { .. })));
        assert!(matches!(columns(source(b"[\n1\n]\n"), path), Err(FormatError::NoJsonLines { .. })));
    }
}
