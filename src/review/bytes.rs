//! The canonical byte form of entries, for the hash chain and for the project file.

use domain::Code;

use crate::{ChainError, Change, Choice, Decision, Entry, Judgement, Uncodable};

const DECIDED: u8 = 1;
const REFERRED: u8 = 2;
const FLAGGED: u8 = 4;
const NOTED: u8 = 8;
const ALL_MARKS: u8 = DECIDED | REFERRED | FLAGGED | NOTED;

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
/// 3. a judgement is a byte of marks (1 decided, 2 referred, 4 flagged, 8 with a note); if decided, the number of the
///    deciding entry (8 bytes) and the decision; if with a note, its length in bytes (4 bytes) and its UTF-8;
/// 4. a decision is a byte (0 accepted, 1 suggestion, 2 search, 3 parent, 4 uncodable, 5 earlier decision, 6 house
///    rule), a byte (rank of the suggestion, or reason in the order of [`Uncodable::ALL`], else 0) and, unless
///    uncodable, the six bytes of the code with zero bytes after its last digit.
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
    ];
    out.push(marks.iter().filter(|(set, _)| *set).map(|(_, mark)| mark).sum());
    if let Some(decision) = judgement.decision {
        out.extend_from_slice(&judgement.decided_in.unwrap_or(0).to_le_bytes());
        write_decision(decision, out);
    }
    if !judgement.note.is_empty() {
        write_text(&judgement.note, out);
    }
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
            });
            let mut digits = [0; 6];
            for (to, from) in digits.iter_mut().zip(code.as_str().bytes()) {
                *to = from;
            }
            out.extend_from_slice(&digits);
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
            let length = u32::from_le_bytes(self.array()?) as usize;
            let (text, rest) = self.rest.split_at_checked(length)?;
            judgement.note = std::str::from_utf8(text).ok()?.to_owned();
            self.rest = rest;
        }
        Some(judgement)
    }

    fn decision(&mut self) -> Option<Decision> {
        let choice = match self.array()? {
            [0, 0] => Choice::Accept,
            [1, rank] => Choice::Suggestion(rank),
            [2, 0] => Choice::Search,
            [3, 0] => Choice::Parent,
            [5, 0] => Choice::Earlier,
            [6, 0] => Choice::Rule,
            [4, reason] => return Some(Decision::Uncodable(*Uncodable::ALL.get(usize::from(reason))?)),
            _ => return None,
        };
        let digits: [u8; 6] = self.array()?;
        let end = digits.iter().position(|&digit| digit == 0).unwrap_or(6);
        if digits[end..].iter().any(|&digit| digit != 0) {
            return None;
        }
        let code = Code::parse(std::str::from_utf8(&digits[..end]).ok()?).ok()?;
        Some(Decision::Code { code, choice })
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*array)
    }
}
