//! What models are trained from: titles of the coding index, counts of neighbouring words of tasks, people employed, and
//! answers written for this project; all from `assets/`, all facts and figures.

use std::collections::{BTreeMap, BTreeSet};

use domain::text::normalise;
use domain::{Classification, ClassificationId, Code, IndexKind, Level};

use super::TrainError;

/// An answer with an agreed code, from a file of the person who trains or from the project.
#[derive(Clone, Debug, PartialEq)]
pub struct CodedAnswer {
    /// Job title; may be empty.
    pub title: String,
    /// Main tasks; may be empty.
    pub tasks: String,
    /// The agreed full code.
    pub code: Code,
}

/// A title, or an answer, with the full codes that it may lead to. All answers sampled from it share its fold.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The title as published or written.
    pub title: String,
    /// Tasks as written; `None` where they are to be sampled from the counts.
    pub tasks: Option<String>,
    /// One code, or several when the title is ambiguous.
    pub codes: Vec<Code>,
    /// Where it comes from.
    pub origin: Origin,
    /// A number that depends on the normalised text alone, for making folds.
    pub fold_key: u64,
}

/// Where a source comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The coding index of the classification.
    Index(IndexKind),
    /// A title of the other classification.
    OtherIndex,
    /// An answer written for this project.
    Written,
    /// An answer of the person who trains.
    Given,
}

/// How often two content words stand beside each other in the tasks of a category.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairs {
    /// The two words and their count, sorted.
    pub pairs: Vec<(&'static str, u32)>,
}

/// Everything a model of one classification is trained from.
#[derive(Clone, Debug)]
pub struct Material {
    /// Which classification.
    pub classification: ClassificationId,
    /// Titles and answers, in a fixed order.
    pub sources: Vec<Source>,
    /// Word pairs of the tasks of each occupation.
    pub pairs: BTreeMap<Code, Pairs>,
    /// People employed by occupation, where known.
    pub employed: BTreeMap<Code, f32>,
}

const ANSWERS: &str = include_str!("../../../assets/training/answers.tsv");
const GENERIC_TASKS: &str = include_str!("../../../assets/training/generic-tasks.txt");
const ANZSCO_TITLES: &str = include_str!("../../../assets/training/anzsco-titles-to-osca-2024.tsv");
const EMPLOYMENT: &str = include_str!("../../../assets/training/osca-2024-employment.tsv");
const OSCA_TERMS: &str = include_str!("../../../assets/training/osca-2024-terms.tsv");
const ANZSCO_TERMS: &str = include_str!("../../../assets/training/anzsco-2022-terms.tsv");

/// The data lines of a table, split at tabs; comment lines and the header are left out.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split('\t').collect())
}

/// Phrases that could be the tasks of any occupation.
pub(super) fn generic_tasks() -> impl Iterator<Item = &'static str> {
    GENERIC_TASKS.lines().filter(|line| !line.starts_with('#'))
}

fn damaged(table: &'static str) -> TrainError {
    TrainError::Material(table)
}

impl Material {
    /// The material in the program for a classification, with the answers of the person who trains, if any.
    ///
    /// # Errors
    /// [`TrainError::Material`] when a compiled-in table is damaged; [`TrainError::UnknownCode`] when a given answer
    /// has a code that the engine does not answer with.
    pub fn of(id: ClassificationId, given: &[CodedAnswer]) -> Result<Material, TrainError> {
        let classification = Classification::get(id);
        let known = crate::tree::Tree::codes(classification);
        let mut sources = index_sources(classification);
        sources.extend(other_index_sources(id)?);
        sources.extend(written_sources(id)?);
        for answer in given {
            if known.binary_search(&answer.code).is_err() {
                return Err(TrainError::UnknownCode { title: answer.title.clone(), code: answer.code });
            }
            let tasks = Some(answer.tasks.clone());
            sources.push(Source::new(answer.title.clone(), tasks, vec![answer.code], Origin::Given));
        }
        give_answers_folds_of_their_own(&mut sources);
        for source in &mut sources {
            source.codes.retain(|code| known.binary_search(code).is_ok());
        }
        sources.retain(|source| !source.codes.is_empty());
        Ok(Material { classification: id, sources, pairs: task_pairs(classification)?, employed: employment(id)? })
    }
}

impl Source {
    fn new(title: String, tasks: Option<String>, codes: Vec<Code>, origin: Origin) -> Source {
        let fold_key = fold_key(&domain::text::without_brackets(&title));
        Source { title, tasks, codes, origin, fold_key }
    }
}

fn fold_key(text: &str) -> u64 {
    let hash = normalise(text)
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    hash ^ (hash >> 31)
}

/// Answers with tasks go into folds by both texts, so that calibration meets titles that are known from other answers, as
/// coding does; but where the title is one of the index, all answers with it stay together, because such titles are
/// scored as held out.
fn give_answers_folds_of_their_own(sources: &mut [Source]) {
    let index = |source: &&Source| matches!(source.origin, Origin::Index(_));
    let of_index: BTreeSet<u64> = sources.iter().filter(index).map(|source| source.fold_key).collect();
    for source in sources {
        if let Some(tasks) = source.tasks.as_deref().filter(|tasks| !tasks.is_empty())
            && !of_index.contains(&source.fold_key)
        {
            source.fold_key = fold_key(&format!("{} {tasks}", source.title));
        }
    }
}

