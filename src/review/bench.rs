//! The threshold bench: what any pair of thresholds would mean for a project, told at once.
//!
//! Every record is sorted once into a ladder of thresholds by its joint probabilities; what thresholds on the ladder mean is
//! then a look-up, however many records there are. It is exactly what deriving all records under them would say.

use domain::{Coding, Level, Outcome, Status, Thresholds};

use crate::distribution::{GROUPS, group_of};
use crate::statistics::binomial::ExpectedErrors;
use crate::statistics::{Interval, USUAL};
use crate::{Columns, Flags, RecordId};

/// Steps of the ladder from 0 to 1.
pub const STEPS: usize = 1_000;

/// Fewer reviewed records than this say too little about an agreement rate.
pub const ENOUGH: u64 = 30;

/// What is known of the records of a project beside their codings.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Status, flags and decisions under the thresholds in force.
    pub columns: &'a Columns,
    /// Records, ascending, whose earlier decision is another than the best full code.
    pub earlier_differs: &'a [RecordId],
    /// How many records have the identical answer, the record itself among them; empty where every answer is alone.
    pub alike: &'a [u32],
}

/// The ladder, with every record of a project on it.
#[derive(Clone, Default, PartialEq)]
pub struct Bench {
    cuts: Vec<f32>,
    groups: Vec<Group>,
}

impl std::fmt::Debug for Bench {
    /// In short: a ladder has thousands of numbers.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let records: u64 = self.groups.iter().map(|group| group.records).sum();
        formatter.debug_struct("Bench").field("records", &records).finish_non_exhaustive()
    }
}

/// The records of a major group. All vectors hold, at a place of the ladder, what is at it or above.
#[derive(Clone, Debug, Default, PartialEq)]
struct Group {
    records: u64,
    reviewed: u64,
    /// Occupations by their joint probability at each level.
    reach: [Vec<u64>; 5],
    /// Non-classification codes by their joint probability.
    outside: Vec<u64>,
    /// Non-classification codes by rule, whatever the thresholds.
    outside_by_rule: u64,
    /// Full codes without a reason of their own to be looked at, by the joint probability of the occupation.
    sound: Vec<Sound>,
}

/// Full codes without a reason of their own to be looked at. What is counted together stands together in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sound {
    /// How many there are, and how many of them are expected to be wrong.
    records: u64,
    wrong: f64,
    /// Those of them that nobody has decided, referred or flagged, and errors to expect at each level.
    free: u64,
    free_wrong: [Wrong; 5],
    /// Those of them that a person decided.
    judged: Judged,
}

/// Sums over records that are each wrong with probability q.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Wrong {
    /// Σ q
    mean: f64,
    /// Σ q²
    squares: f64,
    /// Σ m q (1 - q) over records whose answer comes m times, because identical answers are right or wrong together.
    alike: f64,
}

/// What people said about codes of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Judged {
    records: u64,
    agreed: [u64; 5],
    flagged: u64,
}

impl Bench {
    /// Puts every record on the ladder. Thresholds that shall be told beside the thousand steps are given in `extra`, such
    /// as those in force.
    pub fn of(codings: &[Coding], standing: Standing<'_>, extra: &[f32]) -> Bench {
        let mut bench = Bench::empty(extra);
        bench.put(codings, 0, standing);
        bench.sum_up();
        bench
    }

    /// A ladder without records; parts of a project can be put on ladders of their own, see [`Bench::put`].
    pub fn empty(extra: &[f32]) -> Bench {
        let mut cuts: Vec<f32> = (0..=STEPS).map(step).collect();
        cuts.extend(extra.iter().copied().filter(|cut| (0.0..=1.0).contains(cut)));
        cuts.sort_unstable_by(f32::total_cmp);
        cuts.dedup();
        let length = cuts.len();
        let group = Group {
            reach: std::array::from_fn(|_| vec![0; length]),
            outside: vec![0; length],
            sound: vec![Sound::default(); length],
            ..Group::default()
        };
        Bench { cuts, groups: vec![group; GROUPS] }
    }

    /// Puts the records from `first` on on the ladder. When all are there, [`Bench::sum_up`] makes it ready.
    pub fn put(&mut self, codings: &[Coding], first: RecordId, standing: Standing<'_>) {
        let from = standing.earlier_differs.partition_point(|record| *record < first);
        let mut differing = standing.earlier_differs[from..].iter().peekable();
        for (coding, record) in codings.iter().zip(first..) {
            let differs = differing.next_if_eq(&&record).is_some();
            self.put_one(coding, record, differs, standing);
        }
    }

