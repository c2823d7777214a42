//! Who decided what, and the log.

mod anchoring;
mod figures;
mod integrity;
mod log;

use egui::{Button, Label, RichText, Ui};
use review::Timestamp;
use workbench::{Command, PeopleCommand, PeoplePart, Review};

use crate::page::Page;
use crate::theme::metrics::{BODY, UNIT};
use crate::widgets::rows::RowsMemory;

/// What concerns only the screen on this page.
#[derive(Debug, Default)]
pub struct PeopleSight {
    /// The table of people.
    pub people: RowsMemory,
    /// The table of a person's days.
    pub days: RowsMemory,
    /// The list of entries.
    pub entries: RowsMemory,
    /// The changes of the marked entry, and the entry that they were last shown for.
    pub changes: (RowsMemory, Option<u64>),
    /// The entry that the list brought into sight last.
    pub revealed: Option<u64>,
    /// The number of a record being typed.
    pub record: Option<String>,
    /// The share of records coded unaided that is being chosen, in a hundred.
    pub percent: Option<u8>,
    /// The head of the log being typed.
    pub head: String,
    /// The name being typed.
    pub name: Option<String>,
}

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    if !review.is_coded() {
        ui.add(Label::new("The records are not coded yet.").wrap());
        return;
    }
    let part = page.state.supervise.people.part;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        for tab in PeoplePart::ALL {
            let button = Button::new(tab.name()).selected(part == tab);
            page.show_button(ui, Command::People(PeopleCommand::ShowPart(tab)), button);
        }
    });
    ui.add_space(UNIT);
    if review.whole_log().entries().is_empty() && part != PeoplePart::Anchoring {
        ui.add_space(UNIT * 2.0);
        ui.label(RichText::new("Nobody has decided anything in this project yet.").size(BODY));
        ui.add(Label::new("Every decision will be an entry of the log, and its figures will stand here.").wrap());
        return;
    }
    match part {
        PeoplePart::Figures => figures::show(ui, page, review),
        PeoplePart::Anchoring => anchoring::show(ui, page, review),
        PeoplePart::Log => log::show(ui, page, review),
        PeoplePart::Integrity => integrity::show(ui, page, review),
    }
}

/// Date and time to the second, in UTC: `2026-11-20 09:07:37`.
fn when(at: Timestamp) -> String {
    let iso = at.to_iso();
    format!("{} {}", at.date(), iso.get(11..19).unwrap_or_default())
}
