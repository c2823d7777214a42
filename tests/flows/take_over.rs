//! Decisions in an export are taken over by a new project.

use domain::Code;
use proptest::prelude::*;
use review::{Action, Filter, Uncodable};
use workbench::{Command, OldOutput, can};

use super::{Place, Table};

const SOURCE: &str = "id,job_title,reason\n1,brickie,a\n2,nurse,b\n3,retired,\n4,,\n5,chef / cleaner,\n6,clerk,c\n";

const FINAL: [&str; 4] = ["final_code", "final_title", "final_level", "final_source"];

/// Exports under this name, imports that with the decisions, and exports again: both tables.
fn there_and_back(place: &mut Place, name: &str) -> (Table, Table) {
    let before = place.export_csv(name);
    place.does(Command::OpenPath(place.path(&format!("{name}.csv"))));
    place.does(Command::SetOldOutput(OldOutput::TakeOver));
    place.does(Command::StartImport);
    let after = place.export_csv(&format!("{name}-again"));
    (before, after)
}

fn code(text: &str) -> Option<Code> {
    Code::parse(text).ok()
}

#[test]
fn decisions_notes_and_referrals_come_back_as_one_entry_in_the_name_of_who_imports() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetReviewer("Ngaire".to_owned()));
    place.does(Command::Select(0));
    place.does(Command::ChooseSearch(code("371131")));
    place.does(Command::Select(1));
    place.does(Command::SetNote("ward?".to_owned()));
    place.does(Command::Refer);
    place.does(Command::Select(4));
    place.does(Command::Uncodable(Uncodable::TwoJobs));
    place.does(Command::SetReviewer("B. Importer".to_owned()));
    let (before, after) = there_and_back(&mut place, "out");
    let entries = place.review().ledger.entries();
    assert_eq!(entries.len(), 1);
    assert_eq!((entries[0].action, entries[0].reviewer.as_str()), (Action::Import, "B. Importer"));
    assert_eq!(entries[0].changes.iter().map(|change| change.record).collect::<Vec<_>>(), [0, 1, 4]);
    for column in FINAL.into_iter().chain(["final_reason", "review_flag", "reason", "id"]) {
        for row in 0..6 {
            assert_eq!(after.cell(row, column), before.cell(row, column), "{column} of row {row}");
        }
    }
    assert_eq!(after.cell(4, "final_reason"), "two-jobs");
    assert!(after.cell(0, "note").starts_with("Decided by Ngaire, 20"), "{}", after.cell(0, "note"));
    assert_eq!(after.cell(1, "note"), "ward?");
    assert_eq!(after.cell(0, "reviewer"), "B. Importer");
    assert_eq!(after.header, before.header, "the columns of the earlier output are replaced, not doubled");
    assert_eq!(place.review().counts.of(Filter::Reviewed), 2);
    place.does(Command::Undo);
    assert_eq!(place.review().counts.of(Filter::Reviewed), 0, "one entry is one undo");
}

#[test]
fn who_decided_first_stays_known_however_often_a_file_is_taken_over() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetReviewer("Ngaire".to_owned()));
    place.does(Command::ChooseSearch(code("371131")));
    let (_, first) = there_and_back(&mut place, "one");
    place.does(Command::SetReviewer("B. Importer".to_owned()));
    let (_, second) = there_and_back(&mut place, "two");
    assert_eq!(second.cell(0, "note"), first.cell(0, "note"));
}

#[test]
fn only_our_own_export_offers_decisions_and_a_broken_one_is_listed() {
    let mut place = Place::new();
    let source = place.file("other.csv", b"title,final_code,final_source\nnurse,999999,search\n");
    place.does(Command::OpenPath(source));
    assert!(can(place.desk.state(), &Command::SetOldOutput(OldOutput::TakeOver)).is_err());
    let ours = "title,occ_code,final_code,final_source\nnurse,,999999,search\nchef,,99960,search\ncook,,,guess\n";
    let source = place.file("ours.csv", ours.as_bytes());
    place.does(Command::OpenPath(source));
    place.does(Command::SetOldOutput(OldOutput::TakeOver));
    place.does(Command::StartImport);
    assert_eq!(place.review().counts.of(Filter::Reviewed), 0);
    assert_eq!(place.review().problem_count, 3, "none of them is a decision for OSCA 2024");
    place.does(Command::ShowProblems);
    let workbench::Panel::Problems(problems) = &place.desk.state().panel else { panic!("no list of problems") };
    assert!(problems.iter().all(|problem| problem.kind == "not-taken-over"));
    assert_eq!((problems[1].line, problems[1].record), (3, Some(1)));
    assert!(problems[1].detail.contains("99960"), "{}", problems[1].detail);
}

fn decision() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::Accept),
        (1u8..4).prop_map(Command::TakeSuggestion),
        Just(Command::UseParent),
        prop::sample::select(vec!["371131", "2654", "371", "099960"])
            .prop_map(|text| Command::ChooseSearch(code(text))),
        prop::sample::select(Uncodable::ALL.to_vec()).prop_map(Command::Uncodable),
        Just(Command::Refer),
        Just(Command::Flag),
        "[a-z,;\" ]{1,6}".prop_map(Command::SetNote),
        Just(Command::Undo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_final_is_the_same_there_and_back(
        decisions in prop::collection::vec((0usize..6, decision()), 0..12),
    ) {
        let mut place = Place::with_source(SOURCE);
        for (row, command) in decisions {
            place.does(Command::Select(row));
            if can(place.desk.state(), &command).is_ok() {
                place.does(command);
            }
        }
        let (before, after) = there_and_back(&mut place, "out");
        for row in 0..6 {
            for column in FINAL.into_iter().chain(["final_reason", "review_flag"]) {
                prop_assert_eq!(after.cell(row, column), before.cell(row, column), "{} of row {}", column, row);
            }
        }
    }
}
