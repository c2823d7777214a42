//! The mapping step: how the source is read, what its columns mean, where the project goes.

use std::path::PathBuf;

use domain::ClassificationId;
use egui::{Align, CentralPanel, Frame, Id, Layout, Margin, Panel, RichText, ScrollArea, Stroke, Ui, UiBuilder};
use workbench::{AppState, ColumnUse, Command, Encoding, Format, Mapping, OldOutput, Preview, can};

use super::{form, mapping_columns};
use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{BODY, CONTROL, SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::widgets::button::{primary, quiet};
use crate::widgets::choice::grouped;
use crate::widgets::rows::{Column, Rows};

/// Cells of a row that are read out.
const READ_OUT: usize = 20;
/// Width of the labels.
const LABELS: f32 = 112.0;
/// Width of the fields.
const FIELDS: f32 = 216.0;

/// The field for the path of the project.
pub fn path_field_id() -> Id {
    Id::unique("project path")
}

/// What Enter does where no field has the focus: open the project that stands there already, or else import.
pub fn what_enter_does(state: &AppState, mapping: &Mapping) -> Option<Command> {
    if mapping.project_exists {
        return Some(Command::OpenExistingProject);
    }
    (can_import(state, mapping).is_ok()).then_some(Command::StartImport)
}

/// Whether there is something to import, and it can be.
fn can_import(state: &AppState, mapping: &Mapping) -> Result<(), &'static str> {
    can(state, &Command::StartImport)?;
    let records = mapping.preview.as_ref().and_then(|preview| preview.approximate_records);
    if records == Some(0) { Err("The file has no records to import.") } else { Ok(()) }
}

/// Draws the step. The foot stands below but comes last for the keyboard.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let palette = page.palette;
    let foot = Frame::new().fill(palette.ground).inner_margin(Margin::symmetric(16, 12));
    let place = Panel::bottom("mapping foot").frame(foot).show(ui, |ui| {
        ui.set_min_height(CONTROL + UNIT / 2.0);
        ui.take_available_width();
        (ui.max_rect(), ui.layer_id())
    });
    let side = Frame::new().fill(palette.panel).inner_margin(Margin::same(16));
    Panel::left("mapping form").frame(side).resizable(false).exact_size(LABELS + FIELDS + 48.0).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| fields(ui, page, mapping));
    });
    if let Some(found) = &mapping.preview {
        mapping_columns::show(ui, page, mapping, found);
    }
    let centre = Frame::new().fill(palette.surface);
    CentralPanel::default().frame(centre).show(ui, |ui| preview(ui, page, mapping));
    let (rect, layer) = place.inner;
    let mut foot = ui.new_child(UiBuilder::new().max_rect(rect).layer_id(layer));
    foot.set_clip_rect(place.response.rect);
    go_on(&mut foot, page, mapping);
}

fn fields(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let palette = page.palette;
    ui.add(egui::Label::new(RichText::new(file_name(&mapping.source)).font(strong(TITLE))).truncate())
        .on_hover_text(mapping.source.display().to_string());
    form::remark(ui, "The file itself is never changed.", palette);
    form::heading(ui, "What it holds");
    columns(ui, page, mapping);
    form::line(ui, "Code to", LABELS, |ui| {
        ui.vertical(|ui| {
            for id in ClassificationId::ALL {
                let chosen = mapping.classification == id;
                if ui.radio(chosen, id.name()).on_hover_text(id.full_name()).clicked() && !chosen {
                    page.send(Command::SetClassification(id));
                }
            }
        });
    });
    super::mapping_recode::show(ui, page, mapping, LABELS, FIELDS);
    old_output(ui, page, mapping);
    form::heading(ui, "How it is read");
    reading(ui, page, mapping);
    form::heading(ui, "Where the work is kept");
    project(ui, page, mapping);
}

