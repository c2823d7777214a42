//! What concerns only the screen: scroll positions, text being typed, where the focus should go.

use std::collections::BTreeMap;
use std::mem::Discriminant;

use egui::Id;
use workbench::{PracticePage, PracticeStage, Workspace};

use crate::views::PeopleSight;
use crate::widgets::rows::RowsMemory;

/// What concerns only the screen.
#[derive(Debug, Default)]
pub struct Sight {
    /// The table of records.
    pub records: RowsMemory,
    /// The tree of the classification.
    pub tree: RowsMemory,
    /// The category that the tree brought into sight last.
    pub category: Option<(domain::ClassificationId, domain::Code)>,
    /// The table of the preview.
    pub preview: RowsMemory,
    /// The list of what would change.
    pub changes: RowsMemory,
    /// The marked row of that list, from 0.
    pub change_marked: usize,
    /// The path typed on the start page.
    pub open_path: String,
    /// The project path being typed in the mapping step; `None` shows that of the state.
    pub project_path: Option<String>,
    /// The export path being typed.
    pub export_path: Option<String>,
    /// The note being typed, with its record.
    pub note: Option<(u32, String)>,
    /// The entry that was marked in the last decisions when last drawn.
    pub marked_entry: Option<usize>,
    /// The command that waits for its new key, by its place in the table.
    pub key_wanted: Option<usize>,
    /// The name being typed for a view.
    pub view_name: Option<String>,
    /// The words being typed into the search over records.
    pub query: Option<String>,
    /// The reviewer's name being typed.
    pub reviewer: Option<String>,
    /// The path of a figure being typed; `None` before its field was shown.
    pub figure_path: Option<String>,
    /// The path of a report being typed, with the usual one that it stands for.
    pub report_path: Option<(String, String)>,
    /// The records of a sample on which codings differed.
    pub checked: RowsMemory,
    /// The path in the state when that was typed.
    pub figure_path_of: Option<std::path::PathBuf>,
    /// Thresholds being set, before they are applied.
    pub thresholds: Option<(f32, f32)>,
    /// The settings are shown.
    pub settings_open: bool,
    /// A file dialog gave no path: it was cancelled, or there is none on this machine.
    pub no_path: bool,
    /// The level of the path that shows its siblings, with the record it was chosen for.
    pub open_level: Option<(u32, Option<domain::Level>)>,
    /// The panel that was open in the last frame, to tell when one opens.
    pub panel: &'static str,
    /// The settings were shown in the last frame.
    pub settings_were_open: bool,
    /// The first control of the panel that has opened wants the focus.
    pub focus_first: bool,
    /// The field in which one searches the answers had the focus in the last frame.
    pub finding: bool,
    /// The marked reason for uncodable, from 0.
    pub reason: usize,
    /// The record whose note ends a decision; the cursor goes on when the note is written or left.
    pub go_on_after: Option<u32>,
    /// A file would be replaced, and that was asked about.
    pub replace_asked: bool,
    /// The export is written as soon as it is known whether a file stands at the path that was typed.
    pub write_when_looked_at: bool,
    /// What thresholds that are being set would cost: the values and the records to review.
    pub cost: Option<((f32, f32), Option<u64>)>,
    /// The record of which all columns are shown, however many.
    pub show_all_columns: Option<u32>,
    /// The widths of the panels in the last frame.
    pub panel_widths: BTreeMap<&'static str, f32>,
    /// The panel whose edge is being dragged.
    pub dragged_panel: Option<&'static str>,
    /// The widths that a person gave columns in an earlier session have been taken over.
    pub widths_restored: bool,
    /// The menu to open, by its place in the bar.
    pub open_menu: Option<usize>,
    /// The menu that is open.
    pub menu: Option<usize>,
    /// The first field of the form that is shown.
    pub first_field: Option<Id>,
    /// Tab was pressed while nothing had the focus.
    pub tab_from_nowhere: bool,
    /// The record that the pane showed last.
    pub shown_record: Option<u32>,
    /// The path of earlier decisions being typed.
    pub earlier_path: String,
    /// It was asked in the last frame whether earlier decisions are taken over.
    pub takeover_asked: bool,
    /// The path of a file of house rules being typed.
    pub rule_path: Option<String>,
    /// The table of what another model changed.
    pub recoded: RowsMemory,
    /// The levels on the page about calibration.
    pub levels: RowsMemory,
    /// The major groups there.
    pub groups: RowsMemory,
    /// The decisions that look wrong.
    pub errors: RowsMemory,
    /// The place in them that was brought into sight last.
    pub error_marked: usize,
    /// The page of people.
    pub people: PeopleSight,
    /// The job title that the exploring workspace showed in the last frame.
    pub explored_title: String,
    /// The category that is marked in a column of the explored path.
    pub explored_mark: Option<(domain::Level, domain::Code)>,
    /// The workspace that was shown in the last frame.
    pub workspace_before: Workspace,
    /// The practice.
    pub practice: PracticeSight,
    /// What is being typed and looked at on the page of coder packs.
    pub packs: PacksSight,
    /// What was open in the last frame.
    pub open_path_before: Option<std::path::PathBuf>,
}

/// What concerns only the screen of the practice.
#[derive(Debug, Default)]
pub struct PracticeSight {
    /// Where one was in the last frame: the page, and of a session its id, the answers given, and the stage.
    pub place: Option<PracticePlace>,
    /// The path of a set being typed.
    pub path: String,
    /// The path of results being typed.
    pub results_path: String,
    /// The table of sessions.
    pub sessions: RowsMemory,
    /// The table of confusions.
    pub confusions: RowsMemory,
    /// The marked confusion that was brought into sight last, and how many there were.
    pub confusion: Option<(usize, usize)>,
}

/// The page, and of a session its id, the answers given, and the stage.
pub type PracticePlace = (PracticePage, Option<(String, u32, Discriminant<PracticeStage>)>);

/// What is being typed and looked at on the page of coder packs.
#[derive(Debug, Default)]
pub struct PacksSight {
    /// The folder being typed.
    pub folder: Option<String>,
    /// The path of a pack being typed.
    pub path: String,
    /// The table of what two coders gave.
    pub cells: RowsMemory,
    /// Its marked row, from 0.
    pub marked: usize,
    /// The form or the packs that were read stood there in the last frame.
    pub asked: bool,
}

/// The one widget that takes the focus for the tree of the classification.
pub fn tree_id() -> Id {
    Id::unique("categories")
}

/// The one widget that takes the focus for the list of a workspace.
pub fn list_id(workspace: Workspace) -> Id {
    match workspace {
        Workspace::Review => records_id(),
        Workspace::Supervise => Id::unique("supervision"),
        Workspace::Explore => Id::unique("explored answer"),
        Workspace::Practise => Id::unique("practice"),
        Workspace::Classification => tree_id(),
    }
}

/// The one widget that takes the focus for the table of records.
pub fn records_id() -> Id {
    Id::unique("records")
}
