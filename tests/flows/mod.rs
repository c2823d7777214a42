//! What a person does from the first file to the export, without a window.

mod anchoring;
mod bench;
mod bulk;
mod classification;
mod columns;
mod compare;
mod continuity;
mod decisions;
mod explore;
mod exports;
mod groups;
mod mapping;
mod packs;
mod people;
mod practice;
mod purge;
mod quality;
mod queue;
mod recoding;
mod supervision;
mod survey;
mod take_over;
mod trouble;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use workbench::{Command, Desk, Home, Review};

/// Longer than any job of these tests takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A desk with a folder of its own.
struct Place {
    folder: TempDir,
    desk: Desk,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(Home::in_folder(&folder.path().join("home")), || {});
        Place { folder, desk }
    }

    /// A desk on a project made from these lines.
    fn with_source(lines: &str) -> Place {
        let mut place = Place::new();
        let source = place.file("source.csv", lines.as_bytes());
        place.does(Command::OpenPath(source));
        place.does(Command::StartImport);
        assert!(place.review().is_coded(), "{:?}", place.desk.state().notices);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Does what can be done, and waits for the jobs that follow.
    #[track_caller]
    fn does(&mut self, command: Command) {
        let words = format!("{command:?}");
        self.desk.dispatch(command);
        assert_eq!(self.desk.state().refusal, None, "{words}");
        assert!(self.desk.wait_idle(PATIENCE), "{words} does not end");
    }

    /// Ends the program and starts it again.
    fn restart(self) -> Place {
        let Place { folder, desk } = self;
        drop(desk);
        let desk = Desk::new(Home::in_folder(&folder.path().join("home")), || {});
        Place { folder, desk }
    }

    #[track_caller]
    fn review(&self) -> &Review {
        let state = self.desk.state();
        state.review().unwrap_or_else(|| panic!("no project is open: {:?}", state.notices))
    }

    /// What the last notice says.
    #[track_caller]
    fn notice(&self) -> String {
        let notice = self.desk.state().notices.last().expect("a notice");
        format!("{} {} {}", notice.what_happened, notice.what_is_safe, notice.what_to_do)
    }

    /// Exports to this name and reads it back.
    fn export_csv(&mut self, name: &str) -> Table {
        self.does(Command::OpenExport);
        self.does(Command::SetExportPath(self.path(name)));
        self.does(Command::StartExport);
        Table::read(&self.path(name).with_extension("csv"))
    }
}

/// A CSV file as read by others.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(path: &Path) -> Table {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Table { header, rows }
    }

    #[track_caller]
    fn cell(&self, row: usize, column: &str) -> &str {
        let at = self.header.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
        &self.rows[row][at]
    }
}
