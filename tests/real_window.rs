//! The real window on a display of its own (Xvfb), by keyboard only: from a file to an export, with a kill -9 between.
//!
//! What the program did is read from its project file. While it runs, that is a copy, taken again until it is whole.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use review::Entry;
use store::Project;
use tempfile::TempDir;

/// How long something may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(180);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Display {
    _server: Running,
    name: String,
}

impl Display {
    /// Starts a server, which chooses a free number and tells it.
    fn start() -> Display {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is needed; ./packaging/test installs it");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let display = Display { _server: Running(server), name: format!(":{}", number.trim()) };
        until("the display", || display.xdotool(&["getdisplaygeometry"]));
        display
    }

    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.name).output();
        let output = output.expect("xdotool is needed; ./packaging/test installs it");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.xdotool(&["key", "--delay", "30", key]);
            std::thread::sleep(Duration::from_millis(120));
        }
    }

    fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "25", text]);
        std::thread::sleep(Duration::from_millis(300));
    }
}

struct Desk {
    program: Running,
}

impl Desk {
    /// Starts the program on a file and gives its window the keyboard.
    fn open(display: &Display, folder: &TempDir, file: &Path) -> Desk {
        let said = folder.path().join("said.txt");
        let program = Command::new(env!("CARGO_BIN_EXE_occudesk"))
            .arg(file)
            .env("DISPLAY", &display.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("OCCUDESK_HOME", folder.path().join("home"))
            .env("XDG_RUNTIME_DIR", folder.path())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&said).unwrap())
            .spawn()
            .unwrap();
        let mut desk = Desk { program: Running(program) };
        let window = until("the window", || {
            let ended = desk.program.0.try_wait().unwrap();
            assert!(ended.is_none(), "{ended:?}: {}", std::fs::read_to_string(&said).unwrap_or_default());
            display.xdotool(&["search", "--onlyvisible", "--class", "occudesk"]).filter(|found| !found.is_empty())
        });
        let window = window.lines().next().unwrap().to_owned();
        // Without a window manager the keyboard goes where it is sent.
        until("the keyboard", || {
            display.xdotool(&["windowfocus", &window]);
            display.xdotool(&["getwindowfocus"]).filter(|focused| *focused == window)
        });
        std::thread::sleep(Duration::from_millis(700));
        desk
    }

    fn kill(mut self) {
        self.program.0.kill().unwrap();
        self.program.0.wait().unwrap();
    }
}

/// Asks again until there is an answer.
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(150));
    }
}

/// The log of a project that is open elsewhere, and whether it is coded.
fn peek(project: &Path) -> Option<(Vec<Entry>, bool)> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.occudesk");
    let journal = |path: &Path| PathBuf::from(format!("{}-journal", path.display()));
    std::fs::copy(project, &copy).ok()?;
    if journal(project).exists() {
        return None;
    }
    let project = Project::open(&copy).ok()?;
    Some((project.entries().ok()?, project.current_run().ok()?.is_some()))
}

#[test]
fn a_coder_works_by_keyboard_is_cut_off_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let survey = folder.path().join("survey.csv");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/labour-force.csv"), &survey).unwrap();
    let before = std::fs::read(&survey).unwrap();
    let project = folder.path().join("survey.occudesk");
    let display = Display::start();

    // Import and code with the suggested mapping, then decide: suggestion, accept, search, parent; and take that back.
    let desk = Desk::open(&display, &folder, &survey);
    until("the import", || {
        if !project.exists() {
            display.keys(&["Return"]);
            std::thread::sleep(Duration::from_secs(1));
        }
        peek(&project).filter(|(_, coded)| *coded)
    });
    std::thread::sleep(Duration::from_millis(500));
    let logged = |number: usize| until("an entry in the log", || peek(&project).filter(|(log, _)| log.len() == number));
    display.keys(&["Home", "2"]);
    logged(1);
    display.keys(&["Return"]);
    logged(2);
    display.keys(&["slash"]);
    display.type_text("bricklayer");
    display.keys(&["Return"]);
    logged(3);
    display.keys(&["p"]);
    logged(4);
    display.keys(&["ctrl+z"]);
    let saved = logged(5);
    desk.kill();

    // Nothing that was shown is lost, and the lock went with the program.
    let ledger = Project::open(&project).unwrap().ledger().unwrap();
    let entries = ledger.entries();
    assert_eq!(entries.len(), saved.0.len());
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.word()).collect();
    assert_eq!(actions, ["correct", "accept", "correct", "use-parent", "undo"]);

    // Redo what was undone before the cut, undo twice, and export.
    let desk = Desk::open(&display, &folder, &project);
    std::thread::sleep(Duration::from_secs(1));
    for (key, number) in [("ctrl+shift+z", 6), ("ctrl+z", 7), ("ctrl+z", 8)] {
        display.keys(&[key]);
        logged(number);
    }
    let export = folder.path().join("coded.csv");
    display.keys(&["ctrl+e", "ctrl+a"]);
    display.type_text(&export.display().to_string());
    display.keys(&["Tab", "Tab", "Return"]);
    until("the export", || export.exists().then_some(()));
    display.keys(&["ctrl+q"]);
    let mut program = desk.program;
    until("the program to end", || program.0.try_wait().unwrap());

    let mut reader = csv::Reader::from_path(&export).unwrap();
    let column = |name: &str, header: &csv::StringRecord| header.iter().position(|column| column == name).unwrap();
    let header = reader.headers().unwrap().clone();
    let source = column("final_source", &header);
    let sources: Vec<String> = reader.records().map(|row| row.unwrap()[source].to_owned()).collect();
    assert_eq!(sources.len(), 600);
    let decided = sources.iter().filter(|source| !matches!(source.as_str(), "machine" | "")).count();
    assert_eq!(decided, 2, "three decisions and a parent code, of which two were taken back");
    assert_eq!(std::fs::read(&survey).unwrap(), before, "the source is never written to");
}
