//! Where everything of a figure stands: shapes in points, the origin at the top left.

use super::numbers::{tick_words, ticks};
use super::{Figure, Form, Ink, Paint, Scale, Series, Value};

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Upper edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    /// Right edge.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }
}

/// On which side of its place a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Where.
        area: Area,
        /// In what.
        paint: Paint,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<[f32; 2]>,
        /// In what.
        paint: Paint,
        /// How thick.
        width: f32,
        /// With gaps.
        dashed: bool,
    },
    /// What lies between two lines with as many points each.
    Band {
        /// The upper one.
        upper: Vec<[f32; 2]>,
        /// The lower one.
        lower: Vec<[f32; 2]>,
        /// In what.
        paint: Paint,
    },
    /// A dot.
    Dot {
        /// Its middle.
        at: [f32; 2],
        /// Its radius.
        radius: f32,
        /// In what.
        paint: Paint,
        /// Only its rim.
        hollow: bool,
    },
    /// A line of text.
    Words {
        /// Its place along the line, by the anchor, and the middle of its height.
        at: [f32; 2],
        /// The text.
        text: String,
        /// The size of its type.
        size: f32,
        /// Emphasised.
        strong: bool,
        /// In what.
        paint: Paint,
        /// On which side of its place it stands.
        anchor: Anchor,
    },
}

/// Where a value is drawn, to be found by pointer and keys.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The series, by its place.
    pub series: usize,
    /// The value in it, by its place.
    pub value: usize,
    /// Where it stands.
    pub area: Area,
}

/// What is drawn besides legend and plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// Nothing: title, caption and notes stand beside it.
    Plain,
    /// Title above, caption and notes below, for a file.
    Whole,
}

/// A figure with everything in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// What is drawn, the first at the back.
    pub shapes: Vec<Shape>,
    /// The inside of the axes.
    pub plot: Area,
    /// Where the values stand; none of a reference.
    pub spots: Vec<Spot>,
    x: (f64, f64),
    y: (f64, f64),
}

/// Size of the type at axes and in the legend.
const SMALL: f32 = 12.0;
/// Size of the type of caption and notes in a file.
const BODY: f32 = 13.0;
/// Size of the type of the title in a file.
const TITLE: f32 = 17.0;
/// Height of a line of small type.
const LINE: f32 = 18.0;
/// Distance between things.
const GAP: f32 = 8.0;
/// Distance between the lines of a hatching.
const HATCH: f32 = 5.0;

/// A measure of words: text, size, emphasised; gives its width in points.
type Measure<'a> = &'a dyn Fn(&str, f32, bool) -> f32;

impl Layout {
    /// Lays out a figure in a width and height. `measure` gives the width of a text of a size, emphasised or not.
    pub fn of(figure: &Figure, width: f32, height: f32, dress: Dress, measure: Measure<'_>) -> Layout {
        let mut layout = Layout {
            width,
            height,
            shapes: Vec::new(),
            plot: Area::default(),
            spots: Vec::new(),
            x: (figure.x.from, figure.x.to),
            y: (figure.y.from, figure.y.to),
        };
        let margin = if dress == Dress::Whole { 2.0 * GAP } else { 0.0 };
        let (left, right) = (margin, width - margin);
        let (mut top, mut bottom) = (margin, height - margin);
        if dress == Dress::Whole {
            let title = [left, top + TITLE * 0.7];
            layout.words(title, &figure.title, TITLE, true, Paint::Text, Anchor::Start);
            top += TITLE * 1.4 + GAP / 2.0;
            bottom = layout.remarks(figure, left, right, bottom, measure) - GAP;
        }
        top = layout.legend(figure, left, right, top, measure);
        layout.words([left, top + LINE / 2.0], &figure.y.label, SMALL, false, Paint::Muted, Anchor::Start);
        top += LINE + figure.markers.len() as f32 * (LINE - 3.0) + GAP / 2.0;
        let foot = bottom - LINE - LINE;
        let axis_middle = [f32::midpoint(left, right), bottom - LINE / 2.0];
        layout.words(axis_middle, &figure.x.label, SMALL, false, Paint::Muted, Anchor::Middle);

        let steps = f64::from(((foot - top) / 44.0).clamp(2.0, 8.0));
        let y_ticks = ticks(figure.y.from, figure.y.to, steps, figure.y.scale == Scale::Count);
        let words: Vec<String> = y_ticks.iter().map(|at| tick_words(*at, &figure.y.scale)).collect();
        let room = words.iter().map(|words| measure(words, SMALL, false)).fold(0.0, f32::max);
        let plot_left = left + room.ceil() + GAP;
        // Half of the last number stands beyond the end of the axis.
        let last = measure(&tick_words(figure.x.to, &figure.x.scale), SMALL, false) / 2.0 + 1.0;
        let beyond = if matches!(figure.x.scale, Scale::Names(_)) { 0.0 } else { last.max(GAP) };
        layout.plot =
            Area { x: plot_left, y: top, width: (right - beyond - plot_left).max(1.0), height: (foot - top).max(1.0) };
        for (at, words) in y_ticks.iter().zip(&words) {
            let y = layout.y_at(*at);
            layout.line(vec![[plot_left, y], [layout.plot.right(), y]], Paint::Grid, 1.0);
            layout.words([plot_left - GAP * 0.75, y], words, SMALL, false, Paint::Muted, Anchor::End);
        }
        layout.x_ticks(figure, measure);
        layout.bars(figure);
        for (at, series) in figure.series.iter().enumerate() {
            match series.form {
                Form::Bars => {}
                Form::Line | Form::Reference => layout.curve(at, series),
                Form::Points => layout.points(at, series),
            }
        }
        let base = layout.plot.bottom();
        layout.line(vec![[plot_left, base], [layout.plot.right(), base]], Paint::Axis, 1.0);
        layout.markers(figure, measure);
        layout
    }

