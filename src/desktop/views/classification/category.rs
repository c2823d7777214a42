//! A category in full: where it stands, what it holds, what leads to it, and what it is in the other classification.

use domain::{Code, IndexKind, Level};
use egui::accesskit::Role;
use egui::{Align, Button, Frame, Label, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo};
use workbench::{Browser, CategoryText, Command, can};

use crate::page::Page;
use crate::theme::metrics::{BODY, ROW, SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::views::form;
use crate::widgets::choice::grouped;
use crate::widgets::text::{paint_line, paint_title};

/// No line of text is wider than this.
const WIDEST: f32 = 760.0;
/// Room for a code before a title.
const CODES: f32 = 64.0;

/// Draws the category.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let Some(code) = page.state.browser.selected else { return };
    let id = (page.state.browser.classification, code);
    ScrollArea::vertical().auto_shrink(false).id_salt(id).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 24, right: 24, top: 12, bottom: 16 }).show(ui, |ui| {
            ui.set_max_width(WIDEST.min(ui.available_width()));
            above(ui, page, code);
            head(ui, page, code);
            actions(ui, page, code);
            described(ui, page, code);
            titles(ui, page, code);
            below(ui, page, code);
            links(ui, page, code);
            how_to_import(ui, page);
        });
    });
}

/// The way from the top down to the category, each group to be pressed.
fn above(ui: &mut Ui, page: &mut Page<'_>, code: Code) {
    let palette = page.palette;
    let browser = &page.state.browser;
    let mut path = Vec::new();
    let mut next = browser.parent(code);
    while let Some(parent) = next {
        path.push(parent);
        next = browser.parent(parent);
    }
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 20.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(UNIT / 2.0, 0.0);
        ui.spacing_mut().button_padding = Vec2::new(2.0, 1.0);
        if can(page.state, &Command::GoBack).is_ok() {
            let back = Button::new(RichText::new("← Back").size(SMALL)).frame_when_inactive(false);
            let hint = "Look at what was looked at before.\nKey: Backspace";
            if ui.add(back).on_hover_text(hint).clicked() {
                page.send(Command::GoBack);
            }
            ui.label(RichText::new("·").color(palette.text_muted));
        }
        if path.is_empty() {
            ui.label(RichText::new("Top of the classification").size(SMALL).color(palette.text_muted));
        }
        for group in path.into_iter().rev() {
            let words = format!("{group} {}", page.state.browser.title(group));
            let button =
                Button::new(RichText::new(&words).size(SMALL).color(palette.accent)).frame_when_inactive(false);
            if ui.add(button).clicked() {
                page.send(Command::SelectCategory(group));
            }
            ui.label(RichText::new("›").color(palette.text_muted));
        }
    });
    ui.spacing_mut().interact_size.y = height;
    ui.add_space(UNIT / 2.0);
}

fn head(ui: &mut Ui, page: &Page<'_>, code: Code) {
    let palette = page.palette;
    let browser = &page.state.browser;
    let words = format!("{code}  {}", browser.title(code));
    ui.add(Label::new(RichText::new(words).font(strong(TITLE))).wrap().selectable(true));
    let mut facts = vec![level_of(code).to_owned()];
    let category = browser.tables().category(code);
    if let Some(category) = category.filter(|category| !category.skill_level.is_empty()) {
        facts.push(format!("skill level {}", category.skill_level));
    }
    if category.is_some_and(|category| category.new_zealand_only) {
        facts.push("New Zealand only: never the engine’s answer".to_owned());
    }
    if code.level() != Level::Occupation && !code.is_non_classification() {
        let count = browser.tables().occupations_within(code);
        facts.push(if count == 1 { "1 occupation".to_owned() } else { format!("{count} occupations") });
    }
    let facts = facts.join("  ·  ");
    let first = facts.chars().next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let words = format!("{first}{}", &facts[first.len().min(facts.len())..]);
    ui.label(RichText::new(words).color(palette.text_muted));
    if let Some(tally) = browser.tally(code) {
        let noun = if tally.records == 1 { "record" } else { "records" };
        let words = format!(
            "{} {noun} of this project, {} decided by people",
            grouped(u64::from(tally.records)),
            grouped(u64::from(tally.decided))
        );
        ui.label(RichText::new(words).color(palette.text_muted));
    }
}

fn level_of(code: Code) -> &'static str {
    match (code.is_non_classification(), code.level()) {
        (true, Level::Occupation) => "non-classification code",
        (true, _) => "non-classification codes",
        (false, level) => level.name(),
    }
}

