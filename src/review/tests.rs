//! Laws of the log, and filters over many records.

use std::collections::BTreeMap;

use domain::{Code, Coding, Level, Status, Thresholds};
use proptest::prelude::*;

use crate::*;

/// What a person might do next.
#[derive(Clone, Debug)]
enum Step {
    Decide(Vec<(RecordId, Decision)>),
    Reopen(Vec<RecordId>),
    Refer(Vec<RecordId>, bool),
    Flag(Vec<RecordId>, bool),
    Note(RecordId, String),
    Draw(u32, Vec<RecordId>),
    Recode(RecordId, Decision),
    Unaided(RecordId, Decision),
    Merge(Vec<(RecordId, Decision, Decision)>),
    Thresholds(u64),
    Revert(u64, Option<RecordId>),
    Undo,
    Redo,
}

fn decision() -> impl Strategy<Value = Decision> {
    let choice = prop_oneof![
        Just(Choice::Accept),
        (1u8..=16).prop_map(Choice::Suggestion),
        Just(Choice::Search),
        Just(Choice::Parent),
        Just(Choice::Earlier),
        Just(Choice::Rule),
        Just(Choice::Settled)
    ];
    prop_oneof![
        3 => ("[1-8][0-9]{5}|[1-8][0-9]{0,3}", choice)
            .prop_map(|(code, choice)| Decision::Code { code: Code::parse(&code).unwrap(), choice }),
        1 => (0..Uncodable::ALL.len()).prop_map(|at| Decision::Uncodable(Uncodable::ALL[at])),
    ]
}

fn records() -> impl Strategy<Value = Vec<RecordId>> {
    proptest::collection::vec(0u32..6, 1..4)
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => proptest::collection::vec((0u32..6, decision()), 1..4).prop_map(Step::Decide),
        1 => records().prop_map(Step::Reopen),
        1 => (records(), any::<bool>()).prop_map(|(records, on)| Step::Refer(records, on)),
        1 => (records(), any::<bool>()).prop_map(|(records, on)| Step::Flag(records, on)),
        1 => (0u32..6, "[a-zé]{0,5}").prop_map(|(record, text)| Step::Note(record, text)),
        1 => (1u32..4, records()).prop_map(|(sample, records)| Step::Draw(sample, records)),
        2 => (0u32..6, decision()).prop_map(|(record, decision)| Step::Recode(record, decision)),
        1 => (0u32..6, decision()).prop_map(|(record, decision)| Step::Unaided(record, decision)),
        1 => proptest::collection::vec((0u32..6, decision(), decision()), 1..4).prop_map(Step::Merge),
        1 => (1u64..9).prop_map(Step::Thresholds),
        2 => (1u64..12, proptest::option::of(0u32..6)).prop_map(|(number, only)| Step::Revert(number, only)),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

fn entry(ledger: &Ledger, step: &Step, at: Timestamp) -> Option<Entry> {
    let who = "A. Coder";
    match step {
        Step::Decide(decisions) => ledger.decide(at, who, decisions.iter().copied()),
        Step::Reopen(records) => ledger.reopen(at, who, records.iter().copied()),
        Step::Refer(records, on) => ledger.refer(at, who, records.iter().copied(), *on),
        Step::Flag(records, on) => ledger.flag(at, who, records.iter().copied(), *on),
        Step::Note(record, text) => ledger.note(at, who, *record, text),
        Step::Draw(sample, records) => ledger.draw(at, who, *sample, records.iter().copied()),
        Step::Recode(record, decision) => {
            let stood = ledger.judgement(*record).and_then(|judgement| judgement.decision).and_then(Decision::code);
            ledger.recode(at, "B", *record, *decision, "why", stood)
        }
        Step::Unaided(record, decision) => ledger.decide_unaided(at, who, *record, *decision, None),
        Step::Merge(pairs) => ledger.merge(at, who, &merged(pairs)),
        Step::Thresholds(run) => Some(ledger.change_thresholds(at, who, *run)),
        Step::Revert(number, only) => ledger.revert(at, who, *number, *only),
        Step::Undo => ledger.undo(at, who),
        Step::Redo => ledger.redo(at, who),
    }
}

fn merged(pairs: &[(RecordId, Decision, Decision)]) -> BTreeMap<RecordId, Vec<Brought>> {
    let word = |coder: &str, decision: Decision| Brought {
        split: 1,
        coder: coder.to_owned(),
        at: Timestamp(8),
        decision: Some((decision, Timestamp(7))),
        note: "é".to_owned(),
        referred: coder == "C",
        flagged: false,
    };
    let both = |first, second| vec![word("C", first), word("D", second)];
    pairs.iter().map(|(record, first, second)| (*record, both(*first, *second))).collect()
}

fn run(steps: &[Step]) -> Ledger {
    let mut ledger = Ledger::new();
    for (step, at) in steps.iter().zip(0..) {
        if let Some(entry) = entry(&ledger, step, Timestamp(at)) {
            ledger.apply(entry).unwrap();
        }
    }
    ledger
}

fn standing(ledger: &Ledger) -> Vec<(RecordId, Judgement)> {
    ledger.judgements().map(|(record, judgement)| (record, judgement.clone())).collect()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), 0..24)
}

