//! Exports in every format, and an export opened again.

use std::fs;

use calamine::{DataType as _, Reader as _};
use review::Filter;
use workbench::{Command, ExportScope, Format, OldOutput, Request};

use super::{Place, Table};

const SOURCE: &str = "id,job_title,tasks\n1,brickie,lays bricks\n2,=cmd(),\n3,retired,\n4,,\n";

#[test]
fn a_workbook_has_codes_as_text() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::ChooseSearch(domain::Code::parse("371131").ok()));
    place.does(Command::OpenExport);
    place.does(Command::SetExportFormat(Format::Xlsx));
    let path = place.path("source-coded.xlsx");
    place.does(Command::StartExport);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let header: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let at = header.iter().position(|name| name == "final_code").unwrap();
    let code = sheet.rows().nth(1).unwrap().get(at).unwrap();
    assert!(code.is_string(), "{code:?}");
    assert_eq!(code.to_string(), "371131");
}

#[test]
fn json_lines_have_numbers_and_text() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("out.jsonl")));
    place.does(Command::StartExport);
    let text = fs::read_to_string(place.path("out.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0]["job_title"], "brickie");
    assert!(rows[0]["occ_confidence"].is_number());
    assert_eq!(rows[3]["occ_status"], "uncoded");
}

#[test]
fn only_the_visible_records_are_written_where_asked_for() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetFilter(Filter::NonClassification));
    let visible = place.review().visible.len();
    assert!(visible > 0);
    place.does(Command::OpenExport);
    place.does(Command::SetExportScope(ExportScope::Visible));
    place.does(Command::SetExportPath(place.path("some.csv")));
    place.does(Command::StartExport);
    let table = Table::read(&place.path("some.csv"));
    assert_eq!(table.rows.len(), visible);
    assert!((0..visible).all(|row| table.cell(row, "occ_status") == "non-classification"));
    assert_eq!(table.cell(0, "occ_level"), "");
}

#[test]
fn extra_columns_and_safe_cells_are_a_choice() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::ChooseSearch(domain::Code::parse("371").ok()));
    let plain = place.export_csv("plain.csv");
    assert_eq!(plain.cell(1, "job_title"), "=cmd()");
    assert!(!plain.header.iter().any(|name| name.contains("nfd") || name.contains("padded")));
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("safe.csv")));
    place.does(Command::SetExportSafe(true));
    place.does(Command::SetExportNfd(true));
    place.does(Command::SetExportPadded(true));
    place.does(Command::StartExport);
    let safe = Table::read(&place.path("safe.csv"));
    assert_ne!(safe.cell(1, "job_title"), "=cmd()");
    assert_eq!(formats::undo_spreadsheet_safe(safe.cell(1, "job_title")), "=cmd()");
    assert_eq!(safe.cell(0, "final_code"), "371");
    assert_eq!(safe.cell(0, "final_code_padded"), "371000");
    assert!(safe.cell(0, "final_title_nfd").ends_with(" nfd"));
}

#[test]
fn an_export_never_goes_over_the_source_or_the_project() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("source.csv")));
    place.does(Command::StartExport);
    assert!(place.desk.state().notices.last().unwrap().is_error);
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("source.occudesk")));
    place.does(Command::StartExport);
    assert!(place.path("source.occudesk.csv").exists());
    place.does(Command::CloseProject);
    place.does(Command::OpenPath(place.path("source.occudesk")));
    assert_eq!(fs::read_to_string(place.path("source.csv")).unwrap(), SOURCE);
    assert_eq!(place.review().len(), 4);
}

#[test]
fn an_export_opened_again_keeps_its_old_columns_under_other_names_or_drops_them() {
    for (choice, kept) in [(OldOutput::Rename, true), (OldOutput::Drop, false)] {
        let mut place = Place::with_source(SOURCE);
        place.export_csv("again.csv");
        place.does(Command::OpenPath(place.path("again.csv")));
        let mapping = place.desk.state().mapping().unwrap();
        assert_eq!(mapping.old_columns.len(), 13 + 10);
        place.does(Command::SetOldOutput(choice));
        place.does(Command::StartImport);
        assert_eq!(place.review().column_names.iter().any(|name| name == "previous_occ_code"), kept);
        let table = place.export_csv("again-coded.csv");
        assert_eq!(table.header.iter().filter(|name| *name == "occ_code").count(), 1);
        assert_eq!(table.cell(0, "job_title"), "brickie");
    }
}

#[test]
fn notes_referrals_and_flags_leave_with_the_export() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::Flag);
    place.does(Command::SetNote("ask, then decide".to_owned()));
    place.does(Command::Refer);
    place.does(Command::Select(3));
    place.does(Command::Uncodable(review::Uncodable::Blank));
    place.does(Command::Select(3));
    place.does(Command::Flag);
    let table = place.export_csv("out.csv");
    assert_eq!((table.cell(0, "note"), table.cell(0, "review_flag")), ("ask, then decide", "referred;flagged"));
    assert_eq!((table.cell(1, "note"), table.cell(1, "review_flag")), ("", ""));
    assert_eq!((table.cell(3, "reason"), table.cell(3, "review_flag")), ("blank", "flagged"));
    let order = ["decided_at", "note", "review_flag"];
    assert_eq!(table.header[table.header.len() - 3..], order.map(str::to_owned));
}

