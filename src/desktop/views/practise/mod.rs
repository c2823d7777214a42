//! Practise: answers with agreed codes, to code blind; how it went, and what is confused with what.

mod asked;
mod confusions;
mod over;
mod progress;
mod sets;
mod told;

use egui::{Align, Button, CentralPanel, Context, EventFilter, Frame, Id, Key, Label, Layout, Margin, Panel, Rect};
use egui::{RichText, ScrollArea, Sense, Ui, WidgetInfo};
use review::Uncodable;
use workbench::{AppState, Command, PracticeCommand, PracticePage, PracticeRun, PracticeStage, Workspace};

use super::jobs;
use crate::keys::take_key;
use crate::page::Page;
use crate::sight::list_id;
use crate::theme::metrics::{SMALL, UNIT};

pub use progress::path_field_id as results_path_field_id;
pub use sets::path_field_id;

/// Width of a page that is read like a text.
const COLUMN: f32 = 760.0;

/// The field in which one looks for the code.
pub fn code_field_id() -> Id {
    Id::unique("code of the answer")
}

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    jobs::show(ui, page);
    let palette = page.palette;
    let state = page.state;
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(8, 4));
    Panel::top("pages of the practice").frame(frame).show(ui, |ui| head(ui, page));
    let practice = &state.practice;
    let whole = Frame::new().fill(palette.surface).inner_margin(Margin { left: 16, right: 16, top: 12, bottom: 12 });
    CentralPanel::default().frame(whole).show(ui, |ui| match (practice.page, &practice.run) {
        (PracticePage::Practise, None) => sets::show(ui, page),
        (PracticePage::Practise, Some(run)) => session(ui, page, run),
        (PracticePage::Progress, _) => progress::show(ui, page),
        (PracticePage::Confusions, _) => confusions::show(ui, page),
    });
    keep_focus(ui, page);
}

fn session(ui: &mut Ui, page: &mut Page<'_>, run: &PracticeRun) {
    match &run.stage {
        PracticeStage::Asked | PracticeStage::Uncodable => asked::show(ui, page, run),
        PracticeStage::Told(told) => told::show(ui, page, run, told),
        PracticeStage::Over(over) => over::show(ui, page, run, over),
    }
}

/// The pages as tabs, and who practises.
fn head(ui: &mut Ui, page: &mut Page<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        for tab in PracticePage::ALL {
            let button = Button::new(tab.name()).selected(page.state.practice.page == tab);
            page.show_button(ui, Command::Practise(PracticeCommand::ShowPage(tab)), button);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = page.state.settings.reviewer.clone();
            let words = RichText::new(format!("Trainee: {name}")).color(page.palette.text_muted);
            let button = Button::new(words).frame_when_inactive(false).truncate();
            let hint = "The name beside your results. Press to change it in the settings.";
            if ui.add(button).on_hover_text(hint).clicked() {
                page.sight.settings_open = true;
            }
        });
    });
}

/// Gives the focus to where one goes on: the field for the code, or else the page itself.
fn keep_focus(ui: &Ui, page: &mut Page<'_>) {
    if page.sight.settings_open || crate::routing::takes_keys(&page.state.panel) {
        return;
    }
    let practice = &page.state.practice;
    let run = practice.run.as_ref().filter(|_| practice.page == PracticePage::Practise);
    let place = (practice.page, run.map(|run| (run.session.id.clone(), run.given, std::mem::discriminant(&run.stage))));
    let asks = run.is_some_and(|run| run.stage == PracticeStage::Asked);
    let wanted = if asks { code_field_id() } else { list_id(Workspace::Practise) };
    if page.sight.practice.place.as_ref() != Some(&place) {
        page.sight.practice.place = Some(place);
        crate::routing::give_focus(ui.ctx(), wanted);
    } else if ui.memory(|memory| memory.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx()) {
        ui.memory_mut(|memory| memory.request_focus(wanted));
    }
}

