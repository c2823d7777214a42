//! What every view is given: the state to read, colours, and a queue for commands.

use egui::{Button, Response, Ui};
use workbench::{AppState, Command, can, row_of};

use crate::sight::Sight;
use crate::theme::Palette;

/// What every view is given. A view reads `state`, draws, and pushes commands; it changes nothing but `sight`, which
/// holds what concerns only the screen.
pub struct Page<'a> {
    /// What the application knows.
    pub state: &'a AppState,
    /// Colours.
    pub palette: &'static Palette,
    /// Commands in the order in which they were given.
    pub commands: &'a mut Vec<Command>,
    /// Scroll positions, drafts, focus.
    pub sight: &'a mut Sight,
}

impl Page<'_> {
    /// Sends a command.
    pub fn send(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// The key of a command as the person has set it; empty without one.
    pub fn key(&self, command: &Command) -> String {
        row_of(command).map(|row| self.state.settings.shortcut_text(row)).unwrap_or_default()
    }

    /// How one comes to a code that the engine does not offer: "Search for a code with /."
    pub fn how_to_search(&self) -> String {
        let key = self.key(&Command::OpenSearch);
        if key.is_empty() { "Search for a code.".to_owned() } else { format!("Search for a code with {key}.") }
    }

    /// The tooltip of a command: what it does, its key, and why it cannot be done now.
    pub fn hint(&self, command: &Command) -> String {
        let mut words = String::new();
        if let Some(row) = row_of(command) {
            words.push_str(row.hint);
            let key = self.key(command);
            if !key.is_empty() {
                words = format!("{words}\nKey: {key}");
            }
        }
        if let Err(reason) = can(self.state, command) {
            words = if words.is_empty() { reason.to_owned() } else { format!("{words}\nNot now: {reason}") };
        }
        words
    }

    /// Shows a button for a command and sends it when pressed. `label` replaces the words of the table.
    pub fn button(&mut self, ui: &mut Ui, command: Command, label: Option<&str>) -> Response {
        let words = label.or_else(|| row_of(&command).map(|row| row.text)).unwrap_or("…").to_owned();
        self.show_button(ui, command, Button::new(words))
    }

    /// Shows a prepared button for a command and sends it when pressed.
    pub fn show_button(&mut self, ui: &mut Ui, command: Command, button: Button<'_>) -> Response {
        let allowed = can(self.state, &command).is_ok();
        let hint = self.hint(&command);
        let response = ui.add_enabled(allowed, button);
        let response =
            if hint.is_empty() { response } else { response.on_hover_text(&hint).on_disabled_hover_text(&hint) };
        if response.clicked() {
            self.send(command);
        }
        response
    }
}
