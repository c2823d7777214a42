//! The pages about calibration and decisions that look wrong, by keys and through the tree of names.

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use workbench::{Command, SupervisePage, Workspace};

use super::Window;

/// With ten decisions, two of them against the engine.
fn window() -> Window {
    let mut window = Window::review();
    for key in [Key::Num3, Key::Enter, Key::Enter, Key::Num2, Key::Enter, Key::Enter, Key::Enter] {
        window.press(key);
    }
    window
}

#[test]
fn levels_and_groups_say_in_words_what_they_come_to() {
    let mut window = window();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.click(Role::Button, "Calibration");
    assert!(window.shows("Occupation: 7 records"));
    assert!(window.shows("All major groups: 7 records"));
    assert!(window.shows("too few to say"));
    assert!(window.shows("No random sample: 7 of 60 records are measured"));
    window.click(Role::Button, "Equal count");
    window.click(Role::Button, "Blind codings");
    assert!(window.shows("No record was coded blind yet."));
    window.click(Role::Button, "Reviewed records");
    assert!(window.shows("Export “Confidence and share right, occupation: all records” as CSV"));
}

#[test]
fn a_level_is_chosen_by_click_and_by_arrow_keys() {
    let mut window = window();
    window.dispatch(Command::ShowSupervise(SupervisePage::Calibration));
    let row = {
        let rows = window.rows();
        rows.into_iter().find(|name| name.starts_with("Unit group:")).expect("a row")
    };
    window.click(Role::Row, &row);
    assert!(window.shows("Confidence and share right, unit group"));
    window.press(Key::ArrowUp);
    assert!(window.shows("Confidence and share right, minor group"));
}

#[test]
fn a_decision_against_the_engine_is_found_opened_and_reopened_by_keys() {
    let mut window = window();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.click(Role::Button, "Errors");
    let rows = window.rows();
    let suspects = rows.iter().filter(|name| name.starts_with("Suspect ")).count();
    assert_eq!(suspects, 2, "{rows:?}");
    assert_eq!(window.focused(), "Decisions that look wrong, 2 rows");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    let record = window.selected();
    assert!(matches!(window.workspace(), Workspace::Review));
    assert!(window.decision(record).is_some());

    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.press(Key::Delete);
    assert_eq!(window.decision(record), None, "the mark stayed on it");
    assert!(window.shows("reopened"));
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(window.decision(record).is_some(), "what is done here is undone here");
    window.press(Key::F);
    assert!(window.shows("flagged; "));
    window.click(Role::Button, "Show these records");
    assert!(window.shows("Only 2 records: decisions that look wrong"));
}

#[test]
fn pages_without_anything_to_show_say_why() {
    let mut window = Window::review();
    window.dispatch(Command::ShowSupervise(SupervisePage::Calibration));
    assert!(window.shows("Nothing is decided yet"));
    window.dispatch(Command::ShowSupervise(SupervisePage::Errors));
    assert!(window.shows("Nothing is decided yet."));
    window.press(Key::ArrowDown);
    window.press(Key::Delete);
    assert!(window.shows("Nothing is decided yet."));
}
