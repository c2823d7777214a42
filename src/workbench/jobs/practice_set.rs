//! Answers with agreed codes are read: from a table, or from what was decided in a project.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::Path;

use domain::{Classification, ClassificationId};
use formats::{Format, ReadOptions, Row, RowReader};
use review::practice::{PracticeSet, SetGatherer};
use review::{RecordId, Uncodable, Verdict};
use store::Reader;

use super::Reporter;
use super::work::{Broken, checked, is_database};
use crate::practice::shipped_table;
use crate::{Event, SetSource, recode};

/// Rows read at a time.
const BATCH: usize = 4096;
/// Rows with problems that are told; of more only their number.
const PROBLEMS: usize = 1000;
/// Rows named in a message.
const NAMED: usize = 5;

/// A set, and the rows that do not read: lines and what is wrong with them.
pub(super) struct SetRead {
    pub(super) set: PracticeSet,
    pub(super) problems: Vec<(u64, String)>,
}

/// Reads a set. The source is only read.
pub(super) fn read_set(reporter: &mut Reporter<Event>, source: &SetSource) -> Result<SetRead, Broken> {
    let name = source.name();
    match source {
        SetSource::Shipped(id) => {
            let options = ReadOptions { format: Some(Format::Csv), ..ReadOptions::default() };
            let reader = RowReader::from_reader(Cursor::new(shipped_table(*id).as_bytes()), &options)?;
            table(reporter, reader, &name, Some(*id))
        }
        SetSource::File(path) if is_database(path) => project(reporter, path, &name),
        SetSource::File(path) => table(reporter, RowReader::open(path, &ReadOptions::default())?, &name, None),
    }
}

