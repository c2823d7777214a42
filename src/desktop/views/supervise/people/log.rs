//! The entries of the log: a list that is filtered, and one entry in full.

use egui::{Align, Frame, Id, Key, Label, Margin, Panel, RichText, Ui};
use review::{Decision, Entry, Hidden, Judgement, LogFilter, RecordId, Timestamp, hash_text};
use workbench::{Command, PeopleCommand, Review, Workspace};

use super::when;
use crate::keys::take_key;
use crate::page::Page;
use crate::sight::list_id;
use crate::theme::metrics::{BODY, HEADING, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Column, Rows};

/// Digits of a hash that tell entries apart for the eye.
const HASH_SHOWN: usize = 16;

/// Draws filter, list, and the marked entry.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    filter(ui, page, review);
    ui.add_space(UNIT);
    let width = (ui.available_width() * 0.36).clamp(320.0, 620.0);
    let frame = Frame::new().inner_margin(Margin { left: 16, ..Margin::ZERO });
    Panel::right("entry").frame(frame).exact_size(width).show(ui, |ui| {
        ui.take_available_width();
        let marked = page.state.supervise.people.marked.and_then(|number| review.whole_log().entry(number));
        match marked {
            Some(entry) => one_entry(ui, page, review, entry),
            None => {
                ui.label(RichText::new("Choose an entry to see what it changed.").color(page.palette.text_muted));
            }
        }
    });
    list(ui, page, review);
}

fn filter(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let view = &page.state.supervise.people;
    let mut filter = view.filter.clone();
    let people = view.figures.as_deref();
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        let names = review.whole_log().reviewers().map(|name| (Some(name.to_owned()), name.to_owned()));
        let names: Vec<_> = std::iter::once((None, "Everybody".to_owned())).chain(names).collect();
        let shown = filter.reviewer.clone().unwrap_or_else(|| "Everybody".to_owned());
        if let (_, Some(reviewer)) = form::choose(ui, "Entries of", 150.0, &filter.reviewer, &names, &shown) {
            (filter.reviewer, changed) = (reviewer, true);
        }
        let actions = people.into_iter().flat_map(|people| &people.actions);
        let actions = actions.map(|(word, count)| (Some(*word), format!("{word}  ({})", grouped(*count))));
        let actions: Vec<_> = std::iter::once((None, "Every action".to_owned())).chain(actions).collect();
        let shown = filter.action.unwrap_or("Every action");
        if let (_, Some(action)) = form::choose(ui, "Action", 130.0, &filter.action, &actions, shown) {
            (filter.action, changed) = (action, true);
        }
        let days = people.into_iter().flat_map(|people| people.days.iter().rev());
        let date = |day: i64| Timestamp::of_day(day).date();
        let days = days.map(|(day, count)| (Some(*day), format!("{}  ({})", date(*day), grouped(*count))));
        let days: Vec<_> = std::iter::once((None, "Every day".to_owned())).chain(days).collect();
        let shown = filter.day.map_or_else(|| "Every day".to_owned(), date);
        if let (_, Some(day)) = form::choose(ui, "Day (UTC)", 130.0, &filter.day, &days, &shown) {
            (filter.day, changed) = (day, true);
        }
        let label = ui.label("Record").id;
        let standing = filter.record.map_or_else(String::new, |record| (u64::from(record) + 1).to_string());
        let mut text = page.sight.people.record.clone().unwrap_or(standing);
        let response = ui.add(form::field(&mut text).desired_width(72.0).hint_text("any")).labelled_by(label);
        if response.changed() {
            page.sight.people.record = Some(text.clone());
        }
        if response.lost_focus() && page.sight.people.record.take().is_some() {
            let record = text.trim().parse::<u32>().ok().and_then(|number| number.checked_sub(1));
            changed |= record != filter.record;
            filter.record = record;
        }
        if !filter.is_empty() && ui.button("Show all").on_hover_text("List every entry again.").clicked() {
            (filter, changed) = (LogFilter::default(), true);
        }
        let (listed, all) = (view.listed(review) as u64, review.whole_log().entries().len() as u64);
        let words = match (view.searching.is_some(), listed == all) {
            (true, _) => "Looking…".to_owned(),
            (_, true) => format!("{} entries", grouped(all)),
            _ => format!("{} of {} entries", grouped(listed), grouped(all)),
        };
        ui.label(RichText::new(words).color(page.palette.text_muted));
    });
    if changed {
        page.send(Command::People(PeopleCommand::SetLogFilter(filter)));
    }
}

