//! The window: views, widgets, theme, dialogs. The only crate that knows a screen.
//!
//! Every frame draws the whole window from the state: views read [`workbench::AppState`] and push
//! [`workbench::Command`]s; the application dispatches them after drawing. Views hold no state of their own but what
//! concerns only the screen (scroll positions, text being typed).

mod app;
mod carry;
pub mod dialogs;
mod icon;
mod keys;
mod page;
mod routing;
mod sight;
mod start;
mod strokes;
mod theme;
mod views;
mod widgets;

pub use app::DeskApp;
pub use start::{DesktopError, run};
