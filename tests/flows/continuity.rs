//! Decisions of an earlier wave, house rules, and what a newer model changed.

use std::fs;

use domain::{Code, Coding};
use review::{Action, ChangeKind, Choice, Decision, Filter, Flag, SourceKind, Uncodable};
use workbench::{Command, Listed, Panel, can};

use super::{Place, Table};

const FIRST: &str = "id,job_title,tasks\n\
    a,Brickie,lays bricks\n\
    b,brickie!,lays BRICKS\n\
    c,team leader,\n\
    d,EA,\n\
    e,nurse,aged care\n";
const SECOND: &str = "job_title,tasks,id\n\
    ea,,1\n\
    BRICKIE,lays bricks,2\n\
    team leader,,3\n\
    chef,cooks,4\n\
    brickie,lays bricks,5\n";

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

impl Place {
    #[track_caller]
    fn decides(&mut self, row: usize, command: Command) {
        self.does(Command::Select(row));
        self.does(command);
    }

    #[track_caller]
    fn imports(&mut self, name: &str, lines: &str) {
        let source = self.file(name, lines.as_bytes());
        self.does(Command::OpenPath(source));
        self.does(Command::StartImport);
        assert!(self.review().is_coded(), "{:?}", self.desk.state().notices);
    }
}

/// The first wave decided, the second imported.
fn two_waves() -> Place {
    let mut place = Place::with_source(FIRST);
    place.does(Command::SetFilter(Filter::All));
    for row in [0, 1] {
        place.decides(row, Command::ChooseSearch(Some(code("371131"))));
    }
    place.decides(2, Command::Uncodable(Uncodable::TooVague));
    place.decides(3, Command::ChooseSearch(Some(code("522231"))));
    place.imports("second.csv", SECOND);
    place.does(Command::SetFilter(Filter::All));
    place
}

fn panel(place: &Place) -> workbench::EarlierPanel {
    match &place.desk.state().panel {
        Panel::Earlier(panel) => panel.clone(),
        other => panic!("not the panel of earlier decisions: {other:?}"),
    }
}

#[test]
fn decisions_of_an_earlier_wave_are_offered_taken_and_kept_with_the_project() {
    let mut place = two_waves();
    let before = fs::read(place.path("source.occudesk")).unwrap();
    assert!(can(place.desk.state(), &Command::TakeEarlier(1)).is_err());
    place.does(Command::LoadEarlier(place.path("source.occudesk")));
    assert_eq!(fs::read(place.path("source.occudesk")).unwrap(), before, "the earlier project is only read");
    let totals = place.review().earlier_totals;
    assert_eq!((totals.matched, totals.contradict), (4, 0));
    let lines = place.review().earlier.lines(1).to_vec();
    assert_eq!((lines.len(), lines[0].times, lines[0].source.as_str()), (1, 2, "source.occudesk"));
    assert_eq!(place.review().earlier.lines(3), []);

    // The record in which the engine says otherwise is to review, and the filter shows it.
    let machine = place.review().record(2).machine.unwrap().code;
    assert_eq!(place.review().record(2).flags.has(Flag::EarlierDiffers), machine.is_some());
    let differing = place.review().columns.flags().iter().filter(|flags| flags.has(Flag::EarlierDiffers)).count();
    assert_eq!(place.review().counts.of(Filter::EarlierDiffers), differing);
    assert_eq!(totals.agree, 4 - differing);

    place.does(Command::ClosePanel);
    place.decides(2, Command::TakeEarlier(1));
    assert_eq!(place.review().record(2).decision, Some(Decision::Uncodable(Uncodable::TooVague)));
    place.decides(0, Command::TakeEarlier(1));
    let accepted = place.review().record(0).machine.unwrap().code == Some(code("522231"));
    let choice = if accepted { Choice::Accept } else { Choice::Earlier };
    assert_eq!(place.review().record(0).decision, Some(Decision::Code { code: code("522231"), choice }));

    // The project knows them without the file, and the notes of their origin.
    fs::remove_file(place.path("source.occudesk")).unwrap();
    let mut place = place.restart();
    place.does(Command::OpenPath(place.path("second.occudesk")));
    assert_eq!(place.review().earlier.lines(1), lines);
    let id = place.review().earlier.sources()[0].id;
    place.does(Command::RemoveEarlier(id));
    assert_eq!((place.review().earlier_totals.matched, place.review().counts.of(Filter::EarlierDiffers)), (0, 0));
    assert!(place.review().record(2).decision.is_some(), "what was taken over stays");
}

