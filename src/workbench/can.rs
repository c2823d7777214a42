//! What can be done now, and if not, why.

use review::{Action, Filter, TENTHS};

use crate::can_people::can_people;
use crate::decision::{accepted_code, chosen, parent_of_selected};
use crate::explore_command::can_explore;
use crate::hidden::{can_hidden, can_write_log};
use crate::listed::has_records;
use crate::quality_command::can_quality;
use crate::role;
use crate::supervise::calibration::can_calibrate;
use crate::supervise::errors::can_find_errors;
use crate::supervise::{bench_command, figure_export, packs_command};
use crate::update::log;
use crate::update::narrow::group_of_selected;
use crate::{
    AppState, BulkAction, ColumnUse, Command, ExportPanel, Mapping, OldOutput, Panel, Review, Screen, Shortcut,
    Workspace, command_table,
};

/// Coded again after what stood was shown, it would count as blind.
const BLIND_STANDS: &str = "A blind coding stands once it is made, because what it was set against was shown. Settle the \
                            record if the two differ, or take an earlier action back in the last decisions (H).";

const NOTHING_STANDS: &str = "It was taken back already, or its records were changed since.";

/// Whether a command can be done now, and if not, why: a sentence for the tooltip.
///
/// # Errors
/// The reason.
pub fn can(state: &AppState, command: &Command) -> Result<(), &'static str> {
    role::allows(state.settings.role, command)?;
    match command {
        Command::People(command) => can_people(state, command),
        Command::OpenPath(_) | Command::OpenSample | Command::QuitAnyway => settled(state),
        Command::ChooseFile
        | Command::ForgetRecent(_)
        | Command::OpenPalette
        | Command::SetPaletteQuery(_)
        | Command::MovePalette(_)
        | Command::ShowKeys
        | Command::ShowAbout
        | Command::ClosePanel
        | Command::SetTheme(_)
        | Command::ResetKeys
        | Command::ZoomIn
        | Command::ZoomOut
        | Command::ZoomReset => Ok(()),
        Command::Cancel(id) => {
            is(state.jobs.iter().any(|job| job.id == *id && !job.stopping), "This is finished or being stopped.")
        }
        Command::SetLayout(_, value) => is(value.is_finite() && *value > 0.0, "A measure is a number above 0."),
        Command::SetKey(words, key) => can_set_key(state, words, key.as_deref()),
        Command::DismissNotice(at) => is(*at < state.notices.len(), "There is no such notice."),
        Command::SetReviewer(name) => is(!name.trim().is_empty(), "Decisions need a name beside them."),
        Command::RunPalette => is(matches!(state.panel, Panel::Palette(_)), "The search for commands is not open."),
        Command::ChooseDescriptions => Ok(()),
        Command::ImportDescriptions(paths) => is(!paths.is_empty(), "Choose a workbook first."),
        Command::ForgetDescriptions(id) => is(state.descriptions(*id).is_some(), "No descriptions were imported."),
        Command::ShowWorkspace(workspace) => {
            is(!matches!(state.screen, Screen::Mapping(_)), "Import the file or close it first.")?;
            is(*workspace != Workspace::Supervise || state.review().is_some(), "Open a project first.")
        }
        Command::Calibration(of) => can_calibrate(state, of),
        Command::Errors(of) => can_find_errors(state, of),
        Command::Practise(command) => crate::practice::can(state, command),
        Command::Packs(command) => packs_command::can(state, command),
        Command::ShowSupervise(_) => is(state.review().is_some(), "Open a project first."),
        Command::StepSupervise(_) => is(state.workspace == Workspace::Supervise, "This belongs to Supervise (Ctrl+2)."),
        Command::Bench(command) => {
            let review = state.review().ok_or("Open a project first.")?;
            bench_command::can(review, &state.supervise.bench, command)
        }
        Command::Figure(command) => figure_export::can(state.supervise.figure_export.as_ref(), command),
        Command::BrowseClassification(_)
        | Command::SelectCategory(_)
        | Command::FollowLink(_)
        | Command::GoBack
        | Command::MoveCategory(_)
        | Command::UnfoldCategory
        | Command::FoldCategory
        | Command::TurnCategory(_)
        | Command::SetCategoryQuery(_)
        | Command::MoveFound(_)
        | Command::ChooseFound => can_browse(state, command),
        Command::Explore(command) => can_explore(state, command),
        Command::Quit => settled(state),
        Command::CloseProject => {
            is(!matches!(state.screen, Screen::Start), "Nothing is open.")?;
            settled(state)
        }
        Command::SetEncoding(_)
        | Command::SetDelimiter(_)
        | Command::SetSheet(_)
        | Command::SetHeader(_)
        | Command::SetTitleColumn(_)
        | Command::SetTasksColumn(_)
        | Command::SetClassification(_)
        | Command::ChooseProjectPath
        | Command::SetProjectPath(_)
        | Command::SetOldOutput(_)
        | Command::SetColumnUse(..)
        | Command::SetRecodeColumn(_)
        | Command::UseFreeProjectName
        | Command::OpenExistingProject
        | Command::StartImport => mapping(state).and_then(|mapping| can_map(mapping, command)),
        _ => review(state).and_then(|review| can_review(state, review, command)),
    }
}

