//! The subcommands, run as programs: what they write, and how they fail.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use calamine::{Data, Reader};
use serde_json::Value;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

fn occudesk<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_occudesk")).args(arguments).output().unwrap()
}

/// Codes `input` to a new file of this extension, which must work.
fn code(input: &Path, extension: &str, more: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join(format!("coded.{extension}"));
    let mut arguments = vec!["code", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
    arguments.extend(more);
    let result = occudesk(&arguments);
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    (folder, output)
}

fn read_csv(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> usize {
    rows[0].iter().position(|column| column == name).unwrap()
}

fn failure(arguments: &[&str]) -> (i32, String) {
    let result = occudesk(arguments);
    (result.status.code().unwrap(), String::from_utf8(result.stderr).unwrap())
}

#[test]
fn coding_a_file_keeps_every_row_and_column_in_order() {
    let input = sample("labour-force.csv");
    let (_folder, output) = code(&input, "csv", &["--suggestions", "2"]);
    let (before, after) = (read_csv(&input), read_csv(&output));
    assert_eq!(before.len(), 601);
    assert_eq!(before.len(), after.len());
    let width = before[0].len();
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before[..], after[..width]);
    }
    let added = [
        "occ_code",
        "occ_title",
        "occ_level",
        "occ_confidence",
        "occ_margin",
        "occ_status",
        "occ_flag",
        "occ_p1",
        "occ_p2",
        "occ_p3",
        "occ_p4",
        "occ_p5",
        "occ_model",
        "occ_s1_code",
        "occ_s1_title",
        "occ_s1_confidence",
        "occ_s2_code",
        "occ_s2_title",
        "occ_s2_confidence",
    ];
    assert_eq!(after[0][width..], added);
    let status = column(&after, "occ_status");
    for expected in ["coded", "partial", "non-classification", "uncoded"] {
        assert!(after.iter().any(|row| row[status] == expected), "{expected}");
    }
}

#[test]
fn the_confidence_is_the_product_of_the_conditionals() {
    let (_folder, output) = code(&sample("labour-force.csv"), "csv", &[]);
    let rows = read_csv(&output);
    let [status, confidence, p1] = ["occ_status", "occ_confidence", "occ_p1"].map(|name| column(&rows, name));
    let mut compared = 0;
    for row in rows[1..].iter().filter(|row| row[status] != "uncoded") {
        let product: f64 =
            row[p1..p1 + 5].iter().filter(|p| !p.is_empty()).map(|p| p.parse::<f64>().unwrap()).product();
        assert!((product - row[confidence].parse::<f64>().unwrap()).abs() < 0.001, "{row:?}");
        compared += 1;
    }
    assert!(compared > 400);
}

