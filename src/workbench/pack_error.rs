//! Why a project is not split into coder packs, or a pack not read.

use std::path::PathBuf;

use store::StoreError;

/// The most coders of a split.
pub(crate) const MOST_CODERS: usize = 50;

/// The most letters in the name of a coder.
pub(crate) const LONGEST_NAME: usize = 60;

/// Why a project is not split, or a pack not read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Too few or too many coders.
    #[error("A split needs 2 to {MOST_CODERS} coders. Nothing was written. Give their names, separated by commas.")]
    Coders,
    /// A name that cannot be given to a coder.
    #[error(
        "“{0}” cannot be the name of a coder: a name has 1 to {LONGEST_NAME} letters and no semicolon. Nothing was written. Choose another name."
    )]
    Name(String),
    /// Two coders whose names, or whose files, would be the same.
    #[error("“{0}” would be the name of two coders. Nothing was written. Give every coder a name of their own.")]
    SameName(String),
    /// More coders for a record than there are.
    #[error("A record of the overlap is coded by 2 to {coders} coders, not by {times}. Nothing was written.")]
    Times {
        /// How many were asked for.
        times: usize,
        /// How many coders there are.
        coders: usize,
    },
    /// Too few records.
    #[error(
        "{records} records cannot be split among {coders} coders. Nothing was written. Choose more records, or fewer coders."
    )]
    TooFew {
        /// How many records were chosen.
        records: usize,
        /// How many coders there are.
        coders: usize,
    },
    /// A pack shall be split, or packs taken into a pack.
    #[error("“{}” is itself a pack for one coder. Nothing was changed. Open the project that it was split from.", path.display())]
    IsPack {
        /// The project.
        path: PathBuf,
    },
    /// The folder cannot be made.
    #[error("The folder “{}” cannot be made ({source}). Nothing was written. Choose another folder.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A project that is no pack.
    #[error("“{}” is no coder pack, but a project of its own. Nothing was changed. Choose a pack that was split from this project.", path.display())]
    NotAPack {
        /// The file.
        path: PathBuf,
    },
    /// The pack of another project.
    #[error("“{}” is a pack of another project, for {coder}. Nothing was changed. Open the project that it was split from, and take it in there.", path.display())]
    OtherProject {
        /// The file.
        path: PathBuf,
        /// Its coder.
        coder: String,
    },
    /// A split that the project does not know.
    #[error("“{}” is of split {split}, which this project does not know. Nothing was changed. This may be a copy of the project from before the split: open the one that was split.", path.display())]
    UnknownSplit {
        /// The file.
        path: PathBuf,
        /// Number of the split.
        split: u32,
    },
    /// A pack that says of itself what the project knows otherwise.
    #[error("“{}” is not the pack that split {split} of this project made for {coder}: it was split off from a copy of the project, or its records or its coder were changed since. Nothing was changed here. Take it into the project that it was split from, or ask {coder} for the file itself.", path.display())]
    Forged {
        /// The file.
        path: PathBuf,
        /// Number of the split.
        split: u32,
        /// The coder it names.
        coder: String,
    },
    /// An answer in the pack is not that of the project.
    #[error("Record {record} of “{}” has another answer than the record that it was split from. Nothing was changed here. Ask who changed the file.", path.display())]
    OtherAnswer {
        /// The file.
        path: PathBuf,
        /// Record of the pack, from 1.
        record: u64,
    },
    /// A pack was given twice.
    #[error("“{}” is {coder}’s pack, which was chosen already, as “{}”. Nothing was changed. Choose one of the two; when in doubt, take them in one after the other.", path.display(), first.display())]
    Twice {
        /// The file.
        path: PathBuf,
        /// The one that was chosen before it.
        first: PathBuf,
        /// Its coder.
        coder: String,
    },
    /// The pack was left in the middle of a step.
    #[error("“{}” was left in the middle of a step, when the program or the computer stopped. It was not changed. Open it once in Occudesk, close it, and take it in then.", path.display())]
    CutOff {
        /// The file.
        path: PathBuf,
    },
    /// The work was stopped.
    #[error("This was stopped. Nothing was written.")]
    Stopped,
    /// A project file could not be read or written.
    #[error("{0}")]
    Store(#[from] StoreError),
}
