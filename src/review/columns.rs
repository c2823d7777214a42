//! Status, flags and code of every record, in columns.

use domain::{Code, Coding, Outcome, Status, Thresholds};

use crate::{Decision, Flags, Judgement, Ledger, RecordId};

/// What is derived of every record from its coding, the thresholds and its judgement; the columns have one value per
/// record. About 31 bytes a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    status: Vec<Status>,
    code: Vec<Option<Code>>,
    confidence: Vec<f32>,
    margin: Vec<f32>,
    flags: Vec<Flags>,
    decision: Vec<Option<Decision>>,
    /// Whether the engine's answer is hidden until the record is coded.
    unaided: Vec<bool>,
}

impl Columns {
    /// The machine's side of every record, as if nobody had decided anything. Parts of a file can be derived apart from
    /// each other and put together by [`Columns::append`].
    pub fn derive(codings: &[Coding], thresholds: Thresholds) -> Columns {
        let mut columns = Columns {
            status: Vec::with_capacity(codings.len()),
            code: Vec::with_capacity(codings.len()),
            confidence: Vec::with_capacity(codings.len()),
            margin: Vec::with_capacity(codings.len()),
            flags: Vec::with_capacity(codings.len()),
            decision: vec![None; codings.len()],
            unaided: vec![false; codings.len()],
        };
        for coding in codings {
            let outcome = Outcome::of(coding, thresholds);
            columns.status.push(outcome.status);
            columns.code.push(outcome.code);
            columns.confidence.push(outcome.confidence);
            columns.margin.push(coding.margin);
            columns.flags.push(Flags::of(coding, &outcome, thresholds));
        }
        columns
    }

    /// Puts the records of `other` behind these.
    pub fn append(&mut self, other: Columns) {
        self.status.extend(other.status);
        self.code.extend(other.code);
        self.confidence.extend(other.confidence);
        self.margin.extend(other.margin);
        self.flags.extend(other.flags);
        self.decision.extend(other.decision);
        self.unaided.extend(other.unaided);
    }

    /// Takes in all judgements of a ledger.
    pub fn judge_all(&mut self, ledger: &Ledger) {
        for (record, judgement) in ledger.judgements() {
            self.judge(record, Some(judgement));
        }
    }

    /// Takes in the judgement of a record as it stands now; `None` when it has none. A record beyond the last is left
    /// out.
    pub fn judge(&mut self, record: RecordId, judgement: Option<&Judgement>) {
        let at = record as usize;
        if let (Some(flags), Some(decision)) = (self.flags.get_mut(at), self.decision.get_mut(at)) {
            *flags = flags.with_judgement(judgement);
            *decision = judgement.and_then(|judgement| judgement.decision);
            if decision.is_some() {
                self.set_unaided(record, false);
            }
        }
    }

    /// Says of which records, ascending, an earlier decision was another than the machine's code; of all others it was not.
    pub fn mark_earlier(&mut self, differing: &[RecordId]) {
        let mut next = differing.iter().peekable();
        for (flags, record) in self.flags.iter_mut().zip(0..) {
            *flags = flags.with_earlier(next.next_if_eq(&&record).is_some());
        }
    }

    /// Marks the decided records among these, which have the identical answer, when they are decided differently. Reasons
    /// for uncodable and ways to a code make no difference, and what is hidden conflicts with nothing.
    pub fn mark_conflicts(&mut self, group: &[RecordId]) {
        let decision = |columns: &Columns, record: &RecordId| {
            let seen = columns.hidden(*record).is_none();
            columns.decision.get(*record as usize).copied().flatten().filter(|_| seen)
        };
        let mut codes = group.iter().filter_map(|record| decision(self, record)).map(Decision::code);
        let first = codes.next();
        let conflicting = codes.any(|code| Some(code) != first);
        for record in group {
            let decided = decision(self, record).is_some();
            if let Some(flags) = self.flags.get_mut(*record as usize) {
                *flags = flags.with_conflict(conflicting && decided);
            }
        }
    }

    /// Whether the engine's answer to a record is hidden until it is coded.
    pub(crate) fn is_unaided(&self, record: RecordId) -> bool {
        self.unaided.get(record as usize).copied().unwrap_or_default()
    }

    pub(crate) fn set_unaided(&mut self, record: RecordId, hidden: bool) {
        if let Some(unaided) = self.unaided.get_mut(record as usize) {
            *unaided = hidden;
        }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.status.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
    }

    /// The machine's status of every record.
    pub fn status(&self) -> &[Status] {
        &self.status
    }

    /// The machine's code of every record.
    pub fn code(&self) -> &[Option<Code>] {
        &self.code
    }

    /// Confidence of the machine's code, 0 to 1.
    pub fn confidence(&self) -> &[f32] {
        &self.confidence
    }

    /// Margin of the coding, 0 to 1.
    pub fn margin(&self) -> &[f32] {
        &self.margin
    }

    /// Why each record needs, or needed, a person; reasons stay after a decision.
    pub fn flags(&self) -> &[Flags] {
        &self.flags
    }

    /// What was decided about each record.
    pub fn decision(&self) -> &[Option<Decision>] {
        &self.decision
    }

    /// The person's code where a person decided (none when uncodable), else the machine's. `None` beyond the last
    /// record.
    pub fn final_code(&self, record: RecordId) -> Option<Code> {
        match self.decision.get(record as usize)? {
            Some(decision) => decision.code(),
            None => *self.code.get(record as usize)?,
        }
    }

    /// Whether a record still has to be reviewed: it has a reason and no decision, or was referred or flagged by hand
    /// since the decision. `false` beyond the last record.
    pub fn is_open(&self, record: RecordId) -> bool {
        let at = record as usize;
        match (self.flags.get(at), self.decision.get(at)) {
            (Some(flags), Some(decision)) => open(*flags, *decision),
            _ => false,
        }
    }
}

pub(crate) fn open(flags: Flags, decision: Option<Decision>) -> bool {
    if decision.is_some() { flags.by_people() } else { !flags.is_empty() }
}
