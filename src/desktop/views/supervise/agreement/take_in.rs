//! Packs that were read, and what taking them in would do.

use egui::{Frame, Grid, Label, RichText, Stroke, Ui};
use workbench::packs::PacksRead;
use workbench::{Command, PackCommand, can};

use super::packs::{LINE, counted};
use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{CORNER, HALF, HEADING, SMALL, UNIT, strong, strong_family};
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;

/// Draws the packs; `opened` when they were not there in the last frame.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, read: &PacksRead, opened: bool) {
    let palette = page.palette;
    let card = Frame::new().stroke(Stroke::new(1.0, palette.accent)).corner_radius(CORNER).inner_margin(12);
    card.show(ui, |ui| {
        ui.take_available_width();
        ui.label(RichText::new("Take packs in").font(strong(HEADING)));
        ui.add_space(HALF);
        table(ui, page, read);
        for pack in read.packs.iter().filter(|pack| pack.tally.by_others > 0) {
            let count = grouped(pack.tally.by_others as u64);
            let words = format!("{count} decisions in {}’s pack carry another name.", pack.coder);
            ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.doubtful)).wrap());
        }
        for (path, why) in &read.refused {
            ui.add_space(HALF);
            let words = format!("Refused: {}", file_name(path));
            ui.label(RichText::new(words).size(SMALL).color(palette.wrong).family(strong_family()));
            ui.add(Label::new(RichText::new(why).size(SMALL)).wrap());
        }
        if !read.packs.is_empty() {
            ui.add_space(UNIT);
            sums(ui, page, read);
        }
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            let take = Command::Packs(PackCommand::TakeIn);
            let allowed = can(page.state, &take);
            let words = match read.totals.changed {
                0 => "Nothing is new".to_owned(),
                changed => format!("Take in {}", counted(changed as u64, "record")),
            };
            let response = primary(ui, &words, allowed.is_ok(), palette);
            if response.clicked() {
                page.send(take);
            }
            response.on_hover_text("One entry of the log, one undo. The packs stay as they are.");
            let cancel = quiet(ui, if read.totals.changed == 0 { "Close" } else { "Cancel" });
            if cancel.clicked() {
                page.send(Command::Packs(PackCommand::LeavePacks));
            }
            // Not on the button that takes in: Enter may still be held down.
            if opened {
                cancel.request_focus();
            }
        });
    });
    ui.add_space(UNIT);
}

fn table(ui: &mut Ui, page: &Page<'_>, read: &PacksRead) {
    if !read.packs.is_empty() {
        ui.scope(|ui| packs(ui, page, read));
    }
}

fn packs(ui: &mut Ui, page: &Page<'_>, read: &PacksRead) {
    let palette = page.palette;
    let small = |words: String| RichText::new(words).size(SMALL);
    ui.spacing_mut().interact_size.y = LINE;
    Grid::new("packs that were read").num_columns(7).spacing([10.0, 2.0]).min_row_height(LINE).show(ui, |ui| {
        for (words, hint) in [
            ("Coder", "Whom the pack was made for."),
            ("decided", "Records decided, of those in the pack."),
            ("left", "Not decided yet."),
            ("referred", "Referred to somebody else."),
            ("flagged", "Flagged by hand."),
            ("notes", "With a note."),
            ("new", "Records that taking this pack in would change."),
        ] {
            ui.label(small(words.to_owned()).color(palette.text_muted)).on_hover_text(hint);
        }
        ui.end_row();
        for pack in &read.packs {
            let tally = pack.tally;
            ui.scope(|ui| {
                ui.set_max_width(84.0);
                ui.add(Label::new(small(pack.coder.clone())).truncate()).on_hover_text(pack.path.display().to_string());
            });
            let decided = format!("{} of {}", grouped(tally.decided as u64), grouped(tally.records as u64));
            let hint = format!("{} of them uncodable.", grouped(tally.uncodable as u64));
            ui.label(small(decided)).on_hover_text(hint);
            for count in [tally.undecided(), tally.referred, tally.flagged, tally.noted, pack.new] {
                ui.label(small(grouped(count as u64)));
            }
            ui.end_row();
        }
    });
}

fn sums(ui: &mut Ui, page: &Page<'_>, read: &PacksRead) {
    let palette = page.palette;
    let totals = read.totals;
    let lines = [
        (totals.decided, "are decided by it"),
        (totals.agree, "were coded by several who agree"),
        (totals.differ, "are left to adjudicate, because codings differ"),
        (totals.reopened, "are open again, because a coder withdrew or others differ"),
    ];
    for (count, words) in lines.into_iter().filter(|(count, _)| *count > 0) {
        let words = format!("{} {words}.", counted(count as u64, "record"));
        ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
    }
    for missing in &read.missing {
        let words = format!("Still out: {} with {}.", missing.coder, counted(u64::from(missing.records), "record"));
        ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.doubtful)).wrap());
    }
}
