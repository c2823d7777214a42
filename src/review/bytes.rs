//! The canonical byte form of entries, for the hash chain and for the project file.

use domain::Code;

use crate::{
    ChainError, Change, Checks, Choice, Decision, Entry, IndependentCoding, Judgement, Purpose, Remark, Timestamp,
    Uncodable,
};

const DECIDED: u8 = 1;
const REFERRED: u8 = 2;
const FLAGGED: u8 = 4;
const NOTED: u8 = 8;
const CHECKED: u8 = 16;
const ALL_MARKS: u8 = DECIDED | REFERRED | FLAGGED | NOTED | CHECKED;

/// Appends everything of an entry but its hash.
pub(crate) fn write_entry(entry: &Entry, out: &mut Vec<u8>) {
    out.extend_from_slice(b"occudesk entry 1");
    out.extend_from_slice(&entry.previous);
    out.extend_from_slice(&entry.number.to_le_bytes());
    out.extend_from_slice(&entry.at.0.to_le_bytes());
    write_text(&entry.reviewer, out);
    write_text(entry.action.word(), out);
    out.extend_from_slice(&entry.action.of().unwrap_or(0).to_le_bytes());
    write_changes(&entry.changes, out);
}

/// The changes of an entry as bytes. Numbers are little-endian:
///
/// 1. the number of changes (4 bytes);
/// 2. for each the record (4 bytes), the judgement before and the judgement after;
/// 3. a judgement is a byte of marks (1 decided, 2 referred, 4 flagged, 8 with a note, 16 with checks); if decided, the
///    number of the deciding entry (8 bytes) and the decision; if with a note, its length in bytes (4 bytes) and its
///    UTF-8; if with checks, the number of the sample plus one, or 0 for none (8 bytes), how many codings are settled
///    (4 bytes), the number of codings (4 bytes) and the codings, the number of remarks (4 bytes) and the remarks;
/// 4. a decision is a byte (0 accepted, 1 suggestion, 2 search, 3 parent, 4 uncodable, 5 earlier decision, 6 house
///    rule, 7 settled), a byte (rank of the suggestion, or reason in the order of [`Uncodable::ALL`], else 0) and, unless
///    uncodable, the six bytes of the code with zero bytes after its last digit;
/// 5. a coding is a byte (0 for a sample, 1 unaided, 2 in a pack), the number of the sample or split, or 0 (4 bytes), the reviewer
///    (length in bytes, 4 bytes, and UTF-8), the time (8 bytes), the decision, the note as the reviewer, and the six bytes
///    of the code that stood, zero bytes for none;
/// 6. a remark is the number of the split (4 bytes), the reviewer, the time (8 bytes), the note, and a byte (2 referred,
///    4 flagged).
pub fn changes_to_bytes(changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 + changes.len() * 24);
    write_changes(changes, &mut out);
    out
}

/// Reads what [`changes_to_bytes`] wrote.
///
/// # Errors
/// [`ChainError::Unreadable`] for any other bytes.
pub fn changes_from_bytes(number: u64, bytes: &[u8]) -> Result<Vec<Change>, ChainError> {
    let mut reader = Reader { rest: bytes };
    let changes = reader.changes().filter(|_| reader.rest.is_empty());
    changes.ok_or(ChainError::Unreadable { number })
}

fn write_changes(changes: &[Change], out: &mut Vec<u8>) {
    out.extend_from_slice(&length(changes.len()));
    for change in changes {
        out.extend_from_slice(&change.record.to_le_bytes());
        write_judgement(&change.before, out);
        write_judgement(&change.after, out);
    }
}

fn write_judgement(judgement: &Judgement, out: &mut Vec<u8>) {
    let marks = [
        (judgement.decision.is_some(), DECIDED),
        (judgement.referred, REFERRED),
        (judgement.flagged, FLAGGED),
        (!judgement.note.is_empty(), NOTED),
        (judgement.checks.is_some(), CHECKED),
    ];
    out.push(marks.iter().filter(|(set, _)| *set).map(|(_, mark)| mark).sum());
    if let Some(decision) = judgement.decision {
        out.extend_from_slice(&judgement.decided_in.unwrap_or(0).to_le_bytes());
        write_decision(decision, out);
    }
    if !judgement.note.is_empty() {
        write_text(&judgement.note, out);
    }
    if let Some(checks) = &judgement.checks {
        let sample = checks.sample.map_or(0, |sample| u64::from(sample) + 1);
        out.extend_from_slice(&sample.to_le_bytes());
        out.extend_from_slice(&length(checks.settled));
        out.extend_from_slice(&length(checks.codings.len()));
        for coding in &checks.codings {
            write_coding(coding, out);
        }
        out.extend_from_slice(&length(checks.remarks.len()));
        for remark in &checks.remarks {
            write_remark(remark, out);
        }
    }
}

fn write_coding(coding: &IndependentCoding, out: &mut Vec<u8>) {
    let (purpose, sample) = match coding.purpose {
        Purpose::Sample(sample) => (0, sample),
        Purpose::Unaided => (1, 0),
        Purpose::Pack(split) => (2, split),
    };
    out.push(purpose);
    out.extend_from_slice(&sample.to_le_bytes());
    write_text(&coding.reviewer, out);
    out.extend_from_slice(&coding.at.0.to_le_bytes());
    write_decision(coding.decision, out);
    write_text(&coding.note, out);
    out.extend_from_slice(&digits(coding.against));
}

fn write_remark(remark: &Remark, out: &mut Vec<u8>) {
    out.extend_from_slice(&remark.split.to_le_bytes());
    write_text(&remark.reviewer, out);
    out.extend_from_slice(&remark.at.0.to_le_bytes());
    write_text(&remark.note, out);
    out.push(if remark.referred { REFERRED } else { 0 } | if remark.flagged { FLAGGED } else { 0 });
}

