//! The file in which results of practice are kept: one line of JSON for everything that happened, only ever appended.
//!
//! A line is on disk before the screen says so. A program that is killed while it writes leaves at most one torn line at
//! the end; it is left out when the file is read, and the next line begins on a line of its own, so that nothing else is
//! lost. Lines hold names of trainees, codes, and hashes and row numbers of answers; no text of any answer.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use domain::ClassificationId;
use review::practice::{ItemKey, PracticeAnswer, PracticeLine, PracticeResults, PracticeSession};
use review::{Timestamp, Verdict};
use serde::{Deserialize, Serialize};

/// What stands for "don't know".
pub(crate) const DONT_KNOW: &str = "dont-know";

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Line {
    Session {
        id: String,
        at: String,
        trainee: String,
        set: String,
        set_name: String,
        classification: String,
        #[serde(default)]
        source: String,
        #[serde(default)]
        seed: u64,
        #[serde(default)]
        order: Vec<String>,
    },
    Answer {
        session: String,
        number: u32,
        at: String,
        item: String,
        row: u64,
        agreed: String,
        given: String,
        #[serde(default)]
        again: bool,
    },
    End {
        session: String,
    },
}

/// Reads all that was kept, and how many lines do not read.
pub(crate) fn load(file: &Path) -> io::Result<(PracticeResults, usize)> {
    let mut results = PracticeResults::default();
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok((results, 0)),
        Err(error) => return Err(error),
    };
    let mut unread = 0;
    let written = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    results.take_all(written.filter_map(|line| {
        let line = serde_json::from_slice::<Line>(line).ok().and_then(from_line);
        unread += usize::from(line.is_none());
        line
    }));
    Ok((results, unread))
}

/// Appends lines, durably. Behind a torn line they begin on a line of their own.
pub(crate) fn append(file: &Path, lines: &[PracticeLine]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file)?;
    let mut text = Vec::new();
    if out.seek(SeekFrom::End(0))? > 0 {
        out.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        out.read_exact(&mut last)?;
        if last != *b"\n" {
            text.push(b'\n');
        }
    }
    for line in lines {
        serde_json::to_writer(&mut text, &to_line(line))?;
        text.push(b'\n');
    }
    // In one piece, so that two windows of one person do not write into each other's lines.
    out.write_all(&text)?;
    out.sync_data()
}

fn to_line(line: &PracticeLine) -> Line {
    match line {
        PracticeLine::Session(session) => Line::Session {
            id: session.id.clone(),
            at: session.at.to_iso(),
            trainee: session.trainee.clone(),
            set: session.set.clone(),
            set_name: session.set_name.clone(),
            classification: session.classification.key().to_owned(),
            source: session.source.clone(),
            seed: session.seed,
            order: session.order.iter().map(ItemKey::to_string).collect(),
        },
        PracticeLine::Answer(answer) => Line::Answer {
            session: answer.session.clone(),
            number: answer.number,
            at: answer.at.to_iso(),
            item: answer.item.to_string(),
            row: answer.row,
            agreed: answer.agreed.text().to_owned(),
            given: given_text(answer.given),
            again: answer.again,
        },
        PracticeLine::End(session) => Line::End { session: session.clone() },
    }
}

fn from_line(line: Line) -> Option<PracticeLine> {
    Some(match line {
        Line::Session { id, at, trainee, set, set_name, classification, source, seed, order } => {
            PracticeLine::Session(PracticeSession {
                id,
                at: time(&at)?,
                trainee,
                set,
                set_name,
                classification: ClassificationId::from_key(&classification)?,
                source,
                seed,
                order: order.iter().map(|key| ItemKey::parse(key)).collect::<Option<Vec<ItemKey>>>()?,
            })
        }
        Line::Answer { session, number, at, item, row, agreed, given, again } => PracticeLine::Answer(PracticeAnswer {
            session,
            number,
            at: time(&at)?,
            item: ItemKey::parse(&item)?,
            row,
            agreed: Verdict::parse(&agreed)?,
            given: read_given(&given)?,
            again,
        }),
        Line::End { session } => PracticeLine::End(session),
    })
}

/// What was given, as a word: a code, a reason for uncodable, or [`DONT_KNOW`].
pub(crate) fn given_text(given: Option<Verdict>) -> String {
    given.map_or_else(|| DONT_KNOW.to_owned(), |given| given.text().to_owned())
}

/// Reads what [`given_text`] gives.
pub(crate) fn read_given(text: &str) -> Option<Option<Verdict>> {
    if text == DONT_KNOW { Some(None) } else { Verdict::parse(text).map(Some) }
}

/// Reads a point in time in ISO 8601.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let point = text.parse::<jiff::Timestamp>().ok()?;
    Some(Timestamp(point.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<PracticeLine> {
        let agreed = Verdict::parse("371131").unwrap();
        let item = ItemKey::of(ClassificationId::Osca2024, "brickie", "", agreed);
        let answer = |number, given: Option<&str>| {
            PracticeLine::Answer(PracticeAnswer {
                session: "s".to_owned(),
                number,
                at: Timestamp(1_795_165_657_123),
                item,
                row: 4,
                agreed,
                given: given.and_then(Verdict::parse),
                again: number > 1,
            })
        };
        vec![
            PracticeLine::Session(PracticeSession {
                id: "s".to_owned(),
                at: Timestamp(1_795_165_650_000),
                trainee: "Zoë \"Z\"\nSmith".to_owned(),
                set: "f00".to_owned(),
                set_name: "a set".to_owned(),
                classification: ClassificationId::Osca2024,
                source: "/a/b.csv".to_owned(),
                seed: u64::MAX,
                order: vec![item],
            }),
            answer(1, None),
            answer(2, Some("two-jobs")),
            answer(3, Some("371131")),
            PracticeLine::End("s".to_owned()),
        ]
    }

    #[test]
    fn lines_are_read_as_they_were_written_and_only_appended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/practice.jsonl");
        assert_eq!(load(&file).unwrap(), (PracticeResults::default(), 0));
        let mut expected = PracticeResults::default();
        let mut before = Vec::new();
        for line in lines() {
            append(&file, std::slice::from_ref(&line)).unwrap();
            let after = fs::read(&file).unwrap();
            assert!(after.starts_with(&before));
            before = after;
            expected.take_all([line]);
        }
        assert_eq!(load(&file).unwrap(), (expected, 0));
    }

    #[test]
    fn cut_off_anywhere_all_whole_lines_are_there_and_work_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("practice.jsonl");
        append(&file, &lines()).unwrap();
        let whole = fs::read(&file).unwrap();
        for cut in 0..whole.len() {
            fs::write(&file, &whole[..cut]).unwrap();
            let ends = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
            let (results, unread) = load(&file).unwrap();
            let kept = results.session("s").map_or(0, |kept| 1 + kept.answers.len() + usize::from(kept.ended));
            // A line that lacks only its end is whole.
            let at_least_whole = kept == ends || (kept == ends + 1 && unread == 0);
            assert!(at_least_whole, "cut at {cut}: {kept} of {ends}");
            assert!(unread <= 1);
            append(&file, &lines()).unwrap();
            let (results, still) = load(&file).unwrap();
            assert_eq!(results.session("s").map(|kept| kept.answers.len()), Some(3), "cut at {cut}");
            assert_eq!(still, unread);
        }
    }
}
