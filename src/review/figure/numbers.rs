//! Numbers at axes and in tables.

use super::Scale;

/// A round number not below `most`: 1, 2 or 5 times a power of ten, or a multiple of the step between ticks.
pub fn nice_top(most: f64) -> f64 {
    if !most.is_finite() || most <= 0.0 {
        return 1.0;
    }
    let step = nice_step(most, 5.0);
    (most / step - 1e-9).ceil().max(1.0) * step
}

/// The distance between ticks, 1, 2 or 5 times a power of ten, that gives about so many steps in `span`.
pub(super) fn nice_step(span: f64, steps: f64) -> f64 {
    if !span.is_finite() || span <= 0.0 {
        return 1.0;
    }
    let rough = span / steps.max(1.0);
    let mut power = 1.0;
    while power > rough {
        power /= 10.0;
    }
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    let share = rough / power;
    let nice = [1.0, 2.0, 5.0].into_iter().find(|nice| share <= nice + 1e-9).unwrap_or(10.0);
    nice * power
}

/// The ticks between two ends, with about so many steps.
pub(super) fn ticks(from: f64, to: f64, steps: f64, whole: bool) -> Vec<f64> {
    let mut step = nice_step(to - from, steps);
    if whole {
        step = step.max(1.0);
    }
    let first = (from / step - 1e-9).ceil() as i64;
    let last = (to / step + 1e-9).floor() as i64;
    (first..=last.min(first.saturating_add(200))).map(|at| at as f64 * step).collect()
}

/// A number as its scale is read: `1 234` with narrow spaces, `12.3 %`, `0.123`.
pub fn number_words(value: f64, scale: &Scale) -> String {
    match scale {
        Scale::Count if value.fract().abs() < 1e-9 => grouped(value),
        Scale::Count if value < 100.0 => format!("{value:.1}"),
        Scale::Count => grouped(value.round()),
        Scale::Share => format!("{:.1} %", value * 100.0),
        Scale::Probability => format!("{value:.3}"),
        Scale::Names(names) => names.get(value.max(0.0) as usize).cloned().unwrap_or_default(),
    }
}

/// A number at a tick: no more decimals than it needs.
pub(super) fn tick_words(value: f64, scale: &Scale) -> String {
    match scale {
        Scale::Share => format!("{} %", plain(value * 100.0)),
        Scale::Probability => plain(value),
        _ => number_words(value, scale),
    }
}

/// At most four decimals, without noughts at the end.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Groups the digits of a whole number by threes, with narrow spaces.
fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut out = if value < -0.5 { "−".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}
