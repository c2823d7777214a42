//! What is drawn next: lot, plan, strata, seed, and the numbers before they are drawn.

use egui::{DragValue, Grid, Label, RichText, Ui};
use review::quality::figures::percent;
use review::quality::{LotKind, PlanChoice, SamplePlan, Stratify};
use review::statistics::acceptance::Lot;
use review::statistics::estimate::Allocation;
use workbench::{Command, CountedLot, QualityCommand, QualityPage, Review, can};

use crate::page::Page;
use crate::theme::metrics::{HALF, SMALL, TITLE, UNIT, strong, strong_family};
use crate::views::form;
use crate::widgets::button::primary;
use crate::widgets::choice::grouped;

/// Room for the labels of the fields.
const LABEL: f32 = 124.0;
/// Width of the fields that are chosen from a list.
const FIELD: f32 = 164.0;

/// Draws the form.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let state = page.state;
    let quality = &state.supervise.quality;
    ui.label(RichText::new("Draw a sample").font(strong(TITLE)));
    let words = "Somebody codes the drawn records again without seeing what stands. What differs is settled, and the lot \
                 is accepted or sent back.";
    form::remark(ui, words, page.palette);
    form::heading(ui, "Lot");
    lot(ui, page, quality, review);
    form::heading(ui, "Plan");
    plan(ui, page, quality);
    form::heading(ui, "Strata");
    strata(ui, page, quality);
    ui.add_space(UNIT);
    match quality.lot.as_ref().filter(|_| quality.counting.is_none()) {
        Some(lot) => preview(ui, page, lot),
        None => form::remark(ui, "The lot is being counted …", page.palette),
    }
}

fn lot(ui: &mut Ui, page: &mut Page<'_>, quality: &QualityPage, review: &Review) {
    let mut kinds = vec![LotKind::All, LotKind::Shown, LotKind::Unreviewed];
    kinds.extend(quality.coders.iter().cloned().map(LotKind::DecidedBy));
    let words = |kind: &LotKind| match kind {
        LotKind::Shown => format!("Shown in the review: {}", review.filter.name()),
        kind => kind.name(),
    };
    let options: Vec<(LotKind, String)> = kinds.iter().map(|kind| (kind.clone(), words(kind))).collect();
    let wish = &quality.wish;
    let width = ui.available_width() - UNIT;
    if let (_, Some(lot)) = form::choose(ui, "Lot", width, &wish.lot, &options, &words(&wish.lot)) {
        page.send(Command::Quality(QualityCommand::SetLot(lot)));
    }
}

fn plan(ui: &mut Ui, page: &mut Page<'_>, quality: &QualityPage) {
    let choice = quality.wish.choice;
    let mut wanted = choice;
    let protects = matches!(choice, PlanChoice::Protect { .. });
    ui.horizontal(|ui| {
        if ui.radio(protects, "By protection").on_hover_text("The smallest sample that keeps bad lots out.").clicked() {
            let PlanChoice::Protect { reject_quality, consumer_risk, .. } = PlanChoice::default() else { return };
            wanted = PlanChoice::Protect { reject_quality, consumer_risk, accept: choice.accept() };
        }
        if ui.radio(!protects, "By size").clicked() {
            let sample = quality.lot.as_ref().and_then(|lot| lot.plan).map_or(100, |plan| plan.sample);
            wanted = PlanChoice::Own { sample: sample.max(choice.accept() + 1), accept: choice.accept() };
        }
    });
    match &mut wanted {
        PlanChoice::Protect { reject_quality, consumer_risk, accept } => {
            share(ui, "Send back at", reject_quality, "Error rate of a lot that should not be accepted.");
            share(ui, "Risk", consumer_risk, "Largest probability with which such a lot is accepted all the same.");
            errors(ui, accept, 100);
        }
        PlanChoice::Own { sample, accept } => {
            form::line(ui, "Records (n)", LABEL, |ui| {
                let field = DragValue::new(sample).range(1..=1_000_000).speed(1.0);
                ui.add(field).accessible_name("Records to draw").on_hover_text("How many records are drawn.")
            });
            errors(ui, accept, sample.saturating_sub(1));
        }
    }
    if wanted != choice {
        page.send(Command::Quality(QualityCommand::SetPlan(wanted)));
    }
}

fn share(ui: &mut Ui, label: &str, value: &mut f64, hint: &str) {
    form::line(ui, label, LABEL, |ui| {
        let mut shown = *value * 100.0;
        let field = DragValue::new(&mut shown).range(0.1..=50.0).speed(0.1).max_decimals(1).suffix(" %");
        let response = ui.add(field).accessible_name(label).on_hover_text(hint);
        if response.changed() {
            *value = shown / 100.0;
        }
    });
}

fn errors(ui: &mut Ui, accept: &mut u64, most: u64) {
    form::line(ui, "Errors allowed (c)", LABEL, |ui| {
        let field = DragValue::new(accept).range(0..=most.min(100)).speed(0.1);
        ui.add(field).accessible_name("Errors allowed").on_hover_text("With more errors the lot is sent back.")
    });
}

