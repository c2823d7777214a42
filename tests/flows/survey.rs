//! The sample survey, from the first start to the export.

use std::fs;

use domain::{Code, Status};
use review::{Choice, Decision, Filter};
use workbench::{ColumnUse, Command, Screen};

use super::{Place, Table};

const SAMPLE: &str = include_str!("../../samples/labour-force.csv");

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn open_sample() -> Place {
    let mut place = Place::new();
    place.does(Command::OpenSample);
    let mapping = place.desk.state().mapping().expect("the mapping step");
    let preview = mapping.preview.as_ref().unwrap();
    let names = |of| mapping.columns(of).iter().map(|at| preview.columns[*at].as_str()).collect::<Vec<&str>>();
    assert_eq!(names(ColumnUse::Title), ["job_title"]);
    assert_eq!(names(ColumnUse::Tasks), ["tasks"]);
    place.does(Command::StartImport);
    place
}

/// Selects the first record with this job title.
fn select(place: &mut Place, title: &str) -> u32 {
    place.does(Command::SetFilter(Filter::All));
    let review = place.review();
    let row = (0..review.visible.len()).find(|row| review.row(*row).unwrap().title == title).unwrap();
    place.does(Command::Select(row));
    place.review().selected.as_ref().unwrap().record
}

#[test]
fn the_sample_is_coded_reviewed_closed_reopened_and_exported() {
    let mut place = open_sample();
    let count = place.review().len();
    let source = Table::read(&place.path("home/documents/Occudesk samples/labour-force.csv"));
    assert_eq!(count, source.rows.len());
    assert!(place.review().is_coded());
    let coded = place.review().columns.status().iter().filter(|status| **status == Status::Coded).count();
    assert!(coded > 20, "{coded} of {count} have a full code");

    // Accept, take a suggestion, use the parent twice, say uncodable: each on a record of its own.
    place.does(Command::SetFilter(Filter::LowConfidence));
    let accepted = place.review().selected.as_ref().unwrap().record;
    place.does(Command::Accept);
    let corrected = place.review().selected.as_ref().unwrap().record;
    assert_ne!(accepted, corrected, "the cursor goes on");
    let second = place.review().selected.as_ref().unwrap().explanation.as_ref().unwrap().suggestions[1].code;
    place.does(Command::TakeSuggestion(2));
    let parent = place.review().selected.as_ref().unwrap().record;
    let machine = place.review().record(parent).code.unwrap();
    place.does(Command::UseParent);
    let first = place.review().record(parent).code.unwrap();
    assert_eq!(Some(first), place.review().tables().parent_with_choice(machine));
    assert_eq!(place.review().selected.as_ref().unwrap().record, parent, "the parent key stays with the record");
    let above = place.review().tables().parent_with_choice(first);
    if above.is_some() {
        place.does(Command::UseParent);
    }
    let parent_code = above.unwrap_or(first);
    assert_eq!(place.review().record(parent).code, Some(parent_code));
    place.does(Command::Next);
    let refused = place.review().selected.as_ref().unwrap().record;
    place.does(Command::SetNote("rang them, no answer".to_owned()));
    place.does(Command::OpenUncodable);
    place.does(Command::Uncodable(review::Uncodable::TooVague));
    assert_eq!(place.review().counts.of(Filter::Reviewed), 4);

    // Undo and redo of the last.
    place.does(Command::Undo);
    assert_eq!(place.review().record(refused).decision, None);
    assert_eq!(place.review().selected.as_ref().unwrap().record, refused, "undo goes to what it changed");
    place.does(Command::Redo);
    assert_eq!(place.review().record(refused).decision, Some(Decision::Uncodable(review::Uncodable::TooVague)));

    // Everything is there after the program was ended without a word.
    let path = place.review().path.clone();
    let entries = place.review().ledger.entries().to_vec();
    let columns = place.review().columns.clone();
    let mut place = place.restart();
    assert!(matches!(place.desk.state().screen, Screen::Start));
    assert_eq!(place.desk.state().settings.recent, std::slice::from_ref(&path));
    place.does(Command::OpenPath(path));
    assert_eq!(place.review().ledger.entries(), entries);
    assert_eq!(place.review().columns, columns);
    assert_eq!(place.review().record(refused).note, "rang them, no answer");

    // Undo reaches back beyond the restart, redo too.
    place.does(Command::Undo);
    assert_eq!(place.review().record(refused).decision, None);
    place.does(Command::Redo);

    let table = place.export_csv("coded.csv");
    assert_eq!(table.rows.len(), count);
    for (row, before) in table.rows.iter().zip(&source.rows) {
        assert_eq!(row[..before.len()], before[..], "columns of the source are untouched");
    }
    assert_eq!(table.header[..source.header.len()], source.header[..]);
    let row = accepted as usize;
    assert_eq!(table.cell(row, "final_source"), Choice::Accept.word());
    assert_eq!(table.cell(row, "final_code"), table.cell(row, "occ_code"));
    assert_eq!(table.cell(row, "reviewer"), place.desk.state().settings.reviewer);
    assert!(table.cell(row, "decided_at").ends_with('Z'));
    assert!(table.cell(row, "occ_model").starts_with("osca-2024"));
    let row = corrected as usize;
    assert_eq!((table.cell(row, "final_code"), table.cell(row, "final_source")), (second.as_str(), "suggestion"));
    let row = parent as usize;
    assert_eq!((table.cell(row, "final_code"), table.cell(row, "final_source")), (parent_code.as_str(), "parent"));
    assert_eq!(table.cell(row, "final_level"), parent_code.level().number().to_string());
    let row = refused as usize;
    assert_eq!((table.cell(row, "final_code"), table.cell(row, "final_source")), ("", "uncodable"));
    assert_eq!(table.cell(row, "reason"), "too-vague");
    let untouched = (0..count).find(|row| table.cell(*row, "final_source") == "machine").unwrap();
    assert_eq!(table.cell(untouched, "final_code"), table.cell(untouched, "occ_code"));
    assert_eq!(table.cell(untouched, "reviewer"), "");

    let kept = fs::read_to_string(place.path("home/documents/Occudesk samples/labour-force.csv")).unwrap();
    assert_eq!(kept, SAMPLE, "the source is never written to");
}

