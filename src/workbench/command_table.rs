//! The commands a person can find, in one table that menu, palette, tooltips and key help read.

use domain::ClassificationId;
use review::{Filter, Order, Uncodable};

use crate::supervise::{self, packs_command};
use crate::{Command, ThemeChoice, Workspace, explore_command};

/// Where a command stands in menus and in the key help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommandGroup {
    /// Open, close, export, quit.
    File,
    /// Undo, redo, decisions.
    Decide,
    /// Going about in the records.
    Go,
    /// Filters.
    Filter,
    /// Theme, zoom, panels.
    View,
    /// Keys, about.
    Help,
}

impl CommandGroup {
    /// All, in menu order.
    pub const ALL: [CommandGroup; 6] = [
        CommandGroup::File,
        CommandGroup::Decide,
        CommandGroup::Go,
        CommandGroup::Filter,
        CommandGroup::View,
        CommandGroup::Help,
    ];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            CommandGroup::File => "File",
            CommandGroup::Decide => "Decide",
            CommandGroup::Go => "Go",
            CommandGroup::Filter => "Filter",
            CommandGroup::View => "View",
            CommandGroup::Help => "Help",
        }
    }
}

/// A key with its modifiers, named as the keyboard names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// `A`…`Z`, `0`…`9`, `Enter`, `Space`, `Escape`, `Up`, `Down`, `Home`, `End`, `PageUp`, `PageDown`, `/`, `?`, `+`, `-`, `F1`…
    pub key: &'static str,
    /// With Ctrl (Command on a Mac).
    pub ctrl: bool,
    /// With Shift.
    pub shift: bool,
    /// Acts on the selected record: only when no text field or other widget has the focus.
    pub record: bool,
}

impl Shortcut {
    /// The text on screen: `Ctrl+Shift+Z`.
    pub fn text(&self) -> String {
        let ctrl = if self.ctrl { "Ctrl+" } else { "" };
        let shift = if self.shift { "Shift+" } else { "" };
        format!("{ctrl}{shift}{}", self.key)
    }
}

/// A command with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRow {
    /// What is done.
    pub command: Command,
    /// A few words: the label of its button or menu entry.
    pub text: &'static str,
    /// A sentence: its tooltip.
    pub hint: &'static str,
    /// Keys; the first is the one shown.
    pub shortcuts: Vec<Shortcut>,
    /// Where it stands.
    pub group: CommandGroup,
}

/// The row of a command; `None` for commands that only answer a dialog or carry what somebody typed.
pub fn row_of(command: &Command) -> Option<&'static CommandRow> {
    command_table().iter().find(|row| row.command == *command)
}

/// All commands a person can find, in the order of the menus.
pub fn command_table() -> &'static [CommandRow] {
    static TABLE: std::sync::OnceLock<Vec<CommandRow>> = std::sync::OnceLock::new();
    TABLE.get_or_init(rows)
}

const fn key(key: &'static str) -> Shortcut {
    Shortcut { key, ctrl: false, shift: false, record: true }
}

const fn ctrl(key: &'static str) -> Shortcut {
    Shortcut { key, ctrl: true, shift: false, record: false }
}

const fn ctrl_shift(key: &'static str) -> Shortcut {
    Shortcut { key, ctrl: true, shift: true, record: false }
}

/// Page moves go by this many rows unless the window knows its own height.
const PAGE: usize = 20;

