//! Filters, their counts and the order of the queue.

use domain::Status;

use crate::columns::open;
use crate::{Columns, Decision, Flag, Flags, Groups, RecordId};

/// Which records are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// Every record.
    #[default]
    All,
    /// Still to review: with a reason and without a decision, or given back to people since.
    Flagged,
    /// A full code below the optimal threshold.
    LowConfidence,
    /// A full code whose second suggestion comes close.
    SmallMargin,
    /// The answer reads like two jobs in one.
    TwoJobs,
    /// An earlier decision on the same answer was another one.
    EarlierDiffers,
    /// A partial code.
    Partial,
    /// A non-classification code.
    NonClassification,
    /// No code.
    Uncoded,
    /// A person decided.
    Reviewed,
    /// A person referred it.
    Referred,
    /// Decided otherwise than another record with the identical answer.
    Conflicting,
    /// Drawn for a quality sample and not coded blind yet.
    Sampled,
    /// Coded apart by people who came to different codes, and not settled.
    CodersDiffer,
}

impl Filter {
    /// All, in the order in which they are listed.
    pub const ALL: [Filter; 14] = [
        Filter::All,
        Filter::Flagged,
        Filter::LowConfidence,
        Filter::SmallMargin,
        Filter::TwoJobs,
        Filter::EarlierDiffers,
        Filter::Partial,
        Filter::NonClassification,
        Filter::Uncoded,
        Filter::Reviewed,
        Filter::Referred,
        Filter::Conflicting,
        Filter::Sampled,
        Filter::CodersDiffer,
    ];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Filter::All => "All",
            Filter::Flagged => "To review",
            Filter::LowConfidence => "Below optimal",
            Filter::SmallMargin => "Small margin",
            Filter::TwoJobs => "Two jobs",
            Filter::EarlierDiffers => "Earlier differs",
            Filter::Partial => "Partial",
            Filter::NonClassification => "Non-classification",
            Filter::Uncoded => "Uncoded",
            Filter::Reviewed => "Reviewed",
            Filter::Referred => "Referred",
            Filter::Conflicting => "Conflicting",
            Filter::Sampled => "Quality sample",
            Filter::CodersDiffer => "Coders differ",
        }
    }

    /// What the filter shows, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Filter::All => "Every record of the file.",
            Filter::Flagged => "Records that a person still has to look at.",
            Filter::LowConfidence => "Full codes with a confidence below the optimal threshold.",
            Filter::SmallMargin => "Full codes whose second suggestion comes close to the first.",
            Filter::TwoJobs => "Answers that read like two jobs in one.",
            Filter::EarlierDiffers => "Answers on which an earlier decision was another than the engine’s code.",
            Filter::Partial => "Codes of level 1 to 4, because more detail fell below the minimum threshold.",
            Filter::NonClassification => "Answers that do not seem to be an occupation.",
            Filter::Uncoded => "Answers without a code.",
            Filter::Reviewed => "Records that a person decided.",
            Filter::Referred => "Records that somebody referred.",
            Filter::Conflicting => "Records that were decided otherwise than another one with the identical answer.",
            Filter::Sampled => "Records drawn for a quality sample, to be coded without seeing what stands.",
            Filter::CodersDiffer => "Records that people coded apart, and differently: to be settled.",
        }
    }

    /// Whether being shown by the filter tells what the engine or a person made of a record.
    fn tells(self) -> bool {
        !matches!(self, Filter::All | Filter::Flagged | Filter::Reviewed | Filter::Referred | Filter::Sampled)
    }

    /// Decided records are left out where the filter names a weakness of the engine's answer, hidden ones where it tells.
    fn admits(self, status: Status, flags: Flags, decision: Option<Decision>, hidden: bool) -> bool {
        if hidden && self.tells() {
            return false;
        }
        let undecided = decision.is_none();
        match self {
            Filter::All => true,
            Filter::Flagged => open(flags, decision),
            Filter::LowConfidence => undecided && flags.has(Flag::BelowOptimal),
            Filter::SmallMargin => undecided && flags.has(Flag::SmallMargin),
            Filter::TwoJobs => undecided && flags.has(Flag::TwoJobs),
            Filter::EarlierDiffers => undecided && flags.has(Flag::EarlierDiffers),
            Filter::Partial => undecided && status == Status::Partial,
            Filter::NonClassification => undecided && status == Status::NonClassification,
            Filter::Uncoded => undecided && status == Status::Uncoded,
            Filter::Reviewed => decision.is_some(),
            Filter::Referred => flags.has(Flag::Referred),
            Filter::Conflicting => flags.has(Flag::Conflicting),
            Filter::Sampled => flags.has(Flag::Sampled),
            Filter::CodersDiffer => flags.has(Flag::CodersDiffer),
        }
    }
}

/// In which order records are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// As in the file.
    #[default]
    File,
    /// The least sure first, non-classification codes last, equal ones as in the file.
    Uncertainty,
    /// The most frequent answers first, records with the identical answer beside each other; equally frequent ones, and
    /// answers that come once, as in the file.
    Frequency,
}

