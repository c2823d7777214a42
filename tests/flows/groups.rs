//! Deciding once about identical answers.

use review::{Action, Choice, Decision, Filter, Order, Uncodable};
use workbench::{Command, Panel, Reach, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,truck driver,drives trucks\n\
    b,Truck Driver,drives trucks!\n\
    c,nurse,\n\
    d,\"driver, truck\",driving truck\n\
    e,truck driver,drives trucks\n\
    f,,\n\
    g,truk driver,drives trucks\n\
    h,TRUCK DRIVER,Drives Trucks\n";

fn group(place: &Place) -> &workbench::Group {
    place.review().group.as_deref().expect("a group")
}

fn codes(place: &Place) -> Vec<Option<String>> {
    (0..8)
        .map(|record| place.review().record(record).decision.map(|decision| format!("{:?}", decision.code())))
        .collect()
}

fn decided(place: &Place) -> Vec<u32> {
    (0..8).filter(|record| place.review().record(*record).decision.is_some()).collect()
}

fn second_suggestion(place: &Place) -> domain::Code {
    place.review().selected.as_ref().unwrap().explanation.as_ref().unwrap().suggestions[1].code
}

#[test]
fn a_group_is_decided_once_and_taken_back_once_and_the_cursor_stays() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(1));
    assert_eq!(place.review().selected.as_ref().unwrap().others.identical, 3);
    place.does(Command::OpenGroup);
    assert_eq!((group(&place).identical.as_slice(), group(&place).near.as_slice()), (&[0, 4, 7][..], &[3, 6][..]));
    assert_eq!(group(&place).changes.listed, [1], "this record only, unless more is chosen");
    place.does(Command::SetReach(Reach::Identical));
    assert_eq!((group(&place).changes.count, group(&place).changes.listed[0]), (4, 1));
    let code = second_suggestion(&place);
    place.does(Command::TakeSuggestion(2));
    assert_eq!(decided(&place), [0, 1, 4, 7]);
    assert_eq!(place.review().ledger.entries().len(), 1);
    assert_eq!(place.review().ledger.entries()[0].changes.len(), 4);
    let taken = Decision::Code { code, choice: Choice::Suggestion(2) };
    assert!([0, 1, 4, 7].iter().all(|record| place.review().record(*record).decision == Some(taken)));
    assert_eq!(place.review().selected.as_ref().unwrap().record, 1, "the cursor stays");
    assert!(place.desk.state().panel == Panel::None && place.review().group.is_none());
    place.does(Command::Undo);
    assert!(decided(&place).is_empty());
    assert_eq!(place.review().selected.as_ref().unwrap().record, 1, "and stays");
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    place.does(Command::Redo);
    assert_eq!(decided(&place), [0, 1, 4, 7]);
}

#[test]
fn reaching_no_further_than_this_record_is_a_decision_like_any_other() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenGroup);
    place.does(Command::DecideOffer);
    assert_eq!(decided(&place), [0]);
    assert_eq!(place.review().ledger.entries()[0].action, Action::Accept);
    assert!(place.review().selected.as_ref().unwrap().record > 0, "and on");
}

#[test]
fn what_a_person_decided_is_kept_unless_chosen_and_exceptions_stay_as_they_are() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(4));
    place.does(Command::TakeSuggestion(3));
    let kept = place.review().record(4).decision;
    place.does(Command::Select(0));
    assert_eq!(place.review().selected.as_ref().unwrap().others.otherwise, 1);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Near));
    assert_eq!((group(&place).decided, group(&place).changes.listed.as_slice()), (1, &[0, 1, 7, 3, 6][..]));
    place.does(Command::Except(7));
    assert_eq!(group(&place).changes.count, 4);
    place.does(Command::DecideOffer);
    assert_eq!(decided(&place), [0, 1, 3, 4, 6]);
    assert_eq!(place.review().record(4).decision, kept);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Near));
    assert_eq!(group(&place).changes.count, 1, "only the exception is left");
    place.does(Command::SetDecidedToo(true));
    assert_eq!(group(&place).changes.count, 2, "those that stand so already do not change");
    place.does(Command::DecideOffer);
    assert_eq!(place.review().ledger.entries().last().unwrap().changes.len(), 2);
    let standing = codes(&place);
    assert!([1, 3, 4, 6, 7].iter().all(|record| standing[*record] == standing[0]));
    place.does(Command::OpenGroup);
    assert_eq!(can(place.desk.state(), &Command::DecideOffer), Err("Nothing would change."));
}

