//! Everything that crosses a crate. This file is the table of contents.

/// The direction of the crates, and the habits of the source files.
mod architecture;
/// The subcommands, run as programs.
mod command_line;
/// Killed while writing, and opened again.
mod crash;
/// What a person does at the desk, without a window.
mod flows;
/// The shipped models rebuild to the same bytes, and what they are measured to do.
mod models;
/// The real window on a display of its own, by keyboard only.
mod real_window;
/// The window through its accessibility tree, without a display.
mod window;
