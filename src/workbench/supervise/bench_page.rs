//! What the pages about distributions and thresholds show: figures and tables, made when what they rest on changes.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{Level, Status, Thresholds};
use review::bench::{Bench, ENOUGH, Line, Observed, Reckoned};
use review::distribution::{Bar, Distribution, Measure, Split, group_code};
use review::figure::{Axis, Figure, FigureTable, Form, Ink, Marker, Scale, Series, Value, number_words};
use review::{Depth, Hash};

use crate::Review;

/// Into how many stretches a probability can be divided.
pub const BINS: [usize; 4] = [10, 20, 50, 100];

/// The pages about distributions and thresholds.
#[derive(Clone, Debug)]
pub struct BenchPages {
    /// Which probability is looked at.
    pub measure: Measure,
    /// What records are told apart by.
    pub split: Split,
    /// Into how many stretches the probability is divided.
    pub bins: usize,
    /// The highest bars are cut, so that small ones are seen.
    pub enlarged: bool,
    /// The distribution; `None` before somebody looks at it, and before the records are coded.
    pub shown: Option<Arc<ShownDistribution>>,
    /// The thresholds that are tried; on the ladder of the bench.
    pub proposed: Thresholds,
    /// Records a minute that a person reckons with instead of the measured pace.
    pub pace: Option<f32>,
    /// What thresholds mean; `None` before somebody looks at it, and before the records are coded.
    pub reckoning: Option<Box<Reckoning>>,
    pub(crate) rests_on: Option<Stamp>,
}

impl Default for BenchPages {
    fn default() -> BenchPages {
        BenchPages {
            measure: Measure::default(),
            split: Split::Status,
            bins: 50,
            enlarged: false,
            shown: None,
            proposed: Thresholds { optimal: 1.0, minimum: 0.0 },
            pace: None,
            reckoning: None,
            rests_on: None,
        }
    }
}

/// What the pages rest on: when it changes, they are made again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stamp {
    pub(crate) path: PathBuf,
    pub(crate) head: Hash,
    pub(crate) codings: usize,
    pub(crate) earlier: usize,
    pub(crate) thresholds: Thresholds,
}

impl Stamp {
    pub(crate) fn of(review: &Review) -> Stamp {
        Stamp {
            path: review.path.clone(),
            head: review.ledger.head(),
            codings: Arc::as_ptr(&review.codings) as usize,
            earlier: Arc::as_ptr(&review.earlier) as usize,
            thresholds: review.thresholds,
        }
    }
}

/// A distribution with its figure and table.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownDistribution {
    /// The counts.
    pub distribution: Distribution,
    /// The class of each series of the figure.
    pub classes: Vec<usize>,
    /// The figure.
    pub figure: Arc<Figure>,
    /// The same numbers.
    pub table: FigureTable,
}

impl ShownDistribution {
    /// Counts the records of a project.
    pub(crate) fn of(review: &Review, pages: &BenchPages) -> ShownDistribution {
        let BenchPages { measure, split, bins, enlarged, .. } = *pages;
        let distribution = Distribution::of(&review.codings, &review.columns, measure, split, bins);
        let classes: Vec<usize> =
            (0..split.classes()).filter(|class| distribution.counts[*class].iter().any(|count| *count > 0)).collect();
        let figure = distribution_figure(review, &distribution, &classes, enlarged);
        let table = figure.table();
        ShownDistribution { distribution, classes, figure: Arc::new(figure), table }
    }

    /// The bar that is drawn as this value of this series.
    pub fn bar(&self, series: usize, value: usize) -> Option<Bar> {
        Some(Bar { bin: value, class: Some(*self.classes.get(series)?) })
    }

    /// What the records of a bar have in common: "joint probability .60 to .62, partial".
    pub fn words(&self, bar: Bar) -> String {
        let bins = self.distribution.bins().max(1) as f64;
        let (from, to) = (bar.bin as f64 / bins, (bar.bin + 1) as f64 / bins);
        let class = bar.class.and_then(|class| self.classes.iter().position(|of| *of == class));
        let named = class.filter(|_| self.distribution.split != Split::None);
        let class = named.and_then(|at| self.figure.series.get(at)).map(|series| format!(", {}", series.name));
        format!("{} {from:.2} to {to:.2}{}", measure_words(self.distribution.measure), class.unwrap_or_default())
    }
}

