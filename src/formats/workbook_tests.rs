//! Workbooks as spreadsheets write them.

use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

use super::*;

fn saved(workbook: &mut Workbook) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    workbook.save(&path).unwrap();
    (folder, path)
}

fn read(path: &Path, sheet: Option<&str>) -> Result<(WorkbookReader, Vec<Row>, Vec<RowProblem>), FormatError> {
    let mut problems = Vec::new();
    let mut reader = WorkbookReader::open(path, sheet, true, &mut problems)?;
    let names = reader.header().to_vec();
    let (mut rows, mut row) = (Vec::new(), Row::default());
    while reader.read_row(&mut row, &names, &mut problems)? {
        rows.push(row.clone());
    }
    assert!(!reader.read_row(&mut row, &names, &mut problems)?);
    Ok((reader, rows, problems))
}

#[test]
fn values_become_the_text_that_a_person_expects() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = |code: &str| CellFormat::new().set_num_format(code);
    let noon = ExcelDateTime::parse_from_str("2025-10-13 12:30:00").unwrap();
    let clock = ExcelDateTime::parse_from_str("07:05").unwrap();
    for column in 0..10 {
        sheet.write_string(0, column, format!("c{column}")).unwrap();
    }
    sheet.write_string(1, 0, "099888").unwrap();
    sheet.write_number(1, 1, 371_131).unwrap();
    sheet.write_number(1, 2, 0.1).unwrap();
    sheet.write_boolean(1, 3, true).unwrap();
    sheet.write_datetime_with_format(1, 4, &noon, &format("dd/mm/yyyy hh:mm")).unwrap();
    sheet.write_number_with_format(1, 5, 45_943, &format("d/m/yyyy")).unwrap();
    sheet.write_datetime_with_format(1, 6, &clock, &format("hh:mm")).unwrap();
    sheet.write_number_with_format(1, 7, 1.5, &format("[h]:mm:ss")).unwrap();
    sheet.write_string(1, 8, " a_x000D_\r\n\u{1}b ").unwrap();
    sheet.write_number(1, 9, 1e22).unwrap();
    let (_folder, path) = saved(&mut workbook);
    let (_, rows, problems) = read(&path, None).unwrap();
    assert_eq!(
        rows[0].cells().collect::<Vec<_>>(),
        [
            "099888",
            "371131",
            "0.1",
            "TRUE",
            "2025-10-13T12:30:00",
            "2025-10-13",
            "07:05:00",
            "36:00:00",
            " a_x000D_\r\n\u{1}b ",
            "1e22"
        ]
    );
    assert!(problems.is_empty());
}

#[test]
fn empty_rows_between_others_are_records_and_short_rows_are_no_problem() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, column, text) in
        [(2, 0, "title"), (2, 1, "tasks"), (3, 0, "nurse"), (6, 1, "cooks"), (7, 0, "x"), (7, 3, "y")]
    {
        sheet.write_string(row, column, text).unwrap();
    }
    sheet.write_blank(9, 0, &CellFormat::new().set_bold()).unwrap();
    let (_folder, path) = saved(&mut workbook);
    let (reader, rows, problems) = read(&path, None).unwrap();
    assert_eq!(reader.header(), ["title", "tasks"]);
    let cells: Vec<_> =
        rows.iter().map(|row| (row.number(), row.line(), row.cell(0), row.cell(1), row.len())).collect();
    assert_eq!(
        cells,
        [(0, 4, "nurse", "", 2), (1, 5, "", "", 2), (2, 6, "", "", 2), (3, 7, "", "cooks", 2), (4, 8, "x", "", 2)]
    );
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].kind, problems[0].detail.as_str()), (ProblemKind::SurplusCells, ",y"));
}

#[test]
fn the_first_visible_sheet_with_content_is_read_unless_one_is_chosen() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap();
    workbook.add_worksheet().set_name("Hidden").unwrap().set_hidden(true).write_string(0, 0, "secret").unwrap();
    workbook.add_worksheet().set_name("Answers").unwrap().write_string(0, 0, "title").unwrap();
    workbook.add_worksheet().set_name("More").unwrap().write_string(0, 0, "other").unwrap();
    let (_folder, path) = saved(&mut workbook);
    let (reader, rows, _) = read(&path, None).unwrap();
    assert_eq!((reader.sheet(), reader.header(), rows.len()), ("Answers", &["title".to_owned()][..], 0));
    assert_eq!(reader.sheets(), ["Notes", "Hidden", "Answers", "More"]);
    assert_eq!(read(&path, Some("More")).unwrap().0.header(), ["other"]);
    assert!(matches!(read(&path, Some("Notes")), Err(FormatError::EmptySheet { .. })));
    assert!(matches!(read(&path, Some("None")), Err(FormatError::NoSheet { sheets, .. }) if sheets.len() == 4));
}

