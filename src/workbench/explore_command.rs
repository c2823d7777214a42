//! What a person asks of the exploring workspace, when it can be done, and the rows of the table of commands.

use domain::{Classification, ClassificationId, Code, Level};

use crate::{AppState, Command, CommandGroup, CommandRow, EXAMPLES, Screen, Shortcut, Workspace};

/// What a person asks of the exploring workspace.
#[derive(Clone, Debug, PartialEq)]
pub enum ExploreCommand {
    /// The answer: job title and tasks.
    SetAnswer(String, String),
    /// Take both fields empty again, and the example away.
    Clear,
    /// Show the path of this classification.
    Show(ClassificationId),
    /// Show the path of the other classification.
    ShowOther,
    /// Show the words of this level; `None` where most is decided.
    ChooseLevel(Option<Level>),
    /// Show the words of the level so many further down.
    MoveLevel(i32),
    /// Keep the answer beside what is typed next.
    Pin,
    /// Let the pinned answer go.
    Unpin,
    /// Type on in the pinned answer, and pin the typed one.
    Swap,
    /// Show a worked example, by its place in [`EXAMPLES`].
    Example(usize),
    /// Show the next worked example.
    NextExample,
    /// Show the worked example before.
    PreviousExample,
    /// Explore the answer of the selected record.
    Record,
    /// Look at a category in the classification browser.
    LookUp(ClassificationId, Code),
}

/// Whether it can be done now, and if not, why.
pub(crate) fn can_explore(state: &AppState, command: &ExploreCommand) -> Result<(), &'static str> {
    let is = |possible: bool, reason: &'static str| if possible { Ok(()) } else { Err(reason) };
    is(!matches!(state.screen, Screen::Mapping(_)), "Import the file or close it first.")?;
    match command {
        ExploreCommand::Example(at) => return is(*at < EXAMPLES.len(), "There is no such example."),
        ExploreCommand::NextExample | ExploreCommand::PreviousExample => return Ok(()),
        ExploreCommand::Record => {
            let review = state.review().ok_or("Open a project or a file first.")?;
            is(state.workspace == Workspace::Review, "Choose a record in the review (Ctrl+1).")?;
            is(review.selected_hidden().is_none(), "The engine’s answer to this record is hidden until it is coded.")?;
            return is(review.selected.is_some(), "No record is selected.");
        }
        _ => {}
    }
    is(state.workspace == Workspace::Explore, "This belongs to exploring (Ctrl+3).")?;
    let explore = &state.explore;
    match command {
        ExploreCommand::Pin => is(!explore.typed.is_blank(), "Type an answer first."),
        ExploreCommand::Unpin | ExploreCommand::Swap => is(explore.pinned.is_some(), "No answer is pinned."),
        ExploreCommand::Clear => {
            is(!explore.typed.title.is_empty() || !explore.typed.tasks.is_empty(), "The fields are empty.")
        }
        ExploreCommand::ChooseLevel(_) | ExploreCommand::MoveLevel(_) => {
            let decided =
                explore.typed.reading(explore.classification).is_some_and(|of| !of.explanation.levels.is_empty());
            is(decided, "There is no path yet.")
        }
        ExploreCommand::LookUp(id, code) => {
            let outside = code.as_str() == "0" && id.has_non_classification();
            is(outside || Classification::get(*id).category(*code).is_some(), "The classification has no such code.")
        }
        _ => Ok(()),
    }
}

/// The rows of the table of commands.
pub(crate) fn rows() -> Vec<CommandRow> {
    let row = |group, command, text, hint, shortcuts: &[Shortcut]| CommandRow {
        command: Command::Explore(command),
        text,
        hint,
        shortcuts: shortcuts.to_vec(),
        group,
    };
    let key = |key, ctrl, shift| Shortcut { key, ctrl, shift, record: false };
    let mut rows = vec![
        row(
            CommandGroup::Go,
            ExploreCommand::Record,
            "Explore this answer",
            "Try wordings of the answer of the selected record, in both classifications. The record is not touched.",
            &[Shortcut { key: "V", ctrl: false, shift: false, record: true }],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::Pin,
            "Pin the answer",
            "Keep the answer in sight and compare what is typed next with it.",
            &[key("P", true, false)],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::Swap,
            "Swap with the pinned answer",
            "Type on in the pinned answer, and pin the one in the fields.",
            &[key("P", true, true)],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::Unpin,
            "Unpin the answer",
            "Let the pinned answer go.",
            &[key("U", true, true)],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::Clear,
            "Clear the answer",
            "Take both fields empty again. What is pinned stays.",
            &[key("L", true, false)],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::ShowOther,
            "Path in the other classification",
            "Show path and words in ANZSCO instead of OSCA, or the other way round.",
            &[key("F6", false, false)],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::MoveLevel(-1),
            "Words of the level above",
            "Show what the words added one level up the path.",
            &[key("F7", false, false)],
        ),
        row(
            CommandGroup::Go,
            ExploreCommand::MoveLevel(1),
            "Words of the level below",
            "Show what the words added one level down the path.",
            &[key("F8", false, false)],
        ),
        row(
            CommandGroup::Help,
            ExploreCommand::NextExample,
            "Next example",
            "Show how the wording of an answer changes its code, on the next worked example.",
            &[key("F9", false, false)],
        ),
        row(
            CommandGroup::Help,
            ExploreCommand::PreviousExample,
            "Previous example",
            "Go back to the worked example before.",
            &[key("F9", false, true)],
        ),
    ];
    const TEXTS: [&str; EXAMPLES.len()] = [
        "Example: title and tasks together",
        "Example: be specific",
        "Example: vague answers",
        "Example: misspellings",
        "Example: two jobs in one",
        "Example: not an occupation",
    ];
    for (at, text) in TEXTS.into_iter().enumerate() {
        rows.push(row(CommandGroup::Help, ExploreCommand::Example(at), text, EXAMPLES[at].advice, &[]));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_examples_are_those_of_the_table() {
        let rows = rows();
        for (at, example) in EXAMPLES.iter().enumerate() {
            let row = rows.iter().find(|row| row.command == Command::Explore(ExploreCommand::Example(at))).unwrap();
            assert!(row.text.eq_ignore_ascii_case(&format!("Example: {}", example.name)), "{}", row.text);
        }
    }
}