fn can_set_key(state: &AppState, words: &str, key: Option<&str>) -> Result<(), &'static str> {
    is(command_table().iter().any(|row| row.text == words), "There is no such command.")?;
    let Some(key) = key else { return Ok(()) };
    let shortcut = Shortcut::parse(key).ok_or("A command cannot have this key.")?;
    let holder = state.settings.holder_of(&shortcut);
    is(holder.is_none_or(|row| row.text == words), "Another command has this key; give that another one first.")
}

/// Nothing that a person did is still being written.
fn not_blind(action: Action) -> Result<(), &'static str> {
    is(!matches!(action, Action::Recode { .. }), BLIND_STANDS)
}

fn settled(state: &AppState) -> Result<(), &'static str> {
    is(state.review().is_none_or(|review| review.deciding.is_none()), "Wait until the last action is written.")
}

pub(crate) fn is(possible: bool, reason: &'static str) -> Result<(), &'static str> {
    if possible { Ok(()) } else { Err(reason) }
}

fn can_browse(state: &AppState, command: &Command) -> Result<(), &'static str> {
    let browser = &state.browser;
    is(state.workspace == Workspace::Classification, "This belongs to the classification.")?;
    match command {
        Command::SelectCategory(code) | Command::TurnCategory(code) => {
            is(browser.has(*code), "The classification has no such code.")
        }
        Command::FollowLink(code) => {
            let other = domain::Classification::get(browser.classification.other());
            is(other.category(*code).is_some(), "The other classification has no such code.")
        }
        Command::GoBack => is(!browser.trail.is_empty(), "There is nowhere to go back to."),
        Command::ChooseFound => is(browser.marked < browser.found.len(), "Nothing is found to choose from."),
        _ => Ok(()),
    }
}

fn mapping(state: &AppState) -> Result<&Mapping, &'static str> {
    match &state.screen {
        Screen::Mapping(mapping) => Ok(mapping),
        _ => Err("This belongs to the step before an import."),
    }
}

pub(crate) fn review(state: &AppState) -> Result<&Review, &'static str> {
    match &state.screen {
        Screen::Review(review) => Ok(review),
        _ => Err("Open a project or a file first."),
    }
}

fn can_map(mapping: &Mapping, command: &Command) -> Result<(), &'static str> {
    is(mapping.importing.is_none(), "The import is running.")?;
    let columns = mapping.preview.as_ref().map_or(0, |preview| preview.columns.len());
    match command {
        Command::SetTitleColumn(at) | Command::SetTasksColumn(Some(at)) | Command::SetColumnUse(at, _) => {
            is(*at < columns, "The file has no such column.")
        }
        Command::SetOldOutput(OldOutput::TakeOver) => {
            is(mapping.old_decisions, "The file has no decisions that could be taken over.")
        }

        Command::SetRecodeColumn(Some(at)) => {
            is(mapping.classification == crate::recode::TO, "Codes of ANZSCO are recoded to OSCA only.")?;
            is(mapping.code_columns.contains(at), "That column does not hold ANZSCO codes.")
        }
        Command::UseFreeProjectName | Command::OpenExistingProject => {
            is(mapping.project_exists, "No file stands there yet.")
        }
        Command::StartImport => {
            is(mapping.reading.is_none(), "The first rows are still being read.")?;
            is(mapping.failure.is_none() && mapping.preview.is_some(), "The file could not be read like this.")?;
            is(mapping.uses.contains(&ColumnUse::Title), "Choose the column with the job title.")?;
            is(!mapping.project_exists, "A file stands at that place already; open it or choose another name.")
        }
        _ => Ok(()),
    }
}

