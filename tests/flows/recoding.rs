//! Records that carry ANZSCO codes are recoded to OSCA.

use domain::{Classification, ClassificationId, Code, Recoded};
use review::{Choice, Decision, Filter, Flag};
use workbench::{ColumnUse, Command, can};

use super::{Place, Table};

const REGISTER: &str = include_str!("../../samples/admin-extract-anzsco.csv");

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn mapping(place: &Place) -> &workbench::Mapping {
    place.desk.state().mapping().expect("the mapping step")
}

#[test]
fn a_register_is_recoded_by_its_codes_and_says_why() {
    let mut place = Place::new();
    let source = place.file("register.csv", REGISTER.as_bytes());
    place.does(Command::OpenPath(source.clone()));
    assert_eq!((mapping(&place).code_columns.as_slice(), mapping(&place).recode_column), (&[1][..], None));
    assert!(can(place.desk.state(), &Command::SetRecodeColumn(Some(0))).is_err(), "numbers of employees are no codes");
    place.does(Command::SetRecodeColumn(Some(1)));
    place.does(Command::StartImport);
    assert!(place.review().is_coded());
    let anzsco = Classification::get(ClassificationId::Anzsco2022);
    let source = Table::read(&source);
    let mut seen = [0; 2];
    for record in 0..place.review().len() {
        let own = code(source.cell(record, "anzsco_code"));
        let targets: Vec<Code> = anzsco.corresponding(own).collect();
        let coding = place.review().codings[record];
        assert!(coding.best.is_some_and(|best| targets.contains(&best)), "record {record}");
        let several = targets.len() > 1;
        let expected = if several { Recoded::SeveralTargets } else { Recoded::Correspondence };
        assert_eq!(coding.recoded, Some(expected));
        let flags = place.review().columns.flags()[record];
        assert_eq!((flags.has(Flag::SeveralTargets), flags.is_empty()), (several, !several), "record {record}");
        seen[usize::from(several)] += 1;
    }
    assert!(seen[0] > 10 && seen[1] > 10, "{seen:?}");

    // The record pane: the code, its targets, and a decision for another of them.
    let row = place.review().codings.iter().position(|coding| coding.recoded == Some(Recoded::SeveralTargets)).unwrap();
    place.does(Command::SetFilter(Filter::All));
    place.does(Command::Select(row));
    let recoded = place.review().selected.as_ref().unwrap().recoded.clone().unwrap();
    assert_eq!(recoded.code.map(|own| own.to_string()).as_deref(), Some(source.cell(row, "anzsco_code")));
    assert_eq!(Some(recoded.targets[0].code), place.review().codings[row].best);
    assert!((recoded.targets.iter().map(|target| target.confidence).sum::<f32>() - 1.0).abs() < 1e-4);
    assert!(!recoded.title_attached);
    place.does(Command::ChooseSearch(Some(recoded.targets[1].code)));
    let search = Decision::Code { code: recoded.targets[1].code, choice: Choice::Search };
    assert_eq!(place.review().record(row as u32).decision, Some(search));

    // The export says what each code came from; the source's own column keeps its name.
    let table = place.export_csv("recoded.csv");
    assert_eq!(table.cell(row, "anzsco_code"), source.cell(row, "anzsco_code"));
    assert_eq!(table.cell(row, "final_anzsco_code"), source.cell(row, "anzsco_code"));
    assert_eq!(table.cell(row, "recode_reason"), "several-targets");

    // Opened again, the run still says by what it recoded, and so does the next one.
    let path = place.review().path.clone();
    let codings = place.review().codings.clone();
    let mut place = place.restart();
    place.does(Command::OpenPath(path.clone()));
    assert_eq!(place.review().codings, codings);
    place.does(Command::CloseProject);
    let run = store::Project::open(&path).unwrap().current_run().unwrap().unwrap();
    assert_eq!(run.parameters.recoding.map(|recoding| recoding.column), Some(1));
}

