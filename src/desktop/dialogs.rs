//! Asking the system for a path: the native dialog on a thread of its own, or a fixed answer.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};

/// What a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A file of answers or a project, to open.
    Open,
    /// Where a new project goes.
    SaveProject,
    /// Where an export goes.
    SaveExport,
    /// Where the list of rows with problems goes.
    SaveProblems,
    /// Workbooks with descriptions, to read.
    Descriptions,
    /// Earlier decisions or house rules, to use.
    OpenEarlier,
    /// The file that a house rule is written to.
    SaveRule,
    /// Where the list of what changed goes.
    SaveChanges,
    /// Where a figure goes.
    SaveFigure,
    /// A table or a project, to practise with.
    PracticeSet,
    /// Where results of practice go.
    SavePractice,
    /// Results of practice, to take in.
    OpenPractice,
    /// Where the report of a quality sample goes.
    SaveReport,
    /// The folder of coder packs.
    PackFolder,
    /// Coder packs, to read.
    Packs,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub ask: Ask,
    /// The path; `None` when the person cancelled or the system has no dialog, which cannot be told apart. The window
    /// therefore always offers a field to type a path into as well.
    pub path: Option<PathBuf>,
    /// Further paths, where several can be chosen.
    pub others: Vec<PathBuf>,
}

/// A way to ask for paths.
pub trait FileDialogs {
    /// Asks, without waiting. `suggested` is where a dialog to save begins.
    fn ask(&mut self, ask: Ask, suggested: &Path, ctx: &egui::Context);
    /// An answer that has come in since the last call.
    fn answer(&mut self) -> Option<Answer>;
}

/// The system's own dialogs.
#[derive(Debug)]
pub struct NativeDialogs {
    sender: Sender<Answer>,
    receiver: Receiver<Answer>,
}

impl Default for NativeDialogs {
    fn default() -> NativeDialogs {
        let (sender, receiver) = channel();
        NativeDialogs { sender, receiver }
    }
}

impl FileDialogs for NativeDialogs {
    fn ask(&mut self, ask: Ask, suggested: &Path, ctx: &egui::Context) {
        let sender = self.sender.clone();
        let ctx = ctx.clone();
        let suggested = suggested.to_owned();
        let spawned = std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let mut dialog = rfd::FileDialog::new();
            if let Some(folder) = suggested.parent().filter(|folder| folder.is_dir()) {
                dialog = dialog.set_directory(folder);
            }
            let name = suggested.file_name().unwrap_or_default().to_string_lossy();
            let mut others = Vec::new();
            let path = match ask {
                Ask::Open => dialog
                    .add_filter(
                        "Answers and projects",
                        &["csv", "tsv", "txt", "xlsx", "jsonl", "ndjson", "parquet", "occudesk"],
                    )
                    .add_filter("All files", &["*"])
                    .pick_file(),
                Ask::SaveProject => dialog.add_filter("Project", &["occudesk"]).set_file_name(name).save_file(),
                Ask::Descriptions => several(dialog.add_filter("Workbooks", &["xlsx"]), &mut others),
                Ask::OpenEarlier => dialog
                    .add_filter(
                        "Projects, exports, house rules",
                        &["occudesk", "csv", "tsv", "txt", "xlsx", "jsonl", "ndjson", "parquet"],
                    )
                    .add_filter("All files", &["*"])
                    .pick_file(),
                Ask::PracticeSet => dialog
                    .add_filter(
                        "Tables and projects",
                        &["csv", "tsv", "txt", "xlsx", "jsonl", "ndjson", "parquet", "occudesk"],
                    )
                    .add_filter("All files", &["*"])
                    .pick_file(),
                Ask::OpenPractice => dialog.add_filter("Results of practice", &["csv"]).pick_file(),
                Ask::SavePractice => dialog.add_filter("CSV", &["csv"]).set_file_name(name).save_file(),
                Ask::SaveRule => dialog.add_filter("House rules", &["tsv"]).set_file_name(name).save_file(),
                Ask::PackFolder => dialog.pick_folder(),
                Ask::Packs => several(dialog.add_filter("Coder packs", &["occudesk"]), &mut others),
                Ask::SaveExport | Ask::SaveProblems | Ask::SaveChanges | Ask::SaveFigure | Ask::SaveReport => {
                    dialog.set_file_name(name).save_file()
                }
            };
            if sender.send(Answer { ask, path, others }).is_ok() {
                ctx.request_repaint();
            }
        });
        if spawned.is_err() {
            // Without a thread there is no dialog; the receiver lives as long as `self`, so this cannot fail.
            self.sender.send(Answer { ask, path: None, others: Vec::new() }).unwrap_or_default();
        }
    }

    fn answer(&mut self) -> Option<Answer> {
        self.receiver.try_recv().ok()
    }
}

/// Asks for one or several files: gives the first, and the others beside it.
fn several(dialog: rfd::FileDialog, others: &mut Vec<PathBuf>) -> Option<PathBuf> {
    let mut paths = dialog.pick_files()?.into_iter();
    let first = paths.next();
    others.extend(paths);
    first
}

/// Always gives the same answer; for tests and for driving the window by script.
#[derive(Debug, Default)]
pub struct FixedAnswer {
    /// The path that every question gets.
    pub path: Option<PathBuf>,
    pending: Option<Answer>,
}

impl FixedAnswer {
    /// Answers every question with `path`.
    pub fn new(path: Option<PathBuf>) -> FixedAnswer {
        FixedAnswer { path, pending: None }
    }
}

impl FileDialogs for FixedAnswer {
    fn ask(&mut self, ask: Ask, _suggested: &Path, ctx: &egui::Context) {
        self.pending = Some(Answer { ask, path: self.path.clone(), others: Vec::new() });
        ctx.request_repaint();
    }

    fn answer(&mut self) -> Option<Answer> {
        self.pending.take()
    }
}