proptest! {
    #[test]
    fn what_stands_is_the_fold_of_the_log(steps in steps()) {
        let ledger = run(&steps);
        let folded = Ledger::from_entries(ledger.genesis(), ledger.entries().to_vec()).unwrap();
        prop_assert_eq!(standing(&folded), standing(&ledger));
        prop_assert_eq!(folded.what_undo(), ledger.what_undo());
        prop_assert_eq!(folded.what_redo(), ledger.what_redo());
        for record in 0..6 {
            let last = ledger.entries().iter().rev().flat_map(|entry| &entry.changes);
            let last = last.filter(|change| change.record == record).map(|change| &change.after).next();
            prop_assert_eq!(
                ledger.judgement(record).cloned().unwrap_or_default(),
                last.cloned().unwrap_or_default()
            );
        }
    }

    #[test]
    fn undo_restores_every_touched_judgement_and_redo_is_its_inverse(steps in steps(), last in step()) {
        let mut ledger = run(&steps);
        prop_assume!(!matches!(last, Step::Undo | Step::Redo));
        let before = standing(&ledger);
        if let Some(entry) = entry(&ledger, &last, Timestamp(100)) {
            ledger.apply(entry).unwrap();
            prop_assert!(ledger.what_redo().is_none(), "a new entry ends what can be redone");
            let after = standing(&ledger);
            ledger.apply(ledger.undo(Timestamp(101), "B").unwrap()).unwrap();
            prop_assert_eq!(standing(&ledger), before);
            ledger.apply(ledger.redo(Timestamp(102), "B").unwrap()).unwrap();
            prop_assert_eq!(standing(&ledger), after);
        }
    }

    #[test]
    fn reverting_takes_back_one_entry_and_nothing_else(steps in steps(), number in 1u64..12) {
        let ledger = run(&steps);
        let Some(entry) = ledger.revert(Timestamp(100), "B", number, None) else { return Ok(()) };
        let reverted = ledger.entry(number).unwrap().changes.clone();
        let mut after = ledger.clone();
        after.apply(entry.clone()).unwrap();
        for record in 0..6 {
            let before = ledger.judgement(record).cloned().unwrap_or_default();
            let now = after.judgement(record).cloned().unwrap_or_default();
            match reverted.iter().find(|change| change.record == record) {
                Some(change) if before == change.after => prop_assert_eq!(now, change.before.clone()),
                _ => prop_assert_eq!(now, before),
            }
        }
        let mut other = entry;
        other.changes[0].after.note.push('!');
        let other = Entry::sealed(other.number, other.at, "B", other.action, other.changes, other.previous);
        let mut damaged = ledger.clone();
        prop_assert!(damaged.apply(other).is_err());
    }

    #[test]
    fn undoing_everything_leaves_nothing_and_redoing_everything_brings_it_back(steps in steps()) {
        let mut ledger = run(&steps);
        while let Some(entry) = ledger.redo(Timestamp(100), "") {
            ledger.apply(entry).unwrap();
        }
        let before = standing(&ledger);
        while let Some(entry) = ledger.undo(Timestamp(100), "") {
            ledger.apply(entry).unwrap();
        }
        prop_assert_eq!(standing(&ledger), vec![]);
        while let Some(entry) = ledger.redo(Timestamp(100), "") {
            ledger.apply(entry).unwrap();
        }
        prop_assert_eq!(standing(&ledger), before);
    }

    #[test]
    fn the_log_only_grows(steps in steps(), last in step()) {
        let mut ledger = run(&steps);
        let before = ledger.entries().to_vec();
        if let Some(entry) = entry(&ledger, &last, Timestamp(100)) {
            ledger.apply(entry).unwrap();
        }
        prop_assert_eq!(&ledger.entries()[..before.len()], &before[..]);
    }

    #[test]
    fn a_decision_names_the_entry_that_made_it(steps in steps()) {
        let ledger = run(&steps);
        for (record, judgement) in ledger.judgements() {
            prop_assert_eq!(judgement.decision.is_some(), judgement.decided_in.is_some());
            if let Some(entry) = ledger.deciding_entry(record) {
                let change = entry.changes.iter().find(|change| change.record == record).unwrap();
                prop_assert_eq!(change.after.decision, judgement.decision);
            }
        }
    }

    #[test]
    fn any_changed_missing_or_doubled_entry_breaks_the_chain(
        steps in proptest::collection::vec(step(), 4..24),
        at in any::<proptest::sample::Index>(),
        how in 0..8,
    ) {
        let ledger = run(&steps);
        let mut entries = ledger.entries().to_vec();
        prop_assume!(entries.len() > 1);
        prop_assert_eq!(verify(&GENESIS, &entries), Ok(ledger.head()));
        let at = at.index(entries.len());
        let entry = &mut entries[at];
        prop_assume!(!entry.changes.is_empty() || !(2..5).contains(&how));
        match how {
            0 => entry.reviewer.push('x'),
            1 => entry.at.0 += 1,
            2 => entry.changes[0].record += 100,
            3 => entry.changes[0].after.note.push('x'),
            4 => entry.changes[0].before.flagged ^= true,
            5 => entry.action = Action::Undo { of: 99 },
            6 => {
                let double = entry.clone();
                entries.insert(at, double);
            }
            _ => {
                entries.remove(at);
            }
        }
        // A log cut off at its end is sound in itself, but has another head.
        prop_assert_ne!(verify(&GENESIS, &entries), Ok(ledger.head()));
    }

    #[test]
    fn a_forged_entry_with_a_fitting_hash_shows_in_the_head(steps in proptest::collection::vec(step(), 1..12)) {
        let ledger = run(&steps);
        let mut forged = Vec::new();
        let mut head = GENESIS;
        for entry in ledger.entries() {
            let changes = entry.changes.clone();
            let entry = Entry::sealed(entry.number, entry.at, "Somebody else", entry.action, changes, head);
            head = entry.hash;
            forged.push(entry);
        }
        prop_assert_eq!(verify(&GENESIS, &forged), Ok(head));
        prop_assert!(forged.is_empty() || head != ledger.head());
    }

    #[test]
    fn an_undo_or_redo_that_does_something_else_is_refused(
        steps in proptest::collection::vec(step(), 2..24),
        at in any::<proptest::sample::Index>(),
        how in 0..3,
        redo in any::<bool>(),
    ) {
        let mut ledger = run(&steps);
        prop_assume!(ledger.what_undo().is_some());
        if redo {
            ledger.apply(ledger.undo(Timestamp(99), "A").unwrap()).unwrap();
        }
        let sound = if redo { ledger.redo(Timestamp(100), "A") } else { ledger.undo(Timestamp(100), "A") }.unwrap();
        let mut changes = sound.changes.clone();
        prop_assume!(!changes.is_empty());
        let at = at.index(changes.len());
        match how {
            0 => changes[at].after.note.push('x'),
            1 => changes[at].after.flagged ^= true,
            _ => {
                changes.remove(at);
            }
        }
        let of = sound.action.of().unwrap();
        let forged = Entry::sealed(sound.number, sound.at, "A", sound.action, changes, sound.previous);
        let before = standing(&ledger);
        prop_assert_eq!(ledger.apply(forged), Err(ChainError::Otherwise { number: sound.number, of }));
        prop_assert_eq!(standing(&ledger), before);
        prop_assert_eq!(ledger.apply(sound), Ok(()));
    }

    #[test]
    fn records_that_come_twice_or_out_of_turn_are_refused(records in proptest::collection::vec(0u32..6, 2..5)) {
        let mut ledger = Ledger::new();
        let after = Judgement { flagged: true, ..Judgement::default() };
        let change = |record: &RecordId| Change { record: *record, before: Judgement::default(), after: after.clone() };
        let changes = records.iter().map(change).collect();
        let entry = Entry::sealed(1, Timestamp(0), "A", Action::Flag, changes, ledger.head());
        let ascending = records.windows(2).all(|pair| pair[0] < pair[1]);
        let applied = ledger.apply(entry);
        prop_assert_eq!(applied.is_ok(), ascending);
        let told = matches!(applied, Err(ChainError::Order { number: 1, .. }));
        prop_assert!(ascending || told);
    }

    #[test]
    fn changes_come_back_from_their_bytes(steps in steps()) {
        for entry in run(&steps).entries() {
            let bytes = changes_to_bytes(&entry.changes);
            prop_assert_eq!(changes_from_bytes(entry.number, &bytes), Ok(entry.changes.clone()));
            prop_assert!(changes_from_bytes(entry.number, &bytes[..bytes.len() - 1]).is_err());
        }
    }

    #[test]
    fn any_bytes_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let _ = changes_from_bytes(1, &bytes);
    }

    #[test]
    fn columns_kept_up_entry_by_entry_equal_those_made_at_once(steps in steps()) {
        let codings: Vec<Coding> = (0..6).map(coding).collect();
        let thresholds = Thresholds::checked(0.7, 0.4).unwrap();
        let mut kept = Columns::derive(&codings, thresholds);
        let mut counts = kept.counts();
        let mut ledger = Ledger::new();
        for step in &steps {
            let Some(entry) = entry(&ledger, step, Timestamp(0)) else { continue };
            let touched: Vec<RecordId> = entry.changes.iter().map(|change| change.record).collect();
            ledger.apply(entry).unwrap();
            counts.subtract(&kept.counts_of(touched.iter().copied()));
            for record in &touched {
                kept.judge(*record, ledger.judgement(*record));
            }
            counts.add(&kept.counts_of(touched));
        }
        let mut made = Columns::derive(&codings[..2], thresholds);
        made.append(Columns::derive(&codings[2..], thresholds));
        made.judge_all(&ledger);
        prop_assert_eq!(&kept, &made);
        prop_assert_eq!(&counts, &kept.counts());
        for filter in Filter::ALL {
            let shown = kept.select(&Selection { filter, ..Selection::default() }).len();
            prop_assert_eq!(counts.of(filter), shown);
        }
        let primary: usize = Flag::ALL.iter().map(|flag| counts.primary(*flag)).sum();
        prop_assert_eq!(primary, counts.of(Filter::Flagged));
    }
}

