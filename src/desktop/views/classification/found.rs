//! What was searched for in the classification.

use egui::accesskit::Role;
use egui::{Align, Frame, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::Command;

use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::widgets::text::{paint_line, paint_title};

/// Height of a line: the category, and by what it was found.
const HEIGHT: f32 = 40.0;

/// Draws the list.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    let browser = &page.state.browser;
    Frame::new().inner_margin(Margin::symmetric(8, 0)).show(ui, |ui| {
        let words = if browser.found.is_empty() {
            "Nothing is found. Try fewer words, or the beginning of one."
        } else {
            "↑ ↓ to choose, Enter to look at it, Esc to go back to the tree."
        };
        ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        ui.add_space(UNIT / 2.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let count = browser.found.len();
        let area = ScrollArea::vertical().auto_shrink(false);
        let mut chosen = None;
        area.show(ui, |ui| {
            for at in 0..count {
                if line(ui, page, at) {
                    chosen = Some(page.state.browser.found[at].code);
                }
            }
        });
        if let Some(code) = chosen {
            page.send(Command::SetCategoryQuery(String::new()));
            page.send(Command::SelectCategory(code));
        }
    });
}

fn line(ui: &mut Ui, page: &Page<'_>, at: usize) -> bool {
    let palette = page.palette;
    let browser = &page.state.browser;
    let found = &browser.found[at];
    let title = browser.title(found.code);
    let marked = at == browser.marked;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::CLICK);
    let name = format!("{} {title}", found.code);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, marked, &name));
    if marked {
        ui.painter().rect_filled(rect, 4.0, palette.accent_soft);
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(1.0, palette.accent), egui::StrokeKind::Inside);
        if !ui.clip_rect().contains_rect(rect) {
            response.scroll_to_me(None);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, palette.hover);
    }
    let inner = rect.shrink2(Vec2::new(UNIT, 2.0));
    let (top, low) = inner.split_top_bottom_at_fraction(0.55);
    let code = Rect::from_min_size(top.min, Vec2::new(64.0, top.height()));
    let rest = Rect::from_min_max(egui::pos2(code.right(), top.top()), top.max);
    paint_line(ui.painter(), code, found.code.as_str(), strong(BODY), palette.text, Align::Min);
    paint_title(ui.painter(), rest, title, regular(BODY), palette.text);
    let under = Rect::from_min_max(egui::pos2(code.right(), low.top()), low.max);
    let words = if found.as_written { found.words.clone() } else { format!("{}  ·  spelt differently", found.words) };
    paint_line(ui.painter(), under, &words, regular(SMALL), palette.text_muted, Align::Min);
    response.clicked()
}
