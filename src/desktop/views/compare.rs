//! Two codes side by side in place of the table: what each is, how probable, and which words spoke for which.

use domain::{Code, HitKind, IndexKind, Level, Step};
use egui::accesskit::Role;
use egui::{
    Align, CentralPanel, Context, Frame, Id, Key, Label, Layout, Margin, Pos2, Rect, RichText, ScrollArea, Sense, Ui,
    Vec2, WidgetInfo,
};
use workbench::{
    Command, ComparePanel, Comparison, Field, Panel as Open, Parting, Review, SearchPanel, Side, WordEvidence,
};

use super::classification::Line;
use super::form;
use crate::keys::take_key;
use crate::page::Page;
use crate::theme::metrics::{BODY, HEADING, ROW, SMALL, TITLE, UNIT, regular, strong, strong_family};
use crate::widgets::bar::{paint_bar, precise};
use crate::widgets::button::keyed;
use crate::widgets::choice::grouped;
use crate::widgets::text::{line_galley, paint_line, paint_title};

/// Words shown with a bar each; the rest stand in one line.
const WORDS: usize = 8;
/// Index titles shown of each code.
const TITLES: usize = 10;

/// The field in which one searches for another code.
pub fn field_id() -> Id {
    Id::unique("search for a code to compare")
}

/// In a narrower window the filters give way to the two codes.
pub const ROOMY: f32 = 1100.0;
/// In a narrower one the record pane does too.
pub const ALONE: f32 = 900.0;

/// Draws the panel. `alone` shows the answer in it, because the record pane is not there.
pub fn show_panel(ui: &mut Ui, page: &mut Page<'_>, review: &Review, alone: bool) {
    let Open::Compare(panel) = &page.state.panel else { return };
    let palette = page.palette;
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin { left: 16, right: 16, top: 8, bottom: 8 });
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(heading(review, panel)).font(strong(TITLE)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                page.button(ui, Command::ClosePanel, Some("Close")).on_hover_text("Key: Esc");
            });
        });
        if let Some(selected) = review.selected.as_ref().filter(|_| alone) {
            let (title, tasks) = review.answers.answer(selected.record);
            let words = format!("Record {}: {title}  ·  {tasks}", selected.record + 1);
            ui.add(Label::new(words.trim_end_matches([' ', '·'])).truncate());
        }
        if let Some((side, search)) = &panel.search {
            let mut query = search.query.clone();
            let words = match (panel.why, side) {
                (true, Side::B) => "Which code?",
                (_, Side::A) => "First code",
                (_, Side::B) => "Second code",
            };
            ui.horizontal(|ui| {
                ui.label(words);
                let field = form::field(&mut query)
                    .id(field_id())
                    .hint_text("title, index entry or digits")
                    .desired_width(ui.available_width());
                if ui.add(field).accessible_name("Search for a code to compare").changed() {
                    page.send(Command::SetCompareSearch(query));
                }
            });
            hits(ui, page, review, search);
            return;
        }
        ScrollArea::vertical().auto_shrink(false).id_salt("compare").show(ui, |ui| {
            ui.add_space(UNIT / 2.0);
            if let (true, Some(comparison)) = (panel.why, &panel.comparison) {
                why(ui, review, comparison);
            }
            both(ui, page, |ui, page, side| card(ui, page, review, panel, side));
            if let Some(comparison) = &panel.comparison {
                match &comparison.parting {
                    Some(parting) => parted(ui, page, review, parting),
                    None => remark(ui, page, "One lies in the other, so that nothing tells them apart."),
                }
            }
            both(ui, page, |ui, page, side| {
                if let Some(comparison) = &panel.comparison {
                    path(ui, page, review, if side == Side::A { &comparison.a.steps } else { &comparison.b.steps });
                }
                if let Some(code) = panel.codes[side as usize] {
                    titles(ui, page, review, code);
                    described(ui, page, review, code);
                }
            });
        });
    });
}

