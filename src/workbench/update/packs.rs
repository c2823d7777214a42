//! Splitting into coder packs, taking them in, and how far coders agree.

use std::path::PathBuf;
use std::sync::Arc;

use review::{CodingsOf, Filter, Timestamp};

use super::{classification, decisions, filters, listed, narrow, progress};
use crate::jobs::packs::{PacksDone, PacksJob};
use crate::supervise::packs::{AgreementLevel, Cell, SplitForm};
use crate::{Act, AppState, Effect, Job, JobId, Listed, Notice, PackCommand, Request, SupervisePage, Workspace};

pub(super) fn command(state: &mut AppState, command: PackCommand, now: Timestamp) -> Vec<Effect> {
    match command {
        PackCommand::OpenSplit => {
            let form = state.review().map(SplitForm::of);
            state.supervise.packs.form = form;
            super::supervise::show(state, SupervisePage::Agreement)
        }
        PackCommand::CloseSplit => {
            state.supervise.packs.form = None;
            Vec::new()
        }
        PackCommand::SetCoders(names) => set(state, |form| form.coders = names),
        PackCommand::SetScope(scope) => set(state, |form| form.scope = scope),
        PackCommand::SetOverlap(overlap) => set(state, |form| form.overlap = overlap),
        PackCommand::SetTimes(times) => set(state, |form| form.times = times),
        PackCommand::SetSeed(seed) => set(state, |form| form.seed = seed),
        PackCommand::ChooseFolder => {
            let suggested = state.supervise.packs.form.as_ref().map(|form| form.folder.clone()).unwrap_or_default();
            vec![Effect::Ask(Request::PackFolder { suggested })]
        }
        PackCommand::SetFolder(folder) => set(state, |form| form.folder = folder),
        PackCommand::Split => split(state),
        PackCommand::ChoosePacks => vec![Effect::Ask(Request::PackFiles)],
        PackCommand::Read(paths) => read(state, paths),
        PackCommand::TakeIn => take_in(state, now),
        PackCommand::LeavePacks => {
            state.supervise.packs.read = None;
            Vec::new()
        }
        PackCommand::Adjudicate => adjudicate(state),
        PackCommand::Compare(of) => compare(state, of),
        PackCommand::SetLevel(level) => {
            state.supervise.packs.level = AgreementLevel(level);
            gather_cells(state);
            Vec::new()
        }
        PackCommand::SetPair(first, second) => {
            state.supervise.packs.pair = Some((first, second));
            gather_cells(state);
            Vec::new()
        }
        PackCommand::ShowCell(first, second) => {
            let packs = &mut state.supervise.packs;
            packs.cell = packs.cells.iter().find(|cell| (cell.first, cell.second) == (first, second)).copied();
            let mut effects = classification::show(state, Workspace::Review);
            effects.extend(listed::show(state, Listed::CodedSo));
            effects
        }
        PackCommand::ExportAgreement(path) => export(state, path),
    }
}

fn set(state: &mut AppState, set: impl FnOnce(&mut SplitForm)) -> Vec<Effect> {
    if let Some(form) = &mut state.supervise.packs.form {
        set(form);
    }
    Vec::new()
}

fn start(state: &mut AppState, job: PacksJob) -> Vec<Effect> {
    let (id, effect) = progress::start(state, Job::Packs(Box::new(job)));
    state.supervise.packs.job = Some(id);
    vec![effect]
}

fn split(state: &mut AppState) -> Vec<Effect> {
    let form = state.supervise.packs.form.as_ref();
    let Some((form, review)) = form.zip(state.review()) else { return Vec::new() };
    let plan = form.plan(review, &state.settings.reviewer);
    start(state, PacksJob::Split(plan))
}

fn read(state: &mut AppState, paths: Vec<PathBuf>) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let ledger = Arc::clone(&review.ledger);
    start(state, PacksJob::Read { paths, ledger })
}

/// What was read becomes an entry; what it says is settled anew from the log as it stands now.
fn take_in(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let Some(read) = state.supervise.packs.read.take() else { return Vec::new() };
    decisions::act(state, Act::Merge(read.brought), false, now)
}

fn adjudicate(state: &mut AppState) -> Vec<Effect> {
    let mut effects = classification::show(state, Workspace::Review);
    effects.extend(filters::apply_after(state, |review| {
        narrow::widen(review);
        review.listed = None;
        review.filter = Filter::CodersDiffer;
    }));
    effects
}

fn compare(state: &mut AppState, of: CodingsOf) -> Vec<Effect> {
    let packs = &mut state.supervise.packs;
    if packs.of != of {
        packs.of = of;
        packs.agreement = None;
        packs.pair = None;
        packs.cells.clear();
        packs.entries = usize::MAX;
    }
    refresh(state)
}