fn strata(ui: &mut Ui, page: &mut Page<'_>, quality: &QualityPage) {
    let wish = &quality.wish;
    form::line(ui, "Divided by", LABEL, |ui| {
        let options: Vec<(Stratify, String)> = Stratify::ALL.iter().map(|of| (*of, of.name().to_owned())).collect();
        if let (_, Some(of)) = form::choose(ui, "Divided by", FIELD, &wish.stratify, &options, wish.stratify.name()) {
            page.send(Command::Quality(QualityCommand::SetStratify(of)));
        }
    });
    if wish.stratify != Stratify::None {
        form::line(ui, "Shared out", LABEL, |ui| {
            let options: Vec<(Allocation, String)> =
                Allocation::ALL.iter().map(|of| (*of, of.name().to_owned())).collect();
            let shown = wish.allocation.name();
            if let (_, Some(of)) = form::choose(ui, "Shared out", FIELD, &wish.allocation, &options, shown) {
                page.send(Command::Quality(QualityCommand::SetAllocation(of)));
            }
        });
        form::remark(ui, wish.allocation.sentence(), page.palette);
    }
    form::line(ui, "Seed", LABEL, |ui| {
        let mut seed = wish.seed;
        let hint = "The same seed draws the same records from the same lot.";
        let field = DragValue::new(&mut seed).range(0..=999_999_999_999u64).speed(1.0);
        if ui.add(field).accessible_name("Seed").on_hover_text(hint).changed() {
            page.send(Command::Quality(QualityCommand::SetSeed(seed)));
        }
    });
}

/// How many would be drawn from where, and the button that does it.
fn preview(ui: &mut Ui, page: &Page<'_>, lot: &CountedLot) {
    let palette = page.palette;
    if lot.plan.is_none() {
        form::remark(ui, "There are no records in this lot. Choose another.", palette);
        return;
    }
    let small = |words: String| RichText::new(words).size(SMALL);
    Grid::new("preview of the draw").num_columns(3).spacing([UNIT, 2.0]).min_row_height(18.0).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        for (words, right) in [("Stratum", false), ("Records", true), ("Drawn", true)] {
            cell(ui, small(words.to_owned()).color(palette.text_muted), right);
        }
        ui.end_row();
        for (stratum, drawn) in lot.strata.iter().zip(&lot.shares) {
            cell(ui, small(stratum.name.clone()), false);
            cell(ui, small(grouped(stratum.records.len() as u64)), true);
            cell(ui, small(grouped(*drawn)), true);
            ui.end_row();
        }
        if lot.strata.len() > 1 {
            let strong = |words: String| small(words).family(strong_family());
            cell(ui, strong("All".to_owned()), false);
            cell(ui, strong(grouped(lot.records)), true);
            cell(ui, strong(grouped(lot.shares.iter().sum())), true);
            ui.end_row();
        }
    });
    let all = page.state.review().map_or(0, |review| review.len() as u64);
    let left_out = all.saturating_sub(lot.records);
    if lot.of.0 == LotKind::All && left_out > 0 {
        let (records, wait) = if left_out == 1 { ("record is", "it waits") } else { ("records are", "they wait") };
        let words =
            format!("{} {records} left out: {wait} to be coded before anybody sees what stands.", grouped(left_out));
        form::remark(ui, &words, palette);
    }
}

/// What the plan does, and the button that draws; always in sight.
pub fn foot(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let quality = &page.state.supervise.quality;
    let Some((lot, plan)) = quality.lot.as_ref().and_then(|lot| Some((lot, lot.plan?))) else { return };
    ui.add_space(HALF);
    let chosen = SamplePlan { plan, choice: quality.wish.choice };
    form::remark(ui, &promise(&chosen, lot.records), palette);
    if quality.wish.stratify != Stratify::None && quality.wish.allocation != Allocation::Proportional {
        let words =
            "The plan supposes even chances. With this sharing out, go by the estimates too; they are weighted.";
        ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.doubtful)).wrap());
    }
    ui.add_space(UNIT);
    let command = Command::Quality(QualityCommand::Draw);
    let allowed = can(page.state, &command);
    let drawn: u64 = lot.shares.iter().sum();
    let words = format!("Draw {} {}", grouped(drawn), if drawn == 1 { "record" } else { "records" });
    let hint = "Hides them until they are coded blind. One undo takes the whole draw back.";
    let response = primary(ui, &words, allowed.is_ok(), palette).on_hover_text(hint);
    if allowed.map_err(|reason| response.clone().on_disabled_hover_text(reason)).is_ok() && response.clicked() {
        page.send(command);
    }
    form::remark(ui, hint, palette);
}

/// What the plan does with good and bad lots.
fn promise(plan: &SamplePlan, records: u64) -> String {
    let lot = Lot::Of(records);
    if let PlanChoice::Protect { reject_quality, consumer_risk, .. } = plan.choice
        && plan.plan.acceptance(lot, reject_quality) > consumer_risk
    {
        return format!(
            "The lot is too small for this protection: all its records are drawn, and it is accepted with {} or fewer \
             wrong.",
            plan.plan.accept
        );
    }
    let bad = match plan.choice {
        PlanChoice::Protect { reject_quality, .. } => reject_quality,
        PlanChoice::Own { .. } => plan.accepted_with(0.05),
    };
    format!(
        "n = {}, c = {}: a lot with {} errors is accepted with {}, one with {} with {}.",
        grouped(plan.plan.sample),
        plan.plan.accept,
        percent(bad),
        percent(plan.plan.acceptance(lot, bad)),
        percent(bad / 4.0),
        percent(plan.plan.acceptance(lot, bad / 4.0)),
    )
}

fn cell(ui: &mut Ui, words: RichText, right: bool) {
    if right {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| ui.label(words));
    } else {
        ui.scope(|ui| {
            ui.set_min_width(172.0);
            ui.set_max_width(172.0);
            let hint = words.text().to_owned();
            ui.add(Label::new(words).truncate()).on_hover_text(hint);
        });
    }
}