#[test]
fn a_truncated_workbook_is_damaged() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..5000 {
        sheet.write_number(row, 0, f64::from(row) * 1.7).unwrap();
    }
    let (_folder, path) = saved(&mut workbook);
    let bytes = std::fs::read(&path).unwrap();
    for length in [100, bytes.len() / 2, bytes.len() - 30] {
        std::fs::write(&path, &bytes[..length]).unwrap();
        assert!(matches!(read(&path, None), Err(FormatError::DamagedWorkbook { .. })), "{length}");
    }
    // The directory at the end is whole, the sheet is not.
    let mut spoilt = bytes.clone();
    spoilt[1000..6000].fill(0xAA);
    std::fs::write(&path, &spoilt).unwrap();
    assert!(read(&path, None).is_err());
}

#[test]
fn a_reader_that_is_dropped_early_leaves_nothing_waiting() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..20_000 {
        sheet.write_number(row, 0, row).unwrap();
    }
    let (_folder, path) = saved(&mut workbook);
    let mut reader = WorkbookReader::open(&path, None, true, &mut Vec::new()).unwrap();
    assert!(reader.read_row(&mut Row::default(), &[], &mut Vec::new()).unwrap());
    assert_eq!(reader.approximate_records(), Some(19_999));
}

/// The smallest compound file that holds a stream of this name, as encrypted workbooks do.
fn compound_file(stream: &str) -> Vec<u8> {
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let entry = |name: &str, kind: u8, start: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u8 + 2;
        entry.resize(128, 0);
        entry[64] = length;
        entry[66] = kind;
        entry[68..80].fill(0xFF);
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry
    };
    let (end, free) = (0xFFFF_FFFE_u32, 0xFFFF_FFFF_u32);
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(24, 0);
    file.extend_from_slice(&[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    file.extend(words(&[0, 1, 1, 0, 4096, end, 0, end, 0, 0]));
    file.resize(512, 0xFF);
    file.extend(words(&[0xFFFF_FFFD, end]));
    file.extend(words(&[free; 126]));
    file.extend(entry("Root Entry", 5, end));
    file.extend(entry(stream, 2, end));
    file.resize(512 * 4, 0);
    file
}

#[test]
fn a_password_is_told_apart_from_the_old_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, compound_file("EncryptedPackage")).unwrap();
    assert!(matches!(read(&path, None), Err(FormatError::Password { .. })));
    std::fs::write(&path, compound_file("Workbook")).unwrap();
    assert!(matches!(read(&path, None), Err(FormatError::OldWorkbook { .. })));
}

#[test]
fn far_cells_without_content_cost_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let grey = CellFormat::new().set_bold();
    sheet.write_string(0, 0, "title").unwrap();
    sheet.write_string(0, 16_383, " ").unwrap();
    sheet.write_string(1, 0, "nurse").unwrap();
    sheet.write_string(1, 16_383, " ").unwrap();
    sheet.write_blank(2, 700, &grey).unwrap();
    sheet.write_blank(900_000, 3, &grey).unwrap();
    sheet.write_string(1_048_575, 0, " ").unwrap();
    let (_folder, path) = saved(&mut workbook);
    let (reader, rows, problems) = read(&path, None).unwrap();
    assert_eq!(reader.header(), ["title"]);
    assert_eq!(rows.iter().map(|row| row.cells().collect()).collect::<Vec<Vec<_>>>(), [["nurse"]]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_stray_cell_far_from_the_table_is_named_and_refused() {
    let stray = |cells: &[(u32, u16)]| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, column) in cells {
            sheet.write_string(*row, *column, "x").unwrap();
        }
        let (_folder, path) = saved(&mut workbook);
        match read(&path, None) {
            Err(FormatError::StrayCell { cell, gap, .. }) => (cell, gap),
            Err(other) => panic!("{other}"),
            Ok((_, rows, _)) => panic!("{} rows", rows.len()),
        }
    };
    assert_eq!(stray(&[(0, 0), (0, 16_383), (1_048_575, 0)]), ("XFD1".to_owned(), "16382 columns".to_owned()));
    assert_eq!(stray(&[(0, 0), (1, 0), (1_048_575, 0)]), ("A1048576".to_owned(), "1048573 rows".to_owned()));
    // Wide and with many gaps, so that the blank cells are too many before the blank rows are.
    let wide: Vec<(u32, u16)> = (0..10).map(|at| (0, at * 900)).chain((1..30).map(|at| (at * 2000, 0))).collect();
    assert_eq!(stray(&wide).1, "1999 rows");
}

