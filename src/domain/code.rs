//! Codes and levels.

use std::fmt;

/// A level of a classification, from the broadest to the most detailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// One digit.
    MajorGroup = 1,
    /// Two digits.
    SubMajorGroup = 2,
    /// Three digits.
    MinorGroup = 3,
    /// Four digits.
    UnitGroup = 4,
    /// Six digits.
    Occupation = 5,
}

impl Level {
    /// All levels, broadest first.
    pub const ALL: [Level; 5] =
        [Level::MajorGroup, Level::SubMajorGroup, Level::MinorGroup, Level::UnitGroup, Level::Occupation];

    /// Number of digits of a code at this level: 1, 2, 3, 4 or 6.
    pub fn digits(self) -> usize {
        match self {
            Level::MajorGroup => 1,
            Level::SubMajorGroup => 2,
            Level::MinorGroup => 3,
            Level::UnitGroup => 4,
            Level::Occupation => 6,
        }
    }

    /// 1 to 5, as in `occ_level`.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// 0 to 4, for arrays with one place per level.
    pub fn index(self) -> usize {
        self as usize - 1
    }

    /// The level with this number of digits.
    pub fn from_digits(digits: usize) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.digits() == digits)
    }

    /// The next broader level; `None` for major groups.
    pub fn broader(self) -> Option<Level> {
        self.index().checked_sub(1).map(|i| Level::ALL[i])
    }

    /// The name as the ABS writes it, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Level::MajorGroup => "major group",
            Level::SubMajorGroup => "sub-major group",
            Level::MinorGroup => "minor group",
            Level::UnitGroup => "unit group",
            Level::Occupation => "occupation",
        }
    }
}

/// A code of 1, 2, 3, 4 or 6 ASCII digits; ordered as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Digits, zero bytes after the last.
    digits: [u8; 6],
}

/// Text that is not a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a code: a code has 1, 2, 3, 4 or 6 digits")]
pub struct CodeError(pub String);

impl Code {
    /// Reads a code; surrounding white space is not accepted.
    ///
    /// # Errors
    /// [`CodeError`] when the text is not 1, 2, 3, 4 or 6 digits.
    pub fn parse(text: &str) -> Result<Code, CodeError> {
        let bytes = text.as_bytes();
        if Level::from_digits(bytes.len()).is_none() || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(CodeError(text.chars().take(40).collect()));
        }
        let mut digits = [0; 6];
        digits[..bytes.len()].copy_from_slice(bytes);
        Ok(Code { digits })
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        let len = self.digits.iter().position(|&b| b == 0).unwrap_or(6);
        std::str::from_utf8(&self.digits[..len]).unwrap_or_default()
    }

    /// The level, told by the number of digits.
    pub fn level(&self) -> Level {
        match self.digits {
            [_, 0, ..] => Level::MajorGroup,
            [_, _, 0, ..] => Level::SubMajorGroup,
            [_, _, _, 0, ..] => Level::MinorGroup,
            [_, _, _, _, 0, ..] => Level::UnitGroup,
            _ => Level::Occupation,
        }
    }

    /// The code of the group at `level` that this code belongs to; `None` when this code is broader than that.
    pub fn at(&self, level: Level) -> Option<Code> {
        if level > self.level() {
            return None;
        }
        let mut digits = self.digits;
        digits[level.digits()..].fill(0);
        Some(Code { digits })
    }

    /// Whether the code lies in `group` (or is it).
    pub fn is_within(&self, group: Code) -> bool {
        self.digits.iter().zip(group.digits).all(|(digit, other)| other == 0 || *digit == other)
    }

    /// The place of its group at `level` among those of one parent, as its digits count there: 0 to 9, or to 99 for
    /// occupations; `None` when this code is broader than that.
    pub fn place_at(&self, level: Level) -> Option<usize> {
        let digit = |at: usize| usize::from(self.digits[at].saturating_sub(b'0'));
        (level <= self.level()).then(|| match level {
            Level::Occupation => digit(4) * 10 + digit(5),
            _ => digit(level.index()),
        })
    }

    /// Whether this is one of the operational codes for answers that are no occupation (099888, 0999x0).
    pub fn is_non_classification(&self) -> bool {
        self.digits[0] == b'0'
    }

    /// The six-digit form padded with zeros, as some systems want it: `381` becomes `381000`.
    pub fn padded(&self) -> String {
        format!("{:0<6}", self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({})", self.as_str())
    }
}

impl std::str::FromStr for Code {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Code, CodeError> {
        Code::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_to_four_or_six_digits() {
        for good in ["3", "38", "381", "3812", "381232", "099888"] {
            assert_eq!(Code::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "38123", "3812321", "38a", " 381", "３８１"] {
            assert!(Code::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_code_knows_its_groups() {
        let code = Code::parse("381232").unwrap();
        assert_eq!(code.level(), Level::Occupation);
        assert_eq!(code.at(Level::MinorGroup), Some(Code::parse("381").unwrap()));
        assert_eq!(Code::parse("381").unwrap().at(Level::UnitGroup), None);
        assert!(code.is_within(Code::parse("38").unwrap()));
        assert!(!code.is_within(Code::parse("37").unwrap()));
        assert_eq!(Code::parse("381").unwrap().padded(), "381000");
        assert_eq!(Level::ALL.map(|level| code.place_at(level)), [3, 8, 1, 2, 32].map(Some));
        assert_eq!(Code::parse("381").unwrap().place_at(Level::UnitGroup), None);
        for (text, level) in ["3", "38", "381", "3812", "381232"].into_iter().zip(Level::ALL) {
            let group = Code::parse(text).unwrap();
            assert_eq!(group.level(), level);
            assert!(code.is_within(group) && (group == code || !group.is_within(code)));
        }
    }
}