/// Computes the agreement when somebody looks at it and the log has grown since.
pub(super) fn refresh(state: &mut AppState) -> Vec<Effect> {
    let looked_at = state.workspace == Workspace::Supervise && state.supervise.page == SupervisePage::Agreement;
    let Some(review) = state.review().filter(|_| looked_at) else { return Vec::new() };
    let packs = &state.supervise.packs;
    let entries = review.ledger.entries().len();
    if packs.entries == entries && (packs.agreement.is_some() || packs.computing.is_some()) {
        return Vec::new();
    }
    let (ledger, of) = (Arc::clone(&review.ledger), packs.of);
    let mut effects: Vec<Effect> = packs.computing.into_iter().map(|id| progress::abandon(state, id)).collect();
    let (id, effect) = progress::start(state, Job::Packs(Box::new(PacksJob::Agree { ledger, of })));
    state.supervise.packs.computing = Some(id);
    state.supervise.packs.entries = entries;
    effects.push(effect);
    effects
}

/// What the two coders gave at the level; the first two coders with records in common where none are chosen.
fn gather_cells(state: &mut AppState) {
    let packs = &mut state.supervise.packs;
    packs.cells.clear();
    let Some(agreement) = &packs.agreement else { return };
    let AgreementLevel(level) = packs.level;
    let coders = agreement.coding.coders.len();
    packs.pair = packs.pair.filter(|(first, second)| *first < coders && *second < coders).or_else(|| {
        let mut pairs = agreement.levels[level.index()].pairs.iter();
        pairs.find(|pair| pair.agreement.records > 0).map(|pair| (pair.first, pair.second))
    });
    let Some(pair) = packs.pair else { return };
    let cells = agreement.coding.confusions(level, pair, true).into_iter();
    packs.cells = cells.map(|cell| Cell { first: cell.first, second: cell.second, records: cell.records }).collect();
    packs.cells.sort_by_key(|cell| cell.first == cell.second);
}

fn export(state: &mut AppState, path: Option<PathBuf>) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    // Without a path they go beside the project; the job finds a name that is free.
    let path = path.unwrap_or_else(|| {
        let name = review.path.file_stem().unwrap_or_default().to_string_lossy();
        review.path.with_file_name(format!("{name}-agreement.csv"))
    });
    let Some(agreement) = state.supervise.packs.agreement.clone() else { return Vec::new() };
    let classification = review.classification;
    start(state, PacksJob::Write { agreement, path, classification })
}

/// Takes in what a job about packs came to.
pub(super) fn done(state: &mut AppState, id: JobId, done: PacksDone) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let packs = &mut state.supervise.packs;
    packs.job.take_if(|job| *job == id);
    packs.computing.take_if(|job| *job == id);
    match done {
        PacksDone::Split(split, paths) => {
            packs.form = None;
            packs.made = Some(paths);
            if let Some(review) = state.review_mut() {
                review.last_action = Some(format!("{} packs made", split.packs.len()));
                review.splits.push(split);
            }
            Vec::new()
        }
        PacksDone::Read(read) => {
            packs.form = None;
            packs.read = Some(Box::new(read));
            super::supervise::show(state, SupervisePage::Agreement)
        }
        PacksDone::Agreed(agreement, taken) => {
            packs.taken = taken;
            packs.agreement = Some(agreement);
            gather_cells(state);
            Vec::new()
        }
        PacksDone::Written(paths) => {
            let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            progress::notify(state, Notice::news(format!("The tables of agreement are written: {}.", names.join(", "))))
        }
    }
}

/// A pack was opened: its coder decides from now on. Gives what is told of it.
pub(super) fn arrive(state: &mut AppState) -> Option<Notice> {
    let pack = state.review()?.pack.clone()?;
    let (coder, count) = (&pack.coder, pack.records.len());
    let words = format!(
        "This is the pack of {coder}, of split {}: {count} records. Decisions carry the name {coder} while it is open.",
        pack.split
    );
    if state.settings.reviewer != *coder {
        let own = std::mem::replace(&mut state.settings.reviewer, coder.clone());
        if let Some(review) = state.review_mut() {
            review.own_name = Some(own);
        }
    }
    let to_do = "When you are done, close it and send the file back.".to_owned();
    Some(Notice { what_to_do: to_do, ..Notice::news(words) })
}

/// The name that stood before a pack was opened stands again, unless another one was given meanwhile.
pub(super) fn leave(state: &mut AppState) {
    let Some(review) = state.review_mut() else { return };
    let (own, pack) = (review.own_name.take(), review.pack.clone());
    if let Some((own, pack)) = own.zip(pack)
        && state.settings.reviewer == pack.coder
    {
        state.settings.reviewer = own;
    }
}
