//! The bar at the top: menus from the command table, and what is open.

use egui::containers::menu::{MenuButton, MenuConfig, menu_style};
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Button, FocusDirection, Label, Layout, MenuBar, Panel, Popup, RichText, Stroke, Ui};
use workbench::{Command, CommandGroup, CommandRow, Review, Screen, command_table};

use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong_family};

/// Draws the bar.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let frame = egui::Frame::new().fill(page.palette.ground).inner_margin(egui::Margin::symmetric(8, 4));
    Panel::top("bar").frame(frame).show(ui, |ui| {
        MenuBar::new().ui(ui, |ui| {
            menus(ui, page);
            // The rest of the bar holds ordinary buttons, not menus.
            ui.reset_style();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                facts(ui, page);
                if let Screen::Review(review) = &page.state.screen {
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| what_is_open(ui, page, review));
                }
            });
        });
    });
}

/// The menus of the command table. One is opened by key when the application says so.
fn menus(ui: &mut Ui, page: &mut Page<'_>) {
    let accent = page.palette.accent;
    // Menus have no frames, but what has the focus has its ring.
    let dress = move |style: &mut egui::Style| {
        menu_style(style);
        style.spacing.button_padding.x = 4.0;
        style.visuals.widgets.active.bg_stroke = Stroke::new(2.0, accent);
    };
    dress(ui.style_mut());
    if page.sight.open_menu.is_some() {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    page.sight.menu = None;
    let wanted = page.sight.open_menu.take();
    for (at, group) in CommandGroup::ALL.into_iter().enumerate() {
        let letter = super::MENU_LETTERS.get(at).map_or("", |key| key.name());
        let button = Button::new(underlined(group.name(), letter, page.palette.text));
        let config = MenuConfig::new().style(dress);
        let (response, open) = MenuButton::from_button(button).config(config).ui(ui, |ui| menu(ui, page, group));
        if open.is_some() {
            page.sight.menu = Some(at);
        }
        if wanted == Some(at) {
            Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
            response.request_focus();
            page.sight.menu = Some(at);
            ui.ctx().request_repaint();
        }
        response.on_hover_text(format!("Key: Alt+{letter}"));
    }
}

/// A word with the letter underlined that opens its menu.
fn underlined(word: &str, letter: &str, colour: egui::Color32) -> LayoutJob {
    let plain = TextFormat::simple(regular(BODY), colour);
    let mut marked = plain.clone();
    marked.underline = Stroke::new(1.0, colour);
    let at = word.to_uppercase().find(letter).unwrap_or(0);
    let mut job = LayoutJob::default();
    job.append(&word[..at], 0.0, plain.clone());
    job.append(&word[at..=at], 0.0, marked);
    job.append(&word[at + 1..], 0.0, plain);
    job
}

fn menu(ui: &mut Ui, page: &mut Page<'_>, group: CommandGroup) {
    ui.set_min_width(264.0);
    for row in command_table().iter().filter(|row| row.group == group && belongs_in_menu(row)) {
        let words = page.state.settings.shortcut_text(row);
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
    if ui.available_width() < 48.0 {
        return;
    }
    ui.separator();
    let room = ui.available_width();
    let facts = format!("{}  ·  {}", review.classification.name(), review.model_id);
    let facts = facts.trim_end_matches(['·', ' ']);
    let roomy = room > 420.0;
    let name = RichText::new(file_name(&review.path)).family(strong_family());
    ui.scope(|ui| {
        // The name keeps to its share, so that nothing is printed over.
        ui.set_max_width(if roomy { room - 240.0 } else { room });
        ui.add(Label::new(name).truncate()).on_hover_text(review.path.display().to_string());
    });
    if roomy {
        ui.add(Label::new(RichText::new(facts).size(SMALL).color(page.palette.text_muted)).truncate())
            .on_hover_text(format!("{}\nModel: {}", review.classification.full_name(), review.model_id));
    }
}

fn facts(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let room = ui.available_width();
    let words = if room > 320.0 { "Search commands" } else { "Commands" };
    let words = RichText::new(words).color(palette.text_muted);
    let button = Button::new(words).shortcut_text("Ctrl+K");
    page.show_button(ui, Command::OpenPalette, button);
    if let Screen::Review(review) = &page.state.screen
        && room > 420.0
    {
        ui.add_space(UNIT / 2.0);
        let why = format!("Every decision is in the project file before it is shown here: {}", review.path.display());
        ui.label(RichText::new("✓ Saved").color(palette.coded)).on_hover_text(why);
        let reviewer = &page.state.settings.reviewer;
        let name = if reviewer.is_empty() { "Your name…" } else { reviewer.as_str() };
        // Laid out within a share of its own: a long name gives way, not the name of the project.
        ui.scope(|ui| {
            ui.set_max_width((room * 0.25).min(200.0));
            let button = Button::new(name).frame_when_inactive(false).truncate();
            let hint = "The name written beside your decisions. Press to change it.";
            if ui.add(button).on_hover_text(hint).clicked() {
                page.sight.settings_open = true;
            }
        });
    }
}
