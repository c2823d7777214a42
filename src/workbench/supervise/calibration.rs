//! Whether confidence means what it says: what is chosen on the page, and what was found.

use std::sync::Arc;

use domain::{Code, Level};
use review::figure::{Axis, Figure, FigureTable, Form, Ink, Series, Value};
use review::statistics::calibration::{Bin, Binning, Doubt, LEAST, Reliability, Verdict};
use review::{Calibration, TruthSource};

use crate::can::coded;
use crate::{AppState, JobId};

/// Number of bins.
const BINS: usize = 10;

/// What a person does on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalibrationCommand {
    /// Take these decisions for the truth.
    SetSource(TruthSource),
    /// Put records into bins of equally many records, or of equal width.
    SetEqualCount(bool),
    /// Look at this level.
    SetLevel(Level),
    /// Look at the records that the engine put into this major group; `None` looks at all.
    SetGroup(Option<Code>),
    /// Measure again.
    Measure,
}

/// What is looked at on the page.
#[derive(Clone, Debug)]
pub struct CalibrationPage {
    /// What is taken for the truth.
    pub source: TruthSource,
    /// Bins have equally many records instead of equal width.
    pub equal_count: bool,
    /// The level.
    pub level: Level,
    /// The major group; `None` for all.
    pub group: Option<Code>,
    /// The job that measures.
    pub job: Option<JobId>,
    /// What was found; `None` before it was measured.
    pub found: Option<Arc<Calibration>>,
    /// The reliability diagram of level and group; `None` where no record says anything.
    pub figure: Option<Arc<Figure>>,
    /// Its bins as a table.
    pub bins: FigureTable,
    /// Entries of the log and codings of the project when that was measured, and when the job was started.
    pub(crate) measured_at: (usize, usize),
    pub(crate) asked_at: (usize, usize),
}

impl Default for CalibrationPage {
    fn default() -> CalibrationPage {
        CalibrationPage {
            source: TruthSource::default(),
            equal_count: false,
            level: Level::Occupation,
            group: None,
            job: None,
            found: None,
            figure: None,
            bins: FigureTable { header: Vec::new(), rows: Vec::new() },
            measured_at: (0, 0),
            asked_at: (0, 0),
        }
    }
}

impl CalibrationPage {
    /// How records are put into bins.
    pub fn binning(&self) -> Binning {
        if self.equal_count { Binning::EqualCount(BINS) } else { Binning::EqualWidth(BINS) }
    }

    /// What was found of a group, or of all, at a level.
    pub fn of(&self, group: Option<Code>, level: Level) -> Option<&Reliability> {
        self.found.as_ref()?.of(group, level)
    }

    /// Whether decisions or codings came since it was measured, or something else is asked for.
    pub fn is_outdated(&self, state: &AppState) -> bool {
        let other = |found: &Arc<Calibration>| (found.source, found.binning) != (self.source, self.binning());
        self.found.as_ref().is_some_and(|found| stamp(state) != Some(self.measured_at) || other(found))
    }

    /// Makes figure and table of what is chosen.
    pub(crate) fn draw(&mut self, title_of: impl Fn(Code) -> &'static str) {
        let of = self.group.map_or_else(|| "all records".to_owned(), |group| format!("{group} {}", title_of(group)));
        let title = format!("Confidence and share right, {}: {of}", self.level.name());
        let name = format!("reliability-{}", self.level.number());
        let reliability = self.of(self.group, self.level);
        // Every decision says something about the major group.
        let all = self.of(self.group, Level::MajorGroup).map_or(0, |all| all.all.records);
        let figure = reliability.map(|reliability| Arc::new(figure(name, title, reliability, all)));
        let bins = reliability.map_or_else(|| table(&[]), |reliability| table(&reliability.bins));
        (self.figure, self.bins) = (figure, bins);
    }
}

/// What is measured follows from these: entries of the log, and codings.
pub(crate) fn stamp(state: &AppState) -> Option<(usize, usize)> {
    state.review().map(|review| (review.ledger.entries().len(), review.coding_runs))
}

