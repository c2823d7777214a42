//! How the project is split among coders.

use std::path::PathBuf;

use egui::{DragValue, Frame, Id, Key, Label, RichText, Stroke, Ui};
use review::Overlap;
use workbench::packs::{coder_names, pack_paths};
use workbench::{Command, PackCommand, Review, SplitForm, SplitScope, can};

use super::packs::counted;
use crate::page::Page;
use crate::theme::metrics::{CORNER, HALF, HEADING, UNIT, strong};
use crate::views::form;
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;

/// Width of the labels, in points.
const LABELS: f32 = 96.0;

/// The field for the names of coders.
pub fn coders_id() -> Id {
    Id::unique("names of coders")
}

/// Draws the form; `opened` when it was not there in the last frame.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, form: &SplitForm, opened: bool) {
    let palette = page.palette;
    let card = Frame::new().stroke(Stroke::new(1.0, palette.accent)).corner_radius(CORNER).inner_margin(12);
    card.show(ui, |ui| {
        ui.take_available_width();
        ui.label(RichText::new("Split into packs").font(strong(HEADING)));
        ui.add_space(HALF);
        let mut entered = coders(ui, page, form, opened);
        ui.add_space(HALF);
        scope(ui, page, review, form);
        ui.add_space(HALF);
        overlap(ui, page, form);
        entered |= folder(ui, page, form);
        ui.add_space(UNIT);
        let checked = form.check(review);
        match &checked {
            Ok(()) => form::remark(ui, &outcome(review, form), palette),
            Err(why) => {
                ui.add(Label::new(RichText::new(why).color(palette.doubtful)).wrap());
            }
        }
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            let split = Command::Packs(PackCommand::Split);
            let allowed = can(page.state, &split);
            let count = coder_names(&form.coders).len() as u64;
            let words =
                if checked.is_ok() { format!("Make {}", counted(count, "pack")) } else { "Make packs".to_owned() };
            let response = primary(ui, &words, allowed.is_ok(), palette);
            // A path that was just typed counts first.
            let typed = page.commands.iter().any(|command| matches!(command, Command::Packs(_)));
            if (response.clicked() || (entered && !typed)) && allowed.is_ok() {
                page.send(split);
            }
            let hint = "Write a file for each coder. Nobody’s decisions are given away. Key: Enter";
            response.on_hover_text(hint).on_disabled_hover_text(allowed.err().unwrap_or_default());
            if quiet(ui, "Cancel").clicked() {
                page.send(Command::Packs(PackCommand::CloseSplit));
            }
        });
    });
    ui.add_space(UNIT);
}

/// Draws the names; `true` when Enter was pressed in them.
fn coders(ui: &mut Ui, page: &mut Page<'_>, form: &SplitForm, opened: bool) -> bool {
    let label = ui.label("Coders").id;
    let mut names = form.coders.clone();
    let field = form::field(&mut names).id(coders_id()).hint_text("Ann, Ben, Cy").desired_width(f32::INFINITY);
    let hint = "Their names as they stand beside their decisions, separated by commas.";
    let response = ui.add(field).labelled_by(label).on_hover_text(hint);
    if opened {
        response.request_focus();
    }
    if response.changed() {
        page.send(Command::Packs(PackCommand::SetCoders(names)));
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        response.request_focus();
    }
    entered
}

fn scope(ui: &mut Ui, page: &mut Page<'_>, review: &Review, form: &SplitForm) {
    ui.label("Records");
    for scope in SplitScope::ALL {
        let words = match scope {
            SplitScope::ToReview => "To review",
            SplitScope::All => "All",
            SplitScope::Shown => "Now in the table",
        };
        let words = format!("{words}: {}", grouped(scope.count(review) as u64));
        if ui.radio(form.scope == scope, words).clicked() && form.scope != scope {
            page.send(Command::Packs(PackCommand::SetScope(scope)));
        }
    }
}

fn overlap(ui: &mut Ui, page: &mut Page<'_>, form: &SplitForm) {
    let send = |page: &mut Page<'_>, command: PackCommand| page.send(Command::Packs(command));
    form::line(ui, "Overlap", LABELS, |ui| match form.overlap {
        Overlap::Share(share) => {
            let mut percent = share * 100.0;
            let number = DragValue::new(&mut percent).range(0.0..=100.0).speed(0.5).max_decimals(1).suffix(" %");
            let response = ui.add(number).accessible_name("Overlap, percent of the records");
            if response.on_hover_text("Share of the records that several coders code.").changed() {
                send(page, PackCommand::SetOverlap(Overlap::Share(percent / 100.0)));
            }
            if ui.button("as a number").on_hover_text("Give a number of records instead of a share.").clicked() {
                send(page, PackCommand::SetOverlap(Overlap::Records(50)));
            }
        }
        Overlap::Records(records) => {
            let mut count = records;
            let response = ui.add(DragValue::new(&mut count).suffix(" records")).accessible_name("Overlap, records");
            if response.on_hover_text("How many records several coders code.").changed() {
                send(page, PackCommand::SetOverlap(Overlap::Records(count)));
            }
            if ui.button("as a share").on_hover_text("Give a share of the records instead of a number.").clicked() {
                send(page, PackCommand::SetOverlap(Overlap::Share(0.2)));
            }
        }
    });
    form::line(ui, "coded by", LABELS, |ui| {
        let most = coder_names(&form.coders).len().max(2);
        let mut times = form.times;
        let number = DragValue::new(&mut times).range(2..=most).suffix(" coders");
        if ui.add(number).accessible_name("Coders for each record of the overlap").changed() {
            send(page, PackCommand::SetTimes(times));
        }
    });
    form::line(ui, "Seed", LABELS, |ui| {
        let mut seed = form.seed;
        let response = ui.add(DragValue::new(&mut seed)).accessible_name("Seed of the draw");
        if response.on_hover_text("The same seed gives the same packs.").changed() {
            send(page, PackCommand::SetSeed(seed));
        }
    });
}

/// Draws the folder; `true` when Enter was pressed in it.
fn folder(ui: &mut Ui, page: &mut Page<'_>, form: &SplitForm) -> bool {
    ui.add_space(HALF);
    let label = ui.label("Folder of the packs").id;
    let shown = form.folder.display().to_string();
    let width = ui.available_width();
    let id = Id::unique("folder of the packs");
    let (response, typed) = form::path_field(ui, id, &mut page.sight.packs.folder, &shown, width);
    response.labelled_by(label).on_hover_text(&shown);
    if let Some(path) = typed.path {
        page.send(Command::Packs(PackCommand::SetFolder(PathBuf::from(path))));
    }
    page.button(ui, Command::Packs(PackCommand::ChooseFolder), Some("Choose…"));
    typed.entered
}

/// What comes of it, in a sentence.
fn outcome(review: &Review, form: &SplitForm) -> String {
    let coders = coder_names(&form.coders);
    let records = form.scope.count(review);
    let overlap = form.overlap.among(records);
    let share = (records + overlap * (form.times - 1)) as f64 / coders.len().max(1) as f64;
    let files = pack_paths(&review.path, &form.folder, &coders);
    let first = files.first().and_then(|path| path.file_name()).unwrap_or_default().to_string_lossy().into_owned();
    let double = match overlap {
        0 => "each coded once".to_owned(),
        count => format!("{} of them coded by {}", grouped(count as u64), form.times),
    };
    format!(
        "{}, {double}: about {} for each coder. Files: {first} and so on. Decisions that stand here are not given away.",
        counted(records as u64, "record"),
        grouped(share.round() as u64)
    )
}
