//! Which entries of the log are looked at.

use crate::{Entry, RecordId};

/// Which entries of the log are looked at: those that meet every condition that is set. The default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// By this person, as the name stands in the log.
    pub reviewer: Option<String>,
    /// With this action, by [`crate::Action::word`].
    pub action: Option<&'static str>,
    /// About this record.
    pub record: Option<RecordId>,
    /// On this day (UTC), counted from 1970-01-01.
    pub day: Option<i64>,
}

impl LogFilter {
    /// Whether every entry meets it.
    pub fn is_empty(&self) -> bool {
        *self == LogFilter::default()
    }

    /// Whether an entry meets it.
    pub fn admits(&self, entry: &Entry) -> bool {
        let touches = |record| entry.changes.binary_search_by_key(&record, |change| change.record).is_ok();
        self.reviewer.as_ref().is_none_or(|name| *name == entry.reviewer)
            && self.action.is_none_or(|word| word == entry.action.word())
            && self.day.is_none_or(|day| day == entry.at.day())
            && self.record.is_none_or(touches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ledger, Timestamp};

    #[test]
    fn every_condition_that_is_set_has_to_be_met() {
        let ledger = Ledger::new();
        let entry = ledger.flag(Timestamp(86_400_000), "Kim", [3, 5], true).unwrap();
        assert!(LogFilter::default().admits(&entry) && LogFilter::default().is_empty());
        let all = LogFilter { reviewer: Some("Kim".to_owned()), action: Some("flag"), record: Some(5), day: Some(1) };
        assert!(all.admits(&entry) && !all.is_empty());
        assert!(!LogFilter { reviewer: Some("kim".to_owned()), ..all.clone() }.admits(&entry));
        assert!(!LogFilter { action: Some("accept"), ..all.clone() }.admits(&entry));
        assert!(!LogFilter { record: Some(4), ..all.clone() }.admits(&entry));
        assert!(!LogFilter { day: Some(0), ..all }.admits(&entry));
    }
}
