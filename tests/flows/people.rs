//! Who works, what everybody did, the log and its check, and the project as it stood.

use domain::Thresholds;
use review::{Decision, Filter, LogFilter, Uncodable, hash_text};
use workbench::{Command, HeadFound, PeopleCommand, PeoplePart, Role, Settings, SupervisePage, Workspace, can};

use super::{Place, Table};

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,,\n\
    e,manager,\n\
    f,chef,cooks in a restaurant\n\
    g,brickie,lays bricks\n";

fn people(command: PeopleCommand) -> Command {
    Command::People(command)
}

fn look_at_people(place: &mut Place) {
    place.does(Command::ShowSupervise(SupervisePage::People));
}

/// Decides as this person about the record: its first suggestion.
fn decides(place: &mut Place, who: &str, record: usize) {
    place.does(Command::SetReviewer(who.to_owned()));
    place.does(Command::ShowWorkspace(Workspace::Review));
    place.does(Command::Select(record));
    place.does(Command::TakeSuggestion(1));
}

#[test]
fn another_name_stands_beside_the_next_decision_only_and_brings_its_role() {
    let mut place = Place::with_source(SOURCE);
    decides(&mut place, "Kim", 1);
    place.does(people(PeopleCommand::SetRole(Role::Coder)));
    decides(&mut place, "Ada", 5);
    assert_eq!(place.desk.state().settings.role, Role::Coder, "a new name has the role that stands");
    place.does(people(PeopleCommand::SetRole(Role::Supervisor)));
    let names: Vec<&str> = place.review().ledger.entries().iter().map(|entry| entry.reviewer.as_str()).collect();
    assert_eq!(names, ["Kim", "Ada"]);
    place.does(Command::SetReviewer("Kim".to_owned()));
    assert_eq!(place.desk.state().settings.role, Role::Coder, "a known name brings its own");
    let path = place.review().path.clone();
    let mut place = place.restart();
    assert_eq!((place.desk.state().settings.reviewer.as_str(), place.desk.state().settings.role), ("Kim", Role::Coder));
    place.does(Command::OpenPath(path));
    let notice = place.notice();
    assert!(notice.contains("“Kim”, coder") && notice.contains("“Ada”"), "{notice}");
}

#[test]
fn a_coder_leaves_thresholds_and_figures_to_supervisors() {
    let mut place = Place::with_source(SOURCE);
    decides(&mut place, "Kim", 1);
    place.does(people(PeopleCommand::SetRole(Role::Coder)));
    let thresholds = Command::SetThresholds(Thresholds::checked(0.9, 0.2).unwrap());
    for command in [thresholds, people(PeopleCommand::ShowPart(PeoplePart::Log)), people(PeopleCommand::VerifyLog)] {
        assert!(can(place.desk.state(), &command).unwrap_err().contains("supervisors"), "{command:?}");
    }
    look_at_people(&mut place);
    assert!(place.desk.state().supervise.people.figures.is_none(), "figures of others are not even counted");
    decides(&mut place, "Kim", 5);
    assert_eq!(place.review().ledger.entries().len(), 2);
}

#[test]
fn a_trainee_looks_at_a_project_and_decides_nothing_in_it() {
    let mut place = Place::new();
    place.does(people(PeopleCommand::SetRole(Role::Trainee)));
    let mut place = place.restart();
    assert_eq!(place.desk.state().workspace, Workspace::Explore, "where a trainee begins");
    let source = place.file("source.csv", SOURCE.as_bytes());
    place.does(Command::OpenPath(source));
    place.does(Command::StartImport);
    assert!(place.review().is_coded(), "the engine decides nothing");
    for command in [Command::Accept, Command::Flag, Command::Uncodable(Uncodable::Blank), Command::OpenNote] {
        assert!(can(place.desk.state(), &command).unwrap_err().contains("trainee"), "{command:?}");
    }
    place.export_csv("looked-at.csv");
    place.does(people(PeopleCommand::SetRole(Role::Coder)));
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.review().ledger.entries().len(), 1);
}

