//! What narrows a filter further – group, confidence, level, reviewer – and how many records each step would leave.

use std::borrow::Cow;

use domain::{Code, Level};

use crate::{Columns, Filter, Ledger, RecordId};

/// Number of equal parts into which confidence is divided.
pub const TENTHS: usize = 10;

/// How detailed the code that stands is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// A code of this level.
    Level(Level),
    /// A non-classification code.
    NonClassification,
    /// No code.
    None,
}

impl Depth {
    /// All, the broadest level first.
    pub const ALL: [Depth; 7] = [
        Depth::Level(Level::MajorGroup),
        Depth::Level(Level::SubMajorGroup),
        Depth::Level(Level::MinorGroup),
        Depth::Level(Level::UnitGroup),
        Depth::Level(Level::Occupation),
        Depth::NonClassification,
        Depth::None,
    ];

    /// The depth of a code.
    pub fn of(code: Option<Code>) -> Depth {
        match code {
            Some(code) if code.is_non_classification() => Depth::NonClassification,
            Some(code) => Depth::Level(code.level()),
            None => Depth::None,
        }
    }

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Depth::Level(Level::MajorGroup) => "Major group",
            Depth::Level(Level::SubMajorGroup) => "Sub-major group",
            Depth::Level(Level::MinorGroup) => "Minor group",
            Depth::Level(Level::UnitGroup) => "Unit group",
            Depth::Level(Level::Occupation) => "Occupation",
            Depth::NonClassification => "Non-classification",
            Depth::None => "No code",
        }
    }

    fn index(self) -> usize {
        match self {
            Depth::Level(level) => level.index(),
            Depth::NonClassification => 5,
            Depth::None => 6,
        }
    }
}

/// What narrows the records that a filter shows. The default narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// Only records whose code stands within this category.
    pub code: Option<Code>,
    /// Only records whose confidence lies in these tenths, first and last, 0 to 9.
    pub confidence: Option<(u8, u8)>,
    /// Only records with a code so detailed.
    pub depth: Option<Depth>,
    /// Only records that this person decided.
    pub reviewer: Option<String>,
}

impl Narrowing {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        *self == Narrowing::default()
    }

    /// Whether a record is left.
    pub fn admits(&self, record: RecordId, columns: &Columns, ledger: &Ledger) -> bool {
        self.misses(&Seen::of(record, columns, ledger)) == 0
    }

    /// One bit for each of the four that the record does not meet.
    fn misses(&self, seen: &Seen<'_>) -> u8 {
        if seen.hidden && !self.is_empty() {
            return CODE | TENTH | DEPTH | REVIEWER;
        }
        let code = self.code.is_none_or(|code| seen.code.is_some_and(|other| other.is_within(code)));
        let tenth =
            self.confidence.is_none_or(|(first, last)| (usize::from(first)..=usize::from(last)).contains(&seen.tenth));
        let depth = self.depth.is_none_or(|depth| depth == seen.depth);
        let reviewer = self.reviewer.as_deref().is_none_or(|reviewer| seen.reviewer.as_deref() == Some(reviewer));
        u8::from(!code) * CODE + u8::from(!tenth) * TENTH + u8::from(!depth) * DEPTH + u8::from(!reviewer) * REVIEWER
    }
}

const CODE: u8 = 1;
const TENTH: u8 = 2;
const DEPTH: u8 = 4;
const REVIEWER: u8 = 8;

/// The tenth in which a confidence lies, 0 to 9.
pub fn tenth_of(confidence: f32) -> usize {
    ((confidence * TENTHS as f32) as usize).min(TENTHS - 1)
}

/// What the narrowing looks at in a record.
struct Seen<'a> {
    /// Whatever narrows would tell of it.
    hidden: bool,
    code: Option<Code>,
    tenth: usize,
    depth: Depth,
    reviewer: Option<Cow<'a, str>>,
}

impl<'a> Seen<'a> {
    fn of(record: RecordId, columns: &Columns, ledger: &'a Ledger) -> Seen<'a> {
        let at = record as usize;
        let code = columns.final_code(record);
        let confidence = columns.confidence().get(at).copied().unwrap_or(0.0);
        let decided = columns.decision().get(at).is_some_and(Option::is_some);
        let hidden = columns.hidden(record).is_some();
        let reviewer = decided.then(|| ledger.decided_by(record));
        Seen { hidden, code, tenth: tenth_of(confidence), depth: Depth::of(code), reviewer }
    }
}

/// How many records each step of narrowing would leave: of each kind as if the others alone were in force, so that one
/// sees what else could be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// The categories below the narrowing's, or below all, with what is in each; ascending, none is empty.
    pub groups: Vec<(Code, usize)>,
    /// How many have the code of the narrowing itself, without more detail.
    pub here: usize,
    /// By tenths of confidence.
    pub tenths: [usize; TENTHS],
    /// In the order of [`Depth::ALL`].
    pub depths: [usize; Depth::ALL.len()],
    /// The people who decided, by name; none has 0.
    pub reviewers: Vec<(String, usize)>,
}

