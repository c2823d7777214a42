//! The rows of the table of commands that belong to the supervision.

use super::SupervisePage;
use crate::{CalibrationCommand, Command, CommandGroup, CommandRow, ErrorsCommand, PeopleCommand, Shortcut};

/// The rows of the table of commands.
pub(crate) fn rows() -> Vec<CommandRow> {
    let row = |command, text, hint, shortcuts: &[Shortcut]| CommandRow {
        command,
        text,
        hint,
        shortcuts: shortcuts.to_vec(),
        group: CommandGroup::View,
    };
    let key = |key, ctrl| [Shortcut { key, ctrl, shift: false, record: false }];
    let mut rows = vec![
        row(Command::People(PeopleCommand::OpenWho), "Who is working…", WHO, &key("F2", false)),
        row(Command::People(PeopleCommand::BackToNow), "Back to now", NOW, &[]),
        row(Command::StepSupervise(1), "Next page of Supervise", "Look at the next page.", &key("PageDown", true)),
        row(Command::StepSupervise(-1), "Page before of Supervise", "Look at the page before.", &key("PageUp", true)),
    ];
    rows.extend(SupervisePage::ALL.map(|page| {
        let (text, hint) = words(page);
        row(Command::ShowSupervise(page), text, hint, &[])
    }));
    rows.extend([
        row(Command::Calibration(CalibrationCommand::Measure), "Measure calibration", MEASURE, &[]),
        row(Command::Errors(ErrorsCommand::Rank), "Look through decisions", RANK, &[]),
        row(Command::Errors(ErrorsCommand::ShowRecords), "Show decisions that look wrong", DOUBTFUL, &[]),
    ]);
    rows
}

const WHO: &str = "Change the name beside decisions, and what you are here for.";
const NOW: &str = "Show the project as it stands now again.";
const MEASURE: &str = "Measure again whether confidence means what it says, from what was decided by now.";
const RANK: &str = "Find decisions that look wrong: against the engine, against other coders, or unlikely.";
const DOUBTFUL: &str = "Show the records of the list of doubtful decisions alone in the review.";

fn words(page: SupervisePage) -> (&'static str, &'static str) {
    match page {
        SupervisePage::Distribution => {
            ("Distribution of confidence", "See how sure the engine is of how many records.")
        }
        SupervisePage::Thresholds => ("Bench of thresholds", "Try other thresholds and see what they would cost."),
        SupervisePage::Calibration => ("Calibration of confidence", "See whether confidence means what it says."),
        SupervisePage::Quality => {
            ("Quality samples", "Draw a sample to be coded blind, and see whether the records are accepted.")
        }
        SupervisePage::Agreement => {
            ("Agreement of coders", "Split the project for coders, and see how far they agree.")
        }
        SupervisePage::Errors => ("Doubtful decisions", "Look at decisions that look wrong."),
        SupervisePage::People => ("People and log", "See who decided what, and the whole log."),
    }
}
