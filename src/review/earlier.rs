//! What was decided about the same answers elsewhere: in an earlier wave, in another project, or once and for all as a
//! house rule.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::Code;
use domain::text::normalise_into;

use crate::{AnswerIndex, Choice, Decision, RecordId, Timestamp, Uncodable};

/// What was decided about an answer, however it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It has this code.
    Code(Code),
    /// It cannot be coded.
    Uncodable(Uncodable),
}

impl Verdict {
    /// The verdict of a decision.
    pub fn of(decision: Decision) -> Verdict {
        match decision {
            Decision::Code { code, .. } => Verdict::Code(code),
            Decision::Uncodable(reason) => Verdict::Uncodable(reason),
        }
    }

    /// The decision that takes this verdict over.
    pub fn decision(self, choice: Choice) -> Decision {
        match self {
            Verdict::Code(code) => Decision::Code { code, choice },
            Verdict::Uncodable(reason) => Decision::Uncodable(reason),
        }
    }

    /// The code, unless uncodable.
    pub fn code(self) -> Option<Code> {
        match self {
            Verdict::Code(code) => Some(code),
            Verdict::Uncodable(_) => None,
        }
    }

    /// The code, or the word of [`Uncodable::word`].
    pub fn text(&self) -> &str {
        match self {
            Verdict::Code(code) => code.as_str(),
            Verdict::Uncodable(reason) => reason.word(),
        }
    }

    /// Reads what [`Verdict::text`] gives.
    pub fn parse(text: &str) -> Option<Verdict> {
        let code = || Code::parse(text).ok().map(Verdict::Code);
        Uncodable::from_word(text).map(Verdict::Uncodable).or_else(code)
    }
}

/// What kind of thing decisions were taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Another project.
    Project,
    /// An export with decisions of people.
    Export,
    /// A file of house rules.
    Rules,
}

impl SourceKind {
    /// All.
    pub const ALL: [SourceKind; 3] = [SourceKind::Project, SourceKind::Export, SourceKind::Rules];

    /// The word in files: `project`, `export`, `rules`.
    pub fn word(self) -> &'static str {
        match self {
            SourceKind::Project => "project",
            SourceKind::Export => "export",
            SourceKind::Rules => "rules",
        }
    }

    /// The words on screen.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Project => "Project",
            SourceKind::Export => "Exported decisions",
            SourceKind::Rules => "House rules",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<SourceKind> {
        SourceKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One verdict on one answer in a source, however often it was given there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierDecision {
    /// The normalised answer, as [`answer_key`] gives it.
    pub key: String,
    /// What was decided.
    pub verdict: Verdict,
    /// Who decided last; empty where the source does not tell.
    pub reviewer: String,
    /// When it was decided last.
    pub at: Option<Timestamp>,
    /// How often, at least once.
    pub times: u32,
    /// Why, for a house rule; empty otherwise.
    pub reason: String,
}

/// Decisions from one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierSource {
    /// Number in the project, ascending; 0 before it is kept there.
    pub id: i64,
    /// What kind of file it was.
    pub kind: SourceKind,
    /// Its name.
    pub name: String,
    /// Where it was.
    pub path: String,
    /// When it was read.
    pub loaded_at: Timestamp,
    /// Who had it read.
    pub loaded_by: String,
    /// What was decided, by answer and verdict.
    pub decisions: Vec<EarlierDecision>,
    /// Lines that do not read, each with its number and what is the matter; they stay in their file.
    pub problems: Vec<(u64, String)>,
}

impl EarlierSource {
    /// Gathers decisions: the same verdict on the same answer becomes one, with the person and the time of the last.
    /// Decisions about blank answers are left out.
    pub fn gather(decisions: impl IntoIterator<Item = EarlierDecision>) -> Vec<EarlierDecision> {
        let mut gathered: BTreeMap<(String, Verdict), EarlierDecision> = BTreeMap::new();
        for decision in decisions.into_iter().filter(|decision| decision.key != "\t") {
            match gathered.get_mut(&(decision.key.clone(), decision.verdict)) {
                Some(known) => {
                    let times = known.times.saturating_add(decision.times);
                    if decision.at >= known.at {
                        *known = decision;
                    }
                    known.times = times;
                }
                None => {
                    gathered.insert((decision.key.clone(), decision.verdict), decision);
                }
            }
        }
        gathered.into_values().collect()
    }
}

/// The normalised answer by which the same answers are known again: title, a tab, tasks.
pub fn answer_key(title: &str, tasks: &str) -> String {
    let mut key = String::with_capacity(title.len() + tasks.len() + 1);
    normalise_into(title, &mut key);
    key.push('\t');
    normalise_into(tasks, &mut key);
    key
}

/// A verdict on an answer, over all sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierLine {
    /// What was decided.
    pub verdict: Verdict,
    /// It is a house rule.
    pub is_rule: bool,
    /// The name of the source of the last decision.
    pub source: String,
    /// Number of further sources that say the same.
    pub further: usize,
    /// How often it was decided so, in all sources.
    pub times: u32,
    /// Who decided last.
    pub reviewer: String,
    /// When it was decided last.
    pub at: Option<Timestamp>,
    /// Why, for a house rule.
    pub reason: String,
}

