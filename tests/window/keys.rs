//! Keys: the help, and that typing never decides.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::Window;

#[test]
fn the_key_help_opens_and_closes_and_lists_the_keys_of_the_table() {
    let mut window = Window::review();
    window.press(Key::Questionmark);
    for words in ["Accept", "Next record to review", "Ctrl+Z", "Search for a code", "Signs", "Ctrl+F"] {
        assert!(window.shows(words), "{words}");
    }
    window.press(Key::J);
    assert_eq!(window.selected(), 0, "keys under the help do nothing");
    window.press(Key::Escape);
    assert!(!window.shows("Next record to review"));
    window.press(Key::J);
    assert_eq!(window.selected(), 1);
}

#[test]
fn typing_in_a_field_never_decides() {
    let mut window = Window::review();
    window.tab_to("Find in answers");
    for key in [Key::Num1, Key::P, Key::R, Key::U, Key::Space, Key::F, Key::Enter] {
        window.press(key);
    }
    let entries = window.state_review().ledger.entries().len();
    assert_eq!(entries, 0);
    window.press(Key::Escape);
    window.press(Key::Escape);
    window.press(Key::Num1);
    assert_eq!(window.state_review().ledger.entries().len(), 1, "Escape goes back to the table");
}

#[test]
fn the_table_moves_by_row_page_and_to_both_ends() {
    let mut window = Window::review();
    window.press(Key::End);
    assert_eq!(window.selected(), 59);
    assert!(window.row(59).is_some() && window.row(0).is_none(), "the last row is in sight");
    window.press(Key::PageUp);
    let after_page = window.selected();
    assert!((20..59).contains(&after_page), "{after_page}");
    window.press(Key::Home);
    assert_eq!(window.selected(), 0);
    window.press(Key::ArrowDown);
    assert_eq!(window.selected(), 1);
    let grid = window.harness.query_all_by_role(Role::Grid).next().expect("the table");
    assert!(grid.is_focused(), "the arrow did not lead away from the table");
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(window.shows("There is nothing to undo."));
}

#[test]
fn a_command_is_found_by_its_name() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::K);
    window.write("partial");
    window.press(Key::Enter);
    assert_eq!(window.state_review().filter, review::Filter::Partial);
}
