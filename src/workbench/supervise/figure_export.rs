//! The export of a figure: where it goes and in what format.

use std::path::PathBuf;
use std::sync::Arc;

use review::figure::Figure;

use crate::picture::FigureFormat;

/// A figure that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureExport {
    /// The name of the figure, by which its page knows it.
    pub name: String,
    /// The format.
    pub format: FigureFormat,
    /// Where the file goes.
    pub path: PathBuf,
    /// A file stands there already and would be replaced.
    pub replaces: bool,
}

/// What a person asks about the export of a figure.
#[derive(Clone, Debug, PartialEq)]
pub enum FigureCommand {
    /// Ask where this figure goes, in this format.
    Open(Arc<Figure>, FigureFormat),
    /// Show a dialog for the path; the window answers with [`FigureCommand::SetPath`].
    ChoosePath,
    /// Where the file goes; its ending chooses the format.
    SetPath(PathBuf),
    /// Write this figure there, as it is now; over a file that stands there only where that is said.
    Write(Arc<Figure>, bool),
    /// Do not write it after all.
    Leave,
}

/// Whether it can be done now, and if not, why.
///
/// # Errors
/// The reason.
pub(crate) fn can(export: Option<&FigureExport>, command: &FigureCommand) -> Result<(), &'static str> {
    match (command, export) {
        (FigureCommand::Open(..), _) => Ok(()),
        (_, None) => Err("No figure is being exported."),
        (FigureCommand::Write(..), Some(export)) if export.path.as_os_str().is_empty() => {
            Err("Say where it goes first.")
        }
        (FigureCommand::Write(figure, _), Some(export)) if figure.name != export.name => {
            Err("Another figure is being exported.")
        }
        (FigureCommand::Write(_, false), Some(export)) if export.replaces => {
            Err("A file stands there already. Replace it, or say another place.")
        }
        (_, Some(_)) => Ok(()),
    }
}

/// A figure to be written.
#[derive(Clone, Debug)]
pub struct FigurePlan {
    /// What is written.
    pub figure: Arc<Figure>,
    /// In what format.
    pub format: FigureFormat,
    /// Where it goes.
    pub path: PathBuf,
}
