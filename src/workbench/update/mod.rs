//! The only place where the state changes: a command or an event goes in, effects come out.

mod anchoring;
mod as_of;
mod bench;
mod blind;
mod bulk;
mod calibration;
mod changes;
mod classification;
mod compare;
mod context;
mod decisions;
mod descriptions;
mod earlier;
mod errors;
mod explore;
mod export;
mod figure;
mod files;
pub(crate) mod filters;
mod groups;
mod listed;
pub(crate) mod log;
mod mapping;
mod moves;
pub(crate) mod narrow;
mod packs;
mod palette;
mod panels;
mod people;
mod practice;
mod practice_results;
mod progress;
mod purge;
mod quality;
mod recode;
mod rules;
mod search;
mod settings;
mod supervise;
mod thresholds;
mod what_if;

use review::Timestamp;

use crate::{AppState, Command, Effect, Event, Panel, Request, can};

/// Does what a person asks, or says in `refusal` why it cannot be done. `now` stands beside decisions.
pub(crate) fn command(state: &mut AppState, command: Command, now: Timestamp) -> Vec<Effect> {
    state.refusal = can(state, &command).err();
    if state.refusal.is_some() {
        return Vec::new();
    }
    let mut effects = done(state, command, now);
    effects.extend(bring_up_to_date(state));
    effects
}

/// What follows from the state, whatever changed it.
fn bring_up_to_date(state: &mut AppState) -> Vec<Effect> {
    blind::put_away_what_tells(state);
    bench::refresh(state);
    let mut effects = people::keep_up(state);
    effects.extend(quality::refresh(state));
    effects
}

