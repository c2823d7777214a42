//! How confidence is distributed: counts of records by stretches of a probability, split by what they have in common.

use domain::{Code, Coding, Level, Recoded, Status};

use crate::{Columns, Depth, RecordId};

/// Which probability of a coding is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// The joint probability of the best full code, before any threshold.
    #[default]
    Joint,
    /// The conditional probability of a level of its path, given the level above; of occupations only.
    Conditional(Level),
}

impl Measure {
    /// All, the joint probability first, then the broadest level.
    pub const ALL: [Measure; 6] = [
        Measure::Joint,
        Measure::Conditional(Level::MajorGroup),
        Measure::Conditional(Level::SubMajorGroup),
        Measure::Conditional(Level::MinorGroup),
        Measure::Conditional(Level::UnitGroup),
        Measure::Conditional(Level::Occupation),
    ];

    /// The probability of a coding, 0 to 1; `None` where it has none of this kind: without a code, and for a
    /// non-classification code, whose path has no levels, at every level.
    pub fn of(self, coding: &Coding) -> Option<f32> {
        let best = coding.best?;
        match self {
            Measure::Joint => Some(coding.joint(Level::Occupation)),
            Measure::Conditional(_) if best.is_non_classification() => None,
            Measure::Conditional(level) => Some(coding.conditionals[level.index()]),
        }
    }
}

/// What records are told apart by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// Nothing.
    #[default]
    None,
    /// The machine's status under the thresholds in force.
    Status,
    /// The level of the machine's code under the thresholds in force.
    Depth,
    /// The major group of the best full code.
    MajorGroup,
    /// What chose the code: the model, or the correspondence.
    Engine,
    /// Whether a person decided.
    Reviewed,
}

impl Split {
    /// All, in the order in which they are offered.
    pub const ALL: [Split; 6] =
        [Split::None, Split::Status, Split::Depth, Split::MajorGroup, Split::Engine, Split::Reviewed];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Split::None => "Nothing",
            Split::Status => "Status",
            Split::Depth => "Level reached",
            Split::MajorGroup => "Major group",
            Split::Engine => "Engine",
            Split::Reviewed => "Reviewed",
        }
    }

    /// Number of classes, of which some may have no records.
    pub fn classes(self) -> usize {
        match self {
            Split::None => 1,
            Split::Status => Status::ALL.len(),
            Split::Depth => Depth::ALL.len(),
            Split::MajorGroup => GROUPS,
            Split::Engine => 3,
            Split::Reviewed => 2,
        }
    }

    /// The class of a record, from 0: by the orders of [`Status::ALL`] and [`Depth::ALL`], by [`group_of`], for the engine
    /// the model, the correspondence, and the model among targets of the correspondence, and reviewed first.
    pub fn class_of(self, record: RecordId, coding: &Coding, columns: &Columns) -> usize {
        let at = record as usize;
        match self {
            Split::None => 0,
            Split::Status => {
                let status = columns.status().get(at).copied().unwrap_or(Status::Uncoded);
                Status::ALL.iter().position(|of| *of == status).unwrap_or_default()
            }
            Split::Depth => {
                let depth = Depth::of(columns.code().get(at).copied().flatten());
                Depth::ALL.iter().position(|of| *of == depth).unwrap_or_default()
            }
            Split::MajorGroup => group_of(coding),
            Split::Engine => match coding.recoded {
                None | Some(Recoded::NoTarget) => 0,
                Some(Recoded::Correspondence) => 1,
                Some(Recoded::SeveralTargets) => 2,
            },
            Split::Reviewed => usize::from(!columns.decision().get(at).is_some_and(Option::is_some)),
        }
    }
}

/// Number of groups of [`group_of`].
pub const GROUPS: usize = 10;

/// The major group of the best full code: 1 to 8 by its digit, 0 for a non-classification code, 9 without a code.
pub fn group_of(coding: &Coding) -> usize {
    coding.best.and_then(|best| best.place_at(Level::MajorGroup)).filter(|at| *at < GROUPS - 1).unwrap_or(GROUPS - 1)
}

/// The code of a group of [`group_of`]; `None` for the one without a code.
pub fn group_code(group: usize) -> Option<Code> {
    if group + 1 < GROUPS { Code::parse(&group.to_string()).ok() } else { None }
}