impl Order {
    /// All, in the order in which they are listed.
    pub const ALL: [Order; 3] = [Order::File, Order::Uncertainty, Order::Frequency];
}

/// A filter with everything that narrows and orders it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection<'a> {
    /// Which records.
    pub filter: Filter,
    /// Only these records, ascending, such as those that [`crate::AnswerIndex::find`] found.
    pub within: Option<&'a [RecordId]>,
    /// In which order.
    pub order: Order,
    /// Which answers are identical; without it, none is frequent.
    pub groups: Option<&'a Groups>,
}

/// How many records each filter shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    shown: [usize; Filter::ALL.len()],
    primary: [usize; Flag::ALL.len()],
}

impl Counts {
    /// How many records the filter shows.
    pub fn of(&self, filter: Filter) -> usize {
        self.shown[filter as usize]
    }

    /// How many of the records still to review have this as their primary reason; they add up to [`Filter::Flagged`].
    pub fn primary(&self, flag: Flag) -> usize {
        self.primary[flag as usize]
    }

    /// Adds the counts of other records.
    pub fn add(&mut self, other: &Counts) {
        self.change(other, usize::saturating_add);
    }

    /// Takes the counts of some of these records away.
    pub fn subtract(&mut self, other: &Counts) {
        self.change(other, usize::saturating_sub);
    }

    fn change(&mut self, other: &Counts, change: impl Fn(usize, usize) -> usize) {
        let others = other.shown.iter().chain(&other.primary);
        for (count, other) in self.shown.iter_mut().chain(&mut self.primary).zip(others) {
            *count = change(*count, *other);
        }
    }
}

impl Columns {
    /// How many records each filter shows, in one pass.
    pub fn counts(&self) -> Counts {
        self.counts_of((0..).take(self.len()))
    }

    /// How many of these records each filter shows; those beyond the last are left out. Before and after a change, this
    /// is what [`Counts::subtract`] and [`Counts::add`] take, so that a decision counts the touched records only.
    pub fn counts_of(&self, records: impl IntoIterator<Item = RecordId>) -> Counts {
        let mut counts = Counts::default();
        for record in records {
            let at = record as usize;
            let (Some(status), Some(flags), Some(decision)) =
                (self.status().get(at), self.flags().get(at), self.decision().get(at))
            else {
                continue;
            };
            let hidden = self.hidden(record).is_some();
            for filter in Filter::ALL {
                counts.shown[filter as usize] += usize::from(filter.admits(*status, *flags, *decision, hidden));
            }
            let seen = if hidden { flags.that_do_not_tell() } else { *flags };
            if open(*flags, *decision)
                && let Some(flag) = seen.primary().or(flags.primary())
            {
                counts.primary[flag as usize] += 1;
            }
        }
        counts
    }

    /// Whether a filter shows this record.
    pub fn is_in(&self, record: RecordId, filter: Filter) -> bool {
        self.admits(record, &Selection { filter, ..Selection::default() })
    }

    /// Whether the selection shows this record, whatever its order; `within` is not looked at.
    pub fn admits(&self, record: RecordId, selection: &Selection<'_>) -> bool {
        let at = record as usize;
        let (Some(status), Some(flags), Some(decision)) =
            (self.status().get(at), self.flags().get(at), self.decision().get(at))
        else {
            return false;
        };
        selection.filter.admits(*status, *flags, *decision, self.hidden(record).is_some())
    }

    /// The records that the selection shows, in its order.
    pub fn select(&self, selection: &Selection<'_>) -> Vec<RecordId> {
        let admitted = |record: &RecordId| self.admits(*record, selection);
        let mut records: Vec<RecordId> = match selection.within {
            Some(within) => within.iter().copied().filter(admitted).collect(),
            None => (0..).take(self.len()).filter(admitted).collect(),
        };
        match (selection.order, selection.groups) {
            (Order::Uncertainty, _) => self.sort_by_uncertainty(&mut records),
            (Order::Frequency, Some(groups)) => groups.sort_by_frequency(&mut records),
            (Order::Frequency, None) | (Order::File, _) => {}
        }
        records
    }

    fn sort_by_uncertainty(&self, records: &mut [RecordId]) {
        // Probabilities are not negative, so their bits have the order of the numbers; one integer sorts fastest.
        let mut keys: Vec<u64> = records
            .iter()
            .map(|&record| {
                let at = record as usize;
                let hidden = self.hidden(record).is_some();
                let last = self.status().get(at) == Some(&Status::NonClassification) && !hidden;
                let confidence = self.confidence().get(at).copied().filter(|_| !hidden).unwrap_or(0.0).max(0.0);
                u64::from(last) << 63 | u64::from(confidence.to_bits()) << 32 | u64::from(record)
            })
            .collect();
        keys.sort_unstable();
        for (record, key) in records.iter_mut().zip(keys) {
            *record = (key & u64::from(u32::MAX)) as u32;
        }
    }
}
