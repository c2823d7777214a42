//! The rows of a sheet out of its cells, of which only those with content take room.

use std::path::{Path, PathBuf};

use crate::row::Span;
use crate::workbook::damaged;
use crate::{FormatError, LARGEST_CELL, LARGEST_RECORD, MOST_COLUMNS, Row};

/// More blank columns than this between two cells of the first row are no table.
const MOST_BLANK_COLUMNS: usize = 1000;

/// More blank rows than this between two rows with content are no table, nor are more blank cells in such rows.
const MOST_BLANK_ROWS: u64 = 100_000;
const MOST_BLANK_CELLS: u64 = 20_000_000;

/// A row with content. The first has as many cells as the sheet has columns, the others at most as many.
pub(crate) struct SheetRow {
    pub(crate) row: Row,
    /// The cells with content behind the columns: the column, from 0, and the text.
    pub(crate) surplus: Vec<(usize, String)>,
}

/// Puts cells together to rows.
pub(crate) struct SheetRows {
    path: PathBuf,
    sheet: String,
    /// The row that is not complete yet.
    open: Option<SheetRow>,
    /// How many columns there are; known once the first row is complete.
    columns: Option<usize>,
    blank_cells: u64,
    /// How long the texts of the row are that is not complete yet.
    bytes: usize,
    scratch: String,
}

impl SheetRows {
    /// Begins with the rows of a sheet.
    pub(crate) fn new(path: &Path, sheet: &str) -> SheetRows {
        SheetRows {
            path: path.to_path_buf(),
            sheet: sheet.to_owned(),
            open: None,
            columns: None,
            blank_cells: 0,
            bytes: 0,
            scratch: String::new(),
        }
    }

    /// Adds a cell with content, which `write` appends as text, and gives the row before it if the cell begins a new one.
    ///
    /// # Errors
    /// [`FormatError::TooManyColumns`], [`FormatError::TooLargeText`], [`FormatError::StrayCell`] and
    /// [`FormatError::DamagedWorkbook`] where rows are not in their order.
    pub(crate) fn add(
        &mut self,
        (row, column): (u32, u32),
        write: impl FnOnce(&mut String),
    ) -> Result<Option<SheetRow>, FormatError> {
        let (line, column) = (u64::from(row) + 1, column as usize);
        self.scratch.clear();
        write(&mut self.scratch);
        if self.scratch.len() > LARGEST_CELL {
            return Err(self.too_large(line));
        }
        let before = self.open.as_ref().map_or(line, |open| open.row.line);
        if before > line {
            return Err(damaged(&self.path, &format!("row {line} comes too late")));
        }
        let mut complete = None;
        if before < line || self.open.is_none() {
            if before < line {
                complete = self.last()?;
            }
            if self.is_far(line, before) {
                // White space there is not worth a word, but the row before it may be the last.
                if self.scratch.trim().is_empty() {
                    self.open = complete;
                    return Ok(None);
                }
                let gap = line - before - 1;
                return Err(self.stray(line, column, format!("{gap} rows")));
            }
            let gap = (line - before).saturating_sub(1);
            self.blank_cells += gap * self.columns.unwrap_or_default() as u64;
            self.bytes = 0;
            self.open = Some(SheetRow { row: Row { line, ..Row::default() }, surplus: Vec::new() });
        }
        if column >= MOST_COLUMNS {
            return Err(FormatError::TooManyColumns { path: self.path.clone(), line });
        }
        self.bytes += self.scratch.len();
        if self.bytes > LARGEST_RECORD {
            return Err(self.too_large(line));
        }
        let Some(SheetRow { row, surplus }) = &mut self.open else { return Ok(complete) };
        if column < self.columns.unwrap_or(MOST_COLUMNS) {
            let cells = row.len().max(column + 1);
            row.spans.resize(cells, Span::default());
            row.set(column, |text| text.push_str(&self.scratch));
        } else if !self.scratch.trim().is_empty() {
            surplus.push((column, self.scratch.clone()));
        }
        Ok(complete)
    }

    /// The row that is complete when no other cell follows in it; `None` where it has nothing but a stray white space.
    ///
    /// # Errors
    /// [`FormatError::StrayCell`] where it is the first and reaches too far.
    pub(crate) fn last(&mut self) -> Result<Option<SheetRow>, FormatError> {
        let Some(mut open) = self.open.take() else { return Ok(None) };
        if self.columns.is_none() {
            let columns = self.extent(&open.row)?;
            if columns == 0 {
                return Ok(None);
            }
            open.row.spans.truncate(columns);
            self.columns = Some(columns);
        }
        open.surplus.sort_by_key(|(column, _)| *column);
        Ok(Some(open))
    }

    fn is_far(&self, line: u64, before: u64) -> bool {
        let gap = (line - before).saturating_sub(1);
        gap > MOST_BLANK_ROWS || self.blank_cells + gap * self.columns.unwrap_or_default() as u64 > MOST_BLANK_CELLS
    }

    /// How many columns the first row has. A stray cell with nothing but white space is left out.
    fn extent(&self, first: &Row) -> Result<usize, FormatError> {
        let mut columns = 0;
        for (column, text) in first.cells().enumerate().filter(|(_, text)| !text.is_empty()) {
            let gap = column - columns;
            // Blank columns before the first cell are an inset table, unless they are absurd too.
            if gap <= MOST_BLANK_COLUMNS {
                columns = column + 1;
            } else if !text.trim().is_empty() {
                return Err(self.stray(first.line, column, format!("{gap} columns")));
            }
        }
        Ok(columns)
    }

    fn stray(&self, line: u64, column: usize, gap: String) -> FormatError {
        let (path, sheet) = (self.path.clone(), self.sheet.clone());
        FormatError::StrayCell { path, sheet, cell: cell_name(line, column), gap }
    }

    fn too_large(&self, line: u64) -> FormatError {
        FormatError::TooLargeText { path: self.path.clone(), place: "Row", line }
    }
}

/// The name of a cell, such as `B7`: the row counts from 1, the column from 0.
pub(crate) fn cell_name(line: u64, column: usize) -> String {
    let letters = rust_xlsxwriter::utility::column_number_to_name(column.try_into().unwrap_or(u16::MAX));
    format!("{letters}{line}")
}
