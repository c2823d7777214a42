//! Notices: few, and gone with what they were about.

use egui::{Key, Modifiers};

use super::Window;

fn export(window: &mut Window, name: &str) {
    window.press_with(Modifiers::COMMAND, Key::E);
    window.press_with(Modifiers::COMMAND, Key::A);
    let path = window.path(name).display().to_string();
    window.write(&path);
    window.press(Key::Enter);
    assert!(window.path(name).exists(), "{name}");
}

#[test]
fn a_success_replaces_the_success_before_and_closing_puts_it_away() {
    let mut window = Window::review();
    export(&mut window, "one.csv");
    assert!(window.shows("one.csv"));
    export(&mut window, "two.csv");
    assert!(window.shows("two.csv") && !window.shows("one.csv"));
    window.press_with(Modifiers::COMMAND, Key::W);
    assert!(!window.shows("two.csv") && !window.shows("Dismiss"));
}
