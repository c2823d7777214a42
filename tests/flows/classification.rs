//! The classification browser: going about in the tree, counts, and the way to the review and back.

use domain::{ClassificationId, Code, Thresholds};
use review::{Filter, Tally};
use workbench::{Browser, Command, Workspace, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,bricklayer,lays bricks\n\
    e,manager,\n\
    f,chef,cooks in a restaurant\n";

/// A made-up workbook.
fn workbook(place: &Place, name: &str, rows: &[&[&str]]) -> std::path::PathBuf {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(row, column, *cell).unwrap();
        }
    }
    let path = place.path(name);
    workbook.save(&path).unwrap();
    path
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn browser(place: &Place) -> &Browser {
    &place.desk.state().browser
}

fn visit(place: &mut Place) {
    place.does(Command::ShowWorkspace(Workspace::Classification));
}

#[test]
fn without_a_project_the_tree_is_gone_about_in_and_searched() {
    let mut place = Place::new();
    visit(&mut place);
    assert_eq!(browser(&place).rows.len(), 9, "eight major groups and what is no occupation");
    assert_eq!(browser(&place).selected, Some(code("1")));
    for command in [Command::UnfoldCategory, Command::UnfoldCategory, Command::UnfoldCategory] {
        place.does(command);
    }
    assert_eq!(browser(&place).selected, Some(code("11")));
    assert!(browser(&place).rows.iter().any(|row| row.depth == 2));
    place.does(Command::FoldCategory);
    place.does(Command::FoldCategory);
    assert_eq!(browser(&place).selected, Some(code("1")));
    place.does(Command::MoveCategory(i32::MAX));
    assert_eq!(browser(&place).selected, Some(code("0")));

    place.does(Command::SetCategoryQuery("briklayer".to_owned()));
    assert_eq!(browser(&place).found[0].code, code("371131"));
    assert!(!browser(&place).found[0].as_written);
    place.does(Command::ChooseFound);
    let at = browser(&place).row;
    assert_eq!(browser(&place).rows[at].code, code("371131"), "the groups above are open");
    assert_eq!(browser(&place).rows[at].depth, 4);
    assert!(browser(&place).query.is_empty() && browser(&place).counts.is_none());
    assert!(can(place.desk.state(), &Command::ShowRecordsOf(Some(code("3")))).is_err());
}

#[test]
fn the_other_classification_is_entered_by_what_corresponds_and_left_by_the_same_way() {
    let mut place = Place::new();
    visit(&mut place);
    place.does(Command::SelectCategory(code("371131")));
    place.does(Command::BrowseClassification(ClassificationId::Anzsco2022));
    assert_eq!(browser(&place).selected, Some(code("331111")));
    place.does(Command::FollowLink(code("371131")));
    assert_eq!(browser(&place).classification, ClassificationId::Osca2024);
    place.does(Command::GoBack);
    place.does(Command::GoBack);
    assert_eq!(
        (browser(&place).classification, browser(&place).selected),
        (ClassificationId::Osca2024, Some(code("371131")))
    );
    let unknown = Command::SelectCategory(code("999999"));
    assert!(can(place.desk.state(), &unknown).is_err());
}

#[test]
fn every_category_has_its_records_and_they_follow_decisions_and_thresholds() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetThresholds(Thresholds::checked(0.0, 0.0).unwrap()));
    place.does(Command::Select(1));
    visit(&mut place);
    assert_eq!(browser(&place).selected, Some(code("371131")), "where the selected record stands");
    let tally = |place: &Place, text| browser(place).tally(code(text)).unwrap();
    assert_eq!(tally(&place, "371131"), Tally { records: 2, decided: 0 });
    let all = ["1", "2", "3", "4", "5", "6", "7", "8", "0"].map(|group| tally(&place, group).records);
    assert_eq!(all.iter().sum::<u32>(), 6);
    place.does(Command::UseCode(code("371132")));
    assert_eq!(place.desk.state().workspace, Workspace::Review);
    assert_eq!(place.review().record(1).code, Some(code("371132")));
    visit(&mut place);
    assert_eq!(tally(&place, "371"), Tally { records: 2, decided: 1 });
    assert_eq!(tally(&place, "371131"), Tally { records: 1, decided: 0 });
    place.does(Command::Undo);
    assert_eq!(tally(&place, "371"), Tally { records: 2, decided: 0 }, "counted again while it is looked at");
    place.does(Command::BrowseClassification(ClassificationId::Anzsco2022));
    assert!(browser(&place).counts.is_none());
    let not_ours = Command::UseCode(browser(&place).selected.unwrap());
    assert!(can(place.desk.state(), &not_ours).is_err());
}

