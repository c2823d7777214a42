//! The bench says exactly what deriving all records would say.

use domain::{Code, Recoded};
use proptest::prelude::*;

use super::*;
use crate::{Choice, Decision, Filter, Ledger, Timestamp, Uncodable};

/// Codings of every kind, with probabilities on, beside and between the steps of the ladder.
pub(crate) fn codings() -> impl Strategy<Value = Vec<Coding>> {
    prop::collection::vec(coding(), 0..60)
}

fn coding() -> impl Strategy<Value = Coding> {
    let conditional = prop_oneof![
        3 => (0u16..=100).prop_map(|of| f32::from(of) / 100.0),
        1 => 0.0f32..=1.0,
        1 => Just(1.0f32),
    ];
    let conditionals = prop::array::uniform5(conditional);
    let best = prop::option::weighted(
        0.9,
        prop::sample::select(vec!["371131", "381232", "265433", "131111", "099960", "099888"]),
    );
    let recoded = prop::sample::select(vec![
        None,
        None,
        None,
        Some(Recoded::Correspondence),
        Some(Recoded::SeveralTargets),
        Some(Recoded::NoTarget),
    ]);
    (best, conditionals, 0.0f32..0.4, prop::bool::weighted(0.1), recoded).prop_map(
        |(best, conditionals, margin, two_jobs, recoded)| {
            let Some(best) = best else { return Coding { recoded, ..Coding::BLANK } };
            let no_usable_words = best == "099888";
            let best = Code::parse(best).ok();
            Coding {
                best,
                conditionals,
                runner_up: Code::parse("371131").ok(),
                margin,
                two_jobs,
                no_usable_words,
                blank: false,
                recoded,
                ..Coding::BLANK
            }
        },
    )
}

/// What people did: the record, and accepted, another code, the parent, uncodable, flagged by hand, or decided and flagged.
fn deeds() -> impl Strategy<Value = Vec<(u32, u8)>> {
    prop::collection::vec((0u32..60, 0u8..6), 0..30)
}

fn ledger(codings: &[Coding], deeds: &[(u32, u8)]) -> Ledger {
    let mut ledger = Ledger::new();
    for (record, deed) in deeds {
        let Some(coding) = codings.get(*record as usize) else { continue };
        let code = |code: Option<Code>| code.map(|code| Decision::Code { code, choice: Choice::Search });
        let decision = match deed {
            0 | 5 => code(coding.best),
            1 => code(Code::parse("371131").ok()),
            2 => code(coding.best.and_then(|best| best.at(Level::MinorGroup))),
            3 => Some(Decision::Uncodable(Uncodable::TooVague)),
            _ => None,
        };
        if let Some(decision) = decision
            && let Some(entry) = ledger.decide(Timestamp(0), "k", [(*record, decision)])
        {
            ledger.apply(entry).unwrap();
        }
        if *deed >= 4
            && let Some(entry) = ledger.flag(Timestamp(0), "k", [*record], true)
        {
            ledger.apply(entry).unwrap();
        }
    }
    ledger
}

/// Every record under thresholds, one by one, as the desk derives it.
fn derived(codings: &[Coding], thresholds: Thresholds, ledger: &Ledger, differing: &[RecordId]) -> Columns {
    let mut columns = Columns::derive(codings, thresholds);
    columns.judge_all(ledger);
    // An earlier decision is compared with the code under these thresholds; a full code is the best one.
    let full = |record: &&RecordId| {
        let at = **record as usize;
        columns.code()[at].is_some() && columns.code()[at] == codings[at].best
    };
    let differing: Vec<RecordId> = differing.iter().filter(full).copied().collect();
    columns.mark_earlier(&differing);
    columns
}

