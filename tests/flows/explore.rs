//! Exploring what is typed, with and without an open project.

use domain::{ClassificationId, Code, Level, Status};
use workbench::{Command, EXAMPLES, Explore, ExploreCommand, Reading, Screen, Workspace, can};

use super::{PATIENCE, Place};

const SOURCE: &str = "id,job_title,tasks\na,mechanic,fix diesel engines\nb,brickie,lays bricks\nc,,\n";

fn explore(place: &Place) -> &Explore {
    &place.desk.state().explore
}

fn set(title: &str, tasks: &str) -> Command {
    Command::Explore(ExploreCommand::SetAnswer(title.to_owned(), tasks.to_owned()))
}

#[track_caller]
fn osca(place: &Place) -> &Reading {
    explore(place).typed.reading(ClassificationId::Osca2024).expect("a reading")
}

/// In the workspace, without a project.
fn exploring() -> Place {
    let mut place = Place::new();
    place.does(Command::ShowWorkspace(Workspace::Explore));
    place
}

#[test]
fn an_answer_is_read_in_both_classifications_without_a_project() {
    let mut place = exploring();
    assert!(explore(&place).typed.readings.iter().all(Option::is_none), "nothing is typed yet");
    place.does(set("primary school teacher", ""));
    let codes = ClassificationId::ALL.map(|id| {
        let reading = explore(&place).typed.reading(id).expect("a reading");
        assert_eq!(reading.outcome.status, Status::Coded);
        assert_eq!(reading.explanation.levels.len(), Level::ALL.len());
        assert!((reading.nearest[0].similarity - 1.0).abs() < 1e-6, "{:?}", reading.nearest[0]);
        let changes = reading.changes.as_ref().expect("what would change it was looked for");
        assert_ne!(changes.removal.as_ref().map(|removal| removal.code), reading.explanation.coding.best);
        reading.outcome.code.map(|code| code.to_string()).unwrap_or_default()
    });
    assert_eq!(codes, ["251231", "241213"]);
    place.does(set("", ""));
    assert!(explore(&place).typed.readings.iter().all(Option::is_none) && explore(&place).typed.words.is_none());
}

#[test]
fn what_is_typed_while_the_models_are_read_is_read_then() {
    let mut place = Place::new();
    place.desk.dispatch(Command::ShowWorkspace(Workspace::Explore));
    place.desk.dispatch(set("brickie", ""));
    place.desk.dispatch(Command::Explore(ExploreCommand::Pin));
    place.desk.dispatch(set("brickie", "lays bricks"));
    assert!(place.desk.wait_idle(PATIENCE));
    assert!(!explore(&place).is_loading() && !explore(&place).is_looking());
    assert_eq!(osca(&place).outcome.status, Status::Coded);
    let pinned = explore(&place).pinned.as_ref().expect("a pinned answer");
    assert!(pinned.reading(ClassificationId::Anzsco2022).is_some());
}

#[test]
fn only_the_last_of_quick_keystrokes_is_looked_into() {
    let mut place = exploring();
    for end in 1.."mechanic of trucks".len() {
        place.desk.dispatch(set(&"mechanic of trucks"[..end], "repairs diesel engines"));
    }
    assert_eq!(place.desk.state().jobs.len(), 1, "the others were given up");
    assert!(place.desk.wait_idle(PATIENCE));
    assert!(osca(&place).changes.is_some());
    assert_eq!(place.desk.state().notices, []);
}

#[test]
fn the_examples_pin_one_answer_and_type_another() {
    let mut place = exploring();
    for (at, example) in EXAMPLES.iter().enumerate() {
        place.does(Command::Explore(ExploreCommand::NextExample));
        let explore = explore(&place);
        assert_eq!(explore.example, Some(at));
        let pinned = explore.pinned.as_ref().expect("a pinned answer");
        assert_eq!((pinned.title.as_str(), pinned.tasks.as_str()), example.before);
        assert_eq!((explore.typed.title.as_str(), explore.typed.tasks.as_str()), example.after);
        assert_eq!(pinned.words.is_some(), explore.typed.words.is_some() && pinned.words.is_some());
    }
    place.does(Command::Explore(ExploreCommand::NextExample));
    assert_eq!(explore(&place).example, Some(0), "after the last comes the first");
    place.does(Command::Explore(ExploreCommand::PreviousExample));
    assert_eq!(explore(&place).example, Some(EXAMPLES.len() - 1));
    place.does(set("student nurse", ""));
    assert_eq!(explore(&place).example, None);
    assert!(explore(&place).pinned.is_some(), "what is pinned stays");
}

