//! Records that several people coded apart from each other, and how far they agree.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Code, Level};

use crate::statistics::agreement::{
    Alpha, Bootstrap, Confusion, PairOfCoders, alpha, at_level, confusions, pairs_of_coders,
};
use crate::statistics::binomial::score_interval;
use crate::statistics::{Interval, USUAL};
use crate::{Checks, IndependentCoding, Ledger, Purpose, RecordId};

/// Which codings are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodingsOf {
    /// Those of coder packs, of all splits; of a coder who coded a record twice, the later one.
    #[default]
    Packs,
    /// Those of the packs of one split, by its number.
    Split(u32),
    /// Blind recodes of quality samples, against what stood for the record.
    Samples,
    /// First codings before the engine's answer was shown, against the engine's.
    Unaided,
}

impl CodingsOf {
    /// The name of the coder who is none: of what stood for a record, and the blind coder did not see.
    pub fn other(self) -> Option<&'static str> {
        match self {
            CodingsOf::Packs | CodingsOf::Split(_) => None,
            CodingsOf::Samples => Some("What stood"),
            CodingsOf::Unaided => Some("Engine"),
        }
    }

    fn has(self, purpose: Purpose) -> bool {
        match (self, purpose) {
            (CodingsOf::Packs, Purpose::Pack(_))
            | (CodingsOf::Samples, Purpose::Sample(_))
            | (CodingsOf::Unaided, Purpose::Unaided) => true,
            (CodingsOf::Split(wanted), Purpose::Pack(split)) => wanted == split,
            _ => false,
        }
    }
}

/// A coder's answer: a code, or `None` for "cannot be coded".
pub type Given = Option<Code>;

/// Records that two coders or more coded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoubleCoding {
    /// The coders by name; before them, where there is one, the other of [`CodingsOf::other`].
    pub coders: Vec<String>,
    /// The records, ascending.
    pub records: Vec<RecordId>,
    /// For each record what each coder gave, `None` where the coder did not code it.
    pub given: Vec<Vec<Option<Given>>>,
}

impl DoubleCoding {
    /// Gathers them from the log.
    pub fn of(ledger: &Ledger, of: CodingsOf) -> DoubleCoding {
        let coded = |checks: &'_ Checks| checks.codings.iter().any(|coding| of.has(coding.purpose));
        let records = || {
            let judged = ledger.judgements();
            judged
                .filter_map(|(record, judgement)| Some((record, judgement.checks.as_deref()?)))
                .filter(|at| coded(at.1))
        };
        let own = |checks: &'_ IndependentCoding| of.has(checks.purpose);
        let names: BTreeSet<&str> =
            records().flat_map(|(_, checks)| &checks.codings).filter(|c| own(c)).map(|c| c.reviewer.as_str()).collect();
        let first = usize::from(of.other().is_some());
        let places: BTreeMap<&str, usize> = names.iter().copied().zip(first..).collect();
        let mut found = DoubleCoding::default();
        found.coders.extend(of.other().map(str::to_owned));
        found.coders.extend(names.iter().map(|name| (*name).to_owned()));
        for (record, checks) in records() {
            let mut given = vec![None; found.coders.len()];
            let mut codings: Vec<&IndependentCoding> = checks.codings.iter().filter(|coding| own(coding)).collect();
            codings.sort_by_key(|coding| coding.at);
            for coding in codings {
                if let Some(place) = places.get(coding.reviewer.as_str()).and_then(|at| given.get_mut(*at)) {
                    *place = Some(coding.decision.code());
                }
                if first > 0
                    && let Some(place) = given.first_mut()
                {
                    *place = Some(coding.against);
                }
            }
            if given.iter().flatten().count() > 1 {
                found.records.push(record);
                found.given.push(given);
            }
        }
        found
    }

    /// What two coders, by their places, gave to the records that both coded, at a level.
    pub fn pair(&self, level: Level, first: usize, second: usize) -> impl Iterator<Item = (RecordId, Given, Given)> {
        let label = move |given: &[Option<Given>], coder: usize| Some(at_level(given.get(coder).copied()??, level));
        let both = move |given: &[Option<Given>]| Some((label(given, first)?, label(given, second)?));
        let records = self.records.iter().zip(&self.given);
        records.filter_map(move |(record, given)| both(given).map(|(one, other)| (*record, one, other)))
    }

    /// The records to which the first coder gave the one and the second the other at a level, ascending.
    pub fn records_of(&self, level: Level, coders: (usize, usize), given: (Given, Given)) -> Vec<RecordId> {
        let records = self.pair(level, coders.0, coders.1);
        records.filter(|(_, one, other)| (*one, *other) == given).map(|(record, ..)| record).collect()
    }

    /// What two coders gave at a level, most records first; pairs on which they agree included where asked for.
    pub fn confusions(&self, level: Level, coders: (usize, usize), with_agreement: bool) -> Vec<Confusion<Given>> {
        confusions(self.pair(level, coders.0, coders.1).map(|(_, one, other)| (one, other)), with_agreement)
    }
}

