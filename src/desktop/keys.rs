//! Keys to commands, by the command table.

use egui::{Context, Event, Key, Modifiers};
use workbench::{Command, CommandGroup, CommandRow, Shortcut, command_table};

/// Takes the keys of this frame that are shortcuts out of the input and returns their commands, in order.
/// `counts` says whether a row's keys that act only without focus count now.
pub fn take_commands(ctx: &Context, counts: impl Fn(&CommandRow) -> bool) -> Vec<Command> {
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        let mut taken = false;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. } => {
                let row = command_table().iter().find(|row| {
                    row.shortcuts
                        .iter()
                        .any(|shortcut| (!shortcut.record || counts(row)) && matches(shortcut, *key, *modifiers))
                });
                let Some(row) = row else { return true };
                // A key held down may run through records, but must not decide about all of them.
                if !*repeat || row.group != CommandGroup::Decide {
                    commands.push(row.command.clone());
                }
                taken = true;
                false
            }
            _ => true,
        });
        // The sign of a key that was a shortcut must not be typed into a field that the command opens.
        if taken {
            input.events.retain(|event| !matches!(event, Event::Text(_)));
        }
    });
    commands
}

/// Takes one press of a key without modifiers out of the input.
pub fn take_key(ctx: &Context, key: Key) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

fn matches(shortcut: &Shortcut, key: Key, modifiers: Modifiers) -> bool {
    let Some(wanted) = Key::from_name(shortcut.key) else { return false };
    // Some keyboards need Shift for signs and digits, so it only tells letters and named keys apart.
    let plain = shortcut.key.len() == 1 && !shortcut.key.as_bytes()[0].is_ascii_alphabetic();
    key == wanted
        && modifiers.command == shortcut.ctrl
        && !modifiers.alt
        && (plain || modifiers.shift == shortcut.shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_of_the_table_names_a_key_that_exists() {
        for row in command_table() {
            for shortcut in &row.shortcuts {
                assert!(Key::from_name(shortcut.key).is_some(), "{} of {}", shortcut.text(), row.text);
            }
        }
    }

    #[test]
    fn no_two_commands_share_a_shortcut() {
        let mut seen: Vec<(String, &str)> = Vec::new();
        for row in command_table() {
            for shortcut in &row.shortcuts {
                let text = shortcut.text();
                if let Some((_, other)) = seen.iter().find(|(known, _)| *known == text) {
                    panic!("{text} is {other} and {}", row.text);
                }
                seen.push((text, row.text));
            }
        }
    }

    #[test]
    fn modifiers_tell_shortcuts_apart() {
        let z = Shortcut { key: "Z", ctrl: true, shift: false, record: false };
        assert!(matches(&z, Key::Z, Modifiers::COMMAND));
        assert!(!matches(&z, Key::Z, Modifiers::COMMAND | Modifiers::SHIFT));
        assert!(!matches(&z, Key::Z, Modifiers::NONE));
        let ask = Shortcut { key: "?", ctrl: false, shift: false, record: true };
        assert!(matches(&ask, Key::Questionmark, Modifiers::SHIFT));
    }
}