/// Codings of every status, by turns.
fn coding(at: u32) -> Coding {
    let code = |text| Code::parse(text).ok();
    let (best, conditional) = match at % 6 {
        // Joint probabilities 0.90, 0.64, 0.60 as a major group, 0.30 as a major group, 0.98.
        0 => (code("371131"), 0.95),
        1 => (code("381232"), 0.8),
        2 => (code("265433"), 0.6),
        3 => (code("111111"), 0.3),
        4 => (code("099960"), 0.99),
        _ => return Coding::BLANK,
    };
    Coding {
        best,
        conditionals: [conditional, 1.0, 1.0, 1.0, conditional],
        runner_up: code("371132"),
        margin: 0.4,
        break_level: Some(Level::Occupation),
        blank: false,
        ..Coding::BLANK
    }
}

fn columns(records: u32) -> Columns {
    let codings: Vec<Coding> = (0..records).map(coding).collect();
    Columns::derive(&codings, Thresholds::checked(0.7, 0.4).unwrap())
}

fn accept(record: RecordId, code: &str) -> (RecordId, Decision) {
    (record, Decision::Code { code: Code::parse(code).unwrap(), choice: Choice::Accept })
}

#[test]
fn filters_show_what_is_still_to_review() {
    let mut columns = columns(6);
    let shown = |columns: &Columns, filter| columns.select(&Selection { filter, ..Selection::default() });
    assert_eq!(shown(&columns, Filter::All), [0, 1, 2, 3, 4, 5]);
    assert_eq!(shown(&columns, Filter::Flagged), [1, 2, 3, 4, 5]);
    assert_eq!(shown(&columns, Filter::LowConfidence), [1]);
    assert_eq!(shown(&columns, Filter::Partial), [2]);
    assert_eq!(shown(&columns, Filter::NonClassification), [4]);
    assert_eq!(shown(&columns, Filter::Uncoded), [3, 5]);
    assert_eq!(shown(&columns, Filter::Reviewed), [] as [u32; 0]);

    let mut ledger = Ledger::new();
    ledger.apply(ledger.decide(Timestamp(0), "A", [accept(1, "381232"), accept(2, "265")]).unwrap()).unwrap();
    ledger.apply(ledger.refer(Timestamp(1), "A", [2, 3], true).unwrap()).unwrap();
    columns.judge_all(&ledger);
    assert_eq!(shown(&columns, Filter::Flagged), [2, 3, 4, 5], "a referral after the decision asks for a person again");
    assert_eq!(shown(&columns, Filter::LowConfidence), [] as [u32; 0]);
    assert_eq!(shown(&columns, Filter::Reviewed), [1, 2]);
    assert_eq!(shown(&columns, Filter::Referred), [2, 3]);
    assert_eq!(columns.final_code(2), Code::parse("265").ok());
    assert_eq!(columns.final_code(9), None);
}

