//! Parquet files of other programs, of this one, and damaged ones.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray, Int96};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

use crate::{Cell, Format, FormatError, ProblemKind, ReadOptions, Row, RowReader, RowWriter, WriteOptions, preview};

/// Writes two records of optional columns in two row groups: the second has null everywhere.
fn foreign(path: &Path, schema: &str, properties: WriterProperties) {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::new(properties)).unwrap();
    for levels in [[1i16], [0]] {
        let mut group = writer.next_row_group().unwrap();
        while let Some(mut column) = group.next_column().unwrap() {
            let count = usize::from(levels[0] > 0);
            let levels = Some(&levels[..]);
            match column.untyped() {
                ColumnWriter::BoolColumnWriter(writer) => writer.write_batch(&[true][..count], levels, None),
                ColumnWriter::Int32ColumnWriter(writer) => writer.write_batch(&[20_777][..count], levels, None),
                ColumnWriter::Int64ColumnWriter(writer) => {
                    writer.write_batch(&[1_795_165_657_123][..count], levels, None)
                }
                ColumnWriter::Int96ColumnWriter(writer) => {
                    let mut moment = Int96::new();
                    moment.set_data(0, 0, 2_440_588);
                    writer.write_batch(&[moment][..count], levels, None)
                }
                ColumnWriter::FloatColumnWriter(writer) => writer.write_batch(&[0.1][..count], levels, None),
                ColumnWriter::DoubleColumnWriter(writer) => writer.write_batch(&[f64::NAN][..count], levels, None),
                ColumnWriter::ByteArrayColumnWriter(writer) => {
                    writer.write_batch(&[ByteArray::from("café\n,")][..count], levels, None)
                }
                ColumnWriter::FixedLenByteArrayColumnWriter(writer) => {
                    let bytes = FixedLenByteArray::from(ByteArray::from(vec![0xFF, 0x38]));
                    writer.write_batch(&[bytes][..count], levels, None)
                }
            }
            .unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
}

fn rows(path: &Path) -> Result<Vec<Vec<String>>, FormatError> {
    let mut reader = RowReader::open(path, &ReadOptions::default())?;
    let (mut found, mut row) = (Vec::new(), Row::default());
    while reader.read_row(&mut row)? {
        found.push(row.cells().map(str::to_owned).collect());
    }
    Ok(found)
}

const TYPES: [(&str, &str); 12] = [
    ("optional boolean a", "true"),
    ("optional int32 a", "20777"),
    ("optional int32 a (DATE)", "2026-11-20"),
    ("optional int32 a (DECIMAL(9,2))", "207.77"),
    ("optional int64 a (TIMESTAMP(MILLIS,true))", "2026-11-20T09:07:37.123Z"),
    ("optional int64 a (TIMESTAMP(NANOS,false))", "1970-01-01T00:29:55.165657123"),
    ("optional int64 a (TIMESTAMP_MICROS)", "1970-01-21T18:39:25.657123Z"),
    ("optional int96 a", "1970-01-01T00:00:00"),
    ("optional float a", "0.1"),
    ("optional double a", ""),
    ("optional binary a (UTF8)", "café\n,"),
    ("optional fixed_len_byte_array(2) a (DECIMAL(4,1))", "-20.0"),
];

#[test]
fn values_of_every_kind_are_text_and_null_is_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (at, (field, text)) in TYPES.into_iter().enumerate() {
        let path = folder.path().join(format!("{at}.parquet"));
        foreign(&path, &format!("message m {{ {field}; }}"), WriterProperties::new());
        assert_eq!(rows(&path).unwrap(), [[text], [""]], "{field}");
    }
}