/// A widget that takes the focus for the whole page; arrows stay with it.
fn takes_focus(ui: &Ui, rect: Rect, name: &str) -> bool {
    let id = list_id(Workspace::Practise);
    let response = ui.interact(rect, id, Sense::FOCUSABLE);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Group, true, name));
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    response.has_focus()
}

/// A column in the middle of the page that scrolls as a whole.
fn column(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().auto_shrink(false).id_salt(name).show(ui, |ui| {
        let side = ((ui.available_width() - COLUMN) / 2.0).max(0.0).round();
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(COLUMN.min(ui.available_width()));
                add(ui);
            });
        });
    });
}

/// Small words of the second rank that wrap.
fn muted(ui: &mut Ui, page: &Page<'_>, words: impl Into<String>) {
    ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).wrap());
}

/// Takes the keys that belong to the workspace. `late` holds what is about words typed before.
pub fn take_keys(ctx: &Context, state: &AppState, commands: &mut Vec<Command>, late: &mut Vec<Command>) {
    let mut send = |late_too: bool, command: PracticeCommand| {
        let queue = if late_too { &mut *late } else { &mut *commands };
        queue.push(Command::Practise(command));
    };
    let practice = &state.practice;
    let focused = ctx.memory(|memory| memory.focused());
    let free = focused.is_none_or(|id| id == list_id(Workspace::Practise));
    let step = |ctx: &Context| i32::from(take_key(ctx, Key::ArrowDown)) - i32::from(take_key(ctx, Key::ArrowUp));
    let run = practice.run.as_ref().filter(|_| practice.page == PracticePage::Practise);
    match run.map(|run| (run, &run.stage)) {
        Some((run, PracticeStage::Asked)) if focused == Some(code_field_id()) => {
            let by = step(ctx);
            if by != 0 {
                send(true, PracticeCommand::MoveMark(by));
            }
            if take_key(ctx, Key::Enter) {
                send(true, PracticeCommand::Give(None));
            }
            let browsing = run.query.is_empty();
            if browsing && take_key(ctx, Key::ArrowRight) {
                send(true, PracticeCommand::Unfold);
            }
            if browsing && take_key(ctx, Key::ArrowLeft) {
                send(true, PracticeCommand::Fold);
            }
        }
        // Escape takes the focus from the field before it comes here.
        Some((run, PracticeStage::Asked)) if free && take_key(ctx, Key::Escape) => {
            let command = match (run.query.is_empty(), run.within) {
                (false, _) => PracticeCommand::SetQuery(String::new()),
                (true, Some(_)) => PracticeCommand::Fold,
                (true, None) => PracticeCommand::Leave,
            };
            send(true, command);
        }
        Some((_, PracticeStage::Uncodable)) => {
            let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
            for (key, reason) in digits.into_iter().zip(Uncodable::ALL) {
                if take_key(ctx, key) {
                    send(false, PracticeCommand::GiveUncodable(reason));
                }
            }
            if take_key(ctx, Key::Escape) {
                send(false, PracticeCommand::CloseUncodable);
            }
        }
        Some((_, PracticeStage::Told(_))) if free => {
            if take_key(ctx, Key::Enter) || take_key(ctx, Key::Space) {
                send(false, PracticeCommand::GoOn);
            }
            if take_key(ctx, Key::Escape) {
                send(false, PracticeCommand::Leave);
            }
        }
        Some((_, PracticeStage::Over(_))) if free => {
            if take_key(ctx, Key::Enter) {
                send(false, PracticeCommand::Again);
            }
            if take_key(ctx, Key::Escape) {
                send(false, PracticeCommand::Leave);
            }
        }
        None if free && practice.page == PracticePage::Practise => {
            let by = step(ctx);
            if by != 0 {
                send(false, PracticeCommand::MarkOffer(by));
            }
            if take_key(ctx, Key::Enter) {
                send(false, PracticeCommand::TakeOffer(None));
            }
        }
        None if free && practice.page == PracticePage::Confusions => {
            let by = step(ctx);
            if by != 0 {
                send(false, PracticeCommand::MoveConfusion(by));
            }
        }
        _ => {}
    }
}