impl Facets {
    /// Counts these records, as far as the filter admits them.
    pub fn of(
        records: impl IntoIterator<Item = RecordId>,
        filter: Filter,
        narrowing: &Narrowing,
        columns: &Columns,
        ledger: &Ledger,
    ) -> Facets {
        let mut facets = Facets::default();
        let below = below(narrowing.code);
        let mut groups = [0; 100];
        let mut reviewers: Vec<(Cow<'_, str>, usize)> = Vec::new();
        for record in records {
            if !columns.is_in(record, filter) {
                continue;
            }
            let seen = Seen::of(record, columns, ledger);
            if seen.hidden {
                continue;
            }
            let misses = narrowing.misses(&seen);
            let counts = |bit: u8| misses & !bit == 0;
            if counts(CODE)
                && let Some(code) = seen.code.filter(|code| narrowing.code.is_none_or(|within| code.is_within(within)))
            {
                match below.and_then(|level| code.place_at(level)) {
                    Some(place) => groups[place] += 1,
                    None => facets.here += 1,
                }
            }
            if counts(TENTH) {
                facets.tenths[seen.tenth] += 1;
            }
            facets.depths[seen.depth.index()] += usize::from(counts(DEPTH));
            if let Some(reviewer) = seen.reviewer.filter(|_| counts(REVIEWER)) {
                match reviewers.iter_mut().find(|(name, _)| *name == reviewer) {
                    Some((_, count)) => *count += 1,
                    None => reviewers.push((reviewer, 1)),
                }
            }
        }
        facets.groups = named(narrowing.code, below, &groups);
        facets.reviewers = reviewers.into_iter().map(|(name, count)| (name.into_owned(), count)).collect();
        facets.reviewers.sort_unstable();
        facets
    }

    /// Adds the counts of other records.
    pub fn add(&mut self, other: &Facets) {
        self.change(other, usize::saturating_add);
    }

    /// Takes the counts of some of these records away.
    pub fn subtract(&mut self, other: &Facets) {
        self.change(other, usize::saturating_sub);
    }

    fn change(&mut self, other: &Facets, change: impl Fn(usize, usize) -> usize) {
        self.here = change(self.here, other.here);
        for (count, other) in self.tenths.iter_mut().zip(other.tenths) {
            *count = change(*count, other);
        }
        for (count, other) in self.depths.iter_mut().zip(other.depths) {
            *count = change(*count, other);
        }
        merge(&mut self.groups, &other.groups, &change);
        merge(&mut self.reviewers, &other.reviewers, &change);
    }
}

fn merge<K: Ord + Clone>(counts: &mut Vec<(K, usize)>, others: &[(K, usize)], change: impl Fn(usize, usize) -> usize) {
    for (key, count) in others {
        match counts.binary_search_by(|(known, _)| known.cmp(key)) {
            Ok(at) => counts[at].1 = change(counts[at].1, *count),
            Err(at) => counts.insert(at, (key.clone(), change(0, *count))),
        }
    }
    counts.retain(|(_, count)| *count > 0);
}

/// The level below a category; that of major groups below all, `None` below an occupation.
fn below(code: Option<Code>) -> Option<Level> {
    match code {
        None => Some(Level::MajorGroup),
        Some(code) => Level::ALL.get(code.level().number() as usize).copied(),
    }
}

fn named(within: Option<Code>, below: Option<Level>, groups: &[usize; 100]) -> Vec<(Code, usize)> {
    let Some(level) = below else { return Vec::new() };
    let width = level.digits() - level.broader().map_or(0, Level::digits);
    let above = within.map_or_else(String::new, |code| code.to_string());
    let name = |(place, count): (usize, &usize)| {
        let code = Code::parse(&format!("{above}{place:0width$}")).ok()?;
        (*count > 0).then_some((code, *count))
    };
    groups.iter().enumerate().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use domain::{Coding, Thresholds};
    use proptest::prelude::*;

    use super::*;
    use crate::{Choice, Decision, Timestamp};

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    fn columns(best: &[(&str, f32)]) -> Columns {
        let codings: Vec<Coding> = best
            .iter()
            .map(|(best, sure)| Coding {
                best: Some(code(best)),
                conditionals: [1.0, 1.0, 1.0, 1.0, *sure],
                margin: 0.5,
                blank: false,
                ..Coding::BLANK
            })
            .collect();
        Columns::derive(&codings, Thresholds::checked(0.7, 0.4).unwrap())
    }

    fn all(columns: &Columns, narrowing: &Narrowing, ledger: &Ledger) -> Facets {
        Facets::of(0..columns.len() as u32, Filter::All, narrowing, columns, ledger)
    }

    #[test]
    fn groups_open_step_by_step_and_say_what_else_could_be_chosen() {
        let columns = columns(&[("265433", 0.9), ("265499", 0.8), ("371131", 0.95), ("099960", 0.5), ("265433", 0.3)]);
        let ledger = Ledger::new();
        let facets = all(&columns, &Narrowing::default(), &ledger);
        assert_eq!(facets.groups, [(code("0"), 1), (code("2"), 2 + 1), (code("3"), 1)]);
        let within = Narrowing { code: Some(code("2654")), ..Narrowing::default() };
        let facets = all(&columns, &within, &ledger);
        assert_eq!(facets.groups, [(code("265433"), 1), (code("265499"), 1)]);
        assert_eq!(facets.here, 1, "the unsure one is cut to the unit group");
        assert_eq!(facets.depths, [0, 0, 0, 1, 2, 0, 0]);
        let both = Narrowing { confidence: Some((8, 8)), ..within };
        let facets = all(&columns, &both, &ledger);
        assert_eq!(facets.groups, [(code("265499"), 1)]);
        assert_eq!(facets.tenths[9], 2, "what else could be chosen, and the unit group is certain");
        let left: Vec<u32> = (0..5).filter(|record| both.admits(*record, &columns, &ledger)).collect();
        assert_eq!(left, [1]);
    }

    #[test]
    fn reviewers_are_those_whose_decisions_stand() {
        let mut columns = columns(&[("265433", 0.9), ("265499", 0.8), ("371131", 0.95)]);
        let mut ledger = Ledger::new();
        for (record, who) in [(0, "Zoe"), (1, "Ann"), (0, "Ann")] {
            let decision = Decision::Code { code: code("371131"), choice: Choice::Search };
            ledger.apply(ledger.decide(Timestamp(0), who, [(record, decision)]).unwrap()).unwrap();
            columns.judge(record, ledger.judgement(record));
        }
        let facets = all(&columns, &Narrowing::default(), &ledger);
        assert_eq!(facets.reviewers, [("Ann".to_owned(), 2)]);
        assert_eq!(facets.groups, [(code("3"), 3)], "decisions stand before codings");
        let ann = Narrowing { reviewer: Some("Ann".to_owned()), ..Narrowing::default() };
        assert!(ann.admits(1, &columns, &ledger) && !ann.admits(2, &columns, &ledger));
    }

    proptest! {
        #[test]
        fn parts_add_up_and_every_number_is_what_choosing_it_would_leave(
            best in proptest::collection::vec((prop::sample::select(vec!["265433", "265411", "371131", "099960", "241"]), 0.0f32..1.0), 1..24),
            within in proptest::option::of(prop::sample::select(vec!["2", "26", "2654", "0", "3"])),
            tenths in proptest::option::of((0u8..10, 0u8..10)),
            depth in proptest::option::of(prop::sample::select(Depth::ALL.to_vec())),
            cut in 0usize..24,
        ) {
            let columns = columns(&best);
            let ledger = Ledger::new();
            let narrowing = Narrowing { code: within.map(code), confidence: tenths, depth, reviewer: None };
            let whole = all(&columns, &narrowing, &ledger);
            let cut = cut.min(columns.len()) as u32;
            let part = |records| Facets::of(records, Filter::All, &narrowing, &columns, &ledger);
            let mut sum = part(0..cut);
            sum.add(&part(cut..columns.len() as u32));
            prop_assert_eq!(&sum, &whole);
            sum.subtract(&part(0..cut));
            prop_assert_eq!(sum, part(cut..columns.len() as u32));
            let left = |narrowing: &Narrowing| (0..columns.len() as u32).filter(|record| narrowing.admits(*record, &columns, &ledger)).count();
            for (group, count) in &whole.groups {
                prop_assert_eq!(left(&Narrowing { code: Some(*group), ..narrowing.clone() }), *count);
            }
            for (at, depth) in Depth::ALL.into_iter().enumerate() {
                prop_assert_eq!(left(&Narrowing { depth: Some(depth), ..narrowing.clone() }), whole.depths[at]);
            }
        }
    }
}