#[test]
fn a_parquet_file_is_known_by_its_beginning_whatever_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    foreign(&path, "message m { optional binary job_title; optional double weight; }", WriterProperties::new());
    let preview = preview(&path, &ReadOptions::default()).unwrap();
    assert_eq!((preview.format, preview.approximate_records), (Format::Parquet, Some(2)));
    assert_eq!((preview.columns.len(), preview.guess.title), (2, Some(0)));
    let named = ReadOptions { format: Some(Format::Csv), ..ReadOptions::default() };
    assert!(matches!(RowReader::open(&path, &named), Err(FormatError::Binary { .. })));
    fs::write(folder.path().join("text.parquet"), "job_title\nnurse\n").unwrap();
    let error = rows(&folder.path().join("text.parquet")).unwrap_err();
    assert!(matches!(error, FormatError::DamagedParquet { .. }), "{error}");
}

#[test]
fn what_is_no_table_of_values_is_refused_by_the_name_of_its_column() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nested.parquet");
    let refused = |schema: &str| {
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let out = File::create(&path).unwrap();
        SerializedFileWriter::new(out, schema, Arc::new(WriterProperties::new())).unwrap().close().unwrap();
        rows(&path).unwrap_err()
    };
    for nested in ["repeated binary jobs (UTF8);", "optional group jobs { optional binary title (UTF8); }"] {
        let error = refused(&format!("message m {{ required int32 id; {nested} }}"));
        assert!(matches!(&error, FormatError::NestedColumn { column, .. } if column == "jobs"), "{error}");
    }
    let error = refused("message m { required fixed_len_byte_array(12) span (INTERVAL); }");
    assert!(matches!(&error, FormatError::ColumnKind { column, .. } if column == "span"), "{error}");
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bytes.parquet");
    let schema = Arc::new(parse_message_type("message m { required binary a; }").unwrap());
    let mut writer =
        SerializedFileWriter::new(File::create(&path).unwrap(), schema, Arc::new(WriterProperties::new())).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    if let ColumnWriter::ByteArrayColumnWriter(writer) = column.untyped() {
        writer.write_batch(&[ByteArray::from("a"), ByteArray::from(vec![b'b', 0xFF])], None, None).unwrap();
    }
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    let mut reader = RowReader::open(&path, &ReadOptions::default()).unwrap();
    let mut batch = Vec::new();
    assert_eq!(reader.read_batch(&mut batch, 9).unwrap(), 2);
    assert_eq!(batch[1].cell(0), "b\u{FFFD}");
    let problems = reader.take_problems();
    assert_eq!((problems[0].record, problems[0].kind), (1, ProblemKind::Undecodable));
}

/// What this program writes: two text columns, a code and a probability.
fn ours(path: &Path, records: usize) {
    let header = ["id", "job title"].map(str::to_owned);
    let options = WriteOptions { numbers: vec!["occ_confidence".to_owned()], ..WriteOptions::default() };
    let added = ["occ_code", "occ_confidence"];
    let mut writer = RowWriter::create(path, Format::Parquet, &header, &added, &options).unwrap();
    for record in 0..records {
        let id = record.to_string();
        let code = if record % 3 == 0 { Cell::Empty } else { Cell::Text("099960") };
        let confidence = if record % 2 == 0 { Cell::Number { value: 0.747_93, decimals: 4 } } else { Cell::Empty };
        writer.write_record(None, [id.as_str(), "nurse"], &[code, confidence]).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn codes_are_text_probabilities_are_numbers_and_the_bytes_are_always_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (path, again) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    ours(&path, 70_000);
    ours(&again, 70_000);
    assert!(fs::read(&path).unwrap() == fs::read(&again).unwrap());
    let found = rows(&path).unwrap();
    assert_eq!(found.len(), 70_000);
    assert_eq!(found[0], ["0", "nurse", "", "0.7479"]);
    assert_eq!(found[69_999], ["69999", "nurse", "", ""]);
    assert_eq!(found[65_537], ["65537", "nurse", "099960", ""]);
    ours(&path, 0);
    assert_eq!(rows(&path).unwrap(), [] as [Vec<String>; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_told_and_never_panics(at in any::<prop::sample::Index>(), to in any::<u8>(), cut in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        ours(&path, 5);
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = to }
        fs::write(&path, &bytes).unwrap();
        // Read or refused; what it must not do is panic or go on for ever.
        let _ = rows(&path);
    }
}
