//! Codings of a record by people apart from each other: for quality samples, against anchoring, and in coder packs.

use domain::Code;

use crate::{Decision, Timestamp};

/// For what a record was coded apart from what was known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// A blind recode of a record in the quality sample with this number.
    Sample(u32),
    /// The first coding by the person who decided, before the engine's answer was shown.
    Unaided,
    /// A coder worked on a pack of the split with this number.
    Pack(u32),
}

/// A coding of a record by a person who did not see the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IndependentCoding {
    /// For what.
    pub purpose: Purpose,
    /// Who.
    pub reviewer: String,
    /// When.
    pub at: Timestamp,
    /// What the person decided.
    pub decision: Decision,
    /// Why, in the person's words; empty for none.
    pub note: String,
    /// The code that stood for the record and that the person did not see: for a sample the final code, for an unaided
    /// coding the machine's, for a pack what had been decided in the project. `None` where there was none.
    pub against: Option<Code>,
}

/// What a coder of a pack left beside a record, where a coding does not say it all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Remark {
    /// Number of the split.
    pub split: u32,
    /// Who.
    pub reviewer: String,
    /// When the coder last did something with the record.
    pub at: Timestamp,
    /// Why the coder did not decide, in the coder's words; empty for none, and where there is a coding, which has the note.
    pub note: String,
    /// Referred to somebody else.
    pub referred: bool,
    /// Flagged by hand.
    pub flagged: bool,
}

impl IndependentCoding {
    /// Whether it is for this quality sample.
    pub fn is_of_sample(&self, sample: u32) -> bool {
        self.purpose == Purpose::Sample(sample)
    }

    /// Whether it comes from a pack.
    pub fn is_of_pack(&self) -> bool {
        matches!(self.purpose, Purpose::Pack(_))
    }

    /// Whether it came to the same code as stood for the record, no code being the same as uncodable. In a pack nothing
    /// need have stood, which agrees with everything.
    pub fn agrees(&self) -> bool {
        self.decision.code() == self.against || (self.is_of_pack() && self.against.is_none())
    }
}

/// What is known of a record beside its decision. The default is a record that was never checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Checks {
    /// The quality sample that it was drawn into last, by its number.
    pub sample: Option<u32>,
    /// Codings apart from each other, oldest first.
    pub codings: Vec<IndependentCoding>,
    /// How many of the codings, from the first, were settled by a decision.
    pub settled: usize,
    /// What coders of packs left beside their codings or without one, by split and name.
    pub remarks: Vec<Remark>,
}

impl Checks {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Checks::default()
    }

    /// The quality sample for which the record still has to be coded blind.
    pub fn awaits_recode(&self) -> Option<u32> {
        let sample = self.sample?;
        let recoded = self.codings.iter().any(|coding| coding.is_of_sample(sample));
        (!recoded).then_some(sample)
    }

    /// The codings that nobody settled.
    pub fn open(&self) -> &[IndependentCoding] {
        self.codings.get(self.settled..).unwrap_or_default()
    }

    /// Whether codings that nobody settled differ from each other, or from what stood for the record; or others came to a
    /// code in their packs, and a coder referred the record instead.
    pub fn are_disputed(&self) -> bool {
        let open = self.open();
        let first = open.first().map(|coding| coding.decision.code());
        let differ = open.iter().any(|coding| !coding.agrees() || Some(coding.decision.code()) != first);
        differ || (!open.is_empty() && self.remarks.iter().any(|remark| remark.referred && !self.has_coded(remark)))
    }

    /// Whether the coder of a remark also came to a code.
    fn has_coded(&self, remark: &Remark) -> bool {
        let own = Purpose::Pack(remark.split);
        self.codings.iter().any(|coding| coding.purpose == own && coding.reviewer == remark.reviewer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Choice, Uncodable};

    fn coding(purpose: Purpose, code: &str, against: &str) -> IndependentCoding {
        let decision = match Code::parse(code) {
            Ok(code) => Decision::Code { code, choice: Choice::Search },
            Err(_) => Decision::Uncodable(Uncodable::TooVague),
        };
        IndependentCoding {
            purpose,
            reviewer: "B".to_owned(),
            at: Timestamp(0),
            decision,
            note: String::new(),
            against: Code::parse(against).ok(),
        }
    }

    #[test]
    fn a_sampled_record_awaits_a_recode_of_that_sample() {
        let mut checks = Checks { sample: Some(2), ..Checks::default() };
        checks.codings.push(coding(Purpose::Sample(1), "371131", "371131"));
        assert_eq!(checks.awaits_recode(), Some(2));
        checks.codings.push(coding(Purpose::Sample(2), "371131", "371131"));
        assert_eq!(checks.awaits_recode(), None);
    }

    #[test]
    fn codings_are_disputed_until_they_are_settled() {
        let mut checks = Checks::default();
        checks.codings.push(coding(Purpose::Sample(1), "371131", "371131"));
        assert!(!checks.are_disputed());
        checks.codings.push(coding(Purpose::Sample(2), "265433", "371131"));
        assert!(checks.are_disputed());
        checks.settled = 2;
        assert!(!checks.are_disputed());
        checks.codings.push(coding(Purpose::Pack(1), "371131", ""));
        checks.codings.push(coding(Purpose::Pack(1), "371131", ""));
        assert!(!checks.are_disputed());
        checks.codings.push(coding(Purpose::Pack(1), "", ""));
        assert!(checks.are_disputed(), "one coder says that it cannot be coded");
    }

    #[test]
    fn uncodable_agrees_with_uncoded() {
        assert!(coding(Purpose::Sample(1), "", "").agrees());
        assert!(!coding(Purpose::Sample(1), "", "371131").agrees());
    }
}
