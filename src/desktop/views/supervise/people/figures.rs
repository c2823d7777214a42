//! Pace and agreement of everybody, and of one person by day.

use egui::{Align, Label, Panel, RichText, Ui, Vec2};
use review::{Person, Share, Timestamp, Work};
use workbench::{Command, PeopleCommand, Review, Workspace};

use crate::keys::take_key;
use crate::page::Page;
use crate::sight::list_id;
use crate::theme::metrics::{BODY, HEADING, ROW, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Cells, Column, Rows};

/// Height of the heading of a table and a little more.
const HEADING_OF_TABLE: f32 = 30.0;
/// People in sight before the table scrolls.
const PEOPLE_IN_SIGHT: usize = 9;

/// Draws the figures.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, _review: &Review) {
    let state = page.state;
    let Some(people) = state.supervise.people.figures.as_ref() else {
        ui.label("Counting…");
        return;
    };
    let frame = egui::Frame::new().inner_margin(egui::Margin { top: 8, ..egui::Margin::ZERO });
    Panel::bottom("what the figures mean").frame(frame).show_separator_line(false).show(ui, |ui| meanings(ui, page));
    let count = people.people.len();
    let height = HEADING_OF_TABLE + ROW * count.min(PEOPLE_IN_SIGHT) as f32;
    let marked = state.supervise.people.chosen.as_ref();
    let marked = marked.and_then(|name| people.people.iter().position(|person| person.name == *name)).unwrap_or(0);
    ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        table_of_people(ui, page, &people.people, marked);
    });
    ui.add_space(UNIT);
    let Some(person) = people.people.get(marked) else { return };
    ui.label(RichText::new(format!("{} by day (UTC)", person.name)).font(strong(HEADING)));
    table_of_days(ui, page, person);
}

fn table_of_people(ui: &mut Ui, page: &mut Page<'_>, people: &[Person], marked: usize) {
    let number = Column::of_numbers;
    let mut columns = vec![Column::plain("Name", "The name beside the decisions.", 100.0, 1.0)];
    columns.extend(columns_of_work());
    columns.extend([
        number("As the engine", "Records decided by this person whose code is the engine’s.", 160.0),
        number("As blind codings", "Records that somebody else coded blind: how often both came to one code.", 160.0),
        number("As others", "Identical answers that others decided too: how often both came to one code.", 160.0),
    ]);
    let rows = Rows {
        id: list_id(Workspace::Supervise),
        name: "People",
        columns: &columns,
        count: people.len(),
        selected: Some(marked),
        palette: page.palette,
    };
    let mut memory = std::mem::take(&mut page.sight.people.people);
    let report = rows.show(ui, &mut memory, |cells, row| match people.get(row) {
        Some(person) => paint_person(cells, page, person),
        None => String::new(),
    });
    let mut wanted = report.clicked;
    if ui.memory(|memory| memory.has_focus(rows.id)) && !people.is_empty() {
        if take_key(ui.ctx(), egui::Key::ArrowDown) {
            wanted = Some((marked + 1).min(people.len() - 1));
        }
        if take_key(ui.ctx(), egui::Key::ArrowUp) {
            wanted = Some(marked.saturating_sub(1));
        }
    }
    if let Some(row) = wanted {
        memory.reveal(row);
    }
    page.sight.people.people = memory;
    if let Some(person) = wanted.and_then(|row| people.get(row)) {
        page.send(Command::People(PeopleCommand::ChoosePerson(Some(person.name.clone()))));
    }
}

/// The columns that [`paint_work`] fills.
fn columns_of_work() -> [Column<'static>; 8] {
    let number = Column::of_numbers;
    [
        number("Decisions", "Decisions and blind codings; one about many records counts once.", 66.0),
        number("Records", "Records decided; one that was decided twice counts twice.", 62.0),
        number("Accepted", ACCEPTED, 106.0),
        number("Corrected", CORRECTED, 106.0),
        number("Uncodable", UNCODABLE, 106.0),
        number("Minutes", MINUTES, 58.0),
        number("Median/min", MEDIAN, 80.0),
        number("Mean/min", MEAN, 68.0),
    ]
}

const ACCEPTED: &str = "Of the records: those where the engine’s code was accepted, with the interval of the share.";
const CORRECTED: &str = "Of the records: those that got another code.";
const UNCODABLE: &str = "Of the records: those that cannot be coded.";
const MINUTES: &str =
    "Minutes worked: the time from each entry to the next, breaks of more than five minutes left out.";
