//! The earlier decisions that are used, beside the table.

use std::path::PathBuf;

use egui::{CollapsingHeader, Frame, Id, Key, Label, Margin, RichText, ScrollArea, Stroke, Ui};
use review::{EarlierSource, Filter, SourceKind};
use workbench::{Command, EarlierPanel, Listed, Review, Takeover, can};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{CORNER, HALF, SMALL, TITLE, UNIT, strong, strong_family};
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;

/// Lines with problems named one by one; the file has all of them.
const NAMED: usize = 200;

/// The field for the path of a source.
pub fn path_field_id() -> Id {
    Id::unique("earlier path")
}

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, panel: &EarlierPanel) {
    let frame = Frame::new().fill(page.palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.label(RichText::new("Earlier decisions").font(strong(TITLE)));
            let words = "What was decided about the same answer before, or a house rule says, is offered with each \
                         record. Nothing is decided by itself.";
            form::remark(ui, words, page.palette);
            form::heading(ui, "Use the decisions of");
            place(ui, page);
            sources(ui, page, review);
            if review.earlier_totals.matched > 0 {
                form::heading(ui, "In this project");
                totals(ui, page, review);
                form::heading(ui, "Take over for the shown records");
                match &panel.asked {
                    Some(asked) => confirm(ui, page, asked),
                    None => ask(ui, page, review),
                }
            }
            ui.add_space(UNIT * 2.0);
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
    });
}

fn place(ui: &mut Ui, page: &mut Page<'_>) {
    let hint = "Another project of the same classification, an export with decisions, or a file of house rules.";
    let field = form::field(&mut page.sight.earlier_path)
        .id(path_field_id())
        .hint_text("project, export or house rules")
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Path of earlier decisions").on_hover_text(hint);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        response.request_focus();
    }
    let path = page.sight.earlier_path.trim().trim_matches('"').to_owned();
    let load = Command::LoadEarlier(PathBuf::from(&path));
    ui.horizontal(|ui| {
        let allowed = can(page.state, &load);
        let possible = allowed.is_ok() && !path.is_empty();
        let button = ui.add_enabled(possible, egui::Button::new("Use it"));
        let button = button.on_hover_text("Read its decisions into this project. Key: Enter");
        if let Err(reason) = allowed {
            button.clone().on_disabled_hover_text(reason);
        }
        if (button.clicked() || entered) && possible {
            page.sight.earlier_path.clear();
            page.send(load);
        }
        page.button(ui, Command::ChooseEarlier, Some("Choose…"));
    });
}

fn sources(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    for (at, source) in review.earlier.sources().iter().enumerate() {
        ui.add_space(HALF);
        let card = Frame::new().stroke(Stroke::new(1.0, palette.line)).corner_radius(CORNER).inner_margin(8);
        card.show(ui, |ui| {
            ui.take_available_width();
            ui.spacing_mut().item_spacing.y = HALF;
            ui.horizontal(|ui| {
                let name = RichText::new(&source.name).family(strong_family());
                let room = (ui.available_width() - 80.0).max(48.0);
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    ui.add(Label::new(name).truncate()).on_hover_text(&source.path);
                });
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let remove = page.button(ui, Command::RemoveEarlier(source.id), Some("Remove"));
                    remove
                        .on_hover_text(format!("Use {} no longer. Decisions that were taken over stay.", source.name));
                });
            });
            let records = review.earlier.records_of(at) as u64;
            let answers = counted_words(source.decisions.len() as u64, "answer");
            let words = format!("{}  ·  {answers}  ·  {} here", source.kind.name(), counted_words(records, "record"));
            form::remark(ui, &words, palette);
            let day = source.loaded_at.to_iso();
            let words = format!("read {} by {}", day.get(..10).unwrap_or(&day), source.loaded_by);
            form::remark(ui, &words, palette);
            problems(ui, page, source);
        });
    }
}

