//! Narrowing the queue, saved views, coming back to a project, and taking single decisions back.

use domain::Code;
use review::{Depth, Filter, Narrowing, Order};
use workbench::{Command, Listed, Panel, Reach, Workspace, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,,\n\
    e,manager,\n\
    f,bricklayer,builds walls of bricks\n\
    g,aged care nurse,nursing in aged care\n";

fn code(text: &str) -> Option<Code> {
    Code::parse(text).ok()
}

fn visible(place: &Place) -> Vec<u32> {
    place.review().visible.clone()
}

#[test]
fn every_count_is_what_narrowing_to_it_shows() {
    let mut place = Place::with_source(SOURCE);
    let groups = place.review().facets.groups.clone();
    assert!(groups.len() > 2 && groups.iter().any(|(group, _)| Some(*group) == code("0")), "{groups:?}");
    for (group, count) in groups {
        place.does(Command::SetNarrowing(Narrowing { code: Some(group), ..Narrowing::default() }));
        assert_eq!(visible(&place).len(), count, "{group}");
    }
    for (depth, count) in Depth::ALL.into_iter().zip(place.review().facets.depths) {
        let narrowing = Narrowing { code: place.review().narrowing.code, depth: Some(depth), ..Narrowing::default() };
        place.does(Command::SetNarrowing(narrowing));
        assert_eq!(visible(&place).len(), count, "{}", depth.name());
    }
    place.does(Command::ClearNarrowing);
    assert_eq!(visible(&place).len(), 7);
    assert_eq!(can(place.desk.state(), &Command::ClearNarrowing), Err("Nothing is narrowed."));
}

#[test]
fn words_are_counted_where_somebody_looks_and_narrow_as_whole_words() {
    let mut place = Place::with_source(SOURCE);
    assert_eq!(place.review().frequent_words, []);
    place.does(Command::LookAtWords(true));
    let words = &place.review().frequent_words;
    assert_eq!(words[..2], [("aged".to_owned(), 2), ("bricks".to_owned(), 2)], "{words:?}");
    place.does(Command::SetWord("bricks".to_owned(), true));
    assert_eq!(visible(&place), [1, 5]);
    place.does(Command::SetWord("walls".to_owned(), true));
    assert_eq!(visible(&place), [5]);
    assert!(place.review().frequent_words.iter().all(|(word, _)| word != "nurse"), "counted among those shown");
    place.does(Command::SetQuery("nurse".to_owned()));
    assert_eq!(visible(&place), [] as [u32; 0], "query and words together");
    place.does(Command::ClearNarrowing);
    assert_eq!(visible(&place).len(), 7);
}

#[test]
fn a_view_is_saved_by_name_and_shown_again_in_another_session() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetFilter(Filter::Flagged));
    place.does(Command::SetOrder(Order::Uncertainty));
    place.does(Command::SetNarrowing(Narrowing { confidence: Some((0, 8)), ..Narrowing::default() }));
    let shown = visible(&place);
    place.does(Command::OpenSaveView);
    place.does(Command::SaveView("unsure ones".to_owned()));
    assert_eq!(place.desk.state().panel, Panel::None);
    place.does(Command::SetFilter(Filter::All));
    place.does(Command::ClearNarrowing);
    place.does(Command::CloseProject);
    let mut place = place.restart();
    let path = place.path("source.occudesk");
    place.does(Command::OpenPath(path));
    assert_eq!(visible(&place).len(), 7);
    place.does(Command::ShowView(0));
    assert_eq!(visible(&place), shown);
    assert_eq!(place.review().order, Order::Uncertainty);
    place.does(Command::ForgetView(0));
    assert!(can(place.desk.state(), &Command::ShowView(0)).is_err());
}

#[test]
fn a_project_opens_where_it_was_left() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetFilter(Filter::Flagged));
    place.does(Command::SetQuery("manager".to_owned()));
    place.does(Command::CloseProject);
    let settings = std::fs::read_to_string(place.path("home/settings.json")).unwrap();
    assert!(!settings.contains("manager"), "words are kept only where somebody saves a view: {settings}");
    let path = place.path("source.occudesk");
    place.does(Command::OpenPath(path));
    place.does(Command::Last);
    let (shown, record) = (visible(&place), place.review().selected.as_ref().unwrap().record);
    assert!(record > 0);
    place.does(Command::CloseProject);
    let mut place = place.restart();
    let path = place.path("source.occudesk");
    place.does(Command::OpenPath(path));
    assert_eq!((visible(&place), place.review().filter), (shown, Filter::Flagged));
    assert_eq!(place.review().selected.as_ref().unwrap().record, record);
}