fn rows() -> Vec<CommandRow> {
    use CommandGroup as Group;
    let row = |group, command, text, hint, shortcuts: &[Shortcut]| CommandRow {
        command,
        text,
        hint,
        shortcuts: shortcuts.to_vec(),
        group,
    };
    let mut rows = vec![
        row(Group::File, Command::ChooseFile, "Open…", "Open a file of answers or a project.", &[ctrl("O")]),
        row(
            Group::File,
            Command::OpenSample,
            "Open the sample",
            "Try Occudesk with a made-up labour-force survey.",
            &[],
        ),
        row(Group::File, Command::OpenExport, "Export…", "Write the coded records to a file.", &[ctrl("E")]),
        row(
            Group::File,
            Command::ShowProblems,
            "Rows with problems",
            "Show the rows of the source that did not read cleanly.",
            &[],
        ),
        row(
            Group::File,
            Command::CloseProject,
            "Close",
            "Close the project and go back to the start. Everything is saved; coding begins again when it is opened.",
            &[ctrl("W")],
        ),
        row(
            Group::File,
            Command::OpenPurge,
            "Purge the project…",
            "Remove the project file from this computer, after asking. The source file and exports stay.",
            &[],
        ),
        row(
            Group::File,
            Command::Quit,
            "Quit",
            "End Occudesk. Everything is saved; coding that has not ended begins again when the project is opened.",
            &[ctrl("Q")],
        ),
        row(
            Group::File,
            Command::QuitAnyway,
            "Quit anyway",
            "End Occudesk without waiting for the export, which is not kept then.",
            &[],
        ),
        row(
            Group::File,
            Command::StartCoding,
            "Code the records",
            "Let the engine code all records of the project.",
            &[],
        ),
        row(
            Group::File,
            Command::CodeAgain,
            "Code again with this model, keep decisions",
            "Let the model of this program code all records that another one coded. Decisions and thresholds stay.",
            &[],
        ),
        row(Group::Decide, Command::Undo, "Undo", "Take the last action back.", &[ctrl("Z")]),
        row(Group::Decide, Command::Redo, "Redo", "Do again what was taken back.", &[ctrl_shift("Z"), ctrl("Y")]),
        row(
            Group::Decide,
            Command::Accept,
            "Accept",
            "Accept the engine’s code and go on to the next record.",
            &[key("Enter")],
        ),
        row(
            Group::Decide,
            Command::OpenSearch,
            "Search for a code",
            "Find a code by title, index entry or digits.",
            &[key("/")],
        ),
        row(
            Group::Decide,
            Command::UseParent,
            "Use the parent code",
            "Take the group above; again for the group above that.",
            &[key("P")],
        ),
        row(
            Group::Decide,
            Command::OpenUncodable,
            "Uncodable…",
            "Say that the answer cannot be coded, and why.",
            &[key("U")],
        ),
        row(Group::Decide, Command::Refer, "Refer", "Hand the record to somebody else and go on.", &[key("R")]),
        row(
            Group::Decide,
            Command::Flag,
            "Flag",
            "Flag the record to come back to, or take the flag away.",
            &[key("F")],
        ),
        row(Group::Decide, Command::OpenNote, "Note", "Write a note on the record.", &[key("N")]),
        row(
            Group::Decide,
            Command::ClearDecision,
            "Reopen",
            "Take the decision back and leave the record to the engine.",
            &[key("Delete")],
        ),
        row(
            Group::Decide,
            Command::ShowLog,
            "Last decisions",
            "List what was decided last, to go back to a record or take one decision back.",
            &[key("H")],
        ),
        row(
            Group::Decide,
            Command::OpenWhatIf,
            "What if…",
            "Try another wording and see what the engine makes of it. The record is not touched.",
            &[key("E")],
        ),
        row(
            Group::Decide,
            Command::OpenGroup,
            "Identical answers…",
            "Decide once about all records with this answer, after a look at what would change.",
            &[key("G")],
        ),
        row(
            Group::Decide,
            Command::TakeEarlier(1),
            "Take the earlier decision",
            "Decide as it was decided before for the same answer, or as the house rule says, and go on.",
            &[key("L")],
        ),
        row(
            Group::Decide,
            Command::OpenEarlier,
            "Earlier decisions…",
            "Use decisions of an earlier wave, of another project, or house rules, for the same answers.",
            &[],
        ),
        row(
            Group::Decide,
            Command::OpenRule,
            "Make a house rule of this decision…",
            "Write the decision to a file of house rules that people can share: this answer is always that code.",
            &[],
        ),
        row(
            Group::View,
            Command::OpenChanges,
            "What changed…",
            "Compare the codes of the last model with those of the one before.",
            &[],
        ),
        row(
            Group::Filter,
            Command::LeaveList,
            "Leave the list",
            "Show all records of the filter again, not only those that were listed.",
            &[],
        ),
        row(
            Group::Decide,
            Command::OpenBulk,
            "Decide on all shown…",
            "Do one thing with every shown record, after a look at what would change.",
            &[ctrl("B")],
        ),
        row(Group::Go, Command::Next, "Next record", "Select the next record.", &[key("J"), key("Down")]),
        row(Group::Go, Command::Previous, "Previous record", "Select the record before.", &[key("K"), key("Up")]),
        row(
            Group::Go,
            Command::NextFlagged,
            "Next record to review",
            "Select the next record that is still to review.",
            &[key("Space")],
        ),
        row(
            Group::Go,
            Command::PreviousFlagged,
            "Previous record to review",
            "Select the record before that is still to review.",
            &[Shortcut { shift: true, ..key("Space") }],
        ),
        row(Group::Go, Command::PageDown(PAGE), "Page down", "Go down a page.", &[key("PageDown")]),
        row(Group::Go, Command::PageUp(PAGE), "Page up", "Go up a page.", &[key("PageUp")]),
        row(Group::Go, Command::First, "First record", "Select the first record.", &[key("Home")]),
        row(Group::Go, Command::Last, "Last record", "Select the last record.", &[key("End")]),
    ];
    for (at, key_name) in ["1", "2", "3", "4", "5", "6", "7", "8", "9"].into_iter().enumerate() {
        const TEXTS: [&str; 9] = [
            "Take suggestion 1",
            "Take suggestion 2",
            "Take suggestion 3",
            "Take suggestion 4",
            "Take suggestion 5",
            "Take suggestion 6",
            "Take suggestion 7",
            "Take suggestion 8",
            "Take suggestion 9",
        ];
        let hint = "Take this suggestion and go on to the next record.";
        let number = u8::try_from(at + 1).unwrap_or(1);
        rows.push(row(Group::Decide, Command::TakeSuggestion(number), TEXTS[at], hint, &[key(key_name)]));
    }
    for reason in Uncodable::ALL {
        let (text, hint) = words_of_uncodable(reason);
        rows.push(row(Group::Decide, Command::Uncodable(reason), text, hint, &[]));
    }
    for filter in Filter::ALL {
        rows.push(row(Group::Filter, Command::SetFilter(filter), text_of_filter(filter), filter.sentence(), &[]));
    }
    for (order, text, hint) in [
        (Order::File, "Order: as in the file", "Show the records in the order of the source."),
        (
            Order::Frequency,
            "Order: most frequent answers first",
            "Show the records of the most frequent answers first, identical ones beside each other.",
        ),
        (Order::Uncertainty, "Order: least sure first", "Show the least sure records first, non-classification last."),
    ] {
        rows.push(row(Group::Filter, Command::SetOrder(order), text, hint, &[]));
    }
    rows.extend([
        row(
            Group::Filter,
            Command::NarrowToGroup,
            "Narrow to its group",
            "Show only records whose code stands in the same minor group.",
            &[key("T")],
        ),
        row(
            Group::Filter,
            Command::ClearNarrowing,
            "Narrow no more",
            "Show all that the filter shows: no group, confidence, reviewer or words.",
            &[key("X")],
        ),
        row(
            Group::Filter,
            Command::OpenSaveView,
            "Save this view…",
            "Keep filter, narrowing, words and order under a name.",
            &[ctrl("S")],
        ),
        row(
            Group::Filter,
            Command::Reapply,
            "Apply the filter again",
            "Let decided records leave the list.",
            &[Shortcut { record: false, ..key("F5") }],
        ),
        row(Group::View, Command::OpenPalette, "Search commands", "Find any command by its name.", &[ctrl("K")]),
        row(
            Group::View,
            Command::OpenThresholds,
            "Thresholds…",
            "Show and change the optimal and the minimum threshold.",
            &[ctrl("T")],
        ),
        row(
            Group::View,
            Command::ToggleContext,
            "Columns that help to decide in the table",
            "Show or hide columns such as industry or qualification behind those of the table.",
            &[],
        ),
        row(
            Group::View,
            Command::SetTheme(ThemeChoice::System),
            "Theme: system",
            "Use the colours of the system.",
            &[],
        ),
        row(Group::View, Command::SetTheme(ThemeChoice::Light), "Theme: light", "Use light colours.", &[]),
        row(Group::View, Command::SetTheme(ThemeChoice::Dark), "Theme: dark", "Use dark colours.", &[]),
        row(
            Group::View,
            Command::SetTheme(ThemeChoice::HighContrast),
            "Theme: high contrast",
            "Use colours of high contrast.",
            &[],
        ),
        row(Group::View, Command::ZoomIn, "Larger", "Make everything larger.", &[ctrl("+"), ctrl("=")]),
        row(Group::View, Command::ZoomOut, "Smaller", "Make everything smaller.", &[ctrl("-")]),
        row(Group::View, Command::ZoomReset, "Usual size", "Go back to the usual size.", &[ctrl("0")]),
        row(
            Group::View,
            Command::ShowWorkspace(Workspace::Review),
            "Review",
            "Go to the records; to the start page where no project is open.",
            &[ctrl("1")],
        ),
        row(
            Group::View,
            Command::ShowWorkspace(Workspace::Supervise),
            "Supervise",
            "Look at distributions, thresholds, quality, agreement and people of the open project.",
            &[ctrl("2")],
        ),
        row(
            Group::View,
            Command::ShowWorkspace(Workspace::Explore),
            "Explore",
            "Type an answer and see how it becomes a code.",
            &[ctrl("3")],
        ),
        row(
            Group::View,
            Command::ShowWorkspace(Workspace::Practise),
            "Practise",
            "Code answers with agreed codes, and see what was right.",
            &[ctrl("4")],
        ),
        row(
            Group::View,
            Command::ShowWorkspace(Workspace::Classification),
            "Classification",
            "Browse and search the classification, with the number of records of every category.",
            &[ctrl("5")],
        ),
        row(
            Group::File,
            Command::ChooseDescriptions,
            "Import ABS descriptions…",
            "Read descriptions and tasks from workbooks (.xlsx) as the ABS publishes them.",
            &[],
        ),
        row(
            Group::File,
            Command::ForgetDescriptions(ClassificationId::Osca2024),
            "Forget the descriptions of OSCA 2024",
            "Delete what was imported; the workbooks stay.",
            &[],
        ),
        row(
            Group::File,
            Command::ForgetDescriptions(ClassificationId::Anzsco2022),
            "Forget the descriptions of ANZSCO 2022",
            "Delete what was imported; the workbooks stay.",
            &[],
        ),
        row(
            Group::Decide,
            Command::OpenCompare,
            "Compare two codes",
            "Set the two best suggestions side by side, with the words that told them apart.",
            &[key("C")],
        ),
        row(
            Group::Decide,
            Command::OpenWhyNot,
            "Why not …?",
            "Name a code and see where the engine’s path leaves it, and for which words.",
            &[key("W")],
        ),
        row(
            Group::Help,
            Command::ShowKeys,
            "Keys",
            "Show all keys.",
            &[key("?"), Shortcut { record: false, ..key("F1") }],
        ),
        row(Group::Help, Command::ResetKeys, "Usual keys", "Give all commands their usual keys again.", &[]),
        row(Group::Help, Command::ShowAbout, "About", "Version, licence, sources and models.", &[]),
    ]);
    rows.extend(explore_command::rows());
    rows.extend(crate::practice::rows());
    rows.extend(supervise::rows::rows());
    rows.extend(packs_command::rows());
    rows
}

