//! A house rule is made of a decision, beside the table.

use std::path::PathBuf;

use egui::{Frame, Id, Key, Label, Margin, RichText, Ui};
use review::Verdict;
use workbench::{Command, Review, RulePanel, can};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, TITLE, UNIT, strong};
use crate::widgets::button::{primary, quiet};

/// The field for the reason.
pub fn reason_field_id() -> Id {
    Id::unique("reason of the rule")
}

/// The field for the path.
pub fn path_field_id() -> Id {
    Id::unique("path of the rule")
}

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review, panel: &RulePanel) {
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ui.label(RichText::new("House rule").font(strong(TITLE)));
        let words = "This answer here is always that code. The rule is offered wherever its file is used, and applied \
                     only where a person agrees.";
        form::remark(ui, words, palette);
        form::heading(ui, "This answer");
        let title = if panel.title.trim().is_empty() { "no job title" } else { &panel.title };
        ui.add(Label::new(RichText::new(cut(title)).font(strong(BODY))).wrap());
        let tasks = if panel.tasks.trim().is_empty() { "no tasks" } else { &panel.tasks };
        ui.add(Label::new(cut(tasks)).wrap());
        form::heading(ui, "Is always");
        let words = match panel.verdict {
            Verdict::Code(code) => format!("{code}  {}", review.tables().nfd_title(code)),
            Verdict::Uncodable(reason) => format!("Uncodable: {}", reason.name()),
        };
        ui.add(Label::new(RichText::new(words).font(strong(BODY)).color(palette.accent)).wrap());
        let entered = fields(ui, page, panel);
        ui.add_space(UNIT * 2.0);
        ui.horizontal(|ui| {
            let allowed = can(page.state, &Command::WriteRule);
            let response = primary(ui, "Write the rule", allowed.is_ok(), palette).on_hover_text("Key: Enter");
            if let Err(reason) = allowed {
                response.clone().on_disabled_hover_text(reason);
            }
            if (response.clicked() || entered) && allowed.is_ok() {
                page.send(Command::WriteRule);
            }
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
    });
}

/// Draws reason and file; `true` when Enter was pressed in the reason.
fn fields(ui: &mut Ui, page: &mut Page<'_>, panel: &RulePanel) -> bool {
    let palette = page.palette;
    form::heading(ui, "Because");
    let mut reason = panel.reason.clone();
    let field = form::field(&mut reason)
        .id(reason_field_id())
        .hint_text("for whoever meets the rule")
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Reason of the rule");
    if response.changed() {
        page.send(Command::SetRuleReason(reason));
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    form::heading(ui, "In the file");
    let label = ui.label(RichText::new("File of house rules").size(SMALL).color(palette.text_muted)).id;
    let shown = panel.path.display().to_string();
    let width = ui.available_width();
    let (response, typed) = form::path_field(ui, path_field_id(), &mut page.sight.rule_path, &shown, width);
    response.labelled_by(label).on_hover_text(&shown);
    if let Some(path) = typed.path {
        page.send(Command::SetRulePath(PathBuf::from(path)));
    }
    page.button(ui, Command::ChooseRulePath, Some("Choose…"));
    form::remark(
        ui,
        "A line is added to it; what stands in it stays. It can be opened as a table and shared.",
        palette,
    );
    entered
}

/// An answer can be a megabyte; the panel shows its beginning.
fn cut(text: &str) -> &str {
    match text.char_indices().nth(600) {
        Some((at, _)) => &text[..at],
        None => text,
    }
}
