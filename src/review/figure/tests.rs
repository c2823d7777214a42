//! Figures: where things stand, and that every form tells the same numbers.

use super::*;

fn measure(text: &str, size: f32, _strong: bool) -> f32 {
    text.chars().count() as f32 * size * 0.55
}

fn histogram() -> Figure {
    let bars = |name: &str, number, counts: [f64; 4]| Series {
        name: name.to_owned(),
        form: Form::Bars,
        ink: Ink::nth(number),
        values: (0..4).map(|at| Value::bar(at as f64 * 0.25, (at + 1) as f64 * 0.25, counts[at])).collect(),
    };
    Figure {
        name: "test".to_owned(),
        title: "Confidence & more".to_owned(),
        caption: "n = 17 records.".to_owned(),
        notes: vec!["2 records have none.".to_owned()],
        x: Axis::probability("Joint probability"),
        y: Axis::count("Records", 9.0),
        series: vec![bars("coded, by \"engine\"", 0, [1.0, 0.0, 4.0, 7.0]), bars("partial", 1, [2.0, 1.0, 0.0, 2.0])],
        markers: vec![Marker { name: "optimal".to_owned(), x: 0.8 }],
    }
}

#[test]
fn bars_stand_on_each_other_and_their_heights_are_their_counts() {
    let figure = histogram();
    let layout = Layout::of(&figure, 640.0, 320.0, Dress::Plain, &measure);
    let spot = |series, value| layout.spots.iter().find(|spot| (spot.series, spot.value) == (series, value)).unwrap();
    let (below, above) = (spot(0, 3).area, spot(1, 3).area);
    assert!((above.bottom() - below.y).abs() < 0.01);
    assert!((below.height / above.height - 3.5).abs() < 0.01);
    assert_eq!(spot(1, 2).area.height, 0.0);
    assert_eq!(layout.spots.len(), 8);
    assert!((layout.value_at(layout.x_at(0.8)) - 0.8).abs() < 1e-4);
}

#[test]
fn everything_stands_within_the_picture() {
    for dress in [Dress::Plain, Dress::Whole] {
        let layout = Layout::of(&histogram(), 480.0, 300.0, dress, &measure);
        let inside = |[x, y]: [f32; 2]| (-0.5..=480.5).contains(&x) && (-0.5..=300.5).contains(&y);
        for shape in &layout.shapes {
            match shape {
                Shape::Rect { area, .. } => {
                    assert!(inside([area.x, area.y]) && inside([area.right(), area.bottom()]), "{shape:?}");
                }
                Shape::Line { points, .. } => assert!(points.iter().copied().all(inside), "{shape:?}"),
                Shape::Band { upper, lower, .. } => assert!(upper.iter().chain(lower).copied().all(inside)),
                Shape::Dot { at, .. } => assert!(inside(*at)),
                Shape::Words { at, text, size, strong, anchor, .. } => {
                    let width = measure(text, *size, *strong);
                    let left = match anchor {
                        Anchor::Start => at[0],
                        Anchor::Middle => at[0] - width / 2.0,
                        Anchor::End => at[0] - width,
                    };
                    assert!(inside([left, at[1]]) && inside([left + width, at[1]]), "{shape:?}");
                }
            }
        }
    }
}

#[test]
fn table_and_csv_hold_the_numbers_that_are_drawn() {
    let figure = histogram();
    let table = figure.table();
    assert_eq!(table.header, ["Joint probability", "coded, by \"engine\"", "partial", "All"]);
    assert_eq!(table.rows[3], ["0.75 to 1.00", "7", "2", "9"]);
    let csv = figure.csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "series,x_from,x_to,x_name,value,low,high,n");
    assert_eq!(lines[1], "\"coded, by \"\"engine\"\"\",0,0.25,,1,,,");
    assert_eq!(lines.len(), 9);
}

#[test]
fn lines_and_points_tell_intervals_and_what_they_rest_on() {
    let mut figure = histogram();
    figure.markers.clear();
    figure.y = Axis::share("Agreement");
    figure.series = vec![
        Series {
            name: "observed".to_owned(),
            form: Form::Points,
            ink: Ink::nth(1),
            values: vec![Value::point(0.5, 0.75).within(0.5, 0.9).of(1200)],
        },
        Series {
            name: "perfect".to_owned(),
            form: Form::Reference,
            ink: Ink::GREY,
            values: vec![Value::point(0.0, 0.0), Value::point(1.0, 1.0)],
        },
    ];
    let table = figure.table();
    assert_eq!(table.header, ["Joint probability", "observed"]);
    assert_eq!(table.rows, [["0.500", "75.0 % (50.0 % to 90.0 %), n 1\u{2009}200"]]);
    assert_eq!(figure.csv().lines().last(), Some("observed,0.5,0.5,,0.75,0.5,0.9,1200"));
    let layout = Layout::of(&figure, 640.0, 320.0, Dress::Plain, &measure);
    assert_eq!(layout.spots.len(), 1);
}

#[test]
fn names_side_by_side_are_named_in_table_and_csv() {
    let mut figure = histogram();
    figure.x = Axis::names("Level", vec!["Major group".to_owned(), "Unit group".to_owned()]);
    figure.series.truncate(1);
    figure.series[0].values = vec![Value::bar(0.0, 1.0, 3.0), Value::bar(1.0, 2.0, 5.0)];
    assert_eq!(figure.table().rows, [["Major group", "3"], ["Unit group", "5"]]);
    assert!(figure.csv().contains(",1,2,Unit group,5,"));
}

#[test]
fn the_svg_is_well_formed_and_the_same_every_time() {
    let figure = histogram();
    let draw = || svg(&figure, &Layout::of(&figure, 640.0, 360.0, Dress::Whole, &measure), &PRINTED);
    let text = draw();
    assert_eq!(text, draw());
    assert!(text.starts_with("<svg ") && text.ends_with("</svg>\n"));
    assert!(text.contains("<title>Confidence &amp; more</title>"));
    assert!(text.contains("coded, by &quot;engine&quot;"));
    assert!(!text.contains("NaN") && !text.contains("inf"));
}

#[test]
fn axes_end_at_round_numbers() {
    for (most, top) in [(0.0, 1.0), (1.0, 1.0), (9.0, 10.0), (17.0, 20.0), (101.0, 150.0), (1_234_567.0, 1_500_000.0)] {
        assert!(nice_top(most) >= most);
        assert!((nice_top(most) - top).abs() < 1e-6, "{most}: {}", nice_top(most));
    }
}

#[test]
fn figures_without_values_or_room_do_not_break() {
    let mut figure = histogram();
    for series in &mut figure.series {
        series.values.clear();
    }
    figure.y = Axis::count("Records", 0.0);
    let layout = Layout::of(&figure, 10.0, 10.0, Dress::Whole, &measure);
    assert!(!svg(&figure, &layout, &PRINTED).contains("NaN"));
    assert!(figure.table().rows.is_empty());
}
