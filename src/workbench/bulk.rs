//! Deciding about all shown records at once.

use domain::Code;
use review::{Choice, Decision, RecordId, Uncodable};

use crate::group::stands;
use crate::{Changes, Review};

/// What is done with every shown record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BulkAction {
    /// The engine's code of each is accepted.
    #[default]
    Accept,
    /// All get this code; `None` while it is still to be searched for.
    Code(Option<Code>),
    /// They cannot be coded, for this reason.
    Uncodable(Uncodable),
    /// They are referred.
    Refer,
    /// They are flagged by hand.
    Flag,
    /// Decisions are taken back.
    Reopen,
}

impl BulkAction {
    /// The actions in the order in which they are listed, before anything about them is chosen.
    pub const ALL: [BulkAction; 6] = [
        BulkAction::Accept,
        BulkAction::Code(None),
        BulkAction::Uncodable(Uncodable::OutOfScope),
        BulkAction::Refer,
        BulkAction::Flag,
        BulkAction::Reopen,
    ];

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            BulkAction::Accept => "Accept the engine’s code of each",
            BulkAction::Code(_) => "Give all one code",
            BulkAction::Uncodable(_) => "Uncodable",
            BulkAction::Refer => "Refer",
            BulkAction::Flag => "Flag",
            BulkAction::Reopen => "Reopen",
        }
    }

    /// Place in [`BulkAction::ALL`].
    pub fn place(self) -> usize {
        let alike = |other: &BulkAction| std::mem::discriminant(other) == std::mem::discriminant(&self);
        BulkAction::ALL.iter().position(alike).unwrap_or(0)
    }
}

/// What would be done with all shown records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bulk {
    /// What is done.
    pub action: BulkAction,
    /// Whether it also changes what a person has decided.
    pub decided_too: bool,
    /// Number of shown records that a person has decided.
    pub decided: usize,
    /// Number of shown records without a code of the engine, which cannot be accepted.
    pub uncoded: usize,
    /// What would change.
    pub changes: Changes,
}

impl Bulk {
    /// The decision about a record, if the action is one and its code is known.
    pub fn decision(&self, review: &Review, record: RecordId) -> Option<Decision> {
        let engine = review.columns.code().get(record as usize).copied().flatten();
        match self.action {
            BulkAction::Accept => engine.map(|code| Decision::Code { code, choice: Choice::Accept }),
            BulkAction::Code(code) => {
                let code = code?;
                let choice = if engine == Some(code) { Choice::Accept } else { Choice::Search };
                Some(Decision::Code { code, choice })
            }
            BulkAction::Uncodable(reason) => Some(Decision::Uncodable(reason)),
            BulkAction::Refer | BulkAction::Flag | BulkAction::Reopen => None,
        }
    }

    /// Whether the action settles records, so that those a person has settled are kept unless chosen.
    pub fn settles(&self) -> bool {
        !matches!(self.action, BulkAction::Flag | BulkAction::Reopen)
    }

    /// Whether the action would leave a record as it is.
    pub fn leaves(&self, review: &Review, record: RecordId) -> bool {
        let flags = review.columns.flags().get(record as usize).copied().unwrap_or_default();
        match self.action {
            BulkAction::Refer => flags.has(review::Flag::Referred),
            BulkAction::Flag => flags.has(review::Flag::ByHand),
            BulkAction::Reopen => false,
            BulkAction::Code(None) => true,
            _ => self.decision(review, record).is_none_or(|decision| stands(review, record, decision)),
        }
    }

    /// Lists again what would change of the shown records, in their order.
    pub(crate) fn list(&mut self, review: &Review) {
        let (codes, decisions) = (review.columns.code(), review.columns.decision());
        let is_decided = |record: RecordId| decisions.get(record as usize).is_some_and(Option::is_some);
        let is_coded = |record: RecordId| codes.get(record as usize).is_some_and(Option::is_some);
        let concerns = |record: RecordId| match self.action {
            BulkAction::Reopen => is_decided(record),
            BulkAction::Flag => true,
            BulkAction::Accept if !is_coded(record) => false,
            _ => self.decided_too || !is_decided(record),
        };
        // A hidden record is coded for itself.
        let shown = review.visible.iter().copied().filter(|record| review.hidden(*record).is_none());
        self.changes.listed = shown.clone().filter(|record| concerns(*record)).collect();
        self.decided = shown.clone().filter(|record| is_decided(*record)).count();
        self.uncoded = shown.filter(|record| !is_coded(*record)).count();
        let mut changes = std::mem::take(&mut self.changes);
        changes.recount(|record| !self.leaves(review, record));
        self.changes = changes;
    }
}
