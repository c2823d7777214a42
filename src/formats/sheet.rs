//! A workbook with one sheet, written row by row.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::FormatError;
use crate::sink::Sink;

/// The most records a sheet holds, below its header.
pub const SHEET_RECORDS: u64 = 1_048_575;

/// The most columns a sheet holds.
pub const SHEET_COLUMNS: usize = 16_384;

/// The most characters a cell of a sheet holds, in UTF-16 units.
pub const SHEET_CELL_LENGTH: usize = 32_767;

const SHEET_PART: &str = "xl/worksheets/sheet1.xml";
const END_OF_ROWS: &str = "</sheetData>";
const CHUNK: usize = 1 << 16;

/// A sheet whose rows are compressed straight into the workbook. All else in the workbook is made by the library,
/// which would keep the rows in memory or in a second file as large as the sheet is unpacked.
pub(crate) struct SheetWriter {
    zip: ZipWriter<StreamWriter<BufWriter<FailsOnce>>>,
    path: PathBuf,
    names: Vec<String>,
    /// The letters of each column.
    letters: Vec<String>,
    /// Rows that are not handed on yet.
    xml: String,
    /// What stands behind the rows.
    tail: String,
    row: u64,
    column: usize,
}

impl SheetWriter {
    /// Begins a sheet with these column names.
    pub(crate) fn new(sink: Sink, path: &Path, names: Vec<String>) -> Result<SheetWriter, FormatError> {
        if names.len() > SHEET_COLUMNS {
            return Err(FormatError::SheetColumns { path: path.to_path_buf(), columns: names.len() });
        }
        let out = BufWriter::with_capacity(1 << 18, FailsOnce { sink, failed: false });
        let (zip, xml, tail) = begin(out).map_err(|source| FormatError::writing(path, source))?;
        let letters = (0..names.len() as u16).map(rust_xlsxwriter::utility::column_number_to_name).collect();
        let mut writer = SheetWriter { zip, path: path.to_path_buf(), names, letters, xml, tail, row: 0, column: 0 };
        for at in 0..writer.names.len() {
            let name = writer.names[at].clone();
            writer.text(&name)?;
        }
        writer.end_row()?;
        Ok(writer)
    }

    /// Writes a text cell; an empty one is left out.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), FormatError> {
        // One byte is never less than one unit, so that nearly all texts need no count.
        if text.len() > SHEET_CELL_LENGTH {
            let length = text.encode_utf16().count();
            if length > SHEET_CELL_LENGTH {
                return Err(FormatError::SheetCell {
                    path: self.path.clone(),
                    record: self.row,
                    column: self.names.get(self.column).cloned().unwrap_or_default(),
                    length,
                });
            }
        }
        self.begin_cell()?;
        if !text.is_empty() {
            self.push_place();
            self.xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            push_escaped(text, &mut self.xml);
            self.xml.push_str("</t></is></c>");
        }
        self.column += 1;
        Ok(())
    }

    /// Writes a number cell; `number` is its text.
    pub(crate) fn number(&mut self, number: &str) -> Result<(), FormatError> {
        self.begin_cell()?;
        self.push_place();
        self.xml.push_str("><v>");
        self.xml.push_str(number);
        self.xml.push_str("</v></c>");
        self.column += 1;
        Ok(())
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self) -> Result<(), FormatError> {
        if self.column > 0 {
            self.xml.push_str("</row>");
        }
        self.row += 1;
        self.column = 0;
        if self.xml.len() < CHUNK {
            return Ok(());
        }
        self.hand_on()
    }

    /// Ends the workbook and puts it in place.
    pub(crate) fn finish(mut self) -> Result<(), FormatError> {
        self.xml.push_str(&self.tail);
        self.hand_on()?;
        let path = self.path;
        let wrong = |source| FormatError::writing(&path, source);
        let out = self.zip.finish().map_err(|error| wrong(error.into()))?.into_inner();
        let out = out.into_inner().map_err(|failed| wrong(failed.into_error()))?;
        if out.failed {
            return Err(wrong(io::Error::other("an earlier write failed")));
        }
        out.sink.commit().map_err(wrong)
    }

    fn hand_on(&mut self) -> Result<(), FormatError> {
        let written = self.zip.write_all(self.xml.as_bytes());
        self.xml.clear();
        written.map_err(|source| FormatError::writing(&self.path, source))
    }

    fn begin_cell(&mut self) -> Result<(), FormatError> {
        if self.row > SHEET_RECORDS {
            return Err(FormatError::SheetRows { path: self.path.clone() });
        }
        if self.column == 0 {
            // Writing to a string cannot fail.
            let _ = write!(self.xml, "<row r=\"{}\">", self.row + 1);
        }
        Ok(())
    }

    fn push_place(&mut self) {
        let letters = self.letters.get(self.column).map_or("", String::as_str);
        let _ = write!(self.xml, "<c r=\"{letters}{}\"", self.row + 1);
    }
}

