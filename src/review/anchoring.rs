//! Anchoring control: for a share of the records the engine's answer is hidden until a person has coded them, and what
//! that tells of people's drift towards the machine.

use std::collections::BTreeMap;

use crate::statistics::Interval;
use crate::{Action, Columns, Groups, Hidden, Ledger, Purpose, RecordId, Share, Timestamp};

/// For how many records the engine's answer is hidden until they are coded, since when, and who said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnaidedShare {
    /// Since when.
    pub at: Timestamp,
    /// Who said so.
    pub reviewer: String,
    /// For how many in a hundred of the records to review, 0 to 100.
    pub percent: u8,
    /// What the draw goes by. It stays when the share changes, so that a larger share holds a smaller one.
    pub seed: u64,
}

impl UnaidedShare {
    /// Whether a record is among them: a matter of seed, share and record alone. Identical answers are drawn together, so
    /// that nobody sees the engine's answer at one of them and codes the next unaided.
    pub fn draws(&self, record: RecordId, groups: &Groups) -> bool {
        if self.percent == 0 {
            return false;
        }
        let first = groups.identical(record).first().copied().unwrap_or(record);
        let scattered = scatter(self.seed ^ scatter(u64::from(first).wrapping_add(1)));
        // The upper half, as a share of 2^32 in hundredths: no remainder favours anything.
        (scattered >> 32) * 100 < u64::from(self.percent) << 32
    }
}

/// Scatters a number over all numbers, each once.
///
/// # Source
/// The finaliser of SplitMix64: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.
fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Columns {
    /// Hides the engine's answer to the records that are drawn, and of no others. Only what the machine wants reviewed is
    /// hidden, and no answer that anybody has decided on once, at whichever record: that was seen.
    pub fn hide_unaided(&mut self, share: Option<&UnaidedShare>, ledger: &Ledger, groups: &Groups) {
        let Some(share) = share.filter(|share| share.percent > 0) else {
            (0..).take(self.len()).for_each(|record| self.set_unaided(record, false));
            return;
        };
        let mut seen = vec![false; self.len()];
        for record in ledger.once_decided() {
            if let Some(seen) = seen.get_mut(record as usize) {
                *seen = true;
            }
        }
        for group in groups.iter() {
            if group.iter().any(|record| seen.get(*record as usize) == Some(&true)) {
                group
                    .iter()
                    .filter_map(|record| Some(*record as usize).filter(|at| *at < self.len()))
                    .for_each(|at| seen[at] = true);
            }
        }
        for (record, seen) in (0..).zip(seen) {
            let flags = self.flags().get(record as usize).copied().unwrap_or_default();
            self.set_unaided(record, !seen && flags.of_machine() && share.draws(record, groups));
        }
    }

    /// Hides nothing of these records, which have the identical answer, once one of them is decided.
    pub fn show_decided_answer(&mut self, group: &[RecordId]) {
        let decided = |record: &RecordId| self.decision().get(*record as usize).is_some_and(Option::is_some);
        if group.iter().any(decided) {
            for record in group {
                self.set_unaided(*record, false);
            }
        }
    }
}

/// How far one person, or all, agree with the engine with its answer in sight and without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDrift {
    /// The name beside the decisions; empty for all together.
    pub name: String,
    /// Of the records coded before the engine's answer was shown: those that got its code.
    pub unaided: Share,
    /// Of the other records that the machine wants reviewed and this person decided: those with its code.
    pub aided: Share,
    /// Of the records coded unaided to another code than the engine's: those that this person gave the engine's code
    /// after seeing it.
    pub moved: Share,
}

impl PersonDrift {
    /// By how much agreement is higher with the answer in sight, -1 to 1, and the interval of that. `None` while one of
    /// both has no records.
    pub fn difference(&self) -> Option<(f64, Interval)> {
        difference(self.aided, self.unaided)
    }

    /// Whether so few records stand behind it that it says little.
    pub fn is_small(&self) -> bool {
        self.unaided.is_small() || self.aided.is_small()
    }
}

/// The first share minus the second, with the interval that holds the true difference with 95 % confidence.
///
/// # Source
/// Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine
/// 17:873: method 10, from the score intervals of both shares.
pub fn difference(one: Share, other: Share) -> Option<(f64, Interval)> {
    let (p, q) = (one.value()?, other.value()?);
    let (of_p, of_q) = (one.interval(), other.interval());
    let middle = p - q;
    let low = middle - libm::hypot(p - of_p.low, of_q.high - q);
    let high = middle + libm::hypot(of_p.high - p, q - of_q.low);
    Some((middle, Interval { low: low.max(-1.0), high: high.min(1.0) }))
}