fn hits(ui: &mut Ui, page: &mut Page<'_>, review: &Review, search: &SearchPanel) {
    let words = match (search.query.trim().is_empty(), search.hits.is_empty()) {
        (true, _) => "Type a title, a word of the coding index, or the first digits of a code.",
        (false, true) => "Nothing is found. Try fewer words, or the beginning of one.",
        (false, false) => "↑ ↓ to choose, Enter to take it, Esc to leave.",
    };
    remark(ui, page, words);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, hit) in search.hits.iter().enumerate() {
            let words = match hit.kind {
                HitKind::Code | HitKind::Title => level_of(hit.code).to_owned(),
                HitKind::Description => format!("{}, by its description", level_of(hit.code)),
                HitKind::Index(kind) => format!("{}: {}", kind.name(), hit.matched),
            };
            let (title, as_written) = (review.tables().title(hit.code), hit.as_written);
            let line = Line { code: hit.code, title, words: &words, as_written, marked: at == search.marked };
            if line.show(ui, page.palette) {
                page.send(Command::ChooseCompareSearch(Some(hit.code)));
            }
        }
    });
}

fn level_of(code: Code) -> &'static str {
    if code.is_non_classification() { "non-classification code" } else { code.level().name() }
}

/// Takes the keys of the panel, where nothing in it has the focus: 1 or Enter for the first code, 2 for the second, A and B
/// to change them.
pub fn take_keys(ctx: &Context, commands: &mut Vec<Command>) {
    if ctx.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let keys = [
        (Key::Num1, Command::TakeCompared(Side::A)),
        (Key::Enter, Command::TakeCompared(Side::A)),
        (Key::Num2, Command::TakeCompared(Side::B)),
        (Key::A, Command::OpenCompareSearch(Side::A)),
        (Key::B, Command::OpenCompareSearch(Side::B)),
        (Key::W, Command::OpenWhyNot),
    ];
    for (key, command) in keys {
        if take_key(ctx, key) {
            commands.push(command);
            // The sign of the key is not typed into the field that it opens.
            ctx.input_mut(|input| input.events.retain(|event| !matches!(event, egui::Event::Text(_))));
        }
    }
}

fn heading(review: &Review, panel: &ComparePanel) -> String {
    match panel.codes[Side::B as usize] {
        Some(code) if panel.why => format!("Why not {code} {}?", review.tables().title(code)),
        None if panel.why => "Why not …?".to_owned(),
        _ => "Compare two codes".to_owned(),
    }
}

/// Draws two columns of equal width.
fn both(ui: &mut Ui, page: &mut Page<'_>, mut draw: impl FnMut(&mut Ui, &mut Page<'_>, Side)) {
    let gap = std::mem::replace(&mut ui.spacing_mut().item_spacing.x, UNIT * 3.0);
    ui.columns(2, |columns| {
        for (column, side) in columns.iter_mut().zip(Side::BOTH) {
            column.spacing_mut().item_spacing.x = gap;
            column.with_layout(Layout::top_down(Align::Min), |ui| draw(ui, page, side));
        }
    });
    ui.spacing_mut().item_spacing.x = gap;
}

