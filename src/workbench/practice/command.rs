//! What a person asks of the practice.

use std::path::PathBuf;

use domain::{Code, Level};
use review::Uncodable;

use super::{PracticeLength, PracticePage};
use crate::{Command, CommandGroup, CommandRow, Shortcut};

/// What a person asks of the practice.
#[derive(Clone, Debug, PartialEq)]
pub enum PracticeCommand {
    /// Look at a page of it.
    ShowPage(PracticePage),

    // Before a session.
    /// Move the mark in what is offered, down if positive.
    MarkOffer(i32),
    /// Take what is marked, or the offer at this place.
    TakeOffer(Option<usize>),
    /// How many answers a session has.
    SetLength(PracticeLength),
    /// Ask for a file or a project; the window answers with [`PracticeCommand::OpenSet`].
    ChooseSet,
    /// Practise with the answers of this file, or with what was decided in this project.
    OpenSet(PathBuf),

    // An answer is asked.
    /// The words searched for.
    SetQuery(String),
    /// Move the mark among the codes, down if positive.
    MoveMark(i32),
    /// Show what is below the marked group.
    Unfold,
    /// Show what is beside the group that is shown.
    Fold,
    /// Give this code; `None` gives the marked one.
    Give(Option<Code>),
    /// Skip the answer without a code.
    DontKnow,
    /// Choose why the answer cannot be coded.
    OpenUncodable,
    /// Say that it cannot be coded.
    GiveUncodable(Uncodable),
    /// Go back to the search for a code.
    CloseUncodable,
    /// Go on to the next answer.
    GoOn,
    /// Leave the session for the sets; it can be gone on with. At its end, leave the summary.
    Leave,
    /// End the session and see how it went.
    End,
    /// Begin another session with the same set.
    Again,

    // Results.
    /// Look at the results of this trainee, or of all.
    SetTrainee(Option<String>),
    /// Look at the results of this set, by its id, or of all.
    SetSet(Option<String>),
    /// Look at confusions at this level.
    SetLevel(Level),
    /// Move the mark among the confusions, down if positive.
    MoveConfusion(i32),
    /// Mark the confusion at this place.
    MarkConfusion(usize),
    /// Ask where results go; the window answers with [`PracticeCommand::Export`].
    ChooseExport,
    /// Write the results that are looked at to a CSV file.
    Export(PathBuf),
    /// Ask for results; the window answers with [`PracticeCommand::Import`].
    ChooseImport,
    /// Take in results that were written on another machine.
    Import(PathBuf),
}

/// The rows of the practice in the table of commands.
pub(crate) fn rows() -> Vec<CommandRow> {
    let row = |group, command, text, hint, key: Option<&'static str>| CommandRow {
        command: Command::Practise(command),
        text,
        hint,
        shortcuts: key.map(|key| Shortcut { key, ctrl: true, shift: false, record: false }).into_iter().collect(),
        group,
    };
    vec![
        row(
            CommandGroup::Decide,
            PracticeCommand::DontKnow,
            "Practise: don’t know",
            "Skip the answer that is asked; it comes back later.",
            Some("D"),
        ),
        row(
            CommandGroup::Decide,
            PracticeCommand::OpenUncodable,
            "Practise: uncodable…",
            "Say that the answer that is asked cannot be coded, and why.",
            Some("U"),
        ),
        row(
            CommandGroup::Decide,
            PracticeCommand::End,
            "Practise: end the session",
            "End the session of practice and see how it went.",
            None,
        ),
        row(
            CommandGroup::View,
            PracticeCommand::ShowPage(PracticePage::Progress),
            "Progress of trainees",
            "Look at the sessions of practice, and how they went.",
            None,
        ),
        row(
            CommandGroup::View,
            PracticeCommand::ShowPage(PracticePage::Confusions),
            "Confusions of trainees",
            "See which codes were given instead of which.",
            None,
        ),
        row(
            CommandGroup::File,
            PracticeCommand::ChooseSet,
            "Practise with a file or project…",
            "Code answers with agreed codes from a table (title, tasks, code, reason) or a reviewed project.",
            None,
        ),
        row(
            CommandGroup::File,
            PracticeCommand::ChooseExport,
            "Export practice results…",
            "Write the results that are looked at to a CSV file, for a supervisor at another machine.",
            None,
        ),
        row(
            CommandGroup::File,
            PracticeCommand::ChooseImport,
            "Import practice results…",
            "Take in results that were exported on another machine.",
            None,
        ),
    ]
}
