//! Figures of people, the log looked through and checked, and the project as it stood.

use std::ops::ControlFlow;
use std::sync::Arc;

use domain::Coding;
use review::{Action, Chain, Drift, Entry, Groups, Ledger, LogFilter, People, Timestamp};
use store::{Reader, Run, StoreError};

use super::Reporter;
use super::work::{Broken, checked};
use crate::as_of::Standing;
use crate::derived::derive;
use crate::{Event, LogCheck, PeopleEvent, PeopleJob};

/// Entries between two looks at the cancel flag.
const PART: usize = 4096;

/// Does what was asked for.
pub(super) fn people(
    reporter: &mut Reporter<Event>,
    job: PeopleJob,
    reader: Option<&Reader>,
    now: Timestamp,
) -> Result<Event, Broken> {
    let closed = || Broken::of(&"No project is open. Nothing was changed. Open a project first.");
    let found = match job {
        PeopleJob::Count { ledger, columns, groups } => {
            let total = Some(ledger.entries().len() as u64);
            let go_on = |done| checked(reporter, done, total).is_ok();
            let people = People::of(&ledger, &columns, &groups, go_on).ok_or(Broken::Cancelled)?;
            PeopleEvent::Counted(people, Drift::of(&ledger, &columns))
        }
        PeopleJob::Find { ledger, filter } => PeopleEvent::Found(find(reporter, &ledger, &filter)?),
        PeopleJob::Verify => PeopleEvent::Verified(verify(reporter, reader.ok_or_else(closed)?, now)?),
        PeopleJob::StandAt { number, ledger, codings, groups } => {
            let reader = reader.ok_or_else(closed)?;
            let (at, standing) = stand_at(reporter, reader, number, &ledger, codings, &groups)?;
            PeopleEvent::Stood(number, at, Box::new(standing))
        }
    };
    Ok(Event::People(reporter.id(), Box::new(found)))
}

fn find(reporter: &mut Reporter<Event>, ledger: &Ledger, filter: &LogFilter) -> Result<Vec<u32>, Broken> {
    let total = ledger.entries().len() as u64;
    let mut found = Vec::new();
    for (entry, place) in ledger.entries().iter().zip(0u32..) {
        if (place as usize).is_multiple_of(PART) {
            checked(reporter, u64::from(place), Some(total))?;
        }
        if filter.admits(entry) {
            found.push(place);
        }
    }
    Ok(found)
}

/// Reads the log from the file, entry by entry, and checks numbers and hashes up to the first that is not sound.
fn verify(reporter: &mut Reporter<Event>, reader: &Reader, now: Timestamp) -> Result<LogCheck, Broken> {
    let total = reader.entry_count()?;
    let mut chain = Chain::from(reader.genesis());
    let mut broken = None;
    let mut stopped = None;
    let read = reader.for_each_entry(|entry| {
        if chain.entries().is_multiple_of(PART as u64) {
            stopped = checked(reporter, chain.entries(), Some(total)).err();
        }
        broken = chain.take(&entry).err().map(|error| error.to_string());
        if broken.is_some() || stopped.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    if let Some(stopped) = stopped {
        return Err(stopped);
    }
    match read {
        Err(StoreError::Log { source, .. }) => broken = Some(source.to_string()),
        other => other?,
    }
    Ok(LogCheck { at: now, sound: chain.entries(), head: chain.head(), broken })
}

/// What stood after an entry: the log up to there, and the coding and the thresholds that were in force.
fn stand_at(
    reporter: &mut Reporter<Event>,
    reader: &Reader,
    number: u64,
    ledger: &Ledger,
    codings: Arc<Vec<Coding>>,
    groups: &Groups,
) -> Result<(Timestamp, Standing), Broken> {
    let missing = || Broken::of(&"The log has no such entry. Nothing was changed. Choose another entry.");
    let last = usize::try_from(number).ok().and_then(|number| ledger.entries().get(..number));
    let entries = last.ok_or_else(missing)?;
    let at = entries.last().ok_or_else(missing)?.at;
    let runs = reader.runs()?;
    let run = run_at(&runs, ledger.entries(), entries.len()).ok_or_else(missing)?;
    let codings = match runs.last() {
        Some(current) if current.codings_of == run.codings_of => codings,
        _ => Arc::new(reader.codings(run)?),
    };
    let mut folded = Ledger::from_entries(ledger.genesis(), []).map_err(|error| Broken::of(&error))?;
    for (entry, done) in entries.iter().zip(0usize..) {
        if done.is_multiple_of(PART) {
            checked(reporter, done as u64, Some(number))?;
        }
        folded.apply(entry.clone()).map_err(|error| Broken::of(&error))?;
    }
    let (thresholds, model_id) = (run.parameters.thresholds, run.parameters.model_id.clone());
    let columns = derive(&codings, thresholds, &folded, groups);
    Ok((at, Standing { ledger: Arc::new(folded), codings, columns, thresholds, model_id }))
}

/// The run that was in force after the first `count` entries. A change of thresholds has an entry of its own, so that its
/// place in the log tells, whatever the clock said; codings have none and go by the time at which they began, and so do
/// changes of thresholds that are older than such entries. Nothing is decided while records are coded.
fn run_at<'a>(runs: &'a [Run], entries: &[Entry], count: usize) -> Option<&'a Run> {
    let of_entry = |number: u64| entries.get(usize::try_from(number.checked_sub(1)?).ok()?);
    let changes_thresholds = |entry: &&Entry| match entry.action {
        Action::Thresholds { .. } => true,
        Action::Undo { of } | Action::Redo { of } => {
            of_entry(of).is_some_and(|entry| matches!(entry.action, Action::Thresholds { .. }))
        }
        _ => false,
    };
    let logged = entries.iter().filter(changes_thresholds).count();
    let logged_then = entries.iter().take(count).filter(changes_thresholds).count();
    let of_thresholds = runs.iter().filter(|run| run.id != run.codings_of).count();
    let unlogged = of_thresholds.saturating_sub(logged);
    let at = entries.get(count.checked_sub(1)?)?.at;
    let mut seen = 0;
    let in_force = |run: &&Run| {
        let by_time = run.parameters.at <= at;
        if run.id == run.codings_of {
            return by_time;
        }
        seen += 1;
        if seen <= unlogged { by_time } else { seen <= unlogged + logged_then }
    };
    runs.iter().filter(in_force).last().or(runs.first())
}