fn columns(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let names: &[String] = mapping.preview.as_ref().map_or(&[], |preview| &preview.columns);
    let named = |at: usize| names.get(at).cloned().unwrap_or_default();
    let titles: Vec<(Option<usize>, String)> = (0..names.len()).map(|at| (Some(at), named(at))).collect();
    let joined = |columns: &[usize]| columns.iter().copied().map(named).collect::<Vec<String>>().join(" + ");
    let alone = |columns: &[usize]| columns.first().copied().filter(|_| columns.len() == 1);
    form::line(ui, "Job title", LABELS, |ui| {
        let columns = mapping.columns(ColumnUse::Title);
        let shown = if columns.is_empty() { "choose a column".to_owned() } else { joined(&columns) };
        let (id, chosen) = form::choose(ui, "Job title", FIELDS, &alone(&columns), &titles, &shown);
        page.sight.first_field = Some(id);
        if let Some(Some(at)) = chosen {
            page.send(Command::SetTitleColumn(at));
        }
    });
    let mut tasks = vec![(None, "none".to_owned())];
    tasks.extend(titles);
    form::line(ui, "Tasks", LABELS, |ui| {
        let columns = mapping.columns(ColumnUse::Tasks);
        let shown = if columns.is_empty() { "none".to_owned() } else { joined(&columns) };
        // Of several columns none is the chosen one, not even the choice “none”.
        let current = if columns.len() > 1 { Some(usize::MAX) } else { alone(&columns) };
        if let (_, Some(at)) = form::choose(ui, "Tasks", FIELDS, &current, &tasks, &shown) {
            page.send(Command::SetTasksColumn(at));
        }
    });
}

fn old_output(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let (Some(preview), Some(first)) = (&mapping.preview, mapping.old_columns.first()) else { return };
    let name = preview.columns.get(*first).map_or("", String::as_str);
    let words =
        format!("This file was coded before: {} columns are an earlier output ({name}, …).", mapping.old_columns.len());
    form::remark(ui, &words, page.palette);
    let choices = [
        (OldOutput::Rename, "Keep them as previous_…", "They are carried along under other names."),
        (OldOutput::Drop, "Leave them out", "The records are coded as if for the first time."),
        (
            OldOutput::TakeOver,
            "Take over the decisions",
            "Decisions, notes, referrals and flags in them become the first entry of the log, under your name; who \
             decided is kept in the note. The columns themselves are left out.",
        ),
    ];
    for (choice, words, hint) in choices {
        let allowed = can(page.state, &Command::SetOldOutput(choice));
        let radio = egui::RadioButton::new(mapping.old_output == choice, words);
        let response = ui.add_enabled(allowed.is_ok(), radio).on_hover_text(hint);
        let response = allowed.err().map_or(response.clone(), |reason| response.on_disabled_hover_text(reason));
        if response.clicked() && mapping.old_output != choice {
            page.send(Command::SetOldOutput(choice));
        }
    }
}

fn reading(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let Some(preview) = &mapping.preview else { return };
    let options = &mapping.options;
    form::line(ui, "Format", LABELS, |ui| ui.label(format_name(preview.format)));
    if let Some(encoding) = preview.encoding {
        form::line(ui, "Encoding", LABELS, |ui| {
            let mut choices = vec![(None, "guess".to_owned())];
            choices.extend(Encoding::ALL.map(|encoding| (Some(encoding), encoding.name().to_owned())));
            let shown = guessed(encoding.name(), options.encoding.is_none());
            if let (_, Some(choice)) = form::choose(ui, "Encoding", FIELDS, &options.encoding, &choices, &shown) {
                page.send(Command::SetEncoding(choice));
            }
        });
    }
    if let Some(delimiter) = preview.delimiter {
        form::line(ui, "Delimiter", LABELS, |ui| {
            let mut choices = vec![(None, "guess".to_owned())];
            choices.extend([b',', b';', b'\t', b'|'].map(|byte| (Some(byte), delimiter_name(byte))));
            let shown = guessed(&delimiter_name(delimiter), options.delimiter.is_none());
            if let (_, Some(choice)) = form::choose(ui, "Delimiter", FIELDS, &options.delimiter, &choices, &shown) {
                page.send(Command::SetDelimiter(choice));
            }
        });
    }
    let sheets: Vec<(Option<String>, String)> =
        preview.sheets.iter().map(|sheet| (Some(sheet.clone()), sheet.clone())).collect();
    if !sheets.is_empty() {
        form::line(ui, "Sheet", LABELS, |ui| {
            let shown = preview.sheet.clone().unwrap_or_default();
            if let (_, Some(Some(sheet))) = form::choose(ui, "Sheet", FIELDS, &preview.sheet, &sheets, &shown) {
                page.send(Command::SetSheet(sheet));
            }
        });
    }
    if !matches!(preview.format, Format::Jsonl | Format::Parquet) {
        let mut header = options.has_header;
        form::line(ui, "First row", LABELS, |ui| {
            if ui.checkbox(&mut header, "holds the column names").changed() {
                page.send(Command::SetHeader(header));
            }
        });
    }
}