fn thresholds() -> impl Strategy<Value = (u16, u16)> {
    (0u16..=1000, 0u16..=1000).prop_map(|(one, other)| (one.max(other), one.min(other)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_bench_counts_what_deriving_all_records_counts(
        codings in codings(),
        deeds in deeds(),
        differing in prop::collection::btree_set(0u32..60, 0..8),
        (optimal, minimum) in thresholds(),
        in_force in prop::sample::select(vec![(0.8f32, 0.4f32), (0.7512, 0.333), (1.0, 0.0)]),
        use_in_force in prop::bool::weighted(0.2),
    ) {
        let ledger = ledger(&codings, &deeds);
        let differing: Vec<u32> = differing.into_iter().filter(|record| (*record as usize) < codings.len()).collect();
        let in_force = Thresholds { optimal: in_force.0, minimum: in_force.1 };
        let now = derived(&codings, in_force, &ledger, &differing);
        let standing = Standing { columns: &now, earlier_differs: &differing, alike: &[] };
        let bench = Bench::of(&codings, standing, &[in_force.optimal, in_force.minimum]);

        let asked = if use_in_force {
            in_force
        } else {
            Thresholds { optimal: step(usize::from(optimal)), minimum: step(usize::from(minimum)) }
        };
        let reckoned = bench.reckon(asked);
        prop_assert_eq!(reckoned.thresholds, asked, "on the ladder");
        let then = derived(&codings, asked, &ledger, &differing);

        let counts = then.counts();
        prop_assert_eq!(reckoned.all.to_review, counts.of(Filter::Flagged) as u64);
        let reviewed = (0..).take(codings.len()).filter(|r| then.decision()[*r as usize].is_some() && !then.is_open(*r));
        prop_assert_eq!(reckoned.all.reviewed, reviewed.count() as u64);
        for (status, count) in Status::ALL.into_iter().zip(reckoned.statuses) {
            let found = then.status().iter().filter(|of| **of == status).count();
            prop_assert_eq!(count, found as u64, "{:?}", status);
        }
        for line in reckoned.levels {
            let at = |code: &Option<Code>| code.filter(|code| !code.is_non_classification()).map(|code| code.level());
            let exactly = then.code().iter().filter(|code| at(code) == Some(line.level)).count();
            prop_assert_eq!(line.exactly, exactly as u64, "{:?}", line.level);
        }
        let machine = |record: usize| then.flags()[record].with_judgement(None).with_conflict(false);
        for (group, line) in reckoned.groups.iter().enumerate() {
            let records: Vec<usize> = (0..codings.len()).filter(|at| group_of(&codings[*at]) == group).collect();
            prop_assert_eq!(line.records, records.len() as u64);
            let automatic = || records.iter().copied().filter(|at| machine(*at).is_empty());
            prop_assert_eq!(line.automatic, automatic().count() as u64);
            let open = records.iter().filter(|at| then.is_open(**at as u32)).count();
            prop_assert_eq!(line.to_review, open as u64);
            let free: Vec<usize> = automatic().filter(|at| !then.is_open(*at as u32) && then.decision()[*at].is_none()).collect();
            prop_assert_eq!(line.without_review, free.len() as u64);
            let wrong: f64 = free.iter().map(|at| 1.0 - f64::from(codings[*at].joint(Level::Occupation))).sum();
            prop_assert!((line.expected_errors() - wrong).abs() < 1e-9);
            let decided: Vec<usize> = automatic().filter(|at| then.decision()[*at].is_some()).collect();
            prop_assert_eq!(line.observed.records, decided.len() as u64);
            let agreed = decided.iter().filter(|at| then.decision()[**at].and_then(Decision::code) == codings[**at].best);
            prop_assert_eq!(line.observed.agreed, agreed.count() as u64);
        }
        prop_assert_eq!(reckoned.all.records, codings.len() as u64);
        prop_assert_eq!(
            reckoned.all.without_review + reckoned.all.to_review + reckoned.all.reviewed,
            codings.len() as u64
        );
    }

    #[test]
    fn parts_of_a_project_add_up(codings in codings(), cut in 0usize..60, deeds in deeds()) {
        let ledger = ledger(&codings, &deeds);
        let in_force = Thresholds { optimal: 0.8, minimum: 0.4 };
        let differing = if codings.len() > 7 { &[3, 7][..] } else { &[] };
        let now = derived(&codings, in_force, &ledger, differing);
        let standing = Standing { columns: &now, earlier_differs: differing, alike: &[] };
        let whole = Bench::of(&codings, standing, &[]);
        let cut = cut.min(codings.len());
        let mut parts = Bench::empty(&[]);
        parts.put(&codings[..cut], 0, standing);
        let mut second = Bench::empty(&[]);
        second.put(&codings[cut..], cut as u32, standing);
        parts.add(&second);
        parts.sum_up();
        let (whole, parts) = (whole.reckon(in_force), parts.reckon(in_force));
        prop_assert_eq!(whole.statuses, parts.statuses);
        prop_assert_eq!(whole.all.automatic, parts.all.automatic);
        prop_assert!((whole.all.expected_errors() - parts.all.expected_errors()).abs() < 1e-9);
    }

    #[test]
    fn a_higher_optimal_threshold_never_produces_more(codings in codings()) {
        let now = Columns::derive(&codings, Thresholds { optimal: 0.8, minimum: 0.4 });
        let bench = Bench::of(&codings, Standing { columns: &now, earlier_differs: &[], alike: &[] }, &[]);
        let curve = bench.curve(100);
        for pair in curve.windows(2) {
            prop_assert!(pair[0].production >= pair[1].production);
            prop_assert!(pair[0].expected <= pair[1].expected + 1e-9, "sure codes are expected to be right more often");
        }
    }
}

fn sure(joint: f32) -> Coding {
    Coding {
        best: Code::parse("371131").ok(),
        conditionals: [joint, 1.0, 1.0, 1.0, 1.0],
        blank: false,
        ..Coding::BLANK
    }
}

/// R: `qbinom(c(.025, .975), 100, .1)` gives 5 and 16; `c(.025, .975)` of ten groups of ten right or wrong together are ten
/// times `qbinom(c(.025, .975), 10, .1)`, 0 and 3.
#[test]
fn the_interval_is_that_of_independent_answers_and_wider_where_they_are_alike() {
    let codings = vec![sure(0.9); 100];
    let columns = Columns::derive(&codings, Thresholds { optimal: 0.8, minimum: 0.4 });
    let line = |alike: &[u32]| {
        let bench = Bench::of(&codings, Standing { columns: &columns, earlier_differs: &[], alike }, &[]);
        bench.reckon(Thresholds { optimal: 0.8, minimum: 0.4 }).all
    };
    let alone = line(&[]);
    assert!((alone.expected_errors() - 10.0).abs() < 1e-4);
    assert_eq!(alone.expected_interval(), Interval { low: 5.0, high: 16.0 });
    let together = line(&[10; 100]).expected_interval();
    assert!((together.low - 0.0).abs() < 1e-6 && (together.high - 30.0).abs() < 1e-3, "{together:?}");
    let never = Bench::of(&codings, Standing { columns: &columns, earlier_differs: &[], alike: &[] }, &[])
        .reckon(Thresholds { optimal: 1.0, minimum: 0.4 })
        .all;
    assert_eq!((never.without_review, never.expected_interval()), (0, Interval { low: 0.0, high: 0.0 }));
}
