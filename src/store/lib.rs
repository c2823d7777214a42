//! The project file: one SQLite file that holds a source file's records, their codings and what people decided.
//!
//! - A [`ProjectBuilder`] takes in the records under a temporary name; only a complete project gets its own name.
//! - An open [`Project`] belongs to one running program. [`Project::append`] returns when an entry of the log is on disk.
//! - A [`Reader`] has a connection of its own, for jobs; it reads a few thousand records at a time and never keeps a
//!   decision waiting. A [`RunWriter`] stores the codings of a run beside the work of a person.
//!
//! A project can be split into packs, which are projects of their own and say where they come from ([`Pack`]).
//!
//! A project of an earlier version is brought up to date when it is opened, after a copy of it was put beside it.
//!
//! A project that cannot be written to is opened to look at ([`Project::is_read_only`]).
//!
//! The file uses a rollback journal and is one file at rest: it can be copied, and kept on a network share.

mod builder;
mod cells;
mod coding_bytes;
mod connection;
mod description;
mod earlier;
mod error;
mod lock;
mod log_writer;
mod migration;
mod pack;
mod problem;
mod project;
mod purge;
mod reader;
mod rows;
mod runs;
mod sample;
mod schema;

#[cfg(test)]
mod continuity_tests;
#[cfg(test)]
mod pack_tests;
#[cfg(test)]
mod tests;

pub use builder::ProjectBuilder;
pub use description::{SourceDescription, joined};
pub use earlier::EarlierWriter;
pub use error::StoreError;
pub use log_writer::LogWriter;
pub use pack::{Pack, Split, SplitPack, SplitWriter};
pub use problem::Problem;
pub use project::Project;
pub use purge::purge;
pub use reader::Reader;
pub use runs::{Recoding, Run, RunParameters, RunWriter};
pub use schema::EXTENSION;
