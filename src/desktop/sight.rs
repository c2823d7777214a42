//! What concerns only the screen: scroll positions, text being typed, where the focus should go.

use egui::Id;

use crate::widgets::rows::RowsMemory;

/// What concerns only the screen.
#[derive(Debug, Default)]
pub struct Sight {
    /// The table of records.
    pub records: RowsMemory,
    /// The table of the preview.
    pub preview: RowsMemory,
    /// The path typed on the start page.
    pub open_path: String,
    /// The project path being typed in the mapping step; `None` shows that of the state.
    pub project_path: Option<String>,
    /// The export path being typed.
    pub export_path: Option<String>,
    /// The note being typed, with its record.
    pub note: Option<(u32, String)>,
    /// The words being typed into the search over records.
    pub query: Option<String>,
    /// The reviewer's name being typed.
    pub reviewer: Option<String>,
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
}

/// The one widget that takes the focus for the table of records.
pub fn records_id() -> Id {
    Id::unique("records")
}