fn list(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let view = &page.state.supervise.people;
    let log = review.whole_log();
    let digits = log.entries().len().max(1).ilog10() as f32 + 1.0;
    let columns = [
        Column::of_numbers("No.", "Number of the entry.", 18.0 + digits.max(3.0) * 8.0),
        Column::plain("When (UTC)", "When it was written.", 144.0, 0.0),
        Column::plain("Who", "The name beside it.", 110.0, 0.4),
        Column::plain("What", "What was done to which records.", 140.0, 1.0),
    ];
    let marked = view.marked.and_then(|number| view.line_of(review, number));
    let rows = Rows {
        id: list_id(Workspace::Supervise),
        name: "Entries of the log",
        columns: &columns,
        count: view.listed(review),
        selected: marked,
        palette: page.palette,
    };
    let mut memory = std::mem::take(&mut page.sight.people.entries);
    if page.sight.people.revealed != view.marked {
        page.sight.people.revealed = view.marked;
        if let Some(line) = marked {
            memory.reveal(line);
        }
    }
    let palette = page.palette;
    let report = rows.show(ui, &mut memory, |cells, line| {
        let Some(entry) = view.entry_in(review, line).and_then(|number| log.entry(number)) else {
            return String::new();
        };
        let (number, at, words) = (entry.number.to_string(), when(entry.at), review.entry_words(entry.number));
        cells.text(0, &number, regular(SMALL), palette.text_muted, Align::Max);
        cells.text(1, &at, regular(SMALL), palette.text_muted, Align::Min);
        cells.title(2, &entry.reviewer, regular(BODY), palette.text);
        cells.title(3, &words, regular(BODY), palette.text);
        format!("Entry {number}: {words}, {}, {at}", entry.reviewer)
    });
    let rows_of_page = i32::try_from(memory.page()).unwrap_or(i32::MAX);
    page.sight.people.entries = memory;
    if let Some(number) = report.clicked.and_then(|line| view.entry_in(review, line)) {
        page.send(Command::People(PeopleCommand::MarkEntry(number)));
    }
    if ui.memory(|memory| memory.has_focus(rows.id)) {
        let steps = [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, rows_of_page),
            (Key::PageUp, -rows_of_page),
            (Key::End, i32::MAX),
            (Key::Home, i32::MIN),
        ];
        for (key, by) in steps {
            if take_key(ui.ctx(), key) {
                page.send(Command::People(PeopleCommand::MoveEntry(by)));
            }
        }
    }
}

fn one_entry(ui: &mut Ui, page: &mut Page<'_>, review: &Review, entry: &Entry) {
    let palette = page.palette;
    let muted = |text: String| RichText::new(text).size(SMALL).color(palette.text_muted);
    ui.label(RichText::new(format!("Entry {}", grouped(entry.number))).font(strong(HEADING)));
    ui.add(Label::new(review.entry_words(entry.number)).wrap());
    ui.add(Label::new(muted(format!("{}, {} UTC", entry.reviewer, when(entry.at)))).wrap());
    ui.horizontal(|ui| {
        let hash = hash_text(&entry.hash);
        let short: String = hash.chars().take(HASH_SHOWN).collect();
        ui.add(Label::new(muted(format!("Hash {short}…")))).on_hover_text(&hash);
        if ui.button("Copy").on_hover_text("Copy the whole hash: the head of the log after this entry.").clicked() {
            ui.ctx().copy_text(hash);
        }
    });
    ui.add_space(UNIT / 2.0);
    ui.horizontal_wrapped(|ui| {
        let command = Command::People(PeopleCommand::StandAt(entry.number));
        page.button(ui, command, Some("See the project as it stood"))
            .on_hover_text("The records, codes, thresholds and decisions after this entry, to look at and to export.");
        if let Some(change) = entry.changes.first() {
            page.button(ui, Command::GoTo(change.record), Some("Go to the record"));
        }
    });
    ui.add_space(UNIT);
    match entry.changes.as_slice() {
        [] => {
            ui.add(Label::new("It changed no record.").wrap());
        }
        [change] => {
            let (title, tasks) = review.answers.answer(change.record);
            let dot = if title.is_empty() || tasks.is_empty() { "" } else { "  ·  " };
            let number = u64::from(change.record) + 1;
            ui.add(Label::new(format!("Record {number}: {title}{dot}{tasks}")).wrap());
            for (name, judgement) in [("Before", &change.before), ("After", &change.after)] {
                ui.add_space(UNIT / 2.0);
                ui.label(muted(name.to_owned()));
                ui.add(Label::new(words_of(review, change.record, judgement)).wrap());
            }
        }
        _ => changes(ui, page, review, entry),
    }
}

