//! What the page of quality samples knows: the sample that could be drawn, and those that were.

use std::path::PathBuf;
use std::sync::Arc;

use domain::ClassificationId;
use review::figure::Figure;
use review::quality::figures::operating_characteristic;
use review::quality::{LotKind, LotStratum, Outcome, PlanChoice, QualitySample, SamplePlan, Stratify, Verdict, shares};
use review::statistics::acceptance::{Lot, Plan};
use review::statistics::estimate::Allocation;
use review::{Columns, Hash, Ledger, RecordId, Timestamp};

use crate::JobId;

/// What the page of quality samples knows.
#[derive(Clone, Debug, Default)]
pub struct QualityPage {
    /// The sample that could be drawn.
    pub wish: SampleWish,
    /// What it would be drawn from; `None` until it is counted.
    pub lot: Option<CountedLot>,
    /// Who made decisions that stand, by name.
    pub coders: Vec<String>,
    /// The job that counts both.
    pub counting: Option<JobId>,
    /// The samples that were drawn and not taken back, the newest first.
    pub samples: Vec<SampleLine>,
    /// The one that is looked at.
    pub shown: Option<Box<ShownSample>>,
    /// Answers of wrong records are written into the report.
    pub with_answers: bool,
    /// What samples and lot were gathered from; something else means that they are gathered again.
    pub(crate) seen: Option<Seen>,
}

/// A sample that could be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleWish {
    /// From which records.
    pub lot: LotKind,
    /// By what they are divided.
    pub stratify: Stratify,
    /// How the sample is shared out.
    pub allocation: Allocation,
    /// How many, and how many errors are allowed.
    pub choice: PlanChoice,
    /// Start of the random numbers.
    pub seed: u64,
}

impl Default for SampleWish {
    fn default() -> SampleWish {
        SampleWish {
            lot: LotKind::default(),
            stratify: Stratify::default(),
            allocation: Allocation::Proportional,
            choice: PlanChoice::default(),
            seed: 1,
        }
    }
}

/// A lot that was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedLot {
    /// Which lot, and by what it is divided.
    pub of: (LotKind, Stratify),
    /// Its parts.
    pub strata: Vec<LotStratum>,
    /// Number of its records.
    pub records: u64,
    /// The plan for it; `None` for an empty lot.
    pub plan: Option<Plan>,
    /// How many records would be drawn from each part.
    pub shares: Vec<u64>,
    /// What the plan promises; `None` for an empty lot.
    pub operating: Option<Arc<Figure>>,
}

impl CountedLot {
    /// Puts the parts together.
    pub(crate) fn new(of: (LotKind, Stratify), strata: Vec<LotStratum>, wish: &SampleWish) -> CountedLot {
        let records = strata.iter().map(|stratum| stratum.records.len() as u64).sum();
        let mut lot = CountedLot { of, strata, records, plan: None, shares: Vec::new(), operating: None };
        lot.share_out(wish);
        lot
    }

    /// Reckons plan and shares again.
    pub(crate) fn share_out(&mut self, wish: &SampleWish) {
        self.plan = wish.choice.plan(self.records);
        self.operating = self.plan.map(|plan| {
            let plan = SamplePlan { plan, choice: wish.choice };
            Arc::new(operating_characteristic(&plan, Lot::Of(self.records), None))
        });
        self.shares = shares(&self.strata, self.plan.map_or(0, |plan| plan.sample), wish.allocation);
    }
}

/// A sample in the list of samples.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleLine {
    /// Its number.
    pub number: u32,
    /// What it was drawn from, and when.
    pub words: String,
    /// Number of records drawn.
    pub drawn: usize,
    /// Number of them that are coded blind.
    pub coded: usize,
    /// Number of errors found.
    pub errors: usize,
    /// Whether its lot is accepted.
    pub verdict: Verdict,
}

/// The sample that is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownSample {
    /// Its number.
    pub number: u32,
    /// What became of it.
    pub outcome: Outcome,
    /// What its plan promises.
    pub operating: Arc<Figure>,
    /// What would be left over many lots.
    pub outgoing: Arc<Figure>,
    /// What was found; `None` while nothing can be estimated.
    pub levels: Option<Arc<Figure>>,
}

/// What a job counted.
#[derive(Clone, Debug)]
pub struct LotParts {
    /// Which lot, and by what it is divided.
    pub of: (LotKind, Stratify),
    /// Its parts.
    pub strata: Vec<LotStratum>,
    /// Who made decisions that stand, by name.
    pub coders: Vec<String>,
}

/// What samples and lot were gathered from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    pub entries: usize,
    pub samples: usize,
    pub model: String,
    pub coded: bool,
    pub path: PathBuf,
}

/// Which lot is counted.
#[derive(Clone, Debug)]
pub struct LotPlan {
    /// Which records.
    pub lot: LotKind,
    /// By what they are divided.
    pub stratify: Stratify,
    /// The records that are shown, for a lot of these.
    pub shown: Vec<RecordId>,
    /// Status, flags and code of every record.
    pub columns: Arc<Columns>,
    /// What people decided.
    pub ledger: Arc<Ledger>,
    /// What the project is coded to.
    pub classification: ClassificationId,
}

/// What is written into a report.
#[derive(Clone, Debug)]
pub struct ReportPlan {
    /// Where the report goes.
    pub path: PathBuf,
    /// The sample.
    pub sample: QualitySample,
    /// What became of it.
    pub outcome: Outcome,
    /// What is drawn in it.
    pub figures: Vec<Arc<Figure>>,
    /// Name of the file that was coded.
    pub source: String,
    /// What it is coded to.
    pub classification: ClassificationId,
    /// Number of entries in the log, and the hash of the last.
    pub log: (u64, Hash),
    /// When it is written.
    pub now: Timestamp,
    /// Who writes it.
    pub reviewer: String,
    /// Record, title and tasks of those that were coded blind, ascending; `None` leaves the answers out.
    pub answers: Option<Vec<(RecordId, String, String)>>,
}
