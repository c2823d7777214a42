//! Quality samples from the draw to the verdict.

use std::collections::BTreeSet;

use domain::{Classification, ClassificationId, Code, Coding, Thresholds};
use proptest::prelude::*;

use super::*;
use crate::statistics::USUAL;
use crate::statistics::acceptance::{Lot, Plan};
use crate::statistics::estimate::{Allocation, Stratum, error_rate};
use crate::{Choice, Columns, Decision, Ledger, RecordId, Timestamp, Uncodable};

const THRESHOLDS: Thresholds = Thresholds { optimal: 0.7, minimum: 0.4 };

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn search(text: &str) -> Decision {
    Decision::Code { code: code(text), choice: Choice::Search }
}

/// So many records, of which every third is unsure and every fifth no occupation.
fn codings(records: u32) -> Vec<Coding> {
    let coding = |record: u32| Coding {
        best: Some(code(match record % 5 {
            0 => "099960",
            1 | 2 => "371131",
            _ => "265433",
        })),
        conditionals: [if record.is_multiple_of(3) { 0.55 } else { 0.97 }, 1.0, 1.0, 1.0, 1.0],
        margin: 0.5,
        blank: false,
        ..Coding::BLANK
    };
    (0..records).map(coding).collect()
}

fn columns(records: u32, ledger: &Ledger) -> Columns {
    let mut columns = Columns::derive(&codings(records), THRESHOLDS);
    columns.judge_all(ledger);
    columns
}

fn tables() -> &'static Classification {
    Classification::get(ClassificationId::Osca2024)
}

#[derive(Clone, Debug)]
struct Wish {
    lot: LotKind,
    stratify: Stratify,
    allocation: Allocation,
    seed: u64,
    choice: PlanChoice,
}

fn designed(wish: &Wish, shown: &[RecordId], columns: &Columns, ledger: &Ledger) -> Option<SampleDesign> {
    let strata = lot_of(&wish.lot, wish.stratify, shown, columns, ledger, tables());
    let words = wish.lot.name();
    let Wish { lot, stratify, allocation, seed, choice } = wish.clone();
    drawn_design(lot, words, stratify, &strata, allocation, seed, choice, "model", THRESHOLDS)
}

fn wishes() -> impl Strategy<Value = Wish> {
    let lot = prop::sample::select(vec![
        LotKind::All,
        LotKind::Shown,
        LotKind::Unreviewed,
        LotKind::DecidedBy("A".to_owned()),
    ]);
    let choice = prop_oneof![
        (1u64..40, 0u64..4).prop_map(|(sample, accept)| PlanChoice::Own { sample, accept }),
        (0.02..0.4f64, 0u64..4).prop_map(|(reject_quality, accept)| PlanChoice::Protect {
            reject_quality,
            consumer_risk: 0.05,
            accept
        }),
    ];
    let how = (prop::sample::select(Stratify::ALL.to_vec()), prop::sample::select(Allocation::ALL.to_vec()));
    (lot, how, any::<u64>(), choice).prop_map(|(lot, (stratify, allocation), seed, choice)| Wish {
        lot,
        stratify,
        allocation,
        seed,
        choice,
    })
}

