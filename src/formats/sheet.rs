//! A workbook with one sheet, written row by row.

use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::FormatError;
use crate::sink::Sink;

/// The most records a sheet holds, below its header.
pub const SHEET_RECORDS: u64 = 1_048_575;

/// The most columns a sheet holds.
pub const SHEET_COLUMNS: usize = 16_384;

/// The most characters a cell of a sheet holds, in UTF-16 units.
pub const SHEET_CELL_LENGTH: usize = 32_767;

/// A sheet that grows row by row in a nameless temporary file beside the target.
pub(crate) struct SheetWriter {
    workbook: Workbook,
    sink: Sink,
    path: PathBuf,
    names: Vec<String>,
    row: u32,
    column: u16,
}

impl SheetWriter {
    /// Begins a sheet with these column names.
    pub(crate) fn new(sink: Sink, path: &Path, names: Vec<String>) -> Result<SheetWriter, FormatError> {
        if names.len() > SHEET_COLUMNS {
            return Err(FormatError::SheetColumns { path: path.to_path_buf(), columns: names.len() });
        }
        let mut workbook = Workbook::new();
        let wrong = |error| failure(path, error);
        if let Some(folder) = sink.folder() {
            workbook.set_tempdir(folder).map_err(wrong)?;
        }
        // The same records give the same bytes: no clock in the file.
        let created = ExcelDateTime::from_ymd(2024, 1, 1).map_err(wrong)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let sheet = workbook.add_worksheet_with_constant_memory().map_err(wrong)?;
        sheet.set_freeze_panes(1, 0).map_err(wrong)?;
        let mut writer = SheetWriter { workbook, sink, path: path.to_path_buf(), names, row: 0, column: 0 };
        for at in 0..writer.names.len() {
            let name = writer.names[at].clone();
            writer.text(&name)?;
        }
        writer.end_row();
        Ok(writer)
    }

    /// Writes a text cell; an empty one is left out.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), FormatError> {
        // One byte is never more than one unit, so that nearly all texts need no count.
        if text.len() > SHEET_CELL_LENGTH {
            let length = text.encode_utf16().count();
            if length > SHEET_CELL_LENGTH {
                return Err(FormatError::SheetCell {
                    path: self.path.clone(),
                    record: u64::from(self.row),
                    column: self.names.get(usize::from(self.column)).cloned().unwrap_or_default(),
                    length,
                });
            }
        }
        let (row, column) = self.next_place()?;
        if text.is_empty() {
            return Ok(());
        }
        self.guarded(|workbook| workbook.worksheet_from_index(0)?.write_string(row, column, text).map(|_| ()))
    }

    /// Writes a number cell.
    pub(crate) fn number(&mut self, number: f64) -> Result<(), FormatError> {
        let (row, column) = self.next_place()?;
        self.guarded(|workbook| workbook.worksheet_from_index(0)?.write_number(row, column, number).map(|_| ()))
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self) {
        self.row += 1;
        self.column = 0;
    }

    /// Packs the workbook and puts it in place.
    pub(crate) fn finish(mut self) -> Result<(), FormatError> {
        let SheetWriter { workbook, sink, path, .. } = &mut self;
        let mut out = BufWriter::with_capacity(1 << 18, sink);
        guard(path, || workbook.save_to_writer(&mut out))?;
        out.flush().map_err(|source| FormatError::writing(path, source))?;
        drop(out);
        self.sink.commit().map_err(|source| FormatError::writing(&self.path, source))
    }

    fn next_place(&mut self) -> Result<(u32, u16), FormatError> {
        if u64::from(self.row) > SHEET_RECORDS {
            return Err(FormatError::SheetRows { path: self.path.clone() });
        }
        let place = (self.row, self.column);
        self.column += 1;
        Ok(place)
    }

    fn guarded(&mut self, write: impl FnOnce(&mut Workbook) -> Result<(), XlsxError>) -> Result<(), FormatError> {
        let workbook = &mut self.workbook;
        guard(&self.path, || write(workbook))
    }
}

/// Calls the library, which panics where its temporary file cannot be written.
fn guard(path: &Path, write: impl FnOnce() -> Result<(), XlsxError>) -> Result<(), FormatError> {
    match catch_unwind(AssertUnwindSafe(write)) {
        Ok(written) => written.map_err(|error| failure(path, error)),
        Err(_) => Err(FormatError::writing(path, io::ErrorKind::StorageFull.into())),
    }
}

fn failure(path: &Path, error: XlsxError) -> FormatError {
    let source = match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::ZipError(error) => error.into(),
        other => io::Error::other(other),
    };
    FormatError::writing(path, source)
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
        writer.end_row();
        let error = writer.text(&"é".repeat(SHEET_CELL_LENGTH + 1)).unwrap_err();
        assert!(error.to_string().contains("record 2 has 32768 characters in column “name”"), "{error}");
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_sheet_ends_before_the_first_row_that_it_cannot_hold() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = sheet(folder.path(), 1).unwrap();
        writer.row = SHEET_RECORDS as u32;
        writer.text("last").unwrap();
        writer.end_row();
        assert!(matches!(writer.text("too many"), Err(FormatError::SheetRows { .. })));
        assert!(matches!(sheet(folder.path(), SHEET_COLUMNS + 1), Err(FormatError::SheetColumns { .. })));
    }
}
