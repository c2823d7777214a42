//! Files as they come: encodings, delimiters, headers, and all that is no table.

use std::fs;

use super::*;
use crate::{ProblemKind, preview};

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn open(name: &str, bytes: &[u8]) -> Result<RowReader, FormatError> {
    let (_folder, path) = file(name, bytes);
    RowReader::open(&path, &ReadOptions::default())
}

fn rows(mut reader: RowReader) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    while let Some(row) = reader.next_row().unwrap() {
        rows.push(row.cells().map(str::to_owned).collect());
    }
    rows
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2], mark: bool) -> Vec<u8> {
    mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn every_encoding_is_recognised_with_and_without_a_mark() {
    let text = "title,tasks\ncafé owner,makes coffee\n";
    let cases = [
        (text.as_bytes().to_vec(), Encoding::Utf8, false),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8, true),
        (utf16(text, u16::to_le_bytes, true), Encoding::Utf16Le, true),
        (utf16(text, u16::to_be_bytes, true), Encoding::Utf16Be, true),
        (utf16(text, u16::to_le_bytes, false), Encoding::Utf16Le, false),
        (utf16(text, u16::to_be_bytes, false), Encoding::Utf16Be, false),
        (b"title,tasks\ncaf\xE9 owner,makes coffee\n".to_vec(), Encoding::Windows1252, false),
    ];
    for (bytes, encoding, mark) in cases {
        let reader = open("a.csv", &bytes).unwrap();
        assert_eq!((reader.encoding(), reader.had_bom()), (Some(encoding), mark));
        assert_eq!(reader.columns(), ["title", "tasks"]);
        assert_eq!(reader.notes().is_empty(), mark || encoding == Encoding::Utf8, "{:?}", reader.notes());
        assert_eq!(rows(reader), [["café owner", "makes coffee"]]);
        let from_stream = RowReader::from_reader(Cursor::new(bytes), &ReadOptions::default()).unwrap();
        assert_eq!(from_stream.encoding(), Some(encoding));
        assert_eq!(rows(from_stream), [["café owner", "makes coffee"]]);
    }
}

#[test]
fn a_stream_judged_by_its_first_megabyte_reports_what_does_not_fit_later() {
    let mut bytes = b"title\n".to_vec();
    while bytes.len() <= SAMPLE {
        bytes.extend_from_slice(b"nurse\n");
    }
    bytes.extend_from_slice(b"caf\xE9\n");
    let mut reader = RowReader::from_reader(Cursor::new(bytes), &ReadOptions::default()).unwrap();
    assert_eq!((reader.encoding(), reader.input_bytes()), (Some(Encoding::Utf8), None));
    let mut batch = Vec::new();
    let mut last = String::new();
    while reader.read_batch(&mut batch, 1000).unwrap() > 0 {
        last = batch.last().unwrap().cell(0).to_owned();
    }
    assert_eq!(last, "caf\u{FFFD}");
    let problems = reader.take_problems();
    assert_eq!((problems.len(), problems[0].kind), (1, ProblemKind::Undecodable));
    assert!(reader.take_problems().is_empty());
}

#[test]
fn a_damaged_utf8_file_keeps_its_other_rows_and_lists_the_damage() {
    let clean = "barista,naïve\n".repeat(100_000);
    let cases: [(&[u8], usize); 3] = [
        (b"job_title,note\ncaf\xC3\xA9 manager,ok\nbarista,na\xC3\xAFve\nnurse,bad\xE9byte\n", 2),
        (b"job_title,note\nnurse,ok\nowner,caf\xC3", 1),
        (&[b"job_title,note\n", clean.as_bytes(), b"nurse,bad\xE9byte\n"].concat(), 100_000),
    ];
    for (bytes, damaged) in cases {
        let (_folder, path) = file("a.csv", bytes);
        let shown = preview(&path, &ReadOptions::default()).unwrap();
        assert_eq!(shown.encoding, Some(Encoding::Utf8));
        assert!(shown.notes.iter().any(|note| note.contains("1 damaged place")), "{:?}", shown.notes);
        let mut reader = RowReader::open(&path, &ReadOptions::default()).unwrap();
        assert_eq!(reader.notes(), shown.notes);
        let mut rows = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            rows.push(row);
        }
        assert!(rows[..damaged].iter().all(|row| !row.cell(1).contains(['\u{FFFD}', 'Ã'])));
        assert!(rows[damaged].cell(1).contains('\u{FFFD}'), "{:?}", rows[damaged]);
        let problems = reader.take_problems();
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].record, problems[0].kind), (damaged as u64, ProblemKind::Undecodable));
    }
    let reader = open("a.csv", b"title\ncaf\xE9\n").unwrap();
    assert!(reader.notes().iter().any(|note| note.contains("Windows-1252")), "{:?}", reader.notes());
}

