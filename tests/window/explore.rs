//! Exploring by keyboard: what is typed is read at once, and all of it can be reached.

use domain::{ClassificationId, Level};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::NodeT;
use workbench::{Command, Explore, ExploreCommand, Workspace};

use super::{Window, name_of};

const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

fn explore(window: &mut Window) -> Explore {
    window.harness.state_mut().desk().state().explore.clone()
}

fn workspace(window: &mut Window) -> Workspace {
    window.harness.state_mut().desk().state().workspace
}

fn exploring() -> Window {
    let mut window = Window::new();
    window.press_with(Modifiers::COMMAND, Key::Num3);
    window
}

#[test]
fn the_cursor_is_in_the_title_and_every_keystroke_is_read() {
    let mut window = exploring();
    assert_eq!(window.focused(), "Job title to explore");
    assert!(window.shows("Or begin with an example"));
    window.type_in_frames("teacher");
    assert_eq!(explore(&mut window).typed.title, "teacher");
    assert!(window.shows("Partial: 251 "));
    assert!(window.shows("unit group: 2512 Primary School Teachers"));
    assert!(window.shows("OSCA 2024: Partial") && window.shows("ANZSCO 2022: Partial"));
    assert!(window.shows("Title, teacher:"), "the bar of the word");
    assert!(window.shows("With “secondary” it is the runner-up"));
    window.press(Key::Home);
    window.type_in_frames("primary school ");
    assert_eq!(explore(&mut window).typed.title, "primary school teacher");
    assert!(window.shows("Coded: 251231 Primary School Teacher"));
    window.press(Key::Tab);
    assert_eq!(window.focused(), "Tasks to explore");
    window.type_in_frames("reads");
    assert_eq!(explore(&mut window).typed.tasks, "reads");
}

#[test]
fn record_keys_type_letters_and_decide_nothing() {
    let mut window = Window::review();
    window.press_with(Modifiers::COMMAND, Key::Num3);
    window.type_in_one_frame("1pufr/");
    assert_eq!(explore(&mut window).typed.title, "1pufr/");
    window.press(Key::Enter);
    for key in [Key::Num1, Key::P, Key::R, Key::Delete, Key::Space] {
        window.press(key);
    }
    assert_eq!(window.state_review().ledger.entries().len(), 0);
    assert_eq!(window.selected(), 0);
    assert_eq!(workspace(&mut window), Workspace::Explore);
}

#[test]
fn the_examples_are_one_key_or_one_click_away() {
    let mut window = exploring();
    window.press(Key::F9);
    assert!(window.shows("Example 1 of 6: Title and tasks together"));
    assert!(window.shows("Pinned: mechanic"));
    window.type_in_frames("s");
    assert_eq!(explore(&mut window).typed.title, "mechanics", "one types on at the end");
    window.press(Key::F9);
    window.press(Key::F9);
    assert!(window.shows("Example 2 of 6: Be specific"));
    window.press_with(Modifiers::SHIFT, Key::F9);
    assert!(window.shows("Example 1 of 6"));
    let mut window = exploring();
    window.click(Role::Button, "Example: Two jobs in one");
    assert!(window.shows("Example 5 of 6: Two jobs in one"));
    assert!(window.shows("Coded, to review: 711231 Bus Driver"));
    let mut window = Window::new();
    window.dispatch(Command::Explore(ExploreCommand::Example(1)));
    assert!(window.shows("Example 2 of 6"), "from the start page too");
}

#[test]
fn two_answers_are_compared_by_keys() {
    let mut window = exploring();
    window.type_in_frames("teacher");
    window.press_with(Modifiers::COMMAND, Key::P);
    window.press(Key::Home);
    window.type_in_frames("music ");
    let now = explore(&mut window);
    assert_eq!(
        (now.typed.title.as_str(), now.pinned.map(|pinned| pinned.title)),
        ("music teacher", Some("teacher".to_owned()))
    );
    assert!(window.shows("Pinned ≠") || window.shows("Pinned, the same"));
    window.press_with(CTRL_SHIFT, Key::P);
    assert_eq!(explore(&mut window).typed.title, "teacher");
    window.press_with(CTRL_SHIFT, Key::U);
    assert!(explore(&mut window).pinned.is_none());
    window.press_with(Modifiers::COMMAND, Key::L);
    assert!(explore(&mut window).typed.is_blank());
    assert_eq!(window.focused(), "Job title to explore");
}

#[test]
fn levels_and_classifications_are_chosen_by_keys_while_one_types() {
    let mut window = exploring();
    window.type_in_frames("teacher");
    let before = explore(&mut window).shown_level();
    window.press(Key::F7);
    assert_ne!(explore(&mut window).shown_level(), before);
    window.press(Key::F8);
    assert_eq!(explore(&mut window).shown_level(), before);
    window.press(Key::F6);
    assert_eq!(explore(&mut window).classification, ClassificationId::Anzsco2022);
    assert!(window.shows("minor group: 241 School Teachers"));
    assert_eq!(window.focused(), "Job title to explore");
}

