//! An answer is asked: its text in large type, and the search for its code.

use egui::accesskit::Role;
use egui::{Align, FontId, Label, Layout, Pos2, Rect, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};
use review::Uncodable;
use workbench::{Command, PracticeCommand, PracticeRun, PracticeStage};

use super::{COLUMN, code_field_id, muted, takes_focus};
use crate::page::Page;
use crate::theme::metrics::{CONTROL, HEADING, SMALL, UNIT, regular, strong};
use crate::views::classification::Line;
use crate::views::form;
use crate::widgets::button::keyed;

/// Size of the job title that is asked.
const LARGE: f32 = 28.0;

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun) {
    let side = ((ui.available_width() - COLUMN) / 2.0).max(0.0).round();
    let area = ui.available_rect_before_wrap();
    let middle =
        Rect::from_min_max(Pos2::new(area.left() + side, area.top()), Pos2::new(area.right() - side, area.bottom()));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(middle).layout(Layout::top_down(Align::Min)));
    let ui = &mut ui;
    how_far(ui, page, run);
    ui.add_space(UNIT * 2.0);
    answer(ui, page, run);
    ui.add_space(UNIT * 3.0);
    if run.stage == PracticeStage::Uncodable { reasons(ui, page) } else { search(ui, page, run) }
}

/// Where one is in the session, as words and as a line.
pub fn how_far(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun) {
    let palette = page.palette;
    let (planned, left, back) = (run.planned(), run.queue.left(), run.queue.coming_back());
    ui.horizontal(|ui| {
        let coming = match back {
            0 => String::new(),
            1 => "  ·  1 comes back".to_owned(),
            _ => format!("  ·  {back} come back"),
        };
        let words = format!("{} of {planned} done{coming}  ·  {}", planned.saturating_sub(left), run.set.name);
        ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let command = |command| Command::Practise(command);
            let small = |words: &str| egui::Button::new(RichText::new(words).size(SMALL)).frame_when_inactive(false);
            let hint = "See how it went. What was not asked is asked in another session.";
            page.show_button(ui, command(PracticeCommand::End), small("End the session")).on_hover_text(hint);
            let hint = "Go back to the sets, and go on with this session another time. Key: Esc";
            page.show_button(ui, command(PracticeCommand::Leave), small("Go on later")).on_hover_text(hint);
        });
    });
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 4.0), Sense::hover());
    let share = planned.saturating_sub(left) as f32 / planned.max(1) as f32;
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, format!("{:.0} %", share * 100.0)));
    ui.painter().rect_filled(rect, 2.0, palette.track);
    let done = Rect::from_min_size(rect.min, Vec2::new(rect.width() * share, rect.height()));
    ui.painter().rect_filled(done, 2.0, palette.accent);
}

fn answer(ui: &mut Ui, page: &Page<'_>, run: &PracticeRun) {
    let palette = page.palette;
    let Some((item, again)) = run.asked() else { return };
    let most = (ui.available_height() * 0.4).max(96.0);
    ScrollArea::vertical().max_height(most).id_salt("asked answer").show(ui, |ui| {
        ui.set_width(ui.available_width());
        let mut line = |text: &str, none: &str, font: FontId| {
            let (words, ink) = if text.trim().is_empty() { (none, palette.text_muted) } else { (text, palette.text) };
            ui.add(Label::new(RichText::new(cut(words)).font(font).color(ink)).wrap().selectable(true));
        };
        line(&item.title, "no job title", strong(LARGE));
        line(&item.tasks, "no tasks", regular(HEADING + 2.0));
    });
    if again {
        ui.add_space(UNIT / 2.0);
        ui.label(RichText::new("↻ missed before in this session").size(SMALL).color(palette.doubtful));
    }
}

/// An answer can be a megabyte; what is asked is its beginning.
fn cut(text: &str) -> &str {
    match text.char_indices().nth(2000) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}

fn search(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = |ui: &mut Ui, page: &mut Page<'_>, words, key, width, command| {
                let command = Command::Practise(command);
                let hint = page.hint(&command);
                let size = Vec2::new(width, CONTROL + 8.0);
                if keyed(ui, size, words, key, false, true, palette).on_hover_text(hint).clicked() {
                    page.send(command);
                }
            };
            button(ui, page, "Uncodable…", "Ctrl+U", 136.0, PracticeCommand::OpenUncodable);
            button(ui, page, "Don’t know", "Ctrl+D", 136.0, PracticeCommand::DontKnow);
            let mut query = run.query.clone();
            let field = form::field(&mut query)
                .id(code_field_id())
                .font(regular(HEADING))
                .min_size(Vec2::new(0.0, CONTROL + 8.0))
                .hint_text("code, title or index entry")
                .desired_width(ui.available_width());
            let response = ui.add(field).accessible_name("Code of the answer");
            if response.changed() {
                page.send(Command::Practise(PracticeCommand::SetQuery(query)));
            }
        });
    });
    ui.add_space(UNIT / 2.0);
    let words = match (run.query.trim().is_empty(), run.listed.is_empty()) {
        (true, _) => {
            "Type to search, or ↑ ↓ to choose and → to look into a group, ← to go back. Enter gives the marked code."
        }
        (false, true) => "Nothing is found. Try fewer words, the beginning of one, or digits.",
        (false, false) => "↑ ↓ to choose, Enter gives the marked code.",
    };
    muted(ui, page, words);
    if let Some(group) = run.within.filter(|_| run.query.is_empty()) {
        let words = format!("← in {group} {}", run.tables().title(group));
        ui.label(RichText::new(words).size(SMALL).color(palette.accent));
    }
    ui.add_space(UNIT / 2.0);
    ScrollArea::vertical().auto_shrink(false).id_salt((run.given, run.within)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, found) in run.listed.iter().enumerate() {
            let (title, words) = (run.tables().title(found.code), found.words.as_str());
            let marked = Some(at) == run.marked;
            let line = Line { code: found.code, title, words, as_written: found.as_written, marked };
            if line.show(ui, palette) {
                page.send(Command::Practise(PracticeCommand::Give(Some(found.code))));
            }
        }
    });
}

fn reasons(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    ui.label(RichText::new("Why can it not be coded?").font(strong(HEADING)));
    ui.add_space(UNIT);
    let top = ui.cursor().min;
    takes_focus(ui, Rect::from_min_size(top, Vec2::new(320.0, 5.0 * 36.0)), "Why it cannot be coded");
    for (number, reason) in (1..).zip(Uncodable::ALL) {
        let size = Vec2::new(320.0, CONTROL);
        if keyed(ui, size, reason.name(), &number.to_string(), false, true, palette).clicked() {
            page.send(Command::Practise(PracticeCommand::GiveUncodable(reason)));
        }
    }
    ui.add_space(UNIT);
    page.button(ui, Command::Practise(PracticeCommand::CloseUncodable), Some("Back to the search  (Esc)"));
    muted(ui, page, "OSCA 2024 has codes for answers that are no occupation, such as 099960; ANZSCO 2022 has none.");
}
