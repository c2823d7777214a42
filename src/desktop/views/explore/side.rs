//! Beside the path: the results in both classifications, what would change the code, and the titles written most alike.

use domain::{ClassificationId, Code, Level};
use egui::accesskit::Role;
use egui::{Align, Button, Label, Layout, Pos2, Rect, RichText, Sense, Ui, Vec2, WidgetInfo};
use workbench::{Agreement, Command, ExploreCommand, Field, Reading, Tried};

use super::fields::why;
use super::{heading, remark, status_of, title_of};
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::hint::at_the_left;
use crate::widgets::text::{paint_line, paint_title};

/// Further codes listed under each result.
const FURTHER: usize = 3;

/// Draws all of it.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let explore = &page.state.explore;
    let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, UNIT * 2.0);
    ui.columns(2, |columns| {
        for (column, id) in columns.iter_mut().zip(ClassificationId::ALL) {
            column.spacing_mut().item_spacing.x = gap;
            column.with_layout(Layout::top_down(Align::Min), |ui| result(ui, page, id));
        }
    });
    ui.spacing_mut().item_spacing.x = gap;
    agreement(ui, page, &explore.typed);
    ui.separator();
    if let Some(reading) = explore.typed.reading(explore.classification) {
        further(ui, page, reading);
    }
    changes(ui, page);
    ui.separator();
    nearest(ui, page);
}

/// The result in a classification, and under it that of the pinned answer.
fn result(ui: &mut Ui, page: &mut Page<'_>, id: ClassificationId) {
    let palette = page.palette;
    let explore = &page.state.explore;
    ui.label(RichText::new(id.name()).font(strong(BODY)));
    let typed = explore.typed.reading(id);
    match typed {
        Some(reading) => {
            status(ui, page, reading);
            let code = reading.outcome.code;
            match code {
                Some(code) => {
                    let words = format!("{code}  {}", reading.tables().nfd_title(code));
                    let label = Label::new(RichText::new(words).font(strong(BODY))).wrap().selectable(true);
                    ui.add(label);
                }
                None => {
                    ui.label(RichText::new("No code").font(strong(BODY)));
                }
            }
            confidence(ui, page, reading);
            remark(ui, page, &why(reading));
            let flags: Vec<&str> = reading.flags.iter().map(|flag| flag.sentence()).collect();
            if !flags.is_empty() {
                let words = RichText::new(flags.join(" ")).size(SMALL).color(palette.doubtful);
                ui.add(Label::new(words).wrap());
            }
        }
        None => {
            let words = match (explore.is_loading(), explore.has_engine(id)) {
                (true, _) => "Reading the model…",
                (_, false) => "Its model could not be read, so there is nothing to show.",
                _ => "Nothing typed yet.",
            };
            remark(ui, page, words);
        }
    }
    let Some(pinned) = &explore.pinned else { return };
    let Some(reading) = pinned.reading(id) else { return };
    ui.add_space(UNIT / 2.0);
    let same = typed.is_some_and(|typed| typed.outcome.code == reading.outcome.code);
    let mut words = match reading.outcome.code {
        Some(code) => format!("{code} {}", reading.tables().nfd_title(code)),
        None => "no code".to_owned(),
    };
    words = format!("{words}, {}", precise(reading.outcome.confidence));
    let words = if same { format!("Pinned, the same: {words}") } else { format!("Pinned ≠ {words}") };
    let ink = if same { palette.text_muted } else { palette.referred };
    ui.add(Label::new(RichText::new(words).size(SMALL).color(ink)).wrap());
}

fn status(ui: &mut Ui, page: &Page<'_>, reading: &Reading) {
    let (mark, word) = status_of(reading);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let name = format!("{}: {word}", reading.classification.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    mark.paint(ui.painter(), Pos2::new(rect.left() + 6.0, rect.center().y), page.palette);
    let rest = Rect::from_min_max(Pos2::new(rect.left() + UNIT * 2.0, rect.top()), rect.max);
    paint_line(ui.painter(), rest, word, regular(SMALL), mark.colour(page.palette), Align::Min);
    response.on_hover_text(mark.meaning());
}

/// The confidence as a bar with the thresholds of the model.
fn confidence(ui: &mut Ui, page: &Page<'_>, reading: &Reading) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let value = reading.outcome.confidence;
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("confidence {}", precise(value))));
    let bar = Rect::from_min_max(rect.min, Pos2::new(rect.right() - 40.0, rect.bottom()));
    let ticks = [reading.thresholds.minimum, reading.thresholds.optimal];
    paint_bar(ui.painter(), bar, value, status_of(reading).0.colour(page.palette), &ticks, page.palette);
    paint_line(ui.painter(), rect, &precise(value), regular(SMALL), page.palette.text, Align::Max);
    response.on_hover_text(format!(
        "Joint probability {}. The ticks are the model’s thresholds: minimum {:.2}, optimal {:.2}.",
        precise(value),
        reading.thresholds.minimum,
        reading.thresholds.optimal
    ));
}

/// The likeliest full codes, each to be looked up.
fn further(ui: &mut Ui, page: &mut Page<'_>, reading: &Reading) {
    if reading.explanation.suggestions.is_empty() {
        return;
    }
    heading(ui, &format!("Likeliest full codes in {}", reading.classification.name()));
    ui.spacing_mut().item_spacing.y = 0.0;
    for suggestion in reading.explanation.suggestions.iter().take(FURTHER) {
        line(ui, page, reading, suggestion.code, title_of(reading, suggestion.code), suggestion.confidence, "joint");
    }
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
    ui.separator();
}