#[test]
fn close_calls_and_two_jobs_have_filters_of_their_own() {
    let close = Coding { margin: 0.05, ..coding(0) };
    let two = Coding { two_jobs: true, ..coding(0) };
    let mut columns = Columns::derive(&[coding(0), close, two], Thresholds::checked(0.7, 0.4).unwrap());
    let shown = |columns: &Columns, filter| columns.select(&Selection { filter, ..Selection::default() });
    assert_eq!(shown(&columns, Filter::SmallMargin), [1]);
    assert_eq!(shown(&columns, Filter::TwoJobs), [2]);
    let mut ledger = Ledger::new();
    ledger.apply(ledger.decide(Timestamp(0), "A", [accept(1, "371131"), accept(2, "371131")]).unwrap()).unwrap();
    columns.judge_all(&ledger);
    assert_eq!(columns.counts().of(Filter::SmallMargin) + columns.counts().of(Filter::TwoJobs), 0);
}

#[test]
fn the_least_sure_comes_first_and_non_classification_last() {
    let columns = columns(12);
    let selection = Selection { order: Order::Uncertainty, ..Selection::default() };
    assert_eq!(columns.select(&selection), [5, 11, 3, 9, 2, 8, 1, 7, 0, 6, 4, 10]);
    let within = Selection { within: Some(&[2, 3, 4, 99]), ..selection };
    assert_eq!(columns.select(&within), [3, 2, 4]);
}