#[test]
fn columns_of_the_source_that_are_called_like_ours_stay_and_ours_get_another_name() {
    let mut place = Place::with_source("job_title,reason,note\nnurse,moved house,left early\nchef,,\n");
    assert_eq!(place.review().column_names, ["job_title", "reason", "note"]);
    place.does(Command::SetNote("rang them".to_owned()));
    let table = place.export_csv("again.csv");
    assert_eq!((table.cell(0, "reason"), table.cell(0, "note")), ("moved house", "left early"));
    assert_eq!((table.cell(0, "final_reason"), table.cell(0, "final_note")), ("", "rang them"));
    // Read again, the columns of the survey are still its own.
    place.does(Command::OpenPath(place.path("again.csv")));
    place.does(Command::SetOldOutput(OldOutput::Drop));
    place.does(Command::StartImport);
    assert_eq!(place.review().column_names, ["job_title", "reason", "note"]);
}

#[test]
fn an_export_has_what_was_decided_when_it_began() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Accept);
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("out.csv")));
    place.desk.dispatch(Command::StartExport);
    place.desk.dispatch(Command::Undo);
    place.desk.dispatch(Command::Select(2));
    place.desk.dispatch(Command::Uncodable(review::Uncodable::OutOfScope));
    assert_eq!(place.review().ledger.entries().len(), 3);
    assert!(place.desk.wait_idle(super::PATIENCE));
    let table = Table::read(&place.path("out.csv"));
    assert_eq!(table.cell(0, "final_source"), "accepted");
    assert_ne!(table.cell(2, "final_source"), "uncodable");
    assert!(place.notice().contains("has 1 entry"), "{}", place.notice());
}

#[test]
fn the_state_of_the_log_is_told_and_written_beside_where_asked_for() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Accept);
    place.export_csv("plain.csv");
    assert!(!place.path("plain.audit.txt").exists());
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("out.csv")));
    place.does(Command::SetExportAudit(true));
    place.does(Command::StartExport);
    let head = review::hash_text(&place.review().ledger.head());
    assert!(place.notice().contains(&head[..16]), "{}", place.notice());
    let audit = fs::read_to_string(place.path("out.audit.txt")).unwrap();
    let card = place.review().engine.as_ref().unwrap().card();
    for line in [
        format!("Head of the log: {head}"),
        "Entries in the log: 1".to_owned(),
        "Rows: 4".to_owned(),
        format!("Model: {}", card.id),
        format!("SHA-256 of the model: {}", card.hash),
        format!("Optimal threshold: {}", place.review().thresholds.optimal),
        format!("Project: {}", place.review().path.display()),
    ] {
        assert!(audit.lines().any(|found| found == line), "{line} is not in\n{audit}");
    }
}

#[test]
fn the_state_of_the_log_never_goes_over_the_source() {
    let mut place = Place::new();
    let source = place.file("out.audit.txt", b"job_title,x\nnurse,1\n");
    place.does(Command::OpenPath(source.clone()));
    place.does(Command::StartImport);
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("out.csv")));
    place.does(Command::SetExportAudit(true));
    place.does(Command::StartExport);
    assert!(place.desk.state().notices.last().unwrap().is_error);
    assert_eq!(fs::read(source).unwrap(), b"job_title,x\nnurse,1\n");
}

#[test]
fn quitting_waits_for_an_export_unless_somebody_insists() {
    let mut place = Place::with_source(SOURCE);
    place.desk.take_requests();
    let closes = |place: &mut Place| place.desk.take_requests().contains(&Request::CloseWindow);
    let insists =
        |place: &Place| place.desk.state().notices.iter().any(|notice| notice.action == Some(Command::QuitAnyway));
    for name in ["out.csv", "other.csv"] {
        place.does(Command::OpenExport);
        place.does(Command::SetExportPath(place.path(name)));
        place.desk.dispatch(Command::StartExport);
        place.desk.dispatch(Command::Quit);
        assert!(!closes(&mut place) && insists(&place) && place.desk.state().review().is_some());
        if name == "out.csv" {
            assert!(place.desk.wait_idle(super::PATIENCE));
            assert!(place.path(name).exists() && !insists(&place), "nothing is left to insist on");
        }
    }
    place.desk.dispatch(Command::QuitAnyway);
    assert!(closes(&mut place));
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Quit);
    assert!(closes(&mut place));
}

