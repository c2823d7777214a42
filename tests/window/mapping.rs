//! The mapping step.

use domain::ClassificationId;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use workbench::{ColumnUse, Command, Mapping, Screen};

use super::Window;

fn mapping(window: &mut Window) -> Mapping {
    match &window.harness.state_mut().desk().state().screen {
        Screen::Mapping(mapping) => (**mapping).clone(),
        _ => panic!("not in the mapping step"),
    }
}

#[test]
fn a_file_with_anzsco_codes_offers_to_recode_them() {
    let mut window = Window::mapping("register.csv", include_bytes!("../../samples/admin-extract-anzsco.csv"));
    window.click(Role::CheckBox, "recode them to OSCA");
    assert!(window.shows("An answer without a job title gets the title of its ANZSCO code."));
    window.click(Role::Button, "Import and code 150 records");
    window.dispatch(Command::SetFilter(review::Filter::All));
    let several = window.state_review().codings.iter().position(|coding| coding.runner_up.is_some());
    let record = several.expect("a record whose code leads to several");
    window.dispatch(Command::Select(record));
    assert!(window.shows("Recoded from ANZSCO 2022") && window.shows("the engine chose among them"));
    let second = window.state_review().codings[record].runner_up.expect("a second target");
    let name = format!("Target {second}");
    window.harness.query_all_by_label_contains(&name).last().expect("the second target").click();
    window.settle();
    assert_eq!(window.decision(record as u32).and_then(|decision| decision.code()), Some(second));
}

#[test]
fn columns_are_guessed_and_can_be_chosen() {
    let mut window = Window::mapping("jobs.csv", b"id,job_title,tasks\n1,nurse,hospital\n2,brickie,\n");
    let found = mapping(&mut window);
    assert_eq!((found.columns(ColumnUse::Title), found.columns(ColumnUse::Tasks)), (vec![1], vec![2]));
    assert!(window.shows("Preview row 1: 1, nurse, hospital"));
    window.click(Role::ComboBox, "Tasks");
    window.click(Role::Button, "none");
    assert_eq!(mapping(&mut window).columns(ColumnUse::Tasks), [] as [usize; 0]);
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
    assert_eq!(mapping(&mut window).columns(ColumnUse::Title), [] as [usize; 0]);
    assert!(window.shows("Choose the column with the job title."));
    window.press(Key::Enter);
    assert_eq!(mapping(&mut window).importing, None, "nothing is imported without it");
    window.click(Role::ComboBox, "Job title");
    window.click(Role::Button, "x2");
    assert_eq!(mapping(&mut window).columns(ColumnUse::Title), [1]);
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
    window.dispatch(Command::CloseProject);
    window.dispatch(Command::OpenPath(survey));
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

#[test]
fn every_column_has_a_tick_and_a_use() {
    let mut window = Window::mapping("jobs.csv", b"job,second,email,industry\nnurse,ward,a@b.c,health\n");
    assert!(window.shows("Several columns can make up one answer"));
    window.click(Role::CheckBox, "email");
    assert!(window.shows("1 column is left out"));
    assert_eq!(mapping(&mut window).columns(ColumnUse::LeftOut), [2]);
    window.click(Role::ComboBox, "Use of second");
    window.click(Role::Button, "job title");
    assert_eq!(mapping(&mut window).columns(ColumnUse::Title), [0, 1]);
    window.click(Role::Button, "Import and code 1 record");
    assert_eq!(window.state_review().row(0).map(|row| row.title.to_owned()).as_deref(), Some("nurse; ward"));
    assert!(window.state_review().column_names.iter().all(|name| name != "email"));
    // What helps to decide stands under the answer, and behind the table where it is wanted there.
    assert!(window.shows("health"));
    // Far down in the pane, where no pointer comes without scrolling.
    let tick = |window: &mut Window, label: &str| {
        window.harness.get_by_role_and_label(Role::CheckBox, label).click_accesskit();
        window.settle();
    };
    tick(&mut window, "Ticked columns in the table too");
    assert_eq!(window.harness.query_all_by_role_and_label(Role::ColumnHeader, "industry").count(), 1);
    tick(&mut window, "industry");
    assert_eq!(window.harness.query_all_by_role_and_label(Role::ColumnHeader, "industry").count(), 0);
}

#[test]
fn an_export_offers_to_take_over_its_decisions() {
    let lines = b"job_title,occ_code,final_code,final_source\nbrickie,371131,371131,accepted\nnurse,,,\n";
    let mut window = Window::mapping("coded.csv", lines);
    window.click(Role::RadioButton, "Take over the decisions");
    assert!(window.shows("final_code  ·  earlier output"));
    window.press(Key::Enter);
    assert!(window.decision(0).is_some() && window.decision(1).is_none());
}
