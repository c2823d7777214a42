//! An interrupted process leaves no temporary files. Alone in its process, since all that is open there is abandoned.

use std::fs;
use std::path::Path;

use formats::{Format, FormatError, RowWriter, WriteOptions, abandon_all};

fn begun(path: &Path, format: Format) -> RowWriter {
    let mut writer = RowWriter::create(path, format, &["title".to_owned()], &[], &WriteOptions::default()).unwrap();
    writer.write_record(None, ["nurse"], &[]).unwrap();
    writer
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn what_is_being_written_is_abandoned_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), "before").unwrap();
    let writers = [("a.csv", Format::Csv), ("b.xlsx", Format::Xlsx), ("c.jsonl", Format::Jsonl)]
        .map(|(name, format)| begun(&at(name), format));
    assert_eq!(names(folder.path()).len(), 4);

    abandon_all();
    assert_eq!(names(folder.path()), ["a.csv"]);
    assert_eq!(fs::read_to_string(at("a.csv")).unwrap(), "before");

    for writer in writers {
        let error = writer.finish().unwrap_err();
        assert!(matches!(error, FormatError::Write { .. }), "{error}");
        assert!(error.to_string().contains("interrupted"), "{error}");
    }
    assert_eq!(names(folder.path()), ["a.csv"]);

    begun(&at("d.csv"), Format::Csv).finish().unwrap();
    assert_eq!(fs::read_to_string(at("d.csv")).unwrap(), "title\nnurse\n");
}
