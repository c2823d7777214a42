//! The table of records, with the search over answers and the order above it.

use domain::Status;
use egui::{Align, CentralPanel, Frame, Id, Layout, Margin, Panel, Pos2, Rect, RichText, Ui};
use review::{Decision, Filter, Flag, Order};
use workbench::{Command, Review, RowView};

use super::{context_columns, form, narrow};
use crate::page::Page;
use crate::sight::records_id;
use crate::theme::Palette;
use crate::theme::metrics::{BODY, CONTROL, SMALL, UNIT, regular, strong};
use crate::widgets::bar::{paint_bar, probability};
use crate::widgets::choice::grouped;
use crate::widgets::mark::Mark;
use crate::widgets::rows::{Cells, Column, Rows};
use crate::widgets::text::paint_line;

const NUMBER: usize = 0;
const TITLE: usize = 1;
const TASKS: usize = 2;
const CODE: usize = 3;
const CODE_TITLE: usize = 4;
const LEVEL: usize = 5;
const CONFIDENCE: usize = 6;
const STATUS: usize = 7;
const REASONS: usize = 8;

/// The field in which one searches the answers.
pub fn find_field_id() -> Id {
    Id::unique("find in answers")
}

/// Draws the table.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    CentralPanel::default().frame(Frame::new().fill(palette.surface)).show(ui, |ui| {
        let head = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(8, 4));
        Panel::top("records head").frame(head).show_separator_line(false).show(ui, |ui| {
            toolbar(ui, page, review);
            narrow::chips(ui, page, review);
        });
        if review.visible.is_empty() {
            nothing(ui, page, review);
        } else {
            table(ui, page, review);
        }
    });
}

fn toolbar(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        // In a small window the words give way, not the controls.
        let room = ui.available_width();
        let narrow = room < 520.0;
        let (field_width, order_width) = if narrow { (room * 0.42, room * 0.36) } else { (200.0, 176.0) };
        let mut query = page.sight.query.clone().unwrap_or_else(|| review.query.clone());
        let field = form::field(&mut query).id(find_field_id()).hint_text("Find in answers").desired_width(field_width);
        let response = ui.add(field).accessible_name("Find in answers");
        let response = response.on_hover_text("Show only records whose answers contain these words.\nKey: Ctrl+F");
        page.sight.finding = response.has_focus();
        if response.changed() {
            page.sight.query = Some(query.clone());
            page.send(Command::SetQuery(query));
        } else if !response.has_focus() {
            page.sight.query = None;
        }
        let shown = grouped(review.visible.len() as u64);
        let words = if review.visible.len() == review.len() {
            format!("{shown} records")
        } else {
            format!("{shown} of {} records", grouped(review.len() as u64))
        };
        if room > 440.0 {
            ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        }
        if review.coding.is_none() && !review.is_coded() {
            ui.label(RichText::new("Not coded yet.").color(palette.doubtful));
            page.button(ui, Command::StartCoding, None);
        } else if review.outdated && (review.filter != Filter::All || !review.narrowing.is_empty()) {
            page.button(ui, Command::Reapply, Some("Apply again"));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let options: Vec<(Order, String)> =
                ORDERS.iter().map(|&(order, words)| (order, words.to_owned())).collect();
            let shown = ORDERS.iter().find(|(order, _)| *order == review.order).map_or("", |(_, words)| words);
            if let (_, Some(order)) = form::choose(ui, "Order", order_width, &review.order, &options, shown) {
                page.send(Command::SetOrder(order));
            }
            if !narrow {
                ui.label(RichText::new("Order").size(SMALL).color(palette.text_muted));
            }
        });
        ui.set_min_height(CONTROL);
    });
}

const ORDERS: [(Order, &str); 3] = [
    (Order::File, "as in the file"),
    (Order::Uncertainty, "least sure first"),
    (Order::Frequency, "most frequent first"),
];

