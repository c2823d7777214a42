//! What goes wrong is said, and nothing is lost.

use std::fmt::Write as _;
use std::fs;

use workbench::{Command, Desk, Home, Screen};

use super::{PATIENCE, Place};

const SOURCE: &str = "title,tasks\nnurse,aged care\nbrickie,lays bricks\n";

fn long_source() -> String {
    let mut text = "title,tasks\n".to_owned();
    for at in 0..150_000 {
        writeln!(text, "chef number {at},cooks and cleans in kitchen {at}").unwrap();
    }
    text
}

#[test]
fn a_source_that_vanishes_before_the_import_leaves_nothing_behind() {
    let mut place = Place::new();
    let source = place.file("source.csv", SOURCE.as_bytes());
    place.does(Command::OpenPath(source.clone()));
    fs::remove_file(&source).unwrap();
    place.does(Command::StartImport);
    assert!(matches!(place.desk.state().screen, Screen::Mapping(_)));
    assert!(place.notice().contains("source.csv"), "{}", place.notice());
    assert!(!place.path("source.occudesk").exists());
}

#[test]
fn a_source_that_vanishes_after_the_import_is_not_needed() {
    let place = Place::with_source(SOURCE);
    fs::remove_file(place.path("source.csv")).unwrap();
    let path = place.review().path.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    place.does(Command::TakeSuggestion(1));
    assert_eq!(place.export_csv("out.csv").rows.len(), 2);
}

#[test]
fn a_second_window_on_the_same_project_is_refused() {
    let place = Place::with_source(SOURCE);
    let mut second = Desk::new(Home::in_folder(&place.path("other home")), || {});
    second.dispatch(Command::OpenPath(place.review().path.clone()));
    assert!(second.wait_idle(PATIENCE));
    assert!(matches!(second.state().screen, Screen::Start));
    let notice = second.state().notices.last().unwrap();
    assert!(notice.is_error && notice.what_happened.contains("not done with"), "{notice:?}");
    drop(place.restart());
}

#[test]
fn files_that_are_no_table_or_no_project_are_named() {
    let mut place = Place::with_source(SOURCE);
    let mut wrong = vec![
        place.path("missing.csv"),
        place.path("missing.occudesk"),
        place.file("empty.csv", b""),
        place.file("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        place.file("notes.pdf", b"%PDF-1.4"),
        place.file("foreign.occudesk", b"something else entirely, long enough to have a header of a kind"),
        place.folder.path().to_owned(),
    ];
    let project = fs::read(place.path("source.occudesk")).unwrap();
    wrong.push(place.file("cut.occudesk", &project[..project.len() / 2]));
    for path in wrong {
        place.does(Command::OpenPath(path.clone()));
        assert!(place.desk.state().notices.last().unwrap().is_error);
        assert!(place.notice().contains(&*path.file_name().unwrap().to_string_lossy()), "{}", place.notice());
        assert_eq!(place.review().len(), 2, "what is open stays open");
    }
    assert_eq!(place.desk.state().notices.len(), workbench::NOTICES_KEPT);
    place.does(Command::TakeSuggestion(1));
}

#[test]
fn the_same_trouble_again_is_one_notice() {
    let mut place = Place::new();
    let (one, other) = (place.path("one.csv"), place.path("other.csv"));
    for path in [&one, &other, &one, &one] {
        place.does(Command::OpenPath(path.clone()));
    }
    assert_eq!(place.desk.state().notices.len(), 2);
    assert!(place.notice().contains("one.csv"), "the latest stands last");
}

#[test]
fn a_project_that_this_program_still_works_with_says_so() {
    let mut place = Place::with_source(SOURCE);
    let path = place.review().path.clone();
    place.does(Command::CloseProject);
    // As a job does that has not ended.
    let job = store::Project::open(&path).unwrap();
    place.does(Command::OpenPath(path.clone()));
    assert!(place.notice().contains("an export is being written"), "{}", place.notice());
    assert!(!place.notice().contains("process"), "{}", place.notice());
    drop(job);
    place.does(Command::OpenPath(path));
    assert_eq!(place.review().len(), 2);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_open_project_leaves_it_open() {
    let mut place = Place::with_source(SOURCE);
    let link = place.path("link.occudesk");
    std::os::unix::fs::symlink(&place.review().path, &link).unwrap();
    place.does(Command::OpenPath(link));
    assert!(place.desk.state().notices.is_empty(), "{}", place.notice());
    assert_eq!(place.review().len(), 2);
}

#[test]
fn of_two_files_opened_at_once_the_later_one_counts() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::CloseProject);
    let project = place.path("source.occudesk");
    let other = place.file("other.csv", b"title\nchef\n");
    for (first, second) in [(&project, &other), (&other, &project)] {
        place.desk.dispatch(Command::OpenPath(first.clone()));
        place.desk.dispatch(Command::OpenPath(second.clone()));
        assert_eq!(place.desk.state().jobs.len(), 1, "the earlier is given up");
        place.desk.dispatch(Command::OpenPath(second.clone()));
        assert_eq!(place.desk.state().jobs.len(), 1, "one that is being opened is not opened twice");
        assert!(place.desk.wait_idle(PATIENCE));
        // What was given up ends in its own time and changes nothing.
        place.does(Command::SetTheme(workbench::ThemeChoice::Dark));
        assert_eq!(place.desk.state().mapping().is_some(), second == &other, "{:?}", place.desk.state().notices);
        assert_eq!(place.desk.state().review().is_some(), second == &project);
    }
}

