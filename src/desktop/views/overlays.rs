//! What lies over the whole window: the search among commands, the keys, about.

use egui::{Frame, Id, Key, Modal, RichText, ScrollArea, Ui};
use review::Flag;
use workbench::{Command, CommandGroup, CommandRow, Panel, command_table};

use super::records::{NOTE, sign_of};
use super::{palette, purge, who};
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, TITLE, UNIT, regular, strong};
use crate::widgets::key_cap::key_cap;
use crate::widgets::mark::Mark;
use crate::widgets::text::paint_line;

/// Draws the overlay that is open, if one is.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let name = match &page.state.panel {
        Panel::Palette(_) => "commands",
        Panel::Keys => "keys",
        Panel::About => "about",
        Panel::Purge(_) => "purge",
        Panel::Who => "who",
        _ => return,
    };
    let colour = egui::Color32::from_black_alpha(96);
    let frame = Frame::window(ui.style()).inner_margin(16);
    let response =
        Modal::new(Id::unique(name)).frame(frame).backdrop_color(colour).show(ui.ctx(), |ui| match &page.state.panel {
            Panel::Palette(panel) => palette::show(ui, page, panel),
            Panel::Keys => keys(ui, page),
            Panel::Purge(path) => purge::show(ui, page, path),
            Panel::Who => who::show(ui, page),
            _ => about(ui, page),
        });
    if response.should_close() {
        page.send(Command::ClosePanel);
    }
}

fn title(ui: &mut Ui, page: &mut Page<'_>, words: &str) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(words).font(strong(TITLE)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            page.button(ui, Command::ClosePanel, Some("Close"));
        });
    });
    ui.add_space(UNIT);
}

fn keys(ui: &mut Ui, page: &mut Page<'_>) {
    ui.set_width(880.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    title(ui, page, "Keys");
    let height = (ui.ctx().content_rect().height() - 176.0).min(560.0);
    ui.spacing_mut().interact_size.y = 20.0;
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        by_keys(ui, height);
        ui.columns(3, |columns| {
            group(&mut columns[0], page, CommandGroup::Decide);
            group(&mut columns[1], page, CommandGroup::Go);
            group(&mut columns[1], page, CommandGroup::Filter);
            find(&mut columns[1], page);
            group(&mut columns[2], page, CommandGroup::File);
            group(&mut columns[2], page, CommandGroup::View);
            group(&mut columns[2], page, CommandGroup::Help);
            signs(&mut columns[2], page);
        });
        ui.add_space(UNIT);
        let words = "Keys that decide act only while the table has the focus; Esc returns to it. Typing in a field never \
                     decides anything.";
        ui.label(RichText::new(words).size(SMALL).color(page.palette.text_muted));
        ui.horizontal(|ui| {
            let words = match (page.sight.key_wanted, page.state.refusal) {
                (Some(_), Some(refusal)) => refusal,
                (Some(_), None) => "Press the new key; Backspace for the usual one, Esc to leave it.",
                (None, _) => "Press a command here to give it another key.",
            };
            ui.label(RichText::new(words).size(SMALL).color(page.palette.text_muted));
            if !page.state.settings.keys.is_empty() {
                page.button(ui, Command::ResetKeys, None);
            }
        });
    });
}

/// Scrolls by the keys that one would try.
fn by_keys(ui: &Ui, height: f32) {
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    for (key, by) in [
        (Key::PageDown, height),
        (Key::PageUp, -height),
        (Key::ArrowDown, 40.0),
        (Key::ArrowUp, -40.0),
        (Key::End, 9_999.0),
        (Key::Home, -9_999.0),
    ] {
        if pressed(key) {
            ui.scroll_with_delta(egui::vec2(0.0, -by));
        }
    }
}

fn has_key(page: &Page<'_>, row: &CommandRow) -> bool {
    !row.shortcuts.is_empty() || page.state.settings.keys.contains_key(row.text)
}

