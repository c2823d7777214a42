//! The first page: open a file, try the sample, go on with a recent project.

use std::path::{Path, PathBuf};

use egui::{Align, CentralPanel, Frame, Layout, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Command, Workspace};

use super::form;
use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{BODY, HEADING, SMALL, TITLE, UNIT, regular, strong};
use crate::widgets::button::quiet;
use crate::widgets::key_cap::paint_cap;
use crate::widgets::text::paint_line;

/// Width of the column in the middle.
const COLUMN: f32 = 864.0;

/// The field into which a path is typed.
pub fn path_field_id() -> egui::Id {
    egui::Id::unique("open path")
}

/// Draws the page.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let frame = Frame::new().fill(page.palette.surface);
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let side = ((ui.available_width() - COLUMN) / 2.0).max(UNIT * 2.0);
            let top = (ui.available_height() * 0.12).max(UNIT * 3.0);
            ui.add_space(top.round());
            ui.horizontal_top(|ui| {
                ui.add_space(side.round());
                ui.vertical(|ui| {
                    ui.set_width(COLUMN.min(ui.available_width() - UNIT * 2.0));
                    column(ui, page);
                });
            });
        });
    });
}

fn column(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    ui.label(RichText::new("Occudesk").font(strong(TITLE)));
    let what = "Code occupation answers to OSCA 2024 or ANZSCO 2022, review what is doubtful, and export. Everything \
                stays on this computer.";
    ui.label(RichText::new(what).color(palette.text_muted));
    ui.add_space(UNIT * 3.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT * 2.0;
        let width = ((ui.available_width() - UNIT * 4.0) / 3.0).floor();
        let open = "CSV, TSV, Excel, JSON lines or Parquet with job titles, or a project saved earlier.";
        if choice(ui, page, width, "Open a file or project", open, "Ctrl+O") {
            page.send(Command::ChooseFile);
        }
        let sample = "A made-up labour-force survey of 600 answers, to look around with.";
        if choice(ui, page, width, "Try the labour-force sample", sample, "") {
            page.send(Command::OpenSample);
        }
        let explore = "Type a job title and see its path to a code change with every keystroke.";
        if choice(ui, page, width, "Explore by typing", explore, "Ctrl+3") {
            page.send(Command::ShowWorkspace(Workspace::Explore));
        }
    });
    ui.add_space(UNIT * 2.0);
    typed_path(ui, page);
    ui.add_space(UNIT * 4.0);
    recent(ui, page);
}

fn choice(ui: &mut Ui, page: &Page<'_>, width: f32, title: &str, what: &str, key: &str) -> bool {
    let palette = page.palette;
    // In a narrow window the words need more lines.
    let height = if width < 240.0 { 168.0 } else { 120.0 };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, title));
    let lively = response.hovered() || response.has_focus();
    let fill = if lively { palette.accent_soft } else { palette.panel };
    let edge = if response.has_focus() {
        Stroke::new(2.0, palette.accent)
    } else {
        Stroke::new(1.0, if lively { palette.accent } else { palette.line_strong })
    };
    ui.painter().rect(rect, 8.0, fill, edge, egui::StrokeKind::Inside);
    let inner = rect.shrink(UNIT * 2.0);
    let head = Rect::from_min_size(inner.min, Vec2::new(inner.width(), 24.0));
    paint_line(ui.painter(), head, title, strong(HEADING), palette.text, Align::Min);
    if !key.is_empty() {
        let cap = Rect::from_min_size(egui::pos2(inner.right() - 48.0, inner.top() + 2.0), Vec2::new(48.0, 20.0));
        paint_cap(ui.painter(), cap, key, palette);
    }
    let galley = ui.painter().layout(what.to_owned(), regular(BODY), palette.text_muted, inner.width());
    ui.painter().galley(inner.min + Vec2::new(0.0, 32.0), galley, palette.text_muted);
    response.clicked()
}

fn typed_path(ui: &mut Ui, page: &mut Page<'_>) {
    let palette = page.palette;
    ui.horizontal(|ui| {
        let label = ui.label("Path of a file or project");
        let path = page.sight.open_path.trim().trim_matches('"').to_owned();
        // Laid out from the right, so that the field takes what is left over.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let pressed = ui.add_enabled(!path.is_empty(), egui::Button::new("Open path")).clicked();
            let field = form::field(&mut page.sight.open_path)
                .id(path_field_id())
                .hint_text("type or paste a path, or drop a file anywhere in this window")
                .desired_width(ui.available_width());
            let response = ui.add(field).labelled_by(label.id);
            // What was typed in this frame counts as well.
            let path = page.sight.open_path.trim().trim_matches('"').to_owned();
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            if entered {
                response.request_focus();
            }
            if (entered || pressed) && !path.is_empty() {
                page.send(Command::OpenPath(PathBuf::from(path)));
            }
        });
    });
    if page.sight.no_path {
        let why = "No file was chosen. If no dialog appeared, this system has none: type the path above.";
        ui.label(RichText::new(why).size(SMALL).color(palette.doubtful));
    }
}

fn recent(ui: &mut Ui, page: &mut Page<'_>) {
    let recent = &page.state.settings.recent;
    if recent.is_empty() {
        return;
    }
    ui.label(RichText::new("Recent projects").font(strong(HEADING)));
    ui.add_space(UNIT / 2.0);
    for path in recent {
        ui.horizontal(|ui| {
            let width = ui.available_width() - 80.0;
            if recent_row(ui, page, path, width) {
                page.commands.push(Command::OpenPath(path.clone()));
            }
            let hint = "Take it off this list; the file stays where it is.";
            let forget = quiet(ui, "Forget").on_hover_text(hint);
            if forget.accessible_name(format!("Forget {}", file_name(path))).clicked() {
                page.commands.push(Command::ForgetRecent(path.clone()));
            }
        });
    }
}

fn recent_row(ui: &mut Ui, page: &Page<'_>, path: &Path, width: f32) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 32.0), Sense::click());
    let name = file_name(path);
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Link, true, &name));
    if response.hovered() {
        ui.painter().rect_filled(rect, 4.0, palette.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, 4.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let inner = rect.shrink2(Vec2::new(UNIT, 0.0));
    let names = Rect::from_min_size(inner.min, Vec2::new(240.0, inner.height()));
    paint_line(ui.painter(), names, &name, regular(BODY), palette.accent, Align::Min);
    let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    let rest = Rect::from_min_max(egui::pos2(names.right() + UNIT * 2.0, inner.top()), inner.max);
    paint_line(ui.painter(), rest, &folder, regular(SMALL), palette.text_muted, Align::Min);
    response.on_hover_text(path.display().to_string()).clicked()
}