/// Zero rows say why, and how to see more.
fn nothing(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).round());
        let words = match (review.is_empty(), review.query.is_empty(), review.filter) {
            (true, ..) => "The source has no records.".to_owned(),
            (_, false, _) => format!("No record here contains “{}”.", review.query),
            _ if !review.narrowing.is_empty() || !review.words.is_empty() => {
                "No record here is left by what narrows the list.".to_owned()
            }
            (_, true, Filter::Flagged) => "Nothing is left to review.".to_owned(),
            (_, true, filter) => format!("No record is in “{}”.", filter.name()),
        };
        ui.label(RichText::new(words).font(strong(BODY)));
        ui.add_space(UNIT);
        if !review.query.is_empty() && ui.button("Clear the search words").clicked() {
            page.sight.query = None;
            page.send(Command::SetQuery(String::new()));
        }
        if !review.narrowing.is_empty() || !review.words.is_empty() {
            page.button(ui, Command::ClearNarrowing, None);
        }
        if review.filter != Filter::All && ui.button("Show all records").clicked() {
            page.send(Command::SetFilter(Filter::All));
        }
        if review.filter == Filter::Flagged && !review.is_narrowed() {
            ui.add_space(UNIT);
            ui.label(RichText::new("Every record to review is decided. Export with Ctrl+E.").color(palette.text_muted));
        }
    });
}

/// From this width of the table on, reasons stand in words.
const ROOMY: f32 = 980.0;

fn columns(order: Order, room: f32) -> Vec<Column<'static>> {
    let column = Column::plain;
    let (why, level) = if room > ROOMY { (168.0, "Level") } else { (50.0, "Lv") };
    let mut columns = vec![
        column("No.", "Number of the record, as in the file. Press for the order of the file.", 36.0, 0.0),
        column("Job title", "The job title as answered.", 88.0, 1.6),
        column("Tasks", "The tasks as answered.", 72.0, 2.0),
        column("Code", "The code that stands: the person’s, else the machine’s.", 70.0, 0.0),
        column("Title", "The title of the code.", 104.0, 2.2),
        column(
            level,
            "Level of the code: 1 major group to 5 occupation; none for non-classification codes.",
            if room > ROOMY { 44.0 } else { 26.0 },
            0.0,
        ),
        column("Confidence", "Joint probability of the machine’s code. Press for the least sure first.", 78.0, 0.0),
        column("Status", "What the machine made of it, or what a person decided.", 90.0, 0.0),
        column("Why", "Why it needs, or needed, a person; and notes. The key help (?) explains the signs.", why, 0.0),
    ];
    for at in [NUMBER, CONFIDENCE] {
        columns[at].sortable = true;
    }
    columns[NUMBER].align = Align::Max;
    columns[LEVEL].align = Align::Max;
    match order {
        Order::File | Order::Frequency => {}
        Order::Uncertainty => columns[CONFIDENCE].sorted = Some(true),
    }
    columns
}

/// The names under which the widths of columns are remembered.
const WIDTHS: [&str; 9] = [
    "column.number",
    "column.job-title",
    "column.tasks",
    "column.code",
    "column.title",
    "column.level",
    "column.confidence",
    "column.status",
    "column.why",
];

/// Remembered instead of a width where a person went back to the usual one.
const USUAL: f32 = 1.0;

fn restore_widths(page: &mut Page<'_>) {
    if std::mem::replace(&mut page.sight.widths_restored, true) {
        return;
    }
    for (at, name) in WIDTHS.into_iter().enumerate() {
        if let Some(width) = page.state.settings.layout.get(name).filter(|width| **width > USUAL) {
            page.sight.records.set_width(at, *width);
        }
    }
}

