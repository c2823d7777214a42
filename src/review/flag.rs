//! Why a record needs a person.

use domain::{Coding, Outcome, Recoded, SMALL_MARGIN, Status, Thresholds};

use crate::Judgement;

/// A reason why a record needs a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Title and tasks are empty.
    Blank,
    /// There are characters but no words.
    NoUsableWords,
    /// No code.
    Uncoded,
    /// An operational code: no occupation.
    NonClassification,
    /// A code of level 1 to 4.
    Partial,
    /// A full code with a confidence below the optimal threshold.
    BelowOptimal,
    /// A full code whose second suggestion comes close.
    SmallMargin,
    /// The answer reads like two jobs in one.
    TwoJobs,
    /// The code that came with the record leads to several codes, and the machine chose among them.
    SeveralTargets,
    /// The code that came with the record leads to none, so that only the text was coded.
    NoTarget,
    /// An earlier decision on the same answer was another one.
    EarlierDiffers,
    /// Records with the identical answer were decided otherwise.
    Conflicting,
    /// Somebody referred it.
    Referred,
    /// Somebody flagged it.
    ByHand,
    /// It was drawn for a quality sample and is to be coded blind.
    Sampled,
    /// People who coded it apart came to different codes, and nobody settled it.
    CodersDiffer,
}

impl Flag {
    /// All, in the order in which files list them.
    pub const ALL: [Flag; 16] = [
        Flag::Blank,
        Flag::NoUsableWords,
        Flag::Uncoded,
        Flag::NonClassification,
        Flag::Partial,
        Flag::BelowOptimal,
        Flag::SmallMargin,
        Flag::TwoJobs,
        Flag::SeveralTargets,
        Flag::NoTarget,
        Flag::EarlierDiffers,
        Flag::Conflicting,
        Flag::Referred,
        Flag::ByHand,
        Flag::Sampled,
        Flag::CodersDiffer,
    ];

    /// All, in the order in which one is chosen as the primary reason: what a person said first, then what explains
    /// most; non-classification last.
    const BY_WEIGHT: [Flag; 16] = [
        Flag::Referred,
        Flag::ByHand,
        Flag::Sampled,
        Flag::CodersDiffer,
        Flag::Conflicting,
        Flag::Blank,
        Flag::NoUsableWords,
        Flag::TwoJobs,
        Flag::Uncoded,
        Flag::EarlierDiffers,
        Flag::SeveralTargets,
        Flag::NoTarget,
        Flag::Partial,
        Flag::BelowOptimal,
        Flag::SmallMargin,
        Flag::NonClassification,
    ];

    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Flag::Blank => "blank",
            Flag::NoUsableWords => "no-usable-words",
            Flag::Uncoded => "uncoded",
            Flag::NonClassification => "non-classification",
            Flag::Partial => "partial",
            Flag::BelowOptimal => "below-optimal",
            Flag::SmallMargin => "small-margin",
            Flag::TwoJobs => "two-jobs",
            Flag::SeveralTargets => "several-targets",
            Flag::NoTarget => "no-target",
            Flag::EarlierDiffers => "earlier-differs",
            Flag::Conflicting => "conflicting",
            Flag::Referred => "referred",
            Flag::ByHand => "flagged",
            Flag::Sampled => "quality-sample",
            Flag::CodersDiffer => "coders-differ",
        }
    }

    /// The short name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Flag::Blank => "Blank",
            Flag::NoUsableWords => "No usable words",
            Flag::Uncoded => "Uncoded",
            Flag::NonClassification => "Not an occupation",
            Flag::Partial => "Partial code",
            Flag::BelowOptimal => "Below optimal",
            Flag::SmallMargin => "Small margin",
            Flag::TwoJobs => "Two jobs",
            Flag::SeveralTargets => "Several targets",
            Flag::NoTarget => "No target",
            Flag::EarlierDiffers => "Earlier differs",
            Flag::Conflicting => "Conflicting",
            Flag::Referred => "Referred",
            Flag::ByHand => "Flagged",
            Flag::Sampled => "Quality sample",
            Flag::CodersDiffer => "Coders differ",
        }
    }

    /// A sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Flag::Blank => "Job title and tasks are both empty.",
            Flag::NoUsableWords => "The answer has characters but no words that can be coded.",
            Flag::Uncoded => "No code reached the minimum threshold.",
            Flag::NonClassification => "The answer does not seem to be an occupation.",
            Flag::Partial => "The more detailed levels fell below the minimum threshold.",
            Flag::BelowOptimal => "The confidence is below the optimal threshold.",
            Flag::SmallMargin => "The second suggestion comes close to the first.",
            Flag::TwoJobs => "The answer reads like two jobs in one.",
            Flag::SeveralTargets => "The code of the record leads to several codes; the engine chose among them.",
            Flag::NoTarget => "The code of the record leads to none, so only its text was coded.",
            Flag::EarlierDiffers => "The same answer was decided before, and not for the engine’s code.",
            Flag::Conflicting => "Records with the same answer were decided otherwise.",
            Flag::Referred => "Somebody referred this record.",
            Flag::ByHand => "Somebody flagged this record.",
            Flag::Sampled => "This record was drawn for a quality sample: code it without seeing what stands.",
            Flag::CodersDiffer => "People who coded this record apart came to different codes.",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of reasons. The default is the empty set: nothing to review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Flags(u16);