    fn put_one(&mut self, coding: &Coding, record: RecordId, differs: bool, standing: Standing<'_>) {
        let at = record as usize;
        let flags = standing.columns.flags().get(at).copied().unwrap_or_default();
        let decision = standing.columns.decision().get(at).copied().flatten();
        let group = &mut self.groups[group_of(coding)];
        group.records += 1;
        // What was referred or flagged by hand since is to review again.
        group.reviewed += u64::from(decision.is_some() && !flags.by_people());
        let Some(best) = coding.best else { return };
        if best.is_non_classification() {
            if coding.no_usable_words {
                group.outside_by_rule += 1;
            } else {
                group.outside[place(&self.cuts, coding.joint(Level::Occupation))] += 1;
            }
            return;
        }
        let joints = Level::ALL.map(|level| coding.joint(level));
        for (reach, joint) in group.reach.iter_mut().zip(joints) {
            reach[place(&self.cuts, joint)] += 1;
        }
        // A reason that no threshold takes away.
        let everything = Thresholds { optimal: 0.0, minimum: 0.0 };
        if differs || !Flags::of(coding, &Outcome::of(coding, everything), everything).is_empty() {
            return;
        }
        let joint = joints[Level::Occupation.index()];
        let sound = &mut group.sound[place(&self.cuts, joint)];
        sound.records += 1;
        sound.wrong += 1.0 - f64::from(joint);
        if let Some(decision) = decision {
            let judged = &mut sound.judged;
            judged.records += 1;
            // Of the machine's reasons only, as they are under the thresholds in force.
            judged.flagged += u64::from(!flags.with_judgement(None).with_conflict(false).is_empty());
            for (agreed, level) in judged.agreed.iter_mut().zip(Level::ALL) {
                let code = decision.code().and_then(|code| code.at(level));
                *agreed += u64::from(code.is_some() && code == best.at(level));
            }
        } else if !flags.by_people() {
            sound.free += 1;
            let alike = standing.alike.get(at).map_or(1.0, |alike| f64::from((*alike).max(1)));
            for (wrong, joint) in sound.free_wrong.iter_mut().zip(joints) {
                let q = 1.0 - f64::from(joint);
                wrong.mean += q;
                wrong.squares += q * q;
                wrong.alike += alike * q * (1.0 - q);
            }
        }
    }

    /// Adds the records of another ladder with the same steps, of which neither is summed up.
    pub fn add(&mut self, other: &Bench) {
        for (group, other) in self.groups.iter_mut().zip(&other.groups) {
            group.add(other);
        }
    }

    /// Makes the ladder ready to be asked.
    pub fn sum_up(&mut self) {
        for group in &mut self.groups {
            group.reach.iter_mut().for_each(|of| from_the_top(of, |sum, of| *sum += of));
            from_the_top(&mut group.outside, |sum, of| *sum += of);
            from_the_top(&mut group.sound, Sound::add);
        }
    }

    /// The step of the ladder next to a threshold; a threshold that is on it stays as it is.
    pub fn nearest(&self, threshold: f32) -> f32 {
        let at = place(&self.cuts, threshold.clamp(0.0, 1.0));
        let below = self.cuts.get(at).copied().unwrap_or_default();
        let above = self.cuts.get(at + 1).copied().unwrap_or(below);
        if threshold - below <= above - threshold { below } else { above }
    }

    /// What these thresholds would mean; they are taken to the nearest steps of the ladder.
    pub fn reckon(&self, thresholds: Thresholds) -> Reckoned {
        let (optimal, minimum) = (self.nearest(thresholds.optimal), self.nearest(thresholds.minimum));
        let thresholds = Thresholds { optimal: optimal.max(minimum), minimum };
        let (high, low) = (place(&self.cuts, thresholds.optimal), place(&self.cuts, thresholds.minimum));
        let groups: Vec<Line> = self.groups.iter().map(|group| group.line(high, Level::Occupation)).collect();
        let mut statuses = [0; Status::ALL.len()];
        let mut levels = Level::ALL.map(|level| LevelLine { level, ..LevelLine::default() });
        for (line, level) in levels.iter_mut().zip(Level::ALL) {
            line.line = self.groups.iter().map(|group| group.line(high, level)).fold(Line::default(), Line::plus);
            line.reached = self.groups.iter().map(|group| at_or_above(&group.reach[level.index()], low)).sum();
        }
        for at in 0..levels.len() {
            let deeper = levels.get(at + 1).map_or(0, |line| line.reached);
            levels[at].exactly = levels[at].reached.saturating_sub(deeper);
        }
        let all = groups.iter().copied().fold(Line::default(), Line::plus);
        let outside: u64 =
            self.groups.iter().map(|group| at_or_above(&group.outside, low) + group.outside_by_rule).sum();
        let full = levels[Level::Occupation.index()].reached;
        let partial = levels[Level::MajorGroup.index()].reached.saturating_sub(full);
        for (count, status) in statuses.iter_mut().zip(Status::ALL) {
            *count = match status {
                Status::Coded => full,
                Status::Partial => partial,
                Status::NonClassification => outside,
                Status::Uncoded => all.records.saturating_sub(full + partial + outside),
            };
        }
        Reckoned { thresholds, all, statuses, levels, groups }
    }

