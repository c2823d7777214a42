//! The mapping step.

use domain::ClassificationId;
use egui::Key;
use egui::accesskit::Role;
use workbench::{Mapping, Screen};

use super::Window;

fn mapping(window: &mut Window) -> Mapping {
    match &window.harness.state_mut().desk().state().screen {
        Screen::Mapping(mapping) => (**mapping).clone(),
        _ => panic!("not in the mapping step"),
    }
}

#[test]
fn columns_are_guessed_and_can_be_chosen() {
    let mut window = Window::mapping("jobs.csv", b"id,job_title,tasks\n1,nurse,hospital\n2,brickie,\n");
    let found = mapping(&mut window);
    assert_eq!((found.title_column, found.tasks_column), (Some(1), Some(2)));
    assert!(window.shows("Preview row 1: 1, nurse, hospital"));
    window.click(Role::ComboBox, "Tasks");
    window.click(Role::Button, "none");
    assert_eq!(mapping(&mut window).tasks_column, None);
    window.click(Role::RadioButton, "ANZSCO 2022");
    assert_eq!(mapping(&mut window).classification, ClassificationId::Anzsco2022);
    window.click(Role::Button, "Import and code 2 records");
    assert_eq!(window.state_review().classification, ClassificationId::Anzsco2022);
    assert_eq!(window.state_review().len(), 2);
}

#[test]
fn the_encoding_can_be_changed_when_it_was_guessed_wrongly() {
    let mut window = Window::mapping("jobs.csv", b"job_title\nCaf\xe9 owner\n");
    assert!(window.shows("Café owner"));
    window.click(Role::ComboBox, "Encoding");
    window.click(Role::Button, "UTF-8");
    assert!(!window.shows("Café owner"));
}

#[test]
fn back_writes_nothing() {
    let mut window = Window::mapping("jobs.csv", b"job_title\nnurse\n");
    window.click(Role::Button, "Back");
    assert!(window.shows("Open a file or project"));
    assert!(!window.path("jobs.occudesk").exists());
    window.press(Key::Enter);
    assert!(!window.path("jobs.occudesk").exists());
}

#[test]
fn a_file_without_a_title_column_waits_for_a_choice() {
    let mut window = Window::mapping("odd.csv", b"a,b\n1,nurse\n2,cook\n");
    if mapping(&mut window).title_column.is_none() {
        assert!(window.shows("Choose the column with the job title."));
    }
    window.click(Role::ComboBox, "Job title");
    window.click(Role::Button, "b");
    assert_eq!(mapping(&mut window).title_column, Some(1));
    window.press(Key::Escape);
    window.press(Key::Enter);
    assert_eq!(window.state_review().len(), 2);
}
