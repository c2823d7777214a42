//! Quality samples: what could be drawn, the draw, what became of it, and the report.

use std::path::PathBuf;
use std::sync::Arc;

use review::quality::{LotKind, QualitySample, drawn_design, figures};
use review::{Entry, Filter, RecordId, Timestamp};

use super::{classification, decisions, filters, log, progress};
use crate::supervise::quality::Seen;
use crate::{
    AppState, CountedLot, Effect, Job, JobId, LotParts, LotPlan, QualityCommand, QualityPage, ReportPlan, Request,
    Review, SampleLine, SampleWish, ShownSample, SupervisePage, Workspace,
};

/// Begins anew with another project. The seed is nothing that somebody chose, and nobody knows it before.
pub(super) fn opened(state: &mut AppState, now: Timestamp) {
    let seed = now.0.unsigned_abs() / 1000 % 1_000_000;
    let wish = SampleWish { seed, ..SampleWish::default() };
    state.supervise.quality = QualityPage { wish, ..QualityPage::default() };
}

pub(super) fn command(state: &mut AppState, command: QualityCommand, now: Timestamp) -> Vec<Effect> {
    let page = &mut state.supervise.quality;
    match command {
        QualityCommand::SetLot(lot) => page.wish.lot = lot,
        QualityCommand::SetStratify(stratify) => page.wish.stratify = stratify,
        QualityCommand::SetAllocation(allocation) => page.wish.allocation = allocation,
        QualityCommand::SetPlan(choice) => page.wish.choice = choice,
        QualityCommand::SetSeed(seed) => page.wish.seed = seed,
        QualityCommand::SetWithAnswers(with) => page.with_answers = with,
        QualityCommand::Draw => return draw(state),
        QualityCommand::Look(number) => look(state, number),
        QualityCommand::CodeBlind => return review_filter(state, Filter::Sampled),
        QualityCommand::Settle => return review_filter(state, Filter::CodersDiffer),
        QualityCommand::GoTo(record) => {
            let mut effects = classification::show(state, Workspace::Review);
            effects.extend(log::go_to(state, record));
            return effects;
        }
        QualityCommand::WriteReport(path) => return write_report(state, path, now),
    }
    if let Some(lot) = &mut state.supervise.quality.lot {
        lot.share_out(&state.supervise.quality.wish);
    }
    Vec::new()
}

fn review_filter(state: &mut AppState, filter: Filter) -> Vec<Effect> {
    let mut effects = classification::show(state, Workspace::Review);
    effects.extend(filters::apply_after(state, |review| {
        review.filter = filter;
        super::narrow::widen(review);
    }));
    effects
}

fn draw(state: &mut AppState) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let page = &state.supervise.quality;
    let (wish, Some(lot)) = (&page.wish, &page.lot) else { return Vec::new() };
    let design = drawn_design(
        wish.lot.clone(),
        lot_words(review, &wish.lot),
        wish.stratify,
        &lot.strata,
        wish.allocation,
        wish.seed,
        wish.choice,
        &review.model_id,
        review.thresholds,
    );
    design.map_or_else(Vec::new, |design| vec![Effect::DrawSample(Box::new(design))])
}

/// The lot in words, without words of answers.
fn lot_words(review: &Review, lot: &LotKind) -> String {
    match lot {
        LotKind::Shown if review.is_narrowed() => format!("“{}”, narrowed", review.filter.name()),
        LotKind::Shown => format!("“{}”", review.filter.name()),
        _ => lot.name(),
    }
}

/// A sample is on disk: its records are hidden from now on. The next has another seed.
pub(super) fn drawn(state: &mut AppState, entry: Entry, sample: QualitySample, now: Timestamp) -> Vec<Effect> {
    state.supervise.quality.wish.seed = sample.design.seed.wrapping_add(1);
    let number = sample.number;
    if let Some(review) = state.review_mut() {
        review.samples.push(sample);
    }
    let effects = decisions::appended(state, entry, false, now);
    look(state, number);
    effects
}

/// Gathers what the page shows where anything changed since; only while it is looked at.
pub(super) fn refresh(state: &mut AppState) -> Vec<Effect> {
    let looked_at = state.workspace == Workspace::Supervise && state.supervise.page == SupervisePage::Quality;
    let Some(review) = state.review().filter(|review| looked_at && review.is_coded()) else { return Vec::new() };
    let page = &state.supervise.quality;
    let seen = Seen {
        entries: review.ledger.entries().len(),
        samples: review.samples.len(),
        model: review.model_id.clone(),
        coded: review.is_coded(),
        path: review.path.clone(),
    };
    let changed = page.seen.as_ref() != Some(&seen);
    let of = (page.wish.lot.clone(), page.wish.stratify);
    let recount = changed || page.lot.as_ref().is_none_or(|lot| lot.of != of) && page.counting.is_none();
    if changed {
        gather(state);
        state.supervise.quality.seen = Some(seen);
    }
    if recount { count(state) } else { Vec::new() }
}