    /// Production and agreement for optimal thresholds from 0 to 1 in so many steps; where nothing would be coded without
    /// review there is no point.
    pub fn curve(&self, steps: usize) -> Vec<CurvePoint> {
        let records: u64 = self.groups.iter().map(|group| group.records).sum();
        let point = |at: usize| {
            let optimal = self.nearest(at as f32 / steps.max(1) as f32);
            let high = place(&self.cuts, optimal);
            let automatic: u64 = self.groups.iter().map(|group| group.sound(high).records).sum();
            let wrong: f64 = self.groups.iter().map(|group| group.sound(high).wrong).sum();
            let observed = self
                .groups
                .iter()
                .fold(Observed::default(), |sum, group| sum.plus(group.observed(high, Level::Occupation)));
            (automatic > 0).then(|| CurvePoint {
                optimal,
                production: automatic as f64 / records as f64,
                expected: 1.0 - wrong / automatic as f64,
                observed,
            })
        };
        (0..=steps.max(1)).filter_map(point).collect()
    }
}

impl Group {
    fn add(&mut self, other: &Group) {
        self.records += other.records;
        self.reviewed += other.reviewed;
        self.outside_by_rule += other.outside_by_rule;
        for (one, other) in self.reach.iter_mut().zip(&other.reach) {
            pairwise(one, other, |sum, of| *sum += of);
        }
        pairwise(&mut self.outside, &other.outside, |sum, of| *sum += of);
        pairwise(&mut self.sound, &other.sound, Sound::add);
    }

    fn sound(&self, high: usize) -> Sound {
        self.sound.get(high).copied().unwrap_or_default()
    }

    fn line(&self, high: usize, level: Level) -> Line {
        let sound = self.sound(high);
        Line {
            records: self.records,
            automatic: sound.records,
            to_review: self.records - self.reviewed - sound.free,
            reviewed: self.reviewed,
            without_review: sound.free,
            wrong: sound.free_wrong[level.index()],
            observed: self.observed(high, level),
        }
    }

    fn observed(&self, high: usize, level: Level) -> Observed {
        let judged = self.sound(high).judged;
        Observed { records: judged.records, agreed: judged.agreed[level.index()], flagged: judged.flagged }
    }
}

impl Sound {
    fn add(&mut self, other: &Sound) {
        self.records += other.records;
        self.wrong += other.wrong;
        self.free += other.free;
        for (wrong, other) in self.free_wrong.iter_mut().zip(&other.free_wrong) {
            wrong.add(other);
        }
        self.judged.add(&other.judged);
    }
}

impl Wrong {
    fn add(&mut self, other: &Wrong) {
        self.mean += other.mean;
        self.squares += other.squares;
        self.alike += other.alike;
    }
}

impl Judged {
    fn add(&mut self, other: &Judged) {
        self.records += other.records;
        self.flagged += other.flagged;
        for (agreed, other) in self.agreed.iter_mut().zip(other.agreed) {
            *agreed += other;
        }
    }
}

/// What thresholds would mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Reckoned {
    /// The thresholds, on the ladder.
    pub thresholds: Thresholds,
    /// All records; errors are wrong occupations.
    pub all: Line,
    /// Records by the machine's status, in the order of [`Status::ALL`].
    pub statuses: [u64; Status::ALL.len()],
    /// By level, the broadest first.
    pub levels: [LevelLine; 5],
    /// By the group of [`group_of`]; errors are wrong occupations.
    pub groups: Vec<Line>,
}

/// A level under thresholds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelLine {
    /// The level.
    pub level: Level,
    /// Records whose code is at least so detailed, non-classification codes not among them.
    pub reached: u64,
    /// Records whose code is exactly so detailed.
    pub exactly: u64,
    /// All records; errors are wrong categories of this level.
    pub line: Line,
}

impl Default for LevelLine {
    fn default() -> LevelLine {
        LevelLine { level: Level::MajorGroup, reached: 0, exactly: 0, line: Line::default() }
    }
}