    /// Where a number of the x axis stands.
    pub fn x_at(&self, value: f64) -> f32 {
        let share = ((value - self.x.0) / (self.x.1 - self.x.0)).clamp(0.0, 1.0) as f32;
        self.plot.x + share * self.plot.width
    }

    /// Where a number of the y axis stands.
    pub fn y_at(&self, value: f64) -> f32 {
        let share = ((value - self.y.0) / (self.y.1 - self.y.0)).clamp(0.0, 1.0) as f32;
        self.plot.bottom() - share * self.plot.height
    }

    /// The number of the x axis at a place, within its ends.
    pub fn value_at(&self, x: f32) -> f64 {
        let share = f64::from(((x - self.plot.x) / self.plot.width).clamp(0.0, 1.0));
        self.x.0 + share * (self.x.1 - self.x.0)
    }

    fn line(&mut self, points: Vec<[f32; 2]>, paint: Paint, width: f32) {
        self.shapes.push(Shape::Line { points, paint, width, dashed: false });
    }

    fn words(&mut self, at: [f32; 2], text: &str, size: f32, strong: bool, paint: Paint, anchor: Anchor) {
        if !text.is_empty() {
            self.shapes.push(Shape::Words { at, text: text.to_owned(), size, strong, paint, anchor });
        }
    }

    /// Caption and notes from the bottom upwards; returns where they begin.
    fn remarks(&mut self, figure: &Figure, left: f32, right: f32, bottom: f32, measure: Measure<'_>) -> f32 {
        let mut lines = Vec::new();
        for (text, paint) in
            std::iter::once((&figure.caption, Paint::Text)).chain(figure.notes.iter().map(|note| (note, Paint::Muted)))
        {
            lines.extend(wrapped(text, right - left, BODY, measure).into_iter().map(|line| (line, paint)));
        }
        let top = bottom - lines.len() as f32 * LINE;
        for (at, (line, paint)) in lines.into_iter().enumerate() {
            let y = top + (at as f32 + 0.5) * LINE;
            self.words([left, y], &line, BODY, false, paint, Anchor::Start);
        }
        top
    }

