//! Codings as bytes.

use domain::{Code, Coding, Level, Recoded};

/// Bytes of a coding.
pub(crate) const WIDTH: usize = 38;

/// Records on a page of codings.
pub(crate) const PAGE: u32 = 4096;

const TWO_JOBS: u8 = 1;
const NO_USABLE_WORDS: u8 = 2;
const BLANK: u8 = 4;
/// Where the two bits of what a code of another classification led to begin.
const RECODED: u8 = 3;

/// Appends a coding; numbers are little-endian: best code (6 bytes, zero bytes behind its last digit, all zero for
/// none), five conditional probabilities (4 bytes each), runner-up (6 bytes), margin (4 bytes), number of the break level
/// (1 byte, 0 for none), marks (1 byte: 1 two jobs, 2 no usable words, 4 blank; 8 a code with one target, 16 with
/// several, 24 with none).
pub(crate) fn write_coding(coding: &Coding, out: &mut Vec<u8>) {
    write_code(coding.best, out);
    for conditional in coding.conditionals {
        out.extend_from_slice(&conditional.to_le_bytes());
    }
    write_code(coding.runner_up, out);
    out.extend_from_slice(&coding.margin.to_le_bytes());
    out.push(coding.break_level.map_or(0, Level::number));
    let marks = [(coding.two_jobs, TWO_JOBS), (coding.no_usable_words, NO_USABLE_WORDS), (coding.blank, BLANK)];
    let marks: u8 = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| mark).sum();
    let recoded = match coding.recoded {
        None => 0,
        Some(Recoded::Correspondence) => 1,
        Some(Recoded::SeveralTargets) => 2,
        Some(Recoded::NoTarget) => 3,
    };
    out.push(marks | recoded << RECODED);
}

/// Reads a coding; `None` when the bytes are damaged.
pub(crate) fn read_coding(bytes: &[u8]) -> Option<Coding> {
    let bytes: &[u8; WIDTH] = bytes.try_into().ok()?;
    let number = |at: usize| Some(f32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let break_level = match bytes[36] {
        0 => None,
        level => Some(*Level::ALL.get(usize::from(level) - 1)?),
    };
    let mut conditionals = [0.0; 5];
    for (at, conditional) in conditionals.iter_mut().enumerate() {
        *conditional = number(6 + 4 * at)?;
    }
    Some(Coding {
        best: read_code(&bytes[..6])?,
        conditionals,
        runner_up: read_code(&bytes[26..32])?,
        margin: number(32)?,
        break_level,
        two_jobs: bytes[37] & TWO_JOBS != 0,
        no_usable_words: bytes[37] & NO_USABLE_WORDS != 0,
        blank: bytes[37] & BLANK != 0,
        recoded: match bytes[37] >> RECODED & 3 {
            0 => None,
            1 => Some(Recoded::Correspondence),
            2 => Some(Recoded::SeveralTargets),
            _ => Some(Recoded::NoTarget),
        },
    })
}

fn write_code(code: Option<Code>, out: &mut Vec<u8>) {
    let mut digits = [0; 6];
    if let Some(code) = code {
        for (to, from) in digits.iter_mut().zip(code.as_str().bytes()) {
            *to = from;
        }
    }
    out.extend_from_slice(&digits);
}

/// The outer option is `None` for damaged bytes.
fn read_code(digits: &[u8]) -> Option<Option<Code>> {
    let end = digits.iter().position(|digit| *digit == 0).unwrap_or(digits.len());
    if end == 0 {
        return Some(None);
    }
    Code::parse(std::str::from_utf8(&digits[..end]).ok()?).ok().map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn codings_come_back_bit_for_bit(
            best in proptest::option::of("[0-9]{6}"),
            runner_up in proptest::option::of("[0-9]{4}"),
            conditionals in proptest::array::uniform5(0.0f32..=1.0),
            margin in 0.0f32..=1.0,
            level in 0usize..6,
            marks in any::<[bool; 3]>(),
            recoded in proptest::sample::select(vec![
                None,
                Some(Recoded::Correspondence),
                Some(Recoded::SeveralTargets),
                Some(Recoded::NoTarget),
            ]),
        ) {
            let code = |text: Option<String>| text.and_then(|text| Code::parse(&text).ok());
            let coding = Coding {
                best: code(best),
                conditionals,
                runner_up: code(runner_up),
                margin,
                break_level: level.checked_sub(1).map(|level| Level::ALL[level]),
                two_jobs: marks[0],
                no_usable_words: marks[1],
                blank: marks[2],
                recoded,
            };
            let mut bytes = Vec::new();
            write_coding(&coding, &mut bytes);
            prop_assert_eq!(bytes.len(), WIDTH);
            prop_assert_eq!(read_coding(&bytes), Some(coding));
        }
    }
}