/// People's drift towards the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Records whose engine's answer is hidden now until somebody has coded them.
    pub waiting: u64,
    /// All together; its name is empty.
    pub all: PersonDrift,
    /// By name; only people with a record in one of the shares.
    pub people: Vec<PersonDrift>,
}

impl Drift {
    /// Compares what was coded unaided with what was not. A coding unaided is held against the engine's answer of then,
    /// any other decision against that of today; decisions that packs or an export brought are nobody's.
    pub fn of(ledger: &Ledger, columns: &Columns) -> Drift {
        let mut people: BTreeMap<&str, PersonDrift> = BTreeMap::new();
        let mut all = PersonDrift::default();
        for (record, judgement) in ledger.judgements() {
            let decided = ledger.deciding_entry(record);
            let decided = decided.filter(|entry| !matches!(entry.action, Action::Import | Action::Merge));
            let decided_by = decided.map(|entry| entry.reviewer.as_str());
            let code = judgement.decision.map(|decision| decision.code());
            let unaided = judgement.codings().iter().find(|coding| coding.purpose == Purpose::Unaided);
            match (unaided, decided_by, code) {
                (Some(coding), ..) => {
                    let agrees = coding.agrees();
                    let kept = decided_by == Some(coding.reviewer.as_str());
                    let moved = kept && code == Some(coding.against);
                    for person in [&mut all, people.entry(&coding.reviewer).or_default()] {
                        person.unaided.count(agrees);
                        if !agrees {
                            person.moved.count(moved);
                        }
                    }
                }
                (None, Some(name), Some(code)) => {
                    let flags = columns.flags().get(record as usize).copied().unwrap_or_default();
                    let Some(machine) = columns.code().get(record as usize).filter(|_| flags.of_machine()) else {
                        continue;
                    };
                    for person in [&mut all, people.entry(name).or_default()] {
                        person.aided.count(code == *machine);
                    }
                }
                _ => {}
            }
        }
        let named = |(name, drift): (&str, PersonDrift)| PersonDrift { name: name.to_owned(), ..drift };
        let waits = |record: &RecordId| columns.hidden(*record) == Some(Hidden::Unaided);
        let waiting = (0..).take(columns.len()).filter(waits).count() as u64;
        Drift { waiting, all, people: people.into_iter().map(named).collect() }
    }
}

#[cfg(test)]
mod tests {
    use domain::{Code, Coding, Thresholds};
    use proptest::prelude::*;

    use super::*;
    use crate::{AnswerIndex, Answers, Choice, Decision};

    fn coded(text: &str) -> Decision {
        Decision::Code { code: Code::parse(text).unwrap(), choice: Choice::Search }
    }

    fn share(percent: u8, seed: u64) -> UnaidedShare {
        UnaidedShare { at: Timestamp(0), reviewer: "Eve".to_owned(), percent, seed }
    }

    fn groups(titles: &[String]) -> Groups {
        let mut answers = Answers::new();
        for title in titles {
            answers.push(title, "");
        }
        Groups::of(&AnswerIndex::of(&answers))
    }

    /// Records of which the even ones are to review.
    fn columns(records: usize) -> Columns {
        let coding = |record: usize| Coding {
            best: Code::parse("371131").ok(),
            conditionals: [if record.is_multiple_of(2) { 0.6 } else { 0.95 }, 1.0, 1.0, 1.0, 1.0],
            margin: 0.5,
            blank: false,
            ..Coding::BLANK
        };
        let codings: Vec<Coding> = (0..records).map(coding).collect();
        Columns::derive(&codings, Thresholds::checked(0.7, 0.1).unwrap())
    }

    #[test]
    fn the_interval_of_a_difference_is_the_published_one() {
        // Newcombe (1998), table II: 56/70 against 48/80, and 9/10 against 3/10, method 10.
        let rounded = |one: (u64, u64), other: (u64, u64)| {
            let share = |(hits, of)| Share { hits, of };
            let (_, interval) = difference(share(one), share(other)).unwrap();
            [interval.low, interval.high].map(|end| (end * 10_000.0).round() / 10_000.0)
        };
        assert_eq!(rounded((56, 70), (48, 80)), [0.0524, 0.3339]);
        assert_eq!(rounded((9, 10), (3, 10)), [0.1705, 0.8090]);
        assert_eq!(rounded((5, 56), (0, 29)), [-0.0381, 0.1926]);
        assert_eq!(rounded((10, 10), (0, 10)), [0.6075, 1.0]);
        assert_eq!(difference(Share::default(), Share { hits: 1, of: 2 }), None);
    }

