//! Parts of forms: a labelled field per line, a heading, a choice from a list.

use egui::{Align, ComboBox, Layout, Response, RichText, TextEdit, Ui};

use crate::theme::Palette;
use crate::theme::metrics::{CONTROL, HEADING, SMALL, UNIT, strong};

/// A heading of a group of fields.
pub fn heading(ui: &mut Ui, words: &str) {
    ui.add_space(UNIT);
    ui.label(RichText::new(words).font(strong(HEADING)));
    ui.add_space(UNIT / 2.0);
}

/// A line with a label of fixed width and whatever `field` draws beside it, which is named by the label.
pub fn line<R>(ui: &mut Ui, label: &str, width: f32, field: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(width, CONTROL), egui::Sense::hover());
        let mut place =
            ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
        let id = place.label(label).id;
        ui.label_inputs_by(id, field)
    })
    .inner
}

/// Small second-rank text under a field.
pub fn remark(ui: &mut Ui, words: &str, palette: &Palette) {
    ui.add(egui::Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap());
}

/// A list to choose one of; returns its identity, and the choice when it is a new one. `name` is the accessible name.
pub fn choose<T: PartialEq + Clone>(
    ui: &mut Ui,
    name: &str,
    width: f32,
    current: &T,
    options: &[(T, String)],
    shown: &str,
) -> (egui::Id, Option<T>) {
    let mut chosen = None;
    let response = ComboBox::from_id_salt(name)
        .width(width)
        .truncate()
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for (value, words) in options {
                if ui.selectable_label(value == current, words.as_str()).clicked() && value != current {
                    chosen = Some(value.clone());
                }
            }
        })
        .response;
    (response.accessible_name(name).id, chosen)
}

/// A field for a line of text.
pub fn field(text: &mut String) -> TextEdit<'_> {
    TextEdit::singleline(text).align(egui::Align2::LEFT_CENTER)
}

/// What came of a field for a path.
#[derive(Debug, Default)]
pub struct Typed {
    /// The path, when another one was typed to the end, by Enter or by leaving the field.
    pub path: Option<String>,
    /// Enter was pressed in the field, which keeps the focus.
    pub entered: bool,
}

/// A field for a path. Enter keeps the focus in it.
pub fn path_field(ui: &mut Ui, id: egui::Id, draft: &mut Option<String>, shown: &str, width: f32) -> (Response, Typed) {
    let mut text = draft.clone().unwrap_or_else(|| shown.to_owned());
    let response = ui.add(field(&mut text).id(id).desired_width(width));
    if response.changed() {
        *draft = Some(text.clone());
    }
    let left = response.lost_focus();
    let entered = left && ui.input(|input| input.key_pressed(egui::Key::Enter));
    if entered {
        response.request_focus();
    }
    let done = left && draft.take().is_some();
    (response, Typed { path: (done && text != shown).then_some(text), entered })
}
