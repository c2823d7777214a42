//! What became of a quality sample.

use domain::{Code, Level};

use super::design::QualitySample;
use crate::statistics::USUAL;
use crate::statistics::agreement::at_level;
use crate::statistics::estimate::{Estimate, EstimateError, Stratum, error_rate};
use crate::{Action, Columns, Decision, IndependentCoding, Ledger, RecordId, Timestamp};

/// How far a record of a sample is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It waits to be coded blind.
    Waiting,
    /// The blind coding came to what stood.
    Agreed,
    /// The blind coding came to something else, and nobody settled it.
    Differs,
    /// The blind coding came to something else, and somebody settled it.
    Settled,
}

/// A record of a sample that was coded blind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The record.
    pub record: RecordId,
    /// How far it is; not waiting.
    pub fate: Fate,
    /// What stood when it was coded blind.
    pub stood: Option<Code>,
    /// What the blind coding came to.
    pub blind: Decision,
    /// Who coded it blind.
    pub reviewer: String,
    /// When.
    pub at: Timestamp,
    /// Why, in that person's words; empty for none.
    pub note: String,
    /// What stands now, which is the truth once it is settled.
    pub stands: Option<Code>,
    /// Whoever coded it blind had made the decision that stood.
    pub own: bool,
}

impl Checked {
    /// Whether what stood was wrong at a level: it was settled otherwise. Unknown, and not counted, while the two codings
    /// are not settled. What agreed was right, whatever is decided about the record later.
    pub fn is_wrong_at(&self, level: Level) -> bool {
        self.fate == Fate::Settled && at_level(self.stood, level) != at_level(self.stands, level)
    }

    /// Whether what stood was wrong at all.
    pub fn is_wrong(&self) -> bool {
        self.is_wrong_at(Level::Occupation)
    }
}

/// Whether a lot is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No more errors than allowed, whatever is still to be settled.
    Accepted,
    /// More errors than allowed.
    Rejected,
    /// It depends on what is still to be coded or settled.
    Open {
        /// Number of records to code blind.
        to_code: usize,
        /// Number of records to settle.
        to_settle: usize,
    },
}

/// What became of the records drawn from one stratum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StratumOutcome {
    /// What its records have in common.
    pub name: String,
    /// Number of records in it.
    pub records: u64,
    /// Number of records drawn.
    pub drawn: u64,
    /// Those that were coded blind and, where they differed, settled.
    pub checked: u64,
    /// Those of them that were wrong, by [`Level::index`].
    pub wrong: [u64; Level::ALL.len()],
}

/// What became of a quality sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Records that wait to be coded blind, ascending.
    pub waiting: Vec<RecordId>,
    /// Records that were coded blind, ascending.
    pub checked: Vec<Checked>,
    /// Number of records drawn that are in the sample no more, because the draw was taken back.
    pub withdrawn: usize,
    /// By stratum, in the order of the design.
    pub strata: Vec<StratumOutcome>,
    /// Whether the lot is accepted.
    pub verdict: Verdict,
    /// The error rate of the lot at each level, by [`Level::index`], from what is checked so far.
    pub estimates: [Result<Estimate, EstimateError>; Level::ALL.len()],
}

impl Outcome {
    /// Number of records of this fate.
    pub fn count(&self, fate: Fate) -> usize {
        match fate {
            Fate::Waiting => self.waiting.len(),
            _ => self.checked.iter().filter(|checked| checked.fate == fate).count(),
        }
    }

    /// Number of records that were coded blind and, where they differed, settled.
    pub fn done(&self) -> usize {
        self.checked.len() - self.count(Fate::Differs)
    }

    /// Number of errors found: what stood is not what stands now that it is checked.
    pub fn errors(&self) -> usize {
        self.checked.iter().filter(|checked| checked.is_wrong()).count()
    }

    /// Share of errors among what is checked, 0 to 1; `None` before anything is.
    pub fn rate(&self) -> Option<f64> {
        (self.done() > 0).then(|| self.errors() as f64 / self.done() as f64)
    }

    /// Number of records that were coded blind by whoever had decided on them.
    pub fn own(&self) -> usize {
        self.checked.iter().filter(|checked| checked.own).count()
    }

    /// Who coded blind, by name, with the number of records.
    pub fn reviewers(&self) -> Vec<(&str, usize)> {
        let mut names: Vec<&str> = self.checked.iter().map(|checked| checked.reviewer.as_str()).collect();
        names.sort_unstable();
        names.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
    }