fn actions(ui: &mut Ui, page: &mut Page<'_>, code: Code) {
    let Some(review) = page.state.review() else { return };
    let browser = &page.state.browser;
    if browser.classification != review.classification {
        return;
    }
    let records = browser.tally(code).map_or(0, |tally| tally.records);
    let selected = review.selected.as_ref().map(|selected| selected.record);
    ui.add_space(UNIT);
    ui.horizontal_wrapped(|ui| {
        let words = if records == 1 {
            "Show this record".to_owned()
        } else {
            format!("Show these {} records", grouped(u64::from(records)))
        };
        ui.add_enabled_ui(records > 0, |ui| {
            let hint = "List the records of this category in the review.";
            let button = Button::new(if records == 0 { "Show these records" } else { &words });
            page.show_button(ui, Command::ShowRecordsOf(Some(code)), button).on_hover_text(hint);
        });
        if let Some(record) = selected {
            let words = format!("Use {code} for record {}", record + 1);
            let (title, _) = page.state.review().map_or(("", ""), |review| review.answers.answer(record));
            let hint = format!("Decide for it on the selected record, “{title}”, and go back to the review.");
            page.show_button(ui, Command::UseCode(code), Button::new(words)).on_hover_text(hint);
        }
    });
}

/// What the ABS says about the category, where a person imported it.
fn described(ui: &mut Ui, page: &mut Page<'_>, code: Code) {
    let id = page.state.browser.classification;
    let Some(descriptions) = page.state.descriptions(id) else { return };
    let palette = page.palette;
    let none = CategoryText::default();
    let text = descriptions.of(code).unwrap_or(&none);
    let tasks = descriptions.tasks_of(code);
    if text.is_empty() && tasks.is_none() {
        return;
    }
    if !text.description.is_empty() {
        part(ui, "Description");
        ui.add(Label::new(&text.description).wrap().selectable(true));
    }
    if text.skill.len() > 1 {
        part(ui, "Skill level");
        ui.add(Label::new(&text.skill).wrap().selectable(true));
    }
    if let Some((of, tasks)) = tasks {
        part(ui, &if of == code { "Tasks".to_owned() } else { format!("Tasks of {of}") });
        bullets(ui, page, tasks.iter().map(String::as_str));
    }
    let lists = [("Further alternative titles", &text.alternative), ("Further specialisations", &text.specialisations)];
    for (heading, lines) in lists {
        if !lines.is_empty() {
            part(ui, heading);
            bullets(ui, page, lines.iter().map(String::as_str));
        }
    }
    if let Some(last) = descriptions.workbooks.last() {
        let day = last.at.get(..10).unwrap_or_default();
        let names: Vec<&str> = descriptions.workbooks.iter().map(|workbook| workbook.name.as_str()).collect();
        let words = format!("From {}, imported {day}.", names.join(", "));
        ui.add_space(UNIT / 2.0);
        ui.add(Label::new(RichText::new(words).size(SMALL).color(palette.text_muted)).wrap());
    }
}

/// Lines of text with a point before each.
fn bullets<'a>(ui: &mut Ui, page: &Page<'_>, lines: impl Iterator<Item = &'a str>) {
    let height = std::mem::replace(&mut ui.spacing_mut().interact_size.y, 18.0);
    for line in lines {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new("·").color(page.palette.text_muted));
            ui.add(Label::new(line).wrap().selectable(true));
        });
    }
    ui.spacing_mut().interact_size.y = height;
}

/// Where nothing was imported, how to: at the end of an occupation.
fn how_to_import(ui: &mut Ui, page: &mut Page<'_>) {
    let id = page.state.browser.classification;
    if page.state.descriptions(id).is_some() && !page.sight.no_path {
        return;
    }
    ui.add_space(UNIT * 2.0);
    let words = "Descriptions and tasks are published by the ABS and do not come with Occudesk. Import its workbooks to \
                 see and search them here.";
    ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).wrap());
    page.button(ui, Command::ChooseDescriptions, None);
    if page.sight.no_path {
        let hint = "path of a workbook (.xlsx); Enter reads it";
        ui.add_space(UNIT / 2.0);
        let width = ui.available_width();
        let field =
            form::field(&mut page.sight.open_path).id(super::path_field_id()).hint_text(hint).desired_width(width);
        let response = ui.add(field).accessible_name("Path of a workbook");
        let path = page.sight.open_path.trim().trim_matches('"').to_owned();
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) && !path.is_empty() {
            page.sight.no_path = false;
            page.sight.open_path.clear();
            page.send(Command::ImportDescriptions(vec![path.into()]));
        }
    }
}