/// Records under thresholds. Those without review, to review and reviewed are all there are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Line {
    /// Records.
    pub records: u64,
    /// Full codes that have no reason to be looked at, whether people looked at them or not: what the production rate
    /// counts.
    pub automatic: u64,
    /// Records that a person still has to look at.
    pub to_review: u64,
    /// Records that a person decided.
    pub reviewed: u64,
    /// Full codes that nobody looked at or has to.
    pub without_review: u64,
    wrong: Wrong,
    /// What people said about codes that would have no reason to be looked at.
    pub observed: Observed,
}

impl Line {
    fn plus(mut self, other: Line) -> Line {
        self.records += other.records;
        self.automatic += other.automatic;
        self.to_review += other.to_review;
        self.reviewed += other.reviewed;
        self.without_review += other.without_review;
        self.wrong.add(&other.wrong);
        self.observed = self.observed.plus(other.observed);
        self
    }

    /// The share of records that have no reason to be looked at, 0 to 1; 0 without records.
    pub fn production(&self) -> f64 {
        if self.records == 0 { 0.0 } else { self.automatic as f64 / self.records as f64 }
    }

    /// The number of errors to expect among the records without review, if the probabilities are right.
    pub fn expected_errors(&self) -> f64 {
        self.wrong.mean
    }

    /// Numbers between which the errors lie with 95 % probability, if the probabilities are right and identical answers are
    /// right or wrong together.
    ///
    /// Without identical answers it is the interval of [`ExpectedErrors`]. With them the variance grows by a factor d, the
    /// design effect: the errors are taken as d times those among independent records with a dth of the expectation.
    pub fn expected_interval(&self) -> Interval {
        let independent = self.wrong.mean - self.wrong.squares;
        if independent <= 0.0 {
            return Interval { low: self.wrong.mean, high: self.wrong.mean };
        }
        let effect = (self.wrong.alike / independent).max(1.0);
        let share = |value: f64| value / effect;
        let errors =
            ExpectedErrors::of(share(self.without_review as f64), share(self.wrong.mean), share(self.wrong.squares));
        let interval = errors.interval(USUAL);
        let most = self.without_review as f64;
        Interval { low: (interval.low * effect).min(most), high: (interval.high * effect).min(most) }
    }
}

/// What people said about codes of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Records that people decided.
    pub records: u64,
    /// Those on which the person's code and the machine's are the same, down to the level that is asked about.
    pub agreed: u64,
    /// Those that were reviewed although, or because, the thresholds in force flagged them: they are no random sample.
    pub flagged: u64,
}

impl Observed {
    fn plus(self, other: Observed) -> Observed {
        Observed {
            records: self.records + other.records,
            agreed: self.agreed + other.agreed,
            flagged: self.flagged + other.flagged,
        }
    }

    /// The share of agreement, 0 to 1; `None` without records.
    pub fn share(self) -> Option<f64> {
        (self.records > 0).then(|| self.agreed as f64 / self.records as f64)
    }

    /// Its exact 95 % interval.
    pub fn interval(self) -> Interval {
        crate::statistics::binomial::exact_interval(self.agreed, self.records, USUAL)
    }
}

/// What an optimal threshold gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The threshold.
    pub optimal: f32,
    /// The share of records that have no reason to be looked at.
    pub production: f64,
    /// The share of them that is expected to be right.
    pub expected: f64,
    /// What people said about those of them that they decided.
    pub observed: Observed,
}

/// A step of the ladder.
fn step(at: usize) -> f32 {
    at as f32 / STEPS as f32
}

/// The place of the highest step that is not above a value.
fn place(cuts: &[f32], value: f32) -> usize {
    // Steps beside the thousand shift what follows by a few.
    let mut at = ((value * STEPS as f32) as usize).min(cuts.len() - 1);
    while at > 0 && cuts[at] > value {
        at -= 1;
    }
    while cuts.get(at + 1).is_some_and(|next| *next <= value) {
        at += 1;
    }
    at
}

fn at_or_above(sums: &[u64], at: usize) -> u64 {
    sums.get(at).copied().unwrap_or_default()
}

/// Replaces every number by the sum of it and all behind it.
fn from_the_top<T: Copy>(numbers: &mut [T], add: impl Fn(&mut T, &T)) {
    for at in (1..numbers.len()).rev() {
        let above = numbers[at];
        add(&mut numbers[at - 1], &above);
    }
}

fn pairwise<T>(ones: &mut [T], others: &[T], add: impl Fn(&mut T, &T)) {
    for (one, other) in ones.iter_mut().zip(others) {
        add(one, other);
    }
}

#[cfg(test)]
#[path = "bench_tests.rs"]
pub(crate) mod tests;
