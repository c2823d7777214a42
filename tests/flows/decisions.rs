//! Decisions, flags, notes, filters and thresholds.

use domain::Thresholds;
use review::{Action, Choice, Decision, Filter, Flag, Order, Uncodable};
use workbench::{Command, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,,\n\
    e,manager,\n\
    f,chef,cooks in a restaurant\n";

fn selected(place: &Place) -> u32 {
    place.review().selected.as_ref().unwrap().record
}

#[test]
fn referring_and_flagging_can_be_taken_back_and_end_with_a_decision() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(5));
    place.does(Command::Flag);
    assert!(place.review().record(5).flags.has(Flag::ByHand) && place.review().record(5).open);
    place.does(Command::Flag);
    assert!(!place.review().record(5).flags.has(Flag::ByHand));
    place.does(Command::Refer);
    assert_eq!(place.review().counts.of(Filter::Referred), 1);
    place.does(Command::SetFilter(Filter::Referred));
    assert_eq!(place.review().visible, [5]);
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.review().counts.of(Filter::Referred), 0);
    place.does(Command::ClearDecision);
    assert_eq!(place.review().record(5).decision, None);
}

#[test]
fn what_cannot_be_done_says_why_and_changes_nothing() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(3));
    for command in [Command::Accept, Command::UseParent, Command::ClearDecision, Command::Undo, Command::Redo] {
        let reason = can(place.desk.state(), &command).unwrap_err();
        place.desk.dispatch(command);
        assert_eq!(place.desk.state().refusal, Some(reason));
    }
    assert!(place.review().ledger.entries().is_empty());
    place.does(Command::Uncodable(Uncodable::Blank));
    assert_eq!(place.desk.state().refusal, None);
}

#[test]
fn the_same_decision_again_only_goes_on() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(1));
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(1));
    assert_eq!(selected(&place), 2);
    assert_eq!(place.review().ledger.entries().len(), 1);
}

#[test]
fn the_query_narrows_every_filter() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetQuery("BRICK".to_owned()));
    assert_eq!(place.review().visible, [1]);
    place.does(Command::SetQuery("xylophone".to_owned()));
    assert!(place.review().visible.is_empty() && place.review().selected.is_none());
    assert!(can(place.desk.state(), &Command::Next).is_err());
    place.does(Command::SetQuery(String::new()));
    assert_eq!(place.review().visible.len(), 6);
}

#[test]
fn the_selected_record_stays_selected_when_the_list_changes() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(4));
    place.does(Command::SetOrder(Order::Uncertainty));
    assert_eq!(selected(&place), 4);
    let row = place.review().selected.as_ref().unwrap().row;
    assert_eq!(place.review().visible[row], 4);
}

#[test]
fn new_thresholds_change_every_status_and_survive_a_restart() {
    let mut place = Place::with_source(SOURCE);
    let strict = Thresholds::checked(1.0, 1.0).unwrap();
    place.does(Command::OpenThresholds);
    place.does(Command::SetThresholds(strict));
    assert!(place.review().counts.of(Filter::Uncoded) > 1);
    let lenient = Thresholds::checked(0.0, 0.0).unwrap();
    place.does(Command::SetThresholds(lenient));
    assert_eq!(place.review().counts.of(Filter::Partial), 0);
    assert_eq!(place.review().counts.of(Filter::Uncoded), 1, "a blank answer stays blank");
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert_eq!(place.review().thresholds, lenient);
    assert_eq!(place.review().counts.of(Filter::Uncoded), 1);
    place.does(Command::Undo);
    assert_eq!(place.review().thresholds, strict, "also after a restart");
    place.does(Command::Undo);
    let first = place.review().thresholds;
    assert!(first != strict && first != lenient, "those of the model");
    place.does(Command::Redo);
    place.does(Command::Redo);
    assert_eq!(place.review().thresholds, lenient);
    place.does(Command::Undo);
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert_eq!(place.review().thresholds, strict, "what was taken back stays so");
    place.does(Command::Redo);
    assert_eq!(place.review().thresholds, lenient);
}

#[test]
fn the_record_pane_has_every_cell_and_the_history() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(1));
    let cells = &place.review().selected.as_ref().unwrap().cells;
    assert_eq!(cells, &["b", "brickie", "lays bricks"]);
    assert_eq!(place.review().column_names, ["id", "job_title", "tasks"]);
    place.does(Command::SetReviewer(" Kim ".to_owned()));
    place.does(Command::TakeSuggestion(1));
    place.does(Command::Select(1));
    let history = &place.review().selected.as_ref().unwrap().history;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].reviewer, "Kim");
    assert!(history[0].what.starts_with("Accepted"), "{}", history[0].what);
}

#[test]
fn picking_the_code_of_the_engine_is_accepting_it_and_another_is_a_correction() {
    let mut place = Place::with_source(SOURCE);
    // Nothing is cut off, so that the first suggestion is the code that stands.
    place.does(Command::SetThresholds(Thresholds::checked(0.0, 0.0).unwrap()));
    let machine = place.review().record(1).machine.unwrap().code.unwrap();
    let second = {
        place.does(Command::Select(1));
        place.review().selected.as_ref().unwrap().explanation.as_ref().unwrap().suggestions[1].code
    };
    let steps = [
        (Command::TakeSuggestion(1), Action::Accept, Choice::Accept, machine),
        (Command::TakeSuggestion(2), Action::Correct, Choice::Suggestion(2), second),
        (Command::ChooseSearch(Some(machine)), Action::Accept, Choice::Accept, machine),
        (Command::ChooseSearch(Some(second)), Action::Correct, Choice::Search, second),
    ];
    for (command, action, choice, code) in steps {
        place.does(Command::Select(1));
        place.does(command);
        let entry = place.review().ledger.entries().last().unwrap();
        assert_eq!((entry.action, entry.changes[0].after.decision), (action, Some(Decision::Code { code, choice })));
    }
    place.does(Command::Select(1));
    place.does(Command::ClearDecision);
    place.does(Command::UseParent);
    let entry = place.review().ledger.entries().last().unwrap();
    assert_eq!(entry.action, Action::UseParent, "the parent key is always a correction");
}

#[test]
fn what_a_cut_code_was_cut_from_is_a_correction() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetThresholds(Thresholds::checked(1.0, 0.999).unwrap()));
    let standing = place.review().record(4).machine.unwrap().code;
    place.does(Command::Select(4));
    let first = place.review().selected.as_ref().unwrap().explanation.as_ref().unwrap().suggestions[0].code;
    assert_ne!(Some(first), standing);
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.review().ledger.entries().last().unwrap().action, Action::Correct);
}

#[test]
fn a_query_that_grows_shrinks_or_changes_finds_the_same_as_at_once() {
    let mut typed = Place::with_source(SOURCE);
    for query in ["c", "ch", "che", "cook", "c", "chef", "a", ""] {
        typed.does(Command::SetQuery(query.to_owned()));
        let narrowed = typed.review().visible.clone();
        typed.does(Command::SetQuery(String::new()));
        typed.does(Command::SetQuery(query.to_owned()));
        assert_eq!(typed.review().visible, narrowed, "{query}");
    }
}