fn done(state: &mut AppState, command: Command, now: Timestamp) -> Vec<Effect> {
    match command {
        Command::ChooseFile => vec![Effect::Ask(Request::OpenFile)],
        Command::OpenPath(path) => files::open(state, path),
        Command::OpenSample => vec![Effect::WriteSample],
        Command::ForgetRecent(path) => settings::forget(state, &path),
        Command::CloseProject => files::close(state),
        Command::OpenPurge => purge::open(state),
        Command::PurgeProject => purge::purge(state),
        Command::Quit => files::quit(state),
        Command::QuitAnyway => files::quit_anyway(state),

        Command::SetEncoding(encoding) => mapping::read_again(state, |options| options.encoding = encoding),
        Command::SetDelimiter(delimiter) => mapping::read_again(state, |options| options.delimiter = delimiter),
        Command::SetSheet(sheet) => mapping::read_again(state, |options| options.sheet = Some(sheet)),
        Command::SetHeader(header) => mapping::read_again(state, |options| options.has_header = header),
        Command::SetTitleColumn(column) => mapping::set_title_column(state, column),
        Command::SetTasksColumn(column) => mapping::set_tasks_column(state, column),
        Command::SetClassification(id) => mapping::change(state, |mapping| mapping.classification = id),
        Command::ChooseProjectPath => mapping::ask_project_path(state),
        Command::SetProjectPath(path) => mapping::set_project_path(state, path),
        Command::SetOldOutput(choice) => mapping::change(state, |mapping| mapping.old_output = choice),
        Command::SetColumnUse(column, of) => mapping::set_use(state, column, of),
        Command::SetRecodeColumn(column) => recode::set(state, column),
        Command::UseFreeProjectName => mapping::use_free_name(state),
        Command::OpenExistingProject => mapping::open_existing(state),
        Command::StartImport => mapping::start_import(state),

        Command::StartCoding | Command::CodeAgain => files::start_coding(state),
        Command::Cancel(id) => progress::cancel(state, id),
        Command::DismissNotice(at) => progress::dismiss(state, at),

        Command::Select(row) => moves::select(state, row),
        Command::Next => moves::by(state, 1),
        Command::Previous => moves::by(state, -1),
        Command::NextFlagged => moves::to_flagged(state, true),
        Command::PreviousFlagged => moves::to_flagged(state, false),
        Command::PageDown(rows) => moves::by(state, isize::try_from(rows).unwrap_or(isize::MAX)),
        Command::PageUp(rows) => moves::by(state, -isize::try_from(rows).unwrap_or(isize::MAX)),
        Command::First => moves::by(state, isize::MIN),
        Command::Last => moves::by(state, isize::MAX),
        Command::SetFilter(filter) => filters::set_filter(state, filter),
        Command::Reapply => filters::reapply(state),
        Command::SetQuery(query) => filters::set_query(state, query),
        Command::SetOrder(order) => filters::set_order(state, order),
        Command::SetNarrowing(narrowing) => narrow::set(state, narrowing),
        Command::ClearNarrowing => narrow::clear(state),
        Command::NarrowToGroup => narrow::to_group(state),
        Command::SetWord(word, wanted) => narrow::set_word(state, word, wanted),
        Command::LookAtWords(looked_at) => narrow::look_at_words(state, looked_at),
        Command::OpenSaveView => panels::show(state, Panel::SaveView),
        Command::SaveView(name) => narrow::save_view(state, &name),
        Command::ShowView(at) => narrow::show_view(state, at),
        Command::ForgetView(at) => narrow::forget_view(state, at),
        Command::ToggleContext => context::toggle(state),
        Command::SetContextColumn(column, shown) => context::choose(state, column, shown),
        Command::ReadContext(first, rows) => context::read(state, first, rows),

        Command::Accept => decisions::accept(state, now),
        Command::TakeSuggestion(number) => decisions::take_suggestion(state, number, now),
        Command::UseParent => decisions::use_parent(state, now),
        Command::Uncodable(reason) => decisions::uncodable(state, reason, now),
        Command::Refer => decisions::refer(state, now),
        Command::Flag => decisions::flag(state, now),
        Command::SetNote(text) => decisions::note(state, &text, now),
        Command::ClearDecision => decisions::clear(state, now),
        Command::Undo => decisions::undo(state, now),
        Command::Redo => decisions::redo(state, now),
        Command::OpenGroup => groups::open(state),
        Command::SetReach(reach) => groups::change(state, |group, _| group.reach = reach),
        Command::SetDecidedToo(too) => groups::set_decided_too(state, too),
        Command::Except(record) => groups::except(state, record),
        Command::MoveOffer(by) => groups::change(state, |group, _| groups::move_offer(group, by)),
        Command::RaiseOffer => groups::change(state, groups::raise_offer),
        Command::DecideOffer => groups::decide_offer(state, now),
        Command::OpenBulk => bulk::open(state),
        Command::SetBulkAction(action) => bulk::set_action(state, action),
        Command::DecideBulk => bulk::decide(state, now),

        Command::ShowLog => log::show(state),
        Command::MoveLog(by) => log::mark(state, by),
        Command::GoToMarked => log::go_to_marked(state),
        Command::RevertMarked => log::revert_marked(state, now),
        Command::Revert(number, only) => log::revert(state, number, only, now),
        Command::GoTo(record) => log::go_to(state, record),
        Command::OpenWhatIf => what_if::open(state),
        Command::SetWhatIf(title, tasks) => what_if::set(state, title, tasks),

        Command::OpenSearch => search::open(state),
        Command::SetSearch(query) => search::set(state, query),
        Command::MoveSearch(by) => search::mark(state, by),
        Command::ChooseSearch(code) => search::choose(state, code, now),

        Command::TakeEarlier(number) => earlier::take(state, number, now),
        Command::OpenEarlier => earlier::open(state),
        Command::ChooseEarlier => vec![Effect::Ask(Request::EarlierPath)],
        Command::LoadEarlier(path) => earlier::load(state, path),
        Command::RemoveEarlier(id) => earlier::remove(state, id),
        Command::AskTakeover { rules_only } => earlier::ask(state, rules_only),
        Command::TakeOver => earlier::take_over(state, now),
        Command::LeaveTakeover => earlier::leave(state),
        Command::OpenRule => rules::open(state),
        Command::SetRuleReason(reason) => rules::change(state, |panel| panel.reason = reason),
        Command::ChooseRulePath => rules::ask_path(state),
        Command::SetRulePath(path) => rules::set_path(state, path),
        Command::WriteRule => rules::write(state),
        Command::OpenChanges => changes::open(state),
        Command::ExportChanges(path) => changes::export(state, path),
        Command::ShowListed(list) => listed::show(state, list),
        Command::LeaveList => listed::leave(state),

        Command::OpenUncodable => panels::show(state, Panel::Uncodable),
        Command::OpenNote => panels::show(state, Panel::Note),
        Command::OpenThresholds => thresholds::open(state),
        Command::SetThresholds(thresholds) => vec![Effect::RecordThresholds(thresholds)],
        Command::OpenPalette => palette::open(state),
        Command::SetPaletteQuery(query) => palette::set(state, query),
        Command::MovePalette(by) => palette::mark(state, by),
        Command::RunPalette => palette::run(state, now),
        Command::ShowKeys => panels::show(state, Panel::Keys),
        Command::ShowProblems => vec![Effect::ReadProblems],
        Command::ShowAbout => panels::show(state, Panel::About),
        Command::ClosePanel => panels::close(state),

        Command::ShowWorkspace(workspace) => classification::show(state, workspace),
        Command::Practise(command) => practice::command(state, command, now),
        Command::Quality(command) => quality::command(state, command, now),
        Command::ShowSupervise(page) => supervise::show(state, page),
        Command::StepSupervise(by) => supervise::step(state, by),
        Command::Calibration(of) => calibration::command(state, of),
        Command::Errors(of) => errors::command(state, of, now),
        Command::Bench(command) => bench::command(state, command),
        Command::Figure(command) => figure::command(state, command),
        Command::People(command) => people::command(state, command, now),
        Command::Explore(command) => explore::command(state, command),
        Command::Packs(command) => packs::command(state, command, now),
        Command::BrowseClassification(id) => classification::browse(state, id),
        Command::SelectCategory(code) => classification::select(state, code),
        Command::FollowLink(code) => classification::follow(state, code),
        Command::GoBack => classification::back(state),
        Command::MoveCategory(by) => classification::by(state, by),
        Command::UnfoldCategory => classification::unfold(state),
        Command::FoldCategory => classification::fold(state),
        Command::TurnCategory(code) => classification::turn(state, code),
        Command::SetCategoryQuery(query) => classification::set_query(state, query),
        Command::MoveFound(by) => classification::mark(state, by),
        Command::ChooseFound => classification::choose(state),
        Command::ShowRecordsOf(code) => classification::show_records(state, code),
        Command::UseCode(code) => classification::use_code(state, code, now),
        Command::ChooseDescriptions => descriptions::choose(state),
        Command::ImportDescriptions(paths) => descriptions::import(state, paths),
        Command::ForgetDescriptions(id) => vec![Effect::ForgetDescriptions(id)],
        Command::OpenCompare => compare::open(state),
        Command::OpenWhyNot => compare::open_why(state),
        Command::OpenCompareSearch(side) => compare::open_search(state, side),
        Command::CloseCompareSearch => compare::close_search(state),
        Command::SetCompareSearch(query) => compare::set_query(state, query),
        Command::MoveCompareSearch(by) => compare::mark(state, by),
        Command::ChooseCompareSearch(code) => compare::choose(state, code),
        Command::TakeCompared(side) => compare::take(state, side, now),

        Command::OpenExport => export::open(state),
        Command::SetExportFormat(format) => export::set_format(state, format),
        Command::SetExportScope(scope) => export::change(state, |panel| panel.scope = scope),
        Command::SetExportSafe(safe) => export::change(state, |panel| panel.spreadsheet_safe = safe),
        Command::SetExportNfd(nfd) => export::change(state, |panel| panel.extra.nfd = nfd),
        Command::SetExportPadded(padded) => export::change(state, |panel| panel.extra.padded = padded),
        Command::SetExportAudit(audit) => export::change(state, |panel| panel.audit = audit),
        Command::SetExportLog(whole) => export::change(state, |panel| panel.whole_log = whole),
        Command::SetExportLevels(levels) => export::change(state, |panel| panel.extra.levels = levels),
        Command::ChooseExportPath => export::ask_path(state),
        Command::SetExportPath(path) => export::set_path(state, path),
        Command::StartExport => export::start(state),
        Command::ExportProblems(path) => export::problems(state, path),

        Command::SetReviewer(name) => people::work_as(state, &name),
        Command::SetTheme(theme) => settings::change(state, |settings| settings.theme = theme),
        Command::SetLayout(name, value) => settings::set_layout(state, name, value),
        Command::SetKey(words, key) => settings::set_key(state, words, key),
        Command::ResetKeys => settings::change(state, |settings| settings.keys.clear()),
        Command::ZoomIn => settings::zoom(state, 0.1),
        Command::ZoomOut => settings::zoom(state, -0.1),
        Command::ZoomReset => settings::change(state, |settings| settings.zoom = 1.0),
    }
}

