//! How far coders agree: by level, by pair, and which code against which.

use domain::Level;
use egui::{Align, Button, Grid, Label, Layout, RichText, ScrollArea, Sense, Ui, Vec2};
use review::statistics::Interval;
use review::statistics::agreement::Kappa;
use review::{Agreement, CodingsOf, FEW, LevelAgreement};
use workbench::{Command, PackCommand, Review};

use super::confusions;
use super::packs::counted;
use crate::page::Page;
use crate::theme::metrics::{HALF, ROW, SMALL, TITLE, UNIT, regular, strong};
use crate::views::form;
use crate::widgets::bar::paint_bar;
use crate::widgets::choice::grouped;
use crate::widgets::text::paint_line;

/// Width of a cell of the matrix of pairs, in points.
const PAIR: f32 = 104.0;
/// Its height.
const PAIR_HEIGHT: f32 = 40.0;

/// Draws the part.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    head(ui, page, review);
    let packs = &page.state.supervise.packs;
    let Some(agreement) = &packs.agreement else {
        let words = match packs.computing {
            Some(_) => "The agreement is being computed.",
            None => "Computing was stopped. Choose the page again to compute the agreement.",
        };
        form::remark(ui, words, page.palette);
        return;
    };
    if agreement.coding.records.is_empty() {
        ui.add_space(UNIT);
        let words = match packs.of {
            CodingsOf::Packs | CodingsOf::Split(_) => {
                "No record was coded by two coders yet. Split the project with an overlap, and take the packs in when \
                 they come back: agreement, kappa and alpha at each level stand here then."
            }
            CodingsOf::Samples => {
                "No record of a quality sample was coded blind yet. Draw a sample under Quality; the blind codings are \
                 compared here with what stood for the record."
            }
            CodingsOf::Unaided => {
                "Nobody decided before the engine’s answer was shown. Where that is asked for, first codings are \
                 compared here with the engine’s."
            }
        };
        ui.add(Label::new(words).wrap());
        return;
    }
    let level = packs.level.0;
    let room = ui.available_height();
    ScrollArea::vertical().id_salt("agreement").auto_shrink(false).show(ui, |ui| {
        let top = ui.cursor().top();
        levels(ui, page, agreement, level);
        let figures = &agreement.levels[level.index()];
        pairs(ui, page, agreement, figures, level);
        if let Some((first, second)) = packs.pair {
            let left = (room - (ui.cursor().top() - top) - 72.0).max(216.0);
            confusions::show(ui, page, review, agreement, (first, second), left);
        }
    });
}

/// The name of codings that can be compared.
fn name_of(of: CodingsOf) -> String {
    match of {
        CodingsOf::Packs => "Coder packs, all splits".to_owned(),
        CodingsOf::Split(number) => format!("Coder packs of split {number}"),
        CodingsOf::Samples => "Blind recodes against what stood".to_owned(),
        CodingsOf::Unaided => "First codings against the engine".to_owned(),
    }
}

fn head(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let of = page.state.supervise.packs.of;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Agreement").font(strong(TITLE)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            page.button(ui, Command::Packs(PackCommand::ExportAgreement(None)), None);
            let mut options = vec![CodingsOf::Packs];
            if review.splits.len() > 1 {
                options.extend(review.splits.iter().map(|split| CodingsOf::Split(split.number)));
            }
            options.extend([CodingsOf::Samples, CodingsOf::Unaided]);
            let options: Vec<(CodingsOf, String)> = options.into_iter().map(|of| (of, name_of(of))).collect();
            let (_, chosen) = form::choose(ui, "Codings that are compared", 224.0, &of, &options, &name_of(of));
            if let Some(of) = chosen {
                page.send(Command::Packs(PackCommand::Compare(of)));
            }
        });
    });
}

/// `84.4 %`.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// `.71 to .93`, with a minus where there is one.
fn interval(interval: Interval) -> String {
    format!("{:.2} to {:.2}", interval.low, interval.high)
}

fn levels(ui: &mut Ui, page: &mut Page<'_>, agreement: &Agreement, chosen: Level) {
    let palette = page.palette;
    let two = agreement.coding.coders.len() == 2;
    form::heading(ui, "By level");
    let small = |words: String| RichText::new(words).size(SMALL);
    Grid::new("agreement by level").num_columns(7).spacing([UNIT * 2.0, HALF]).show(ui, |ui| {
        let kappa_hint = "Cohen’s kappa: agreement beyond chance, of the two coders.";
        let alpha_hint = "Krippendorff’s alpha, nominal: agreement beyond chance, for any number of coders. Interval from \
                          bootstrap samples of the records: 1,000, fewer where there are very many records.";
        let mut heads = vec![
            ("Level", "Choose a level to see pairs and codes at it."),
            ("Records", "Coded by two coders or more."),
            ("All agree", "Share of these records on which all their coders agree at the level."),
            ("95 % interval", "Score interval of the share."),
            ("Alpha", alpha_hint),
            ("95 % interval", alpha_hint),
        ];
        if two {
            heads.extend([("Kappa", kappa_hint), ("95 % interval", kappa_hint)]);
        }
        for (words, hint) in heads {
            ui.label(small(words.to_owned()).color(palette.text_muted)).on_hover_text(hint);
        }
        ui.end_row();
        for (level, figures) in Level::ALL.into_iter().zip(&agreement.levels) {
            let button = Button::new(level.name()).selected(level == chosen).min_size(Vec2::new(140.0, ROW));
            page.show_button(ui, Command::Packs(PackCommand::SetLevel(level)), button);
            ui.label(grouped(figures.records));
            share(ui, page, figures);
            let Interval { low, high } = figures.interval;
            ui.label(small(format!("{} to {}", percent(low), percent(high))));
            match figures.alpha {
                Some(alpha) => {
                    ui.label(RichText::new(format!("{:.2}", alpha.value)).font(strong(14.0)));
                    ui.label(small(alpha.interval.map(interval).unwrap_or_default()));
                }
                None => {
                    ui.label("–").on_hover_text("All codes are the same at this level, so that chance explains it all.");
                    ui.label("");
                }
            }
            if two && let Some(pair) = figures.pairs.first() {
                kappa(ui, pair.agreement.kappa);
            }
            ui.end_row();
        }
    });
    if agreement.levels[0].records < FEW {
        few(ui, page, agreement.levels[0].records);
    }
}