fn card(ui: &mut Ui, page: &mut Page<'_>, review: &Review, panel: &ComparePanel, side: Side) {
    let palette = page.palette;
    let Some(code) = panel.codes[side as usize] else {
        remark(ui, page, "There is no code here yet.");
        page.button(ui, Command::OpenCompareSearch(side), Some("Choose a code…"));
        return;
    };
    let tables = review.tables();
    ui.add(Label::new(RichText::new(format!("{code}  {}", tables.title(code))).font(strong(HEADING))).wrap());
    let mut facts = vec![level_of(code).to_owned()];
    if let Some(category) = tables.category(code).filter(|category| !category.skill_level.is_empty()) {
        facts.push(format!("skill level {}", category.skill_level));
    }
    ui.label(RichText::new(facts.join("  ·  ")).size(SMALL).color(palette.text_muted));
    if let Some(comparison) = &panel.comparison {
        let path = if side == Side::A { &comparison.a } else { &comparison.b };
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
        let words = match path.rank {
            Some(rank) => format!(
                "joint {}  ·  rank {} of {}",
                precise(path.joint),
                grouped(rank as u64),
                grouped(path.of as u64)
            ),
            None => "the engine never answers with it".to_owned(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{code}: {words}")));
        let bar = Rect::from_min_size(rect.min, Vec2::new(96.0_f32.min(rect.width() * 0.3), rect.height()));
        paint_bar(ui.painter(), bar, path.joint, palette.accent, &[], palette);
        let rest = Rect::from_min_max(Pos2::new(bar.right() + UNIT, rect.top()), rect.max);
        paint_line(ui.painter(), rest, &words, regular(SMALL), palette.text, Align::Min);
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        let take = Command::TakeCompared(side);
        let allowed = workbench::can(page.state, &take).is_ok();
        let name = format!("Use {code}");
        let hint = page.hint(&take);
        let response = keyed(
            ui,
            Vec2::new(112.0, 28.0),
            &name,
            if side == Side::A { "1" } else { "2" },
            side == Side::A,
            allowed,
            palette,
        );
        if response.on_hover_text(format!("Decide for it and go on.\n{hint}").trim_end()).clicked() && allowed {
            page.send(take);
        }
        let change =
            keyed(ui, Vec2::new(96.0, 28.0), "Change…", if side == Side::A { "A" } else { "B" }, false, true, palette);
        if change.on_hover_text("Search for another code to compare.").clicked() {
            page.send(Command::OpenCompareSearch(side));
        }
    });
}

/// The words that spoke most for one of two categories, strongest first; `for_a` says for which.
fn spoke<'a>(review: &'a Review, parting: &Parting, for_a: bool) -> Vec<&'a str> {
    let record = review.selected.as_ref().map_or(0, |selected| selected.record);
    let (title, tasks) = review.answers.answer(record);
    let strongest = parting.evidence.iter().map(|word| word.weight.abs()).fold(0.0, f32::max);
    let mut words: Vec<&WordEvidence> = parting
        .evidence
        .iter()
        .filter(|word| (word.weight > 0.0) == for_a && word.weight.abs() >= strongest * WORTH_NAMING)
        .collect();
    words.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let text = |word: &&WordEvidence| {
        let text = if word.field == Field::Title { title } else { tasks };
        text.get(word.range.clone())
    };
    words.iter().filter_map(text).take(WORDS).collect()
}

/// Share of the strongest word's weight from which a word is named.
const WORTH_NAMING: f32 = 0.15;

fn quoted(words: &[&str]) -> String {
    if words.is_empty() { "no word".to_owned() } else { format!("“{}”", words.join("”, “")) }
}

/// Where the engine's path leaves a code.
fn why(ui: &mut Ui, review: &Review, comparison: &Comparison) {
    let (taken, code) = (&comparison.a, &comparison.b);
    let title = |code: Code| review.tables().title(code);
    let words = match (&comparison.parting, code.rank) {
        (_, None) => format!(
            "The engine never answers with {}: it exists in New Zealand only, or is no code of its own.",
            code.code
        ),
        (None, _) => format!(
            "The engine’s best code is {} {}, which is the same or lies on the same path.",
            taken.code,
            title(taken.code)
        ),
        (Some(parting), Some(rank)) => format!(
            "The engine’s path leaves it at the {}: it took {} {} ({} in its parent), where {} lies in {} {} ({}). It has rank {} of {}.",
            parting.level.name(),
            parting.a.code,
            name(title(parting.a.code)),
            precise(parting.a.conditional),
            code.code,
            parting.b.code,
            name(title(parting.b.code)),
            precise(parting.b.conditional),
            grouped(rank as u64),
            grouped(code.of as u64),
        ),
    };
    ui.add(Label::new(words).wrap());
    if let Some(parting) = comparison.parting.as_ref().filter(|_| code.rank.is_some()) {
        let (against, in_favour) = (quoted(&spoke(review, parting, true)), quoted(&spoke(review, parting, false)));
        let words = format!("Against {} spoke {against}; for it, {in_favour}.", parting.b.code);
        ui.add(Label::new(words).wrap());
    }
    ui.add_space(UNIT);
}

