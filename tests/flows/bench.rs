//! Distributions, the threshold bench, and figures as files.

use std::fs;
use std::sync::Arc;

use domain::Status;
use review::Filter;
use review::distribution::{Bar, Measure, Split};
use workbench::picture::FigureFormat;
use workbench::{BINS, BenchCommand, Command, FigureCommand, Listed, Request, SupervisePage, Workspace, can};

use super::Place;

const SOURCE: &str = "id,job_title,tasks\n\
    a,registered nurse,aged care\n\
    b,brickie,lays bricks\n\
    c,retired,\n\
    d,,\n\
    e,manager,\n\
    f,bricklayer,builds walls of bricks\n\
    g,aged care nurse,nursing in aged care\n\
    h,brickie,lays bricks\n";

fn bench(command: BenchCommand) -> Command {
    Command::Bench(command)
}

fn reckoning(place: &Place) -> &workbench::Reckoning {
    place.desk.state().supervise.bench.reckoning.as_ref().expect("a reckoning")
}

#[test]
fn every_bar_shows_exactly_the_records_that_it_counts() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::Accept);
    let mut seen = 0;
    for measure in Measure::ALL {
        for split in Split::ALL {
            place.does(Command::ShowSupervise(SupervisePage::Distribution));
            place.does(bench(BenchCommand::SetMeasure(measure)));
            place.does(bench(BenchCommand::SetSplit(split)));
            place.does(bench(BenchCommand::SetBins(20)));
            let shown = Arc::clone(place.desk.state().supervise.bench.shown.as_ref().unwrap());
            assert_eq!(shown.distribution.total() + shown.distribution.left_out, 8);
            for (series, of) in shown.figure.series.iter().enumerate() {
                for (value, drawn) in of.values.iter().enumerate().filter(|(_, drawn)| drawn.y > 0.0) {
                    let bar = shown.bar(series, value).unwrap();
                    place.does(Command::ShowSupervise(SupervisePage::Distribution));
                    place.does(bench(BenchCommand::ShowBar(bar)));
                    assert_eq!(place.desk.state().workspace, Workspace::Review);
                    assert_eq!(place.review().visible.len() as f64, drawn.y, "{}", shown.words(bar));
                    let listed = place.review().listed.as_ref().unwrap();
                    assert_eq!((listed.list, &listed.words), (Listed::Bar, &shown.words(bar)));
                    seen += 1;
                }
            }
            let empty = (0..20).map(|bin| Bar { bin, class: None }).find(|bar| shown.distribution.count(*bar) == 0);
            let show = bench(BenchCommand::ShowBar(empty.unwrap()));
            assert_eq!(can(place.desk.state(), &show), Err("There are no such records."));
        }
    }
    assert!(seen > 100, "{seen}");
    place.does(Command::LeaveList);
    assert_eq!(place.review().visible.len(), 8);
    assert!(BINS.contains(&place.desk.state().supervise.bench.bins));
}

#[test]
fn what_the_bench_says_of_thresholds_is_so_once_they_are_applied_and_undo_takes_them_back() {
    let mut place = Place::with_source(SOURCE);
    for record in [1, 2] {
        place.does(Command::GoTo(record));
        place.does(Command::Accept);
    }
    place.does(Command::GoTo(5));
    place.does(Command::Flag);
    place.does(Command::ShowSupervise(SupervisePage::Thresholds));
    let before = place.review().thresholds;
    let (first, at_first) = (reckoning(&place).in_force.clone(), place.review().counts.of(Filter::Flagged));
    assert_eq!(first.all.to_review, at_first as u64);
    assert_eq!(reckoning(&place).proposed, first, "what is in force is proposed at first");
    for (optimal, minimum) in [(0.999, 0.0), (0.2, 0.1), (0.95, 0.9), (1.0, 1.0), (0.0, 0.0)] {
        place.does(bench(BenchCommand::ProposeOptimal(optimal)));
        place.does(bench(BenchCommand::ProposeMinimum(minimum)));
        let proposed = reckoning(&place).proposed.clone();
        assert_eq!((proposed.thresholds.optimal, proposed.thresholds.minimum), (optimal, minimum));
        place.does(Command::SetThresholds(proposed.thresholds));
        let review = place.review();
        assert_eq!(review.counts.of(Filter::Flagged) as u64, proposed.all.to_review, "{optimal} {minimum}");
        for (status, count) in Status::ALL.into_iter().zip(proposed.statuses) {
            let found = review.columns.status().iter().filter(|of| **of == status).count();
            assert_eq!(found as u64, count, "{status:?} {optimal} {minimum}");
        }
        assert_eq!(reckoning(&place).in_force, proposed, "the page follows");
        place.does(Command::Undo);
        assert_eq!(place.review().thresholds, before);
        assert_eq!(reckoning(&place).in_force, first);
    }
    assert!(can(place.desk.state(), &bench(BenchCommand::ProposeOptimal(1.5))).is_err());
}

