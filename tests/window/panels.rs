//! Every panel opens and closes; themes, sizes, thresholds and settings change what is on screen.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use workbench::{Command, Panel, ThemeChoice};

use super::{PANELS, Window};

#[test]
fn every_panel_opens_and_escape_closes_it() {
    let mut window = Window::review();
    for command in PANELS {
        window.harness.state_mut().desk().dispatch(command.clone());
        window.settle();
        assert_ne!(window.harness.state_mut().desk().state().panel, Panel::None, "{command:?}");
        window.press(Key::Escape);
        assert_eq!(window.harness.state_mut().desk().state().panel, Panel::None, "{command:?}");
    }
    assert!(window.harness.query_all_by_role(Role::Grid).any(|grid| grid.is_focused()), "back in the table");
}

#[test]
fn themes_change_the_colours_and_sizes_the_zoom() {
    let mut window = Window::review();
    let mut grounds = Vec::new();
    for theme in [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast] {
        window.dispatch(Command::SetTheme(theme));
        assert!(window.row(0).is_some());
        let visuals = window.harness.ctx.global_style().visuals.clone();
        assert_eq!(visuals.dark_mode, theme != ThemeChoice::Light);
        assert!(!grounds.contains(&visuals.panel_fill), "{theme:?} has colours of its own");
        grounds.push(visuals.panel_fill);
    }
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.01);
    for _ in 0..12 {
        window.press_with(Modifiers::COMMAND, Key::Plus);
        assert!(window.row(0).is_some());
    }
    let largest = window.harness.ctx.zoom_factor();
    assert!((largest - 2.0).abs() < 0.01, "{largest}: no larger than the window can hold");
    for _ in 0..20 {
        window.press_with(Modifiers::COMMAND, Key::Minus);
    }
    assert!((window.harness.ctx.zoom_factor() - 0.7).abs() < 0.01);
    assert!(window.row(0).is_some());
}

#[test]
fn thresholds_are_set_by_number_and_change_the_counts() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::T);
    let before = window.state_review().thresholds;
    let count = window.state_review().counts.of(review::Filter::Flagged);
    window.tab_to("Optimal threshold");
    for _ in 0..15 {
        window.press(Key::ArrowRight);
    }
    window.tab_to("Apply");
    window.press(Key::Enter);
    let review = window.state_review();
    assert!(review.thresholds.optimal > before.optimal, "{before:?} then {:?}", review.thresholds);
    let now = review.counts.of(review::Filter::Flagged);
    assert!(now > count, "a higher threshold sends more to review: {count}, then {now}");
    assert!(window.shows(&format!("To review: {now} records")));
}

#[test]
fn the_width_of_a_column_is_remembered() {
    let mut window = Window::review();
    window.dispatch(Command::SetLayout("column.job-title".to_owned(), 250.0));
    let path = window.path("survey.occudesk");
    let Window { harness, folder } = window;
    drop(harness);
    let mut window = Window::start(folder, Some(path));
    let width = |window: &Window| window.harness.get_by_role_and_label(Role::ColumnHeader, "Job title").rect().width();
    assert!((width(&window) - 250.0).abs() < 2.0, "{}", width(&window));
    window.press(Key::J);
    assert_eq!(window.selected(), 1);
}

#[test]
fn the_name_beside_decisions_is_set_in_the_settings() {
    let mut window = Window::review();
    window.press_with(Modifiers::ALT, Key::V);
    window.click(Role::Button, "Settings…");
    window.tab_to("Your name");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write("A. Coder");
    window.click(Role::Button, "Close settings");
    assert_eq!(window.harness.state_mut().desk().state().settings.reviewer, "A. Coder");
}

