//! An action on very many records becomes an entry of the log.

use std::sync::Arc;

use review::{Columns, Groups, Ledger, RecordId, Timestamp};
use store::LogWriter;

use super::Reporter;
use super::work::{Broken, checked};
use crate::derived::judge_again;
use crate::{Act, Decided, Event};

/// What the action starts from.
pub(crate) struct Standing {
    pub(crate) ledger: Ledger,
    pub(crate) columns: Columns,
    pub(crate) groups: Arc<Groups>,
}

/// Makes the entry, writes it, and only then takes it in. It can be stopped before it is written, not after.
pub(super) fn decide(
    reporter: &mut Reporter<Event>,
    act: &Act,
    standing: Standing,
    reviewer: &str,
    now: Timestamp,
    mut writer: LogWriter,
) -> Result<Event, Broken> {
    let Standing { mut ledger, mut columns, groups } = standing;
    let total = act.size(&ledger) as u64;
    checked(reporter, 0, Some(total))?;
    let Some(entry) = act.entry(&ledger, now, reviewer) else { return Err(Broken::Cancelled) };
    checked(reporter, total / 2, Some(total))?;
    writer.append(&entry)?;
    let number = entry.number;
    ledger.apply(entry).map_err(|error| Broken::of(&error))?;
    let changes = ledger.entry(number).map_or(&[][..], |entry| &entry.changes);
    let records: Vec<RecordId> = changes.iter().map(|change| change.record).collect();
    judge_again(&mut columns, &records, &ledger, &groups);
    let counts = columns.counts();
    Ok(Event::Decided(reporter.id(), Box::new(Decided { ledger, columns, counts })))
}
