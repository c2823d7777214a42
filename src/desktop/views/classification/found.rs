//! What was searched for in the classification.

use domain::Code;
use egui::accesskit::Role;
use egui::{Align, Frame, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::Command;

use crate::page::Page;
use crate::theme::Palette;
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
        let area = ScrollArea::vertical().auto_shrink(false);
        let mut chosen = None;
        area.show(ui, |ui| {
            for (at, found) in browser.found.iter().enumerate() {
                let (title, words) = (browser.title(found.code), found.words.as_str());
                let (as_written, marked) = (found.as_written, at == browser.marked);
                let line = Line { code: found.code, title, words, as_written, marked };
                if line.show(ui, palette) {
                    chosen = Some(found.code);
                }
            }
        });
        if let Some(code) = chosen {
            page.send(Command::SetCategoryQuery(String::new()));
            page.send(Command::SelectCategory(code));
        }
    });
}

/// A category as a line of a list of what was found: its code and title, and below them by what it was found.
pub struct Line<'a> {
    /// The category.
    pub code: Code,
    /// Its title.
    pub title: &'a str,
    /// By what it was found.
    pub words: &'a str,
    /// Whether it was found without forgiving a misspelling.
    pub as_written: bool,
    /// Whether it is the marked one.
    pub marked: bool,
}

impl Line<'_> {
    /// Draws the line; `true` when it was pressed.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> bool {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::CLICK);
        let name = format!("{} {}", self.code, self.title);
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, self.marked, &name));
        if self.marked {
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
        paint_line(ui.painter(), code, self.code.as_str(), strong(BODY), palette.text, Align::Min);
        paint_title(ui.painter(), rest, self.title, regular(BODY), palette.text);
        let under = Rect::from_min_max(egui::pos2(code.right(), low.top()), low.max);
        let differently = if self.as_written { "" } else { "  ·  spelt differently" };
        let words = format!("{}{differently}", self.words);
        paint_line(ui.painter(), under, &words, regular(SMALL), palette.text_muted, Align::Min);
        response.clicked()
    }
}
