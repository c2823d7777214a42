//! The delimiter of a text file, guessed from its first records.

use crate::Format;

/// The delimiters that are tried, the likeliest first.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records are compared.
const RECORDS: usize = 200;

/// The delimiter under which the most records have as many cells as the header; among equals that with the most
/// columns. A header with a single cell says nothing, and where none has more the usual one of the format is taken.
pub(crate) fn guess(sample: &[u8], format: Format, sample_is_whole: bool) -> u8 {
    let usual = usual(format);
    let mut best = (usual, 0.0, 1);
    for delimiter in std::iter::once(usual).chain(CANDIDATES.into_iter().filter(|byte| *byte != usual)) {
        let counts = cell_counts(sample, delimiter, sample_is_whole);
        let Some(columns) = counts.first().copied().filter(|columns| *columns > 1) else { continue };
        let same = counts.iter().filter(|count| **count == columns).count();
        let share = same as f64 / counts.len() as f64;
        // A few ragged rows must not let a rarer sign win that happens to fit them.
        let better = share > best.1 + 0.1 || (share > best.1 - 0.1 && columns > best.2);
        if better {
            best = (delimiter, share, columns);
        }
    }
    best.0
}

/// The delimiter that the first line names, as in `sep=;`, which spreadsheets read and do not show, and the length of
/// that line with its end.
pub(crate) fn named(text: &[u8]) -> Option<(u8, usize)> {
    let end = text.iter().position(|byte| matches!(byte, b'\r' | b'\n'))?;
    let line = text[..end].trim_ascii_start();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (key, value) = line.split_at_checked(4)?;
    let &[delimiter] = value else { return None };
    let fits = delimiter.is_ascii() && !delimiter.is_ascii_alphanumeric() && !matches!(delimiter, b'"' | b' ' | 0);
    let length = end + if text[end..].starts_with(b"\r\n") { 2 } else { 1 };
    (fits && key.eq_ignore_ascii_case(b"sep=")).then_some((delimiter, length))
}

/// The name of a delimiter for people.
pub(crate) fn name(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b'\t' => "tab".to_owned(),
        b';' => "semicolon".to_owned(),
        b'|' => "pipe".to_owned(),
        other => format!("“{}”", char::from(other)),
    }
}

/// The delimiter that the format is written with.
pub(crate) fn usual(format: Format) -> u8 {
    if format == Format::Tsv { b'\t' } else { b',' }
}

/// How many cells each of the first records has; the last is left out where the sample ends within it.
fn cell_counts(sample: &[u8], delimiter: u8, sample_is_whole: bool) -> Vec<usize> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(sample);
    let mut record = csv::ByteRecord::new();
    let mut counts = Vec::new();
    while counts.len() < RECORDS && matches!(reader.read_byte_record(&mut record), Ok(true)) {
        counts.push(record.len());
    }
    if !sample_is_whole && counts.len() < RECORDS && counts.len() > 1 {
        counts.pop();
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> char {
        char::from(guess(text.as_bytes(), Format::Csv, true))
    }

    #[test]
    fn the_consistent_delimiter_is_found() {
        assert_eq!(csv("title,tasks\nnurse,cares\n"), ',');
        assert_eq!(csv("title;tasks\nnurse;cares, feeds, washes\ncook;fries, boils\n"), ';');
        assert_eq!(csv("title\ttasks\nnurse\tcares, feeds\n"), '\t');
        assert_eq!(csv("id|title|tasks\n1|nurse|cares; feeds\n"), '|');
        assert_eq!(csv("title,tasks\n\"a;b\",\"c;\nd;e\"\n"), ',');
    }

    #[test]
    fn one_column_needs_no_delimiter() {
        assert_eq!(csv("title\nnurse, registered\ncook\n"), ',');
        assert_eq!(guess(b"title\nnurse\n", Format::Tsv, true), b'\t');
        assert_eq!(guess(b"title,tasks\nnurse,a\n", Format::Tsv, true), b',');
    }

    #[test]
    fn a_first_line_may_name_the_delimiter() {
        for (text, expected) in [
            ("sep=;\na;b", Some((b';', 6))),
            ("SEP=,\r\na", Some((b',', 7))),
            ("\"sep=|\"\na", Some((b'|', 8))),
            ("sep=\t\na", Some((b'\t', 6))),
            ("sep=;", None),
            ("sep=ab\n", None),
            ("sep=a\n", None),
            ("sep=é\n", None),
            ("separate\n", None),
            ("é\n", None),
            ("", None),
        ] {
            assert_eq!(named(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_header_alone_is_enough() {
        assert_eq!(csv("id;title;tasks"), ';');
    }
}
