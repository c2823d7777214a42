//! The end of a session: how it went, and what was missed.

use domain::Level;
use egui::accesskit::Role;
use egui::{Align, Pos2, Rect, RichText, Sense, Stroke, Ui, Vec2, WidgetInfo};
use review::practice::PracticeSummary;
use workbench::{Command, Over, PracticeCommand, PracticePage, PracticeRun};

use super::told::credit_colour;
use super::{column, muted, takes_focus};
use crate::page::Page;
use crate::theme::metrics::{BODY, HEADING, SMALL, TITLE, UNIT, regular, strong};
use crate::widgets::bar::paint_bar;
use crate::widgets::button::primary;
use crate::widgets::text::{paint_line, paint_title};

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun, over: &Over) {
    takes_focus(ui, ui.available_rect_before_wrap(), "How it went");
    column(ui, "over", |ui| {
        ui.add_space(UNIT * 2.0);
        let summary = &over.summary;
        let words = match summary.answered {
            0 => "Nothing was answered".to_owned(),
            1 => format!("{} of 1 answer right at once", summary.full),
            answered => format!("{} of {answered} answers right at once", summary.full),
        };
        ui.label(RichText::new(words).font(strong(TITLE)));
        let unasked = run.planned().saturating_sub(summary.answered);
        let rest = if unasked == 0 { String::new() } else { format!("  ·  {unasked} not asked") };
        muted(ui, page, format!("{}{rest}", run.set.name));
        ui.add_space(UNIT * 2.0);
        figures(ui, page, summary);
        ui.add_space(UNIT * 2.0);
        ui.horizontal(|ui| {
            if primary(ui, "Practise again  (Enter)", true, page.palette).clicked() {
                page.send(Command::Practise(PracticeCommand::Again));
            }
            page.button(ui, Command::Practise(PracticeCommand::Leave), Some("Back to the sets  (Esc)"));
            page.button(ui, Command::Practise(PracticeCommand::ShowPage(PracticePage::Progress)), Some("Progress"));
        });
        ui.add_space(UNIT * 2.0);
        missed(ui, page, run, over);
    });
}

/// The share that is right at once, the mean credit, and the share that agrees down to each level.
pub fn figures(ui: &mut Ui, page: &Page<'_>, summary: &PracticeSummary) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT * 4.0;
        figure(ui, page, "Right at once", summary.full_share());
        figure(ui, page, "Mean credit", summary.mean_credit());
        ui.vertical(|ui| levels(ui, page, summary));
    });
}

fn figure(ui: &mut Ui, page: &Page<'_>, name: &str, share: f64) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(112.0, 60.0), Sense::hover());
    let number = percent(share);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {number}")));
    let (top, low) = rect.split_top_bottom_at_fraction(0.66);
    paint_line(ui.painter(), top, &number, strong(28.0), page.palette.text, Align::Min);
    paint_line(ui.painter(), low, name, regular(SMALL), page.palette.text_muted, Align::Min);
}

/// A share in whole per cent, rounded down so that only all is 100 %.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).round())
}

fn levels(ui: &mut Ui, page: &Page<'_>, summary: &PracticeSummary) {
    let palette = page.palette;
    ui.spacing_mut().item_spacing.y = 0.0;
    for level in Level::ALL {
        let (rect, response) =
            ui.allocate_exact_size(Vec2::new(280.0_f32.min(ui.available_width()), 18.0), Sense::hover());
        let share = summary.agreeing(level);
        let words = share.map_or_else(|| "–".to_owned(), percent);
        response
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Agree at the {}: {words}", level.name())));
        let span = |from: f32, to: f32| Rect::from_x_y_ranges(rect.left() + from..=rect.left() + to, rect.y_range());
        let painter = ui.painter();
        paint_line(painter, span(0.0, 112.0), level.name(), regular(SMALL), palette.text_muted, Align::Min);
        paint_bar(painter, span(116.0, 228.0), share.unwrap_or(0.0) as f32, palette.accent, &[], palette);
        paint_line(painter, span(232.0, rect.width()), &words, regular(SMALL), palette.text, Align::Max);
        response.on_hover_text(
            "The share of answers that agree down to this level, of those whose agreed code reaches it.",
        );
    }
}

fn missed(ui: &mut Ui, page: &Page<'_>, run: &PracticeRun, over: &Over) {
    let palette = page.palette;
    if over.missed.is_empty() {
        return;
    }
    ui.label(RichText::new("Missed at first").font(strong(HEADING)));
    muted(ui, page, "These come again in the next session.");
    ui.add_space(UNIT / 2.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let tables = run.tables();
    for (at, answer) in &over.missed {
        let Some(item) = run.set.items.get(*at) else { continue };
        let credit = answer.credit();
        let text = |verdict: Option<review::Verdict>| match verdict {
            None => "don’t know".to_owned(),
            Some(review::Verdict::Code(code)) => format!("{code} {}", tables.title(code)),
            Some(review::Verdict::Uncodable(reason)) => format!("uncodable: {}", reason.name().to_lowercase()),
        };
        let (agreed, given) = (text(Some(answer.agreed)), text(answer.given));
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 44.0), Sense::hover());
        let points = format!("{} points", credit.points());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("{}: agreed {agreed}, yours {given}, {points}", item.title))
        });
        let painter = ui.painter();
        painter.hline(rect.x_range(), rect.top() + 0.5, Stroke::new(1.0, palette.line));
        let number = Rect::from_min_max(Pos2::new(rect.right() - 80.0, rect.top()), rect.max);
        let words = Rect::from_min_max(rect.min, Pos2::new(number.left(), rect.bottom())).shrink2(Vec2::new(0.0, 3.0));
        let (top, low) = words.split_top_bottom_at_fraction(0.5);
        let (left, right) = top.split_left_right_at_fraction(0.45);
        let title = if item.title.is_empty() { "no job title" } else { &item.title };
        paint_title(painter, left.with_max_x(left.right() - UNIT), title, strong(BODY), palette.text);
        paint_title(painter, right, &agreed, regular(BODY), palette.coded);
        let (left, right) = low.split_left_right_at_fraction(0.45);
        paint_title(painter, left.with_max_x(left.right() - UNIT), &item.tasks, regular(SMALL), palette.text_muted);
        paint_title(painter, right, &format!("yours: {given}"), regular(SMALL), palette.text_muted);
        paint_line(painter, number, &points, regular(SMALL), credit_colour(credit, palette), Align::Max);
        response.on_hover_text(format!("{}\n{}", item.tasks, item.reason));
    }
}