fn can_review(state: &AppState, review: &Review, command: &Command) -> Result<(), &'static str> {
    can_hidden(review, command)?;
    match command {
        Command::StartCoding => {
            kept(review)?;
            is(review.coding.is_none(), "The records are being coded.")?;
            is(!review.is_coded() || review.is_empty(), "The records are coded already.")?;
            is(review.engine.is_some(), "There is no engine for this classification.")
        }
        Command::CodeAgain => {
            kept(review)?;
            is(review.coding.is_none(), "The records are being coded.")?;
            is(review.model_differs(), "The records are not coded by another model than this program has.")
        }
        Command::Select(row) => is(*row < review.visible.len(), "There is no such row."),
        Command::Next
        | Command::Previous
        | Command::PageDown(_)
        | Command::PageUp(_)
        | Command::First
        | Command::Last
        | Command::NextFlagged
        | Command::PreviousFlagged => is(!review.visible.is_empty(), "No records are shown."),
        Command::ToggleContext => is(
            !review.context_columns.is_empty(),
            "No column helps to decide yet. Choose some under “All columns of the record”.",
        ),
        Command::SetContextColumn(column, _) => {
            kept(review)?;
            is(*column < review.column_names.len(), "The project has no such column.")
        }
        Command::Undo => {
            writable(review)?;
            coded(review)?;
            let next = review.ledger.what_undo().ok_or("There is nothing to undo.")?;
            not_blind(next.action)
        }
        Command::Redo => {
            writable(review)?;
            coded(review)?;
            is(review.ledger.what_redo().is_some(), "There is nothing to do again.")
        }
        Command::ShowLog | Command::MoveLog(_) => is(!review.ledger.entries().is_empty(), "Nothing has been decided."),
        Command::GoToMarked => is(log::marked(state).is_some(), "No decision is marked."),
        Command::RevertMarked => {
            writable(review)?;
            coded(review)?;
            let marked = log::marked(state).ok_or("No decision is marked.")?;
            not_blind(marked.action)?;
            is(log::stands(review, marked.number, None), NOTHING_STANDS)
        }
        Command::Revert(number, only) => {
            writable(review)?;
            coded(review)?;
            review.ledger.entry(*number).map_or(Ok(()), |entry| not_blind(entry.action))?;
            is(log::stands(review, *number, *only), NOTHING_STANDS)
        }
        Command::GoTo(record) => {
            coded(review)?;
            is((*record as usize) < review.len(), "There is no such record.")
        }
        Command::OpenWhatIf | Command::SetWhatIf(..) => {
            is(state.workspace == Workspace::Review, IN_REVIEW)?;
            is(review.engine.is_some(), "There is no engine for this classification.")?;
            is(review.selected.is_some(), "No record is selected.")
        }
        Command::OpenGroup => {
            coded(review)?;
            is(review.selected.is_some(), "No record is selected.")
        }
        Command::OpenBulk => {
            coded(review)?;
            is(!review.visible.is_empty(), "No records are shown.")
        }
        Command::SetBulkAction(_) | Command::DecideBulk => can_bulk(review, command),
        Command::SetDecidedToo(_) | Command::Except(_) => {
            is(review.group.is_some() || review.bulk.is_some(), "No list of changes is shown.")
        }
        Command::SetReach(_) | Command::MoveOffer(_) | Command::RaiseOffer | Command::DecideOffer => {
            can_group(review, command)
        }
        Command::OpenThresholds => coded(review),
        Command::SetThresholds(thresholds) => {
            writable(review)?;
            coded(review)?;
            let sound = domain::Thresholds::checked(thresholds.optimal, thresholds.minimum).is_some();
            is(sound, "Thresholds lie between 0 and 1, the minimum not above the optimal one.")
        }
        Command::SetFilter(filter) => is(*filter == Filter::All || review.is_coded(), "The records are not coded yet."),
        Command::SetNarrowing(narrowing) => {
            coded(review)?;
            let sound = narrowing.confidence.is_none_or(|(first, last)| first <= last && usize::from(last) < TENTHS);
            is(sound, "Tenths of confidence go from 0 to 9.")
        }
        Command::ClearNarrowing => is(review.is_narrowed(), "Nothing is narrowed."),
        Command::NarrowToGroup => {
            coded(review)?;
            is(group_of_selected(review).is_some(), "The selected record has no code.")
        }
        Command::SetWord(word, _) => is(!word.trim().is_empty(), "No word is given."),
        Command::SaveView(name) => is(!name.trim().is_empty(), "A view needs a name."),
        Command::ShowView(at) | Command::ForgetView(at) => {
            is(*at < state.settings.views.len(), "There is no such view.")
        }
        Command::ShowProblems | Command::ExportProblems(_) => {
            is(review.problem_count > 0, "All rows of the source read cleanly.")
        }
        Command::Quality(command) => can_quality(state, review, command),
        Command::OpenExport => coded(review),
        Command::SetExportLog(true) => {
            coded(review)?;
            export_panel(state)?;
            can_write_log(review)
        }
        Command::SetExportFormat(_)
        | Command::SetExportScope(_)
        | Command::SetExportSafe(_)
        | Command::SetExportNfd(_)
        | Command::SetExportPadded(_)
        | Command::SetExportAudit(_)
        | Command::SetExportLog(_)
        | Command::SetExportLevels(_)
        | Command::ChooseExportPath
        | Command::SetExportPath(_) => {
            coded(review)?;
            export_panel(state).map(|_| ())
        }
        Command::StartExport => {
            coded(review)?;
            let panel = export_panel(state)?;
            if panel.whole_log {
                can_write_log(review)?;
            }
            let fits = panel.fits(review);
            is(fits, "A sheet does not hold that many records or columns. Choose another format, or fewer records.")
        }
        Command::OpenPurge => purgeable(state, review),
        Command::PurgeProject => {
            purgeable(state, review)?;
            let asked = Panel::Purge(review.path.clone());
            is(state.panel == asked, "A project is purged only after that was asked about.")
        }
        Command::ShowRecordsOf(code) => {
            coded(review)?;
            let all = code.is_none();
            is(all || state.browser.classification == review.classification, OTHER_CLASSIFICATION)
        }
        Command::OpenCompare | Command::OpenWhyNot => {
            coded(review)?;
            is(state.workspace == Workspace::Review, IN_REVIEW)?;
            let selected = review.selected.as_ref().ok_or("No record is selected.")?;
            let explained = selected.explanation.as_ref().is_some_and(|explanation| !explanation.levels.is_empty());
            is(explained, "The engine found nothing to go by in this answer.")
        }
        Command::OpenCompareSearch(_)
        | Command::CloseCompareSearch
        | Command::SetCompareSearch(_)
        | Command::MoveCompareSearch(_)
        | Command::ChooseCompareSearch(_)
        | Command::TakeCompared(_) => can_compare(state, review, command),
        Command::UseCode(code) => {
            writable(review)?;
            coded(review)?;
            is(review.selected.is_some(), "No record is selected.")?;
            is(state.browser.classification == review.classification, OTHER_CLASSIFICATION)?;
            is(review.tables().category(*code).is_some(), "The classification has no such code.")
        }
        Command::OpenEarlier => Ok(()),
        Command::ChooseEarlier | Command::LoadEarlier(_) | Command::RemoveEarlier(_) => {
            writable(review)?;
            is(review.side_job.is_none(), "Wait until the reading has ended.")
        }
        Command::AskTakeover { .. } | Command::TakeOver | Command::LeaveTakeover => {
            writable(review)?;
            coded(review)?;
            can_take_over(state, review, command)
        }
        Command::OpenChanges => {
            coded(review)?;
            is(review.coding_runs > 1, "The records were coded by one model only.")?;
            is(review.side_job.is_none(), "Wait until the reading has ended.")
        }
        Command::ExportChanges(_) => is(review.changes.is_some(), "Nothing was compared yet."),
        Command::ShowListed(listed) => {
            coded(review)?;
            is(has_records(state, review, *listed), "There are no such records.")
        }
        Command::LeaveList => is(review.listed.is_some(), "No list is shown."),
        Command::Accept
        | Command::TakeSuggestion(_)
        | Command::TakeEarlier(_)
        | Command::OpenRule
        | Command::SetRuleReason(_)
        | Command::ChooseRulePath
        | Command::SetRulePath(_)
        | Command::WriteRule
        | Command::UseParent
        | Command::Uncodable(_)
        | Command::Refer
        | Command::Flag
        | Command::SetNote(_)
        | Command::ClearDecision
        | Command::OpenSearch
        | Command::SetSearch(_)
        | Command::MoveSearch(_)
        | Command::ChooseSearch(_)
        | Command::OpenUncodable
        | Command::OpenNote => {
            writable(review)?;
            coded(review)?;
            is(state.workspace == Workspace::Review, IN_REVIEW)?;
            can_decide(state, review, command)
        }
        _ => Ok(()),
    }
}

