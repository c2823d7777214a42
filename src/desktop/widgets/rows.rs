//! A table of any number of rows that draws only those in sight.
//!
//! Scrolling goes by row number, not by points, so the millionth row is as sharp and as reachable as the first.

use egui::accesskit::Role;
use egui::{
    Align, Color32, CursorIcon, FontId, Id, Painter, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo,
};

use crate::theme::Palette;
use crate::theme::metrics::{ROW, SMALL, UNIT, regular, strong};
use crate::widgets::scroll_bar::{BAR, scroll_bar};
use crate::widgets::text::{paint_line, paint_title};

/// Height of the header, in points.
const HEADER: f32 = 28.0;
/// Room at both sides of a cell.
const PAD: f32 = 6.0;
/// A column can be dragged this narrow.
const NARROWEST: f32 = 24.0;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Heading.
    pub label: &'a str,
    /// What it shows, for the tooltip of the heading.
    pub hint: &'a str,
    /// Width in points, unless a person drags it.
    pub width: f32,
    /// Share of the room that is left over; 0 keeps the width.
    pub grow: f32,
    /// Side on which heading and cells stand.
    pub align: Align,
    /// The heading can be clicked to order by it.
    pub sortable: bool,
    /// Ordered by this column: upwards is `true`.
    pub sorted: Option<bool>,
}

impl<'a> Column<'a> {
    /// A column whose cells stand at the left, and that orders nothing.
    pub fn plain(label: &'a str, hint: &'a str, width: f32, grow: f32) -> Column<'a> {
        Column { label, hint, width, grow, align: Align::Min, sortable: false, sorted: None }
    }

    /// The same with numbers, which stand at the right.
    pub fn of_numbers(label: &'a str, hint: &'a str, width: f32) -> Column<'a> {
        Column { align: Align::Max, ..Column::plain(label, hint, width, 0.0) }
    }
}

/// What the table remembers between frames.
#[derive(Clone, Debug, Default)]
pub struct RowsMemory {
    /// First row in sight, with the fraction of it that is scrolled away.
    top: f64,
    /// How far the columns are scrolled to the left, in points.
    left: f64,
    /// Widths that a person dragged.
    widths: Vec<Option<f32>>,
    /// Whole rows in sight when last drawn.
    page: usize,
    /// Bring this row into sight when next drawn.
    reveal: Option<usize>,
}

impl RowsMemory {
    /// Whole rows in sight when last drawn; at least 1.
    pub fn page(&self) -> usize {
        self.page.max(1)
    }

    /// The first row in sight when last drawn, and how many there were.
    pub fn in_sight(&self) -> (usize, usize) {
        (self.top.max(0.0) as usize, self.page() + 2)
    }

    /// Gives a column the width that a person gave it earlier.
    pub fn set_width(&mut self, column: usize, width: f32) {
        if self.widths.len() <= column {
            self.widths.resize(column + 1, None);
        }
        self.widths[column] = Some(width);
    }

    /// Brings a row into sight when next drawn.
    pub fn reveal(&mut self, row: usize) {
        self.reveal = Some(row);
    }
}

/// The cells of a row being painted.
pub struct Cells<'a> {
    painter: Painter,
    rects: &'a [Rect],
    row: Rect,
}