impl EarlierLine {
    /// How taking it over is recorded.
    pub fn choice(&self) -> Choice {
        if self.is_rule { Choice::Rule } else { Choice::Earlier }
    }
}

/// How the earlier decisions stand to a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EarlierTotals {
    /// Records with an earlier decision.
    pub matched: usize,
    /// Of these, records whose first earlier decision is the machine's code.
    pub agree: usize,
    /// Of these, records on which earlier decisions contradict each other.
    pub contradict: usize,
}

/// The earlier decisions of all sources, and the records of a project that have the same answers.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    sources: Vec<Arc<EarlierSource>>,
    /// The lines of each answer that the project has too, the one that is offered first in front.
    lines: Vec<Vec<EarlierLine>>,
    /// The records with earlier decisions, ascending, each with its place in `lines`.
    matched: Vec<(RecordId, u32)>,
    /// For each source how many records have an answer of it.
    by_source: Vec<usize>,
}

impl Earlier {
    /// Looks every record up in the sources; about a second for a million records.
    pub fn of(sources: Vec<Arc<EarlierSource>>, index: &AnswerIndex) -> Earlier {
        let mut by_answer: HashMap<&str, Vec<(usize, &EarlierDecision)>> = HashMap::new();
        for (at, source) in sources.iter().enumerate() {
            for decision in &source.decisions {
                by_answer.entry(&decision.key).or_default().push((at, decision));
            }
        }
        let mut earlier = Earlier { by_source: vec![0; sources.len()], ..Earlier::default() };
        if by_answer.is_empty() {
            return Earlier { sources, ..earlier };
        }
        let mut places: HashMap<&str, u32> = HashMap::new();
        for record in (0..).take(index.len()) {
            let key = index.key(record);
            let Some(found) = by_answer.get(key) else { continue };
            let place = *places.entry(key).or_insert_with(|| {
                earlier.lines.push(lines(&sources, found));
                u32::try_from(earlier.lines.len() - 1).unwrap_or(u32::MAX)
            });
            earlier.matched.push((record, place));
            let mut seen = usize::MAX;
            for (source, _) in found {
                // The decisions of a source stand together.
                earlier.by_source[*source] += usize::from(*source != seen);
                seen = *source;
            }
        }
        Earlier { sources, ..earlier }
    }

    /// The sources, in the order in which they were read.
    pub fn sources(&self) -> &[Arc<EarlierSource>] {
        &self.sources
    }

    /// How many records have an answer of the source in this place.
    pub fn records_of(&self, source: usize) -> usize {
        self.by_source.get(source).copied().unwrap_or_default()
    }

    /// What was decided about the answer of a record: house rules first, then what was decided most often, then what
    /// was decided last. More than one line is a contradiction.
    pub fn lines(&self, record: RecordId) -> &[EarlierLine] {
        match self.matched.binary_search_by_key(&record, |(record, _)| *record) {
            Ok(at) => self.lines.get(self.matched[at].1 as usize).map_or(&[], Vec::as_slice),
            Err(_) => &[],
        }
    }

    /// The records with earlier decisions, ascending, with their lines.
    pub fn matched(&self) -> impl Iterator<Item = (RecordId, &[EarlierLine])> {
        self.matched.iter().filter_map(|(record, place)| Some((*record, self.lines.get(*place as usize)?.as_slice())))
    }

    /// The records, ascending, whose first earlier decision is another than the machine's code.
    pub fn differing(&self, machine: &[Option<Code>]) -> Vec<RecordId> {
        let differs = |(record, lines): &(RecordId, &[EarlierLine])| {
            let first = lines.first().map(|line| line.verdict.code());
            machine.get(*record as usize).is_some_and(|code| first != Some(*code))
        };
        self.matched().filter(differs).map(|(record, _)| record).collect()
    }

    /// How the earlier decisions stand to the machine's codes, of which so many differ.
    pub fn totals(&self, differing: usize) -> EarlierTotals {
        EarlierTotals {
            matched: self.matched.len(),
            agree: self.matched.len().saturating_sub(differing),
            contradict: self.matched().filter(|(_, lines)| lines.len() > 1).count(),
        }
    }
}

