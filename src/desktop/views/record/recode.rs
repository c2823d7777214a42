//! What the code of another classification that a record carries leads to.

use egui::{Label, RichText, Ui};
use workbench::Command;

use super::suggestions::{Entry, offer};
use super::{Shown, heading};
use crate::page::Page;
use crate::theme::metrics::{SMALL, UNIT, strong};

/// Draws code and targets; nothing where the project does not recode.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, shown: Shown<'_>) {
    let Some(recoded) = &shown.selected.recoded else { return };
    let palette = page.palette;
    let right = if recoded.targets.is_empty() { "" } else { "among these" };
    heading(ui, page, &format!("Recoded from {}", recoded.from.name()), right);
    let spacing = ui.spacing().item_spacing.y;
    ui.spacing_mut().item_spacing.y = 2.0;
    let small = |words: String| Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap();
    match recoded.code {
        Some(code) => {
            ui.add(Label::new(RichText::new(format!("{code}  {}", recoded.title)).font(strong(SMALL))).wrap());
        }
        None if recoded.cell.trim().is_empty() => {
            ui.add(small("The record has no code, so only its text was coded.".to_owned()));
        }
        None => {
            let cell: String = recoded.cell.chars().take(40).collect();
            ui.add(small(format!("“{cell}” is no such code, so only the text was coded.")));
        }
    }
    if let Some(code) = recoded.code.filter(|_| recoded.title_attached) {
        ui.add(small(format!("The job title is the title of {} {code}; the source has none.", recoded.from.name())));
    }
    let words = match recoded.targets.len() {
        0 => "",
        1 => "It leads to one code, which is taken:",
        _ => "It leads to these codes; the engine chose among them:",
    };
    if !words.is_empty() {
        ui.add(small(words.to_owned()));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    for target in &recoded.targets {
        let (code, title) = (target.code, shown.classification.title(target.code));
        let name = format!("Target {code} {title}");
        let entry = Entry { key: "", name: &name, code, title, confidence: Some(target.confidence) };
        offer(ui, page, shown, &entry, Command::ChooseSearch(Some(code)));
    }
    ui.spacing_mut().item_spacing.y = spacing;
    ui.add_space(UNIT / 2.0);
}
