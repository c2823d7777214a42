//! Type to search a code: titles, coding index, digits.

use domain::{HitKind, Level};
use egui::{Id, RichText, ScrollArea, Ui};
use workbench::{Command, SearchPanel};

use super::Shown;
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT};
use crate::views::{classification::Line, form, group};

/// The field in which one types.
pub fn field_id() -> Id {
    Id::unique("search for a code")
}

/// Draws the search.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>, panel: &SearchPanel) {
    let palette = page.palette;
    group::banner(ui, page, shown.review);
    ui.horizontal(|ui| {
        let mut query = panel.query.clone();
        let field = form::field(&mut query)
            .id(field_id())
            .hint_text("title, index entry or digits")
            .desired_width(ui.available_width() - 72.0);
        let response = ui.add(field).accessible_name("Search for a code");
        if response.changed() {
            page.send(Command::SetSearch(query));
        }
        page.button(ui, Command::ClosePanel, Some("Close"));
    });
    let words = match (panel.query.trim().is_empty(), panel.hits.is_empty()) {
        (true, _) => "Type a title, a word of the coding index, or the first digits of a code.",
        (false, true) => "Nothing is found. Try fewer words, or the beginning of one.",
        (false, false) => "↑ ↓ to choose, Enter to take it, Esc to leave.",
    };
    ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
    ui.add_space(UNIT / 2.0);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, hit) in panel.hits.iter().enumerate() {
            let title = shown.classification.title(hit.code);
            let marked = at == panel.marked;
            let level =
                if hit.code.is_non_classification() { "not an occupation" } else { Level::name(hit.code.level()) };
            let words = match hit.kind {
                HitKind::Code | HitKind::Title => level.to_owned(),
                HitKind::Description => format!("{level}, by its description"),
                HitKind::Index(kind) => format!("{}: {}", kind.name(), hit.matched),
            };
            let line = Line { code: hit.code, title, words: &words, as_written: hit.as_written, marked };
            if line.show(ui, page.palette) {
                page.send(Command::ChooseSearch(Some(hit.code)));
            }
        }
    });
}
