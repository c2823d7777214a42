//! What people did, counted by hand, and laws that hold for any log.

use domain::{Coding, Thresholds};
use proptest::prelude::*;

use super::*;
use crate::{AnswerIndex, Answers, Uncodable};

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn coded(text: &str, choice: Choice) -> Decision {
    Decision::Code { code: code(text), choice }
}

/// Records that the engine codes 371131, with these titles.
fn project(titles: &[&str]) -> (Columns, Groups) {
    let mut answers = Answers::new();
    for title in titles {
        answers.push(title, "");
    }
    let coding = Coding { best: Some(code("371131")), conditionals: [1.0; 5], blank: false, ..Coding::BLANK };
    let codings = vec![coding; titles.len()];
    let thresholds = Thresholds::checked(0.5, 0.1).unwrap();
    (Columns::derive(&codings, thresholds), Groups::of(&AnswerIndex::of(&answers)))
}

/// Somebody decides about records, so many seconds after the beginning.
type Step<'a> = (i64, &'a str, &'a [RecordId], Decision);

fn log(steps: &[Step<'_>]) -> Ledger {
    let mut ledger = Ledger::new();
    for (second, who, records, decision) in steps {
        let decisions = records.iter().map(|record| (*record, *decision));
        let entry = ledger.decide(Timestamp(second * 1000), who, decisions).unwrap();
        ledger.apply(entry).unwrap();
    }
    ledger
}

fn people(ledger: &Ledger, titles: &[&str]) -> People {
    let (columns, groups) = project(titles);
    People::of(ledger, &columns, &groups, |_| true).unwrap()
}

const ACCEPT: Choice = Choice::Accept;

#[test]
fn pace_leaves_breaks_out_and_counts_what_follows_a_known_time() {
    let accept = coded("371131", ACCEPT);
    let ledger = log(&[
        (0, "Kim", &[0], accept),
        (10, "Kim", &[1], accept),
        (30, "Kim", &[2], accept),
        // Five minutes to the second are work, a second more is a break.
        (330, "Kim", &[3], accept),
        (631, "Kim", &[4], accept),
        (641, "Ada", &[5], accept),
    ]);
    let found = people(&ledger, &["a"; 6]);
    let names: Vec<&str> = found.people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Ada", "Kim"], "by name");
    let work = &found.people[1].work;
    assert_eq!((work.decisions, work.records, work.timed, work.worked), (5, 5, 3, 330_000));
    assert_eq!(work.median_step, Some(20_000), "of 10, 20 and 300 seconds");
    assert_eq!((work.minutes(), work.median_pace()), (5.5, Some(3.0)));
    assert!((work.mean_pace().unwrap() - 3.0 / 5.5).abs() < 1e-12);
    let ada = &found.people[0].work;
    assert_eq!((ada.worked, ada.mean_pace(), ada.median_pace()), (0, None, None), "one entry says nothing of pace");
}

#[test]
fn a_clock_that_was_put_back_is_a_break() {
    let accept = coded("371131", ACCEPT);
    let ledger = log(&[(100, "Kim", &[0], accept), (40, "Kim", &[1], accept), (50, "Kim", &[2], accept)]);
    let work = people(&ledger, &["a"; 3]).people.remove(0).work;
    assert_eq!((work.worked, work.timed), (10_000, 1));
}

#[test]
fn decisions_are_told_apart_by_what_they_are() {
    let ledger = log(&[
        (0, "Kim", &[0, 1], coded("371131", ACCEPT)),
        (1, "Kim", &[2], coded("265499", Choice::Suggestion(2))),
        (2, "Kim", &[3], coded("3711", Choice::Parent)),
        (3, "Kim", &[4], coded("265499", Choice::Rule)),
        (4, "Kim", &[5], Decision::Uncodable(Uncodable::TooVague)),
    ]);
    let work = people(&ledger, &["a"; 6]).people.remove(0).work;
    assert_eq!((work.decisions, work.records), (5, 6));
    assert_eq!((work.accepted, work.corrected, work.taken_over, work.uncodable), (2, 2, 1, 1));
    assert_eq!(work.share_corrected(), Share { hits: 2, of: 6 });
}

#[test]
fn agreement_is_with_the_engine_with_blind_codings_and_with_others() {
    let other = coded("265499", Choice::Search);
    let accept = coded("371131", ACCEPT);
    let titles = ["nurse", "nurse", "nurse", "chef", "cook", "clerk"];
    let mut ledger =
        log(&[(0, "Kim", &[0, 3], accept), (1, "Ada", &[1], other), (2, "Ada", &[2], accept), (3, "Kim", &[4], other)]);
    let entry = ledger.draw(Timestamp(4000), "Eve", 1, [0, 1, 3, 4, 5]).unwrap();
    ledger.apply(entry).unwrap();
    let recodes = [(0, "Ada", accept), (1, "Eve", accept), (3, "Kim", accept), (4, "Ada", other), (5, "Ada", other)];
    for (record, who, decision) in recodes {
        let entry = ledger.recode(Timestamp(5000), who, record, decision, "", None).unwrap();
        ledger.apply(entry).unwrap();
    }
    let found = people(&ledger, &titles);
    let [ada, eve, kim] = found.people.as_slice() else { panic!("three people") };
    assert_eq!(kim.engine, Share { hits: 2, of: 3 });
    assert_eq!(ada.engine, Share { hits: 1, of: 2 });
    // Kim coded record 3 blind after deciding it, which says nothing; nobody had decided record 5.
    assert_eq!((kim.blind, ada.blind), (Share { hits: 2, of: 2 }, Share { hits: 0, of: 1 }));
    // Of Ada's two decisions about "nurse" the last one counts, and it is Kim's code.
    assert_eq!((kim.others, ada.others), (Share { hits: 1, of: 1 }, Share { hits: 1, of: 1 }));
    assert_eq!((eve.work.decisions, eve.work.records, eve.entries), (1, 0, 2), "a blind coding decides nothing");
    assert_eq!((found.actions["recode"], found.actions["draw"]), (5, 1));
    // What is taken back counts no more.
    let entry = ledger.undo(Timestamp(6000), "Ada").unwrap();
    ledger.apply(entry).unwrap();
    let entry = ledger.undo(Timestamp(6000), "Ada").unwrap();
    ledger.apply(entry).unwrap();
    assert_eq!(people(&ledger, &titles).people[2].blind, Share { hits: 1, of: 1 });
}

#[test]
fn what_packs_brought_is_nobodys() {
    let mut ledger = Ledger::new();
    let brought = crate::Brought {
        split: 1,
        coder: "Kim".to_owned(),
        at: Timestamp(0),
        decision: Some((coded("371131", ACCEPT), Timestamp(0))),
        note: String::new(),
        referred: false,
        flagged: false,
    };
    let entry = ledger.merge(Timestamp(0), "Eve", &BTreeMap::from([(0, vec![brought])])).unwrap();
    ledger.apply(entry).unwrap();
    let found = people(&ledger, &["a"]);
    assert_eq!(found.people.len(), 1);
    assert_eq!((found.people[0].engine, found.people[0].work.decisions), (Share::default(), 0));
}

#[test]
fn a_small_share_is_called_so() {
    assert!(!Share::default().is_small() && Share::default().value().is_none());
    assert!(Share { hits: 1, of: 29 }.is_small() && !Share { hits: 1, of: 30 }.is_small());
}

fn any_step() -> impl Strategy<Value = (i64, usize, Vec<RecordId>, usize)> {
    (0i64..400, 0usize..3, proptest::collection::vec(0u32..8, 1..4), 0usize..4)
}

proptest! {
    #[test]
    fn days_and_people_add_up(steps in proptest::collection::vec(any_step(), 0..40)) {
        let decisions = [
            coded("371131", ACCEPT),
            coded("265499", Choice::Search),
            coded("265499", Choice::Earlier),
            Decision::Uncodable(Uncodable::Blank),
        ];
        let mut ledger = Ledger::new();
        let mut now = 86_300_000;
        for (seconds, who, records, decision) in &steps {
            now += seconds * 1000;
            let who = ["Ada", "Eve", "Kim"][*who];
            let decided = records.iter().map(|record| (*record, decisions[*decision]));
            if let Some(entry) = ledger.decide(Timestamp(now), who, decided) {
                ledger.apply(entry).unwrap();
            }
        }
        let titles = ["nurse", "nurse", "chef", "chef", "chef", "cook", "clerk", "clerk"];
        let found = people(&ledger, &titles);
        let entries = ledger.entries().len() as u64;
        prop_assert_eq!(found.people.iter().map(|person| person.entries).sum::<u64>(), entries);
        prop_assert_eq!(found.actions.values().sum::<u64>(), entries);
        prop_assert_eq!(found.days.values().sum::<u64>(), entries);
        for person in &found.people {
            let (work, days) = (&person.work, &person.days);
            let sum = |of: fn(&Work) -> u64| days.iter().map(|(_, work)| of(work)).sum::<u64>();
            prop_assert_eq!(sum(|work| work.decisions), work.decisions);
            prop_assert_eq!(sum(|work| work.records), work.records);
            prop_assert_eq!(sum(|work| work.timed), work.timed);
            prop_assert_eq!(days.iter().map(|(_, work)| work.worked).sum::<i64>(), work.worked);
            prop_assert_eq!(work.accepted + work.corrected + work.taken_over + work.uncodable, work.records);
            prop_assert!(work.worked <= LONGEST_STEP * (person.entries as i64 - 1));
            for share in [person.engine, person.blind, person.others] {
                prop_assert!(share.hits <= share.of);
            }
        }
        let standing = ledger.judgements().count() as u64;
        prop_assert_eq!(found.people.iter().map(|person| person.engine.of).sum::<u64>(), standing);
        // Every pair is counted from both sides.
        prop_assert_eq!(found.people.iter().map(|person| person.others.of).sum::<u64>() % 2, 0);
    }
}
