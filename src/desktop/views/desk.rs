//! The review workspace: filters at the left, records in the middle, the selected record at the right.

use egui::{EventFilter, Frame, Key, Margin, Panel, Popup, RichText, ScrollArea, Ui};
use review::Filter;
use workbench::{Command, Panel as Open, Review};

use super::{
    bulk, compare, earlier, export, group, jobs, listed, log, narrow, problems, recoded, record, records, rule, status,
    thresholds,
};
use crate::page::Page;
use crate::routing;
use crate::sight::records_id;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::widgets::choice::{counted, grouped};
use crate::widgets::mark::Mark;

/// Widths below which the record pane and the table say too little.
const RECORD_AT_LEAST: f32 = 304.0;
const TABLE_AT_LEAST: f32 = 280.0;

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    status::show(ui, page, review);
    jobs::show(ui, page);
    let side = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(4, 8));
    let room = ui.available_width();
    // Two codes side by side need the room more than what stands beside them.
    let comparing = matches!(page.state.panel, Open::Compare(_));
    let least = needed(ui, review);
    // In a narrow window, or at a large size, records and what is known of one need the room; the menu has all filters.
    // The field in which a view is named stands among them.
    let naming = page.state.panel == Open::SaveView;
    let crowded = room < least + RECORD_AT_LEAST + TABLE_AT_LEAST && !naming;
    if !crowded && (!comparing || room > compare::ROOMY) {
        let width = kept(page, "filters").unwrap_or(least).max(least);
        let shown = Panel::left("filters").frame(side).default_size(width).size_range(least..=320.0);
        let response = shown.show(ui, |ui| {
            ui.take_available_width();
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| filters(ui, page, review));
        });
        keep(ui, page, "filters", response.response.rect.width());
    }
    if comparing && room < compare::ALONE {
        compare::show_panel(ui, page, review, true);
        return;
    }
    let pane = Frame::new().fill(palette.surface);
    // On a wide screen titles fit; the share is that of a first look, a person's own width stays.
    let usual = (room * 0.265).clamp(348.0, 480.0).round();
    let width = kept(page, "record").unwrap_or(usual);
    let shown = Panel::right("record").frame(pane).default_size(width).size_range(RECORD_AT_LEAST..=640.0);
    let response = shown.show(ui, |ui| {
        // A panel is as wide as what it holds; what it holds must not change that.
        ui.take_available_width();
        match &page.state.panel {
            Open::Export(panel) => export::show(ui, page, panel),
            Open::Thresholds(current) => thresholds::show(ui, page, *current),
            Open::Problems(lines) => problems::show(ui, page, review, lines),
            Open::Log(panel) => log::show(ui, page, review, panel),
            Open::Earlier(panel) => earlier::show(ui, page, review, panel),
            Open::Rule(panel) => rule::show(ui, page, review, panel),
            Open::Changes => recoded::show(ui, page, review),
            Open::Group => group::show(ui, page, review),
            Open::Bulk => bulk::show(ui, page, review),
            _ => record::show(ui, page, review),
        }
    });
    keep(ui, page, "record", response.response.rect.width());
    match &page.state.panel {
        Open::Compare(_) => compare::show_panel(ui, page, review, false),
        _ => records::show(ui, page, review),
    }
    let idle = ui.memory(|memory| memory.focused().is_none()) && !Popup::is_any_open(ui.ctx());
    let elsewhere = routing::takes_keys(&page.state.panel) || page.sight.settings_open;
    if idle && !elsewhere {
        ui.memory_mut(|memory| memory.request_focus(records_id()));
    }
}

/// The width a person gave a part of the window.
pub fn kept(page: &Page<'_>, name: &str) -> Option<f32> {
    page.state.settings.layout.get(name).copied()
}

/// Remembers the width of a panel when its edge was dragged and let go.
pub fn keep(ui: &Ui, page: &mut Page<'_>, name: &'static str, width: f32) {
    let before = page.sight.panel_widths.insert(name, width);
    let (down, released) = ui.input(|input| (input.pointer.primary_down(), input.pointer.any_released()));
    if down && before.is_some_and(|before| (before - width).abs() > 0.5) {
        page.sight.dragged_panel = Some(name);
    }
    if released && page.sight.dragged_panel.take_if(|dragged| *dragged == name).is_some() {
        page.send(Command::SetLayout(name.to_owned(), width.round()));
    }
}

