//! Starting the window, with the renderer that works on this machine.

use std::path::PathBuf;

use eframe::Renderer;

use workbench::Home;

use crate::app::DeskApp;
use crate::dialogs::NativeDialogs;

/// Why the window could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DesktopError {
    /// Neither way of drawing works here, mostly because there is no display.
    #[error(
        "the window could not be opened ({first}; {second}). No file was changed. Is there a display? Without one, code \
         files on the command line: occudesk code INPUT --output OUTPUT"
    )]
    NoWindow {
        /// What the first renderer said.
        first: String,
        /// What the second renderer said.
        second: String,
    },
}

/// Opens the window, on the start page or with a file or project, and returns when it is closed.
///
/// # Errors
/// [`DesktopError::NoWindow`] when neither OpenGL nor wgpu can draw, or there is no display.
pub fn run(path: Option<PathBuf>) -> Result<(), DesktopError> {
    // OpenGL is several times faster where the processor draws; on Windows it fails over remote desktop.
    let order =
        if cfg!(windows) { [Renderer::Wgpu, Renderer::Glow] } else { [Renderer::Glow, Renderer::Wgpu] };
    let mut said = [const { String::new() }; 2];
    for (renderer, said) in order.into_iter().zip(&mut said) {
        match run_with(renderer, path.clone()) {
            Ok(()) => return Ok(()),
            Err(error) => *said = error.to_string(),
        }
    }
    let [first, second] = said;
    Err(DesktopError::NoWindow { first, second })
}

fn run_with(renderer: Renderer, path: Option<PathBuf>) -> eframe::Result {
    let options = eframe::NativeOptions {
        renderer,
        viewport: egui::ViewportBuilder::default()
            .with_app_id("occudesk")
            .with_title("Occudesk")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([800.0, 520.0])
            .with_drag_and_drop(true),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "occudesk",
        options,
        Box::new(|cc| Ok(Box::new(DeskApp::new(&cc.egui_ctx, Home::of_person(), Box::<NativeDialogs>::default(), path)))),
    )
}
