//! A quality sample by keyboard: drawn, coded blind, settled.

use domain::Code;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT;
use review::Filter;
use workbench::{Command, QualityCommand, Workspace};

use super::{Window, name_of};

/// On the page of quality samples.
fn on_the_page() -> Window {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    window.tab_to("Quality");
    window.press(Key::Space);
    // Otherwise it would be another in every run.
    window.dispatch(Command::Quality(QualityCommand::SetSeed(7)));
    window
}

fn draw(window: &mut Window) -> Vec<u32> {
    let lot = window.harness.state_mut().desk().state().supervise.quality.lot.clone().expect("a lot that is counted");
    let wanted: u64 = lot.shares.iter().sum();
    window.tab_to(&format!("Draw {wanted} records"));
    window.press(Key::Space);
    let review = window.state_review();
    let drawn: Vec<u32> = (0..60).filter(|record| review.hidden(*record).is_some()).collect();
    assert_eq!(drawn.len() as u64, wanted);
    drawn
}

/// Whether anything in the window says this, for the eye or for a screen reader.
fn says(window: &Window, words: &str) -> bool {
    let mut nodes = window.harness.root().children_recursive();
    let has = |node: Node<'_>| {
        let value = node.accesskit_node().value().unwrap_or_default();
        name_of(&node).contains(words) || value.contains(words)
    };
    nodes.any(has)
}

#[test]
fn a_sample_is_drawn_coded_blind_and_settled_by_keyboard() {
    let mut window = on_the_page();
    let drawn = draw(&mut window);
    assert!(window.shows("Not decided yet"));
    window.tab_to("Code blind");
    window.press(Key::Space);
    assert_eq!(window.harness.state_mut().desk().state().workspace, Workspace::Review);
    assert_eq!(window.state_review().visible, drawn);

    // Neither the table nor the record pane says what stands, wherever one goes.
    let first = window.selected();
    for _ in 0..6 {
        let record = window.selected();
        assert!(window.row(record).unwrap().contains("to be coded blind"));
        assert!(window.shows("Code it blind"));
        let stand: Vec<Code> =
            drawn.iter().filter_map(|record| window.state_review().columns.final_code(*record)).collect();
        // Two digits stand in other words too.
        for code in stand.iter().filter(|code| code.as_str().len() == 6) {
            assert!(!says(&window, code.as_str()), "{code}");
        }
        window.press(Key::Space);
    }
    for key in [Key::Enter, Key::Num1, Key::P, Key::G, Key::E, Key::C, Key::W, Key::L] {
        window.press(key);
        let refusal = window.harness.state_mut().desk().state().refusal;
        assert!(refusal.is_some_and(|reason| reason.contains("blind")), "{key:?}: {refusal:?}");
    }
    assert!(window.state_review().ledger.entries().len() == 1, "only the draw is in the log");

    // Coded with a reason, and the cursor goes on.
    window.press(Key::Home);
    assert_eq!(window.selected(), first);
    window.press(Key::N);
    window.write("lays bricks");
    window.press(Key::Enter);
    assert!(window.shows("lays bricks"));
    window.press(Key::Slash);
    window.type_in_one_frame("371131");
    window.press(Key::Enter);
    assert_ne!(window.selected(), first);
    assert!(!window.row(first).unwrap().contains("to be coded blind"));
    assert_eq!(window.state_review().counts.of(Filter::CodersDiffer), 1);

    // Side by side: Enter settles nothing, a digit does.
    window.click(Role::RadioButton, "Coders differ: 1 record");
    assert_eq!(window.selected(), first);
    window.press(Key::Home);
    assert!(window.shows("Coding 1: The engine") && window.shows("Coding 2: coder, blind, 371131"));
    assert!(window.shows("“lays bricks”"));
    window.press(Key::Enter);
    assert_eq!(window.decision(first), None);
    window.press(Key::Num2);
    assert_eq!(window.decision(first).and_then(|decision| decision.code()), Code::parse("371131").ok());

    window.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(window.shows("1 settled") && window.shows("1 error found so far"));
}

#[test]
fn one_undo_takes_the_draw_back() {
    let mut window = on_the_page();
    draw(&mut window);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state_review().counts.of(Filter::Sampled), 0);
    assert!(window.shows("No sample was drawn yet"));
}

#[test]
fn the_report_is_written_from_the_page() {
    let mut window = on_the_page();
    draw(&mut window);
    window.tab_to("Write report");
    window.press(Key::Space);
    let report = std::fs::read_to_string(window.path("survey-quality-1.html")).expect("the report");
    assert!(report.contains("Not decided yet"));
    assert!(window.shows("survey-quality-1.html"));
}
