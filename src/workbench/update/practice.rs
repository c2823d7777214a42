//! Practising: what is offered, the session, and the results.

use std::path::PathBuf;
use std::sync::Arc;

use domain::{Classification, Code};
use review::practice::{
    KeptSession, PracticeAnswer, PracticeLine, PracticeQueue, PracticeResults, PracticeSession, PracticeSet,
    session_order,
};
use review::{Timestamp, Verdict};

use super::classification::{self, level_name};
use super::moves::SUGGESTIONS;
use super::{files, panels, practice_results, progress};
use crate::jobs::told_of_set;
use crate::{
    AppState, Effect, Found, Job, Notice, Offer, OfferKind, OpenedSet, Over, PracticeCommand, PracticeEvent,
    PracticeJob, PracticePage, PracticeRun, PracticeStage, Request, SetSource, Told, Workspace,
};

/// Files practised with earlier that are offered again.
const KNOWN_FILES: usize = 4;

pub(super) fn command(state: &mut AppState, command: PracticeCommand, now: Timestamp) -> Vec<Effect> {
    use PracticeCommand as C;
    match command {
        C::ShowPage(page) => {
            state.practice.page = page;
            let effects = classification::show(state, Workspace::Practise);
            results_changed(state);
            effects
        }
        C::MarkOffer(by) => {
            let practice = &mut state.practice;
            practice.marked = panels::moved(practice.marked, by, practice.offers.len());
            Vec::new()
        }
        C::TakeOffer(at) => take_offer(state, at),
        C::SetLength(length) => {
            state.practice.length = length;
            Vec::new()
        }
        C::ChooseSet => ask(state, PracticePage::Practise, Request::PracticeSet),
        C::OpenSet(path) => open(state, SetSource::File(std::path::absolute(&path).unwrap_or(path)), None),
        C::SetQuery(query) => {
            list(state, |run| run.query = query);
            Vec::new()
        }
        C::MoveMark(by) => change(state, |run| {
            let moved = run.marked.map_or(0, |marked| panels::moved(marked, by, run.listed.len()));
            run.marked = (!run.listed.is_empty()).then_some(moved);
        }),
        C::Unfold => {
            list(state, |run| {
                run.within = run.marked_code();
                run.query.clear();
            });
            Vec::new()
        }
        C::Fold => fold(state),
        C::Give(code) => {
            let marked = state.practice.run.as_ref().and_then(|run| run.marked_code());
            code.or(marked).map_or_else(Vec::new, |code| give(state, Some(Verdict::Code(code)), now))
        }
        C::DontKnow => give(state, None, now),
        C::OpenUncodable => change(state, |run| run.stage = PracticeStage::Uncodable),
        C::GiveUncodable(reason) => give(state, Some(Verdict::Uncodable(reason)), now),
        C::CloseUncodable => change(state, |run| run.stage = PracticeStage::Asked),
        C::GoOn => go_on(state),
        C::Leave => {
            state.practice.run = None;
            state.practice.marked = 0;
            offer(state);
            Vec::new()
        }
        C::End => end(state),
        C::Again => again(state, now),
        C::SetTrainee(trainee) => practice_results::look(state, |view| view.trainee = trainee),
        C::SetSet(set) => practice_results::look(state, |view| view.set = set),
        C::SetLevel(level) => practice_results::look(state, |view| view.level = Some(level)),
        C::MoveConfusion(by) => practice_results::mark(state, |view| {
            view.marked = panels::moved(view.marked, by, view.confusions.len());
        }),
        C::MarkConfusion(at) => practice_results::mark(state, |view| view.marked = at),
        C::ChooseExport => {
            let suggested = PathBuf::from("practice-results.csv");
            ask(state, PracticePage::Progress, Request::PracticeExport { suggested })
        }
        C::Export(path) => export(state, path),
        C::ChooseImport => ask(state, PracticePage::Progress, Request::PracticeImport),
        C::Import(path) => start(state, PracticeJob::Import(path)),
    }
}