#[test]
fn an_encoding_that_a_person_chose_is_used() {
    let (_folder, path) = file("a.csv", b"title\n\xE2\x80\x93\n");
    let options = ReadOptions { encoding: Some(Encoding::Windows1252), ..ReadOptions::default() };
    let reader = RowReader::open(&path, &options).unwrap();
    assert_eq!(rows(reader), [["â€“"]]);
}

#[test]
fn a_file_without_header_has_numbered_columns() {
    let (_folder, path) = file("a.csv", b"nurse,cares\ncook,fries\n");
    let options = ReadOptions { has_header: false, ..ReadOptions::default() };
    let reader = RowReader::open(&path, &options).unwrap();
    assert_eq!(reader.columns(), ["column 1", "column 2"]);
    assert_eq!(rows(reader), [["nurse", "cares"], ["cook", "fries"]]);
}

#[test]
fn doubled_and_empty_names_are_told_apart_and_kept() {
    let reader = open("a.csv", b"title,,title\n1,2,3\n").unwrap();
    assert_eq!(reader.columns(), ["title", "column 2", "title (2)"]);
    assert_eq!(reader.header(), ["title", "", "title"]);
    assert_eq!(reader.notes().len(), 2);
    assert_eq!(
        (reader.column_named("title (2)"), reader.column_named("TITLE"), reader.column_named("x")),
        (Some(2), Some(0), None)
    );
}

#[test]
fn a_preview_tells_what_a_file_is() {
    let text: String = (0..5000).map(|number| format!("{number};nurse;cares, feeds\n")).collect();
    let (_folder, path) = file("a.txt", format!("id;Job Title;Main Tasks\n{text}").as_bytes());
    let preview = preview(&path, &ReadOptions::default()).unwrap();
    assert_eq!((preview.format, preview.delimiter), (Format::Csv, Some(b';')));
    assert_eq!((preview.guess.title, preview.guess.tasks), (Some(1), Some(2)));
    assert_eq!(preview.rows.len(), crate::PREVIEW_ROWS);
    assert_eq!(preview.rows[1], ["1", "nurse", "cares, feeds"]);
    assert!((4500..5500).contains(&preview.approximate_records.unwrap()), "{:?}", preview.approximate_records);
    assert_eq!(preview.notes, ["The delimiter is guessed: semicolon."]);
}

#[test]
fn a_header_alone_is_a_file_without_records() {
    for (name, text) in [("a.csv", "title,tasks"), ("a.tsv", "title\ttasks\r\n")] {
        let (_folder, path) = file(name, text.as_bytes());
        let preview = preview(&path, &ReadOptions::default()).unwrap();
        assert_eq!(preview.columns, ["title", "tasks"]);
        assert_eq!(preview.approximate_records, Some(0));
    }
}

