//! Quality samples: drawn, coded blind by somebody else, settled, accepted or sent back, reported.

use std::fs;

use domain::{Code, Level};
use review::quality::{Fate, LotKind, PlanChoice, Stratify, Verdict};
use review::statistics::estimate::Allocation;
use review::{Filter, Flag, Hidden, RecordId, Uncodable};
use workbench::{Command, Panel, QualityCommand as Quality, SupervisePage, Workspace, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,brickie,lays bricks\n\
    e,manager,\n\
    f,chef,cooks in a restaurant\n";

fn draw(place: &mut Place, sample: u64, accept: u64, seed: u64) -> Vec<RecordId> {
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    place.does(Command::Quality(Quality::SetPlan(PlanChoice::Own { sample, accept })));
    place.does(Command::Quality(Quality::SetSeed(seed)));
    place.does(Command::Quality(Quality::Draw));
    let review = place.review();
    (0..review.len() as RecordId).filter(|record| review.hidden(*record).is_some()).collect()
}

fn go_to(place: &mut Place, record: RecordId) {
    place.does(Command::Quality(Quality::GoTo(record)));
    assert_eq!(place.review().selected.as_ref().unwrap().record, record);
}

fn code_blind(place: &mut Place, record: RecordId, code: &str) {
    go_to(place, record);
    place.does(Command::OpenSearch);
    place.does(Command::ChooseSearch(Code::parse(code).ok()));
}

fn shown(place: &Place) -> &workbench::ShownSample {
    place.desk.state().supervise.quality.shown.as_ref().expect("a sample is looked at")
}

#[test]
fn what_stands_for_a_sampled_record_is_seen_nowhere_until_it_is_coded() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetReviewer("Ann".to_owned()));
    go_to(&mut place, 1);
    place.does(Command::OpenSearch);
    place.does(Command::ChooseSearch(Code::parse("811531").ok()));
    place.does(Command::SetReviewer("Sam".to_owned()));
    let all = draw(&mut place, 6, 0, 3);
    assert_eq!(all, [0, 1, 2, 3, 4, 5]);
    go_to(&mut place, 1);
    let record = place.review().record(1);
    assert_eq!(record.hidden, Some(Hidden::Sample));
    assert!(record.machine.is_none() && record.decision.is_none() && record.code.is_none());
    assert_eq!((record.code_title, record.flags.to_text().as_str(), record.open), ("", "quality-sample", true));
    let selected = place.review().selected.as_ref().unwrap();
    assert!(selected.explanation.is_none() && selected.history.is_empty());
    assert_eq!((selected.others.identical, selected.others.otherwise), (0, 0));
    for command in [
        Command::Accept,
        Command::TakeSuggestion(1),
        Command::UseParent,
        Command::ClearDecision,
        Command::OpenGroup,
        Command::OpenWhatIf,
        Command::SetWhatIf("brickie".to_owned(), String::new()),
        Command::OpenCompare,
        Command::OpenWhyNot,
        Command::NarrowToGroup,
        Command::OpenRule,
        Command::Uncodable(Uncodable::Other),
    ] {
        let reason = can(place.desk.state(), &command).unwrap_err();
        assert!(reason.contains("blind") || reason.contains("note"), "{command:?}: {reason}");
    }
    for number in 1..=place.review().ledger.entries().len() as u64 {
        assert!(!place.review().entry_words(number).contains("811531"));
    }
    // Neither a filter nor a code shows it, and nothing about many records reaches it.
    for filter in Filter::ALL {
        place.does(Command::SetFilter(filter));
        let tells = ![Filter::All, Filter::Flagged, Filter::Reviewed, Filter::Sampled].contains(&filter);
        assert!(!tells || place.review().visible.is_empty(), "{filter:?}");
    }
    place.does(Command::SetFilter(Filter::All));
    place.does(Command::OpenBulk);
    assert_eq!(place.review().bulk.as_ref().unwrap().changes.count, 0);
    place.does(Command::ClosePanel);
    // An export says that it is left out.
    let table = place.export_csv("during.csv");
    for row in 0..6 {
        for column in ["occ_code", "occ_confidence", "occ_status", "final_code", "final_source", "reviewer"] {
            assert_eq!(table.cell(row, column), "", "{column}");
        }
        assert_eq!(table.cell(row, "review_flag"), "quality-sample");
    }
    place.does(Command::OpenExport);
    assert!(can(place.desk.state(), &Command::SetExportLog(true)).unwrap_err().contains("blind"));
    place.does(Command::ClosePanel);
    // One undo, and everything is seen again.
    place.does(Command::Undo);
    assert!(place.review().hidden(1).is_none() && place.review().selected.as_ref().unwrap().explanation.is_some());
    assert_eq!(place.review().record(1).code, Code::parse("811531").ok());
    assert_eq!(place.review().counts.of(Filter::Sampled), 0);
}

