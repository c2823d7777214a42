//! A figure, drawn in the colours of the window: values are found by pointer and by keys, and a table tells the same
//! numbers.

use egui::accesskit::Role;
use egui::emath::GuiRounding as _;
use egui::epaint::{Mesh, Vertex};
use egui::{
    Align, Color32, CursorIcon, EventFilter, Id, Key, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo,
};
use review::figure::{Anchor, Area, Dress, Figure, FigureTable, Layout, Paint, Shape, Spot};

use crate::theme::Palette;
use crate::theme::metrics::{ROW, SMALL, UNIT, regular, strong};
use crate::widgets::rows::{Column, Rows, RowsMemory};
use crate::widgets::text::line_galley;

/// A marker is caught this near, in points.
const CATCH: f32 = 7.0;
/// Signs of a heading that are shown wherever there is room for them.
const HEADING_SIGNS: usize = 12;
/// A point of a line is found this near, in points.
const NEAR: f32 = 16.0;

/// A figure to be shown.
pub struct FigureView<'a> {
    /// Identity; also that of the one widget that takes the focus for the whole figure.
    pub id: Id,
    /// What is shown.
    pub figure: &'a Figure,
    /// Height in points.
    pub height: f32,
    /// What choosing a value does, for the tooltip: "Click to show these records."; empty where it does nothing.
    pub hint: &'a str,
    /// The markers can be dragged.
    pub draggable: bool,
    /// Colours.
    pub palette: &'a Palette,
}

/// What a person did in a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FigureReport {
    /// A value was chosen, by click or Enter: series and value, by their places.
    pub chosen: Option<(usize, usize)>,
    /// The value that the keys have come to: series and value, by their places.
    pub marked: Option<(usize, usize)>,
    /// A marker is dragged: its place, and where on the x axis it would stand.
    pub dragged: Option<(usize, f64)>,
}

