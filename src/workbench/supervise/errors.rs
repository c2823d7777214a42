//! Decisions that look wrong: in which order they are looked at, and which one is marked.

use std::sync::Arc;

use domain::{Code, Coding};
use review::{Answers, Filter, Groups, Ledger, Ranking, RecordId, Suspect, Suspects};

use super::calibration::stamp;
use crate::can::{coded, writable};
use crate::{AppState, JobId, Review};
use classifier::Engine;

/// What a person does on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorsCommand {
    /// Look through all decisions again.
    Rank,
    /// Show this order.
    Show(Ranking),
    /// Mark the decision at this place, from 0.
    Mark(usize),
    /// Go to the marked record in the review.
    Open,
    /// Take the marked decision back.
    Reopen,
    /// Flag the marked record by hand, so that it is to review again while its decision stands; or take the flag away.
    Flag,
    /// Show the records of this order alone in the review.
    ShowRecords,
}

/// What is looked at on the page.
#[derive(Clone, Debug, Default)]
pub struct ErrorsPage {
    /// The order.
    pub ranking: Ranking,
    /// The marked decision, by its place in the order, from 0.
    pub marked: usize,
    /// The job that looks through the decisions.
    pub job: Option<JobId>,
    /// What was found; `None` before anybody looked. It stays as it is while decisions are mended, so that nothing moves
    /// under the cursor.
    pub found: Option<Arc<Suspects>>,
    /// Entries of the log and codings of the project when that was found, and when the job was started.
    pub(crate) found_at: (usize, usize),
    pub(crate) asked_at: (usize, usize),
}

impl ErrorsPage {
    /// How many decisions the order lists.
    pub fn count(&self) -> usize {
        self.found.as_ref().map_or(0, |found| found.count(self.ranking))
    }

    /// The decision at a place of the order.
    pub fn at(&self, place: usize) -> Option<&Suspect> {
        self.found.as_ref()?.at(self.ranking, place)
    }

    /// The marked decision.
    pub fn marked(&self) -> Option<&Suspect> {
        self.at(self.marked)
    }

    /// Whether decisions or codings came since the decisions were looked through.
    pub fn is_outdated(&self, state: &AppState) -> bool {
        self.found.is_some() && stamp(state) != Some(self.found_at)
    }
}

/// What the job needs that looks through the decisions.
#[derive(Clone, Debug)]
pub struct ErrorsPlan {
    /// Job titles and tasks.
    pub answers: Arc<Answers>,
    /// What was decided.
    pub ledger: Arc<Ledger>,
    /// What the engine found.
    pub codings: Arc<Vec<Coding>>,
    /// Which answers are identical.
    pub groups: Arc<Groups>,
    /// What tells the probability of a decided code; without it the orders by probability are empty.
    pub engine: Option<Arc<Engine>>,
    /// Number of full codes that the engine chooses among.
    pub codes: usize,
}

/// Why a decision stands where it stands, in words: "engine .93 sure of 26 at sub-major group".
pub fn reason(suspect: &Suspect, ranking: Ranking) -> String {
    let code = |code: Option<Code>| code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
    match ranking {
        Ranking::Engine => match (suspect.parting, suspect.engine) {
            (Some((level, confidence)), Some(engine)) => {
                let group = engine.at(level).unwrap_or(engine);
                format!("engine {} sure of {group} ({})", short(f64::from(confidence)), level.name())
            }
            _ => String::new(),
        },
        Ranking::Coders => match suspect.votes {
            Some((same, all)) => format!("{same} of {all} coded so; others {}", code(suspect.others)),
            None => String::new(),
        },
        _ => match suspect.support {
            Some(support) => {
                let other =
                    support.other.map_or_else(String::new, |(code, p)| format!(", {code} {}", short(f64::from(p))));
                format!("this code {}{other}", short(support.quality.self_confidence))
            }
            None => String::new(),
        },
    }
}

/// A probability with two decimals, without the zero before the point.
fn short(p: f64) -> String {
    let words = format!("{p:.2}");
    words.strip_prefix('0').map(str::to_owned).unwrap_or(words)
}

/// What became of a decision since it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// It stands.
    Stands,
    /// It was taken back.
    Reopened,
    /// It is another one.
    Changed,
    /// The record was drawn to be coded blind, so that nothing is said of it.
    Hidden,
}

impl Since {
    /// What became of it.
    pub fn of(suspect: &Suspect, review: &Review) -> Since {
        if review.hidden(suspect.record).is_some() {
            return Since::Hidden;
        }
        let standing = review.ledger.judgement(suspect.record).and_then(|judgement| judgement.decision);
        match standing {
            None => Since::Reopened,
            Some(decision) if decision.code() == suspect.decision.code() => Since::Stands,
            Some(_) => Since::Changed,
        }
    }
}

/// The records that the order lists, ascending, without those drawn since to be coded blind.
pub(crate) fn suspected(state: &AppState, review: &Review) -> Vec<RecordId> {
    let page = &state.supervise.errors;
    let mut records = page.found.as_ref().map(|found| found.records(page.ranking)).unwrap_or_default();
    records.retain(|record| review.hidden(*record).is_none());
    records
}

/// Whether something can be done on the page now, and if not, why.
pub(crate) fn can_find_errors(state: &AppState, command: &ErrorsCommand) -> Result<(), &'static str> {
    let review = state.review().ok_or("Open a project first.")?;
    coded(review)?;
    let page = &state.supervise.errors;
    match command {
        ErrorsCommand::Rank if page.job.is_some() => Err("The decisions are being looked through."),
        ErrorsCommand::Rank if review.counts.of(Filter::Reviewed) == 0 => Err("Nothing is decided yet."),
        ErrorsCommand::Mark(place) if *place >= page.count() => Err("There is no such row."),
        ErrorsCommand::Open if page.marked().is_none() => Err("No decision is marked."),
        ErrorsCommand::ShowRecords if page.count() == 0 => Err("There are no such records."),
        ErrorsCommand::Reopen | ErrorsCommand::Flag => {
            let suspect = page.marked().ok_or("No decision is marked.")?;
            writable(review)?;
            if Since::of(suspect, review) == Since::Hidden {
                return Err("It is to be coded blind; go to the record (Enter) and code it.");
            }
            if *command == ErrorsCommand::Reopen && Since::of(suspect, review) == Since::Reopened {
                return Err("The decision was taken back already.");
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