fn project(reporter: &mut Reporter<Event>, path: &Path, name: &str) -> Result<SetRead, Broken> {
    let reader = Reader::open(path)?;
    let ledger = reader.ledger()?;
    let mut gatherer = SetGatherer::new(reader.source().classification);
    let mut stopped = None;
    let total = u64::from(reader.record_count());
    let mut take = |record: RecordId, title: &str, tasks: &str| {
        if (record as usize).is_multiple_of(BATCH) {
            stopped = checked(reporter, u64::from(record), Some(total)).err();
        }
        // What is to be coded blind is not told here either.
        if let Some(judgement) = ledger.judgement(record).filter(|judgement| judgement.awaits_recode().is_none())
            && let Some(decision) = judgement.decision
        {
            gatherer.take(u64::from(record) + 1, title, tasks, Verdict::of(decision), &judgement.note, "");
        }
        if stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    match reader.recoding()? {
        None => reader.read_answers(0..reader.record_count(), take)?,
        Some(recoding) => reader.for_each_row(0..reader.record_count(), |record, cells| {
            let (title, tasks) = recode::answer(reader.source(), &recoding, cells);
            take(record, &title, &tasks)
        })?,
    }
    if let Some(stopped) = stopped {
        return Err(stopped);
    }
    if gatherer.is_empty() {
        return Err(Broken::of(&format!(
            "Nothing is decided in the project {} yet, so there are no agreed codes to practise with. It was not \
             changed. Choose a reviewed project, or a table.",
            path.display()
        )));
    }
    Ok(SetRead { set: gatherer.finish(name), problems: Vec::new() })
}

/// Where the columns of a table are.
struct Layout {
    title: usize,
    tasks: Option<usize>,
    code: usize,
    reason: Option<usize>,
    difficulty: Option<usize>,
}

impl Layout {
    fn of(reader: &RowReader) -> Option<Layout> {
        let named = |names: &[&str]| names.iter().find_map(|name| reader.column_named(name));
        Some(Layout {
            title: named(&["title", "job_title", "job title"])?,
            tasks: named(&["tasks", "main tasks", "main_tasks"]),
            code: named(&["code", "agreed_code", "agreed code"])?,
            reason: named(&["reason"]),
            difficulty: named(&["difficulty"]),
        })
    }
}

fn table(
    reporter: &mut Reporter<Event>,
    mut reader: RowReader,
    name: &str,
    known: Option<ClassificationId>,
) -> Result<SetRead, Broken> {
    let Some(layout) = Layout::of(&reader) else {
        return Err(Broken::of(&format!(
            "“{name}” is no set to practise with: it needs the columns title and code, and may have tasks, reason and \
             difficulty. Its columns are: {}. It was not changed.",
            reader.columns().join(", ")
        )));
    };
    let ids = known.map_or_else(|| ClassificationId::ALL.to_vec(), |id| vec![id]);
    let mut tries: Vec<Attempt> = ids.into_iter().map(Attempt::new).collect();
    let mut rows = Vec::new();
    loop {
        let count = reader.read_batch(&mut rows, BATCH)?;
        for attempt in &mut tries {
            for row in rows.iter().take(count) {
                attempt.take(row, &layout);
            }
        }
        for problem in reader.take_problems() {
            for attempt in &mut tries {
                attempt.problem(problem.line, problem.kind.words().to_owned());
            }
        }
        checked(reporter, reader.bytes_read(), reader.input_bytes())?;
        if count == 0 {
            break;
        }
    }
    // The classification that knows most of the codes; OSCA where both know as many.
    tries.sort_by_key(|attempt| std::cmp::Reverse(attempt.sound));
    let Some(mut best) = tries.into_iter().next().filter(|attempt| attempt.sound > 0) else {
        return Err(Broken::of(&format!(
            "No row of “{name}” has a job title or tasks and a code of OSCA 2024 or ANZSCO 2022, or a reason such as \
             too-vague. It was not changed. Check the columns title, tasks and code."
        )));
    };
    best.problems.sort();
    Ok(SetRead { set: best.gatherer.finish(name), problems: best.problems })
}

/// The rows as those of one classification.
struct Attempt {
    tables: &'static Classification,
    gatherer: SetGatherer,
    sound: u64,
    problems: Vec<(u64, String)>,
}

impl Attempt {
    fn new(id: ClassificationId) -> Attempt {
        Attempt { tables: Classification::get(id), gatherer: SetGatherer::new(id), sound: 0, problems: Vec::new() }
    }

    fn take(&mut self, row: &Row, layout: &Layout) {
        let cell = |at: Option<usize>| at.map_or("", |at| row.cell(at)).trim();
        let (title, tasks) = (cell(Some(layout.title)), cell(layout.tasks));
        let text = cell(Some(layout.code));
        match verdict(text, self.tables) {
            // A blank answer is one to practise with where that was agreed.
            Ok(agreed) if title.is_empty() && tasks.is_empty() && agreed.code().is_some() => {
                self.problem(row.line(), "title and tasks are both blank".to_owned());
            }
            Ok(agreed) => {
                self.sound += 1;
                let (reason, difficulty) = (cell(layout.reason), cell(layout.difficulty));
                self.gatherer.take(row.number() + 1, title, tasks, agreed, reason, difficulty);
            }
            Err(what) => self.problem(row.line(), what),
        }
    }

    fn problem(&mut self, line: u64, what: String) {
        if self.problems.len() < PROBLEMS {
            self.problems.push((line, what));
        }
    }
}

fn verdict(text: &str, tables: &Classification) -> Result<Verdict, String> {
    if text.is_empty() {
        return Err("it has no code".to_owned());
    }
    let word = text.to_lowercase().replace([' ', '_'], "-");
    if let Some(reason) = Uncodable::from_word(&word) {
        return Ok(Verdict::Uncodable(reason));
    }
    let code =
        Verdict::parse(text).filter(|verdict| verdict.code().is_some_and(|code| tables.category(code).is_some()));
    code.ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        format!("“{shown}” is no code of {}", tables.id().name())
    })
}