pub(super) fn event(state: &mut AppState, event: PracticeEvent, now: Timestamp) -> Vec<Effect> {
    match event {
        PracticeEvent::Loaded(id, results, unread, sets) => {
            if !progress::finish(state, id) {
                return Vec::new();
            }
            let practice = &mut state.practice;
            practice.sets.extend(sets.into_iter().map(|set| (set.id.clone(), Arc::new(set))));
            practice.unread = unread;
            practice.results = Some(Arc::new(*results));
            results_changed(state);
            Vec::new()
        }
        PracticeEvent::Opened(id, opened) => {
            if progress::finish(state, id) {
                opened_set(state, *opened, now)
            } else {
                Vec::new()
            }
        }
        PracticeEvent::Imported(id, name, lines, problems) => {
            if progress::finish(state, id) {
                imported(state, &name, lines, &problems)
            } else {
                Vec::new()
            }
        }
        PracticeEvent::Kept(lines) => kept(state, lines),
        PracticeEvent::NotKept(notice) => {
            state.practice.beginning = None;
            state.refusal = Some("Not kept; the message above says why.");
            progress::notify(state, *notice)
        }
    }
}

/// The workspace was gone to: results are read at the first visit.
pub(super) fn arrive(state: &mut AppState) -> Vec<Effect> {
    offer(state);
    if state.practice.results.is_some() || state.practice.job.is_some() {
        return Vec::new();
    }
    start(state, PracticeJob::Load)
}

/// Asks the window for a path, from the page where that is about.
fn ask(state: &mut AppState, page: PracticePage, request: Request) -> Vec<Effect> {
    state.practice.page = page;
    if page == PracticePage::Practise {
        state.practice.run = None;
    }
    let mut effects = classification::show(state, Workspace::Practise);
    effects.push(Effect::Ask(request));
    effects
}

fn start(state: &mut AppState, job: PracticeJob) -> Vec<Effect> {
    let (id, start) = progress::start(state, Job::Practise(Box::new(job)));
    state.practice.job = Some(id);
    vec![start]
}

fn results(state: &AppState) -> Arc<PracticeResults> {
    state.practice.results.clone().unwrap_or_default()
}

/// Gathers what can be practised.
fn offer(state: &mut AppState) {
    let kept = results(state);
    let trainee = &state.settings.reviewer;
    let own: Vec<&KeptSession> = kept
        .sessions()
        .iter()
        .rev()
        .filter(|kept| kept.session.trainee == *trainee && !kept.session.source.is_empty())
        .collect();
    let mut offers = Vec::new();
    if let Some(open) = kept.unfinished(trainee)
        && let Some(source) = SetSource::parse(&open.session.source)
    {
        let words = format!(
            "{}: {} of {} answers given, {}.",
            open.session.set_name,
            open.first_tries().count(),
            open.session.order.len(),
            practice_results::day_of(open.session.at)
        );
        let kind = OfferKind::Resume(open.session.id.clone(), source);
        offers.push(Offer { title: "Go on where you left".to_owned(), words, kind });
    }
    let begin = |title: String, what: &str, source: SetSource| {
        let text = source.text();
        let before = own.iter().filter(|kept| kept.session.source == text).count();
        let last = own.iter().find(|kept| kept.session.source == text && !kept.answers.is_empty());
        let words = match last.map(|kept| kept.summary().mean_credit()) {
            Some(credit) => {
                let sessions = if before == 1 { "1 session".to_owned() } else { format!("{before} sessions") };
                format!("{what} You: {sessions}, mean credit of the last {:.0} %.", credit * 100.0)
            }
            None => what.to_owned(),
        };
        Offer { title, words, kind: OfferKind::Begin(source) }
    };
    for set in domain::ClassificationId::ALL {
        let count = state.practice.sets.values().find(|known| SetSource::Shipped(set).name() == known.name);
        let count = count.map_or_else(|| "Answers".to_owned(), |set| format!("{} answers", set.items.len()));
        let what = format!("{count} from easy to hard, with reasons.");
        offers.push(begin(SetSource::Shipped(set).name(), &what, SetSource::Shipped(set)));
    }
    let project = state.review().filter(|review| review.counts.of(review::Filter::Reviewed) > 0);
    let project = project.map(|review| SetSource::File(review.path.clone()));
    if let Some(source) = &project {
        let what = "Its decided records are the agreed codes.";
        offers.push(begin("This project".to_owned(), what, source.clone()));
    }
    let mut known: Vec<SetSource> = Vec::new();
    for source in own.iter().filter_map(|kept| SetSource::parse(&kept.session.source)) {
        let new = matches!(source, SetSource::File(_)) && Some(&source) != project.as_ref() && !known.contains(&source);
        if new && known.len() < KNOWN_FILES {
            known.push(source);
        }
    }
    offers.extend(known.into_iter().map(|source| begin(source.name(), "Practised with before.", source)));
    offers.push(Offer {
        title: "Open a file or project…".to_owned(),
        words: "A table with the columns title, tasks, code, reason, or a reviewed project. It is only read."
            .to_owned(),
        kind: OfferKind::Choose,
    });
    state.practice.marked = state.practice.marked.min(offers.len() - 1);
    state.practice.offers = offers;
}

