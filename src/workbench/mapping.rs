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
    /// They are left out, and the decisions, notes, referrals and flags in them are taken over, as one entry of the log.
    TakeOver,
}

/// What a column of the source is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnUse {
    /// It holds the job title, or a part of it.
    Title,
    /// It holds the tasks, or a part of them.
    Tasks,
    /// It helps to decide, and is shown beside the answer.
    Context,
    /// It is carried along into the project and exports.
    #[default]
    Carried,
    /// It is left out: what it holds never enters the project file.
    LeftOut,
}

impl ColumnUse {
    /// All, in the order in which they are offered.
    pub const ALL: [ColumnUse; 5] =
        [ColumnUse::Title, ColumnUse::Tasks, ColumnUse::Context, ColumnUse::Carried, ColumnUse::LeftOut];

    /// The words on screen.
    pub fn name(self) -> &'static str {
        match self {
            ColumnUse::Title => "job title",
            ColumnUse::Tasks => "tasks",
            ColumnUse::Context => "helps to decide",
            ColumnUse::Carried => "carried along",
            ColumnUse::LeftOut => "left out",
        }
    }
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
    /// The earlier output has decisions that can be taken over.
    pub old_decisions: bool,
    /// The job that reads the first rows.
    pub reading: Option<JobId>,
    /// Why the first rows could not be read with these options.
    pub failure: Option<String>,
    /// What each column is for, guessed until chosen; as many as columns.
    pub uses: Vec<ColumnUse>,
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
    /// Columns that hold ANZSCO codes, from 0; empty mostly.
    pub code_columns: Vec<usize>,
    /// The one of them by which the records are recoded to OSCA, if they are.
    pub recode_column: Option<usize>,
    /// The import that runs.
    pub importing: Option<JobId>,
}

impl Mapping {
    /// The columns of this use, from 0, in the order of the file.
    pub fn columns(&self, of: ColumnUse) -> Vec<usize> {
        (0..self.uses.len()).filter(|at| self.uses.get(*at) == Some(&of)).collect()
    }

    /// What a column is for.
    pub fn use_of(&self, column: usize) -> ColumnUse {
        self.uses.get(column).copied().unwrap_or_default()
    }
}