/// `1 record`, `12 records`.
fn counted_words(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

fn problems(ui: &mut Ui, page: &Page<'_>, source: &EarlierSource) {
    if source.problems.is_empty() {
        return;
    }
    let count = source.problems.len() as u64;
    let words =
        if count == 1 { "1 line is left out".to_owned() } else { format!("{} lines are left out", grouped(count)) };
    let words = RichText::new(words).size(SMALL).color(page.palette.doubtful);
    CollapsingHeader::new(words).id_salt(("left out", source.id)).show(ui, |ui| {
        for (line, what) in source.problems.iter().take(NAMED) {
            form::remark(ui, &format!("Line {line}: {what}"), page.palette);
        }
        if source.problems.len() > NAMED {
            form::remark(ui, "… and further lines; mend these first, then read the file again.", page.palette);
        }
    });
}

fn totals(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let totals = review.earlier_totals;
    let differ = totals.matched - totals.agree;
    let lines = [
        (totals.matched, "decided before", Some(Command::ShowListed(Listed::WithEarlier))),
        (totals.agree, "as the engine", None),
        (differ, "otherwise than the engine", Some(Command::SetFilter(Filter::EarlierDiffers))),
        (totals.contradict, "in two ways or more", Some(Command::ShowListed(Listed::Contradicting))),
    ];
    for (count, words, command) in lines {
        counted(ui, page, count, words, command.filter(|_| count > 0));
    }
}

/// A number with its words, and a button that shows the records.
pub fn counted(ui: &mut Ui, page: &mut Page<'_>, count: usize, words: &str, show: Option<Command>) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(64.0, 24.0), egui::Sense::hover());
        let mut place = ui
            .new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::right_to_left(egui::Align::Center)));
        place.label(RichText::new(grouped(count as u64)).family(strong_family()));
        ui.label(words);
        if let Some(command) = show {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let allowed = can(page.state, &command).is_ok();
                let button = ui.add_enabled(allowed, egui::Button::new("Show"));
                let name = format!("Show: {words}");
                let button =
                    button.on_hover_text(format!("Show these {} records in the table.", grouped(count as u64)));
                button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, allowed, &name));
                if button.clicked() {
                    page.send(command);
                }
            });
        }
    });
}

fn ask(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let shown = review.visible.len() as u64;
    let shown = counted_words(shown, "record");
    let words = format!("First it is counted what would be decided for the {shown} in the table.");
    form::remark(ui, &words, page.palette);
    ui.horizontal_wrapped(|ui| {
        let all = page.button(ui, Command::AskTakeover { rules_only: false }, Some("All of them…"));
        // The button that had the focus is gone with the question.
        if std::mem::take(&mut page.sight.takeover_asked) {
            all.request_focus();
        }
        if review.earlier.sources().iter().any(|source| source.kind == SourceKind::Rules) {
            page.button(ui, Command::AskTakeover { rules_only: true }, Some("House rules only…"));
        }
    });
}

fn confirm(ui: &mut Ui, page: &mut Page<'_>, asked: &Takeover) {
    let palette = page.palette;
    let count = asked.decisions.len();
    let records = |count: usize| counted_words(count as u64, "record");
    let card = Frame::new().stroke(Stroke::new(1.0, palette.accent)).corner_radius(CORNER).inner_margin(12);
    card.show(ui, |ui| {
        ui.take_available_width();
        let what = if asked.rules_only { "by house rules" } else { "by earlier decisions" };
        let words = format!("{} would be decided {what}.", records(count));
        ui.add(Label::new(RichText::new(words).family(strong_family())).wrap());
        let agree = format!(
            "{} as the engine has it, {} otherwise.",
            grouped(asked.agree as u64),
            grouped((count - asked.agree) as u64)
        );
        let mut lines = vec![agree, "One entry in the log, one undo; the cursor stays.".to_owned()];
        for (count, words) in [
            (asked.decided, "already decided by a person: kept"),
            (asked.set_aside, "referred or flagged by hand: left to people"),
            (asked.contradict, "decided before in two ways: left to people"),
        ] {
            if count > 0 {
                lines.push(format!("{} {words}.", records(count)));
            }
        }
        for line in lines {
            form::remark(ui, &line, palette);
        }
        ui.add_space(HALF);
        ui.horizontal_wrapped(|ui| {
            let allowed = can(page.state, &Command::TakeOver).is_ok();
            if primary(ui, &format!("Decide {}", records(count)), allowed, palette).clicked() {
                page.send(Command::TakeOver);
            }
            let mut harmless = None;
            if count > 0 {
                harmless = Some(page.button(ui, Command::ShowListed(Listed::Takeover), Some("Show them")));
            }
            let cancel = page.button(ui, Command::LeaveTakeover, Some("Cancel"));
            // Not on the button that decides: Enter may still be held down.
            if !std::mem::replace(&mut page.sight.takeover_asked, true) {
                harmless.unwrap_or(cancel).request_focus();
            }
        });
    });
}
