//! What cannot be done while what stands for the selected record is hidden.

use review::{Filter, Hidden, Uncodable};

use crate::{Command, Panel, Review};

const BLIND: &str = "It is to be coded blind: search for a code (/), or say uncodable (U).";

const UNAIDED: &str = "Code it first: search for a code (/), or say uncodable (U). Then the engine’s answer is shown.";

/// Whether a command can be done with the hidden record that is selected: nothing shows or takes what is hidden.
///
/// # Errors
/// The reason.
pub(crate) fn can_hidden(review: &Review, command: &Command) -> Result<(), &'static str> {
    match review.selected_hidden() {
        None => Ok(()),
        Some(Hidden::Sample) if tells(command) => Err(BLIND),
        Some(Hidden::Sample) if *command == Command::Uncodable(Uncodable::Other) => {
            let reason = review.selected.as_ref().and_then(|selected| review.blind_notes.get(&selected.record));
            if reason.is_some() { Ok(()) } else { Err("Say why in a note first (N), or choose another reason.") }
        }
        Some(Hidden::Unaided) if tells(command) => Err(UNAIDED),
        Some(Hidden::Sample | Hidden::Unaided) => Ok(()),
    }
}

/// Whether a command shows or takes what the machine or somebody else made of the selected record.
fn tells(command: &Command) -> bool {
    matches!(
        command,
        Command::Accept
            | Command::TakeSuggestion(_)
            | Command::TakeEarlier(_)
            | Command::UseParent
            | Command::ClearDecision
            | Command::OpenRule
            | Command::WriteRule
            | Command::OpenGroup
            | Command::NarrowToGroup
            | Command::OpenWhatIf
            | Command::SetWhatIf(..)
            | Command::OpenCompare
            | Command::OpenWhyNot
            | Command::ChooseCompareSearch(_)
            | Command::TakeCompared(_)
    )
}

/// Whether a panel shows what the machine or somebody else made of the selected record.
pub(crate) fn panel_tells(panel: &Panel) -> bool {
    matches!(panel, Panel::WhatIf(_) | Panel::Compare(_) | Panel::Group | Panel::Rule(_))
}

/// As the project stood before, what is hidden now was seen.
///
/// # Errors
/// Why it cannot be looked at now.
pub(crate) fn can_look_back(review: &Review) -> Result<(), &'static str> {
    match review.counts.of(Filter::Sampled) {
        0 => Ok(()),
        _ => Err("Records wait to be coded blind, and the project as it stood would tell what stands for them."),
    }
}

/// The whole log says what was decided about every record.
///
/// # Errors
/// Why it cannot be written now.
pub(crate) fn can_write_log(review: &Review) -> Result<(), &'static str> {
    match review.counts.of(Filter::Sampled) {
        0 => Ok(()),
        _ => Err("Records wait to be coded blind, and the log tells what stands for them. Code those first."),
    }
}
