//! Keys to commands, by the command table.

use egui::{Context, Event, Key, Modifiers};
use workbench::{Command, CommandGroup, CommandRow, Settings, Shortcut, command_table};

/// Takes the keys of this frame that are shortcuts out of the input and returns their commands, in order.
/// `acts` says whether a shortcut of a row acts now.
pub fn take_commands(
    ctx: &Context,
    settings: &Settings,
    acts: impl Fn(&CommandRow, &Shortcut) -> bool,
) -> Vec<Command> {
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        let mut taken = false;
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. } => {
                let row = command_table().iter().find(|row| {
                    settings
                        .shortcuts(row)
                        .iter()
                        .any(|shortcut| matches(shortcut, *key, *modifiers) && acts(row, shortcut))
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
        // A frame has one keystroke: the sign of a key that was a shortcut is not typed into a field that it opens.
        if taken {
            input.events.retain(|event| !matches!(event, Event::Text(_)));
        }
    });
    commands
}

/// Takes whichever key is pressed out of the input, as a shortcut writes it.
pub fn take_any(ctx: &Context) -> Option<String> {
    ctx.input_mut(|input| {
        let pressed = input.events.iter().find_map(|event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => Some((*key, *modifiers)),
            _ => None,
        });
        let (key, modifiers) = pressed?;
        input.events.clear();
        let ctrl = if modifiers.command { "Ctrl+" } else { "" };
        let sign = key.symbol_or_name();
        let name = [key.name(), sign].into_iter().find(|name| name.len() == 1).unwrap_or(key.name());
        let letter = name.len() > 1 || name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
        let shift = if modifiers.shift && letter { "Shift+" } else { "" };
        Some(format!("{ctrl}{shift}{name}"))
    })
}

/// Takes one press of a key without modifiers out of the input.
pub fn take_key(ctx: &Context, key: Key) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key))
}

/// Takes the presses of keys out of the input that open a menu: `F10` for the first, Alt with the letter of a menu.
/// Returns the place of the menu among `letters`.
pub fn take_menu(ctx: &Context, letters: &[Key]) -> Option<usize> {
    let found = ctx.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::F10) {
            return Some(0);
        }
        letters.iter().position(|letter| input.consume_key(Modifiers::ALT, *letter))
    });
    if found.is_some() {
        ctx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
    }
    found
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
    fn modifiers_tell_shortcuts_apart() {
        let z = Shortcut { key: "Z", ctrl: true, shift: false, record: false };
        assert!(matches(&z, Key::Z, Modifiers::COMMAND));
        assert!(!matches(&z, Key::Z, Modifiers::COMMAND | Modifiers::SHIFT));
        assert!(!matches(&z, Key::Z, Modifiers::NONE));
        let ask = Shortcut { key: "?", ctrl: false, shift: false, record: true };
        assert!(matches(&ask, Key::Questionmark, Modifiers::SHIFT));
    }
}
