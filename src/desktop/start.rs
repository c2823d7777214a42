//! Starting the window, with the renderer that works on this machine.

use std::path::PathBuf;

use eframe::Renderer;

use egui::{Context, ViewportBuilder};
use workbench::{Command, Home, Settings};

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

/// The size of the window when nobody has changed it, and the smallest.
const USUAL: [f32; 2] = [1280.0, 800.0];
const SMALLEST: [f32; 2] = [800.0, 520.0];
/// The names under which the size is remembered.
const WIDTH: &str = "window.width";
const HEIGHT: &str = "window.height";
const MAXIMISED: &str = "window.maximised";

/// The commands that remember the size of the window.
pub fn size_to_remember(ctx: &Context) -> Vec<Command> {
    let zoom = ctx.zoom_factor();
    let (size, maximised) = ctx.input(|input| {
        let viewport = input.viewport();
        (viewport.inner_rect.map(|rect| rect.size() * zoom), viewport.maximized.unwrap_or(false))
    });
    let set = |name: &str, value: f32| Command::SetLayout(name.to_owned(), value);
    let mut commands = vec![set(MAXIMISED, if maximised { 2.0 } else { 1.0 })];
    if let Some(size) = size.filter(|_| !maximised) {
        commands.extend([set(WIDTH, size.x.round()), set(HEIGHT, size.y.round())]);
    }
    commands
}

/// The window as it was left.
fn viewport(settings: &Settings) -> ViewportBuilder {
    let measure = |name: &str| settings.layout.get(name).copied();
    let width = measure(WIDTH).unwrap_or(USUAL[0]).max(SMALLEST[0]);
    let height = measure(HEIGHT).unwrap_or(USUAL[1]).max(SMALLEST[1]);
    ViewportBuilder::default()
        .with_app_id("occudesk")
        .with_title("Occudesk")
        .with_icon(icon())
        .with_inner_size([width, height])
        .with_min_inner_size(SMALLEST)
        .with_maximized(measure(MAXIMISED) == Some(2.0))
        .with_clamp_size_to_monitor_size(true)
        .with_drag_and_drop(true)
}

fn run_with(renderer: Renderer, path: Option<PathBuf>) -> eframe::Result {
    let viewport = viewport(&Settings::glance(&Home::of_person().settings_file()));
    let options = eframe::NativeOptions { renderer, viewport, ..eframe::NativeOptions::default() };
    eframe::run_native(
        "occudesk",
        options,
        Box::new(|cc| {
            Ok(Box::new(DeskApp::new(&cc.egui_ctx, Home::of_person(), Box::<NativeDialogs>::default(), path)))
        }),
    )
}
