//! One thing done with all shown records, by keyboard.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use review::{Decision, Filter, Uncodable};
use workbench::{BulkAction, Command, Panel};

use super::Window;

#[test]
fn all_records_of_a_filter_are_accepted_and_the_button_says_how_many() {
    let mut window = Window::review();
    window.dispatch(Command::SetFilter(Filter::LowConfidence));
    let shown = window.state_review().visible.clone();
    assert!(shown.len() > 1);
    window.press_with(Modifiers::COMMAND, Key::B);
    assert!(window.shows(&format!("Accept {} records", shown.len())));
    assert!(window.state_review().ledger.entries().is_empty());
    window.press(Key::Enter);
    assert!(shown.iter().all(|record| window.decision(*record).is_some()));
    assert_eq!((window.panel(), window.selected()), (Panel::None, shown[0]));
    assert_eq!(window.state_review().visible, shown, "rows stay where they are");
}

#[test]
fn an_action_is_chosen_by_digit_and_a_reason_by_arrow() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::B);
    window.press(Key::Num3);
    window.press(Key::ArrowRight);
    let action = window.state_review().bulk.as_ref().map(|bulk| bulk.action);
    assert_eq!(action, Some(BulkAction::Uncodable(Uncodable::TooVague)));
    assert!(window.shows("Say uncodable of 60 records"));
    window.click(Role::RadioButton, "Give all one code");
    window.press(Key::Enter);
    assert!(matches!(window.panel(), Panel::Search(_)));
    window.type_in_one_frame("cook\n");
    assert_eq!(window.panel(), Panel::Bulk);
    assert_eq!(window.decision(0), None);
    window.press(Key::Enter);
    assert!(matches!(window.decision(59), Some(Decision::Code { .. })));
}
