//! Coder packs and agreement: what the page of the open project knows.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::Level;
use review::{Agreement, CodingsOf, Given, Overlap, RecordId, Timestamp};

use crate::packs::{PacksRead, SplitPlan, check_coders, coder_names};
use crate::{JobId, Review};

/// For each split and coder the number of records of which the project knows what the coder said, and when that was last.
pub type TakenIn = BTreeMap<(u32, String), (usize, Timestamp)>;

/// What the page knows of coder packs and agreement.
#[derive(Clone, Debug, Default)]
pub struct Packs {
    /// How the project would be split, while that is asked for.
    pub form: Option<SplitForm>,
    /// Packs that were read and are not taken in yet.
    pub read: Option<Box<PacksRead>>,
    /// The packs that were made last, with their folder.
    pub made: Option<Vec<PathBuf>>,
    /// The job that splits, reads packs, or writes the tables; one at a time.
    pub job: Option<JobId>,
    /// For each split and coder on how many records the project knows what they said, and when that was last.
    pub taken: TakenIn,
    /// Which codings are compared.
    pub of: CodingsOf,
    /// How far they agree; `None` until it is computed.
    pub agreement: Option<Arc<Agreement>>,
    /// The job that computes it.
    pub computing: Option<JobId>,
    /// The number of entries in the log that `agreement`, or what is being computed, is of.
    pub(crate) entries: usize,
    /// The level that is looked at.
    pub level: AgreementLevel,
    /// The two coders whose codes are compared, by their places.
    pub pair: Option<(usize, usize)>,
    /// What these gave to records at the level, differing cells first.
    pub cells: Vec<Cell>,
    /// The cell whose records are shown.
    pub cell: Option<Cell>,
}

impl Packs {
    /// The records of the cell that was chosen, ascending.
    pub(crate) fn records_of_cell(&self) -> Vec<RecordId> {
        let chosen = self.agreement.as_ref().zip(self.pair).zip(self.cell);
        chosen.map_or_else(Vec::new, |((agreement, pair), cell)| {
            agreement.coding.records_of(self.level.0, pair, (cell.first, cell.second))
        })
    }
}

/// A level, the most detailed one to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreementLevel(pub Level);

impl Default for AgreementLevel {
    fn default() -> AgreementLevel {
        AgreementLevel(Level::Occupation)
    }
}

/// A cell of the confusion matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What the first coder gave.
    pub first: Given,
    /// What the second coder gave.
    pub second: Given,
    /// Number of records.
    pub records: u64,
}

/// Which records are split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SplitScope {
    /// Those still to review.
    #[default]
    ToReview,
    /// All.
    All,
    /// Those that the table shows.
    Shown,
}

impl SplitScope {
    /// All, in the order of the choice.
    pub const ALL: [SplitScope; 3] = [SplitScope::ToReview, SplitScope::All, SplitScope::Shown];

    /// The words on screen, and in the project.
    pub fn words(self) -> &'static str {
        match self {
            SplitScope::ToReview => "to review",
            SplitScope::All => "all records",
            SplitScope::Shown => "shown in the table",
        }
    }

    /// The records, ascending.
    pub fn records(self, review: &Review) -> Vec<RecordId> {
        let all = 0..u32::try_from(review.len()).unwrap_or(u32::MAX);
        match self {
            SplitScope::All => all.collect(),
            SplitScope::ToReview => all.filter(|record| review.columns.is_open(*record)).collect(),
            SplitScope::Shown => {
                let mut shown = review.visible.clone();
                shown.sort_unstable();
                shown
            }
        }
    }

    /// How many records that are; asked in every frame, so that nothing is gathered.
    pub fn count(self, review: &Review) -> usize {
        match self {
            SplitScope::All => review.len(),
            SplitScope::ToReview => review.counts.of(review::Filter::Flagged),
            SplitScope::Shown => review.visible.len(),
        }
    }
}

/// How a project would be split.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitForm {
    /// The names of the coders as typed, separated by commas.
    pub coders: String,
    /// Which records.
    pub scope: SplitScope,
    /// How many of them are coded by several coders.
    pub overlap: Overlap,
    /// By how many coders these are coded.
    pub times: usize,
    /// Seed of the draw.
    pub seed: u64,
    /// The folder of the packs.
    pub folder: PathBuf,
}

impl SplitForm {
    pub(crate) fn of(review: &Review) -> SplitForm {
        let folder = review.path.parent().map(PathBuf::from).unwrap_or_default();
        SplitForm {
            coders: String::new(),
            scope: SplitScope::default(),
            overlap: Overlap::Share(0.2),
            times: 2,
            seed: u64::try_from(review.splits.len()).unwrap_or_default() + 1,
            folder: folder.join("packs"),
        }
    }

    /// What is not right yet, in a sentence.
    ///
    /// # Errors
    /// The sentence.
    pub fn check(&self, review: &Review) -> Result<(), String> {
        let coders = coder_names(&self.coders);
        check_coders(&coders).map_err(|error| error.to_string())?;
        let records = self.scope.count(review);
        if records < coders.len() {
            return Err(format!("There are fewer records than coders: {records}."));
        }
        if self.overlap.among(records) > 0 && !(2..=coders.len()).contains(&self.times) {
            return Err(format!("A record of the overlap can be coded by 2 to {} coders.", coders.len()));
        }
        Ok(())
    }

    pub(crate) fn plan(&self, review: &Review, reviewer: &str) -> SplitPlan {
        SplitPlan {
            folder: self.folder.clone(),
            coders: coder_names(&self.coders),
            overlap: self.overlap,
            times: self.times,
            seed: self.seed,
            records: self.scope.records(review),
            scope: self.scope.words().to_owned(),
            reviewer: reviewer.to_owned(),
        }
    }
}
