//! Decisions that look wrong, the most suspicious first: by keyboard to the record, or taken back at once.

use std::borrow::Cow;

use egui::{Align, Button, Key, Layout, RichText, Ui};
use review::{Decision, Flag, Ranking, Suspect};
use workbench::{Command, ErrorsCommand, ErrorsPage, Review, Since, Workspace, can, reason, row_of};

use crate::keys::take_key;
use crate::page::Page;
use crate::sight::list_id;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, HALF, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Cells, Column, Rows};

const NUMBER: usize = 0;
const ANSWER: usize = 1;
const DECIDED: usize = 2;
const BY: usize = 3;
const OTHER: usize = 4;
const SCORE: usize = 5;
const REASON: usize = 6;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let state = page.state;
    let shown = &state.supervise.errors;
    controls(ui, page, shown);
    ui.add_space(HALF);
    if shown.found.is_some() {
        form::remark(ui, explanation(shown.ranking), page.palette);
        ui.add_space(UNIT);
    }
    if shown.count() == 0 {
        empty(ui, page, shown);
        return;
    }
    take_keys(ui, page, shown);
    let foot = 24.0;
    let room = egui::vec2(ui.available_width(), (ui.available_height() - foot).max(0.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        ui.set_max_size(room);
        table(ui, page, review, shown);
    });
    let key = |command| row_of(&command).map(|row| state.settings.shortcut_text(row)).unwrap_or_default();
    let words = format!(
        "↑ ↓ to choose, Enter to go to the record, {} to take the decision back, {} to flag it for another look. The list \
         stays until the decisions are looked through again.",
        key(Command::ClearDecision),
        key(Command::Flag)
    );
    form::remark(ui, &words, page.palette);
}

fn controls(ui: &mut Ui, page: &mut Page<'_>, shown: &ErrorsPage) {
    let palette = page.palette;
    let count = |ranking| shown.found.as_ref().map(|found| grouped(found.count(ranking) as u64)).unwrap_or_default();
    let button = |ui: &mut Ui, page: &mut Page<'_>, ranking: Ranking, words: &str, chosen: bool, hint: &str| {
        let command = Command::Errors(ErrorsCommand::Show(ranking));
        page.show_button(ui, command, Button::new(words).selected(chosen)).on_hover_text(hint);
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = HALF;
        for (ranking, name) in [
            (Ranking::Engine, "Engine against coder"),
            (Ranking::Coders, "Coders on one answer"),
            (Ranking::Margin, "Label quality"),
        ] {
            let chosen = shown.ranking == ranking || (ranking == Ranking::Margin && shown.ranking.is_label_quality());
            let words = format!("{name}  {}", count(ranking));
            button(ui, page, ranking, words.trim_end(), chosen, explanation(ranking));
        }
        if shown.ranking.is_label_quality() {
            ui.add_space(UNIT * 2.0);
            ui.label(RichText::new("Order").size(SMALL).color(palette.text_muted));
            for (ranking, name) in
                [(Ranking::Margin, "Margin"), (Ranking::SelfConfidence, "Probability"), (Ranking::Entropy, "Entropy")]
            {
                button(ui, page, ranking, name, shown.ranking == ranking, explanation(ranking));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            page.button(ui, Command::Errors(ErrorsCommand::ShowRecords), Some("Show these records"));
            if shown.job.is_some() {
                ui.label(RichText::new("Looking through …").size(SMALL).color(palette.text_muted));
            } else if shown.is_outdated(page.state) {
                page.button(ui, Command::Errors(ErrorsCommand::Rank), Some("Look through again"));
            }
        });
    });
}

/// What an order means, in a sentence or two.
fn explanation(ranking: Ranking) -> &'static str {
    match ranking {
        Ranking::Engine => {
            "The engine has another code. First those where it was surest of its own, at the level where the two part."
        }
        Ranking::Coders => "The identical answer was decided differently. First those whose code the fewest came to.",
        Ranking::Margin => {
            "Another code is more probable. First the smallest margin: half of 1 + probability of the decided code − that of the \
             best other. The model never learned from these records."
        }
        Ranking::SelfConfidence => {
            "Another code is more probable. First the lowest probability of the decided code. The model never learned from these \
             records."
        }
        Ranking::Entropy => {
            "Another code is more probable. First the lowest probability where the engine hardly wavers: entropy weighted by \
             confidence. The model never learned from these records."
        }
    }
}