#[test]
fn the_window_is_asked_where_the_export_goes_and_replacing_is_announced() {
    let mut place = Place::with_source(SOURCE);
    place.desk.take_requests();
    place.file("source-coded.csv", b"x");
    place.does(Command::OpenExport);
    let workbench::Panel::Export(panel) = &place.desk.state().panel else { panic!("no export panel") };
    assert!(panel.replaces);
    place.does(Command::ChooseExportPath);
    let suggested = fs::canonicalize(place.folder.path()).unwrap().join("source-coded.csv");
    assert_eq!(place.desk.take_requests(), [Request::ExportPath { suggested }]);
}

#[test]
fn every_level_and_who_gave_the_code_stand_in_their_columns() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(0));
    place.does(Command::ChooseSearch(domain::Code::parse("371131").ok()));
    place.does(Command::Select(1));
    place.does(Command::ChooseSearch(domain::Code::parse("265").ok()));
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("levels.csv")));
    place.does(Command::SetExportLevels(true));
    place.does(Command::StartExport);
    let table = Table::read(&place.path("levels.csv"));
    let codes = |row| (1..=5).map(|level| table.cell(row, &format!("final_{level}_code"))).collect::<Vec<_>>();
    assert_eq!(codes(0), ["3", "37", "371", "3711", "371131"]);
    assert_eq!(table.cell(0, "final_5_title"), "Bricklayer");
    assert_eq!(codes(1), ["2", "26", "265", "", ""]);
    assert_eq!((table.cell(1, "final_3_title"), table.cell(1, "final_4_title")), (table.cell(1, "final_title"), ""));
    assert_eq!(codes(2), [""; 5], "a non-classification code has no levels");
    let origins: Vec<&str> = (0..4).map(|row| table.cell(row, "final_origin")).collect();
    assert_eq!(origins, ["person", "person", "embedded", ""]);
    // They are known again as ours.
    place.does(Command::OpenPath(place.path("levels.csv")));
    assert_eq!(place.desk.state().mapping().unwrap().old_columns.len(), 13 + 10 + 10);
}

#[test]
fn the_whole_log_is_written_beside_where_asked_for_and_never_over_the_source() {
    let mut place = Place::with_source(SOURCE);
    for command in [Command::Select(0), Command::Accept, Command::Select(1), Command::Refer, Command::Undo] {
        place.does(command);
    }
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("out.csv")));
    place.does(Command::SetExportLog(true));
    place.does(Command::StartExport);
    assert!(place.notice().contains("The whole log stands in"), "{}", place.notice());
    let text = fs::read_to_string(place.path("out.audit.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let actions: Vec<&str> = lines.iter().filter_map(|line| line["action"].as_str()).collect();
    assert_eq!(actions, ["accept", "refer", "undo"]);
    assert_eq!(lines[2]["hash"], review::hash_text(&place.review().ledger.head()));
    assert_eq!(lines[0]["previous"], review::hash_text(&place.review().ledger.genesis()));
    let source = place.file("own.audit.jsonl", b"{\"job_title\":\"nurse\"}\n");
    place.does(Command::OpenPath(source.clone()));
    place.does(Command::StartImport);
    place.does(Command::OpenExport);
    place.does(Command::SetExportPath(place.path("own.csv")));
    place.does(Command::SetExportLog(true));
    place.does(Command::StartExport);
    assert!(place.desk.state().notices.last().unwrap().is_error);
    assert_eq!(fs::read(source).unwrap(), b"{\"job_title\":\"nurse\"}\n");
}

#[test]
fn parquet_goes_out_and_comes_back_with_its_decisions() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Select(2));
    place.does(Command::Uncodable(review::Uncodable::OutOfScope));
    place.does(Command::OpenExport);
    place.does(Command::SetExportFormat(Format::Parquet));
    place.does(Command::StartExport);
    let path = place.path("source-coded.parquet");
    place.does(Command::OpenPath(path));
    let mapping = place.desk.state().mapping().unwrap();
    let preview = mapping.preview.as_ref().unwrap();
    assert_eq!((preview.format, preview.approximate_records), (Format::Parquet, Some(4)));
    place.does(Command::SetOldOutput(OldOutput::TakeOver));
    place.does(Command::StartImport);
    assert_eq!(place.review().column_names, ["id", "job_title", "tasks"]);
    let row = place.review().row(2).unwrap();
    assert_eq!((row.title, row.code), ("retired", None));
    assert_eq!(row.decision.and_then(review::Decision::uncodable), Some(review::Uncodable::OutOfScope));
}

#[cfg(unix)]
#[test]
fn project_and_export_are_not_open_to_more_people_than_the_source() {
    use std::os::unix::fs::PermissionsExt;
    let mut place = Place::new();
    let source = place.file("closed.csv", b"id,job_title\n1,brickie\n");
    fs::set_permissions(&source, fs::Permissions::from_mode(0o600)).unwrap();
    place.does(Command::OpenPath(source));
    place.does(Command::StartImport);
    place.export_csv("out");
    for name in ["closed.occudesk", "out.csv"] {
        let mode = fs::metadata(place.path(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
}
