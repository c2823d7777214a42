//! All sheets of a workbook as they stand: for workbooks that are laid out to be read by people, with headings above the
//! table and headers that begin anywhere.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{Reader, SheetType, Xlsx};

use crate::sheet_value::{is_blank, push_value};
use crate::workbook::{failure, refuse_others};
use crate::{FormatError, LARGEST_RECORD, MOST_COLUMNS};

/// A sheet with its rows in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetGrid {
    /// The name of the sheet.
    pub name: String,
    /// The rows that have content.
    pub rows: Vec<GridRow>,
}

/// A row of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridRow {
    /// The row of the sheet, from 1.
    pub line: u64,
    /// The cells with more than white space, by column from 0, without the white space around them.
    pub cells: Vec<(usize, String)>,
}

/// Reads all sheets of a workbook into memory. `go_on` is asked now and then, with the number of rows so far, whether to.
///
/// # Errors
/// [`FormatError::TooLargeText`] when the sheets hold more than 256 MB of text, and what is wrong with the workbook as a
/// whole. [`FormatError::Read`] of an interruption when `go_on` says no.
pub fn read_grids(path: &Path, mut go_on: impl FnMut(u64) -> bool) -> Result<Vec<SheetGrid>, FormatError> {
    let mut file = File::open(path).map_err(|source| FormatError::reading(path, source))?;
    refuse_others(path, &mut file)?;
    let wrong = |error| failure(path, error);
    let mut workbook = Xlsx::new(BufReader::new(file)).map_err(wrong)?;
    let sheets = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let mut grids = Vec::with_capacity(names.len());
    let (mut bytes, mut count) = (0, 0);
    for name in names {
        let mut grid = SheetGrid { name: name.clone(), rows: Vec::new() };
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(wrong)?;
        while let Some(cell) = cells.next_cell().map_err(wrong)? {
            let (row, column) = cell.get_position();
            let (line, column) = (u64::from(row) + 1, column as usize);
            if is_blank(cell.get_value()) || column >= MOST_COLUMNS {
                continue;
            }
            let mut text = String::new();
            push_value(cell.get_value(), &mut text);
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            bytes += text.len();
            if bytes > LARGEST_RECORD {
                return Err(FormatError::TooLargeText { path: path.to_path_buf(), place: "Row", line });
            }
            if grid.rows.last().is_none_or(|last| last.line != line) {
                grid.rows.push(GridRow { line, cells: Vec::new() });
                count += 1;
                if count % 512 == 0 && !go_on(count) {
                    let stopped = std::io::Error::from(std::io::ErrorKind::Interrupted);
                    return Err(FormatError::reading(path, stopped));
                }
            }
            if let Some(last) = grid.rows.last_mut() {
                last.cells.push((column, text.to_owned()));
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;

    #[test]
    fn every_sheet_comes_with_its_rows_wherever_they_begin() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name("Contents").unwrap();
        sheet.write(0, 0, "Title ").unwrap();
        sheet.write(4, 2, 371_131).unwrap();
        sheet.write(4, 3, "  ").unwrap();
        sheet.write(4, 5, "a\nb").unwrap();
        workbook.add_worksheet().set_name("Empty").unwrap();
        workbook.save(&path).unwrap();
        let grids = read_grids(&path, |_| true).unwrap();
        assert_eq!(grids.len(), 2);
        let row = |line, cells: &[(usize, &str)]| GridRow {
            line,
            cells: cells.iter().map(|(at, text)| (*at, (*text).to_owned())).collect(),
        };
        assert_eq!(grids[0].rows, [row(1, &[(0, "Title")]), row(5, &[(2, "371131"), (5, "a\nb")])]);
        assert!(grids[1].rows.is_empty());
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        std::fs::write(&path, "code,title\n").unwrap();
        assert!(matches!(read_grids(&path, |_| true), Err(FormatError::NoWorkbook { .. })));
        assert!(read_grids(&folder.path().join("none.xlsx"), |_| true).is_err());
    }
}
