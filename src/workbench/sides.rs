//! The codings of a record between which a person settles: what stands, and what people coded apart.

use domain::{Code, Level};
use review::statistics::agreement::at_level;
use review::{Choice, Decision, IndependentCoding, Purpose, RecordId, Timestamp};

use crate::Review;

/// Whose a coding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideOf {
    /// The decision that stands.
    Decided,
    /// The machine's code, which stands because nobody decided.
    Engine,
    /// Coded apart from what stands, for this.
    Apart(Purpose),
}

/// One of the codings of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct CodingSide<'a> {
    /// Whose it is.
    pub of: SideOf,
    /// The person; empty for the machine.
    pub who: &'a str,
    /// When; `None` for the machine.
    pub at: Option<Timestamp>,
    /// What it says; `None` where the machine gave no code.
    pub decision: Option<Decision>,
    /// Why, in the person's words; empty for none.
    pub note: &'a str,
}

impl CodingSide<'_> {
    /// Its code; `None` for uncodable and for no code.
    pub fn code(&self) -> Option<Code> {
        self.decision.and_then(Decision::code)
    }

    /// What settling for it decides.
    pub(crate) fn settled(&self) -> Option<Decision> {
        Some(match self.decision? {
            Decision::Code { code, .. } => Decision::Code { code, choice: Choice::Settled },
            uncodable => uncodable,
        })
    }
}

impl Review {
    /// The codings between which somebody has to settle, in the order of their digits; none where nothing is to settle,
    /// and while the record is hidden. What stands comes first; where coders of packs came to no decision, nothing stands.
    pub fn sides(&self, record: RecordId) -> Vec<CodingSide<'_>> {
        let Some(judgement) = self.ledger.judgement(record) else { return Vec::new() };
        if !judgement.is_disputed() || self.hidden(record).is_some() {
            return Vec::new();
        }
        let settled = judgement.checks.as_ref().map_or(0, |checks| checks.settled);
        let open = judgement.codings().get(settled..).unwrap_or_default();
        let packs_only = open.iter().all(|coding| coding.is_of_pack());
        let standing = match (judgement.decision, self.ledger.deciding_entry(record)) {
            (Some(decision), Some(entry)) => Some(CodingSide {
                of: SideOf::Decided,
                who: &entry.reviewer,
                at: Some(entry.at),
                decision: Some(decision),
                note: &judgement.note,
            }),
            _ if packs_only => None,
            _ => {
                let code = self.columns.code().get(record as usize).copied().flatten();
                let decision = code.map(|code| Decision::Code { code, choice: Choice::Accept });
                Some(CodingSide { of: SideOf::Engine, who: "", at: None, decision, note: "" })
            }
        };
        standing.into_iter().chain(open.iter().map(side)).collect()
    }

    /// What people coded apart from the decision, oldest first; nothing while the record is hidden.
    pub fn codings_apart(&self, record: RecordId) -> Vec<CodingSide<'_>> {
        let judgement = self.ledger.judgement(record).filter(|_| self.hidden(record).is_none());
        judgement.map_or_else(Vec::new, |judgement| judgement.codings().iter().map(side).collect())
    }
}

fn side(coding: &IndependentCoding) -> CodingSide<'_> {
    CodingSide {
        of: SideOf::Apart(coding.purpose),
        who: &coding.reviewer,
        at: Some(coding.at),
        decision: Some(coding.decision),
        note: &coding.note,
    }
}

/// The level at which two codings part; `None` where they do not.
pub fn parting(one: Option<Code>, other: Option<Code>) -> Option<Level> {
    Level::ALL.into_iter().find(|level| at_level(one, *level) != at_level(other, *level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_part_at_the_first_level_that_differs() {
        let code = |text: &str| Code::parse(text).ok();
        assert_eq!(parting(code("371131"), code("371231")), Some(Level::UnitGroup));
        assert_eq!(parting(code("371131"), code("265433")), Some(Level::MajorGroup));
        assert_eq!(parting(code("371131"), code("3711")), Some(Level::Occupation));
        assert_eq!(parting(code("371131"), None), Some(Level::MajorGroup));
        assert_eq!(parting(code("371131"), code("371131")), None);
    }
}
