//! Before anything is typed: what this is for, and the worked examples.

use egui::accesskit::Role;
use egui::{Align, Label, Pos2, Rect, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};
use workbench::{Command, EXAMPLES, Example, ExploreCommand};

use super::heading;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::widgets::text::{paint_line, paint_lines};

/// A card is no narrower than this.
const CARD: f32 = 280.0;
const HEIGHT: f32 = 104.0;
const GAP: f32 = UNIT * 1.5;

/// Draws the invitation.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let what = "Type a job title and what the person mainly does. With every keystroke both models read the answer: the path \
                through the five levels, what each word adds, and where the thresholds cut. Nothing is kept, and nothing \
                leaves this computer.";
    ui.add_space(UNIT);
    ui.scope(|ui| {
        ui.set_max_width(720.0);
        ui.add(Label::new(RichText::new(what).color(page.palette.text_muted)).wrap());
    });
    ui.add_space(UNIT);
    heading(ui, "Or begin with an example");
    let words = "Each sets two answers side by side. F9 goes to the next one.";
    ui.label(RichText::new(words).size(SMALL).color(page.palette.text_muted));
    ui.add_space(UNIT / 2.0);
    let room = (ui.available_width() - UNIT).min(1080.0);
    let across = ((room + GAP) / (CARD + GAP)).floor().clamp(1.0, 3.0);
    let width = ((room - GAP * (across - 1.0)) / across).floor();
    let mut examples = EXAMPLES.iter().enumerate();
    for _ in 0..EXAMPLES.len().div_ceil(across as usize) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for (at, example) in examples.by_ref().take(across as usize) {
                if card(ui, page, width, example) {
                    page.send(Command::Explore(ExploreCommand::Example(at)));
                }
            }
        });
        ui.add_space(GAP - ui.spacing().item_spacing.y);
    }
}

fn card(ui: &mut Ui, page: &Page<'_>, width: f32, example: &Example) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Example: {}", example.name)));
    let lively = response.hovered() || response.has_focus();
    let fill = if lively { palette.accent_soft } else { palette.panel };
    let edge = if response.has_focus() {
        Stroke::new(2.0, palette.accent)
    } else {
        Stroke::new(1.0, if lively { palette.accent } else { palette.line_strong })
    };
    ui.painter().rect(rect, 6.0, fill, edge, StrokeKind::Inside);
    let inner = rect.shrink2(Vec2::new(12.0, 10.0));
    let line = |top: f32, height: f32| {
        Rect::from_min_size(Pos2::new(inner.left(), inner.top() + top), Vec2::new(inner.width(), height))
    };
    paint_line(ui.painter(), line(0.0, 20.0), example.name, strong(BODY), palette.text, Align::Min);
    paint_lines(ui.painter(), line(24.0, 36.0), example.advice, regular(SMALL), palette.text_muted, 2);
    let words = format!("{}   →   {}", in_words(example.before), in_words(example.after));
    paint_line(ui.painter(), line(64.0, 20.0), &words, regular(SMALL), palette.accent, Align::Min);
    response.on_hover_text(example.look).clicked()
}

fn in_words((title, tasks): (&str, &str)) -> String {
    if tasks.is_empty() { format!("“{title}”") } else { format!("“{title}”, “{tasks}”") }
}
