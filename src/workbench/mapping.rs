//! The mapping step: how a file of answers is read before it is imported.

use std::path::PathBuf;

use domain::ClassificationId;
use formats::{Preview, ReadOptions};

use crate::JobId;

/// What becomes of columns of an earlier output that stand in the source: `occ_*`, `final_*` and the others that an
/// export adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OldOutput {
    /// They are kept as `previous_…`.
    #[default]
    Rename,
    /// They are left out.
    Drop,
}

/// The mapping step.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The source; it is never written to.
    pub source: PathBuf,
    /// What the person said about the source; `None` in it means: guess. What is in use stands in `preview`.
    pub options: ReadOptions,
    /// The first rows as they would be read; the last good ones while others are read. `None` before the first.
    pub preview: Option<Preview>,
    /// Columns of an earlier output in the source, from 0; empty mostly.
    pub old_columns: Vec<usize>,
    /// The job that reads the first rows.
    pub reading: Option<JobId>,
    /// Why the first rows could not be read with these options.
    pub failure: Option<String>,
    /// The column with the job title, from 0; `None` until guessed or chosen.
    pub title_column: Option<usize>,
    /// The column with the tasks, from 0.
    pub tasks_column: Option<usize>,
    /// Whether the person chose the columns; guesses follow the preview, choices stay.
    pub(crate) columns_chosen: bool,
    /// What to code to.
    pub classification: ClassificationId,
    /// Where the project file goes.
    pub project_path: PathBuf,
    /// A file stands there already.
    pub project_exists: bool,
    /// What becomes of columns of an earlier output.
    pub old_output: OldOutput,
    /// The import that runs.
    pub importing: Option<JobId>,
}