fn table(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    restore_widths(page);
    let room = ui.available_width();
    let roomy = room > ROOMY;
    let mut columns: Vec<Column<'_>> = columns(review.order, room);
    columns.extend(context_columns::headings(page, review));
    let digits = review.len().max(1).ilog10() as f32 + 1.0;
    columns[NUMBER].width = columns[NUMBER].width.max(16.0 + digits * 8.0);
    let rows = Rows {
        id: records_id(),
        name: "Records",
        columns: &columns,
        count: review.visible.len(),
        selected: review.selected.as_ref().map(|selected| selected.row),
        palette,
    };
    let state = page.state;
    let report = rows.show(ui, &mut page.sight.records, |cells, row| {
        context_columns::paint(cells, state, review, row, WIDTHS.len(), palette);
        review.row(row).map_or_else(String::new, |record| paint(cells, &record, roomy, palette))
    });
    context_columns::fetch(page, review);
    if let Some((row, column, response)) = report.hovered
        && let Some(record) = review.row(row)
    {
        let words = in_full(&record, column);
        if !words.is_empty() {
            response.on_hover_text_at_pointer(words);
        }
    }
    if let Some((column, width)) = report.resized
        && let Some(name) = WIDTHS.get(column)
    {
        page.send(Command::SetLayout((*name).to_owned(), width.unwrap_or(USUAL).round()));
    }
    if let Some(row) = report.clicked {
        page.send(Command::Select(row));
    }
    if let Some(heading) = report.heading {
        let order = match (heading, review.order) {
            (CONFIDENCE, Order::File | Order::Frequency) => Order::Uncertainty,
            _ => Order::File,
        };
        if order != review.order {
            page.send(Command::SetOrder(order));
        }
    }
}

/// What a cell says in full, for its tooltip; empty for cells that hold nothing more.
fn in_full(record: &RowView<'_>, column: usize) -> String {
    match column {
        CODE_TITLE => record.code_title.to_owned(),
        STATUS => mark_of(record).meaning().to_owned(),
        REASONS => {
            let mut words: Vec<String> = record.flags.iter().map(|flag| flag.sentence().to_owned()).collect();
            if !record.note.is_empty() {
                words.push(format!("Note: {}", record.note));
            }
            words.join("\n")
        }
        _ => String::new(),
    }
}

/// The sign that sums a record up.
pub fn mark_of(record: &RowView<'_>) -> Mark {
    if record.hidden.is_some() {
        Mark::Hidden
    } else if record.flags.has(Flag::Referred) {
        Mark::Referred
    } else if record.decision.is_some() {
        Mark::Reviewed
    } else {
        machine_mark(record)
    }
}

fn machine_mark(record: &RowView<'_>) -> Mark {
    match record.machine.map(|machine| machine.status) {
        Some(Status::Coded) if record.open => Mark::ToReview,
        Some(Status::Coded) => Mark::Coded,
        Some(Status::Partial) => Mark::Partial,
        Some(Status::NonClassification) => Mark::NonClassification,
        Some(Status::Uncoded) | None => Mark::Uncoded,
    }
}

/// The word beside the sign: the decision where there is one.
pub fn status_word(record: &RowView<'_>) -> &'static str {
    match (mark_of(record), record.decision) {
        // Taking the first suggestion is accepting, if that is what the machine said.
        (Mark::Reviewed, Some(Decision::Code { code, .. })) => {
            if record.machine.and_then(|machine| machine.code) == Some(code) { "Accepted" } else { "Corrected" }
        }
        (Mark::Reviewed, Some(Decision::Uncodable(_))) => "Uncodable",
        (mark, _) => mark.word(),
    }
}

/// The sign of a reason, where there is no room for words.
pub fn sign_of(flag: Flag) -> &'static str {
    match flag {
        Flag::Blank => "∅",
        Flag::NoUsableWords => "?",
        Flag::Uncoded => "○",
        Flag::NonClassification => "□",
        Flag::Partial => "◆",
        Flag::BelowOptimal => "<",
        Flag::SmallMargin => "≈",
        Flag::TwoJobs => "2",
        Flag::SeveralTargets => "⇉",
        Flag::NoTarget => "×",
        Flag::EarlierDiffers => "↺",
        Flag::Conflicting => "≢",
        Flag::Referred => "→",
        Flag::ByHand => "⚑",
        Flag::Sampled => "◎",
        Flag::CodersDiffer => "≠",
    }
}

/// The sign of a note.
pub const NOTE: &str = "✎";

/// The reasons for a look, the primary one first, and whether there is a note.
fn reasons(record: &RowView<'_>, roomy: bool) -> String {
    let primary = record.flags.primary();
    let others = record.flags.iter().filter(|flag| Some(*flag) != primary);
    let all = primary.into_iter().chain(others);
    let note = (!record.note.is_empty()).then_some(NOTE);
    if !roomy {
        return note.into_iter().chain(all.map(sign_of)).collect::<Vec<&str>>().join(" ");
    }
    let names: Vec<&str> = match record.decision {
        Some(Decision::Uncodable(reason)) => vec![reason.name()],
        _ => all.map(Flag::name).collect(),
    };
    note.into_iter().chain(Some(names.join(", ").as_str())).collect::<Vec<&str>>().join(" ")
}