#[test]
fn an_answer_is_pinned_swapped_and_let_go() {
    let mut place = exploring();
    for command in [ExploreCommand::Pin, ExploreCommand::Swap, ExploreCommand::Unpin, ExploreCommand::Clear] {
        assert!(can(place.desk.state(), &Command::Explore(command.clone())).is_err(), "{command:?}");
    }
    place.does(set("teacher", ""));
    place.does(Command::Explore(ExploreCommand::Pin));
    place.does(set("primary school teacher", ""));
    let words = explore(&place).typed.words.clone();
    assert!(words.is_some() && explore(&place).pinned.as_ref().is_some_and(|pinned| pinned.words.is_some()));
    place.does(Command::Explore(ExploreCommand::Swap));
    assert_eq!(explore(&place).typed.title, "teacher");
    assert_eq!(osca(&place).outcome.status, Status::Partial);
    place.does(Command::Explore(ExploreCommand::Clear));
    assert!(explore(&place).typed.is_blank());
    assert_eq!(explore(&place).pinned.as_ref().map(|pinned| pinned.title.as_str()), Some("primary school teacher"));
    place.does(Command::Explore(ExploreCommand::Unpin));
    assert!(explore(&place).pinned.is_none());
}

#[test]
fn the_words_of_every_level_of_either_path_can_be_shown() {
    let mut place = exploring();
    place.does(set("mechanic", "repairs diesel engines of trucks"));
    for id in ClassificationId::ALL {
        place.does(Command::Explore(ExploreCommand::Show(id)));
        for level in Level::ALL {
            place.does(Command::Explore(ExploreCommand::ChooseLevel(Some(level))));
            let siblings = explore(&place).typed.reading(id).and_then(|reading| reading.level(level)).unwrap();
            assert_eq!(explore(&place).typed.words.is_some(), !siblings.siblings.is_empty(), "{id:?} {level:?}");
        }
    }
    place.does(Command::Explore(ExploreCommand::MoveLevel(i32::MIN)));
    assert_eq!(explore(&place).shown_level(), Some(Level::MajorGroup));
    place.does(Command::Explore(ExploreCommand::MoveLevel(1)));
    assert_eq!(explore(&place).shown_level(), Some(Level::SubMajorGroup));
}

#[test]
fn the_answer_of_a_record_is_explored_and_forgotten_with_its_project() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::Explore(ExploreCommand::Record));
    assert_eq!(place.desk.state().workspace, Workspace::Explore);
    assert_eq!(
        (explore(&place).typed.title.as_str(), explore(&place).typed.tasks.as_str()),
        ("mechanic", "fix diesel engines")
    );
    let machine = place.review().codings[0];
    let coding = osca(&place).explanation.coding;
    assert_eq!((coding.best, coding.conditionals), (machine.best, machine.conditionals), "as the record was coded");
    place.does(Command::Explore(ExploreCommand::Pin));
    place.does(set("mechanic", "fix diesel engines of boats"));
    assert_eq!(place.review().ledger.entries().len(), 0, "no record is touched");
    place.does(Command::CloseProject);
    assert!(explore(&place).typed.is_blank() && explore(&place).pinned.is_none());
}

#[test]
fn what_was_typed_by_oneself_outlives_a_project() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::ShowWorkspace(Workspace::Explore));
    place.does(set("brickie", ""));
    place.does(Command::CloseProject);
    assert_eq!(explore(&place).typed.title, "brickie");
}

#[test]
fn a_code_is_looked_up_in_the_classification() {
    let mut place = exploring();
    place.does(set("brickie", ""));
    let code = Code::parse("331111").unwrap();
    place.does(Command::Explore(ExploreCommand::LookUp(ClassificationId::Anzsco2022, code)));
    let state = place.desk.state();
    assert_eq!(state.workspace, Workspace::Classification);
    assert_eq!((state.browser.classification, state.browser.selected), (ClassificationId::Anzsco2022, Some(code)));
    place.does(Command::ShowWorkspace(Workspace::Explore));
    assert_eq!(explore(&place).typed.title, "brickie", "and back");
    let none = Code::parse("999999").unwrap();
    let unknown = Command::Explore(ExploreCommand::LookUp(ClassificationId::Osca2024, none));
    assert_eq!(can(place.desk.state(), &unknown), Err("The classification has no such code."));
}

#[test]
fn a_pasted_text_is_kept_in_part_and_read() {
    let mut place = exploring();
    let long = "é nurse 👩‍⚕️ ".repeat(5_000);
    place.does(set(&long, &long));
    let typed = &explore(&place).typed;
    assert!(typed.title.len() <= 20_000 && long.starts_with(&typed.title) && typed.tasks.len() > 19_990);
    assert!(typed.is_cut && osca(&place).changes.is_some());
}

#[test]
fn exploring_waits_for_an_import_and_belongs_to_its_workspace() {
    let mut place = Place::new();
    assert_eq!(can(place.desk.state(), &set("x", "")), Err("This belongs to exploring (Ctrl+3)."));
    let source = place.file("source.csv", SOURCE.as_bytes());
    place.does(Command::OpenPath(source));
    assert!(matches!(place.desk.state().screen, Screen::Mapping(_)));
    let example = Command::Explore(ExploreCommand::Example(0));
    assert_eq!(can(place.desk.state(), &example), Err("Import the file or close it first."));
}