impl FigureView<'_> {
    /// Shows the figure in all the width there is. The arrow keys go from value to value, Enter chooses.
    pub fn show(&self, ui: &mut Ui) -> FigureReport {
        let size = Vec2::new(ui.available_width().max(UNIT * 20.0), self.height);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let response = ui.interact(rect, self.id, Sense::click_and_drag());
        let layout = {
            let painter = ui.painter();
            let measure = |text: &str, size: f32, emphasised: bool| {
                let font = if emphasised { strong(size) } else { regular(size) };
                painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER).size().x
            };
            Layout::of(self.figure, size.x, size.y, Dress::Plain, &measure)
        };
        let origin = rect.min.round_to_pixels(ui.pixels_per_point());
        let painter = ui.painter().with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect()));
        for shape in &layout.shapes {
            paint(&painter, origin, shape, self.palette);
        }
        if self.draggable {
            for marker in &self.figure.markers {
                let middle = Vec2::new(layout.x_at(marker.x), layout.plot.y + layout.plot.height / 2.0);
                grip(&painter, origin + middle, self.palette);
            }
        }

        let mut report = FigureReport::default();
        let pointer = response.hover_pos().or(response.interact_pointer_pos()).map(|at| at - origin);
        report.dragged = self.drag(ui, &response, &layout, pointer);
        let dragging = report.dragged.is_some();
        let hovered = pointer.filter(|_| !dragging).and_then(|at| spot_at(&layout, self.figure, at));
        let marked = self.marked_by_keys(ui, &layout);
        report.marked = marked.map(|spot| (spot.series, spot.value));
        let entered = |ui: &Ui| ui.input(|input| input.key_pressed(Key::Enter) || input.key_pressed(Key::Space));
        if response.has_focus() && entered(ui) {
            report.chosen = report.marked;
        } else if response.clicked() {
            response.request_focus();
            report.chosen = hovered.map(|spot| (spot.series, spot.value));
        }
        if let Some(spot) = hovered.filter(|_| response.hovered()) {
            ring(&painter, origin, spot.area, Stroke::new(1.5, self.palette.text));
        }
        if response.has_focus() {
            painter.rect_stroke(rect, 4.0, Stroke::new(2.0, self.palette.accent), StrokeKind::Inside);
            if let Some(spot) = marked {
                ring(&painter, origin, spot.area, Stroke::new(2.0, self.palette.accent));
                let words = self.words(spot);
                note(&painter, origin, &layout, spot, &words, self.palette);
            }
        }
        self.describe(ui, &response, marked);
        let ends_hover = dragging || !response.hovered();
        if let Some(spot) = hovered.filter(|_| !ends_hover) {
            let words = self.words(&spot);
            let hint = if self.hint.is_empty() { words } else { format!("{words}\n{}", self.hint) };
            response.on_hover_text_at_pointer(hint);
        }
        report
    }

    /// What a value says: "coded, 0.20 to 0.22: 12".
    fn words(&self, spot: &Spot) -> String {
        let Some(series) = self.figure.series.get(spot.series) else { return String::new() };
        let Some(value) = series.values.get(spot.value) else { return String::new() };
        let place = self.figure.stretch_words(value.x, value.x_to);
        format!("{}, {place}: {}", series.name, self.figure.value_words(value))
    }

    fn drag(&self, ui: &Ui, response: &Response, layout: &Layout, pointer: Option<Vec2>) -> Option<(usize, f64)> {
        if !self.draggable {
            return None;
        }
        let held = self.id.with("held marker");
        let near = |x: f32| {
            let distance = |at: usize| (layout.x_at(self.figure.markers[at].x) - x).abs();
            let nearest = (0..self.figure.markers.len()).min_by(|a, b| distance(*a).total_cmp(&distance(*b)))?;
            (distance(nearest) <= CATCH).then_some(nearest)
        };
        if response.drag_started() {
            let pressed = ui.input(|input| input.pointer.press_origin()).map(|at| at.x - response.rect.left());
            let caught = pressed.and_then(near);
            ui.data_mut(|data| data.insert_temp(held, caught));
        }
        let caught = ui.data(|data| data.get_temp::<Option<usize>>(held)).flatten();
        let hovering = pointer.is_some_and(|at| near(at.x).is_some());
        if hovering || (response.dragged() && caught.is_some()) {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if response.drag_stopped() {
            ui.data_mut(|data| data.insert_temp::<Option<usize>>(held, None));
        }
        let dragged = response.dragged() || response.drag_stopped();
        caught.filter(|_| dragged).zip(pointer.map(|at| layout.value_at(at.x)))
    }

    /// The value that the keys have come to; moves it.
    fn marked_by_keys<'a>(&self, ui: &Ui, layout: &'a Layout) -> Option<&'a Spot> {
        let place = self.id.with("marked value");
        let mut marked = ui.data(|data| data.get_temp::<(usize, usize)>(place));
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        if focused {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(self.id, filter));
        }
        let find = |of: (usize, usize)| layout.spots.iter().find(|spot| (spot.series, spot.value) == of);
        let pressed = |key| focused && ui.input(|input| input.key_pressed(key));
        let steps = [
            (Key::ArrowRight, Vec2::RIGHT),
            (Key::ArrowLeft, Vec2::LEFT),
            (Key::ArrowUp, Vec2::UP),
            (Key::ArrowDown, Vec2::DOWN),
        ];
        if let Some((_, step)) = steps.into_iter().find(|(key, _)| pressed(*key)) {
            let next = match marked.and_then(find) {
                Some(spot) => neighbour(layout, spot, step),
                None => layout.spots.iter().find(|spot| spot.area.height > 0.0),
            };
            marked = next.map(|spot| (spot.series, spot.value)).or(marked);
            if let Some(marked) = marked {
                ui.data_mut(|data| data.insert_temp(place, marked));
            }
        }
        marked.and_then(find)
    }

    /// What the figure says, for those who do not see it.
    fn describe(&self, ui: &Ui, response: &Response, marked: Option<&Spot>) {
        let title = format!("Figure: {}", self.figure.title);
        response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &title));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            let mut words = self.figure.caption.clone();
            for note in &self.figure.notes {
                words = format!("{words} {note}");
            }
            node.set_description(words);
            if let Some(spot) = marked {
                node.set_value(self.words(spot));
            }
        });
    }
}

/// The next value in a direction: along the axis the same series where it has something there, upwards the next series.
fn neighbour<'a>(layout: &'a Layout, from: &Spot, step: Vec2) -> Option<&'a Spot> {
    let middle = |spot: &Spot| spot.area.x + spot.area.width / 2.0;
    let there = layout.spots.iter().filter(|spot| spot.area.height > 0.0);
    if step.x == 0.0 {
        let beside = there.filter(|spot| (middle(spot) - middle(from)).abs() < 1.0);
        let mut column: Vec<&Spot> = beside.collect();
        column.sort_by(|a, b| a.area.y.total_cmp(&b.area.y).then(b.series.cmp(&a.series)));
        let at = column.iter().position(|spot| spot.series == from.series)?;
        let next = if step.y < 0.0 { at.checked_sub(1)? } else { at + 1 };
        return column.get(next).copied();
    }
    let ahead = there.filter(|spot| (middle(spot) - middle(from)) * step.x > 0.5);
    let key = |spot: &&Spot| {
        let distance = (middle(spot) - middle(from)).abs();
        let other = if spot.series == from.series { 0.0 } else { 0.25 };
        distance + other
    };
    ahead.min_by(|a, b| key(a).total_cmp(&key(b)))
}