impl Cells<'_> {
    /// Where a cell stands, without its padding.
    pub fn rect(&self, column: usize) -> Rect {
        let across = self.rects[column].x_range();
        Rect::from_x_y_ranges(across, self.row.y_range()).shrink2(Vec2::new(PAD, 0.0))
    }

    /// The painter, clipped to a cell.
    pub fn painter(&self, column: usize) -> Painter {
        let across = Rect::from_x_y_ranges(self.rects[column].x_range(), self.row.y_range());
        self.painter.with_clip_rect(across.intersect(self.painter.clip_rect()))
    }

    /// Paints a line of text into a cell.
    pub fn text(&self, column: usize, text: &str, font: FontId, colour: Color32, align: Align) {
        let rect = self.rect(column);
        // What is scrolled out of sight is not laid out: a file can have thousands of columns.
        if rect.intersects(self.painter.clip_rect()) {
            paint_line(&self.painter, rect, text, font, colour, align);
        }
    }

    /// Paints a title into a cell, shortened in its middle where it does not fit.
    pub fn title(&self, column: usize, text: &str, font: FontId, colour: Color32) {
        let rect = self.rect(column);
        if rect.intersects(self.painter.clip_rect()) {
            paint_title(&self.painter, rect, text, font, colour);
        }
    }

    /// Whether any of a column is in sight.
    pub fn in_sight(&self, column: usize) -> bool {
        self.rects[column].intersects(self.painter.clip_rect())
    }

    /// Paints the stripe at the left edge of the row.
    pub fn stripe(&self, colour: Color32) {
        let stripe = Rect::from_min_size(self.row.min, Vec2::new(3.0, self.row.height() - 1.0));
        self.painter.rect_filled(stripe, 0.0, colour);
    }
}

/// What a person did in the table.
#[derive(Clone, Debug, Default)]
pub struct RowsReport {
    /// A row was clicked.
    pub clicked: Option<usize>,
    /// The heading of this column was clicked.
    pub heading: Option<usize>,
    /// The cell under the pointer: row, column, and the row's response.
    pub hovered: Option<(usize, usize, Response)>,
    /// A column was dragged to this width and let go; `None` as width is its usual one.
    pub resized: Option<(usize, Option<f32>)>,
}

/// A table to be shown.
pub struct Rows<'a> {
    /// Identity; also that of the one widget that takes the focus for the whole table.
    pub id: Id,
    /// Accessible name.
    pub name: &'a str,
    /// Columns, left to right.
    pub columns: &'a [Column<'a>],
    /// Number of rows.
    pub count: usize,
    /// The selected row.
    pub selected: Option<usize>,
    /// Colours.
    pub palette: &'a Palette,
}

