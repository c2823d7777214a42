//! What always holds of practising.

use domain::{ClassificationId, Level};
use proptest::prelude::*;

use super::*;
use crate::{Timestamp, Uncodable, Verdict};

fn verdict() -> impl Strategy<Value = Verdict> {
    let code =
        "[1-3][1-2]?|[1-3][1-2]{2,3}|[1-3][1-2]{5}|0999[67]0".prop_filter_map("a code", |text| Verdict::parse(&text));
    prop_oneof![9 => code, 1 => prop::sample::select(Uncodable::ALL.to_vec()).prop_map(Verdict::Uncodable)]
}

fn answer() -> impl Strategy<Value = PracticeAnswer> {
    (verdict(), prop::option::weighted(0.9, verdict()), any::<bool>()).prop_map(|(agreed, given, again)| {
        PracticeAnswer {
            session: "s".to_owned(),
            number: 1,
            at: Timestamp(0),
            item: ItemKey::of(ClassificationId::Osca2024, "", "", agreed),
            row: 1,
            agreed,
            given,
            again,
        }
    })
}

fn keys(count: usize) -> Vec<ItemKey> {
    let agreed = Verdict::parse("2654").unwrap();
    (0..count).map(|at| ItemKey::of(ClassificationId::Osca2024, &at.to_string(), "", agreed)).collect()
}

proptest! {
    #[test]
    fn credit_is_the_same_both_ways_and_full_only_for_the_same(one in verdict(), other in verdict()) {
        let (there, back) = (Credit::of(one, Some(other)), Credit::of(other, Some(one)));
        prop_assert_eq!(there, back);
        prop_assert!(there.levels() <= there.out_of() && (1..=5).contains(&there.out_of()));
        prop_assert!(there.points() <= 100);
        prop_assert_eq!(there.is_full(), one == other);
        prop_assert_eq!(Credit::of(one, None).levels(), 0);
    }

    #[test]
    fn a_coarser_code_never_earns_more_levels(one in verdict(), other in verdict()) {
        let Verdict::Code(code) = other else { return Ok(()) };
        if code.is_non_classification() {
            return Ok(());
        }
        let whole = Credit::of(one, Some(other));
        for level in Level::ALL.into_iter().filter_map(|level| code.at(level)) {
            prop_assert!(Credit::of(one, Some(Verdict::Code(level))).levels() <= whole.levels());
        }
    }

    #[test]
    fn the_order_follows_from_the_seed_and_asks_nothing_twice(
        count in 0usize..60, length in 0usize..70, seed: u64, rights in prop::collection::vec(any::<bool>(), 0..60),
    ) {
        let keys = keys(count);
        let mut boxes = Boxes::default();
        boxes.take_session(keys.iter().copied().zip(rights));
        let order = session_order(&keys, &boxes, length, seed);
        prop_assert_eq!(&order, &session_order(&keys, &boxes, length, seed));
        prop_assert_eq!(order.len(), length.min(count));
        let mut sorted = order.clone();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(sorted.len(), order.len());
        prop_assert!(sorted.iter().all(|at| *at < count));
    }

    #[test]
    fn a_missed_answer_always_comes_back_and_a_known_one_never(misses in prop::collection::vec(0u8..4, 1..30)) {
        let order: Vec<usize> = (0..misses.len()).collect();
        let mut queue = PracticeQueue::new(&order);
        let mut asked = vec![0u8; misses.len()];
        let mut last_missed: Option<usize> = None;
        while let Some((at, again)) = queue.current() {
            prop_assert_eq!(again, asked[at] > 0);
            prop_assert!(last_missed != Some(at) || queue.left() == 1, "it does not come at once");
            asked[at] += 1;
            let right = asked[at] > misses[at];
            last_missed = (!right).then_some(at);
            queue.answered(right);
            prop_assert!(queue.coming_back() <= queue.left());
        }
        let wanted: Vec<u8> = misses.iter().map(|missed| missed + 1).collect();
        prop_assert_eq!(asked, wanted);
    }

    #[test]
    fn what_was_missed_is_asked_in_the_next_session(count in 1usize..40, missed in 0usize..40, seed: u64) {
        let keys = keys(count);
        let missed = missed % count;
        let mut boxes = Boxes::default();
        for _ in 0..4 {
            boxes.take_session(keys.iter().enumerate().map(|(at, key)| (*key, at != missed)));
        }
        prop_assert!(session_order(&keys, &boxes, 1, seed).contains(&missed));
    }

    #[test]
    fn confusions_count_every_answer_that_differs_at_the_level_once(
        answers in prop::collection::vec(answer(), 0..40), level in prop::sample::select(Level::ALL.to_vec()),
    ) {
        let answers: Vec<&PracticeAnswer> = answers.iter().collect();
        let found = confusions(&answers, level);
        let mut behind: Vec<usize> = found.iter().flat_map(|confusion| confusion.answers.iter().copied()).collect();
        behind.sort_unstable();
        let before = behind.len();
        behind.dedup();
        prop_assert_eq!(before, behind.len());
        prop_assert!(found.is_sorted_by_key(|confusion| std::cmp::Reverse(confusion.answers.len())));
        for (at, answer) in answers.iter().enumerate() {
            let differs = behind.binary_search(&at).is_ok();
            prop_assert!(!(answer.credit().is_full() && differs), "full credit is no confusion");
            if level == Level::Occupation {
                prop_assert_eq!(differs, !answer.credit().is_full());
            }
        }
    }

    #[test]
    fn a_summary_stays_within_its_bounds(answers in prop::collection::vec(answer(), 0..40)) {
        let summary = PracticeSummary::of(&answers);
        prop_assert!((0.0..=1.0 + 1e-9).contains(&summary.mean_credit()));
        prop_assert!(summary.full_share() <= summary.mean_credit() + 1e-9);
        let shares: Vec<f64> = Level::ALL.iter().filter_map(|level| summary.agreeing(*level)).collect();
        prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    }
}