/// What stands in the bar at the top and in the line at the bottom, with its place.
fn in_the_margins(window: &Window) -> Vec<(String, egui::Rect)> {
    let nodes = window.harness.root().children_recursive();
    let screen = window.harness.ctx.content_rect();
    let placed = nodes.into_iter().filter_map(|node| {
        let words = node.accesskit_node().label().or_else(|| node.accesskit_node().value())?;
        let leaf = node.accesskit_node().children().next().is_none();
        let rect = node.rect();
        let below = ["Undo", "Redo", "to review", "Keys"].iter().any(|part| words.contains(part));
        let margin = rect.bottom() < screen.top() + 38.0 || (below && rect.top() > screen.bottom() - 34.0);
        (leaf && margin && rect.width() > 1.0).then_some((words, rect))
    });
    placed.collect()
}

#[test]
fn at_every_size_nothing_in_bar_and_status_line_is_printed_over() {
    let mut window = Window::review();
    window.dispatch(Command::SetReviewer("A Coder with Quite a Long Name, Agency of Statistics".to_owned()));
    window.press(Key::Num2);
    for _ in 0..11 {
        let placed = in_the_margins(&window);
        assert!(placed.len() > 6, "{placed:?}");
        for (at, (words, rect)) in placed.iter().enumerate() {
            for (other, beside) in &placed[at + 1..] {
                let over = rect.shrink(1.5).intersect(beside.shrink(1.5));
                let apart = over.width() <= 0.0 || over.height() <= 0.0;
                assert!(apart, "{words} {rect:?} and {other} {beside:?}");
            }
            assert!(window.harness.ctx.content_rect().expand(1.0).contains_rect(*rect), "{words} {rect:?}");
        }
        window.press_with(Modifiers::COMMAND, Key::Plus);
    }
}

#[test]
fn of_a_wide_file_sixty_columns_are_shown_until_all_are_asked_for() {
    let names: Vec<String> = (0..100).map(|at| format!("c{at}")).collect();
    let cells: Vec<String> = (0..100).map(|at| format!("v{at}")).collect();
    let text = format!("job_title,{}\nnurse,{}\n", names.join(","), cells.join(","));
    let mut window = Window::mapping("wide.csv", text.as_bytes());
    window.press(Key::Enter);
    assert!(window.harness.query_by_label("v58").is_some());
    assert!(window.harness.query_by_label("v59").is_none());
    window.tab_to("Show all 101 columns");
    window.press(Key::Enter);
    assert!(window.harness.query_by_label("v99").is_some());
}

#[test]
fn purging_is_asked_about_by_name_and_enter_keeps_the_project() {
    let mut window = Window::review();
    window.dispatch(Command::OpenPurge);
    assert!(window.shows("“survey.occudesk” is removed from"));
    assert_eq!(window.focused(), "Keep it");
    window.press(Key::Enter);
    assert_eq!(window.panel(), Panel::None);
    assert!(window.path("survey.occudesk").exists());
    window.dispatch(Command::OpenPurge);
    window.click(Role::Button, "Purge survey.occudesk");
    assert!(!window.path("survey.occudesk").exists());
    assert!(window.path("survey.csv").exists());
    assert!(window.shows("The project was purged."));
}

#[test]
fn every_panel_is_survived_in_a_window_too_small_for_it() {
    let mut window = Window::review();
    for size in [[1024.0, 700.0], [640.0, 400.0], [420.0, 260.0]] {
        window.harness.set_size(size.into());
        window.settle();
        for command in PANELS {
            window.dispatch(command.clone());
            window.dispatch(Command::ClosePanel);
        }
    }
    assert_eq!(window.panel(), Panel::None);
}

#[test]
fn a_saved_view_leaves_the_panel_as_wide_as_it_was() {
    let mut window = Window::review();
    window.dispatch(Command::SaveView("mine".to_owned()));
    let left = |window: &Window| window.harness.get_by_label_contains("All: 60").rect().width();
    let before = left(&window);
    for _ in 0..12 {
        window.press(Key::J);
    }
    assert!((left(&window) - before).abs() < 1.0);
}