/// How far all coders agree at a level.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelAgreement {
    /// Records that two coders or more coded.
    pub records: u64,
    /// Those on which all their coders agree.
    pub agreed: u64,
    /// Share of these, 0 to 1; 0 without records.
    pub share: f64,
    /// Score interval of the share.
    pub interval: Interval,
    /// Krippendorff's alpha; `None` where all labels are the same or there are none.
    pub alpha: Option<Alpha>,
    /// Every two coders.
    pub pairs: Vec<PairOfCoders>,
}

/// Records that several people coded, and how far they agree at each level.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Which codings are compared.
    pub of: CodingsOf,
    /// What each gave.
    pub coding: DoubleCoding,
    /// By [`Level::index`].
    pub levels: [LevelAgreement; 5],
}

/// Seed of the bootstrap, so that the same codings always have the same interval.
const SEED: u64 = 1;
/// The most samples of a bootstrap.
const MOST_SAMPLES: usize = 1000;
/// The fewest, which do where very many records make the interval narrow.
const FEWEST_SAMPLES: usize = 100;
/// Records that are drawn in all samples together.
const DRAWN: usize = 20_000_000;

impl Agreement {
    /// Computes it. `go_on` is told how many levels are done and says whether to go on; `None` when it did not.
    pub fn of(ledger: &Ledger, of: CodingsOf, mut go_on: impl FnMut(u64) -> bool) -> Option<Agreement> {
        let coding = DoubleCoding::of(ledger, of);
        let mut levels = Vec::with_capacity(Level::ALL.len());
        for (level, done) in Level::ALL.into_iter().zip(0..) {
            if !go_on(done) {
                return None;
            }
            levels.push(LevelAgreement::of(&coding, level));
        }
        Some(Agreement { of, coding, levels: levels.try_into().ok()? })
    }
}

impl LevelAgreement {
    fn of(coding: &DoubleCoding, level: Level) -> LevelAgreement {
        let at = |given: &Option<Given>| given.map(|given| at_level(given, level));
        let labels: Vec<Vec<Option<Given>>> = coding.given.iter().map(|given| given.iter().map(at).collect()).collect();
        let same = |labels: &&Vec<Option<Given>>| {
            let mut given = labels.iter().flatten();
            let first = given.next();
            given.all(|label| Some(label) == first)
        };
        let (records, agreed) = (labels.len() as u64, labels.iter().filter(same).count() as u64);
        let share = if records == 0 { 0.0 } else { agreed as f64 / records as f64 };
        let samples = (DRAWN / labels.len().max(1)).clamp(FEWEST_SAMPLES, MOST_SAMPLES);
        LevelAgreement {
            records,
            agreed,
            share,
            interval: score_interval(share, records as f64, USUAL),
            alpha: alpha(&labels, Some(Bootstrap { samples, seed: SEED, confidence: USUAL })),
            pairs: pairs_of_coders(&labels, coding.coders.len(), USUAL),
        }
    }

