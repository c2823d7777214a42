//! A source becomes a project.

use std::collections::{BTreeMap, BTreeSet};

use domain::Classification;
use formats::{ProblemKind, RowReader, distinct_names};
use review::{Entry, Ledger, RecordId, Timestamp};
use store::{Problem, ProjectBuilder, Recoding, SourceDescription};

use super::Reporter;
use super::rights::as_closed_as;
use super::work::{Broken, checked, read};
use crate::decided::Decided;
use crate::output::earlier_outputs;
use crate::{Event, ImportPlan, OldOutput, Opened};

/// Records read at a time.
const BATCH: usize = 4096;

/// Reads the source to its end into a new project, then opens it. Stopped or failed, it leaves nothing behind.
pub(super) fn import(reporter: &mut Reporter<Event>, plan: &ImportPlan, now: Timestamp) -> Result<Event, Broken> {
    let mut reader = RowReader::open(&plan.source, &plan.options)?;
    let kept = kept_columns(reader.header(), plan);
    let mut builder = ProjectBuilder::create(&plan.project_path, &description(&reader, &kept, plan, now)?)?;
    if let Some(recoding) = recoding(&kept, plan) {
        builder.recode(&recoding)?;
    }
    let mut rows = Vec::new();
    let decided = (plan.old_output == OldOutput::TakeOver)
        .then(|| Decided::columns_but(reader.header(), &plan.left_out))
        .flatten();
    let classification = Classification::get(plan.classification);
    let mut taken = BTreeMap::new();
    loop {
        let read = reader.read_batch(&mut rows, BATCH)?;
        for row in rows.iter().take(read) {
            let cells: Vec<&str> = kept.iter().map(|column| row.cell(column.at)).collect();
            let record = builder.add_record(&cells)?;
            match decided.map(|decided| decided.of(|at| row.cell(at), classification)) {
                Some(Ok(found)) if !found.is_empty() => {
                    taken.insert(record, found);
                }
                Some(Err(words)) => builder.add_problem(&not_taken_over(record, row.line(), words))?,
                _ => {}
            }
        }
        for problem in reader.take_problems() {
            builder.add_problem(&stored(&problem, plan))?;
        }
        let done = u64::from(builder.records());
        checked(reporter, done, expected(done, &reader))?;
        if read == 0 {
            break;
        }
    }
    let opened = finish(reporter, builder, |ledger| ledger.take_over(now, &plan.reviewer, &taken))?;
    as_closed_as(&plan.project_path, &plan.source);
    Ok(opened)
}

/// Gives the project its name, writes the first entry of its log if there is one, and reads it into memory. What breaks
/// off here takes the project away again.
fn finish(
    reporter: &mut Reporter<Event>,
    builder: ProjectBuilder,
    first: impl FnOnce(&Ledger) -> Option<Entry>,
) -> Result<Event, Broken> {
    let mut project = builder.finish()?;
    let written = || {
        if let Some(entry) = first(&project.ledger()?) {
            project.append(&entry)?;
        }
        read(reporter, &project)
    };
    match written() {
        Ok(content) => Ok(Event::Opened(reporter.id(), Box::new(Opened { project, content }))),
        Err(broken) => {
            project.discard()?;
            Err(broken)
        }
    }
}

/// Stands for text that may be of a column that is left out.
const NOT_KEPT: &str = "not kept, because columns were left out";

/// A column of the source that is kept.
struct Kept {
    at: usize,
    name: String,
}

/// The columns that are kept, under their names in the project. Names as in the source, so that an export has them
/// again.
fn kept_columns(header: &[String], plan: &ImportPlan) -> Vec<Kept> {
    let mut taken: BTreeSet<String> = header.iter().cloned().collect();
    let old = earlier_outputs(header);
    let mut kept = Vec::with_capacity(header.len());
    for (at, name) in header.iter().enumerate() {
        let answer =
            plan.title_columns.contains(&at) || plan.tasks_columns.contains(&at) || plan.recode_column == Some(at);
        if plan.left_out.contains(&at) && !answer {
            continue;
        }
        if old.binary_search(&at).is_err() {
            kept.push(Kept { at, name: name.clone() });
        } else if plan.old_output == OldOutput::Rename || answer {
            let mut renamed = format!("previous_{name}");
            while !taken.insert(renamed.clone()) {
                renamed.insert_str(0, "previous_");
            }
            kept.push(Kept { at, name: renamed });
        }
    }
    kept
}

/// By which of the kept columns the records are recoded.
fn recoding(kept: &[Kept], plan: &ImportPlan) -> Option<Recoding> {
    let column = kept.iter().position(|kept| Some(kept.at) == plan.recode_column)?;
    Some(Recoding { from: crate::recode::FROM, column })
}

