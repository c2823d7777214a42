//! The bar at the top: menus from the command table, and what is open.

use egui::accesskit::Role;
use egui::containers::menu::{MenuButton, MenuConfig, menu_style};
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Button, FocusDirection, Label, Layout, MenuBar, Panel, Popup, Pos2, Rect, RichText, ScrollArea, Sense,
    Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};
use workbench::{Command, CommandGroup, CommandRow, PeopleCommand, Review, Screen, Workspace, command_table};

use crate::app::file_name;
use crate::page::Page;
use crate::theme::metrics::{BODY, SMALL, UNIT, regular, strong, strong_family};
use crate::widgets::text::{line_galley, paint_line};

/// Draws the bar.
pub fn show(ui: &mut Ui, page: &mut Page<'_>) {
    let frame = egui::Frame::new().fill(page.palette.ground).inner_margin(egui::Margin::symmetric(8, 4));
    Panel::top("bar").frame(frame).show(ui, |ui| {
        MenuBar::new().ui(ui, |ui| {
            menus(ui, page);
            // The rest of the bar holds ordinary buttons, not menus.
            ui.reset_style();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let words = if ui.available_width() > 320.0 { "Search commands" } else { "Commands" };
                let words = RichText::new(words).color(page.palette.text_muted);
                let key = page.key(&Command::OpenPalette);
                page.show_button(ui, Command::OpenPalette, Button::new(words).shortcut_text(key));
                if let Screen::Review(review) = &page.state.screen {
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| name(ui, review));
                }
            });
        });
    });
    if !matches!(page.state.screen, Screen::Mapping(_)) {
        workspaces(ui, page);
    }
}

/// The line under the menus: the workspaces as tabs, and at the right what codes and who decides.
fn workspaces(ui: &mut Ui, page: &mut Page<'_>) {
    let frame = egui::Frame::new().fill(page.palette.ground).inner_margin(egui::Margin::symmetric(8, 0));
    Panel::top("workspaces").frame(frame).exact_size(TABS).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT / 2.0;
            for workspace in Workspace::ALL {
                tab(ui, page, workspace);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| match &page.state.screen {
                Screen::Review(review) => facts(ui, page, review),
                _ => who(ui, page, ui.available_width()),
            });
        });
    });
}

/// Height of the line of workspaces.
const TABS: f32 = 30.0;

fn tab(ui: &mut Ui, page: &mut Page<'_>, workspace: Workspace) {
    let palette = page.palette;
    let chosen = page.state.workspace == workspace;
    let start = workspace == Workspace::Review && page.state.review().is_none();
    let words = if start { "Start" } else { workspace.name() };
    let font = if chosen { strong(BODY) } else { regular(BODY) };
    let width = line_galley(ui.painter(), words, strong(BODY), palette.text, 200.0).size().x.ceil() + UNIT * 2.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, TABS), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, words));
    let painter = ui.painter();
    if response.hovered() && !chosen {
        painter.rect_filled(rect.shrink2(Vec2::new(0.0, 3.0)), 4.0, palette.hover);
    }
    if response.has_focus() {
        painter.rect_stroke(
            rect.shrink2(Vec2::new(0.0, 2.0)),
            4.0,
            Stroke::new(2.0, palette.accent),
            StrokeKind::Inside,
        );
    }
    let ink = if chosen { palette.text } else { palette.text_muted };
    paint_line(painter, rect, words, font, ink, Align::Center);
    if chosen {
        let under =
            Rect::from_min_max(Pos2::new(rect.left() + UNIT, rect.bottom() - 3.0), rect.max - Vec2::new(UNIT, 0.0));
        painter.rect_filled(under, 1.0, palette.accent);
    }
    let command = Command::ShowWorkspace(workspace);
    if response.on_hover_text(page.hint(&command)).clicked() {
        page.send(command);
    }
}