fn take_offer(state: &mut AppState, at: Option<usize>) -> Vec<Effect> {
    let at = at.unwrap_or(state.practice.marked);
    state.practice.marked = at;
    let Some(offer) = state.practice.offers.get(at) else { return Vec::new() };
    match offer.kind.clone() {
        OfferKind::Resume(id, source) => open(state, source, Some(id)),
        OfferKind::Begin(source) => open(state, source, None),
        OfferKind::Choose => vec![Effect::Ask(Request::PracticeSet)],
    }
}

fn open(state: &mut AppState, source: SetSource, resume: Option<String>) -> Vec<Effect> {
    let of_run = state.practice.run.as_ref().and_then(|run| run.engine.clone());
    let engine = of_run.or_else(|| state.review().and_then(|review| review.engine.clone()));
    start(state, PracticeJob::Open { source, resume, engine })
}

fn opened_set(state: &mut AppState, opened: OpenedSet, now: Timestamp) -> Vec<Effect> {
    let OpenedSet { set, source, resume, engine, problems } = opened;
    let set = Arc::new(set);
    state.practice.sets.insert(set.id.clone(), Arc::clone(&set));
    if !problems.is_empty() {
        let words = format!("“{}” has {} answers to practise with.", set.name, set.items.len());
        let notice = Notice {
            what_is_safe: format!("{} Such rows are left out.", told_of_set(&problems)),
            ..Notice::news(words)
        };
        progress::notify(state, notice);
    }
    let kept = results(state);
    if let Some(open) = resume.and_then(|id| kept.session(&id).cloned()) {
        return resume_session(state, &open, set, engine);
    }
    begin(state, set, &source, engine, now)
}

fn begin(
    state: &mut AppState,
    set: Arc<PracticeSet>,
    source: &SetSource,
    engine: Option<Arc<crate::Engine>>,
    now: Timestamp,
) -> Vec<Effect> {
    let trainee = state.settings.reviewer.clone();
    let (id, seed) = PracticeSession::id_and_seed(&trainee, &set.id, now);
    let keys = set.keys();
    let boxes = results(state).boxes(&trainee, &set);
    let order = session_order(&keys, &boxes, state.practice.length.answers(), seed);
    let session = PracticeSession {
        id,
        at: now,
        trainee,
        set: set.id.clone(),
        set_name: set.name.clone(),
        classification: set.classification,
        source: source.text(),
        seed,
        order: order.iter().map(|at| keys[*at]).collect(),
    };
    let line = PracticeLine::Session(session.clone());
    state.practice.beginning = Some(Box::new(run_of(session, set, engine, PracticeQueue::new(&order))));
    vec![Effect::KeepPractice(vec![line])]
}

fn run_of(
    session: PracticeSession,
    set: Arc<PracticeSet>,
    engine: Option<Arc<crate::Engine>>,
    queue: PracticeQueue,
) -> PracticeRun {
    PracticeRun {
        session,
        set,
        engine,
        queue,
        given: 0,
        query: String::new(),
        listed: Vec::new(),
        marked: None,
        within: None,
        stage: PracticeStage::Asked,
    }
}

