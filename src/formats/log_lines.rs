//! The whole log of decisions as JSON lines, for whoever audits it without this program.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use review::{Change, Decision, Entry, IndependentCoding, Judgement, Purpose, Remark, hash_text};
use serde_json::{Map, Value, json};

use crate::FormatError;
use crate::sink::Sink;

/// Writes the entries of a log, oldest first, one JSON object a line: `number`, `at`, `reviewer`, `action`, for undo and
/// redo `of`, `changes`, `previous` and `hash`. A change has the `record`, from 1 as in exports, and what was `before` and
/// is `after`: `code` and `choice` (with the `rank` of a suggestion) or the `reason` for uncodable, the entry that
/// `decided`, `referred`, `flagged` and `note`, the `sample` that it was drawn into, and the `codings` apart
/// from the decision with the number of those that are `settled`, and the `remarks` of coders of packs; what does not apply is left out, and a record that nobody had touched is
/// `null`. It holds everything that the hashes are over.
///
/// # Errors
/// [`FormatError::SameFile`] where `path` is one of the `inputs`, and what the system says about the place.
pub fn write_log<'a>(
    path: &Path,
    entries: impl IntoIterator<Item = &'a Entry>,
    inputs: &[PathBuf],
) -> Result<(), FormatError> {
    let wrong = |source| FormatError::writing(path, source);
    let mut out = BufWriter::with_capacity(1 << 16, Sink::create(path, inputs)?);
    for entry in entries {
        writeln!(out, "{}", line(entry)).map_err(wrong)?;
    }
    out.into_inner().map_err(|failed| wrong(failed.into_error()))?.commit().map_err(wrong)
}

fn line(entry: &Entry) -> Value {
    let mut line = Map::new();
    line.insert("number".to_owned(), json!(entry.number));
    line.insert("at".to_owned(), json!(entry.at.to_iso()));
    line.insert("reviewer".to_owned(), json!(entry.reviewer));
    line.insert("action".to_owned(), json!(entry.action.word()));
    if let Some(of) = entry.action.of() {
        line.insert("of".to_owned(), json!(of));
    }
    line.insert("changes".to_owned(), entry.changes.iter().map(change).collect());
    line.insert("previous".to_owned(), json!(hash_text(&entry.previous)));
    line.insert("hash".to_owned(), json!(hash_text(&entry.hash)));
    Value::Object(line)
}

fn change(change: &Change) -> Value {
    json!({
        "record": u64::from(change.record) + 1,
        "before": judgement(&change.before),
        "after": judgement(&change.after),
    })
}

fn judgement(judgement: &Judgement) -> Value {
    if *judgement == Judgement::default() {
        return Value::Null;
    }
    let mut found = Map::new();
    if let Some(decision) = judgement.decision {
        insert_decision(decision, &mut found);
    }
    if let Some(entry) = judgement.decided_in {
        found.insert("decided".to_owned(), json!(entry));
    }
    for (name, set) in [("referred", judgement.referred), ("flagged", judgement.flagged)] {
        if set {
            found.insert(name.to_owned(), json!(true));
        }
    }
    if !judgement.note.is_empty() {
        found.insert("note".to_owned(), json!(judgement.note));
    }
    if let Some(checks) = &judgement.checks {
        if let Some(sample) = checks.sample {
            found.insert("sample".to_owned(), json!(sample));
        }
        let codings: Value = checks.codings.iter().map(coding).collect();
        found.insert("codings".to_owned(), codings);
        found.insert("settled".to_owned(), json!(checks.settled));
        if !checks.remarks.is_empty() {
            found.insert("remarks".to_owned(), checks.remarks.iter().map(remark).collect());
        }
    }
    Value::Object(found)
}

/// A coding apart from the decision: `purpose` (`sample` with its number in `of`, `unaided`, or `pack` with the number of the split), who, when, `code`
/// or the `reason` for uncodable, the `note`, and the code that stood `against` it.
fn coding(coding: &IndependentCoding) -> Value {
    let mut found = Map::new();
    let (purpose, of) = match coding.purpose {
        Purpose::Sample(number) => ("sample", Some(number)),
        Purpose::Unaided => ("unaided", None),
        Purpose::Pack(split) => ("pack", Some(split)),
    };
    found.insert("purpose".to_owned(), json!(purpose));
    if let Some(of) = of {
        found.insert("of".to_owned(), json!(of));
    }
    found.insert("reviewer".to_owned(), json!(coding.reviewer));
    found.insert("at".to_owned(), json!(coding.at.to_iso()));
    insert_decision(coding.decision, &mut found);
    if !coding.note.is_empty() {
        found.insert("note".to_owned(), json!(coding.note));
    }
    if let Some(against) = coding.against {
        found.insert("against".to_owned(), json!(against.as_str()));
    }
    Value::Object(found)
}

