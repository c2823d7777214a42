//! What is written, where, and what is left when writing fails.

use std::fs;
use std::sync::{Arc, Mutex};

use super::*;
use crate::{ReadOptions, RowReader};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const CONFIDENCE: Cell<'_> = Cell::Number { value: 0.7481, decimals: 3 };

/// What is written of two records in this format.
fn written(format: Format, options: &WriteOptions) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let header = names(&["title", "a,b"]);
    let mut writer = RowWriter::create(&path, format, &header, &["occ_code", "occ_confidence"], options).unwrap();
    writer.write_record(None, ["=1+1", "x\t\"y\"\n"], &[Cell::Text("099888"), CONFIDENCE]).unwrap();
    writer
        .write_row(&Row::new(1, 3, ["nurse", ""]), &[Cell::Empty, Cell::Number { value: f64::NAN, decimals: 3 }])
        .unwrap();
    assert!(!path.exists());
    writer.finish().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    fs::read_to_string(&path).unwrap()
}

#[test]
fn csv_and_tsv_are_quoted_where_needed() {
    assert_eq!(
        written(Format::Csv, &WriteOptions::default()),
        "title,\"a,b\",occ_code,occ_confidence\n=1+1,\"x\t\"\"y\"\"\n\",099888,0.748\nnurse,,,\n"
    );
    assert_eq!(
        written(Format::Tsv, &WriteOptions::default()),
        "title\ta,b\tocc_code\tocc_confidence\n=1+1\t\"x\t\"\"y\"\"\n\"\t099888\t0.748\nnurse\t\t\t\n"
    );
}

#[test]
fn spreadsheet_safe_text_gets_an_apostrophe() {
    let text = written(Format::Csv, &WriteOptions { spreadsheet_safe: true, ..WriteOptions::default() });
    assert!(text.contains("\n'=1+1,"), "{text}");
}

#[test]
fn json_lines_have_strings_numbers_and_nulls() {
    assert_eq!(
        written(Format::Jsonl, &WriteOptions::default()),
        "{\"title\":\"=1+1\",\"a,b\":\"x\\t\\\"y\\\"\\n\",\"occ_code\":\"099888\",\"occ_confidence\":0.748}\n\
         {\"title\":\"nurse\",\"a,b\":\"\",\"occ_code\":null,\"occ_confidence\":null}\n"
    );
}

#[test]
fn json_objects_keep_types_and_the_order_of_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl"));
    fs::write(&input, "{\"n\":1.50, \"title\":\"x\"}\n{}\nno object\n{\"z\": [1, 2] }\n").unwrap();
    let mut reader = RowReader::open(&input, &ReadOptions::default()).unwrap();
    let mut writer =
        RowWriter::create(&output, Format::Jsonl, reader.header(), &["occ_code"], &WriteOptions::default()).unwrap();
    while let Some(row) = reader.next_row().unwrap() {
        writer.write_row(&row, &[Cell::Text("1")]).unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(
        fs::read_to_string(&output).unwrap(),
        "{\"n\":1.50, \"title\":\"x\",\"occ_code\":\"1\"}\n{\"occ_code\":\"1\"}\n\
         {\"n\":\"\",\"title\":\"\",\"z\":\"\",\"occ_code\":\"1\"}\n{\"z\": [1, 2],\"occ_code\":\"1\"}\n"
    );
}

#[test]
fn sheets_hold_text_cells_and_number_cells() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.xlsx");
    for _ in 0..2 {
        let mut writer =
            RowWriter::create(&path, Format::Xlsx, &names(&["title"]), &["code", "p"], &WriteOptions::default())
                .unwrap();
        writer.write_record(None, ["=1+1"], &[Cell::Text("099888"), CONFIDENCE]).unwrap();
        writer.finish().unwrap();
    }
    let mut workbook: Xlsx<_> = open_workbook(&path).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(range.rows().nth(1).unwrap(), [text("=1+1"), text("099888"), Data::Float(0.748)]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let bytes = |_| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.xlsx");
        let mut writer = RowWriter::create(&path, Format::Xlsx, &names(&["a"]), &[], &WriteOptions::default()).unwrap();
        writer.write_record(None, ["x"], &[]).unwrap();
        writer.finish().unwrap();
        fs::read(&path).unwrap()
    };
    assert_eq!(bytes(1), bytes(2));
}

