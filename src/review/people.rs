//! Who decided what, how fast, and how far that agrees with the engine and with others.

use std::collections::BTreeMap;

use domain::Code;

use crate::statistics::{Interval, USUAL, binomial};
use crate::{Action, Choice, Columns, Decision, Entry, Groups, Ledger, RecordId, Timestamp};

/// The longest time between two entries of one person that counts as work, in milliseconds: five minutes. Whatever is
/// longer is a break, and none of it counts.
pub const LONGEST_STEP: i64 = 5 * 60_000;

/// Below so many records or pairs a share says little: its interval reaches some 17 points to either side at worst.
pub const FEW: u64 = 30;

/// Entries and records between two looks at whether to go on.
const PART: u64 = 4096;

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Those for which it is so.
    pub hits: u64,
    /// All that were looked at.
    pub of: u64,
}

impl Share {
    /// The share, 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Between which shares the true one is believed to lie, with 95 % confidence: the score interval. 0 to 1 of nothing.
    pub fn interval(self) -> Interval {
        binomial::score_interval(self.value().unwrap_or(0.0), self.of as f64, USUAL)
    }

    /// Whether so few were looked at that the share says little; not of nothing.
    pub fn is_small(self) -> bool {
        (1..FEW).contains(&self.of)
    }

    pub(crate) fn count(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.of += 1;
    }
}

/// What was done in some time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Work {
    /// Decisions and blind codings, those that were taken back later included. One about many records counts once.
    pub decisions: u64,
    /// Records decided: one that was decided twice counts twice. Blind codings decide nothing and are not counted.
    pub records: u64,
    /// Of these, those where the engine's code was accepted.
    pub accepted: u64,
    /// Those that got another code: a suggestion, one found by search, or a parent code.
    pub corrected: u64,
    /// Those that got an earlier decision or a house rule.
    pub taken_over: u64,
    /// Those that cannot be coded.
    pub uncodable: u64,
    /// Milliseconds worked: the steps from each entry to the person's next, those longer than [`LONGEST_STEP`] left out.
    /// The time before the first entry after a break is not known and not counted.
    pub worked: i64,
    /// Decisions at the end of a step that counts.
    pub timed: u64,
    /// The median of the steps that end with a decision, in milliseconds; of an even number the mean of the middle two.
    pub median_step: Option<i64>,
}

impl Work {
    /// Minutes worked.
    pub fn minutes(&self) -> f64 {
        self.worked as f64 / 60_000.0
    }

    /// Decisions a minute on average: those whose time is known, over the time worked. `None` without such.
    pub fn mean_pace(&self) -> Option<f64> {
        (self.timed > 0 && self.worked > 0).then(|| self.timed as f64 / self.minutes())
    }

    /// Decisions a minute at the usual step, which a long look at one record does not change. `None` without such.
    pub fn median_pace(&self) -> Option<f64> {
        self.median_step.filter(|step| *step > 0).map(|step| 60_000.0 / step as f64)
    }

    /// Of the records decided, those where the engine's code was accepted.
    pub fn share_accepted(&self) -> Share {
        Share { hits: self.accepted, of: self.records }
    }

    /// Of the records decided, those that got another code.
    pub fn share_corrected(&self) -> Share {
        Share { hits: self.corrected, of: self.records }
    }

    /// Of the records decided, those that cannot be coded.
    pub fn share_uncodable(&self) -> Share {
        Share { hits: self.uncodable, of: self.records }
    }

    fn take(&mut self, entry: &Entry) {
        self.decisions += 1;
        if matches!(entry.action, Action::Recode { .. }) {
            return;
        }
        for change in &entry.changes {
            self.records += 1;
            match change.after.decision {
                Some(Decision::Code { choice: Choice::Accept, .. }) => self.accepted += 1,
                Some(Decision::Code { choice: Choice::Earlier | Choice::Rule, .. }) => self.taken_over += 1,
                Some(Decision::Code { .. }) => self.corrected += 1,
                Some(Decision::Uncodable(_)) => self.uncodable += 1,
                None => {}
            }
        }
    }
}

/// What one person did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// The name beside the decisions.
    pub name: String,
    /// Entries of the log, whatever they are about.
    pub entries: u64,
    /// The decisions, from the first to the last.
    pub work: Work,
    /// The same by day (UTC), counted from 1970-01-01, ascending; days with entries only.
    pub days: Vec<(i64, Work)>,
    /// Of the records whose decision stands and is this person's: those with the engine's code of today.
    pub engine: Share,
    /// Of the records that somebody else coded blind while this person's decision stood: those that came to one code.
    pub blind: Share,
    /// Of the answers that others decided too, once for each of these others: those where both came to one code. An answer
    /// that comes many times counts once; of several decisions the last one does.
    pub others: Share,
}

/// The people of a log, and what its entries can be filtered by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// By name.
    pub people: Vec<Person>,
    /// The actions that occur, by their words, with the number of their entries.
    pub actions: BTreeMap<&'static str, u64>,
    /// The days (UTC) that occur, counted from 1970-01-01, with the number of their entries.
    pub days: BTreeMap<i64, u64>,
}