/// A log in which some records are decided, by A or by B.
fn decided(records: &BTreeSet<u32>, count: u32) -> Ledger {
    let mut ledger = Ledger::new();
    for record in records.iter().filter(|record| **record < count) {
        let who = if record.is_multiple_of(2) { "A" } else { "B" };
        let entry = ledger.decide(Timestamp(1), who, [(*record, search("371131"))]);
        ledger.apply(entry.unwrap()).unwrap();
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_draw_is_of_the_lot_without_repeats_reproducible_and_taken_back_whole(
        wish in wishes(),
        by_people in prop::collection::btree_set(0u32..120, 0..30),
        count in 1u32..120,
    ) {
        let mut ledger = decided(&by_people, count);
        let before = columns(count, &ledger);
        let shown: Vec<RecordId> = (0..count).filter(|record| record % 4 != 1).collect();
        let lot: Vec<RecordId> = lot_of(&wish.lot, Stratify::None, &shown, &before, &ledger, tables())
            .into_iter().flat_map(|stratum| stratum.records).collect();
        let Some(design) = designed(&wish, &shown, &before, &ledger) else {
            prop_assert!(lot.is_empty());
            return Ok(());
        };
        let drawn = design.records();
        prop_assert!(drawn.is_sorted_by(|one, other| one < other));
        prop_assert!(drawn.iter().all(|record| lot.binary_search(record).is_ok()));
        prop_assert_eq!(design.lot_records(), lot.len() as u64);
        prop_assert_eq!(drawn.len() as u64, design.plan.plan.sample.min(lot.len() as u64));
        let backwards: Vec<RecordId> = shown.iter().rev().copied().collect();
        prop_assert_eq!(&design, &designed(&wish, &backwards, &before, &ledger).unwrap());

        ledger.apply(ledger.draw(Timestamp(2), "S", 1, drawn.iter().copied()).unwrap()).unwrap();
        let during = columns(count, &ledger);
        let hidden: Vec<RecordId> = (0..count).filter(|record| during.hidden(*record).is_some()).collect();
        prop_assert_eq!(&hidden, &drawn);
        // What waits for one sample is in the lot of no other.
        let rest = lot_of(&LotKind::All, Stratify::None, &[], &during, &ledger, tables());
        prop_assert!(rest.iter().flat_map(|stratum| &stratum.records).all(|record| drawn.binary_search(record).is_err()));
        ledger.apply(ledger.undo(Timestamp(3), "S").unwrap()).unwrap();
        prop_assert_eq!(columns(count, &ledger), before);
        let sample = QualitySample { number: 1, at: Timestamp(2), reviewer: "S".to_owned(), design };
        let outcome = sample.outcome(&ledger, &columns(count, &ledger));
        prop_assert_eq!((outcome.withdrawn, outcome.waiting.len(), outcome.checked.len()), (drawn.len(), 0, 0));
    }

    #[test]
    fn the_verdict_is_that_of_the_plan(
        sample in 1u64..12,
        accept in 0u64..4,
        fates in prop::collection::vec(0u8..4, 12),
        seed: u64,
    ) {
        let wish = Wish {
            lot: LotKind::All,
            stratify: Stratify::Confidence,
            allocation: Allocation::Proportional,
            seed,
            choice: PlanChoice::Own { sample, accept },
        };
        let mut ledger = Ledger::new();
        let design = designed(&wish, &[], &columns(60, &ledger), &ledger).unwrap();
        let drawn = design.records();
        ledger.apply(ledger.draw(Timestamp(1), "S", 1, drawn.iter().copied()).unwrap()).unwrap();
        let (mut agreed, mut differs, mut wrong, mut right) = (0, 0, 0, 0);
        for (record, fate) in drawn.iter().zip(&fates) {
            let stood = columns(60, &ledger).final_code(*record);
            let other = search("811531");
            let does = |ledger: &mut Ledger, decision| {
                let entry = ledger.recode(Timestamp(2), "B", *record, decision, "", stood);
                ledger.apply(entry.unwrap()).unwrap();
            };
            match fate {
                0 => continue,
                1 => {
                    does(&mut ledger, Decision::Code { code: stood.unwrap(), choice: Choice::Search });
                    agreed += 1;
                }
                2 => {
                    does(&mut ledger, other);
                    differs += 1;
                }
                _ => {
                    does(&mut ledger, other);
                    let truth = if record.is_multiple_of(2) { other } else {
                        Decision::Code { code: stood.unwrap(), choice: Choice::Accept }
                    };
                    if record.is_multiple_of(2) { wrong += 1 } else { right += 1 }
                    ledger.apply(ledger.decide(Timestamp(3), "S", [(*record, truth)]).unwrap()).unwrap();
                }
            }
        }
        let of = QualitySample { number: 1, at: Timestamp(1), reviewer: "S".to_owned(), design };
        let outcome = of.outcome(&ledger, &columns(60, &ledger));
        prop_assert_eq!(outcome.count(Fate::Agreed), agreed);
        prop_assert_eq!(outcome.count(Fate::Differs), differs);
        prop_assert_eq!(outcome.count(Fate::Settled), wrong + right);
        prop_assert_eq!(outcome.errors(), wrong);
        let left = outcome.waiting.len() + differs;
        let accept = usize::try_from(accept).unwrap();
        let expected = if wrong > accept {
            Verdict::Rejected
        } else if wrong + left <= accept && !outcome.checked.is_empty() {
            Verdict::Accepted
        } else {
            Verdict::Open { to_code: outcome.waiting.len(), to_settle: differs }
        };
        prop_assert_eq!(outcome.verdict, expected);
        let checked: u64 = outcome.strata.iter().map(|stratum| stratum.checked).sum();
        prop_assert_eq!(checked as usize, outcome.done());
        for stratum in &outcome.strata {
            prop_assert!(stratum.wrong.is_sorted(), "what is wrong in general is wrong in detail: {:?}", stratum);
        }
    }
}

#[test]
fn an_error_is_counted_from_the_level_where_it_begins() {
    let mut ledger = Ledger::new();
    let wish = Wish {
        lot: LotKind::All,
        stratify: Stratify::None,
        allocation: Allocation::Proportional,
        seed: 1,
        choice: PlanChoice::Own { sample: 5, accept: 0 },
    };
    let design = designed(&wish, &[], &columns(5, &ledger), &ledger).unwrap();
    ledger.apply(ledger.decide(Timestamp(1), "A", [(1, search("371131")), (2, search("371131"))]).unwrap()).unwrap();
    ledger.apply(ledger.draw(Timestamp(2), "S", 1, design.records()).unwrap()).unwrap();
    let sample = QualitySample { number: 1, at: Timestamp(2), reviewer: "S".to_owned(), design };
    let recode = |ledger: &mut Ledger, who: &str, record, decision: Decision| {
        let against = columns(5, ledger).final_code(record);
        let entry = ledger.recode(Timestamp(3), who, record, decision, "hm", against).unwrap();
        ledger.apply(entry).unwrap();
    };
    recode(&mut ledger, "A", 1, search("371231"));
    recode(&mut ledger, "B", 2, Decision::Uncodable(Uncodable::TooVague));
    let outcome = sample.outcome(&ledger, &columns(5, &ledger));
    assert_eq!((outcome.errors(), outcome.count(Fate::Differs), outcome.own()), (0, 2, 1));
    assert_eq!(outcome.verdict, Verdict::Open { to_code: 3, to_settle: 2 });
    assert!(outcome.estimates[0].is_err());
    ledger.apply(ledger.decide(Timestamp(4), "S", [(1, search("371231"))]).unwrap()).unwrap();
    ledger.apply(ledger.decide(Timestamp(4), "S", [(2, search("371131"))]).unwrap()).unwrap();
    let outcome = sample.outcome(&ledger, &columns(5, &ledger));
    // 371131 and 371231 share the minor group 371 and part at the unit group.
    assert_eq!(outcome.strata[0].wrong, [0, 0, 0, 1, 1]);
    assert_eq!((outcome.errors(), outcome.verdict), (1, Verdict::Rejected));
    assert_eq!(outcome.reviewers(), [("A", 1), ("B", 1)]);
    assert_eq!(outcome.estimates[4].unwrap().wrong, 1);
}

/// Records as the program wrote them, and what R makes of them; see `quality.R` beside them.
const RECORDS: &str = include_str!("../../../tests/golden/quality.csv");
const OF_R: &str = include_str!("../../../tests/golden/quality.tsv");

#[test]
fn estimates_and_plan_are_those_of_r_on_an_exported_sample() {
    let numbers = |line: &str| -> Vec<f64> { line.split('\t').skip(1).map(|cell| cell.parse().unwrap()).collect() };
    let of = |kind: &'static str| OF_R.lines().filter(move |line| line.split('\t').next() == Some(kind)).map(numbers);
    // No cell of it holds a comma.
    let rows: Vec<Vec<&str>> = RECORDS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    for (level, expected) in of("level").enumerate() {
        let mut strata: std::collections::BTreeMap<&str, Stratum> = std::collections::BTreeMap::new();
        for row in &rows {
            let empty = Stratum { records: row[3].parse().unwrap(), checked: 0, wrong: 0 };
            let stratum = strata.entry(row[1]).or_insert(empty);
            stratum.checked += u64::from(!row[11 + level].is_empty());
            stratum.wrong += u64::from(row[11 + level] == "1");
        }
        let found = error_rate(&strata.into_values().collect::<Vec<Stratum>>(), USUAL).unwrap();
        let ours = [
            level as f64 + 1.0,
            found.checked as f64,
            found.wrong as f64,
            found.error_rate,
            found.standard_error,
            found.effective,
            found.interval.low,
            found.interval.high,
        ];
        for (ours, theirs) in ours.into_iter().zip(&expected) {
            assert!((ours - theirs).abs() < 1e-9, "level {level}: {ours} and {theirs}");
        }
    }
    for expected in of("accepted") {
        let [sample, accept, errors, lot, probability] = expected[..] else { panic!("five numbers") };
        let plan = Plan { sample: sample as u64, accept: accept as u64 };
        let ours = plan.acceptance(Lot::Of(lot as u64), errors / lot);
        assert!((ours - probability).abs() < 1e-12, "{errors} errors: {ours} and {probability}");
    }
    assert_eq!((of("level").count(), of("accepted").count()), (5, 6));
}
