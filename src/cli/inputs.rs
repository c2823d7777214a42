//! What the subcommands read: files of answers, columns in them, models.

use std::path::{Path, PathBuf};

use classifier::Engine;
use domain::{ClassificationId, Thresholds};
use formats::{ColumnGuess, Format, ReadOptions, RowReader};

use crate::Failure;

/// A model file is a few megabytes long.
const LARGEST_MODEL: u64 = 1 << 28;

/// Standard input or output instead of a file.
pub(crate) const STANDARD: &str = "-";

/// A file of answers with the columns that hold them.
pub(crate) struct Answers {
    pub reader: RowReader,
    pub title: usize,
    pub tasks: Option<usize>,
    /// How the file is called in messages.
    pub name: String,
}

/// Which columns hold the answers, as said on the command line.
#[derive(Debug, clap::Args)]
pub(crate) struct Columns {
    /// The column with the job titles; found by its name when not given.
    #[arg(long, value_name = "NAME")]
    title_column: Option<String>,
    /// The column with the tasks; found by its name when not given.
    #[arg(long, value_name = "NAME")]
    tasks_column: Option<String>,
}

impl Answers {
    /// Opens a file, or standard input as CSV, and finds its columns.
    /// `instead` names the column that holds what the titles are made of where no column looks like titles.
    pub(crate) fn open(path: &Path, columns: &Columns, instead: Option<&str>) -> Result<Answers, Failure> {
        let standard = path == Path::new(STANDARD);
        let name = if standard { "standard input".to_owned() } else { path.display().to_string() };
        let reader = if standard {
            let options = ReadOptions { format: Some(Format::Csv), ..ReadOptions::default() };
            RowReader::from_reader(std::io::stdin(), &options)
        } else {
            RowReader::open(path, &ReadOptions::default())
        }
        .map_err(Failure::Input)?;
        let guess = ColumnGuess::of(reader.columns());
        let title = match &columns.title_column {
            Some(column) => named(&reader, &name, column)?,
            None => guess
                .title
                .or(instead.and_then(|column| reader.column_named(column)))
                .ok_or_else(|| Failure::NoTitleColumn { file: name.clone(), columns: list(&reader) })?,
        };
        let tasks = match &columns.tasks_column {
            Some(column) => Some(named(&reader, &name, column)?),
            None => guess.tasks.filter(|&tasks| tasks != title),
        };
        Ok(Answers { reader, title, tasks, name })
    }

    /// Which columns and which encoding are used, in a sentence.
    pub(crate) fn says(&self) -> String {
        let columns = self.reader.columns();
        let tasks = match self.tasks {
            Some(tasks) => format!("tasks from “{}”", columns[tasks]),
            None => "no tasks".to_owned(),
        };
        let encoding = self.reader.encoding().map_or(String::new(), |encoding| format!(", {}", encoding.name()));
        format!("{}: job titles from “{}”, {tasks}{encoding}.", self.name, columns[self.title])
    }

    /// The place of a column by its name.
    pub(crate) fn column(&self, column: &str) -> Result<usize, Failure> {
        named(&self.reader, &self.name, column)
    }
}

fn named(reader: &RowReader, file: &str, column: &str) -> Result<usize, Failure> {
    reader.column_named(column).ok_or_else(|| Failure::NoColumn {
        file: file.to_owned(),
        column: column.to_owned(),
        columns: list(reader),
    })
}

fn list(reader: &RowReader) -> String {
    reader.columns().join(", ")
}

/// Which model is used, as said on the command line.
#[derive(Debug, clap::Args)]
pub(crate) struct Choice {
    /// The classification [default: osca-2024, or that of the model].
    #[arg(long, value_name = "osca-2024|anzsco-2022", value_parser = crate::classification)]
    classification: Option<ClassificationId>,
    /// A model file instead of the one in this program.
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
}

impl Choice {
    /// Loads the model.
    pub(crate) fn engine(&self) -> Result<Engine, Failure> {
        let Some(path) = &self.model else {
            let id = self.classification.or_else(|| ClassificationId::from_key(crate::DEFAULT_CLASSIFICATION));
            return Ok(Engine::shipped(id.unwrap_or(ClassificationId::Osca2024))?);
        };
        let failure = |source| Failure::ModelFile { path: path.clone(), source };
        let metadata = std::fs::metadata(path).map_err(failure)?;
        if !metadata.is_file() || metadata.len() > LARGEST_MODEL {
            return Err(Failure::NoModelFile { path: path.clone() });
        }
        let file = std::fs::read(path).map_err(failure)?;
        let engine = Engine::read(&file).map_err(|source| Failure::Model { path: path.clone(), source })?;
        match self.classification {
            Some(asked) if asked != engine.card().classification => Err(Failure::OtherClassification {
                path: path.clone(),
                model: engine.card().classification.name(),
                asked: asked.name(),
            }),
            _ => Ok(engine),
        }
    }
}

/// Recoding, as said on the command line.
#[derive(Debug, clap::Args)]
pub(crate) struct RecodingChoice {
    /// The records carry codes of this classification; they limit what is coded to, and give blank titles one.
    #[arg(long, value_name = "anzsco-2022", requires = "code_column", value_parser = crate::recoded_from)]
    recode_from: Option<ClassificationId>,
    /// The column with these codes.
    #[arg(long, value_name = "NAME", requires = "recode_from")]
    code_column: Option<String>,
}

impl RecodingChoice {
    /// The name of the column, if one was given.
    pub(crate) fn column(&self) -> Option<&str> {
        self.code_column.as_deref()
    }

    /// The classification of the codes and the place of their column; `None` without recoding.
    pub(crate) fn of(&self, answers: &Answers, engine: &Engine) -> Result<Option<(ClassificationId, usize)>, Failure> {
        let (Some(from), Some(column)) = (self.recode_from, &self.code_column) else { return Ok(None) };
        let to = engine.card().classification;
        if to != from.other() {
            return Err(Failure::NoRecoding { from: from.name(), to: to.name() });
        }
        Ok(Some((from, answers.column(column)?)))
    }
}

/// Thresholds, as said on the command line.
#[derive(Debug, clap::Args)]
pub(crate) struct ThresholdChoice {
    /// At or above this confidence a full code needs no review [default: the model's].
    #[arg(long, value_name = "P", value_parser = crate::probability)]
    optimal: Option<f32>,
    /// Levels are cut from the bottom while the confidence is below this; 0 gives the best full code for every
    /// answer [default: the model's].
    #[arg(long, value_name = "P", value_parser = crate::probability)]
    minimum: Option<f32>,
}

impl ThresholdChoice {
    /// The thresholds to use. When only one is given and the model's other one is on the wrong side of it, the other
    /// moves along.
    pub(crate) fn over(&self, model: Thresholds) -> Result<Thresholds, Failure> {
        let optimal = self.optimal.unwrap_or(model.optimal.max(self.minimum.unwrap_or(0.0)));
        let minimum = self.minimum.unwrap_or(model.minimum.min(optimal));
        Thresholds::checked(optimal, minimum).ok_or(Failure::Thresholds)
    }
}
