//! What a person asks about coder packs and agreement, when it can be done, and the rows of the table of commands.

use std::path::PathBuf;

use domain::Level;
use review::{CodingsOf, Filter, Given, Overlap};

use super::packs::SplitScope;
use crate::can::writable;
use crate::{AppState, Command, CommandGroup, CommandRow};

/// What a person asks about coder packs and agreement.
#[derive(Clone, Debug, PartialEq)]
pub enum PackCommand {
    /// Ask how the project is split among coders.
    OpenSplit,
    /// Leave that.
    CloseSplit,
    /// The names of the coders, separated by commas.
    SetCoders(String),
    /// Which records are split.
    SetScope(SplitScope),
    /// How many of them are coded by several coders.
    SetOverlap(Overlap),
    /// By how many coders these are coded.
    SetTimes(usize),
    /// Seed of the draw.
    SetSeed(u64),
    /// Ask for the folder of the packs; the window answers with [`PackCommand::SetFolder`].
    ChooseFolder,
    /// The folder of the packs.
    SetFolder(PathBuf),
    /// Make the packs.
    Split,
    /// Ask for packs to take in; the window answers with [`PackCommand::Read`].
    ChoosePacks,
    /// Read these packs, and say what taking them in would do.
    Read(Vec<PathBuf>),
    /// Take in what was read, as one entry of the log.
    TakeIn,
    /// Leave the packs that were read as they are.
    LeavePacks,
    /// Show the records on which coders differ, to settle them.
    Adjudicate,
    /// Compare these codings.
    Compare(CodingsOf),
    /// Look at this level.
    SetLevel(Level),
    /// Compare the codes of these two coders, by their places.
    SetPair(usize, usize),
    /// Show the records to which the two coders gave these at the level.
    ShowCell(Given, Given),
    /// Write the tables to CSV files, the figures to this one; `None` puts them beside the project.
    ExportAgreement(Option<PathBuf>),
}

/// Whether it can be done now, and if not, why.
pub(crate) fn can(state: &AppState, command: &PackCommand) -> Result<(), &'static str> {
    let is = |possible: bool, reason: &'static str| if possible { Ok(()) } else { Err(reason) };
    let review = state.review().ok_or("Open a project or a file first.")?;
    let packs = &state.supervise.packs;
    let form = || packs.form.as_ref().ok_or("Nobody asks how to split the project.");
    let idle = || is(packs.job.is_none(), "Wait until the work on packs has ended.");
    match command {
        PackCommand::OpenSplit | PackCommand::Split => {
            writable(review)?;
            is(review.is_coded(), "The records are not coded yet.")?;
            is(review.pack.is_none(), "This is a pack itself. Split the project that it comes from.")?;
            idle()?;
            match command {
                PackCommand::Split => {
                    let sound = form()?.check(review).is_ok();
                    is(sound, "Give two coders or more, and enough records.")
                }
                _ => Ok(()),
            }
        }
        PackCommand::CloseSplit
        | PackCommand::SetCoders(_)
        | PackCommand::SetScope(_)
        | PackCommand::SetSeed(_)
        | PackCommand::ChooseFolder
        | PackCommand::SetFolder(_) => form().map(|_| ()),
        PackCommand::SetTimes(times) => {
            form()?;
            is(*times >= 2, "Several coders are two at least.")
        }
        PackCommand::SetOverlap(overlap) => {
            form()?;
            let sound = !matches!(overlap, Overlap::Share(share) if !(0.0..=1.0).contains(share));
            is(sound, "A share lies between 0 and 100 %.")
        }
        PackCommand::ChoosePacks | PackCommand::Read(_) => {
            writable(review)?;
            is(review.is_coded(), "The records are not coded yet.")?;
            is(review.pack.is_none(), "This is a pack itself. Take it in where it comes from.")?;
            is(!review.splits.is_empty(), "The project was not split yet, so that there are no packs of it.")?;
            idle()?;
            is(!matches!(command, PackCommand::Read(paths) if paths.is_empty()), "Choose a pack first.")
        }
        PackCommand::TakeIn => {
            writable(review)?;
            let read = packs.read.as_ref().ok_or("No packs were read.")?;
            is(read.totals.changed > 0, "Nothing in these packs is new.")
        }
        PackCommand::LeavePacks => is(packs.read.is_some(), "No packs were read."),
        PackCommand::Adjudicate => {
            is(review.is_coded(), "The records are not coded yet.")?;
            is(review.counts.of(Filter::CodersDiffer) > 0, "No codings differ that nobody has settled.")
        }
        PackCommand::Compare(CodingsOf::Split(number)) => {
            let known = review.splits.iter().any(|split| split.number == *number);
            is(known, "The project has no split of that number.")
        }
        PackCommand::Compare(_) | PackCommand::SetLevel(_) => Ok(()),
        PackCommand::SetPair(first, second) => {
            let agreement = packs.agreement.as_ref().ok_or(NOT_COMPUTED)?;
            let coders = agreement.coding.coders.len();
            is(first != second && *first < coders && *second < coders, "There are no two such coders.")
        }
        PackCommand::ShowCell(first, second) => {
            let has = |cell: &super::packs::Cell| (cell.first, cell.second) == (*first, *second);
            is(packs.cells.iter().any(has), "There are no such records.")
        }
        PackCommand::ExportAgreement(_) => {
            idle()?;
            let agreement = packs.agreement.as_ref().ok_or(NOT_COMPUTED)?;
            is(!agreement.coding.records.is_empty(), "No record was coded by two coders.")
        }
    }
}

const NOT_COMPUTED: &str = "The agreement is not computed yet.";

/// What a person finds in menu and palette.
pub(crate) fn rows() -> Vec<CommandRow> {
    let row = |group, command, text, hint| {
        let command = Command::Packs(command);
        CommandRow { command, text, hint, shortcuts: Vec::new(), group }
    };
    vec![
        row(
            CommandGroup::File,
            PackCommand::OpenSplit,
            "Split into packs…",
            "Make a file for each coder with some of the records, so that they code apart.",
        ),
        row(
            CommandGroup::File,
            PackCommand::ChoosePacks,
            "Take packs in…",
            "Read packs that came back from their coders, and see what taking them in would do.",
        ),
        row(
            CommandGroup::File,
            PackCommand::ExportAgreement(None),
            "Write the tables…",
            "Write the figures of agreement, the codes of every two coders and the codings to CSV files.",
        ),
        row(
            CommandGroup::Go,
            PackCommand::Adjudicate,
            "Adjudicate",
            "Show the records on which codings differ that nobody has settled.",
        ),
    ]
}
