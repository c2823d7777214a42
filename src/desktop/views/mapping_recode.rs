//! In the mapping step: whether a file with ANZSCO codes is recoded by them.

use egui::Ui;
use workbench::{ColumnUse, Command, Mapping, recode};

use super::form;
use crate::page::Page;

/// Draws the choice; nothing where no column holds such codes, or where they do not lead to the classification.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, mapping: &Mapping, labels: f32, fields: f32) {
    if mapping.classification != recode::TO {
        return;
    }
    let (Some(preview), Some(first)) = (&mapping.preview, mapping.code_columns.first()) else { return };
    let mut recodes = mapping.recode_column.is_some();
    let hint = "This file has ANZSCO codes. Where a code leads to one OSCA code, that is taken; where it leads to \
                several, the engine chooses among them and the record is flagged.";
    form::line(ui, "ANZSCO codes", labels, |ui| {
        if ui.checkbox(&mut recodes, "recode them to OSCA").on_hover_text(hint).changed() {
            page.send(Command::SetRecodeColumn(recodes.then_some(*first)));
        }
    });
    let Some(chosen) = mapping.recode_column else { return };
    let name = |at: usize| preview.columns.get(at).cloned().unwrap_or_default();
    let options: Vec<(usize, String)> = mapping.code_columns.iter().map(|at| (*at, name(*at))).collect();
    form::line(ui, "Code column", labels, |ui| {
        if let (_, Some(at)) = form::choose(ui, "Code column", fields, &chosen, &options, &name(chosen)) {
            page.send(Command::SetRecodeColumn(Some(at)));
        }
    });
    let words = if mapping.columns(ColumnUse::Title) == [chosen] {
        "There are no job titles: each answer gets the title of its ANZSCO code."
    } else {
        "An answer without a job title gets the title of its ANZSCO code."
    };
    form::remark(ui, words, page.palette);
}