#[test]
fn what_is_no_table_has_an_error_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let open_there = |name: &str| RowReader::open(&folder.path().join(name), &ReadOptions::default()).err().unwrap();
    assert!(matches!(open_there("none.csv"), FormatError::Missing { .. }));
    assert!(matches!(RowReader::open(folder.path(), &ReadOptions::default()), Err(FormatError::IsFolder { .. })));
    type Check = fn(&FormatError) -> bool;
    let cases: [(&str, &[u8], Check); 18] = [
        ("a.csv", b"\n{\"job_title\": \"nurse\"}\r\n{\"job_title\": \"cook\"}\r\n", |error| {
            matches!(error, FormatError::JsonLinesAsText { .. })
        }),
        ("a.tsv", b"sep=;\n\n", |error| matches!(error, FormatError::Empty { .. })),
        ("a.csv", b"\xFF\xFE\0\0t\0\0\0", |error| matches!(error, FormatError::Utf32 { .. })),
        ("a.jsonl", b"\0\0\xFE\xFF\0\0\0t", |error| matches!(error, FormatError::Utf32 { .. })),
        ("a.csv", b"", |error| matches!(error, FormatError::Empty { .. })),
        ("a.csv", b"\xEF\xBB\xBF", |error| matches!(error, FormatError::Empty { .. })),
        ("a.csv", b"\n\r\n", |error| matches!(error, FormatError::Empty { .. })),
        ("a.jsonl", b"", |error| matches!(error, FormatError::Empty { .. })),
        ("a.xlsx", b"", |error| matches!(error, FormatError::Empty { .. })),
        ("a.csv", b"PK\x03\x04\x14\0", |error| matches!(error, FormatError::Binary { .. })),
        ("a.csv", b"\x89PNG\r\n\x1A\n", |error| matches!(error, FormatError::Binary { .. })),
        ("a.tsv", b"\0\0\0\x01", |error| matches!(error, FormatError::Binary { .. })),
        ("a.jsonl", b"{\n\"a\": 1\n}", |error| matches!(error, FormatError::NoJsonLines { .. })),
        ("a.xlsx", b"title,tasks\n", |error| matches!(error, FormatError::NoWorkbook { .. })),
        ("a.xlsx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", |error| matches!(error, FormatError::OldWorkbook { .. })),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", |error| matches!(error, FormatError::OldWorkbook { .. })),
        ("a.pdf", b"%PDF", |error| matches!(error, FormatError::UnknownExtension { .. })),
        ("a.xlsx", b"PK\x03\x04\x14\0", |error| matches!(error, FormatError::DamagedWorkbook { .. })),
    ];
    for (name, bytes, expected) in cases {
        let error = open(name, bytes).err().unwrap();
        assert!(expected(&error), "{name}: {error:?}");
        assert!(error.to_string().len() > 40, "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_system_that_refuses_to_read_is_told_apart() {
    let denied = io::Error::from(io::ErrorKind::PermissionDenied);
    assert!(matches!(FormatError::reading(Path::new("a.csv"), denied), FormatError::NoPermission { .. }));
    // A pipe or device is read as a stream.
    let options = ReadOptions { format: Some(Format::Csv), ..ReadOptions::default() };
    assert!(matches!(RowReader::open(Path::new("/dev/null"), &options), Err(FormatError::Empty { .. })));
}

#[test]
fn only_csv_and_tsv_come_by_stream() {
    let options = ReadOptions { format: Some(Format::Jsonl), ..ReadOptions::default() };
    assert!(matches!(RowReader::from_reader(Cursor::new("{}"), &options), Err(FormatError::NoStream { .. })));
}

#[test]
fn json_lines_by_stream_are_named() {
    let error =
        RowReader::from_reader(Cursor::new("{\"job_title\":\"nurse\"}\n"), &ReadOptions::default()).err().unwrap();
    let words = error.to_string();
    assert!(words.contains("Standard input holds JSON lines") && words.contains(".jsonl"), "{words}");
    assert_eq!(open("a.csv", b"{title},tasks\n1,2\n").unwrap().header(), ["{title}", "tasks"]);
}

#[test]
fn a_first_line_that_names_the_delimiter_is_no_header() {
    let text = "sep=;\r\ntitle;tasks, duties\r\nnurse;feeds, washes\r\ncook\r\n";
    for bytes in [text.as_bytes().to_vec(), utf16(text, u16::to_le_bytes, true), format!("\u{FEFF}{text}").into_bytes()]
    {
        let mut reader = open("a.csv", &bytes).unwrap();
        assert_eq!((reader.header().join("|"), reader.delimiter()), ("title|tasks, duties".to_owned(), Some(b';')));
        assert!(
            reader.notes().contains(&"The file names its delimiter: semicolon.".to_owned()),
            "{:?}",
            reader.notes()
        );
        let row = reader.next_row().unwrap().unwrap();
        assert_eq!((row.line(), row.cell(0), row.cell(1)), (3, "nurse", "feeds, washes"));
        assert_eq!(reader.next_row().unwrap().unwrap().line(), 4);
    }
    // A delimiter that a person chose wins, and the line is left out all the same.
    let (_folder, path) = file("a.csv", text.as_bytes());
    let options = ReadOptions { delimiter: Some(b','), ..ReadOptions::default() };
    assert_eq!(RowReader::open(&path, &options).unwrap().header(), ["title;tasks", " duties"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_name_is_read_as_csv() {
    let (_folder, path) = file("a", b"title\nnurse\n");
    let opened = File::open(&path).unwrap();
    let name = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&opened));
    let reader = RowReader::open(Path::new(&name), &ReadOptions::default()).unwrap();
    assert_eq!(rows(reader), [["nurse"]]);
    let nothing = RowReader::open(Path::new("/dev/null"), &ReadOptions::default());
    assert!(matches!(nothing, Err(FormatError::Empty { .. })));

    let (receiver, mut sender) = io::pipe().unwrap();
    io::Write::write_all(&mut sender, b"title\ncook\n").unwrap();
    drop(sender);
    let name = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&receiver));
    let reader = RowReader::open(Path::new(&name), &ReadOptions::default()).unwrap();
    assert_eq!((reader.input_bytes(), rows(reader)), (None, vec![vec!["cook".to_owned()]]));
}

