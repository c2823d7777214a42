//! A figure as SVG: text that a browser, a word processor and a printer read alike.

use std::fmt::Write as _;

use super::layout::{Anchor, Layout, Shape};
use super::{Figure, HUES, Paint};

/// Colours for a figure, red, green and blue each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// Behind everything.
    pub ground: [u8; 3],
    /// Titles and names.
    pub text: [u8; 3],
    /// Numbers at axes, notes.
    pub muted: [u8; 3],
    /// Lines behind the values.
    pub grid: [u8; 3],
    /// The axes.
    pub axis: [u8; 3],
    /// Upright lines at places that matter.
    pub marker: [u8; 3],
    /// The series. Each reaches a contrast of 3 to 1 on the ground.
    pub hues: [[u8; 3]; HUES],
}

/// Colours on white paper.
pub const PRINTED: Colours = Colours {
    ground: [0xFF, 0xFF, 0xFF],
    text: [0x1A, 0x1F, 0x28],
    muted: [0x54, 0x5D, 0x6B],
    grid: [0xE3, 0xE7, 0xED],
    axis: [0x82, 0x8C, 0x9B],
    marker: [0x1A, 0x1F, 0x28],
    hues: [[0x00, 0x67, 0xA5], [0xC2, 0x57, 0x00], [0x00, 0x79, 0x5C], [0x9B, 0x3F, 0x86], [0x6B, 0x75, 0x82]],
};

/// How much of a band hides what is behind it.
const BAND: f32 = 0.22;

impl Colours {
    /// The colour of a paint, and how much it hides what is behind it, 0 to 1.
    pub fn of(&self, paint: Paint) -> ([u8; 3], f32) {
        let hue = |hue: u8| self.hues.get(usize::from(hue)).copied().unwrap_or(self.text);
        match paint {
            Paint::Ground => (self.ground, 1.0),
            Paint::Text => (self.text, 1.0),
            Paint::Muted => (self.muted, 1.0),
            Paint::Grid => (self.grid, 1.0),
            Paint::Axis => (self.axis, 1.0),
            Paint::Marker => (self.marker, 1.0),
            Paint::Hue(of) => (hue(of), 1.0),
            Paint::Band(of) => (hue(of), BAND),
        }
    }
}

/// Writes a figure that was laid out as SVG, with title and caption for those who do not see it.
pub fn svg(figure: &Figure, layout: &Layout, colours: &Colours) -> String {
    let (width, height) = (number(layout.width), number(layout.height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif\">\n"
    );
    element(&mut out, "title", &figure.title);
    let notes = figure.notes.iter().map(String::as_str);
    let description: Vec<&str> = std::iter::once(figure.caption.as_str()).chain(notes).collect();
    element(&mut out, "desc", &description.join(" "));
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", hex(colours.ground));
    for shape in &layout.shapes {
        write_shape(&mut out, shape, colours);
    }
    out.push_str("</svg>\n");
    out
}

fn write_shape(out: &mut String, shape: &Shape, colours: &Colours) {
    // Writing to a string cannot fail.
    let _ = match shape {
        Shape::Rect { area, paint } => {
            let (x, y, width, height) = (number(area.x), number(area.y), number(area.width), number(area.height));
            let colour = hex(colours.of(*paint).0);
            writeln!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"/>")
        }
        Shape::Line { points, paint, width, dashed } => {
            let colour = hex(colours.of(*paint).0);
            let dashes = if *dashed { " stroke-dasharray=\"5 4\"" } else { "" };
            let (points, width) = (path(points), number(*width));
            writeln!(
                out,
                "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>"
            )
        }
        Shape::Band { upper, lower, paint } => {
            let (colour, opacity) = colours.of(*paint);
            let around: Vec<[f32; 2]> = upper.iter().chain(lower.iter().rev()).copied().collect();
            let (points, colour) = (path(&around), hex(colour));
            writeln!(out, "<polygon points=\"{points}\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>")
        }
        Shape::Dot { at: [x, y], radius, paint, hollow } => {
            let (x, y, radius) = (number(*x), number(*y), number(*radius));
            let colour = hex(colours.of(*paint).0);
            let fill = if *hollow { hex(colours.ground) } else { colour.clone() };
            writeln!(
                out,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"1.5\"/>"
            )
        }
        Shape::Words { at: [x, y], text, size, strong, paint, anchor } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = if *strong { " font-weight=\"600\"" } else { "" };
            // From the middle of the line to its baseline.
            let (x, y, size) = (number(*x), number(y + size * 0.36), number(*size));
            let colour = hex(colours.of(*paint).0);
            let text = escaped(text);
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" fill=\"{colour}\"{weight}>{text}</text>"
            )
        }
    };
}

fn element(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(out, "<{name}>{}</{name}>", escaped(text));
}

fn path(points: &[[f32; 2]]) -> String {
    let points: Vec<String> = points.iter().map(|[x, y]| format!("{},{}", number(*x), number(*y))).collect();
    points.join(" ")
}

/// At most two decimals.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