#[test]
fn an_export_serves_as_earlier_decisions_in_every_format() {
    let mut first = two_waves();
    first.does(Command::OpenPath(first.path("source.occudesk")));
    for name in ["wave.csv", "wave.tsv", "wave.xlsx", "wave.jsonl"] {
        first.does(Command::OpenExport);
        first.does(Command::SetExportPath(first.path(name)));
        first.does(Command::StartExport);
    }
    first.does(Command::OpenPath(first.path("second.occudesk")));
    let mut seen = Vec::new();
    for name in ["wave.csv", "wave.tsv", "wave.xlsx", "wave.jsonl"] {
        first.does(Command::LoadEarlier(first.path(name)));
        let sources = first.review().earlier.sources();
        assert_eq!((sources.len(), sources[0].kind), (1, SourceKind::Export), "{name}");
        assert!(sources[0].problems.is_empty(), "{name}: {:?}", sources[0].problems);
        seen.push(sources[0].decisions.clone());
        let id = sources[0].id;
        first.does(Command::RemoveEarlier(id));
    }
    assert_eq!(seen[0].len(), 3, "the machine's codes are nobody's decisions");
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    assert!(seen[0].iter().all(|decision| decision.at.is_some() && !decision.reviewer.is_empty()));
}

#[test]
fn taking_over_is_counted_first_leaves_people_their_say_and_is_one_entry() {
    let mut place = two_waves();
    place.does(Command::LoadEarlier(place.path("source.occudesk")));
    place.does(Command::ClosePanel);
    place.decides(4, Command::ChooseSearch(Some(code("371132"))));
    place.decides(0, Command::Flag);
    let (entries, row) = (place.review().ledger.entries().len(), place.review().selected.as_ref().unwrap().row);
    place.does(Command::OpenEarlier);
    assert!(can(place.desk.state(), &Command::TakeOver).is_err(), "nothing was counted");
    place.does(Command::AskTakeover { rules_only: false });
    let asked = panel(&place).asked.unwrap();
    let records: Vec<u32> = asked.decisions.iter().map(|(record, _)| *record).collect();
    assert_eq!((records, asked.decided, asked.set_aside, asked.contradict), (vec![1, 2], 1, 1, 0));
    place.does(Command::ShowListed(Listed::Takeover));
    assert_eq!(place.review().visible, [1, 2]);
    place.does(Command::LeaveList);
    place.does(Command::Select(row));
    place.does(Command::TakeOver);
    assert_eq!(place.review().ledger.entries().len(), entries + 1);
    assert_eq!(place.review().selected.as_ref().unwrap().row, row, "the cursor stays");
    assert_eq!(place.review().record(4).code, Some(code("371132")), "what a person decided is kept");
    assert_eq!(place.review().record(1).code, Some(code("371131")));
    assert_eq!(place.review().record(0).decision, None, "what was flagged is left to people");
    place.does(Command::ClosePanel);
    place.does(Command::Undo);
    assert!(place.review().record(1).decision.is_none() && place.review().record(2).decision.is_none());
}

