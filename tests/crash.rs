//! Killed at any moment of writing, and opened again: every decision that was reported as saved is there.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use std::time::Instant;

use domain::{ClassificationId, Code};
use review::{Choice, Decision, Timestamp};
use store::{Project, ProjectBuilder, SourceDescription};
use workbench::{Command as Order, Desk, Home, Workspace};

fn make_project(path: &Path, records: u32) {
    let source = SourceDescription {
        classification: ClassificationId::Osca2024,
        path: "answers.csv".into(),
        file_name: "answers.csv".into(),
        bytes: 100,
        format: "CSV".into(),
        encoding: "UTF-8".into(),
        delimiter: Some(','),
        columns: vec!["title".into()],
        title_columns: vec![0],
        tasks_columns: Vec::new(),
        context_columns: Vec::new(),
        created_at: Timestamp(0),
        program_version: "test".into(),
    };
    let mut builder = ProjectBuilder::create(path, &source).unwrap();
    for number in 0..records {
        builder.add_record(&[format!("answer {number}")]).unwrap();
    }
    drop(builder.finish().unwrap());
}

/// The program that writes; cargo builds it as an example beside the program itself.
fn writer() -> std::path::PathBuf {
    example("append-until-killed")
}

fn example(name: &str) -> std::path::PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_occudesk"));
    program.parent().unwrap().join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

#[test]
fn every_practised_answer_that_was_shown_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut known = 0;
    for round in 1..=8u64 {
        let mut child =
            Command::new(example("practise-until-killed")).arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut reported = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut last = known;
        for _ in 0..(round * 7) % 23 + 1 {
            last = reported.next().unwrap().unwrap().parse::<u64>().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        last = reported.map_while(Result::ok).filter_map(|line| line.parse().ok()).last().unwrap_or(last);
        let mut desk = Desk::new(Home::in_folder(folder.path()), || {});
        desk.dispatch(Order::ShowWorkspace(Workspace::Practise));
        assert!(desk.wait_idle(Duration::from_secs(60)));
        let results = desk.state().practice.results.as_ref().expect("the results");
        assert_eq!(results.sessions().len(), 1, "it is one session, gone on with");
        let answers = &results.sessions()[0].answers;
        assert!(answers.iter().map(|answer| u64::from(answer.number)).eq(1..=answers.len() as u64), "none is missing");
        known = answers.len() as u64;
        // At most the one answer that was on disk and not yet shown.
        assert!((last..=last + 1).contains(&known), "round {round}: {known} kept, {last} shown");
    }
    assert!(known > 50);
}

#[test]
fn every_decision_reported_as_saved_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.occudesk");
    make_project(&path, 50);
    let mut known = 0;
    for round in 1..=25u64 {
        let mut child = Command::new(writer()).arg(&path).stdout(Stdio::piped()).spawn().unwrap();
        let mut reported = BufReader::new(child.stdout.take().unwrap()).lines();
        // Killed after another number of entries each time, and at whatever moment of the next one it has come to.
        let mut last = known;
        for _ in 0..(round * 7) % 23 + 1 {
            last = reported.next().unwrap().unwrap().parse::<u64>().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        last = reported.map_while(Result::ok).filter_map(|line| line.parse().ok()).last().unwrap_or(last);
        let project = Project::open(&path).unwrap();
        let entries = project.entries().unwrap();
        assert!(entries.len() as u64 >= last, "round {round}: {} entries, {last} were reported", entries.len());
        // At most the one entry that was on disk and not yet reported.
        assert!(entries.len() as u64 <= last + 1);
        review::verify(&project.genesis(), &entries).unwrap();
        project.ledger().unwrap();
        known = entries.len() as u64;
    }
    assert!(known > 100);
}

/// A pack in which the coder has decided on all records.
fn decide_all(path: &Path, coder: &str, code: &str) {
    let mut project = Project::open(path).unwrap();
    let ledger = project.ledger().unwrap();
    let decision = Decision::Code { code: Code::parse(code).unwrap(), choice: Choice::Search };
    let all = (0..project.record_count()).map(|record| (record, decision));
    project.append(&ledger.decide(Timestamp(5), coder, all).unwrap()).unwrap();
}

#[test]
fn a_merge_that_is_killed_is_there_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.occudesk");
    make_project(&path, 30_000);
    let packs = folder.path().join("packs");
    let program = || Command::new(env!("CARGO_BIN_EXE_occudesk"));
    let split = ["--coders", "Ann,Ben", "--overlap", "0.5", "--output"];
    assert!(program().arg("split").arg(&path).args(split).arg(&packs).output().unwrap().status.success());
    let packs = ["Ann", "Ben"].map(|coder| packs.join(format!("work.{coder}.occudesk")));
    decide_all(&packs[0], "Ann", "371131");
    decide_all(&packs[1], "Ben", "265433");
    let before = packs.each_ref().map(|path| std::fs::read(path).unwrap());
    let mut merge = program();
    let started = Instant::now();
    // The time that a whole merge takes, on a copy.
    let copy = folder.path().join("copy.occudesk");
    std::fs::copy(&path, &copy).unwrap();
    assert!(program().arg("merge").arg(&copy).args(&packs).output().unwrap().status.success());
    let whole = started.elapsed();
    merge.arg("merge").arg(&path).args(&packs).stdout(Stdio::null());
    let mut killed = 0;
    for round in 1..=8u32 {
        let mut child = merge.spawn().unwrap();
        std::thread::sleep(whole * round / 8);
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let project = Project::open(&path).unwrap();
        let entries = project.entries().unwrap();
        review::verify(&project.genesis(), &entries).unwrap();
        let ledger = project.ledger().unwrap();
        assert!(entries.len() <= 1, "nothing is taken in twice");
        assert_eq!(ledger.judgements().len(), entries.len() * 30_000);
    }
    assert!(killed > 2, "the merge was never caught at it");
    assert!(merge.status().unwrap().success());
    let ledger = Project::open(&path).unwrap().ledger().unwrap();
    let disputed = ledger.judgements().filter(|(_, judgement)| judgement.is_disputed()).count();
    assert_eq!((ledger.entries().len(), ledger.judgements().len(), disputed), (1, 30_000, 15_000));
    assert_eq!(packs.map(|path| std::fs::read(path).unwrap()), before, "packs are only read");
}
