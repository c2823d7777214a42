//! The views: each draws a part of the window from the state and pushes commands.

mod bar;
mod desk;
mod export;
mod form;
mod jobs;
mod mapping;
mod notices;
mod overlays;
mod palette;
mod problems;
mod record;
mod records;
mod settings;
mod start_page;
mod status;
mod thresholds;

use egui::{Align2, Area, Context, Frame, Id, Key, Order, Ui};
use review::Uncodable;
use workbench::{AppState, Command, Panel, Screen};

use crate::keys::take_key;
use crate::page::Page;
use crate::theme::metrics::{TITLE, strong};

/// Draws the window.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    bar::show(ui, page);
    notices::show(ui, page);
    match &page.state.screen {
        Screen::Start => {
            jobs::show(ui, page);
            start_page::show(ui, page);
        }
        Screen::Mapping(mapping) => {
            jobs::show(ui, page);
            mapping::show(ui, page, mapping);
        }
        Screen::Review(review) => desk::show(ui, page, review),
    }
    overlays::show(ui, page);
    settings::show(ui, page);
    drop_target(ui.ctx(), page);
}

/// Takes the keys that belong to the open panel. Their commands go to `late`, because they are about what was typed
/// before them, which the field reports only when it is drawn.
pub fn take_panel_keys(ctx: &Context, state: &AppState, late: &mut Vec<Command>) {
    let list = |commands: &mut Vec<Command>, step: fn(i32) -> Command, choose: Command| {
        if take_key(ctx, Key::ArrowDown) {
            commands.push(step(1));
        }
        if take_key(ctx, Key::ArrowUp) {
            commands.push(step(-1));
        }
        if take_key(ctx, Key::Enter) {
            commands.push(choose);
        }
    };
    match &state.panel {
        Panel::Search(_) if ctx.text_edit_focused() => list(late, Command::MoveSearch, Command::ChooseSearch(None)),
        Panel::Palette(_) => list(late, Command::MovePalette, Command::RunPalette),
        Panel::Uncodable => {
            let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
            for (key, reason) in digits.into_iter().zip(Uncodable::ALL) {
                if take_key(ctx, key) {
                    late.push(Command::Uncodable(reason));
                }
            }
        }
        _ => {}
    }
}

/// Which panel is open, and the field in it that a person wants to type into first.
pub fn field_of(panel: &Panel) -> (&'static str, Option<Id>) {
    match panel {
        Panel::None => ("", None),
        Panel::Search(_) => ("search", Some(record::search_field_id())),
        Panel::Uncodable => ("uncodable", None),
        Panel::Note => ("note", Some(record::note_field_id())),
        Panel::Thresholds(_) => ("thresholds", None),
        Panel::Export(_) => ("export", Some(export::path_field_id())),
        Panel::Palette(_) => ("palette", Some(palette::field_id())),
        Panel::Keys => ("keys", None),
        Panel::Problems(_) => ("problems", None),
        Panel::About => ("about", None),
    }
}

/// Shows that a file held over the window can be dropped.
fn drop_target(ctx: &Context, page: &Page<'_>) {
    if ctx.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let palette = page.palette;
    Area::new(Id::unique("drop")).order(Order::Foreground).anchor(Align2::CENTER_CENTER, [0.0, 0.0]).show(ctx, |ui| {
        Frame::new().fill(palette.accent).corner_radius(8).inner_margin(32).show(ui, |ui| {
            ui.label(egui::RichText::new("Drop the file to open it").font(strong(TITLE)).color(palette.on_accent))
        });
    });
}