#[test]
fn surplus_cells_far_behind_the_columns_are_named() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..3 {
        sheet.write_string(row, 0, "a").unwrap();
    }
    sheet.write_string(1, 16_383, "x").unwrap();
    let (_folder, path) = saved(&mut workbook);
    let (_, rows, problems) = read(&path, None).unwrap();
    assert_eq!((rows.len(), rows[0].len()), (2, 1));
    assert_eq!((problems.len(), problems[0].detail.as_str()), (1, "XFD2: x"));
}

/// A workbook with these sheets: their names and the cells of their first rows.
fn with_sheets(sheets: &[(&str, &[&str])]) -> (tempfile::TempDir, PathBuf) {
    let mut workbook = Workbook::new();
    for (name, header) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (at, cell) in header.iter().enumerate() {
            sheet.write_string(0, at as u16, *cell).unwrap();
        }
    }
    saved(&mut workbook)
}

#[test]
fn the_only_sheet_with_a_column_of_titles_is_read_and_said_so() {
    let (_folder, path) =
        with_sheets(&[("Read me", &["Collected in 2024"]), ("Data", &["id", "job_title"]), ("X", &[])]);
    let (reader, _, _) = read(&path, None).unwrap();
    assert_eq!(reader.sheet(), "Data");
    let note = reader.note().unwrap();
    assert!(note.contains("“Data”") && note.contains("it alone") && note.contains("Read me, X"), "{note}");
    let note = read(&path, Some("Read me")).unwrap().0.note().unwrap();
    assert!(note.contains("“Read me” is read.") && note.contains("Data, X"), "{note}");
    // Without a header there are no names to go by.
    assert_eq!(WorkbookReader::open(&path, None, false, &mut Vec::new()).unwrap().sheet(), "Read me");

    let first = |sheets: &[(&str, &[&str])]| {
        let (_folder, path) = with_sheets(sheets);
        let (reader, _, _) = read(&path, None).unwrap();
        (reader.sheet().to_owned(), reader.note().is_some())
    };
    let answers: &[&str] = &["job_title"];
    assert_eq!(first(&[("A", answers), ("B", answers)]), ("A".to_owned(), true));
    assert_eq!(first(&[("Notes", &["x"]), ("A", answers), ("B", answers)]), ("Notes".to_owned(), true));
    assert_eq!(first(&[("A", &["x"])]), ("A".to_owned(), false));
}

#[test]
fn an_empty_sheet_is_not_advised_to_be_chosen() {
    let (_folder, path) = with_sheets(&[("Data", &[]), ("Empty", &[]), ("Answers", &["job_title"])]);
    let error = read(&path, Some("Data")).err().unwrap().to_string();
    assert!(error.ends_with("Choose another sheet; with content: Answers."), "{error}");
    let (_folder, path) = with_sheets(&[("Data", &[])]);
    let error = read(&path, None).err().unwrap().to_string();
    assert!(error.contains("No other sheet has content") && !error.contains("Choose"), "{error}");
}

#[test]
fn an_endless_text_in_a_cell_has_words_of_its_own() {
    let mut rows = SheetRows::new(Path::new("a.xlsx"), "Data");
    rows.add((0, 0), |text| text.push('a')).unwrap();
    let long = "y".repeat(crate::LARGEST_CELL + 1);
    let error = rows.add((6, 0), |text| text.push_str(&long)).err().unwrap();
    assert!(matches!(error, FormatError::TooLargeText { line: 7, .. }), "{error}");
    let words = error.to_string();
    assert!(words.starts_with("Row 7 of a.xlsx") && !words.contains("quote"), "{words}");
}