#[test]
fn a_decision_settles_a_referral_and_keeps_the_note() {
    let mut ledger = Ledger::new();
    ledger.apply(ledger.refer(Timestamp(0), "A", [7], true).unwrap()).unwrap();
    ledger.apply(ledger.note(Timestamp(0), "A", 7, "asked Kim").unwrap()).unwrap();
    ledger.apply(ledger.decide(Timestamp(5), "B", [accept(7, "371131")]).unwrap()).unwrap();
    let judgement = ledger.judgement(7).unwrap();
    assert!(!judgement.referred && judgement.note == "asked Kim");
    assert_eq!(ledger.what_undo().unwrap().describe(), "Accepted 371131 · record 8");
    assert!(ledger.note(Timestamp(9), "A", 7, "asked Kim").is_none());
    assert!(ledger.decide(Timestamp(9), "A", []).is_none());
}

#[test]
fn final_values_are_the_persons_where_a_person_decided() {
    let mut ledger = Ledger::new();
    ledger.apply(ledger.decide(Timestamp(5), "B. Coder", [accept(1, "381232")]).unwrap()).unwrap();
    let uncodable = Decision::Uncodable(Uncodable::TooVague);
    ledger.apply(ledger.decide(Timestamp(6), "C", [(2, uncodable)]).unwrap()).unwrap();
    let machine = Code::parse("111111").ok();
    let untouched = Final::of(0, machine, &ledger);
    assert_eq!((untouched.code, untouched.source.word(), untouched.decided_at), (machine, "machine", None));
    assert_eq!(Final::of(0, None, &ledger).source.word(), "");
    ledger.apply(ledger.refer(Timestamp(7), "C", [0, 1], true).unwrap()).unwrap();
    ledger.apply(ledger.flag(Timestamp(8), "C", [1], true).unwrap()).unwrap();
    ledger.apply(ledger.note(Timestamp(9), "C", 0, "ask Kim").unwrap()).unwrap();
    let referred = Final::of(0, machine, &ledger);
    assert_eq!((referred.note, referred.by_people.to_text().as_str()), ("ask Kim", "referred"));
    let accepted = Final::of(1, machine, &ledger);
    assert_eq!(accepted.by_people.to_text(), "referred;flagged");
    assert_eq!((accepted.code, accepted.source.word()), (Code::parse("381232").ok(), "accepted"));
    assert_eq!((&*accepted.reviewer, accepted.decided_at), ("B. Coder", Some(Timestamp(5))));
    let uncodable = Final::of(2, machine, &ledger);
    assert_eq!((uncodable.code, uncodable.source.word(), uncodable.reason), (None, "uncodable", "too-vague"));
}

