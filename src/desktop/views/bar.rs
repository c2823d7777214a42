//! The bar at the top: menus from the command table, and what is open.

use egui::{Align, Button, Layout, MenuBar, Panel, RichText, Ui};
use workbench::{Command, CommandGroup, CommandRow, Review, Screen, command_table};

use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT, strong_family};

/// Draws the bar.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let frame = egui::Frame::new().fill(page.palette.ground).inner_margin(egui::Margin::symmetric(8, 4));
    Panel::top("bar").frame(frame).show(ui, |ui| {
        MenuBar::new().ui(ui, |ui| {
            for group in CommandGroup::ALL {
                ui.menu_button(group.name(), |ui| menu(ui, page, group));
            }
            // The rest of the bar holds ordinary buttons, not menus.
            ui.reset_style();
            if let Screen::Review(review) = &page.state.screen {
                ui.separator();
                what_is_open(ui, page, review);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| facts(ui, page));
        });
    });
}

fn menu(ui: &mut Ui, page: &mut Page<'_>, group: CommandGroup) {
    ui.set_min_width(264.0);
    for row in command_table().iter().filter(|row| row.group == group && belongs_in_menu(row)) {
        let words = row.shortcuts.first().map(|shortcut| shortcut.text()).unwrap_or_default();
        let chosen = is_chosen(page, &row.command);
        let mut button = Button::new(row.text).shortcut_text(words);
        if chosen {
            button = button.selected(true);
        }
        if page.show_button(ui, row.command.clone(), button).clicked() {
            ui.close();
        }
    }
    if group == CommandGroup::View {
        ui.separator();
        if ui.button("Settings…").on_hover_text("Your name, colours and size.").clicked() {
            page.sight.settings_open = true;
            ui.close();
        }
    }
}

/// Suggestions and reasons are found in the record pane, with what they stand for; pages need no menu entry.
fn belongs_in_menu(row: &CommandRow) -> bool {
    !matches!(
        row.command,
        Command::TakeSuggestion(_) | Command::Uncodable(_) | Command::PageDown(_) | Command::PageUp(_)
    )
}

fn is_chosen(page: &Page<'_>, command: &Command) -> bool {
    match (command, &page.state.screen) {
        (Command::SetTheme(theme), _) => page.state.settings.theme == *theme,
        (Command::SetFilter(filter), Screen::Review(review)) => review.filter == *filter,
        _ => false,
    }
}

fn what_is_open(ui: &mut Ui, page: &Page<'_>, review: &Review) {
    let name = RichText::new(file_name(&review.path)).family(strong_family());
    ui.label(name).on_hover_text(review.path.display().to_string());
    if ui.available_width() > 600.0 {
        let facts = format!("{}  ·  {}", review.classification.name(), review.model_id);
        ui.label(RichText::new(facts.trim_end_matches(['·', ' '])).size(SMALL).color(page.palette.text_muted))
            .on_hover_text(format!("{}\nModel: {}", review.classification.full_name(), review.model_id));
    }
}

fn facts(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let words = RichText::new("Search commands").color(palette.text_muted);
    let button = Button::new(words).shortcut_text("Ctrl+K").min_size(egui::vec2(168.0, 0.0));
    page.show_button(ui, Command::OpenPalette, button);
    if let Screen::Review(review) = &page.state.screen {
        ui.add_space(UNIT / 2.0);
        let why = format!("Every decision is in the project file before it is shown here: {}", review.path.display());
        ui.label(RichText::new("✓ Saved").color(palette.coded)).on_hover_text(why);
        let reviewer = &page.state.settings.reviewer;
        let name = if reviewer.is_empty() { "Your name…" } else { reviewer.as_str() };
        let button = Button::new(name).frame_when_inactive(false).truncate();
        let hint = "The name written beside your decisions. Press to change it.";
        if ui.add(button).on_hover_text(hint).clicked() {
            page.sight.settings_open = true;
        }
    }
}
