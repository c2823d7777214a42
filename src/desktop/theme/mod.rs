//! How everything looks: named colours, sizes, fonts, and their translation into egui's style.

pub mod fonts;
pub mod metrics;
mod palette;

use egui::style::{ScrollAnimation, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Vec2, Visuals,
};

pub use palette::{DISABLED, Look, Palette};

use metrics::{BODY, CONTROL, CORNER, HALF, HEADING, SMALL, UNIT};

/// Gives the context the look.
pub fn apply(ctx: &Context, look: Look) {
    let palette = look.palette();
    ctx.set_theme(if palette.dark { egui::Theme::Dark } else { egui::Theme::Light });
    ctx.all_styles_mut(|style| restyle(style, palette));
}

fn restyle(style: &mut Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Small, FontId::new(SMALL, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(BODY, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(BODY, FontFamily::Proportional)),
        (TextStyle::Heading, metrics::strong(HEADING)),
        (TextStyle::Monospace, FontId::new(BODY, FontFamily::Monospace)),
    ]
    .into();
    style.visuals = visuals(palette);
    style.animation_time = 0.0;
    style.scroll_animation = ScrollAnimation::none();
    style.interaction.selectable_labels = false;
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(UNIT, HALF);
    spacing.button_padding = Vec2::new(UNIT * 1.5, HALF);
    spacing.interact_size = Vec2::new(40.0, CONTROL);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(4);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 10.0;
    spacing.icon_spacing = UNIT;
    spacing.combo_width = 80.0;
    spacing.tooltip_width = 360.0;
    // Floating bars with a place of their own: they fade with distance and never lie over words.
    spacing.scroll = ScrollStyle::floating();
    spacing.scroll.bar_width = 8.0;
    spacing.scroll.floating_width = 6.0;
    spacing.scroll.floating_allocated_width = 10.0;
    spacing.scroll.foreground_color = true;
    spacing.scroll.dormant_handle_opacity = 0.3;
    spacing.scroll.active_handle_opacity = 0.45;
    spacing.scroll.interact_handle_opacity = 0.6;
}

fn visuals(palette: &Palette) -> Visuals {
    let mut visuals = if palette.dark { Visuals::dark() } else { Visuals::light() };
    let control = |fill: Color32, stroke: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        fg_stroke: Stroke::new(1.0, text),
        corner_radius: CornerRadius::same(CORNER),
        expansion: 0.0,
    };
    visuals.widgets = Widgets {
        noninteractive: control(palette.panel, palette.line, palette.text),
        inactive: control(palette.surface, palette.line_strong, palette.text),
        hovered: control(palette.hover, palette.line_strong, palette.text),
        // Egui draws what has the focus as active: the ring has to be seen by who works by keyboard.
        active: WidgetVisuals {
            bg_stroke: Stroke::new(2.0, palette.accent),
            ..control(palette.hover, palette.accent, palette.text)
        },
        open: control(palette.hover, palette.line_strong, palette.text),
    };
    visuals.selection = Selection { bg_fill: palette.accent_soft, stroke: Stroke::new(1.0, palette.accent) };
    visuals.weak_text_color = Some(palette.text_muted);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.panel;
    visuals.extreme_bg_color = palette.track;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.code_bg_color = palette.track;
    visuals.warn_fg_color = palette.doubtful;
    visuals.error_fg_color = palette.wrong;
    visuals.window_fill = palette.surface;
    visuals.panel_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line_strong);
    visuals.window_corner_radius = CornerRadius::same(CORNER * 2);
    visuals.menu_corner_radius = CornerRadius::same(CORNER);
    let shade = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(if palette.dark { 120 } else { 40 }),
    };
    visuals.window_shadow = shade;
    visuals.popup_shadow = shade;
    visuals.text_cursor.stroke = Stroke::new(2.0, palette.accent);
    // A blinking cursor would repaint the whole window twice a second.
    visuals.text_cursor.blink = false;
    visuals.striped = false;
    visuals.disabled_alpha = DISABLED;
    visuals
}
