//! Commands that carry something, for the sweep over all commands.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{ClassificationId, Code, Level, Thresholds};
use proptest::prelude::*;
use review::distribution::{Bar, Measure, Split};
use review::figure::{Axis, Figure};
use review::{
    ChangeKind, CodingsOf, Depth, Filter, LogFilter, Narrowing, Order, Overlap, Ranking, TruthSource, Uncodable,
};

use crate::picture::FigureFormat;
use crate::{
    BenchCommand, BulkAction, CalibrationCommand, ColumnUse, Command, Encoding, ErrorsCommand, ExploreCommand,
    ExportScope, FigureCommand, Format, JobId, Listed, OldOutput, PackCommand, PeopleCommand, PeoplePart,
    PracticeCommand, PracticeLength, PracticePage, Reach, Role, Side, SplitScope, SupervisePage, ThemeChoice,
    Workspace,
};

fn path() -> impl Strategy<Value = PathBuf> {
    let names = [
        "source.csv",
        "source.occudesk",
        "missing.csv",
        "missing.occudesk",
        "",
        "out.xlsx",
        "out.jsonl",
        "out.parquet",
        ".",
    ];
    prop::sample::select(names.to_vec()).prop_map(PathBuf::from)
}

/// Commands that carry something; those of the table come beside them.
pub(crate) fn carrying() -> impl Strategy<Value = Command> {
    let code = prop::sample::select(vec!["371131", "2654", "0", "999999", "099960"]);
    let code = code.prop_filter_map("a code", |text| Code::parse(text).ok());
    let small = 0usize..9;
    prop_oneof![
        path().prop_map(Command::OpenPath),
        path().prop_map(Command::SetProjectPath),
        path().prop_map(Command::SetExportPath),
        path().prop_map(|path| Command::ExportProblems(Some(path))),
        Just(Command::ExportProblems(None)),
        prop::sample::select(Encoding::ALL.to_vec()).prop_map(|encoding| Command::SetEncoding(Some(encoding))),
        prop::option::of(prop::sample::select(b",;\t|x".to_vec())).prop_map(Command::SetDelimiter),
        Just(Command::SetSheet("Sheet1".to_owned())),
        any::<bool>().prop_map(Command::SetHeader),
        small.clone().prop_map(Command::SetTitleColumn),
        prop::option::of(small.clone()).prop_map(Command::SetTasksColumn),
        prop::sample::select(ClassificationId::ALL.to_vec()).prop_map(Command::SetClassification),
        prop::sample::select(vec![OldOutput::Rename, OldOutput::Drop, OldOutput::TakeOver])
            .prop_map(Command::SetOldOutput),
        (small.clone(), prop::sample::select(ColumnUse::ALL.to_vec()))
            .prop_map(|(column, of)| Command::SetColumnUse(column, of)),
        (small.clone(), any::<bool>()).prop_map(|(column, shown)| Command::SetContextColumn(column, shown)),
        (small.clone(), any::<usize>()).prop_map(|(first, rows)| Command::ReadContext(first, rows)),
        Just(Command::ChooseProjectPath),
        prop::option::of(0usize..4).prop_map(Command::SetRecodeColumn),
        Just(Command::UseFreeProjectName),
        Just(Command::OpenExistingProject),
        Just(Command::StartImport),
        (0u64..6).prop_map(|id| Command::Cancel(JobId(id))),
        small.clone().prop_map(Command::DismissNotice),
        small.prop_map(Command::Select),
        "[a-z ?]{0,6}".prop_map(Command::SetQuery),
        "[a-z0-9 ?]{0,8}".prop_map(Command::SetSearch),
        "[a-z]{0,4}".prop_map(Command::SetPaletteQuery),
        any::<i32>().prop_map(Command::MoveSearch),
        any::<i32>().prop_map(Command::MovePalette),
        Just(Command::RunPalette),
        prop::option::of(code).prop_map(Command::ChooseSearch),
        any::<u8>().prop_map(Command::TakeSuggestion),
        continuity(),
        "[a-z\n]{0,5}".prop_map(Command::SetNote),
        " {0,1}[a-z]{0,3}".prop_map(Command::SetReviewer),
        (-0.5f32..1.5, -0.5f32..1.5)
            .prop_map(|(optimal, minimum)| Command::SetThresholds(Thresholds { optimal, minimum })),
        prop::sample::select(Format::ALL.to_vec()).prop_map(Command::SetExportFormat),
        Just(Command::SetExportScope(ExportScope::Visible)),
        any::<bool>().prop_map(Command::SetExportSafe),
        any::<bool>().prop_map(Command::SetExportNfd),
        any::<bool>().prop_map(Command::SetExportPadded),
        any::<bool>().prop_map(Command::SetExportAudit),
        any::<bool>().prop_map(Command::SetExportLog),
        any::<bool>().prop_map(Command::SetExportLevels),
        Just(Command::PurgeProject),
        people().prop_map(Command::People),
        any::<f32>().prop_map(|value| Command::SetLayout("record".to_owned(), value)),
        Just(Command::ChooseExportPath),
        prop::sample::select(Workspace::ALL.to_vec()).prop_map(Command::ShowWorkspace),
        browsing(),
        practising(),
        packs(),
        comparing(),
        supervising(),
        exploring(),
        Just(Command::StartExport),
        Just(Command::ClosePanel),
        Just(Command::SetTheme(ThemeChoice::Dark)),
        prop::sample::select(Filter::ALL.to_vec()).prop_map(Command::SetFilter),
        Just(Command::SetOrder(Order::Uncertainty)),
        (0u64..9, prop::option::of(0u32..7)).prop_map(|(number, only)| Command::Revert(number, only)),
        (0u32..9).prop_map(Command::GoTo),
        any::<i32>().prop_map(Command::MoveLog),
        Just(Command::GoToMarked),
        Just(Command::RevertMarked),
        ("[a-z ]{0,9}", "[a-z ]{0,9}").prop_map(|(title, tasks)| Command::SetWhatIf(title, tasks)),
        (prop::sample::select(vec!["Accept", "Flag", "?"]), prop::option::of("[A-Z]|Ctrl\\+[A-Z]|F1|Hyper"))
            .prop_map(|(words, key)| Command::SetKey(words.to_owned(), key)),
        narrowing().prop_map(Command::SetNarrowing),
        ("[a-z]{0,6}", any::<bool>()).prop_map(|(word, wanted)| Command::SetWord(word, wanted)),
        any::<bool>().prop_map(Command::LookAtWords),
        "[a-z]{0,2}".prop_map(Command::SaveView),
        (0usize..4).prop_map(Command::ShowView),
        (0usize..4).prop_map(Command::ForgetView),
        prop::sample::select(vec![Order::Uncertainty, Order::Frequency]).prop_map(Command::SetOrder),
        Just(Command::Uncodable(Uncodable::Other)),
        prop::sample::select(Reach::ALL.to_vec()).prop_map(Command::SetReach),
        any::<bool>().prop_map(Command::SetDecidedToo),
        (0u32..9).prop_map(Command::Except),
        any::<i32>().prop_map(Command::MoveOffer),
        Just(Command::RaiseOffer),
        Just(Command::DecideOffer),
        prop::sample::select(BulkAction::ALL.to_vec()).prop_map(Command::SetBulkAction),
        Just(Command::DecideBulk),
        any::<usize>().prop_map(Command::PageDown),
        any::<usize>().prop_map(Command::PageUp),
    ]
}

