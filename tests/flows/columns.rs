//! What the columns of a source are for: parts of the answer, help to decide, carried along, left out.

use std::fs;

use workbench::{ColumnUse, Command, can};

use super::{Place, Table};

const SOURCE: &str = "id,job,second_job,industry,email,tasks,duties,age\n\
    1,nurse, ward ,Hospitals,ann@example.org,cares,gives medicine,34\n\
    2,,cook,Cafes,bob@example.org,,cooks,51\n\
    3,,,,,,,\n";

fn mapped() -> Place {
    let mut place = Place::new();
    let source = place.file("source.csv", SOURCE.as_bytes());
    place.does(Command::OpenPath(source));
    place
}

#[test]
fn several_columns_are_coded_as_one_answer_and_exported_as_they_were() {
    let mut place = mapped();
    place.does(Command::SetColumnUse(2, ColumnUse::Title));
    place.does(Command::SetColumnUse(6, ColumnUse::Tasks));
    place.does(Command::StartImport);
    let answers = |place: &Place, row| {
        let row = place.review().row(row).unwrap();
        (row.title.to_owned(), row.tasks.to_owned())
    };
    assert_eq!(answers(&place, 0), ("nurse; ward".to_owned(), "cares; gives medicine".to_owned()));
    assert_eq!(answers(&place, 1), ("cook".to_owned(), "cooks".to_owned()));
    assert_eq!(answers(&place, 2), (String::new(), String::new()));
    let mut place = place.restart();
    place.does(Command::OpenPath(place.path("source.occudesk")));
    assert_eq!(answers(&place, 0), ("nurse; ward".to_owned(), "cares; gives medicine".to_owned()));
    let table = place.export_csv("coded.csv");
    let source = Table::read(&place.path("source.csv"));
    for (row, cells) in source.rows.iter().enumerate() {
        assert_eq!(&table.rows[row][..cells.len()], cells);
    }
}

#[test]
fn one_column_alone_takes_the_place_of_several() {
    let mut place = mapped();
    place.does(Command::SetColumnUse(2, ColumnUse::Title));
    place.does(Command::SetTitleColumn(1));
    let mapping = place.desk.state().mapping().unwrap();
    assert_eq!(mapping.columns(ColumnUse::Title), [1]);
    assert_eq!(mapping.use_of(2), ColumnUse::Carried);
    place.does(Command::SetColumnUse(1, ColumnUse::LeftOut));
    assert_eq!(can(place.desk.state(), &Command::StartImport), Err("Choose the column with the job title."));
}

#[test]
fn choices_stay_when_the_file_is_read_in_another_way() {
    let mut place = mapped();
    place.does(Command::SetColumnUse(4, ColumnUse::LeftOut));
    place.does(Command::SetHeader(false));
    place.does(Command::SetHeader(true));
    assert_eq!(place.desk.state().mapping().unwrap().columns(ColumnUse::LeftOut), [4]);
}

#[test]
fn what_is_left_out_is_nowhere_in_the_project_file() {
    let mut place = Place::new();
    let lines = format!("{SOURCE}4,clerk,,,\"eve@example.org\",x,y,20,mallory@example.org\n");
    let source = place.file("source.csv", lines.as_bytes());
    place.does(Command::OpenPath(source));
    place.does(Command::SetColumnUse(4, ColumnUse::LeftOut));
    place.does(Command::StartImport);
    assert_eq!(place.review().column_names.len(), 7);
    assert_eq!(place.review().problem_count, 1);
    let table = place.export_csv("coded.csv");
    assert!(!table.header.contains(&"email".to_owned()));
    place.does(Command::CloseProject);
    let bytes = fs::read(place.path("source.occudesk")).unwrap();
    assert!(bytes.windows(5).any(|window| window == b"clerk"), "what is kept is there");
    assert!(!bytes.windows(12).any(|window| window == b"@example.org"), "what is left out is not");
}

#[test]
fn columns_that_help_to_decide_are_guessed_read_for_rows_in_sight_and_chosen_later() {
    let mut place = mapped();
    assert_eq!(place.desk.state().mapping().unwrap().columns(ColumnUse::Context), [3, 7]);
    place.does(Command::StartImport);
    assert_eq!(place.review().context_columns, [3, 7]);
    place.does(Command::ToggleContext);
    assert!(place.desk.state().settings.context_in_table);
    place.does(Command::ReadContext(0, 2));
    let cells = |place: &Place, record| place.review().context.of(record).map(<[String]>::to_vec);
    assert_eq!(cells(&place, 0), Some(vec!["Hospitals".to_owned(), "34".to_owned()]));
    assert_eq!(cells(&place, 2), None);
    place.does(Command::SetContextColumn(7, false));
    place.does(Command::SetContextColumn(0, true));
    assert_eq!(place.review().context_columns, [0, 3]);
    assert_eq!(cells(&place, 0), None, "they are read again");
    place.does(Command::ReadContext(0, usize::MAX));
    assert_eq!(cells(&place, 1), Some(vec!["2".to_owned(), "Cafes".to_owned()]));
    place.does(Command::Accept);
    let mut place = place.restart();
    place.does(Command::OpenPath(place.path("source.occudesk")));
    assert_eq!(place.review().context_columns, [0, 3]);
    assert_eq!(place.review().ledger.entries().len(), 1);
}
