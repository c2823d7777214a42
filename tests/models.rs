//! The shipped models rebuild to the same bytes, and beat the least that a model must.

use std::path::{Path, PathBuf};
use std::process::Command;

use classifier::Engine;
use classifier::evaluate::{Agreed, evaluate};
use domain::{Classification, ClassificationId, Code};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rebuild(id: ClassificationId, folder: &Path) -> (PathBuf, PathBuf) {
    let model = folder.join(format!("{}.model", id.key()));
    let status = Command::new(env!("CARGO_BIN_EXE_occudesk"))
        .args(["train", "--classification", id.key(), "--output"])
        .arg(&model)
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    (model.clone(), model.with_extension("md"))
}

#[test]
fn the_shipped_models_rebuild_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for id in ClassificationId::ALL {
        let (model, card) = rebuild(id, folder.path());
        let shipped = root().join("models").join(model.file_name().unwrap());
        assert!(std::fs::read(&model).unwrap() == std::fs::read(&shipped).unwrap(), "{} differs", id.key());
        let card = std::fs::read_to_string(card).unwrap();
        assert_eq!(card, std::fs::read_to_string(shipped.with_extension("md")).unwrap());
    }
}

/// The held-out answers of `tests/bench`, those with an agreed occupation.
fn held_out(id: ClassificationId) -> Vec<Agreed> {
    let table = std::fs::read_to_string(root().join("tests/bench/survey-answers.tsv")).unwrap();
    let column = if id == ClassificationId::Osca2024 { 3 } else { 4 };
    let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[5] == "in-scope" && !row[column].is_empty())
        .map(|row| Agreed {
            title: row[1].to_owned(),
            tasks: row[2].to_owned(),
            code: Code::parse(row[column]).unwrap(),
        })
        .collect()
}

/// The least a coder can do: take the principal title that the job title finds.
fn principal_title_matching(classification: &Classification, answers: &[Agreed]) -> f32 {
    let by_title: std::collections::BTreeMap<String, Code> =
        classification.occupations().map(|c| (domain::text::normalise(c.title), c.code)).collect();
    let right = answers.iter().filter(|answer| {
        let exact = by_title.get(&domain::text::normalise(&answer.title)).copied();
        let found = exact.or_else(|| {
            let hits = classification.search().find(&answer.title, 8);
            hits.into_iter().map(|hit| hit.code).find(|code| code.level() == domain::Level::Occupation)
        });
        found == Some(answer.code)
    });
    right.count() as f32 / answers.len() as f32
}

#[test]
fn the_engine_beats_matching_of_titles_on_held_out_answers() {
    for id in ClassificationId::ALL {
        let answers = held_out(id);
        assert!(answers.len() > 1000);
        let engine = Engine::shipped(id).unwrap();
        let scores = evaluate(&engine, &answers, engine.card().thresholds);
        let matching = principal_title_matching(Classification::get(id), &answers);
        assert!(scores.accuracy[4] > matching + 0.2, "{} against {matching}", scores.accuracy[4]);
        let titles: Vec<Agreed> =
            answers.iter().map(|answer| Agreed { tasks: String::new(), ..answer.clone() }).collect();
        let title_only = evaluate(&engine, &titles, engine.card().thresholds);
        assert!(scores.accuracy[4] >= title_only.accuracy[4], "tasks make it worse: {id:?}");
    }
}
