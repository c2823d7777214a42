//! What decisions of people say about the engine: how sure it was at each level, and whether it was right.

use std::collections::BTreeMap;

use domain::{Code, Coding, Level, Outcome, Recoded, Thresholds};

use crate::statistics::calibration::{Binning, Judged, Reliability, Simulation, reliability};
use crate::{Flags, Judgement, Ledger, Purpose, RecordId};

/// Which decisions are taken as the truth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TruthSource {
    /// Those of all reviewed records. Most were reviewed because they were doubtful, and the engine's code was seen.
    #[default]
    Reviewed,
    /// Codings by people who did not see the engine's code: blind recodes of quality samples, and unaided codings.
    Blind,
}

impl TruthSource {
    /// All, in the order in which they are offered.
    pub const ALL: [TruthSource; 2] = [TruthSource::Reviewed, TruthSource::Blind];

    /// The code that is taken for right: `None` when this source says nothing about the record, `Some(None)` when it
    /// says that the answer cannot be coded. Of several blind codings the last counts, or the decision that settled it.
    fn truth(self, judgement: &Judgement) -> Option<Option<Code>> {
        let decided = judgement.decision.map(|decision| decision.code());
        match self {
            TruthSource::Reviewed => decided,
            TruthSource::Blind => {
                let blind = |purpose| matches!(purpose, Purpose::Sample(_) | Purpose::Unaided);
                let codings = judgement.codings();
                let last = codings.iter().rposition(|coding| blind(coding.purpose))?;
                let settled = judgement.checks.as_ref().is_some_and(|checks| last < checks.settled);
                decided.filter(|_| settled).or_else(|| Some(codings.get(last)?.decision.code()))
            }
        }
    }
}

/// How sure the engine was of one record, and whether it was right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgedRecord {
    /// The record.
    pub record: RecordId,
    /// The major group that the engine chose; "0" for out of scope.
    pub major_group: Code,
    /// By [`Level::index`]: joint probability of its code there, and whether that was right. `None` where a decision for a
    /// group does not say.
    pub levels: [Option<(f32, bool)>; 5],
}

impl JudgedRecord {
    /// What a decision says about a coding. `None` where the engine claimed nothing by its probabilities: blank, without
    /// usable words, or coded by the correspondence. "Cannot be coded" makes any code wrong, because none was right.
    pub fn of(record: RecordId, coding: &Coding, truth: Option<Code>) -> Option<JudgedRecord> {
        let best =
            coding.best.filter(|_| !coding.no_usable_words && coding.recoded != Some(Recoded::Correspondence))?;
        let right = |level: Level| match truth {
            None => Some(false),
            Some(truth) => match truth.at(level) {
                Some(group) => Some(best.at(level) == Some(group)),
                // The decision ends above: wrong there is wrong here too, right there says nothing.
                None => (!best.is_within(truth)).then_some(false),
            },
        };
        let levels = Level::ALL.map(|level| Some((coding.joint(level).min(1.0), right(level)?)));
        Some(JudgedRecord { record, major_group: best.at(Level::MajorGroup)?, levels })
    }

    /// As a record of a reliability diagram.
    fn at(&self, level: Level) -> Option<Judged> {
        let (confidence, right) = self.levels[level.index()]?;
        Some(Judged { confidence: f64::from(confidence), right, weight: 1.0 })
    }
}

/// The records about which a source says something, ascending.
pub fn judged_records(codings: &[Coding], ledger: &Ledger, source: TruthSource) -> Vec<JudgedRecord> {
    let truths = ledger.judgements().filter_map(|(record, judgement)| Some((record, source.truth(judgement)?)));
    truths.filter_map(|(record, truth)| JudgedRecord::of(record, codings.get(record as usize)?, truth)).collect()
}

/// Whether confidence means what it says, measured on records of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// What was taken as the truth.
    pub source: TruthSource,
    /// How records were put into bins.
    pub binning: Binning,
    /// Number of records measured.
    pub records: usize,
    /// How many of them the thresholds had flagged for a person.
    pub flagged: usize,
    /// Of all records, by [`Level::index`]; `None` where no record says anything.
    pub all: [Option<Reliability>; 5],
    /// The same by the major group that the engine chose; groups without records are left out.
    pub groups: BTreeMap<Code, [Option<Reliability>; 5]>,
}

impl Calibration {
    /// Measures all levels and major groups. `go_on` is asked before each of them, with the number done and the number in
    /// all; `None` when it says no.
    pub fn measure(
        codings: &[Coding],
        ledger: &Ledger,
        thresholds: Thresholds,
        (source, binning): (TruthSource, Binning),
        mut go_on: impl FnMut(u64, u64) -> bool,
    ) -> Option<Calibration> {
        let records = judged_records(codings, ledger, source);
        let flagged = records.iter().filter_map(|record| codings.get(record.record as usize));
        let flagged = flagged.filter(|coding| {
            let outcome = Outcome::of(coding, thresholds);
            !Flags::of(coding, &outcome, thresholds).is_empty()
        });
        let flagged = flagged.count();
        let mut by_group: BTreeMap<Code, Vec<JudgedRecord>> = BTreeMap::new();
        for record in &records {
            by_group.entry(record.major_group).or_default().push(*record);
        }
        let total = (by_group.len() as u64 + 1) * 5;
        let mut done = 0;
        let mut measured = |records: &[JudgedRecord]| {
            let mut levels = [const { None }; 5];
            for (level, found) in Level::ALL.into_iter().zip(&mut levels) {
                if !go_on(done, total) {
                    return None;
                }
                done += 1;
                let judged: Vec<Judged> = records.iter().filter_map(|record| record.at(level)).collect();
                *found = reliability(&judged, binning, Simulation::default());
            }
            Some(levels)
        };
        let all = measured(&records)?;
        let mut groups = BTreeMap::new();
        for (group, records) in by_group {
            groups.insert(group, measured(&records)?);
        }
        Some(Calibration { source, binning, records: records.len(), flagged, all, groups })
    }

