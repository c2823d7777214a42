//! From opening a file to the exported codes, without a mouse.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{DroppedFile, Key, Modifiers};

use super::{Window, rows_of};

#[test]
fn a_coder_gets_from_open_to_export_by_keyboard_alone() {
    let mut window = Window::new();
    assert!(window.shows("Open a file or project"));
    window.press_with(Modifiers::COMMAND, Key::O);
    assert!(window.shows("Import and code 600 records"));
    window.press(Key::Enter);
    assert_eq!(window.state_review().len(), 600);
    assert!(window.row(0).is_some(), "the first record is in sight");

    window.press(Key::Space);
    let first = window.selected();
    window.press(Key::Num1);
    assert!(window.decision(first).is_some());
    let second = window.selected();
    assert!(second > first && window.state_review().record(second).open, "and on to the next record to review");

    window.press(Key::Slash);
    window.write("bricklayer");
    window.press(Key::Enter);
    assert!(window.row(second).is_some_and(|row| row.contains("371131 Bricklayer, Corrected")));

    window.press_with(Modifiers::COMMAND, Key::E);
    let path = window.path("coded.csv");
    window.press_with(Modifiers::COMMAND, Key::A);
    window.write(&path.display().to_string());
    window.tab_to("Write the export");
    window.press(Key::Enter);
    let rows = rows_of(&path);
    assert_eq!(rows.len(), 601);
    assert_eq!(rows[0][0], "respondent_id");
    let column = |name: &str| rows[0].iter().position(|found| found == name).expect(name);
    let row = &rows[second as usize + 1];
    assert_eq!((row[column("final_code")].as_str(), row[column("final_title")].as_str()), ("371131", "Bricklayer"));
}

#[test]
fn the_sample_opens_from_the_start_page() {
    let mut window = Window::new();
    window.tab_to("Try the labour-force sample");
    window.press(Key::Enter);
    assert!(window.shows("Import and code 600 records"));
}

#[test]
fn a_typed_path_opens_and_a_wrong_one_says_what_to_do() {
    let mut window = Window::new();
    window.tab_to("Path of a file or project");
    window.write("/nowhere/survey.csv");
    window.press(Key::Enter);
    assert!(window.shows("Dismiss"), "a notice says what happened");
    window.tab_to("Path of a file or project");
    window.press_with(Modifiers::COMMAND, Key::A);
    let path = window.path("survey.csv").display().to_string();
    window.write(&path);
    window.press(Key::Enter);
    assert!(window.shows("Import and code"));
}

/// A file let go over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_dropped_on_the_window_opens() {
    let mut window = Window::new();
    let path = window.path("survey.csv");
    window.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    window.settle();
    assert!(window.shows("Import and code 600 records"));
}

#[test]
fn a_project_is_found_again_on_the_start_page_with_its_decisions() {
    let mut window = Window::review();
    window.press(Key::Num1);
    let row = window.row(0);
    window.press_with(Modifiers::COMMAND, Key::W);
    window.tab_to("survey.occudesk");
    window.press(Key::Enter);
    assert_eq!(window.row(0), row);
    assert!(window.decision(0).is_some());
}