#[test]
fn one_decision_is_taken_back_and_later_ones_stay_also_after_a_restart() {
    let mut place = Place::with_source(SOURCE);
    for row in [0, 1, 5] {
        place.does(Command::Select(row));
        place.does(Command::Accept);
    }
    place.does(Command::Select(1));
    place.does(Command::UseParent);
    assert!(can(place.desk.state(), &Command::Revert(2, None)).is_err(), "the record was changed since");
    place.does(Command::Revert(4, Some(1)));
    assert_eq!(place.review().record(1).decision.and_then(|decision| decision.code()), code("371131"));
    place.does(Command::ShowLog);
    place.does(Command::MoveLog(4));
    place.does(Command::RevertMarked);
    let decided = |place: &Place| (0..7).filter(|record| place.review().record(*record).decision.is_some()).collect();
    let standing: Vec<u32> = decided(&place);
    assert_eq!(standing, [1, 5], "the first of the log was taken back");
    place.does(Command::CloseProject);
    let mut place = place.restart();
    let path = place.path("source.occudesk");
    place.does(Command::OpenPath(path));
    let standing: Vec<u32> = decided(&place);
    assert_eq!(standing, [1, 5]);
    place.does(Command::Undo);
    let standing: Vec<u32> = decided(&place);
    assert_eq!(standing, [0, 1, 5], "taking back is undone like anything else");
}

#[test]
fn going_to_a_record_that_is_not_shown_shows_it() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::Accept);
    place.does(Command::SetFilter(Filter::Uncoded));
    assert!(!visible(&place).contains(&0));
    place.does(Command::ShowLog);
    place.does(Command::GoToMarked);
    assert_eq!(place.review().selected.as_ref().unwrap().record, 0);
    assert_eq!(place.review().filter, Filter::All);
}

#[test]
fn another_answer_is_tried_without_touching_the_record() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(4));
    place.does(Command::OpenWhatIf);
    place.does(Command::SetWhatIf("bricklayer".to_owned(), "lays bricks".to_owned()));
    let Panel::WhatIf(what) = &place.desk.state().panel else { panic!("no what-if") };
    let best = what.explanation.as_ref().unwrap().coding.best;
    assert_eq!(best, code("371131"));
    place.does(Command::ClosePanel);
    assert_eq!(place.review().record(4).title, "manager");
    assert_eq!(place.review().ledger.entries().len(), 0);
}

#[test]
fn a_key_of_ones_own_is_kept_and_one_that_is_taken_is_refused() {
    let mut place = Place::new();
    let set = |words: &str, key: &str| Command::SetKey(words.to_owned(), Some(key.to_owned()));
    assert!(can(place.desk.state(), &set("Accept", "F")).is_err(), "that is the key of Flag");
    assert!(can(place.desk.state(), &set("Accept", "Escape")).is_err());
    place.does(set("Flag", "Q"));
    place.does(set("Accept", "F"));
    let place = place.restart();
    let settings = &place.desk.state().settings;
    let row = workbench::row_of(&Command::Accept).unwrap();
    assert_eq!(settings.shortcut_text(row), "F");
}

#[test]
fn a_group_that_is_no_longer_seen_widens_no_decision() {
    let mut place = Place::with_source("id,job_title\n1,brickie\n2,brickie\n3,brickie\n");
    for command in [
        Command::OpenGroup,
        Command::SetReach(Reach::Identical),
        Command::ShowWorkspace(Workspace::Classification),
        Command::ShowWorkspace(Workspace::Review),
        Command::Accept,
    ] {
        place.does(command);
    }
    let decided: Vec<u32> = (0..3).filter(|record| place.review().record(*record).decision.is_some()).collect();
    assert_eq!(decided, [0]);
}

#[test]
fn taking_back_twice_in_the_list_takes_back_one_decision() {
    let mut place = Place::with_source(SOURCE);
    for row in [0, 1] {
        place.does(Command::Select(row));
        place.does(Command::Accept);
    }
    place.does(Command::ShowLog);
    place.does(Command::MoveLog(1));
    place.does(Command::RevertMarked);
    assert!(can(place.desk.state(), &Command::RevertMarked).is_err(), "the mark is still on what was taken back");
    assert!(place.review().record(1).decision.is_some() && place.review().record(0).decision.is_none());
}

#[test]
fn a_list_is_taken_away_with_all_else_that_narrows() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(1));
    place.does(Command::Accept);
    let earlier = place.export_csv("wave");
    assert!(!earlier.rows.is_empty());
    let path = place.path("wave.csv");
    place.does(Command::LoadEarlier(path));
    place.does(Command::ShowListed(Listed::WithEarlier));
    assert_eq!(visible(&place), [1]);
    place.does(Command::GoTo(4));
    assert_eq!(visible(&place).len(), 7);
}
