//! The numbers of a figure as a table for people and as CSV for programs.

use super::{Figure, Form, Scale, Series, Value, number_words};

/// A figure as a table: a row per place on the x axis, a column per series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureTable {
    /// Headings; the first is that of the x axis.
    pub header: Vec<String>,
    /// Cells, as many in each row as there are headings.
    pub rows: Vec<Vec<String>>,
}

impl Figure {
    /// The series that are findings, with their places among all.
    fn findings(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(|series| series.form != Form::Reference)
    }

    /// The stretches of the x axis that have a value, ascending.
    pub fn stretches(&self) -> Vec<(f64, f64)> {
        let values = self.findings().flat_map(|series| &series.values);
        let mut stretches: Vec<(f64, f64)> = values.map(|value| (value.x, value.x_to)).collect();
        stretches.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        stretches.dedup();
        stretches
    }

    /// A stretch of the x axis in words: `0.20 to 0.22`, `0.5`, a name.
    pub fn stretch_words(&self, from: f64, to: f64) -> String {
        let plain = |value: f64| match &self.x.scale {
            Scale::Probability if to > from => format!("{value:.2}"),
            scale => number_words(value, scale),
        };
        if matches!(self.x.scale, Scale::Names(_)) || to <= from {
            plain(from)
        } else {
            format!("{} to {}", plain(from), plain(to))
        }
    }

    /// A value in words, with its interval and what it rests on: `0.812 (0.770 to 0.850), n 120`.
    pub fn value_words(&self, value: &Value) -> String {
        let number = |value| number_words(value, &self.y.scale);
        let mut words = number(value.y);
        if let Some((low, high)) = value.interval {
            words = format!("{words} ({} to {})", number(low), number(high));
        }
        match value.count {
            Some(count) => format!("{words}, n {}", number_words(count as f64, &Scale::Count)),
            None => words,
        }
    }

    /// The figure as a table: a row per place on the x axis, a column per series, and for several series of bars their
    /// sum.
    pub fn table(&self) -> FigureTable {
        let bars = self.findings().filter(|series| series.form == Form::Bars).count();
        let mut header = vec![self.x.label.clone()];
        header.extend(self.findings().map(|series| series.name.clone()));
        if bars > 1 {
            header.push("All".to_owned());
        }
        let rows = self.stretches().into_iter().map(|(from, to)| {
            let mut cells = vec![self.stretch_words(from, to)];
            let mut sum = 0.0;
            for series in self.findings() {
                let value = series.values.iter().find(|value| (value.x, value.x_to) == (from, to));
                cells.push(value.map(|value| self.value_words(value)).unwrap_or_default());
                sum += value.filter(|_| series.form == Form::Bars).map_or(0.0, |value| value.y);
            }
            if bars > 1 {
                cells.push(number_words(sum, &self.y.scale));
            }
            cells
        });
        FigureTable { rows: rows.collect(), header }
    }

    /// The figure as CSV, UTF-8, a line per value: series, stretch of the x axis, value, interval, number of records. Numbers
    /// are written so that they read back as they were.
    pub fn csv(&self) -> String {
        let mut out = "series,x_from,x_to,x_name,value,low,high,n\n".to_owned();
        for series in self.findings() {
            for value in &series.values {
                let name = match &self.x.scale {
                    Scale::Names(_) => number_words(value.x, &self.x.scale),
                    _ => String::new(),
                };
                let optional = |of: Option<f64>| of.map(|value| value.to_string()).unwrap_or_default();
                let count = value.count.map(|count| count.to_string()).unwrap_or_default();
                let (low, high) = (value.interval.map(|of| of.0), value.interval.map(|of| of.1));
                let cells = [
                    quoted(&series.name),
                    value.x.to_string(),
                    value.x_to.to_string(),
                    quoted(&name),
                    value.y.to_string(),
                    optional(low),
                    optional(high),
                    count,
                ];
                out.push_str(&cells.join(","));
                out.push('\n');
            }
        }
        out
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}
