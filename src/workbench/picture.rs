//! Figures as files: SVG, PNG and CSV, on white paper whatever the colours of the window.

use review::figure::{Anchor, Colours, Dress, Figure, Layout, PRINTED, Paint, Shape, svg};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use vello_cpu::color::AlphaColor;
use vello_cpu::kurbo::{Affine, BezPath, Circle, Point, Rect, Shape as _, Stroke};
use vello_cpu::{Level, Pixmap, RasterizerSettings, RenderContext, RenderMode, RenderSettings, Resources};

use crate::fonts::{FALLBACK, REGULAR, STRONG};

/// Width of a figure in a file, in points.
const WIDTH: f32 = 960.0;
/// Its height.
const HEIGHT: f32 = 560.0;
/// Pixels in a point of a PNG.
const DENSITY: f64 = 2.0;
/// How far a path made of curves may stray, in points.
const TOLERANCE: f64 = 0.05;

/// In what format a figure is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureFormat {
    /// A picture of 1920 × 1120 pixels.
    #[default]
    Png,
    /// A drawing that stays sharp at any size.
    Svg,
    /// The numbers: a line per value, UTF-8.
    Csv,
}

impl FigureFormat {
    /// All, in the order in which they are offered.
    pub const ALL: [FigureFormat; 3] = [FigureFormat::Png, FigureFormat::Svg, FigureFormat::Csv];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            FigureFormat::Png => "PNG",
            FigureFormat::Svg => "SVG",
            FigureFormat::Csv => "CSV",
        }
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            FigureFormat::Png => "png",
            FigureFormat::Svg => "svg",
            FigureFormat::Csv => "csv",
        }
    }

    /// The format that a file with this ending has, in any case of letters.
    pub fn of_extension(extension: &str) -> Option<FigureFormat> {
        FigureFormat::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }

    /// A figure as the bytes of a file, always the same for the same figure. `None` where the picture could not be
    /// compressed, which needs no more than memory.
    pub fn bytes(self, figure: &Figure) -> Option<Vec<u8>> {
        match self {
            FigureFormat::Png => png(figure),
            FigureFormat::Svg => Some(drawing(figure).into_bytes()),
            FigureFormat::Csv => Some(figure.csv().into_bytes()),
        }
    }
}

/// A figure as SVG with title, legend, caption and notes, for a file or for a report.
pub fn drawing(figure: &Figure) -> String {
    svg(figure, &laid_out(figure, &Letters::new(), WIDTH, HEIGHT), &PRINTED)
}

/// The same for half the width of a page.
pub fn small_drawing(figure: &Figure) -> String {
    svg(figure, &laid_out(figure, &Letters::new(), WIDTH * 0.5, HEIGHT * 0.56), &PRINTED)
}

/// A figure as PNG.
fn png(figure: &Figure) -> Option<Vec<u8>> {
    let letters = Letters::new();
    let layout = laid_out(figure, &letters, WIDTH, HEIGHT);
    let (width, height) = ((f64::from(WIDTH) * DENSITY) as u16, (f64::from(HEIGHT) * DENSITY) as u16);
    // The same instructions on every processor, so that the same figure gives the same bytes.
    let settings = RenderSettings { level: Level::baseline(), num_threads: 0 };
    let mut page = RenderContext::new_with(width, height, settings);
    page.set_transform(Affine::scale(DENSITY));
    fill(&mut page, Paint::Ground);
    page.fill_rect(&Rect::new(0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT)));
    for shape in &layout.shapes {
        draw(&mut page, shape, &letters);
    }
    page.flush();
    let mut pixels = Pixmap::new(width, height);
    let quality = RasterizerSettings { render_mode: RenderMode::OptimizeQuality, ..RasterizerSettings::default() };
    page.render_with(&mut pixels, &mut Resources::new(), quality);
    pixels.into_png().ok()
}

fn laid_out(figure: &Figure, letters: &Letters, width: f32, height: f32) -> Layout {
    Layout::of(figure, width, height, Dress::Whole, &|text, size, strong| letters.width(text, size, strong))
}

