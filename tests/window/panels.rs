//! Every panel opens, names all its controls, and closes.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use workbench::{Command, Panel, ThemeChoice};

use super::Window;

#[test]
fn every_panel_opens_and_escape_closes_it() {
    let mut window = Window::review();
    for command in [
        Command::OpenSearch,
        Command::OpenUncodable,
        Command::OpenNote,
        Command::OpenThresholds,
        Command::OpenExport,
        Command::OpenPalette,
        Command::ShowKeys,
        Command::ShowAbout,
    ] {
        window.harness.state_mut().desk().dispatch(command.clone());
        window.settle();
        assert_ne!(window.harness.state_mut().desk().state().panel, Panel::None, "{command:?}");
        window.press(Key::Escape);
        assert_eq!(window.harness.state_mut().desk().state().panel, Panel::None, "{command:?}");
    }
    assert!(window.harness.query_all_by_role(Role::Grid).any(|grid| grid.is_focused()), "back in the table");
}

#[test]
fn all_themes_and_sizes_show_the_records() {
    let mut window = Window::review();
    for theme in [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::System] {
        window.harness.state_mut().desk().dispatch(Command::SetTheme(theme));
        window.settle();
        assert!(window.row(0).is_some());
    }
    for _ in 0..8 {
        window.press_with(Modifiers::COMMAND, Key::Plus);
        assert!(window.row(0).is_some());
    }
}

#[test]
fn thresholds_are_set_by_number_and_change_the_counts() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::T);
    let before = window.state_review().thresholds;
    window.tab_to("Optimal threshold");
    for _ in 0..8 {
        window.press(Key::ArrowRight);
    }
    window.tab_to("Apply");
    window.press(Key::Enter);
    let after = window.state_review().thresholds;
    assert!(after.optimal > before.optimal, "{before:?} then {after:?}");
}

#[test]
fn the_name_beside_decisions_is_set_in_the_settings() {
    let mut window = Window::review();
    let name = window.harness.state_mut().desk().state().settings.reviewer.clone();
    window.click(Role::Button, &name);
    window.tab_to("Your name");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write("A. Coder");
    window.click(Role::Button, "Close settings");
    assert_eq!(window.harness.state_mut().desk().state().settings.reviewer, "A. Coder");
}