/// The value under the pointer: the bar there, or the nearest of its column; the nearest point of a line.
fn spot_at(layout: &Layout, figure: &Figure, at: Vec2) -> Option<Spot> {
    let plot = layout.plot;
    if at.x < plot.x || at.x > plot.right() || at.y < plot.y - 2.0 || at.y > plot.bottom() + 2.0 {
        return None;
    }
    let bars = |spot: &&Spot| {
        figure.series.get(spot.series).is_some_and(|series| series.form == review::figure::Form::Bars)
            && spot.area.height > 0.0
            && (spot.area.x - 1.0..=spot.area.right() + 1.0).contains(&at.x)
    };
    let upwards = |area: Area| (area.y - at.y).max(at.y - area.bottom()).max(0.0);
    let bar = layout.spots.iter().filter(bars).min_by(|a, b| upwards(a.area).total_cmp(&upwards(b.area)));
    let distance = |spot: &Spot| {
        let middle = Vec2::new(spot.area.x + spot.area.width / 2.0, spot.area.y + spot.area.height / 2.0);
        (middle - at).length()
    };
    let points = layout.spots.iter().filter(|spot| !bars(spot) && distance(spot) < NEAR);
    let point = points
        .filter(|spot| figure.series.get(spot.series).is_some_and(|of| of.form != review::figure::Form::Bars))
        .min_by(|a, b| distance(a).total_cmp(&distance(b)));
    point.or(bar).copied()
}

fn to_rect(origin: Pos2, area: Area) -> Rect {
    Rect::from_min_size(origin + Vec2::new(area.x, area.y), Vec2::new(area.width, area.height))
}

fn ring(painter: &Painter, origin: Pos2, area: Area, stroke: Stroke) {
    painter.rect_stroke(to_rect(origin, area).expand(2.0), 2.0, stroke, StrokeKind::Inside);
}

/// Where a marker is taken hold of.
fn grip(painter: &Painter, at: Pos2, palette: &Palette) {
    let rect = Rect::from_center_size(at, Vec2::new(9.0, 24.0));
    painter.rect(rect, 4.0, palette.surface, Stroke::new(1.5, palette.text), StrokeKind::Inside);
    for across in [-3.0, 0.0, 3.0] {
        painter.hline((at.x - 1.5)..=(at.x + 1.5), at.y + across, Stroke::new(1.0, palette.text));
    }
}

/// What the marked value says, in a label above it.
fn note(painter: &Painter, origin: Pos2, layout: &Layout, spot: &Spot, words: &str, palette: &Palette) {
    let galley = painter.layout_no_wrap(words.to_owned(), regular(SMALL), palette.text);
    let size = galley.size() + Vec2::new(UNIT * 1.5, UNIT * 0.75);
    let middle = spot.area.x + spot.area.width / 2.0;
    let left = (middle - size.x / 2.0).clamp(0.0, (layout.width - size.x).max(0.0));
    let above = spot.area.y - size.y - 6.0;
    let top = if above < 0.0 { (spot.area.y + 8.0).min(layout.height - size.y) } else { above };
    let rect = Rect::from_min_size(origin + Vec2::new(left, top), size);
    painter.rect(rect, 3.0, palette.panel, Stroke::new(1.0, palette.line_strong), StrokeKind::Inside);
    painter.galley(rect.min + Vec2::new(UNIT * 0.75, UNIT * 0.375), galley, palette.text);
}

/// The colour of a paint in the window.
fn colour(paint: Paint, palette: &Palette) -> Color32 {
    let hue = |hue: u8| palette.hues.get(usize::from(hue)).copied().unwrap_or(palette.text);
    match paint {
        Paint::Ground => palette.surface,
        Paint::Text => palette.text,
        Paint::Muted => palette.text_muted,
        Paint::Grid => palette.line.gamma_multiply(0.7),
        Paint::Axis => palette.line_strong,
        Paint::Marker => palette.text,
        Paint::Hue(of) => hue(of),
        Paint::Band(of) => hue(of).gamma_multiply(0.28),
    }
}