#[test]
fn a_panel_that_would_tell_is_put_away_with_the_draw() {
    let mut place = Place::with_source(SOURCE);
    draw(&mut place, 6, 0, 3);
    place.does(Command::Undo);
    for open in [Command::OpenWhatIf, Command::OpenGroup, Command::OpenCompare] {
        go_to(&mut place, 1);
        place.does(open);
        assert_ne!(place.desk.state().panel, Panel::None);
        place.does(Command::Redo);
        assert_eq!(place.desk.state().panel, Panel::None);
        place.does(Command::Undo);
    }
}

#[test]
fn a_sample_goes_from_the_draw_to_the_report_over_a_restart() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::SetReviewer("Ann".to_owned()));
    code_blind(&mut place, 1, "811531");
    place.does(Command::SetReviewer("Sam".to_owned()));
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    place.does(Command::Quality(Quality::SetStratify(Stratify::Coder)));
    place.does(Command::Quality(Quality::SetAllocation(Allocation::Equal)));
    let lot = place.desk.state().supervise.quality.lot.clone().unwrap();
    assert_eq!(lot.records, 6);
    let names: Vec<&str> = lot.strata.iter().map(|stratum| stratum.name.as_str()).collect();
    assert_eq!(names, ["The engine alone", "Decided by Ann"]);
    let drawn = draw(&mut place, 4, 1, 7);
    assert_eq!(drawn.len(), 4);
    assert!(drawn.contains(&1));
    assert_eq!(shown(&place).outcome.verdict, Verdict::Open { to_code: 4, to_settle: 0 });
    // Taken back and drawn again with the same seed: the same records.
    place.does(Command::Undo);
    assert!(place.desk.state().supervise.quality.samples.is_empty());
    assert_eq!(draw(&mut place, 4, 1, 7), drawn);
    assert_eq!(place.review().samples.len(), 2);

    let mut place = place.restart();
    place.does(Command::OpenPath(place.path("source.occudesk")));
    assert_eq!(place.review().counts.of(Filter::Sampled), 4);
    place.does(Command::SetReviewer("Bo".to_owned()));
    place.does(Command::Quality(Quality::CodeBlind));
    assert_eq!(place.desk.state().workspace, Workspace::Review);
    assert_eq!(place.review().visible, drawn);
    // A reason is written before the coding and goes with it.
    go_to(&mut place, 1);
    assert!(place.review().is_own_decision(1, "Ann") && !place.review().is_own_decision(1, "Bo"));
    place.does(Command::SetNote("bricks, not cleaning".to_owned()));
    assert_eq!(place.review().record(1).note, "bricks, not cleaning");
    place.does(Command::UseCode(Code::parse("371131").unwrap()));
    let line = place.review().last_action.clone().unwrap();
    assert!(line.contains("811531 stood and not 371131"), "{line}");
    let coding = &place.review().ledger.judgement(1).unwrap().codings()[0];
    assert_eq!((coding.note.as_str(), coding.reviewer.as_str()), ("bricks, not cleaning", "Bo"));
    assert!(place.review().record(1).flags.has(Flag::CodersDiffer));
    // The others agree.
    for record in drawn.iter().copied().filter(|record| *record != 1) {
        let code = place.review().columns.final_code(record);
        go_to(&mut place, record);
        match code {
            Some(code) => place.does(Command::UseCode(code)),
            None => place.does(Command::Uncodable(Uncodable::TooVague)),
        }
        assert!(place.review().last_action.as_ref().unwrap().contains("agrees"));
    }
    let mut place = place.restart();
    place.does(Command::OpenPath(place.path("source.occudesk")));
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    let outcome = &shown(&place).outcome;
    assert_eq!((outcome.count(Fate::Agreed), outcome.count(Fate::Differs)), (3, 1));
    // One error is allowed, so whatever comes of the last, the lot is accepted.
    assert_eq!(outcome.verdict, Verdict::Accepted);
    // Settled for the blind coding, by the digit of its place: what stands is the first, the blind coding the second.
    place.does(Command::Quality(Quality::Settle));
    assert_eq!(place.review().visible, [1]);
    place.does(Command::TakeSuggestion(2));
    assert_eq!(place.review().columns.final_code(1), Code::parse("371131").ok());
    assert_eq!(place.export_csv("settled").cell(1, "final_source"), "settled");
    assert!(!place.review().record(1).flags.has(Flag::CodersDiffer));
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    let outcome = &shown(&place).outcome;
    assert_eq!((outcome.errors(), outcome.count(Fate::Settled), outcome.own()), (1, 1, 0));
    assert_eq!(outcome.strata[1].wrong, [1; 5]);

    let report = place.path("report.html");
    place.does(Command::Quality(Quality::WriteReport(Some(report.clone()))));
    let html = fs::read_to_string(&report).unwrap();
    for words in ["Accepted", "1 error found, 1 allowed", "Decided by Ann", "Bo (4)", "Seed", "SHA-256"] {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("brickie") && !html.contains("bricks"), "no answer text unless asked for");
    assert!(is_well_formed(&html), "{html}");
    assert!(!html.contains("http-equiv") && !html.contains("src=") && !html.contains("<script"));
    place.does(Command::Quality(Quality::SetWithAnswers(true)));
    place.does(Command::Quality(Quality::WriteReport(Some(report.clone()))));
    assert_eq!(fs::read_to_string(&report).unwrap(), html, "a report that was handed on stays");
    assert!(fs::read_to_string(place.path("report-2.html")).unwrap().contains("brickie"));
    let rows = super::Table::read(&place.path("report.csv"));
    assert_eq!(rows.rows.len(), 4);
    let at = rows.rows.iter().position(|row| row[0] == "2").unwrap();
    assert_eq!(rows.cell(at, "stratum_name"), "Decided by Ann");
    assert_eq!((rows.cell(at, "stood"), rows.cell(at, "settled"), rows.cell(at, "wrong_1")), ("811531", "371131", "1"));
}