impl Flags {
    /// No reason.
    pub const NONE: Flags = Flags(0);

    const BY_PEOPLE: u16 = Flag::Referred.bit() | Flag::ByHand.bit() | Flag::Sampled.bit() | Flag::CodersDiffer.bit();

    /// Why the machine's answer needs a person. Partial codes, non-classification codes and uncoded answers always do; a
    /// full code does when its confidence is below the optimal threshold or its margin is small; any answer that reads
    /// like two jobs does, and so does one whose code leads to several codes or none.
    pub fn of(coding: &Coding, outcome: &Outcome, thresholds: Thresholds) -> Flags {
        let coded = outcome.status == Status::Coded;
        let reasons = [
            (coding.blank, Flag::Blank),
            (coding.no_usable_words, Flag::NoUsableWords),
            (outcome.status == Status::Uncoded, Flag::Uncoded),
            (outcome.status == Status::NonClassification, Flag::NonClassification),
            (outcome.status == Status::Partial, Flag::Partial),
            (coded && outcome.confidence < thresholds.optimal, Flag::BelowOptimal),
            (coded && coding.runner_up.is_some() && coding.margin < SMALL_MARGIN, Flag::SmallMargin),
            (coding.two_jobs, Flag::TwoJobs),
            (coding.recoded == Some(Recoded::SeveralTargets), Flag::SeveralTargets),
            (coding.recoded == Some(Recoded::NoTarget), Flag::NoTarget),
        ];
        let mut bits = 0;
        for (set, flag) in reasons {
            bits |= if set { flag.bit() } else { 0 };
        }
        Flags(bits)
    }

    /// Whether the machine's answer itself is a reason, whatever people and earlier decisions say.
    pub fn of_machine(self) -> bool {
        let others = Flags::BY_PEOPLE | Flag::EarlierDiffers.bit() | Flag::Conflicting.bit();
        self.0 & !others != 0
    }

    /// These reasons with those that a person gave, which replace earlier ones of that kind.
    pub fn with_judgement(self, judgement: Option<&Judgement>) -> Flags {
        let mut flags = Flags(self.0 & !Flags::BY_PEOPLE);
        if let Some(judgement) = judgement {
            flags.0 |= if judgement.referred { Flag::Referred.bit() } else { 0 };
            flags.0 |= if judgement.flagged { Flag::ByHand.bit() } else { 0 };
            flags.0 |= if judgement.awaits_recode().is_some() { Flag::Sampled.bit() } else { 0 };
            flags.0 |= if judgement.is_disputed() { Flag::CodersDiffer.bit() } else { 0 };
        }
        flags
    }

    /// These reasons with or without that an earlier decision was another one.
    pub(crate) fn with_earlier(self, differs: bool) -> Flags {
        let others = self.0 & !Flag::EarlierDiffers.bit();
        Flags(if differs { others | Flag::EarlierDiffers.bit() } else { others })
    }