impl Rows<'_> {
    /// Shows the table in all the room there is. `paint` paints a row's cells and gives its accessible name.
    pub fn show(
        &self,
        ui: &mut Ui,
        memory: &mut RowsMemory,
        mut paint: impl FnMut(&Cells<'_>, usize) -> String,
    ) -> RowsReport {
        let mut report = RowsReport::default();
        let palette = self.palette;
        let all = ui.available_rect_before_wrap();
        ui.allocate_rect(all, Sense::hover());
        let area = Rect::from_min_max(all.min, Pos2::new(all.right() - BAR, all.bottom()));
        let widths = self.widths(memory, area.width());
        let total: f32 = widths.iter().sum();
        let wide = total > area.width() + 0.5;
        let foot = if wide { BAR } else { 0.0 };
        let body = Rect::from_min_max(Pos2::new(area.left(), area.top() + HEADER), area.max - Vec2::new(0.0, foot));

        self.scroll(ui, memory, all, body, total);
        let mut rects = Vec::with_capacity(widths.len());
        let mut x = area.left() - memory.left.round() as f32;
        for width in &widths {
            rects.push(Rect::from_x_y_ranges(x..=x + width, area.y_range()));
            x += width;
        }

        ui.painter().rect_filled(all, 0.0, palette.surface);
        self.body(ui, memory, body, &rects, &mut report, &mut paint);
        self.header(ui, memory, area, &rects, &mut report);

        let seen = f64::from(body.height() / ROW);
        let across = Rect::from_min_max(Pos2::new(area.right(), body.top()), Pos2::new(all.right(), body.bottom()));
        scroll_bar(ui, self.id.with("down"), across, &mut memory.top, seen, self.count as f64, true, palette);
        if wide {
            let along = Rect::from_min_max(Pos2::new(area.left(), body.bottom()), area.max);
            let (seen, total) = (f64::from(area.width()), f64::from(total));
            scroll_bar(ui, self.id.with("across"), along, &mut memory.left, seen, total, false, palette);
        }
        report
    }

    fn widths(&self, memory: &mut RowsMemory, room: f32) -> Vec<f32> {
        memory.widths.resize(self.columns.len(), None);
        let chosen = |(column, dragged): (&Column<'_>, &Option<f32>)| dragged.unwrap_or(column.width);
        let base: f32 = self.columns.iter().zip(&memory.widths).map(chosen).sum();
        let growing =
            |(column, dragged): &(&Column<'_>, &Option<f32>)| if dragged.is_none() { column.grow } else { 0.0 };
        let shares: f32 = self.columns.iter().zip(&memory.widths).map(|pair| growing(&pair)).sum();
        let spare = (room - base).max(0.0);
        self.columns
            .iter()
            .zip(&memory.widths)
            .map(|pair| {
                let extra = if shares > 0.0 { spare * growing(&pair) / shares } else { 0.0 };
                (chosen(pair) + extra).floor()
            })
            .collect()
    }

    fn scroll(&self, ui: &Ui, memory: &mut RowsMemory, all: Rect, body: Rect, total: f32) {
        let rows_seen = body.height() / ROW;
        memory.page = rows_seen.floor().max(1.0) as usize;
        if ui.rect_contains_pointer(all) {
            let delta = ui.input(|input| input.smooth_scroll_delta());
            memory.top -= f64::from(delta.y / ROW);
            memory.left -= f64::from(delta.x);
        }
        if let Some(row) = memory.reveal.take() {
            let (row, page) = (row as f64, memory.page as f64);
            // Two rows of context where there is room for them.
            let margin = if memory.page > 6 { 2.0 } else { 0.0 };
            if row < memory.top + margin {
                memory.top = row - margin;
            } else if row + 1.0 + margin > memory.top + page {
                memory.top = row + 1.0 + margin - page;
            }
            memory.top = memory.top.round();
        }
        // The last row may come to stand above the bottom, so that whole rows fit.
        let last = (self.count as f64 - f64::from(rows_seen.floor())).max(0.0);
        memory.top = memory.top.clamp(0.0, last);
        memory.left = memory.left.clamp(0.0, f64::from((total - body.width()).max(0.0)));
    }

    fn body(
        &self,
        ui: &mut Ui,
        memory: &RowsMemory,
        body: Rect,
        rects: &[Rect],
        report: &mut RowsReport,
        paint: &mut impl FnMut(&Cells<'_>, usize) -> String,
    ) {
        let palette = self.palette;
        let table = ui.interact(body, self.id, Sense::CLICK | Sense::FOCUSABLE);
        let name = format!("{}, {} rows", self.name, self.count);
        table.widget_info(|| WidgetInfo::labeled(Role::Grid, true, &name));
        if table.has_focus() {
            let filter =
                egui::EventFilter { vertical_arrows: true, horizontal_arrows: true, ..egui::EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
        }
        let focused = table.has_focus();
        let first = memory.top.floor();
        let shift = ((memory.top - first) * f64::from(ROW)).round() as f32;
        let first = first as usize;
        let painter = ui.painter().with_clip_rect(body.intersect(ui.clip_rect()));
        let in_sight = (body.height() / ROW).ceil() as usize + 1;
        for (place, row) in (first..self.count).take(in_sight).enumerate() {
            let top = body.top() + place as f32 * ROW - shift;
            let rect = Rect::from_min_size(Pos2::new(body.left(), top), Vec2::new(body.width(), ROW));
            let clickable = rect.intersect(body);
            if clickable.height() <= 0.0 {
                continue;
            }
            let selected = self.selected == Some(row);
            let response = ui.interact(clickable, self.id.with(row), Sense::CLICK);
            if response.clicked() {
                report.clicked = Some(row);
                table.request_focus();
            }
            let fill = match (selected, response.hovered()) {
                (true, _) => Some(palette.accent_soft),
                (false, true) => Some(palette.hover),
                (false, false) => None,
            };
            if let Some(fill) = fill {
                painter.rect_filled(rect, 0.0, fill);
            }
            painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.line.gamma_multiply(0.6)));
            let cells = Cells { painter: painter.clone(), rects, row: rect };
            let name = paint(&cells, row);
            response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &name));
            if let Some(pointer) = response.hover_pos()
                && let Some(column) = rects.iter().position(|rect| rect.x_range().contains(pointer.x))
            {
                report.hovered = Some((row, column, response.clone()));
            }
            if selected && focused {
                let ring = rect.shrink2(Vec2::new(0.5, 0.0));
                painter.rect_stroke(ring, 2.0, Stroke::new(1.5, palette.accent), egui::StrokeKind::Inside);
            }
        }
    }

    fn header(&self, ui: &mut Ui, memory: &mut RowsMemory, area: Rect, rects: &[Rect], report: &mut RowsReport) {
        let palette = self.palette;
        let header = Rect::from_min_size(area.min, Vec2::new(area.width() + BAR, HEADER));
        ui.painter().rect_filled(header, 0.0, palette.panel);
        ui.painter().hline(header.x_range(), header.bottom() - 0.5, Stroke::new(1.0, palette.line));
        let painter = ui.painter().with_clip_rect(header.intersect(ui.clip_rect()));
        for (at, (column, across)) in self.columns.iter().zip(rects).enumerate() {
            let rect = Rect::from_x_y_ranges(across.x_range(), header.y_range());
            if !rect.intersects(header) {
                continue;
            }
            let sense = if column.sortable { Sense::CLICK } else { Sense::HOVER };
            let response = ui.interact(rect.intersect(header), self.id.with(("heading", at)), sense);
            response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.label));
            if response.clicked() {
                report.heading = Some(at);
            }
            let colour = if column.sortable && response.hovered() { palette.text } else { palette.text_muted };
            let words = rect.shrink2(Vec2::new(PAD, 0.0));
            if let Some(upwards) = column.sorted {
                // Above the words, where it takes no room from them.
                let sign = Rect::from_center_size(Pos2::new(rect.center().x, rect.top() + 5.0), Vec2::splat(UNIT));
                let shape = if upwards { "▲" } else { "▼" };
                paint_line(&painter, sign, shape, regular(7.0), palette.accent, Align::Center);
            }
            let font = if column.sorted.is_some() { strong(SMALL) } else { regular(SMALL) };
            paint_line(&painter, words, column.label, font, colour, column.align);
            response.on_hover_text(column.hint);
            self.resize_handle(ui, memory, at, rect, header, report);
        }
    }

    fn resize_handle(
        &self,
        ui: &mut Ui,
        memory: &mut RowsMemory,
        at: usize,
        rect: Rect,
        header: Rect,
        report: &mut RowsReport,
    ) {
        let handle = Rect::from_center_size(Pos2::new(rect.right(), rect.center().y), Vec2::new(UNIT, HEADER));
        if !header.intersects(handle) {
            return;
        }
        let response = ui
            .interact(handle.intersect(header), self.id.with(("width", at)), Sense::DRAG | Sense::CLICK)
            .on_hover_cursor(CursorIcon::ResizeHorizontal);
        if response.double_clicked() {
            memory.widths[at] = None;
            report.resized = Some((at, None));
        } else if response.dragged() {
            let width = rect.width() + response.drag_delta().x;
            memory.widths[at] = Some(width.clamp(NARROWEST, 1200.0));
        } else if response.drag_stopped() {
            report.resized = Some((at, memory.widths[at]));
        }
        let colour = if response.hovered() || response.dragged() { self.palette.accent } else { self.palette.line };
        ui.painter().vline(
            rect.right() - 0.5,
            (header.top() + 6.0)..=(header.bottom() - 6.0),
            Stroke::new(1.0, colour),
        );
    }
}
