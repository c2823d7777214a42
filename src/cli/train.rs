//! `occudesk train`: makes a model and its card, the same bytes every time.

use std::io::Write;
use std::path::PathBuf;

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
    let all = given.len();
    let given: Vec<CodedAnswer> = given
        .into_iter()
        .filter(|(.., code)| code.level() == Level::Occupation)
        .map(|(title, tasks, code)| CodedAnswer { title, tasks, code })
        .collect();
    let mut stderr = std::io::stderr();
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

/// Answers with agreed codes: title, tasks, code. Records without a code are passed over.
pub(crate) fn read_coded(
    path: &std::path::Path,
    columns: &Columns,
    code_column: &str,
    id: ClassificationId,
) -> Result<Vec<(String, String, Code)>, Failure> {
    let mut answers = Answers::open(path, columns)?;
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
        let tasks = answers.tasks.map_or("", |tasks| row.cell(tasks));
        coded.push((row.cell(answers.title).to_owned(), tasks.to_owned(), code));
    }
    Ok(coded)
}