fn empty(ui: &mut Ui, page: &mut Page<'_>, shown: &ErrorsPage) {
    let palette = page.palette;
    let rank = Command::Errors(ErrorsCommand::Rank);
    let (words, advice) = match (&shown.found, can(page.state, &rank)) {
        (Some(found), _) if found.decided > 0 => {
            let words = format!("No decision looks wrong here: {} looked through.", grouped(found.decided as u64));
            (words, "The other orders may list some.")
        }
        (_, Err(why)) => (why.to_owned(), "Decisions that people made in the review are looked through here."),
        (_, Ok(())) => ("The decisions were not looked through yet.".to_owned(), ""),
    };
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).round());
        ui.label(RichText::new(words).font(strong(BODY)));
        if !advice.is_empty() {
            ui.add_space(HALF);
            ui.label(RichText::new(advice).color(palette.text_muted));
        }
        if shown.found.is_none() {
            ui.add_space(UNIT);
            page.button(ui, rank, None);
        }
    });
}

/// Keys act while the list has the focus, or nothing has.
fn take_keys(ui: &Ui, page: &mut Page<'_>, shown: &ErrorsPage) {
    let id = list_id(Workspace::Supervise);
    match ui.memory(|memory| memory.focused()) {
        None => ui.memory_mut(|memory| memory.request_focus(id)),
        Some(focused) if focused != id => return,
        Some(_) => {}
    }
    let last = shown.count().saturating_sub(1);
    let rows = page.sight.errors.page();
    let moves = [
        (Key::ArrowDown, shown.marked + 1),
        (Key::ArrowUp, shown.marked.saturating_sub(1)),
        (Key::PageDown, shown.marked + rows),
        (Key::PageUp, shown.marked.saturating_sub(rows)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    for (key, to) in moves {
        if take_key(ui.ctx(), key) {
            page.send(Command::Errors(ErrorsCommand::Mark(to.min(last))));
        }
    }
    if take_key(ui.ctx(), Key::Enter) {
        page.send(Command::Errors(ErrorsCommand::Open));
    }
    for (usual, does) in [(Command::ClearDecision, ErrorsCommand::Reopen), (Command::Flag, ErrorsCommand::Flag)] {
        let shortcuts = row_of(&usual).map(|row| page.state.settings.shortcuts(row)).unwrap_or_default();
        let plain = shortcuts.iter().filter(|shortcut| !shortcut.ctrl && !shortcut.shift);
        let mut keys = plain.filter_map(|shortcut| Key::from_name(shortcut.key));
        if keys.any(|key| take_key(ui.ctx(), key)) {
            page.send(Command::Errors(does));
        }
    }
}

fn columns(ranking: Ranking, digits: f32) -> [Column<'static>; 7] {
    let (other, hint) = match ranking {
        Ranking::Coders => ("Others", "The code that most of the other coders came to."),
        _ => ("Engine", "The engine’s code."),
    };
    [
        Column::of_numbers("No.", "Number of the record, as in the file.", 16.0 + digits.max(3.0) * 8.0),
        Column::plain("Answer", "Job title and tasks as answered.", 120.0, 2.0),
        Column::plain("Decided", "The code that was decided, with its title.", 110.0, 1.6),
        Column::plain("By", "Who decided.", 76.0, 0.2),
        Column::plain(other, hint, 110.0, 1.6),
        Column::of_numbers("Score", "0 to 1; the lower, the more suspicious.", 52.0),
        Column::plain("Reason", "Why it looks wrong.", 190.0, 1.0),
    ]
}

fn table(ui: &mut Ui, page: &mut Page<'_>, review: &Review, shown: &ErrorsPage) {
    let palette = page.palette;
    let digits = review.len().max(1).ilog10() as f32 + 1.0;
    let columns = columns(shown.ranking, digits);
    let mut memory = std::mem::take(&mut page.sight.errors);
    if page.sight.error_marked != shown.marked {
        page.sight.error_marked = shown.marked;
        memory.reveal(shown.marked);
    }
    let rows = Rows {
        id: list_id(Workspace::Supervise),
        name: "Decisions that look wrong",
        columns: &columns,
        count: shown.count(),
        selected: Some(shown.marked),
        palette,
    };
    let report = rows.show(ui, &mut memory, |cells, row| match shown.at(row) {
        Some(suspect) => paint(cells, review, suspect, shown.ranking, palette),
        None => String::new(),
    });
    page.sight.errors = memory;
    if let Some(row) = report.clicked {
        page.send(Command::Errors(ErrorsCommand::Mark(row)));
    }
    if let Some((row, column, response)) = report.hovered {
        if response.double_clicked() {
            page.send(Command::Errors(ErrorsCommand::Mark(row)));
            page.send(Command::Errors(ErrorsCommand::Open));
        } else if let Some(suspect) = shown.at(row) {
            let words = in_full(review, suspect, shown.ranking, column);
            if !words.is_empty() {
                response.on_hover_text_at_pointer(words);
            }
        }
    }
}

/// The decided code and the one against it, with their titles.
fn codes(review: &Review, suspect: &Suspect, ranking: Ranking) -> [String; 2] {
    if review.hidden(suspect.record).is_some() {
        return ["hidden", "hidden"].map(str::to_owned);
    }
    let with_title = |code: domain::Code| format!("{code} {}", review.tables().title(code));
    let decided = match suspect.decision {
        Decision::Code { code, .. } => with_title(code),
        Decision::Uncodable(reason) => format!("Uncodable: {}", reason.name().to_lowercase()),
    };
    let against = match ranking {
        Ranking::Coders => suspect.others,
        Ranking::Engine => suspect.engine,
        _ => suspect.support.and_then(|support| support.other).map(|(code, _)| code),
    };
    [decided, against.map_or_else(|| "no code".to_owned(), with_title)]
}

fn answer(review: &Review, suspect: &Suspect, most: usize) -> String {
    let (title, tasks) = review.answers.answer(suspect.record);
    let between = if title.is_empty() || tasks.is_empty() { "" } else { "  ·  " };
    let words = format!("{title}{between}{tasks}");
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words,
    }
}

fn in_full(review: &Review, suspect: &Suspect, ranking: Ranking, column: usize) -> String {
    if Since::of(suspect, review) == Since::Hidden {
        return if column == ANSWER { answer(review, suspect, 600) } else { String::new() };
    }
    let [decided, other] = codes(review, suspect, ranking);
    match column {
        ANSWER => answer(review, suspect, 600),
        DECIDED => decided,
        OTHER => other,
        REASON => reason(suspect, ranking),
        _ => String::new(),
    }
}

fn paint(cells: &Cells<'_>, review: &Review, suspect: &Suspect, ranking: Ranking, palette: &Palette) -> String {
    let since = Since::of(suspect, review);
    let stands = since == Since::Stands;
    let (ink, muted) =
        if stands { (palette.text, palette.text_muted) } else { (palette.text_muted, palette.text_muted) };
    let number = (suspect.record + 1).to_string();
    let words = answer(review, suspect, 200);
    let hidden = since == Since::Hidden;
    let [decided, other] = if hidden { [const { String::new() }; 2] } else { codes(review, suspect, ranking) };
    let by = if hidden { Cow::Borrowed("") } else { review.ledger.decided_by(suspect.record) };
    let score = suspect.score(ranking).filter(|_| !hidden).map(|score| format!("{score:.3}")).unwrap_or_default();
    let flagged = review.columns.flags().get(suspect.record as usize).is_some_and(|flags| flags.has(Flag::ByHand));
    let why = match since {
        Since::Stands if flagged => format!("flagged; {}", reason(suspect, ranking)),
        Since::Stands => reason(suspect, ranking),
        Since::Reopened if review.columns.is_open(suspect.record) => "reopened, to review".to_owned(),
        Since::Reopened => match review.columns.final_code(suspect.record) {
            Some(code) => format!("reopened: the engine’s {code}"),
            None => "reopened".to_owned(),
        },
        Since::Hidden => "to be coded blind".to_owned(),
        Since::Changed => match review.columns.final_code(suspect.record) {
            Some(code) => format!("changed to {code}"),
            None => "changed to uncodable".to_owned(),
        },
    };
    cells.text(NUMBER, &number, regular(SMALL), muted, Align::Max);
    cells.text(ANSWER, &words, regular(BODY), ink, Align::Min);
    cells.title(DECIDED, &decided, regular(SMALL), if stands { palette.accent } else { muted });
    cells.text(BY, &by, regular(SMALL), muted, Align::Min);
    cells.title(OTHER, &other, regular(SMALL), ink);
    cells.text(SCORE, &score, regular(SMALL), muted, Align::Max);
    let (font, colour) = if stands { (regular(SMALL), ink) } else { (strong(SMALL), palette.coded) };
    cells.text(REASON, &why, font, colour, Align::Min);
    format!("Suspect {number}: {words}, decided {decided}, {other}, {why}")
}
