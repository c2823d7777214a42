//! `occudesk train`: makes a model and its card, the same bytes every time.

use std::io::Write;
use std::path::{Path, PathBuf};

use classifier::train::CodedAnswer;
use domain::{ClassificationId, Code, Level};

use crate::inputs::{Answers, Columns};
use crate::{Failure, comparison};

/// Arguments of `train`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The classification.
    #[arg(long, value_name = "osca-2024|anzsco-2022", value_parser = crate::classification)]
    classification: ClassificationId,
    /// The model file to write; its card stands beside it with the extension .md.
    #[arg(long, value_name = "MODEL")]
    output: PathBuf,
    /// Answers with agreed codes, to learn from as well.
    #[arg(long, value_name = "FILE", requires = "code_column")]
    answers: Option<PathBuf>,
    /// The column with the agreed codes.
    #[arg(long, value_name = "NAME", requires = "answers")]
    code_column: Option<String>,
    #[command(flatten)]
    columns: Columns,
    /// A folder for what others can be trained and compared on: the training answers, and for each fold those of the
    /// others with the titles left out and what this engine makes of them.
    #[arg(long, value_name = "FOLDER")]
    comparison: Option<PathBuf>,
}

/// Runs the subcommand.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let given = match (&arguments.answers, &arguments.code_column) {
        (Some(path), Some(column)) => read_coded(path, &arguments.columns, column, arguments.classification)?,
        _ => Vec::new(),
    };
    check_target(&arguments.output, arguments.answers.as_deref())?;
    let all = given.len();
    let given: Vec<CodedAnswer> = given
        .into_iter()
        .filter(|(.., code)| code.level() == Level::Occupation)
        .map(|(title, tasks, code)| CodedAnswer { title, tasks, code })
        .collect();
    let mut stderr = std::io::stderr();
    if all > 0 {
        writeln!(stderr, "{} answers of the file are learned from as well.", given.len())?;
    }
    if given.len() < all {
        writeln!(stderr, "{} answers have a code of fewer than six digits and are passed over.", all - given.len())?;
    }
    let trained = classifier::train::train(arguments.classification, &given, |step| {
        // Progress that cannot be shown is no reason to stop.
        let _ = writeln!(stderr, "{step}");
    })?;
    formats::write_file(&arguments.output, &trained.file).map_err(Failure::Output)?;
    let card = arguments.output.with_extension("md");
    formats::write_file(&card, trained.card.as_bytes()).map_err(Failure::Output)?;
    if let Some(folder) = &arguments.comparison {
        comparison::write(folder, &trained)?;
    }
    writeln!(
        stderr,
        "Held-out titles: {:.3} right at six digits. Written to {}.",
        trained.held_out.accuracy[4],
        arguments.output.display()
    )?;
    Ok(())
}

/// Makes sure, before the work, that the model and its card can be written and overwrite nothing else.
fn check_target(output: &Path, answers: Option<&Path>) -> Result<(), Failure> {
    if output.extension().is_none_or(|extension| extension != "model") {
        return Err(Failure::ModelName { path: output.to_path_buf() });
    }
    let inputs: Vec<PathBuf> = answers.map(Path::to_path_buf).into_iter().collect();
    formats::check_target(output, &inputs).map_err(Failure::Output)?;
    let card = output.with_extension("md");
    let other = std::fs::read(&card).is_ok_and(|text| !text.starts_with(b"# Model card"));
    if other { Err(Failure::NoCard { path: card }) } else { Ok(()) }
}

/// Answers with agreed codes: title, tasks, code. Records without a code or an answer are passed
/// over.
pub(crate) fn read_coded(
    path: &Path,
    columns: &Columns,
    code_column: &str,
    id: ClassificationId,
) -> Result<Vec<(String, String, Code)>, Failure> {
    let mut answers = Answers::open(path, columns, None)?;
    let column = answers.column(code_column)?;
    let classification = domain::Classification::get(id);
    let mut coded = Vec::new();
    while let Some(row) = answers.reader.next_row().map_err(Failure::Input)? {
        let text = row.cell(column).trim();
        if text.is_empty() {
            continue;
        }
        let code = Code::parse(text).ok().filter(|&code| classification.category(code).is_some());
        let code = code.ok_or_else(|| Failure::BadCode {
            file: answers.name.clone(),
            record: row.number() + 1,
            code: text.chars().take(40).collect(),
            classification: id.name(),
        })?;
        let (title, tasks) = (row.cell(answers.title), answers.tasks.map_or("", |tasks| row.cell(tasks)));
        if !(title.trim().is_empty() && tasks.trim().is_empty()) {
            coded.push((title.to_owned(), tasks.to_owned(), code));
        }
    }
    if coded.is_empty() {
        return Err(Failure::NoAnswers { file: answers.name, column: code_column.to_owned() });
    }
    Ok(coded)
}
