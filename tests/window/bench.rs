//! Distributions and thresholds in the window, by keyboard.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use review::Filter;
use workbench::{Command, SupervisePage, Workspace};

use super::Window;

const FIGURE: &str = "Figure: Joint probability of the full code";

fn supervise(page: SupervisePage) -> Window {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::Num2);
    if page != SupervisePage::Distribution {
        window.tab_to(page.name());
        window.press(Key::Enter);
    }
    window
}

impl Window {
    /// The value and the description of a figure.
    fn figure(&self, label: &str) -> (String, String) {
        let node = self.harness.get_by_role_and_label(Role::Figure, label);
        let node = node.accesskit_node();
        (node.value().unwrap_or_default(), node.description().unwrap_or_default())
    }
}

#[test]
fn a_bar_is_found_by_arrows_and_shows_its_records_in_the_review() {
    let mut window = supervise(SupervisePage::Distribution);
    window.tab_to(FIGURE);
    window.press(Key::ArrowRight);
    let (first, description) = window.figure(FIGURE);
    assert!(!first.is_empty() && description.contains("n = "), "{first}; {description}");
    window.press(Key::ArrowRight);
    let (value, _) = window.figure(FIGURE);
    assert_ne!(first, value);
    let count: usize = value.rsplit(": ").next().unwrap().parse().unwrap();
    window.press(Key::Enter);
    assert_eq!(window.harness.state_mut().desk().state().workspace, Workspace::Review);
    assert_eq!(window.state_review().visible.len(), count, "{value}");
    assert!(window.shows("Show more than joint probability "));
    assert_eq!(window.state_review().ledger.entries().len(), 0, "Enter decided nothing");
}

#[test]
fn a_row_of_the_table_shows_all_its_records() {
    let mut window = supervise(SupervisePage::Distribution);
    window.tab_to("The distribution in numbers, 50 rows");
    window.press(Key::End);
    let named = |row: &egui_kittest::Node<'_>| row.accesskit_node().label().unwrap_or_default();
    let rows = window.harness.query_all_by_role(Role::Row);
    let last = rows.map(|row| named(&row)).find(|name| name.contains("0.98 to 1.00")).expect("the last row");
    let count: usize = last.rsplit(' ').next().unwrap().parse().unwrap();
    window.press(Key::Enter);
    assert_eq!(window.state_review().visible.len(), count, "{last}");
}

#[test]
fn thresholds_are_tried_applied_and_taken_back_by_keyboard() {
    let mut window = supervise(SupervisePage::Thresholds);
    let before = window.state_review().thresholds;
    let open = window.state_review().counts.of(Filter::Flagged);
    assert!(window.shows(&format!("Records to review: in force {open}, proposed {open}")));
    window.tab_to("Optimal threshold");
    for _ in 0..20 {
        window.press(Key::ArrowRight);
    }
    let proposed = window.harness.state_mut().desk().state().supervise.bench.proposed;
    assert!(proposed.optimal > before.optimal + 0.15, "{proposed:?}");
    let would = window.harness.state_mut().desk().state().supervise.bench.reckoning.as_ref().unwrap();
    let would = would.proposed.all.to_review;
    assert!(window.shows(&format!("Records to review: in force {open}, proposed {would}")));
    window.tab_to("Apply to the project");
    window.press(Key::Enter);
    assert_eq!(window.state_review().thresholds, proposed);
    assert_eq!(window.state_review().counts.of(Filter::Flagged) as u64, would);
    window.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state_review().thresholds, before);
    assert_eq!(window.state_review().counts.of(Filter::Flagged), open);
}

#[test]
fn a_figure_is_exported_by_keyboard_where_there_is_no_dialog() {
    let mut window = supervise(SupervisePage::Distribution);
    window.tab_to("Export “Joint probability of the full code” as CSV");
    window.press(Key::Enter);
    assert_eq!(window.focused(), "Where the figure goes");
    window.press_with(Modifiers::COMMAND, Key::A);
    let path = window.path("bars.csv");
    window.write(&path.display().to_string());
    window.press(Key::Enter);
    let text = std::fs::read_to_string(path).expect("the figure was written");
    assert!(text.starts_with("series,x_from,x_to,"), "{text}");
    assert!(window.shows("The figure was written to"));
}

#[test]
fn typing_a_pace_gives_hours() {
    let mut window = supervise(SupervisePage::Thresholds);
    assert!(window.shows("Hours of review: in force –, proposed –"));
    window.dispatch(Command::Bench(workbench::BenchCommand::SetPace(Some(2.0))));
    assert!(!window.shows("Hours of review: in force –"));
}