/// The rows with problems in a sentence.
pub(crate) fn told(problems: &[(u64, String)]) -> String {
    let named: Vec<String> = problems.iter().take(NAMED).map(|(line, what)| format!("line {line}: {what}")).collect();
    let more = if problems.len() > NAMED { "; and others" } else { "" };
    let rows = match problems.len() {
        1 => "1 row does not read as it should".to_owned(),
        many => format!("{many} rows do not read as they should"),
    };
    format!("{rows} ({}{more}).", named.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<SetRead, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read_set(&mut Reporter::running(), &SetSource::File(path)).map_err(|broken| match broken {
            Broken::Failed(notice) => notice.what_happened.clone(),
            Broken::Cancelled => "cancelled".to_owned(),
        })
    }

    #[test]
    fn the_shipped_sets_read_without_a_problem_and_all_their_codes_exist() {
        for (id, least) in [(ClassificationId::Osca2024, 60), (ClassificationId::Anzsco2022, 30)] {
            let SetRead { set, problems } =
                read_set(&mut Reporter::running(), &SetSource::Shipped(id)).map_err(|_| "broken").unwrap();
            assert_eq!(problems, []);
            assert_eq!((set.classification, set.left_out), (id, 0));
            assert!(set.items.len() >= least);
            let tables = Classification::get(id);
            for item in &set.items {
                if let Some(code) = item.agreed.code() {
                    let category = tables.category(code).unwrap_or_else(|| panic!("{code}"));
                    assert!(!category.new_zealand_only);
                }
                assert!(item.reason.ends_with('.') && item.reason.matches(". ").count() == 0, "{}", item.reason);
                // Codes named in a reason exist too.
                for word in item.reason.split(|sign: char| !sign.is_ascii_digit()).filter(|word| word.len() == 6) {
                    assert!(tables.category(word.parse().unwrap()).is_some(), "{word} in “{}”", item.reason);
                }
            }
            for difficulty in ["easy", "medium", "hard"] {
                assert!(set.items.iter().filter(|item| item.difficulty == difficulty).count() >= 10);
            }
            for group in tables.major_groups() {
                let within = |code: domain::Code| code.is_within(group.code);
                assert!(set.items.iter().any(|item| item.agreed.code().is_some_and(within)), "{}", group.code);
            }
            let two_jobs = Verdict::Uncodable(Uncodable::TwoJobs);
            assert!(set.items.iter().any(|item| item.agreed == two_jobs));
            let partial = |code: domain::Code| code.level() != domain::Level::Occupation;
            assert!(set.items.iter().filter(|item| item.agreed.code().is_some_and(partial)).count() >= 2);
        }
    }

    #[test]
    fn rows_that_do_not_read_are_told_with_their_lines() {
        let read = read("set.csv", b"title;tasks;code;reason\nbrickie;;371131;why\nnurse;;999999;\n;;371131;\n\xe4rztin;;264231;\nx;;two jobs;\ny;;;\n").unwrap();
        assert_eq!(read.set.classification, ClassificationId::Osca2024);
        let titles: Vec<&str> = read.set.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["brickie", "ärztin", "x"], "whatever its encoding and delimiter");
        let lines: Vec<u64> = read.problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 7], "{:?}", read.problems);
        assert!(told(&read.problems).contains("line 3: “999999” is no code of OSCA 2024"));
    }

    #[test]
    fn the_classification_is_the_one_that_knows_the_codes() {
        let read = read("set.tsv", b"job_title\tcode\nbrickie\t331111\nnurse\t254415\n").unwrap();
        assert_eq!((read.set.classification, read.set.items.len()), (ClassificationId::Anzsco2022, 2));
    }

    #[test]
    fn what_is_no_set_is_refused_with_what_it_lacks() {
        let error = read("a.csv", b"name,number\nx,1\n").err().unwrap();
        assert!(error.contains("needs the columns title and code") && error.contains("name, number"), "{error}");
        let error = read("a.csv", b"title,code\nx,abc\n").err().unwrap();
        assert!(error.contains("No row of"), "{error}");
        assert!(read("a.occudesk", b"title,code\nx,3\n").is_err());
    }
}