fn export_panel(state: &AppState) -> Result<&ExportPanel, &'static str> {
    match &state.panel {
        Panel::Export(panel) => Ok(panel),
        _ => Err("The export panel is not open."),
    }
}

/// A project can be removed when nothing works on it.
fn purgeable(state: &AppState, review: &Review) -> Result<(), &'static str> {
    is(!review.read_only, "Read only: it cannot be removed from here.")?;
    is(review.as_of.is_none(), "This is the project as it stood earlier. Go back to now first.")?;
    is(review.coding.is_none(), "Wait until the records are coded, or stop that.")?;
    settled(state)?;
    is(review.side_job.is_none(), "Wait until the project is read, or stop that.")?;
    is(state.supervise.packs.job.is_none(), "Wait until the work on packs has ended.")?;
    is(!state.jobs.iter().any(|job| job.writes_export), "An export is being written; wait for its end.")
}

fn can_group(review: &Review, command: &Command) -> Result<(), &'static str> {
    let group = review.group.as_ref().ok_or("The identical answers are not shown.")?;
    match command {
        Command::MoveOffer(_) => is(!group.offers.is_empty(), "The engine offers no code; search, or say uncodable."),
        Command::RaiseOffer => is(group.parent(review).is_some(), "There is no group above."),
        Command::DecideOffer => {
            writable(review)?;
            is(group.offer().is_some(), "The engine gave no code; take a suggestion, search, or say uncodable.")?;
            is(group.changes.count > 0, "Nothing would change.")
        }
        _ => Ok(()),
    }
}

