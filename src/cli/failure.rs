//! What can go wrong in a subcommand, and the exit code that says so.

use std::io;
use std::path::PathBuf;

use classifier::ModelError;
use classifier::train::TrainError;
use formats::FormatError;
use store::StoreError;
use workbench::packs::PackError;

/// Why a subcommand ended early.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// An input cannot be read.
    #[error("{0}")]
    Input(FormatError),
    /// An output cannot be written.
    #[error("{0}")]
    Output(FormatError),
    /// The column that holds the job titles was not found.
    #[error(
        "No column of {file} looks like job titles. Its columns are: {columns}. Nothing was written. Name the column \
         with --title-column."
    )]
    NoTitleColumn {
        /// The file, or "standard input".
        file: String,
        /// Its columns.
        columns: String,
    },
    /// A column that was named is not there.
    #[error("{file} has no column “{column}”. Its columns are: {columns}. Nothing was written.")]
    NoColumn {
        /// The file, or "standard input".
        file: String,
        /// The column asked for.
        column: String,
        /// Its columns.
        columns: String,
    },
    /// An agreed code is none of the classification.
    #[error(
        "Record {record} of {file} has the code “{code}”, which {classification} does not have. Nothing was written."
    )]
    BadCode {
        /// The file.
        file: String,
        /// Record, from 1.
        record: u64,
        /// The text in the code column.
        code: String,
        /// The classification.
        classification: &'static str,
    },
    /// The model is for another classification than the one asked for.
    #[error(
        "{path} answers with {model}, but --classification asks for {asked}. Nothing was written. Leave one of the two \
         out.",
        path = path.display()
    )]
    OtherClassification {
        /// The model file.
        path: PathBuf,
        /// The model's classification.
        model: &'static str,
        /// The one asked for.
        asked: &'static str,
    },
    /// The model file cannot be read.
    #[error("{path} cannot be read: {source}. Nothing was written.", path = path.display())]
    ModelFile {
        /// The model file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The model in the program cannot be used.
    #[error("{0}")]
    Shipped(#[from] ModelError),
    /// The model file is none, or damaged.
    #[error("{path}: {source}", path = path.display())]
    Model {
        /// The model file.
        path: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
    /// The model file is far too large to be one.
    #[error("{path} is no model file: it is far too large, or no file at all. Nothing was written.", path = path.display())]
    NoModelFile {
        /// The path.
        path: PathBuf,
    },
    /// A model must not take the name of something else.
    #[error(
        "{path} does not end in .model. Nothing was written. Choose a name that does, so that no other file is \
         overwritten by mistake.",
        path = path.display()
    )]
    ModelName {
        /// The path.
        path: PathBuf,
    },
    /// A file with the name of the card is something else.
    #[error(
        "The card of the model would overwrite {path}, which is something else. Nothing was written. Choose another \
         name for the model.",
        path = path.display()
    )]
    NoCard {
        /// The file that stands there.
        path: PathBuf,
    },
    /// There is nothing to measure or to learn from.
    #[error("No record of {file} has both an answer and a code in “{column}”. Nothing was written.")]
    NoAnswers {
        /// The file.
        file: String,
        /// The column with the codes.
        column: String,
    },
    /// A model cannot be trained.
    #[error("{0}")]
    Train(#[from] TrainError),
    /// Codes of a classification are not recoded to itself.
    #[error("Codes of {from} cannot be recoded to {to}. Nothing was written. Choose --classification osca-2024.")]
    NoRecoding {
        /// The classification of the codes.
        from: &'static str,
        /// The classification of the model.
        to: &'static str,
    },
    /// The optimal threshold is below the minimum.
    #[error("--minimum must not be above --optimal. Nothing was written.")]
    Thresholds,
    /// A project cannot be opened, read or written.
    #[error("{0}")]
    Project(#[from] StoreError),
    /// A project is not split, or packs are not read.
    #[error("{0}")]
    Packs(#[from] PackError),
    /// Packs do not belong to the project.
    #[error("{why}{}", and_others(*others))]
    Refused {
        /// Why the first of them is refused.
        why: String,
        /// How many others are refused.
        others: usize,
    },
    /// Standard output cannot be written to.
    #[error("The result cannot be printed: {0}.")]
    Print(#[from] io::Error),
    /// A thread could not be started or ended early.
    #[error(
        "The work was cut off inside the program, or the system allows no more threads. No output was written and the \
         input is unchanged. Close other programs and try again."
    )]
    Thread,
}

fn and_others(others: usize) -> String {
    if others == 0 { String::new() } else { format!(" {others} others are refused too.") }
}

impl Failure {
    /// The exit code; see the help of the command line.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Thresholds | Failure::NoRecoding { .. } => 2,
            Failure::Packs(
                PackError::Coders
                | PackError::Name(_)
                | PackError::SameName(_)
                | PackError::Times { .. }
                | PackError::TooFew { .. },
            ) => 2,
            Failure::Packs(PackError::Folder { .. } | PackError::Store(StoreError::Exists { .. })) => 4,
            Failure::Project(StoreError::Full { .. } | StoreError::ReadOnly { .. })
            | Failure::Packs(PackError::Store(StoreError::Full { .. } | StoreError::ReadOnly { .. })) => 4,
            Failure::Input(_)
            | Failure::Project(_)
            | Failure::Packs(_)
            | Failure::Refused { .. }
            | Failure::NoTitleColumn { .. }
            | Failure::NoColumn { .. }
            | Failure::BadCode { .. }
            | Failure::NoAnswers { .. }
            | Failure::Train(TrainError::UnknownCode { .. }) => 3,
            Failure::Output(_) | Failure::Print(_) | Failure::ModelName { .. } | Failure::NoCard { .. } => 4,
            Failure::ModelFile { .. }
            | Failure::Shipped(_)
            | Failure::Model { .. }
            | Failure::NoModelFile { .. }
            | Failure::OtherClassification { .. } => 5,
            Failure::Train(_) | Failure::Thread => 1,
        }
    }

    /// Whether the reader of standard output simply had enough, as `head` does.
    pub fn is_closed_pipe(&self) -> bool {
        match self {
            Failure::Print(error) => error.kind() == io::ErrorKind::BrokenPipe,
            Failure::Output(FormatError::Write { source, .. }) => source.kind() == io::ErrorKind::BrokenPipe,
            _ => false,
        }
    }
}
