//! The fold of the log: what stands now, and what can be undone.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::Code;

use crate::{Action, Chain, Change, Decision, Entry, Hash, IndependentCoding, Judgement, Purpose, RecordId, Timestamp};

/// An entry that does not continue the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// An entry is missing or comes twice.
    #[error(
        "the log of decisions should go on with entry {expected}, but has entry {found}; the entries before it are sound"
    )]
    Number {
        /// Number that was due.
        expected: u64,
        /// Number that came.
        found: u64,
    },
    /// The entry was written behind another log, or the entry before it was changed.
    #[error(
        "entry {number} of the log of decisions does not follow the entry before it: one of the two was changed; the entries before them are sound"
    )]
    Previous {
        /// The entry.
        number: u64,
    },
    /// The entry was changed after it was written.
    #[error("entry {number} of the log of decisions was changed after it was written; the entries before it are sound")]
    Hash {
        /// The entry.
        number: u64,
    },
    /// The entry says that a record stood otherwise before than it does.
    #[error("entry {number} of the log of decisions does not fit record {}: it starts from something else than what stands there; the entries before it are sound", u64::from(*record) + 1)]
    Before {
        /// The entry.
        number: u64,
        /// The record.
        record: RecordId,
    },
    /// An undo or redo of an entry that was not next to be undone or redone.
    #[error(
        "entry {number} of the log of decisions undoes or redoes entry {of}, which was not next; the entries before it are sound"
    )]
    Turn {
        /// The entry.
        number: u64,
        /// The entry that it names.
        of: u64,
    },
    /// The records of an entry do not ascend: one comes twice or out of turn.
    #[error("entry {number} of the log of decisions names record {} twice or out of turn; the entries before it are sound", u64::from(*record) + 1)]
    Order {
        /// The entry.
        number: u64,
        /// The record.
        record: RecordId,
    },
    /// An undo, redo or revert says something else than the entry that it names.
    #[error(
        "entry {number} of the log of decisions does not undo, redo or take back exactly what entry {of} did; the entries before it are sound"
    )]
    Otherwise {
        /// The entry.
        number: u64,
        /// The entry that it names.
        of: u64,
    },
    /// The bytes of an entry are not those of changes.
    #[error("entry {number} of the log of decisions cannot be read; the entries before it are sound")]
    Unreadable {
        /// The entry.
        number: u64,
    },
}

/// The log of decisions and what it amounts to.
///
/// The ledger makes entries ([`Ledger::decide`] and its neighbours, [`Ledger::undo`], [`Ledger::redo`]) without applying
/// them; once an entry is on disk, [`Ledger::apply`] takes it in. Entries are never changed or removed: undo is an entry
/// too, and what can be undone or redone follows from the log alone.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    genesis: Hash,
    chain: Chain,
    entries: Vec<Entry>,
    /// The records that had a decision at some time.
    decided: BTreeSet<RecordId>,
    /// Everybody who wrote an entry.
    reviewers: BTreeSet<String>,
    /// What each entry did, in words.
    words: Vec<String>,
    judgements: BTreeMap<RecordId, Judgement>,
    /// Numbers of the entries that stand, oldest first.
    undoable: Vec<u64>,
    /// Numbers of the entries that were undone since the last new one, the next to redo last.
    redoable: Vec<u64>,
}

impl Ledger {
    /// A ledger without entries that begins with [`crate::GENESIS`].
    pub fn new() -> Ledger {
        Ledger::default()
    }

    /// Takes in a whole log. `genesis` stands for what the log belongs to, as the hash before its first entry.
    ///
    /// # Errors
    /// [`ChainError`] at the first entry that does not follow from those before it.
    pub fn from_entries(genesis: Hash, entries: impl IntoIterator<Item = Entry>) -> Result<Ledger, ChainError> {
        let mut ledger = Ledger { genesis, chain: Chain::from(genesis), ..Ledger::default() };
        for entry in entries {
            ledger.apply(entry)?;
        }
        Ok(ledger)
    }