/// The width at which every filter shows its name and its number.
fn needed(ui: &Ui, review: &Review) -> f32 {
    let measure =
        |words: &str, font| ui.painter().layout_no_wrap(words.to_owned(), font, egui::Color32::PLACEHOLDER).size().x;
    let widest = Filter::ALL.into_iter().map(|filter| {
        let number = grouped(review.counts.of(filter) as u64);
        measure(filter.name(), strong(BODY)) + measure(&number, regular(SMALL))
    });
    // With parts folded out the list scrolls, and its bar takes room.
    let bar = 10.0;
    // The mark, the gap between name and number, and the margins of row and panel.
    (widest.fold(96.0, f32::max) + 24.0 + UNIT + UNIT + 9.0 + bar).ceil()
}

fn filters(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    ui.take_available_width();
    label(ui, page, "Show");
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut rows = Vec::with_capacity(Filter::ALL.len());
    for filter in Filter::ALL {
        let count = review.counts.of(filter) as u64;
        let response = counted(ui, filter.name(), mark_of(filter), count, review.filter == filter, palette);
        if response.clicked() {
            page.send(Command::SetFilter(filter));
        }
        rows.push(response.id);
        let meaning = mark_of(filter).map_or("", Mark::meaning);
        let hint = if meaning == filter.sentence() { String::new() } else { format!("\n{meaning}") };
        response.on_hover_text(format!("{}{}", filter.sentence(), hint.trim_end()));
        if filter == Filter::All || filter == Filter::Uncoded {
            ui.add_space(UNIT);
        }
    }
    by_arrows(ui, page, &rows);
    ui.add_space(UNIT);
    narrow::show(ui, page, review);
    listed::show(ui, page, review);
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
    ui.add_space(UNIT * 2.0);
    label(ui, page, "Thresholds");
    let thresholds = review.thresholds;
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        ui.spacing_mut().interact_size.y = 20.0;
        for (name, value, hint) in [
            ("Optimal", thresholds.optimal, "At or above it a full code needs no review."),
            ("Minimum", thresholds.minimum, "Levels are cut while the confidence is below it."),
        ] {
            ui.label(RichText::new(format!("{name} {value:.2}")).size(SMALL)).on_hover_text(hint);
        }
    });
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        page.button(ui, Command::OpenThresholds, Some("Change…"));
    });
    if review.problem_count > 0 {
        ui.add_space(UNIT * 2.0);
        let words = if review.problem_count == 1 {
            "1 problem".to_owned()
        } else {
            format!("{} problems", grouped(review.problem_count))
        };
        ui.horizontal(|ui| {
            ui.add_space(UNIT);
            page.button(ui, Command::ShowProblems, Some(&words));
        });
    }
}

/// With the focus on a filter, arrows choose the next one.
fn by_arrows(ui: &Ui, page: &mut Page<'_>, rows: &[egui::Id]) {
    let Some(at) = ui.memory(|memory| rows.iter().position(|id| memory.has_focus(*id))) else { return };
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(rows[at], filter));
    let (down, up) = ui.input(|input| (input.key_pressed(Key::ArrowDown), input.key_pressed(Key::ArrowUp)));
    let next = match (down, up) {
        (true, _) => at + 1,
        (_, true) => at.wrapping_sub(1),
        _ => return,
    };
    if let (Some(id), Some(filter)) = (rows.get(next), Filter::ALL.get(next)) {
        ui.memory_mut(|memory| memory.request_focus(*id));
        page.send(Command::SetFilter(*filter));
    }
}

fn label(ui: &mut Ui, page: &Page<'_>, words: &str) {
    ui.horizontal(|ui| {
        ui.add_space(UNIT);
        ui.label(RichText::new(words).size(SMALL).color(page.palette.text_muted));
    });
}

fn mark_of(filter: Filter) -> Option<Mark> {
    match filter {
        Filter::All
        | Filter::Conflicting
        | Filter::Sampled
        | Filter::CodersDiffer
        | Filter::EarlierDiffers
        | Filter::LowConfidence
        | Filter::SmallMargin
        | Filter::TwoJobs => None,
        Filter::Flagged => Some(Mark::ToReview),
        Filter::Partial => Some(Mark::Partial),
        Filter::NonClassification => Some(Mark::NonClassification),
        Filter::Uncoded => Some(Mark::Uncoded),
        Filter::Reviewed => Some(Mark::Reviewed),
        Filter::Referred => Some(Mark::Referred),
    }
}
