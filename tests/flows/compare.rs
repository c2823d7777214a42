//! Two codes side by side, and why the engine did not take one.

use domain::Code;
use review::{Choice, Decision};
use workbench::{Command, ComparePanel, Panel, Side, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,mechanic,fix diesel engines\n\
    b,brickie,lays bricks\n\
    c,,\n";

fn panel(place: &Place) -> &ComparePanel {
    match &place.desk.state().panel {
        Panel::Compare(panel) => panel,
        other => panic!("{other:?}"),
    }
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn suggestions(place: &Place) -> Vec<Code> {
    let explanation = place.review().selected.as_ref().unwrap().explanation.as_ref().unwrap();
    explanation.suggestions.iter().map(|suggestion| suggestion.code).collect()
}

#[test]
fn the_two_best_suggestions_are_compared_and_one_is_taken() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    let best = suggestions(&place);
    place.does(Command::OpenCompare);
    assert_eq!(panel(&place).codes, [Some(best[0]), Some(best[1])]);
    let comparison = panel(&place).comparison.as_ref().unwrap();
    assert_eq!((comparison.a.rank, comparison.b.rank), (Some(1), Some(2)));
    place.does(Command::TakeCompared(Side::B));
    assert_eq!(place.desk.state().panel, Panel::None);
    let decision = Decision::Code { code: best[1], choice: Choice::Suggestion(2) };
    assert_eq!(place.review().record(0).decision, Some(decision));
}

#[test]
fn either_code_is_changed_by_search() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::OpenCompare);
    let best = suggestions(&place);
    place.does(Command::OpenCompareSearch(Side::A));
    assert!(can(place.desk.state(), &Command::TakeCompared(Side::A)).is_err(), "while one searches");
    place.does(Command::SetCompareSearch("bricklayer".to_owned()));
    place.does(Command::ChooseCompareSearch(None));
    assert_eq!(panel(&place).codes, [Some(code("371131")), Some(best[1])]);
    assert_eq!(panel(&place).comparison.as_ref().unwrap().a.code, code("371131"));
    place.does(Command::TakeCompared(Side::A));
    let decision = Decision::Code { code: code("371131"), choice: Choice::Search };
    assert_eq!(place.review().record(0).decision, Some(decision));
}

#[test]
fn why_not_asks_for_a_code_and_sets_it_against_the_best_one() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::OpenWhyNot);
    assert!(panel(&place).why && panel(&place).search.is_some() && panel(&place).comparison.is_none());
    place.does(Command::SetCompareSearch("pastrycook".to_owned()));
    place.does(Command::ChooseCompareSearch(Some(code("371131"))));
    let comparison = panel(&place).comparison.as_ref().unwrap();
    assert_eq!(comparison.a.code, suggestions(&place)[0]);
    assert!(comparison.b.rank.unwrap() > 9 && comparison.parting.is_some());
    place.does(Command::Select(2));
    assert!(can(place.desk.state(), &Command::OpenWhyNot).is_err(), "a blank answer has no path");
}