#[test]
fn figures_and_log_follow_what_was_decided() {
    let mut place = Place::with_source(SOURCE);
    decides(&mut place, "Kim", 1);
    decides(&mut place, "Ada", 6);
    decides(&mut place, "Kim", 5);
    look_at_people(&mut place);
    let figures = place.desk.state().supervise.people.figures.clone().unwrap();
    let told: Vec<_> = figures.people.iter().map(|person| (person.name.as_str(), person.work.records)).collect();
    assert_eq!(told, [("Ada", 1), ("Kim", 2)]);
    assert_eq!((figures.people[0].others.hits, figures.people[0].others.of), (1, 1), "both had the brickie");
    let of_kim = LogFilter { reviewer: Some("Kim".to_owned()), ..LogFilter::default() };
    place.does(people(PeopleCommand::SetLogFilter(of_kim)));
    let (state, review) = (place.desk.state(), place.review());
    let view = &state.supervise.people;
    assert_eq!(view.listed(review), 2);
    assert_eq!(
        [view.entry_in(review, 0), view.entry_in(review, 1), view.entry_in(review, 2)],
        [Some(3), Some(1), None]
    );
    assert_eq!((view.line_of(review, 1), view.line_of(review, 2)), (Some(1), None));
    place.does(people(PeopleCommand::MoveEntry(1)));
    place.does(people(PeopleCommand::MoveEntry(1)));
    assert_eq!(place.desk.state().supervise.people.marked, Some(1));
    decides(&mut place, "Kim", 0);
    look_at_people(&mut place);
    assert_eq!(place.desk.state().supervise.people.listed(place.review()), 3, "a new entry is listed too");
    place.does(people(PeopleCommand::SetLogFilter(LogFilter::default())));
    assert_eq!(place.desk.state().supervise.people.listed(place.review()), 4);
}

#[test]
fn the_log_in_the_file_is_checked_and_a_changed_byte_is_named() {
    let mut place = Place::with_source(SOURCE);
    for record in [1, 5, 0] {
        decides(&mut place, "Kim", record);
    }
    look_at_people(&mut place);
    place.does(people(PeopleCommand::VerifyLog));
    let check = place.desk.state().supervise.people.verified.clone().unwrap();
    assert_eq!((check.sound, check.broken), (3, None));
    assert_eq!(check.head, place.review().ledger.head());
    let path = place.review().path.clone();
    // One bit of one column of one entry; the same again mends it.
    let change = |column: &str, number: i64| {
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.execute_batch("DROP TRIGGER IF EXISTS log_is_not_changed").unwrap();
        let read = format!("SELECT CAST({column} AS BLOB), typeof({column}) FROM log WHERE number = {number}");
        let (mut bytes, kind): (Vec<u8>, String) =
            connection.query_row(&read, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        let write = format!("UPDATE log SET {column} = CAST(?1 AS {kind}) WHERE number = {number}");
        assert_eq!(connection.execute(&write, [&bytes]).unwrap(), 1);
    };
    let tampered =
        [("reviewer", 2), ("changes", 3), ("at", 1), ("action", 2), ("previous", 2), ("hash", 3), ("hash", 1)];
    for (column, number) in tampered {
        change(column, number);
        place.does(people(PeopleCommand::VerifyLog));
        let check = place.desk.state().supervise.people.verified.clone().unwrap();
        let broken = check.broken.unwrap();
        assert!(broken.contains(&format!("entry {number} ")), "{column}: {broken}");
        assert_eq!(check.sound as i64 + 1, number, "{column}");
        change(column, number);
        place.does(people(PeopleCommand::VerifyLog));
        assert_eq!(place.desk.state().supervise.people.verified.clone().unwrap().broken, None);
    }
    change("reviewer", 2);
    place.does(Command::CloseProject);
    place.does(Command::OpenPath(path));
    assert!(place.desk.state().review().is_none());
    assert!(place.notice().contains("entry 2"), "{}", place.notice());
}

#[test]
fn a_head_that_was_kept_tells_the_state_it_belongs_to() {
    let mut place = Place::with_source(SOURCE);
    let beginning = hash_text(&place.review().ledger.head());
    decides(&mut place, "Kim", 1);
    let first = hash_text(&place.review().ledger.head());
    decides(&mut place, "Kim", 5);
    look_at_people(&mut place);
    let cases = [
        (beginning, HeadFound::Beginning),
        (first.clone(), HeadFound::After(1)),
        (format!(" {} ", first[..16].to_uppercase()), HeadFound::After(1)),
        (hash_text(&place.review().ledger.head()), HeadFound::After(2)),
        ("00".repeat(32), HeadFound::NotHere),
        ("not a hash".to_owned(), HeadFound::NoHash),
    ];
    for (text, found) in cases {
        place.does(people(PeopleCommand::FindHead(text)));
        assert_eq!(place.desk.state().supervise.people.head, Some(found));
    }
}

/// A record as it is seen: its code, what was decided, and whether it is open.
type SeenRecord = (Option<domain::Code>, Option<Decision>, bool);

/// What a person sees of the project: thresholds, counts, and the records.
fn seen(place: &Place) -> (Thresholds, Vec<usize>, Vec<SeenRecord>) {
    let review = place.review();
    let counts = Filter::ALL.into_iter().map(|filter| review.counts.of(filter)).collect();
    let rows = (0..review.len() as u32).map(|record| review.record(record));
    let rows = rows.map(|row| (row.code, row.decision, row.open)).collect();
    (review.thresholds, counts, rows)
}

#[test]
fn the_project_stands_as_it_stood_after_every_entry() {
    let mut place = Place::with_source(SOURCE);
    let strict = Thresholds::checked(1.0, 0.99).unwrap();
    let lenient = Thresholds::checked(0.0, 0.0).unwrap();
    let steps = [
        Command::TakeSuggestion(1),
        Command::Flag,
        Command::SetThresholds(strict),
        Command::Uncodable(Uncodable::TooVague),
        Command::SetNote("asked".to_owned()),
        Command::SetThresholds(lenient),
        Command::Undo,
        Command::Undo,
        Command::Undo,
        Command::Undo,
        Command::Undo,
        Command::Redo,
        Command::Refer,
        Command::SetThresholds(lenient),
        Command::TakeSuggestion(2),
    ];
    let mut before = Vec::new();
    for step in steps {
        place.does(Command::Select(4));
        place.does(step);
        before.push(seen(&place));
    }
    assert_eq!(place.review().ledger.entries().len(), before.len());
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    for number in [8, 3, 15, 1, 2, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14] {
        place.does(people(PeopleCommand::StandAt(number)));
        assert_eq!(seen(&place), before[number as usize - 1], "after entry {number}");
        assert_eq!(place.review().ledger.entries().len() as u64, number);
        assert_eq!(place.review().whole_log().entries().len(), before.len());
    }
    place.does(people(PeopleCommand::BackToNow));
    assert_eq!(Some(&seen(&place)), before.last());
    assert!(place.review().as_of.is_none());
    place.does(Command::Select(1));
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.review().ledger.entries().len(), before.len() + 1, "the log goes on where it ended");
}

