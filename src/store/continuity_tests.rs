//! Projects of an earlier version, earlier decisions, and runs that recode.

use std::fs;
use std::path::{Path, PathBuf};

use domain::{ClassificationId, Code, Coding, Thresholds};
use review::quality::QualitySample;
use review::{Choice, Decision, EarlierDecision, EarlierSource, Ledger, SourceKind, Timestamp, Uncodable, Verdict};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::sample::tests::design;
use crate::*;

fn description() -> SourceDescription {
    SourceDescription {
        classification: ClassificationId::Osca2024,
        path: "/data/survey.csv".to_owned(),
        file_name: "survey.csv".to_owned(),
        bytes: 12,
        format: "csv".to_owned(),
        encoding: "utf-8".to_owned(),
        delimiter: Some(','),
        columns: ["code", "job_title"].map(str::to_owned).to_vec(),
        title_columns: vec![1],
        tasks_columns: Vec::new(),
        context_columns: Vec::new(),
        created_at: Timestamp(1),
        program_version: "0.1.0".to_owned(),
    }
}

fn parameters() -> RunParameters {
    RunParameters {
        at: Timestamp(7),
        reviewer: "A. Coder".to_owned(),
        engine: "embedded".to_owned(),
        model_id: "m".to_owned(),
        model_hash: "00ff".to_owned(),
        classification: ClassificationId::Osca2024,
        thresholds: Thresholds::checked(0.7, 0.3).unwrap(),
        recoding: None,
    }
}

fn build(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("survey.occudesk");
    let mut builder = ProjectBuilder::create(&path, &description()).unwrap();
    builder.add_record(&["331211", "brickie"]).unwrap();
    drop(builder.finish().unwrap());
    path
}

/// The project as the first version of the program wrote it, with a run and a decision.
fn of_version_1(folder: &TempDir) -> PathBuf {
    let path = build(folder);
    let mut project = Project::open(&path).unwrap();
    project.save_codings(parameters(), [&Coding::BLANK]).unwrap();
    let decision = Decision::Code { code: Code::parse("371131").unwrap(), choice: Choice::Search };
    let ledger = Ledger::from_entries(project.genesis(), []).unwrap();
    project.append(&ledger.decide(Timestamp(5), "A. Coder", [(0, decision)]).unwrap()).unwrap();
    drop(project);
    let old = Connection::open(&path).unwrap();
    old.execute_batch(
        "DROP TABLE samples; DROP TABLE unaided_shares; DROP TABLE split_packs; DROP TABLE splits; DROP TABLE pack; \
         DROP TABLE earlier_decisions; DROP TABLE earlier_sources; ALTER TABLE runs DROP COLUMN recode; \
         PRAGMA user_version = 1;",
    )
    .unwrap();
    path
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn source(path: &str, verdicts: &[(&str, Verdict)]) -> EarlierSource {
    let decisions = verdicts.iter().map(|(key, verdict)| EarlierDecision {
        key: (*key).to_owned(),
        verdict: *verdict,
        reviewer: "Kim".to_owned(),
        at: Some(Timestamp(3)),
        times: 2,
        reason: String::new(),
    });
    EarlierSource {
        id: 0,
        kind: SourceKind::Project,
        name: "wave.occudesk".to_owned(),
        path: path.to_owned(),
        loaded_at: Timestamp(9),
        loaded_by: "A. Coder".to_owned(),
        decisions: decisions.collect(),
        problems: vec![(4, "no code".to_owned())],
    }
}

fn assert_sound(path: &Path) {
    let project = Project::open(path).unwrap();
    let run = project.current_run().unwrap().unwrap();
    assert_eq!(run.parameters, parameters());
    assert_eq!(project.codings(&run).unwrap(), [Coding::BLANK]);
    assert_eq!(project.ledger().unwrap().entries().len(), 1);
    assert!(project.earlier_sources().unwrap().is_empty());
}

#[test]
fn a_project_of_version_1_is_brought_up_to_date_after_a_copy_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = of_version_1(&folder);
    let before = fs::read(&path).unwrap();
    assert_sound(&path);
    assert_eq!(names(&folder), ["survey.occudesk", "survey.occudesk.backup-v1"]);
    let backup = folder.path().join("survey.occudesk.backup-v1");
    assert_eq!(fs::read(&backup).unwrap(), before, "the copy is the project as it was");
    // Up to date, it is not copied again; put back, the old one gets a copy of its own.
    assert_sound(&path);
    assert_eq!(names(&folder).len(), 2);
    fs::copy(&backup, &path).unwrap();
    assert_sound(&path);
    assert_eq!(names(&folder), ["survey.occudesk", "survey.occudesk.backup-v1", "survey.occudesk.backup-v1-2"]);
}

#[test]
fn without_a_copy_an_old_project_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = of_version_1(&folder);
    let before = fs::read(&path).unwrap();
    // A folder stands where the copy is made.
    let obstacle = folder.path().join("survey.occudesk.backup-partial");
    fs::create_dir(&obstacle).unwrap();
    assert!(matches!(Project::open(&path), Err(StoreError::Io { .. })));
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::remove_dir(&obstacle).unwrap();
    assert_sound(&path);
}