#[test]
fn a_code_is_found_by_search_and_chosen() {
    let mut place = open_sample();
    let title = place.review().row(3).unwrap().title.to_owned();
    let record = select(&mut place, &title);
    place.does(Command::OpenSearch);
    place.does(Command::SetSearch("briklayer".to_owned()));
    place.does(Command::ChooseSearch(None));
    let expected = Decision::Code { code: code("371131"), choice: Choice::Search };
    assert_eq!(place.review().record(record).decision, Some(expected));
    assert_eq!(place.review().record(record).code_title, "Bricklayer");
    assert_eq!(place.desk.state().panel, workbench::Panel::None);
}

#[test]
fn every_flagged_record_can_be_reached_and_cleared_by_keys_alone() {
    let mut place = open_sample();
    place.does(Command::SetFilter(Filter::Flagged));
    let mut left = place.review().counts.of(Filter::Flagged);
    assert!(left > 10);
    for _ in 0..10 {
        let can_accept = workbench::can(place.desk.state(), &Command::Accept).is_ok();
        place.does(if can_accept { Command::Accept } else { Command::Uncodable(review::Uncodable::TooVague) });
        left -= 1;
        assert_eq!(place.review().counts.of(Filter::Flagged), left);
    }
    assert_eq!(place.review().visible.len(), left + 10, "nothing moves under the cursor");
    assert!(place.review().outdated);
    place.does(Command::Reapply);
    assert_eq!(place.review().visible.len(), left);
    place.does(Command::First);
    place.does(Command::NextFlagged);
    assert_eq!(place.review().selected.as_ref().unwrap().row, 1);
}