    /// When the first and the last record was coded blind; `None` before any was.
    pub fn dates(&self) -> Option<(Timestamp, Timestamp)> {
        let at = || self.checked.iter().map(|checked| checked.at);
        Some((at().min()?, at().max()?))
    }
}

impl QualitySample {
    /// What became of the sample. Reads the whole log for who had decided before, and the judgements of the drawn records.
    pub fn outcome(&self, ledger: &Ledger, columns: &Columns) -> Outcome {
        let own = own_decisions(self.number, ledger);
        let (mut waiting, mut checked, mut withdrawn) = (Vec::new(), Vec::new(), 0);
        let mut strata = Vec::with_capacity(self.design.strata.len());
        for stratum in &self.design.strata {
            let mut outcome = StratumOutcome {
                name: stratum.name.clone(),
                records: stratum.records,
                drawn: 0,
                checked: 0,
                wrong: [0; Level::ALL.len()],
            };
            for record in &stratum.drawn {
                let judgement = ledger.judgement(*record);
                let codings = judgement.map_or(&[][..], |judgement| judgement.codings());
                let found = codings.iter().position(|coding| coding.is_of_sample(self.number));
                let Some(at) = found else {
                    if judgement.and_then(|judgement| judgement.awaits_recode()) == Some(self.number) {
                        outcome.drawn += 1;
                        waiting.push(*record);
                    } else {
                        withdrawn += 1;
                    }
                    continue;
                };
                let settled = judgement.and_then(|of| of.checks.as_ref()).is_some_and(|checks| at < checks.settled);
                let one = self.checked(*record, &codings[at], settled, columns, own.binary_search(record).is_ok());
                outcome.drawn += 1;
                outcome.checked += u64::from(one.fate != Fate::Differs);
                for level in Level::ALL {
                    outcome.wrong[level.index()] += u64::from(one.is_wrong_at(level));
                }
                checked.push(one);
            }
            strata.push(outcome);
        }
        waiting.sort_unstable();
        checked.sort_unstable_by_key(|checked| checked.record);
        let estimates = Level::ALL.map(|level| {
            let of = |of: &StratumOutcome| Stratum {
                records: of.records,
                checked: of.checked,
                wrong: of.wrong[level.index()],
            };
            error_rate(&strata.iter().map(of).collect::<Vec<Stratum>>(), USUAL)
        });
        let verdict = self.verdict(&waiting, &checked);
        Outcome { waiting, checked, withdrawn, strata, verdict, estimates }
    }

    fn checked(
        &self,
        record: RecordId,
        coding: &IndependentCoding,
        settled: bool,
        columns: &Columns,
        own: bool,
    ) -> Checked {
        let fate = match (coding.agrees(), settled) {
            (true, _) => Fate::Agreed,
            (false, false) => Fate::Differs,
            (false, true) => Fate::Settled,
        };
        Checked {
            record,
            fate,
            stood: coding.against,
            blind: coding.decision,
            reviewer: coding.reviewer.clone(),
            at: coding.at,
            note: coding.note.clone(),
            stands: columns.final_code(record),
            own,
        }
    }

    fn verdict(&self, waiting: &[RecordId], checked: &[Checked]) -> Verdict {
        let accept = usize::try_from(self.design.plan.plan.accept).unwrap_or(usize::MAX);
        let errors = checked.iter().filter(|checked| checked.is_wrong()).count();
        let to_settle = checked.iter().filter(|checked| checked.fate == Fate::Differs).count();
        let to_code = waiting.len();
        if errors > accept {
            Verdict::Rejected
        } else if !checked.is_empty() && errors + to_settle + to_code <= accept {
            Verdict::Accepted
        } else {
            Verdict::Open { to_code, to_settle }
        }
    }
}

/// The records, ascending, that were coded blind for a sample by whoever had made the decision that stood.
fn own_decisions(sample: u32, ledger: &Ledger) -> Vec<RecordId> {
    let recodes = ledger.entries().iter().filter(|entry| entry.action == Action::Recode { sample });
    let own = recodes.filter_map(|entry| {
        let change = entry.changes.first()?;
        let decided = ledger.entry(change.before.decided_in?)?;
        (decided.reviewer == entry.reviewer).then_some(change.record)
    });
    let mut records: Vec<RecordId> = own.collect();
    records.sort_unstable();
    records.dedup();
    records
}
