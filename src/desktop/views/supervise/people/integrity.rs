//! Whether the log is whole: checked from the file, and against a head that somebody kept.

use egui::{Frame, Id, Key, Label, Margin, RichText, ScrollArea, Stroke, Ui};
use review::hash_text;
use workbench::{Command, HeadFound, LogCheck, PeopleCommand, PeoplePart, Review, can};

use super::when;
use crate::page::Page;
use crate::theme::metrics::{CORNER, UNIT, strong_family};
use crate::views::form;
use crate::widgets::button::primary;
use crate::widgets::choice::grouped;

/// Width up to which lines of text are easily read.
const LINE: f32 = 760.0;

/// Draws the checks.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(LINE);
        let words = "Every entry carries the hash of the one before it, and the first that of the project. A log that was \
                     changed afterwards no longer fits together, or no longer has the head that somebody kept. This shows \
                     tampering to whoever keeps a head; it does not prevent it.";
        form::remark(ui, words, page.palette);
        check(ui, page, review);
        kept_head(ui, page, review);
        whole_log(ui, page, review);
    });
}

fn check(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    form::heading(ui, "The log in the project file");
    let command = Command::People(PeopleCommand::VerifyLog);
    let allowed = can(page.state, &command);
    let response = primary(ui, "Check the log", allowed.is_ok(), page.palette);
    let response = response.on_hover_text("Read every entry again from the file and check its number and its hashes.");
    if response.clicked() {
        page.send(command);
    }
    if let Err(reason) = allowed {
        response.on_disabled_hover_text(reason);
    }
    let Some(check) = &page.state.supervise.people.verified else { return };
    ui.add_space(UNIT);
    let palette = page.palette;
    let report = report_of(check, review);
    let (sign, colour) = if report.sound { ("✓", palette.coded) } else { ("✗", palette.wrong) };
    let frame = Frame::new().stroke(Stroke::new(1.0, colour)).corner_radius(CORNER).inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.take_available_width();
        let words = RichText::new(format!("{sign} {}", report.result)).family(strong_family()).color(colour);
        ui.add(Label::new(words).wrap());
        for line in &report.lines {
            ui.add(Label::new(line).wrap().selectable(true));
        }
        ui.add_space(UNIT / 2.0);
        if ui.button("Copy the result").clicked() {
            ui.ctx().copy_text(format!("{}\n{}\n", report.result, report.lines.join("\n")));
        }
    });
}

/// What came of the check, in words.
struct Report {
    sound: bool,
    result: String,
    lines: Vec<String>,
}

fn report_of(check: &LogCheck, review: &Review) -> Report {
    let sound = grouped(check.sound);
    let entries = if check.sound == 1 { "entry" } else { "entries" };
    let known = match check.sound {
        0 => Some(review.whole_log().genesis()),
        number => review.whole_log().entry(number).map(|entry| entry.hash),
    };
    let as_opened = known == Some(check.head);
    let (is_sound, result) = match &check.broken {
        Some(broken) => (false, capital(broken)),
        None if !as_opened => (
            false,
            format!(
                "The {sound} {entries} in the file fit together, but they are not those that were read when the project was opened."
            ),
        ),
        None => (true, format!("All {sound} {entries} in the file are sound.")),
    };
    let mut lines = vec![
        format!("Project: {}", review.path.display()),
        format!("Checked: {} UTC", when(check.at)),
        format!("Sound entries: {sound}"),
        format!("Head of the sound entries: {}", hash_text(&check.head)),
    ];
    if !is_sound {
        let words = "Nothing was changed by the check. Keep this file as it is, and compare it with a copy or an audit file \
                     from before.";
        lines.push(words.to_owned());
    }
    Report { sound: is_sound, result, lines }
}

fn capital(words: &str) -> String {
    let mut signs = words.chars();
    let first = signs.next().map(|sign| sign.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", signs.as_str())
}

fn kept_head(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    form::heading(ui, "A head that somebody kept");
    let words = "Exports tell the head of the log, and audit files hold it whole. Put it in, or at least its first eight \
                 digits, to see which state of the project it belongs to.";
    form::remark(ui, words, page.palette);
    ui.add_space(UNIT / 2.0);
    let label = ui.label("Head of the log").id;
    ui.horizontal(|ui| {
        let field = form::field(&mut page.sight.people.head).id(Id::unique("kept head")).desired_width(560.0);
        let response = ui.add(field).labelled_by(label);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let command = Command::People(PeopleCommand::FindHead(page.sight.people.head.clone()));
        if page.button(ui, command.clone(), Some("Look it up")).clicked() {
            return;
        }
        if entered {
            page.send(command);
        }
    });
    let Some(found) = &page.state.supervise.people.head else { return };
    let palette = page.palette;
    let all = grouped(review.whole_log().entries().len() as u64);
    let (words, colour) = match found {
        HeadFound::NoHash => (
            "These are not eight to 64 digits 0 to 9 and a to f. Copy the head once more.".to_owned(),
            palette.doubtful,
        ),
        HeadFound::Beginning => ("✓ This is the project before the first entry.".to_owned(), palette.coded),
        HeadFound::After(number) => {
            let at = review.whole_log().entry(*number).map(|entry| when(entry.at)).unwrap_or_default();
            (format!("✓ This is the state after entry {} of {all}, of {at} UTC.", grouped(*number)), palette.coded)
        }
        HeadFound::NotHere => (
            "✗ Not in this log. It belongs to another project, or the log was changed since.".to_owned(),
            palette.wrong,
        ),
    };
    ui.add(Label::new(RichText::new(words).family(strong_family()).color(colour)).wrap());
    if let HeadFound::After(number) = found {
        ui.horizontal(|ui| {
            let command = Command::People(PeopleCommand::StandAt(*number));
            page.button(ui, command, Some("See the project as it stood"));
            if ui.button("Show the entry").clicked() {
                page.send(Command::People(PeopleCommand::ShowPart(PeoplePart::Log)));
                page.send(Command::People(PeopleCommand::MarkEntry(*number)));
            }
        });
    }
}

fn whole_log(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    form::heading(ui, "To keep");
    let head = hash_text(&review.whole_log().head());
    ui.add(Label::new(format!("Head of the log now: {head}")).wrap().selectable(true));
    ui.horizontal(|ui| {
        if ui.button("Copy the head").clicked() {
            ui.ctx().copy_text(head);
        }
        let hint = "Open the export with “Write the whole log beside it” ticked: a line of JSON for every entry.";
        if page.button(ui, Command::OpenExport, Some("Export with the whole log…")).on_hover_text(hint).clicked() {
            page.send(Command::SetExportLog(true));
            page.send(Command::SetExportAudit(true));
        }
    });
}
