//! A figure on a page of the supervision: title, caption, the figure itself, notes, and its export.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Align, Button, Id, Key, Layout, RichText, Ui};
use review::figure::Figure;
use workbench::picture::FigureFormat;
use workbench::{Command, FigureCommand, FigureExport};

use crate::page::Page;
use crate::theme::metrics::{HEADING, SMALL, UNIT, strong};
use crate::views::form;
use crate::widgets::figure::{FigureReport, FigureView};

/// The field for the path of a figure.
pub fn path_field_id() -> Id {
    Id::unique("figure path")
}

/// A figure on a page.
pub struct Plot<'a> {
    /// Identity; also that of the one widget that takes the focus for the whole figure.
    pub id: Id,
    /// What is shown.
    pub figure: &'a Arc<Figure>,
    /// Height of the figure without title, caption and notes, in points.
    pub height: f32,
    /// What choosing a value does, for the tooltip; empty where it does nothing.
    pub hint: &'a str,
    /// The markers can be dragged.
    pub draggable: bool,
}

impl Plot<'_> {
    /// Draws it in all the width there is.
    pub fn show(&self, ui: &mut Ui, page: &mut Page<'_>) -> FigureReport {
        let figure = self.figure;
        ui.horizontal(|ui| {
            ui.label(RichText::new(&figure.title).font(strong(HEADING)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = UNIT / 2.0;
                for format in FigureFormat::ALL.into_iter().rev() {
                    let words = RichText::new(format.name()).size(SMALL);
                    let command = Command::Figure(FigureCommand::Open(Arc::clone(figure), format));
                    let response = page.show_button(ui, command, Button::new(words));
                    let name = format!("Export “{}” as {}", figure.title, format.name());
                    response.accessible_name(&name).on_hover_text(name);
                }
                ui.label(RichText::new("Export").size(SMALL).color(page.palette.text_muted));
            });
        });
        form::remark(ui, &figure.caption, page.palette);
        export_strip(ui, page, figure);
        let view = FigureView {
            id: self.id,
            figure,
            height: self.height,
            hint: self.hint,
            draggable: self.draggable,
            palette: page.palette,
        };
        let report = view.show(ui);
        for note in &figure.notes {
            form::remark(ui, note, page.palette);
        }
        report
    }
}

/// Where the figure goes, while that is asked; nothing else.
fn export_strip(ui: &mut Ui, page: &mut Page<'_>, figure: &Arc<Figure>) {
    let state = page.state;
    let Some(export) = state.supervise.figure_export.as_ref().filter(|export| export.name == figure.name) else {
        if state.supervise.figure_export.is_none() {
            page.sight.figure_path = None;
        }
        return;
    };
    let opened = page.sight.figure_path.is_none();
    let mut text = page.sight.figure_path.take().unwrap_or_else(|| export.path.display().to_string());
    if page.sight.figure_path_of.as_ref() != Some(&export.path) {
        // Another format was chosen, or a dialog gave a path.
        text = export.path.display().to_string();
    }
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 250.0).max(160.0);
        let field = form::field(&mut text).id(path_field_id()).desired_width(room);
        let response = ui.add(field).accessible_name("Where the figure goes");
        if opened {
            response.request_focus();
        }
        let typed = PathBuf::from(text.trim());
        let moved = typed != export.path;
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if moved && response.lost_focus() && !text.trim().is_empty() {
            page.send(Command::Figure(FigureCommand::SetPath(typed)));
        }
        if entered {
            page.send(write(figure, false));
        }
        let choose = Button::new("Choose…");
        page.show_button(ui, Command::Figure(FigureCommand::ChoosePath), choose)
            .on_hover_text("Choose the place in a dialog of the system.");
        let words = if export.replaces { "Replace the file" } else { "Write" };
        page.show_button(ui, write(figure, export.replaces), Button::new(words));
        let leave = Command::Figure(FigureCommand::Leave);
        page.show_button(ui, leave.clone(), Button::new("Close").frame_when_inactive(false)).on_hover_text("Key: Esc");
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            page.send(leave);
        }
    });
    remarks(ui, page, export);
    page.sight.figure_path = Some(text);
    page.sight.figure_path_of = Some(export.path.clone());
}

fn write(figure: &Arc<Figure>, replace: bool) -> Command {
    Command::Figure(FigureCommand::Write(Arc::clone(figure), replace))
}

fn remarks(ui: &mut Ui, page: &Page<'_>, export: &FigureExport) {
    let words = match export.format {
        FigureFormat::Png => "A picture of 1920 × 1120 pixels on white, with title, caption and notes.",
        FigureFormat::Svg => "A drawing on white that stays sharp at any size, with title, caption and notes.",
        FigureFormat::Csv => "The numbers: a line per value, UTF-8.",
    };
    let words = if export.replaces { format!("{words} A file stands there already.") } else { words.to_owned() };
    form::remark(ui, &words, page.palette);
}