#[test]
fn lots_are_what_was_asked_for_and_leave_out_what_waits() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    let records = |place: &Place| place.desk.state().supervise.quality.lot.as_ref().unwrap().records;
    assert_eq!(records(&place), 6);
    place.does(Command::Quality(Quality::SetLot(LotKind::Shown)));
    assert_eq!(records(&place), place.review().visible.len() as u64);
    place.does(Command::Quality(Quality::SetLot(LotKind::DecidedBy("Ann".to_owned()))));
    assert_eq!(records(&place), 0);
    let refused = can(place.desk.state(), &Command::Quality(Quality::Draw)).unwrap_err();
    assert!(refused.contains("no records"), "{refused}");
    place.does(Command::Quality(Quality::SetLot(LotKind::All)));
    assert_eq!(draw(&mut place, 2, 0, 1).len(), 2);
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    assert_eq!(records(&place), 4);
    for choice in [
        PlanChoice::Own { sample: 0, accept: 0 },
        PlanChoice::Own { sample: 2, accept: 2 },
        PlanChoice::Protect { reject_quality: 1.0, consumer_risk: 0.05, accept: 1 },
        PlanChoice::Protect { reject_quality: 0.1, consumer_risk: f64::NAN, accept: 1 },
    ] {
        assert!(can(place.desk.state(), &Command::Quality(Quality::SetPlan(choice))).is_err(), "{choice:?}");
    }
}

