//! The subcommands: what the command line offers, without the window.

mod code;
mod comparison;
mod evaluate;
mod explain;
mod failure;
mod inputs;
mod packs;
mod train;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::ClassificationId;
use formats::FormatError;

pub use failure::Failure;

/// Codes occupation answers to OSCA 2024 or ANZSCO 2022, offline.
#[derive(Debug, Parser)]
#[command(name = "occudesk", version, about, after_help = EXIT_CODES, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Subcommands>,
    /// Opens the window on this file: CSV, TSV, XLSX, JSONL, Parquet, or a project (.occudesk).
    file: Option<PathBuf>,
}

const EXIT_CODES: &str = "Without a subcommand the window opens.\n\n\
    Exit codes: 0 done; 1 something else went wrong; 2 the command line cannot be understood; 3 an input cannot be read \
    or used; 4 the output cannot be written; 5 the model cannot be used; 130 stopped by Ctrl+C.";

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Codes a file.
    Code(code::Arguments),
    /// Shows why an answer is coded as it is.
    Explain(explain::Arguments),
    /// Trains a model from the material in this program and, if given, from coded answers.
    Train(train::Arguments),
    /// Measures a model on answers with agreed codes.
    Evaluate(evaluate::Arguments),
    /// Splits a project into packs, one file for each coder.
    Split(packs::SplitArguments),
    /// Takes what coders decided in their packs into the project.
    Merge(packs::MergeArguments),
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Invocation {
    /// Open the window, on a file if one is given.
    Window(Option<PathBuf>),
    /// A subcommand ran; the program ends with this code.
    Done(ExitCode),
}

/// Reads the command line and runs the subcommand, if there is one.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Invocation {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output, errors to standard error; neither can do more than fail to print.
            let _ = error.print();
            return Invocation::Done(ExitCode::from(if error.use_stderr() { 2 } else { 0 }));
        }
    };
    let result = match arguments.command {
        None => match arguments.file {
            // Said here, because the window may not open at all.
            Some(path) if !path.exists() => Err(Failure::Input(FormatError::Missing { path })),
            file => return Invocation::Window(file),
        },
        Some(Subcommands::Code(arguments)) => code::run(&arguments),
        Some(Subcommands::Explain(arguments)) => explain::run(&arguments),
        Some(Subcommands::Train(arguments)) => train::run(&arguments),
        Some(Subcommands::Evaluate(arguments)) => evaluate::run(&arguments),
        Some(Subcommands::Split(arguments)) => packs::split(&arguments),
        Some(Subcommands::Merge(arguments)) => packs::merge(&arguments),
    };
    Invocation::Done(match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_closed_pipe() {
                let _ = writeln!(std::io::stderr(), "occudesk: {failure}");
            }
            ExitCode::from(failure.exit_code())
        }
    })
}

/// The default classification: the newer one.
const DEFAULT_CLASSIFICATION: &str = "osca-2024";

fn classification(text: &str) -> Result<ClassificationId, String> {
    ClassificationId::from_key(text).ok_or_else(|| "choose osca-2024 or anzsco-2022".to_owned())
}

/// A classification that is recoded from.
fn recoded_from(text: &str) -> Result<ClassificationId, String> {
    let from = ClassificationId::from_key(text).filter(|from| *from == workbench::recode::FROM);
    from.ok_or_else(|| "only anzsco-2022 can be recoded".to_owned())
}

/// A probability, 0 to 1.
fn probability(text: &str) -> Result<f32, String> {
    let number: f32 = text.parse().map_err(|_| "a number from 0 to 1 is expected".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("a number from 0 to 1 is expected".to_owned()) }
}
