//! The export panel, beside the table.

use std::path::PathBuf;

use egui::{Frame, Id, Margin, Panel, RichText, ScrollArea, Ui};
use workbench::{Command, ExportPanel, ExportScope, Format, SHEET_CELL_LENGTH, SHEET_RECORDS, Screen, can};

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
    let frame = |top, bottom| {
        let margin = Margin { left: 16, right: 16, top, bottom };
        Frame::new().fill(page.palette.surface).inner_margin(margin)
    };
    let (foot, head) = (frame(0, 12), frame(16, 0));
    // What goes on stays in sight, however many choices there are.
    Panel::bottom("export foot").frame(foot).show(ui, |ui| {
        let entered = place(ui, page, panel);
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            let allowed = can(page.state, &Command::StartExport);
            let asked = page.sight.replace_asked && panel.replaces;
            let words = if asked { "Replace the file" } else { "Write the export" };
            let response = primary(ui, words, allowed.is_ok(), page.palette);
            if (response.clicked() || entered) && allowed.is_ok() {
                write(page, panel);
            }
            if let Err(reason) = allowed {
                response.on_disabled_hover_text(reason);
            }
            if quiet(ui, "Close").on_hover_text("Key: Esc").clicked() {
                page.send(Command::ClosePanel);
            }
        });
    });
    head.show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.label(RichText::new("Export").font(strong(TITLE)));
            form::remark(
                ui,
                "Every column of the source, then what the machine made of it and what people decided.",
                page.palette,
            );
            choices(ui, page, panel);
        });
    });
}

/// Writes, or asks once whether the file that stands there may be replaced.
fn write(page: &mut Page<'_>, panel: &ExportPanel) {
    let moved = page.commands.iter().any(|command| matches!(command, Command::SetExportPath(_)));
    if moved {
        // Another path was typed: whether a file stands there is known only after it is looked at.
        page.sight.write_when_looked_at = true;
    } else if panel.replaces && !page.sight.replace_asked {
        page.sight.replace_asked = true;
    } else {
        page.send(Command::StartExport);
    }
}

fn choices(ui: &mut Ui, page: &mut Page<'_>, panel: &ExportPanel) {
    form::heading(ui, "Format");
    let formats = [
        (Format::Csv, "CSV", "Comma-separated text, UTF-8."),
        (Format::Tsv, "TSV", "Tab-separated text, UTF-8."),
        (Format::Xlsx, "Excel (XLSX)", "A workbook; codes are text cells, so no leading zero is lost."),
        (Format::Jsonl, "JSON lines", "An object per line, for programs."),
        (Format::Parquet, "Parquet", "Columns for programs that analyse: text, with probabilities as numbers."),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT * 2.0;
        for (format, words, hint) in formats {
            if ui.radio(panel.format == format, words).on_hover_text(hint).clicked() && panel.format != format {
                page.send(Command::SetExportFormat(format));
            }
        }
    });
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
    limits(ui, page, panel);
    let blind = page.state.review().map_or(0, |review| review.counts.of(review::Filter::Sampled));
    if blind > 0 {
        let (records, their) = if blind == 1 { ("record waits", "its") } else { ("records wait", "their") };
        let words = format!(
            "{} {records} to be coded blind: {their} codes are left out, and review_flag says quality-sample.",
            grouped(blind as u64)
        );
        ui.add(egui::Label::new(RichText::new(words).color(page.palette.doubtful)).wrap());
    }
    form::heading(ui, "Options");
    let text = matches!(panel.format, Format::Csv | Format::Tsv);
    let mut safe = panel.spreadsheet_safe;
    let hint = "Cells that begin with = + - @ get an apostrophe before them, so that a spreadsheet does not run them.";
    ui.add_enabled_ui(text, |ui| {
        if ui.checkbox(&mut safe, "Safe for spreadsheets").on_hover_text(hint).changed() {
            page.send(Command::SetExportSafe(safe));
        }
    });
    let mut levels = panel.extra.levels;
    let hint = "Ten further columns: code and title of the final code at each level, final_1_code to final_5_title.";
    if ui.checkbox(&mut levels, "Code and title at every level").on_hover_text(hint).changed() {
        page.send(Command::SetExportLevels(levels));
    }
    let mut nfd = panel.extra.nfd;
    let hint = "A further column with titles such as “Bricklayers and Stonemasons nfd” for groups.";
    if ui.checkbox(&mut nfd, "Titles with “nfd”").on_hover_text(hint).changed() {
        page.send(Command::SetExportNfd(nfd));
    }
    let mut padded = panel.extra.padded;
    let hint = "A further column in which 381 stands as 381000.";
    if ui.checkbox(&mut padded, "Codes padded to six digits").on_hover_text(hint).changed() {
        page.send(Command::SetExportPadded(padded));
    }
    let mut audit = panel.audit;
    let hint = "A small file beside the export that says how many entries the log of decisions has, and its head.";
    if ui.checkbox(&mut audit, "Write the state of the log beside it").on_hover_text(hint).changed() {
        page.send(Command::SetExportAudit(audit));
    }
    let mut whole = panel.whole_log;
    let hint = "A file beside the export, NAME.audit.jsonl, with every entry of the log of decisions: who, when, what was \
                before and after, and the hashes.";
    if ui.checkbox(&mut whole, "Write the whole log beside it").on_hover_text(hint).changed() {
        page.send(Command::SetExportLog(whole));
    }
}