#[test]
fn the_sheet_that_is_read_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("Data").unwrap().write_string(0, 0, "title").unwrap();
    workbook.add_worksheet().set_name("Codes").unwrap();
    workbook.save(&path).unwrap();
    let preview = preview(&path, &ReadOptions::default()).unwrap();
    assert_eq!(preview.notes, ["Sheet “Data” is read. The others are: Codes."]);
}

#[test]
fn progress_ends_at_the_length_of_the_file() {
    let mut reader = open("a.csv", b"a\n1\n2\n").unwrap();
    while reader.next_row().unwrap().is_some() {}
    assert_eq!((reader.bytes_read(), reader.input_bytes()), (6, Some(6)));
}

#[test]
fn json_lines_in_utf16_are_read() {
    let reader = open("a.jsonl", &utf16("{\"a\":\"é\"}\n{\"a\":\"b\"}\n", u16::to_le_bytes, true)).unwrap();
    assert_eq!(rows(reader), [["é"], ["b"]]);
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_rows_or_an_error_and_never_a_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), kind in 0usize..3) {
        let mut bytes = bytes;
        if kind == 2 {
            bytes.splice(0..0, *b"{\"a\":\"b\"}\n");
        }
        let format = [Format::Csv, Format::Tsv, Format::Jsonl][kind];
        let (_folder, path) = file("a", &bytes);
        for encoding in [None, Some(Encoding::Utf8), Some(Encoding::Utf16Be)] {
            let options = ReadOptions { format: Some(format), encoding, ..ReadOptions::default() };
            if let Ok(mut reader) = RowReader::open(&path, &options) {
                let columns = reader.columns().len();
                while let Some(row) = reader.next_row().unwrap() {
                    assert_eq!(row.len(), columns);
                }
            }
        }
    }

    #[test]
    fn delimited_text_of_odd_pieces_never_panics(text in "([,;\"\r\n\u{0}aé]|\"\"){0,60}") {
        let reader = RowReader::from_reader(Cursor::new(text.into_bytes()), &ReadOptions { encoding: Some(Encoding::Utf8), ..ReadOptions::default() });
        if let Ok(reader) = reader {
            let columns = reader.columns().len();
            assert!(rows(reader).iter().all(|row| row.len() == columns));
        }
    }
}
