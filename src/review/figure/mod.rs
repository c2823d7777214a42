//! Figures: what a plot shows as plain numbers, so that the same figure is drawn in the window, written as SVG, PNG and
//! CSV, and read in a table beside it.
//!
//! [`Figure`] holds the numbers, [`Layout`] says where everything stands, [`svg`] writes it. Nothing here knows a screen
//! or a font: whoever draws brings a measure of words and colours for the [`Paint`]s.

mod layout;
mod numbers;
mod svg;
mod table;

pub use layout::{Anchor, Area, Dress, Layout, Shape, Spot};
pub use numbers::{nice_top, number_words};
pub use svg::{Colours, PRINTED, svg};
pub use table::FigureTable;

/// A plot of bars, lines or points over one pair of axes, with what has to be said beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name in files, in lower case and without spaces: `confidence-joint`.
    pub name: String,
    /// Title, without a full stop.
    pub title: String,
    /// What is shown, in a sentence or two, with the number of records it rests on.
    pub caption: String,
    /// What has to be known to read it rightly: what is left out, what is too few to say.
    pub notes: Vec<String>,
    /// The axis to the right.
    pub x: Axis,
    /// The axis upwards.
    pub y: Axis,
    /// What is drawn, in the order of the legend. All bars are stacked, the first at the bottom.
    pub series: Vec<Series>,
    /// Upright lines at places that matter, such as thresholds.
    pub markers: Vec<Marker>,
}

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures, with its unit.
    pub label: String,
    /// Where it begins.
    pub from: f64,
    /// Where it ends; above `from`.
    pub to: f64,
    /// What its numbers mean.
    pub scale: Scale,
}

impl Axis {
    /// A probability from 0 to 1.
    pub fn probability(label: &str) -> Axis {
        Axis { label: label.to_owned(), from: 0.0, to: 1.0, scale: Scale::Probability }
    }

    /// A share from 0 to 1, shown in per cent.
    pub fn share(label: &str) -> Axis {
        Axis { label: label.to_owned(), from: 0.0, to: 1.0, scale: Scale::Share }
    }

    /// Counts from 0 to a round number not below `most`.
    pub fn count(label: &str, most: f64) -> Axis {
        Axis { label: label.to_owned(), from: 0.0, to: nice_top(most), scale: Scale::Count }
    }

    /// Names side by side; the one at `i` stands from `i` to `i + 1`.
    pub fn names(label: &str, names: Vec<String>) -> Axis {
        Axis { label: label.to_owned(), from: 0.0, to: names.len().max(1) as f64, scale: Scale::Names(names) }
    }
}

/// What the numbers of an axis mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Scale {
    /// Numbers of things.
    Count,
    /// Shares of a whole, shown in per cent.
    Share,
    /// Probabilities and other numbers, shown with decimals.
    Probability,
    /// Names side by side; the one at `i` stands from `i` to `i + 1`.
    Names(Vec<String>),
}

/// Numbers that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// How it is drawn.
    pub form: Form,
    /// Its ink.
    pub ink: Ink,
    /// Its values, ascending along the x axis.
    pub values: Vec<Value>,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Bars from the bottom, on those of the series before.
    Bars,
    /// A line through the values; intervals are a band around it.
    Line,
    /// Dots; intervals are whiskers.
    Points,
    /// A dashed line to compare with, such as a diagonal. It is no finding: tables and files leave it out.
    Reference,
}

/// A value at a place, or over a stretch, of the x axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// Where it begins on the x axis.
    pub x: f64,
    /// Where it ends on the x axis; `x` again for a point.
    pub x_to: f64,
    /// How high it is.
    pub y: f64,
    /// Its interval, lower and upper end.
    pub interval: Option<(f64, f64)>,
    /// Number of records that it rests on, where that is not the value itself.
    pub count: Option<u64>,
}

impl Value {
    /// A bar over the stretch from `x` to `x_to`.
    pub fn bar(x: f64, x_to: f64, y: f64) -> Value {
        Value { x, x_to, y, interval: None, count: None }
    }

    /// A point.
    pub fn point(x: f64, y: f64) -> Value {
        Value::bar(x, x, y)
    }

    /// The same with an interval.
    pub fn within(self, low: f64, high: f64) -> Value {
        Value { interval: Some((low, high)), ..self }
    }

    /// The same with the number of records that it rests on.
    pub fn of(self, count: u64) -> Value {
        Value { count: Some(count), ..self }
    }

    /// The middle of its stretch.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.x, self.x_to)
    }
}

/// An upright line with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// What it marks: "optimal .80".
    pub name: String,
    /// Where it stands on the x axis.
    pub x: f64,
}

/// Number of different hues.
pub const HUES: usize = 5;

/// The ink of a series: a hue, plain or hatched, so that series are told apart without colour too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// The hue, below [`HUES`]; the last is a grey.
    pub hue: u8,
    /// Bars are hatched, dots hollow.
    pub hatched: bool,
}

impl Ink {
    /// The ink of the series with this number. The first ten differ; of two that follow each other one is hatched.
    pub fn nth(number: usize) -> Ink {
        Ink { hue: (number % HUES) as u8, hatched: number % 2 == 1 }
    }

    /// For what is not the matter: no code, nothing known.
    pub const GREY: Ink = Ink { hue: HUES as u8 - 1, hatched: false };
}

/// What a colour is for; whoever draws has colours for these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Behind everything.
    Ground,
    /// Titles and names.
    Text,
    /// Numbers at axes, notes.
    Muted,
    /// Lines behind the values.
    Grid,
    /// The axes.
    Axis,
    /// Upright lines at places that matter.
    Marker,
    /// A series, by its hue.
    Hue(u8),
    /// The band around a series, by its hue: the hue, mostly see-through.
    Band(u8),
}

#[cfg(test)]
mod tests;
