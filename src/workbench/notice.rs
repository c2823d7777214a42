//! What a person should know.

use std::fmt::Display;

use crate::Command;

/// Something a person should know, shown where they look until they put it away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notice {
    /// What happened, one sentence; errors of files and projects say here too what is safe and what to do.
    pub what_happened: String,
    /// What is safe; empty when that was said.
    pub what_is_safe: String,
    /// What to do next; empty when that was said.
    pub what_to_do: String,
    /// A command that helps, for a button.
    pub action: Option<Command>,
    /// Bad news; otherwise plain news, such as where an export stands.
    pub is_error: bool,
}

impl Notice {
    /// Bad news in the words of an error, which say what happened, what is safe and what to do.
    pub(crate) fn of_error(error: &impl Display) -> Notice {
        Notice { what_happened: error.to_string(), is_error: true, ..Notice::default() }
    }

    /// The same with a command that helps.
    pub(crate) fn with_action(self, action: Command) -> Notice {
        Notice { action: Some(action), ..self }
    }

    /// Plain news.
    pub(crate) fn news(what_happened: String) -> Notice {
        Notice { what_happened, ..Notice::default() }
    }
}