    /// The figures of two coders, in either order.
    pub fn pair(&self, one: usize, other: usize) -> Option<&PairOfCoders> {
        let wanted = (one.min(other), one.max(other));
        self.pairs.iter().find(|pair| (pair.first, pair.second) == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Brought, Choice, Decision, Timestamp, Uncodable};

    fn decision(text: &str) -> Decision {
        match Code::parse(text) {
            Ok(code) => Decision::Code { code, choice: Choice::Search },
            Err(_) => Decision::Uncodable(Uncodable::TooVague),
        }
    }

    fn ledger(codings: &[(RecordId, u32, &str, &str)]) -> Ledger {
        let mut merged: BTreeMap<RecordId, Vec<Brought>> = BTreeMap::new();
        for (at, (record, split, coder, text)) in codings.iter().enumerate() {
            let at = Timestamp(at as i64);
            merged.entry(*record).or_default().push(Brought {
                split: *split,
                coder: (*coder).to_owned(),
                at,
                decision: Some((decision(text), at)),
                note: String::new(),
                referred: false,
                flagged: false,
            });
        }
        let mut ledger = Ledger::new();
        ledger.apply(ledger.merge(Timestamp(99), "S", &merged).unwrap()).unwrap();
        ledger
    }

    fn agreement(ledger: &Ledger, of: CodingsOf) -> Agreement {
        assert_eq!(Agreement::of(ledger, of, |done| done < 2), None, "it can be stopped");
        Agreement::of(ledger, of, |_| true).unwrap()
    }

    #[test]
    fn agreement_is_about_the_records_that_several_coded() {
        let ledger = ledger(&[
            (0, 1, "Ann", "371131"),
            (0, 1, "Ben", "371132"),
            (1, 1, "Ann", "265433"),
            (1, 1, "Cy", "265433"),
            (2, 1, "Ben", "371131"),
            (3, 1, "Ben", ""),
            (3, 1, "Cy", ""),
            (4, 2, "Ann", "371131"),
            (4, 2, "Ben", "371131"),
        ]);
        let all = agreement(&ledger, CodingsOf::Packs);
        assert_eq!(all.coding.coders, ["Ann", "Ben", "Cy"]);
        assert_eq!(all.coding.records, [0, 1, 3, 4]);
        assert_eq!(all.levels.each_ref().map(|level| level.agreed), [4, 4, 4, 4, 3]);
        let pairs: Vec<u64> = all.levels[4].pairs.iter().map(|pair| pair.agreement.records).collect();
        assert_eq!(pairs, [2, 1, 1]);
        assert_eq!(all.levels[4].pair(1, 0).unwrap().agreement.agreed, 1);
        let split = agreement(&ledger, CodingsOf::Split(2));
        assert_eq!((split.coding.records, split.levels[4].agreed), (vec![4], 1));
        let code = |text: &str| Code::parse(text).ok();
        let cells = all.coding.confusions(Level::Occupation, (0, 1), false);
        assert_eq!(cells.len(), 1);
        assert_eq!((cells[0].first, cells[0].second, cells[0].records), (code("371131"), code("371132"), 1));
        let records = all.coding.records_of(Level::Occupation, (0, 1), (code("371131"), code("371132")));
        assert_eq!(records, [0]);
        assert_eq!(all.coding.records_of(Level::MajorGroup, (0, 1), (code("3"), code("3"))), [0, 4]);
    }

    #[test]
    fn blind_codings_are_compared_with_what_stood() {
        let mut ledger = Ledger::new();
        ledger.apply(ledger.decide(Timestamp(1), "A", [(0, decision("371131"))]).unwrap()).unwrap();
        ledger.apply(ledger.draw(Timestamp(2), "S", 1, [0, 1]).unwrap()).unwrap();
        let stood = decision("371131").code();
        ledger.apply(ledger.recode(Timestamp(3), "B", 0, decision("371132"), "", stood).unwrap()).unwrap();
        ledger.apply(ledger.recode(Timestamp(4), "B", 1, decision(""), "", None).unwrap()).unwrap();
        let blind = agreement(&ledger, CodingsOf::Samples);
        assert_eq!(blind.coding.coders, ["What stood", "B"]);
        assert_eq!(blind.levels.each_ref().map(|level| level.agreed), [2, 2, 2, 2, 1]);
        assert_eq!(agreement(&ledger, CodingsOf::Packs).coding, DoubleCoding::default());
        assert_eq!(agreement(&ledger, CodingsOf::Unaided).levels[0].alpha, None);
    }

    /// Codings as the program writes them, and what R makes of them; see `double-coding.R` beside them.
    const CODINGS: &str = include_str!("../../tests/golden/double-coding.csv");
    const FIGURES: &str = include_str!("../../tests/golden/double-coding.tsv");

    #[test]
    fn figures_at_every_level_are_those_of_r() {
        let mut lines = CODINGS.lines();
        let coders = lines.next().unwrap().split(',').skip(1).map(str::to_owned).collect();
        let mut coding = DoubleCoding { coders, ..DoubleCoding::default() };
        for line in lines {
            let mut cells = line.split(',');
            coding.records.push(cells.next().unwrap().parse::<RecordId>().unwrap() - 1);
            let given = |cell: &str| (!cell.is_empty()).then(|| Code::parse(cell).ok());
            coding.given.push(cells.map(given).collect());
        }
        let close = |ours: f64, theirs: &str| {
            let theirs: f64 = theirs.parse().unwrap();
            assert!((ours - theirs).abs() < 1e-9, "{ours} is not {theirs}");
        };
        let mut expected = FIGURES.lines().skip(1).map(|line| line.split('\t').collect::<Vec<&str>>());
        for level in Level::ALL {
            let figures = LevelAgreement::of(&coding, level);
            let all = expected.next().unwrap();
            assert_eq!(
                all[..4],
                [&level.number().to_string(), "all", &figures.records.to_string(), &figures.agreed.to_string()]
            );
            close(figures.interval.low, all[4]);
            close(figures.interval.high, all[5]);
            let alpha = figures.alpha.unwrap();
            close(alpha.value, all[9]);
            assert!(alpha.interval.unwrap().holds(alpha.value));
            for pair in &figures.pairs {
                let (line, agreement) = (expected.next().unwrap(), pair.agreement);
                assert_eq!(line[1], format!("{}; {}", coding.coders[pair.first], coding.coders[pair.second]));
                assert_eq!(line[2..4], [agreement.records.to_string(), agreement.agreed.to_string()]);
                let kappa = agreement.kappa.unwrap();
                let interval = agreement.share_interval;
                let ours = [interval.low, interval.high, kappa.value, kappa.interval.low, kappa.interval.high];
                ours.into_iter().zip(&line[4..9]).for_each(|(ours, theirs)| close(ours, theirs));
            }
        }
        assert_eq!(expected.next(), None);
    }
}