#[test]
fn the_columns_are_walked_by_arrows_and_a_category_is_looked_up() {
    let mut window = exploring();
    window.type_in_frames("teacher");
    let major = "major group: 2 Professionals, in its parent .992, joint .992";
    window.tab_to(major);
    window.press(Key::ArrowRight);
    assert!(window.focused().starts_with("sub-major group: 25"), "{}", window.focused());
    assert_eq!(explore(&mut window).level, Some(Level::SubMajorGroup));
    window.press(Key::ArrowLeft);
    assert_eq!(window.focused(), major);
    window.press(Key::Space);
    assert_eq!(explore(&mut window).level, Some(Level::MajorGroup));
    for key in [Key::ArrowRight, Key::ArrowRight, Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        window.press(key);
    }
    assert_eq!(workspace(&mut window), Workspace::Classification);
    let selected = window.harness.state_mut().desk().state().browser.selected.map(|code| code.to_string());
    assert_eq!(selected.as_deref(), Some("259"), "the strongest sibling of the minor group");
    window.press_with(Modifiers::COMMAND, Key::Num3);
    assert_eq!(explore(&mut window).typed.title, "teacher", "and back to what was typed");
}

#[test]
fn what_would_change_the_code_is_tried_at_a_press() {
    let mut window = exploring();
    window.type_in_frames("teacher");
    window.tab_to("Try with");
    window.press(Key::Enter);
    let now = explore(&mut window);
    assert_eq!(
        (now.typed.title.as_str(), now.pinned.map(|pinned| pinned.title)),
        ("teacher secondary", Some("teacher".to_owned()))
    );
    assert!(window.shows("Coded: 251331 Secondary School Teacher"));
}

#[test]
fn the_answer_of_the_selected_record_is_explored_by_a_key() {
    let mut window = Window::review();
    window.press(Key::J);
    let (title, tasks) = window.state_review().answers.answer(1);
    let (title, tasks) = (title.to_owned(), tasks.to_owned());
    window.press(Key::V);
    let now = explore(&mut window);
    assert_eq!((now.typed.title, now.typed.tasks), (title, tasks));
    assert_eq!(window.focused(), "Job title to explore");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert_eq!(window.selected(), 1);
}

#[test]
fn whatever_takes_the_focus_has_a_name_at_every_size() {
    for size in [[640.0, 480.0], [1280.0, 800.0], [1920.0, 1080.0]] {
        let mut window = exploring();
        window.harness.set_size(egui::Vec2::from(size));
        window.press(Key::F9);
        for key in [None, Some(Key::Plus), Some(Key::Plus), Some(Key::Plus)] {
            key.into_iter().for_each(|key| window.press_with(Modifiers::COMMAND, key));
            for node in window.harness.root().children_recursive() {
                if node.accesskit_node().data().supports_action(egui::accesskit::Action::Focus) {
                    assert!(!name_of(&node).trim().is_empty(), "{size:?}: {node:?}");
                }
            }
        }
        assert!(window.shows("Example 1 of 6") && window.shows("occupation: 351433 Diesel Technician"));
    }
}

#[test]
fn strange_and_long_texts_are_shown() {
    let mut window = exploring();
    for text in ["???", "👩‍🏫 \u{202e}nurse\u{0}\u{7}", "   ", "Ünïcödé chéf"] {
        window.press_with(Modifiers::COMMAND, Key::L);
        window.write(text);
    }
    window.press_with(Modifiers::COMMAND, Key::L);
    let long = "repairs pumps, and ".repeat(530);
    window.harness.event(Event::Paste(long.clone()));
    window.settle();
    assert_eq!(explore(&mut window).typed.title.trim(), long.trim());
    window.press(Key::Tab);
    window.harness.event(Event::Paste(long.clone()));
    window.settle();
    assert_eq!(explore(&mut window).typed.tasks, long);
    assert!(window.shows("occupation: "));
}

#[test]
fn tab_leads_from_the_fields_over_the_path_to_the_results() {
    let mut window = exploring();
    window.type_in_frames("teacher");
    let mut order = Vec::new();
    for _ in 0..14 {
        order.push(window.focused());
        window.press(Key::Tab);
    }
    let begins = [
        "Job title",
        "Tasks",
        "Pin",
        "Clear",
        "Next example",
        "Resize panel",
        "OSCA",
        "ANZSCO",
        "major",
        "sub-major",
        "minor",
    ];
    for (at, begin) in begins.into_iter().enumerate() {
        assert!(order[at].starts_with(begin), "{order:?}");
    }
    assert!(order[13].starts_with("251231 Primary School Teacher, joint"), "{order:?}");
}

#[test]
fn exploring_is_the_third_choice_of_the_first_page() {
    let mut window = Window::new();
    window.click(Role::Button, "Explore by typing");
    assert_eq!(workspace(&mut window), Workspace::Explore);
    assert_eq!(window.focused(), "Job title to explore");
    window.press_with(Modifiers::COMMAND, Key::Num1);
    assert!(window.shows("Open a file or project"));
}
