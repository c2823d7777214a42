//! The splits of the project, and the ways to make packs and to take them in.

use std::path::PathBuf;

use egui::{Frame, Grid, Id, Key, Label, RichText, Stroke, Ui};
use review::Filter;
use workbench::{Command, Pack, PackCommand, Review, Split, can};

use super::{split, take_in};
use crate::page::Page;
use crate::theme::metrics::{CORNER, HALF, SMALL, TITLE, UNIT, strong, strong_family};
use crate::views::form;
use crate::widgets::button::primary;
use crate::widgets::choice::grouped;

/// Height of a line of a small table.
pub const LINE: f32 = 18.0;

/// The field for the path of a pack.
pub fn path_field_id() -> Id {
    Id::unique("pack path")
}

/// `1 record`, `12 records`.
pub fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// The day of a time.
pub fn day(at: review::Timestamp) -> String {
    at.to_iso().chars().take(10).collect()
}

/// Draws the part.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    ui.label(RichText::new("Coder packs").font(strong(TITLE)));
    if let Some(pack) = &review.pack {
        own(ui, page, review, pack);
        return;
    }
    let words = "Split the project into files, one for each coder, and take them in again. A pack holds its records and \
                 the engine’s codes; nobody sees what others decided.";
    form::remark(ui, words, palette);
    ui.add_space(UNIT);
    let packs = &page.state.supervise.packs;
    let asked = packs.form.is_some() || packs.read.is_some();
    let opened = asked && !std::mem::replace(&mut page.sight.packs.asked, asked);
    page.sight.packs.asked = asked;
    if let Some(form) = &packs.form {
        split::show(ui, page, review, form, opened);
    } else if let Some(read) = &packs.read {
        take_in::show(ui, page, read, opened);
    } else {
        ui.horizontal_wrapped(|ui| {
            page.button(ui, Command::Packs(PackCommand::OpenSplit), None);
            page.button(ui, Command::Packs(PackCommand::ChoosePacks), None);
        });
        if !review.splits.is_empty() {
            place(ui, page);
        }
        differing(ui, page, review);
    }
    splits(ui, page, review);
}

/// What stands here in a pack.
fn own(ui: &mut Ui, page: &Page<'_>, review: &Review, pack: &Pack) {
    let palette = page.palette;
    let words = format!("This project is the pack of {}.", pack.coder);
    ui.label(RichText::new(words).family(strong_family()));
    let decided = review.counts.of(Filter::Reviewed) as u64;
    let records = review.len() as u64;
    for words in [
        format!("Split {} of {}, made {} by {}.", pack.split, review.source_name, day(pack.at), pack.reviewer),
        format!("{} of {} decided.", grouped(decided), counted(records, "record")),
        "Decisions carry the coder’s name while it is open. When you are done, close it and send the file back."
            .to_owned(),
    ] {
        form::remark(ui, &words, palette);
    }
}

/// Records that are left to somebody.
fn differing(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let count = review.counts.of(Filter::CodersDiffer) as u64;
    if count == 0 {
        return;
    }
    ui.add_space(UNIT);
    let palette = page.palette;
    let command = Command::Packs(PackCommand::Adjudicate);
    let allowed = can(page.state, &command);
    let words = format!("Adjudicate {}", counted(count, "record"));
    let hint = "Show the records on which codings differ that nobody has settled, to decide on each.";
    let response = primary(ui, &words, allowed.is_ok(), palette).on_hover_text(hint);
    if response.clicked() {
        page.send(command);
    }
}

/// A path that is typed, where the system has no dialog.
fn place(ui: &mut Ui, page: &mut Page<'_>) {
    let hint = "A pack of this project that came back from its coder.";
    let field = form::field(&mut page.sight.packs.path).id(path_field_id()).hint_text("path of a pack");
    let response = ui.add(field.desired_width(f32::INFINITY)).accessible_name("Path of a pack").on_hover_text(hint);
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if entered {
        response.request_focus();
    }
    let path = page.sight.packs.path.trim().trim_matches('"').to_owned();
    let read = Command::Packs(PackCommand::Read(vec![PathBuf::from(&path)]));
    if entered && !path.is_empty() && can(page.state, &read).is_ok() {
        page.sight.packs.path.clear();
        page.send(read);
    }
}

fn splits(ui: &mut Ui, page: &Page<'_>, review: &Review) {
    let palette = page.palette;
    if !review.splits.is_empty() {
        form::heading(ui, "Splits of this project");
    }
    for split in review.splits.iter().rev() {
        let card = Frame::new().stroke(Stroke::new(1.0, palette.line)).corner_radius(CORNER).inner_margin(8);
        card.show(ui, |ui| {
            ui.take_available_width();
            ui.spacing_mut().item_spacing.y = HALF;
            let words = format!("Split {}", split.number);
            ui.label(RichText::new(words).family(strong_family()));
            form::remark(ui, &about(split), palette);
            packs(ui, page, split);
        });
        ui.add_space(HALF);
    }
}

/// How a project was split, in a sentence.
fn about(split: &Split) -> String {
    let overlap = match split.overlap {
        0 => "each coded once".to_owned(),
        count => format!("{} of them coded by {}", grouped(u64::from(count)), split.times),
    };
    let records = counted(u64::from(split.records), "record");
    format!(
        "{records} ({}), {overlap}; seed {}. Made {} by {}.",
        split.scope,
        split.seed,
        day(split.at),
        split.reviewer
    )
}

fn packs(ui: &mut Ui, page: &Page<'_>, split: &Split) {
    let palette = page.palette;
    let small = |words: String| RichText::new(words).size(SMALL);
    ui.spacing_mut().interact_size.y = LINE;
    Grid::new(("packs of split", split.number)).num_columns(3).min_row_height(LINE).spacing([UNIT * 2.0, 2.0]).show(
        ui,
        |ui| {
            for pack in &split.packs {
                ui.scope(|ui| {
                    ui.set_max_width(120.0);
                    ui.add(Label::new(small(pack.coder.clone())).truncate()).on_hover_text(&pack.file_name);
                });
                ui.label(small(counted(u64::from(pack.records), "record")));
                let known = page.state.supervise.packs.taken.get(&(split.number, pack.coder.clone()));
                match known {
                    Some((count, last)) => {
                        let words = format!("{} taken in, last of {}", grouped(*count as u64), day(*last));
                        ui.label(small(words));
                    }
                    None => {
                        ui.label(small("not taken in yet".to_owned()).color(palette.text_muted));
                    }
                }
                ui.end_row();
            }
        },
    );
}
