//! Made-up workbooks in the layouts in which such texts are published.

use std::path::PathBuf;

use domain::{ClassificationId, Code};
use rust_xlsxwriter::{Workbook as Xlsx, Worksheet};
use tempfile::TempDir;

use super::parse::{Parsed, classification_of, parse};
use super::*;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// Writes rows of cells; empty cells are left out.
fn rows(sheet: &mut Worksheet, from: u32, rows: &[&[&str]]) {
    for (row, cells) in (from..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write(row, column, *cell).unwrap();
            }
        }
    }
}

fn workbook(fill: impl FnOnce(&mut Xlsx)) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made up.xlsx");
    let mut workbook = Xlsx::new();
    fill(&mut workbook);
    workbook.save(&path).unwrap();
    (folder, path)
}

fn read(fill: impl FnOnce(&mut Xlsx)) -> (Option<ClassificationId>, Parsed) {
    let (_folder, path) = workbook(fill);
    let sheets = formats::read_grids(&path, |_| true).unwrap();
    let id = classification_of(&sheets);
    (id, parse(&sheets, id.unwrap_or(ClassificationId::Osca2024)))
}

#[test]
fn a_table_with_its_header_below_a_heading_and_tasks_in_one_cell() {
    let (id, parsed) = read(|workbook| {
        let sheet = workbook.add_worksheet();
        rows(
            sheet,
            0,
            &[
                &["Bureau of Made-up Statistics"],
                &["Table 5: occupations"],
                &[],
                &["OSCA Code", "Principal Title", "Skill Level", "Lead statement", "Main tasks", "Specialisations"],
                &[
                    "371131",
                    "Bricklayer",
                    "3",
                    "Puts one brick on another.",
                    "• mixes mud\n• lays bricks",
                    "Igloo Layer",
                ],
                &["371999", "Nobody", "3", "No such code.", "x", ""],
                &["© Commonwealth of Australia"],
            ],
        );
    });
    assert_eq!(id, Some(ClassificationId::Osca2024));
    let text = &parsed.texts[&code("371131")];
    assert_eq!(text.description, "Puts one brick on another.");
    assert_eq!(text.tasks, ["mixes mud", "lays bricks"]);
    assert_eq!((text.skill.as_str(), text.specialisations.as_slice()), ("3", &["Igloo Layer".to_owned()][..]));
    assert!(text.alternative.is_empty(), "its own title is no other title");
    assert_eq!(parsed.unknown.iter().map(|row| row.line).collect::<Vec<_>>(), [6]);
}

#[test]
fn codes_indented_by_level_with_titles_beside_them() {
    let (id, parsed) = read(|workbook| {
        workbook.add_worksheet().set_name("Contents").unwrap().write(3, 1, "Tables").unwrap();
        let sheet = workbook.add_worksheet();
        rows(
            sheet,
            5,
            &[
                &["Major Group", "Sub-major Group", "Minor Group", "Unit Group", "Occupation", "", "Skill Level"],
                &["3", "TECHNICIANS AND TRADES WORKERS"],
                &["", "37", "Construction Trades Workers"],
                &["", "", "", "", "371131", "Bricklayer", "3"],
                &["", "", "", "", "371132", "Stonemason", "3"],
            ],
        );
    });
    assert_eq!(id, Some(ClassificationId::Osca2024));
    assert_eq!(parsed.texts[&code("371131")].skill, "3");
    assert_eq!(parsed.texts.get(&code("3")), None, "a title alone says nothing new");
    assert_eq!(parsed.unknown, []);
}

#[test]
fn tasks_one_to_a_row_and_sections_under_headings() {
    let (id, parsed) = read(|workbook| {
        let sheet = workbook.add_worksheet().set_name("Unit groups").unwrap();
        rows(
            sheet,
            0,
            &[
                &["ANZSCO Code", "Title", "Definition", "Tasks"],
                &["3311", "Bricklayers and Stonemasons", "Build walls that stand.", "stacking"],
                &["", "", "", "pointing"],
            ],
        );
        let sheet = workbook.add_worksheet().set_name("Occupations").unwrap();
        rows(
            sheet,
            0,
            &[
                &["331111", "Bricklayer"],
                &["", "Builds walls of bricks."],
                &["", "Skill Level: 3"],
                &["", "Tasks Include:"],
                &["", "buttering bricks"],
                &["", "placing bricks"],
                &["", "Alternative Titles:"],
                &["", "Brick Artist"],
            ],
        );
    });
    assert_eq!(id, Some(ClassificationId::Anzsco2022));
    assert_eq!(parsed.texts[&code("3311")].tasks, ["stacking", "pointing"]);
    let text = &parsed.texts[&code("331111")];
    assert_eq!(text.description, "Builds walls of bricks.");
    assert_eq!(text.tasks, ["buttering bricks", "placing bricks"]);
    assert_eq!(text.alternative, ["Brick Artist"]);
}