type Begun = (ZipWriter<StreamWriter<BufWriter<FailsOnce>>>, String, String);

/// Writes all parts of the workbook and begins the sheet; gives what stands in it before and behind the rows.
fn begin(out: BufWriter<FailsOnce>) -> io::Result<Begun> {
    let mut parts = ZipArchive::new(Cursor::new(empty_workbook().map_err(io::Error::other)?))?;
    let mut zip = ZipWriter::new_stream(out).set_auto_large_file();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut sheet = String::new();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at)?;
        let name = part.name()?.into_owned();
        if name == SHEET_PART {
            part.read_to_string(&mut sheet)?;
        } else {
            zip.start_file(name, options)?;
            io::copy(&mut part, &mut zip)?;
        }
    }
    zip.start_file(SHEET_PART, options)?;
    let (head, tail) = sheet.split_once("<sheetData/>").ok_or_else(|| io::Error::other("a sheet without rows"))?;
    // How far the rows reach is not known yet, and may be left unsaid.
    let head = head.replace("<dimension ref=\"A1\"/>", "");
    Ok((zip, format!("{head}<sheetData>"), format!("{END_OF_ROWS}{tail}")))
}

fn empty_workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same records give the same bytes: no clock in the file.
    let created = ExcelDateTime::from_ymd(2024, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    workbook.add_worksheet().set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

/// Appends a text as XML. Signs that XML cannot hold are written as `_x0001_`, as spreadsheets do, and a text that
/// looks like such an escape has its first sign escaped.
fn push_escaped(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'_' if is_escape(&text.as_bytes()[at..]) => "_x005F_",
            b'\t' | b'\n' => continue,
            0..=0x1F => "",
            // U+FFFE and U+FFFF.
            0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + 1;
        if escape.is_empty() {
            let ch = text[at..].chars().next().unwrap_or_default();
            from = at + ch.len_utf8();
            let _ = write!(out, "_x{:04X}_", u32::from(ch));
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[from..]);
}

fn is_escape(bytes: &[u8]) -> bool {
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

/// A sink that swallows what comes after its first failure: the compressor writes once more when it is dropped, and
/// would complain on the terminal.
struct FailsOnce {
    sink: Sink,
    failed: bool,
}

impl Write for FailsOnce {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        self.sink.write(bytes).inspect_err(|error| self.failed = error.kind() != io::ErrorKind::Interrupted)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed { Ok(()) } else { self.sink.flush() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(folder: &Path, columns: usize) -> Result<SheetWriter, FormatError> {
        let path = folder.join("out.xlsx");
        SheetWriter::new(Sink::create(&path, &[]).unwrap(), &path, vec!["name".to_owned(); columns])
    }

    #[test]
    fn a_text_too_long_for_a_cell_names_record_and_column_and_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = sheet(folder.path(), 1).unwrap();
        writer.text(&"é".repeat(SHEET_CELL_LENGTH)).unwrap();
        writer.end_row().unwrap();
        let error = writer.text(&"é".repeat(SHEET_CELL_LENGTH + 1)).unwrap_err();
        assert!(error.to_string().contains("record 2 has 32768 characters in column “name”"), "{error}");
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_sheet_ends_before_the_first_row_that_it_cannot_hold() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = sheet(folder.path(), 1).unwrap();
        writer.row = SHEET_RECORDS;
        writer.text("last").unwrap();
        writer.end_row().unwrap();
        assert!(matches!(writer.text("too many"), Err(FormatError::SheetRows { .. })));
        assert!(matches!(sheet(folder.path(), SHEET_COLUMNS + 1), Err(FormatError::SheetColumns { .. })));
    }

    #[test]
    fn the_parts_of_a_workbook_follow_one_another_and_carry_no_clock() {
        let folder = tempfile::tempdir().unwrap();
        sheet(folder.path(), 1).unwrap().finish().unwrap();
        let mut parts = ZipArchive::new(std::fs::File::open(folder.path().join("out.xlsx")).unwrap()).unwrap();
        let mut free_from = 0;
        for at in 0..parts.len() {
            let part = parts.by_index(at).unwrap();
            assert_eq!(part.header_start(), free_from, "{:?}", part.name());
            assert_eq!(part.last_modified(), Some(DateTime::default()));
            // Sizes follow the compressed bytes, since they are not known before: a sign and three numbers.
            free_from = part.data_start().unwrap() + part.compressed_size() + 16;
        }
    }
}
