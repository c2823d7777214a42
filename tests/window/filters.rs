//! Filters, the search over answers, and what an empty list says.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use review::Filter;

use super::Window;

#[test]
fn every_filter_shows_as_many_records_as_its_count_says() {
    let mut window = Window::review();
    for filter in Filter::ALL {
        let count = window.state_review().counts.of(filter);
        let name = if filter == Filter::Flagged { "To review" } else { filter.name() };
        window.click(Role::RadioButton, &format!("{name}: {count} records"));
        assert_eq!(window.state_review().visible.len(), count, "{name}");
        let rows = window.harness.query_all_by_role(Role::Row).count();
        assert_eq!(rows == 0, count == 0, "{name} shows rows when there are any");
    }
}

#[test]
fn partial_shows_partial_codes_only() {
    let mut window = Window::review();
    let count = window.state_review().counts.of(Filter::Partial);
    assert!(count > 0, "the sample has partial codes");
    window.click(Role::RadioButton, &format!("Partial: {count} records"));
    let rows = window.harness.query_all_by_role(Role::Row).filter_map(|row| row.accesskit_node().label());
    let mut seen = 0;
    for row in rows {
        assert!(row.ends_with("Partial"), "{row}");
        seen += 1;
    }
    assert_eq!(seen, count);
}

#[test]
fn words_that_no_answer_has_say_so_and_offer_the_way_back() {
    let mut window = Window::review();
    window.tab_to("Find in answers");
    window.write("nurse");
    let found = window.state_review().visible.len();
    assert!(found > 0 && found < 60, "{found}");
    window.write("xyzzy");
    assert!(window.shows("No record here contains"));
    window.click(Role::Button, "Clear the search words");
    assert_eq!(window.state_review().visible.len(), 60);
    window.press(Key::Escape);
    window.press(Key::J);
    assert_eq!(window.state_review().selected.as_ref().map(|selected| selected.row), Some(1));
}
