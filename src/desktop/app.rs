//! The application as eframe sees it: a frame in, commands out.

use std::path::{Path, PathBuf};

use egui::{Context, Key, ThemePreference, ViewportCommand};
use workbench::{Command, CommandGroup, CommandRow, Desk, Home, Panel, Request, Screen, ThemeChoice};

use crate::dialogs::{Ask, FileDialogs};
use crate::keys;
use crate::page::Page;
use crate::sight::{Sight, records_id};
use crate::theme::{self, Look};
use crate::views;

/// The window's application.
pub struct DeskApp {
    desk: Desk,
    dialogs: Box<dyn FileDialogs>,
    sight: Sight,
    look: Option<Look>,
    title: String,
}

impl DeskApp {
    /// An application with the settings found in `home`, on the start page or opening `path`.
    pub fn new(ctx: &Context, home: Home, dialogs: Box<dyn FileDialogs>, path: Option<PathBuf>) -> DeskApp {
        ctx.set_fonts(theme::fonts::definitions());
        // Zoom is a setting of ours, so that it is remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let waker = ctx.clone();
        let mut desk = Desk::new(home, move || waker.request_repaint());
        if let Some(path) = path {
            desk.dispatch(Command::OpenPath(path));
        }
        let mut app = DeskApp { desk, dialogs, sight: Sight::default(), look: None, title: String::new() };
        app.dress(ctx);
        app
    }

    /// The driver of the application, for tests that wait for work to end or read the state.
    pub fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn dress(&mut self, ctx: &Context) {
        let settings = &self.desk.state().settings;
        let look = match settings.theme {
            ThemeChoice::Light => Look::Light,
            ThemeChoice::Dark => Look::Dark,
            ThemeChoice::HighContrast => Look::HighContrast,
            ThemeChoice::System => {
                if ctx.input(|input| input.raw.system_theme) == Some(egui::Theme::Dark) {
                    Look::Dark
                } else {
                    Look::Light
                }
            }
        };
        if self.look != Some(look) {
            theme::apply(ctx, look);
            let preference = if look.palette().dark { ThemePreference::Dark } else { ThemePreference::Light };
            ctx.send_viewport_cmd(ViewportCommand::SetTheme(match preference {
                ThemePreference::Dark => egui::SystemTheme::Dark,
                _ => egui::SystemTheme::Light,
            }));
            self.look = Some(look);
        }
        if (ctx.zoom_factor() - settings.zoom).abs() > 0.001 {
            ctx.set_zoom_factor(settings.zoom);
        }
        let title = match &self.desk.state().screen {
            Screen::Start => "Occudesk".to_owned(),
            Screen::Mapping(mapping) => format!("{} – Occudesk", file_name(&mapping.source)),
            Screen::Review(review) => format!("{} – Occudesk", file_name(&review.path)),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn take_answer(&mut self, commands: &mut Vec<Command>) {
        while let Some(answer) = self.dialogs.answer() {
            self.sight.no_path = answer.path.is_none();
            let Some(path) = answer.path else { continue };
            commands.push(match answer.ask {
                Ask::Open => Command::OpenPath(path),
                Ask::SaveProject => Command::SetProjectPath(path),
                Ask::SaveExport => Command::SetExportPath(path),
                Ask::SaveProblems => Command::ExportProblems(Some(path)),
            });
        }
    }

    fn take_dropped(ctx: &Context, commands: &mut Vec<Command>) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        commands.extend(dropped.map(Command::OpenPath));
    }

    fn take_keys(&mut self, ctx: &Context, commands: &mut Vec<Command>, late: &mut Vec<Command>) {
        let state = self.desk.state();
        let popup = ctx.any_popup_open();
        if self.sight.settings_open && !popup && keys::take_key(ctx, Key::Escape) {
            self.sight.settings_open = false;
            return;
        }
        if state.panel != Panel::None && !popup && keys::take_key(ctx, Key::Escape) {
            commands.push(Command::ClosePanel);
            return;
        }
        views::take_panel_keys(ctx, state, late);
        let focused = ctx.memory(|memory| memory.focused());
        let free = focused.is_none() || focused == Some(records_id());
        let beside = !matches!(state.panel, Panel::Palette(_) | Panel::Keys | Panel::About | Panel::Uncodable);
        let records = matches!(state.screen, Screen::Review(_));
        let counts = |row: &CommandRow| free && beside && !popup && (records || row.group == CommandGroup::Help);
        for command in keys::take_commands(ctx, counts) {
            let command = match command {
                Command::PageDown(_) => Command::PageDown(self.sight.records.page()),
                Command::PageUp(_) => Command::PageUp(self.sight.records.page()),
                other => other,
            };
            commands.push(command);
        }
    }

    fn obey(&mut self, ctx: &Context, commands: Vec<Command>) {
        if !commands.is_empty() {
            ctx.request_repaint();
        }
        for command in commands {
            self.desk.dispatch(command);
        }
        self.note_panel(ctx);
        for request in self.desk.take_requests() {
            match request {
                Request::OpenFile => self.dialogs.ask(Ask::Open, Path::new(""), ctx),
                Request::ProjectPath { suggested } => self.dialogs.ask(Ask::SaveProject, &suggested, ctx),
                Request::ExportPath { suggested } => self.dialogs.ask(Ask::SaveExport, &suggested, ctx),
                Request::ProblemsPath { suggested } => self.dialogs.ask(Ask::SaveProblems, &suggested, ctx),
                Request::RevealSelection => {
                    if let Screen::Review(review) = &self.desk.state().screen
                        && let Some(selected) = &review.selected
                    {
                        self.sight.records.reveal(selected.row);
                    }
                    ctx.request_repaint();
                }
                Request::CloseWindow => ctx.send_viewport_cmd(ViewportCommand::Close),
            }
        }
    }
}

impl DeskApp {
    /// When a panel has opened, forgets what was being typed before and gives the focus to its first field, so that
    /// the next key already goes there.
    fn note_panel(&mut self, ctx: &Context) {
        let (panel, field) = views::field_of(&self.desk.state().panel);
        if self.sight.panel == panel {
            return;
        }
        self.sight.panel = panel;
        self.sight.note = None;
        self.sight.export_path = None;
        self.sight.thresholds = None;
        if let Some(field) = field {
            ctx.memory_mut(|memory| memory.request_focus(field));
        }
    }
}

impl eframe::App for DeskApp {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.desk.poll();
        let mut commands = Vec::new();
        self.take_answer(&mut commands);
        Self::take_dropped(&ctx, &mut commands);
        let mut late = Vec::new();
        self.take_keys(&ctx, &mut commands, &mut late);
        self.dress(&ctx);
        let palette = self.look.unwrap_or(Look::Light).palette();
        let mut page = Page { state: self.desk.state(), palette, commands: &mut commands, sight: &mut self.sight };
        views::show(ui, &mut page);
        commands.append(&mut late);
        self.obey(&ctx, commands);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.look.unwrap_or(Look::Light).palette().ground.to_normalized_gamma_f32()
    }
}

/// The last part of a path, for titles.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