#[test]
fn contradicting_decisions_are_both_offered_and_never_taken_over_at_once() {
    let mut place = two_waves();
    place.does(Command::OpenPath(place.path("source.occudesk")));
    place.decides(1, Command::ChooseSearch(Some(code("371132"))));
    place.does(Command::OpenPath(place.path("second.occudesk")));
    place.does(Command::LoadEarlier(place.path("source.occudesk")));
    assert_eq!(place.review().earlier.lines(1).len(), 2);
    assert_eq!(place.review().earlier_totals.contradict, 2);
    place.does(Command::AskTakeover { rules_only: false });
    let asked = panel(&place).asked.unwrap();
    assert_eq!(asked.contradict, 2);
    assert!(asked.decisions.iter().all(|(record, _)| *record != 1 && *record != 4));
    place.does(Command::ShowListed(Listed::Contradicting));
    assert_eq!(place.review().visible, [1, 4]);
    place.does(Command::SetQuery("xylophone".to_owned()));
    assert!(place.review().visible.is_empty(), "the search narrows the list");
}

#[test]
fn what_holds_no_decisions_of_this_classification_is_refused_and_changes_nothing() {
    let mut place = two_waves();
    let other = place.file("list.csv", b"name,colour\nx,red\n");
    let own = place.review().path.clone();
    for (path, words) in [
        (other, "holds no decisions that can be used"),
        (own, "the project that is open"),
        (place.path("missing.csv"), "There is no file"),
    ] {
        place.does(Command::LoadEarlier(path));
        let notice = place.notice();
        assert!(notice.contains(words), "{notice}");
        assert!(place.review().earlier.sources().is_empty() && place.review().side_job.is_none());
    }
    let source = place.file("anzsco.csv", FIRST.as_bytes());
    place.does(Command::OpenPath(source));
    place.does(Command::SetClassification(domain::ClassificationId::Anzsco2022));
    place.does(Command::StartImport);
    place.does(Command::LoadEarlier(place.path("source.occudesk")));
    assert!(place.notice().contains("is coded to OSCA 2024, this project to ANZSCO 2022"), "{}", place.notice());
}

#[test]
fn a_house_rule_is_made_shared_and_applied_where_a_person_agrees() {
    let mut place = two_waves();
    place.does(Command::OpenPath(place.path("source.occudesk")));
    place.does(Command::Select(4));
    assert!(can(place.desk.state(), &Command::OpenRule).is_err(), "nothing is decided on this record");
    place.does(Command::Select(3));
    place.does(Command::OpenRule);
    place.does(Command::SetRuleReason("EA stands for executive assistant here".to_owned()));
    place.does(Command::SetRulePath(place.path("house-rules")));
    place.does(Command::WriteRule);
    let path = place.path("house-rules.tsv");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("title\ttasks\tcode\tclassification\treason\tauthor\tdate\nEA\t\t522231\tosca-2024\tEA"));
    assert_eq!(place.review().earlier.sources()[0].kind, SourceKind::Rules);
    assert!(place.review().earlier.lines(3)[0].is_rule);

    // Shared, with lines that somebody else got wrong.
    fs::write(
        &path,
        format!(
            "{text}chef\t\t999999\tosca-2024\t\t\t\nchef\t\t441131\tanzsco-2022\t\t\t\n\t\t371131\tosca-2024\t\t\t\n"
        ),
    )
    .unwrap();
    place.does(Command::OpenPath(place.path("second.occudesk")));
    place.does(Command::LoadEarlier(place.path("source.occudesk")));
    place.does(Command::LoadEarlier(path.clone()));
    let rules = place.review().earlier.sources()[1].clone();
    let lines: Vec<u64> = rules.problems.iter().map(|(line, _)| *line).collect();
    assert_eq!((rules.decisions.len(), lines), (1, vec![3, 5]));
    assert!(
        place.notice().contains("2 lines were left out of house-rules.tsv; the first is line 3"),
        "{}",
        place.notice()
    );
    assert_eq!(place.review().record(0).decision, None, "nothing is decided by itself");
    place.does(Command::AskTakeover { rules_only: true });
    assert_eq!(panel(&place).asked.unwrap().decisions.len(), 1);
    place.does(Command::TakeOver);
    let decision = place.review().record(0).decision;
    let machine = place.review().record(0).machine.unwrap().code;
    let choice = if machine == Some(code("522231")) { Choice::Accept } else { Choice::Rule };
    assert_eq!(decision, Some(Decision::Code { code: code("522231"), choice }));
    place.does(Command::ClosePanel);
    let table = place.export_csv("ruled.csv");
    assert_eq!(table.cell(0, "final_source"), if choice == Choice::Rule { "rule" } else { "accepted" });
}