/// Goes on with a session: asks what was asked, up to where it was left.
fn resume_session(
    state: &mut AppState,
    kept: &KeptSession,
    set: Arc<PracticeSet>,
    engine: Option<Arc<crate::Engine>>,
) -> Vec<Effect> {
    let order: Vec<usize> = kept.session.order.iter().filter_map(|key| set.position(*key)).collect();
    if set.id != kept.session.set || order.len() != kept.session.order.len() {
        return progress::notify(
            state,
            Notice {
                what_happened: format!("“{}” holds other answers than when the session began.", set.name),
                what_is_safe: "What was given before is kept.".to_owned(),
                what_to_do: "Begin a new session with it.".to_owned(),
                action: None,
                is_error: true,
            },
        );
    }
    let mut queue = PracticeQueue::new(&order);
    for answer in &kept.answers {
        queue.answered(answer.credit().is_full());
    }
    let mut run = run_of(kept.session.clone(), set, engine, queue);
    run.given = kept.answers.last().map_or(0, |answer| answer.number);
    let done = run.queue.current().is_none();
    state.practice.run = Some(Box::new(run));
    state.practice.page = PracticePage::Practise;
    list(state, |_| {});
    if done { end(state) } else { Vec::new() }
}

fn change(state: &mut AppState, change: impl FnOnce(&mut PracticeRun)) -> Vec<Effect> {
    if let Some(run) = &mut state.practice.run {
        change(run);
    }
    Vec::new()
}

/// Changes what is looked for, and lists it.
fn list(state: &mut AppState, change: impl FnOnce(&mut PracticeRun)) {
    let Some(mut run) = state.practice.run.take() else { return };
    change(&mut run);
    run.listed = if run.query.trim().is_empty() {
        categories(run.tables(), run.within)
    } else {
        classification::found(state, run.set.classification, &run.query)
    };
    let chosen = !run.query.trim().is_empty() || run.within.is_some();
    run.marked = (chosen && !run.listed.is_empty()).then_some(0);
    state.practice.run = Some(run);
}

/// The categories of a group; at the top the major groups, and behind them what is no occupation.
fn categories(tables: &Classification, within: Option<Code>) -> Vec<Found> {
    let found = |code: Code| {
        let below = tables.occupations_within(code);
        let words = match tables.children(code).next() {
            Some(_) if below == 1 => format!("{}, 1 occupation", level_name(code)),
            Some(_) => format!("{}, {below} occupations", level_name(code)),
            None => level_name(code).to_owned(),
        };
        Found { code, words, as_written: true }
    };
    match within {
        Some(group) => tables.children(group).map(|category| found(category.code)).collect(),
        None => {
            let all = tables.major_groups().chain(tables.non_classification());
            all.map(|category| found(category.code)).collect()
        }
    }
}

fn fold(state: &mut AppState) -> Vec<Effect> {
    let before = state.practice.run.as_ref().and_then(|run| run.within);
    list(state, |run| {
        run.within = run.within.and_then(|code| run.tables().parent(code));
        run.query.clear();
    });
    change(state, |run| run.marked = run.listed.iter().position(|found| Some(found.code) == before))
}

fn give(state: &mut AppState, given: Option<Verdict>, now: Timestamp) -> Vec<Effect> {
    let Some(run) = &state.practice.run else { return Vec::new() };
    let Some((item, again)) = run.asked() else { return Vec::new() };
    let answer = PracticeAnswer {
        session: run.session.id.clone(),
        number: run.given + 1,
        at: now,
        item: item.key,
        row: item.row,
        agreed: item.agreed,
        given,
        again,
    };
    vec![Effect::KeepPractice(vec![PracticeLine::Answer(answer)])]
}

/// Goes on to the next answer, or to the end.
fn go_on(state: &mut AppState) -> Vec<Effect> {
    if state.practice.run.as_ref().is_some_and(|run| run.queue.current().is_none()) {
        return end(state);
    }
    list(state, |run| {
        run.stage = PracticeStage::Asked;
        run.query.clear();
        run.within = None;
    });
    Vec::new()
}

fn end(state: &AppState) -> Vec<Effect> {
    let id = state.practice.run.as_ref().map(|run| run.session.id.clone());
    id.map(|id| Effect::KeepPractice(vec![PracticeLine::End(id)])).into_iter().collect()
}

fn again(state: &mut AppState, now: Timestamp) -> Vec<Effect> {
    let Some(run) = &state.practice.run else { return Vec::new() };
    let (set, engine) = (Arc::clone(&run.set), run.engine.clone());
    match SetSource::parse(&run.session.source) {
        Some(source) => begin(state, set, &source, engine, now),
        None => Vec::new(),
    }
}