fn narrowing() -> impl Strategy<Value = Narrowing> {
    let code = prop::option::of(prop::sample::select(vec!["3", "2654", "371131", "0"]));
    let depth = prop::option::of(prop::sample::select(Depth::ALL.to_vec()));
    let reviewer = prop::option::of(prop::sample::select(vec!["coder", "x"]));
    let confidence = prop::option::of((0u8..12, 0u8..12));
    (code, depth, reviewer, confidence).prop_map(|(code, depth, reviewer, confidence)| Narrowing {
        code: code.and_then(|code| Code::parse(code).ok()),
        confidence,
        depth,
        reviewer: reviewer.map(str::to_owned),
    })
}

/// People, the log, and how the project stood.
fn people() -> impl Strategy<Value = PeopleCommand> {
    let filter = (prop::option::of(0u32..9), prop::option::of(prop::sample::select(vec!["accept", "flag"])))
        .prop_map(|(record, action)| LogFilter { record, action, ..LogFilter::default() });
    prop_oneof![
        prop::sample::select(vec![Role::Supervisor, Role::Coder, Role::Trainee]).prop_map(PeopleCommand::SetRole),
        prop::sample::select(PeoplePart::ALL.to_vec()).prop_map(PeopleCommand::ShowPart),
        prop::option::of("[a-z]{0,3}").prop_map(PeopleCommand::ChoosePerson),
        filter.prop_map(PeopleCommand::SetLogFilter),
        (0u64..9).prop_map(PeopleCommand::MarkEntry),
        any::<i32>().prop_map(PeopleCommand::MoveEntry),
        Just(PeopleCommand::VerifyLog),
        "[0-9a-g ]{0,12}".prop_map(PeopleCommand::FindHead),
        (0u8..=101).prop_map(PeopleCommand::SetUnaidedShare),
        (0u64..9).prop_map(PeopleCommand::StandAt),
        Just(PeopleCommand::BackToNow),
    ]
}

