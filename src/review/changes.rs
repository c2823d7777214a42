//! What another coding of the same records changed.

use domain::{Code, Level, Outcome};

use crate::{Ledger, RecordId};

/// How the code of a record changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It is the same.
    Same,
    /// The new code lies within the old one, or there was none.
    MoreDetail,
    /// The old code lies within the new one, or there is none any more.
    LessDetail,
    /// It is another code.
    Other,
}

impl ChangeKind {
    /// All, in the order in which they are listed.
    pub const ALL: [ChangeKind; 4] =
        [ChangeKind::Same, ChangeKind::MoreDetail, ChangeKind::LessDetail, ChangeKind::Other];

    /// How a code changed into another.
    pub fn of(before: Option<Code>, after: Option<Code>) -> ChangeKind {
        match (before, after) {
            _ if before == after => ChangeKind::Same,
            (None, _) => ChangeKind::MoreDetail,
            (_, None) => ChangeKind::LessDetail,
            (Some(before), Some(after)) if after.is_within(before) => ChangeKind::MoreDetail,
            (Some(before), Some(after)) if before.is_within(after) => ChangeKind::LessDetail,
            _ => ChangeKind::Other,
        }
    }

    /// The word in files: `same`, `more-detail`, `less-detail`, `other-code`.
    pub fn word(self) -> &'static str {
        match self {
            ChangeKind::Same => "same",
            ChangeKind::MoreDetail => "more-detail",
            ChangeKind::LessDetail => "less-detail",
            ChangeKind::Other => "other-code",
        }
    }

    /// The words on screen.
    pub fn name(self) -> &'static str {
        match self {
            ChangeKind::Same => "Same code",
            ChangeKind::MoreDetail => "More detail",
            ChangeKind::LessDetail => "Less detail",
            ChangeKind::Other => "Another code",
        }
    }
}

/// A record whose code changed. A confidence without a code is how far it fell short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CodeChange {
    /// The record.
    pub record: RecordId,
    /// How it changed; never [`ChangeKind::Same`].
    pub kind: ChangeKind,
    /// The code as it stood.
    pub before: Option<Code>,
    /// Its confidence, 0 to 1.
    pub confidence_before: f32,
    /// The code now.
    pub after: Option<Code>,
    /// Its confidence, 0 to 1.
    pub confidence_after: f32,
}

/// What another coding changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// The model of the earlier coding.
    pub model_before: String,
    /// The model of the later coding.
    pub model_after: String,
    /// The records whose code changed, ascending.
    pub changed: Vec<CodeChange>,
    /// How many records of each old major group (none, 0 to 8) changed in each way, by [`ChangeKind::ALL`].
    by_group: [[usize; 4]; 10],
}

impl Changes {
    /// Takes in the next record: two codings of it, each as its thresholds left it. Records come ascending.
    pub fn push(&mut self, record: RecordId, before: &Outcome, after: &Outcome) {
        let kind = ChangeKind::of(before.code, after.code);
        self.by_group[place_of(before.code)][kind as usize] += 1;
        if kind != ChangeKind::Same {
            self.changed.push(CodeChange {
                record,
                kind,
                before: before.code,
                confidence_before: before.confidence,
                after: after.code,
                confidence_after: after.confidence,
            });
        }
    }

    /// Number of records that were compared.
    pub fn len(&self) -> usize {
        self.by_group.iter().flatten().sum()
    }

    /// Whether there was nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many records changed in this way.
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.by_group.iter().map(|counts| counts[kind as usize]).sum()
    }

    /// The old major groups that have records, uncoded ones first, with how many changed in each way, by
    /// [`ChangeKind::ALL`]. Non-classification codes stand under their first digit, 0.
    pub fn by_group(&self) -> impl Iterator<Item = (Option<Code>, [usize; 4])> {
        let filled = self.by_group.iter().enumerate().filter(|(_, counts)| counts.iter().any(|count| *count > 0));
        filled.map(|(at, counts)| {
            let digit = at.checked_sub(1).map(|digit| digit.to_string());
            (digit.and_then(|digit| Code::parse(&digit).ok()), *counts)
        })
    }

    /// The records of a kind of change, ascending.
    pub fn records(&self, kind: ChangeKind) -> Vec<RecordId> {
        self.changed.iter().filter(|change| change.kind == kind).map(|change| change.record).collect()
    }

    /// The records, ascending, on which people had decided what the earlier coding said, and the later one says
    /// something else.
    pub fn now_against_people(&self, ledger: &Ledger) -> Vec<RecordId> {
        let against = |change: &&CodeChange| {
            let decision = ledger.judgement(change.record).and_then(|judgement| judgement.decision);
            decision.is_some_and(|decision| decision.code() == change.before)
        };
        self.changed.iter().filter(against).map(|change| change.record).collect()
    }
}

fn place_of(code: Option<Code>) -> usize {
    let group = code.and_then(|code| code.at(Level::MajorGroup));
    group.and_then(|group| group.as_str().parse::<usize>().ok()).map_or(0, |digit| digit + 1)
}

#[cfg(test)]
mod tests {
    use domain::{Coding, Thresholds};

    use super::*;
    use crate::{Choice, Decision, Timestamp};

    fn between(before: &[Coding], after: &[Coding]) -> Changes {
        let thresholds = Thresholds::checked(0.8, 0.5).unwrap();
        let mut changes = Changes::default();
        for ((before, after), record) in before.iter().zip(after).zip(0..) {
            changes.push(record, &Outcome::of(before, thresholds), &Outcome::of(after, thresholds));
        }
        changes
    }

    fn coding(code: &str, last: f32) -> Coding {
        let best = Code::parse(code).ok();
        Coding { best, conditionals: [0.9, 1.0, 1.0, 1.0, last], blank: false, ..Coding::BLANK }
    }

    #[test]
    fn codes_become_more_or_less_detailed_or_others() {
        let before = [coding("371131", 0.9), coding("371131", 0.1), coding("371131", 0.9), Coding::BLANK];
        let after = [coding("371131", 0.8), coding("371131", 0.9), coding("265433", 0.9), coding("265433", 0.9)];
        let changes = between(&before, &after);
        let kinds: Vec<ChangeKind> = changes.changed.iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [ChangeKind::MoreDetail, ChangeKind::Other, ChangeKind::MoreDetail]);
        assert_eq!(ChangeKind::ALL.map(|kind| changes.count(kind)), [1, 2, 0, 1]);
        assert_eq!(changes.len(), 4);
        let groups: Vec<_> = changes.by_group().collect();
        assert_eq!(groups, [(None, [0, 1, 0, 0]), (Code::parse("3").ok(), [1, 1, 0, 1])]);
        assert_eq!(changes.records(ChangeKind::Other), [2]);
        let back = between(&after, &before);
        assert_eq!(back.count(ChangeKind::LessDetail), 2);
    }

    #[test]
    fn decisions_that_agreed_with_the_earlier_coding_are_told() {
        let before = [coding("371131", 0.9), coding("371131", 0.9)];
        let after = [coding("265433", 0.9), coding("265433", 0.9)];
        let changes = between(&before, &after);
        let decision = |code: &str| Decision::Code { code: Code::parse(code).unwrap(), choice: Choice::Accept };
        let mut ledger = Ledger::new();
        let decisions = [(0, decision("371131")), (1, decision("265433"))];
        let entry = ledger.decide(Timestamp(1), "A. Coder", decisions).unwrap();
        ledger.apply(entry).unwrap();
        assert_eq!(changes.now_against_people(&ledger), [0]);
    }
}