/// The titles of the coding index that lead to an occupation, by kind.
fn titles(ui: &mut Ui, page: &Page<'_>, code: Code) {
    let titles = page.state.browser.tables().index_titles(code);
    for (kind, heading) in [
        (IndexKind::Principal, "Principal title"),
        (IndexKind::Alternative, "Alternative titles"),
        (IndexKind::Specialisation, "Specialisations"),
        (IndexKind::NecExample, "Occupations in this “not elsewhere classified” group"),
    ] {
        let of_kind: Vec<&str> = titles.iter().filter(|title| title.kind == kind).map(|title| title.title).collect();
        if of_kind.is_empty() {
            continue;
        }
        part(ui, heading);
        bullets(ui, page, of_kind.into_iter());
    }
}

fn below(ui: &mut Ui, page: &mut Page<'_>, code: Code) {
    let children = page.state.browser.children(code);
    let Some(first) = children.first() else { return };
    let heading = match (first.is_non_classification(), first.level()) {
        (true, _) => "Codes",
        (_, Level::SubMajorGroup) => "Sub-major groups",
        (_, Level::MinorGroup) => "Minor groups",
        (_, Level::UnitGroup) => "Unit groups",
        _ => "Occupations",
    };
    part(ui, heading);
    ui.spacing_mut().item_spacing.y = 0.0;
    for child in children {
        let browser = &page.state.browser;
        let count = browser.tally(child).map(|tally| grouped(u64::from(tally.records)));
        let title = browser.title(child);
        if line(ui, page, child, title, &count.unwrap_or_default(), "") {
            page.send(Command::SelectCategory(child));
        }
    }
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
}

/// What an occupation is in the other classification.
fn links(ui: &mut Ui, page: &mut Page<'_>, code: Code) {
    let browser: &Browser = &page.state.browser;
    if code.is_non_classification() {
        return;
    }
    if code.level() != Level::Occupation {
        group_links(ui, page, code);
        return;
    }
    let other = domain::Classification::get(browser.classification.other());
    part(ui, &format!("In {}", other.id().name()));
    let links: Vec<domain::Link> = browser.tables().links(code).collect();
    if links.is_empty() {
        let words = "Nothing corresponds to it.";
        ui.label(RichText::new(words).color(page.palette.text_muted));
    }
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for link in links {
        let mut words = if link.partial { "in part".to_owned() } else { String::new() };
        if link.others > 0 {
            words = format!("{words}, with {} other {}", link.others, if link.others == 1 { "code" } else { "codes" });
        }
        let words = words.trim_start_matches(", ");
        let hint = match (link.partial, link.others) {
            (true, _) => "A partial link: the ANZSCO code is split among several OSCA codes.",
            (false, 0) => "The two correspond to each other alone.",
            (false, _) => "All of the ANZSCO code belongs here, together with others.",
        };
        if line(ui, page, link.code, other.title(link.code), words, hint) {
            page.send(Command::FollowLink(link.code));
        }
    }
    ui.spacing_mut().item_spacing.y = spacing;
}

/// Where the occupations of a group lead in the other classification.
fn group_links(ui: &mut Ui, page: &mut Page<'_>, code: Code) {
    let browser = &page.state.browser;
    let other = domain::Classification::get(browser.classification.other());
    let groups = browser.tables().group_links(code);
    if groups.is_empty() {
        return;
    }
    part(ui, &format!("Its occupations in {}", other.id().name()));
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for (group, count) in groups {
        if line(ui, page, group, other.title(group), &count.to_string(), "So many of its occupations lead there.") {
            page.send(Command::FollowLink(group));
        }
    }
    ui.spacing_mut().item_spacing.y = spacing;
}

fn part(ui: &mut Ui, words: &str) {
    ui.add_space(UNIT * 1.5);
    ui.label(RichText::new(words).family(strong_family()));
}

/// A category to be pressed, with words at the right.
fn line(ui: &mut Ui, page: &Page<'_>, code: Code, title: &str, right: &str, hint: &str) -> bool {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::click());
    let name = format!("{code} {title}");
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &name));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 2.0, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 2.0, Stroke::new(2.0, palette.accent), egui::StrokeKind::Inside);
    }
    let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    let inner = rect.shrink2(Vec2::new(UNIT / 2.0, 0.0));
    paint_line(
        painter,
        across(inner.left(), inner.left() + CODES),
        code.as_str(),
        regular(BODY),
        palette.accent,
        Align::Min,
    );
    let room = if right.is_empty() {
        0.0
    } else {
        crate::widgets::text::line_galley(painter, right, regular(SMALL), palette.text_muted, 200.0).size().x + UNIT
    };
    paint_title(painter, across(inner.left() + CODES, inner.right() - room), title, regular(BODY), palette.text);
    paint_line(painter, inner, right, regular(SMALL), palette.text_muted, Align::Max);
    let hint = if hint.is_empty() { name } else { format!("{name}\n{hint}") };
    response.on_hover_text(hint).clicked()
}
