//! The path as five columns, one a level: the chosen category in full, its strongest siblings under it, all bars on one scale.

use domain::{ClassificationId, Code, Level, Step};
use egui::accesskit::Role;
use egui::{
    Align, Button, Color32, EventFilter, Id, Key, Layout, Pos2, Rect, RichText, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};
use workbench::{Command, ExploreCommand, LevelExplanation, Reading};

use super::{remark, title_of};
use crate::keys::take_key;
use crate::page::Page;
use crate::theme::metrics::{BODY, CORNER, SMALL, UNIT, regular, strong};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::hint::at_the_left;
use crate::widgets::text::{paint_line, paint_lines};

/// Siblings shown in a column; fewer beside a pinned answer.
const SIBLINGS: usize = 4;
const SIBLINGS_BESIDE: usize = 2;
const HEAD: f32 = 24.0;
const JOINT: f32 = 20.0;
const CHOSEN: f32 = 72.0;
const SIBLING: f32 = 50.0;
const PINNED: f32 = 72.0;
/// Width of a number.
const NUMBER: f32 = 34.0;

/// Draws the head of the path and its columns.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let explore = &page.state.explore;
    let id = explore.classification;
    head(ui, page);
    let typed = explore.typed.reading(id);
    let pinned = explore.pinned.as_ref().and_then(|pinned| pinned.reading(id));
    let height = HEAD
        + JOINT
        + CHOSEN
        + if explore.pinned.is_some() {
            JOINT + PINNED + SIBLING * SIBLINGS_BESIDE as f32
        } else {
            SIBLING * SIBLINGS as f32
        }
        + UNIT;
    let gap = UNIT;
    let (whole, _) = ui.allocate_exact_size(Vec2::new(ui.available_width() - UNIT, height), Sense::hover());
    let width = ((whole.width() - gap * 4.0) / 5.0).floor();
    for (at, level) in Level::ALL.into_iter().enumerate() {
        let left = whole.left() + (width + gap) * at as f32;
        let rect = Rect::from_min_size(Pos2::new(left, whole.top()), Vec2::new(width, height));
        Column { level, rect, typed, pinned, beside: explore.pinned.is_some() }.show(ui, page);
    }
    below(ui, page, typed);
}

/// Which classification, and the thresholds of its model.
fn head(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        ui.label(RichText::new("Path in").font(strong(BODY)));
        for id in ClassificationId::ALL {
            let chosen = page.state.explore.classification == id;
            let button = Button::new(id.name()).selected(chosen);
            let response = page.show_button(ui, Command::Explore(ExploreCommand::Show(id)), button);
            response.on_hover_text(format!("{}\nKey: F6", id.full_name()));
        }
        let explore = &page.state.explore;
        let reading = explore.typed.reading(explore.classification).or_else(|| {
            explore.pinned.as_ref().and_then(|pinned| pinned.reading(explore.classification))
        });
        let Some(reading) = reading else { return };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(UNIT);
            let words = format!(
                "first bar: joint, with minimum {:.2} and optimal {:.2}  ·  bars under titles: in the parent",
                reading.thresholds.minimum, reading.thresholds.optimal
            );
            let hint = "The joint probability is the product of the probabilities in the parent down to a level. The ticks \
                        on its bar are the thresholds of the model: below the minimum a level is cut; a full code at or \
                        above the optimal threshold needs no look.";
            let label = egui::Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).truncate();
            ui.add(label).on_hover_text(hint);
        });
    });
}

/// What the columns do not say: why there is none, and the greedy path.
fn below(ui: &mut Ui, page: &Page<'_>, typed: Option<&Reading>) {
    let Some(reading) = typed else {
        if page.state.explore.is_loading() {
            remark(ui, page, "Reading the models…");
        }
        return;
    };
    if reading.explanation.levels.is_empty() {
        remark(ui, page, "There is no word in it that the model could go by, so there is no path.");
        return;
    }
    if let Some(last) = reading.explanation.greedy.as_ref().and_then(|path| path.last()) {
        let words = format!(
            "Level by level one would come to {} {} ({}); looking for the likeliest code leads elsewhere.",
            last.code,
            title_of(reading, last.code),
            precise(last.joint)
        );
        remark(ui, page, &words);
    }
}