fn project(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let palette = page.palette;
    let label = ui.label("Project file").id;
    let shown = mapping.project_path.display().to_string();
    let width = LABELS + FIELDS;
    let (response, typed) = form::path_field(ui, path_field_id(), &mut page.sight.project_path, &shown, width);
    response.labelled_by(label).on_hover_text(&shown);
    if let Some(path) = typed.path {
        page.send(Command::SetProjectPath(PathBuf::from(path)));
    }
    page.button(ui, Command::ChooseProjectPath, Some("Choose…"));
    if mapping.project_exists {
        ui.add_space(UNIT / 2.0);
        let what = "There is a project with this name already. It is left as it is.";
        ui.add(egui::Label::new(RichText::new(what).color(palette.doubtful)).wrap());
        ui.horizontal(|ui| {
            let allowed = can(page.state, &Command::OpenExistingProject).is_ok();
            let open = primary(ui, "Open that project", allowed, palette);
            if open.on_hover_text("Go on with the work in it. Key: Enter").clicked() {
                page.send(Command::OpenExistingProject);
            }
            page.button(ui, Command::UseFreeProjectName, Some("Use another name"));
        });
    } else {
        form::remark(ui, "Records, codings and every decision are kept in this one file, saved as you work.", palette);
    }
    ui.add_space(UNIT);
    reviewer(ui, page);
}

/// The name beside decisions, where a person who begins comes past it.
fn reviewer(ui: &mut Ui, page: &mut Page<'_>) {
    let label = ui.label("Your name, for the log").id;
    let mut name = page.sight.reviewer.clone().unwrap_or_else(|| page.state.settings.reviewer.clone());
    let field = form::field(&mut name).id(Id::unique("reviewer of the project")).desired_width(LABELS + FIELDS);
    let response = ui.add(field).labelled_by(label);
    if response.changed() {
        page.sight.reviewer = Some(name);
    }
    let left = response.lost_focus();
    if left {
        if ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            response.request_focus();
        }
        let name = page.sight.reviewer.take().map(|name| name.trim().to_owned());
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            page.send(Command::SetReviewer(name));
        }
    }
}

fn go_on(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        let allowed = can_import(page.state, mapping);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let enabled = allowed.is_ok() && mapping.importing.is_none();
            let count = mapping.preview.as_ref().and_then(|preview| preview.approximate_records);
            let words = match count {
                Some(count) if count >= 1000 => format!("Import and code about {} records", grouped(count)),
                Some(1) => "Import and code 1 record".to_owned(),
                Some(count) => format!("Import and code {count} records"),
                None => "Import and code".to_owned(),
            };
            let response = primary(ui, &words, enabled, palette);
            let hint = "Read every row into the project file and code it. Key: Enter";
            if response.on_hover_text(hint).clicked() {
                page.send(Command::StartImport);
            }
            if quiet(ui, "Back").on_hover_text("Leave this step; nothing has been written.").clicked() {
                page.send(Command::CloseProject);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let words = match allowed {
                    _ if mapping.importing.is_some() => "Importing… nothing else is needed from you.",
                    Err(reason) => reason,
                    Ok(()) => return,
                };
                ui.add(egui::Label::new(RichText::new(words).color(palette.text_muted)).truncate());
            });
        });
    });
}