impl People {
    /// Folds a log. `columns` say what the engine's code is, `groups` which answers are identical. Decisions that packs or
    /// an export brought are nobody's here: the log knows who took them in, not at what pace they were made.
    ///
    /// `go_on` is told how many entries were taken in and says whether to go on; `None` when it did not.
    pub fn of(
        ledger: &Ledger,
        columns: &Columns,
        groups: &Groups,
        mut go_on: impl FnMut(u64) -> bool,
    ) -> Option<People> {
        let mut fold = Fold::default();
        for (entry, done) in ledger.entries().iter().zip(0u64..) {
            if done.is_multiple_of(PART) && !go_on(done) {
                return None;
            }
            fold.take(entry, ledger);
        }
        let done = ledger.entries().len() as u64;
        for ((record, judgement), at) in ledger.judgements().zip(0u64..) {
            if at.is_multiple_of(PART) && !go_on(done) {
                return None;
            }
            let machine = columns.code().get(record as usize).copied();
            let (Some(decision), Some(machine)) = (judgement.decision, machine) else { continue };
            if let Some(person) = decider(ledger, record).and_then(|name| fold.people.get_mut(name)) {
                person.figures.engine.count(decision.code() == machine);
            }
        }
        fold.take_identical(ledger, groups);
        fold.take_recodes(ledger);
        Some(fold.finish())
    }
}

/// Who made the decision that stands for a record, if the log says so.
fn decider(ledger: &Ledger, record: RecordId) -> Option<&str> {
    let entry = ledger.deciding_entry(record)?;
    let brought = matches!(entry.action, Action::Import | Action::Merge);
    (!brought).then_some(entry.reviewer.as_str())
}

/// A person while the log is folded.
#[derive(Default)]
struct Gathered {
    figures: Person,
    days: BTreeMap<i64, (Work, Vec<i64>)>,
    steps: Vec<i64>,
    last: Option<Timestamp>,
}

/// A blind coding of a record that a person had decided: whether both came to one code.
struct Recode<'a> {
    decided_by: &'a str,
    record: RecordId,
    number: u64,
    agrees: bool,
}

#[derive(Default)]
struct Fold<'a> {
    people: BTreeMap<&'a str, Gathered>,
    actions: BTreeMap<&'static str, u64>,
    days: BTreeMap<i64, u64>,
    recodes: Vec<Recode<'a>>,
}

impl<'a> Fold<'a> {
    fn take(&mut self, entry: &'a Entry, ledger: &'a Ledger) {
        let day = entry.at.day();
        *self.actions.entry(entry.action.word()).or_default() += 1;
        *self.days.entry(day).or_default() += 1;
        let person = self.people.entry(&entry.reviewer).or_default();
        person.figures.entries += 1;
        let (of_day, steps_of_day) = person.days.entry(day).or_default();
        let step = person.last.replace(entry.at).and_then(|last| entry.at.0.checked_sub(last.0));
        let step = step.filter(|step| (0..=LONGEST_STEP).contains(step));
        for work in [&mut person.figures.work, of_day] {
            work.worked += step.unwrap_or(0);
        }
        if entry.action.is_coding() {
            for (work, steps) in [(&mut person.figures.work, &mut person.steps), (of_day, steps_of_day)] {
                work.take(entry);
                work.timed += u64::from(step.is_some());
                steps.extend(step);
            }
        }
        if let (Action::Recode { .. }, Some(change)) = (entry.action, entry.changes.first()) {
            let before = change.before.decided_in.and_then(|number| ledger.entry(number));
            let brought = before.is_none_or(|before| matches!(before.action, Action::Import | Action::Merge));
            let coding = change.after.codings().last();
            if let (Some(before), Some(decision), Some(coding), false) =
                (before, change.before.decision, coding, brought)
                && before.reviewer != entry.reviewer
            {
                self.recodes.push(Recode {
                    decided_by: &before.reviewer,
                    record: change.record,
                    number: entry.number,
                    agrees: coding.decision.code() == decision.code(),
                });
            }
        }
    }

    /// Compares the last decisions of every two people about one answer.
    fn take_identical(&mut self, ledger: &'a Ledger, groups: &Groups) {
        let mut last: BTreeMap<&str, (u64, Option<Code>)> = BTreeMap::new();
        for group in groups.of_records(ledger.judgements().map(|(record, _)| record)) {
            last.clear();
            for record in group {
                let Some(judgement) = ledger.judgement(*record) else { continue };
                let (Some(decision), Some(number)) = (judgement.decision, judgement.decided_in) else { continue };
                let Some(name) = decider(ledger, *record) else { continue };
                let known = last.entry(name).or_insert((number, decision.code()));
                if known.0 <= number {
                    *known = (number, decision.code());
                }
            }
            for (name, (_, code)) in &last {
                let Some(person) = self.people.get_mut(name) else { continue };
                for (_, (_, other)) in last.iter().filter(|(other, _)| *other != name) {
                    person.figures.others.count(code == other);
                }
            }
        }
    }

    /// Counts the blind codings that were not taken back.
    fn take_recodes(&mut self, ledger: &Ledger) {
        for recode in std::mem::take(&mut self.recodes) {
            let Some(entry) = ledger.entry(recode.number) else { continue };
            let coding = entry.changes.first().and_then(|change| change.after.codings().last());
            let codings = ledger.judgement(recode.record).map_or(&[][..], |judgement| judgement.codings());
            if coding.is_some_and(|coding| codings.contains(coding))
                && let Some(person) = self.people.get_mut(recode.decided_by)
            {
                person.figures.blind.count(recode.agrees);
            }
        }
    }

    fn finish(self) -> People {
        let person = |(name, gathered): (&str, Gathered)| {
            let mut person = gathered.figures;
            name.clone_into(&mut person.name);
            person.work.median_step = median(gathered.steps);
            person.days = gathered
                .days
                .into_iter()
                .map(|(day, (work, steps))| (day, Work { median_step: median(steps), ..work }))
                .collect();
            person
        };
        People { people: self.people.into_iter().map(person).collect(), actions: self.actions, days: self.days }
    }
}

fn median(mut steps: Vec<i64>) -> Option<i64> {
    steps.sort_unstable();
    let upper = *steps.get(steps.len() / 2)?;
    let lower = *steps.get((steps.len() - 1) / 2)?;
    Some((lower + upper) / 2)
}

#[cfg(test)]
mod tests;