fn index_sources(classification: &Classification) -> Vec<Source> {
    let entries = classification.index().iter();
    entries
        .map(|entry| Source::new(entry.title.to_owned(), None, vec![entry.code], Origin::Index(entry.kind)))
        .collect()
}

/// Titles of the other classification, where the correspondence leads from them to one code, or to a few.
fn other_index_sources(id: ClassificationId) -> Result<Vec<Source>, TrainError> {
    if id == ClassificationId::Osca2024 {
        return rows(ANZSCO_TITLES)
            .map(|row| {
                let codes = row.get(1).ok_or(damaged("anzsco-titles-to-osca-2024"))?;
                let codes = codes
                    .split('|')
                    .map(|code| Code::parse(code).map_err(|_| damaged("anzsco-titles-to-osca-2024")))
                    .collect::<Result<Vec<Code>, _>>()?;
                Ok(Source::new(row[0].to_owned(), None, codes, Origin::OtherIndex))
            })
            .collect();
    }
    let (own, other) = (Classification::get(id), Classification::get(id.other()));
    let own_titles: BTreeSet<String> = own.index().iter().map(|entry| normalise(entry.title)).collect();
    let entries = other.index().iter().filter(|entry| !own_titles.contains(&normalise(entry.title)));
    Ok(entries
        .map(|entry| {
            let codes = other.corresponding(entry.code).collect();
            Source::new(entry.title.to_owned(), None, codes, Origin::OtherIndex)
        })
        .filter(|source| source.codes.len() <= 3)
        .collect())
}

fn written_sources(id: ClassificationId) -> Result<Vec<Source>, TrainError> {
    rows(ANSWERS)
        .map(|row| {
            let [title, tasks, osca, anzsco] = row[..] else { return Err(damaged("answers")) };
            let code = match id {
                ClassificationId::Osca2024 => osca,
                // Out of scope in OSCA is out of scope here too, and has one code for all.
                ClassificationId::Anzsco2022 if anzsco.is_empty() => crate::tree::INADEQUATE,
                ClassificationId::Anzsco2022 => anzsco,
            };
            let code = Code::parse(code).map_err(|_| damaged("answers"))?;
            Ok(Source::new(title.to_owned(), Some(tasks.to_owned()), vec![code], Origin::Written))
        })
        .collect()
}

/// Word pairs by occupation. OSCA publishes tasks by occupation; ANZSCO by unit group, so its occupations also take
/// those of the OSCA occupations that correspond to them.
fn task_pairs(classification: &Classification) -> Result<BTreeMap<Code, Pairs>, TrainError> {
    let osca = read_pairs(OSCA_TERMS)?;
    if classification.id() == ClassificationId::Osca2024 {
        return Ok(osca);
    }
    let units = read_pairs(ANZSCO_TERMS)?;
    let mut all = BTreeMap::new();
    for occupation in classification.occupations() {
        let mut counts: BTreeMap<&'static str, u32> = BTreeMap::new();
        let unit = occupation.code.at(Level::UnitGroup);
        let of_unit = unit.and_then(|unit| units.get(&unit)).into_iter();
        let of_osca = classification.corresponding(occupation.code).filter_map(|code| osca.get(&code));
        for (pair, count) in of_unit.chain(of_osca).flat_map(|pairs| &pairs.pairs) {
            *counts.entry(pair).or_default() += count;
        }
        all.insert(occupation.code, Pairs { pairs: counts.into_iter().collect() });
    }
    Ok(all)
}

fn read_pairs(table: &'static str) -> Result<BTreeMap<Code, Pairs>, TrainError> {
    rows(table)
        .map(|row| {
            let code = Code::parse(row[0]).map_err(|_| damaged("terms"))?;
            let pairs = row[1..]
                .iter()
                .map(|cell| match cell.rsplit_once(' ') {
                    Some((pair, count)) if pair.contains(' ') => (pair, count.parse().unwrap_or(1)),
                    _ => (*cell, 1),
                })
                .collect();
            Ok((code, Pairs { pairs }))
        })
        .collect()
}

fn employment(id: ClassificationId) -> Result<BTreeMap<Code, f32>, TrainError> {
    let osca = rows(EMPLOYMENT)
        .map(|row| {
            let code = Code::parse(row[0]).map_err(|_| damaged("employment"))?;
            let employed = row.get(1).and_then(|cell| cell.parse().ok()).ok_or(damaged("employment"))?;
            Ok((code, employed))
        })
        .collect::<Result<BTreeMap<Code, f32>, TrainError>>()?;
    if id == ClassificationId::Osca2024 {
        return Ok(osca);
    }
    // The OSCA counts were apportioned from ANZSCO counts along these links; summing leads back.
    let mut anzsco = BTreeMap::new();
    for (code, employed) in osca {
        let links: Vec<Code> = Classification::get(ClassificationId::Osca2024).corresponding(code).collect();
        for link in &links {
            *anzsco.entry(*link).or_default() += employed / links.len() as f32;
        }
    }
    Ok(anzsco)
}
