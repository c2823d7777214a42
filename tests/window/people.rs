//! Who is working, the log and the project as it stood, by keyboard.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use workbench::{Panel, Workspace};

use super::Window;

/// With three decisions by Kim and two by Ada, on the page of people.
fn worked_on() -> Window {
    let mut window = Window::review();
    for (name, decisions) in [("Kim", 3), ("Ada", 2)] {
        work_as(&mut window, name);
        for _ in 0..decisions {
            window.press(Key::Enter);
        }
    }
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.click(Role::Button, "People");
    window
}

fn work_as(window: &mut Window, name: &str) {
    window.press(Key::F2);
    assert_eq!(window.focused(), "Name");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write(name);
    window.press(Key::Enter);
    assert_eq!(window.panel(), Panel::None);
}

fn names(window: &mut Window) -> Vec<String> {
    window.state_review().whole_log().entries().iter().map(|entry| entry.reviewer.clone()).collect()
}

#[test]
fn who_is_working_is_shown_and_changed_for_the_next_decision() {
    let mut window = Window::review();
    work_as(&mut window, "Kim");
    assert!(window.harness.query_by_role_and_label(Role::Button, "Kim, supervisor").is_some(), "plainly shown");
    window.press(Key::Enter);
    work_as(&mut window, "Ada");
    window.press(Key::Enter);
    assert_eq!(names(&mut window), ["Kim", "Ada"]);
    // A known name is one press away.
    window.press(Key::F2);
    window.tab_to("Kim");
    window.press(Key::Space);
    assert_eq!(window.panel(), Panel::None);
    window.press(Key::Enter);
    assert_eq!(names(&mut window), ["Kim", "Ada", "Kim"]);
}

#[test]
fn a_coder_is_told_where_supervision_went_and_the_way_back() {
    let mut window = Window::review();
    window.press(Key::F2);
    window.tab_to("Coder");
    window.press(Key::Space);
    window.press(Key::Escape);
    window.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(window.shows("Supervision belongs to supervisors"));
    assert!(window.harness.query_by_role_and_label(Role::Button, "People").is_none());
    window.tab_to("Change name or role…");
    window.press(Key::Enter);
    window.tab_to("Supervisor");
    window.press(Key::Space);
    window.press(Key::Escape);
    assert!(window.harness.query_by_role_and_label(Role::Button, "People").is_some());
}

#[test]
fn a_trainee_is_told_why_nothing_is_decided() {
    let mut window = Window::review();
    window.press(Key::F2);
    window.tab_to("Trainee");
    window.press(Key::Space);
    window.press(Key::Escape);
    window.press(Key::Enter);
    assert!(window.state_review().ledger.entries().is_empty());
    assert!(window.shows("A trainee decides nothing in a project"));
    window.press(Key::J);
    assert_eq!(window.selected(), 1, "looking goes on");
}

#[test]
fn figures_have_a_row_for_everybody_and_days_for_the_marked_one() {
    let mut window = worked_on();
    assert!(window.shows("Kim: 3 decisions, 3 records, accepted 100 % (44–100)"));
    assert!(window.shows("Ada by day (UTC)"), "the first by name");
    window.tab_to("People, 2 rows");
    window.press(Key::ArrowDown);
    assert!(window.shows("Kim by day (UTC)"));
    assert!(window.shows("marked “few”"));
}

#[test]
fn the_log_is_gone_through_and_the_project_seen_as_it_stood_by_keyboard() {
    let mut window = worked_on();
    window.click(Role::Button, "Log");
    window.tab_to("Entries of the log, 5 rows");
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    assert!(window.shows("Entry 3"), "the newest first; the first press marks it, two more come to the third");
    window.press(Key::Home);
    assert!(window.shows("Entry 5"));
    window.press(Key::End);
    assert!(window.shows("Entry 1"));
    window.press(Key::ArrowUp);
    window.tab_to("See the project as it stood");
    window.press(Key::Enter);
    assert!(window.shows("after entry 2 of 5."));
    assert_eq!(window.harness.state_mut().desk().state().workspace, Workspace::Review);
    assert_eq!(window.state_review().ledger.entries().len(), 2);
    window.press(Key::Enter);
    assert!(window.shows("This is the project as it stood earlier"), "and nothing was decided");
    assert_eq!(names(&mut window).len(), 5);
    window.tab_to("Back to now");
    window.press(Key::Enter);
    assert!(!window.shows("after entry 2 of 5."));
    assert_eq!(window.state_review().ledger.entries().len(), 5);
}

#[test]
fn the_log_is_checked_and_a_head_is_looked_up_by_keyboard() {
    let mut window = worked_on();
    let head = review::hash_text(&window.state_review().ledger.entry(4).expect("an entry").hash);
    window.click(Role::Button, "Is the log whole?");
    window.tab_to("Check the log");
    window.press(Key::Enter);
    assert!(window.shows("All 5 entries in the file are sound."));
    window.tab_to("Head of the log");
    window.write(&head);
    window.press(Key::Enter);
    assert!(window.shows("This is the state after entry 4 of 5"));
    window.tab_to("Show the entry");
    window.press(Key::Enter);
    assert!(window.shows("Entry 4"));
}

#[test]
fn the_log_is_narrowed_to_a_record() {
    let mut window = worked_on();
    window.click(Role::Button, "Log");
    window.tab_to("Record");
    window.write("2");
    window.press(Key::Enter);
    assert!(window.shows("1 of 5 entries"));
    window.tab_to("Show all");
    window.press(Key::Enter);
    assert!(window.shows("5 entries") && !window.shows("1 of 5 entries"));
}

#[test]
fn a_record_is_coded_before_the_engines_answer_is_shown_and_then_it_is() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.click(Role::Button, "People");
    window.click(Role::Button, "Anchoring");
    window.tab_to("Records coded before the engine’s answer is shown");
    for _ in 0..100 {
        window.harness.key_press(Key::ArrowRight);
        window.harness.step();
    }
    window.settle();
    window.tab_to("Apply");
    window.press(Key::Enter);
    assert!(window.shows(" wait to be coded so"));
    window.press_with(Modifiers::COMMAND, Key::Num1);
    window.press(Key::Space);
    let record = window.selected();
    let row = window.row(record).expect("in sight");
    assert!(row.contains("to be coded before the engine’s answer is shown"), "{row}");
    assert!(window.shows("Code it before the engine speaks"));
    window.press(Key::Num1);
    window.press(Key::Enter);
    assert!(window.state_review().ledger.entries().is_empty(), "nothing can be taken that was not seen");
    window.press(Key::U);
    window.press(Key::Num1);
    assert_eq!(window.selected(), record, "the cursor stays where both differ");
    assert!(window.shows(" before seeing the engine’s "));
    window.press(Key::Enter);
    assert_eq!(window.state_review().ledger.entries().len(), 2, "changed by an ordinary decision");
    window.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(window.shows("All: unaided 0 % (0–79) of 1, few"));
}
