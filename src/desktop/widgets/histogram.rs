//! Ten bars for ten tenths of confidence, of which a range can be chosen.

use egui::accesskit::Role;
use egui::{Align, EventFilter, Id, Key, Pos2, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo};
use review::TENTHS;

use crate::theme::Palette;
use crate::theme::metrics::{SMALL, regular};
use crate::widgets::choice::grouped;
use crate::widgets::text::paint_line;

/// Height of the bars.
const BARS: f32 = 40.0;
/// Height of the line under them.
const SCALE: f32 = 16.0;

/// A range of tenths, first and last; `None` is all.
type Range = Option<(u8, u8)>;

/// Shows the bars; returns a range when another one is chosen. One is chosen by clicking or dragging over bars, or with the
/// arrow keys: left and right move it, with Shift they widen it, Delete takes it away.
pub fn histogram(ui: &mut Ui, width: f32, counts: &[usize; TENTHS], chosen: Range, palette: &Palette) -> Option<Range> {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, BARS + SCALE), Sense::click_and_drag());
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bars = Rect::from_min_max(rect.min, Pos2::new(rect.right(), rect.top() + BARS));
    let step = bars.width() / TENTHS as f32;
    let tenth_at = |x: f32| (((x - bars.left()) / step).floor().clamp(0.0, 9.0)) as u8;
    let from = Id::unique("first tenth of a drag");
    let pointer = response.interact_pointer_pos().map(|at| tenth_at(at.x));
    if response.drag_started() || response.clicked() {
        let pressed = ui.input(|input| input.pointer.press_origin()).map(|at| tenth_at(at.x)).or(pointer);
        ui.data_mut(|data| data.insert_temp(from, pressed.unwrap_or(0)));
    }
    let first = ui.data(|data| data.get_temp::<u8>(from));
    let dragged = pointer.zip(first).map(|(to, from)| (from.min(to), from.max(to)));
    let shown = if response.dragged() { dragged.or(chosen) } else { chosen };

    let painter = ui.painter();
    for (at, count) in counts.iter().enumerate() {
        let left = bars.left() + at as f32 * step;
        let height = if *count == 0 { 1.0 } else { (*count as f32 / most as f32 * BARS).max(2.0) };
        let bar = Rect::from_min_max(
            Pos2::new(left + 1.0, bars.bottom() - height),
            Pos2::new(left + step - 1.0, bars.bottom()),
        );
        let inside = shown.is_none_or(|(first, last)| (usize::from(first)..=usize::from(last)).contains(&at));
        let colour = if *count == 0 || !inside { palette.line_strong.gamma_multiply(0.4) } else { palette.accent };
        painter.rect_filled(bar, 1.0, colour);
    }
    painter.hline(bars.x_range(), bars.bottom() + 0.5, Stroke::new(1.0, palette.line_strong));
    let scale = Rect::from_min_max(Pos2::new(rect.left(), bars.bottom()), rect.max);
    for (words, align) in [("0", Align::Min), (".5", Align::Center), ("1", Align::Max)] {
        paint_line(painter, scale, words, regular(SMALL - 1.0), palette.text_muted, align);
    }
    if response.has_focus() {
        painter.rect_stroke(rect.expand(2.0), 4.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let words = describe(counts, chosen);
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &words));
    let by_key = keys(ui, response.id, chosen);
    let by_pointer = if response.drag_stopped() {
        dragged.map(Some)
    } else if response.clicked() {
        pointer.map(|at| if chosen == Some((at, at)) { None } else { Some((at, at)) })
    } else {
        None
    };
    let hovered = response.hover_pos().map(|at| usize::from(tenth_at(at.x)));
    if let Some(at) = hovered.filter(|_| !response.dragged()) {
        let end = if at == 9 { "1".to_owned() } else { format!(".{}", at + 1) };
        let hint = "Click or drag to show only these.";
        response.on_hover_text(format!(".{at} to {end}: {} records\n{hint}", grouped(counts[at] as u64)));
    }
    by_key.or(by_pointer).filter(|range| *range != chosen)
}

fn keys(ui: &Ui, id: Id, chosen: Range) -> Option<Range> {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let shift = ui.input(|input| input.modifiers.shift);
    let last = TENTHS as u8 - 1;
    match (pressed(Key::ArrowRight), pressed(Key::ArrowLeft), pressed(Key::Delete), chosen, shift) {
        (_, _, true, ..) => Some(None),
        (true, _, _, None, _) => Some(Some((0, 0))),
        (_, true, _, None, _) => Some(Some((last, last))),
        (true, _, _, Some((first, to)), true) => Some(Some((first, (to + 1).min(last)))),
        (_, true, _, Some((first, to)), true) => Some(Some((first.saturating_sub(1), to))),
        (true, _, _, Some((_, to)), false) => Some(Some(((to + 1).min(last), (to + 1).min(last)))),
        (_, true, _, Some((first, _)), false) => Some(Some((first.saturating_sub(1), first.saturating_sub(1)))),
        _ => None,
    }
}

/// What the bars say, for those who do not see them.
fn describe(counts: &[usize; TENTHS], chosen: Range) -> String {
    let range = chosen.map_or_else(|| "all".to_owned(), |(first, last)| format!(".{first} to {} tenths", last + 1));
    let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
    format!("Confidence, records by tenths: {}; shown: {range}", counts.join(", "))
}