/// A measure as it is named on screen.
pub fn measure_words(measure: Measure) -> String {
    match measure {
        Measure::Joint => "joint probability".to_owned(),
        Measure::Conditional(level) => format!("conditional probability, {}", level_words(level)),
    }
}

fn level_words(level: Level) -> String {
    Depth::Level(level).name().to_lowercase()
}

/// The names of the classes of a split in a project.
pub fn class_name(review: &Review, split: Split, class: usize) -> String {
    match split {
        Split::None => "records".to_owned(),
        Split::Status => Status::ALL.get(class).map_or("", |status| status.word()).to_owned(),
        Split::Depth => Depth::ALL.get(class).map_or("", |depth| depth.name()).to_lowercase(),
        Split::MajorGroup => group_name(review, class),
        Split::Engine => match class {
            0 => format!("model {}", review.model_id),
            1 => "correspondence, one target".to_owned(),
            _ => "model among several targets".to_owned(),
        },
        Split::Reviewed => if class == 0 { "reviewed" } else { "not reviewed" }.to_owned(),
    }
}

fn group_name(review: &Review, group: usize) -> String {
    match group_code(group) {
        None => "no code".to_owned(),
        Some(code) if code.is_non_classification() => "0 not an occupation".to_owned(),
        Some(code) => format!("{code} {}", review.tables().title(code)),
    }
}

fn records_words(count: u64) -> String {
    let number = number_words(count as f64, &Scale::Count);
    if count == 1 { format!("{number} record") } else { format!("{number} records") }
}

fn distribution_figure(review: &Review, distribution: &Distribution, classes: &[usize], enlarged: bool) -> Figure {
    let bins = distribution.bins();
    let edge = |at: usize| at as f64 / bins as f64;
    let series: Vec<Series> = classes
        .iter()
        .map(|class| Series {
            name: class_name(review, distribution.split, *class),
            form: Form::Bars,
            ink: Ink::nth(*class),
            values: (0..bins)
                .map(|at| Value::bar(edge(at), edge(at + 1), distribution.counts[*class][at] as f64))
                .collect(),
        })
        .collect();
    let mut heights: Vec<u64> = (0..bins).map(|bin| distribution.count(Bar { bin, class: None })).collect();
    heights.sort_unstable();
    let highest = heights.last().copied().unwrap_or(0);
    // Nine bars in ten are seen whole.
    let most = if enlarged { heights.get(heights.len() * 9 / 10).copied().unwrap_or(0).max(1) } else { highest };
    let measure = distribution.measure;
    let (title, name, markers) = match measure {
        Measure::Joint => {
            ("Joint probability of the full code".to_owned(), "joint".to_owned(), threshold_markers(review.thresholds))
        }
        Measure::Conditional(level) => (
            format!("Conditional probability of the {}", level_words(level)),
            format!("level-{}", level.index() + 1),
            Vec::new(),
        ),
    };
    let by = match distribution.split {
        Split::None => String::new(),
        split => format!(", by {}", split.name().to_lowercase()),
    };
    let caption = format!(
        "n = {} in {bins} bins{by}. Model {}, {}.",
        records_words(distribution.total()),
        review.model_id,
        review.classification.name()
    );
    let mut notes = Vec::new();
    if measure == Measure::Joint {
        notes.push(
            "Of the most detailed code, before the minimum threshold cuts it: of a partial code the confidence in the \
             review is higher."
                .to_owned(),
        );
    }
    if distribution.left_out > 0 {
        let why = match measure {
            Measure::Joint => "without a code",
            Measure::Conditional(_) => "without an occupation",
        };
        notes.push(format!("Left out: {} {why}.", records_words(distribution.left_out)));
    }
    let y = Axis::count("Records", most as f64);
    if y.to < highest as f64 {
        let top = number_words(y.to, &Scale::Count);
        notes.push(format!("Bars of more than {top} records are cut, so that the others are seen."));
    }
    Figure {
        name: format!("confidence-{name}"),
        title,
        caption,
        notes,
        x: Axis::probability(match measure {
            Measure::Joint => "Joint probability",
            Measure::Conditional(_) => "Conditional probability",
        }),
        y,
        series,
        markers,
    }
}

fn threshold_markers(thresholds: Thresholds) -> Vec<Marker> {
    let marker =
        |name: &str, value: f32| Marker { name: format!("{name} {}", threshold_words(value)), x: f64::from(value) };
    vec![marker("minimum", thresholds.minimum), marker("optimal", thresholds.optimal)]
}

