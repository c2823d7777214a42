//! The classification workspace by keyboard and by pointer.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use workbench::{Command, Workspace};

use super::Window;

fn workspace(window: &mut Window) -> Workspace {
    window.harness.state_mut().desk().state().workspace
}

fn selected_category(window: &mut Window) -> String {
    let browser = &window.harness.state_mut().desk().state().browser;
    browser.selected.map(|code| code.to_string()).unwrap_or_default()
}

#[test]
fn the_classification_is_browsed_by_keys_alone_without_a_project() {
    let mut window = Window::new();
    window.press_with(Modifiers::COMMAND, Key::Num5);
    assert_eq!(workspace(&mut window), Workspace::Classification);
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowRight] {
        window.press(key);
    }
    assert_eq!(selected_category(&mut window), "21");
    window.press(Key::ArrowLeft);
    assert_eq!(selected_category(&mut window), "2");
    window.type_in_one_frame("/brikl");
    window.press(Key::Enter);
    assert_eq!(selected_category(&mut window), "371131");
    assert!(window.shows("Skill level") || window.shows("skill level"));
    window.press(Key::ArrowLeft);
    assert_eq!(selected_category(&mut window), "3711", "the keys are back in the tree");
    window.press(Key::End);
    window.press(Key::Home);
    assert_eq!(selected_category(&mut window), "1");
    window.press(Key::Backspace);
    assert_ne!(selected_category(&mut window), "1");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.shows("Open a file or project"));
}

#[test]
fn every_row_of_the_tree_says_its_records_and_decisions() {
    let mut window = Window::review();
    window.press(Key::Num1);
    window.press_with(Modifiers::COMMAND, Key::Num5);
    let rows: Vec<String> = window
        .harness
        .query_all_by_role(Role::Row)
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.contains("decided"))
        .collect();
    assert!(rows.len() >= 9, "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("open") && !row.contains(" 0 records")), "{rows:?}");
    let entries = window.state_review().ledger.entries().len();
    for key in [Key::Num1, Key::P, Key::U, Key::R, Key::F] {
        window.press(key);
    }
    assert_eq!(window.state_review().ledger.entries().len(), entries, "record keys act in the review only");
}

#[test]
fn from_a_category_to_its_records_and_back_by_the_chip() {
    let mut window = Window::review();
    window.click(Role::Tab, "Classification");
    for key in [Key::Home, Key::ArrowDown] {
        window.press(key);
    }
    let group = selected_category(&mut window);
    let button = window.harness.query_all_by_label_contains("Show these").next().expect("the button");
    button.click();
    window.settle();
    assert_eq!(workspace(&mut window), Workspace::Review);
    let review = window.state_review();
    assert!(!review.visible.is_empty() && review.visible.len() < review.len());
    let title = window.state_review().tables().title(domain::Code::parse(&group).expect("a code"));
    window.click(Role::Button, &format!("Show more than {group} {title}"));
    let review = window.state_review();
    assert_eq!(review.visible.len(), review.len());
}

#[test]
fn a_category_is_used_for_the_selected_record() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::Num5);
    window.type_in_one_frame("/371131");
    window.press(Key::Enter);
    window.click(Role::Button, "Use 371131 for record 1");
    assert_eq!(workspace(&mut window), Workspace::Review);
    let code = window.decision(0).and_then(|decision| decision.code()).map(|code| code.to_string());
    assert_eq!(code.as_deref(), Some("371131"));
}

#[test]
fn descriptions_are_imported_by_a_typed_path_where_there_is_no_dialog() {
    let mut window = Window::without_dialogs();
    let path = window.path("made up.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = [["OSCA code", "Title", "Lead statement"], ["371131", "Bricklayer", "Stacks what is red."]];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).expect("a cell");
        }
    }
    workbook.save(&path).expect("room for the workbook");
    window.dispatch(Command::ChooseDescriptions);
    assert_eq!(window.focused(), "Path of a workbook");
    window.write(&path.display().to_string());
    window.press(Key::Enter);
    assert!(window.shows("1 category of OSCA 2024"));
    window.press(Key::Escape);
    window.type_in_one_frame("/stacks red\n");
    assert!(window.shows("Stacks what is red."));
    assert_eq!(selected_category(&mut window), "371131");
}