    /// Takes in the next entry.
    ///
    /// # Errors
    /// [`ChainError`] when it does not follow from the entries before it; the ledger is then as it was.
    pub fn apply(&mut self, entry: Entry) -> Result<(), ChainError> {
        let mut chain = self.chain;
        chain.take(&entry)?;
        let number = entry.number;
        if let Some(pair) = entry.changes.windows(2).find(|pair| pair[0].record >= pair[1].record) {
            return Err(ChainError::Order { number, record: pair[1].record });
        }
        self.check_turn(&entry)?;
        for change in &entry.changes {
            let standing = self.judgements.get(&change.record);
            if standing.map_or(change.before != Judgement::default(), |standing| *standing != change.before) {
                return Err(ChainError::Before { number, record: change.record });
            }
        }
        match entry.action {
            Action::Undo { .. } => self.redoable.extend(self.undoable.pop()),
            Action::Redo { .. } => self.undoable.extend(self.redoable.pop()),
            _ => {
                self.undoable.push(number);
                self.redoable.clear();
            }
        }
        for change in &entry.changes {
            if change.after.is_reviewed() {
                self.decided.insert(change.record);
            }
            if change.after == Judgement::default() {
                self.judgements.remove(&change.record);
            } else {
                self.judgements.insert(change.record, change.after.clone());
            }
        }
        if !self.reviewers.contains(&entry.reviewer) {
            self.reviewers.insert(entry.reviewer.clone());
        }
        self.words.push(entry.describe());
        self.chain = chain;
        self.entries.push(entry);
        Ok(())
    }

    /// The judgement of a record; `None` for one that nobody has touched, or where everything was taken back.
    pub fn judgement(&self, record: RecordId) -> Option<&Judgement> {
        self.judgements.get(&record)
    }

    /// All judgements, by record.
    pub fn judgements(&self) -> impl ExactSizeIterator<Item = (RecordId, &Judgement)> {
        self.judgements.iter().map(|(record, judgement)| (*record, judgement))
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this number.
    pub fn entry(&self, number: u64) -> Option<&Entry> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        self.entries.get(at)
    }

