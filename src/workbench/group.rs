//! Deciding once about identical answers: what is in reach, and what would change.

use std::collections::BTreeSet;

use domain::Code;
use review::{Decision, RecordId};

use crate::Review;

/// How far a decision about an answer reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// The selected record only.
    #[default]
    ThisRecord,
    /// All records with the identical answer.
    Identical,
    /// Those, and the records with nearly the same answer; see [`review::Groups::near`].
    Near,
}

impl Reach {
    /// All, from the narrowest to the widest.
    pub const ALL: [Reach; 3] = [Reach::ThisRecord, Reach::Identical, Reach::Near];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Reach::ThisRecord => "This record only",
            Reach::Identical => "Identical answers",
            Reach::Near => "Identical and near-identical",
        }
    }

    /// What is in reach, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Reach::ThisRecord => "The decision is about the selected record alone.",
            Reach::Identical => {
                "Every record with the same title and the same tasks, whatever the case, accents and signs."
            }
            Reach::Near => {
                "Also records with the same words in another order or with other endings, or with one letter of the \
                 title wrong."
            }
        }
    }
}

/// The records that one action would change, with the exceptions a person makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Records that are listed: the selected one first where there is one, then as they come in the file.
    pub listed: Vec<RecordId>,
    /// Those of them that a person took out.
    pub left_out: BTreeSet<RecordId>,
    /// Number of listed records that are not taken out and would be otherwise afterwards.
    pub count: usize,
    /// Number of listed records that are taken out.
    pub out: usize,
}

impl Changes {
    /// Whether a listed record is not taken out.
    pub fn has(&self, record: RecordId) -> bool {
        !self.left_out.contains(&record)
    }

    /// Counts again, given which records would be otherwise afterwards.
    pub(crate) fn recount(&mut self, changes: impl Fn(RecordId) -> bool) {
        self.count = self.records().filter(|record| changes(*record)).count();
        self.out = self.listed.len() - self.records().count();
    }

    /// The listed records that are not taken out.
    pub(crate) fn records(&self) -> impl Iterator<Item = RecordId> {
        self.listed.iter().copied().filter(|record| self.has(*record))
    }

    /// Takes a listed record out, or in again.
    pub(crate) fn toggle(&mut self, record: RecordId) {
        if !self.left_out.remove(&record) {
            self.left_out.insert(record);
        }
    }
}

/// The answer of the selected record, with the records that have it too.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The selected record.
    pub record: RecordId,
    /// The other records with the identical answer, ascending.
    pub identical: Vec<RecordId>,
    /// The records with a near-identical answer, ascending.
    pub near: Vec<RecordId>,
    /// How far a decision reaches.
    pub reach: Reach,
    /// Whether it also changes what a person has decided about the other records.
    pub decided_too: bool,
    /// Number of other records in reach that a person has decided.
    pub decided: usize,
    /// What is offered: what stands, the engine's code, its suggestions, groups above.
    pub offers: Vec<Decision>,
    /// The marked offer, from 0; `None` where nothing stands.
    pub marked: Option<usize>,
    /// What the marked offer would change.
    pub changes: Changes,
}

impl Group {
    /// The marked offer.
    pub fn offer(&self) -> Option<Decision> {
        self.offers.get(self.marked?).copied()
    }

    /// The group of occupations above the code that is offered.
    pub fn parent(&self, review: &Review) -> Option<Code> {
        let code = self.offer().or_else(|| self.offers.first().copied())?.code()?;
        review.tables().parent_with_choice(code)
    }

    /// The other records in reach.
    pub(crate) fn others(&self, reach: Reach) -> impl Iterator<Item = RecordId> {
        let identical: &[RecordId] = if reach >= Reach::Identical { &self.identical } else { &[] };
        let near: &[RecordId] = if reach >= Reach::Near { &self.near } else { &[] };
        identical.iter().chain(near).copied()
    }

    /// Number of records in reach, whoever decided them.
    pub fn reached(&self, reach: Reach) -> usize {
        let near = if reach >= Reach::Near { self.near.len() } else { 0 };
        let identical = if reach >= Reach::Identical { self.identical.len() } else { 0 };
        1 + identical + near
    }

    /// Lists again what would change.
    pub(crate) fn list(&mut self, review: &Review) {
        let decisions = review.columns.decision();
        let is_decided = |record: &RecordId| decisions.get(*record as usize).is_some_and(Option::is_some);
        // A hidden record is coded for itself.
        let others = || self.others(self.reach).filter(|record| review.hidden(*record).is_none());
        let decided = others().filter(is_decided).count();
        let others = others().filter(|record| self.decided_too || !is_decided(record));
        self.changes.listed = std::iter::once(self.record).chain(others).collect();
        self.decided = decided;
        let offer = self.offer();
        self.changes.recount(|record| offer.is_none_or(|offer| !stands(review, record, offer)));
    }
}

/// Other records with the answer of a record, for a line under its suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// Other records with the identical answer.
    pub identical: usize,
    /// Those of them that a person decided otherwise than this record stands.
    pub otherwise: usize,
}

impl Others {
    /// Counts them.
    pub(crate) fn of(review: &Review, record: RecordId) -> Others {
        if review.hidden(record).is_some() {
            return Others::default();
        }
        let standing = review.columns.final_code(record);
        let identical = review.groups.identical(record);
        let otherwise = identical.iter().filter(|other| {
            let decision = review.columns.decision().get(**other as usize).copied().flatten();
            let decision = decision.filter(|_| review.hidden(**other).is_none());
            decision.is_some_and(|decision| decision.code() != standing)
        });
        Others { identical: identical.len().saturating_sub(1), otherwise: otherwise.count() }
    }
}

/// Whether a decision about this record would change nothing but how it was come to.
pub fn stands(review: &Review, record: RecordId, decision: Decision) -> bool {
    let by_people = review.columns.flags().get(record as usize).is_some_and(|flags| flags.by_people());
    let standing = review.columns.decision().get(record as usize).copied().flatten();
    let same = |standing: Decision| standing.code() == decision.code() && standing.uncodable() == decision.uncodable();
    !by_people && standing.is_some_and(same)
}