#[test]
fn a_log_belongs_to_the_genesis_that_it_began_with() {
    let ours = [7; 32];
    let mut ledger = Ledger::from_entries(ours, []).unwrap();
    assert_eq!(ledger.head(), ours);
    ledger.apply(ledger.decide(Timestamp(0), "A", [accept(1, "371131")]).unwrap()).unwrap();
    assert_eq!(verify(&ours, ledger.entries()), Ok(ledger.head()));
    assert_eq!(verify(&GENESIS, ledger.entries()), Err(ChainError::Previous { number: 1 }));
    let elsewhere = Ledger::from_entries([8; 32], ledger.entries().to_vec());
    assert_eq!(elsewhere.unwrap_err(), ChainError::Previous { number: 1 });
}

#[test]
fn a_pace_counts_the_records_decided_lately() {
    let mut ledger = Ledger::new();
    let minute = 60_000;
    for (at, record) in [(0, 1), (5 * minute, 2), (6 * minute, 3)] {
        ledger.apply(ledger.decide(Timestamp(at), "A", [accept(record, "371131")]).unwrap()).unwrap();
    }
    assert!((ledger.pace(Timestamp(6 * minute), 2) - 1.0).abs() < 1e-6);
    assert_eq!(ledger.pace(Timestamp(6 * minute), 0), 0.0);
}

