//! A project is purged, and what is not part of it stays.

use workbench::{Command, Panel, Screen, can};

use super::Place;

#[test]
fn a_purged_project_is_gone_with_its_name_and_the_source_and_exports_stay() {
    let mut place = Place::with_source("job_title\nnurse\n");
    place.does(Command::Accept);
    place.export_csv("coded.csv");
    let project = place.review().path.clone();
    assert!(can(place.desk.state(), &Command::PurgeProject).is_err(), "not before it was asked about");
    place.does(Command::OpenPurge);
    assert_eq!(place.desk.state().panel, Panel::Purge(project.clone()));
    place.does(Command::ClosePanel);
    assert!(project.exists());
    place.does(Command::OpenPurge);
    place.does(Command::PurgeProject);
    assert!(matches!(place.desk.state().screen, Screen::Start));
    assert!(place.notice().contains("source.occudesk") && place.notice().contains("backups"), "{}", place.notice());
    let mut left: Vec<_> =
        std::fs::read_dir(place.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["coded.csv", "home", "source.csv"]);
    assert!(place.desk.state().settings.recent.is_empty());
    // The source can be imported again under the same name.
    place.does(Command::OpenPath(place.path("source.csv")));
    place.does(Command::StartImport);
    assert!(place.review().ledger.entries().is_empty());
}

#[test]
fn a_project_is_not_purged_while_an_export_is_written() {
    let mut place = Place::with_source("job_title\nnurse\n");
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("out.csv")));
    place.desk.dispatch(Command::StartExport);
    assert!(can(place.desk.state(), &Command::OpenPurge).is_err());
    assert!(place.desk.wait_idle(super::PATIENCE));
    assert!(can(place.desk.state(), &Command::OpenPurge).is_ok());
}
