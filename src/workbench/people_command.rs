//! What a person asks about people, the log and how the project stood.

use review::LogFilter;

use crate::{PeoplePart, Role};

/// What a person asks about people, the log and how the project stood.
#[derive(Clone, Debug, PartialEq)]
pub enum PeopleCommand {
    /// Show who is working, to change name or role.
    OpenWho,
    /// What the person is here for, from now on.
    SetRole(Role),
    /// Look at a part of the page.
    ShowPart(PeoplePart),
    /// Show the days of this person; `None` those of the first.
    ChoosePerson(Option<String>),
    /// Look at these entries of the log.
    SetLogFilter(LogFilter),
    /// Mark the entry with this number.
    MarkEntry(u64),
    /// Move the mark in the list of entries, down (to older ones) if positive.
    MoveEntry(i32),
    /// Read the whole log again from the project file, and check its hash chain.
    VerifyLog,
    /// Look for the entry with this hash, which somebody kept as the head of the log.
    FindHead(String),
    /// Hide the engine's answer for so many in a hundred of the records to review, until they are coded.
    SetUnaidedShare(u8),
    /// Show the project as it stood after the entry with this number; nothing can be decided there.
    StandAt(u64),
    /// Show the project as it stands now again.
    BackToNow,
}
