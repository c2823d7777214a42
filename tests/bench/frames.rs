//! What a frame costs with a million records in the window: `cargo bench --bench frames`.
//!
//! The window runs without a screen, so drawing by the graphics card is not counted; everything that Occudesk itself does
//! in a frame is. The target is 50 ms for scrolling.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use desktop::DeskApp;
use desktop::dialogs::FixedAnswer;
use domain::Code;
use egui::{Event, Key, Modifiers, MouseWheelUnit, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use review::distribution::{Bar, Split};
use review::{Filter, Narrowing, Order};
use workbench::{BenchCommand, Command, Home, Screen, SupervisePage, Workspace};

const RECORDS: usize = 1_000_000;
const FRAMES: usize = 300;

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("million.csv");
    write_answers(&path);
    let home = Home::in_folder(&folder.path().join("home"));
    let mut harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(64)
        .build_eframe(move |cc| DeskApp::new(&cc.egui_ctx, home, Box::new(FixedAnswer::new(None)), Some(path)));
    let started = Instant::now();
    settle(&mut harness);
    harness.key_press(Key::Enter);
    settle(&mut harness);
    say(&format!("import and coding of {RECORDS} records: {:.1} s", started.elapsed().as_secs_f64()));
    let Screen::Review(review) = &harness.state_mut().desk().state().screen else { panic!("not coded") };
    assert_eq!(review.len(), RECORDS);

    assert!(shows_first(&harness));
    harness.hover_at(egui::pos2(500.0, 400.0));
    measure(&mut harness, "scrolling by wheel", |harness, _| {
        harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: Vec2::new(0.0, -3.0),
            source: egui::MouseWheelSource::Wheel,
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
    });
    assert!(!shows_first(&harness), "the table has scrolled");
    measure(&mut harness, "page down", |harness, _| harness.key_press(Key::PageDown));
    measure(&mut harness, "next record", |harness, _| harness.key_press(Key::J));
    measure(&mut harness, "first and last record", |harness, frame| {
        harness.key_press(if frame % 2 == 0 { Key::End } else { Key::Home });
    });
    measure(&mut harness, "taking a suggestion", |harness, _| harness.key_press(Key::Num1));
    measure(&mut harness, "undo", |harness, _| harness.key_press_modifiers(Modifiers::COMMAND, Key::Z));
    measure(&mut harness, "next record to review", |harness, _| harness.key_press(Key::Space));
    commands(&mut harness);
    open_again(&mut harness);
    memory();
}

/// What a command costs from the key to the changed state, without drawing.
fn commands(harness: &mut Harness<'static, DeskApp>) {
    let group = |code: &str| Narrowing { code: Code::parse(code).ok(), ..Narrowing::default() };
    let tenths = Narrowing { confidence: Some((3, 6)), ..Narrowing::default() };
    for (what, command) in [
        ("a filter", Command::SetFilter(Filter::Flagged)),
        ("all records", Command::SetFilter(Filter::All)),
        ("a major group", Command::SetNarrowing(group("2"))),
        ("a unit group", Command::SetNarrowing(group("2654"))),
        ("tenths of confidence", Command::SetNarrowing(tenths)),
        ("narrowing no more", Command::ClearNarrowing),
        ("search words", Command::SetQuery("nurse".to_owned())),
        ("no search words", Command::SetQuery(String::new())),
        ("least sure first", Command::SetOrder(Order::Uncertainty)),
        ("as in the file", Command::SetOrder(Order::File)),
        ("the distribution of confidence", Command::ShowSupervise(SupervisePage::Distribution)),
        ("split by major group", Command::Bench(BenchCommand::SetSplit(Split::MajorGroup))),
        ("the records of a bar", Command::Bench(BenchCommand::ShowBar(Bar { bin: 49, class: None }))),
        ("all records again", Command::LeaveList),
        ("the threshold bench", Command::ShowSupervise(SupervisePage::Thresholds)),
        ("a threshold tried", Command::Bench(BenchCommand::ProposeOptimal(0.9))),
        ("another threshold tried", Command::Bench(BenchCommand::ProposeMinimum(0.3))),
        ("back to the review", Command::ShowWorkspace(Workspace::Review)),
        ("next record to review", Command::NextFlagged),
        ("a decision, on disk", Command::TakeSuggestion(1)),
        ("another decision, on disk", Command::TakeSuggestion(2)),
    ] {
        let desk = harness.state_mut().desk();
        let started = Instant::now();
        desk.dispatch(command);
        say(&format!("{what}: {:.1} ms", started.elapsed().as_secs_f64() * 1000.0));
        assert_eq!(desk.state().refusal, None, "{what}");
    }
}

/// From the command to open a project until its rows are there.
fn open_again(harness: &mut Harness<'static, DeskApp>) {
    let desk = harness.state_mut().desk();
    let path = desk.state().review().expect("a project").path.clone();
    desk.dispatch(Command::CloseProject);
    let started = Instant::now();
    desk.dispatch(Command::OpenPath(path));
    settle(harness);
    assert!(harness.query_all_by_label_contains("Record ").next().is_some(), "rows are there");
    say(&format!("opening the saved project, to the first frame with rows: {:.2} s", started.elapsed().as_secs_f64()));
}

/// Resident memory, where the system tells it.
fn memory() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM")) {
        say(line);
    }
}

fn write_answers(path: &Path) {
    let sample = include_str!("../../samples/labour-force.csv");
    let mut reader = csv::Reader::from_reader(sample.as_bytes());
    let rows: Vec<(String, String)> =
        reader.records().flatten().map(|row| (row[4].to_owned(), row[5].replace('\n', " "))).collect();
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("room for a million records"));
    let mut line = String::from("id,job_title,tasks\n");
    for number in 0..RECORDS {
        let (title, _) = &rows[number % rows.len()];
        let (_, tasks) = &rows[number / rows.len() % rows.len()];
        let _ = writeln!(line, "{number},\"{}\",\"{}\"", title.replace('"', ""), tasks.replace('"', ""));
        file.write_all(line.as_bytes()).expect("room");
        line.clear();
    }
}

/// Runs frames and waits for work until neither is left.
fn settle(harness: &mut Harness<'static, DeskApp>) {
    loop {
        harness.run();
        let desk = harness.state_mut().desk();
        if desk.state().jobs.is_empty() {
            return;
        }
        assert!(desk.wait_idle(Duration::from_secs(300)), "work goes on and on");
    }
}

/// Whether the first record is in sight.
fn shows_first(harness: &Harness<'static, DeskApp>) -> bool {
    harness.query_all_by_label_contains("Record 1:").next().is_some()
}

fn measure(harness: &mut Harness<'static, DeskApp>, what: &str, act: impl Fn(&mut Harness<'static, DeskApp>, usize)) {
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|frame| {
            act(harness, frame);
            let started = Instant::now();
            harness.step();
            started.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let mean = times.iter().sum::<f64>() / FRAMES as f64;
    let (p95, most) = (times[FRAMES * 95 / 100], times[FRAMES - 1]);
    say(&format!("{what}: mean {mean:.1} ms, 95 % under {p95:.1} ms, longest {most:.1} ms a frame"));
}

fn say(line: &str) {
    // A bench that cannot print has nothing to say.
    let _ = writeln!(std::io::stdout(), "{line}");
}
