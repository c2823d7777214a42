//! A log of a million entries: `cargo bench --bench log`.
//!
//! Opening it, everybody's figures, looking through it, checking it in the file, the project as it stood in the middle,
//! and what a frame costs while the list of entries is scrolled.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use desktop::DeskApp;
use desktop::dialogs::FixedAnswer;
use egui::{Event, Key, Modifiers, MouseWheelUnit, Vec2};
use egui_kittest::Harness;
use review::{Choice, Decision, Ledger, LogFilter, Timestamp, changes_to_bytes};
use workbench::{Command, Desk, Home, PeopleCommand, PeoplePart, SupervisePage};

/// Entries of the log, and records of the project.
const ENTRIES: usize = 1_000_000;
const FRAMES: usize = 200;
const NAMES: [&str; 4] = ["Ada", "Eve", "Kim", "Lee"];

fn main() {
    let entries = std::env::var("ENTRIES").ok().and_then(|text| text.parse().ok()).unwrap_or(ENTRIES);
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    let project = made(folder.path(), &home, entries);
    let mut desk = Desk::new(Home::in_folder(&home), || {});
    does(&mut desk, "opening the project", Command::OpenPath(project.clone()));
    does(&mut desk, "figures of everybody", Command::ShowSupervise(SupervisePage::People));
    let people = |command| Command::People(command);
    let of_person = LogFilter { reviewer: Some("Kim".to_owned()), ..LogFilter::default() };
    let of_record = LogFilter { record: Some(entries as u32 / 2), ..LogFilter::default() };
    for (what, command) in [
        ("entries of a person", people(PeopleCommand::SetLogFilter(of_person))),
        ("entries of a record", people(PeopleCommand::SetLogFilter(of_record))),
        ("checking the log in the file", people(PeopleCommand::VerifyLog)),
        ("a head that is not there", people(PeopleCommand::FindHead("00".repeat(32)))),
        ("as it stood in the middle", people(PeopleCommand::StandAt(entries as u64 / 2))),
        ("back to now", people(PeopleCommand::BackToNow)),
        ("hiding the engine’s answer for 10 %", people(PeopleCommand::SetUnaidedShare(10))),
    ] {
        does(&mut desk, what, command);
    }
    let check = desk.state().supervise.people.verified.clone().expect("a check");
    assert_eq!((check.sound, check.broken), (entries as u64, None));
    drop(desk);
    frames(&home, project);
}

/// Scrolls the list of entries in the window.
fn frames(home: &Path, project: PathBuf) {
    let home = Home::in_folder(home);
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(64)
        .build_eframe(move |cc| DeskApp::new(&cc.egui_ctx, home, Box::new(FixedAnswer::new(None)), Some(project)));
    settle(&mut harness);
    let desk = harness.state_mut().desk();
    desk.dispatch(Command::ShowSupervise(SupervisePage::People));
    desk.dispatch(Command::People(PeopleCommand::ShowPart(PeoplePart::Log)));
    settle(&mut harness);
    harness.hover_at(egui::pos2(400.0, 500.0));
    measure(&mut harness, "scrolling the entries", |harness, _| {
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: Vec2::new(0.0, -40.0),
            source: egui::MouseWheelSource::Wheel,
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
    });
    measure(&mut harness, "first and last entry", |harness, frame| {
        let by = if frame % 2 == 0 { i32::MAX } else { i32::MIN };
        harness.state_mut().desk().dispatch(Command::People(PeopleCommand::MoveEntry(by)));
        harness.key_press(Key::F24);
    });
}

fn measure(harness: &mut Harness<'static, DeskApp>, what: &str, step: impl Fn(&mut Harness<'static, DeskApp>, usize)) {
    let mut times = Vec::with_capacity(FRAMES);
    for frame in 0..FRAMES {
        step(harness, frame);
        let started = Instant::now();
        harness.step();
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_unstable_by(f64::total_cmp);
    say(&format!("{what}: median {:.1} ms, longest of {FRAMES} {:.1} ms", times[FRAMES / 2], times[FRAMES - 1]));
}

fn settle(harness: &mut Harness<'static, DeskApp>) {
    loop {
        harness.run();
        let desk = harness.state_mut().desk();
        if desk.state().jobs.is_empty() {
            return;
        }
        assert!(desk.wait_idle(Duration::from_secs(900)));
    }
}

/// A project with so many records and a log of as many entries, a decision of one of four people each, ten seconds apart.
fn made(folder: &Path, home: &Path, entries: usize) -> PathBuf {
    let mut text = String::from("job_title,tasks\n");
    let titles = ["nurse", "brickie", "chef", "manager", "truck driver", "teacher"];
    for number in 0..entries {
        writeln!(text, "{} {},", titles[number % titles.len()], number / 40).expect("a line");
    }
    let source = folder.join("million.csv");
    std::fs::write(&source, text).expect("room for the file");
    let mut desk = Desk::new(Home::in_folder(home), || {});
    does(&mut desk, "opening the file", Command::OpenPath(source));
    does(&mut desk, "import and coding", Command::StartImport);
    let review = desk.state().review().expect("a project");
    let (path, mut ledger) = (review.path.clone(), Ledger::clone(&review.ledger));
    let codes: Vec<_> = review.columns.code().to_vec();
    does(&mut desk, "closing", Command::CloseProject);
    let mut connection = rusqlite::Connection::open(&path).expect("the project");
    let writing = connection.transaction().expect("a transaction");
    let sql = "INSERT INTO log (number, at, reviewer, action, of, changes, previous, hash) VALUES (?,?,?,?,NULL,?,?,?)";
    for (record, code) in (0u32..).zip(codes) {
        let decision = match code {
            Some(code) => Decision::Code { code, choice: Choice::Accept },
            None => Decision::Uncodable(review::Uncodable::TooVague),
        };
        let at = Timestamp(1_795_000_000_000 + i64::from(record) * 10_000);
        let name = NAMES[record as usize % NAMES.len()];
        let entry = ledger.decide(at, name, [(record, decision)]).expect("an entry");
        let changes = changes_to_bytes(&entry.changes);
        let number = entry.number.cast_signed();
        let (previous, hash) = (entry.previous.to_vec(), entry.hash.to_vec());
        let values = rusqlite::params![number, at.0, name, entry.action.word(), changes, previous, hash];
        writing.prepare_cached(sql).and_then(|mut insert| insert.execute(values)).expect("a row");
        ledger.apply(entry).expect("the entry continues the log");
    }
    writing.commit().expect("room for the log");
    path
}

fn does(desk: &mut Desk, what: &str, command: Command) {
    let started = Instant::now();
    desk.dispatch(command);
    let stood_still = started.elapsed().as_secs_f64() * 1e3;
    assert_eq!(desk.state().refusal, None, "{what}");
    assert!(desk.wait_idle(Duration::from_secs(3_600)), "{what} does not end");
    let all = started.elapsed().as_secs_f64() * 1e3;
    say(&format!("{what}: {all:.0} ms, of which the window stands still {stood_still:.1} ms before a job"));
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
