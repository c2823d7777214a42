//! The views: each draws a part of the window from the state and pushes commands.

mod as_of;
mod bar;
mod bulk;
mod changes;
mod classification;
mod compare;
mod context_columns;
mod desk;
mod earlier;
mod explore;
mod export;
mod form;
mod group;
mod jobs;
mod listed;
mod log;
mod mapping;
mod mapping_columns;
mod mapping_recode;
mod narrow;
mod notices;
mod overlays;
mod palette;
mod practise;
mod problems;
mod purge;
mod recoded;
mod record;
mod records;
mod rule;
mod settings;
mod start_page;
mod status;
mod supervise;
mod thresholds;
mod who;

use egui::{Align2, Area, Context, Frame, Id, Key, Order, Ui};
use review::Uncodable;
use workbench::{AppState, Command, Panel, Screen, Workspace, can, command_table};

use crate::dialogs::Ask;
use crate::keys::{take_key, take_menu};
use crate::page::Page;
use crate::sight::{Sight, records_id};
use crate::theme::metrics::{TITLE, strong};

/// Draws the window.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    bar::show(ui, page);
    notices::show(ui, page);
    if let Screen::Review(review) = &page.state.screen {
        as_of::show(ui, page, review);
    }
    match &page.state.screen {
        Screen::Start | Screen::Review(_) if page.state.workspace == Workspace::Classification => {
            classification::show(ui, page);
        }
        Screen::Start | Screen::Review(_) if page.state.workspace == Workspace::Explore => explore::show(ui, page),
        Screen::Start | Screen::Review(_) if page.state.workspace == Workspace::Practise => practise::show(ui, page),
        Screen::Start => {
            jobs::show(ui, page);
            start_page::show(ui, page);
        }
        Screen::Mapping(mapping) => {
            jobs::show(ui, page);
            mapping::show(ui, page, mapping);
        }
        Screen::Review(review) if page.state.workspace == Workspace::Supervise => supervise::show(ui, page, review),
        Screen::Review(review) => desk::show(ui, page, review),
    }
    overlays::show(ui, page);
    settings::show(ui, page);
    drop_target(ui.ctx(), page);
}

/// The letters that open the menus together with Alt, in the order of the menus.
pub const MENU_LETTERS: [Key; 6] = [Key::F, Key::D, Key::G, Key::L, Key::V, Key::H];

/// Takes the keys that lead from one open menu to the next.
pub fn take_menu_keys(ctx: &Context, sight: &mut Sight) {
    sight.open_menu = take_menu(ctx, &MENU_LETTERS);
    let Some(open) = sight.menu else { return };
    let last = MENU_LETTERS.len() - 1;
    if take_key(ctx, Key::ArrowRight) {
        sight.open_menu = Some(if open == last { 0 } else { open + 1 });
    } else if take_key(ctx, Key::ArrowLeft) {
        sight.open_menu = Some(open.checked_sub(1).unwrap_or(last));
    }
}

/// What concerns only the screen on the page of people.
pub use supervise::PeopleSight;

/// The field into which one types first in the exploring workspace.
pub use explore::title_field_id as explored_title_id;

/// Takes the keys of the classification workspace.
pub use classification::take_keys as take_classification_keys;

/// Takes the keys of the practice.
pub use practise::take_keys as take_practice_keys;

/// Takes the key that goes on from the mapping step, where no field has the focus.
pub fn take_mapping_keys(ctx: &Context, state: &AppState, commands: &mut Vec<Command>) {
    let Some(mapping) = state.mapping() else { return };
    if ctx.memory(|memory| memory.focused().is_none()) && take_key(ctx, Key::Enter) {
        commands.extend(mapping::what_enter_does(state, mapping));
    }
}

