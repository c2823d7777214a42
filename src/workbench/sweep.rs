//! Any command in any state neither panics nor breaks what always holds.

use std::path::Path;
use std::time::Duration;

use domain::Thresholds;
use proptest::prelude::*;
use review::{Facets, Filter};

use crate::derived::derive;
use crate::sweep_commands::carrying;
use crate::update::filters::is_found;
use crate::{
    Command, Desk, FigureCommand, Home, PackCommand, PracticeCommand, PracticeStage, QualityCommand, Request, Screen,
    Workspace, can, command_table,
};

const SOURCE: &str = "id,job_title,tasks\n1,brickie,lays bricks\n2,nurse,\n3,,\n4,retired,\n5,???,\n6,chef / cleaner,x\n7,Brickie,lays bricks\n8,nurse,\n9,brickie,laying bricks\n";
const PATIENCE: Duration = Duration::from_secs(60);

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let of_table: Vec<Command> = command_table().iter().map(|row| row.command.clone()).collect();
    let any_command = prop_oneof![carrying(), prop::sample::select(of_table)];
    prop::collection::vec(any_command, 1..60)
}

/// Paths of the strategies lie in the folder of the case.
fn within(folder: &Path, command: Command) -> Command {
    match command {
        Command::OpenPath(path) => Command::OpenPath(folder.join(path)),
        Command::SetProjectPath(path) => Command::SetProjectPath(folder.join(path)),
        Command::SetExportPath(path) => Command::SetExportPath(folder.join(path)),
        Command::ImportDescriptions(paths) => {
            Command::ImportDescriptions(paths.iter().map(|path| folder.join(path)).collect())
        }
        Command::ExportProblems(Some(path)) => Command::ExportProblems(Some(folder.join(path))),
        Command::LoadEarlier(path) => Command::LoadEarlier(folder.join(path)),
        Command::SetRulePath(path) => Command::SetRulePath(folder.join(path)),
        Command::Practise(PracticeCommand::OpenSet(path)) => {
            Command::Practise(PracticeCommand::OpenSet(folder.join(path)))
        }
        Command::Practise(PracticeCommand::Import(path)) => {
            Command::Practise(PracticeCommand::Import(folder.join(path)))
        }
        Command::Practise(PracticeCommand::Export(path)) => {
            Command::Practise(PracticeCommand::Export(folder.join(path)))
        }
        Command::ExportChanges(Some(path)) => Command::ExportChanges(Some(folder.join(path))),
        Command::Quality(QualityCommand::WriteReport(Some(path))) => {
            Command::Quality(QualityCommand::WriteReport(Some(folder.join(path))))
        }
        Command::Figure(FigureCommand::SetPath(path)) => Command::Figure(FigureCommand::SetPath(folder.join(path))),
        Command::Packs(PackCommand::SetFolder(path)) => Command::Packs(PackCommand::SetFolder(folder.join(path))),
        Command::Packs(PackCommand::Read(paths)) => {
            Command::Packs(PackCommand::Read(paths.iter().map(|path| folder.join(path)).collect()))
        }
        Command::Packs(PackCommand::ExportAgreement(Some(path))) => {
            Command::Packs(PackCommand::ExportAgreement(Some(folder.join(path))))
        }
        other => other,
    }
}

fn check(desk: &Desk) {
    let state = desk.state();
    if let Screen::Review(review) = &state.screen {
        assert!(review.visible.iter().all(|record| (*record as usize) < review.len()));
        assert_eq!(review.selected.is_none(), review.visible.is_empty());
        if let Some(selected) = &review.selected {
            assert_eq!(review.visible[selected.row], selected.record);
        }
        for row in 0..=review.visible.len() {
            assert_eq!(review.row(row).is_some(), row < review.visible.len());
        }
        assert_eq!(review.counts, review.columns.counts(), "kept up entry by entry, counted at once");
        if !review.columns.is_empty() {
            let all = (0..).take(review.len());
            let found = all.filter(|record| is_found(review, *record));
            let counted = Facets::of(found, review.filter, &review.narrowing, &review.columns, &review.ledger);
            assert_eq!(review.facets, counted, "kept up entry by entry, counted at once");
        }

        if review.is_coded() {
            let mut afresh = derive(&review.codings, review.thresholds, &review.ledger, &review.groups);
            let differing = review.earlier.differing(afresh.code());
            afresh.mark_earlier(&differing);
            afresh.hide_unaided(review.unaided.last(), &review.ledger, &review.groups);
            assert_eq!(review.columns, afresh, "kept up entry by entry, derived at once");
        }
        let pages = &state.supervise.bench;
        if state.workspace == Workspace::Supervise && review.is_coded() {
            if let Some(shown) = &pages.shown {
                let counted = shown.distribution.total() + shown.distribution.left_out;
                assert_eq!(counted, review.len() as u64, "every record is in a bar or left out");
            }
            if let Some(reckoning) = &pages.reckoning {
                let open = review.counts.of(Filter::Flagged) as u64;
                assert_eq!(reckoning.in_force.all.to_review, open, "the bench says what the review says");
            }
        }
        let mut visible = review.visible.clone();
        visible.sort_unstable();
        let found = review.index.find(&review.query);
        assert!(review.outdated || visible.iter().all(|record| found.binary_search(record).is_ok()));
        assert!(review.columns.is_empty() || review.columns.len() == review.len());
    }
    let browser = &state.browser;
    if let Some(selected) = browser.selected {
        assert_eq!(browser.rows[browser.row].code, selected);
        assert!(browser.found.is_empty() || browser.marked < browser.found.len());
    }
    let practice = &state.practice;
    assert!(practice.offers.is_empty() || practice.marked < practice.offers.len());
    assert!(practice.view.confusions.is_empty() || practice.view.marked < practice.view.confusions.len());
    if let Some(run) = &practice.run {
        assert!(run.marked.is_none_or(|marked| marked < run.listed.len()));
        let asks = matches!(run.stage, PracticeStage::Asked | PracticeStage::Uncodable);
        assert!(!asks || run.asked().is_some(), "what is asked is there");
        let kept = practice.results.as_ref().and_then(|results| results.session(&run.session.id));
        assert_eq!(kept.map(|kept| kept.answers.len()), Some(run.given as usize), "what is seen is kept");
    }
    for row in command_table() {
        let _ = can(state, &row.command);
    }
}