fn figure(name: String, title: String, reliability: &Reliability, all: u64) -> Figure {
    let point = |bin: &Bin| {
        Value::point(bin.confidence, bin.accuracy).within(bin.interval.low, bin.interval.high).of(bin.records)
    };
    let points = |name: &str, hatched: bool, doubtful: bool| {
        let bins = reliability.bins.iter().filter(|bin| bin.doubt.is_some() == doubtful);
        let values: Vec<Value> = bins.map(point).collect();
        Series { name: name.to_owned(), form: Form::Points, ink: Ink { hue: 0, hatched }, values }
    };
    let diagonal = Series {
        name: "confidence means what it says".to_owned(),
        form: Form::Reference,
        ink: Ink::GREY,
        values: vec![Value::point(0.0, 0.0), Value::point(1.0, 1.0)],
    };
    let series = [points("share right", false, false), points("too few to say", true, true)];
    let caption = format!(
        "{} {} records, mean confidence {}, right {} (95 %: {} to {}); calibration error {}, up to {} if confidence meant \
         what it says.",
        verdict_sentence(reliability),
        reliability.all.records,
        precise(reliability.all.confidence),
        precise(reliability.all.accuracy),
        precise(reliability.all.interval.low),
        precise(reliability.all.interval.high),
        precise(reliability.error),
        precise(reliability.error_if_perfect.high)
    );
    let mut notes = vec![format!(
        "Bars are intervals of 95 %. Hollow: fewer than {LEAST} records, or an interval wider than 20 points."
    )];
    let left_out = all.saturating_sub(reliability.all.records);
    if left_out > 0 {
        notes[0].push_str(&format!(" Decisions for a group that end above this level are left out: {left_out}."));
    }
    Figure {
        name,
        title,
        caption,
        notes,
        x: Axis::probability("Confidence"),
        y: Axis::share("Right"),
        series: std::iter::once(diagonal)
            .chain(series.into_iter().filter(|series| !series.values.is_empty()))
            .collect(),
        markers: Vec::new(),
    }
}

fn table(bins: &[Bin]) -> FigureTable {
    let header = ["Confidence", "Records", "Mean", "Right", "95 % interval", "Remark"].map(str::to_owned).to_vec();
    let row = |bin: &Bin| {
        vec![
            format!("{} to {}", decimals(bin.low), decimals(bin.high)),
            bin.records.to_string(),
            precise(bin.confidence),
            precise(bin.accuracy),
            format!("{} to {}", decimals(bin.interval.low), decimals(bin.interval.high)),
            bin.doubt.map_or("", doubt_words).to_owned(),
        ]
    };
    FigureTable { header, rows: bins.iter().map(row).collect() }
}

/// Why a share is not read, in few words.
pub fn doubt_words(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::TooFew { .. } => "too few",
        Doubt::TooWide { .. } => "too wide",
    }
}

/// What a reliability diagram comes to, in few words.
pub fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooSmall(_) => "too few to say",
        Verdict::Fits => "fits",
        Verdict::TooSure => "too sure",
        Verdict::TooCautious => "too cautious",
        Verdict::Uneven => "uneven",
    }
}

/// What it comes to, in a sentence.
pub fn verdict_sentence(reliability: &Reliability) -> String {
    let (confidence, accuracy) = (decimals(reliability.all.confidence), decimals(reliability.all.accuracy));
    match reliability.verdict() {
        Verdict::TooSmall(Doubt::TooFew { effective }) => {
            format!("Too few to say: {effective:.0} records; at least {LEAST} are needed.")
        }
        Verdict::TooSmall(Doubt::TooWide { width }) => {
            format!("Too few to say: the interval of the share right is {:.0} points wide; 20 at most.", width * 100.0)
        }
        Verdict::Fits => "What was found is no surprise if confidence means what it says.".to_owned(),
        Verdict::TooSure => format!("The engine is too sure here: {confidence} on average, and {accuracy} are right."),
        Verdict::TooCautious => {
            format!("The engine is too cautious here: {confidence} on average, and {accuracy} are right.")
        }
        Verdict::Uneven => {
            "Right on the whole, but too sure at some confidences and too cautious at others.".to_owned()
        }
    }
}

fn decimals(value: f64) -> String {
    format!("{value:.2}")
}

fn precise(value: f64) -> String {
    format!("{value:.3}")
}

/// Whether something can be done on the page now, and if not, why.
pub(crate) fn can_calibrate(state: &AppState, command: &CalibrationCommand) -> Result<(), &'static str> {
    let review = state.review().ok_or("Open a project first.")?;
    coded(review)?;
    let page = &state.supervise.calibration;
    match command {
        CalibrationCommand::SetGroup(Some(group)) => {
            let known = page.found.as_ref().is_some_and(|found| found.groups.contains_key(group));
            if known { Ok(()) } else { Err("No record of this group was measured.") }
        }
        CalibrationCommand::Measure if page.job.is_some() => Err("It is being measured."),
        _ => Ok(()),
    }
}
