//! The results of practice that are looked at: sessions, and what is confused with what.

use std::collections::BTreeMap;

use domain::{Classification, ClassificationId, Level};
use review::practice::{KeptSession, PracticeAnswer, PracticeSession, PracticeSummary, confusions};
use review::{Timestamp, Verdict};

use crate::{AppState, Behind, ConfusionLine, Effect, ResultsView, Role, SessionLine};

/// Answers behind a confusion that are listed.
const MOST_BEHIND: usize = 200;

/// Changes what is looked at, and gathers it.
pub(super) fn look(state: &mut AppState, change: impl FnOnce(&mut ResultsView)) -> Vec<Effect> {
    let Some(kept) = state.practice.results.clone() else { return Vec::new() };
    let view = &mut state.practice.view;
    change(view);
    view.trainees = kept.trainees();
    if state.settings.role == Role::Trainee {
        // Trainees see what they did, and not the agreed codes that others met.
        view.trainees.retain(|name| *name == state.settings.reviewer);
        view.trainee = Some(state.settings.reviewer.clone());
    }
    let names: BTreeMap<&str, &str> =
        kept.sessions().iter().map(|kept| (kept.session.set.as_str(), kept.session.set_name.as_str())).collect();
    view.sets = names.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
    view.sets.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let own = state.settings.role == Role::Trainee;
    view.trainee.take_if(|name| !own && !view.trainees.contains(name));
    view.set.take_if(|set| !view.sets.iter().any(|(id, _)| id == set));
    let shown: Vec<&KeptSession> = kept
        .sessions()
        .iter()
        .filter(|kept| !kept.answers.is_empty())
        .filter(|kept| view.trainee.as_ref().is_none_or(|name| kept.session.trainee == *name))
        .filter(|kept| view.set.as_ref().is_none_or(|set| kept.session.set == *set))
        .collect();
    view.sessions = shown
        .iter()
        .rev()
        .map(|kept| SessionLine {
            at: day_of(kept.session.at),
            trainee: kept.session.trainee.clone(),
            set_name: kept.session.set_name.clone(),
            summary: kept.summary(),
        })
        .collect();
    view.summary = PracticeSummary::of(shown.iter().flat_map(|kept| kept.first_tries()));
    // Codes of two classifications are not confused with each other.
    let level = view.level();
    let mut lines = Vec::new();
    for id in ClassificationId::ALL {
        let answers = answers_of(&shown, id);
        let only: Vec<&PracticeAnswer> = answers.iter().map(|(_, answer)| *answer).collect();
        lines.extend(confusions(&only, level).into_iter().map(|confusion| {
            let agreed = words_of(id, Some(confusion.agreed), level);
            let given = words_of(id, confusion.given, level);
            (id, ConfusionLine { confusion, agreed, given })
        }));
    }
    lines.sort_by_key(|(_, line)| std::cmp::Reverse(line.confusion.answers.len()));
    view.marked = 0;
    view.of = lines.iter().map(|(id, _)| *id).collect();
    view.confusions = lines.into_iter().map(|(_, line)| line).collect();
    gather_behind(state);
    Vec::new()
}

/// Moves the mark among the confusions, and gathers the answers behind the marked one.
pub(super) fn mark(state: &mut AppState, change: impl FnOnce(&mut ResultsView)) -> Vec<Effect> {
    change(&mut state.practice.view);
    gather_behind(state);
    Vec::new()
}

fn answers_of<'a>(shown: &[&'a KeptSession], id: ClassificationId) -> Vec<(&'a PracticeSession, &'a PracticeAnswer)> {
    let sessions = shown.iter().filter(|kept| kept.session.classification == id);
    sessions.flat_map(|kept| kept.first_tries().map(|answer| (&kept.session, answer))).collect()
}

fn gather_behind(state: &mut AppState) {
    let Some(kept) = state.practice.results.clone() else { return };
    let practice = &mut state.practice;
    let view = &mut practice.view;
    view.behind.clear();
    let (Some(line), Some(id)) = (view.confusions.get(view.marked), view.of.get(view.marked).copied()) else { return };
    let shown: Vec<&KeptSession> = kept
        .sessions()
        .iter()
        .filter(|kept| view.trainee.as_ref().is_none_or(|name| kept.session.trainee == *name))
        .filter(|kept| view.set.as_ref().is_none_or(|set| kept.session.set == *set))
        .collect();
    let answers = answers_of(&shown, id);
    let behind = line.confusion.answers.iter().take(MOST_BEHIND).filter_map(|at| answers.get(*at));
    view.behind = behind
        .map(|(session, answer)| {
            let set = practice.sets.get(&session.set);
            let item = set.and_then(|set| set.items.get(set.position(answer.item)?));
            let text = match item {
                Some(item) if item.tasks.is_empty() => item.title.clone(),
                Some(item) => format!("{} – {}", item.title, item.tasks),
                None => format!("row {} of {} (open the set to read it)", answer.row, session.set_name),
            };
            Behind {
                text,
                agreed: words_of(id, Some(answer.agreed), Level::Occupation),
                given: words_of(id, answer.given, Level::Occupation),
                by: format!("{}, {}", session.trainee, day_of(answer.at)),
            }
        })
        .collect();
}

/// A code with its title, why something is uncodable, or that it was not known.
fn words_of(id: ClassificationId, verdict: Option<Verdict>, level: Level) -> String {
    match verdict {
        Some(Verdict::Code(code)) if code.is_non_classification() && level == Level::MajorGroup => {
            "not an occupation".to_owned()
        }
        Some(Verdict::Code(code)) => format!("{code} {}", Classification::get(id).title(code)),
        Some(Verdict::Uncodable(reason)) => format!("uncodable: {}", reason.name().to_lowercase()),
        None => "don’t know".to_owned(),
    }
}

/// Date and time of day, in UTC: `2026-11-20 09:07`.
pub(super) fn day_of(at: Timestamp) -> String {
    at.to_iso().chars().take(16).map(|sign| if sign == 'T' { ' ' } else { sign }).collect()
}
