//! The application as eframe sees it: a frame in, commands out.

use std::path::{Path, PathBuf};

use egui::{Context, ThemePreference, ViewportCommand};
use workbench::{
    Command, Desk, FigureCommand, Home, PackCommand, PracticeCommand, QualityCommand, Request, Screen, ThemeChoice,
};

use crate::dialogs::{Ask, FileDialogs};
use crate::page::Page;
use crate::sight::Sight;
use crate::strokes::Strokes;
use crate::theme::{self, Look};
use crate::{carry, routing, views};

/// The window's application.
pub struct DeskApp {
    desk: Desk,
    dialogs: Box<dyn FileDialogs>,
    sight: Sight,
    look: Option<Look>,
    title: String,
    /// The window may go: nothing is left to be written.
    closing: bool,
}

impl DeskApp {
    /// An application with the settings found in `home`, on the start page or opening `path`.
    pub fn new(ctx: &Context, home: Home, dialogs: Box<dyn FileDialogs>, path: Option<PathBuf>) -> DeskApp {
        ctx.set_fonts(theme::fonts::definitions());
        ctx.add_plugin(Strokes::default());
        // Zoom is a setting of ours, so that it is remembered.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let waker = ctx.clone();
        let mut desk = Desk::new(home, move || waker.request_repaint());
        if let Some(path) = path {
            desk.dispatch(Command::OpenPath(path));
        }
        let sight = Sight::default();
        let mut app = DeskApp { desk, dialogs, sight, look: None, title: String::new(), closing: false };
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
        let zoom = settings.zoom;
        if (ctx.zoom_factor() - zoom).abs() > 0.001 {
            ctx.set_zoom_factor(zoom);
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

    fn take_answer(&mut self, ctx: &Context, commands: &mut Vec<Command>) {
        while let Some(answer) = self.dialogs.answer() {
            self.sight.no_path = answer.path.is_none();
            let Some(path) = answer.path else {
                // Where there is no dialog, the path is typed.
                if let Some(field) = views::path_field_of(self.desk.state(), answer.ask) {
                    routing::give_focus(ctx, field);
                }
                continue;
            };
            commands.push(match answer.ask {
                Ask::Open => Command::OpenPath(path),
                Ask::SaveProject => Command::SetProjectPath(path),
                Ask::SaveExport => Command::SetExportPath(path),
                Ask::SaveProblems => Command::ExportProblems(Some(path)),
                Ask::Descriptions => Command::ImportDescriptions(std::iter::once(path).chain(answer.others).collect()),
                Ask::OpenEarlier => Command::LoadEarlier(path),
                Ask::SaveRule => Command::SetRulePath(path),
                Ask::SaveChanges => Command::ExportChanges(Some(path)),
                Ask::SaveReport => Command::Quality(QualityCommand::WriteReport(Some(path))),
                Ask::SaveFigure => Command::Figure(FigureCommand::SetPath(path)),
                Ask::PracticeSet => Command::Practise(PracticeCommand::OpenSet(path)),
                Ask::SavePractice => Command::Practise(PracticeCommand::Export(path)),
                Ask::OpenPractice => Command::Practise(PracticeCommand::Import(path)),
                Ask::PackFolder => Command::Packs(PackCommand::SetFolder(path)),
                Ask::Packs => Command::Packs(PackCommand::Read(std::iter::once(path).chain(answer.others).collect())),
            });
        }
    }

    fn take_window(&self, ctx: &Context, commands: &mut Vec<Command>) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        commands.extend(dropped.map(Command::OpenPath));
        if ctx.input(|input| input.viewport().close_requested()) && !self.closing {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            commands.push(Command::Quit);
        }
    }

    /// What was said about one project is no news in the next.
    fn forget_old_news(&mut self, old: usize, commands: &mut Vec<Command>) {
        let open = match &self.desk.state().screen {
            Screen::Review(review) => Some(review.path.clone()),
            _ => None,
        };
        if open.is_some() && self.sight.open_path_before.is_some() && open != self.sight.open_path_before {
            let old = old.min(self.desk.state().notices.len());
            commands.extend((0..old).rev().map(Command::DismissNotice));
        }
        self.sight.open_path_before = open;
    }

    fn obey(&mut self, ctx: &Context, commands: Vec<Command>) {
        if !commands.is_empty() {
            ctx.request_repaint();
        }
        for command in commands {
            carry::out(&mut self.desk, &mut self.sight, command);
        }
        routing::note_panel(ctx, self.desk.state(), &mut self.sight);
        for request in self.desk.take_requests() {
            match request {
                Request::OpenFile => self.dialogs.ask(Ask::Open, Path::new(""), ctx),
                Request::ProjectPath { suggested } => self.dialogs.ask(Ask::SaveProject, &suggested, ctx),
                Request::ExportPath { suggested } => self.dialogs.ask(Ask::SaveExport, &suggested, ctx),
                Request::ProblemsPath { suggested } => self.dialogs.ask(Ask::SaveProblems, &suggested, ctx),
                Request::DescriptionFiles => self.dialogs.ask(Ask::Descriptions, Path::new(""), ctx),
                Request::EarlierPath => self.dialogs.ask(Ask::OpenEarlier, Path::new(""), ctx),
                Request::RulePath { suggested } => self.dialogs.ask(Ask::SaveRule, &suggested, ctx),
                Request::ChangesPath { suggested } => self.dialogs.ask(Ask::SaveChanges, &suggested, ctx),
                Request::ReportPath { suggested } => self.dialogs.ask(Ask::SaveReport, &suggested, ctx),
                Request::FigurePath { suggested } => self.dialogs.ask(Ask::SaveFigure, &suggested, ctx),
                Request::PracticeSet => self.dialogs.ask(Ask::PracticeSet, Path::new(""), ctx),
                Request::PracticeExport { suggested } => self.dialogs.ask(Ask::SavePractice, &suggested, ctx),
                Request::PracticeImport => self.dialogs.ask(Ask::OpenPractice, Path::new(""), ctx),
                Request::PackFolder { suggested } => self.dialogs.ask(Ask::PackFolder, &suggested, ctx),
                Request::PackFiles => self.dialogs.ask(Ask::Packs, Path::new(""), ctx),
                Request::RevealSelection => {
                    if let Screen::Review(review) = &self.desk.state().screen
                        && let Some(selected) = &review.selected
                    {
                        self.sight.records.reveal(selected.row);
                    }
                    ctx.request_repaint();
                }
                Request::CloseWindow => {
                    self.closing = true;
                    for command in crate::start::size_to_remember(ctx) {
                        self.desk.dispatch(command);
                    }
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
            }
        }
    }
}

impl eframe::App for DeskApp {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let old = self.desk.state().notices.len();
        self.desk.poll();
        let mut commands = Vec::new();
        self.forget_old_news(old, &mut commands);
        self.take_answer(&ctx, &mut commands);
        self.take_window(&ctx, &mut commands);
        let mut late = Vec::new();
        routing::take_keys(&ctx, self.desk.state(), &mut self.sight, &mut commands, &mut late);
        self.dress(&ctx);
        let palette = self.look.unwrap_or(Look::Light).palette();
        let mut page = Page { state: self.desk.state(), palette, commands: &mut commands, sight: &mut self.sight };
        views::show(ui, &mut page);
        commands.append(&mut late);
        self.obey(&ctx, commands);
        routing::settle_focus(&ctx, self.desk.state(), &mut self.sight);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.look.unwrap_or(Look::Light).palette().ground.to_normalized_gamma_f32()
    }
}

/// The last part of a path, for titles.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