    #[test]
    fn only_what_is_to_review_and_was_never_decided_is_hidden() {
        let titles: Vec<String> = (0..8).map(|at| format!("title{at}")).collect();
        let groups = groups(&titles);
        let mut ledger = Ledger::new();
        ledger.apply(ledger.decide(Timestamp(1), "A", [(2, coded("371131"))]).unwrap()).unwrap();
        ledger.apply(ledger.decide(Timestamp(1), "A", [(4, coded("371131"))]).unwrap()).unwrap();
        ledger.apply(ledger.undo(Timestamp(2), "A").unwrap()).unwrap();
        let mut columns = columns(8);
        columns.judge_all(&ledger);
        let hidden = |columns: &Columns| (0..8).filter(|record| columns.hidden(*record).is_some()).collect::<Vec<_>>();
        columns.hide_unaided(Some(&share(100, 7)), &ledger, &groups);
        assert_eq!(hidden(&columns), [0, 6], "the undone decision was seen");
        assert_eq!(columns.hidden(0), Some(Hidden::Unaided));
        // A decision reveals, and taking it back hides nothing again.
        ledger.apply(ledger.decide_unaided(Timestamp(3), "A", 0, coded("265499"), None).unwrap()).unwrap();
        columns.judge(0, ledger.judgement(0));
        assert_eq!(hidden(&columns), [6]);
        ledger.apply(ledger.undo(Timestamp(4), "A").unwrap()).unwrap();
        columns.judge(0, ledger.judgement(0));
        assert_eq!(hidden(&columns), [6]);
        columns.hide_unaided(Some(&share(100, 7)), &ledger, &groups);
        assert_eq!(hidden(&columns), [6], "nor when everything is derived afresh");
        columns.hide_unaided(Some(&share(0, 7)), &ledger, &groups);
        assert_eq!(hidden(&columns), [0; 0]);
    }

    #[test]
    fn drift_is_counted_by_hand() {
        let mut columns = columns(10);
        let mut ledger = Ledger::new();
        let engine = Code::parse("371131").ok();
        let (same, other) = (coded("371131"), coded("265499"));
        // Kim agrees once unaided, differs three times, and moves to the engine's code once. Ada moves Kim's last one,
        // which is no move of Kim's.
        for (record, decision) in [(0, same), (2, other), (4, other), (8, other)] {
            let entry = ledger.decide_unaided(Timestamp(1), "Kim", record, decision, engine).unwrap();
            ledger.apply(entry).unwrap();
        }
        for (who, record, decision) in [("Kim", 4, same), ("Ada", 8, same), ("Ada", 6, same), ("Ada", 3, other)] {
            ledger.apply(ledger.decide(Timestamp(2), who, [(record, decision)]).unwrap()).unwrap();
        }
        columns.judge_all(&ledger);
        let drift = Drift::of(&ledger, &columns);
        let [ada, kim] = drift.people.as_slice() else { panic!("two people: {drift:?}") };
        assert_eq!((kim.unaided, kim.aided), (Share { hits: 1, of: 4 }, Share::default()));
        assert_eq!(kim.moved, Share { hits: 1, of: 3 });
        // Record 3 is not to review, so it says nothing of drift.
        assert_eq!((ada.unaided, ada.aided), (Share::default(), Share { hits: 1, of: 1 }));
        assert_eq!((drift.all.unaided, drift.all.aided), (kim.unaided, ada.aided));
        assert!((drift.all.difference().unwrap().0 - 0.75).abs() < 1e-12);
        assert_eq!(kim.difference(), None);
    }

    proptest! {
        #[test]
        fn a_draw_is_of_the_share_grows_with_it_and_keeps_identical_answers_together(
            seed in any::<u64>(),
            less in 1u8..=50,
            more in 51u8..=99,
        ) {
            let titles: Vec<String> = (0..3_000).map(|at| format!("title{}", at % 2_000)).collect();
            let groups = groups(&titles);
            let drawn = |percent: u8| {
                let share = share(percent, seed);
                (0..3_000).filter(|record| share.draws(*record, &groups)).collect::<Vec<RecordId>>()
            };
            let (small, large) = (drawn(less), drawn(more));
            prop_assert!(small.iter().all(|record| large.contains(record)));
            prop_assert_eq!(drawn(100).len(), 3_000);
            prop_assert!(drawn(0).is_empty());
            for record in 0..1_000u32 {
                prop_assert_eq!(small.contains(&record), small.contains(&(record + 2_000)));
            }
            // Of 2,000 answers, five standard deviations around the share.
            let of_answers = small.iter().filter(|record| **record < 2_000).count() as f64;
            let p = f64::from(less) / 100.0;
            prop_assert!((of_answers - 2_000.0 * p).abs() < 5.0 * (2_000.0 * p * (1.0 - p)).sqrt() + 1.0);
        }
    }
}