#[test]
fn one_entry_can_decide_very_many_records() {
    let mut columns = columns(200_000);
    let mut ledger = Ledger::new();
    let decisions = (0..200_000).map(|record| accept(record, "371131"));
    ledger.apply(ledger.decide(Timestamp(0), "A", decisions).unwrap()).unwrap();
    columns.judge_all(&ledger);
    assert_eq!(columns.counts().of(Filter::Reviewed), 200_000);
    assert_eq!(ledger.what_undo().unwrap().describe(), "Accepted 371131 · 200000 records");
    ledger.apply(ledger.undo(Timestamp(1), "A").unwrap()).unwrap();
    assert_eq!(ledger.judgements().len(), 0);
    assert_eq!(columns.status()[4], Status::NonClassification);
}

#[test]
fn a_blind_recode_leaves_the_decision_and_a_difference_is_settled_by_the_next_one() {
    let [first, second] =
        ["371131", "265433"].map(|code| Decision::Code { code: Code::parse(code).unwrap(), choice: Choice::Search });
    let mut ledger = Ledger::new();
    let mut does = |entry: Option<Entry>| {
        ledger.apply(entry.unwrap()).unwrap();
        ledger.clone()
    };
    let ledger = does(Ledger::new().decide(Timestamp(1), "A", [(3, first)]));
    assert_eq!(ledger.recode(Timestamp(2), "B", 3, second, "", first.code()), None, "nobody drew it");
    let ledger = does(ledger.draw(Timestamp(2), "S", 1, [3, 4]));
    let flags = |ledger: &Ledger| Flags::NONE.with_judgement(ledger.judgement(3)).to_text();
    assert_eq!(flags(&ledger), "quality-sample");
    let ledger = does(ledger.recode(Timestamp(3), "B", 3, second, "", first.code()));
    assert_eq!(ledger.judgement(3).unwrap().decision, Some(first));
    assert_eq!(flags(&ledger), "coders-differ");
    let ledger = does(ledger.decide(Timestamp(4), "S", [(3, first)]));
    assert_eq!(flags(&ledger), "");
    let ledger = does(ledger.undo(Timestamp(5), "S"));
    assert_eq!(flags(&ledger), "coders-differ");
    assert_eq!(ledger.judgement(4).unwrap().awaits_recode(), Some(1));
}

#[test]
fn a_change_of_thresholds_touches_no_record_and_is_undone_in_its_turn() {
    let code = Decision::Uncodable(Uncodable::Blank);
    let mut ledger = Ledger::new();
    ledger.apply(ledger.decide(Timestamp(0), "S", [(0, code)]).unwrap()).unwrap();
    ledger.apply(ledger.change_thresholds(Timestamp(1), "S", 4)).unwrap();
    assert_eq!(ledger.words(2), "Thresholds changed");
    let undo = ledger.undo(Timestamp(2), "S").unwrap();
    assert_eq!((undo.action, undo.changes.len()), (Action::Undo { of: 2 }, 0));
    ledger.apply(undo).unwrap();
    assert_eq!(ledger.what_undo().unwrap().number, 1);
    ledger.apply(ledger.redo(Timestamp(3), "S").unwrap()).unwrap();
    assert_eq!(ledger.what_undo().unwrap().action, Action::Thresholds { run: 4 });
}
