//! A pack says where it comes from, and the project that was split knows its packs.

use std::path::Path;

use domain::{ClassificationId, Coding, Thresholds};
use review::{Timestamp, hash_text};
use rusqlite::Connection;

use crate::*;

fn description() -> SourceDescription {
    SourceDescription {
        classification: ClassificationId::Osca2024,
        path: String::new(),
        file_name: "survey.csv".to_owned(),
        bytes: 0,
        format: "csv".to_owned(),
        encoding: String::new(),
        delimiter: None,
        columns: ["title", "tasks"].map(str::to_owned).to_vec(),
        title_columns: vec![0],
        tasks_columns: vec![1],
        context_columns: Vec::new(),
        created_at: Timestamp(5),
        program_version: "0.1.0".to_owned(),
    }
}

fn pack() -> Pack {
    Pack {
        parent: [7; 32],
        split: 2,
        number: 1,
        coder: "Ann".to_owned(),
        at: Timestamp(5),
        reviewer: "S".to_owned(),
        records: vec![3, 9],
    }
}

fn run() -> RunParameters {
    RunParameters {
        at: Timestamp(1),
        reviewer: "S".to_owned(),
        engine: "embedded".to_owned(),
        model_id: "m".to_owned(),
        model_hash: String::new(),
        classification: ClassificationId::Osca2024,
        thresholds: Thresholds::checked(0.8, 0.4).unwrap(),
        recoding: None,
    }
}

fn build(path: &Path) -> Project {
    let mut builder = ProjectBuilder::create(path, &description()).unwrap();
    builder.become_pack(pack()).unwrap();
    builder.add_record(&["nurse", ""]).unwrap();
    builder.add_record(&["chef", "cooks"]).unwrap();
    assert!(matches!(builder.add_run(&run(), &[Coding::BLANK]), Err(StoreError::Incomplete { .. })));
    builder.add_run(&run(), &[Coding::BLANK; 2]).unwrap();
    builder.finish().unwrap()
}

#[test]
fn a_pack_is_a_project_whose_log_begins_with_where_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("survey.Ann.occudesk");
    let project = build(&path);
    assert_eq!(project.pack(), Some(&pack()));
    assert_eq!(project.genesis(), pack().genesis(description().genesis(2)));
    assert_ne!(project.genesis(), description().genesis(2));
    let found = project.current_run().unwrap().unwrap();
    assert_eq!((found.parameters.clone(), project.codings(&found).unwrap().len()), (run(), 2));
    drop(project);
    let reader = Reader::open(&path).unwrap();
    assert_eq!(reader.reader().unwrap().pack(), Some(&pack()));
}

#[test]
fn a_pack_whose_origin_was_changed_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    for (at, forgery) in [
        "UPDATE pack SET coder = 'Ben'",
        "UPDATE pack SET split = 1",
        "UPDATE pack SET records = x'0300000008000000'",
        "UPDATE pack SET records = x'0300000003000000'",
        "UPDATE pack SET records = x'03'",
        "DELETE FROM pack",
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.path().join(format!("{at}.occudesk"));
        drop(build(&path));
        Connection::open(&path).unwrap().execute_batch(forgery).unwrap();
        let error = Reader::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{forgery}: {error}");
    }
}

#[test]
fn splits_are_kept_and_neither_changed_nor_removed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("survey.occudesk");
    let mut builder = ProjectBuilder::create(&path, &description()).unwrap();
    builder.add_record(&["nurse", ""]).unwrap();
    let project = builder.finish().unwrap();
    assert_eq!((project.splits().unwrap(), project.pack()), (Vec::new(), None));
    let mut writer = project.split_writer().unwrap();
    let own = |number: u32, coder: &str| SplitPack {
        number,
        coder: coder.to_owned(),
        records: 1,
        genesis: [number as u8 + 160; 32],
        file_name: format!("survey.{coder}.occudesk"),
    };
    let split = Split {
        number: writer.next_number().unwrap(),
        at: Timestamp(6),
        reviewer: "S".to_owned(),
        scope: "to review".to_owned(),
        records: 1,
        overlap: 1,
        times: 2,
        seed: u64::MAX,
        packs: vec![own(1, "Ann"), own(2, "Ben")],
    };
    writer.keep(&split).unwrap();
    assert!(writer.keep(&split).is_err(), "a number is given once");
    assert_eq!(writer.next_number().unwrap(), 2);
    assert_eq!(project.splits().unwrap(), [split]);
    drop((writer, project));
    let connection = Connection::open(&path).unwrap();
    for forgery in ["UPDATE splits SET seed = 1", "DELETE FROM split_packs", "DELETE FROM splits"] {
        assert!(connection.execute_batch(forgery).is_err(), "{forgery}");
    }
    let text = hash_text(&[161; 32]);
    connection
        .execute_batch(&format!(
            "DROP TRIGGER packs_are_not_changed; UPDATE split_packs SET genesis = '{}'",
            &text[1..]
        ))
        .unwrap();
    drop(connection);
    assert!(matches!(Reader::open(&path).unwrap().splits(), Err(StoreError::Damaged { .. })));
}
