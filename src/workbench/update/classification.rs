//! The classification browser, and the way between it and the review.

use domain::{ClassificationId, Code, HitKind, Level};
use review::{Choice, CodeCounts, Decision, Filter, Timestamp};

use super::{decisions, explore, filters, narrow, panels, practice, supervise};
use crate::{AppState, Browser, Effect, Found, Panel, Workspace};

/// More than a person looks through.
const MOST_FOUND: usize = 80;
/// Places that one can go back to.
const LONGEST_TRAIL: usize = 50;

/// Goes to a workspace. What belongs to another one is put away.
pub(super) fn show(state: &mut AppState, workspace: Workspace) -> Vec<Effect> {
    if state.workspace != workspace {
        panels::show(state, Panel::None);
    }
    state.workspace = workspace;
    match workspace {
        Workspace::Classification => arrive(state),
        Workspace::Explore => return explore::arrive(state),
        Workspace::Practise => return practice::arrive(state),
        _ => {}
    }
    supervise::arrive(state)
}

/// Counts the records, and begins with the category of the selected record on the first visit of a project.
fn arrive(state: &mut AppState) {
    let of_project = state.review().map(|review| review.classification);
    let code = state.review().and_then(|review| {
        let record = review.selected.as_ref()?.record;
        if review.hidden(record).is_some() {
            return None;
        }
        let standing = review.columns.final_code(record);
        standing.or_else(|| review.codings.get(record as usize)?.best)
    });
    let browser = &mut state.browser;
    if browser.selected.is_none() {
        browser.classification = of_project.unwrap_or(browser.classification);
        let first = browser.tables().major_groups().next().map(|category| category.code);
        browser.selected = code.filter(|code| browser.has(*code)).or(first);
        open_above(browser);
    }
    count(state);
}

/// Counts again while the browser is looked at; otherwise the next visit counts.
pub(super) fn records_changed(state: &mut AppState) {
    if state.workspace == Workspace::Classification {
        count(state);
    }
}

fn count(state: &mut AppState) {
    let id = state.browser.classification;
    let coded = state.review().filter(|review| review.classification == id && review.is_coded());
    state.browser.counts = coded.map(|review| CodeCounts::of(&review.columns));
    state.browser.unfold();
}

/// A project was closed or opened: what is known of its records is forgotten.
pub(super) fn forget_records(state: &mut AppState) {
    state.workspace = Workspace::Review;
    state.browser = Browser { classification: state.browser.classification, ..Browser::default() };
}

/// Looks at the other classification, at what corresponds to the category looked at if anything does.
pub(super) fn browse(state: &mut AppState, id: ClassificationId) -> Vec<Effect> {
    if state.browser.classification == id {
        return Vec::new();
    }
    let linked = state.browser.selected.and_then(|code| state.browser.tables().corresponding(code).next());
    let first = domain::Classification::get(id).major_groups().next().map(|category| category.code);
    match linked.or(first) {
        Some(code) => go_to(state, id, code),
        None => Vec::new(),
    }
}

/// Looks at a category of either classification.
pub(super) fn look_up(state: &mut AppState, id: ClassificationId, code: Code) -> Vec<Effect> {
    go_to(state, id, code)
}

pub(super) fn select(state: &mut AppState, code: Code) -> Vec<Effect> {
    go_to(state, state.browser.classification, code)
}

/// Looks at a category that corresponds to the one looked at.
pub(super) fn follow(state: &mut AppState, code: Code) -> Vec<Effect> {
    go_to(state, state.browser.classification.other(), code)
}

fn go_to(state: &mut AppState, id: ClassificationId, code: Code) -> Vec<Effect> {
    let browser = &mut state.browser;
    let from = browser.selected.map(|selected| (browser.classification, selected));
    if let Some(from) = from.filter(|from| *from != (id, code)) {
        browser.trail.push(from);
        if browser.trail.len() > LONGEST_TRAIL {
            browser.trail.remove(0);
        }
    }
    arrive_at(state, id, code);
    Vec::new()
}

fn arrive_at(state: &mut AppState, id: ClassificationId, code: Code) {
    let browser = &mut state.browser;
    let changed = browser.classification != id;
    if changed {
        browser.classification = id;
        browser.open.clear();
    }
    browser.selected = Some(code);
    open_above(browser);
    browser.unfold();
    if changed {
        count(state);
        set_query(state, state.browser.query.clone());
    }
}

/// Goes back to the category looked at before.
pub(super) fn back(state: &mut AppState) -> Vec<Effect> {
    if let Some((id, code)) = state.browser.trail.pop() {
        arrive_at(state, id, code);
    }
    Vec::new()
}