#[test]
fn a_project_coded_by_another_model_can_be_coded_again_and_keeps_its_decisions() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Accept);
    assert!(!place.review().model_differs());
    assert!(workbench::can(place.desk.state(), &Command::CodeAgain).is_err());
    let (path, thresholds) = (place.review().path.clone(), place.review().thresholds);
    place.does(Command::CloseProject);
    let project = store::Project::open(&path).unwrap();
    let run = project.current_run().unwrap().unwrap();
    let older = store::RunParameters { model_id: "older".to_owned(), ..run.parameters };
    project.save_codings(older, &[domain::Coding::BLANK; 2]).unwrap();
    drop(project);

    place.does(Command::OpenPath(path.clone()));
    assert!(place.review().model_differs());
    assert_eq!(place.review().record(1).machine.unwrap().code, None, "the codings of the older model stand");
    let notice = place.desk.state().notices.last().unwrap();
    assert_eq!(notice.action, Some(Command::CodeAgain));
    let decision = place.review().record(0).decision;
    place.does(Command::CodeAgain);
    assert!(!place.review().model_differs() && place.review().is_coded());
    assert!(place.desk.state().notices.iter().all(|notice| notice.action != Some(Command::CodeAgain)));
    assert!(place.review().record(1).machine.unwrap().code.is_some());
    assert_eq!((place.review().record(0).decision, place.review().ledger.entries().len()), (decision, 1));
    assert_eq!(place.review().thresholds, thresholds);

    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert!(place.desk.state().notices.is_empty() && !place.review().model_differs());
}

#[test]
fn a_decision_that_cannot_be_written_is_not_shown() {
    let mut place = Place::with_source(SOURCE);
    // A folder stands where the database wants to put its journal.
    let obstacle = place.path("source.occudesk-journal");
    fs::create_dir(&obstacle).unwrap();
    place.desk.dispatch(Command::TakeSuggestion(1));
    assert!(place.desk.state().refusal.is_some());
    assert_eq!(place.review().record(0).decision, None);
    assert!(place.review().ledger.entries().is_empty());
    assert_eq!(place.review().selected.as_ref().unwrap().row, 0, "the cursor waits");
    assert!(place.desk.state().notices.last().unwrap().is_error);
    fs::remove_dir(&obstacle).unwrap();
    place.does(Command::TakeSuggestion(1));
    assert!(place.review().record(0).decision.is_some());
}

#[test]
fn a_stopped_import_leaves_nothing_behind_and_can_be_started_again() {
    let mut place = Place::new();
    let source = place.file("long.csv", long_source().as_bytes());
    place.does(Command::OpenPath(source));
    place.desk.dispatch(Command::StartImport);
    let id = place.desk.state().jobs[0].id;
    place.does(Command::Cancel(id));
    assert!(matches!(place.desk.state().screen, Screen::Mapping(_)));
    assert!(place.desk.state().notices.is_empty());
    let left: Vec<_> = fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("occudesk")), "{left:?}");
}

#[test]
fn stopped_coding_keeps_the_records_and_can_be_started_again() {
    let mut place = Place::new();
    let source = place.file("long.csv", long_source().as_bytes());
    place.does(Command::OpenPath(source));
    place.desk.dispatch(Command::StartImport);
    while place.desk.state().review().is_none() {
        std::thread::yield_now();
        place.desk.poll();
    }
    let id = place.review().coding.expect("coding begins by itself");
    assert!(workbench::can(place.desk.state(), &Command::Accept).is_err());
    place.does(Command::Cancel(id));
    assert!(!place.review().is_coded());
    assert_eq!(place.review().len(), 150_000);
    assert_eq!(place.review().visible.len(), 150_000);
    place.does(Command::StartCoding);
    assert!(place.review().is_coded());
}

#[test]
fn a_project_in_a_folder_that_is_not_there_says_so() {
    let mut place = Place::new();
    let source = place.file("source.csv", SOURCE.as_bytes());
    place.does(Command::OpenPath(source));
    place.does(Command::SetProjectPath(place.path("nowhere/x.occudesk")));
    place.does(Command::StartImport);
    assert!(place.desk.state().notices.last().unwrap().is_error);
    place.does(Command::SetProjectPath(place.path("x.occudesk")));
    place.does(Command::StartImport);
    assert_eq!(place.review().len(), 2);
}

#[test]
fn a_project_that_was_moved_away_is_missed_and_work_goes_on_when_it_is_back() {
    let mut place = Place::with_source("id,job_title\n1,brickie\n2,nurse\n");
    let (here, away) = (place.path("source.occudesk"), place.path("away.occudesk"));
    fs::rename(&here, &away).unwrap();
    place.desk.dispatch(Command::Accept);
    assert!(place.notice().contains("no longer where it was"), "{}", place.notice());
    assert!(place.review().unwritten.is_some() && place.review().record(0).decision.is_none());
    place.desk.dispatch(Command::Accept);
    assert!(place.desk.state().refusal.is_some(), "said again, though the notice stands already");
    fs::rename(&away, &here).unwrap();
    place.does(Command::Accept);
    assert!(place.review().unwritten.is_none() && place.review().record(0).decision.is_some());
    assert!(place.desk.state().notices.is_empty(), "it is no news any more");
}
