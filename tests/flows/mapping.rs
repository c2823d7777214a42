//! How a source is read is a person's choice.

use domain::ClassificationId;
use workbench::{ColumnUse, Command, Encoding, can};

use super::Place;

#[test]
fn encoding_and_delimiter_are_guessed_and_can_be_changed() {
    let mut place = Place::new();
    let source = place.file("western.csv", b"id;Occupation;Duties\n1;caf\xe9 owner;coffee, cakes\n2;nurse;\n");
    place.does(Command::OpenPath(source));
    let mapping = place.desk.state().mapping().unwrap();
    let preview = mapping.preview.as_ref().unwrap();
    assert_eq!((preview.encoding, preview.delimiter), (Some(Encoding::Windows1252), Some(b';')));
    assert_eq!(preview.rows[0][1], "café owner");
    assert_eq!((mapping.columns(ColumnUse::Title), mapping.columns(ColumnUse::Tasks)), (vec![1], vec![2]));
    place.does(Command::SetDelimiter(Some(b',')));
    let preview = place.desk.state().mapping().unwrap().preview.as_ref().unwrap();
    assert_eq!(preview.delimiter, Some(b','));
    place.does(Command::SetDelimiter(None));
    place.does(Command::SetClassification(ClassificationId::Anzsco2022));
    place.does(Command::SetTitleColumn(1));
    place.does(Command::SetTasksColumn(None));
    place.does(Command::StartImport);
    assert_eq!(place.review().classification, ClassificationId::Anzsco2022);
    assert_eq!(place.review().row(0).unwrap().title, "café owner");
    assert_eq!(place.review().row(0).unwrap().tasks, "");
    assert_eq!(place.review().selected.as_ref().unwrap().cells, ["1", "café owner", "coffee, cakes"]);
}

#[test]
fn without_a_title_column_the_import_waits_for_a_choice() {
    let mut place = Place::new();
    let source = place.file("plain.csv", b"nurse,1\nchef,2\n");
    place.does(Command::OpenPath(source));
    assert!(can(place.desk.state(), &Command::StartImport).is_err());
    place.does(Command::SetHeader(false));
    place.does(Command::SetTitleColumn(0));
    place.does(Command::StartImport);
    assert_eq!(place.review().len(), 2);
    assert_eq!(place.review().row(0).unwrap().title, "nurse");
}

#[test]
fn a_project_that_exists_is_opened_or_left_beside_another_name() {
    let mut place = Place::with_source("title\nnurse\n");
    place.does(Command::TakeSuggestion(1));
    let project = place.review().path.clone();
    let source = place.path("source.csv");
    place.does(Command::OpenPath(source.clone()));
    assert!(place.desk.state().mapping().unwrap().project_exists);
    assert!(can(place.desk.state(), &Command::StartImport).is_err());
    place.does(Command::OpenExistingProject);
    assert_eq!(place.review().ledger.entries().len(), 1);
    place.does(Command::OpenPath(source));
    place.does(Command::UseFreeProjectName);
    place.does(Command::StartImport);
    assert_ne!(place.review().path, project);
    assert!(place.review().path.ends_with("source-2.occudesk"));
    assert!(place.review().ledger.entries().is_empty());
}

#[test]
fn rows_with_problems_are_listed_and_can_be_exported() {
    let mut place = Place::with_source("title,tasks\nnurse\nchef,cooks,surplus\ncook,x\n");
    assert_eq!(place.review().len(), 3);
    assert_eq!(place.review().problem_count, 2);
    place.does(Command::ShowProblems);
    let workbench::Panel::Problems(problems) = &place.desk.state().panel else { panic!("no list of problems") };
    assert_eq!(problems.iter().map(|problem| problem.record).collect::<Vec<_>>(), [Some(0), Some(1)]);
    let message = problems[1].message();
    assert!(message.starts_with("More cells than columns") && message.ends_with(": surplus"), "{message}");
    assert_eq!(problems[1].kind, "surplus-cells");
    place.does(Command::ExportProblems(Some(place.path("problems.csv"))));
    let table = super::Table::read(&place.path("problems.csv"));
    assert_eq!(table.rows.len(), 2);
    assert_eq!((table.cell(1, "record"), table.cell(1, "line")), ("2", "3"));
    // As the command line writes them.
    formats::write_problems(&place.path("others.csv"), &[]).unwrap();
    let others = std::fs::read_to_string(place.path("others.csv")).unwrap();
    assert_eq!(others.trim_end(), table.header.join(","));
    assert_eq!(table.cell(1, "detail"), "surplus");
}

#[test]
fn settings_outlive_the_program() {
    let mut place = Place::new();
    place.does(Command::ZoomIn);
    place.does(Command::SetReviewer("Ngaire".to_owned()));
    place.does(Command::SetTheme(workbench::ThemeChoice::HighContrast));
    place.does(Command::SetLayout("record".to_owned(), 320.0));
    assert!(can(place.desk.state(), &Command::SetLayout("table".to_owned(), f32::NAN)).is_err());
    let before = place.desk.state().settings.clone();
    assert_eq!(before.layout.get("record"), Some(&320.0));
    let place = place.restart();
    assert_eq!(place.desk.state().settings, before);
    assert_eq!(before.zoom, 1.1);
}

#[test]
fn a_project_under_another_name_is_opened_all_the_same() {
    let mut place = Place::with_source("title\nnurse\n");
    place.does(Command::CloseProject);
    std::fs::rename(place.path("source.occudesk"), place.path("renamed.backup")).unwrap();
    place.does(Command::OpenPath(place.path("renamed.backup")));
    assert_eq!(place.review().len(), 1);
}

#[test]
fn names_without_an_ending_get_one() {
    let mut place = Place::new();
    let source = place.file("source.csv", b"title\nnurse\n");
    place.does(Command::OpenPath(source.clone()));
    place.does(Command::SetProjectPath(place.path("survey.v2")));
    place.does(Command::StartImport);
    assert!(place.review().path.ends_with("survey.v2.occudesk"));
    let table = place.export_csv("result");
    assert_eq!(table.rows.len(), 1);
    assert!(source.exists());
}
