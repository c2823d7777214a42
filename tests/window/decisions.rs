//! Decisions by key, and taking them back.

use domain::Code;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use review::{Decision, Uncodable};
use workbench::Panel;

use super::Window;

#[test]
fn undo_and_redo_change_what_the_table_shows() {
    let mut window = Window::review();
    let before = window.row(0).expect("a row");
    window.press(Key::Num2);
    let after = window.row(0).expect("a row");
    assert!(after.ends_with("Corrected"), "{after}");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.row(0), Some(before));
    assert_eq!(window.selected(), 0, "the cursor goes to what was taken back");
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.row(0), Some(after));
}

#[test]
fn enter_accepts_and_parent_goes_up_twice() {
    let mut window = Window::review();
    window.press(Key::Enter);
    assert!(window.row(0).is_some_and(|row| row.ends_with("Accepted")));
    let code = |window: &mut Window| window.decision(1).and_then(|decision| decision.code());
    window.press(Key::P);
    let once = code(&mut window).expect("a group");
    window.press(Key::P);
    let twice = code(&mut window).expect("a broader group");
    assert!(once.is_within(twice) && once != twice, "{once} then {twice}");
    assert_eq!(window.selected(), 1, "the parent key stays on the record");
}

#[test]
fn uncodable_asks_for_a_reason_first() {
    let mut window = Window::review();
    window.press(Key::U);
    assert!(window.shows("Why can it not be coded?"));
    assert_eq!(window.decision(0), None);
    window.press(Key::Num2);
    assert_eq!(window.decision(0), Some(Decision::Uncodable(Uncodable::TooVague)));
    window.press(Key::U);
    window.press(Key::Escape);
    assert!(!window.shows("Why can it not be coded?"));
    assert_eq!(window.decision(1), None);
}

#[test]
fn a_note_is_kept_and_shown() {
    let mut window = Window::review();
    window.press(Key::N);
    window.write("ask 1 2 3");
    window.press(Key::Enter);
    assert_eq!(window.state_review().record(0).note, "ask 1 2 3");
    assert_eq!(window.decision(0), None, "digits in a field decide nothing");
    assert!(window.shows("ask 1 2 3"));
}

#[test]
fn a_suggestion_is_taken_by_mouse_as_well() {
    let mut window = Window::review();
    let label = {
        let mut nodes = window.harness.query_all_by_label_contains("Suggestion 3: ");
        nodes.next().and_then(|node| node.accesskit_node().label()).expect("a third suggestion")
    };
    let code = label.trim_start_matches("Suggestion 3: ").split(' ').next().and_then(|code| Code::parse(code).ok());
    window.click(Role::Button, &label);
    assert_eq!(window.decision(0).and_then(|decision| decision.code()), code);
}

#[test]
fn a_note_being_written_is_saved_with_its_record_when_another_is_selected() {
    let mut window = Window::review();
    window.press(Key::N);
    window.write("half a th");
    let row = window.row(3).expect("a row");
    window.click(Role::Row, &row);
    assert_eq!(window.selected(), 3);
    assert_eq!(window.state_review().record(0).note, "half a th");
    assert_eq!(window.state_review().record(3).note, "");
    assert_eq!(window.panel(), Panel::None);
    assert!(window.row(0).is_some_and(|row| row.contains("with a note")));
}

#[test]
fn the_reasons_close_when_another_record_is_selected() {
    let mut window = Window::review();
    window.press(Key::U);
    let row = window.row(2).expect("a row");
    window.click(Role::Row, &row);
    assert_eq!(window.panel(), Panel::None);
    assert_eq!(window.decision(0), None);
}

#[test]
fn a_reason_is_chosen_by_arrow_and_enter() {
    let mut window = Window::review();
    window.press(Key::U);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.decision(0), Some(Decision::Uncodable(Uncodable::ALL[2])));
    assert_eq!(window.panel(), Panel::None);
}

#[test]
fn another_reason_asks_for_a_note_on_the_same_record_and_then_goes_on() {
    let mut window = Window::review();
    window.press(Key::U);
    window.press(Key::Num5);
    assert_eq!(window.decision(0), Some(Decision::Uncodable(Uncodable::Other)));
    assert_eq!((window.selected(), window.panel()), (0, Panel::Note));
    window.type_in_one_frame("a riddle\n");
    assert_eq!(window.state_review().record(0).note, "a riddle");
    assert!(window.selected() > 0, "and on");
}

#[test]
fn a_corrected_record_shows_what_the_machine_had_and_who_decided() {
    let mut window = Window::review();
    window.press(Key::Num2);
    window.press(Key::Home);
    assert!(window.shows("Corrected by a person; the machine had"));
}
