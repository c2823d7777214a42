//! Where keys go: to a menu, an overlay, a panel, a field, or to the records.

use egui::{Context, Id, Key, Popup};
use workbench::{AppState, Command, CommandGroup, CommandRow, Panel, Screen, Shortcut, Workspace, can};

use crate::keys;
use crate::sight::{Sight, list_id, records_id};
use crate::strokes::Strokes;
use crate::views;
use crate::widgets::rows::RowsMemory;

/// Takes the keys of this frame. Commands about what was typed before them go to `late`, because the field reports that
/// only when it is drawn.
pub fn take_keys(
    ctx: &Context,
    state: &AppState,
    sight: &mut Sight,
    commands: &mut Vec<Command>,
    late: &mut Vec<Command>,
) {
    let over = is_over(&state.panel) || sight.settings_open;
    let menu_open = Popup::is_any_open(ctx);
    sight.tab_from_nowhere = ctx.memory(|memory| memory.focused().is_none())
        && ctx.input(|input| input.key_pressed(Key::Tab) && !input.modifiers.shift);
    if menu_open {
        if keys::take_key(ctx, Key::F10) {
            Popup::close_all(ctx);
        } else {
            views::take_menu_keys(ctx, sight);
        }
        // Whatever else is pressed belongs to the menu.
        return;
    }
    if !over {
        sight.open_menu = keys::take_menu(ctx, &views::MENU_LETTERS);
    }
    if let Some(at) = sight.key_wanted.filter(|_| state.panel == Panel::Keys) {
        if let Some(wanted) = keys::take_any(ctx) {
            views::take_wanted_key(state, sight, at, &wanted, commands);
        }
        return;
    }
    if take_escape(ctx, state, sight, commands) {
        return;
    }
    views::take_panel_keys(ctx, state, sight, late);
    if matches!(state.screen, Screen::Mapping(_)) && !over {
        views::take_mapping_keys(ctx, state, commands);
    }
    let browsing = state.workspace == Workspace::Classification && !matches!(state.screen, Screen::Mapping(_));
    if browsing && !over {
        views::take_classification_keys(ctx, state, sight, commands, late);
    }
    let practising = state.workspace == Workspace::Practise && !matches!(state.screen, Screen::Mapping(_));
    if practising && !over {
        views::take_practice_keys(ctx, state, commands, late);
    }
    let review = matches!(state.screen, Screen::Review(_)) && state.workspace == Workspace::Review;
    // What is done on the pages of the supervision is undone there too.
    let deciding = review || (matches!(state.screen, Screen::Review(_)) && state.workspace == Workspace::Supervise);
    if review && !over && ctx.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, Key::F)) {
        give_focus(ctx, views::find_field_id());
    }
    let focused = ctx.memory(|memory| memory.focused());
    let typing = ctx.text_edit_focused();
    // Beside an open panel the table has to be chosen by a click before its keys act.
    let free = match focused {
        Some(id) => id == list_id(state.workspace),
        None => !takes_keys(&state.panel),
    };
    let acts = |row: &CommandRow, shortcut: &Shortcut| match row.command {
        Command::Undo | Command::Redo => deciding && !typing && !over,
        Command::Practise(_) => practising && !over,
        _ if shortcut.record => free && !over && (review || row.group == CommandGroup::Help),
        _ => !over || matches!(row.group, CommandGroup::View | CommandGroup::Help) || row.command == Command::Quit,
    };
    for command in keys::take_commands(ctx, &state.settings, acts) {
        commands.push(match command {
            Command::PageDown(_) => Command::PageDown(sight.records.page()),
            Command::PageUp(_) => Command::PageUp(sight.records.page()),
            other => other,
        });
    }
}