/// The digits of a code with zero bytes after the last; only zero bytes for none.
fn digits(code: Option<Code>) -> [u8; 6] {
    let mut digits = [0; 6];
    let text = code.as_ref().map_or("", Code::as_str);
    for (to, from) in digits.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    digits
}

fn write_decision(decision: Decision, out: &mut Vec<u8>) {
    match decision {
        Decision::Code { code, choice } => {
            out.extend_from_slice(&match choice {
                Choice::Accept => [0, 0],
                Choice::Suggestion(rank) => [1, rank],
                Choice::Search => [2, 0],
                Choice::Parent => [3, 0],
                Choice::Earlier => [5, 0],
                Choice::Rule => [6, 0],
                Choice::Settled => [7, 0],
            });
            out.extend_from_slice(&digits(Some(code)));
        }
        Decision::Uncodable(reason) => {
            let at = Uncodable::ALL.iter().position(|other| *other == reason).unwrap_or_default();
            out.extend_from_slice(&[4, u8::try_from(at).unwrap_or_default()]);
        }
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&length(text.len()));
    out.extend_from_slice(text.as_bytes());
}

fn length(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn changes(&mut self) -> Option<Vec<Change>> {
        let count = u32::from_le_bytes(self.array()?) as usize;
        // The shortest change has six bytes; a damaged count must not ask for more memory than the bytes can fill.
        let mut changes = Vec::with_capacity(count.min(self.rest.len() / 6));
        for _ in 0..count {
            let record = u32::from_le_bytes(self.array()?);
            changes.push(Change { record, before: self.judgement()?, after: self.judgement()? });
        }
        Some(changes)
    }

    fn judgement(&mut self) -> Option<Judgement> {
        let [marks] = self.array()?;
        if marks & !ALL_MARKS != 0 {
            return None;
        }
        let mut judgement =
            Judgement { referred: marks & REFERRED != 0, flagged: marks & FLAGGED != 0, ..Judgement::default() };
        if marks & DECIDED != 0 {
            judgement.decided_in = Some(u64::from_le_bytes(self.array()?));
            judgement.decision = Some(self.decision()?);
        }
        if marks & NOTED != 0 {
            judgement.note = self.text()?;
        }
        if marks & CHECKED != 0 {
            judgement.checks = Some(Box::new(self.checks()?));
        }
        Some(judgement)
    }

    fn checks(&mut self) -> Option<Checks> {
        let sample = u64::from_le_bytes(self.array()?);
        let sample = sample.checked_sub(1).map(u32::try_from).transpose().ok()?;
        let settled = u32::from_le_bytes(self.array()?) as usize;
        let count = u32::from_le_bytes(self.array()?) as usize;
        // The shortest coding has 29 bytes.
        let mut codings = Vec::with_capacity(count.min(self.rest.len() / 29));
        for _ in 0..count {
            codings.push(self.coding()?);
        }
        let remarked = u32::from_le_bytes(self.array()?) as usize;
        // The shortest remark has 21 bytes.
        let mut remarks = Vec::with_capacity(remarked.min(self.rest.len() / 21));
        for _ in 0..remarked {
            remarks.push(self.remark()?);
        }
        let checks = Checks { sample, codings, settled, remarks };
        (settled <= count && !checks.is_empty()).then_some(checks)
    }

    fn coding(&mut self) -> Option<IndependentCoding> {
        let [purpose] = self.array()?;
        let sample = u32::from_le_bytes(self.array()?);
        let purpose = match (purpose, sample) {
            (0, sample) => Purpose::Sample(sample),
            (1, 0) => Purpose::Unaided,
            (2, split) => Purpose::Pack(split),
            _ => return None,
        };
        Some(IndependentCoding {
            purpose,
            reviewer: self.text()?,
            at: Timestamp(i64::from_le_bytes(self.array()?)),
            decision: self.decision()?,
            note: self.text()?,
            against: self.code()?,
        })
    }

    fn remark(&mut self) -> Option<Remark> {
        let split = u32::from_le_bytes(self.array()?);
        let (reviewer, at) = (self.text()?, Timestamp(i64::from_le_bytes(self.array()?)));
        let note = self.text()?;
        let [marks] = self.array()?;
        let known = marks & !(REFERRED | FLAGGED) == 0;
        let (referred, flagged) = (marks & REFERRED != 0, marks & FLAGGED != 0);
        known.then_some(Remark { split, reviewer, at, note, referred, flagged })
    }

    fn text(&mut self) -> Option<String> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(std::str::from_utf8(text).ok()?.to_owned())
    }

    /// A code, or none for zero bytes.
    fn code(&mut self) -> Option<Option<Code>> {
        let digits: [u8; 6] = self.array()?;
        let end = digits.iter().position(|&digit| digit == 0).unwrap_or(6);
        if digits[end..].iter().any(|&digit| digit != 0) {
            return None;
        }
        if end == 0 {
            return Some(None);
        }
        Code::parse(std::str::from_utf8(&digits[..end]).ok()?).ok().map(Some)
    }

    fn decision(&mut self) -> Option<Decision> {
        let choice = match self.array()? {
            [0, 0] => Choice::Accept,
            [1, rank] => Choice::Suggestion(rank),
            [2, 0] => Choice::Search,
            [3, 0] => Choice::Parent,
            [5, 0] => Choice::Earlier,
            [6, 0] => Choice::Rule,
            [7, 0] => Choice::Settled,
            [4, reason] => return Some(Decision::Uncodable(*Uncodable::ALL.get(usize::from(reason))?)),
            _ => return None,
        };
        let code = self.code()??;
        Some(Decision::Code { code, choice })
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*array)
    }
}