fn can_compare(state: &AppState, review: &Review, command: &Command) -> Result<(), &'static str> {
    let Panel::Compare(panel) = &state.panel else { return Err("No codes are being compared.") };
    let searching = panel.search.as_ref().map(|(_, search)| search);
    match command {
        Command::TakeCompared(side) => {
            writable(review)?;
            is(panel.codes[*side as usize].is_some() && searching.is_none(), "There is no code to take yet.")
        }
        Command::CloseCompareSearch => {
            is(searching.is_some() && panel.codes.iter().all(Option::is_some), "There are no two codes yet.")
        }
        Command::ChooseCompareSearch(Some(code)) => {
            is(searching.is_some(), "The search for a code is not open.")?;
            is(review.tables().category(*code).is_some(), "The classification has no such code.")
        }
        Command::ChooseCompareSearch(None) => {
            is(searching.is_some_and(|search| search.marked < search.hits.len()), "Nothing is found to choose from.")
        }
        _ => Ok(()),
    }
}

fn can_bulk(review: &Review, command: &Command) -> Result<(), &'static str> {
    let bulk = review.bulk.as_ref().ok_or("The actions on all shown records are not open.")?;
    match command {
        Command::SetBulkAction(BulkAction::Code(Some(code))) => {
            is(review.tables().category(*code).is_some(), "The classification has no such code.")
        }
        Command::DecideBulk => {
            writable(review)?;
            is(bulk.action != BulkAction::Code(None), "Search for the code that all shall get.")?;
            is(bulk.changes.count > 0, "Nothing would change.")
        }
        _ => Ok(()),
    }
}