#[test]
fn a_newer_model_says_what_it_changed_also_later() {
    let mut place = Place::with_source(FIRST);
    place.does(Command::SetFilter(Filter::All));
    place.decides(0, Command::ChooseSearch(Some(code("265433"))));
    assert!(can(place.desk.state(), &Command::OpenChanges).is_err(), "there is one coding only");
    let path = place.review().path.clone();
    place.does(Command::CloseProject);
    let project = store::Project::open(&path).unwrap();
    let run = project.current_run().unwrap().unwrap();
    let mut codings = project.codings(&run).unwrap();
    // The older model had a wrong code for the first, which a person agreed with, and none for the second.
    let wrong = Coding { best: Some(code("265433")), conditionals: [1.0; 5], runner_up: None, ..codings[0] };
    (codings[0], codings[1]) = (wrong, Coding::BLANK);
    project.save_codings(store::RunParameters { model_id: "older".to_owned(), ..run.parameters }, &codings).unwrap();
    drop(project);

    place.does(Command::OpenPath(path.clone()));
    place.does(Command::CodeAgain);
    assert_eq!(place.desk.state().panel, Panel::Changes, "what changed is shown by itself");
    let check = |place: &Place| {
        let changes = place.review().changes.clone().unwrap();
        assert_eq!(changes.model_before, "older");
        let changed: Vec<(u32, ChangeKind)> =
            changes.changed.iter().map(|change| (change.record, change.kind)).collect();
        assert_eq!(changed, [(0, ChangeKind::Other), (1, ChangeKind::MoreDetail)]);
        assert_eq!((changes.count(ChangeKind::Same), place.review().against_people.clone()), (3, vec![0]));
    };
    check(&place);
    place.does(Command::ShowListed(Listed::Changed(ChangeKind::MoreDetail)));
    assert_eq!(place.review().visible, [1]);
    place.does(Command::ExportChanges(Some(place.path("changes.csv"))));
    let table = Table::read(&place.path("changes.csv"));
    assert_eq!(table.rows.len(), 2);
    assert_eq!((table.cell(0, "old_code"), table.cell(0, "decided_code")), ("265433", "265433"));
    assert_eq!((table.cell(0, "change"), table.cell(1, "change")), ("other-code", "more-detail"));
    assert_eq!((table.cell(1, "old_code"), table.cell(1, "record")), ("", "2"));

    let mut place = place.restart();
    place.does(Command::OpenPath(path));
    assert!(place.review().changes.is_none());
    place.does(Command::OpenChanges);
    check(&place);
}

#[test]
fn entries_that_take_over_read_as_such() {
    let mut place = two_waves();
    place.does(Command::LoadEarlier(place.path("source.occudesk")));
    place.does(Command::AskTakeover { rules_only: false });
    place.does(Command::TakeOver);
    let entry = place.review().ledger.entries().last().unwrap().clone();
    let choices: Vec<Option<Decision>> = entry.changes.iter().map(|change| change.after.decision).collect();
    let taken = choices.iter().any(|decision| matches!(decision, Some(Decision::Code { choice: Choice::Earlier, .. })));
    assert_eq!(entry.action == Action::TakeEarlier, taken, "{choices:?}");
    let count = entry.changes.len();
    assert!(entry.describe().ends_with(&format!("· {count} records")), "{}", entry.describe());
}