/// Going about in the classification.
fn browsing() -> impl Strategy<Value = Command> {
    let codes = vec!["3", "37", "371131", "331111", "0", "099960", "999999"];
    let codes: Vec<Code> = codes.into_iter().filter_map(|text| Code::parse(text).ok()).collect();
    let code = || prop::sample::select(codes.clone());
    prop_oneof![
        prop::sample::select(ClassificationId::ALL.to_vec()).prop_map(Command::BrowseClassification),
        code().prop_map(Command::SelectCategory),
        code().prop_map(Command::FollowLink),
        code().prop_map(Command::TurnCategory),
        code().prop_map(Command::UseCode),
        prop::option::of(code()).prop_map(Command::ShowRecordsOf),
        any::<i32>().prop_map(Command::MoveCategory),
        any::<i32>().prop_map(Command::MoveFound),
        "[a-z0-9 ?]{0,8}".prop_map(Command::SetCategoryQuery),
        prop::sample::select(vec![
            Command::GoBack,
            Command::UnfoldCategory,
            Command::FoldCategory,
            Command::ChooseFound,
            Command::ShowWorkspace(Workspace::Classification),
        ]),
    ]
}

/// Looking at calibration and at decisions that look wrong.
fn supervising() -> impl Strategy<Value = Command> {
    let group = prop::option::of(prop::sample::select(vec!["3", "2", "9"]).prop_map(|text| Code::parse(text).unwrap()));
    let calibration = prop_oneof![
        prop::sample::select(TruthSource::ALL.to_vec()).prop_map(CalibrationCommand::SetSource),
        any::<bool>().prop_map(CalibrationCommand::SetEqualCount),
        prop::sample::select(Level::ALL.to_vec()).prop_map(CalibrationCommand::SetLevel),
        group.prop_map(CalibrationCommand::SetGroup),
        Just(CalibrationCommand::Measure),
    ];
    let errors = prop_oneof![
        Just(ErrorsCommand::Rank),
        prop::sample::select(Ranking::ALL.to_vec()).prop_map(ErrorsCommand::Show),
        (0usize..4).prop_map(ErrorsCommand::Mark),
        Just(ErrorsCommand::Open),
        Just(ErrorsCommand::Reopen),
        Just(ErrorsCommand::Flag),
        Just(ErrorsCommand::ShowRecords),
    ];
    prop_oneof![
        prop::sample::select(SupervisePage::ALL.to_vec()).prop_map(Command::ShowSupervise),
        any::<i32>().prop_map(Command::StepSupervise),
        calibration.prop_map(Command::Calibration),
        crate::quality_command::tests::any_command().prop_map(Command::Quality),
        errors.prop_map(Command::Errors),
        benching(),
    ]
}

