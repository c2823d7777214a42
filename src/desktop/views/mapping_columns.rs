//! The columns of the source in the mapping step: which are kept, and what each is for.

use egui::{Align, ComboBox, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};
use workbench::{ColumnUse, Command, Mapping, OldOutput, Preview};

use super::form;
use crate::page::Page;
use crate::theme::metrics::{BODY, CONTROL, UNIT, strong};

/// Width of the list.
const WIDTH: f32 = 304.0;
/// Width of the field that says what a column is for.
const USE: f32 = 152.0;

/// Draws the list.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping, preview: &Preview) {
    let frame = Frame::new().fill(page.palette.panel).inner_margin(Margin { left: 12, right: 8, top: 8, bottom: 8 });
    Panel::right("mapping columns").frame(frame).resizable(false).exact_size(WIDTH).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            ui.label(RichText::new("Columns").font(strong(BODY)));
        });
        form::remark(ui, "Several columns can make up one answer; their texts are joined by “; ”.", page.palette);
        let words = left_out(mapping);
        if !words.is_empty() {
            // Below the list, which must not move under the pointer.
            let foot = Frame::new().inner_margin(Margin::symmetric(0, 8));
            Panel::bottom("mapping left out").frame(foot).show(ui, |ui| {
                ui.add(Label::new(RichText::new(words).color(page.palette.doubtful)).wrap());
            });
        }
        ui.add_space(UNIT / 2.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, CONTROL, preview.columns.len(), |ui, shown| {
            for at in shown {
                if let Some(name) = preview.columns.get(at) {
                    line(ui, page, mapping, at, name);
                }
            }
        });
    });
}

/// What leaving columns out comes to; empty when all are kept.
fn left_out(mapping: &Mapping) -> String {
    match mapping.columns(ColumnUse::LeftOut).len() {
        0 => String::new(),
        1 => "1 column is left out: the project file will not hold it, and exports will not have it.".to_owned(),
        more => {
            format!("{more} columns are left out: the project file will not hold them, and exports will not have them.")
        }
    }
}

fn line(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping, at: usize, name: &str) {
    let palette = page.palette;
    let of = mapping.use_of(at);
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL);
        let replaced = mapping.old_output != OldOutput::Rename && mapping.old_columns.contains(&at);
        if replaced && !matches!(of, ColumnUse::Title | ColumnUse::Tasks) {
            ui.add(
                Label::new(RichText::new(format!("{name}  ·  earlier output")).color(palette.disabled())).truncate(),
            );
            return;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(UNIT);
            let field = ComboBox::from_id_salt(("use of column", at))
                .width(USE)
                .truncate()
                .selected_text(of.name())
                .show_ui(ui, |ui| {
                    for choice in ColumnUse::ALL {
                        if ui.selectable_label(of == choice, choice.name()).clicked() && of != choice {
                            page.send(Command::SetColumnUse(at, choice));
                        }
                    }
                });
            field.response.accessible_name(format!("Use of {name}")).on_hover_text(hint(of));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
                let mut kept = of != ColumnUse::LeftOut;
                let text = RichText::new(name).color(if kept { palette.text } else { palette.disabled() });
                let tick = ui.add(egui::Checkbox::new(&mut kept, text));
                if tick
                    .on_hover_text(format!("{name}\nWithout a tick, the column never enters the project file."))
                    .changed()
                {
                    let of = if kept { ColumnUse::Carried } else { ColumnUse::LeftOut };
                    page.send(Command::SetColumnUse(at, of));
                }
            });
        });
    });
}

fn hint(of: ColumnUse) -> &'static str {
    match of {
        ColumnUse::Title => "Its text is coded as the job title.",
        ColumnUse::Tasks => "Its text is coded as the tasks.",
        ColumnUse::Context => "It is shown under the answer and can be shown in the table; it is not coded.",
        ColumnUse::Carried => "It is kept and stands in every export; it is not coded.",
        ColumnUse::LeftOut => "It never enters the project file.",
    }
}