#[test]
fn the_records_of_a_category_are_shown_until_all_are_shown_again() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetFilter(Filter::NonClassification));
    visit(&mut place);
    place.does(Command::ShowRecordsOf(Some(code("37"))));
    assert_eq!(place.desk.state().workspace, Workspace::Review);
    assert_eq!(place.review().visible, [1, 3]);
    place.does(Command::SetQuery("brickie".to_owned()));
    assert_eq!(place.review().visible, [1]);
    place.does(Command::SetQuery(String::new()));
    place.does(Command::ShowRecordsOf(None));
    assert_eq!(place.review().visible.len(), 6);
    visit(&mut place);
    place.does(Command::ShowRecordsOf(Some(code("0"))));
    assert_eq!(place.review().visible, [2]);
}

#[test]
fn decisions_are_made_in_the_review_and_another_file_begins_there() {
    let mut place = Place::with_source(SOURCE);
    visit(&mut place);
    for command in [Command::Accept, Command::TakeSuggestion(1), Command::OpenSearch] {
        assert_eq!(can(place.desk.state(), &command), Err("Decide in the review (Ctrl+1)."));
    }
    place.does(Command::OpenExport);
    assert_eq!(place.desk.state().workspace, Workspace::Review, "the export stands beside the records");
    visit(&mut place);
    place.does(Command::CloseProject);
    assert_eq!(place.desk.state().workspace, Workspace::Review);
    visit(&mut place);
    assert!(browser(&place).counts.is_none());
}

#[test]
fn descriptions_are_imported_found_kept_and_forgotten() {
    let mut place = Place::new();
    let rows: &[&[&str]] = &[
        &["OSCA code", "Title", "Description", "Main tasks"],
        &["371131", "Bricklayer", "Puts one brick upon another.", "wobbles; straightens"],
        &["999999", "Nobody", "Is nowhere.", ""],
    ];
    let path = workbook(&place, "osca made up.xlsx", rows);
    place.does(Command::ImportDescriptions(vec![path]));
    assert!(place.notice().contains("1 category of OSCA 2024"), "{}", place.notice());
    assert!(place.notice().contains("1 rows were not understood: Sheet1 row 3."), "{}", place.notice());
    let mut place = place.restart();
    let said = place.desk.state().descriptions(ClassificationId::Osca2024).expect("kept");
    assert_eq!(said.of(code("371131")).unwrap().tasks, ["wobbles", "straightens"]);
    assert_eq!(said.workbooks[0].name, "osca made up.xlsx");
    visit(&mut place);
    place.does(Command::SetCategoryQuery("wobble".to_owned()));
    assert_eq!(browser(&place).found.last().map(|found| found.words.as_str()), Some("description: wobbles"));
    place.does(Command::ForgetDescriptions(ClassificationId::Osca2024));
    assert!(browser(&place).found.is_empty());
    let place = place.restart();
    assert!(place.desk.state().descriptions.is_empty());
}

#[test]
fn a_workbook_that_is_about_something_else_changes_nothing_and_says_so() {
    let mut place = Place::new();
    let path = workbook(&place, "menu.xlsx", &[&["Dish", "Price"], &["Soup", "5"]]);
    let broken = place.file("broken.xlsx", b"PK not a workbook");
    for (path, words) in [(path, "menu.xlsx"), (broken, "broken.xlsx"), (place.path("none.xlsx"), "none.xlsx")] {
        place.desk.dispatch(Command::ImportDescriptions(vec![path]));
        assert!(place.desk.wait_idle(std::time::Duration::from_secs(60)));
        assert!(place.notice().contains(words), "{}", place.notice());
    }
    assert!(place.desk.state().descriptions.is_empty());
}
