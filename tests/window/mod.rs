//! The window without a screen: driven by keys and clicks, looked at through the tree that screen readers see.

mod bench;
mod bulk;
mod classification;
mod compare;
mod continuity;
mod decisions;
mod explore;
mod fields;
mod filters;
mod focus;
mod groups;
mod keys;
mod mapping;
mod narrow;
mod notices;
mod open_to_export;
mod packs;
mod panels;
mod people;
mod practice;
mod quality;
mod supervision;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use desktop::DeskApp;
use desktop::dialogs::FixedAnswer;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use review::Decision;
use tempfile::TempDir;
use workbench::{Command, Home, Panel, PeopleCommand, Review, Screen, Workspace};

/// The sample survey, as everybody gets it.
const SAMPLE: &str = include_str!("../../samples/labour-force.csv");

/// The commands that open a panel.
const PANELS: [Command; 14] = [
    Command::OpenBulk,
    Command::OpenGroup,
    Command::OpenEarlier,
    Command::OpenSearch,
    Command::OpenUncodable,
    Command::OpenNote,
    Command::OpenThresholds,
    Command::OpenExport,
    Command::OpenCompare,
    Command::OpenPalette,
    Command::ShowKeys,
    Command::ShowAbout,
    Command::OpenPurge,
    Command::People(PeopleCommand::OpenWho),
];

/// The window of a person who has never used the program, in a folder of its own.
struct Window {
    harness: Harness<'static, DeskApp>,
    folder: TempDir,
}

impl Window {
    /// On the start page, with file dialogs that answer with `survey.csv` of the folder.
    fn new() -> Window {
        let folder = tempfile::tempdir().expect("a folder for the test");
        fs::write(folder.path().join("survey.csv"), SAMPLE).expect("room for the sample");
        Window::start(folder, None)
    }

    /// Opened with a file of this content, in the mapping step.
    fn mapping(name: &str, content: &[u8]) -> Window {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join(name);
        fs::write(&path, content).expect("room for the file");
        Window::start(folder, Some(path))
    }

    /// With the first sixty records of the sample imported and coded.
    fn review() -> Window {
        let lines: Vec<&str> = SAMPLE.lines().take(61).collect();
        let mut window = Window::mapping("survey.csv", lines.join("\n").as_bytes());
        window.press(Key::Enter);
        assert!(window.state_review().is_coded());
        window
    }

    /// The dialogs of a machine that has none.
    fn without_dialogs() -> Window {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Window::start_with(folder, None, None)
    }

    fn start(folder: TempDir, open: Option<PathBuf>) -> Window {
        let answer = folder.path().join("survey.csv");
        Window::start_with(folder, open, Some(answer))
    }

    fn start_with(folder: TempDir, open: Option<PathBuf>, answer: Option<PathBuf>) -> Window {
        let home = Home::in_folder(&folder.path().join("home"));
        let dialogs = Box::new(FixedAnswer::new(answer));
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_max_steps(32)
            .build_eframe(move |cc| DeskApp::new(&cc.egui_ctx, home, dialogs, open));
        let mut window = Window { harness, folder };
        window.settle();
        window
    }

    /// Runs frames and waits for work until neither is left.
    fn settle(&mut self) {
        loop {
            self.harness.run();
            let desk = self.harness.state_mut().desk();
            if desk.state().jobs.is_empty() {
                return;
            }
            // One job can start the next, so look again after a frame.
            assert!(desk.wait_idle(Duration::from_secs(60)), "work goes on and on");
        }
    }

    fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// Presses keys and types their signs, all within one frame: `/` and letters and digits.
    fn type_in_one_frame(&mut self, text: &str) {
        let events = text.chars().flat_map(strokes).collect::<Vec<Event>>();
        self.harness.input_mut().events.extend(events);
        self.settle();
    }

    /// The same, a sign in each frame, without waiting for anything in between.
    fn type_in_frames(&mut self, text: &str) {
        for sign in text.chars() {
            self.harness.input_mut().events.extend(strokes(sign));
            self.harness.step();
        }
        self.settle();
    }

    /// The label of what has the focus; empty when nothing has it.
    fn focused(&self) -> String {
        let nodes = self.harness.root().children_recursive();
        let found = nodes.into_iter().find(|node| node.accesskit_node().is_focused());
        found.map(|node| name_of(&node)).unwrap_or_default()
    }

    fn dispatch(&mut self, command: Command) {
        self.harness.state_mut().desk().dispatch(command);
        self.settle();
    }

    fn workspace(&mut self) -> Workspace {
        self.harness.state_mut().desk().state().workspace
    }

    /// The accessible names of all rows of tables in sight.
    fn rows(&self) -> Vec<String> {
        let rows = self.harness.query_all_by_role(Role::Row);
        rows.filter_map(|node| node.accesskit_node().label()).collect()
    }

    fn panel(&mut self) -> Panel {
        self.harness.state_mut().desk().state().panel.clone()
    }

    fn write(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    fn click(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.settle();
    }

    /// Goes on by Tab until the control with this label has the focus.
    fn tab_to(&mut self, label: &str) {
        for _ in 0..200 {
            if self.harness.query_all_by_label(label).any(|node| node.is_focused()) {
                return;
            }
            self.press(Key::Tab);
        }
        panic!("Tab never comes to “{label}”");
    }

    fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn state_review(&mut self) -> &Review {
        match &self.harness.state_mut().desk().state().screen {
            Screen::Review(review) => review,
            _ => panic!("no project is open"),
        }
    }

    /// The record that is selected, from 0.
    fn selected(&mut self) -> u32 {
        self.state_review().selected.as_ref().expect("a selected record").record
    }

    fn decision(&mut self, record: u32) -> Option<Decision> {
        self.state_review().record(record).decision
    }

    /// The accessible name of the row of a record, if it is in sight.
    fn row(&self, record: u32) -> Option<String> {
        let begin = format!("Record {}:", record + 1);
        let rows = self.harness.query_all_by_role(Role::Row);
        rows.filter_map(|node| node.accesskit_node().label()).find(|label| label.starts_with(&begin))
    }
}

/// The accessible name of a node: its label, or that of what labels it.
fn name_of(node: &Node<'_>) -> String {
    let node = node.accesskit_node();
    node.label().or_else(|| node.labelled_by().find_map(|by| by.label().or_else(|| by.value()))).unwrap_or_default()
}

/// A key pressed with its sign, and let go.
fn strokes(sign: char) -> Vec<Event> {
    let key = match sign {
        '/' => Key::Slash,
        ' ' => Key::Space,
        '\n' => Key::Enter,
        sign => Key::from_name(&sign.to_uppercase().to_string()).expect("a key for the sign"),
    };
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    let text = (sign != '\n').then(|| Event::Text(sign.to_string()));
    [Some(event(true)), text, Some(event(false))].into_iter().flatten().collect()
}

/// The rows of a CSV file, its header first.
fn rows_of(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("the file");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}