const IN_REVIEW: &str = "Decide in the review (Ctrl+1).";

const OTHER_CLASSIFICATION: &str = "The project is coded to the other classification.";

fn can_take_over(state: &AppState, review: &Review, command: &Command) -> Result<(), &'static str> {
    let Panel::Earlier(panel) = &state.panel else { return Err("The earlier decisions are not shown.") };
    match command {
        Command::AskTakeover { .. } => is(review.earlier_totals.matched > 0, "No answer was decided before."),
        _ => {
            let asked = panel.asked.as_ref().ok_or("Nothing was counted yet.")?;
            let leaves = matches!(command, Command::LeaveTakeover);
            is(leaves || !asked.decisions.is_empty(), "There is nothing to take over.")
        }
    }
}

fn rule_key(review: &Review, record: review::RecordId) -> String {
    let (title, tasks) = review.answers.answer(record);
    review::answer_key(title, tasks)
}

pub(crate) fn writable(review: &Review) -> Result<(), &'static str> {
    kept(review)?;
    review.barred.map_or(Ok(()), Err)
}

/// What is done can be kept in the project, whoever does it.
pub(crate) fn kept(review: &Review) -> Result<(), &'static str> {
    is(!review.read_only, "Read only: you can look and export, not decide.")?;
    is(
        review.as_of.is_none(),
        "This is the project as it stood earlier: you can look and export. Go back to now to decide.",
    )?;
    is(review.deciding.is_none(), "Wait until the last action is written.")
}

pub(crate) fn coded(review: &Review) -> Result<(), &'static str> {
    is(review.coding.is_none(), "Wait until the records are coded.")?;
    is(review.is_coded(), "The records are not coded yet.")
}

fn can_decide(state: &AppState, review: &Review, command: &Command) -> Result<(), &'static str> {
    let selected = review.selected.as_ref().ok_or("No record is selected.")?;
    match command {
        Command::Accept => {
            // Whoever has just coded blind and presses Enter once more must not settle by that.
            is(review.sides(selected.record).is_empty(), "Codings differ: press the digit of the one that is right.")?;
            is(accepted_code(review).is_some(), "The engine gave no code; take a suggestion, search, or say uncodable.")
        }
        Command::TakeSuggestion(number) => {
            is(chosen(review, *number).is_some(), "There is no suggestion or coding of that number.")
        }
        Command::TakeEarlier(number) => {
            let line = usize::from(*number).checked_sub(1).and_then(|at| review.earlier.lines(selected.record).get(at));
            is(line.is_some(), "There is no earlier decision for this answer.")
        }
        Command::OpenRule => {
            let decided = review.ledger.judgement(selected.record).is_some_and(|judgement| judgement.is_reviewed());
            is(decided, "Decide on this record first.")?;
            is(rule_key(review, selected.record) != "\t", "A blank answer makes no rule.")
        }
        Command::SetRuleReason(_) | Command::ChooseRulePath | Command::SetRulePath(_) => {
            is(matches!(state.panel, Panel::Rule(_)), "No house rule is being made.")
        }
        Command::WriteRule => {
            is(matches!(state.panel, Panel::Rule(_)), "No house rule is being made.")?;
            is(review.side_job.is_none(), "Wait until the reading has ended.")
        }
        Command::UseParent => is(parent_of_selected(review).is_some(), "There is no group above."),
        Command::ClearDecision => {
            let decided = review.ledger.judgement(selected.record).is_some_and(|judgement| judgement.is_reviewed());
            is(decided, "Nobody has decided on this record.")
        }
        Command::SetSearch(_) | Command::MoveSearch(_) => {
            is(matches!(state.panel, Panel::Search(_)), "The search for a code is not open.")
        }
        Command::ChooseSearch(Some(code)) => {
            is(review.tables().category(*code).is_some(), "The classification has no such code.")
        }
        Command::ChooseSearch(None) => match &state.panel {
            Panel::Search(panel) => is(panel.marked < panel.hits.len(), "Nothing is found to choose from."),
            _ => Err("The search for a code is not open."),
        },
        _ => Ok(()),
    }
}