const MEDIAN: &str =
    "Decisions a minute at the usual step from one to the next, which a break or a long look does not change.";
const MEAN: &str = "Decisions a minute on average over the minutes worked.";

fn paint_person(cells: &Cells<'_>, page: &Page<'_>, person: &Person) -> String {
    let palette = page.palette;
    let work = &person.work;
    cells.title(0, &person.name, regular(BODY), palette.text);
    let shares = [(9, person.engine), (10, person.blind), (11, person.others)];
    for (column, share) in shares {
        let colour = if share.is_small() { palette.doubtful } else { palette.text };
        cells.text(column, &share_words(share, true), regular(SMALL), colour, Align::Max);
    }
    let told = paint_work(cells, page, work);
    let [engine, blind, others] = shares.map(|(_, share)| share_words(share, true));
    format!("{}: {told}; as the engine {engine}; as blind codings {blind}; as others {others}", person.name)
}

/// Paints the columns from the second on, and says them.
fn paint_work(cells: &Cells<'_>, page: &Page<'_>, work: &Work) -> String {
    let palette = page.palette;
    let pace = |pace: Option<f64>| pace.map_or_else(|| "–".to_owned(), |pace| format!("{pace:.1}"));
    let values = [
        grouped(work.decisions),
        grouped(work.records),
        share_words(work.share_accepted(), false),
        share_words(work.share_corrected(), false),
        share_words(work.share_uncodable(), false),
        format!("{:.0}", work.minutes()),
        pace(work.median_pace()),
        pace(work.mean_pace()),
    ];
    for (value, column) in values.iter().zip(1..) {
        cells.text(column, value, regular(SMALL), palette.text, Align::Max);
    }
    let [decisions, records, accepted, corrected, uncodable, minutes, median, mean] = values;
    format!(
        "{decisions} decisions, {records} records, accepted {accepted}, corrected {corrected}, uncodable {uncodable}, \
         {minutes} minutes, {median} a minute (median), {mean} (mean)"
    )
}

/// `93 % (88–96)`, with `of 120` where that is not told beside it, and “few” where it says little.
pub fn share_words(share: Share, with_number: bool) -> String {
    let Some(value) = share.value() else { return "–".to_owned() };
    let percent = |value: f64| format!("{:.0}", value * 100.0);
    let interval = share.interval();
    let words = format!("{} % ({}–{})", percent(value), percent(interval.low), percent(interval.high));
    match (with_number, share.is_small()) {
        (false, _) => words,
        (true, false) => format!("{words} of {}", grouped(share.of)),
        (true, true) => format!("{words} of {}, few", share.of),
    }
}

fn table_of_days(ui: &mut Ui, page: &mut Page<'_>, person: &Person) {
    let mut columns = vec![Column::plain("Day", "The day in UTC.", 110.0, 1.0)];
    columns.extend(columns_of_work());
    let rows = Rows {
        id: egui::Id::unique("days of a person"),
        name: "Days",
        columns: &columns,
        count: person.days.len(),
        selected: None,
        palette: page.palette,
    };
    let mut memory = std::mem::take(&mut page.sight.people.days);
    rows.show(ui, &mut memory, |cells, row| {
        let Some((day, work)) = person.days.get(row) else { return String::new() };
        let date = Timestamp::of_day(*day).date();
        cells.text(0, &date, regular(BODY), page.palette.text, Align::Min);
        format!("{date}: {}", paint_work(cells, page, work))
    });
    page.sight.people.days = memory;
}

/// What the columns mean, and how far they can be trusted.
fn meanings(ui: &mut Ui, page: &Page<'_>) {
    let palette = page.palette;
    let few = page.state.supervise.people.figures.as_ref().is_some_and(|people| {
        let shares = |person: &Person| [person.engine, person.blind, person.others];
        people.people.iter().flat_map(shares).any(Share::is_small)
    });
    if few {
        let words = format!(
            "A share of fewer than {} says little; it is marked “few”. Do not judge anybody by it.",
            review::FEW
        );
        ui.add(Label::new(RichText::new(words).color(palette.doubtful)).wrap());
    }
    let words = "In brackets: the interval that holds the true share with 95 % confidence (score interval). Minutes worked \
                 are the steps from each entry of the log to the person’s next; a step of more than five minutes is a \
                 break and does not count. Median and mean are decisions a minute. Agreement counts the decisions that \
                 stand; what packs or imports brought is nobody’s. Pace says nothing of quality, and agreement with the \
                 engine is not correctness.";
    form::remark(ui, words, palette);
}