/// Distributions, thresholds and figures.
fn benching() -> impl Strategy<Value = Command> {
    let figure = || {
        Arc::new(Figure {
            name: "plain".to_owned(),
            title: "Plain".to_owned(),
            caption: String::new(),
            notes: Vec::new(),
            x: Axis::probability("x"),
            y: Axis::share("y"),
            series: Vec::new(),
            markers: Vec::new(),
        })
    };
    let bar = (0usize..60, prop::option::of(0usize..12)).prop_map(|(bin, class)| Bar { bin, class });
    let bench = prop_oneof![
        prop::sample::select(Measure::ALL.to_vec()).prop_map(BenchCommand::SetMeasure),
        prop::sample::select(Split::ALL.to_vec()).prop_map(BenchCommand::SetSplit),
        prop::sample::select(vec![0, 10, 50, 1_000]).prop_map(BenchCommand::SetBins),
        any::<bool>().prop_map(BenchCommand::SetEnlarged),
        bar.prop_map(BenchCommand::ShowBar),
        any::<f32>().prop_map(BenchCommand::ProposeOptimal),
        (0.0f32..=1.0).prop_map(BenchCommand::ProposeMinimum),
        Just(BenchCommand::ProposeThoseInForce),
        prop::option::of(any::<f32>()).prop_map(BenchCommand::SetPace),
    ];
    let of_figure = prop_oneof![
        Just(FigureCommand::Open(figure(), FigureFormat::Svg)),
        path().prop_map(FigureCommand::SetPath),
        any::<bool>().prop_map(move |replace| FigureCommand::Write(figure(), replace)),
        Just(FigureCommand::ChoosePath),
        Just(FigureCommand::Leave),
    ];
    prop_oneof![
        2 => bench.prop_map(Command::Bench),
        1 => of_figure.prop_map(Command::Figure),
    ]
}

/// Practising.
fn practising() -> impl Strategy<Value = Command> {
    let code = prop::sample::select(vec!["371131", "2654", "3", "0", "999999", "099960"]);
    let code = code.prop_filter_map("a code", |text| Code::parse(text).ok());
    let small = 0usize..6;
    let command = prop_oneof![
        1 => prop::sample::select(PracticePage::ALL.to_vec()).prop_map(PracticeCommand::ShowPage),
        1 => any::<i32>().prop_map(PracticeCommand::MarkOffer),
        3 => prop::option::of(small.clone()).prop_map(PracticeCommand::TakeOffer),
        1 => prop::sample::select(PracticeLength::ALL.to_vec()).prop_map(PracticeCommand::SetLength),
        1 => path().prop_map(PracticeCommand::OpenSet),
        1 => "[a-z0-9 ?]{0,8}".prop_map(PracticeCommand::SetQuery),
        1 => any::<i32>().prop_map(PracticeCommand::MoveMark),
        3 => prop::option::of(code).prop_map(PracticeCommand::Give),
        1 => Just(PracticeCommand::GiveUncodable(Uncodable::TwoJobs)),
        1 => prop::option::of("[a-z]{0,3}").prop_map(PracticeCommand::SetTrainee),
        1 => Just(PracticeCommand::SetSet(Some("x".to_owned()))),
        1 => prop::sample::select(Level::ALL.to_vec()).prop_map(PracticeCommand::SetLevel),
        1 => any::<i32>().prop_map(PracticeCommand::MoveConfusion),
        1 => small.prop_map(PracticeCommand::MarkConfusion),
        1 => path().prop_map(PracticeCommand::Import),
        1 => path().prop_map(PracticeCommand::Export),
        5 => prop::sample::select(vec![
            PracticeCommand::Unfold,
            PracticeCommand::Fold,
            PracticeCommand::DontKnow,
            PracticeCommand::OpenUncodable,
            PracticeCommand::CloseUncodable,
            PracticeCommand::GoOn,
            PracticeCommand::Leave,
            PracticeCommand::End,
            PracticeCommand::Again,
            PracticeCommand::ShowPage(PracticePage::Practise),
        ]),
    ];
    command.prop_map(Command::Practise)
}

/// Comparing codes.
fn comparing() -> impl Strategy<Value = Command> {
    let code = prop::sample::select(vec!["371131", "2654", "0", "999999", "099960"]);
    let code = code.prop_filter_map("a code", |text| Code::parse(text).ok());
    let side = || prop::sample::select(Side::BOTH.to_vec());
    prop_oneof![
        prop::collection::vec(path(), 0..3).prop_map(Command::ImportDescriptions),
        prop::sample::select(ClassificationId::ALL.to_vec()).prop_map(Command::ForgetDescriptions),
        Just(Command::OpenCompare),
        Just(Command::OpenWhyNot),
        Just(Command::CloseCompareSearch),
        side().prop_map(Command::OpenCompareSearch),
        side().prop_map(Command::TakeCompared),
        "[a-z0-9 ?]{0,8}".prop_map(Command::SetCompareSearch),
        any::<i32>().prop_map(Command::MoveCompareSearch),
        prop::option::of(code).prop_map(Command::ChooseCompareSearch),
    ]
}

