//! A hidden record: the answer alone, to be coded without what the machine or anybody else made of it.

use egui::{Label, RichText, Ui};
use review::Hidden;
use workbench::{Command, row_of};

use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, strong};
use crate::widgets::key_cap::key_cap;

/// Draws what is to be done; nothing for a record that is seen.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, hidden: Hidden) {
    let palette = page.palette;
    let (head, why) = match hidden {
        Hidden::Sample => (
            "Code it blind",
            "This record is in a quality sample. What the engine and other people made of it stays hidden until you \
             have coded it; then you see whether both agree.",
        ),
        Hidden::Unaided => (
            "Code it before the engine speaks",
            "For some records the engine’s answer is shown only after a person has coded them. That tells how far the \
             answer draws people along. You can keep your code or change it then.",
        ),
    };
    heading(ui, page, head, "");
    ui.add(Label::new(RichText::new(why).color(palette.text_muted)).wrap());
    let reviewer = &page.state.settings.reviewer;
    if hidden == Hidden::Sample && shown.review.is_own_decision(shown.record.record, reviewer) {
        ui.add_space(UNIT / 2.0);
        let words = format!(
            "{reviewer} decided on this record before. Somebody else should code it; if you do, the report counts it."
        );
        ui.add(Label::new(RichText::new(words).color(palette.doubtful)).wrap());
    }
    ui.add_space(UNIT);
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
    let note = match hidden {
        Hidden::Sample => "write the reason first; it goes with the coding",
        Hidden::Unaided => "write a note",
    };
    for (command, words) in [
        (Command::OpenSearch, "search for the code: title, index entry or digits"),
        (Command::OpenUncodable, "it cannot be coded, and why"),
        (Command::OpenNote, note),
        (
            Command::ShowWorkspace(workbench::Workspace::Classification),
            "browse the classification and use a code there",
        ),
        (Command::NextFlagged, "leave it for now and go to the next"),
    ] {
        let key = row_of(&command).map(|row| page.state.settings.shortcut_text(row)).unwrap_or_default();
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = 20.0;
            ui.scope(|ui| {
                ui.set_min_width(56.0);
                key_cap(ui, &key, palette);
            });
            ui.add(Label::new(words).wrap());
        });
    }
    if hidden == Hidden::Sample && !shown.record.note.is_empty() {
        heading(ui, page, "Reason", "");
        ui.add(Label::new(RichText::new(shown.record.note).font(strong(BODY))).wrap().selectable(true));
        ui.label(RichText::new("Kept until the record is coded.").size(SMALL).color(palette.text_muted));
    }
    ui.add_space(UNIT);
}
