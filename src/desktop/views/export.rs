//! The export panel, beside the table.

use std::path::PathBuf;

use egui::{Frame, Id, Margin, RichText, ScrollArea, Ui};
use workbench::{Command, ExportPanel, ExportScope, Format, Screen, can};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{SMALL, TITLE, UNIT, strong};
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;

/// The field for the path.
pub fn path_field_id() -> Id {
    Id::unique("export path")
}

/// Draws the panel.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, panel: &ExportPanel) {
    let frame = Frame::new().fill(page.palette.surface).inner_margin(Margin::same(16));
    frame.show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.label(RichText::new("Export").font(strong(TITLE)));
            form::remark(
                ui,
                "Every column of the source, then what the machine made of it and what people decided.",
                page.palette,
            );
            choices(ui, page, panel);
            place(ui, page, panel);
            ui.add_space(UNIT * 2.0);
            ui.horizontal(|ui| {
                let allowed = can(page.state, &Command::StartExport);
                let response = primary(ui, "Write the export", allowed.is_ok(), page.palette);
                if response.clicked() {
                    page.send(Command::StartExport);
                }
                if let Err(reason) = allowed {
                    response.on_disabled_hover_text(reason);
                }
                if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                    page.send(Command::ClosePanel);
                }
            });
        });
    });
}

fn choices(ui: &mut Ui, page: &mut Page<'_>, panel: &ExportPanel) {
    form::heading(ui, "Format");
    let formats = [
        (Format::Csv, "CSV", "Comma-separated text, UTF-8."),
        (Format::Tsv, "TSV", "Tab-separated text, UTF-8."),
        (Format::Xlsx, "Excel (XLSX)", "A workbook; codes are text cells, so no leading zero is lost."),
        (Format::Jsonl, "JSON lines", "An object per line, for programs."),
    ];
    for (format, words, hint) in formats {
        if ui.radio(panel.format == format, words).on_hover_text(hint).clicked() && panel.format != format {
            page.send(Command::SetExportFormat(format));
        }
    }
    form::heading(ui, "Records");
    let (all, visible) = match &page.state.screen {
        Screen::Review(review) => (review.len(), review.visible.len()),
        _ => (0, 0),
    };
    for (scope, words) in [
        (ExportScope::All, format!("All {}", grouped(all as u64))),
        (ExportScope::Visible, format!("The {} now in the table", grouped(visible as u64))),
    ] {
        if ui.radio(panel.scope == scope, words).clicked() && panel.scope != scope {
            page.send(Command::SetExportScope(scope));
        }
    }
    form::heading(ui, "Options");
    let text = matches!(panel.format, Format::Csv | Format::Tsv);
    let mut safe = panel.spreadsheet_safe;
    let hint = "Cells that begin with = + - @ get an apostrophe before them, so that a spreadsheet does not run them. \
                Reading such a file back takes it away again.";
    ui.add_enabled_ui(text, |ui| {
        if ui.checkbox(&mut safe, "Safe for spreadsheets").on_hover_text(hint).changed() {
            page.send(Command::SetExportSafe(safe));
        }
    });
    let mut nfd = panel.nfd_titles;
    let hint = "A further column with titles such as “Bricklayers and Stonemasons nfd” for groups.";
    if ui.checkbox(&mut nfd, "Titles with “nfd”").on_hover_text(hint).changed() {
        page.send(Command::SetExportNfd(nfd));
    }
    let mut padded = panel.padded_codes;
    let hint = "A further column in which 381 stands as 381000.";
    if ui.checkbox(&mut padded, "Codes padded to six digits").on_hover_text(hint).changed() {
        page.send(Command::SetExportPadded(padded));
    }
}

fn place(ui: &mut Ui, page: &mut Page<'_>, panel: &ExportPanel) {
    let palette = page.palette;
    form::heading(ui, "File");
    let label = ui.label(RichText::new("Path of the export").size(SMALL).color(palette.text_muted)).id;
    let shown = panel.path.display().to_string();
    let width = ui.available_width();
    let (response, path) = form::path_field(ui, path_field_id(), &mut page.sight.export_path, &shown, width);
    response.labelled_by(label);
    if let Some(path) = path {
        page.send(Command::SetExportPath(PathBuf::from(path)));
    }
    page.button(ui, Command::ChooseExportPath, Some("Choose…"));
    if panel.replaces {
        let words = "A file stands there already; it will be replaced.";
        ui.add(egui::Label::new(RichText::new(words).color(palette.doubtful)).wrap());
    }
}
