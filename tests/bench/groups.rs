//! Identical answers among a million records: `cargo bench --bench groups`.
//!
//! The index of identical answers, near-identical ones at their worst, a decision about a group of 10,000 records, and one
//! about all million, with the longest time for which the window would stand still.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use review::{AnswerIndex, Answers, Groups};
use workbench::{Command, Desk, Home, Reach};

const RECORDS: usize = 1_000_000;
/// Records of each answer in the project.
const ALIKE: usize = 10_000;

fn main() {
    index("distinct", RECORDS);
    index("repeated", RECORDS / 100);
    decisions();
}

/// Times the index over answers of which so many are distinct; half of them have no tasks, the worst for near-identical.
fn index(what: &str, distinct: usize) {
    let mut answers = Answers::new();
    let rows = sample();
    for number in 0..RECORDS {
        let kind = number * 7919 % distinct;
        let (title, tasks) = &rows[kind % rows.len()];
        let tasks = if kind.is_multiple_of(2) { "" } else { tasks.as_str() };
        answers.push(&format!("{title} {kind}"), tasks);
    }
    let (index, took) = timed(|| AnswerIndex::of(&answers));
    say(&format!("{what}: normalising {RECORDS} answers {took:.0} ms"));
    let (groups, took) = timed(|| Groups::of(&index));
    say(&format!("{what}: {} groups in {took:.0} ms", groups.iter().count()));
    let mut longest = 0.0f64;
    for record in (0..RECORDS as u32).step_by(RECORDS / 20) {
        let (near, took) = timed(|| groups.near(&index, record));
        longest = longest.max(took);
        std::hint::black_box(near);
    }
    say(&format!("{what}: near-identical answers of a record, longest of 20: {longest:.1} ms"));
}

fn decisions() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("million.csv");
    write_answers(&path);
    let mut desk = Desk::new(Home::in_folder(&folder.path().join("home")), || {});
    let started = Instant::now();
    does(&mut desk, "opening the file", Command::OpenPath(path));
    does(&mut desk, "import and coding", Command::StartImport);
    say(&format!("import and coding: {:.1} s", started.elapsed().as_secs_f64()));
    let project: PathBuf = desk.state().review().expect("a project").path.clone();
    does(&mut desk, "closing", Command::CloseProject);
    does(&mut desk, "opening the project", Command::OpenPath(project));
    for (what, command) in [
        ("showing a group of 10,000", Command::OpenGroup),
        ("reaching all of it", Command::SetReach(Reach::Identical)),
        ("deciding about it", Command::DecideOffer),
        ("taking it back", Command::Undo),
        ("showing what would become of a million", Command::OpenBulk),
        ("deciding about a million", Command::DecideBulk),
        ("taking that back", Command::Undo),
    ] {
        does(&mut desk, what, command);
    }
    assert_eq!(desk.state().review().map(|review| review.ledger.entries().len()), Some(4));
}

/// Does something and waits for its jobs; says how long it took, and the longest time without a frame.
fn does(desk: &mut Desk, what: &str, command: Command) {
    let started = Instant::now();
    desk.dispatch(command);
    assert_eq!(desk.state().refusal, None, "{what}");
    let mut longest = started.elapsed();
    while !desk.state().jobs.is_empty() {
        std::thread::sleep(Duration::from_millis(2));
        let frame = Instant::now();
        desk.poll();
        longest = longest.max(frame.elapsed());
    }
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    say(&format!("{what}: {:.0} ms, without a frame for {:.1} ms", ms(started.elapsed()), ms(longest)));
}

fn sample() -> Vec<(String, String)> {
    let sample = include_str!("../../samples/labour-force.csv");
    let mut reader = csv::Reader::from_reader(sample.as_bytes());
    reader.records().flatten().map(|row| (row[4].to_owned(), row[5].replace('\n', " "))).collect()
}

fn write_answers(path: &Path) {
    let rows = sample();
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("room for a million records"));
    let mut line = String::from("id,job_title,tasks\n");
    for number in 0..RECORDS {
        let (title, tasks) = &rows[number % (RECORDS / ALIKE)];
        let _ = writeln!(line, "{number},\"{}\",\"{}\"", title.replace('"', ""), tasks.replace('"', ""));
        file.write_all(line.as_bytes()).expect("room");
        line.clear();
    }
}

fn timed<T>(act: impl FnOnce() -> T) -> (T, f64) {
    let started = Instant::now();
    let made = act();
    (made, started.elapsed().as_secs_f64() * 1000.0)
}

fn say(line: &str) {
    // A bench that cannot print has nothing to say.
    let _ = writeln!(std::io::stdout(), "{line}");
}
