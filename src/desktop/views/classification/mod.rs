//! The classification workspace: the tree and what was searched for at the left, the category looked at in full.

mod category;
mod found;
mod tree;

pub use found::Line;

use egui::{CentralPanel, Context, Frame, Id, Key, Margin, Panel, Ui};
use workbench::{AppState, Command, Screen};

use super::{desk, form, jobs, status};
use crate::keys::take_key;
use crate::page::Page;
use crate::sight::{Sight, tree_id};
use crate::theme::metrics::UNIT;

/// The field in which one searches the classification.
pub fn field_id() -> Id {
    Id::unique("search the classification")
}

/// The field into which the path of a workbook is typed where there is no dialog for it.
pub fn path_field_id() -> Id {
    Id::unique("path of a workbook")
}

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    page.sight.finding = false;
    if let Screen::Review(review) = &page.state.screen {
        status::show(ui, page, review);
    }
    jobs::show(ui, page);
    let side = Frame::new().fill(palette.surface);
    let usual = (ui.available_width() * 0.42).clamp(304.0, 640.0).round();
    let width = desk::kept(page, "tree").unwrap_or(usual);
    let shown = Panel::left("tree").frame(side).default_size(width).size_range(304.0..=760.0);
    let response = shown.show(ui, |ui| {
        ui.take_available_width();
        let head = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(8, 6));
        Panel::top("tree head").frame(head).show_separator_line(false).show(ui, |ui| search(ui, page));
        if page.state.browser.query.trim().is_empty() {
            tree::show(ui, page);
        } else {
            found::show(ui, page);
        }
    });
    desk::keep(ui, page, "tree", response.response.rect.width());
    let frame = Frame::new().fill(palette.panel);
    CentralPanel::default().frame(frame).show(ui, |ui| category::show(ui, page));
    let idle = ui.memory(|memory| memory.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
    if idle && !page.sight.settings_open && !crate::routing::takes_keys(&page.state.panel) {
        ui.memory_mut(|memory| memory.request_focus(tree_id()));
    }
}

/// The switch between the classifications, and the search.
fn search(ui: &mut Ui, page: &mut Page<'_>) {
    let browser = &page.state.browser;
    let narrow = ui.available_width() < NARROW;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        for id in domain::ClassificationId::ALL {
            let button = egui::Button::new(id.name()).selected(browser.classification == id);
            page.show_button(ui, Command::BrowseClassification(id), button).on_hover_text(id.full_name());
        }
        if !narrow {
            ui.add_space(UNIT / 2.0);
            field(ui, page);
        }
    });
    if narrow {
        field(ui, page);
    }
}

/// In a narrower tree the search has a line of its own.
const NARROW: f32 = 400.0;

fn field(ui: &mut Ui, page: &mut Page<'_>) {
    let mut query = page.state.browser.query.clone();
    let field = form::field(&mut query)
        .id(field_id())
        .hint_text("title, index entry or digits")
        .desired_width(ui.available_width());
    let response = ui.add(field).accessible_name("Search the classification");
    let response = response.on_hover_text("Find categories by title, coding index or code.\nKey: /");
    if response.changed() {
        page.send(Command::SetCategoryQuery(query));
    }
}

/// Takes the keys that belong to the workspace. `late` holds what is about words typed before.
pub fn take_keys(ctx: &Context, state: &AppState, sight: &Sight, commands: &mut Vec<Command>, late: &mut Vec<Command>) {
    let focused = ctx.memory(|memory| memory.focused());
    if focused == Some(field_id()) {
        if take_key(ctx, Key::ArrowDown) {
            late.push(Command::MoveFound(1));
        }
        if take_key(ctx, Key::ArrowUp) {
            late.push(Command::MoveFound(-1));
        }
        if take_key(ctx, Key::Enter) {
            late.push(Command::ChooseFound);
            if !state.browser.found.is_empty() {
                ctx.memory_mut(|memory| memory.request_focus(tree_id()));
            }
        }
        if take_key(ctx, Key::Escape) {
            late.push(Command::SetCategoryQuery(String::new()));
            ctx.memory_mut(|memory| memory.request_focus(tree_id()));
        }
        return;
    }
    if focused.is_some_and(|id| id != tree_id()) {
        return;
    }
    if !state.browser.query.is_empty() && take_key(ctx, Key::Escape) {
        commands.push(Command::SetCategoryQuery(String::new()));
    }
    let page = i32::try_from(sight.tree.page()).unwrap_or(1);
    let moves = [
        (Key::ArrowDown, Command::MoveCategory(1)),
        (Key::ArrowUp, Command::MoveCategory(-1)),
        (Key::PageDown, Command::MoveCategory(page)),
        (Key::PageUp, Command::MoveCategory(-page)),
        (Key::Home, Command::MoveCategory(i32::MIN)),
        (Key::End, Command::MoveCategory(i32::MAX)),
        (Key::ArrowRight, Command::UnfoldCategory),
        (Key::ArrowLeft, Command::FoldCategory),
        (Key::Backspace, Command::GoBack),
    ];
    for (key, command) in moves {
        if take_key(ctx, key) {
            commands.push(command);
        }
    }
    if take_key(ctx, Key::Enter)
        && let Some(code) = state.browser.selected
    {
        commands.push(Command::TurnCategory(code));
    }
    if take_key(ctx, Key::Slash) {
        ctx.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
        crate::routing::give_focus(ctx, field_id());
    }
}
