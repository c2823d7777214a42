//! Supervise: the pages as tabs under the line of workspaces, and the page that is looked at.

mod agreement;
mod calibration;
mod distribution;
mod errors;
mod people;
mod plot;
mod quality;
mod thresholds;

pub use people::PeopleSight;

use egui::{CentralPanel, Frame, Label, Margin, Panel, RichText, Ui};
use workbench::{Command, PeopleCommand, Review, SupervisePage};

use super::{jobs, status};
use crate::page::Page;
use crate::theme::metrics::{TITLE, UNIT, strong};

pub use plot::path_field_id as figure_path_field_id;
pub use quality::path_field_id as report_path_field_id;

/// Why a page has nothing to show.
fn not_coded(review: &Review) -> &'static str {
    if review.coding.is_some() {
        "The records are being coded. What they show stands here when that has ended."
    } else {
        "The records are not coded yet. Code them in the review; what they show stands here then."
    }
}

/// Draws the workspace.
pub fn show(ui: &mut Ui, page: &mut Page<'_>, review: &Review) {
    status::show(ui, page, review);
    jobs::show(ui, page);
    let palette = page.palette;
    if !page.state.settings.role.supervises() {
        put_away(ui, page);
        return;
    }
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(8, 4));
    Panel::top("pages of the supervision").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT / 2.0;
            for tab in SupervisePage::ALL {
                let button = egui::Button::new(tab.name()).selected(page.state.supervise.page == tab);
                page.show_button(ui, Command::ShowSupervise(tab), button);
            }
        });
    });
    let frame = Frame::new().fill(palette.surface).inner_margin(Margin::same(16));
    CentralPanel::default().frame(frame).show(ui, |ui| match page.state.supervise.page {
        SupervisePage::Distribution => distribution::show(ui, page, review),
        SupervisePage::Thresholds => thresholds::show(ui, page, review),
        SupervisePage::Calibration => calibration::show(ui, page, review),
        SupervisePage::Quality => quality::show(ui, page, review),
        SupervisePage::Agreement => agreement::show(ui, page, review),
        SupervisePage::Errors => errors::show(ui, page, review),
        SupervisePage::People => people::show(ui, page, review),
    });
}

/// What those see who do not supervise: why, and how they can.
fn put_away(ui: &mut Ui, page: &mut Page<'_>) {
    let frame = Frame::new().fill(page.palette.surface).inner_margin(Margin::same(32));
    CentralPanel::default().frame(frame).show(ui, |ui| {
        ui.set_max_width(560.0);
        ui.label(RichText::new("Supervision belongs to supervisors").font(strong(TITLE)));
        ui.add_space(UNIT);
        let role = page.state.settings.role.name();
        let words = format!(
            "You work here as “{}”, {role}. Distributions, thresholds, assured quality and everybody’s figures are put \
             away in this role. Whoever supervises chooses that role; it is no lock.",
            page.state.settings.reviewer
        );
        ui.add(Label::new(words).wrap());
        ui.add_space(UNIT * 2.0);
        page.button(ui, Command::People(PeopleCommand::OpenWho), Some("Change name or role…"));
    });
}