#[test]
fn the_input_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.csv");
    fs::write(&input, "title\n").unwrap();
    let options = WriteOptions { inputs: vec![input.clone()], ..WriteOptions::default() };
    let other_way = folder.path().join(".").join("in.csv");
    for path in [&input, &other_way] {
        let result = RowWriter::create(path, Format::Csv, &names(&["title"]), &["code"], &options);
        assert!(matches!(result, Err(FormatError::SameFile { .. })));
    }
    #[cfg(unix)]
    {
        let link = folder.path().join("link.csv");
        std::os::unix::fs::symlink(&input, &link).unwrap();
        let result = RowWriter::create(&link, Format::Csv, &names(&["title"]), &["code"], &options);
        assert!(matches!(result, Err(FormatError::SameFile { .. })));
    }
    assert_eq!(fs::read_to_string(&input).unwrap(), "title\n");
}

#[test]
fn a_writer_that_is_dropped_leaves_the_target_as_it_was() {
    for format in Format::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "before").unwrap();
        let mut writer = RowWriter::create(&path, format, &names(&["a"]), &[], &WriteOptions::default()).unwrap();
        writer.write_record(None, ["x"], &[]).unwrap();
        drop(writer);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn columns_that_are_there_already_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    for name in ["occ_code", "OCC_Code", " occ_code", "Occ_code\u{A0}"] {
        let header = names(&["a", name]);
        let result = RowWriter::create(&path, Format::Csv, &header, &["x", "occ_code"], &WriteOptions::default());
        assert!(matches!(result, Err(FormatError::ColumnExists { column }) if column == name));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn places_that_cannot_be_written_to_have_their_errors() {
    let folder = tempfile::tempdir().unwrap();
    let create = |path: &Path| {
        RowWriter::create(path, Format::Csv, &names(&["a"]), &[], &WriteOptions::default()).err().unwrap()
    };
    assert!(matches!(create(folder.path()), FormatError::IsFolder { .. }));
    assert!(matches!(create(&folder.path().join("none/out.csv")), FormatError::NoFolder { .. }));
}

/// A device without room is the one way to fill a drive that every Linux offers.
#[cfg(target_os = "linux")]
#[test]
fn a_full_drive_is_called_so_at_the_end_and_on_the_way() {
    for (format, records) in [Format::Csv, Format::Jsonl, Format::Xlsx].into_iter().flat_map(|f| [(f, 1), (f, 100_000)])
    {
        let write = || {
            let path = Path::new("/dev/full");
            let mut writer = RowWriter::create(path, format, &names(&["a"]), &[], &WriteOptions::default())?;
            for record in 0..records {
                writer.write_record(None, [record.to_string().repeat(5).as_str()], &[])?;
            }
            writer.finish()
        };
        let result = write();
        assert!(matches!(result, Err(FormatError::DiskFull { .. })), "{format:?} {records} {result:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn device_names_are_written_to_as_csv() {
    let path = Path::new("/dev/full");
    assert_eq!(Format::from_path(path).unwrap(), Format::Csv);
    let error = crate::write_file(path, b"title\n").unwrap_err();
    assert!(matches!(error, FormatError::DiskFull { .. }), "{error}");
    crate::write_file(Path::new("/dev/null"), b"title\n").unwrap();

    // A name under which a process finds a file that someone else has opened: the file is written on, not replaced.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.csv");
    let opened = fs::File::create(&path).unwrap();
    let name = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&opened));
    (&opened).write_all(b"before\n").unwrap();
    crate::write_file(Path::new(&name), b"title\n").unwrap();
    drop(opened);
    assert_eq!(fs::read_to_string(&path).unwrap(), "before\ntitle\n");
}

#[test]
fn a_stream_gets_the_same_text_and_its_errors_are_told() {
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    struct Broken;
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let stream = |out: Box<dyn Write + Send>, format| {
        let mut writer = RowWriter::to_writer(out, format, &names(&["a"]), &[], &WriteOptions::default())?;
        writer.write_record(None, [""], &[])?;
        writer.finish()
    };
    let out = Shared::default();
    stream(Box::new(out.clone()), Format::Csv).unwrap();
    assert_eq!(out.0.lock().unwrap().as_slice(), b"a\n\"\"\n");
    assert!(matches!(stream(Box::new(Broken), Format::Csv), Err(FormatError::Write { .. })));
    assert!(matches!(stream(Box::new(Broken), Format::Xlsx), Err(FormatError::NoStream { .. })));
}
