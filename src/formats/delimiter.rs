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
    fn a_header_alone_is_enough() {
        assert_eq!(csv("id;title;tasks"), ';');
    }
}
