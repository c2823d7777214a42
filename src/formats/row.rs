//! One record as it stood in the file.

/// One record: its cells, as many as there are columns, and where it stood.
///
/// The cells lie in one buffer, so that a row that is read into again costs no allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub(crate) number: u64,
    pub(crate) line: u64,
    pub(crate) text: String,
    pub(crate) spans: Vec<Span>,
    pub(crate) original: String,
}

/// Where a cell lies in the text of its row, in bytes. A record has less than 2³² of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Row {
    /// A row of these cells. `number` counts records from 0, `line` lines from 1.
    pub fn new<'a>(number: u64, line: u64, cells: impl IntoIterator<Item = &'a str>) -> Row {
        let mut row = Row { number, line, ..Row::default() };
        for cell in cells {
            row.push(cell);
        }
        row
    }

    /// The number of the record in its file, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The line (of a workbook: the row of the sheet) on which the record begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are: as many as columns.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// There are no cells.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The text of a cell; empty beyond the last.
    pub fn cell(&self, column: usize) -> &str {
        self.spans.get(column).map_or("", |span| self.slice(*span))
    }

    /// The texts of all cells, in the order of the columns.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        self.spans.iter().map(|span| self.slice(*span))
    }

    /// The JSON object as it stands in the file, on one line; `None` for other formats and for lines that are no object.
    pub fn original(&self) -> Option<&str> {
        (!self.original.is_empty()).then_some(self.original.as_str())
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.spans.clear();
        self.original.clear();
    }

    pub(crate) fn push(&mut self, cell: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(cell);
        self.spans.push(Span { start, end: self.text.len() as u32 });
    }

    /// Sets a cell that is there already, by appending its text.
    pub(crate) fn set(&mut self, column: usize, write: impl FnOnce(&mut String)) {
        let start = self.text.len() as u32;
        write(&mut self.text);
        if let Some(span) = self.spans.get_mut(column) {
            *span = Span { start, end: self.text.len() as u32 };
        }
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }
}
