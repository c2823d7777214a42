//! Calibration and decisions that look wrong, on a project that people decided on.

use domain::{Code, Level};
use review::quality::PlanChoice;
use review::{Decision, Filter, Ranking, TruthSource};
use workbench::{
    CalibrationCommand, Command, ErrorsCommand, Listed, QualityCommand, Since, SupervisePage, Workspace, can,
    verdict_words,
};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,truck driver,drives trucks\n\
    b,Truck Driver,drives trucks!\n\
    c,nurse,\n\
    d,brickie,lays bricks\n\
    e,primary school teacher,\n\
    f,???,\n";

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// Decides for a code on a record.
fn decide(place: &mut Place, record: u32, text: &str) {
    place.does(Command::ShowWorkspace(Workspace::Review));
    place.does(Command::GoTo(record));
    place.does(Command::OpenSearch);
    place.does(Command::ChooseSearch(Some(code(text))));
}

/// The truck driver coded in two ways, the nurse as a bricklayer, the bricklayer rightly.
fn decided() -> Place {
    let mut place = Place::with_source(SOURCE);
    let best = |place: &Place, record: usize| place.review().codings[record].best.unwrap().to_string();
    let (truck, brickie) = (best(&place, 0), best(&place, 3));
    decide(&mut place, 0, &truck);
    decide(&mut place, 1, "721131");
    decide(&mut place, 2, "371131");
    decide(&mut place, 3, &brickie);
    place
}

fn listed(place: &Place) -> Vec<u32> {
    let page = &place.desk.state().supervise.errors;
    (0..page.count()).filter_map(|at| page.at(at)).map(|suspect| suspect.record).collect()
}

/// Marks the decision about a record in the list.
fn mark(place: &mut Place, record: u32) {
    let at = listed(place).iter().position(|listed| *listed == record).expect("it is listed");
    place.does(Command::Errors(ErrorsCommand::Mark(at)));
}

#[test]
fn calibration_is_measured_when_it_is_looked_at_and_again_after_decisions() {
    let mut place = decided();
    place.does(Command::ShowSupervise(SupervisePage::Calibration));
    let page = &place.desk.state().supervise.calibration;
    let all = page.of(None, Level::Occupation).unwrap();
    assert_eq!((all.all.records, all.all.accuracy), (4, 0.5));
    assert_eq!(verdict_words(all.verdict()), "too few to say");
    let figure = page.figure.as_ref().unwrap();
    assert!(figure.caption.contains("4 records"), "{}", figure.caption);
    assert!(!page.is_outdated(place.desk.state()));

    decide(&mut place, 4, "25");
    place.does(Command::ShowWorkspace(Workspace::Supervise));
    let page = &place.desk.state().supervise.calibration;
    let records = [Level::SubMajorGroup, Level::MinorGroup].map(|level| page.of(None, level).unwrap().all.records);
    assert_eq!(records, [5, 4], "a decision for a group says nothing of what is below");
    let note = &page.figure.as_ref().unwrap().notes[0];
    assert!(note.ends_with("left out: 1."), "{note}");

    place.does(Command::Calibration(CalibrationCommand::SetLevel(Level::MajorGroup)));
    place.does(Command::Calibration(CalibrationCommand::SetGroup(Some(code("2")))));
    place.does(Command::Calibration(CalibrationCommand::SetEqualCount(true)));
    let page = &place.desk.state().supervise.calibration;
    let title = &page.figure.as_ref().unwrap().title;
    assert_eq!(title, "Confidence and share right, major group: 2 Professionals");
    assert!(!page.bins.rows.is_empty());
    let unknown = Command::Calibration(CalibrationCommand::SetGroup(Some(code("8"))));
    assert!(can(place.desk.state(), &unknown).is_err());
}

#[test]
fn blind_codings_are_a_source_of_their_own() {
    let mut place = decided();
    place.does(Command::ShowSupervise(SupervisePage::Calibration));
    place.desk.dispatch(Command::Calibration(CalibrationCommand::SetSource(TruthSource::Blind)));
    let job = place.desk.state().supervise.calibration.job.expect("it is measured");
    place.does(Command::Cancel(job));
    let page = &place.desk.state().supervise.calibration;
    let ended = page.found.as_ref().is_some_and(|found| found.source == TruthSource::Blind);
    assert!(ended || page.is_outdated(place.desk.state()), "what was stopped is not taken for measured");
    place.does(Command::Calibration(CalibrationCommand::Measure));
    let page = &place.desk.state().supervise.calibration;
    assert_eq!(page.found.as_ref().unwrap().records, 0, "nobody coded blind");
    assert!(page.figure.is_none());
}

