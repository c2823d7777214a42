//! Anchoring control: for how many records the engine's answer is hidden at first, and who drifts towards it.

use egui::{Align, Label, RichText, ScrollArea, Slider, Ui, Vec2};
use review::{PersonDrift, Share, Timestamp};
use workbench::{Command, PeopleCommand, Review, Workspace};

use super::figures::share_words;
use super::when;
use crate::page::Page;
use crate::sight::list_id;
use crate::theme::metrics::{BODY, ROW, SMALL, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Cells, Column, Rows};

/// Width up to which lines of text are easily read.
const LINE: f32 = 860.0;
/// Height of the heading of a table and a little more.
const HEADING_OF_TABLE: f32 = 30.0;

/// Draws the share, and the report.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        share(ui, page, review);
        report(ui, page);
        history(ui, page, review);
    });
}

fn share(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let standing = review.unaided.last().map_or(0, |share| share.percent);
    let words = "Whoever sees the engine’s answer first is drawn towards it. For a share of the records to review, drawn at \
                 random, the answer is hidden until a person has coded them, and shown at once then. Identical answers \
                 are drawn together. 0 % hides nothing.";
    ui.scope(|ui| {
        ui.set_max_width(LINE);
        form::remark(ui, words, page.palette);
    });
    ui.add_space(UNIT / 2.0);
    let mut percent = page.sight.people.percent.unwrap_or(standing);
    ui.horizontal(|ui| {
        let label = ui.label("Records coded before the engine’s answer is shown").id;
        let slider = |ui: &mut Ui| {
            // On this ground the rail would not be seen.
            ui.visuals_mut().widgets.inactive.bg_fill = page.palette.track;
            ui.visuals_mut().selection.bg_fill = page.palette.accent;
            ui.spacing_mut().slider_width = 200.0;
            ui.add(Slider::new(&mut percent, 0..=100).suffix(" %").trailing_fill(true)).labelled_by(label).changed()
        };
        if ui.scope(slider).inner {
            page.sight.people.percent = Some(percent);
        }
        let apply = Command::People(PeopleCommand::SetUnaidedShare(percent));
        if page.button(ui, apply, Some("Apply")).clicked() {
            page.sight.people.percent = None;
        }
        let waiting = page.state.supervise.people.drift.waiting;
        let records = if waiting == 1 { "record waits" } else { "records wait" };
        ui.label(
            RichText::new(format!("{} {records} to be coded so", grouped(waiting))).color(page.palette.text_muted),
        );
    });
}

fn report(ui: &mut Ui, page: &mut Page<'_>) {
    form::heading(ui, "Drift towards the machine");
    let drift = &page.state.supervise.people.drift;
    if drift.all.unaided.of == 0 {
        ui.add(Label::new("Nobody has coded a record before the engine’s answer was shown.").wrap());
        return;
    }
    let number = Column::of_numbers;
    let columns = [
        Column::plain("Name", "The name beside the decisions.", 110.0, 1.0),
        number("Agree unaided", UNAIDED, 170.0),
        number("Agree aided", AIDED, 170.0),
        number("Difference", "Aided minus unaided, in points, with its interval: drift where it is above 0.", 170.0),
        number("Moved after seeing", MOVED, 170.0),
    ];
    let count = drift.people.len() + 1;
    let height = HEADING_OF_TABLE + ROW * count.min(12) as f32;
    ui.allocate_ui(Vec2::new(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        let rows = Rows {
            id: list_id(Workspace::Supervise),
            name: "Drift",
            columns: &columns,
            count,
            selected: None,
            palette: page.palette,
        };
        let mut memory = std::mem::take(&mut page.sight.people.people);
        rows.show(ui, &mut memory, |cells, row| match row.checked_sub(1) {
            None => paint(cells, page, &drift.all, "All"),
            Some(at) => drift.people.get(at).map(|person| paint(cells, page, person, &person.name)).unwrap_or_default(),
        });
        page.sight.people.people = memory;
    });
    ui.add_space(UNIT / 2.0);
    ui.set_max_width(LINE);
    let small = drift.people.iter().chain([&drift.all]).any(|person| person.is_small() || person.moved.is_small());
    if small {
        let words = format!("Fewer than {} records say little; such shares are marked “few”.", review::FEW);
        ui.add(Label::new(RichText::new(words).color(page.palette.doubtful)).wrap());
    }
    let words = "Unaided: coded before the answer was shown, held against the engine’s answer of then. Aided: the other \
                 records that the machine wants reviewed and this person decided, held against its answer of today; \
                 what packs or imports brought is left out. Both are shares of the same kind of records, because the draw \
                 is random. Intervals at 95 %: score intervals, and of the difference Newcombe’s from both.";
    form::remark(ui, words, page.palette);
}

const UNAIDED: &str = "Records coded before the engine’s answer was shown: how many got its code.";
const AIDED: &str =
    "Other records to review that this person decided with the engine’s answer in sight: how many have its code.";
const MOVED: &str = "Of the records coded unaided to another code: how many the same person then gave the engine’s.";

fn paint(cells: &Cells<'_>, page: &Page<'_>, drift: &PersonDrift, name: &str) -> String {
    let palette = page.palette;
    let font = if drift.name.is_empty() { strong(BODY) } else { regular(BODY) };
    cells.title(0, name, font, palette.text);
    let ink = |share: Share| if share.is_small() { palette.doubtful } else { palette.text };
    let [unaided, aided, moved] = [drift.unaided, drift.aided, drift.moved].map(|share| share_words(share, true));
    let difference = drift.difference().map_or_else(
        || "–".to_owned(),
        |(difference, interval)| {
            let points = |share: f64| format!("{:+.0}", share * 100.0).replace('-', "−");
            format!("{} ({} to {})", points(difference), points(interval.low), points(interval.high))
        },
    );
    let small = if drift.is_small() { palette.doubtful } else { palette.text };
    let values =
        [(&unaided, ink(drift.unaided)), (&aided, ink(drift.aided)), (&difference, small), (&moved, ink(drift.moved))];
    for ((words, colour), column) in values.into_iter().zip(1..) {
        cells.text(column, words, regular(SMALL), colour, Align::Max);
    }
    format!("{name}: unaided {unaided}, aided {aided}, difference {difference} points, moved {moved}")
}

fn history(ui: &mut Ui, page: &Page<'_>, review: &Review) {
    if review.unaided.is_empty() {
        return;
    }
    form::heading(ui, "Who chose the share");
    for share in review.unaided.iter().rev() {
        let words = format!("{} UTC: {} %, {}", when(Timestamp(share.at.0)), share.percent, share.reviewer);
        ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
    }
    if let Some(share) = review.unaided.first() {
        form::remark(ui, &format!("Seed of the draw: {}. It stays when the share changes.", share.seed), page.palette);
    }
}
