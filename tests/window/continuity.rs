//! Earlier decisions, house rules and what changed, by keys and through the accessibility tree.

use std::fs;

use domain::{Code, Coding};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use review::{Choice, Decision};
use workbench::{Command, Panel};

use super::Window;

const ANSWERS: &str = "id,job_title,tasks\n1,brickie,lays bricks\n2,EA,\n3,chef,cooks\n4,brickie,lays bricks\n";

fn code(text: &str) -> Code {
    Code::parse(text).expect("a code")
}

fn choose(text: &str) -> Command {
    Command::ChooseSearch(Some(code(text)))
}

/// A window on a second wave, beside a first one in which two answers were decided, one of them against the engine.
fn second_wave() -> Window {
    let mut window = Window::mapping("first.csv", ANSWERS.as_bytes());
    window.press(Key::Enter);
    for (row, code) in [(0, "371132"), (1, "522231")] {
        window.dispatch(Command::Select(row));
        window.dispatch(choose(code));
    }
    let second = window.path("second.csv");
    fs::write(&second, ANSWERS).expect("room for the file");
    window.dispatch(Command::OpenPath(second));
    window.press(Key::Enter);
    assert!(window.state_review().is_coded());
    window
}

#[test]
fn earlier_decisions_are_used_by_a_typed_path_and_taken_by_one_key() {
    let mut window = second_wave();
    window.dispatch(Command::OpenEarlier);
    assert_eq!(window.focused(), "Path of earlier decisions");
    let path = window.path("first.occudesk").display().to_string();
    window.write(&path);
    window.press(Key::Enter);
    assert!(window.shows("2 answers  ·  3 records here"), "the source says what it holds");
    assert!(window.shows("otherwise than the engine"));
    window.press(Key::Escape);
    window.press(Key::Home);
    assert!(window.shows("Earlier: 371132 Stonemason · first.occudesk"));
    window.press(Key::L);
    let decision = Decision::Code { code: code("371132"), choice: Choice::Earlier };
    assert_eq!(window.decision(0), Some(decision));
    assert_ne!(window.selected(), 0, "the cursor goes on");
    window.dispatch(Command::Select(2));
    window.press(Key::L);
    assert_eq!(window.decision(2), None, "nobody decided on a chef before");
}

#[test]
fn taking_over_asks_first_and_says_what_it_would_do() {
    let mut window = second_wave();
    let path = window.path("first.occudesk");
    window.dispatch(Command::LoadEarlier(path));
    window.tab_to("All of them…");
    window.press(Key::Enter);
    assert!(window.shows("3 records would be decided by earlier decisions."));
    assert_eq!(window.focused(), "Show them", "the key that asked must not decide as well");
    window.press(Key::Enter);
    assert!(window.shows("Only 3 records: to be taken over"));
    window.click(Role::Button, "Leave the list");
    window.click(Role::Button, "Decide 3 records");
    assert!(window.decision(3).is_some() && window.decision(2).is_none());
    assert_eq!(window.state_review().ledger.entries().len(), 1);
}

#[test]
fn a_house_rule_is_written_from_the_keyboard() {
    let mut window = second_wave();
    window.dispatch(Command::Select(1));
    window.dispatch(choose("522231"));
    window.dispatch(Command::Select(1));
    window.dispatch(Command::OpenRule);
    assert_eq!(window.focused(), "Reason of the rule");
    window.write("EA is an assistant here");
    window.press(Key::Enter);
    let rules = fs::read_to_string(window.path("house-rules.tsv")).expect("the file of house rules");
    assert!(rules.contains("EA\t\t522231\tosca-2024\tEA is an assistant here"), "{rules}");
    window.press(Key::Escape);
    assert!(window.shows("House rule: 522231 Executive Assistant"));
}

#[test]
fn what_a_newer_model_changed_is_shown_beside_the_table_and_its_rows_lead_to_the_records() {
    let mut window = second_wave();
    window.dispatch(Command::CloseProject);
    let path = window.path("first.occudesk");
    let project = store::Project::open(&path).expect("the project");
    let run = project.current_run().expect("its runs").expect("a run");
    let older = store::RunParameters { model_id: "older".to_owned(), ..run.parameters };
    project.save_codings(older, &[Coding::BLANK; 4]).expect("room for codings");
    drop(project);
    window.dispatch(Command::OpenPath(path));
    window.dispatch(Command::CodeAgain);
    assert_eq!(window.panel(), Panel::Changes);
    assert!(window.shows("More detail") && window.shows("From model older"));
    let rows = window.harness.query_all_by_role(Role::Row);
    let named = rows.filter_map(|row| row.accesskit_node().label());
    let changed = named.filter(|name| name.starts_with("Changed record")).count();
    assert_eq!(changed, 4);
    let before = window.selected();
    window.press(Key::K);
    assert_eq!(window.selected() + 1, before, "the table keeps its keys");
    window.click(Role::Button, "Show: More detail");
    assert!(window.shows("Only 4 records: more detail than before"));
    window.press(Key::Escape);
    assert_eq!(window.panel(), Panel::None);
}
