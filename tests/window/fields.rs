//! Fields: keys typed ahead of them, Enter in them, and undo.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use workbench::{Command, Panel, Screen};

use super::{Window, rows_of};

fn searched(window: &mut Window) -> String {
    match window.panel() {
        Panel::Search(panel) => panel.query,
        other => panic!("the search is not open: {other:?}"),
    }
}

fn decisions(window: &mut Window) -> usize {
    window.state_review().ledger.entries().len()
}

#[test]
fn digits_typed_behind_the_slash_in_one_frame_are_searched_for() {
    let mut window = Window::review();
    window.type_in_one_frame("/2654");
    assert_eq!(searched(&mut window), "2654");
    assert_eq!((decisions(&mut window), window.selected()), (0, 0));
}

#[test]
fn digits_typed_behind_the_slash_frame_by_frame_are_searched_for() {
    let mut window = Window::review();
    window.type_in_frames("/2654");
    assert_eq!(searched(&mut window), "2654");
    assert_eq!((decisions(&mut window), window.selected()), (0, 0));
}

#[test]
fn a_code_is_searched_taken_and_the_next_decided_in_one_frame() {
    let mut window = Window::review();
    window.type_in_one_frame("/371131\n2");
    assert_eq!(window.panel(), Panel::None);
    assert!(window.row(0).is_some_and(|row| row.contains("371131")), "{:?}", window.row(0));
    assert_eq!(decisions(&mut window), 2, "the digit behind Enter decides the next record");
}

#[test]
fn a_note_has_all_its_letters_however_fast_they_come() {
    for at_once in [true, false] {
        let mut window = Window::review();
        if at_once {
            window.type_in_one_frame("nurse aid 2\n");
        } else {
            window.type_in_frames("nurse aid 2\n");
        }
        assert_eq!(window.state_review().record(0).note, "urse aid 2", "N opens the note, the rest is its text");
        assert_eq!(window.decision(0), None);
    }
}

#[test]
fn the_search_opened_from_the_palette_has_the_cursor_in_its_field() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::K);
    window.type_in_one_frame("search for a code\n12");
    assert_eq!(searched(&mut window), "12");
    assert_eq!(window.focused(), "Search for a code");
}

#[test]
fn enter_in_the_path_of_the_export_writes_it() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::E);
    assert_eq!(window.focused(), "Path of the export");
    let path = window.path("by-enter.csv");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write(&path.display().to_string());
    window.press(Key::Enter);
    assert_eq!(rows_of(&path).len(), 61);
    assert_eq!(decisions(&mut window), 0);
}

#[test]
fn a_file_that_exists_is_replaced_only_after_a_second_press() {
    let mut window = Window::review();
    let path = window.path("there.csv");
    std::fs::write(&path, "mine").expect("room");
    window.press_with(Modifiers::COMMAND, Key::E);
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write(&path.display().to_string());
    window.press(Key::Enter);
    assert!(window.shows("Replace the file that stands there?"));
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "mine");
    window.click(Role::Button, "Replace the file");
    assert_eq!(rows_of(&path).len(), 61);
}

#[test]
fn enter_on_a_threshold_applies_it_after_its_cost_is_shown() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::T);
    assert_eq!(window.focused(), "Optimal threshold", "the panel takes the focus");
    let before = window.state_review().thresholds;
    for _ in 0..10 {
        window.press(Key::ArrowRight);
    }
    let text = {
        let mut nodes = window.harness.query_all_by_label_contains("With these values:");
        nodes.find_map(|node| node.accesskit_node().value()).expect("the cost")
    };
    window.press(Key::Enter);
    let review = window.state_review();
    assert!(review.thresholds.optimal > before.optimal + 0.05, "{:?}", review.thresholds);
    let count = review.counts.of(review::Filter::Flagged);
    assert!(text.contains(&format!("{count} record")), "{text}, and then there were {count}");
    assert_eq!(decisions(&mut window), 1, "the change of thresholds, and no decision");
}

#[test]
fn keys_of_the_table_do_nothing_beside_an_open_panel_until_the_table_is_clicked() {
    for command in [Command::OpenExport, Command::OpenThresholds, Command::OpenSearch, Command::OpenNote] {
        let mut window = Window::review();
        window.dispatch(command.clone());
        for key in [Key::Num2, Key::R, Key::F, Key::Space] {
            window.press(key);
        }
        assert_eq!((decisions(&mut window), window.selected()), (0, 0), "{command:?}");
    }
    let mut window = Window::review();
    window.dispatch(Command::OpenThresholds);
    let row = window.row(0).expect("a row");
    window.click(Role::Row, &row);
    window.press(Key::Num1);
    assert_eq!(decisions(&mut window), 1, "a click gives the keys to the table");
}

#[test]
fn enter_in_the_project_path_stays_in_the_mapping_step() {
    let mut window = Window::mapping("jobs.csv", b"job_title\nnurse\n");
    window.tab_to("Project file");
    window.press_with(Modifiers::COMMAND, Key::A);
    let path = window.path("elsewhere");
    window.write(&path.display().to_string());
    window.press(Key::Enter);
    match &window.harness.state_mut().desk().state().screen {
        Screen::Mapping(mapping) => assert_eq!(mapping.project_path, path.with_extension("occudesk")),
        _ => panic!("Enter left the mapping step"),
    }
    assert_eq!(window.focused(), "Project file");
    assert!(!path.with_extension("occudesk").exists());
}

#[test]
fn undo_in_a_field_takes_back_typing_and_no_decision() {
    let mut window = Window::review();
    window.press(Key::Num1);
    window.press_with(Modifiers::COMMAND, Key::F);
    window.write("nurse");
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(decisions(&mut window), 1);
    assert!(window.decision(0).is_some());
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(window.decision(0).is_none(), "back in the table it takes back the decision");
}

#[test]
fn undo_does_nothing_under_an_overlay() {
    let mut window = Window::review();
    window.press(Key::Num1);
    window.press(Key::Questionmark);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert!(window.decision(0).is_some());
}

#[test]
fn without_a_dialog_the_cursor_goes_into_the_field_for_a_path() {
    let mut window = Window::without_dialogs();
    window.press_with(Modifiers::COMMAND, Key::O);
    assert_eq!(window.focused(), "Path of a file or project");
}
