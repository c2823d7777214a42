//! Records that are coded before the engine's answer is shown, and what that tells.

use review::{Action, Choice, Decision, Filter, Hidden, Share, Uncodable};
use workbench::{Command, PeopleCommand, SupervisePage, Workspace, can};

use super::{Place, Table};

const SOURCE: &str = "id,job_title,tasks\n\
    a,manager,\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,worker,\n\
    e,manager,\n\
    f,teacher and driver,\n";

fn people(command: PeopleCommand) -> Command {
    Command::People(command)
}

/// With the engine's answer hidden for everything that is to review.
fn hidden() -> Place {
    let mut place = Place::with_source(SOURCE);
    place.does(people(PeopleCommand::SetUnaidedShare(100)));
    place
}

fn selected(place: &Place) -> u32 {
    place.review().selected.as_ref().unwrap().record
}

fn kept_back(place: &Place) -> Vec<u32> {
    (0..6).filter(|record| place.review().hidden(*record) == Some(Hidden::Unaided)).collect()
}

#[test]
fn nothing_is_hidden_unless_somebody_says_so_and_only_what_is_to_review() {
    let place = Place::with_source(SOURCE);
    assert!(kept_back(&place).is_empty() && place.review().unaided.is_empty());
    let place = hidden();
    let to_review: Vec<u32> = (0..6).filter(|record| place.review().columns.is_open(*record)).collect();
    assert_eq!(kept_back(&place), to_review);
    assert!(!to_review.contains(&1), "the engine is sure of the brickie");
    let record = place.review().record(0);
    assert_eq!((record.machine, record.code, record.open), (None, None, true));
    assert_eq!(place.review().counts.of(Filter::Uncoded), 0, "a filter tells nothing either");
    let share = &place.review().unaided[0];
    assert_eq!((share.percent, share.reviewer.is_empty()), (100, false));
}

#[test]
fn what_would_tell_is_refused_until_the_record_is_coded() {
    let mut place = hidden();
    place.does(Command::Select(0));
    for command in
        [Command::Accept, Command::TakeSuggestion(1), Command::UseParent, Command::OpenGroup, Command::OpenWhatIf]
    {
        assert!(can(place.desk.state(), &command).unwrap_err().contains("Code it first"), "{command:?}");
    }
    assert!(place.review().selected.as_ref().unwrap().explanation.is_none());
    place.does(Command::SetNote("a note is a note".to_owned()));
    assert_eq!(place.review().record(0).note, "a note is a note");
    assert!(kept_back(&place).contains(&0), "and reveals nothing");
}

#[test]
fn another_code_than_the_engines_shows_it_and_the_coder_keeps_or_changes_theirs() {
    let mut place = hidden();
    place.does(Command::Select(2));
    let engine = place.review().columns.code()[2];
    place.does(Command::Uncodable(Uncodable::OutOfScope));
    assert_eq!(selected(&place), 2, "the cursor stays where both differ");
    let record = place.review().record(2);
    assert!(record.machine.is_some() && record.decision == Some(Decision::Uncodable(Uncodable::OutOfScope)));
    let coding = place.review().unaided_otherwise(2).unwrap();
    assert_eq!(coding.against, engine);
    assert!(place.review().selected.as_ref().unwrap().explanation.is_some(), "shown at once");
    assert!(place.review().last_action.as_deref().unwrap().contains("keep your code"));
    place.does(Command::Accept);
    assert_eq!(place.review().record(2).code, engine);
    let actions: Vec<Action> = place.review().ledger.entries().iter().map(|entry| entry.action).collect();
    assert_eq!(actions, [Action::Unaided, Action::Accept], "an ordinary decision");
    place.does(Command::ShowSupervise(SupervisePage::People));
    let drift = &place.desk.state().supervise.people.drift;
    assert_eq!(drift.all.unaided, Share { hits: 0, of: 1 });
    assert_eq!(drift.all.moved, Share { hits: 1, of: 1 });
}

#[test]
fn the_engines_code_goes_on_and_identical_answers_are_seen_then() {
    let mut place = hidden();
    place.does(people(PeopleCommand::SetUnaidedShare(0)));
    let code = place.review().columns.code()[0].or(place.review().codings[0].best).unwrap();
    place.does(people(PeopleCommand::SetUnaidedShare(100)));
    assert_eq!(kept_back(&place).iter().filter(|record| [0, 4].contains(record)).count(), 2);
    place.does(Command::Select(0));
    place.does(Command::ChooseSearch(Some(code)));
    let agrees = place.review().columns.code()[0] == Some(code);
    assert_eq!(selected(&place) != 0, agrees, "where both agree the cursor goes on");
    let entry = place.review().ledger.entries().last().unwrap();
    let choice = if agrees { Choice::Accept } else { Choice::Search };
    assert_eq!(entry.changes[0].after.decision, Some(Decision::Code { code, choice }));
    assert!(!kept_back(&place).contains(&4), "the same answer was seen");
    place.does(Command::Undo);
    assert!(!kept_back(&place).contains(&0), "what was seen is hidden no more");
    let path = place.review().path.clone();
    let before = kept_back(&place);
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert_eq!(kept_back(&place), before, "nor after a restart");
    let shares: Vec<u8> = place.review().unaided.iter().map(|share| share.percent).collect();
    assert_eq!(shares, [100, 0, 100], "who chose which share is kept");
    assert!(place.review().unaided.iter().all(|share| share.seed == place.review().unaided[0].seed));
}

#[test]
fn exports_have_the_engines_answer_to_what_nobody_coded() {
    let mut place = hidden();
    let hidden = place.export_csv("hidden.csv");
    place.does(people(PeopleCommand::SetUnaidedShare(0)));
    let seen = place.export_csv("seen.csv");
    let rows = |table: &Table| table.rows.clone();
    assert_eq!(rows(&hidden), rows(&seen));
    assert_eq!(place.desk.state().workspace, Workspace::Review);
}
