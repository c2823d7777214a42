//! Writing a table and reading it again gives the same cells.

use proptest::prelude::*;

use crate::{Encoding, Format, ReadOptions, Row, RowReader, RowWriter, WriteOptions, distinct_names};

/// A table: names and rows of as many cells. Two columns and more, since a blank last line of one has no certain meaning.
fn table(cell: &'static str) -> impl Strategy<Value = (Vec<String>, Vec<Vec<String>>)> {
    (1usize..5).prop_flat_map(move |columns| {
        let row = || prop::collection::vec(cell, columns);
        (row(), prop::collection::vec(row(), 0..8))
    })
}

fn round_trip(format: Format, header: &[String], rows: &[Vec<String>]) -> (Vec<String>, Vec<Vec<String>>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    let mut writer = RowWriter::create(&path, format, header, &[], &WriteOptions::default()).unwrap();
    for row in rows {
        writer.write_record(None, row.iter().map(String::as_str), &[]).unwrap();
    }
    writer.finish().unwrap();
    let options = ReadOptions {
        format: Some(format),
        encoding: Some(Encoding::Utf8),
        delimiter: Some(if format == Format::Tsv { b'\t' } else { b',' }),
        ..ReadOptions::default()
    };
    let mut reader = RowReader::open(&path, &options).unwrap();
    let mut read = Vec::new();
    let mut row = Row::default();
    while reader.read_row(&mut row).unwrap() {
        assert_eq!(row.number() as usize, read.len());
        read.push(row.cells().map(str::to_owned).collect());
    }
    (reader.header().to_vec(), read)
}

const ANY: &str = "[a,;\t|\"'\r\n é🦘=\\\\\u{1}]{0,4}|\\PC{0,8}|0\\d{0,3}";

proptest! {
    #[test]
    fn csv_and_tsv_keep_every_cell((mut header, rows) in table(ANY)) {
        // A file that begins with the signs of another format is refused by design.
        header[0].insert(0, 'x');
        for format in [Format::Csv, Format::Tsv] {
            let (names, read) = round_trip(format, &header, &rows);
            prop_assert_eq!(&names, &header);
            prop_assert_eq!(&read, &rows);
        }
    }

    #[test]
    fn json_lines_keep_every_cell((header, rows) in table(ANY)) {
        prop_assume!(!rows.is_empty());
        let (names, read) = round_trip(Format::Jsonl, &header, &rows);
        prop_assert_eq!(names, distinct_names(&header));
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn parquet_keeps_every_cell((header, rows) in table(ANY)) {
        let (names, read) = round_trip(Format::Parquet, &header, &rows);
        prop_assert_eq!(names, distinct_names(&header));
        prop_assert_eq!(read, rows);
    }
}

const ANY_IN_SHEETS: &str = "[a,\"'<>&\t\r\n é🦘=\u{0}\u{1F}\u{FFFE}\u{FFFF}]{0,6}|_x00[05][0DF]_?|0\\d{0,3}|\\PC{0,8}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn sheets_keep_every_cell((mut header, mut rows) in table(ANY_IN_SHEETS)) {
        // Cells at the end of the header and rows at the end of the sheet have no trace when they are empty.
        for cell in header.iter_mut().chain(rows.last_mut().into_iter().flatten()) {
            cell.push('x');
        }
        let (names, read) = round_trip(Format::Xlsx, &header, &rows);
        prop_assert_eq!(names, header);
        prop_assert_eq!(read, rows);
    }
}