fn description(
    reader: &RowReader,
    kept: &[Kept],
    plan: &ImportPlan,
    now: Timestamp,
) -> Result<SourceDescription, Broken> {
    let place = |column: usize| kept.iter().position(|kept| kept.at == column);
    let no_column = || {
        let names = distinct_names(reader.header()).join(", ");
        Broken::of(&format!(
            "{} no longer has the chosen columns; it has: {names}. Nothing was changed. Choose the columns again.",
            plan.source.display()
        ))
    };
    let places = |columns: &[usize]| -> Result<Vec<usize>, Broken> {
        columns.iter().map(|column| place(*column).ok_or_else(no_column)).collect()
    };
    let (title_columns, tasks_columns) = (places(&plan.title_columns)?, places(&plan.tasks_columns)?);
    if title_columns.is_empty() {
        return Err(no_column());
    }
    let file_name = plan.source.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(SourceDescription {
        classification: plan.classification,
        path: plan.source.display().to_string(),
        file_name,
        bytes: reader.input_bytes().unwrap_or_default(),
        format: reader.format().extension().to_owned(),
        encoding: reader.encoding().map(|encoding| encoding.name().to_owned()).unwrap_or_default(),
        delimiter: reader.delimiter().map(char::from),
        columns: kept.iter().map(|kept| kept.name.clone()).collect(),
        title_columns,
        tasks_columns,
        context_columns: plan.context_columns.iter().filter_map(|column| place(*column)).collect(),
        created_at: now,
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// A problem as the project keeps it. Text of the row in its detail may be that of a column that is left out.
fn stored(problem: &formats::RowProblem, plan: &ImportPlan) -> Problem {
    let has_text =
        matches!(problem.kind, ProblemKind::SurplusCells | ProblemKind::NotAnObject | ProblemKind::RepeatedKey);
    let detail = if has_text && !plan.left_out.is_empty() { NOT_KEPT } else { &problem.detail };
    Problem {
        line: problem.line,
        record: u32::try_from(problem.record).ok(),
        column: problem.column.clone().unwrap_or_default(),
        kind: problem.kind.word().to_owned(),
        words: problem.kind.words().to_owned(),
        detail: detail.to_owned(),
    }
}

fn not_taken_over(record: RecordId, line: u64, detail: String) -> Problem {
    Problem {
        line,
        record: Some(record),
        column: String::new(),
        kind: "not-taken-over".to_owned(),
        words: "the decision in the file is none that could be taken over; the record is as the machine coded it"
            .to_owned(),
        detail,
    }
}

/// About how many records there are, from the share of the file that is read.
fn expected(done: u64, reader: &RowReader) -> Option<u64> {
    let (read, all) = (reader.bytes_read(), reader.input_bytes()?);
    if read == 0 || done == 0 || read >= all {
        return None;
    }
    Some((done as f64 * all as f64 / read as f64) as u64)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use domain::ClassificationId;
    use formats::ReadOptions;

    use super::*;

    fn plan() -> ImportPlan {
        ImportPlan {
            source: PathBuf::new(),
            options: ReadOptions::default(),
            title_columns: vec![0],
            tasks_columns: Vec::new(),
            context_columns: Vec::new(),
            left_out: Vec::new(),
            classification: ClassificationId::Osca2024,
            project_path: PathBuf::new(),
            old_output: OldOutput::default(),
            reviewer: "A. Coder".to_owned(),
            recode_column: None,
        }
    }

    fn kept(header: &[&str], old_output: OldOutput) -> Vec<String> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let plan = ImportPlan { old_output, ..plan() };
        kept_columns(&header, &plan).into_iter().map(|kept| kept.name).collect()
    }

    #[test]
    fn columns_of_an_earlier_output_are_renamed_or_dropped() {
        let header = ["title", "occ_code", "id", "final_code"];
        assert_eq!(kept(&header, OldOutput::Drop), ["title", "id"]);
        assert_eq!(kept(&header, OldOutput::Rename), ["title", "previous_occ_code", "id", "previous_final_code"]);
    }

    #[test]
    fn columns_that_only_sound_like_ours_are_kept() {
        let header = ["title", "reason", "note", "decided_at", "reviewer"];
        assert_eq!(kept(&header, OldOutput::Drop), header);
    }

    fn builder(folder: &tempfile::TempDir) -> ProjectBuilder {
        let source = folder.path().join("source.csv");
        std::fs::write(&source, "title\nnurse\n").unwrap();
        let reader = RowReader::open(&source, &ReadOptions::default()).unwrap();
        let plan = ImportPlan { source, ..plan() };
        let kept = kept_columns(reader.header(), &plan);
        let description = description(&reader, &kept, &plan, Timestamp(0)).ok().unwrap();
        let mut builder = ProjectBuilder::create(&folder.path().join("x.occudesk"), &description).unwrap();
        builder.add_record(&["nurse"]).unwrap();
        builder
    }

    #[test]
    fn stopped_after_the_last_record_it_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let stopped = finish(&mut Reporter::stopped(), builder(&folder), |_| None);
        assert!(matches!(stopped, Err(Broken::Cancelled)));
        let left = || std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left(), 1, "the source alone");
        assert!(finish(&mut Reporter::running(), builder(&folder), |_| None).is_ok());
        assert_eq!(left(), 2);
    }

    #[test]
    fn a_problem_says_what_it_is() {
        let problem = formats::RowProblem {
            record: 1,
            line: 3,
            column: None,
            kind: ProblemKind::SurplusCells,
            detail: "x,y".to_owned(),
        };
        let kept = stored(&problem, &plan());
        assert_eq!((kept.kind.as_str(), kept.record), ("surplus-cells", Some(1)));
        assert_eq!(kept.message(), "More cells than columns; the surplus stands in the detail: x,y");
        let private = stored(&problem, &ImportPlan { left_out: vec![2], ..plan() });
        assert_eq!(private.detail, NOT_KEPT);
    }

    #[test]
    fn an_old_name_that_is_taken_gets_another_one() {
        let header = ["title", "previous_occ_code", "occ_code"];
        let expected = ["title", "previous_occ_code", "previous_previous_occ_code"];
        assert_eq!(kept(&header, OldOutput::Rename), expected);
    }

    #[test]
    fn the_column_of_the_answers_is_never_dropped() {
        assert_eq!(kept(&["occ_title", "occ_code"], OldOutput::Drop), ["previous_occ_title"]);
    }
}
