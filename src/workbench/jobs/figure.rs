//! Writes a figure to a file.

use std::path::PathBuf;

use store::Reader;

use super::Reporter;
use super::export::inputs;
use super::work::{Broken, checked};
use crate::{Event, FigurePlan};

/// Writes the figure beside its name and renames it when it is whole; never over the source or the project.
pub(super) fn write_figure(
    reporter: &mut Reporter<Event>,
    reader: Option<&Reader>,
    plan: &FigurePlan,
) -> Result<Event, Broken> {
    let inputs: Vec<PathBuf> = reader.map(inputs).unwrap_or_default();
    formats::check_target(&plan.path, &inputs)?;
    checked(reporter, 0, Some(1))?;
    let bytes = plan.format.bytes(&plan.figure).ok_or_else(|| {
        Broken::of(&"The picture could not be made. Nothing was written. Try SVG instead, which needs less memory.")
    })?;
    checked(reporter, 0, Some(1))?;
    formats::write_file(&plan.path, &bytes)?;
    Ok(Event::FigureWritten(reporter.id(), plan.path.clone()))
}