    /// These reasons, with or without the one that records with the identical answer were decided otherwise.
    pub fn with_conflict(self, conflicting: bool) -> Flags {
        let bit = Flag::Conflicting.bit();
        Flags(if conflicting { self.0 | bit } else { self.0 & !bit })
    }

    /// Those of these reasons that are among `kept`.
    pub(crate) fn only(self, kept: &[Flag]) -> Flags {
        Flags(self.0 & kept.iter().fold(0, |bits, flag| bits | flag.bit()))
    }

    /// Whether there is no reason.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether this is one of the reasons.
    pub fn has(self, flag: Flag) -> bool {
        self.0 & flag.bit() != 0
    }

    /// Whether a person referred or flagged the record, drew it for a quality sample, or coded it apart otherwise.
    pub fn by_people(self) -> bool {
        self.0 & Flags::BY_PEOPLE != 0
    }

    /// The reasons, in the order in which files list them.
    pub fn iter(self) -> impl Iterator<Item = Flag> {
        Flag::ALL.into_iter().filter(move |flag| self.has(*flag))
    }

    /// The one reason under which the record is counted, so that totals add up; `None` without a reason.
    pub fn primary(self) -> Option<Flag> {
        Flag::BY_WEIGHT.into_iter().find(|flag| self.has(*flag))
    }

    /// The words joined by `;`, as in `occ_flag`; empty without a reason.
    pub fn to_text(self) -> String {
        self.iter().map(Flag::word).collect::<Vec<_>>().join(";")
    }
}

#[cfg(test)]
mod tests {
    use domain::Code;

    use super::*;

    fn flags(best: &str, conditional: f32, margin: f32) -> Flags {
        let coding = Coding {
            best: Some(Code::parse(best).unwrap()),
            conditionals: [conditional, 1.0, 1.0, 1.0, conditional],
            runner_up: Some(Code::parse("371131").unwrap()),
            margin,
            blank: false,
            ..Coding::BLANK
        };
        let thresholds = Thresholds::checked(0.7, 0.4).unwrap();
        Flags::of(&coding, &Outcome::of(&coding, thresholds), thresholds)
    }

    #[test]
    fn a_sure_full_code_has_no_flag_and_every_other_answer_has_one() {
        assert_eq!(flags("381232", 0.9, 0.5), Flags::NONE);
        for (best, conditional, margin, text) in [
            ("381232", 0.9, 0.05, "small-margin"),
            ("381232", 0.8, 0.5, "below-optimal"),
            ("381232", 0.8, 0.05, "below-optimal;small-margin"),
            ("381232", 0.6, 0.05, "partial"),
            ("381232", 0.3, 0.05, "uncoded"),
            ("099960", 0.99, 0.9, "non-classification"),
        ] {
            assert_eq!(flags(best, conditional, margin).to_text(), text);
        }
    }

    #[test]
    fn a_blank_answer_is_uncoded_because_it_is_blank() {
        let thresholds = Thresholds::checked(0.7, 0.4).unwrap();
        let flags = Flags::of(&Coding::BLANK, &Outcome::of(&Coding::BLANK, thresholds), thresholds);
        assert_eq!(flags.to_text(), "blank;uncoded");
        assert_eq!(flags.primary(), Some(Flag::Blank));
    }

    #[test]
    fn what_a_person_said_is_the_primary_reason_until_it_is_taken_back() {
        let machine = flags("381232", 0.6, 0.05);
        let judgement = Judgement { referred: true, flagged: true, ..Judgement::default() };
        let flags = machine.with_judgement(Some(&judgement));
        assert_eq!(flags.to_text(), "partial;referred;flagged");
        assert_eq!(flags.primary(), Some(Flag::Referred));
        assert_eq!(flags.with_judgement(None), machine);
    }

    #[test]
    fn the_orders_hold_every_flag_once_and_words_are_distinct() {
        let mut by_weight = Flag::BY_WEIGHT;
        by_weight.sort_unstable();
        assert_eq!(by_weight, Flag::ALL);
        let mut words = Flag::ALL.map(Flag::word);
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
