//! The export of figures.

use std::path::{Path, PathBuf};

use super::{files, progress};
use crate::picture::FigureFormat;
use crate::{AppState, Effect, FigureCommand, FigureExport, FigurePlan, Job, JobId, Notice, Request};

pub(super) fn command(state: &mut AppState, command: FigureCommand) -> Vec<Effect> {
    match command {
        FigureCommand::Open(figure, format) => {
            let project = state.review().map(|review| review.path.clone()).unwrap_or_default();
            let stem = project.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let between = if stem.is_empty() { "" } else { "-" };
            let name = format!("{stem}{between}{}.{}", figure.name, format.extension());
            let path = project.with_file_name(name);
            let export = FigureExport { name: figure.name.clone(), format, path: path.clone(), replaces: false };
            state.supervise.figure_export = Some(export);
            vec![Effect::LookAt(path)]
        }
        FigureCommand::ChoosePath => {
            let export = state.supervise.figure_export.as_ref();
            export
                .map(|export| Effect::Ask(Request::FigurePath { suggested: export.path.clone() }))
                .into_iter()
                .collect()
        }
        FigureCommand::SetPath(path) => set_path(state, path),
        FigureCommand::Write(figure, _) => {
            let Some(export) = state.supervise.figure_export.take() else { return Vec::new() };
            let plan = FigurePlan { figure, format: export.format, path: export.path };
            vec![progress::start(state, Job::WriteFigure(Box::new(plan))).1]
        }
        FigureCommand::Leave => {
            state.supervise.figure_export = None;
            Vec::new()
        }
    }
}

fn set_path(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let Some(export) = &mut state.supervise.figure_export else { return Vec::new() };
    let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    let path = match FigureFormat::of_extension(&ending) {
        Some(format) => {
            export.format = format;
            path
        }
        None => files::with_ending(path, export.format.extension()),
    };
    export.replaces = false;
    export.path.clone_from(&path);
    vec![Effect::LookAt(path)]
}

pub(super) fn looked_at(state: &mut AppState, path: &Path, exists: bool) {
    if let Some(export) = state.supervise.figure_export.as_mut().filter(|export| export.path == path) {
        export.replaces = exists;
    }
}

pub(super) fn written(state: &mut AppState, id: JobId, path: &Path) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    progress::notify(state, Notice::news(format!("The figure was written to {}.", path.display())))
}
