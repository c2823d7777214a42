//! Figures of a quality sample: what its plan promises, and what was found.

use domain::Level;

use super::design::{PlanChoice, SamplePlan};
use super::outcome::Outcome;
use crate::figure::{Axis, Figure, Form, Ink, Marker, Scale, Series, Value};
use crate::statistics::acceptance::{CurvePoint, Lot};

/// Points of a curve.
const POINTS: usize = 101;

/// The operating characteristic of a plan: with which probability it accepts a lot, by the lot's error rate. The error rate
/// observed so far is a point on it.
pub fn operating_characteristic(plan: &SamplePlan, lot: Lot, observed: Option<f64>) -> Figure {
    let highest = highest(plan, observed);
    let line = curve(plan, lot, highest).into_iter();
    let mut series = vec![Series {
        name: "Probability of acceptance".to_owned(),
        form: Form::Line,
        ink: Ink::nth(0),
        values: line.map(|point| Value::point(point.error_rate, point.accepted)).collect(),
    }];
    if let Some(rate) = observed.filter(|rate| *rate <= highest) {
        let point = Value::point(rate, plan.plan.acceptance(lot, rate));
        series.push(Series { name: "Observed".to_owned(), form: Form::Points, ink: Ink::nth(1), values: vec![point] });
    }
    Figure {
        name: "operating-characteristic".to_owned(),
        title: "Operating characteristic".to_owned(),
        caption: format!(
            "With n = {} and c = {}: how probable it is that a lot with this error rate is accepted.",
            plan.plan.sample, plan.plan.accept
        ),
        notes: beyond(observed, highest),
        x: rate_axis("Error rate of the lot", highest),
        y: Axis::probability("Probability of acceptance"),
        series,
        markers: limit(plan),
    }
}

/// The average outgoing quality of a plan: the error rate that is left over many lots, when errors found are mended and
/// lots sent back are recoded in full.
pub fn outgoing_quality(plan: &SamplePlan, lot: Lot, observed: Option<f64>) -> Figure {
    let highest = highest(plan, observed);
    let curve = curve(plan, lot, highest);
    let most = curve.iter().map(|point| point.outgoing).fold(0.0, f64::max);
    let mut series = vec![Series {
        name: "Outgoing error rate".to_owned(),
        form: Form::Line,
        ink: Ink::nth(0),
        values: curve.iter().map(|point| Value::point(point.error_rate, point.outgoing)).collect(),
    }];
    if let Some(rate) = observed.filter(|rate| *rate <= highest) {
        let point = Value::point(rate, plan.plan.outgoing(lot, rate));
        series.push(Series { name: "Observed".to_owned(), form: Form::Points, ink: Ink::nth(1), values: vec![point] });
    }
    Figure {
        name: "outgoing-quality".to_owned(),
        title: "Average outgoing quality".to_owned(),
        caption: format!(
            "Error rate that is left when errors found are mended and lots sent back are recoded in full; at most {}.",
            percent(most)
        ),
        notes: beyond(observed, highest),
        x: rate_axis("Error rate of the lot", highest),
        y: Axis { label: "Outgoing error rate".to_owned(), from: 0.0, to: rounded_up(most), scale: Scale::Share },
        series,
        markers: limit(plan),
    }
}

/// The estimated error rate of the lot at each level, with its interval; `None` while nothing can be estimated.
pub fn error_by_level(outcome: &Outcome) -> Option<Figure> {
    let estimates: Vec<(f64, _)> =
        (0..).map(f64::from).zip(&outcome.estimates).filter_map(|(at, of)| Some((at, of.ok()?))).collect();
    let most = estimates.iter().map(|(_, of)| of.interval.high).fold(0.0, f64::max);
    let values: Vec<Value> = estimates
        .iter()
        .map(|(at, of)| {
            Value::bar(*at, at + 1.0, of.error_rate).within(of.interval.low, of.interval.high).of(of.checked)
        })
        .collect();
    let names = Level::ALL.map(|level| match level.digits() {
        1 => "1 digit".to_owned(),
        digits => format!("{digits} digits"),
    });
    let names = names.to_vec();
    (!values.is_empty()).then(|| Figure {
        name: "error-by-level".to_owned(),
        title: "Error rate by level".to_owned(),
        caption: format!(
            "Share of the lot that is wrong at each level, from the major group to the occupation, with 95 % intervals; n = {}.",
            outcome.done()
        ),
        notes: Vec::new(),
        x: Axis::names("Level", names),
        y: Axis { label: "Error rate".to_owned(), from: 0.0, to: rounded_up(most), scale: Scale::Share },
        series: vec![Series { name: "Error rate".to_owned(), form: Form::Points, ink: Ink::nth(0), values }],
        markers: Vec::new(),
    })
}

/// A share in per cent, with one decimal: `4.2 %`.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn limit(plan: &SamplePlan) -> Vec<Marker> {
    match plan.choice {
        PlanChoice::Protect { reject_quality, .. } => {
            vec![Marker { name: format!("limit {}", percent(reject_quality)), x: reject_quality }]
        }
        PlanChoice::Own { .. } => Vec::new(),
    }
}

/// Where the curves end: where hardly any lot is accepted, and as far again at most for what was observed.
fn highest(plan: &SamplePlan, observed: Option<f64>) -> f64 {
    let limit = match plan.choice {
        PlanChoice::Protect { reject_quality, .. } => reject_quality,
        PlanChoice::Own { .. } => 0.0,
    };
    let usual = plan.accepted_with(0.005).max(limit * 1.5);
    rounded_up(usual.max((observed.unwrap_or(0.0) * 1.1).min(usual * 2.0)))
}

fn beyond(observed: Option<f64>, highest: f64) -> Vec<String> {
    let far = observed.filter(|rate| *rate > highest);
    far.map(|rate| format!("The error rate observed so far, {}, lies beyond the axis.", percent(rate)))
        .into_iter()
        .collect()
}

/// The curves at about a hundred rates; in a finite lot at whole numbers of errors, between which there is nothing.
fn curve(plan: &SamplePlan, lot: Lot, highest: f64) -> Vec<CurvePoint> {
    let Lot::Of(records) = lot else { return plan.plan.curve(lot, highest, POINTS) };
    let errors = (highest * records as f64).max(1.0);
    let step = (errors / (POINTS - 1) as f64).ceil().max(1.0);
    let steps = (errors / step).floor().max(1.0);
    plan.plan.curve(lot, (steps * step / records.max(1) as f64).min(1.0), steps as usize + 1)
}

fn rate_axis(label: &str, highest: f64) -> Axis {
    Axis { label: label.to_owned(), from: 0.0, to: highest, scale: Scale::Share }
}

/// The next 1, 2, 5, 10, 15 and so on per cent, at most all.
fn rounded_up(share: f64) -> f64 {
    let steps = [0.01, 0.02, 0.05];
    let step = steps.into_iter().find(|step| share <= *step);
    step.unwrap_or_else(|| ((share * 20.0 - 1e-9).ceil() / 20.0).clamp(0.05, 1.0))
}