#[test]
fn a_minimum_of_zero_gives_every_answer_a_full_code() {
    for classification in ["osca-2024", "anzsco-2022"] {
        let more = ["--classification", classification, "--minimum", "0"];
        let (_folder, output) = code(&sample("labour-force.csv"), "csv", &more);
        let rows = read_csv(&output);
        let [title, tasks, occ, flag] = ["job_title", "tasks", "occ_code", "occ_flag"].map(|name| column(&rows, name));
        for row in &rows[1..] {
            let blank = row[title].trim().is_empty() && row[tasks].trim().is_empty();
            let unusable = classification == "anzsco-2022" && row[flag].contains("no-usable-words");
            assert_eq!(row[occ].len(), if blank || unusable { 0 } else { 6 }, "{row:?}");
            assert!(classification == "osca-2024" || !row[occ].starts_with('0'), "{row:?}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let input = sample("admin-extract-anzsco.csv");
    let (_one, first) = code(&input, "csv", &["--suggestions", "5"]);
    let (_two, second) = code(&input, "csv", &["--suggestions", "5"]);
    assert_eq!(std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
}

#[test]
fn codes_in_a_workbook_are_text() {
    let (_folder, output) = code(&sample("labour-force.csv"), "xlsx", &[]);
    let mut workbook = calamine::open_workbook_auto(&output).unwrap();
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    let header: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let [code, confidence] = ["occ_code", "occ_confidence"].map(|name| header.iter().position(|h| h == name).unwrap());
    let mut retired = 0;
    for row in sheet.rows().skip(1) {
        assert!(matches!(row[code], Data::String(_) | Data::Empty), "{:?}", row[code]);
        assert!(matches!(row[confidence], Data::Float(_) | Data::Empty), "{:?}", row[confidence]);
        retired += usize::from(row[code] == Data::String("099960".into()));
    }
    assert!(retired > 0, "leading zeros are kept");
    // And the workbook is an input like any other.
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("again.csv");
    let (status, message) = failure(&["code", output.to_str().unwrap(), "--output", again.to_str().unwrap()]);
    assert_eq!(status, 4, "{message}");
    assert!(message.contains("occ_code"), "a name already in the input is refused: {message}");
    assert!(!again.exists());
}

#[test]
fn json_lines_keep_their_keys_and_types() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("answers.jsonl");
    std::fs::write(
        &input,
        "{\"id\": 7, \"title\": \"brickie\", \"odd\": {\"a\": [1, null]}}\n{\"title\": \"\", \"id\": 8.50}\n",
    )
    .unwrap();
    let output = folder.path().join("coded.jsonl");
    let result = occudesk(&["code", input.to_str().unwrap(), "--output", output.to_str().unwrap()]);
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let text = std::fs::read_to_string(output).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[0]["id"], 7);
    assert_eq!(rows[0]["odd"]["a"][0], 1);
    assert_eq!(rows[0]["occ_code"], "371131");
    assert!(rows[0]["occ_confidence"].is_number());
    assert_eq!(rows[1]["occ_status"], "uncoded");
    assert!(text.contains("8.50"), "numbers are kept as they were written");
}

#[test]
fn standard_input_and_output_are_csv() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_occudesk"))
        .args(["code", "-", "--output", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"Occupation,Duties\nbrickie,lays bricks\nprisoner,\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("Occupation,Duties,occ_code,"));
    assert!(lines[1].starts_with("brickie,lays bricks,371131,Bricklayer,5,"));
    assert!(lines[2].starts_with("prisoner,,452131,Correctional Officer,5,"));
}

#[test]
fn formulas_are_disarmed_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("answers.csv");
    std::fs::write(&input, "title,note\nbrickie,=1+1\n").unwrap();
    let (_verbatim, output) = code(&input, "csv", &[]);
    assert!(std::fs::read_to_string(output).unwrap().contains("brickie,=1+1,"));
    let (_safe, output) = code(&input, "csv", &["--spreadsheet-safe"]);
    assert!(std::fs::read_to_string(output).unwrap().contains("brickie,'=1+1,"));
}

#[test]
fn rows_with_problems_are_coded_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("ragged.csv");
    std::fs::write(&input, "id,title,tasks\n1,brickie,lays bricks,surplus\n2,nurse\n").unwrap();
    let problems = folder.path().join("problems.csv");
    let (_coded, output) = code(&input, "csv", &["--problems", problems.to_str().unwrap()]);
    assert_eq!(read_csv(&output).len(), 3);
    let listed = read_csv(&problems);
    assert_eq!(listed.len(), 3, "{listed:?}");
    assert!(listed[1].iter().any(|cell| cell.contains("surplus")), "the surplus cell is kept: {listed:?}");
    assert_eq!(listed[2][1], "3", "the line of the file is named");
}

#[test]
fn what_cannot_be_done_is_said_with_an_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let good = sample("labour-force.csv").to_str().unwrap().to_owned();
    std::fs::write(at("empty.csv"), "").unwrap();
    std::fs::write(at("picture.csv"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    std::fs::write(at("no-title.csv"), "a,b\n1,2\n").unwrap();
    std::fs::write(at("bad.model"), "no model").unwrap();
    let out = at("out.csv");
    for (arguments, exit, says) in [
        (vec!["code", &at("missing.csv"), "--output", &out], 3, "no file"),
        (vec!["code", &at("empty.csv"), "--output", &out], 3, "empty"),
        (vec!["code", &at("picture.csv"), "--output", &out], 3, "picture"),
        (vec!["code", &at("no-title.csv"), "--output", &out], 3, "--title-column"),
        (vec!["code", &good, "--output", &out, "--tasks-column", "nothing"], 3, "nothing"),
        (vec!["code", &good, "--output", &at("out.docx")], 4, "extension"),
        (vec!["code", &good, "--output", &at("no/folder/out.csv")], 4, "folder"),
        (vec!["code", &good, "--output", &good], 4, "already read or written"),
        (vec!["code", &good, "--output", &out, "--problems", &at("./out.csv")], 4, "already read or written"),
        (vec!["train", "--classification", "osca-2024", "--output", &good], 4, ".model"),
        (vec![&at("nothing.csv")], 3, "no file"),
        (vec!["code", &good, "--output", &out, "--model", &at("bad.model")], 5, "not an Occudesk model"),
        (vec!["code", &good, "--output", &out, "--minimum", "1.5"], 2, "0 to 1"),
        (vec!["code", &good, "--output", &out, "--minimum", "0.9", "--optimal", "0.5"], 2, "--minimum"),
        (vec!["code", &good, "--output", &out, "--suggestions", "17"], 2, "17"),
        (vec!["train", "--classification", "isco", "--output", &at("m.model")], 2, "osca-2024"),
    ] {
        let (code, message) = failure(&arguments);
        assert_eq!(code, exit, "{arguments:?}: {message}");
        assert!(message.contains(says), "{arguments:?}: {message}");
        assert!(!Path::new(&out).exists(), "{arguments:?} left a file");
    }
    assert_eq!(std::fs::read(&good).unwrap(), std::fs::read(sample("labour-force.csv")).unwrap());
}

#[test]
fn an_explanation_shows_path_siblings_words_and_suggestions() {
    let output = occudesk(&["explain", "mechanic", "fix diesel engines on mine trucks"]);
    let text = String::from_utf8(output.stdout).unwrap();
    for part in ["major group", "occupation", "given parent", "words for", "Suggestions", "diesel", "Model osca-2024-"]
    {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let output = occudesk(&["explain", "mechanic", "fix diesel engines", "--json", "--minimum", "0"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let product: f64 =
        value["path"].as_array().unwrap().iter().map(|l| l["chosen"]["conditional"].as_f64().unwrap()).product();
    assert!((product - value["confidence"].as_f64().unwrap()).abs() < 1e-5);
    assert_eq!(value["suggestions"].as_array().unwrap().len(), 5);
}

#[test]
fn answers_with_agreed_codes_are_evaluated_and_learned_from() {
    let folder = tempfile::tempdir().unwrap();
    // Words that only this house has.
    let own = folder.path().join("own.csv");
    let rows =
        "job_title,tasks,osca_2024\nzorbler,,371131\nsenior zorbler,zorble the quux,371131\nquux zorbler,,371131\n";
    std::fs::write(&own, rows).unwrap();
    let (own, sample) = (own.to_str().unwrap(), sample("training-answers.csv"));
    let answers = sample.to_str().unwrap();
    let score = |answers: &str, count: u64, model: &[&str]| -> f64 {
        let mut arguments = vec!["evaluate", "--answers", answers, "--code-column", "osca_2024", "--json"];
        arguments.extend(model);
        let output = occudesk(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(value["answers"], count);
        value["accuracy"][4].as_f64().unwrap()
    };
    assert!(score(answers, 200, &[]) > 0.9);
    assert_eq!(score(own, 3, &[]), 0.0, "the shipped model cannot know these");
    let model = folder.path().join("own.model");
    let model = model.to_str().unwrap();
    let arguments =
        ["train", "--classification", "osca-2024", "--output", model, "--answers", own, "--code-column", "osca_2024"];
    assert!(occudesk(&arguments).status.success());
    assert_eq!(score(own, 3, &["--model", model]), 1.0, "a model that has seen the answers knows them");
    let (exit, message) = failure(&["evaluate", "--answers", answers, "--code-column", "job_title"]);
    assert_eq!(exit, 3);
    assert!(message.contains("Record 1 "), "{message}");
}

#[test]
fn the_version_is_printed() {
    let output = occudesk(&["--version"]);
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), concat!("occudesk ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn parquet_is_read_and_written_as_every_other_format() {
    let (_folder, parquet) = code(&sample("labour-force.csv"), "parquet", &["--suggestions", "1"]);
    // What was written is a source again; the columns of the first coding stay only under another name.
    let (_other, csv) = code(&sample("labour-force.csv"), "csv", &["--suggestions", "1"]);
    let mut reader = formats::RowReader::open(&parquet, &formats::ReadOptions::default()).unwrap();
    let expected = read_csv(&csv);
    assert_eq!(reader.header(), expected[0]);
    let (confidence, code) = (column(&expected, "occ_confidence"), column(&expected, "occ_code"));
    for row in &expected[1..] {
        let found = reader.next_row().unwrap().unwrap();
        // Blank answers have none.
        let number = |text: &str| text.parse::<f64>().ok();
        assert_eq!(number(found.cell(confidence)), number(&row[confidence]));
        assert_eq!(found.cell(code), row[code]);
        assert_eq!(found.cell(5), row[5]);
    }
    assert!(reader.next_row().unwrap().is_none());
    let (code, error) = failure(&["code", parquet.to_str().unwrap(), "--output", "-"]);
    assert_ne!(code, 0, "occ_* columns stand there already");
    assert!(error.contains("occ_code"), "{error}");
}

/// A project of these records, made without coding them.
fn project(path: &Path, titles: &[&str]) {
    let source = store::SourceDescription {
        classification: domain::ClassificationId::Osca2024,
        path: "answers.csv".into(),
        file_name: "answers.csv".into(),
        bytes: 100,
        format: "csv".into(),
        encoding: "utf-8".into(),
        delimiter: Some(','),
        columns: vec!["title".into()],
        title_columns: vec![0],
        tasks_columns: Vec::new(),
        context_columns: Vec::new(),
        created_at: review::Timestamp(0),
        program_version: "test".into(),
    };
    let mut builder = store::ProjectBuilder::create(path, &source).unwrap();
    for title in titles {
        builder.add_record(&[*title]).unwrap();
    }
    drop(builder.finish().unwrap());
}

#[test]
fn a_project_is_split_and_what_coders_decided_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("work.occudesk");
    project(&path, &["brickie", "nurse", "chef", "cook", "actor"]);
    let (work, packs) = (path.to_str().unwrap(), folder.path().join("packs"));
    let split = |coders: &str, overlap: &str| {
        occudesk(&["split", work, "--coders", coders, "--overlap", overlap, "--output", packs.to_str().unwrap()])
    };
    for (coders, overlap, code, words) in [
        ("Ann", "0.2", 2, "2 to 50 coders"),
        ("Ann,ann", "0", 2, "the name of two coders"),
        ("Ann,Ben", "1.5", 2, "a share such as 0.2"),
        ("a,b,c,d,e,f", "0", 2, "5 records cannot be split among 6 coders"),
    ] {
        let result = split(coders, overlap);
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        assert_eq!(result.status.code(), Some(code), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(!packs.exists());
    }
    let result = split("Ann,Ben", "40%");
    let said = String::from_utf8_lossy(&result.stdout).into_owned();
    assert!(said.starts_with("Split 1: 5 records among 2 coders, 2 of them coded by 2, seed 1.\n"), "{said}");
    assert_eq!(split("Ann,Ben", "0").status.code(), Some(4), "nothing is written over");
    let [ann, ben] = ["Ann", "Ben"].map(|coder| packs.join(format!("work.{coder}.occudesk")));
    let mut pack = store::Project::open(&ann).unwrap();
    let code = domain::Code::parse("371131").unwrap();
    let decision = review::Decision::Code { code, choice: review::Choice::Search };
    let entry = pack.ledger().unwrap().decide(review::Timestamp(9), "Ann", [(0, decision), (1, decision)]);
    pack.append(&entry.unwrap()).unwrap();
    let records = pack.pack().unwrap().records.clone();
    // While the coder has it open.
    let (ann, ben) = (ann.to_str().unwrap(), ben.to_str().unwrap());
    let dry = occudesk(&["merge", work, ann, "--dry-run"]);
    let said = String::from_utf8_lossy(&dry.stdout).into_owned();
    assert!(said.contains("Still out: Ben") && said.ends_with("The project was not changed.\n"), "{said}");
    let merged = occudesk(&["merge", work, ann, ben, "--reviewer", "S"]);
    let said = String::from_utf8_lossy(&merged.stdout).into_owned();
    assert!(said.contains("2 records change: 2 are decided"), "{said}");
    assert!(said.contains("Taken in as entry 1 of the log."), "{said}");
    let again = occudesk(&["merge", work, ben, ann]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("Nothing is new."));
    let ledger = store::Reader::open(&path).unwrap().ledger().unwrap();
    let decided: Vec<u32> = ledger.judgements().map(|(record, _)| record).collect();
    assert_eq!(decided, records[..2]);
    assert_eq!((ledger.entries().len(), &*ledger.decided_by(records[0])), (1, "Ann"));
    let (code, said) = failure(&["merge", work, work]);
    assert!(code == 3 && (said.contains("is already open") || said.contains("is no coder pack")), "{code} {said}");
    let (code, said) = failure(&["merge", ann, ben]);
    assert!(code == 3 && said.contains("already open"), "{code} {said}");
    drop(pack);
    let (code, said) = failure(&["merge", ann, ben]);
    assert!(code == 3 && said.contains("is itself a pack"), "{code} {said}");
}