#[test]
fn the_code_of_the_engine_is_accepted_record_by_record() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Near));
    let code = second_suggestion(&place);
    place.does(Command::ChooseSearch(Some(code)));
    for record in [0, 1, 3, 4, 6, 7] {
        let row = place.review().record(record);
        let accepted = row.machine.and_then(|machine| machine.code) == Some(code);
        let choice = if accepted { Choice::Accept } else { Choice::Search };
        assert_eq!(row.decision, Some(Decision::Code { code, choice }), "{record}");
    }
}

#[test]
fn a_search_or_a_reason_is_for_the_group_and_leads_back_to_it() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Identical));
    for open in [Command::OpenSearch, Command::OpenUncodable] {
        place.does(open);
        place.does(Command::ClosePanel);
        assert_eq!(place.desk.state().panel, Panel::Group);
    }
    place.does(Command::OpenUncodable);
    place.does(Command::Uncodable(Uncodable::TooVague));
    assert_eq!(decided(&place), [0, 1, 4, 7]);
    place.does(Command::OpenGroup);
    place.does(Command::ClosePanel);
    assert!(place.review().group.is_none());
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.review().ledger.entries().last().unwrap().changes.len(), 1, "the group is over");
}

#[test]
fn the_parent_is_offered_before_it_is_taken_and_a_group_is_referred_at_once() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Identical));
    let before = group(&place).offer().and_then(Decision::code).unwrap();
    place.does(Command::RaiseOffer);
    place.does(Command::RaiseOffer);
    let parent = group(&place).offer().and_then(Decision::code).unwrap();
    assert!(before.is_within(parent) && before != parent);
    assert!(place.review().ledger.entries().is_empty());
    place.does(Command::DecideOffer);
    assert_eq!(place.review().ledger.entries()[0].action, Action::UseParent);
    place.does(Command::Undo);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Identical));
    place.does(Command::Refer);
    assert_eq!(place.review().counts.of(Filter::Referred), 4);
}

#[test]
fn another_record_ends_the_group_and_a_blank_answer_has_none() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenGroup);
    place.does(Command::SetReach(Reach::Identical));
    place.does(Command::Select(2));
    assert!(place.review().group.is_none());
    place.does(Command::TakeSuggestion(1));
    assert_eq!(decided(&place), [2]);
    place.does(Command::Select(5));
    place.does(Command::OpenGroup);
    assert!(group(&place).identical.is_empty() && group(&place).near.is_empty());
}

#[test]
fn conflicting_decisions_are_a_filter_and_a_word_in_the_export_until_they_agree() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::TakeSuggestion(1));
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(2));
    place.does(Command::Select(3));
    place.does(Command::TakeSuggestion(3));
    assert_eq!(place.review().counts.of(Filter::Conflicting), 2, "identical answers only, and only decided ones");
    place.does(Command::SetFilter(Filter::Conflicting));
    assert_eq!(place.review().visible, [0, 1]);
    assert!(!place.review().record(0).open, "what is done is not to review again");
    let table = place.export_csv("out");
    let words: Vec<&str> = (0..8).map(|row| table.cell(row, "review_flag")).collect();
    assert_eq!(words, ["conflicting", "conflicting", "", "", "", "", "", ""]);
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert_eq!(place.review().counts.of(Filter::Conflicting), 2);
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.review().counts.of(Filter::Conflicting), 0);
    place.does(Command::Undo);
    assert_eq!(place.review().counts.of(Filter::Conflicting), 2);
}

#[test]
fn the_most_frequent_answers_come_first() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetOrder(Order::Frequency));
    assert_eq!(place.review().visible, [0, 1, 4, 7, 2, 3, 5, 6]);
    assert_eq!(place.review().selected.as_ref().unwrap().record, 0);
    place.does(Command::SetQuery("truk".to_owned()));
    assert_eq!(place.review().visible, [6]);
}
