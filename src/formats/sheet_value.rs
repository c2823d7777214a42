//! The values of sheet cells as the text that a person expects.

use calamine::{DataRef, ExcelDateTime};

/// There is nothing in the cell.
pub(crate) fn is_blank(value: &DataRef<'_>) -> bool {
    match value {
        DataRef::Empty => true,
        DataRef::String(text) => text.is_empty(),
        DataRef::SharedString(text) => text.is_empty(),
        _ => false,
    }
}

/// Appends a value as text: numbers without needless decimals, dates in the order of ISO 8601, truth values in
/// capitals.
pub(crate) fn push_value(value: &DataRef<'_>, out: &mut String) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => out.push_str(text),
        DataRef::SharedString(text) => out.push_str(text),
        DataRef::Int(number) => out.push_str(&number.to_string()),
        DataRef::Float(number) => push_number(*number, out),
        DataRef::Bool(truth) => out.push_str(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::Error(error) => out.push_str(&error.to_string()),
        DataRef::DateTime(time) => push_time(time, out),
    }
}

pub(crate) fn push_number(number: f64, out: &mut String) {
    if number == 0.0 {
        out.push('0');
    } else if (1e-9..1e21).contains(&number.abs()) {
        out.push_str(&number.to_string());
    } else {
        out.push_str(&format!("{number:e}"));
    }
}

fn push_time(time: &ExcelDateTime, out: &mut String) {
    let days = time.as_f64();
    if time.is_duration() {
        let seconds = (days * 86_400.0).round();
        let sign = if seconds < 0.0 { "-" } else { "" };
        let seconds = seconds.abs() as u64;
        out.push_str(&format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
        return;
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    let clock = (hour, minute, second, milli) != (0, 0, 0, 0);
    // Below one there is no day, only a time of day.
    let date = days >= 1.0 || !clock;
    if date {
        out.push_str(&format!("{year:04}-{month:02}-{day:02}"));
    }
    if clock {
        out.push_str(if date { "T" } else { "" });
        out.push_str(&format!("{hour:02}:{minute:02}:{second:02}"));
    }
    if milli > 0 {
        out.push_str(&format!(".{milli:03}"));
    }
}