fn words_of_uncodable(reason: Uncodable) -> (&'static str, &'static str) {
    match reason {
        Uncodable::OutOfScope => ("Uncodable: out of scope", "The answer is not an occupation."),
        Uncodable::TooVague => ("Uncodable: too vague", "Not even a major group can be told."),
        Uncodable::TwoJobs => ("Uncodable: two jobs in one", "Nothing says which of two jobs is meant."),
        Uncodable::Blank => ("Uncodable: blank", "There is nothing in the answer."),
        Uncodable::Other => ("Uncodable: other reason", "Any other reason; say it in the note."),
    }
}

fn text_of_filter(filter: Filter) -> &'static str {
    match filter {
        Filter::All => "Show all records",
        Filter::Flagged => "Show records to review",
        Filter::LowConfidence => "Show codes below optimal",
        Filter::SmallMargin => "Show codes with a small margin",
        Filter::TwoJobs => "Show answers with two jobs",
        Filter::EarlierDiffers => "Show answers decided otherwise before",
        Filter::Partial => "Show partial codes",
        Filter::NonClassification => "Show non-classification codes",
        Filter::Uncoded => "Show uncoded records",
        Filter::Reviewed => "Show reviewed records",
        Filter::Referred => "Show referred records",
        Filter::Conflicting => "Show conflicting decisions",
        Filter::Sampled => "Show the quality sample",
        Filter::CodersDiffer => "Show records on which coders differ",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_commands_share_a_text_or_a_key() {
        let mut texts = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for row in command_table() {
            assert!(texts.insert(row.text), "{}", row.text);
            for shortcut in &row.shortcuts {
                assert!(keys.insert(shortcut.text()), "{}: {}", row.text, shortcut.text());
            }
        }
    }

    #[test]
    fn every_hint_is_a_sentence_and_every_command_finds_its_row() {
        for row in command_table() {
            assert!(row.hint.ends_with('.'), "{}", row.text);
            assert!(!row.text.ends_with('.'), "{}", row.text);
            assert_eq!(row_of(&row.command), Some(row));
        }
        assert_eq!(row_of(&Command::SetQuery("x".to_owned())), None);
    }

    #[test]
    fn keys_of_records_have_no_ctrl_and_others_have_one_or_are_function_keys() {
        for shortcut in command_table().iter().flat_map(|row| &row.shortcuts) {
            let function_key = shortcut.key.len() > 1 && shortcut.key.starts_with('F');
            assert_eq!(shortcut.record, !shortcut.ctrl && !function_key, "{}", shortcut.text());
        }
    }
}
