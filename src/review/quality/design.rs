//! How a quality sample is drawn.

use domain::Thresholds;

use crate::statistics::acceptance::{Lot, Plan};
use crate::statistics::binomial::at_most;
use crate::statistics::estimate::Allocation;
use crate::{RecordId, Timestamp};

/// Which records are accepted or sent back together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LotKind {
    /// All records.
    #[default]
    All,
    /// The records that were shown when the sample was drawn.
    Shown,
    /// Records whose code stands without that a person looked.
    Unreviewed,
    /// Records that a person decided.
    DecidedBy(String),
}

impl LotKind {
    /// The word in files: `all`, `shown`, `unreviewed`, `decided-by`.
    pub fn word(&self) -> &'static str {
        match self {
            LotKind::All => "all",
            LotKind::Shown => "shown",
            LotKind::Unreviewed => "unreviewed",
            LotKind::DecidedBy(_) => "decided-by",
        }
    }

    /// Reads the word and, for what a person decided, that person's name.
    pub fn from_word(word: &str, who: &str) -> Option<LotKind> {
        let kinds = [LotKind::All, LotKind::Shown, LotKind::Unreviewed, LotKind::DecidedBy(who.to_owned())];
        kinds.into_iter().find(|kind| kind.word() == word)
    }

    /// The name on screen.
    pub fn name(&self) -> String {
        match self {
            LotKind::All => "All records".to_owned(),
            LotKind::Shown => "The records shown in the review".to_owned(),
            LotKind::Unreviewed => "Coded without review".to_owned(),
            LotKind::DecidedBy(who) => format!("Decided by {who}"),
        }
    }
}

/// Into which parts a lot is divided before records are drawn from each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stratify {
    /// Not at all.
    #[default]
    None,
    /// By the machine's confidence.
    Confidence,
    /// By the major group of the code that stands.
    MajorGroup,
    /// By who decided.
    Coder,
    /// By the machine's status, and what people decided apart.
    Status,
}

impl Stratify {
    /// All, in the order in which they are listed.
    pub const ALL: [Stratify; 5] =
        [Stratify::None, Stratify::Confidence, Stratify::MajorGroup, Stratify::Coder, Stratify::Status];

    /// The word in files: `none`, `confidence`, `major-group`, `coder`, `status`.
    pub fn word(self) -> &'static str {
        match self {
            Stratify::None => "none",
            Stratify::Confidence => "confidence",
            Stratify::MajorGroup => "major-group",
            Stratify::Coder => "coder",
            Stratify::Status => "status",
        }
    }

    /// Reads the word in files.
    pub fn from_word(word: &str) -> Option<Stratify> {
        Stratify::ALL.into_iter().find(|of| of.word() == word)
    }

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Stratify::None => "No strata",
            Stratify::Confidence => "Confidence",
            Stratify::MajorGroup => "Major group",
            Stratify::Coder => "Coder",
            Stratify::Status => "Status",
        }
    }
}

impl Allocation {
    /// All, in the order in which they are listed.
    pub const ALL: [Allocation; 3] = [Allocation::Proportional, Allocation::Equal, Allocation::Neyman];

    /// The word in files: `proportional`, `equal`, `neyman`.
    pub fn word(self) -> &'static str {
        match self {
            Allocation::Proportional => "proportional",
            Allocation::Equal => "equal",
            Allocation::Neyman => "neyman",
        }
    }

    /// Reads the word in files.
    pub fn from_word(word: &str) -> Option<Allocation> {
        Allocation::ALL.into_iter().find(|of| of.word() == word)
    }

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Allocation::Proportional => "By size",
            Allocation::Equal => "The same from each",
            Allocation::Neyman => "Where errors are expected",
        }
    }

    /// What it does, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Allocation::Proportional => "Every record has nearly the same chance, as the plan of acceptance supposes.",
            Allocation::Equal => "Every stratum is known equally well; the estimate for all weighs them.",
            Allocation::Neyman => {
                "More from strata that are large and unsure, so that the estimate for all is as good as it can be."
            }
        }
    }
}

