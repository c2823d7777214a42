//! The pieces that views are made of. They draw and report; they know nothing of the application.

pub mod bar;
pub mod button;
pub mod choice;
pub mod figure;
pub mod hint;
pub mod histogram;
pub mod key_cap;
pub mod mark;
pub mod rows;
pub mod scroll_bar;
pub mod text;