/// Takes in what a job or an effect reports. Events of jobs that are not known (any more) change nothing.
pub(crate) fn event(state: &mut AppState, event: Event, now: Timestamp) -> Vec<Effect> {
    let mut effects = as_of::make_way(state, &event, now);
    effects.extend(taken_in(state, event, now));
    effects.extend(bring_up_to_date(state));
    effects
}

fn taken_in(state: &mut AppState, event: Event, now: Timestamp) -> Vec<Effect> {
    match event {
        Event::Progressed(id, progress) => progress::progressed(state, id, progress),
        Event::Cancelled(id) => progress::cancelled(state, id),
        Event::Failed(id, notice) => progress::failed(state, id, *notice),
        Event::Previewed(id, source, preview) => mapping::previewed(state, id, source, *preview),
        Event::Opened(id, opened) => {
            let effects = files::opened(state, id, *opened);
            quality::opened(state, now);
            effects
        }
        Event::Coded(id, coded) => files::coded(state, id, *coded),
        Event::WordsCounted(id, words) => narrow::words_counted(state, id, words),
        Event::EarlierChanged(id, changed) => earlier::changed(state, id, *changed),
        Event::Compared(id, changes) => changes::compared(state, id, *changes),
        Event::Calibrated(id, found) => calibration::calibrated(state, id, *found),
        Event::ErrorsFound(id, found) => errors::found(state, id, *found),
        Event::Explored(id, found) => explore::found(state, id, found),
        Event::Decided(id, decided) => decisions::decided(state, id, *decided, now),
        Event::Practice(event) => practice::event(state, *event, now),
        Event::Packs(id, done) => packs::done(state, id, *done),
        Event::Written(id, written) => export::written(state, id, &written),
        Event::FigureWritten(id, path) => figure::written(state, id, &path),
        Event::Appended { entry, go_on } => decisions::appended(state, entry, go_on, now),
        Event::SampleDrawn(entry, sample) => quality::drawn(state, entry, *sample, now),
        Event::LotCounted(id, counted) => quality::counted(state, id, *counted),
        Event::ThresholdsRecorded(entry, thresholds) => thresholds::recorded(state, entry, thresholds),
        Event::NotWritten(notice) => progress::not_written(state, *notice),
        Event::CellsRead(record, cells) => moves::cells_read(state, record, cells),
        Event::ContextRead(cells) => context::cells_read(state, cells),
        Event::ContextRecorded(columns) => context::recorded(state, columns),
        Event::ProblemsRead(problems) => panels::show(state, Panel::Problems(problems)),
        Event::Purged(path, removed) => purge::purged(state, &path, &removed),
        Event::DescriptionsRead(id, read) => descriptions::read(state, id, *read),
        Event::DescriptionsForgotten(id) => descriptions::forgotten(state, id),
        Event::UnaidedShareSet(share) => anchoring::recorded(state, share),
        Event::People(id, event) => people::event(state, id, *event, now),
        Event::LookedAt(path, exists) => mapping::looked_at(state, &path, exists),
    }
}