/// A code with a title and a number; pressing it looks the code up.
fn line(ui: &mut Ui, page: &mut Page<'_>, reading: &Reading, code: Code, title: &str, value: f32, what: &str) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::click());
    let name = format!("{code} {title}, {what} {}", precise(value));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect.expand2(Vec2::new(4.0, 0.0)), 3.0, palette.hover);
    }
    if response.has_focus() {
        let ring = egui::Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect.expand2(Vec2::new(4.0, 0.0)), 3.0, ring, egui::StrokeKind::Inside);
    }
    let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let number = across(rect.right() - 34.0, rect.right());
    let first = across(rect.left(), rect.left() + 52.0);
    paint_line(ui.painter(), first, code.as_str(), regular(SMALL), palette.text, Align::Min);
    let rest = across(first.right(), number.left() - 4.0);
    paint_title(ui.painter(), rest, title, regular(SMALL), palette.text);
    paint_line(ui.painter(), number, &precise(value), regular(SMALL), palette.text_muted, Align::Max);
    let full = title_of(reading, code);
    let own = if full == title { String::new() } else { format!("\n{code} {full}") };
    at_the_left(&response, &format!("{name}{own}\nPress to look it up in the classification."));
    if response.clicked() {
        page.send(Command::Explore(ExploreCommand::LookUp(reading.classification, code)));
    }
}

/// Whether the correspondence leads from one code to the other.
fn agreement(ui: &mut Ui, page: &Page<'_>, tried: &Tried) {
    let palette = page.palette;
    let level = |level: Level| level.name();
    let (words, ink) = match tried.agreement {
        Agreement::NoCodes => return,
        Agreement::Together(at) => {
            (format!("✓ The correspondence links the two codes, at the {}.", level(at)), palette.text_muted)
        }
        Agreement::Apart(at) => (
            format!("≠ The correspondence does not link the two codes at the {}: look at both.", level(at)),
            palette.doubtful,
        ),
    };
    ui.add_space(UNIT / 2.0);
    let hint = "By the published correspondence between OSCA and ANZSCO, at the less detailed level of the two codes.";
    ui.add(Label::new(RichText::new(words).size(SMALL).color(ink)).wrap()).on_hover_text(hint);
}

/// The smallest edits that flip the code, each to be tried.
fn changes(ui: &mut Ui, page: &mut Page<'_>) {
    let explore = &page.state.explore;
    let tried = &explore.typed;
    heading(ui, "What would change it");
    let Some(reading) = tried.reading(explore.classification) else {
        remark(ui, page, "Type an answer first.");
        return;
    };
    let Some(changes) = &reading.changes else {
        let words = if explore.is_looking() { "Looking for the smallest edit…" } else { "Nothing was found." };
        remark(ui, page, words);
        return;
    };
    if changes.removal.is_none() && changes.addition.is_none() {
        remark(ui, page, "No one word added, and no three left out, would make another code the likeliest.");
        return;
    }
    if let Some(removal) = &changes.removal {
        let text = |field: Field| if field == Field::Title { &tried.title } else { &tried.tasks };
        let gone: Vec<&str> =
            removal.without.iter().filter_map(|(field, range)| text(*field).get(range.clone())).collect();
        let [mut title, mut tasks] = [tried.title.clone(), tried.tasks.clone()];
        // From the end, so that the places of the others stay.
        for (field, range) in removal.without.iter().rev() {
            let text = if *field == Field::Title { &mut title } else { &mut tasks };
            if text.get(range.clone()).is_some() {
                text.replace_range(range.clone(), "");
            }
        }
        let words = format!(
            "Without “{}” the likeliest is {} {} ({}).",
            gone.join("”, “"),
            removal.code,
            title_of(reading, removal.code),
            precise(removal.confidence)
        );
        edit(ui, page, &words, "Try without", (tidy(&title), tidy(&tasks)));
    }
    if let Some(addition) = &changes.addition {
        let words = format!(
            "With “{}” it is the runner-up {} {} ({}).",
            addition.word,
            addition.code,
            title_of(reading, addition.code),
            precise(addition.confidence)
        );
        let title = format!("{} {}", tried.title.trim(), addition.word);
        edit(ui, page, &words, "Try with", (title.trim().to_owned(), tried.tasks.clone()));
    }
}

/// Single spaces between the words.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn edit(ui: &mut Ui, page: &mut Page<'_>, words: &str, label: &str, (title, tasks): (String, String)) {
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let button = Button::new(RichText::new(label).size(SMALL));
            let hint = "Pin the answer as it is, and put this one into the fields.";
            if ui.add(button).on_hover_text(hint).clicked() {
                page.send(Command::Explore(ExploreCommand::Pin));
                page.send(Command::Explore(ExploreCommand::SetAnswer(title, tasks)));
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                let words: String = words.chars().take(300).collect();
                ui.add(Label::new(RichText::new(words).size(SMALL)).wrap());
            });
        });
    });
}

/// The titles written most like the job title.
fn nearest(ui: &mut Ui, page: &mut Page<'_>) {
    let explore = &page.state.explore;
    heading(ui, &format!("Nearest titles in {}", explore.classification.name()));
    let reading = explore.typed.reading(explore.classification).filter(|reading| !reading.nearest.is_empty());
    let Some(reading) = reading else {
        remark(ui, page, "No title shares letters with the job title.");
        return;
    };
    let words = "Titles and index titles by likeness of spelling: 1 is the same word for word.";
    remark(ui, page, words).on_hover_text(
        "Twice the triples of letters that both have, over those of one and those of the other (Dice 1945). It says how a \
         title is written and nothing of what it means.",
    );
    ui.spacing_mut().item_spacing.y = 0.0;
    for near in &reading.nearest {
        line(ui, page, reading, near.code, near.title, near.similarity, "likeness");
    }
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
}