/// Takes in what is on disk; only then it is seen.
fn kept(state: &mut AppState, lines: Vec<PracticeLine>) -> Vec<Effect> {
    // Taken out, so that nothing is copied where nobody else holds it.
    let mut all = state.practice.results.take().unwrap_or_default();
    Arc::make_mut(&mut all).take_all(lines.iter().cloned());
    state.practice.results = Some(all);
    for line in lines {
        match line {
            PracticeLine::Session(session) => {
                let practice = &mut state.practice;
                let ours = practice.beginning.take_if(|beginning| beginning.session.id == session.id);
                if ours.is_some() {
                    practice.run = ours;
                    practice.page = PracticePage::Practise;
                    list(state, |_| {});
                }
            }
            PracticeLine::Answer(answer) => tell(state, answer),
            PracticeLine::End(id) => over(state, &id),
        }
    }
    results_changed(state);
    Vec::new()
}

/// Shows what was agreed.
fn tell(state: &mut AppState, answer: PracticeAnswer) {
    let Some(run) = state.practice.run.as_mut().filter(|run| run.session.id == answer.session) else { return };
    let Some(item) = run.set.position(answer.item).filter(|_| answer.number == run.given + 1) else { return };
    run.given = answer.number;
    run.queue.answered(answer.credit().is_full());
    let explanation = run
        .engine
        .as_ref()
        .zip(run.set.items.get(item))
        .map(|(engine, item)| Arc::new(engine.explain(&item.title, &item.tasks, SUGGESTIONS)));
    run.stage = PracticeStage::Told(Box::new(Told { item, answer, explanation }));
}

fn over(state: &mut AppState, id: &str) {
    let kept = results(state);
    let Some(kept) = kept.session(id) else { return };
    let Some(run) = state.practice.run.as_mut().filter(|run| run.session.id == id) else { return };
    let missed = kept.first_tries().filter(|answer| !answer.credit().is_full());
    let missed = missed.filter_map(|answer| Some((run.set.position(answer.item)?, answer.clone()))).collect();
    run.stage = PracticeStage::Over(Box::new(Over { summary: kept.summary(), missed }));
}

/// Gathers again what is in sight of results and offers, because there are others or somebody else practises: in a session
/// nothing of it is.
pub(super) fn results_changed(state: &mut AppState) {
    match (state.practice.page, &state.practice.run) {
        (PracticePage::Practise, Some(_)) => {}
        (PracticePage::Practise, None) => offer(state),
        _ => {
            practice_results::look(state, |_| {});
        }
    }
}

fn export(state: &mut AppState, path: PathBuf) -> Vec<Effect> {
    let view = &state.practice.view;
    let (trainee, set) = (view.trainee.clone(), view.set.clone());
    let results = results(state);
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    let path = if named { path } else { files::with_ending(path, "csv") };
    start(state, PracticeJob::Export { path, results, trainee, set })
}

/// Takes in results of another machine: what is known already is left as it is.
fn imported(state: &mut AppState, name: &str, lines: Vec<PracticeLine>, problems: &[(u64, String)]) -> Vec<Effect> {
    let known = results(state);
    let new = |line: &PracticeLine| match line {
        PracticeLine::Session(session) => known.session(&session.id).is_none(),
        PracticeLine::End(id) => known.session(id).is_none(),
        PracticeLine::Answer(answer) => known
            .session(&answer.session)
            .is_none_or(|kept| kept.answers.iter().all(|known| known.number != answer.number)),
    };
    let lines: Vec<PracticeLine> = lines.into_iter().filter(new).collect();
    let answers = lines.iter().filter(|line| matches!(line, PracticeLine::Answer(_))).count();
    let words = match answers {
        0 => format!("“{name}” holds no results that are not known here already."),
        1 => format!("1 answer was taken in from “{name}”."),
        _ => format!("{answers} answers were taken in from “{name}”."),
    };
    let left_out = if problems.is_empty() { String::new() } else { told_of_set(problems) };
    progress::notify(state, Notice { what_is_safe: left_out, ..Notice::news(words) });
    if lines.is_empty() { Vec::new() } else { vec![Effect::KeepPractice(lines)] }
}
