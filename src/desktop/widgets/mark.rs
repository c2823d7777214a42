//! Status marks: a shape, a colour and a word for what is known of a record.

use egui::{Align, Color32, Painter, Pos2, Rect, Shape, Stroke, Ui, Vec2};

use crate::theme::Palette;
use crate::theme::metrics::{SMALL, UNIT, regular};
use crate::widgets::text::paint_line;

/// What is known of a record, as one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Coded, and no review is needed.
    Coded,
    /// Coded, and a person should look.
    ToReview,
    /// A group instead of an occupation.
    Partial,
    /// No occupation.
    NonClassification,
    /// No code.
    Uncoded,
    /// A person decided.
    Reviewed,
    /// A person passed it on.
    Referred,
    /// To be coded without seeing what is known of it.
    Hidden,
}

impl Mark {
    /// The word beside the shape.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Coded => "Coded",
            Mark::ToReview => "To review",
            Mark::Partial => "Partial",
            Mark::NonClassification => "Non-class.",
            Mark::Uncoded => "Uncoded",
            Mark::Reviewed => "Reviewed",
            Mark::Referred => "Referred",
            Mark::Hidden => "Hidden",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Mark::Coded => "Coded to an occupation; no review needed.",
            Mark::ToReview => "Coded to an occupation, and a person should look.",
            Mark::Partial => "Coded to a group, because the detail fell below the minimum threshold.",
            Mark::NonClassification => "The answer is no occupation.",
            Mark::Uncoded => "No code reached the minimum threshold.",
            Mark::Reviewed => "A person decided.",
            Mark::Referred => "A person passed it on.",
            Mark::Hidden => "To be coded without seeing what the engine and other people made of it.",
        }
    }

    /// Its colour.
    pub fn colour(self, palette: &Palette) -> Color32 {
        match self {
            Mark::Coded => palette.coded,
            Mark::ToReview | Mark::Partial => palette.doubtful,
            Mark::NonClassification => palette.outside,
            Mark::Uncoded => palette.wrong,
            Mark::Reviewed => palette.accent,
            Mark::Referred => palette.referred,
            Mark::Hidden => palette.text_muted,
        }
    }

    /// Paints the shape around a point.
    pub fn paint(self, painter: &Painter, centre: Pos2, palette: &Palette) {
        self.paint_in(painter, centre, self.colour(palette));
    }

    /// Paints the shape around a point in another colour.
    pub fn paint_in(self, painter: &Painter, centre: Pos2, colour: Color32) {
        let r = 4.5;
        let at = |x: f32, y: f32| centre + Vec2::new(x, y) * r;
        let stroke = Stroke::new(1.6, colour);
        match self {
            Mark::Coded => {
                painter.circle_filled(centre, r * 0.9, colour);
            }
            Mark::ToReview => {
                painter.add(Shape::convex_polygon(
                    vec![at(0.0, -1.0), at(1.1, 0.9), at(-1.1, 0.9)],
                    colour,
                    Stroke::NONE,
                ));
            }
            Mark::Partial => {
                painter.add(Shape::convex_polygon(
                    vec![at(0.0, -1.1), at(1.1, 0.0), at(0.0, 1.1), at(-1.1, 0.0)],
                    colour,
                    Stroke::NONE,
                ));
            }
            Mark::NonClassification => {
                painter.rect_stroke(
                    Rect::from_center_size(centre, Vec2::splat(r * 1.8)),
                    1.0,
                    stroke,
                    egui::StrokeKind::Inside,
                );
            }
            Mark::Uncoded => {
                painter.circle_stroke(centre, r * 0.85, stroke);
            }
            Mark::Reviewed => {
                painter.line(vec![at(-0.9, 0.1), at(-0.25, 0.8), at(1.0, -0.8)], Stroke::new(2.0, colour));
            }
            Mark::Referred => {
                painter.line_segment([at(-1.0, 0.0), at(0.9, 0.0)], stroke);
                painter.line(vec![at(0.2, -0.7), at(1.0, 0.0), at(0.2, 0.7)], stroke);
            }
            Mark::Hidden => {
                painter.circle_stroke(centre, r, Stroke::new(1.2, colour));
                painter.circle_filled(centre, r * 0.42, colour);
            }
        }
    }

    /// Paints shape and word into a cell.
    pub fn paint_with_word(self, painter: &Painter, rect: Rect, palette: &Palette) {
        self.paint(painter, Pos2::new(rect.left() + 6.0, rect.center().y), palette);
        let words = Rect::from_min_max(Pos2::new(rect.left() + UNIT * 2.0, rect.top()), rect.max);
        paint_line(painter, words, self.word(), regular(SMALL), self.colour(palette), Align::Min);
    }

    /// A label with shape and word.
    pub fn show(self, ui: &mut Ui, palette: &Palette) -> egui::Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(88.0, 20.0), egui::Sense::hover());
        self.paint_with_word(ui.painter(), rect, palette);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, self.word()));
        response.on_hover_text(self.meaning())
    }
}