#[test]
fn records_that_carry_nothing_but_a_code_get_its_title() {
    let mut place = Place::new();
    let lines = "id,anz\n1,331211\n2,132111\n3, 253112 \n4,\n5,331212\n6,331213\n7,241111\n8,421111\n9,271311\n10,nurse\n11,331211.0\n";
    let source = place.file("codes.csv", lines.as_bytes());
    place.does(Command::OpenPath(source));
    assert_eq!(mapping(&place).recode_column, Some(1));
    assert_eq!(mapping(&place).columns(ColumnUse::Title), [1]);
    place.does(Command::StartImport);
    let title = |record: u32| place.review().record(record).title.to_owned();
    assert_eq!(title(0), "Carpenter and Joiner");
    assert_eq!((title(2).as_str(), title(10)), ("Resident Medical Officer", title(0)));
    assert_eq!((title(3).as_str(), title(9).as_str()), ("", "nurse"), "what is no code stays as it is");
    assert_eq!(place.review().codings[1].best, Some(code("111131")));
    for record in [3, 9] {
        assert_eq!(place.review().codings[record].recoded, Some(Recoded::NoTarget));
        assert!(place.review().columns.flags()[record].has(Flag::NoTarget));
    }
    place.does(Command::SetFilter(Filter::All));
    place.does(Command::Select(0));
    assert!(place.review().selected.as_ref().unwrap().recoded.as_ref().unwrap().title_attached);
    let table = place.export_csv("recoded.csv");
    let own: Vec<&str> = (0..11).map(|row| table.cell(row, "anz")).collect();
    assert_eq!((own[0], own[2], own[10]), ("331211", " 253112 ", "331211.0"), "the cells stay as they are");
    assert_eq!((table.cell(2, "anzsco_code"), table.cell(1, "recode_reason")), ("253112", "correspondence"));
    assert_eq!((table.cell(3, "recode_reason"), table.cell(9, "recode_reason")), ("no-code", "not-a-code"));
}

#[test]
fn only_osca_is_recoded_to() {
    let mut place = Place::new();
    let source = place.file("register.csv", REGISTER.as_bytes());
    place.does(Command::OpenPath(source));
    place.does(Command::SetRecodeColumn(Some(1)));
    place.does(Command::SetClassification(ClassificationId::Anzsco2022));
    assert!(can(place.desk.state(), &Command::SetRecodeColumn(Some(1))).is_err());
    place.does(Command::StartImport);
    assert!(place.review().recoding.is_none());
    assert!(place.review().codings.iter().all(|coding| coding.recoded.is_none()));
}

#[test]
fn the_command_line_recodes_as_the_window_does() {
    let mut place = Place::new();
    let source = place.file("register.csv", REGISTER.as_bytes());
    let output = place.path("by-command.csv");
    let arguments = ["code", "--recode-from", "anzsco-2022", "--code-column", "anzsco_code", "--output"];
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_occudesk");
        std::process::Command::new(program).args(arguments).arg(&output).arg(&source).output().unwrap()
    };
    let done = run(&arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    place.does(Command::OpenPath(source.clone()));
    place.does(Command::SetRecodeColumn(Some(1)));
    place.does(Command::StartImport);
    let (ours, theirs) = (place.export_csv("by-window.csv"), Table::read(&output));
    assert_eq!(ours.rows.len(), theirs.rows.len());
    for row in 0..ours.rows.len() {
        for column in ["occ_code", "occ_confidence", "occ_flag", "final_anzsco_code", "recode_reason"] {
            assert_eq!(ours.cell(row, column), theirs.cell(row, column), "{column} of row {row}");
        }
    }
    let refused = run(&["code", "--recode-from", "osca-2024", "--code-column", "anzsco_code", "--output"]);
    assert_eq!(refused.status.code(), Some(2));
    let alone = run(&["code", "--recode-from", "anzsco-2022", "--output"]);
    assert_eq!(alone.status.code(), Some(2), "a column is needed");
}
