//! `occudesk evaluate`: accuracy at each level, coverage at the thresholds, calibration.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use classifier::evaluate::{Agreed, Scores, evaluate};
use domain::{Level, Thresholds};
use serde_json::json;

use crate::Failure;
use crate::inputs::{Choice, Columns, ThresholdChoice};
use crate::train::read_coded;

/// Arguments of `evaluate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Answers with agreed codes.
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
    /// The column with the agreed codes; records without a code are passed over.
    #[arg(long, value_name = "NAME")]
    code_column: String,
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    columns: Columns,
    #[command(flatten)]
    thresholds: ThresholdChoice,
    /// Prints JSON, for programs.
    #[arg(long)]
    json: bool,
}

/// Runs the subcommand.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let engine = arguments.choice.engine()?;
    let thresholds = arguments.thresholds.over(engine.card().thresholds)?;
    let id = engine.card().classification;
    let agreed: Vec<Agreed> = read_coded(&arguments.answers, &arguments.columns, &arguments.code_column, id)?
        .into_iter()
        .map(|(title, tasks, code)| Agreed { title, tasks, code })
        .collect();
    let scores = evaluate(&engine, &agreed, thresholds);
    let text = if arguments.json {
        as_json(&scores, &engine.card().id)
    } else {
        as_text(&scores, thresholds, &engine.card().id)
    };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

// Writing to a String cannot fail.
fn as_text(scores: &Scores, thresholds: Thresholds, model: &str) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} answers with agreed codes, model {model}\n\nShare right", scores.answers);
    for level in Level::ALL {
        let (right, of) = (scores.accuracy[level.index()], scores.agreed[level.index()]);
        let _ = writeln!(text, "  {:<18}{right:.3} of {of}", level.name());
    }
    let _ = writeln!(
        text,
        "  {:<18}{:.3}   the agreed code is among the first five suggestions\n",
        "top five", scores.top_five
    );
    let _ = writeln!(text, "Coded in full without review   share   of these right");
    for (at, step) in scores.production.iter().enumerate() {
        let mark = if at == 0 { "optimal" } else { "" };
        let _ = writeln!(
            text,
            "  at or above {:.2} {mark:>12}  {:.3}   {:.3}",
            step.optimal,
            step.rate(scores.answers),
            step.accuracy()
        );
    }
    let _ = writeln!(
        text,
        "Coded at any level at minimum {:.2}: {:.3} of the answers, {:.3} of these right",
        thresholds.minimum, scores.coverage, scores.coverage_accuracy
    );
    let _ = writeln!(
        text,
        "Expected calibration error: {:.3}\n\nConfidence   answers   mean   right",
        scores.calibration_error
    );
    for (at, bin) in scores.bins.iter().enumerate().filter(|(_, bin)| bin.answers > 0) {
        let _ = writeln!(
            text,
            "{:.1} to {:.1} {:>10}  {:.3}   {:.3}",
            at as f32 / 10.0,
            (at + 1) as f32 / 10.0,
            bin.answers,
            bin.confidence,
            bin.right
        );
    }
    text
}

fn as_json(scores: &Scores, model: &str) -> String {
    let bins: Vec<_> = scores
        .bins
        .iter()
        .map(|bin| json!({"answers": bin.answers, "confidence": bin.confidence, "right": bin.right}))
        .collect();
    let production: Vec<_> = scores
        .production
        .iter()
        .map(|step| json!({"optimal": step.optimal, "rate": step.rate(scores.answers), "accuracy": step.accuracy()}))
        .collect();
    let value = json!({
        "model": model, "answers": scores.answers, "agreed": scores.agreed, "accuracy": scores.accuracy, "top_five": scores.top_five,
        "production": production,
        "coverage": scores.coverage, "coverage_accuracy": scores.coverage_accuracy,
        "calibration_error": scores.calibration_error, "bins": bins,
    });
    format!("{value:#}\n")
}
