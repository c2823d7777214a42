//! Coder packs as files: a project is split into them, and what was decided in them is read back. For the window and for
//! the command line.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::Coding;
use review::{
    AnswerIndex, Answers, Brought, Deal, Earlier, Entry, Groups, Ledger, MergeTotals, Overlap, PackTally, RecordId,
    Timestamp, brought, taken_in,
};
use store::{
    Pack, Project, ProjectBuilder, Reader, Recoding, RunParameters, SourceDescription, Split, SplitPack, SplitWriter,
    StoreError,
};

use crate::derived::derive;
use crate::jobs::as_closed_as;
pub use crate::pack_error::PackError;
use crate::pack_error::{LONGEST_NAME, MOST_CODERS};
use crate::recode;

/// Records between two looks at whether the work shall stop.
const BATCH: u32 = 4096;

/// How a project is split.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitPlan {
    /// The folder of the packs; made if it is not there.
    pub folder: PathBuf,
    /// The coders, by the names that stand beside their decisions.
    pub coders: Vec<String>,
    /// How many records are coded by several coders.
    pub overlap: Overlap,
    /// By how many coders these are coded.
    pub times: usize,
    /// Seed of the draw.
    pub seed: u64,
    /// Which records are split.
    pub records: Vec<RecordId>,
    /// Which these are, in words: "to review".
    pub scope: String,
    /// Who splits.
    pub reviewer: String,
}