    /// The names of the series with their inks, in as many lines as they need; nothing where there is only one. Returns
    /// where they end.
    fn legend(&mut self, figure: &Figure, left: f32, right: f32, top: f32, measure: Measure<'_>) -> f32 {
        if figure.series.len() < 2 {
            return top;
        }
        let (mut x, mut y) = (left, top);
        for series in &figure.series {
            let width = 14.0 + GAP * 0.75 + measure(&series.name, SMALL, false);
            if x > left && x + width > right {
                x = left;
                y += LINE;
            }
            let middle = y + LINE / 2.0;
            let paint = Paint::Hue(series.ink.hue);
            match series.form {
                Form::Bars => {
                    let area = Area { x, y: middle - 6.0, width: 14.0, height: 12.0 };
                    self.bar(area, series.ink);
                }
                Form::Line => self.line(vec![[x, middle], [x + 14.0, middle]], paint, 2.0),
                Form::Reference => {
                    let points = vec![[x, middle], [x + 14.0, middle]];
                    self.shapes.push(Shape::Line { points, paint: Paint::Axis, width: 1.5, dashed: true });
                }
                Form::Points => {
                    let hollow = series.ink.hatched;
                    self.shapes.push(Shape::Dot { at: [x + 7.0, middle], radius: 4.0, paint, hollow });
                }
            }
            self.words([x + 14.0 + GAP * 0.75, middle], &series.name, SMALL, false, Paint::Text, Anchor::Start);
            x += width + GAP * 2.0;
        }
        y + LINE + GAP / 2.0
    }

    fn x_ticks(&mut self, figure: &Figure, measure: Measure<'_>) {
        let y = self.plot.bottom() + LINE / 2.0 + 2.0;
        if let Scale::Names(names) = &figure.x.scale {
            let room = self.plot.width / names.len().max(1) as f32 - 4.0;
            for (at, name) in names.iter().enumerate() {
                let x = self.x_at(at as f64 + 0.5);
                self.words([x, y], &cut(name, room, measure), SMALL, false, Paint::Muted, Anchor::Middle);
            }
            return;
        }
        let steps = f64::from((self.plot.width / 72.0).clamp(2.0, 10.0));
        for at in ticks(figure.x.from, figure.x.to, steps, figure.x.scale == Scale::Count) {
            let x = self.x_at(at);
            self.line(vec![[x, self.plot.bottom()], [x, self.plot.bottom() + 4.0]], Paint::Axis, 1.0);
            self.words([x, y], &tick_words(at, &figure.x.scale), SMALL, false, Paint::Muted, Anchor::Middle);
        }
    }

    /// All series of bars, each on those before it.
    fn bars(&mut self, figure: &Figure) {
        let mut tops: Vec<((f64, f64), f64)> = figure.stretches().into_iter().map(|of| (of, 0.0)).collect();
        for (at, series) in figure.series.iter().enumerate().filter(|(_, series)| series.form == Form::Bars) {
            for (place, value) in series.values.iter().enumerate() {
                let key = (value.x, value.x_to);
                let Some((_, under)) = tops.iter_mut().find(|(of, _)| *of == key) else { continue };
                let area = self.bar_area(figure, value, *under);
                *under += value.y;
                self.spots.push(Spot { series: at, value: place, area });
                if area.height > 0.0 {
                    self.bar(area, series.ink);
                }
                if let Some((low, high)) = value.interval {
                    self.whisker(area.x + area.width / 2.0, low, high, Paint::Text);
                }
            }
        }
    }

    fn bar_area(&self, figure: &Figure, value: &Value, under: f64) -> Area {
        let (left, right) = (self.x_at(value.x), self.x_at(value.x_to));
        let gap = if matches!(figure.x.scale, Scale::Names(_)) { (right - left) * 0.2 } else { 1.0 };
        let gap = gap.min((right - left) * 0.3);
        let (low, high) = (self.y_at(under), self.y_at(under + value.y));
        // What is there can be seen, however little it is.
        let beyond = under >= figure.y.to;
        let height = if value.y > 0.0 && !beyond { (low - high).max(1.0) } else { 0.0 };
        Area { x: left + gap / 2.0, y: low - height, width: (right - left - gap).max(0.5), height }
    }

    /// A bar, with a line of the ground above it, so that bars on each other are told apart.
    fn bar(&mut self, area: Area, ink: Ink) {
        self.shapes.push(Shape::Rect { area, paint: Paint::Hue(ink.hue) });
        if ink.hatched {
            for points in hatching(area) {
                self.shapes.push(Shape::Line { points, paint: Paint::Ground, width: 1.2, dashed: false });
            }
        }
        if area.height > 3.0 {
            let edge = Area { height: 1.0, ..area };
            self.shapes.push(Shape::Rect { area: edge, paint: Paint::Ground });
        }
    }