/// A warning that so few records say little.
fn few(ui: &mut Ui, page: &Page<'_>, records: u64) {
    let words = format!(
        "Only {} coded by two coders: too few to say much. The intervals show how much; with fewer than {FEW} records they \
         hold only roughly.",
        counted(records, "record")
    );
    ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.doubtful)).wrap());
}

fn share(ui: &mut Ui, page: &Page<'_>, figures: &LevelAgreement) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(148.0, ROW), Sense::hover());
    let words = percent(figures.share);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
    let (text, bar) = rect.split_left_right_at_x(rect.left() + 64.0);
    paint_line(ui.painter(), text, &words, regular(14.0), palette.text, Align::Min);
    paint_bar(ui.painter(), bar, figures.share as f32, palette.accent, &[], palette);
}

fn kappa(ui: &mut Ui, kappa: Option<Kappa>) {
    match kappa {
        Some(kappa) => {
            ui.label(RichText::new(format!("{:.2}", kappa.value)).font(strong(14.0)));
            ui.label(RichText::new(interval(kappa.interval)).size(SMALL));
        }
        None => {
            ui.label("–");
            ui.label("");
        }
    }
}

/// Every coder against every other: kappa above the diagonal, the share agreed below it.
fn pairs(ui: &mut Ui, page: &mut Page<'_>, agreement: &Agreement, figures: &LevelAgreement, level: Level) {
    let palette = page.palette;
    let coders = &agreement.coding.coders;
    let chosen = page.state.supervise.packs.pair;
    form::heading(ui, &format!("Coders, at the level of {}", level.name().to_lowercase()));
    form::remark(
        ui,
        "Above the diagonal Cohen’s kappa, below it the share agreed. Choose a pair to see its codes.",
        palette,
    );
    ui.add_space(HALF);
    ScrollArea::horizontal().id_salt("pairs of coders").show(ui, |ui| {
        Grid::new("pairs of coders").spacing([HALF, HALF]).min_col_width(PAIR).max_col_width(PAIR).show(ui, |ui| {
            ui.label("");
            for coder in coders {
                ui.add(Label::new(RichText::new(coder).size(SMALL).color(palette.text_muted)).truncate());
            }
            ui.end_row();
            for (row, coder) in coders.iter().enumerate() {
                ui.add(Label::new(RichText::new(coder).size(SMALL)).truncate());
                for (column, other) in coders.iter().enumerate() {
                    let Some(pair) = figures.pair(row, column).filter(|_| row != column) else {
                        ui.label("");
                        continue;
                    };
                    let records = pair.agreement.records;
                    let value = match (row < column, pair.agreement.kappa) {
                        _ if records == 0 => "–".to_owned(),
                        (true, Some(kappa)) => format!("{:.2}", kappa.value),
                        (true, None) => "–".to_owned(),
                        (false, _) => percent(pair.agreement.share),
                    };
                    let is_chosen = chosen.is_some_and(|chosen| chosen == (pair.first, pair.second));
                    let words = format!("{value}\nn {}", grouped(records));
                    let button = Button::new(RichText::new(words).size(SMALL))
                        .selected(is_chosen)
                        .min_size(Vec2::new(PAIR, PAIR_HEIGHT));
                    let command = Command::Packs(PackCommand::SetPair(pair.first, pair.second));
                    let response = page.show_button(ui, command, button);
                    let what = if row < column { "kappa" } else { "agreed" };
                    let name = format!("{coder} and {other}: {what} {value}, {}", counted(records, "record"));
                    response.widget_info(|| {
                        egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, is_chosen, &name)
                    });
                    response.on_hover_text(details(pair.agreement.kappa, pair.agreement.share_interval, records));
                }
                ui.end_row();
            }
        });
    });
}

/// The intervals of a pair, and whether they say much.
fn details(kappa: Option<Kappa>, share: Interval, records: u64) -> String {
    let mut words = format!("Share agreed {} to {} (95 %).", percent(share.low), percent(share.high));
    if let Some(kappa) = kappa {
        words.push_str(&format!("\nKappa {} (95 %).", interval(kappa.interval)));
    }
    if records < FEW {
        words.push_str("\nToo few records in common to say much.");
    }
    words
}
