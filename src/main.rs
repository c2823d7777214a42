//! Arguments → window or subcommand; nothing else.

// A program for people's desks opens no console window.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::io::Write;
use std::process::ExitCode;

use cli::Invocation;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Invocation::Done(code) => code,
        Invocation::Window(file) => match desktop::run(file) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                // Without a window and without a terminal there is nobody to tell.
                let _ = writeln!(std::io::stderr(), "occudesk: {error}");
                ExitCode::FAILURE
            }
        },
    }
}