/// What a sheet cannot hold, before anything is written.
fn limits(ui: &mut Ui, page: &Page<'_>, panel: &ExportPanel) {
    let (Format::Xlsx, Screen::Review(review)) = (panel.format, &page.state.screen) else { return };
    let (most, records) = (grouped(SHEET_RECORDS), panel.records(review) as u64);
    if panel.fits(review) {
        let cell = grouped(SHEET_CELL_LENGTH as u64);
        let words = format!(
            "A sheet holds {most} records, and a cell {cell} characters. A longer cell ends the export, says which it is, \
             and leaves no file."
        );
        form::remark(ui, &words, page.palette);
    } else {
        let words = format!(
            "A sheet holds {most} records and 16,384 columns; these are {} records. Choose CSV or another format, or show \
             fewer records in the table.",
            grouped(records)
        );
        ui.add(egui::Label::new(RichText::new(words).color(page.palette.doubtful)).wrap());
    }
}

/// Height of two lines of body text.
const ROOM_FOR_QUESTION: f32 = 40.0;

/// Draws the path; `true` when Enter was pressed in it.
fn place(ui: &mut Ui, page: &mut Page<'_>, panel: &ExportPanel) -> bool {
    let palette = page.palette;
    form::heading(ui, "File");
    let label = ui.label(RichText::new("Path of the export").size(SMALL).color(palette.text_muted)).id;
    let shown = panel.path.display().to_string();
    let width = ui.available_width();
    let (response, typed) = form::path_field(ui, path_field_id(), &mut page.sight.export_path, &shown, width);
    if response.labelled_by(label).changed() {
        page.sight.replace_asked = false;
    }
    let mut entered = typed.entered;
    if let Some(path) = typed.path {
        page.sight.replace_asked = false;
        page.send(Command::SetExportPath(PathBuf::from(path)));
    } else if std::mem::take(&mut page.sight.write_when_looked_at) {
        entered = true;
    }
    page.button(ui, Command::ChooseExportPath, Some("Choose…"));
    // The room is there before the words: what is about to be pressed must not move.
    let words = match (panel.replaces && page.sight.export_path.is_none(), page.sight.replace_asked) {
        (true, true) => "Replace the file that stands there? Press again to replace it, or choose another name.",
        (true, false) => "A file stands there already.",
        (false, _) => "",
    };
    let room = egui::vec2(width, ROOM_FOR_QUESTION);
    ui.allocate_ui(room, |ui| {
        ui.set_min_height(room.y);
        ui.add(egui::Label::new(RichText::new(words).color(palette.doubtful)).wrap());
    });
    entered
}
