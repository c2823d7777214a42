//! Earlier decisions: taking them in, offering them, taking them over.

use std::path::PathBuf;
use std::sync::Arc;

use review::{Choice, Decision, EarlierLine, EarlierSource, Judgement, RecordId, SourceKind, Timestamp};

use super::{anchoring, decisions, filters, panels, progress};
use crate::{
    Act, AppState, EarlierChange, EarlierChanged, EarlierPanel, EarlierPlan, Effect, Job, JobId, Notice, Panel, Review,
    Takeover, Workspace,
};

pub(super) fn open(state: &mut AppState) -> Vec<Effect> {
    panels::show(state, Panel::Earlier(EarlierPanel::default()))
}

pub(super) fn load(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    change(state, EarlierChange::Load(std::path::absolute(&path).unwrap_or(path)))
}

pub(super) fn remove(state: &mut AppState, id: i64) -> Vec<Effect> {
    change(state, EarlierChange::Remove(id))
}

fn change(state: &mut AppState, change: EarlierChange) -> Vec<Effect> {
    let Some(review) = state.review() else { return Vec::new() };
    let names = |columns: &[usize]| columns.iter().filter_map(|at| review.column_names.get(*at).cloned()).collect();
    let plan = EarlierPlan {
        change,
        known: Arc::clone(&review.earlier),
        index: Arc::clone(&review.index),
        classification: review.classification,
        answer_columns: [names(&review.title_columns), names(&review.tasks_columns)],
        project: review.path.clone(),
        reviewer: state.settings.reviewer.clone(),
    };
    let (id, start) = progress::start(state, Job::ChangeEarlier(Box::new(plan)));
    if let Some(review) = state.review_mut() {
        review.side_job = Some(id);
    }
    vec![start]
}

/// Takes in what a job read, and says what it found.
pub(super) fn changed(state: &mut AppState, id: JobId, changed: EarlierChanged) -> Vec<Effect> {
    if !progress::finish(state, id) {
        return Vec::new();
    }
    let Some(review) = state.review_mut().filter(|review| review.side_job == Some(id)) else { return Vec::new() };
    review.side_job = None;
    review.earlier = Arc::new(changed.earlier);
    mark(review);
    let notice = changed.loaded.as_ref().and_then(|source| problems(source));
    let words = changed.loaded.as_ref().map(|source| says(review, source));
    review.last_action = words.or(Some("The earlier decisions were left".to_owned()));
    // The rows stay, and so does the record that somebody may be deciding about.
    review.outdated = true;
    review.facets = filters::facets(review);
    // What was counted before counts no longer. Whoever has just made a rule goes on with the records.
    let of_rule = changed.loaded.as_ref().is_some_and(|source| source.kind == SourceKind::Rules);
    let free = state.panel == Panel::None && state.workspace == Workspace::Review && !of_rule;
    if matches!(state.panel, Panel::Earlier(_)) || free {
        panels::show(state, Panel::Earlier(EarlierPanel::default()));
    }
    notice.map(|notice| progress::notify(state, notice)).unwrap_or_default()
}

fn says(review: &Review, source: &EarlierSource) -> String {
    let at = review.earlier.sources().iter().position(|known| known.path == source.path);
    let records = at.map_or(0, |at| review.earlier.records_of(at));
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let answers = counted(source.decisions.len(), "decided answer");
    format!("{}: {answers}, found again in {} here", source.name, counted(records, "record"))
}

fn problems(source: &EarlierSource) -> Option<Notice> {
    let (line, _) = source.problems.first()?;
    let count = source.problems.len();
    let lines = if count == 1 { "1 line was".to_owned() } else { format!("{count} lines were") };
    Some(Notice {
        what_happened: format!("{lines} left out of {}; the first is line {line}.", source.name),
        what_is_safe: "The file is as it was, and all its other lines are used.".to_owned(),
        what_to_do: "The panel “Earlier decisions” lists the lines, and what is wrong with them.".to_owned(),
        action: None,
        is_error: false,
    })
}

