//! How confidence is distributed.

use egui::{Id, Ui};
use review::distribution::{Bar, Measure, Split};
use workbench::{BINS, BenchCommand, Command, Review, measure_words};

use super::plot::Plot;
use crate::page::Page;
use crate::theme::metrics::UNIT;
use crate::views::form;
use crate::widgets::figure::figure_table;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let state = page.state;
    let pages = &state.supervise.bench;
    let Some(shown) = &pages.shown else {
        form::remark(ui, super::not_coded(review), page.palette);
        return;
    };
    controls(ui, page);
    ui.add_space(UNIT);
    let height = (ui.available_height() * 0.55).clamp(220.0, 560.0);
    let plot = Plot {
        id: Id::unique("figure of the distribution"),
        figure: &shown.figure,
        height,
        hint: "Click to show these records in the review.",
        draggable: false,
    };
    let report = plot.show(ui, page);
    if let Some(bar) = report.chosen.and_then(|(series, value)| shown.bar(series, value)) {
        page.send(Command::Bench(BenchCommand::ShowBar(bar)));
    }
    ui.add_space(UNIT);
    let id = Id::unique("table of the distribution");
    let height = ui.available_height();
    let chosen = figure_table(ui, id, "The distribution in numbers", &shown.table, height, page.palette);
    if let Some(bin) = chosen {
        page.send(Command::Bench(BenchCommand::ShowBar(Bar { bin, class: None })));
    }
}

/// Whether the highest bars are cut.
pub fn enlarge(ui: &mut Ui, page: &mut Page<'_>) {
    let mut enlarged = page.state.supervise.bench.enlarged;
    let hint = "The highest bars are cut at the top, so that the others are seen.";
    if ui.checkbox(&mut enlarged, "Enlarge small bars").on_hover_text(hint).changed() {
        page.send(Command::Bench(BenchCommand::SetEnlarged(enlarged)));
    }
}

/// Which probability, split by what, in how many stretches.
fn controls(ui: &mut Ui, page: &mut Page<'_>) {
    let state = page.state;
    let pages = &state.supervise.bench;
    let named = |measure: Measure| {
        let words = measure_words(measure);
        let mut signs = words.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect::<String>()).unwrap_or_default()
    };
    let mut command = None;
    ui.horizontal_wrapped(|ui| {
        ui.label("Probability");
        let options: Vec<_> = Measure::ALL.into_iter().map(|measure| (measure, named(measure))).collect();
        let shown = named(pages.measure);
        let chosen = form::choose(ui, "Probability", 280.0, &pages.measure, &options, &shown).1;
        command = chosen.map(BenchCommand::SetMeasure);
        ui.add_space(UNIT);
        ui.label("Split by");
        let options: Vec<_> = Split::ALL.into_iter().map(|split| (split, split.name().to_owned())).collect();
        let chosen = form::choose(ui, "Split by", 130.0, &pages.split, &options, pages.split.name()).1;
        command = command.take().or(chosen.map(BenchCommand::SetSplit));
        ui.add_space(UNIT);
        ui.label("Bins");
        let options: Vec<_> = BINS.into_iter().map(|bins| (bins, bins.to_string())).collect();
        let chosen = form::choose(ui, "Bins", 64.0, &pages.bins, &options, &pages.bins.to_string()).1;
        command = command.take().or(chosen.map(BenchCommand::SetBins));
        ui.add_space(UNIT);
        enlarge(ui, page);
    });
    if let Some(command) = command {
        page.send(Command::Bench(command));
    }
}