fn lines(sources: &[Arc<EarlierSource>], found: &[(usize, &EarlierDecision)]) -> Vec<EarlierLine> {
    let mut lines: BTreeMap<Verdict, EarlierLine> = BTreeMap::new();
    for (at, decision) in found {
        let source = &sources[*at];
        let is_rule = source.kind == SourceKind::Rules;
        let line = EarlierLine {
            verdict: decision.verdict,
            is_rule,
            source: source.name.clone(),
            further: 0,
            times: decision.times,
            reviewer: decision.reviewer.clone(),
            at: decision.at,
            reason: decision.reason.clone(),
        };
        match lines.get_mut(&decision.verdict) {
            None => {
                lines.insert(decision.verdict, line);
            }
            Some(known) => {
                let (times, further) = (known.times.saturating_add(line.times), known.further + 1);
                // A rule says more than a decision that was like it.
                if (line.is_rule, line.at) >= (known.is_rule, known.at) {
                    *known = line;
                }
                (known.times, known.further) = (times, further);
            }
        }
    }
    let mut lines: Vec<EarlierLine> = lines.into_values().collect();
    lines.sort_by_key(|line| (Reverse(line.is_rule), Reverse(line.times), Reverse(line.at)));
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Answers;

    fn code(text: &str) -> Verdict {
        Verdict::Code(Code::parse(text).unwrap())
    }

    fn decided(title: &str, verdict: Verdict, at: i64) -> EarlierDecision {
        EarlierDecision {
            key: answer_key(title, ""),
            verdict,
            reviewer: format!("coder {at}"),
            at: Some(Timestamp(at)),
            times: 1,
            reason: String::new(),
        }
    }

    fn source(kind: SourceKind, name: &str, decisions: Vec<EarlierDecision>) -> Arc<EarlierSource> {
        Arc::new(EarlierSource {
            id: 0,
            kind,
            name: name.to_owned(),
            path: name.to_owned(),
            loaded_at: Timestamp(0),
            loaded_by: String::new(),
            decisions: EarlierSource::gather(decisions),
            problems: Vec::new(),
        })
    }

    fn index(titles: &[&str]) -> AnswerIndex {
        let mut answers = Answers::new();
        titles.iter().for_each(|title| answers.push(title, ""));
        AnswerIndex::of(&answers)
    }

    #[test]
    fn the_same_answer_is_known_again_and_the_most_frequent_decision_comes_first() {
        let (brick, stone) = (code("371131"), code("371132"));
        let wave = source(
            SourceKind::Project,
            "wave",
            vec![decided("Brickie", stone, 1), decided("brickie!", brick, 2), decided(" BRICKIE", brick, 3)],
        );
        let other = source(SourceKind::Export, "other", vec![decided("brickie", brick, 9)]);
        let earlier = Earlier::of(vec![wave, other], &index(&["nurse", "brickie", "", "bríckie"]));
        assert_eq!(earlier.lines(0), []);
        assert_eq!(earlier.lines(2), [], "a blank answer is nobody else's");
        let lines = earlier.lines(3);
        assert_eq!(lines.iter().map(|line| line.verdict).collect::<Vec<_>>(), [brick, stone]);
        assert_eq!((lines[0].times, lines[0].source.as_str(), lines[0].further), (3, "other", 1));
        assert_eq!((lines[0].reviewer.as_str(), lines[0].at), ("coder 9", Some(Timestamp(9))));
        assert_eq!((earlier.records_of(0), earlier.records_of(1)), (2, 2));
        let machine = [None, brick.code(), None, stone.code()];
        assert_eq!(earlier.differing(&machine), [3]);
        assert_eq!(earlier.totals(1), EarlierTotals { matched: 2, agree: 1, contradict: 2 });
    }

    #[test]
    fn a_house_rule_comes_before_what_was_decided_more_often() {
        let wave = source(SourceKind::Project, "wave", (0..5).map(|at| decided("ea", code("511112"), at)).collect());
        let rules = source(SourceKind::Rules, "rules", vec![decided("EA", code("521111"), 0)]);
        let earlier = Earlier::of(vec![wave, rules], &index(&["EA"]));
        assert_eq!(earlier.lines(0)[0].verdict, code("521111"));
        assert_eq!(earlier.lines(0)[0].choice(), Choice::Rule);
        assert_eq!(earlier.lines(0)[1].choice(), Choice::Earlier);
    }

    #[test]
    fn a_verdict_reads_what_it_writes() {
        for verdict in [code("371131"), code("38"), Verdict::Uncodable(Uncodable::TooVague)] {
            assert_eq!(Verdict::parse(verdict.text()), Some(verdict));
        }
        assert_eq!(Verdict::parse("brickie"), None);
    }

    proptest! {
        #[test]
        fn gathering_loses_no_decision_and_does_not_depend_on_the_order(
            picks in proptest::collection::vec((0usize..4, 0usize..3, 0i64..5), 0..30),
        ) {
            let codes = ["371131", "2654", "1"];
            let all: Vec<EarlierDecision> = picks
                .iter()
                .map(|(title, at, when)| EarlierDecision {
                    reviewer: String::new(),
                    ..decided(&format!("title {title}"), code(codes[*at]), *when)
                })
                .collect();
            let gathered = EarlierSource::gather(all.clone());
            let times: u32 = gathered.iter().map(|decision| decision.times).sum();
            prop_assert_eq!(times as usize, all.len());
            prop_assert_eq!(EarlierSource::gather(all.into_iter().rev()), gathered);
        }
    }
}