/// How the size of a sample is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlanChoice {
    /// The smallest sample that protects against a bad lot.
    Protect {
        /// Error rate of a lot that should not be accepted, above 0 and below 1.
        reject_quality: f64,
        /// Largest probability with which such a lot is accepted all the same, above 0 and below 1.
        consumer_risk: f64,
        /// Number of errors with which the lot is still accepted.
        accept: u64,
    },
    /// A size of one's own.
    Own {
        /// Number of records to draw.
        sample: u64,
        /// Number of errors with which the lot is still accepted.
        accept: u64,
    },
}

impl Default for PlanChoice {
    fn default() -> PlanChoice {
        PlanChoice::Protect { reject_quality: 0.05, consumer_risk: 0.05, accept: 1 }
    }
}

impl PlanChoice {
    /// The plan for a lot of so many records; all of them where no smaller sample protects. `None` for an empty lot.
    pub fn plan(self, records: u64) -> Option<Plan> {
        let whole = |accept| Plan { sample: records, accept };
        let plan = match self {
            PlanChoice::Protect { reject_quality, consumer_risk, accept } => {
                Plan::smallest(Lot::Of(records), reject_quality, consumer_risk, accept).unwrap_or(whole(accept))
            }
            PlanChoice::Own { sample, accept } => Plan { sample: sample.min(records), accept },
        };
        (records > 0 && plan.sample > 0).then_some(plan)
    }

    /// Number of errors with which the lot is still accepted.
    pub fn accept(self) -> u64 {
        match self {
            PlanChoice::Protect { accept, .. } | PlanChoice::Own { accept, .. } => accept,
        }
    }
}

/// The plan of a sample that was drawn, and what it was chosen for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SamplePlan {
    /// Records drawn and errors allowed.
    pub plan: Plan,
    /// How it was chosen.
    pub choice: PlanChoice,
}

impl SamplePlan {
    /// The error rate of a large lot that the plan accepts with this probability, 0 to 1.
    pub fn accepted_with(&self, probability: f64) -> f64 {
        let Plan { sample, accept } = self.plan;
        if accept >= sample {
            return 1.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if at_most(accept, sample, middle) > probability {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// A part of the lot with what was drawn from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnStratum {
    /// What its records have in common.
    pub name: String,
    /// Number of records in it when the sample was drawn.
    pub records: u64,
    /// Those that were drawn, ascending.
    pub drawn: Vec<RecordId>,
}

/// How a quality sample was drawn: enough to draw it again from the same project.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleDesign {
    /// Which records the sample speaks for.
    pub lot: LotKind,
    /// The same in words: "All records", "To review, narrowed".
    pub lot_words: String,
    /// By what the lot was divided.
    pub stratify: Stratify,
    /// Its parts, in order.
    pub strata: Vec<DrawnStratum>,
    /// How the records were shared out over the parts.
    pub allocation: Allocation,
    /// Start of the random numbers.
    pub seed: u64,
    /// The plan of acceptance.
    pub plan: SamplePlan,
    /// The model that had coded; empty for none.
    pub model_id: String,
    /// The thresholds in force.
    pub thresholds: Thresholds,
}

impl SampleDesign {
    /// Number of records in the lot.
    pub fn lot_records(&self) -> u64 {
        self.strata.iter().map(|stratum| stratum.records).sum()
    }

    /// Number of records drawn.
    pub fn drawn(&self) -> usize {
        self.strata.iter().map(|stratum| stratum.drawn.len()).sum()
    }

    /// The records drawn, ascending.
    pub fn records(&self) -> Vec<RecordId> {
        let mut records: Vec<RecordId> = self.strata.iter().flat_map(|stratum| &stratum.drawn).copied().collect();
        records.sort_unstable();
        records
    }

    /// The lot of the acceptance plan.
    pub fn lot_size(&self) -> Lot {
        Lot::Of(self.lot_records())
    }

    /// Whether every record of the lot had nearly the same chance to be drawn, as the plan of acceptance supposes.
    pub fn is_even(&self) -> bool {
        self.strata.len() < 2 || self.allocation == Allocation::Proportional
    }
}

/// A quality sample as a project keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct QualitySample {
    /// Number of the sample, from 1.
    pub number: u32,
    /// When it was drawn.
    pub at: Timestamp,
    /// Who drew it.
    pub reviewer: String,
    /// How.
    pub design: SampleDesign,
}
