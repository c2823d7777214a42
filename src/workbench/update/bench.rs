//! The pages about distributions and thresholds.

use std::sync::Arc;

use domain::{Coding, Thresholds};
use rayon::prelude::*;
use review::RecordId;
use review::bench::{Bench, Standing};
use review::distribution::Bar;

use super::{classification, listed};
use crate::supervise::{Reckoning, ShownDistribution, Stamp};
use crate::{AppState, BenchCommand, Effect, Listed, Review, Screen, SupervisePage, Workspace};

/// Records put on a ladder at a time; few ladders, because each has a few thousand numbers.
const PART: usize = 1 << 17;

pub(super) fn command(state: &mut AppState, command: BenchCommand) -> Vec<Effect> {
    let pages = &mut state.supervise.bench;
    match command {
        BenchCommand::SetMeasure(measure) => {
            pages.measure = measure;
            pages.shown = None;
        }
        BenchCommand::SetSplit(split) => {
            pages.split = split;
            pages.shown = None;
        }
        BenchCommand::SetBins(bins) => {
            pages.bins = bins;
            pages.shown = None;
        }
        BenchCommand::SetEnlarged(enlarged) => {
            pages.enlarged = enlarged;
            (pages.shown, pages.reckoning) = (None, None);
        }
        BenchCommand::ShowBar(bar) => return show_bar(state, bar),
        BenchCommand::ProposeOptimal(optimal) => {
            let minimum = pages.proposed.minimum.min(optimal);
            propose(state, Thresholds { optimal, minimum });
        }
        BenchCommand::ProposeMinimum(minimum) => {
            let optimal = pages.proposed.optimal.max(minimum);
            propose(state, Thresholds { optimal, minimum });
        }
        BenchCommand::ProposeThoseInForce => {
            if let Some(in_force) = state.review().map(|review| review.thresholds) {
                propose(state, in_force);
            }
        }
        BenchCommand::SetPace(pace) => pages.pace = pace,
    }
    Vec::new()
}

fn propose(state: &mut AppState, thresholds: Thresholds) {
    state.supervise.bench.proposed = thresholds;
    let Screen::Review(review) = &state.screen else { return };
    if let Some(reckoning) = &mut state.supervise.bench.reckoning {
        reckoning.propose(review, thresholds);
        state.supervise.bench.proposed = reckoning.proposed.thresholds;
    }
}

/// Shows the records of a bar in the review, all of them and no others.
fn show_bar(state: &mut AppState, bar: Bar) -> Vec<Effect> {
    let (Some(review), Some(shown)) = (state.review(), &state.supervise.bench.shown) else { return Vec::new() };
    let records = shown.distribution.records(bar, &review.codings, &review.columns);
    let words = shown.words(bar);
    let mut effects = classification::show(state, Workspace::Review);
    effects.extend(listed::show_records(state, Listed::Bar, words, records));
    effects
}

/// Makes the page in sight again where what it rests on has changed:about as long as deriving their status, and only when a
/// page is opened, or a decision or coding changed something since.
pub(super) fn refresh(state: &mut AppState) {
    let pages = &mut state.supervise.bench;
    let Screen::Review(review) = &state.screen else {
        // Nothing of a project stays when it is closed.
        (pages.shown, pages.reckoning, pages.rests_on) = (None, None, None);
        state.supervise.figure_export = None;
        return;
    };
    if state.workspace != Workspace::Supervise {
        return;
    }
    if !review.is_coded() {
        (pages.shown, pages.reckoning, pages.rests_on) = (None, None, None);
        return;
    }
    let stamp = Stamp::of(review);
    if pages.rests_on.as_ref() != Some(&stamp) {
        let others = |before: &Stamp| (before.thresholds, &before.path) != (stamp.thresholds, &stamp.path);
        if pages.rests_on.as_ref().is_none_or(others) {
            pages.proposed = review.thresholds;
        }
        (pages.shown, pages.reckoning) = (None, None);
        pages.rests_on = Some(stamp);
    }
    match state.supervise.page {
        SupervisePage::Distribution if pages.shown.is_none() => {
            let shown = ShownDistribution::of(review, pages);
            pages.shown = Some(Arc::new(shown));
        }
        SupervisePage::Thresholds if pages.reckoning.is_none() => {
            let reckoning = Reckoning::of(review, bench(review), pages);
            pages.proposed = reckoning.proposed.thresholds;
            pages.reckoning = Some(Box::new(reckoning));
        }
        _ => {}
    }
}

/// Puts all records on the ladder, on all processors.
fn bench(review: &Review) -> Bench {
    let mut alike = vec![1_u32; review.len()];
    for group in review.groups.iter() {
        for record in group {
            if let Some(alike) = alike.get_mut(*record as usize) {
                *alike = u32::try_from(group.len()).unwrap_or(u32::MAX);
            }
        }
    }
    let earlier_differs: Vec<RecordId> = if review.earlier_totals.matched == 0 {
        Vec::new()
    } else {
        let best: Vec<_> = review.codings.iter().map(|coding| coding.best).collect();
        review.earlier.differing(&best)
    };
    let standing = Standing { columns: &review.columns, earlier_differs: &earlier_differs, alike: &alike };
    let extra = [review.thresholds.optimal, review.thresholds.minimum];
    let part = |(at, codings): (usize, &[Coding])| {
        let mut bench = Bench::empty(&extra);
        bench.put(codings, RecordId::try_from(at * PART).unwrap_or(RecordId::MAX), standing);
        bench
    };
    let parts: Vec<Bench> = review.codings.par_chunks(PART).enumerate().map(part).collect();
    let mut bench = Bench::empty(&extra);
    for part in &parts {
        bench.add(part);
    }
    bench.sum_up();
    bench
}