/// Exploring what is typed.
fn exploring() -> impl Strategy<Value = Command> {
    let codes = prop::sample::select(vec!["3", "371131", "0", "999999", "099960"]);
    let codes = codes.prop_filter_map("a code", |text| Code::parse(text).ok());
    let id = || prop::sample::select(ClassificationId::ALL.to_vec());
    let command = prop_oneof![
        ("[a-z é]{0,9}|\\PC{0,40}", "[a-z ]{0,9}").prop_map(|(title, tasks)| ExploreCommand::SetAnswer(title, tasks)),
        id().prop_map(ExploreCommand::Show),
        prop::option::of(prop::sample::select(Level::ALL.to_vec())).prop_map(ExploreCommand::ChooseLevel),
        any::<i32>().prop_map(ExploreCommand::MoveLevel),
        (0usize..9).prop_map(ExploreCommand::Example),
        (id(), codes).prop_map(|(id, code)| ExploreCommand::LookUp(id, code)),
    ];
    command.prop_map(Command::Explore)
}

/// Coder packs and agreement.
fn packs() -> impl Strategy<Value = Command> {
    let code = || prop::option::of(prop::sample::select(vec!["371131", "3", "0"]));
    let code = move || code().prop_map(|text| text.and_then(|text| Code::parse(text).ok()));
    let of = vec![CodingsOf::Packs, CodingsOf::Split(1), CodingsOf::Samples, CodingsOf::Unaided];
    let packs = vec!["packs/source.Ann.occudesk", "packs/source.Ben.occudesk", "source.occudesk", "missing.occudesk"];
    let command = prop_oneof![
        prop::sample::select(vec![
            PackCommand::OpenSplit,
            PackCommand::CloseSplit,
            PackCommand::SetCoders("Ann, Ben".to_owned()),
            PackCommand::SetFolder(PathBuf::from("packs")),
            PackCommand::Split,
            PackCommand::ChoosePacks,
            PackCommand::TakeIn,
            PackCommand::LeavePacks,
            PackCommand::Adjudicate,
            PackCommand::ExportAgreement(None),
        ]),
        "[A-Za-z;,]{0,6}".prop_map(PackCommand::SetCoders),
        prop::sample::select(SplitScope::ALL.to_vec()).prop_map(PackCommand::SetScope),
        (-0.5f64..1.5).prop_map(|share| PackCommand::SetOverlap(Overlap::Share(share))),
        any::<u32>().prop_map(|records| PackCommand::SetOverlap(Overlap::Records(records))),
        any::<usize>().prop_map(PackCommand::SetTimes),
        any::<u64>().prop_map(PackCommand::SetSeed),
        path().prop_map(PackCommand::SetFolder),
        prop::collection::vec(prop::sample::select(packs).prop_map(PathBuf::from), 0..4).prop_map(PackCommand::Read),
        prop::sample::select(of).prop_map(PackCommand::Compare),
        prop::sample::select(Level::ALL.to_vec()).prop_map(PackCommand::SetLevel),
        (0usize..4, 0usize..4).prop_map(|(first, second)| PackCommand::SetPair(first, second)),
        (code(), code()).prop_map(|(first, second)| PackCommand::ShowCell(first, second)),
        path().prop_map(|path| PackCommand::ExportAgreement(Some(path))),
    ];
    command.prop_map(Command::Packs)
}

/// Earlier decisions, house rules, lists.
fn continuity() -> impl Strategy<Value = Command> {
    let lists = vec![
        Listed::WithEarlier,
        Listed::Contradicting,
        Listed::Takeover,
        Listed::Changed(ChangeKind::Other),
        Listed::AgainstPeople,
        Listed::Suspected,
        Listed::CodedSo,
    ];
    prop_oneof![
        any::<u8>().prop_map(Command::TakeEarlier),
        path().prop_map(Command::LoadEarlier),
        (0i64..3).prop_map(Command::RemoveEarlier),
        any::<bool>().prop_map(|rules_only| Command::AskTakeover { rules_only }),
        Just(Command::TakeOver),
        Just(Command::LeaveTakeover),
        Just(Command::ChooseEarlier),
        "[a-z\t\"]{0,4}".prop_map(Command::SetRuleReason),
        Just(Command::ChooseRulePath),
        path().prop_map(Command::SetRulePath),
        Just(Command::WriteRule),
        prop::option::of(path()).prop_map(Command::ExportChanges),
        prop::sample::select(lists).prop_map(Command::ShowListed),
    ]
}
