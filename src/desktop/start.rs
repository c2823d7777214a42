//! Starting the window, with the renderer that works on this machine.

use std::path::PathBuf;

use eframe::Renderer;

use workbench::Home;

use crate::app::DeskApp;
use crate::dialogs::NativeDialogs;
use crate::icon::icon;

/// The ways of drawing, in the order in which they are tried. OpenGL is several times faster where the processor
/// draws; on Windows it is missing over remote desktop.
#[cfg(windows)]
const RENDERERS: &[Renderer] = &[Renderer::Wgpu, Renderer::Glow];
#[cfg(not(windows))]
const RENDERERS: &[Renderer] = &[Renderer::Glow];

/// Why the window could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DesktopError {
    /// No way of drawing works here, mostly because there is no display.
    #[error(
        "the window could not be opened ({said}). No file was changed. Is there a display? Without one, code files on \
         the command line: occudesk code INPUT --output OUTPUT"
    )]
    NoWindow {
        /// What each renderer said.
        said: String,
    },
}

/// Opens the window, on the start page or with a file or project, and returns when it is closed.
///
/// # Errors
/// [`DesktopError::NoWindow`] when no renderer can draw, or there is no display.
#[expect(clippy::needless_pass_by_value, reason = "the window keeps what it opens; a second try needs it again")]
pub fn run(path: Option<PathBuf>) -> Result<(), DesktopError> {
    let mut said = Vec::new();
    for &renderer in RENDERERS {
        match run_with(renderer, path.clone()) {
            Ok(()) => return Ok(()),
            Err(error) => said.push(reason(&error.to_string())),
        }
    }
    Err(DesktopError::NoWindow { said: said.join("; ") })
}

/// The last part of an error's words: before it stand places in the source of libraries.
fn reason(words: &str) -> String {
    words.rsplit(": ").next().unwrap_or(words).to_owned()
}

fn run_with(renderer: Renderer, path: Option<PathBuf>) -> eframe::Result {
    let options = eframe::NativeOptions {
        renderer,
        viewport: egui::ViewportBuilder::default()
            .with_app_id("occudesk")
            .with_title("Occudesk")
            .with_icon(icon())
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([800.0, 520.0])
            .with_drag_and_drop(true),
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "occudesk",
        options,
        Box::new(|cc| {
            Ok(Box::new(DeskApp::new(&cc.egui_ctx, Home::of_person(), Box::<NativeDialogs>::default(), path)))
        }),
    )
}