fn fill(page: &mut RenderContext, paint: Paint) {
    let colours: Colours = PRINTED;
    let ([red, green, blue], opacity) = colours.of(paint);
    let opacity = (opacity * 255.0).round() as u8;
    page.set_paint(AlphaColor::from_rgba8(red, green, blue, opacity));
}

fn point([x, y]: &[f32; 2]) -> Point {
    Point::new(f64::from(*x), f64::from(*y))
}

fn path<'a>(points: impl IntoIterator<Item = &'a [f32; 2]>) -> BezPath {
    let mut path = BezPath::new();
    for (at, of) in points.into_iter().enumerate() {
        if at == 0 { path.move_to(point(of)) } else { path.line_to(point(of)) }
    }
    path
}

fn draw(page: &mut RenderContext, shape: &Shape, letters: &Letters) {
    match shape {
        Shape::Rect { area, paint } => {
            fill(page, *paint);
            let corners = [area.x, area.y, area.right(), area.bottom()].map(f64::from);
            page.fill_rect(&Rect::new(corners[0], corners[1], corners[2], corners[3]));
        }
        Shape::Line { points, paint, width, dashed } => {
            fill(page, *paint);
            let stroke = Stroke::new(f64::from(*width));
            page.set_stroke(if *dashed { stroke.with_dashes(0.0, [5.0, 4.0]) } else { stroke });
            page.stroke_path(&path(points));
        }
        Shape::Band { upper, lower, paint } => {
            fill(page, *paint);
            let mut around = path(upper.iter().chain(lower.iter().rev()));
            around.close_path();
            page.fill_path(&around);
        }
        Shape::Dot { at, radius, paint, hollow } => {
            let circle = Circle::new(point(at), f64::from(*radius)).to_path(TOLERANCE);
            fill(page, if *hollow { Paint::Ground } else { *paint });
            page.fill_path(&circle);
            fill(page, *paint);
            page.set_stroke(Stroke::new(1.5));
            page.stroke_path(&circle);
        }
        Shape::Words { at, text, size, strong, paint, anchor } => {
            let width = letters.width(text, *size, *strong);
            let left = match anchor {
                Anchor::Start => 0.0,
                Anchor::Middle => width / 2.0,
                Anchor::End => width,
            };
            fill(page, *paint);
            // From the middle of the line to its baseline.
            let [x, y] = [at[0] - left, at[1] + size * 0.36];
            page.fill_path(&letters.outline(text, *size, *strong, [x, y]));
        }
    }
}

/// The fonts, read.
struct Letters {
    regular: Vec<FontRef<'static>>,
    strong: Vec<FontRef<'static>>,
}