    /// What the entry with this number did, as [`Entry::describe`] says it; empty for no entry. The words of an entry
    /// about very many records are not put together again.
    pub fn words(&self, number: u64) -> &str {
        let at = number.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.words.get(at)).map_or("", String::as_str)
    }

    /// The records that had a decision at some time, also one that was taken back, ascending.
    pub fn once_decided(&self) -> impl Iterator<Item = RecordId> {
        self.decided.iter().copied()
    }

    /// Everybody who wrote an entry, by name.
    pub fn reviewers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.reviewers.iter().map(String::as_str)
    }

    /// What stands as the previous hash in the first entry.
    pub fn genesis(&self) -> Hash {
        self.genesis
    }

    /// The hash of the last entry, the genesis without one. Whoever keeps it can tell whether the log was changed.
    pub fn head(&self) -> Hash {
        self.chain.head()
    }

    /// The entry in which the standing decision of a record was made.
    pub fn deciding_entry(&self, record: RecordId) -> Option<&Entry> {
        self.entry(self.judgement(record)?.decided_in?)
    }

    /// Who made the standing decision of a record: the coders of packs who agreed on it, by name, such as "Ann; Ben", else
    /// whoever wrote the entry. Empty where nobody decided.
    pub fn decided_by(&self, record: RecordId) -> Cow<'_, str> {
        let mut names = self.deciders(record);
        match (names.next(), names.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => {
                Cow::Owned([first, second].into_iter().chain(names).collect::<Vec<&str>>().join("; "))
            }
        }
    }

    /// The same, each by name, ascending.
    pub fn deciders(&self, record: RecordId) -> impl Iterator<Item = &str> {
        let entry = self.deciding_entry(record);
        let merged = entry.is_some_and(|entry| entry.action == Action::Merge);
        let coders: BTreeSet<&str> = match merged {
            true => self.agreed_codings(record).map(|coding| coding.reviewer.as_str()).collect(),
            false => BTreeSet::new(),
        };
        coders.into_iter().chain(entry.filter(|_| !merged).map(|entry| entry.reviewer.as_str()))
    }

    /// When the standing decision of a record was made: the latest of those of coders of packs who agreed on it.
    pub fn decided_at(&self, record: RecordId) -> Option<Timestamp> {
        let entry = self.deciding_entry(record)?;
        let latest = self.agreed_codings(record).map(|coding| coding.at).max();
        Some(latest.filter(|_| entry.action == Action::Merge).unwrap_or(entry.at))
    }

    /// The codings of packs that came to the decision that stands.
    fn agreed_codings(&self, record: RecordId) -> impl Iterator<Item = &IndependentCoding> {
        let judgement = self.judgement(record);
        let code = judgement.and_then(|judgement| judgement.decision).and_then(Decision::code);
        let codings = judgement.map_or(&[][..], Judgement::codings).iter();
        codings.filter(move |coding| coding.is_of_pack() && coding.decision.code() == code)
    }

    /// The entry that [`Ledger::undo`] would take back.
    pub fn what_undo(&self) -> Option<&Entry> {
        self.entry(*self.undoable.last()?)
    }

    /// The entry that [`Ledger::redo`] would do again.
    pub fn what_redo(&self) -> Option<&Entry> {
        self.entry(*self.redoable.last()?)
    }

    /// Makes the entry of a decision on one record or on many. A decision settles a record: referral and flag by hand
    /// end with it, the note stays. `None` for no records.
    pub fn decide(
        &self,
        at: Timestamp,
        reviewer: &str,
        decisions: impl IntoIterator<Item = (RecordId, Decision)>,
    ) -> Option<Entry> {
        let decisions: BTreeMap<RecordId, Decision> = decisions.into_iter().collect();
        let mut actions = decisions.values().map(|decision| Action::of_decision(*decision));
        let first = actions.next()?;
        let action = if actions.all(|action| action == first) { first } else { action_of_many(&decisions) };
        let number = self.next_number();
        self.next_entry(at, reviewer, action, decisions.keys().copied(), |record, judgement| {
            judgement.decision = decisions.get(&record).copied();
            judgement.decided_in = Some(number);
            settle(judgement);
        })
    }

    /// Makes the entry that draws records for a quality sample, to be coded blind. `None` for no records.
    pub fn draw(
        &self,
        at: Timestamp,
        reviewer: &str,
        sample: u32,
        records: impl IntoIterator<Item = RecordId>,
    ) -> Option<Entry> {
        self.next_entry(at, reviewer, Action::Draw { sample }, records, |_, judgement| {
            judgement.check(|checks| checks.sample = Some(sample));
        })
    }

    /// Makes the entry of a coding for a quality sample by a person who did not see what stands, which is `against`. What
    /// was decided stays; where the two differ, somebody has to settle it. `None` for a record that awaits no recode.
    pub fn recode(
        &self,
        at: Timestamp,
        reviewer: &str,
        record: RecordId,
        decision: Decision,
        note: &str,
        against: Option<Code>,
    ) -> Option<Entry> {
        let sample = self.judgement(record)?.awaits_recode()?;
        let coding = independent(Purpose::Sample(sample), at, reviewer, decision, note, against);
        self.next_entry(at, reviewer, Action::Recode { sample }, [record], |_, judgement| {
            judgement.check(|checks| checks.codings.push(coding.clone()));
        })
    }

    /// Makes the entry of a decision that was made before the engine's answer, `against`, was shown.
    pub fn decide_unaided(
        &self,
        at: Timestamp,
        reviewer: &str,
        record: RecordId,
        decision: Decision,
        against: Option<Code>,
    ) -> Option<Entry> {
        let coding = independent(Purpose::Unaided, at, reviewer, decision, "", against);
        let number = self.next_number();
        self.next_entry(at, reviewer, Action::Unaided, [record], |_, judgement| {
            judgement.check(|checks| checks.codings.push(coding.clone()));
            judgement.decision = Some(decision);
            judgement.decided_in = Some(number);
            settle(judgement);
        })
    }

    /// Makes the entry that says that other thresholds are in force, those of a run of the project.
    pub fn change_thresholds(&self, at: Timestamp, reviewer: &str, run: u64) -> Entry {
        self.sealed(at, reviewer, Action::Thresholds { run }, Vec::new())
    }

    /// Makes the entry that takes back decisions, so that the records are open again. `None` when none is decided.
    pub fn reopen(&self, at: Timestamp, reviewer: &str, records: impl IntoIterator<Item = RecordId>) -> Option<Entry> {
        self.next_entry(at, reviewer, Action::Reopen, records, |_, judgement| {
            judgement.decision = None;
            judgement.decided_in = None;
        })
    }

    /// Makes the entry that refers records to somebody else, or takes the referral back. `None` when all are so already.
    pub fn refer(
        &self,
        at: Timestamp,
        reviewer: &str,
        records: impl IntoIterator<Item = RecordId>,
        referred: bool,
    ) -> Option<Entry> {
        let action = if referred { Action::Refer } else { Action::Unrefer };
        self.next_entry(at, reviewer, action, records, |_, judgement| judgement.referred = referred)
    }

    /// Makes the entry that flags records by hand, or removes that flag. `None` when all are so already.
    pub fn flag(
        &self,
        at: Timestamp,
        reviewer: &str,
        records: impl IntoIterator<Item = RecordId>,
        flagged: bool,
    ) -> Option<Entry> {
        let action = if flagged { Action::Flag } else { Action::Unflag };
        self.next_entry(at, reviewer, action, records, |_, judgement| judgement.flagged = flagged)
    }

    /// Makes the entry that sets the note of a record; an empty text removes it. `None` when it reads so already.
    pub fn note(&self, at: Timestamp, reviewer: &str, record: RecordId, text: &str) -> Option<Entry> {
        self.next_entry(at, reviewer, Action::Note, [record], |_, judgement| text.clone_into(&mut judgement.note))
    }

    /// Makes the entry that takes back the last entry that still stands. `None` when there is none.
    pub fn undo(&self, at: Timestamp, reviewer: &str) -> Option<Entry> {
        let undone = self.what_undo()?;
        Some(self.sealed(at, reviewer, Action::Undo { of: undone.number }, inverse(&undone.changes)))
    }

    /// Makes the entry that does again what was undone last. `None` when nothing was undone since the last new entry.
    pub fn redo(&self, at: Timestamp, reviewer: &str) -> Option<Entry> {
        let redone = self.what_redo()?;
        Some(self.sealed(at, reviewer, Action::Redo { of: redone.number }, redone.changes.clone()))
    }

    /// Makes the entry that takes back one entry, or what it did to one record, and leaves everything after it: a record
    /// that was touched since stays as it is. `None` when nothing of the entry stands any more.
    pub fn revert(&self, at: Timestamp, reviewer: &str, number: u64, only: Option<RecordId>) -> Option<Entry> {
        let reverted = self.entry(number)?;
        let wanted = reverted.changes.iter().filter(|change| only.is_none_or(|record| record == change.record));
        let standing: Vec<Change> = wanted.filter(|change| self.stands(change)).cloned().collect();
        (!standing.is_empty()).then(|| self.sealed(at, reviewer, Action::Revert { of: number }, inverse(&standing)))
    }

    /// Whether a record is as a change left it.
    pub fn stands(&self, change: &Change) -> bool {
        let standing = self.judgements.get(&change.record);
        standing.map_or(change.after == Judgement::default(), |standing| *standing == change.after)
    }

    /// Decisions a minute over the `minutes` before `now`, undone ones included; 0 when there were none. One about many
    /// records counts once: it says how fast a person decides, and with that when the queue may be done.
    pub fn pace(&self, now: Timestamp, minutes: u32) -> f32 {
        let from = now.0.saturating_sub(i64::from(minutes) * 60_000);
        let recent = self.entries.iter().rev().take_while(|entry| entry.at.0 > from);
        let decided = recent.filter(|entry| entry.action.is_coding()).count();
        if minutes == 0 { 0.0 } else { decided as f32 / minutes as f32 }
    }

    /// Undo and redo take the entry that is next, and do exactly the inverse or the same. A revert does the inverse of what
    /// the named entry did to its records.
    fn check_turn(&self, entry: &Entry) -> Result<(), ChainError> {
        let number = entry.number;
        let (of, next) = match entry.action {
            Action::Revert { of } => {
                let named = self.entry(of).ok_or(ChainError::Turn { number, of })?;
                let all = inverse(&named.changes);
                let is_inverse = |change: &Change| {
                    let at = all.binary_search_by_key(&change.record, |other| other.record);
                    at.is_ok_and(|at| all[at] == *change)
                };
                let same = entry.changes.iter().all(is_inverse);
                return if same { Ok(()) } else { Err(ChainError::Otherwise { number, of }) };
            }
            Action::Undo { of } => (of, self.what_undo()),
            Action::Redo { of } => (of, self.what_redo()),
            _ => return Ok(()),
        };
        let named = next.filter(|next| next.number == of).ok_or(ChainError::Turn { number, of })?;
        let same = match entry.action {
            Action::Undo { .. } => entry.changes == inverse(&named.changes),
            _ => entry.changes == named.changes,
        };
        if same { Ok(()) } else { Err(ChainError::Otherwise { number, of }) }
    }

    pub(crate) fn next_number(&self) -> u64 {
        self.chain.entries() + 1
    }

    pub(crate) fn next_entry(
        &self,
        at: Timestamp,
        reviewer: &str,
        action: Action,
        records: impl IntoIterator<Item = RecordId>,
        change: impl Fn(RecordId, &mut Judgement),
    ) -> Option<Entry> {
        let mut records: Vec<RecordId> = records.into_iter().collect();
        records.sort_unstable();
        records.dedup();
        let changes: Vec<Change> = records
            .into_iter()
            .filter_map(|record| {
                let before = self.judgements.get(&record).cloned().unwrap_or_default();
                let mut after = before.clone();
                change(record, &mut after);
                (before != after).then_some(Change { record, before, after })
            })
            .collect();
        (!changes.is_empty()).then(|| self.sealed(at, reviewer, action, changes))
    }

    fn sealed(&self, at: Timestamp, reviewer: &str, action: Action, changes: Vec<Change>) -> Entry {
        Entry::sealed(self.next_number(), at, reviewer, action, changes, self.head())
    }
}

/// A decision settles a record: referral and flag by hand end with it, and so do differences between codings.
fn settle(judgement: &mut Judgement) {
    judgement.referred = false;
    judgement.flagged = false;
    judgement.check(|checks| checks.settled = checks.codings.len());
}

fn independent(
    purpose: Purpose,
    at: Timestamp,
    reviewer: &str,
    decision: Decision,
    note: &str,
    against: Option<Code>,
) -> IndependentCoding {
    let (reviewer, note) = (reviewer.to_owned(), note.to_owned());
    IndependentCoding { purpose, reviewer, at, decision, note, against }
}

/// What different decisions taken at once are: earlier decisions where some were taken over, whatever else agrees with
/// the machine; else "correct" says the least wrong thing.
fn action_of_many(decisions: &BTreeMap<RecordId, Decision>) -> Action {
    let earlier = |decision: &Decision| Action::of_decision(*decision) == Action::TakeEarlier;
    if decisions.values().any(earlier) { Action::TakeEarlier } else { Action::Correct }
}

fn inverse(changes: &[Change]) -> Vec<Change> {
    let turned =
        |change: &Change| Change { record: change.record, before: change.after.clone(), after: change.before.clone() };
    changes.iter().map(turned).collect()
}
