//! A project from its making to its reopening, and what keeps it from being opened.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::{ClassificationId, Code, Coding, Thresholds};
use review::{Choice, Decision, Ledger, RecordId, Timestamp};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::*;

fn description() -> SourceDescription {
    SourceDescription {
        classification: ClassificationId::Osca2024,
        path: "/data/survey.csv".to_owned(),
        file_name: "survey.csv".to_owned(),
        bytes: 1234,
        format: "csv".to_owned(),
        encoding: "windows-1252".to_owned(),
        delimiter: Some('\t'),
        columns: ["id", "job_title", "industry", "tasks"].map(str::to_owned).to_vec(),
        title_columns: vec![1],
        tasks_columns: vec![3],
        context_columns: vec![2],
        created_at: Timestamp(1_795_165_657_123),
        program_version: "0.1.0".to_owned(),
    }
}

fn row(record: RecordId) -> Vec<String> {
    vec![
        format!("R{record}"),
        format!("job {}", record % 1000),
        "it's, \"quoted\"\n".to_owned(),
        format!("tasks {record}"),
    ]
}

fn build(path: &Path, records: u32) -> Project {
    let mut builder = ProjectBuilder::create(path, &description()).unwrap();
    for record in 0..records {
        assert_eq!(builder.add_record(&row(record)).unwrap(), record);
    }
    builder.finish().unwrap()
}

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("survey.occudesk");
    (folder, path)
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn parameters(optimal: f32) -> RunParameters {
    RunParameters {
        at: Timestamp(7),
        reviewer: "A. Coder".to_owned(),
        engine: "embedded".to_owned(),
        model_id: "osca-2024-3f2a".to_owned(),
        model_hash: "00ff".to_owned(),
        classification: ClassificationId::Osca2024,
        thresholds: Thresholds::checked(optimal, 0.3).unwrap(),
        recoding: None,
    }
}

fn change_thresholds(project: &mut Project, who: &str, optimal: f32) -> Result<Run, StoreError> {
    let entry = project.ledger()?.change_thresholds(Timestamp(9), who, project.next_run()?);
    project.change_thresholds(&entry, parameters(optimal).thresholds)
}

fn coding(record: RecordId) -> Coding {
    Coding {
        best: Code::parse("371131").ok(),
        conditionals: [0.9, 0.8, 0.7, 0.6, 1.0 / (1.0 + record as f32)],
        blank: record.is_multiple_of(5),
        ..Coding::BLANK
    }
}

fn accept(record: RecordId) -> (RecordId, Decision) {
    (record, Decision::Code { code: Code::parse("371131").unwrap(), choice: Choice::Accept })
}

fn decide(project: &mut Project, ledger: &mut Ledger, records: &[RecordId]) {
    let entry = ledger.decide(Timestamp(5), "A. Coder", records.iter().map(|record| accept(*record))).unwrap();
    project.append(&entry).unwrap();
    ledger.apply(entry).unwrap();
}

