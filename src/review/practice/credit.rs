//! How far a given code agrees with the agreed one.

use domain::{Code, Level};

use crate::Verdict;

/// How many leading levels two codes share, of those that the longer one has.
///
/// Codes of the classification count their levels: 1 for a major group to 5 for an occupation. A non-classification code
/// and "uncodable" count as two: that the answer is none that can be coded, and which of them it is. The credit is full
/// exactly when both say the same; it is the same whichever of the two is the agreed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credit {
    levels: u8,
    of: u8,
}

impl Credit {
    /// The credit of what was given for what was agreed; `None` was "don't know" and earns nothing.
    pub fn of(agreed: Verdict, given: Option<Verdict>) -> Credit {
        let of = given.map_or(0, depth).max(depth(agreed));
        Credit { levels: given.map_or(0, |given| shared(agreed, given)), of }
    }

    /// Leading levels that agree, 0 to 5.
    pub fn levels(self) -> u8 {
        self.levels
    }

    /// Levels that there are to agree on, 1 to 5.
    pub fn out_of(self) -> u8 {
        self.of
    }

    /// Whether both say the same.
    pub fn is_full(self) -> bool {
        self.levels == self.of
    }

    /// The share of levels that agree, 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.levels) / f64::from(self.of.max(1))
    }

    /// The share as points, 0 to 100, rounded down.
    pub fn points(self) -> u32 {
        u32::from(self.levels) * 100 / u32::from(self.of.max(1))
    }
}

/// Levels that a verdict has.
fn depth(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Code(code) if !code.is_non_classification() => code.level().number(),
        _ => 2,
    }
}

fn shared(one: Verdict, other: Verdict) -> u8 {
    match (one, other) {
        (Verdict::Code(one), Verdict::Code(other)) => shared_levels(one, other),
        (Verdict::Uncodable(one), Verdict::Uncodable(other)) => 1 + u8::from(one == other),
        _ => 0,
    }
}

fn shared_levels(one: Code, other: Code) -> u8 {
    match (one.is_non_classification(), other.is_non_classification()) {
        (true, true) => 1 + u8::from(one == other),
        (false, false) => {
            let agree = |level: &&Level| one.at(**level).is_some() && one.at(**level) == other.at(**level);
            Level::ALL.iter().take_while(agree).map(|level| level.number()).last().unwrap_or(0)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Uncodable;

    fn credit(agreed: &str, given: &str) -> (u8, u8, u32) {
        let credit = Credit::of(Verdict::parse(agreed).unwrap(), Verdict::parse(given));
        (credit.levels(), credit.out_of(), credit.points())
    }

    #[test]
    fn leading_levels_count_and_what_agrees_further_down_does_not() {
        assert_eq!(credit("381231", "381231"), (5, 5, 100));
        assert_eq!(credit("381231", "381232"), (4, 5, 80));
        assert_eq!(credit("381231", "381131"), (3, 5, 60));
        assert_eq!(credit("381231", "382131"), (2, 5, 40));
        assert_eq!(credit("381231", "371231"), (1, 5, 20));
        assert_eq!(credit("381231", "481231"), (0, 5, 0), "no credit for digits behind the first that differs");
    }

    #[test]
    fn a_group_agrees_in_full_only_with_itself() {
        assert_eq!(credit("381", "381"), (3, 3, 100));
        assert_eq!(credit("381", "381231"), (3, 5, 60), "too detailed");
        assert_eq!(credit("381231", "381"), (3, 5, 60), "not detailed enough");
        assert_eq!(credit("2654", "265"), (3, 4, 75));
    }

    #[test]
    fn what_is_no_occupation_has_two_levels() {
        assert_eq!(credit("099960", "099960"), (2, 2, 100));
        assert_eq!(credit("099960", "099940"), (1, 2, 50));
        assert_eq!(credit("099960", "599999"), (0, 5, 0));
        assert_eq!(credit("too-vague", "too-vague"), (2, 2, 100));
        assert_eq!(credit("too-vague", "two-jobs"), (1, 2, 50));
        assert_eq!(credit("out-of-scope", "099960"), (0, 2, 0));
        let unknown = Credit::of(Verdict::Uncodable(Uncodable::Blank), None);
        assert_eq!((unknown.levels(), unknown.out_of(), unknown.is_full()), (0, 2, false));
    }
}