/// The names in a list separated by commas or line ends, without blanks around them and without empty ones.
pub fn coder_names(list: &str) -> Vec<String> {
    list.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Whether these are names of coders of a split.
///
/// # Errors
/// [`PackError::Coders`], [`PackError::Name`], [`PackError::SameName`].
pub fn check_coders(coders: &[String]) -> Result<(), PackError> {
    if !(2..=MOST_CODERS).contains(&coders.len()) {
        return Err(PackError::Coders);
    }
    let mut seen = std::collections::BTreeSet::new();
    for coder in coders {
        let sound = !coder.trim().is_empty() && coder.trim() == coder && coder.chars().count() <= LONGEST_NAME;
        // Names of coders who agree are listed with semicolons between them.
        if !sound || coder.contains(|sign: char| sign == ';' || sign.is_control()) {
            return Err(PackError::Name(coder.clone()));
        }
        if !seen.insert(in_file_name(coder).to_lowercase()) {
            return Err(PackError::SameName(coder.clone()));
        }
    }
    Ok(())
}

/// Where the packs of a project go: `NAME.CODER.occudesk` in the folder, in the order of the coders.
pub fn pack_paths(project: &Path, folder: &Path, coders: &[String]) -> Vec<PathBuf> {
    let stem = project.file_stem().unwrap_or_default().to_string_lossy();
    let name = |coder: &String| format!("{stem}.{}.{}", in_file_name(coder), store::EXTENSION);
    coders.iter().map(|coder| folder.join(name(coder))).collect()
}

/// A name as a part of the name of a file, on every system.
fn in_file_name(name: &str) -> String {
    let sign = |sign: char| if sign.is_alphanumeric() || "-_".contains(sign) { sign } else { '-' };
    name.chars().map(sign).collect()
}

/// The records that are still to review, as the project stands; all before the first coding.
///
/// # Errors
/// [`StoreError`] when the file cannot be read or is damaged.
pub fn to_review(project: &Reader) -> Result<Vec<RecordId>, StoreError> {
    let all = 0..project.record_count();
    let Some(run) = project.current_run()? else { return Ok(all.collect()) };
    // Whether decisions conflict says nothing of records without one.
    let groups = Groups::default();
    let mut columns = derive(&project.codings(&run)?, run.parameters.thresholds, &project.ledger()?, &groups);
    let sources = project.earlier_sources()?;
    if !sources.is_empty() {
        let earlier = Earlier::of(sources.into_iter().map(Arc::new).collect(), &AnswerIndex::of(&answers(project)?));
        columns.mark_earlier(&earlier.differing(columns.code()));
    }
    Ok(all.filter(|record| columns.is_open(*record)).collect())
}

/// The answers of all records, as they were coded.
fn answers(project: &Reader) -> Result<Answers, StoreError> {
    let (mut answers, all) = (Answers::new(), 0..project.record_count());
    match project.recoding()? {
        None => project.read_answers(all, |_, title, tasks| {
            answers.push(title, tasks);
            ControlFlow::Continue(())
        })?,
        Some(recoding) => project.for_each_row(all, |_, cells| {
            let (title, tasks) = recode::answer(project.source(), &recoding, cells);
            answers.push(&title, &tasks);
            ControlFlow::Continue(())
        })?,
    }
    Ok(answers)
}

/// Splits a project into packs, one file for each coder, and keeps in the project that it was. A pack holds its records
/// with title, tasks and the columns that help to decide, the engine's codings of them and the thresholds; nothing of other
/// records, and nothing that anybody decided. Either all packs are made, or none. `goes_on` is told how many records of how
/// many are done.
///
/// # Errors
/// [`PackError`]; nothing is left behind then.
pub fn split(
    project: &Reader,
    writer: &mut SplitWriter,
    plan: &SplitPlan,
    now: Timestamp,
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Split, PackError> {
    if project.pack().is_some() {
        return Err(PackError::IsPack { path: project.path().to_owned() });
    }
    check_coders(&plan.coders)?;
    let (coders, records) = (plan.coders.len(), plan.records.len());
    let overlap = plan.overlap.among(records);
    if overlap > 0 && !(2..=coders).contains(&plan.times) {
        return Err(PackError::Times { times: plan.times, coders });
    }
    if records < coders {
        return Err(PackError::TooFew { records, coders });
    }
    let deal = Deal { coders, overlap: plan.overlap, times: plan.times, seed: plan.seed };
    let shares = deal.packs(plan.records.iter().copied());
    let number = writer.next_number()?;
    let paths = pack_paths(project.path(), &plan.folder, &plan.coders);
    if let Some(path) = paths.iter().find(|path| path.exists()) {
        return Err(StoreError::Exists { path: path.clone() }.into());
    }
    std::fs::create_dir_all(&plan.folder).map_err(|source| PackError::Folder { path: plan.folder.clone(), source })?;
    let mut made = Making::begin(project, plan, now, number, &paths, shares)?;
    made.fill(project, goes_on)?;
    let projects = made.finish(project)?;
    let packs =
        projects.iter().zip(&paths).zip(&plan.coders).zip(1..).map(|(((pack, path), coder), number)| SplitPack {
            number,
            coder: coder.clone(),
            records: pack.record_count(),
            genesis: pack.genesis(),
            file_name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        });
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let split = Split {
        number,
        at: now,
        reviewer: plan.reviewer.clone(),
        scope: plan.scope.clone(),
        records: count(records),
        overlap: count(overlap),
        times: count(if overlap > 0 { plan.times } else { 1 }),
        seed: plan.seed,
        packs: packs.collect(),
    };
    match writer.keep(&split) {
        Ok(()) => Ok(split),
        Err(error) => {
            discard(projects);
            Err(error.into())
        }
    }
}

/// Removes packs that were made and are not wanted; one that cannot be removed is refused when it is taken in.
fn discard(projects: Vec<Project>) {
    for project in projects {
        let _ = project.discard();
    }
}

/// Packs that are being written.
struct Making {
    builders: Vec<ProjectBuilder>,
    /// The records of each.
    shares: Vec<Vec<RecordId>>,
    /// The columns of the project that packs have, ascending.
    kept: Vec<usize>,
}

impl Making {
    fn begin(
        project: &Reader,
        plan: &SplitPlan,
        now: Timestamp,
        split: u32,
        paths: &[PathBuf],
        shares: Vec<Vec<RecordId>>,
    ) -> Result<Making, PackError> {
        let source = project.source();
        let recoding = project.recoding()?;
        let mut kept: Vec<usize> = [&source.title_columns, &source.tasks_columns, &source.context_columns]
            .into_iter()
            .flatten()
            .copied()
            .collect();
        kept.extend(recoding.map(|recoding| recoding.column));
        kept.sort_unstable();
        kept.dedup();
        let place = |column: usize| kept.binary_search(&column).ok();
        let places = |columns: &[usize]| columns.iter().filter_map(|column| place(*column)).collect();
        let description = SourceDescription {
            // Where the source was, and how long it is, is nothing to the coder.
            path: String::new(),
            bytes: 0,
            columns: kept.iter().filter_map(|column| source.columns.get(*column).cloned()).collect(),
            title_columns: places(&source.title_columns),
            tasks_columns: places(&source.tasks_columns),
            context_columns: places(&source.context_columns),
            created_at: now,
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            ..source.clone()
        };
        let mut builders = Vec::with_capacity(paths.len());
        for (((path, coder), records), number) in paths.iter().zip(&plan.coders).zip(&shares).zip(1..) {
            let mut builder = ProjectBuilder::create(path, &description)?;
            builder.become_pack(Pack {
                parent: project.genesis(),
                split,
                number,
                coder: coder.clone(),
                at: now,
                reviewer: plan.reviewer.clone(),
                records: records.clone(),
            })?;
            if let Some(recoding) = recoding {
                builder.recode(&Recoding { column: place(recoding.column).unwrap_or_default(), ..recoding })?;
            }
            builders.push(builder);
        }
        Ok(Making { builders, shares, kept })
    }

    /// Writes the records and their codings, in one pass over the project each.
    fn fill(&mut self, project: &Reader, goes_on: &mut dyn FnMut(u64, u64) -> bool) -> Result<(), PackError> {
        let count = project.record_count();
        let total = u64::from(count) * 2;
        let Making { builders, shares, kept } = self;
        let mut next = vec![0usize; builders.len()];
        let mut broken: Option<PackError> = None;
        project.for_each_row(0..count, |record, cells| {
            if record % BATCH == 0 && !goes_on(u64::from(record), total) {
                broken = Some(PackError::Stopped);
            }
            for ((builder, share), next) in builders.iter_mut().zip(shares.iter()).zip(&mut next) {
                if share.get(*next) != Some(&record) || broken.is_some() {
                    continue;
                }
                *next += 1;
                let cell = |column: &usize| cells.get(*column).copied().unwrap_or_default();
                let row: Vec<&str> = kept.iter().map(cell).collect();
                broken = builder.add_record(&row).err().map(PackError::from);
            }
            if broken.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        if let Some(broken) = broken {
            return Err(broken);
        }
        let Some(run) = project.current_run()? else { return Ok(()) };
        let mut codings: Vec<Vec<Coding>> = shares.iter().map(|share| Vec::with_capacity(share.len())).collect();
        let mut stopped = false;
        project.read_codings(&run, 0..count, |record, coding| {
            stopped = record % BATCH == 0 && !goes_on(u64::from(count) + u64::from(record), total);
            for (share, codings) in shares.iter().zip(&mut codings) {
                if share.get(codings.len()) == Some(&record) {
                    codings.push(*coding);
                }
            }
            if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        if stopped {
            return Err(PackError::Stopped);
        }
        let column = |column: usize| kept.binary_search(&column).unwrap_or_default();
        let recoding = run.parameters.recoding.map(|recoding| Recoding { column: column(recoding.column), ..recoding });
        let parameters = RunParameters { recoding, ..run.parameters };
        for (builder, codings) in builders.iter_mut().zip(&codings) {
            builder.add_run(&parameters, codings)?;
        }
        Ok(())
    }

    /// Gives all packs their names; none, when one cannot have it.
    fn finish(self, project: &Reader) -> Result<Vec<Project>, PackError> {
        let mut finished = Vec::with_capacity(self.builders.len());
        for builder in self.builders {
            match builder.finish() {
                Ok(pack) => {
                    as_closed_as(pack.path(), project.path());
                    finished.push(pack);
                }
                Err(error) => {
                    discard(finished);
                    return Err(error.into());
                }
            }
        }
        Ok(finished)
    }
}

/// A pack that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackRead {
    /// The file.
    pub path: PathBuf,
    /// Number of the split.
    pub split: u32,
    /// Number of the pack in the split.
    pub number: u32,
    /// The coder.
    pub coder: String,
    /// What it holds.
    pub tally: PackTally,
    /// How many records it would change.
    pub new: usize,
}

/// A pack of a split that is neither here nor was taken in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingPack {
    /// Number of the split.
    pub split: u32,
    /// The coder.
    pub coder: String,
    /// How many records it holds.
    pub records: u32,
}

/// Packs that were read, and what taking them in would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PacksRead {
    /// Those that belong here.
    pub packs: Vec<PackRead>,
    /// Files that are refused, and why.
    pub refused: Vec<(PathBuf, String)>,
    /// What the packs say of records of the project.
    pub brought: BTreeMap<RecordId, Vec<Brought>>,
    /// What taking it in would do.
    pub totals: MergeTotals,
    /// Packs of the same splits that are still out.
    pub missing: Vec<MissingPack>,
}

impl PacksRead {
    /// The entry that takes them in; `None` when nothing is new.
    pub fn entry(&self, ledger: &Ledger, at: Timestamp, reviewer: &str) -> Option<Entry> {
        ledger.merge(at, reviewer, &self.brought)
    }
}

/// Reads packs for a project, whose log is `ledger`. They are only read, also while somebody else works on them; each is
/// looked at on its own, so that one that does not belong here is refused and the others are read. Nothing is changed.
///
/// # Errors
/// [`PackError::IsPack`], [`PackError::Stopped`], and [`PackError::Store`] for the project itself.
pub fn read_packs(
    project: &Reader,
    ledger: &Ledger,
    paths: &[PathBuf],
    goes_on: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<PacksRead, PackError> {
    if project.pack().is_some() {
        return Err(PackError::IsPack { path: project.path().to_owned() });
    }
    let splits = project.splits()?;
    let mut read = PacksRead::default();
    let total = paths.len() as u64;
    for (path, done) in paths.iter().zip(0..) {
        if !goes_on(done, total) {
            return Err(PackError::Stopped);
        }
        let first = |found: &PackRead, own: &Pack| (found.split, found.number) == (own.split, own.number);
        let checked = open_pack(path).and_then(|(reader, pack)| {
            belongs(project, &splits, path, &reader, &pack)?;
            if let Some(found) = read.packs.iter().find(|found| first(found, &pack)) {
                let (path, first) = (path.clone(), found.path.clone());
                return Err(PackError::Twice { path, first, coder: pack.coder.clone() });
            }
            same_answers(project, path, &reader, &pack)?;
            let log = reader.ledger()?;
            Ok((brought(&log, &pack.records, pack.split, &pack.coder), pack))
        });
        match checked {
            Ok(((found, tally), pack)) => {
                let alone: BTreeMap<RecordId, Vec<Brought>> =
                    found.into_iter().map(|(record, word)| (record, vec![word])).collect();
                let new = ledger.merge(Timestamp(0), "", &alone).map_or(0, |entry| entry.changes.len());
                for (record, words) in alone {
                    read.brought.entry(record).or_default().extend(words);
                }
                let Pack { split, number, coder, .. } = pack;
                read.packs.push(PackRead { path: path.clone(), split, number, coder, tally, new });
            }
            Err(error) => read.refused.push((path.clone(), error.to_string())),
        }
    }
    let entry = read.entry(ledger, Timestamp(0), "");
    read.totals = entry.as_ref().map(MergeTotals::of).unwrap_or_default();
    read.missing = missing(&splits, &read.packs, ledger);
    Ok(read)
}

fn open_pack(path: &Path) -> Result<(Reader, Pack), PackError> {
    let cut_off = |error| match error {
        // Only what a step that was cut off left behind asks for writing.
        StoreError::ReadOnly { path } => PackError::CutOff { path },
        other => PackError::Store(other),
    };
    let reader = Reader::open(path).map_err(cut_off)?;
    match reader.pack().cloned() {
        Some(pack) => Ok((reader, pack)),
        None => Err(PackError::NotAPack { path: path.to_owned() }),
    }
}

/// Whether the project knows this pack, as it is.
fn belongs(project: &Reader, splits: &[Split], path: &Path, reader: &Reader, pack: &Pack) -> Result<(), PackError> {
    let (path, coder) = (path.to_owned(), pack.coder.clone());
    if pack.parent != project.genesis() {
        return Err(PackError::OtherProject { path, coder });
    }
    let Some(split) = splits.iter().find(|split| split.number == pack.split) else {
        return Err(PackError::UnknownSplit { path, split: pack.split });
    };
    let known = split.packs.iter().find(|known| known.number == pack.number);
    if known.is_none_or(|known| known.genesis != reader.genesis()) {
        return Err(PackError::Forged { path, split: pack.split, coder });
    }
    Ok(())
}

/// Whether the answers of a pack are those of the records that it names.
fn same_answers(project: &Reader, path: &Path, reader: &Reader, pack: &Pack) -> Result<(), PackError> {
    let hash = |title: &str, tasks: &str| {
        let mut hasher = DefaultHasher::new();
        (title, tasks).hash(&mut hasher);
        hasher.finish()
    };
    let mut own: Vec<u64> = Vec::with_capacity(pack.records.len());
    reader.read_answers(0..reader.record_count(), |_, title, tasks| {
        own.push(hash(title, tasks));
        ControlFlow::Continue(())
    })?;
    let range = match (pack.records.first(), pack.records.last()) {
        (Some(first), Some(last)) => *first..last.saturating_add(1),
        _ => 0..0,
    };
    let mut next = 0;
    project.read_answers(range, |record, title, tasks| {
        if pack.records.get(next) != Some(&record) {
            return ControlFlow::Continue(());
        }
        if own.get(next) != Some(&hash(title, tasks)) {
            return ControlFlow::Break(());
        }
        next += 1;
        ControlFlow::Continue(())
    })?;
    if next == pack.records.len() {
        return Ok(());
    }
    Err(PackError::OtherAnswer { path: path.to_owned(), record: next as u64 + 1 })
}

/// The packs of the same splits that are neither chosen nor were ever taken in.
fn missing(splits: &[Split], packs: &[PackRead], ledger: &Ledger) -> Vec<MissingPack> {
    let before = taken_in(ledger);
    let concerned = splits.iter().filter(|split| packs.iter().any(|pack| pack.split == split.number));
    let out = concerned.flat_map(|split| {
        split
            .packs
            .iter()
            .filter(|known| {
                let here = packs.iter().any(|pack| (pack.split, pack.number) == (split.number, known.number));
                !here && !before.contains_key(&(split.number, known.coder.clone()))
            })
            .map(|known| MissingPack { split: split.number, coder: known.coder.clone(), records: known.records })
    });
    out.collect()
}