/// The menus of the command table. One is opened by key when the application says so.
fn menus(ui: &mut Ui, page: &mut Page<'_>) {
    let accent = page.palette.accent;
    // Menus have no frames, but what has the focus has its ring.
    let dress = move |style: &mut egui::Style| {
        menu_style(style);
        style.spacing.button_padding.x = 4.0;
        style.visuals.widgets.active.bg_stroke = Stroke::new(2.0, accent);
    };
    dress(ui.style_mut());
    if page.sight.open_menu.is_some() {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    page.sight.menu = None;
    let wanted = page.sight.open_menu.take();
    for (at, group) in CommandGroup::ALL.into_iter().enumerate() {
        let letter = super::MENU_LETTERS.get(at).map_or("", |key| key.name());
        let button = Button::new(underlined(group.name(), letter, page.palette.text));
        let config = MenuConfig::new().style(dress);
        let (response, open) = MenuButton::from_button(button).config(config).ui(ui, |ui| menu(ui, page, group));
        if open.is_some() {
            page.sight.menu = Some(at);
        }
        if wanted == Some(at) {
            Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
            response.request_focus();
            page.sight.menu = Some(at);
            ui.ctx().request_repaint();
        }
        response.on_hover_text(format!("Key: Alt+{letter}"));
    }
}

/// A word with the letter underlined that opens its menu.
fn underlined(word: &str, letter: &str, colour: egui::Color32) -> LayoutJob {
    let plain = TextFormat::simple(regular(BODY), colour);
    let mut marked = plain.clone();
    marked.underline = Stroke::new(1.0, colour);
    let at = word.to_uppercase().find(letter).unwrap_or(0);
    let mut job = LayoutJob::default();
    job.append(&word[..at], 0.0, plain.clone());
    job.append(&word[at..=at], 0.0, marked);
    job.append(&word[at + 1..], 0.0, plain);
    job
}

/// A menu that is longer than the window scrolls.
fn menu(ui: &mut Ui, page: &mut Page<'_>, group: CommandGroup) {
    ui.set_min_width(304.0);
    let room = (ui.ctx().content_rect().height() - MENU_MARGIN).max(MENU_MARGIN);
    let scroll = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
    scroll.show(ui, |ui| entries(ui, page, group));
    if group == CommandGroup::View {
        ui.separator();
        if ui.button("Settings…").on_hover_text("Your name, colours and size.").clicked() {
            page.sight.settings_open = true;
            ui.close();
        }
    }
}

/// What the bar and the edge of the window leave of its height.
const MENU_MARGIN: f32 = 104.0;

fn entries(ui: &mut Ui, page: &mut Page<'_>, group: CommandGroup) {
    for row in command_table().iter().filter(|row| row.group == group && belongs_in_menu(row)) {
        let words = page.state.settings.shortcut_text(row);
        let chosen = is_chosen(page, &row.command);
        let mut button = Button::new(row.text).shortcut_text(words);
        if chosen {
            button = button.selected(true);
        }
        if page.show_button(ui, row.command.clone(), button).clicked() {
            ui.close();
        }
    }
}

/// Suggestions and reasons are found in the record pane, with what they stand for; pages need no menu entry, and those of
/// the supervision have tabs.
fn belongs_in_menu(row: &CommandRow) -> bool {
    !matches!(
        row.command,
        Command::TakeSuggestion(_)
            | Command::Uncodable(_)
            | Command::PageDown(_)
            | Command::PageUp(_)
            | Command::ShowSupervise(_)
            | Command::StepSupervise(_)
            | Command::Calibration(_)
            | Command::Errors(_)
    )
}

fn is_chosen(page: &Page<'_>, command: &Command) -> bool {
    match (command, &page.state.screen) {
        (Command::ShowWorkspace(workspace), _) => page.state.workspace == *workspace,
        (Command::SetTheme(theme), _) => page.state.settings.theme == *theme,
        (Command::SetFilter(filter), Screen::Review(review)) => review.filter == *filter,
        _ => false,
    }
}

fn name(ui: &mut Ui, review: &Review) {
    if ui.available_width() < 48.0 {
        return;
    }
    ui.separator();
    let name = RichText::new(file_name(&review.path)).family(strong_family());
    ui.add(Label::new(name).truncate()).on_hover_text(review.path.display().to_string());
}

fn facts(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    let palette = page.palette;
    let room = ui.available_width();
    if room < 120.0 {
        return;
    }
    let (words, colour, why) = if review.unwritten.is_some() {
        ("Not saved", palette.wrong, "The last step could not be written. What is shown here is in the project file:")
    } else if review.read_only {
        ("Read only", palette.doubtful, "You can look and export, not decide:")
    } else if review.deciding.is_some() {
        ("Saving…", palette.text_muted, "The last action is being written:")
    } else {
        ("✓ Saved", palette.coded, "Every decision is in the project file before it is shown here:")
    };
    ui.label(RichText::new(words).color(colour)).on_hover_text(format!("{why} {}", review.path.display()));
    who(ui, page, room);
    if ui.available_width() > 120.0 {
        let facts = format!("{}  ·  {}", review.classification.name(), review.model_id);
        let facts = facts.trim_end_matches(['·', ' ']);
        ui.add(Label::new(RichText::new(facts).size(SMALL).color(palette.text_muted)).truncate())
            .on_hover_text(format!("{}\nModel: {}", review.classification.full_name(), review.model_id));
    }
}

/// Who is working, and as what.
fn who(ui: &mut Ui, page: &mut Page<'_>, room: f32) {
    let settings = &page.state.settings;
    let words = format!("{}, {}", settings.reviewer, settings.role.name());
    // Laid out within a share of its own: a long name gives way, not what codes.
    ui.scope(|ui| {
        ui.set_max_width((room * 0.45).min(260.0));
        let button = Button::new(words).frame_when_inactive(false).truncate();
        page.show_button(ui, Command::People(PeopleCommand::OpenWho), button);
    });
}
