//! The mapping step.

use domain::ClassificationId;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
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
    let mut window = Window::mapping("odd.csv", b"x1,x2\n1,2\n3,4\n");
    assert_eq!(mapping(&mut window).title_column, None);
    assert!(window.shows("Choose the column with the job title."));
    window.press(Key::Enter);
    assert_eq!(mapping(&mut window).importing, None, "nothing is imported without it");
    window.click(Role::ComboBox, "Job title");
    window.click(Role::Button, "x2");
    assert_eq!(mapping(&mut window).title_column, Some(1));
    window.press(Key::Escape);
    window.press(Key::Enter);
    assert_eq!(window.state_review().len(), 2);
}

#[test]
fn tab_begins_at_the_job_title_and_comes_to_back_last() {
    let mut window = Window::mapping("jobs.csv", b"job_title,tasks\nnurse,ward\n");
    window.press(Key::Tab);
    assert_eq!(window.focused(), "Job title");
    let mut order = vec![window.focused()];
    for _ in 0..30 {
        window.press(Key::Tab);
        if window.focused() == "File" {
            break;
        }
        order.push(window.focused());
    }
    assert_eq!(order.last().map(String::as_str), Some("Back"), "{order:?}");
    assert!(order.iter().any(|name| name == "Your name, for the log"), "{order:?}");
}

#[test]
fn a_file_without_records_is_not_imported_and_says_so() {
    let mut window = Window::mapping("empty.csv", b"job_title,tasks\n");
    assert!(window.shows("The file has no records to import."));
    window.press(Key::Enter);
    assert_eq!(mapping(&mut window).importing, None);
    assert!(!window.path("empty.occudesk").exists());
}

#[test]
fn an_unclosed_quote_is_shown_before_the_import() {
    let window = Window::mapping("quote.csv", b"id,job_title\n1,nurse\n2,\"cook\n3,baker\n");
    assert!(window.shows("a quote is never closed"));
}

#[test]
fn enter_opens_the_project_that_exists_already() {
    let mut window = Window::review();
    window.press(Key::Num1);
    let survey = window.path("survey.csv");
    window.dispatch(workbench::Command::CloseProject);
    window.dispatch(workbench::Command::OpenPath(survey));
    assert!(window.shows("There is a project with this name already."));
    window.press(Key::Enter);
    assert!(window.decision(0).is_some(), "the work done before is there");
}

#[test]
fn the_name_beside_decisions_is_asked_for_on_the_way_in() {
    let mut window = Window::mapping("jobs.csv", b"job_title\nnurse\n");
    window.tab_to("Your name, for the log");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write("B. Coder");
    window.press(Key::Enter);
    assert_eq!(window.harness.state_mut().desk().state().settings.reviewer, "B. Coder");
    assert!(!window.path("jobs.occudesk").exists(), "Enter in the field imports nothing");
}