/// Takes the keys that belong to the open panel. Their commands go to `late`, because they are about what was typed
/// before them, which the field reports only when it is drawn.
pub fn take_panel_keys(ctx: &Context, state: &AppState, sight: &mut Sight, late: &mut Vec<Command>) {
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
        Panel::Group => group::take_keys(ctx, state.review().and_then(|review| review.group.as_deref()), late),
        Panel::Bulk => bulk::take_keys(ctx, state.review().and_then(|review| review.bulk.as_deref()), late),
        Panel::Palette(_) => list(late, Command::MovePalette, Command::RunPalette),
        Panel::Log(_) => {
            list(late, Command::MoveLog, Command::GoToMarked);
            if take_key(ctx, Key::Delete) {
                late.push(Command::RevertMarked);
            }
        }
        Panel::Compare(panel) if panel.search.is_none() => compare::take_keys(ctx, late),
        Panel::Compare(_) if ctx.text_edit_focused() => {
            list(late, Command::MoveCompareSearch, Command::ChooseCompareSearch(None));
        }
        Panel::Uncodable => {
            let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
            for (key, reason) in digits.into_iter().zip(Uncodable::ALL) {
                if take_key(ctx, key) {
                    late.push(Command::Uncodable(reason));
                }
            }
            let elsewhere = ctx.memory(|memory| memory.focused().is_some_and(|id| id != records_id()));
            if elsewhere {
                return;
            }
            if take_key(ctx, Key::ArrowDown) {
                sight.reason = (sight.reason + 1).min(Uncodable::ALL.len() - 1);
            }
            if take_key(ctx, Key::ArrowUp) {
                sight.reason = sight.reason.saturating_sub(1);
            }
            if take_key(ctx, Key::Enter) {
                late.extend(Uncodable::ALL.get(sight.reason).map(|reason| Command::Uncodable(*reason)));
            }
        }
        _ => {}
    }
}

/// Takes the key that was pressed for a command in the key help.
pub fn take_wanted_key(state: &AppState, sight: &mut Sight, at: usize, pressed: &str, commands: &mut Vec<Command>) {
    let Some(row) = command_table().get(at) else { return };
    let command = match pressed {
        "Escape" => {
            sight.key_wanted = None;
            return;
        }
        "Backspace" => Command::SetKey(row.text.to_owned(), None),
        key => Command::SetKey(row.text.to_owned(), Some(key.to_owned())),
    };
    if can(state, &command).is_ok() {
        sight.key_wanted = None;
    }
    commands.push(command);
}

/// Which panel is open, and the field in it that a person wants to type into first.
pub fn field_of(panel: &Panel) -> (&'static str, Option<Id>) {
    match panel {
        Panel::None => ("", None),
        Panel::Search(_) => ("search", Some(record::search_field_id())),
        Panel::Earlier(_) => ("earlier", Some(earlier::path_field_id())),
        Panel::Rule(_) => ("rule", Some(rule::reason_field_id())),
        Panel::Changes => ("changes", None),
        Panel::Uncodable => ("uncodable", None),
        Panel::Group => ("group", None),
        Panel::Bulk => ("bulk", None),
        Panel::Note => ("note", Some(record::note_field_id())),
        Panel::Log(_) => ("log", None),
        Panel::WhatIf(_) => ("what if", Some(record::what_if_field_id())),
        Panel::SaveView => ("save view", Some(narrow::view_name_field_id())),
        Panel::Thresholds(_) => ("thresholds", None),
        Panel::Export(_) => ("export", Some(export::path_field_id())),
        Panel::Palette(_) => ("palette", Some(palette::field_id())),
        Panel::Keys => ("keys", None),
        Panel::Problems(_) => ("problems", None),
        Panel::About => ("about", None),
        Panel::Who => ("who", Some(who::name_field_id())),
        Panel::Purge(_) => ("purge", None),
        Panel::Compare(panel) if panel.search.is_some() => ("compare search", Some(compare::field_id())),
        Panel::Compare(_) => ("compare", None),
    }
}

/// The field into which a path is typed where there is no dialog for it.
pub fn path_field_of(state: &AppState, ask: Ask) -> Option<Id> {
    match (ask, &state.screen, &state.panel) {
        (Ask::Open, Screen::Start, _) => Some(start_page::path_field_id()),
        (Ask::PracticeSet, ..) => Some(practise::path_field_id()),
        (Ask::SavePractice | Ask::OpenPractice, ..) => Some(practise::results_path_field_id()),
        (Ask::Descriptions, ..) => Some(classification::path_field_id()),
        (Ask::SaveProject, Screen::Mapping(_), _) => Some(mapping::path_field_id()),
        (Ask::OpenEarlier, _, Panel::Earlier(_)) => Some(earlier::path_field_id()),
        (Ask::SaveRule, _, Panel::Rule(_)) => Some(rule::path_field_id()),
        (Ask::SaveExport, _, Panel::Export(_)) => Some(export::path_field_id()),
        (Ask::SaveReport, ..) => Some(supervise::report_path_field_id()),
        (Ask::SaveFigure, ..) => Some(supervise::figure_path_field_id()),
        _ => None,
    }
}

/// The field in which one searches the answers.
pub fn find_field_id() -> Id {
    records::find_field_id()
}

/// The field for the name beside decisions, in the settings.
pub fn reviewer_field_id() -> Id {
    settings::reviewer_field_id()
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