#[test]
fn thresholds_give_way_to_each_other_and_a_decision_is_seen_at_once() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::ShowSupervise(SupervisePage::Thresholds));
    place.does(bench(BenchCommand::ProposeOptimal(0.3)));
    let asked = place.desk.state().supervise.bench.proposed;
    assert_eq!((asked.optimal, asked.minimum), (0.3, 0.3));
    place.does(bench(BenchCommand::ProposeMinimum(0.7)));
    let asked = place.desk.state().supervise.bench.proposed;
    assert_eq!((asked.optimal, asked.minimum), (0.7, 0.7));
    assert_eq!(reckoning(&place).proposed.all.observed.records, 0);
    place.does(Command::ShowWorkspace(Workspace::Review));
    place.does(Command::GoTo(1));
    place.does(Command::Accept);
    place.does(Command::ShowSupervise(SupervisePage::Thresholds));
    let observed = reckoning(&place).proposed.all.observed;
    assert_eq!((observed.records, observed.agreed, observed.flagged), (1, 1, 0));
    assert_eq!(place.desk.state().supervise.bench.proposed, asked, "what is tried stays");
    assert_eq!(reckoning(&place).in_force.all.reviewed, 1);
    place.does(bench(BenchCommand::SetPace(Some(2.5))));
    assert!(can(place.desk.state(), &bench(BenchCommand::SetPace(Some(0.0)))).is_err());
    place.does(Command::CloseProject);
    assert_eq!(place.desk.state().supervise.bench.reckoning, None);
}

#[test]
fn a_figure_is_written_in_every_format_and_over_nothing_unasked() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::ShowSupervise(SupervisePage::Distribution));
    let figure = Arc::clone(&place.desk.state().supervise.bench.shown.as_ref().unwrap().figure);
    let write = |replace| Command::Figure(FigureCommand::Write(Arc::clone(&figure), replace));
    for format in FigureFormat::ALL {
        place.does(Command::Figure(FigureCommand::Open(Arc::clone(&figure), format)));
        let path = place.path(&format!("source-confidence-joint.{}", format.extension()));
        assert_eq!(place.desk.state().supervise.figure_export.as_ref().unwrap().path, path);
        place.does(write(false));
        let bytes = fs::read(&path).unwrap();
        match format {
            FigureFormat::Png => assert!(bytes.starts_with(b"\x89PNG\r\n")),
            FigureFormat::Svg => assert!(bytes.starts_with(b"<svg ")),
            FigureFormat::Csv => assert_eq!(bytes, figure.csv().into_bytes()),
        }
        let notice = &place.desk.state().notices.last().unwrap().what_happened;
        assert!(notice.starts_with("The figure was written to"), "{notice}");
    }
    place.does(Command::Figure(FigureCommand::Open(Arc::clone(&figure), FigureFormat::Csv)));
    let reason = "A file stands there already. Replace it, or say another place.";
    assert_eq!(can(place.desk.state(), &write(false)), Err(reason));
    place.does(write(true));

    place.does(Command::Figure(FigureCommand::Open(Arc::clone(&figure), FigureFormat::Csv)));
    place.does(Command::Figure(FigureCommand::ChoosePath));
    assert!(matches!(place.desk.take_requests().as_slice(), [.., Request::FigurePath { .. }]));
    let elsewhere = place.path("elsewhere.SVG");
    place.does(Command::Figure(FigureCommand::SetPath(elsewhere.clone())));
    assert_eq!(place.desk.state().supervise.figure_export.as_ref().unwrap().format, FigureFormat::Svg);
    place.does(write(false));
    assert!(fs::read_to_string(elsewhere).unwrap().contains("Joint probability of the full code"));
}

#[test]
fn a_figure_never_replaces_the_source_or_the_project() {
    let mut place = Place::with_source(SOURCE);
    place.does(Command::ShowSupervise(SupervisePage::Distribution));
    let figure = Arc::clone(&place.desk.state().supervise.bench.shown.as_ref().unwrap().figure);
    place.does(Command::Figure(FigureCommand::Open(Arc::clone(&figure), FigureFormat::Csv)));
    place.does(Command::Figure(FigureCommand::SetPath(place.path("source.csv"))));
    place.does(Command::Figure(FigureCommand::Write(figure, true)));
    assert!(place.desk.state().notices.last().unwrap().is_error);
    assert_eq!(fs::read_to_string(place.path("source.csv")).unwrap(), SOURCE);
}
