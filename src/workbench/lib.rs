//! What the application knows and can do, without a screen.
//!
//! A [`Desk`] holds the [`AppState`]. A view reads the state and sends [`Command`]s; jobs send [`Event`]s; both go
//! through `update`, which changes the state and answers with [`Effect`]s, which the desk performs. Nothing else
//! changes the state.

mod act;
mod as_of;
mod browser;
mod bulk;
mod can;
mod can_people;
mod command;
mod command_table;
mod context;
mod decided;
mod decision;
mod derived;
mod descriptions;
mod desk;
mod earlier_state;
mod effect;
mod event;
mod explore;
mod explore_command;
mod explore_example;
mod explore_job;
pub mod fonts;
mod group;
mod hidden;
mod home;
mod jobs;
mod listed;
mod mapping;
mod notice;
pub mod output;
mod pack_error;
pub mod packs;
mod people_command;
pub mod picture;
mod practice;
mod quality_command;
pub mod recode;
mod review_state;
mod role;
mod saved_view;
mod settings;
mod shortcuts;
mod sides;
mod state;
mod supervise;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod sweep_commands;
mod update;

pub use act::Act;
pub use as_of::{AsOf, Standing};
pub use browser::{Browser, Found, TreeRow};
pub use bulk::{Bulk, BulkAction};
pub use can::can;
pub use classifier::{
    Addition, CodePath, Comparison, Counterfactual, Engine, Explanation, Field, LevelExplanation, ModelCard, Parting,
    WordEvidence,
};
pub use command::Command;
pub use command_table::{CommandGroup, CommandRow, Shortcut, command_table, row_of};
pub use context::ContextCells;
pub use descriptions::{CategoryText, Descriptions, Workbook};
pub use desk::Desk;
pub use earlier_state::{EarlierPanel, RulePanel, Takeover};
pub use effect::{
    CalibrationPlan, ChangesPlan, EarlierChange, EarlierPlan, Effect, ExportPlan, ImportPlan, Job, JobId, PeopleJob,
    Request,
};
pub use event::{
    Coded, Content, Decided, DescriptionsRead, EarlierChanged, Event, Opened, PeopleEvent, Progress, Written,
};
pub use explore::{Agreement, Explore, LevelWords, Reading, Tried, WordWeight, WouldChange};
pub use explore_command::ExploreCommand;
pub use explore_example::{EXAMPLES, Example};
pub use explore_job::{ExploreFound, ExploreJob};
pub use formats::{Encoding, Format, Preview, ReadOptions, SHEET_CELL_LENGTH, SHEET_RECORDS};
pub use group::{Changes, Group, Others, Reach, stands};
pub use home::Home;
pub use jobs::packs::{PacksDone, PacksJob};
pub use listed::{Listed, ListedRecords};
pub use mapping::{ColumnUse, Mapping, OldOutput};
pub use notice::Notice;
pub use people_command::PeopleCommand;
pub use practice::{
    Behind, ConfusionLine, Offer, OfferKind, OpenedSet, Over, Practice, PracticeCommand, PracticeEvent, PracticeJob,
    PracticeLength, PracticePage, PracticeRun, PracticeStage, ResultsView, SessionLine, SetSource, Told,
};
pub use quality_command::QualityCommand;
pub use review_state::{HistoryLine, MachineView, RecodedView, Review, RowView, Selected};
pub use role::Role;
pub use saved_view::{Place, SavedView};
pub use settings::{Settings, ThemeChoice};
pub use sides::{CodingSide, SideOf, parting};
pub use state::{
    AppState, ComparePanel, ExportPanel, ExportScope, LogPanel, NOTICES_KEPT, PROBLEMS_SHOWN, PalettePanel, Panel,
    RunningJob, Screen, SearchPanel, Side, WhatIf, Workspace,
};
pub use store::{Pack, Problem as RowProblem, Recoding, Split, SplitPack};
pub use supervise::calibration::{CalibrationCommand, CalibrationPage, doubt_words, verdict_sentence, verdict_words};
pub use supervise::errors::{ErrorsCommand, ErrorsPage, ErrorsPlan, Since, reason};
pub use supervise::packs::{AgreementLevel, Cell, Packs, SplitForm, SplitScope, TakenIn};
pub use supervise::packs_command::PackCommand;
pub use supervise::quality::{
    CountedLot, LotParts, LotPlan, QualityPage, ReportPlan, SampleLine, SampleWish, ShownSample,
};
pub use supervise::{
    BINS, BenchCommand, BenchPages, FigureCommand, FigureExport, FigurePlan, Reckoning, ShownDistribution, Supervise,
    SupervisePage, measure_words, observed_note, observed_words, threshold_words,
};
pub use supervise::{HeadFound, LogCheck, PeoplePart, PeopleView};
