//! Comparing two codes by keyboard.

use egui::Key;
use egui_kittest::kittest::Queryable;
use workbench::Panel;

use super::Window;

fn codes(window: &mut Window) -> Vec<String> {
    match window.panel() {
        Panel::Compare(panel) => panel.codes.iter().flatten().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_codes_are_compared_and_the_second_is_taken_by_one_key() {
    let mut window = Window::review();
    window.press(Key::C);
    let codes = codes(&mut window);
    assert!(window.shows("Compare two codes") && window.shows("They part at the"));
    assert!(window.shows(&format!("{}: joint", codes[0])) && window.shows("rank 2 of"));
    window.press(Key::Num2);
    assert_eq!(window.panel(), Panel::None);
    let decided = window.decision(0).and_then(|decision| decision.code()).map(|code| code.to_string());
    assert_eq!(decided, Some(codes[1].clone()));
    assert!(window.harness.query_all_by_label_contains("Record 1:").next().is_some(), "back in the table");
}

#[test]
fn another_code_is_typed_and_the_question_why_not_is_answered() {
    let mut window = Window::review();
    window.type_in_one_frame("c");
    window.type_in_one_frame("bbricklayer\n");
    assert_eq!(codes(&mut window)[1], "371131");
    window.type_in_one_frame("wstonemason");
    assert_eq!(window.focused(), "Search for a code to compare");
    window.press(Key::Enter);
    assert!(window.shows("Why not 371132 Stonemason?"));
    assert!(window.shows("The engine’s path leaves it at the"));
    assert!(window.state_review().ledger.entries().is_empty());
    window.press(Key::A);
    window.press(Key::Escape);
    assert!(window.shows("Why not 371132"), "Escape leaves the search first");
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::None);
    window.press(Key::J);
    assert_eq!(window.selected(), 1);
}