#[test]
fn reading_from_an_old_project_changes_nothing_and_does_not_keep_its_owner_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = of_version_1(&folder);
    let before = fs::read(&path).unwrap();
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.runs().unwrap().len(), 1);
    assert!(reader.earlier_sources().unwrap().is_empty());
    assert_eq!(reader.ledger().unwrap().entries().len(), 1);
    assert_eq!((fs::read(&path).unwrap(), names(&folder).len()), (before, 1));
    let owner = Project::open(&path).unwrap();
    assert!(!owner.is_read_only());
    assert!(Reader::open(&path).is_ok(), "also while somebody works on it");
    assert!(matches!(Reader::open(&folder.path().join("none")), Err(StoreError::Missing { .. })));
}

#[test]
fn earlier_decisions_come_back_and_a_path_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let project = Project::open(&build(&folder)).unwrap();
    let brick = Verdict::Code(Code::parse("371131").unwrap());
    let vague = Verdict::Uncodable(Uncodable::TooVague);
    let mut writer = project.earlier_writer().unwrap();
    let first = source("/a", &[("brickie\t", brick), ("manager\t", vague)]);
    let second = EarlierSource { kind: SourceKind::Rules, ..source("/b", &[("ea\t", brick)]) };
    let id = writer.keep(&first).unwrap();
    writer.keep(&second).unwrap();
    let again = writer.keep(&first).unwrap();
    assert_ne!(id, again);
    let kept = project.earlier_sources().unwrap();
    let expected = [EarlierSource { id: kept[0].id, ..second }, EarlierSource { id: again, ..first }];
    assert_eq!(kept, expected);
    writer.remove(again).unwrap();
    assert_eq!(project.earlier_sources().unwrap(), &expected[..1]);
}

#[test]
fn what_the_records_are_recoded_by_is_known_before_the_first_run_and_of_every_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("survey.occudesk");
    let recoding = Recoding { from: ClassificationId::Anzsco2022, column: 0 };
    let mut builder = ProjectBuilder::create(&path, &description()).unwrap();
    builder.recode(&recoding).unwrap();
    builder.add_record(&["331211", ""]).unwrap();
    let mut project = builder.finish().unwrap();
    assert_eq!(project.recoding().unwrap(), Some(recoding));
    let parameters = RunParameters { recoding: Some(recoding), ..parameters() };
    let run = project.save_codings(parameters.clone(), [&Coding::BLANK]).unwrap();
    assert_eq!(run.parameters, parameters);
    let entry = project.ledger().unwrap().change_thresholds(Timestamp(8), "Kim", project.next_run().unwrap());
    let changed = project.change_thresholds(&entry, Thresholds::checked(0.9, 0.1).unwrap()).unwrap();
    assert_eq!(project.runs().unwrap(), [run, changed]);
}

#[test]
fn a_sample_is_kept_with_the_entry_that_draws_it_and_is_not_changed_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = build(&folder);
    let mut project = Project::open(&path).unwrap();
    let draw = |project: &Project| {
        let sample = project.next_sample().unwrap();
        project.ledger().unwrap().draw(Timestamp(4), "S", sample, [0]).unwrap()
    };
    let entry = draw(&project);
    let design = design();
    project.draw_sample(&entry, &design).unwrap();
    let sample = QualitySample { number: 1, at: Timestamp(4), reviewer: "S".to_owned(), design: design.clone() };
    assert_eq!(project.samples().unwrap(), std::slice::from_ref(&sample));
    assert_eq!(project.ledger().unwrap().judgement(0).unwrap().awaits_recode(), Some(1));
    assert!(project.draw_sample(&entry, &design).is_err(), "the entry does not continue the log");
    assert_eq!(project.samples().unwrap(), [sample], "and then there is no sample either");
    assert_eq!(draw(&project).action.of(), Some(2));
    drop(project);
    let connection = Connection::open(&path).unwrap();
    assert!(connection.execute("UPDATE samples SET parameters = 'x'", []).is_err());
    assert!(connection.execute("DELETE FROM samples", []).is_err());
}

#[test]
fn a_project_of_version_2_gets_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = build(&folder);
    Connection::open(&path)
        .unwrap()
        .execute_batch(
            "DROP TABLE samples; DROP TABLE unaided_shares; DROP TABLE split_packs; DROP TABLE splits; \
             DROP TABLE pack; PRAGMA user_version = 2;",
        )
        .unwrap();
    assert!(Reader::open(&path).unwrap().samples().unwrap().is_empty());
    assert!(Project::open(&path).unwrap().samples().unwrap().is_empty());
    assert_eq!(names(&folder), ["survey.occudesk", "survey.occudesk.backup-v2"]);
}

#[test]
fn shares_of_unaided_records_are_kept_in_their_order_and_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = Project::open(&build(&folder)).unwrap();
    assert!(project.unaided_shares().unwrap().is_empty());
    let share = |percent: u8, seed: u64| review::UnaidedShare {
        at: Timestamp(i64::from(percent)),
        reviewer: "Kim".to_owned(),
        percent,
        seed,
    };
    let shares = [share(10, u64::MAX), share(0, u64::MAX)];
    for share in &shares {
        project.set_unaided_share(share).unwrap();
    }
    assert_eq!(project.unaided_shares().unwrap(), shares);
    let path = project.path().to_owned();
    drop(project);
    assert_eq!(Project::open(&path).unwrap().unaided_shares().unwrap(), shares);
    let connection = Connection::open(&path).unwrap();
    for harm in ["UPDATE unaided_shares SET percent = 50", "DELETE FROM unaided_shares"] {
        assert!(connection.execute(harm, []).is_err(), "{harm}");
    }
}