fn name(title: &'static str) -> &'static str {
    if title.is_empty() { "Not an occupation" } else { title }
}

/// The words that told the two apart, as bars from a shared middle: to the left for the first, to the right for the second.
fn parted(ui: &mut Ui, page: &Page<'_>, review: &Review, parting: &Parting) {
    ui.add_space(UNIT);
    let above =
        parting.above.map(|code| format!(" in {code} {}", name(review.tables().title(code)))).unwrap_or_default();
    let words = format!("They part at the {}{above}", parting.level.name());
    ui.add(Label::new(RichText::new(words).family(strong_family())).wrap());
    sides(ui, page, review, parting);
    let record = review.selected.as_ref().map_or(0, |selected| selected.record);
    let (title, tasks) = review.answers.answer(record);
    let mut telling: Vec<&WordEvidence> = parting.evidence.iter().collect();
    telling.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    let most = telling.first().map_or(0.0, |word| word.weight.abs()).max(parting.constant.abs()).max(f32::EPSILON);
    let text_of = |word: &WordEvidence| {
        let text = if word.field == Field::Title { title } else { tasks };
        text.get(word.range.clone()).unwrap_or_default()
    };
    let width = |words: &str| line_galley(ui.painter(), words, regular(BODY), page.palette.text, 176.0).size().x;
    let widest = telling.iter().take(WORDS).map(|word| width(text_of(word))).fold(width(OTHERS), f32::max);
    let scale = Scale { most, middle: (widest / 2.0 + 6.0).ceil() };
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for word in telling.iter().take(WORDS) {
        weight(ui, page, text_of(word), word.weight, scale, parting);
    }
    if telling.len() > WORDS {
        let rest: f32 = telling[WORDS..].iter().map(|word| word.weight).sum();
        weight(ui, page, OTHERS, rest, scale, parting);
    }
    weight(ui, page, NO_WORD, parting.constant, scale, parting);
    ui.spacing_mut().item_spacing.y = spacing;
    let sum = parting.constant + parting.evidence.iter().map(|word| word.weight).sum::<f32>();
    let (code, other) = if sum >= 0.0 { (parting.a.code, parting.b.code) } else { (parting.b.code, parting.a.code) };
    remark(ui, page, &format!("Together {:.1} for {code} over {other}.", sum.abs()));
}

/// The line of all words that have none of their own.
const OTHERS: &str = "other words";
/// The line of what no word carries.
const NO_WORD: &str = "no word";

/// What all bars share.
#[derive(Clone, Copy)]
struct Scale {
    /// The longest bar.
    most: f32,
    /// Half of the room for the words.
    middle: f32,
}

/// Which side speaks for what, and how probable the two categories are in their parent.
fn sides(ui: &mut Ui, page: &Page<'_>, review: &Review, parting: &Parting) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let named = |step: &Step| {
        let title = name(review.tables().title(step.code));
        (format!("{} {title}", step.code), precise(step.conditional))
    };
    let ((a, in_a), (b, in_b)) = (named(&parting.a), named(&parting.b));
    let (left, right) = (format!("◂  {in_a}  {a}"), format!("{b}  {in_b}  ▸"));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{left}  ·  {right}")));
    let half = rect.width() / 2.0 - UNIT;
    for (words, from, align, ink) in [
        (&left, rect.left(), Align::Min, page.palette.accent),
        (&right, rect.right() - half, Align::Max, page.palette.doubtful),
    ] {
        let place = Rect::from_min_size(Pos2::new(from, rect.top()), Vec2::new(half, rect.height()));
        paint_line(ui.painter(), place, words, regular(SMALL), ink, align);
    }
    let hint =
        "The probability of each in its parent. Bars to the left speak for the first, to the right for the second.";
    response.on_hover_text(hint);
}

fn weight(ui: &mut Ui, page: &Page<'_>, word: &str, weight: f32, scale: Scale, parting: &Parting) {
    let palette = page.palette;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let code = if weight >= 0.0 { parting.a.code } else { parting.b.code };
    let label = format!("{word}: {:.1} for {code}", weight.abs());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    let Scale { most, middle } = scale;
    let room = rect.width() / 2.0 - middle - 40.0;
    let length = (room * weight.abs() / most).max(1.0);
    let centre = rect.center().x;
    let painter = ui.painter();
    let words = Rect::from_x_y_ranges(centre - middle..=centre + middle, rect.y_range());
    let ink = if word == NO_WORD { palette.text_muted } else { palette.text };
    paint_line(painter, words.shrink2(Vec2::new(4.0, 0.0)), word, regular(BODY), ink, Align::Center);
    let number = format!("{:.1}", weight.abs());
    let (bar, beside, align, shade) = if weight >= 0.0 {
        let bar = Rect::from_x_y_ranges(words.left() - length..=words.left(), rect.y_range());
        (bar, Rect::from_x_y_ranges(bar.left() - 40.0..=bar.left() - 4.0, rect.y_range()), Align::Max, palette.accent)
    } else {
        let bar = Rect::from_x_y_ranges(words.right()..=words.right() + length, rect.y_range());
        (
            bar,
            Rect::from_x_y_ranges(bar.right() + 4.0..=bar.right() + 40.0, rect.y_range()),
            Align::Min,
            palette.doubtful,
        )
    };
    painter.rect_filled(bar.shrink2(Vec2::new(0.0, 5.0)), 2.0, shade);
    paint_line(painter, beside, &number, regular(SMALL), palette.text_muted, align);
}

