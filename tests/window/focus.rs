//! Menus by keyboard, and what has a name on every screen.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use super::{PANELS, Window, name_of};

#[test]
fn menus_open_by_key_and_escape_closes_them() {
    let mut window = Window::review();
    window.press(Key::F10);
    assert!(window.harness.query_by_label_contains("Open the sample").is_some(), "F10 opens the first menu");
    assert_eq!(window.focused(), "File");
    window.press(Key::ArrowRight);
    assert!(window.harness.query_by_label_contains("Use the parent code").is_some(), "the next menu");
    window.press(Key::Escape);
    assert!(window.harness.query_by_label_contains("Use the parent code").is_none());
    window.press_with(Modifiers::ALT, Key::V);
    assert!(window.harness.query_by_label_contains("Theme: dark").is_some());
    window.press(Key::Escape);
    window.press(Key::J);
    assert_eq!(window.selected(), 1, "and the table has the keys again");
}

#[test]
fn keys_never_act_under_an_open_menu() {
    let mut window = Window::review();
    window.press(Key::F10);
    for key in [Key::Num1, Key::R, Key::J, Key::Space, Key::Delete] {
        window.press(key);
    }
    assert_eq!(window.state_review().ledger.entries().len(), 0);
    assert_eq!(window.selected(), 0);
}

#[test]
fn a_menu_entry_is_chosen_by_arrow_and_enter() {
    let mut window = Window::review();
    window.press_with(Modifiers::ALT, Key::D);
    // Undo and redo cannot be used yet, so the first entry is the next one.
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert!(window.decision(0).is_some(), "accepted by the menu");
}

/// Every node that can take the focus says what it is.
fn all_named(window: &Window, screen: &str) {
    let nodes = window.harness.root().children_recursive();
    let mut seen = 0;
    for node in nodes {
        if node.accesskit_node().data().supports_action(egui::accesskit::Action::Focus) {
            seen += 1;
            assert!(!name_of(&node).trim().is_empty(), "{screen}: {node:?}");
        }
    }
    assert!(seen > 3, "{screen} has {seen} nodes");
}

#[test]
fn whatever_takes_the_focus_has_a_name_on_every_screen() {
    all_named(&Window::new(), "start");
    all_named(&Window::mapping("jobs.csv", b"id,job_title\n1,nurse\n"), "mapping");
    let mut window = Window::review();
    all_named(&window, "review");
    for command in PANELS {
        window.dispatch(command.clone());
        all_named(&window, &format!("{command:?}"));
        window.press(Key::Escape);
    }

    window.press_with(Modifiers::ALT, Key::V);
    window.click(Role::Button, "Settings…");
    all_named(&window, "settings");
}