fn open_above(browser: &mut Browser) {
    let mut above = browser.selected.and_then(|code| browser.parent(code));
    while let Some(code) = above {
        browser.open.insert(code);
        above = browser.parent(code);
    }
}

/// Moves in the tree by rows, down if positive; it stays within. Steps through the tree leave no trail.
pub(super) fn by(state: &mut AppState, rows: i32) -> Vec<Effect> {
    let browser = &mut state.browser;
    browser.row = panels::moved(browser.row, rows, browser.rows.len());
    browser.selected = browser.rows.get(browser.row).map(|row| row.code).or(browser.selected);
    Vec::new()
}

/// Opens the selected group; one that is open leads to its first category.
pub(super) fn unfold(state: &mut AppState) -> Vec<Effect> {
    let browser = &mut state.browser;
    match browser.rows.get(browser.row).and_then(|row| row.open) {
        Some(true) => return by(state, 1),
        Some(false) => {
            browser.open.extend(browser.selected);
            browser.unfold();
        }
        None => {}
    }
    Vec::new()
}

/// Closes the selected group; one that is closed leads to the group above.
pub(super) fn fold(state: &mut AppState) -> Vec<Effect> {
    let browser = &mut state.browser;
    let Some(selected) = browser.selected else { return Vec::new() };
    if browser.open.remove(&selected) && browser.rows.get(browser.row).is_some_and(|row| row.open == Some(true)) {
        browser.unfold();
    } else if let Some(parent) = browser.parent(selected) {
        browser.selected = Some(parent);
        browser.unfold();
    }
    Vec::new()
}

/// Opens a group or closes it.
pub(super) fn turn(state: &mut AppState, code: Code) -> Vec<Effect> {
    let browser = &mut state.browser;
    if !browser.open.remove(&code) {
        browser.open.insert(code);
    }
    // What was selected may be hidden now.
    if browser.selected.is_some_and(|selected| selected != code && selected.is_within(code)) {
        browser.selected = Some(code);
    }
    browser.unfold();
    Vec::new()
}

pub(super) fn set_query(state: &mut AppState, query: String) -> Vec<Effect> {
    let found = found(state, state.browser.classification, &query);
    let browser = &mut state.browser;
    browser.found = found;
    browser.marked = 0;
    browser.query = query;
    Vec::new()
}

/// What is found for some words, with what it was found by.
pub(super) fn found(state: &AppState, id: ClassificationId, query: &str) -> Vec<Found> {
    let hits = state.find_categories(id, query, MOST_FOUND);
    let described = state.descriptions(id).map_or_else(Vec::new, |of| of.find(query, MOST_FOUND));
    let sentence = |code: Code| described.iter().find(|(of, _)| *of == code).map_or("", |(_, sentence)| *sentence);
    hits.iter()
        .map(|hit| {
            let words = match hit.kind {
                HitKind::Code | HitKind::Title => level_name(hit.code).to_owned(),
                HitKind::Index(kind) => format!("{}: {}", kind.name(), hit.matched),
                HitKind::Description => format!("description: {}", sentence(hit.code)),
            };
            Found { code: hit.code, words, as_written: hit.as_written }
        })
        .collect()
}

/// Searches again, because there is more or less to be found.
pub(super) fn search_again(state: &mut AppState) {
    let query = state.browser.query.clone();
    set_query(state, query);
}

/// What a category is.
pub(super) fn level_name(code: Code) -> &'static str {
    if code.is_non_classification() { "not an occupation" } else { Level::name(code.level()) }
}

pub(super) fn mark(state: &mut AppState, by: i32) -> Vec<Effect> {
    let browser = &mut state.browser;
    browser.marked = panels::moved(browser.marked, by, browser.found.len());
    Vec::new()
}

/// Looks at the marked one of what was found, and leaves the search.
pub(super) fn choose(state: &mut AppState) -> Vec<Effect> {
    let Some(code) = state.browser.found.get(state.browser.marked).map(|found| found.code) else { return Vec::new() };
    set_query(state, String::new());
    select(state, code)
}

/// Shows the records of a category in the review; `None` shows all again.
pub(super) fn show_records(state: &mut AppState, code: Option<Code>) -> Vec<Effect> {
    if code.is_some() {
        show(state, Workspace::Review);
    }
    filters::apply_after(state, |review| {
        if code.is_some() {
            // The number beside the category is of all its records.
            review.filter = Filter::All;
            narrow::widen(review);
        }
        review.narrowing.code = code;
    })
}

/// Decides for a category on the selected record and goes back to the review.
pub(super) fn use_code(state: &mut AppState, code: Code, now: Timestamp) -> Vec<Effect> {
    show(state, Workspace::Review);
    decisions::decide(state, Decision::Code { code, choice: Choice::Search }, true, now)
}
