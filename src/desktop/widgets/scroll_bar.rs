//! A scroll bar over a range of numbers, for content that is not laid out in points.

use egui::accesskit::Role;
use egui::{Id, Rect, Sense, Ui, WidgetInfo};

use crate::theme::Palette;

/// Thickness, in points.
pub const BAR: f32 = 12.0;
/// The thumb is at least so long, in points.
const SHORTEST: f32 = 24.0;

/// Shows a bar in `rect` over `total`, of which `seen` fits into sight, and lets `value` (the first in sight) be
/// dragged. A click beside the thumb goes there.
#[expect(clippy::too_many_arguments, reason = "a widget's parameters, used in two places")]
pub fn scroll_bar(
    ui: &mut Ui,
    id: Id,
    rect: Rect,
    value: &mut f64,
    seen: f64,
    total: f64,
    vertical: bool,
    palette: &Palette,
) {
    let response = ui.interact(rect, id, Sense::CLICK | Sense::DRAG);
    response
        .widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, if vertical { "Scroll" } else { "Scroll across" }));
    ui.painter().rect_filled(rect, 0.0, palette.panel);
    let (from, length) = if vertical { (rect.top(), rect.height()) } else { (rect.left(), rect.width()) };
    // In a window too small for the table there is no room for a thumb either.
    if total <= seen || total <= 0.0 || length < SHORTEST {
        return;
    }
    let thumb = ((f64::from(length) * seen / total) as f32).clamp(SHORTEST, length);
    let travel = f64::from(length - thumb).max(1.0);
    let range = total - seen.floor();
    if response.dragged() || response.clicked() {
        if let Some(at) = response.interact_pointer_pos() {
            let along = if vertical { at.y } else { at.x } - from;
            if response.dragged() && !response.drag_started() {
                let delta = response.drag_delta();
                *value += f64::from(if vertical { delta.y } else { delta.x }) / travel * range;
            } else {
                let place = (*value / range * travel) as f32;
                if along < place || along > place + thumb {
                    *value = f64::from(along - thumb / 2.0) / travel * range;
                }
            }
        }
        *value = value.clamp(0.0, range);
    }
    let place = from + (*value / range * travel) as f32;
    let thumb = if vertical {
        Rect::from_x_y_ranges(rect.x_range(), place..=place + thumb).shrink2(egui::vec2(3.0, 1.0))
    } else {
        Rect::from_x_y_ranges(place..=place + thumb, rect.y_range()).shrink2(egui::vec2(1.0, 3.0))
    };
    let colour = if response.hovered() || response.dragged() { palette.text_muted } else { palette.line_strong };
    ui.painter().rect_filled(thumb, 3.0, colour.gamma_multiply(0.8));
}
