//! The foot of the pane: what can be done with the record, the reasons for uncodable, the note.

use egui::{Button, Id, Key, RichText, Stroke, Ui};
use review::{Flag, Uncodable};
use workbench::{Command, Panel as Open, can, row_of};

use super::Shown;
use crate::page::Page;
use crate::theme::metrics::{CONTROL, SMALL, UNIT, strong_family};
use crate::views::{form, group};
use crate::widgets::button::keyed;
use crate::widgets::key_cap::key_cap;

/// The field in which the note is written.
pub fn note_field_id() -> Id {
    Id::unique("note")
}

/// Draws the foot.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    match &page.state.panel {
        Open::Uncodable => {
            group::banner(ui, page, shown.review);
            reasons(ui, page);
            return;
        }
        Open::Note => {
            note(ui, page, shown);
            return;
        }
        _ => {}
    }
    group::line(ui, page, shown.review);
    let spacing = UNIT / 2.0;
    let width = ui.available_width() - 3.0 * spacing;
    // The longest word needs the most room.
    const SHARES: [f32; 4] = [0.24, 0.21, 0.29, 0.26];
    let rows: [[(Command, &str); 4]; 2] = [
        [
            (Command::Accept, "Accept"),
            (Command::OpenSearch, "Search"),
            (Command::OpenUncodable, "Uncodable"),
            (Command::Refer, "Refer"),
        ],
        [
            (Command::Flag, if shown.record.flags.has(Flag::ByHand) { "Unflag" } else { "Flag" }),
            (Command::OpenNote, "Note"),
            (Command::UseParent, "Parent"),
            (Command::ClearDecision, "Reopen"),
        ],
    ];
    for row in rows {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = spacing;
            for ((command, words), share) in row.into_iter().zip(SHARES) {
                action(ui, page, command, words, (width * share).floor());
            }
        });
    }
}

fn action(ui: &mut Ui, page: &mut Page<'_>, command: Command, words: &str, width: f32) {
    let key = row_of(&command).map(|row| page.state.settings.shortcut_text(row)).unwrap_or_default();
    let key = match key.as_str() {
        "Enter" => "↵".to_owned(),
        "Delete" => "Del".to_owned(),
        _ => key,
    };
    let palette = page.palette;
    let allowed = can(page.state, &command).is_ok();
    let main = command == Command::Accept;
    let hint = page.hint(&command);
    let response = keyed(ui, egui::vec2(width, CONTROL), words, &key, main, allowed, palette);
    if response.on_hover_text(hint).clicked() && allowed {
        page.send(command);
    }
}

fn reasons(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    ui.label(RichText::new("Why can it not be coded?").family(strong_family()));
    ui.label(RichText::new("↑ ↓ and Enter, or its digit; Esc to leave.").size(SMALL).color(palette.text_muted));
    for (at, reason) in Uncodable::ALL.into_iter().enumerate() {
        ui.horizontal(|ui| {
            key_cap(ui, &(at + 1).to_string(), palette);
            let marked = page.sight.reason == at;
            let button = Button::new(reason.name()).selected(marked);
            let response = page.show_button(ui, Command::Uncodable(reason), button);
            if marked {
                ui.painter().rect_stroke(
                    response.rect,
                    4.0,
                    Stroke::new(2.0, palette.accent),
                    egui::StrokeKind::Outside,
                );
            }
        });
    }
    page.button(ui, Command::ClosePanel, Some("Cancel"));
}

fn note(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let number = shown.record.record;
    let mut text = match &page.sight.note {
        Some((of, text)) if *of == number => text.clone(),
        _ => shown.record.note.to_owned(),
    };
    let words = if page.sight.go_on_after == Some(number) { "Note: what is the reason?" } else { "Note" };
    let label = ui.label(RichText::new(words).family(strong_family())).id;
    let field = form::field(&mut text)
        .id(note_field_id())
        .hint_text("for whoever reads this record next")
        .desired_width(f32::INFINITY);
    let response = ui.add(field).labelled_by(label);
    if response.changed() {
        page.sight.note = Some((number, text.clone()));
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.horizontal(|ui| {
        let pressed = ui.button("Save note").on_hover_text("Key: Enter").clicked();
        if entered || pressed {
            page.sight.note = None;
            page.send(Command::SetNote(text.clone()));
        }
        page.button(ui, Command::ClosePanel, Some("Cancel"));
    });
}
