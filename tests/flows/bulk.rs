//! One thing done with all shown records.

use std::fmt::Write as _;

use review::{Action, Choice, Decision, Filter, Uncodable};
use workbench::{BulkAction, Command, Panel, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,nurse,hospital\n\
    d,,\n\
    e,enrolled nurse,aged care\n\
    f,chef,cooks in a restaurant\n";

fn bulk(place: &Place) -> &workbench::Bulk {
    place.review().bulk.as_deref().expect("the panel")
}

fn decided(place: &Place) -> Vec<u32> {
    let records = (0..).take(place.review().len());
    records.filter(|record| place.review().record(*record).decision.is_some()).collect()
}

#[test]
fn the_codes_of_all_shown_records_are_accepted_in_one_entry() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetQuery("nurse".to_owned()));
    place.does(Command::Select(1));
    place.does(Command::OpenBulk);
    assert_eq!(bulk(&place).changes.listed, [0, 2, 4]);
    place.does(Command::Except(4));
    assert_eq!((bulk(&place).changes.count, bulk(&place).changes.out), (2, 1));
    place.does(Command::DecideBulk);
    assert_eq!(decided(&place), [0, 2]);
    assert_eq!(place.review().ledger.entries()[0].action, Action::Accept);
    assert_eq!(place.review().selected.as_ref().unwrap().record, 2, "the cursor stays");
    assert_eq!((place.review().visible.len(), &place.desk.state().panel), (3, &Panel::None));
    place.does(Command::Undo);
    assert!(decided(&place).is_empty());
}

#[test]
fn what_has_no_code_or_is_decided_is_left_unless_chosen() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(2));
    let kept = place.review().record(1).decision;
    place.does(Command::OpenBulk);
    assert_eq!((bulk(&place).decided, bulk(&place).uncoded), (1, 1));
    assert_eq!(bulk(&place).changes.listed, [0, 2, 4, 5]);
    place.does(Command::DecideBulk);
    assert_eq!(place.review().record(1).decision, kept);
    place.does(Command::OpenBulk);
    assert!(can(place.desk.state(), &Command::DecideBulk).is_err(), "nothing is left to accept");
    place.does(Command::SetDecidedToo(true));
    assert_eq!(bulk(&place).changes.count, 1, "those that stand so already do not change");
    place.does(Command::DecideBulk);
    assert!(matches!(place.review().record(1).decision, Some(Decision::Code { choice: Choice::Accept, .. })));
}

#[test]
fn one_code_is_searched_for_and_given_to_all() {
    let mut place = Place::with_source(SOURCE);
    let code = place.review().record(0).machine.unwrap().code.unwrap();
    place.does(Command::OpenBulk);
    place.does(Command::SetBulkAction(BulkAction::Code(None)));
    assert!(can(place.desk.state(), &Command::DecideBulk).is_err());
    place.does(Command::OpenSearch);
    place.does(Command::ClosePanel);
    assert_eq!(place.desk.state().panel, Panel::Bulk);
    place.does(Command::OpenSearch);
    place.does(Command::ChooseSearch(Some(code)));
    assert_eq!((&place.desk.state().panel, bulk(&place).changes.count), (&Panel::Bulk, 6));
    assert!(decided(&place).is_empty(), "the search only fills in the code");
    place.does(Command::DecideBulk);
    assert_eq!(decided(&place), [0, 1, 2, 3, 4, 5]);
    let choice = |record| match place.review().record(record).decision {
        Some(Decision::Code { choice, .. }) => Some(choice),
        _ => None,
    };
    assert_eq!((choice(0), choice(1)), (Some(Choice::Accept), Some(Choice::Search)));
}

#[test]
fn records_are_referred_flagged_said_uncodable_and_reopened_together() {
    let mut place = Place::with_source(SOURCE);
    for (action, filter, count) in [
        (BulkAction::Refer, Filter::Referred, 6),
        (BulkAction::Flag, Filter::Flagged, 6),
        (BulkAction::Uncodable(Uncodable::TooVague), Filter::Reviewed, 6),
        (BulkAction::Reopen, Filter::Reviewed, 0),
    ] {
        place.does(Command::OpenBulk);
        place.does(Command::SetBulkAction(action));
        place.does(Command::DecideBulk);
        assert_eq!(place.review().counts.of(filter), count, "{action:?}");
    }
    assert_eq!(place.review().ledger.entries().len(), 4);
}

#[test]
fn another_filter_lists_other_records() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenBulk);
    place.does(Command::SetQuery("nurse".to_owned()));
    assert_eq!(bulk(&place).changes.listed, [0, 2, 4]);
    place.does(Command::ClosePanel);
    assert!(place.review().bulk.is_none());
}

#[test]
fn very_many_records_are_decided_by_a_job_durably_and_taken_back_at_once() {
    let mut lines = String::from("id,job_title,tasks\n");
    for number in 0..10_400 {
        let title = ["truck driver", "registered nurse", "chef", "brickie"][number % 4];
        let _ = writeln!(lines, "{number},{title},");
    }
    let mut place = Place::with_source(&lines);
    place.does(Command::Select(7));
    place.does(Command::OpenBulk);
    place.desk.dispatch(Command::DecideBulk);
    for command in [Command::Accept, Command::Undo, Command::Quit, Command::CloseProject] {
        assert_eq!(can(place.desk.state(), &command), Err("Wait until the last action is written."));
    }
    assert!(place.desk.wait_idle(super::PATIENCE));
    assert_eq!(decided(&place).len(), 10_400);
    assert_eq!(place.review().selected.as_ref().unwrap().record, 7);
    assert_eq!(place.review().counts, place.review().columns.counts());
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert_eq!(decided(&place).len(), 10_400, "it was on disk");
    place.does(Command::Undo);
    assert!(decided(&place).is_empty());
    place.does(Command::Redo);
    assert_eq!((decided(&place).len(), place.review().ledger.entries().len()), (10_400, 3));
}