fn preview(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping) {
    let palette = page.palette;
    if let Some(failure) = &mapping.failure {
        let card =
            Frame::new().stroke(Stroke::new(1.0, palette.wrong)).corner_radius(4).inner_margin(12).outer_margin(16);
        card.show(ui, |ui| {
            ui.label(RichText::new("The file cannot be read like this.").font(strong(BODY)).color(palette.wrong));
            ui.add(egui::Label::new(failure).wrap());
            form::remark(ui, "Try another encoding, delimiter or sheet at the left, or go back.", palette);
        });
    }
    let Some(preview) = &mapping.preview else {
        if mapping.failure.is_none() {
            ui.centered_and_justified(|ui| {
                ui.label(RichText::new("Reading the first rows…").color(palette.text_muted))
            });
        }
        return;
    };
    let notes = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(16, 8));
    if !preview.notes.is_empty() || !preview.problems.is_empty() {
        Panel::bottom("mapping notes").frame(notes).show(ui, |ui| {
            problems(ui, page, preview);
            for note in &preview.notes {
                ui.horizontal_top(|ui| {
                    ui.label(RichText::new("•").color(palette.text_muted));
                    ui.add(egui::Label::new(note).wrap());
                });
            }
        });
    }
    let head = Frame::new().fill(palette.surface).inner_margin(Margin::symmetric(16, 8));
    Panel::top("mapping preview head").frame(head).show_separator_line(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.label(RichText::new("Preview").font(strong(BODY)));
            let words = format!("the first {} rows, {} columns", preview.rows.len(), preview.columns.len());
            ui.label(RichText::new(words).size(SMALL).color(palette.text_muted));
        });
    });
    table(ui, page, mapping, preview);
}

/// Problems named one by one.
const NAMED: usize = 4;

/// What did not read cleanly, before it is imported.
fn problems(ui: &mut Ui, page: &Page<'_>, preview: &Preview) {
    let palette = page.palette;
    if preview.problems.is_empty() {
        return;
    }
    let words = "Some rows do not read cleanly. They are imported as far as they can be read:";
    ui.add(egui::Label::new(RichText::new(words).family(strong_family()).color(palette.doubtful)).wrap());
    for problem in preview.problems.iter().take(NAMED) {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("•").color(palette.doubtful));
            let words = cut(&problem.to_string(), 240);
            ui.add(egui::Label::new(RichText::new(words).color(palette.doubtful)).wrap());
        });
    }
    if preview.problems.len() > NAMED {
        let more = grouped((preview.problems.len() - NAMED) as u64);
        ui.label(RichText::new(format!("and {more} more in the first rows.")).color(palette.doubtful));
    }
}

fn cut(text: &str, signs: usize) -> String {
    match text.char_indices().nth(signs) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn table(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping, preview: &Preview) {
    let palette = page.palette;
    let role = |at: usize| match mapping.use_of(at) {
        of @ (ColumnUse::Title | ColumnUse::Tasks) => Some(of.name()),
        _ if mapping.recode_column == Some(at) => Some("ANZSCO code"),
        _ => None,
    };
    let labels: Vec<String> = preview
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| role(at).map_or_else(|| name.clone(), |role| format!("{name} → {role}")))
        .collect();
    let columns: Vec<Column<'_>> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let (width, grow) = if role(at).is_some() { (152.0, 1.0) } else { (96.0, 0.0) };
            Column::plain(label, label, width, grow)
        })
        .collect();
    let rows = Rows {
        id: Id::unique("preview"),
        name: "Preview",
        columns: &columns,
        count: preview.rows.len(),
        selected: None,
        palette,
    };
    rows.show(ui, &mut page.sight.preview, |cells, row| {
        let found = &preview.rows[row];
        for (at, text) in found.iter().enumerate().take(columns.len()) {
            if !cells.in_sight(at) {
                continue;
            }
            let colour = match mapping.use_of(at) {
                ColumnUse::Title | ColumnUse::Tasks => palette.text,
                ColumnUse::LeftOut => palette.disabled(),
                _ => palette.text_muted,
            };
            cells.text(at, text, regular(BODY), colour, Align::Min);
        }
        // Read out is the beginning of a row.
        let begin: Vec<String> = found.iter().take(READ_OUT).map(|text| cut(text, 400)).collect();
        format!("Preview row {}: {}", row + 1, begin.join(", "))
    });
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Csv => "Delimited text (CSV)",
        Format::Tsv => "Tab-separated text (TSV)",
        Format::Xlsx => "Excel workbook (XLSX)",
        Format::Jsonl => "JSON lines (JSONL)",
        Format::Parquet => "Parquet",
    }
}

fn delimiter_name(byte: u8) -> String {
    match byte {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "bar".to_owned(),
        other => char::from(other).to_string(),
    }
}

fn guessed(name: &str, is_guess: bool) -> String {
    if is_guess { format!("{name} (guessed)") } else { name.to_owned() }
}
