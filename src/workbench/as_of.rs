//! The project as it stood at an entry of its log, to look at and to export.

use std::sync::Arc;

use domain::{Coding, Thresholds};
use review::{Columns, Ledger, Timestamp};

use crate::Review;

/// The project as it stood after an entry of its log. While it is looked at, ledger, codings, thresholds and what follows
/// from them are those of then in [`Review`]; those of now wait here.
#[derive(Debug)]
pub struct AsOf {
    /// Number of the entry, from 1.
    pub number: u64,
    /// When it was written.
    pub at: Timestamp,
    pub(crate) now: Standing,
}

/// What stands in a project at some time.
#[derive(Debug)]
pub struct Standing {
    /// What people decided.
    pub(crate) ledger: Arc<Ledger>,
    /// What the engine had found.
    pub(crate) codings: Arc<Vec<Coding>>,
    /// Status, flags and code of every record.
    pub(crate) columns: Columns,
    /// The thresholds in force.
    pub(crate) thresholds: Thresholds,
    /// The model that had coded.
    pub(crate) model_id: String,
}

impl Standing {
    /// Puts this into a project, and gives what stood there.
    pub(crate) fn swap(self, review: &mut Review) -> Standing {
        let thresholds = std::mem::replace(&mut review.thresholds, self.thresholds);
        Standing {
            ledger: std::mem::replace(&mut review.ledger, self.ledger),
            codings: std::mem::replace(&mut review.codings, self.codings),
            columns: std::mem::replace(&mut review.columns, self.columns),
            thresholds,
            model_id: std::mem::replace(&mut review.model_id, self.model_id),
        }
    }
}

impl Review {
    /// The whole log, also while the project is looked at as it stood earlier.
    pub fn whole_log(&self) -> &Arc<Ledger> {
        self.as_of.as_ref().map_or(&self.ledger, |as_of| &as_of.now.ledger)
    }

    /// Status, flags and code of every record as they stand now, and the thresholds in force now.
    pub(crate) fn of_now(&self) -> (&Columns, Thresholds) {
        match &self.as_of {
            Some(as_of) => (&as_of.now.columns, as_of.now.thresholds),
            None => (&self.columns, self.thresholds),
        }
    }
}
