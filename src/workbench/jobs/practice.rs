//! Practising: what was kept is read, sets are opened, results go to other machines and come from them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use classifier::Engine;
use domain::ClassificationId;
use formats::{Format, ReadOptions, Row, RowReader, RowWriter, WriteOptions, undo_spreadsheet_safe};
use review::Verdict;
use review::practice::{ItemKey, PracticeAnswer, PracticeLine, PracticeResults, PracticeSession};

use super::Reporter;
use super::practice_set::{SetRead, read_set};
use super::rights::as_closed_as;
use super::work::{Broken, checked};
use crate::practice::file::{given_text, load, read_given, time};
use crate::{Event, Home, Notice, OpenedSet, PracticeEvent, PracticeJob, SetSource, Written};

/// Rows read at a time.
const BATCH: usize = 4096;

/// Does a piece of work of the practice.
pub(super) fn practise(reporter: &mut Reporter<Event>, job: PracticeJob, home: &Home) -> Result<Event, Broken> {
    let id = reporter.id();
    let event = match job {
        PracticeJob::Load => {
            let file = home.practice_file();
            let (results, unread) = load(&file).map_err(|error| unreadable(&file, &error))?;
            let shipped = ClassificationId::ALL.map(SetSource::Shipped);
            let shipped: Result<Vec<SetRead>, Broken> =
                shipped.iter().map(|source| read_set(reporter, source)).collect();
            let sets = shipped?.into_iter().map(|read| read.set).collect();
            PracticeEvent::Loaded(id, Box::new(results), unread, sets)
        }
        PracticeJob::Open { source, resume, engine } => {
            let SetRead { set, problems } = read_set(reporter, &source)?;
            let known = engine.filter(|engine| engine.card().classification == set.classification);
            let engine = known.or_else(|| Engine::shipped(set.classification).ok().map(Arc::new));
            PracticeEvent::Opened(id, Box::new(OpenedSet { set, source, resume, engine, problems }))
        }
        PracticeJob::Export { path, results, trainee, set } => {
            let exported = export(reporter, &path, &results, trainee.as_deref(), set.as_deref())?;
            as_closed_as(&path, &home.practice_file());
            return Ok(exported);
        }
        PracticeJob::Import(path) => {
            let (lines, problems) = import(reporter, &path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            PracticeEvent::Imported(id, name, lines, problems)
        }
    };
    Ok(Event::Practice(Box::new(event)))
}

fn unreadable(file: &Path, error: &std::io::Error) -> Broken {
    Broken::Failed(Box::new(Notice {
        what_happened: format!("The results of practice in {} could not be read: {error}.", file.display()),
        what_is_safe: "They are as they were; projects are not touched by this.".to_owned(),
        what_to_do: "Make the file readable, then go to Practise again.".to_owned(),
        action: None,
        is_error: true,
    }))
}

const COLUMNS: [&str; 15] = [
    "session",
    "began",
    "trainee",
    "set",
    "set_name",
    "classification",
    "number",
    "given_at",
    "item",
    "row",
    "agreed",
    "given",
    "again",
    "levels",
    "points",
];

fn export(
    reporter: &mut Reporter<Event>,
    path: &Path,
    results: &PracticeResults,
    trainee: Option<&str>,
    set: Option<&str>,
) -> Result<Event, Broken> {
    let header = COLUMNS.map(str::to_owned);
    // A path can be typed without a dialog that asks.
    let other = path.exists()
        && RowReader::open(path, &ReadOptions::default()).map_or(true, |reader| reader.header() != header);
    if other {
        return Err(Broken::of(&format!(
            "A file that holds something else stands at {}. It was not changed. Choose another name.",
            path.display()
        )));
    }
    let options = WriteOptions { spreadsheet_safe: true, ..WriteOptions::default() };
    let mut writer = RowWriter::create(path, Format::Csv, &header, &[], &options)?;
    let mut rows = 0;
    let wanted = results.sessions().iter().filter(|kept| {
        let of = &kept.session;
        trainee.is_none_or(|name| of.trainee == name) && set.is_none_or(|set| of.set == set)
    });
    for kept in wanted {
        checked(reporter, rows, None)?;
        for answer in &kept.answers {
            rows += 1;
            write(&mut writer, &kept.session, answer)?;
        }
    }
    writer.finish()?;
    let written = Written { path: path.to_owned(), rows, log: None, audit: None, whole_log: None };
    Ok(Event::Written(reporter.id(), Box::new(written)))
}

fn write(writer: &mut RowWriter, session: &PracticeSession, answer: &PracticeAnswer) -> Result<(), Broken> {
    let credit = answer.credit();
    let cells = [
        session.id.clone(),
        session.at.to_iso(),
        session.trainee.clone(),
        session.set.clone(),
        session.set_name.clone(),
        session.classification.key().to_owned(),
        answer.number.to_string(),
        answer.at.to_iso(),
        answer.item.to_string(),
        answer.row.to_string(),
        answer.agreed.text().to_owned(),
        given_text(answer.given),
        if answer.again { "yes" } else { "no" }.to_owned(),
        format!("{} of {}", credit.levels(), credit.out_of()),
        credit.points().to_string(),
    ];
    Ok(writer.write_record(None, cells.iter().map(String::as_str), &[])?)
}

/// The lines of a file, and the rows that do not read.
type Lines = (Vec<PracticeLine>, Vec<(u64, String)>);

fn import(reporter: &mut Reporter<Event>, path: &Path) -> Result<Lines, Broken> {
    let mut reader = RowReader::open(path, &ReadOptions::default())?;
    let mut columns = BTreeMap::new();
    for name in &COLUMNS[..13] {
        let Some(at) = reader.column_named(name) else {
            return Err(Broken::of(&format!(
                "{} holds no results of practice: it has no column {name}. Nothing was changed. Choose a file that was \
                 written by “Export practice results…”.",
                path.display()
            )));
        };
        columns.insert(*name, at);
    }
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    let mut sessions: BTreeMap<String, PracticeSession> = BTreeMap::new();
    let mut rows = Vec::new();
    loop {
        let count = reader.read_batch(&mut rows, BATCH)?;
        for row in rows.iter().take(count) {
            match read_row(row, &columns) {
                Ok((session, answer)) => {
                    if !sessions.contains_key(&session.id) {
                        lines.push(PracticeLine::Session(session.clone()));
                        sessions.insert(session.id.clone(), session);
                    }
                    lines.push(PracticeLine::Answer(answer));
                }
                Err(what) => problems.push((row.line(), what)),
            }
        }
        problems.extend(reader.take_problems().into_iter().map(|of| (of.line, of.kind.words().to_owned())));
        checked(reporter, reader.bytes_read(), reader.input_bytes())?;
        if count == 0 {
            break;
        }
    }
    lines.extend(sessions.into_keys().map(PracticeLine::End));
    problems.sort();
    Ok((lines, problems))
}

fn read_row(row: &Row, columns: &BTreeMap<&str, usize>) -> Result<(PracticeSession, PracticeAnswer), String> {
    let cell = |name: &str| undo_spreadsheet_safe(columns.get(name).map_or("", |at| row.cell(*at))).into_owned();
    let wrong = |name: &str| format!("“{}” does not read as {name}", cell(name).chars().take(40).collect::<String>());
    let filled = |name: &str| Some(cell(name)).filter(|text| !text.trim().is_empty()).ok_or_else(|| wrong(name));
    let session = PracticeSession {
        id: filled("session")?,
        at: time(&cell("began")).ok_or_else(|| wrong("began"))?,
        trainee: filled("trainee")?,
        set: filled("set")?,
        set_name: cell("set_name"),
        classification: ClassificationId::from_key(&cell("classification")).ok_or_else(|| wrong("classification"))?,
        source: String::new(),
        seed: 0,
        order: Vec::new(),
    };
    let answer = PracticeAnswer {
        session: session.id.clone(),
        number: cell("number").parse().map_err(|_| wrong("number"))?,
        at: time(&cell("given_at")).ok_or_else(|| wrong("given_at"))?,
        item: ItemKey::parse(&cell("item")).ok_or_else(|| wrong("item"))?,
        row: cell("row").parse().map_err(|_| wrong("row"))?,
        agreed: Verdict::parse(&cell("agreed")).ok_or_else(|| wrong("agreed"))?,
        given: read_given(&cell("given")).ok_or_else(|| wrong("given"))?,
        again: match cell("again").as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(wrong("again")),
        },
    };
    Ok((session, answer))
}