    fn curve(&mut self, at: usize, series: &Series) {
        let place = |layout: &Layout, value: &Value, y: f64| [layout.x_at(value.middle()), layout.y_at(y)];
        let points: Vec<[f32; 2]> = series.values.iter().map(|value| place(self, value, value.y)).collect();
        if points.is_empty() {
            return;
        }
        let dashed = series.form == Form::Reference;
        if series.values.iter().all(|value| value.interval.is_some()) {
            let end = |which: fn((f64, f64)) -> f64| {
                let end = |value: &Value| place(self, value, value.interval.map_or(value.y, which));
                series.values.iter().map(end).collect::<Vec<_>>()
            };
            let (lower, upper) = (end(|of| of.0), end(|of| of.1));
            self.shapes.push(Shape::Band { upper, lower, paint: Paint::Band(series.ink.hue) });
        }
        if !dashed {
            for (value, [x, y]) in points.iter().enumerate() {
                let area = Area { x: x - 4.0, y: y - 4.0, width: 8.0, height: 8.0 };
                self.spots.push(Spot { series: at, value, area });
            }
        }
        let (paint, width) = if dashed { (Paint::Axis, 1.5) } else { (Paint::Hue(series.ink.hue), 2.0) };
        self.shapes.push(Shape::Line { points, paint, width, dashed });
    }

    fn points(&mut self, at: usize, series: &Series) {
        let paint = Paint::Hue(series.ink.hue);
        for (place, value) in series.values.iter().enumerate() {
            let [x, y] = [self.x_at(value.middle()), self.y_at(value.y)];
            if let Some((low, high)) = value.interval {
                self.whisker(x, low, high, paint);
            }
            self.shapes.push(Shape::Dot { at: [x, y], radius: 4.0, paint, hollow: series.ink.hatched });
            let area = Area { x: x - 5.0, y: y - 5.0, width: 10.0, height: 10.0 };
            self.spots.push(Spot { series: at, value: place, area });
        }
    }

    fn whisker(&mut self, x: f32, low: f64, high: f64, paint: Paint) {
        let (bottom, top) = (self.y_at(low), self.y_at(high));
        self.line(vec![[x, bottom], [x, top]], paint, 1.5);
        for y in [bottom, top] {
            self.line(vec![[x - 3.0, y], [x + 3.0, y]], paint, 1.5);
        }
    }

    /// Upright lines; their names stand above the plot, each in a line of its own.
    fn markers(&mut self, figure: &Figure, measure: Measure<'_>) {
        let count = figure.markers.len() as f32;
        for (at, marker) in figure.markers.iter().enumerate() {
            let x = self.x_at(marker.x);
            let y = self.plot.y - (count - at as f32) * (LINE - 3.0) + LINE / 2.0 - 4.0;
            self.line(vec![[x, y + 8.0], [x, self.plot.bottom()]], Paint::Marker, 1.5);
            let half = measure(&marker.name, SMALL, true) / 2.0;
            let middle = x.max(self.plot.x + half).min(self.width - half);
            self.words([middle, y], &marker.name, SMALL, true, Paint::Marker, Anchor::Middle);
        }
    }
}

/// Lines from the lower left to the upper right, on one grid for all bars.
fn hatching(area: Area) -> Vec<Vec<[f32; 2]>> {
    // Lines on which x + y is a multiple of the distance.
    let first = ((area.x + area.y) / HATCH).ceil() as i32;
    let last = ((area.right() + area.bottom()) / HATCH).floor() as i32;
    let line = |at: i32| {
        let sum = at as f32 * HATCH;
        let (left, right) = (area.x.max(sum - area.bottom()), area.right().min(sum - area.y));
        (right > left).then(|| vec![[left, sum - left], [right, sum - right]])
    };
    (first..=last).filter_map(line).collect()
}

/// Breaks a text into lines no wider than `width`.
fn wrapped(text: &str, width: f32, size: f32, measure: Measure<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if measure(&format!("{line} {word}"), size, false) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Shortens a text to a width.
fn cut(text: &str, width: f32, measure: Measure<'_>) -> String {
    let mut cut = text.to_owned();
    while measure(&cut, SMALL, false) > width {
        let mut signs: Vec<char> = cut.chars().filter(|sign| *sign != '…').collect();
        if signs.len() < 2 {
            return cut;
        }
        signs.pop();
        cut = signs.into_iter().collect::<String>().trim_end().to_owned() + "…";
    }
    cut
}