fn paint(painter: &Painter, origin: Pos2, shape: &Shape, palette: &Palette) {
    let place = |[x, y]: &[f32; 2]| origin + Vec2::new(*x, *y);
    match shape {
        Shape::Rect { area, paint } => {
            painter.rect_filled(to_rect(origin, *area), 0.0, colour(*paint, palette));
        }
        Shape::Line { points, paint, width, dashed } => {
            let points: Vec<Pos2> = points.iter().map(place).collect();
            let stroke = Stroke::new(*width, colour(*paint, palette));
            if *dashed {
                painter.extend(egui::Shape::dashed_line(&points, stroke, 5.0, 4.0));
            } else {
                painter.line(points, stroke);
            }
        }
        Shape::Band { upper, lower, paint } => {
            let colour = colour(*paint, palette);
            let mut mesh = Mesh::default();
            for ends in upper.iter().zip(lower) {
                for end in [ends.0, ends.1] {
                    mesh.vertices.push(Vertex { pos: place(end), uv: egui::epaint::WHITE_UV, color: colour });
                }
            }
            for at in (0..mesh.vertices.len().saturating_sub(2)).step_by(2) {
                let at = at as u32;
                mesh.add_triangle(at, at + 1, at + 2);
                mesh.add_triangle(at + 1, at + 2, at + 3);
            }
            painter.add(mesh);
        }
        Shape::Dot { at, radius, paint, hollow } => {
            let ink = colour(*paint, palette);
            let fill = if *hollow { palette.surface } else { ink };
            painter.circle(place(at), *radius, fill, Stroke::new(1.5, ink));
        }
        Shape::Words { at, text, size, strong: emphasised, paint, anchor } => {
            let font = if *emphasised { strong(*size) } else { regular(*size) };
            let galley = line_galley(painter, text, font, colour(*paint, palette), f32::INFINITY);
            let width = galley.size().x;
            let left = match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => width / 2.0,
                Anchor::End => width,
            };
            let corner = place(at) - Vec2::new(left, galley.size().y / 2.0);
            painter.galley(corner.round(), galley, colour(*paint, palette));
        }
    }
}

/// Shows the numbers of a figure as a table of a height; returns the row that was chosen, by click or Enter. The arrow keys
/// move in it.
pub fn figure_table(
    ui: &mut Ui,
    id: Id,
    name: &str,
    table: &FigureTable,
    height: f32,
    palette: &Palette,
) -> Option<usize> {
    let wide = |at: usize| {
        let longest = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
        let heading = table.header.get(at).map_or(0, |cell| cell.chars().count());
        // A long heading is cut; its tooltip says it in full.
        (longest.unwrap_or(0).max(heading.min(HEADING_SIGNS)) as f32 * 6.4 + 2.0 * UNIT).clamp(56.0, 260.0)
    };
    let columns = table.header.iter().enumerate().map(|(at, label)| Column {
        align: if at == 0 { Align::Min } else { Align::Max },
        ..Column::plain(label, label, wide(at), 1.0)
    });
    let columns: Vec<Column<'_>> = columns.collect();
    let place = id.with("memory of the table");
    let (mut memory, mut marked) = ui.data(|data| data.get_temp::<(RowsMemory, usize)>(place)).unwrap_or_default();
    marked = marked.min(table.rows.len().saturating_sub(1));
    let mut chosen = None;
    if ui.memory(|memory| memory.has_focus(id)) {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let last = table.rows.len().saturating_sub(1);
        let page = memory.page();
        let before = marked;
        for (key, to) in [
            (Key::ArrowDown, (marked + 1).min(last)),
            (Key::ArrowUp, marked.saturating_sub(1)),
            (Key::PageDown, (marked + page).min(last)),
            (Key::PageUp, marked.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ] {
            if pressed(key) {
                marked = to;
            }
        }
        if before != marked {
            memory.reveal(marked);
        }
        chosen = (pressed(Key::Enter) && !table.rows.is_empty()).then_some(marked);
    }
    let size = Vec2::new(ui.available_width(), height.max(ROW * 3.0));
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        ui.set_max_size(size);
        // The mark is where the keys are; without the focus it would look like a choice.
        let selected = ui.memory(|memory| memory.has_focus(id)).then_some(marked);
        let rows = Rows { id, name, columns: &columns, count: table.rows.len(), selected, palette };
        let report = rows.show(ui, &mut memory, |cells, row| {
            let texts = table.rows.get(row).map_or(&[][..], Vec::as_slice);
            for (at, (text, column)) in texts.iter().zip(&columns).enumerate() {
                let ink = if at == 0 { palette.text_muted } else { palette.text };
                cells.text(at, text, regular(SMALL), ink, column.align);
            }
            let named = table.header.iter().zip(texts).map(|(heading, text)| format!("{heading} {text}"));
            named.collect::<Vec<_>>().join(", ")
        });
        if let Some(row) = report.clicked {
            marked = row;
            chosen = Some(row);
        }
    });
    ui.data_mut(|data| data.insert_temp(place, (memory, marked)));
    chosen
}