/// A threshold with as many decimals as it needs, two at least: `0.80`, `0.755`.
pub fn threshold_words(value: f32) -> String {
    let text = format!("{value:.4}");
    let cut = text.trim_end_matches('0');
    if cut.len() < 4 { text[..4].to_owned() } else { cut.to_owned() }
}

/// What thresholds mean for a project.
#[derive(Clone, Debug, PartialEq)]
pub struct Reckoning {
    /// Every record on its ladder.
    pub bench: Arc<Bench>,
    /// What the thresholds in force mean.
    pub in_force: Reckoned,
    /// What the proposed ones mean.
    pub proposed: Reckoned,
    /// The distribution of the joint probability by status, with the proposed thresholds as markers.
    pub distribution: Arc<Figure>,
    /// The numbers of the distribution.
    pub distribution_table: FigureTable,
    /// Production against agreement, with the proposed thresholds as a marker.
    pub curve: Arc<Figure>,
    /// The curve by optimal thresholds.
    pub curve_table: FigureTable,
    /// The proposed thresholds by level.
    pub levels: FigureTable,
    /// The proposed thresholds by major group.
    pub groups: FigureTable,
}

impl Reckoning {
    /// What a bench says about the thresholds in force, which are proposed at first.
    pub(crate) fn of(review: &Review, bench: Bench, pages: &BenchPages) -> Reckoning {
        let plain = BenchPages { measure: Measure::Joint, split: Split::None, bins: 50, ..pages.clone() };
        let shown = ShownDistribution::of(review, &plain);
        let in_force = bench.reckon(review.thresholds);
        let mut distribution = Figure::clone(&shown.figure);
        "thresholds".clone_into(&mut distribution.name);
        let curve = curve_figure(review, &bench);
        let mut reckoning = Reckoning {
            proposed: in_force.clone(),
            in_force,
            distribution_table: distribution.table(),
            distribution: Arc::new(distribution),
            curve_table: curve_table(&bench),
            curve: Arc::new(curve),
            levels: FigureTable::default(),
            groups: FigureTable::default(),
            bench: Arc::new(bench),
        };
        reckoning.propose(review, pages.proposed);
        reckoning
    }

    /// Tries other thresholds.
    pub(crate) fn propose(&mut self, review: &Review, thresholds: Thresholds) {
        self.proposed = self.bench.reckon(thresholds);
        let asked = self.proposed.thresholds;
        Arc::make_mut(&mut self.distribution).markers = threshold_markers(asked);
        let production = self.proposed.all.production();
        let name = format!("optimal {}: {:.1} %", threshold_words(asked.optimal), production * 100.0);
        Arc::make_mut(&mut self.curve).markers = vec![Marker { name, x: production }];
        self.levels = level_table(&self.proposed);
        self.groups = group_table(review, &self.proposed);
    }
}

/// Agreement in words, with its exact 95 % interval in per cent: "94.1 % (88 to 98), n 120", or that nothing was
/// reviewed.
pub fn observed_words(observed: Observed) -> String {
    match observed.share() {
        None => "none reviewed".to_owned(),
        Some(share) => {
            let interval = observed.interval();
            format!(
                "{:.1} % ({:.0} to {:.0}), n {}",
                share * 100.0,
                interval.low * 100.0,
                interval.high * 100.0,
                number_words(observed.records as f64, &Scale::Count)
            )
        }
    }
}

/// Expected errors in words: "12.4 (6 to 20)".
fn expected_words(line: &Line) -> String {
    let interval = line.expected_interval();
    let whole = |value: f64| number_words(value.round(), &Scale::Count);
    let mean = number_words(line.expected_errors(), &Scale::Count);
    format!("{mean} ({} to {})", whole(interval.low), whole(interval.high))
}

fn percent(share: f64) -> String {
    number_words(share, &Scale::Share)
}

fn level_table(reckoned: &Reckoned) -> FigureTable {
    let count = |count: u64| number_words(count as f64, &Scale::Count);
    let header =
        ["Level", "Codes of this level", "This deep or deeper", "Expected errors", "Right", "Agreement observed"];
    let rows = reckoned.levels.iter().map(|of| {
        let share = of.line.expected_errors() / of.line.without_review.max(1) as f64;
        let right = if of.line.without_review == 0 { String::new() } else { percent(1.0 - share) };
        vec![
            Depth::Level(of.level).name().to_owned(),
            count(of.exactly),
            count(of.reached),
            expected_words(&of.line),
            right,
            observed_words(of.line.observed),
        ]
    });
    FigureTable { header: header.map(str::to_owned).to_vec(), rows: rows.collect() }
}