impl Letters {
    fn new() -> Letters {
        let fonts = |all: [&'static [u8]; 2]| all.into_iter().filter_map(|bytes| FontRef::new(bytes).ok()).collect();
        Letters { regular: fonts([REGULAR, FALLBACK]), strong: fonts([STRONG, FALLBACK]) }
    }

    /// The glyphs of a text with their fonts; a letter that no font has is left out.
    fn glyphs(&self, text: &str, strong: bool) -> impl Iterator<Item = (&FontRef<'static>, GlyphId)> {
        let fonts = if strong { &self.strong } else { &self.regular };
        text.chars().filter_map(move |letter| fonts.iter().find_map(|font| Some((font, font.charmap().map(letter)?))))
    }

    /// The width of a text, in points.
    fn width(&self, text: &str, size: f32, strong: bool) -> f32 {
        let advance = |(font, glyph): (&FontRef<'static>, GlyphId)| advance(font, glyph, size);
        self.glyphs(text, strong).map(advance).sum()
    }

    /// The outline of a text whose baseline begins at a place.
    fn outline(&self, text: &str, size: f32, strong: bool, [mut x, y]: [f32; 2]) -> BezPath {
        let mut path = BezPath::new();
        for (font, glyph) in self.glyphs(text, strong) {
            if let Some(outline) = font.outline_glyphs().get(glyph) {
                let mut pen = Pen { path: &mut path, x, y };
                // A glyph that cannot be drawn leaves its room blank.
                let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
                outline.draw(settings, &mut pen).ok();
            }
            x += advance(font, glyph, size);
        }
        path
    }
}

fn advance(font: &FontRef<'static>, glyph: GlyphId, size: f32) -> f32 {
    font.glyph_metrics(Size::new(size), LocationRef::default()).advance_width(glyph).unwrap_or_default()
}

/// Draws a glyph at a place; fonts count upwards, pictures downwards.
struct Pen<'a> {
    path: &'a mut BezPath,
    x: f32,
    y: f32,
}

impl Pen<'_> {
    fn place(&self, x: f32, y: f32) -> Point {
        point(&[self.x + x, self.y - y])
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.path.move_to(to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.path.line_to(to);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (by, to) = (self.place(cx, cy), self.place(x, y));
        self.path.quad_to(by, to);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (first, second, to) = (self.place(ax, ay), self.place(bx, by), self.place(x, y));
        self.path.curve_to(first, second, to);
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

#[cfg(test)]
mod tests {
    use review::figure::{Axis, Form, Ink, Marker, Series, Value};

    use super::*;

    fn figure() -> Figure {
        let line = |from: f64| Series {
            name: "expected ≥ observed".to_owned(),
            form: Form::Line,
            ink: Ink::nth(0),
            values: vec![Value::point(from, 0.5).within(0.4, 0.6), Value::point(1.0, 0.9).within(0.8, 1.0)],
        };
        let bars = |number, name: &str| Series {
            name: name.to_owned(),
            form: Form::Bars,
            ink: Ink::nth(number),
            values: (0..10)
                .map(|at| Value::bar(f64::from(at) / 10.0, f64::from(at + 1) / 10.0, 0.04 * f64::from(at)))
                .collect(),
        };
        Figure {
            name: "test".to_owned(),
            title: "Agreement — “Ångström”".to_owned(),
            caption: "n = 1\u{2009}234 records.".to_owned(),
            notes: vec!["Nothing is left out.".to_owned()],
            x: Axis::probability("Joint probability"),
            y: Axis::share("Agreement"),
            series: vec![bars(0, "coded"), bars(1, "partial"), line(0.0)],
            markers: vec![Marker { name: "optimal .80".to_owned(), x: 0.8 }],
        }
    }

    #[test]
    fn a_figure_gives_the_same_bytes_every_time_in_every_format() {
        for format in FigureFormat::ALL {
            let bytes = format.bytes(&figure()).unwrap();
            assert_eq!(format.bytes(&figure()).unwrap(), bytes);
            assert_eq!(FigureFormat::of_extension(&format.extension().to_uppercase()), Some(format));
            assert_eq!(bytes.starts_with(b"\x89PNG\r\n"), format == FigureFormat::Png);
        }
    }

    #[test]
    fn the_picture_shows_bars_words_and_white_paper() {
        let bytes = png(&figure()).unwrap();
        if let Ok(folder) = std::env::var("OCCUDESK_TEST_PICTURES") {
            std::fs::write(std::path::Path::new(&folder).join("figure.png"), &bytes).unwrap();
            std::fs::write(std::path::Path::new(&folder).join("figure.svg"), drawing(&figure())).unwrap();
        }
        let pixels = Pixmap::from_png(std::io::Cursor::new(&bytes)).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (1920, 1120));
        let count =
            |colour: [u8; 3]| pixels.data().iter().filter(|pixel| [pixel.r, pixel.g, pixel.b] == colour).count();
        assert!(count(PRINTED.ground) > 1_000_000);
        assert!(count(PRINTED.hues[0]) > 10_000);
        assert!(count(PRINTED.text) > 1_000, "words have ink");
    }

    #[test]
    fn every_letter_of_a_figure_has_a_glyph_and_a_width() {
        let letters = Letters::new();
        for text in ["Joint probability ≥ .80", "1\u{2009}234 – 5 %", "Ångström, Ελλάδα, Киев", "−3 × 2 …"]
        {
            assert_eq!(letters.glyphs(text, false).count(), text.chars().count(), "{text}");
            assert!(letters.width(text, 12.0, true) > 12.0);
        }
    }
}