/// Which records are counted together: those in a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The stretch of the probability, from 0.
    pub bin: usize,
    /// The class of the split, from 0; `None` for all.
    pub class: Option<usize>,
}

/// Counts of records by equal stretches of a probability and by class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// Which probability.
    pub measure: Measure,
    /// What records are told apart by.
    pub split: Split,
    /// By class and stretch.
    pub counts: Vec<Vec<u64>>,
    /// Records that have no such probability.
    pub left_out: u64,
}

impl Distribution {
    /// Counts all records in so many stretches: about 10 ms for a million.
    pub fn of(codings: &[Coding], columns: &Columns, measure: Measure, split: Split, bins: usize) -> Distribution {
        let bins = bins.max(1);
        let mut distribution =
            Distribution { measure, split, counts: vec![vec![0; bins]; split.classes()], left_out: 0 };
        for (coding, record) in codings.iter().zip(0..) {
            match measure.of(coding) {
                Some(value) => {
                    distribution.counts[split.class_of(record, coding, columns)][bin_of(value, bins)] += 1;
                }
                None => distribution.left_out += 1,
            }
        }
        distribution
    }

    /// Number of stretches.
    pub fn bins(&self) -> usize {
        self.counts.first().map_or(0, Vec::len)
    }

    /// Number of records that are counted.
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// The number of records in a bar.
    pub fn count(&self, bar: Bar) -> u64 {
        let of = |class: &Vec<u64>| class.get(bar.bin).copied().unwrap_or_default();
        match bar.class {
            Some(class) => self.counts.get(class).map_or(0, of),
            None => self.counts.iter().map(of).sum(),
        }
    }

    /// The records in a bar, ascending: as many as it counts, as long as the codings and columns are the same.
    pub fn records(&self, bar: Bar, codings: &[Coding], columns: &Columns) -> Vec<RecordId> {
        let bins = self.bins().max(1);
        let inside = |coding: &Coding, record: RecordId| {
            self.measure.of(coding).is_some_and(|value| bin_of(value, bins) == bar.bin)
                && bar.class.is_none_or(|class| self.split.class_of(record, coding, columns) == class)
        };
        (0..).zip(codings).filter(|(record, coding)| inside(coding, *record)).map(|(record, _)| record).collect()
    }
}

/// The stretch in which a probability lies, of so many; each holds its lower end, the last both.
pub fn bin_of(value: f32, bins: usize) -> usize {
    // Half a step of single precision, so that its dust does not put 0.58 below 0.58.
    (((f64::from(value) + 3e-8) * bins as f64) as usize).min(bins - 1)
}

#[cfg(test)]
mod tests {
    use domain::Thresholds;
    use proptest::prelude::*;

    use super::*;
    use crate::bench::tests::codings;

    #[test]
    fn a_stretch_holds_its_lower_end() {
        for bins in [10_u16, 20, 50, 100] {
            for at in 0..bins {
                let end = f32::from(at) / f32::from(bins);
                assert_eq!(bin_of(end, usize::from(bins)), usize::from(at));
            }
            assert_eq!(bin_of(1.0, usize::from(bins)), usize::from(bins) - 1);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_record_is_in_one_bar_and_every_bar_lists_what_it_counts(
            codings in codings(),
            measure in prop::sample::select(Measure::ALL.to_vec()),
            split in prop::sample::select(Split::ALL.to_vec()),
        ) {
            let columns = Columns::derive(&codings, Thresholds { optimal: 0.8, minimum: 0.4 });
            let distribution = Distribution::of(&codings, &columns, measure, split, 20);
            prop_assert_eq!(distribution.total() + distribution.left_out, codings.len() as u64);
            let mut seen = Vec::new();
            for bin in 0..20 {
                let mut in_bin = 0;
                for class in 0..split.classes() {
                    let bar = Bar { bin, class: Some(class) };
                    let records = distribution.records(bar, &codings, &columns);
                    prop_assert_eq!(records.len() as u64, distribution.count(bar));
                    in_bin += records.len() as u64;
                    seen.extend(records);
                }
                prop_assert_eq!(distribution.count(Bar { bin, class: None }), in_bin);
            }
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len() as u64, distribution.total());
        }
    }
}