/// What a coder of a pack left beside a record: the number of the `split`, who, when, the `note`, `referred`, `flagged`.
fn remark(remark: &Remark) -> Value {
    let mut found = Map::new();
    found.insert("split".to_owned(), json!(remark.split));
    found.insert("reviewer".to_owned(), json!(remark.reviewer));
    found.insert("at".to_owned(), json!(remark.at.to_iso()));
    if !remark.note.is_empty() {
        found.insert("note".to_owned(), json!(remark.note));
    }
    for (name, set) in [("referred", remark.referred), ("flagged", remark.flagged)] {
        if set {
            found.insert(name.to_owned(), json!(true));
        }
    }
    Value::Object(found)
}

fn insert_decision(decision: Decision, found: &mut Map<String, Value>) {
    match decision {
        Decision::Code { code, choice } => {
            found.insert("code".to_owned(), json!(code.as_str()));
            found.insert("choice".to_owned(), json!(choice.word()));
            if let review::Choice::Suggestion(rank) = choice {
                found.insert("rank".to_owned(), json!(rank));
            }
        }
        Decision::Uncodable(reason) => {
            found.insert("reason".to_owned(), json!(reason.word()));
        }
    }
}

#[cfg(test)]
mod tests {
    use review::{Choice, Ledger, Timestamp, Uncodable};

    use super::*;

    #[test]
    fn every_entry_is_a_line_with_what_was_before_and_after() {
        let mut ledger = Ledger::new();
        let code = domain::Code::parse("371131").unwrap();
        let taken = Decision::Code { code, choice: Choice::Suggestion(2) };
        let entry = ledger.note(Timestamp(0), "A \"B\"", 4, "see\nABS").unwrap();
        ledger.apply(entry).unwrap();
        let entry = ledger.decide(Timestamp(1), "A", [(4, taken), (5, taken)]).unwrap();
        ledger.apply(entry).unwrap();
        let two_jobs = Decision::Uncodable(Uncodable::TwoJobs);
        let entry = ledger.decide(Timestamp(2), "A", [(5, two_jobs)]).unwrap();
        ledger.apply(entry).unwrap();
        let entry = ledger.undo(Timestamp(3), "A").unwrap();
        ledger.apply(entry).unwrap();
        ledger.apply(ledger.draw(Timestamp(4), "S", 1, [5]).unwrap()).unwrap();
        ledger.apply(ledger.recode(Timestamp(5), "B", 5, two_jobs, "", Some(code)).unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.audit.jsonl");
        write_log(&path, ledger.entries(), &[]).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 6);
        let noted = json!({ "note": "see\nABS" });
        assert_eq!(lines[0]["changes"], json!([{ "record": 5, "before": null, "after": noted }]));
        assert_eq!(lines[0]["reviewer"], "A \"B\"");
        let after = json!({ "code": "371131", "choice": "suggestion", "rank": 2, "decided": 2, "note": "see\nABS" });
        assert_eq!(lines[1]["changes"][0], json!({ "record": 5, "before": noted, "after": after }));
        assert_eq!(lines[2]["changes"][0]["after"], json!({ "reason": "two-jobs", "decided": 3 }));
        assert_eq!((&lines[3]["action"], &lines[3]["of"]), (&json!("undo"), &json!(3)));
        assert_eq!((&lines[4]["action"], &lines[4]["of"]), (&json!("draw"), &json!(1)));
        let coding = json!({
            "purpose": "sample", "of": 1, "reviewer": "B", "at": "1970-01-01T00:00:00.005Z", "reason": "two-jobs",
            "against": "371131"
        });
        let after = &lines[5]["changes"][0]["after"];
        assert_eq!((&after["sample"], &after["codings"], &after["settled"]), (&json!(1), &json!([coding]), &json!(0)));
        for pair in lines.windows(2) {
            assert_eq!(pair[1]["previous"], pair[0]["hash"]);
        }
        assert_eq!(lines[5]["hash"], hash_text(&ledger.head()));
        assert!(matches!(write_log(&path, [], std::slice::from_ref(&path)), Err(FormatError::SameFile { .. })));
    }
}