fn gather(state: &mut AppState) {
    let Some(review) = state.review() else { return };
    let lines: Vec<SampleLine> = review.samples.iter().rev().filter_map(|sample| sample_line(review, sample)).collect();
    let before = state.supervise.quality.shown.as_ref().map(|shown| shown.number);
    let number = before.filter(|number| lines.iter().any(|line| line.number == *number));
    let number = number.or(lines.first().map(|line| line.number));
    state.supervise.quality.samples = lines;
    state.supervise.quality.shown = None;
    if let Some(number) = number {
        look(state, number);
    }
}

/// `None` for a sample whose draw was taken back.
fn sample_line(review: &Review, sample: &QualitySample) -> Option<SampleLine> {
    let outcome = sample.outcome(&review.ledger, &review.columns);
    let drawn = outcome.waiting.len() + outcome.checked.len();
    let day: String = sample.at.to_iso().chars().take(10).collect();
    (drawn > 0).then(|| SampleLine {
        number: sample.number,
        words: format!("{}, {day}", sample.design.lot_words),
        drawn,
        coded: outcome.checked.len(),
        errors: outcome.errors(),
        verdict: outcome.verdict,
    })
}

fn look(state: &mut AppState, number: u32) {
    let shown = state.review().and_then(|review| {
        let sample = review.samples.iter().find(|sample| sample.number == number)?;
        let outcome = sample.outcome(&review.ledger, &review.columns);
        let (plan, lot, rate) = (&sample.design.plan, sample.design.lot_size(), outcome.rate());
        Some(Box::new(ShownSample {
            number,
            operating: Arc::new(figures::operating_characteristic(plan, lot, rate)),
            outgoing: Arc::new(figures::outgoing_quality(plan, lot, rate)),
            levels: figures::error_by_level(&outcome).map(Arc::new),
            outcome,
        }))
    });
    state.supervise.quality.shown = shown;
}

/// Counts the lot in a job; what was being counted is forgotten.
fn count(state: &mut AppState) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some(id) = state.supervise.quality.counting.take() {
        effects.push(progress::abandon(state, id));
    }
    let Some(review) = state.review() else { return effects };
    let wish = &state.supervise.quality.wish;
    let shown = if wish.lot == LotKind::Shown { review.visible.clone() } else { Vec::new() };
    let plan = LotPlan {
        lot: wish.lot.clone(),
        stratify: wish.stratify,
        shown,
        columns: Arc::new(review.columns.clone()),
        ledger: Arc::clone(&review.ledger),
        classification: review.classification,
    };
    let (id, start) = progress::start(state, Job::CountLot(Box::new(plan)));
    state.supervise.quality.counting = Some(id);
    effects.push(start);
    effects
}

pub(super) fn counted(state: &mut AppState, id: JobId, parts: LotParts) -> Vec<Effect> {
    progress::finish(state, id);
    let page = &mut state.supervise.quality;
    if page.counting == Some(id) {
        page.counting = None;
        page.coders = parts.coders;
        page.lot = Some(CountedLot::new(parts.of, parts.strata, &page.wish));
    }
    Vec::new()
}

fn write_report(state: &mut AppState, path: Option<PathBuf>, now: Timestamp) -> Vec<Effect> {
    let page = &state.supervise.quality;
    let (Some(review), Some(shown)) = (state.review(), &page.shown) else { return Vec::new() };
    let Some(sample) = review.samples.iter().find(|sample| sample.number == shown.number) else { return Vec::new() };
    let stem = review.path.file_stem().unwrap_or_default().to_string_lossy();
    let suggested = review.path.with_file_name(format!("{stem}-quality-{}.html", shown.number));
    let Some(path) = path else { return vec![Effect::Ask(Request::ReportPath { suggested })] };
    let wrong: Vec<RecordId> = shown.outcome.checked.iter().map(|checked| checked.record).collect();
    let answers = page.with_answers.then(|| {
        let answer = |record: &RecordId| {
            let (title, tasks) = review.answers.answer(*record);
            (*record, title.to_owned(), tasks.to_owned())
        };
        wrong.iter().map(answer).collect()
    });
    let plan = ReportPlan {
        path,
        sample: sample.clone(),
        outcome: shown.outcome.clone(),
        figures: [Some(&shown.operating), shown.levels.as_ref()].into_iter().flatten().cloned().collect(),
        source: review.source_name.clone(),
        classification: review.classification,
        log: (review.ledger.entries().len() as u64, review.ledger.head()),
        now,
        reviewer: state.settings.reviewer.clone(),
        answers,
    };
    vec![progress::start(state, Job::WriteReport(Box::new(plan))).1]
}
