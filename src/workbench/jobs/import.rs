//! A source becomes a project.

use std::collections::BTreeSet;

use formats::{RowReader, distinct_names};
use review::Timestamp;
use store::{Problem, ProjectBuilder, SourceDescription};

use super::Reporter;
use super::work::{Broken, checked, read};
use crate::output::earlier_outputs;
use crate::{Event, ImportPlan, OldOutput, Opened};

/// Records read at a time.
const BATCH: usize = 4096;

/// Reads the source to its end into a new project, then opens it. Stopped or failed, it leaves nothing behind.
pub(super) fn import(reporter: &mut Reporter<Event>, plan: &ImportPlan, now: Timestamp) -> Result<Event, Broken> {
    let mut reader = RowReader::open(&plan.source, &plan.options)?;
    let kept = kept_columns(reader.header(), plan);
    let mut builder = ProjectBuilder::create(&plan.project_path, &description(&reader, &kept, plan, now)?)?;
    let mut rows = Vec::new();
    loop {
        let read = reader.read_batch(&mut rows, BATCH)?;
        for row in rows.iter().take(read) {
            let cells: Vec<&str> = kept.iter().map(|column| row.cell(column.at)).collect();
            builder.add_record(&cells)?;
        }
        for problem in reader.take_problems() {
            builder.add_problem(&stored(&problem))?;
        }
        let done = u64::from(builder.records());
        checked(reporter, done, expected(done, &reader))?;
        if read == 0 {
            break;
        }
    }
    finish(reporter, builder)
}

/// Gives the project its name and reads it into memory. What breaks off here takes the project away again.
fn finish(reporter: &mut Reporter<Event>, builder: ProjectBuilder) -> Result<Event, Broken> {
    let project = builder.finish()?;
    match read(reporter, &project) {
        Ok(content) => Ok(Event::Opened(reporter.id(), Box::new(Opened { project, content }))),
        Err(broken) => {
            project.discard()?;
            Err(broken)
        }
    }
}

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
        let answer = at == plan.title_column || Some(at) == plan.tasks_column;
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
    let title_column = place(plan.title_column).ok_or_else(no_column)?;
    let tasks_column = plan.tasks_column.map(|column| place(column).ok_or_else(no_column)).transpose()?;
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
        title_column,
        tasks_column,
        created_at: now,
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

fn stored(problem: &formats::RowProblem) -> Problem {
    Problem {
        line: problem.line,
        record: u32::try_from(problem.record).ok(),
        column: problem.column.clone().unwrap_or_default(),
        kind: problem.kind.word().to_owned(),
        words: problem.kind.words().to_owned(),
        detail: problem.detail.clone(),
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
    use formats::{ProblemKind, ReadOptions};

    use super::*;

    fn plan() -> ImportPlan {
        ImportPlan {
            source: PathBuf::new(),
            options: ReadOptions::default(),
            title_column: 0,
            tasks_column: None,
            classification: ClassificationId::Osca2024,
            project_path: PathBuf::new(),
            old_output: OldOutput::default(),
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
        let stopped = finish(&mut Reporter::stopped(), builder(&folder));
        assert!(matches!(stopped, Err(Broken::Cancelled)));
        let left = || std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left(), 1, "the source alone");
        assert!(finish(&mut Reporter::running(), builder(&folder)).is_ok());
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
        let stored = stored(&problem);
        assert_eq!((stored.kind.as_str(), stored.record), ("surplus-cells", Some(1)));
        assert_eq!(stored.message(), "More cells than columns; the surplus stands in the detail: x,y");
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