#[test]
fn a_hundred_thousand_records_come_back_as_they_went_in() {
    let (folder, path) = folder();
    drop(build(&path, 100_000));
    assert_eq!(names(&folder), ["survey.occudesk"], "a project is one file at rest");
    let project = Project::open(&path).unwrap();
    assert_eq!(project.record_count(), 100_000);
    assert_eq!(project.source(), &description());
    let mut next = 0;
    project
        .read_answers(0..u32::MAX, |record, title, tasks| {
            assert_eq!(record, next);
            let row = row(record);
            assert_eq!((title, tasks), (row[1].as_str(), row[3].as_str()));
            next += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(next, 100_000);
    let mut seen = Vec::new();
    let reader = project.reader().unwrap();
    reader
        .for_each_row(4090..4100, |record, cells| {
            assert_eq!(cells, row(record));
            seen.push(record);
            if record == 4097 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(seen, [4090, 4091, 4092, 4093, 4094, 4095, 4096, 4097]);
    assert_eq!(project.cells(99_999).unwrap(), row(99_999));
    assert_eq!(project.cells(100_000).unwrap(), [] as [&str; 0]);
}

#[test]
fn odd_cells_surplus_cells_and_row_problems_are_kept() {
    let (_folder, path) = folder();
    let mut builder = ProjectBuilder::create(&path, &description()).unwrap();
    let long = "x".repeat(9 << 20);
    let rows: [&[&str]; 4] =
        [&["1", "nul\0inside", "", "tab\t", "surplus", ""], &["2", "short"], &[], &["4", &long, "é", "ünï"]];
    for row in rows {
        builder.add_record(row).unwrap();
    }
    let problem = |line| Problem {
        line,
        record: Some(1),
        column: "tasks".to_owned(),
        kind: "short".to_owned(),
        words: "cells are missing".to_owned(),
        detail: "two".to_owned(),
    };
    for line in 1..=2500 {
        builder.add_problem(&problem(line)).unwrap();
    }
    let project = builder.finish().unwrap();
    assert_eq!(project.cells(0).unwrap(), rows[0]);
    assert_eq!(project.cells(1).unwrap(), ["2", "short", "", ""]);
    assert_eq!(project.cells(2).unwrap(), ["", "", "", ""]);
    assert_eq!(project.cells(3).unwrap(), rows[3]);
    assert_eq!(project.problem_count().unwrap(), 2500);
    assert_eq!(project.problems(2).unwrap(), [problem(1), problem(2)]);
    assert_eq!(project.problems(0).unwrap(), []);
    let mut lines = Vec::new();
    project
        .for_each_problem(|problem| {
            lines.push(problem.line);
            if problem.line == 2400 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(lines, (1..=2400).collect::<Vec<u64>>());
}

#[test]
fn a_project_without_tasks_and_one_without_records_are_projects() {
    let (_folder, path) = folder();
    let source = SourceDescription { tasks_columns: Vec::new(), delimiter: None, ..description() };
    let project = ProjectBuilder::create(&path, &source).unwrap().finish().unwrap();
    assert_eq!((project.record_count(), project.source()), (0, &source));
    let run = project.save_codings(parameters(0.7), &[]).unwrap();
    assert_eq!(project.codings(&run).unwrap(), []);
    assert_eq!(project.current_run().unwrap(), Some(run));
}

#[test]
fn an_import_that_was_broken_off_leaves_nothing() {
    let (folder, path) = folder();
    let mut builder = ProjectBuilder::create(&path, &description()).unwrap();
    builder.add_record(&row(0)).unwrap();
    assert!(!path.exists());
    assert!(matches!(ProjectBuilder::create(&path, &description()), Err(StoreError::Locked { .. })));
    drop(builder);
    assert_eq!(names(&folder), [] as [&str; 0]);

    fs::write(folder.path().join("survey.occudesk.importing"), "what a killed program left").unwrap();
    fs::write(folder.path().join("survey.occudesk.lock"), "99999\n").unwrap();
    drop(build(&path, 3));
    assert_eq!(names(&folder), ["survey.occudesk"]);
    assert!(matches!(ProjectBuilder::create(&path, &description()), Err(StoreError::Exists { .. })));
    assert_eq!(Project::open(&path).unwrap().record_count(), 3);
}

#[test]
fn codings_and_thresholds_come_back_with_their_run() {
    let (_folder, path) = folder();
    let mut project = build(&path, 10_000);
    assert!(matches!(change_thresholds(&mut project, "S", 0.5), Err(StoreError::NotCoded { .. })));
    let codings: Vec<Coding> = (0..10_000).map(coding).collect();
    let first = project.save_codings(parameters(0.7), &codings).unwrap();
    let second = change_thresholds(&mut project, "Supervisor", 0.6).unwrap();
    assert_eq!((second.codings_of, second.parameters.model_id.as_str()), (first.id, "osca-2024-3f2a"));
    drop(project);

    let project = Project::open(&path).unwrap();
    assert_eq!(project.runs().unwrap(), [first, second.clone()]);
    assert_eq!(project.current_run().unwrap(), Some(second.clone()));
    assert_eq!(project.codings(&second).unwrap(), codings);
    let mut seen = Vec::new();
    project
        .read_codings(&second, 4095..4098, |record, coding| {
            seen.push((record, *coding));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, [(4095, coding(4095)), (4096, coding(4096)), (4097, coding(4097))]);
}

#[test]
fn a_run_that_was_broken_off_does_not_count() {
    let (_folder, path) = folder();
    let project = build(&path, 40_000);
    let codings: Vec<Coding> = (0..40_000).map(coding).collect();
    let first = project.save_codings(parameters(0.7), &codings).unwrap();
    let mut writer = project.start_run(parameters(0.8)).unwrap();
    for coding in &codings[..39_999] {
        writer.push(coding).unwrap();
    }
    assert_eq!(project.current_run().unwrap().as_ref(), Some(&first));
    assert!(matches!(writer.finish(), Err(StoreError::Incomplete { expected: 40_000, found: 39_999, .. })));
    drop(project);
    // As a killed program leaves it.
    let connection = Connection::open(&path).unwrap();
    connection.execute("INSERT INTO runs SELECT 9, at, reviewer, engine, model_id, model_hash, classification, optimal, minimum, 9, 0, '' FROM runs", []).unwrap();
    connection.execute("INSERT INTO codings VALUES (9, 0, x'00')", []).unwrap();
    drop(connection);
    let project = Project::open(&path).unwrap();
    assert_eq!(project.runs().unwrap(), [first]);
    let pages: u32 =
        project.connection.query_row("SELECT count(*) FROM codings WHERE run = 9", [], |row| row.get(0)).unwrap();
    assert_eq!(pages, 0);
}

#[test]
fn decisions_are_taken_while_a_run_is_written_and_rows_are_read() {
    let (_folder, path) = folder();
    let mut project = build(&path, 50_000);
    let mut ledger = project.ledger().unwrap();
    let mut writer = project.start_run(parameters(0.7)).unwrap();
    let reader = project.reader().unwrap();
    let coder = std::thread::spawn(move || {
        for record in 0..50_000 {
            writer.push(&coding(record)).unwrap();
        }
        writer.finish().unwrap()
    });
    let exporter = std::thread::spawn(move || {
        let mut rows = 0;
        reader
            .for_each_row(0..u32::MAX, |_, _| {
                rows += 1;
                ControlFlow::Continue(())
            })
            .unwrap();
        rows
    });
    for record in 0..20 {
        let entry = ledger.decide(Timestamp(5), "A. Coder", [accept(record)]).unwrap();
        // A person would do it again.
        while let Err(error) = project.append(&entry) {
            assert!(matches!(error, StoreError::Busy { .. }), "{error}");
        }
        ledger.apply(entry).unwrap();
    }
    let run = coder.join().unwrap();
    assert_eq!(exporter.join().unwrap(), 50_000);
    assert_eq!(project.current_run().unwrap(), Some(run));
    assert_eq!(project.entries().unwrap(), ledger.entries());
}

#[test]
fn the_log_goes_on_after_reopening_and_undo_reaches_back() {
    let (_folder, path) = folder();
    let mut project = build(&path, 10);
    let mut ledger = project.ledger().unwrap();
    decide(&mut project, &mut ledger, &[1, 2, 3]);
    let note = ledger.note(Timestamp(6), "B", 2, "café?").unwrap();
    project.append(&note).unwrap();
    ledger.apply(note).unwrap();
    drop(project);

    let mut project = Project::open(&path).unwrap();
    let mut reopened = project.ledger().unwrap();
    assert_eq!(reopened.entries(), ledger.entries());
    assert_eq!(reopened.head(), ledger.head());
    for _ in 0..2 {
        let undo = reopened.undo(Timestamp(7), "C").unwrap();
        project.append(&undo).unwrap();
        reopened.apply(undo).unwrap();
    }
    assert_eq!(reopened.judgements().len(), 0);
    drop(project);

    let mut project = Project::open(&path).unwrap();
    let mut again = project.ledger().unwrap();
    let redo = again.redo(Timestamp(8), "C").unwrap();
    project.append(&redo).unwrap();
    again.apply(redo).unwrap();
    assert_eq!(again.judgement(2).unwrap().decision, Some(accept(2).1));
    assert_eq!(project.ledger().unwrap().head(), again.head());
}

#[test]
fn the_file_refuses_entries_that_do_not_continue_its_log() {
    let (_folder, path) = folder();
    let mut project = build(&path, 10);
    let mut ledger = project.ledger().unwrap();
    let entry = ledger.decide(Timestamp(5), "A", [accept(1)]).unwrap();
    let rival = ledger.decide(Timestamp(6), "B", [accept(2)]).unwrap();
    project.append(&entry).unwrap();
    assert!(matches!(project.append(&entry), Err(StoreError::Sql { .. })));
    assert!(matches!(project.append(&rival), Err(StoreError::Sql { .. })));
    ledger.apply(entry).unwrap();
    for sql in ["UPDATE log SET reviewer = 'X'", "DELETE FROM log"] {
        assert!(project.connection.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(project.entries().unwrap(), ledger.entries());
}

#[test]
fn a_log_that_was_tampered_with_is_told() {
    let (_folder, path) = folder();
    let mut project = build(&path, 10);
    let mut ledger = project.ledger().unwrap();
    decide(&mut project, &mut ledger, &[1]);
    decide(&mut project, &mut ledger, &[2]);
    drop(project);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("DROP TRIGGER log_is_not_changed; UPDATE log SET reviewer = 'X' WHERE number = 1")
        .unwrap();
    drop(connection);
    let project = Project::open(&path).unwrap();
    assert!(matches!(project.ledger(), Err(StoreError::Log { source: review::ChainError::Hash { number: 1 }, .. })));
}

#[test]
fn two_instances_are_refused_until_the_first_is_closed() {
    let (folder, path) = folder();
    let project = build(&path, 1);
    let error = Project::open(&path).unwrap_err();
    assert!(matches!(&error, StoreError::Locked { by, .. } if *by == Some(std::process::id())), "{error}");
    let reader = project.reader().unwrap();
    drop(project);
    assert!(matches!(Project::open(&path), Err(StoreError::Locked { .. })), "a job still reads");
    drop(reader);
    drop(Project::open(&path).unwrap());
    assert_eq!(names(&folder), ["survey.occudesk"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_an_open_project_is_the_same_project() {
    let (folder, path) = folder();
    let _project = build(&path, 1);
    let link = folder.path().join("link.occudesk");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(Project::open(&link), Err(StoreError::Locked { .. })));
}

#[test]
fn what_is_no_project_is_refused_and_left_alone() {
    let (folder, path) = folder();
    assert!(matches!(Project::open(&path), Err(StoreError::Missing { .. })));
    assert!(matches!(Project::open(folder.path()), Err(StoreError::NotAProject { .. })));
    for bytes in [&b""[..], b"job_title,tasks\nbrickie,\n", &[0xff; 4096]] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(Project::open(&path), Err(StoreError::NotAProject { .. })));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE foreign_table (x)").unwrap();
    assert!(matches!(Project::open(&path), Err(StoreError::NotAProject { .. })));
    assert_eq!(names(&folder), ["survey.occudesk"]);
}

#[test]
fn a_newer_project_is_refused() {
    let (_folder, path) = folder();
    drop(build(&path, 1));
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 4).unwrap();
    let error = Project::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Newer { version: 4, readable: 3, .. }), "{error}");
}

#[test]
fn a_damaged_or_cut_off_project_is_told_wherever_it_is_hit() {
    let (_folder, path) = folder();
    drop(build(&path, 3000));
    let sound = fs::read(&path).unwrap();
    for at in (100..sound.len()).step_by(4096 * 5 + 1) {
        let mut damaged = sound.clone();
        let end = (at + 4096).min(damaged.len());
        damaged[at..end].fill(0xa5);
        fs::write(&path, &damaged).unwrap();
        let outcome = Project::open(&path).and_then(|project| {
            project.for_each_row(0..u32::MAX, |_, _| ControlFlow::Continue(()))?;
            project.ledger()
        });
        let error = outcome.map(|_| ()).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{at}: {error}");
    }
    for length in [60, 5000, sound.len() / 2, sound.len() - 4096] {
        fs::write(&path, &sound[..length]).unwrap();
        let error = Project::open(&path).map(|_| ()).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{length}: {error}");
    }
}

#[test]
fn a_full_disk_is_told_and_the_log_stays_as_it_was() {
    let (_folder, path) = folder();
    let mut project = build(&path, 10);
    let mut ledger = project.ledger().unwrap();
    decide(&mut project, &mut ledger, &[1]);
    let pages: u32 = project.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    project.connection.pragma_update(None, "max_page_count", pages).unwrap();
    let entry = ledger.note(Timestamp(9), "A", 2, &"long ".repeat(10_000)).unwrap();
    assert!(matches!(project.append(&entry), Err(StoreError::Full { .. })));
    assert_eq!(project.entries().unwrap(), ledger.entries());
    project.connection.pragma_update(None, "max_page_count", pages * 1000).unwrap();
    project.append(&entry).unwrap();
}

#[test]
fn a_file_kept_busy_refuses_a_decision_soon_and_takes_it_later() {
    let (_folder, path) = folder();
    let mut project = build(&path, 10);
    let ledger = project.ledger().unwrap();
    let entry = ledger.decide(Timestamp(5), "A", [accept(1)]).unwrap();
    let backup = Connection::open(&path).unwrap();
    backup.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let started = std::time::Instant::now();
    assert!(matches!(project.append(&entry), Err(StoreError::Busy { .. })));
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
    backup.execute_batch("ROLLBACK").unwrap();
    assert_eq!(project.entries().unwrap(), []);
    project.append(&entry).unwrap();
}

#[test]
fn a_project_opened_to_look_is_read_and_refuses_whatever_writes() {
    let (folder, path) = folder();
    let mut project = build(&path, 10);
    let mut ledger = project.ledger().unwrap();
    decide(&mut project, &mut ledger, &[1]);
    project.save_codings(parameters(0.7), &(0..10).map(coding).collect::<Vec<_>>()).unwrap();
    assert!(!project.is_read_only());
    drop(project);
    let mut project = Project::open_to_look(&path, None).unwrap();
    assert!(project.is_read_only());
    assert_eq!(project.reader().unwrap().ledger().unwrap().entries(), ledger.entries());
    assert_eq!(project.cells(9).unwrap(), row(9));
    let entry = ledger.decide(Timestamp(5), "A", [accept(2)]).unwrap();
    assert!(matches!(project.append(&entry), Err(StoreError::ReadOnly { .. })));
    let changed = change_thresholds(&mut project, "S", 0.5);
    assert!(matches!(changed, Err(StoreError::ReadOnly { .. })));
    assert!(matches!(project.start_run(parameters(0.7)), Err(StoreError::ReadOnly { .. })));
    assert_eq!(names(&folder), ["survey.occudesk"]);
}

#[cfg(unix)]
#[test]
fn a_file_or_a_folder_that_cannot_be_written_to_is_opened_to_look() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = folder();
    drop(build(&path, 3));
    for (what, closed, open) in [(path.as_path(), 0o444, 0o644), (folder.path(), 0o555, 0o755)] {
        fs::set_permissions(what, fs::Permissions::from_mode(closed)).unwrap();
        let project = Project::open(&path).unwrap();
        // Some accounts may write whatever the permissions say.
        let probe = folder.path().join("probe");
        let may_write =
            if what == path { fs::File::options().append(true).open(what) } else { fs::File::create(&probe) };
        assert_eq!(project.is_read_only(), may_write.is_err());
        assert_eq!(project.record_count(), 3);
        drop(project);
        fs::set_permissions(what, fs::Permissions::from_mode(open)).unwrap();
        assert!(!Project::open(&path).unwrap().is_read_only());
    }
}

#[test]
fn a_discarded_project_leaves_nothing() {
    let (folder, path) = folder();
    build(&path, 3).discard().unwrap();
    assert_eq!(names(&folder), [] as [&str; 0]);
}

#[test]
fn a_log_is_that_of_its_project_and_of_no_other() {
    let (folder, path) = folder();
    let mut project = build(&path, 10);
    let mut ledger = project.ledger().unwrap();
    assert_eq!(ledger.genesis(), description().genesis(10));
    decide(&mut project, &mut ledger, &[1]);
    decide(&mut project, &mut ledger, &[2]);
    assert_eq!(project.ledger_up_to(1).unwrap().entries(), &ledger.entries()[..1]);
    let mut other = build(&folder.path().join("other.occudesk"), 11);
    assert_ne!(other.genesis(), project.genesis());
    assert!(matches!(other.append(&ledger.entries()[0]), Err(StoreError::Sql { .. })));
    drop(project);
    // The whole description can be told from a forged one.
    let forge = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    forge("UPDATE meta SET value = '/data/other.csv' WHERE key = 'path'");
    let error = Project::open(&path).unwrap_err();
    assert!(matches!(&error, StoreError::Damaged { what, .. } if what.contains("description")), "{error}");
    let moved = SourceDescription { path: "/data/other.csv".to_owned(), ..description() };
    forge(&format!("UPDATE meta SET value = '{}' WHERE key = 'genesis'", review::hash_text(&moved.genesis(10))));
    let error = Project::open(&path).unwrap().ledger().unwrap_err();
    assert!(matches!(error, StoreError::Log { source: review::ChainError::Previous { number: 1 }, .. }), "{error}");
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let (folder, _) = folder();
    let path = folder.path().join("nowhere").join("survey.occudesk");
    assert!(matches!(ProjectBuilder::create(&path, &description()), Err(StoreError::Io { .. })));
}

#[test]
fn several_columns_are_one_answer_and_all_cells_come_back() {
    let (_folder, path) = folder();
    let source = SourceDescription { title_columns: vec![1, 2], tasks_columns: vec![0, 3], ..description() };
    let mut builder = ProjectBuilder::create(&path, &source).unwrap();
    let rows = [["wards", " nurse", "health ", "cares"], ["", "", "mines", " "], ["", "", "", ""]];
    for row in &rows {
        builder.add_record(row).unwrap();
    }
    let project = builder.finish().unwrap();
    assert_eq!(project.source(), &source);
    let mut answers = Vec::new();
    let mut take = |_, title: &str, tasks: &str| {
        answers.push((title.to_owned(), tasks.to_owned()));
        ControlFlow::Continue(())
    };
    project.read_answers(0..3, &mut take).unwrap();
    let expected = [("nurse; health", "wards; cares"), ("mines", ""), ("", "")];
    assert_eq!(answers, expected.map(|(title, tasks)| (title.to_owned(), tasks.to_owned())));
    for (record, row) in (0..).zip(&rows) {
        assert_eq!(project.cells(record).unwrap(), row);
    }
}

#[test]
fn columns_that_help_to_decide_can_be_chosen_later_and_the_log_goes_on() {
    let (_folder, path) = folder();
    let mut project = build(&path, 3);
    let mut ledger = project.ledger().unwrap();
    decide(&mut project, &mut ledger, &[0]);
    project.set_context_columns(&[3, 0, 9, 0]).unwrap();
    assert_eq!(project.source().context_columns, [0, 3]);
    decide(&mut project, &mut ledger, &[1]);
    let cells = project.some_cells(&[2, 0, 7], &[0, 3], 5).unwrap();
    assert_eq!(cells, [vec!["R2".to_owned(), "tasks".to_owned()], vec!["R0".to_owned(), "tasks".to_owned()], vec![]]);
    drop(project);
    let project = Project::open(&path).unwrap();
    assert_eq!(project.source().context_columns, [0, 3]);
    assert_eq!(project.ledger().unwrap().entries().len(), 2);
}

#[test]
fn a_project_of_the_first_version_keeps_what_it_holds() {
    let (_folder, path) = folder();
    drop(build(&path, 3));
    let connection = Connection::open(&path).unwrap();
    let back = "DELETE FROM meta WHERE key = 'context_columns'; ALTER TABLE runs DROP COLUMN recode; \
                DROP TABLE earlier_decisions; DROP TABLE earlier_sources; DROP TABLE samples; \
                DROP TABLE unaided_shares; DROP TABLE split_packs; DROP TABLE splits; DROP TABLE pack; \
                PRAGMA user_version = 1";
    connection.execute_batch(back).unwrap();
    drop(connection);
    let mut project = Project::open(&path).unwrap();
    assert_eq!(project.source(), &SourceDescription { context_columns: Vec::new(), ..description() });
    let mut ledger = project.ledger().unwrap();
    decide(&mut project, &mut ledger, &[2]);
    assert_eq!(project.cells(2).unwrap(), row(2));
}