/// The path of a code with its probabilities.
fn path(ui: &mut Ui, page: &Page<'_>, review: &Review, steps: &[Step]) {
    let palette = page.palette;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    paint_line(ui.painter(), rect, "Path", strong(SMALL), palette.text, Align::Min);
    paint_line(ui.painter(), rect, "in parent   joint", regular(SMALL), palette.text_muted, Align::Max);
    let spacing = std::mem::take(&mut ui.spacing_mut().item_spacing.y);
    for step in steps {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
        let title = name(review.tables().title(step.code));
        let label = format!(
            "{} {title}, in its parent {}, joint {}",
            step.code,
            precise(step.conditional),
            precise(step.joint)
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
        let across = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
        let (joint, conditional) =
            (across(rect.right() - 36.0, rect.right()), across(rect.right() - 80.0, rect.right() - 44.0));
        paint_line(
            ui.painter(),
            across(rect.left(), rect.left() + 56.0),
            step.code.as_str(),
            regular(SMALL),
            palette.text,
            Align::Min,
        );
        paint_title(
            ui.painter(),
            across(rect.left() + 56.0, conditional.left() - UNIT),
            title,
            regular(SMALL),
            palette.text,
        );
        paint_line(ui.painter(), conditional, &precise(step.conditional), regular(SMALL), palette.text, Align::Max);
        paint_line(ui.painter(), joint, &precise(step.joint), regular(SMALL), palette.text, Align::Max);
        response.on_hover_text(label);
    }
    ui.spacing_mut().item_spacing.y = spacing;
}

fn titles(ui: &mut Ui, page: &Page<'_>, review: &Review, code: Code) {
    if code.level() != Level::Occupation {
        return;
    }
    let titles = review.tables().index_titles(code);
    let others: Vec<&str> = titles.iter().filter(|of| of.kind != IndexKind::Principal).map(|of| of.title).collect();
    if others.is_empty() {
        return;
    }
    ui.add_space(UNIT / 2.0);
    ui.label(RichText::new("Index titles").size(SMALL).family(strong_family()));
    let mut words = others.iter().take(TITLES).copied().collect::<Vec<_>>().join(", ");
    if others.len() > TITLES {
        words = format!("{words}, and {} more", others.len() - TITLES);
    }
    remark(ui, page, &words);
}

/// What the ABS says about a code, where a person imported it.
fn described(ui: &mut Ui, page: &Page<'_>, review: &Review, code: Code) {
    let Some(descriptions) = page.state.descriptions(review.classification) else { return };
    let description = descriptions.of(code).map(|text| text.description.clone()).unwrap_or_default();
    let (of, tasks) = descriptions.tasks_of(code).unwrap_or((code, &[]));
    let heading = if of == code { "Tasks".to_owned() } else { format!("Tasks of {of}") };
    for (heading, words) in [("Description", description), (&heading, tasks.join("\n"))] {
        if !words.is_empty() {
            ui.add_space(UNIT / 2.0);
            ui.label(RichText::new(heading).size(SMALL).family(strong_family()));
            ui.add(Label::new(RichText::new(words).size(SMALL)).wrap().selectable(true));
        }
    }
}

fn remark(ui: &mut Ui, page: &Page<'_>, words: &str) {
    ui.add(Label::new(RichText::new(words).size(SMALL).color(page.palette.text_muted)).wrap());
}
