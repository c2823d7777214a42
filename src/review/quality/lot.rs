//! From a lot to the records that are drawn: the same lot and the same seed always draw the same records.

use std::collections::BTreeMap;

use domain::{Classification, Code, Level, Status, Thresholds};

use super::design::{DrawnStratum, LotKind, PlanChoice, SampleDesign, SamplePlan, Stratify};
use crate::statistics::draw::stratified_sample;
use crate::statistics::estimate::{Allocation, allocate};
use crate::{Columns, Ledger, RecordId};

/// Confidence at which one stratum ends and the next begins.
const BANDS: [f32; 5] = [0.5, 0.7, 0.8, 0.9, 0.95];

/// Error rate reckoned with where a person decided, for the allocation.
const PEOPLE_ERR: f64 = 0.05;

/// A part of a lot.
#[derive(Clone, Debug, PartialEq)]
pub struct LotStratum {
    /// What its records have in common.
    pub name: String,
    /// Its records, ascending.
    pub records: Vec<RecordId>,
    /// The error rate that the confidence of its records lets one expect, 0 to 1.
    pub expected: f64,
}

/// Divides a lot into its strata, in order of their names' sense; none is empty. `shown` are the records of
/// [`LotKind::Shown`]. Records that wait to be coded blind for another sample are in no lot.
pub fn lot_of(
    kind: &LotKind,
    stratify: Stratify,
    shown: &[RecordId],
    columns: &Columns,
    ledger: &Ledger,
    classification: &Classification,
) -> Vec<LotStratum> {
    let mut strata: BTreeMap<Key, (Vec<RecordId>, f64)> = BTreeMap::new();
    let mut add = |record: RecordId| {
        let at = record as usize;
        let Some(decision) = columns.decision().get(at).filter(|_| columns.hidden(record).is_none()) else { return };
        let decided = decision.is_some();
        let who = || ledger.deciding_entry(record).map_or("", |entry| entry.reviewer.as_str());
        let belongs = match kind {
            LotKind::All | LotKind::Shown => true,
            LotKind::Unreviewed => !decided && columns.final_code(record).is_some() && !columns.is_open(record),
            LotKind::DecidedBy(name) => decided && who() == name,
        };
        if !belongs {
            return;
        }
        let confidence = columns.confidence().get(at).copied().unwrap_or(0.0);
        let key = match stratify {
            Stratify::None => Key::One,
            Stratify::Confidence => Key::Band(BANDS.partition_point(|end| *end <= confidence)),
            Stratify::MajorGroup => Key::Group(columns.final_code(record).and_then(|code| code.at(Level::MajorGroup))),
            Stratify::Coder => Key::Person(decided.then(|| who().to_owned())),
            Stratify::Status if decided => Key::Decided,
            Stratify::Status => Key::Machine(columns.status().get(at).copied().unwrap_or(Status::Uncoded)),
        };
        let (records, expected) = strata.entry(key).or_default();
        records.push(record);
        *expected += if decided { PEOPLE_ERR } else { 1.0 - f64::from(confidence).clamp(0.0, 1.0) };
    };
    match kind {
        LotKind::Shown => {
            let mut shown = shown.to_vec();
            shown.sort_unstable();
            shown.dedup();
            shown.into_iter().for_each(&mut add);
        }
        _ => (0..).take(columns.len()).for_each(&mut add),
    }
    let named = |(key, (records, expected)): (Key, (Vec<RecordId>, f64))| {
        let expected = expected / records.len().max(1) as f64;
        LotStratum { name: key.name(classification), records, expected }
    };
    strata.into_iter().map(named).collect()
}

/// How many records are drawn from each stratum; they add up to `wanted`, or to all there are.
pub fn shares(strata: &[LotStratum], wanted: u64, allocation: Allocation) -> Vec<u64> {
    let sizes: Vec<(u64, f64)> = strata.iter().map(|of| (of.records.len() as u64, of.expected)).collect();
    // Two of each, so that every stratum has an error rate with a spread.
    allocate(&sizes, wanted, allocation, 2)
}

/// Draws a sample from a lot. `None` for an empty lot.
#[expect(clippy::too_many_arguments, reason = "what a design consists of")]
pub fn drawn_design(
    lot: LotKind,
    lot_words: String,
    stratify: Stratify,
    strata: &[LotStratum],
    allocation: Allocation,
    seed: u64,
    choice: PlanChoice,
    model_id: &str,
    thresholds: Thresholds,
) -> Option<SampleDesign> {
    let records: u64 = strata.iter().map(|of| of.records.len() as u64).sum();
    let plan = choice.plan(records)?;
    let wanted: Vec<usize> =
        shares(strata, plan.sample, allocation).into_iter().map(|share| usize::try_from(share).unwrap_or(0)).collect();
    let lists: Vec<Vec<RecordId>> = strata.iter().map(|of| of.records.clone()).collect();
    let drawn = stratified_sample(&lists, &wanted, seed);
    let strata = strata
        .iter()
        .zip(drawn)
        .map(|(of, drawn)| DrawnStratum { name: of.name.clone(), records: of.records.len() as u64, drawn })
        .collect();
    let plan = SamplePlan { plan, choice };
    let model_id = model_id.to_owned();
    Some(SampleDesign { lot, lot_words, stratify, strata, allocation, seed, plan, model_id, thresholds })
}

/// To which stratum a record belongs, in the order in which they are listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    One,
    Band(usize),
    Group(Option<Code>),
    Decided,
    Machine(Status),
    Person(Option<String>),
}

impl Key {
    fn name(&self, classification: &Classification) -> String {
        match self {
            Key::One => "All of the lot".to_owned(),
            Key::Band(0) => format!("Confidence below {:.2}", BANDS[0]),
            Key::Band(at) => match BANDS.get(*at) {
                Some(end) => format!("Confidence {:.2} to {end:.2}", BANDS[at - 1]),
                None => format!("Confidence {:.2} and above", BANDS[BANDS.len() - 1]),
            },
            Key::Group(None) => "No code".to_owned(),
            Key::Group(Some(code)) if code.as_str() == "0" || code.is_non_classification() => {
                "Not an occupation".to_owned()
            }
            Key::Group(Some(code)) => format!("{code} {}", classification.title(*code)),
            Key::Decided => "Decided by a person".to_owned(),
            Key::Machine(Status::Coded) => "Coded by the engine".to_owned(),
            Key::Machine(Status::Partial) => "Partial code of the engine".to_owned(),
            Key::Machine(Status::NonClassification) => "Not an occupation, by the engine".to_owned(),
            Key::Machine(Status::Uncoded) => "Uncoded".to_owned(),
            Key::Person(None) => "The engine alone".to_owned(),
            Key::Person(Some(who)) => format!("Decided by {who}"),
        }
    }
}
