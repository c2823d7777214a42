//! What a person asks.

use std::path::PathBuf;

use domain::{ClassificationId, Code, Thresholds};
use formats::{Encoding, Format};
use review::{Filter, Narrowing, Order, RecordId, Uncodable};

use crate::{
    BenchCommand, BulkAction, CalibrationCommand, ColumnUse, ErrorsCommand, ExploreCommand, ExportScope, FigureCommand,
    JobId, Listed, OldOutput, PackCommand, PeopleCommand, PracticeCommand, QualityCommand, Reach, Side, SupervisePage,
    ThemeChoice, Workspace,
};

/// What a person asks. `can` says whether it can be done now, and if not, why.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    // Files.
    /// Ask for a file to open; the window answers with [`Command::OpenPath`].
    ChooseFile,
    /// Open a file of answers or a project; told apart by content and name.
    OpenPath(PathBuf),
    /// Open the built-in sample survey.
    OpenSample,
    /// Forget a recent project; its file stays.
    ForgetRecent(PathBuf),
    /// Close the project, or leave the mapping step.
    CloseProject,
    /// Ask whether the project shall be purged.
    OpenPurge,
    /// Leave the project and remove its file and what belongs to it; only from the panel that asks.
    PurgeProject,
    /// End the program; refused with a notice while an export is written.
    Quit,
    /// End the program, even while an export is written; that is then not kept.
    QuitAnyway,

    // The mapping step.
    /// Read the source with this encoding; `None` guesses.
    SetEncoding(Option<Encoding>),
    /// Read the source with this delimiter (a byte such as `,` or tab); `None` guesses.
    SetDelimiter(Option<u8>),
    /// Read this sheet of the workbook.
    SetSheet(String),
    /// Whether the first row holds the names of the columns.
    SetHeader(bool),
    /// The one column with the job title, from 0.
    SetTitleColumn(usize),
    /// The one column with the tasks, from 0, or none.
    SetTasksColumn(Option<usize>),
    /// Code to this classification.
    SetClassification(ClassificationId),
    /// Ask where the project file goes; the window answers with [`Command::SetProjectPath`].
    ChooseProjectPath,
    /// Where the project file goes.
    SetProjectPath(PathBuf),
    /// What becomes of columns of an earlier output in the source.
    SetOldOutput(OldOutput),
    /// What a column is for, from 0.
    SetColumnUse(usize, ColumnUse),
    /// Recode to OSCA by the ANZSCO codes in this column, from 0, or do not recode.
    SetRecodeColumn(Option<usize>),
    /// Take a free name beside the project file that exists already.
    UseFreeProjectName,
    /// Open the project file that exists already instead of importing.
    OpenExistingProject,
    /// Import the source into a new project and code it.
    StartImport,

    // Work in progress.
    /// Code all records; offered when coding was stopped.
    StartCoding,
    /// Code all records again with the model of this program, when another one coded them. Decisions and thresholds stay.
    CodeAgain,
    /// Stop a job.
    Cancel(JobId),
    /// Put away a notice, by its place in the list.
    DismissNotice(usize),

    // Going about in the records.
    /// Select the record that stands in this row of the visible order, from 0.
    Select(usize),
    /// Select the next row.
    Next,
    /// Select the row before.
    Previous,
    /// Select the next row that is still to review.
    NextFlagged,
    /// Select the row before that is still to review.
    PreviousFlagged,
    /// Select the row so many rows down; the window gives its page.
    PageDown(usize),
    /// Select the row so many rows up.
    PageUp(usize),
    /// Select the first row.
    First,
    /// Select the last row.
    Last,
    /// Show the records of this filter.
    SetFilter(Filter),
    /// Apply filter, search words and order again, so that decided records leave the list.
    Reapply,
    /// Show the records whose answers contain these words; empty shows all.
    SetQuery(String),
    /// Order of the rows.
    SetOrder(Order),
    /// Narrow what the filter shows.
    SetNarrowing(Narrowing),
    /// Show all that the filter shows: no group, no tenths of confidence, no words.
    ClearNarrowing,
    /// Narrow to the group of the selected record.
    NarrowToGroup,
    /// Show only answers with this word (normalised), or with it or without it again.
    SetWord(String, bool),
    /// Somebody looks at the frequent words, or no more.
    LookAtWords(bool),
    /// Name what is shown now, to save it.
    OpenSaveView,
    /// Save what is shown now under a name; one of that name is replaced.
    SaveView(String),
    /// Show a saved view, by its place in the list.
    ShowView(usize),
    /// Forget a saved view.
    ForgetView(usize),
    /// Show or hide the context columns in the table.
    ToggleContext,
    /// Whether a column, from 0, helps to decide and is shown under the answer.
    SetContextColumn(usize, bool),
    /// Read the context columns of so many rows from this one on; the window asks for what is in sight.
    ReadContext(usize, usize),

    // Decisions about the selected record.
    /// Accept the engine's code and go on.
    Accept,
    /// Take suggestion 1 to 9 and go on; one that is the engine's code is accepted by this.
    TakeSuggestion(u8),
    /// Take the group above the present code; again for the group above that.
    UseParent,
    /// Say that the answer cannot be coded, and go on.
    Uncodable(Uncodable),
    /// Hand the record to somebody else, and go on.
    Refer,
    /// Flag the record, or take the person's flag away.
    Flag,
    /// Write the note of the record; empty removes it.
    SetNote(String),
    /// Take the decision back and leave the record to the engine.
    ClearDecision,
    /// Take the last action back.
    Undo,
    /// Do again what was taken back.
    Redo,
    /// Show the records with the same answer, to decide about them at once.
    OpenGroup,
    /// How far a decision about the answer reaches.
    SetReach(Reach),
    /// Whether it also changes records that a person has decided.
    SetDecidedToo(bool),
    /// Take a listed record out of what would change, or in again.
    Except(RecordId),
    /// Move the mark in the codes that are offered, down if positive.
    MoveOffer(i32),
    /// Offer the group above the code that is offered.
    RaiseOffer,
    /// Decide for the code that is offered.
    DecideOffer,
    /// Show what can be done with all shown records at once.
    OpenBulk,
    /// What is done with all shown records.
    SetBulkAction(BulkAction),
    /// Do it.
    DecideBulk,

    // The last decisions, and what-if.
    /// Show the last decisions.
    ShowLog,
    /// Move the mark in the last decisions, down if positive.
    MoveLog(i32),
    /// Select the first record of the marked decision.
    GoToMarked,
    /// Take the marked decision back, and leave those after it.
    RevertMarked,
    /// Take back an entry of the log, or what it did to one record, and leave what came after it.
    Revert(u64, Option<RecordId>),
    /// Select a record, shown or not.
    GoTo(RecordId),
    /// Try what the engine makes of another answer; no record is touched.
    OpenWhatIf,
    /// The other answer: job title and tasks.
    SetWhatIf(String, String),

    // Search for a code.
    /// Open the search for a code.
    OpenSearch,
    /// The words searched for.
    SetSearch(String),
    /// Move the mark in the hits, down if positive.
    MoveSearch(i32),
    /// Decide for this code and go on; `None` takes the marked hit. The engine's code is accepted by this.
    ChooseSearch(Option<Code>),

    // Earlier decisions and house rules.
    /// Take the earlier decision, or the house rule, in this line for the same answer and go on; lines count from 1.
    TakeEarlier(u8),
    /// Show what earlier decisions are used.
    OpenEarlier,
    /// Ask for a file with earlier decisions; the window answers with [`Command::LoadEarlier`].
    ChooseEarlier,
    /// Use the decisions of another project, of an export, or a file of house rules.
    LoadEarlier(PathBuf),
    /// Use the decisions of this source, by its number, no longer.
    RemoveEarlier(i64),
    /// Count the shown records for which earlier decisions, or only house rules, would be taken over.
    AskTakeover {
        /// Only house rules.
        rules_only: bool,
    },
    /// Take over what was counted, in one entry.
    TakeOver,
    /// Take nothing over after all.
    LeaveTakeover,
    /// Make a house rule of the decision about the selected record: choose reason and file.
    OpenRule,
    /// Why the house rule is made.
    SetRuleReason(String),
    /// Ask for the file of the house rule; the window answers with [`Command::SetRulePath`].
    ChooseRulePath,
    /// The file of the house rule.
    SetRulePath(PathBuf),
    /// Write the house rule to its file and use that.
    WriteRule,
    /// Show what the last coding changed against the one before.
    OpenChanges,
    /// Write what changed to a CSV file; `None` asks where.
    ExportChanges(Option<PathBuf>),
    /// Show only the records of this list, within filter and search.
    ShowListed(Listed),
    /// Leave the list: show all records of the filter again.
    LeaveList,

    // Panels.
    /// Choose why the answer cannot be coded.
    OpenUncodable,
    /// Write a note.
    OpenNote,
    /// Show the thresholds.
    OpenThresholds,
    /// Record new thresholds and derive all statuses from them.
    SetThresholds(Thresholds),
    /// Search the commands.
    OpenPalette,
    /// The words searched for among the commands.
    SetPaletteQuery(String),
    /// Move the mark among the commands, down if positive.
    MovePalette(i32),
    /// Do the marked command.
    RunPalette,
    /// Show the keys.
    ShowKeys,
    /// Show the rows of the source that have problems.
    ShowProblems,
    /// Show about: version, licence, attribution, models.
    ShowAbout,
    /// Put away the panel that is open.
    ClosePanel,

    /// In the exploring workspace.
    Explore(ExploreCommand),

    /// Practise.
    Practise(PracticeCommand),

    // The classification.
    /// Go to a workspace.
    ShowWorkspace(Workspace),
    /// Look at a page of the supervision.
    ShowSupervise(SupervisePage),
    /// Look at the page so many tabs on; there is none before the first or behind the last.
    StepSupervise(i32),
    /// What is done on the page about calibration.
    Calibration(CalibrationCommand),
    /// What is done on the page about decisions that look wrong.
    Errors(ErrorsCommand),
    /// Quality samples: what is drawn, looked at and reported.
    Quality(QualityCommand),
    /// What is asked on the pages about distributions and thresholds.
    Bench(BenchCommand),
    /// What is asked about the export of a figure.
    Figure(FigureCommand),
    /// Ask about people, the log, and how the project stood.
    People(PeopleCommand),
    /// Something about coder packs and agreement.
    Packs(PackCommand),
    /// Look at this classification.
    BrowseClassification(ClassificationId),
    /// Look at this category, and remember where one came from.
    SelectCategory(Code),
    /// Look at this category of the other classification.
    FollowLink(Code),
    /// Look at the category looked at before.
    GoBack,
    /// Move in the tree by rows, down if positive.
    MoveCategory(i32),
    /// Open the selected group, or go to its first category.
    UnfoldCategory,
    /// Close the selected group, or go to the group above.
    FoldCategory,
    /// Open this group, or close it.
    TurnCategory(Code),
    /// The words searched for in the classification.
    SetCategoryQuery(String),
    /// Move the mark in what was found, down if positive.
    MoveFound(i32),
    /// Look at the marked one of what was found.
    ChooseFound,
    /// Show the records of this category in the review; `None` shows all again.
    ShowRecordsOf(Option<Code>),
    /// Decide for this category on the selected record, and go back to the review.
    UseCode(Code),
    /// Ask for workbooks with descriptions; the window answers with [`Command::ImportDescriptions`].
    ChooseDescriptions,
    /// Read descriptions and tasks from workbooks of the ABS.
    ImportDescriptions(Vec<PathBuf>),
    /// Forget the descriptions of this classification.
    ForgetDescriptions(ClassificationId),
    /// Compare two codes for the selected record.
    OpenCompare,
    /// Ask why the engine did not take a code.
    OpenWhyNot,
    /// Search for another code to compare.
    OpenCompareSearch(Side),
    /// Leave that search for the two codes.
    CloseCompareSearch,
    /// The words searched for.
    SetCompareSearch(String),
    /// Move the mark in the hits, down if positive.
    MoveCompareSearch(i32),
    /// Compare this code; `None` takes the marked hit.
    ChooseCompareSearch(Option<Code>),
    /// Decide for one of the two codes and go on.
    TakeCompared(Side),

    // Export.
    /// Open the export panel.
    OpenExport,
    /// The format of the export.
    SetExportFormat(Format),
    /// Which records are exported.
    SetExportScope(ExportScope),
    /// Whether CSV and TSV cells are written so that a spreadsheet runs none of them.
    SetExportSafe(bool),
    /// Whether a column with "nfd" titles is added.
    SetExportNfd(bool),
    /// Whether a column with six-digit codes padded with zeros is added.
    SetExportPadded(bool),
    /// Whether the state of the log is written beside the export.
    SetExportAudit(bool),
    /// Whether the whole log is written beside the export.
    SetExportLog(bool),
    /// Whether columns with code and title at every level are added.
    SetExportLevels(bool),
    /// Ask where the export goes; the window answers with [`Command::SetExportPath`].
    ChooseExportPath,
    /// Where the export goes.
    SetExportPath(PathBuf),
    /// Write the export.
    StartExport,
    /// Write the rows with problems to a CSV file; `None` asks where.
    ExportProblems(Option<PathBuf>),

    // Settings.
    /// The name written beside decisions.
    SetReviewer(String),
    /// Colours.
    SetTheme(ThemeChoice),
    /// Remember a width or another measure of the window under this name.
    SetLayout(String, f32),
    /// Give a command, named by its words, this key; `None` gives it the usual ones again.
    SetKey(String, Option<String>),
    /// Give all commands their usual keys again.
    ResetKeys,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// The usual size.
    ZoomReset,
}