/// Every element that begins also ends, in turn.
fn is_well_formed(html: &str) -> bool {
    let empty = ["meta", "br", "!DOCTYPE"];
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !empty.contains(&name) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    open.is_empty()
}

/// The sample survey, drawn by confidence and coded blind with an error here and there; every other one is settled for the
/// blind coding.
fn checked_survey() -> Place {
    let mut place = Place::with_source(include_str!("../../samples/labour-force.csv"));
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    place.does(Command::Quality(Quality::SetStratify(Stratify::Confidence)));
    place.does(Command::Quality(Quality::SetAllocation(Allocation::Neyman)));
    let drawn = draw(&mut place, 60, 5, 11);
    assert_eq!(drawn.len(), 60);
    let others = ["371131", "265433", "265499", "811531"].map(|code| Code::parse(code).unwrap());
    for (record, at) in drawn.into_iter().zip(0usize..) {
        let stood = place.review().columns.final_code(record);
        // Wrong in general, or only in detail.
        let broader =
            stood.and_then(|code| code.at([Level::SubMajorGroup, Level::MinorGroup, Level::UnitGroup][at % 3]));
        let broader = broader.filter(|code| at % 16 != 1 && Some(*code) != stood && !code.is_non_classification());
        let other = broader.or_else(|| others.into_iter().find(|code| Some(*code) != stood)).unwrap();
        go_to(&mut place, record);
        match stood.filter(|_| at % 4 != 1) {
            Some(stood) => place.does(Command::UseCode(stood)),
            None => place.does(Command::UseCode(other)),
        }
        if at % 8 == 1 {
            go_to(&mut place, record);
            place.does(Command::TakeSuggestion(2));
        } else if at % 8 == 5 && at != 5 {
            go_to(&mut place, record);
            place.does(Command::TakeSuggestion(if stood.is_some() { 1 } else { 2 }));
        }
    }
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    place
}

#[test]
fn others_can_reckon_the_estimates_from_the_records_that_are_written() {
    let mut place = checked_survey();
    place.does(Command::Quality(Quality::WriteReport(Some(place.path("q.html")))));
    let table = super::Table::read(&place.path("q.csv"));
    assert_eq!(table.rows.len(), 60);
    let outcome = &shown(&place).outcome;
    assert!(outcome.count(Fate::Differs) > 0 && outcome.errors() > 0);
    for level in 0..5 {
        let column = format!("wrong_{}", level + 1);
        let mut strata = std::collections::BTreeMap::<String, (f64, f64, f64)>::new();
        for row in 0..table.rows.len() {
            let wrong = table.cell(row, &column);
            let entry = strata.entry(table.cell(row, "stratum").to_owned()).or_default();
            entry.0 = table.cell(row, "stratum_records").parse().unwrap();
            entry.1 += f64::from(u8::from(!wrong.is_empty()));
            entry.2 += wrong.parse().unwrap_or(0.0);
        }
        let all: f64 = strata.values().map(|of| of.0).sum();
        assert_eq!(all, 600.0);
        let rate: f64 = strata.values().map(|(records, checked, wrong)| records / all * wrong / checked).sum();
        let estimate = outcome.estimates[level].unwrap();
        assert!((estimate.error_rate - rate).abs() < 1e-12, "{column}");
        assert_eq!(strata.values().map(|of| of.1).sum::<f64>(), estimate.checked as f64);
    }
}