#[test]
fn decisions_that_look_wrong_are_found_and_taken_back_and_the_list_stays() {
    let mut place = decided();
    place.does(Command::ShowSupervise(SupervisePage::Errors));
    let mut found = listed(&place);
    found.sort_unstable();
    assert_eq!(found, [1, 2], "the nurse is no bricklayer");
    assert_eq!(place.desk.state().supervise.errors.found.as_ref().unwrap().decided, 4);
    place.does(Command::Errors(ErrorsCommand::Show(Ranking::Coders)));
    assert_eq!(listed(&place), [0, 1], "the same answer in two ways");
    for ranking in [Ranking::Margin, Ranking::SelfConfidence, Ranking::Entropy] {
        place.does(Command::Errors(ErrorsCommand::Show(ranking)));
        let mut found = listed(&place);
        found.sort_unstable();
        assert_eq!(found, [1, 2], "{ranking:?}");
    }

    place.does(Command::Errors(ErrorsCommand::Show(Ranking::Engine)));
    mark(&mut place, 2);
    place.does(Command::Errors(ErrorsCommand::Reopen));
    assert_eq!(place.review().record(2).decision, None);
    assert_eq!(place.desk.state().workspace, Workspace::Supervise, "one goes on in the list");
    let page = &place.desk.state().supervise.errors;
    assert_eq!(Since::of(page.marked().unwrap(), place.review()), Since::Reopened);
    assert!(page.is_outdated(place.desk.state()));
    assert!(can(place.desk.state(), &Command::Errors(ErrorsCommand::Reopen)).is_err(), "once only");
    place.does(Command::Undo);
    let standing = place.review().record(2).decision;
    assert_eq!(standing.and_then(Decision::code), Some(code("371131")));

    place.does(Command::Errors(ErrorsCommand::Flag));
    assert!(place.review().columns.is_open(2), "flagged by hand, it is to review again");
    place.does(Command::Errors(ErrorsCommand::Flag));
    assert!(!place.review().columns.is_open(2));
}

#[test]
fn a_suspect_is_opened_in_the_review_and_all_of_them_can_be_shown_there() {
    let mut place = decided();
    place.does(Command::SetFilter(Filter::Flagged));
    place.does(Command::ShowSupervise(SupervisePage::Errors));
    mark(&mut place, 2);
    place.does(Command::Errors(ErrorsCommand::Open));
    let state = place.desk.state();
    assert_eq!(state.workspace, Workspace::Review);
    assert_eq!(place.review().selected.as_ref().unwrap().record, 2);

    decide(&mut place, 2, "441131");
    place.does(Command::ShowWorkspace(Workspace::Supervise));
    let page = &place.desk.state().supervise.errors;
    assert_eq!(Since::of(page.marked().unwrap(), place.review()), Since::Changed);
    place.does(Command::Errors(ErrorsCommand::Rank));
    place.does(Command::Errors(ErrorsCommand::ShowRecords));
    let review = place.review();
    assert_eq!(review.listed.as_ref().map(|listed| listed.list), Some(Listed::Suspected));
    assert!(review.visible.contains(&1) && !review.visible.contains(&3), "{:?}", review.visible);
    assert_eq!(place.desk.state().workspace, Workspace::Review);
}

#[test]
fn what_was_found_belongs_to_its_project() {
    let mut place = decided();
    place.does(Command::ShowSupervise(SupervisePage::Errors));
    place.does(Command::ShowSupervise(SupervisePage::Calibration));
    place.does(Command::CloseProject);
    let supervise = &place.desk.state().supervise;
    assert!(supervise.errors.found.is_none() && supervise.calibration.found.is_none());
    for command in [Command::Errors(ErrorsCommand::Rank), Command::Calibration(CalibrationCommand::Measure)] {
        assert!(can(place.desk.state(), &command).is_err());
    }
    let other = place.file("other.csv", b"job_title\nnurse\n");
    place.does(Command::OpenPath(other));
    place.does(Command::StartImport);
    assert_eq!(
        can(place.desk.state(), &Command::Errors(ErrorsCommand::Rank)),
        Err("Nothing is decided yet."),
        "a project of its own"
    );
    let chosen = place.review().codings[0].best.unwrap();
    decide(&mut place, 0, chosen.as_str());
    place.does(Command::ShowSupervise(SupervisePage::Errors));
    assert_eq!(listed(&place), [] as [u32; 0]);
}

#[test]
fn blind_codings_of_a_sample_measure_and_hide_until_they_are_made() {
    let mut place = decided();
    place.does(Command::ShowSupervise(SupervisePage::Errors));
    place.does(Command::SetReviewer("Sam".to_owned()));
    place.does(Command::ShowSupervise(SupervisePage::Quality));
    place.does(Command::Quality(QualityCommand::SetPlan(PlanChoice::Own { sample: 6, accept: 0 })));
    place.does(Command::Quality(QualityCommand::Draw));
    assert!(place.review().hidden(2).is_some());

    place.does(Command::ShowSupervise(SupervisePage::Errors));
    mark(&mut place, 2);
    let page = &place.desk.state().supervise.errors;
    assert_eq!(Since::of(page.marked().unwrap(), place.review()), Since::Hidden);
    for command in [ErrorsCommand::Reopen, ErrorsCommand::Flag] {
        assert!(can(place.desk.state(), &Command::Errors(command)).is_err(), "what stands is hidden");
    }
    place.does(Command::Errors(ErrorsCommand::Rank));
    assert_eq!(listed(&place), [] as [u32; 0]);

    let best = place.review().codings[3].best.unwrap();
    decide(&mut place, 3, best.as_str());
    decide(&mut place, 2, "441131");
    place.does(Command::ShowSupervise(SupervisePage::Calibration));
    place.does(Command::Calibration(CalibrationCommand::SetSource(TruthSource::Blind)));
    let page = &place.desk.state().supervise.calibration;
    let all = page.of(None, Level::Occupation).unwrap().all;
    assert_eq!((all.records, page.found.as_ref().unwrap().source), (2, TruthSource::Blind));
}