/// Derives again which records were decided otherwise before, and counts.
pub(super) fn mark(review: &mut Review) {
    let differing = review.earlier.differing(review.columns.code());
    review.columns.mark_earlier(&differing);
    review.earlier_totals = review.earlier.totals(differing.len());
    anchoring::mark(review);
    review.counts = review.columns.counts();
}

pub(super) fn take(state: &mut AppState, number: u8, now: Timestamp) -> Vec<Effect> {
    let line = || {
        let review = state.review()?;
        let lines = review.earlier.lines(review.selected.as_ref()?.record);
        lines.get(usize::from(number.checked_sub(1)?))
    };
    match line().map(|line| line.verdict.decision(line.choice())) {
        Some(decision) => decisions::decide(state, decision, true, now),
        None => Vec::new(),
    }
}

/// Counts what would be taken over for the shown records.
pub(super) fn ask(state: &mut AppState, rules_only: bool) -> Vec<Effect> {
    let Some(asked) = state.review().map(|review| takeover(review, rules_only)) else { return Vec::new() };
    set_asked(state, Some(asked))
}

pub(super) fn leave(state: &mut AppState) -> Vec<Effect> {
    set_asked(state, None)
}

fn set_asked(state: &mut AppState, asked: Option<Takeover>) -> Vec<Effect> {
    if let Panel::Earlier(panel) = &mut state.panel {
        panel.asked = asked;
    }
    Vec::new()
}

fn takeover(review: &Review, rules_only: bool) -> Takeover {
    let mut takeover = Takeover { rules_only, ..Takeover::default() };
    let mut shown = review.visible.clone();
    shown.sort_unstable();
    for (record, lines) in review.earlier.matched().filter(|(record, _)| shown.binary_search(record).is_ok()) {
        let Some(first) = lines.first().filter(|line| line.is_rule || !rules_only) else { continue };
        if review.hidden(record).is_some() {
            takeover.set_aside += 1;
            continue;
        }
        let judgement = review.ledger.judgement(record);
        if judgement.is_some_and(Judgement::is_reviewed) {
            takeover.decided += 1;
        } else if judgement.is_some_and(|judgement| judgement.referred || judgement.flagged) {
            takeover.set_aside += 1;
        } else if contradict(lines) {
            takeover.contradict += 1;
        } else {
            let decision = decision(review, record, first);
            takeover.agree += usize::from(matches!(decision, Decision::Code { choice: Choice::Accept, .. }));
            takeover.decisions.push((record, decision));
        }
    }
    takeover
}

/// A house rule settles what was decided otherwise before; two rules, or two decisions without one, do not.
fn contradict(lines: &[EarlierLine]) -> bool {
    matches!(lines, [first, second, ..] if first.is_rule == second.is_rule)
}

/// What is recorded: an acceptance where the engine says the same.
fn decision(review: &Review, record: RecordId, line: &EarlierLine) -> Decision {
    let machine = review.columns.code().get(record as usize).copied().flatten();
    let same = line.verdict.code().is_some_and(|code| machine == Some(code));
    line.verdict.decision(if same { Choice::Accept } else { line.choice() })
}

/// Takes over what was counted, in one entry; who was decided meanwhile is kept.
pub(super) fn take_over(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let Panel::Earlier(panel) = &mut state.panel else { return Vec::new() };
    let Some(asked) = panel.asked.take() else { return Vec::new() };
    let Some(review) = state.review() else { return Vec::new() };
    // Of what was counted, what would still be counted: meanwhile records can have been decided, referred or coded anew.
    let was_asked = |record: RecordId| asked.decisions.binary_search_by_key(&record, |(asked, _)| *asked).is_ok();
    let still = takeover(review, asked.rules_only).decisions;
    let decisions = still.into_iter().filter(|(record, _)| was_asked(*record)).collect();
    decisions::act(state, Act::Decide(decisions), false, now)
}
