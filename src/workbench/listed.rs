//! Lists of records that narrow what is shown: those with earlier decisions, those that another model changed.

use review::{ChangeKind, RecordId};

use crate::supervise::errors::suspected;
use crate::{AppState, Panel, Review};

/// A list of records that can be shown alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Records whose answer was decided before.
    WithEarlier,
    /// Records on which earlier decisions contradict each other.
    Contradicting,
    /// Records for which earlier decisions would be taken over.
    Takeover,
    /// Records whose code the last coding changed in this way.
    Changed(ChangeKind),
    /// Records on which people had decided what the coding before the last said, and the last says something else.
    AgainstPeople,
    /// Decisions that look wrong, in the order that was looked at last.
    Suspected,
    /// Records of a bar of a distribution.
    Bar,
    /// Records that two coders coded in two certain ways.
    CodedSo,
}

impl Listed {
    /// What the records have in common, for the screen: "decided before".
    pub fn words(self) -> &'static str {
        match self {
            Listed::WithEarlier => "decided before",
            Listed::Contradicting => "decided before in two ways",
            Listed::Takeover => "to be taken over",
            Listed::Changed(ChangeKind::Same) => "same code as before",
            Listed::Changed(ChangeKind::MoreDetail) => "more detail than before",
            Listed::Changed(ChangeKind::LessDetail) => "less detail than before",
            Listed::Changed(ChangeKind::Other) => "another code than before",
            Listed::AgainstPeople => "decisions the new model contradicts",
            Listed::Suspected => "decisions that look wrong",
            Listed::Bar => "a bar of a distribution",
            Listed::CodedSo => "coded so by the two coders",
        }
    }
}

/// The records of a list, ascending, as they were when it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRecords {
    /// Which list.
    pub list: Listed,
    /// What its records have in common, for the screen: "decided before".
    pub words: String,
    /// Its records, ascending.
    pub records: Vec<RecordId>,
}

/// Whether a list has records; asked in every frame, so that nothing is gathered.
pub(crate) fn has_records(state: &AppState, review: &Review, list: Listed) -> bool {
    match list {
        Listed::WithEarlier => review.earlier_totals.matched > 0,
        Listed::Contradicting => review.earlier_totals.contradict > 0,
        Listed::Takeover => match &state.panel {
            Panel::Earlier(panel) => panel.asked.as_ref().is_some_and(|asked| !asked.decisions.is_empty()),
            _ => false,
        },
        // Of those that stay the same no list is kept.
        Listed::Changed(ChangeKind::Same) => false,
        // A bar says itself which records it has.
        Listed::Bar => false,
        Listed::Changed(kind) => review.changes.as_ref().is_some_and(|changes| changes.count(kind) > 0),
        Listed::Suspected => state.supervise.errors.count() > 0,
        Listed::AgainstPeople => !review.against_people.is_empty(),
        Listed::CodedSo => state.supervise.packs.cell.is_some(),
    }
}

/// The records of a list as they are now, ascending.
pub(crate) fn listed_records(state: &AppState, review: &Review, list: Listed) -> Vec<RecordId> {
    match list {
        Listed::WithEarlier => review.earlier.matched().map(|(record, _)| record).collect(),
        Listed::Contradicting => {
            review.earlier.matched().filter(|(_, lines)| lines.len() > 1).map(|(record, _)| record).collect()
        }
        Listed::Takeover => match &state.panel {
            Panel::Earlier(panel) => panel.asked.iter().flat_map(|asked| &asked.decisions).map(|at| at.0).collect(),
            _ => Vec::new(),
        },
        Listed::Changed(kind) => review.changes.as_ref().map(|changes| changes.records(kind)).unwrap_or_default(),
        Listed::AgainstPeople => review.against_people.clone(),
        Listed::Suspected => suspected(state, review),
        Listed::Bar => Vec::new(),
        Listed::CodedSo => state.supervise.packs.records_of_cell(),
    }
}