#[test]
fn an_index_of_titles_adds_those_that_are_not_known() {
    let (_, parsed) = read(|workbook| {
        let sheet = workbook.add_worksheet();
        rows(
            sheet,
            2,
            &[
                &["Index title", "Title type", "OSCA code"],
                &["Bricklayer", "Principal title", "371131"],
                &["Wall Wizard", "Specialisation", "371131"],
                &["Brick Boss", "Alternative title", "371131"],
            ],
        );
    });
    let text = &parsed.texts[&code("371131")];
    assert_eq!(text.specialisations, ["Wall Wizard"]);
    assert_eq!(text.alternative, ["Brick Boss"]);
}

#[test]
fn what_was_read_is_kept_found_and_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("descriptions/osca-2024.jsonl");
    assert_eq!(Descriptions::load(&file).unwrap(), None);
    let mut descriptions = Descriptions::new(ClassificationId::Osca2024);
    let text = |description: &str, tasks: &[&str]| CategoryText {
        description: description.to_owned(),
        tasks: tasks.iter().map(|task| (*task).to_owned()).collect(),
        ..CategoryText::default()
    };
    let said = |texts: &[(&str, CategoryText)]| Parsed {
        texts: texts.iter().map(|(of, text)| (code(of), text.clone())).collect(),
        unknown: Vec::new(),
    };
    let workbook = |name: &str| Workbook { name: name.to_owned(), at: "2026-01-02T03:04:05Z".to_owned() };
    descriptions.add(workbook("a.xlsx"), said(&[("371131", text("Stacks. Points walls.", &["trowels mortar"]))]));
    descriptions
        .add(workbook("b.xlsx"), said(&[("371131", text("", &["spreads mortar"])), ("3", text("Trades.", &[]))]));
    assert_eq!(descriptions.of(code("371131")).unwrap(), &text("Stacks. Points walls.", &["spreads mortar"]));
    descriptions.save(&file).unwrap();
    assert_eq!(Descriptions::load(&file).unwrap(), Some(descriptions.clone()));
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing is left beside");
    let spreads = ["spreads mortar".to_owned()];
    assert_eq!(descriptions.tasks_of(code("371131")), Some((code("371131"), &spreads[..])));
    assert_eq!(descriptions.tasks_of(code("371132")), None);
    descriptions.add(workbook("c.xlsx"), said(&[("3711", text("", &["builds"]))]));
    assert_eq!(descriptions.tasks_of(code("371132")), Some((code("3711"), &["builds".to_owned()][..])));
    assert_eq!(descriptions.find("point WALL", 5), [(code("371131"), "Points walls.")]);
    assert_eq!(descriptions.find("mortar", 5), [(code("371131"), "spreads mortar")]);
    assert_eq!(descriptions.find("lasagne", 5), []);
    fs::write(&file, "{\"occudesk\":\"descri").unwrap();
    assert!(Descriptions::load(&file).is_err());
}

proptest::proptest! {
    #[test]
    fn any_sheet_is_survived_and_what_is_read_is_of_categories_that_exist(
        rows in proptest::collection::vec(
            proptest::collection::btree_map(
                0usize..6,
                "(371131|37|999999|5|OSCA code|Title|Main tasks|Description|Occupation|Tasks include:|a;b\nc|\\PC{0,8})",
                0..5,
            ),
            0..20,
        ),
    ) {
        let rows = (1..).zip(rows).map(|(line, cells)| formats::GridRow { line, cells: cells.into_iter().collect() });
        let sheet = formats::SheetGrid { name: "s".to_owned(), rows: rows.collect() };
        let sheets = [sheet];
        for id in ClassificationId::ALL {
            let parsed = parse(&sheets, id);
            let tables = domain::Classification::get(id);
            proptest::prop_assert!(parsed.texts.keys().all(|code| tables.category(*code).is_some()));
            proptest::prop_assert!(parsed.unknown.len() <= sheets[0].rows.len());
        }
        let _ = classification_of(&sheets);
    }
}
