//! Identical answers, decided at once by keyboard.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use workbench::Panel;

use super::Window;

const SOURCE: &str = "id,job_title,tasks\n1,truck driver,drives trucks\n2,nurse,aged care\n3,Truck driver,drives trucks\n\
    4,truck driver,drives trucks\n5,truk driver,drives trucks\n";

fn window() -> Window {
    let mut window = Window::mapping("survey.csv", SOURCE.as_bytes());
    window.press(Key::Enter);
    assert!(window.state_review().is_coded());
    window
}

fn decided(window: &mut Window) -> Vec<u32> {
    (0..5).filter(|record| window.decision(*record).is_some()).collect()
}

#[test]
fn three_keys_clear_a_group_and_the_number_is_seen_before() {
    let mut window = window();
    assert!(window.shows("2 identical answers"));
    window.press(Key::G);
    assert!(window.shows("for 1 record"));
    window.press(Key::G);
    assert!(window.shows("for 3 records"), "the button says how many");
    assert!(decided(&mut window).is_empty());
    window.press(Key::Enter);
    assert_eq!(decided(&mut window), [0, 2, 3]);
    assert_eq!((window.selected(), window.panel()), (0, Panel::None));
    window.press_with(egui::Modifiers::COMMAND, Key::Z);
    assert!(decided(&mut window).is_empty());
}

#[test]
fn digits_arrows_and_exceptions_are_for_the_group() {
    let mut window = window();
    window.press(Key::G);
    window.press(Key::ArrowRight);
    window.press(Key::ArrowRight);
    assert!(window.shows("for 4 records"));
    let row = {
        let mut rows = window.harness.query_all_by_label_contains("Change of record 4:");
        rows.next().and_then(|node| node.accesskit_node().label()).expect("a line for the record")
    };
    window.click(Role::Row, &row);
    assert!(window.shows("for 3 records") && window.shows("is left out"));
    window.press(Key::Num2);
    assert_eq!(decided(&mut window), [0, 2, 4]);
}

#[test]
fn escape_leaves_and_another_record_ends_it() {
    let mut window = window();
    window.press(Key::G);
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::None);
    window.press(Key::G);
    window.type_in_one_frame("/");
    assert!(matches!(window.panel(), Panel::Search(_)));
    window.write("cook");
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::Group);
    let row = window.row(1).expect("a row");
    window.click(Role::Row, &row);
    assert_eq!((window.selected(), window.panel()), (1, Panel::None));
    assert!(decided(&mut window).is_empty());
}

#[test]
fn the_record_tells_of_identical_answers_that_were_decided_otherwise() {
    let mut window = window();
    window.press(Key::Num2);
    window.press(Key::Home);
    window.press(Key::J);
    window.press(Key::J);
    assert!(window.shows("2 identical answers, 1 decided otherwise"));
    window.press(Key::Num3);
    assert!(window.shows("Conflicting: 2 records"));
    window.press(Key::Home);
    assert!(window.shows("Records with the same answer were decided otherwise."));
    window.click(Role::Button, "2 identical answers, 1 decided otherwise");
    assert_eq!(window.panel(), Panel::Group);
}