fn changes(ui: &mut Ui, page: &mut Page<'_>, review: &Review, entry: &Entry) {
    let columns = [
        Column::of_numbers("Record", "Number of the record.", 64.0),
        Column::plain("Before", "What people had said of it.", 80.0, 1.0),
        Column::plain("After", "What they say since.", 80.0, 1.0),
    ];
    let rows = Rows {
        id: Id::unique("changes of an entry"),
        name: "Changes",
        columns: &columns,
        count: entry.changes.len(),
        selected: None,
        palette: page.palette,
    };
    let (mut memory, shown_for) = std::mem::take(&mut page.sight.people.changes);
    if shown_for != Some(entry.number) {
        memory.reveal(0);
    }
    let ink = page.palette.text;
    let report = rows.show(ui, &mut memory, |cells, row| {
        let Some(change) = entry.changes.get(row) else { return String::new() };
        let number = (u64::from(change.record) + 1).to_string();
        let (before, after) =
            (words_of(review, change.record, &change.before), words_of(review, change.record, &change.after));
        cells.text(0, &number, regular(SMALL), page.palette.text_muted, Align::Max);
        cells.title(1, &before, regular(SMALL), ink);
        cells.title(2, &after, regular(SMALL), ink);
        format!("Record {number}: {before}, then {after}")
    });
    page.sight.people.changes = (memory, Some(entry.number));
    if let Some((row, _, response)) = report.hovered
        && let Some(change) = entry.changes.get(row)
    {
        let (before, after) =
            (words_of(review, change.record, &change.before), words_of(review, change.record, &change.after));
        response.on_hover_text_at_pointer(format!("Before: {before}\nAfter: {after}"));
    }
}

/// A judgement in words: `371131 Bricklayer (accepted); flagged; note “asked”`; `nothing` for an untouched record.
fn words_of(review: &Review, record: RecordId, judgement: &Judgement) -> String {
    if review.hidden(record) == Some(Hidden::Sample) {
        return "hidden until the record is coded blind".to_owned();
    }
    let tables = review.tables();
    let mut words = Vec::new();
    match judgement.decision {
        Some(Decision::Code { code, choice }) => {
            words.push(format!("{code} {} ({})", tables.title(code), choice.word()));
        }
        Some(Decision::Uncodable(reason)) => words.push(format!("uncodable: {}", reason.name().to_lowercase())),
        None => {}
    }
    if judgement.referred {
        words.push("referred".to_owned());
    }
    if judgement.flagged {
        words.push("flagged".to_owned());
    }
    if let Some(sample) = judgement.checks.as_ref().and_then(|checks| checks.sample) {
        words.push(format!("in quality sample {sample}"));
    }
    for coding in judgement.codings() {
        let code = coding.decision.code().map_or_else(|| "uncodable".to_owned(), |code| code.to_string());
        words.push(format!("{} coded apart: {code}", coding.reviewer));
    }
    if !judgement.note.is_empty() {
        words.push(format!("note “{}”", judgement.note));
    }
    if words.is_empty() { "nothing".to_owned() } else { words.join("; ") }
}
