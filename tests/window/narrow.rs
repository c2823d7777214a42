//! What narrows the list, the last decisions, what-if and keys of one's own, in the window.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use workbench::Panel;

use super::Window;

#[test]
fn t_narrows_to_the_group_of_the_record_and_a_chip_takes_it_away() {
    let mut window = Window::review();
    window.press(Key::T);
    let shown = window.state_review().visible.len();
    assert!(shown > 0 && shown < 60, "{shown}");
    assert!(window.shows("Show more than 221 "));
    window.press(Key::X);
    assert_eq!(window.state_review().visible.len(), 60);
    assert!(!window.shows("Show more than"));
}

#[test]
fn tenths_of_confidence_are_chosen_by_arrows() {
    let mut window = Window::review();
    let tenths = window.state_review().facets.tenths;
    let counts: Vec<String> = tenths.iter().map(usize::to_string).collect();
    window.tab_to(&format!("Confidence, records by tenths: {}; shown: all", counts.join(", ")));
    window.press(Key::ArrowLeft);
    assert_eq!(window.state_review().visible.len(), tenths[9]);
    window.press_with(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(window.state_review().visible.len(), tenths[8] + tenths[9]);
    window.press(Key::Delete);
    assert_eq!(window.state_review().visible.len(), 60);
    assert_eq!(window.state_review().ledger.entries().len(), 0, "the key did not reach the records");
}

#[test]
fn groups_fold_out_and_open_step_by_step() {
    let mut window = Window::review();
    window.click(Role::DisclosureTriangle, "Group");
    let (group, count) = window.state_review().facets.groups[1];
    let title = window.state_review().tables().title(group);
    window.click(Role::CheckBox, &format!("{group}  {title}: {count} records"));
    assert_eq!(window.state_review().visible.len(), count);
    assert!(window.state_review().facets.groups.iter().all(|(below, _)| below.as_str().len() == 2));
    window.click(Role::CheckBox, &format!("‹ {group}  {title}"));
    assert_eq!(window.state_review().visible.len(), 60);
}

#[test]
fn a_view_is_named_by_keyboard() {
    let mut window = Window::review();
    window.press(Key::T);
    window.press_with(Modifiers::COMMAND, Key::S);
    window.write("my group");
    window.press(Key::Enter);
    assert_eq!(window.panel(), Panel::None);
    window.press(Key::X);
    window.click(Role::CheckBox, "my group");
    assert!(window.state_review().narrowing.code.is_some());
}

#[test]
fn the_last_decisions_are_gone_through_by_keyboard_and_one_is_taken_back() {
    let mut window = Window::review();
    for _ in 0..3 {
        window.press(Key::Enter);
    }
    window.press(Key::H);
    assert!(window.shows("Last decisions"));
    window.press(Key::ArrowDown);
    window.press(Key::Delete);
    assert!(window.decision(1).is_none() && window.decision(2).is_some() && window.decision(0).is_some());
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert_eq!(window.selected(), 0);
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::None);
}

#[test]
fn what_if_answers_while_one_types_and_decides_nothing() {
    let mut window = Window::review();
    window.press(Key::E);
    assert_eq!(window.focused(), "Job title to try");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write("brickie");
    window.press(Key::Tab);
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write("lays bricks");
    assert!(window.shows("Like this: 371131 Bricklayer"));
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::None);
    window.press(Key::J);
    assert_eq!(window.selected(), 1, "the table has its keys again");
    assert_eq!(window.state_review().ledger.entries().len(), 0);
}

#[test]
fn a_command_gets_another_key_in_the_key_help() {
    let mut window = Window::review();
    window.press(Key::F1);
    window.click(Role::Button, "Refer: give it another key");
    window.press(Key::F);
    assert!(window.shows("Another command has this key"));
    window.press(Key::Y);
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::None);
    window.press(Key::R);
    assert_eq!(window.state_review().ledger.entries().len(), 0, "the old key does nothing");
    window.press(Key::Y);
    assert_eq!(window.state_review().ledger.entries().len(), 1);
    assert!(window.harness.query_by_role_and_label(Role::Button, "Refer").is_some());
}