    /// What was found of a major group, or of all records, at a level.
    pub fn of(&self, group: Option<Code>, level: Level) -> Option<&Reliability> {
        let levels = match group {
            None => &self.all,
            Some(group) => self.groups.get(&group)?,
        };
        levels[level.index()].as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Decision, Timestamp, Uncodable};

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    fn coding(best: &str, conditionals: [f32; 5]) -> Coding {
        Coding { best: Some(code(best)), conditionals, blank: false, ..Coding::BLANK }
    }

    fn decided(text: &str) -> Decision {
        Decision::Code { code: code(text), choice: Choice::Search }
    }

    #[test]
    fn a_decision_judges_the_levels_that_it_reaches() {
        let coding = coding("371131", [0.9, 1.0, 0.8, 1.0, 0.5]);
        let right = |truth: Option<&str>| {
            let judged = JudgedRecord::of(0, &coding, truth.map(code)).unwrap();
            judged.levels.map(|level| level.map(|(_, right)| right))
        };
        assert_eq!(right(Some("371131")), [Some(true); 5]);
        assert_eq!(right(Some("372111")), [Some(true), Some(true), Some(false), Some(false), Some(false)]);
        assert_eq!(right(Some("371")), [Some(true), Some(true), Some(true), None, None]);
        assert_eq!(right(Some("36")), [Some(true), Some(false), Some(false), Some(false), Some(false)]);
        assert_eq!(right(None), [Some(false); 5]);
        let levels = JudgedRecord::of(0, &coding, None).unwrap().levels.map(|level| level.unwrap().0);
        assert_eq!(levels, [0.9, 0.9, 0.9 * 0.8, 0.9 * 0.8, 0.9 * 0.8 * 0.5]);
    }

    #[test]
    fn what_is_coded_by_rule_claims_nothing() {
        let by_rule = Coding { no_usable_words: true, ..coding("099888", [1.0; 5]) };
        let corresponding = Coding { recoded: Some(Recoded::Correspondence), ..coding("371131", [1.0; 5]) };
        for coding in [by_rule, corresponding, Coding::BLANK] {
            assert_eq!(JudgedRecord::of(0, &coding, None), None);
        }
    }

    #[test]
    fn blind_codings_count_until_a_decision_settles_them() {
        let codings = vec![coding("371131", [0.9; 5]); 3];
        let mut ledger = Ledger::new();
        let at = Timestamp(0);
        ledger.apply(ledger.decide(at, "a", [(0, decided("371131")), (1, decided("371131"))]).unwrap()).unwrap();
        ledger.apply(ledger.draw(at, "s", 1, [1, 2]).unwrap()).unwrap();
        ledger.apply(ledger.recode(at, "b", 1, decided("265433"), "", Some(code("371131"))).unwrap()).unwrap();
        let right = |ledger: &Ledger, source| -> Vec<(RecordId, bool)> {
            let records = judged_records(&codings, ledger, source);
            records.iter().map(|judged| (judged.record, judged.levels[4].unwrap().1)).collect()
        };
        assert_eq!(right(&ledger, TruthSource::Reviewed), [(0, true), (1, true)]);
        assert_eq!(right(&ledger, TruthSource::Blind), [(1, false)], "drawn is not yet coded");
        ledger.apply(ledger.decide(at, "s", [(1, decided("371131"))]).unwrap()).unwrap();
        assert_eq!(right(&ledger, TruthSource::Blind), [(1, true)], "the adjudicated code is the truth");
        let unaided = ledger.decide_unaided(at, "a", 2, Decision::Uncodable(Uncodable::TooVague), None).unwrap();
        ledger.apply(unaided).unwrap();
        assert_eq!(right(&ledger, TruthSource::Blind), [(1, true), (2, false)]);
    }

    #[test]
    fn every_level_and_group_is_measured_and_it_can_be_stopped() {
        let codings = vec![coding("371131", [0.9; 5]), coding("265433", [0.3; 5])];
        let mut ledger = Ledger::new();
        let decisions = [(0, decided("371131")), (1, decided("371131"))];
        ledger.apply(ledger.decide(Timestamp(0), "a", decisions).unwrap()).unwrap();
        let thresholds = Thresholds { optimal: 0.5, minimum: 0.2 };
        let how = (TruthSource::Reviewed, Binning::EqualWidth(10));
        let mut asked = Vec::new();
        let found = Calibration::measure(&codings, &ledger, thresholds, how, |done, total| {
            asked.push((done, total));
            true
        });
        let found = found.unwrap();
        assert_eq!((asked.first(), asked.last(), asked.len()), (Some(&(0, 15)), Some(&(14, 15)), 15));
        assert_eq!((found.records, found.flagged, found.groups.len()), (2, 1, 2));
        let all = found.of(None, Level::MajorGroup).unwrap();
        assert_eq!((all.all.records, all.all.accuracy), (2, 0.5));
        assert_eq!(found.of(Some(code("2")), Level::Occupation).unwrap().all.accuracy, 0.0);
        assert_eq!(found.of(Some(code("4")), Level::Occupation), None);
        assert_eq!(Calibration::measure(&codings, &ledger, thresholds, how, |done, _| done < 3), None);
    }
}
