//! Filters, the search over answers, and what an empty list says.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use review::Filter;

use super::Window;

#[test]
fn every_filter_shows_as_many_records_as_its_count_says() {
    let mut window = Window::review();
    for filter in Filter::ALL {
        let count = window.state_review().counts.of(filter);
        let name = filter.name();
        let records = if count == 1 { "record" } else { "records" };
        window.click(Role::RadioButton, &format!("{name}: {count} {records}"));
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

#[test]
fn arrows_move_through_the_filters_when_one_has_the_focus() {
    let mut window = Window::review();
    window.tab_to("All: 60 records");
    window.press(Key::ArrowDown);
    assert_eq!(window.state_review().filter, Filter::Flagged);
    window.press(Key::ArrowDown);
    assert_eq!(window.state_review().filter, Filter::LowConfidence);
    window.press(Key::ArrowUp);
    assert_eq!(window.state_review().filter, Filter::Flagged);
    assert!(window.focused().starts_with("To review"));
}

#[test]
fn filters_are_found_among_the_commands_by_the_words_they_show() {
    for filter in [Filter::LowConfidence, Filter::SmallMargin, Filter::Uncoded, Filter::Referred] {
        let mut window = Window::review();
        window.press_with(Modifiers::COMMAND, Key::K);
        window.write(&format!("show {}", filter.name().split(' ').next_back().unwrap_or_default()));
        window.press(Key::Enter);
        assert_eq!(window.state_review().filter, filter);
    }
}

#[test]
fn the_search_over_answers_opens_by_key_and_escape_clears_it() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::F);
    assert_eq!(window.focused(), "Find in answers");
    window.type_in_one_frame("nurse");
    assert!(window.state_review().visible.len() < 60);
    window.press(Key::Escape);
    assert_eq!(window.state_review().visible.len(), 60);
    let before = window.selected();
    window.press(Key::J);
    assert_eq!(window.selected(), before + 1, "the table has the keys again");
}