fn paint(cells: &Cells<'_>, record: &RowView<'_>, roomy: bool, palette: &Palette) -> String {
    let decided = record.decision.is_some();
    let mark = mark_of(record);
    let colour = mark.colour(palette);
    let number = (record.record + 1).to_string();
    cells.stripe(if record.open || decided { colour } else { palette.line });
    cells.text(NUMBER, &number, regular(SMALL), palette.text_muted, Align::Max);
    cells.text(TITLE, record.title, regular(BODY), palette.text, Align::Min);
    cells.text(TASKS, record.tasks, regular(BODY), palette.text_muted, Align::Min);
    let code = record.code.map(|code| code.to_string()).unwrap_or_default();
    if code.is_empty() {
        let sign = match (record.hidden, record.machine) {
            (Some(_), _) => "hidden",
            (None, None) => "…",
            (None, Some(_)) => "–",
        };
        cells.text(CODE, sign, regular(BODY), palette.text_muted, Align::Min);
    } else {
        let font = if decided { strong(BODY) } else { regular(BODY) };
        cells.text(CODE, &code, font, if decided { palette.accent } else { palette.text }, Align::Min);
    }
    cells.title(CODE_TITLE, record.code_title, regular(BODY), palette.text);
    let level = record.code.filter(|code| !code.is_non_classification()).map(|code| code.level().number().to_string());
    cells.text(LEVEL, level.as_deref().unwrap_or(""), regular(SMALL), palette.text_muted, Align::Max);
    if let Some(machine) = record.machine {
        let rect = cells.rect(CONFIDENCE);
        let bar = Rect::from_min_max(rect.min, Pos2::new(rect.right() - 30.0, rect.bottom()));
        let painter = cells.painter(CONFIDENCE);
        // What needs nobody steps back, so that what does stands out; what a person decided is the machine's no more.
        let (shade, ink) = match machine_mark(record) {
            _ if decided => (palette.line_strong.lerp_to_gamma(palette.track, 0.5), palette.text_muted),
            Mark::Coded => (palette.coded.lerp_to_gamma(palette.track, 0.45), palette.text),
            mark => (mark.colour(palette), palette.text),
        };
        paint_bar(&painter, bar, machine.confidence, shade, &[], palette);
        paint_line(&painter, rect, &probability(machine.confidence), regular(SMALL), ink, Align::Max);
    }
    if record.machine.is_some() || record.hidden.is_some() {
        let rect = cells.rect(STATUS);
        let painter = cells.painter(STATUS);
        mark.paint(&painter, Pos2::new(rect.left() + 6.0, rect.center().y), palette);
        let words = Rect::from_min_max(Pos2::new(rect.left() + UNIT * 2.0, rect.top()), rect.max);
        paint_line(&painter, words, status_word(record), regular(SMALL), colour, Align::Min);
    }
    // A person's own marks stand out; reasons that are settled step back.
    let by_person = [Flag::Referred, Flag::ByHand, Flag::Conflicting, Flag::Sampled, Flag::CodersDiffer]
        .into_iter()
        .any(|flag| record.flags.has(flag));
    let ink = match (by_person, decided && !record.open) {
        (true, _) => palette.text,
        (_, true) => palette.disabled(),
        _ => palette.text_muted,
    };
    cells.text(REASONS, &reasons(record, roomy), regular(SMALL), ink, Align::Min);
    let coded = if record.hidden.is_some() {
        match record.hidden {
            Some(review::Hidden::Unaided) => "to be coded before the engine’s answer is shown".to_owned(),
            _ => "to be coded blind".to_owned(),
        }
    } else if code.is_empty() {
        "no code".to_owned()
    } else {
        format!("{code} {}", record.code_title)
    };
    let mut name = format!("Record {number}: {}, {coded}", record.title);
    if !record.note.is_empty() {
        name.push_str(", with a note");
    }
    if record.flags.has(Flag::ByHand) {
        name.push_str(", flagged");
    }
    format!("{name}, {}", status_word(record))
}