/// Drives a desk through the commands; `waits` lets jobs end in between.
fn drive(desk: &mut Desk, folder: &Path, commands: Vec<Command>, wait_every: usize) {
    for (at, command) in commands.into_iter().enumerate() {
        let command = within(folder, command);
        let refused = can(desk.state(), &command).is_err();
        desk.dispatch(command);
        assert!(!refused || desk.state().refusal.is_some());
        desk.take_requests();
        if at % wait_every == 0 {
            assert!(desk.wait_idle(PATIENCE), "a job does not end");
        } else {
            desk.poll();
        }
        check(desk);
    }
    assert!(desk.wait_idle(PATIENCE), "a job does not end");
    check(desk);
}

fn folder_with_source() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("source.csv"), SOURCE).unwrap();
    folder
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_commands_from_the_start_screen_are_survived(commands in commands(), wait_every in 1usize..5) {
        let folder = folder_with_source();
        let mut desk = Desk::new(Home::in_folder(&folder.path().join("home")), || {});
        drive(&mut desk, folder.path(), commands, wait_every);
    }

    #[test]
    fn any_commands_in_an_open_project_are_survived(commands in commands(), wait_every in 1usize..5) {
        let folder = folder_with_source();
        let mut desk = Desk::new(Home::in_folder(&folder.path().join("home")), || {});
        for command in [Command::OpenPath(folder.path().join("source.csv")), Command::StartImport] {
            desk.dispatch(command);
            prop_assert!(desk.wait_idle(PATIENCE));
        }
        prop_assert!(desk.state().review().is_some_and(|review| review.is_coded()));
        let stays: Vec<Command> = commands
            .into_iter()
            .filter(|command| !matches!(command, Command::CloseProject | Command::PurgeProject | Command::Quit | Command::QuitAnyway | Command::OpenPath(_) | Command::OpenSample))
            .collect();
        drive(&mut desk, folder.path(), stays, wait_every);
        // What the state says about decisions is what the project holds.
        let before: Vec<_> = desk.state().review().map(|review| review.whole_log().entries().to_vec()).unwrap_or_default();
        desk.dispatch(Command::CloseProject);
        desk.dispatch(Command::OpenPath(folder.path().join("source.occudesk")));
        prop_assert!(desk.wait_idle(PATIENCE));
        let after = desk.state().review().map(|review| review.ledger.entries().to_vec());
        prop_assert_eq!(after, Some(before));
    }
}

#[test]
fn a_project_that_can_only_be_looked_at_refuses_decisions_and_is_exported() {
    let folder = folder_with_source();
    let mut desk = Desk::new(Home::in_folder(&folder.path().join("home")), || {});
    for command in [Command::OpenPath(folder.path().join("source.csv")), Command::StartImport, Command::Accept] {
        desk.dispatch(command);
        assert!(desk.wait_idle(PATIENCE));
    }
    desk.make_read_only();
    let reason = Err("Read only: you can look and export, not decide.");
    for command in [
        Command::Accept,
        Command::TakeSuggestion(1),
        Command::Refer,
        Command::Flag,
        Command::SetNote("x".to_owned()),
        Command::Undo,
        Command::OpenSearch,
        Command::SetThresholds(Thresholds { optimal: 0.5, minimum: 0.1 }),
        Command::StartCoding,
        Command::CodeAgain,
    ] {
        assert_eq!(can(desk.state(), &command), reason, "{command:?}");
    }
    for command in [Command::OpenExport, Command::StartExport] {
        desk.dispatch(command);
        assert!(desk.wait_idle(PATIENCE));
    }
    assert!(folder.path().join("source-coded.csv").exists());
}

#[test]
fn the_window_is_asked_only_for_what_it_alone_can_do() {
    let folder = folder_with_source();
    let mut desk = Desk::new(Home::in_folder(folder.path()), || {});
    desk.dispatch(Command::ChooseFile);
    desk.dispatch(Command::Quit);
    assert_eq!(desk.take_requests(), [Request::OpenFile, Request::CloseWindow]);
    assert_eq!(desk.take_requests(), []);
}