#[test]
fn nothing_is_decided_in_the_past_and_it_is_exported_under_its_name() {
    let mut place = Place::with_source(SOURCE);
    decides(&mut place, "Kim", 1);
    decides(&mut place, "Kim", 5);
    place.does(people(PeopleCommand::StandAt(1)));
    let refused = [
        Command::Accept,
        Command::TakeSuggestion(1),
        Command::Refer,
        Command::Flag,
        Command::Undo,
        Command::Redo,
        Command::SetNote("x".to_owned()),
        Command::Revert(1, None),
        Command::StartCoding,
        Command::CodeAgain,
        Command::SetThresholds(Thresholds::checked(0.5, 0.1).unwrap()),
        Command::SetContextColumn(0, true),
        Command::OpenPurge,
    ];
    for command in refused {
        let reason = can(place.desk.state(), &command).unwrap_err();
        assert!(reason.contains("as it stood earlier"), "{command:?}: {reason}");
    }
    place.does(Command::SetFilter(Filter::Reviewed));
    assert_eq!(place.review().visible, [1]);
    place.does(Command::SetFilter(Filter::All));
    place.does(Command::OpenExport);
    place.does(Command::SetExportAudit(true));
    place.does(Command::StartExport);
    let date = place.review().as_of.as_ref().unwrap().at.date();
    let path = place.path(&format!("source-as-it-stood-{date}-entry-1.csv"));
    let table = Table::read(&path);
    assert_eq!((table.cell(1, "reviewer"), table.cell(5, "reviewer")), ("Kim", ""));
    let audit = std::fs::read_to_string(path.with_extension("audit.txt")).unwrap();
    let head = hash_text(&place.review().ledger.head());
    assert!(audit.contains("Entries in the log: 1\n") && audit.contains(&head), "{audit}");
}

#[test]
fn names_and_roles_are_read_from_settings_of_before() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.json");
    std::fs::write(&file, "{ \"reviewer\": \"Kim\" }").unwrap();
    let (settings, notice) = Settings::load(&file);
    assert_eq!((settings.role, settings.people.len(), notice), (Role::Supervisor, 0, None), "nothing is taken away");
}