/// A level of the path.
struct Column<'a> {
    level: Level,
    rect: Rect,
    typed: Option<&'a Reading>,
    pinned: Option<&'a Reading>,
    beside: bool,
}

/// What a category of a column looks like.
struct Look {
    lines: usize,
    height: f32,
    ink: Color32,
    shade: Color32,
    strong: bool,
}

impl Column<'_> {
    fn id(level: Level) -> Id {
        Id::unique(("explored level", level.index()))
    }

    fn show(&self, ui: &mut Ui, page: &mut Page<'_>) {
        let palette = page.palette;
        let explore = &page.state.explore;
        let of = self.typed.and_then(|reading| reading.level(self.level));
        let kept = self.typed.is_some_and(|reading| reading.keeps(self.level));
        let breaks = self.typed.is_some_and(|reading| reading.explanation.coding.break_level == Some(self.level));
        let chosen = of.is_some() && explore.shown_level() == Some(self.level);
        let response = ui.interact(self.rect, Column::id(self.level), Sense::click());
        let name = self.name(of, kept, breaks);
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &name));
        let edge = match (response.has_focus(), chosen) {
            (true, _) => Stroke::new(2.0, palette.accent),
            (_, true) => Stroke::new(1.0, palette.accent),
            _ => Stroke::new(1.0, palette.line),
        };
        let fill = if kept { palette.surface } else { palette.panel };
        ui.painter().rect(self.rect, CORNER, fill, edge, StrokeKind::Inside);
        let mut inner = self.rect.shrink2(Vec2::new(UNIT, UNIT / 2.0));
        self.head(ui, page, inner, (of.is_some() && !kept, breaks), chosen);
        inner.min.y += HEAD - UNIT / 2.0;
        let mut steps = Vec::new();
        let shade = match (kept, breaks) {
            (_, true) => palette.doubtful,
            (true, _) => palette.accent,
            _ => palette.line_strong,
        };
        self.joint(ui, page, &mut inner, of.map(|of| of.chosen), shade);
        if self.beside {
            let step = self.pinned.and_then(|reading| Some(reading.level(self.level)?.chosen));
            self.joint(ui, page, &mut inner, step, palette.referred);
        }
        if let (Some(of), Some(reading)) = (of, self.typed) {
            let ink = if kept { palette.text } else { palette.text_muted };
            let look = Look { lines: 3, height: CHOSEN, ink, shade, strong: true };
            steps.push(self.category(ui, page, &mut inner, reading, of.chosen, &look, of.siblings.is_empty()));
        } else {
            let words = if self.typed.is_some_and(|reading| !reading.explanation.levels.is_empty()) {
                "An answer that is no occupation has no category at this level."
            } else {
                ""
            };
            paint_lines(ui.painter(), inner, words, regular(SMALL), palette.text_muted, 4);
            inner.min.y += CHOSEN;
        }
        if self.beside {
            self.beside(ui, page, &mut inner, of);
        }
        if let (Some(of), Some(reading)) = (of, self.typed) {
            let count = if self.beside { SIBLINGS_BESIDE } else { SIBLINGS };
            for step in of.siblings.iter().take(count) {
                let (ink, shade) = (palette.text_muted, palette.line_strong);
                let look = Look { lines: 2, height: SIBLING, ink, shade, strong: false };
                steps.push(self.category(ui, page, &mut inner, reading, *step, &look, false));
            }
        }
        // Enter is for what is marked in the column.
        if response.clicked() && !ui.input(|input| input.key_pressed(Key::Enter)) {
            page.send(Command::Explore(ExploreCommand::ChooseLevel(Some(self.level))));
        }
        self.keys(ui, page, &response, &steps);
    }

    /// The level in words, with what the thresholds and the break level say.
    fn name(&self, of: Option<&LevelExplanation>, kept: bool, breaks: bool) -> String {
        let level = self.level.name();
        let (Some(of), Some(reading)) = (of, self.typed) else { return format!("{level}: nothing") };
        let (code, title) = (of.chosen.code, title_of(reading, of.chosen.code));
        let (conditional, joint) = (precise(of.chosen.conditional), precise(of.chosen.joint));
        let cut = if kept { "" } else { ", cut" };
        let breaks = if breaks { ", break level" } else { "" };
        format!("{level}: {code} {title}, in its parent {conditional}, joint {joint}{cut}{breaks}")
    }

    fn head(&self, ui: &Ui, page: &Page<'_>, inner: Rect, (cut, breaks): (bool, bool), chosen: bool) {
        let palette = page.palette;
        let line = Rect::from_min_size(inner.min, Vec2::new(inner.width(), HEAD - UNIT / 2.0));
        let (first, rest) = self.level.name().split_at(1);
        let name = format!("{}{rest}", first.to_uppercase());
        let ink = if chosen { palette.accent } else { palette.text };
        let (words, colour) = match (breaks, cut) {
            (true, true) => ("breaks · cut", palette.doubtful),
            (true, false) => ("breaks", palette.doubtful),
            (false, true) => ("cut", palette.text_muted),
            _ => ("", palette.text_muted),
        };
        let galley = crate::widgets::text::line_galley(ui.painter(), words, regular(SMALL), colour, inner.width());
        let room = Rect::from_min_max(line.min, Pos2::new(line.right() - galley.size().x - 4.0, line.bottom()));
        paint_line(ui.painter(), room, &name, strong(SMALL), ink, Align::Min);
        paint_line(ui.painter(), line, words, regular(SMALL), colour, Align::Max);
    }

    /// The joint probability down to this level with the thresholds as ticks.
    fn joint(&self, ui: &Ui, page: &Page<'_>, inner: &mut Rect, step: Option<Step>, shade: Color32) {
        let line = Rect::from_min_size(inner.min, Vec2::new(inner.width(), JOINT));
        inner.min.y += JOINT;
        let (Some(step), Some(reading)) = (step, self.typed.or(self.pinned)) else { return };
        let ticks = [reading.thresholds.minimum, reading.thresholds.optimal];
        let bar = Rect::from_min_max(line.min, Pos2::new(line.right() - NUMBER - 4.0, line.bottom()));
        paint_bar(ui.painter(), bar, step.joint, shade, &ticks, page.palette);
        paint_line(ui.painter(), line, &precise(step.joint), strong(SMALL), page.palette.text, Align::Max);
    }

    /// A category with its probability in its parent. A click looks it up.
    #[expect(clippy::too_many_arguments, reason = "one place draws chosen categories and siblings")]
    fn category(
        &self,
        ui: &mut Ui,
        page: &mut Page<'_>,
        inner: &mut Rect,
        reading: &Reading,
        step: Step,
        look: &Look,
        only: bool,
    ) -> Code {
        let palette = page.palette;
        let rect = Rect::from_min_size(inner.min, Vec2::new(inner.width(), look.height));
        inner.min.y += look.height;
        let title = title_of(reading, step.code);
        // Tab goes from column to column; within one the arrows lead.
        let id = Column::id(self.level).with(step.code);
        let response = ui.interact(rect.shrink2(Vec2::new(0.0, 1.0)), id, Sense::CLICK);
        let name = format!("{} {title}, in its parent {}", step.code, precise(step.conditional));
        response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &name));
        let marked = page.sight.explored_mark == Some((self.level, step.code));
        if response.hovered() || marked && ui.memory(|memory| memory.has_focus(Column::id(self.level))) {
            ui.painter().rect_filled(rect.expand2(Vec2::new(4.0, -1.0)), 3.0, palette.hover);
        }
        let words = format!("{}  {title}", step.code);
        let font = if look.strong { strong(BODY - 1.0) } else { regular(SMALL) };
        let text = Rect::from_min_size(rect.min + Vec2::new(0.0, 3.0), rect.size());
        paint_lines(ui.painter(), text, &words, font, look.ink, look.lines);
        let line = Rect::from_min_max(Pos2::new(rect.left(), rect.bottom() - 16.0), rect.max);
        if only {
            paint_line(ui.painter(), line, "the only one here", regular(SMALL), palette.text_muted, Align::Min);
        } else {
            let bar = Rect::from_min_max(line.min, Pos2::new(line.right() - NUMBER - 4.0, line.bottom()));
            paint_bar(ui.painter(), bar, step.conditional, look.shade, &[], palette);
            paint_line(ui.painter(), line, &precise(step.conditional), regular(SMALL), look.ink, Align::Max);
        }
        let hint = format!(
            "{} {title}\nIn its parent {}, joint {}.\nPress to look it up in the classification.",
            step.code,
            precise(step.conditional),
            precise(step.joint)
        );
        at_the_left(&response, &hint);
        if response.clicked() {
            page.send(Command::Explore(ExploreCommand::LookUp(reading.classification, step.code)));
        }
        step.code
    }

    /// The category of the pinned answer, and whether it is the same.
    fn beside(&self, ui: &Ui, page: &Page<'_>, inner: &mut Rect, of: Option<&LevelExplanation>) {
        let palette = page.palette;
        let rect = Rect::from_min_size(inner.min, Vec2::new(inner.width(), PINNED));
        inner.min.y += PINNED;
        let painter = ui.painter();
        let ground = rect.shrink2(Vec2::new(0.0, 3.0)).expand2(Vec2::new(4.0, 0.0));
        painter.rect_filled(ground, 3.0, palette.panel);
        painter.vline(ground.left() + 1.0, ground.y_range(), Stroke::new(2.0, palette.referred));
        let found = self.pinned.and_then(|reading| Some((reading, reading.level(self.level)?)));
        let same = match (found, of) {
            (Some((_, pinned)), Some(typed)) => pinned.chosen.code == typed.chosen.code,
            (None, None) => true,
            _ => false,
        };
        let head = Rect::from_min_size(rect.min + Vec2::new(0.0, 6.0), Vec2::new(rect.width(), 16.0));
        let kept = [self.typed, self.pinned].map(|reading| reading.is_some_and(|reading| reading.keeps(self.level)));
        let (words, ink) = match (same, kept) {
            _ if self.typed.is_none() => ("Pinned", palette.text_muted),
            (false, _) if found.is_none() => ("Pinned: nothing here  ≠", palette.referred),
            (false, _) => ("Pinned: differs  ≠", palette.referred),
            (true, [true, false]) => ("Pinned: cut here  ≠", palette.referred),
            (true, [false, true]) => ("Pinned: not cut  ≠", palette.referred),
            _ => ("Pinned: the same", palette.text_muted),
        };
        paint_line(painter, head, words, strong(SMALL), ink, Align::Min);
        let Some((reading, pinned)) = found else { return };
        let words = format!("{}  {}", pinned.chosen.code, title_of(reading, pinned.chosen.code));
        let ink = if reading.keeps(self.level) { palette.text } else { palette.text_muted };
        let low = Rect::from_min_max(Pos2::new(rect.left(), head.bottom() + 2.0), rect.max);
        paint_lines(painter, low, &words, regular(SMALL), ink, 3);
    }

    /// With the focus on a column, the arrows lead to its neighbours and mark its categories; Enter looks one up.
    fn keys(&self, ui: &Ui, page: &mut Page<'_>, response: &egui::Response, steps: &[Code]) {
        if !response.has_focus() {
            return;
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        // Taken out of the input, so that the column that gets the focus does not go on with the same key.
        let pressed = |key| take_key(ui.ctx(), key);
        for (key, by) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
            let to = self.level.index().checked_add_signed(by).and_then(|at| Level::ALL.get(at).copied());
            if pressed(key)
                && let Some(level) = to
            {
                ui.memory_mut(|memory| memory.request_focus(Column::id(level)));
                page.sight.explored_mark = None;
                page.send(Command::Explore(ExploreCommand::ChooseLevel(Some(level))));
            }
        }
        let at = page.sight.explored_mark.filter(|(level, _)| *level == self.level);
        let at = at.and_then(|(_, code)| steps.iter().position(|step| *step == code));
        let to = match (pressed(Key::ArrowDown), pressed(Key::ArrowUp)) {
            (true, _) => Some(at.map_or(0, |at| at + 1)),
            (_, true) => Some(at.map_or(0, |at| at.saturating_sub(1))),
            _ => None,
        };
        if let Some(code) = to.and_then(|to| steps.get(to)) {
            page.sight.explored_mark = Some((self.level, *code));
        }
        if let (true, Some(reading)) = (pressed(Key::Enter), self.typed)
            && let Some(code) = at.and_then(|at| steps.get(at)).or_else(|| steps.first())
        {
            page.send(Command::Explore(ExploreCommand::LookUp(reading.classification, *code)));
        }
    }
}