fn group_table(review: &Review, reckoned: &Reckoned) -> FigureTable {
    let count = |count: u64| number_words(count as f64, &Scale::Count);
    let header = [
        "Major group",
        "Records",
        "Production",
        "To review",
        "Without review",
        "Expected errors",
        "Agreement observed",
    ];
    let rows = reckoned.groups.iter().enumerate().filter(|(_, line)| line.records > 0).map(|(group, line)| {
        vec![
            group_name(review, group),
            count(line.records),
            percent(line.production()),
            count(line.to_review),
            count(line.without_review),
            expected_words(line),
            observed_words(line.observed),
        ]
    });
    FigureTable { header: header.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// Points of the curve of expected agreement.
const CURVE_STEPS: usize = 100;
/// Points of observed agreement, fewer, so that their whiskers are told apart.
const OBSERVED_STEPS: usize = 20;

fn curve_figure(review: &Review, bench: &Bench) -> Figure {
    let mut expected: Vec<Value> =
        bench.curve(CURVE_STEPS).iter().map(|point| Value::point(point.production, point.expected)).collect();
    expected.reverse();
    expected.dedup_by(|one, other| one.x == other.x);
    let mut observed: Vec<Value> = Vec::new();
    let mut most = Observed::default();
    for point in bench.curve(OBSERVED_STEPS).iter().rev() {
        if point.observed.records > most.records {
            most = point.observed;
        }
        if let Some(share) = point.observed.share().filter(|_| point.observed.records >= ENOUGH) {
            let interval = point.observed.interval();
            observed.push(
                Value::point(point.production, share).within(interval.low, interval.high).of(point.observed.records),
            );
        }
    }
    observed.dedup_by(|one, other| one.x == other.x);
    let lowest =
        expected.iter().chain(&observed).map(|value| value.interval.map_or(value.y, |of| of.0)).fold(1.0, f64::min);
    let mut notes = vec!["Expected: the mean calibrated joint probability of the codes without review.".to_owned()];
    notes.push(if observed.is_empty() {
        format!(
            "Observed: {} decided whose code would need no review; from {ENOUGH} on their agreement is drawn too.",
            records_words(most.records)
        )
    } else {
        observed_note(most)
    });
    let line = |name: &str, form, ink, values| Series { name: name.to_owned(), form, ink, values };
    let mut series = vec![line("expected", Form::Line, Ink::nth(0), expected)];
    if !observed.is_empty() {
        series.push(line("observed, with 95 % interval", Form::Points, Ink::nth(1), observed));
    }
    Figure {
        name: "production-agreement".to_owned(),
        title: "Production rate against agreement rate".to_owned(),
        caption: format!(
            "n = {}; each point is an optimal threshold from 0 to 1. Model {}.",
            records_words(review.len() as u64),
            review.model_id
        ),
        notes,
        x: Axis::share("Production rate: records without a reason to review"),
        y: Axis {
            from: ((lowest * 10.0).floor() / 10.0).clamp(0.0, 0.9),
            ..Axis::share("Agreement with the right code")
        },
        series,
        markers: Vec::new(),
    }
}

/// The curve by optimal thresholds.
fn curve_table(bench: &Bench) -> FigureTable {
    let header = ["Optimal threshold", "Production rate", "Expected agreement", "Agreement observed"];
    let rows = bench.curve(OBSERVED_STEPS).into_iter().map(|point| {
        vec![
            threshold_words(point.optimal),
            percent(point.production),
            percent(point.expected),
            observed_words(point.observed),
        ]
    });
    FigureTable { header: header.map(str::to_owned).to_vec(), rows: rows.collect() }
}

/// What reviewed records can say, and what not.
pub fn observed_note(observed: Observed) -> String {
    let number = |count: u64| number_words(count as f64, &Scale::Count);
    if observed.records == 0 {
        return "No record whose code would need no review was decided by a person yet.".to_owned();
    }
    let rest = observed.records - observed.flagged;
    format!(
        "Observed on {}: {} were reviewed because they are flagged now, {} although they are not. Neither is a random \
         sample; draw one under Quality to be sure.",
        records_words(observed.records),
        number(observed.flagged),
        number(rest)
    )
}
