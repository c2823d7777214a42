//! Keys of one's own: which shortcuts a command has once a person has changed some.

use crate::{CommandRow, Settings, Shortcut, command_table};

/// Names of the keys that a command can have.
const KEYS: [&str; 73] = [
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
    "O",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "U",
    "V",
    "W",
    "X",
    "Y",
    "Z",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "Enter",
    "Space",
    "Delete",
    "Insert",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "/",
    "?",
    "+",
    "-",
    "=",
    ",",
    ".",
    ";",
    "[",
    "]",
    "\\",
    "`",
    "'",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F11",
    "F12",
    "Backspace",
];

impl Shortcut {
    /// Reads what [`Shortcut::text`] wrote; `None` for keys that no command can have.
    pub fn parse(text: &str) -> Option<Shortcut> {
        let (ctrl, rest) = text.strip_prefix("Ctrl+").map_or((false, text), |rest| (true, rest));
        let (shift, name) = rest.strip_prefix("Shift+").map_or((false, rest), |name| (true, name));
        let key = KEYS.into_iter().find(|key| *key == name)?;
        let function_key = key.len() > 1 && key.starts_with('F');
        Some(Shortcut { key, ctrl, shift, record: !ctrl && !function_key })
    }
}

impl Settings {
    /// The shortcuts of a command: the person's, or else the usual ones but for those that the person gave another command.
    pub fn shortcuts(&self, row: &CommandRow) -> Vec<Shortcut> {
        if self.keys.is_empty() {
            return row.shortcuts.clone();
        }
        match self.keys.get(row.text) {
            Some(key) => Shortcut::parse(key).into_iter().collect(),
            None => row
                .shortcuts
                .iter()
                .copied()
                .filter(|usual| !self.keys.values().any(|key| *key == usual.text()))
                .collect(),
        }
    }

    /// The one shown beside a command.
    pub fn shortcut_text(&self, row: &CommandRow) -> String {
        self.shortcuts(row).first().map(Shortcut::text).unwrap_or_default()
    }

    /// The command that a key belongs to, by its words.
    pub fn holder_of(&self, shortcut: &Shortcut) -> Option<&'static CommandRow> {
        command_table().iter().find(|row| self.shortcuts(row).iter().any(|other| other.text() == shortcut.text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Command, row_of};

    #[test]
    fn every_usual_key_is_read_as_it_is_written() {
        for shortcut in command_table().iter().flat_map(|row| &row.shortcuts) {
            assert_eq!(Shortcut::parse(&shortcut.text()), Some(*shortcut), "{}", shortcut.text());
        }
        assert_eq!(Shortcut::parse("Hyper+A"), None);
        assert_eq!(Shortcut::parse("Escape"), None, "it leaves panels");
    }

    #[test]
    fn a_key_of_ones_own_takes_the_place_of_the_usual_ones() {
        let mut settings = Settings::default();
        let (accept, flag) = (row_of(&Command::Accept).unwrap(), row_of(&Command::Flag).unwrap());
        settings.keys.insert(accept.text.to_owned(), "F".to_owned());
        assert_eq!(settings.shortcut_text(accept), "F");
        assert_eq!(settings.shortcuts(flag), [], "its key was given away");
        assert_eq!(settings.holder_of(&Shortcut::parse("F").unwrap()), Some(accept));
        settings.keys.clear();
        assert_eq!(settings.shortcut_text(flag), "F");
    }
}
