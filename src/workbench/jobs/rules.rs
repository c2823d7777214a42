//! House rules in a file that people can share: one line says which answer always has which code.
//!
//! A tab-separated file with the columns title, tasks, code, classification, reason, author, date; any other format that
//! can be opened is read too. The code is a code or, for answers that cannot be coded, a word such as `too-vague`.

use std::fs;
use std::io::ErrorKind;

use domain::{Classification, ClassificationId};
use formats::{Row, RowReader, write_file};
use review::{EarlierDecision, Timestamp, Verdict, answer_key};

use crate::{Notice, RulePanel};

const COLUMNS: [&str; 7] = ["title", "tasks", "code", "classification", "reason", "author", "date"];

/// Where the columns of a file of house rules are.
pub(super) struct Columns([Option<usize>; 7]);

impl Columns {
    /// `None` when title, code or classification is missing.
    pub(super) fn of(reader: &RowReader) -> Option<Columns> {
        let columns = COLUMNS.map(|name| reader.column_named(name));
        let [title, _, code, classification, ..] = columns;
        (title.is_some() && code.is_some() && classification.is_some()).then_some(Columns(columns))
    }

    /// The rule in a row; none for one of another classification.
    pub(super) fn decision(&self, row: &Row, tables: &Classification) -> Result<Option<EarlierDecision>, String> {
        let [title, tasks, code, classification, reason, author, date] =
            self.0.map(|at| at.map_or("", |at| row.cell(at)).trim());
        let id = ClassificationId::from_key(classification)
            .ok_or_else(|| format!("“{classification}” is no classification; osca-2024 and anzsco-2022 are"))?;
        if id != tables.id() {
            return Ok(None);
        }
        let known = |verdict: &Verdict| verdict.code().is_none_or(|code| tables.category(code).is_some());
        let verdict = Verdict::parse(code).filter(known);
        let verdict = verdict.ok_or_else(|| format!("“{code}” is no code of {}", id.name()))?;
        let key = answer_key(title, tasks);
        if key == "\t" {
            return Err("title and tasks are both blank".to_owned());
        }
        Ok(Some(EarlierDecision {
            key,
            verdict,
            reviewer: author.to_owned(),
            at: read_time(date),
            times: 1,
            reason: reason.to_owned(),
        }))
    }
}

/// Reads a date, or a point in time, in ISO 8601; `None` for anything else.
pub(super) fn read_time(text: &str) -> Option<Timestamp> {
    let point = text.parse::<jiff::Timestamp>().ok();
    let day = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    let point = point.or_else(|| day().map(|day| day.timestamp()))?;
    Some(Timestamp(point.as_millisecond()))
}

/// Adds a rule to its file, which is made if it is not there; what stands in it stays as it is.
pub(crate) fn add(
    rule: &RulePanel,
    classification: ClassificationId,
    author: &str,
    now: Timestamp,
) -> Result<(), Box<Notice>> {
    let failed = |why: String| {
        Box::new(Notice {
            what_happened: format!("The house rule was not written to {}: {why}.", rule.path.display()),
            what_is_safe: "The decision is saved; the file is as it was.".to_owned(),
            what_to_do: "Choose another file, or make this one writable, and make the rule again.".to_owned(),
            action: None,
            is_error: true,
        })
    };
    let mut text = match fs::read(&rule.path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| failed("it is not text in UTF-8".to_owned()))?,
        Err(error) if error.kind() == ErrorKind::NotFound => format!("{}\n", COLUMNS.join("\t")),
        Err(error) => return Err(failed(error.to_string())),
    };
    let header = text.lines().next().unwrap_or_default().trim_start_matches('\u{feff}').to_owned();
    if header != COLUMNS.join("\t") {
        return Err(failed(format!("it does not begin with the columns {}", COLUMNS.join(", "))));
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let date = now.to_iso();
    let cells = [
        rule.title.as_str(),
        &rule.tasks,
        rule.verdict.text(),
        classification.key(),
        &rule.reason,
        author,
        date.get(..10).unwrap_or_default(),
    ];
    text.push_str(&cells.map(cell).join("\t"));
    text.push('\n');
    write_file(&rule.path, text.as_bytes()).map_err(|error| failed(error.to_string()))
}

/// A cell, in quotes where it would not read as one.
fn cell(text: &str) -> String {
    if text.contains(['"', '\t', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use domain::Code;
    use formats::ReadOptions;

    use super::*;

    fn rule(path: std::path::PathBuf, title: &str) -> RulePanel {
        let verdict = Verdict::Code(Code::parse("371131").unwrap());
        RulePanel {
            title: title.to_owned(), tasks: "lays\tbricks".to_owned(), verdict, reason: "§ 4".to_owned(), path
        }
    }

    #[test]
    fn rules_are_added_line_by_line_and_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("house-rules.tsv");
        let titles = ["brickie", "the \"boss\"", "two\nlines"];
        for title in titles {
            add(&rule(path.clone(), title), ClassificationId::Osca2024, "Kim", Timestamp(1_795_165_657_123)).unwrap();
        }
        let mut reader = RowReader::open(&path, &ReadOptions::default()).unwrap();
        let columns = Columns::of(&reader).unwrap();
        let tables = Classification::get(ClassificationId::Osca2024);
        for title in titles {
            let row = reader.next_row().unwrap().unwrap();
            let decision = columns.decision(&row, tables).unwrap().unwrap();
            assert_eq!(decision.key, answer_key(title, "lays bricks"));
            assert_eq!((decision.verdict.text(), decision.reviewer.as_str()), ("371131", "Kim"));
            assert_eq!(decision.at.unwrap().to_iso(), "2026-11-20T00:00:00.000Z");
            assert_eq!(decision.reason, "§ 4");
        }
        assert!(reader.next_row().unwrap().is_none());
    }

    #[test]
    fn a_file_of_something_else_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.tsv");
        fs::write(&path, "shopping\tlist\n").unwrap();
        let notice = add(&rule(path.clone(), "x"), ClassificationId::Osca2024, "Kim", Timestamp(0)).unwrap_err();
        assert!(notice.is_error && notice.what_happened.contains("does not begin with the columns"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "shopping\tlist\n");
    }

    #[test]
    fn times_are_read_as_days_and_as_points() {
        assert_eq!(read_time("1970-01-02"), Some(Timestamp(86_400_000)));
        assert_eq!(read_time("1970-01-01T00:00:01.500Z"), Some(Timestamp(1500)));
        assert_eq!((read_time(""), read_time("soon")), (None, None));
    }
}
