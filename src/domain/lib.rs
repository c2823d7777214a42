//! The words of the field as types.
//!
//! One word per thing, everywhere in Occudesk:
//!
//! - **record**: one row of a file; **answer**: its job title and tasks.
//! - **classification**: OSCA 2024 or ANZSCO 2022; **level**: major group, sub-major group, minor group, unit group,
//!   occupation; **code** and **title** of a category; **nfd**: not further defined; **nec**: not elsewhere classified;
//!   **non-classification code**: an outcome for answers that are no occupation; **coding index**: the list of titles
//!   by which coders find a code.
//! - **conditional probability**: of a category given its parent; **joint probability**: the product of the conditionals
//!   along a path, which is the *confidence* on screen and in files; **margin**: joint probability of the first
//!   suggestion minus that of the second; **break level**: the first level at which the path is contested.
//! - **optimal** and **minimum threshold**: at or above the first a full code needs no review; below the second a
//!   level is cut.
//! - **suggestion**: a full code with its joint probability; never "prediction".
//!
//! This crate does no I/O and knows no clock, thread or screen. The tables are compiled in.

mod classification;
mod code;
mod coding;
mod nearest;
mod search;
pub mod text;

pub use classification::{Category, Classification, ClassificationId, IndexKind, IndexTitle, Link, TableError};
pub use code::{Code, CodeError, Level};
pub use coding::{Coding, Outcome, Recoded, SMALL_MARGIN, Status, Step, Suggestion, Thresholds, joint_probability};
pub use nearest::NearTitle;
pub use search::{Hit, HitKind, Search};