fn group(ui: &mut Ui, page: &mut Page<'_>, group: CommandGroup) {
    let rows: Vec<(usize, &CommandRow)> =
        command_table().iter().enumerate().filter(|(_, row)| row.group == group && has_key(page, row)).collect();
    if rows.is_empty() {
        return;
    }
    ui.label(RichText::new(group.name()).font(strong(BODY)));
    for (at, row) in rows {
        // Nine lines for nine digits say less than one.
        let (text, keys) = match row.command {
            Command::TakeSuggestion(1) => ("Take a suggestion", vec!["1".to_owned(), "…".to_owned(), "9".to_owned()]),
            Command::TakeSuggestion(_) => continue,
            _ => (row.text, page.state.settings.shortcuts(row).iter().map(|shortcut| shortcut.text()).collect()),
        };
        let wanted = page.sight.key_wanted == Some(at);
        let keys: Vec<String> = if wanted { vec!["press a key…".to_owned()] } else { keys };
        ui.horizontal(|ui| {
            let (rect, response) = ui.allocate_exact_size(egui::vec2(144.0, 20.0), egui::Sense::click());
            let name = format!("{text}: give it another key");
            response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.hovered() || response.has_focus() || wanted {
                ui.painter().rect_filled(rect.expand2(egui::vec2(2.0, 0.0)), 4.0, page.palette.hover);
            }
            paint_line(ui.painter(), rect, text, regular(SMALL), page.palette.text, egui::Align::Min);
            if response.on_hover_text(format!("{}\nPress to give it another key.", row.hint)).clicked() {
                page.sight.key_wanted = Some(at);
            }
            ui.spacing_mut().item_spacing.x = UNIT / 2.0;
            for key in keys {
                key_cap(ui, &key, page.palette);
            }
        });
    }
    ui.add_space(UNIT * 1.5);
}

/// Keys of the window itself.
fn find(ui: &mut Ui, page: &Page<'_>) {
    let keys = [
        ("Find in answers", "Ctrl+F"),
        ("Open the menus", "F10"),
        ("Open a menu", "Alt+letter"),
        ("Tree: open or go in", "→"),
        ("Tree: close or go out", "←"),
        ("Tree: search", "/"),
        ("Tree: back", "Backspace"),
    ];
    for (words, key) in keys {
        ui.horizontal(|ui| {
            named(ui, page, words, 144.0);
            key_cap(ui, key, page.palette);
        });
    }
    ui.add_space(UNIT * 1.5);
}

/// What the signs in the table mean.
fn signs(ui: &mut Ui, page: &Page<'_>) {
    ui.label(RichText::new("Signs").font(strong(BODY)));
    let marks = [
        Mark::Coded,
        Mark::ToReview,
        Mark::Partial,
        Mark::NonClassification,
        Mark::Uncoded,
        Mark::Reviewed,
        Mark::Referred,
        Mark::Hidden,
    ];
    for pair in marks.chunks(2) {
        ui.horizontal(|ui| {
            for mark in pair {
                mark.show(ui, page.palette);
            }
        });
    }
    ui.add_space(UNIT / 2.0);
    let reasons = Flag::ALL.map(|flag| (sign_of(flag), flag.name()));
    for (sign, name) in reasons.into_iter().chain([(NOTE, "Note")]) {
        ui.horizontal(|ui| {
            named(ui, page, sign, 16.0);
            named(ui, page, name, 128.0);
        });
    }
    ui.add_space(UNIT * 1.5);
}

fn named(ui: &mut Ui, page: &Page<'_>, words: &str, width: f32) {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, 20.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, words));
    paint_line(ui.painter(), rect, words, regular(SMALL), page.palette.text, egui::Align::Min);
}

fn about(ui: &mut Ui, page: &mut Page<'_>) {
    ui.set_width(560.0_f32.min(ui.ctx().content_rect().width() - 80.0));
    title(ui, page, "About Occudesk");
    let version = format!("Version {}. Licence: MIT or Apache 2.0.", env!("CARGO_PKG_VERSION"));
    ui.label(version);
    ui.add_space(UNIT);
    let sources = "The classifications and coding indexes are those of the Australian Bureau of Statistics: OSCA – Occupation \
                   Standard Classification for Australia, 2024, version 1.0, and ANZSCO – Australian and New Zealand Standard \
                   Classification of Occupations, 2022 Australian Update, used under Creative Commons Attribution 4.0. \
                   Occudesk is not a product of the Bureau.";
    ui.add(egui::Label::new(sources).wrap());
    ui.add_space(UNIT);
    let privacy = "Coding happens on this computer; no answer leaves it.";
    ui.label(privacy);
    if let workbench::Screen::Review(review) = &page.state.screen {
        ui.add_space(UNIT);
        ui.label(format!("Model of this project: {}", review.model_id));
    }
    ui.add_space(UNIT);
    let fonts = "Typeface: Inter (SIL Open Font License 1.1), with DejaVu Sans for signs.";
    ui.label(RichText::new(fonts).size(SMALL).color(page.palette.text_muted));
}