/// Escape closes what is nearest: the settings, a search among the answers, a panel.
fn take_escape(ctx: &Context, state: &AppState, sight: &mut Sight, commands: &mut Vec<Command>) -> bool {
    let wanted = sight.settings_open || sight.finding || state.panel != Panel::None;
    if !wanted || !keys::take_key(ctx, Key::Escape) {
        return false;
    }
    if sight.settings_open {
        sight.settings_open = false;
    } else if sight.finding {
        sight.finding = false;
        sight.query = None;
        if state.review().is_some_and(|review| !review.query.is_empty()) {
            commands.push(Command::SetQuery(String::new()));
        }
        ctx.memory_mut(|memory| memory.request_focus(records_id()));
    } else if can(state, &Command::CloseCompareSearch).is_ok() {
        commands.push(Command::CloseCompareSearch);
    } else {
        commands.push(Command::ClosePanel);
    }
    true
}

/// Panels that lie over the whole window.
pub fn is_over(panel: &Panel) -> bool {
    matches!(panel, Panel::Palette(_) | Panel::Keys | Panel::About | Panel::Purge(_) | Panel::Who)
}

/// Panels that keys belong to while they are open.
pub fn takes_keys(panel: &Panel) -> bool {
    !matches!(panel, Panel::None | Panel::Problems(_) | Panel::Changes)
}

/// Gives a field the focus; keys wait until it is there.
pub fn give_focus(ctx: &Context, field: Id) {
    ctx.memory_mut(|memory| memory.request_focus(field));
    ctx.with_plugin(|strokes: &mut Strokes| strokes.wait_for(field));
    ctx.request_repaint();
}

/// When a panel has opened, forgets what was being typed before and gives the focus to its first field, so that the next
/// key already goes there.
pub fn note_panel(ctx: &Context, state: &AppState, sight: &mut Sight) {
    let (panel, field) = views::field_of(&state.panel);
    let settings_opened = sight.settings_open && !sight.settings_were_open;
    sight.settings_were_open = sight.settings_open;
    if settings_opened {
        give_focus(ctx, views::reviewer_field_id());
    }
    if std::mem::replace(&mut sight.workspace_before, state.workspace) != state.workspace
        && state.workspace == Workspace::Explore
    {
        give_focus(ctx, views::explored_title_id());
    }
    if sight.panel == panel {
        return;
    }
    sight.panel = panel;
    sight.note = None;
    sight.view_name = None;
    sight.marked_entry = None;
    sight.key_wanted = None;
    sight.export_path = None;
    sight.rule_path = None;
    sight.people.name = None;
    sight.takeover_asked = false;
    sight.replace_asked = false;
    sight.write_when_looked_at = false;
    sight.thresholds = None;
    sight.reason = 0;
    sight.changes = RowsMemory::default();
    sight.change_marked = 0;
    sight.show_all_columns = None;
    if let Some(field) = field {
        give_focus(ctx, field);
    } else if state.panel == Panel::None && (state.review().is_some() || state.workspace != Workspace::Review) {
        // What had the focus is gone with its panel.
        ctx.memory_mut(|memory| memory.request_focus(list_id(state.workspace)));
    } else if takes_keys(&state.panel) {
        ctx.memory_mut(|memory| memory.surrender_focus(records_id()));
        if matches!(state.panel, Panel::Thresholds(_) | Panel::Purge(_)) {
            sight.focus_first = true;
            ctx.with_plugin(|strokes: &mut Strokes| strokes.wait_for_another_than(records_id()));
        }
    }
}

/// After drawing: a field that is waited for keeps being asked to take the focus, because what lay over it can still have
/// it; and Tab begins at the first field of a form.
pub fn settle_focus(ctx: &Context, state: &AppState, sight: &mut Sight) {
    let awaited = ctx.with_plugin(|strokes: &mut Strokes| strokes.awaited()).flatten();
    if let Some(field) = awaited
        && ctx.memory(|memory| memory.focused()) != Some(field)
    {
        ctx.memory_mut(|memory| memory.request_focus(field));
        ctx.request_repaint();
    }
    if sight.tab_from_nowhere
        && matches!(state.screen, Screen::Mapping(_))
        && let Some(first) = sight.first_field
    {
        ctx.memory_mut(|memory| memory.request_focus(first));
    }
    sight.tab_from_nowhere = false;
}
