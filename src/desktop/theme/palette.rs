//! The named colours, and the three themes that fill them.

use egui::Color32;
use review::figure::HUES;

/// Which theme a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Dark text on white.
    Light,
    /// Light text on near-black.
    Dark,
    /// White, yellow and black, with strong lines.
    HighContrast,
}

impl Look {
    /// Its colours.
    pub fn palette(self) -> &'static Palette {
        match self {
            Look::Light => &LIGHT,
            Look::Dark => &DARK,
            Look::HighContrast => &HIGH_CONTRAST,
        }
    }
}

/// One colour per purpose. Text colours reach a contrast of 4.5 to 1 on every surface named beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Light text on dark surfaces.
    pub dark: bool,
    /// Behind everything: bars and the space between panels.
    pub ground: Color32,
    /// Side panels.
    pub panel: Color32,
    /// The table, fields, cards.
    pub surface: Color32,
    /// A row or button under the pointer.
    pub hover: Color32,
    /// Hairlines between areas.
    pub line: Color32,
    /// Borders of controls.
    pub line_strong: Color32,
    /// Body text.
    pub text: Color32,
    /// Second-rank text: labels, siblings.
    pub text_muted: Color32,
    /// The one accent: primary buttons, focus, what a person decided.
    pub accent: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// The chosen row, evidence words.
    pub accent_soft: Color32,
    /// The empty part of a bar.
    pub track: Color32,
    /// Coded without need for review.
    pub coded: Color32,
    /// Needs a look: flagged, partial.
    pub doubtful: Color32,
    /// No occupation.
    pub outside: Color32,
    /// No code, and things that went wrong.
    pub wrong: Color32,
    /// Passed on to somebody else.
    pub referred: Color32,
    /// What is told apart in figures, besides by hatching and words. Each reaches a contrast of 3 to 1 on `surface`; they
    /// differ in lightness for those who do not tell hues apart.
    pub hues: [Color32; HUES],
}

/// How much of its colour a control keeps that cannot be used now.
pub const DISABLED: f32 = 0.75;

impl Palette {
    /// Text on controls that cannot be used now: fainter, and still to be read.
    pub fn disabled(&self) -> Color32 {
        self.surface.lerp_to_gamma(self.text_muted, DISABLED)
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const LIGHT: Palette = Palette {
    dark: false,
    ground: rgb(0xEEF0F3),
    panel: rgb(0xF7F8FA),
    surface: rgb(0xFFFFFF),
    hover: rgb(0xE9EEF5),
    line: rgb(0xDDE1E7),
    line_strong: rgb(0x828C9B),
    text: rgb(0x1A1F28),
    text_muted: rgb(0x545D6B),
    accent: rgb(0x1B5EA8),
    on_accent: rgb(0xFFFFFF),
    accent_soft: rgb(0xDBE8F7),
    track: rgb(0xE3E7ED),
    coded: rgb(0x1A6B40),
    doubtful: rgb(0x875000),
    outside: rgb(0x5F45A8),
    wrong: rgb(0xAB2520),
    referred: rgb(0x0C6474),
    hues: [rgb(0x0067A5), rgb(0xC25700), rgb(0x00795C), rgb(0x9B3F86), rgb(0x6B7582)],
};

const DARK: Palette = Palette {
    dark: true,
    ground: rgb(0x12151A),
    panel: rgb(0x191D24),
    surface: rgb(0x1E232B),
    hover: rgb(0x29303A),
    line: rgb(0x2E3540),
    line_strong: rgb(0x707C8E),
    text: rgb(0xE4E8EE),
    text_muted: rgb(0xA4AEBD),
    accent: rgb(0x79B2F5),
    on_accent: rgb(0x0B1624),
    accent_soft: rgb(0x233A57),
    track: rgb(0x343C48),
    coded: rgb(0x74CB98),
    doubtful: rgb(0xE7B25A),
    outside: rgb(0xBFA9F5),
    wrong: rgb(0xF59A92),
    referred: rgb(0x6CCBD6),
    hues: [rgb(0x5AA9EA), rgb(0xF0A04B), rgb(0x58D3AC), rgb(0xDD8FD0), rgb(0xA4AEBD)],
};

const HIGH_CONTRAST: Palette = Palette {
    dark: true,
    ground: rgb(0x000000),
    panel: rgb(0x000000),
    surface: rgb(0x000000),
    hover: rgb(0x262626),
    line: rgb(0xBFBFBF),
    line_strong: rgb(0xFFFFFF),
    text: rgb(0xFFFFFF),
    text_muted: rgb(0xE6E6E6),
    accent: rgb(0xFFD84D),
    on_accent: rgb(0x000000),
    accent_soft: rgb(0x4A3B00),
    track: rgb(0x4D4D4D),
    coded: rgb(0x7CFFA8),
    doubtful: rgb(0xFFB84D),
    outside: rgb(0xD9C2FF),
    wrong: rgb(0xFFA39B),
    referred: rgb(0x7FF0FF),
    hues: [rgb(0x6FB7FF), rgb(0xFFA84D), rgb(0x7CFFC8), rgb(0xFF94EC), rgb(0xD0D0D0)],
};

#[cfg(test)]
mod tests {
    use super::*;

    const LOOKS: [Look; 3] = [Look::Light, Look::Dark, Look::HighContrast];

    fn luminance(colour: Color32) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_colour_can_be_read_on_every_surface() {
        for look in LOOKS {
            let p = look.palette();
            let surfaces = [p.ground, p.panel, p.surface, p.hover, p.accent_soft];
            let texts = [p.text, p.text_muted, p.accent, p.coded, p.doubtful, p.outside, p.wrong, p.referred];
            for (i, text) in texts.into_iter().enumerate() {
                for (j, surface) in surfaces.into_iter().enumerate() {
                    let found = contrast(text, surface);
                    assert!(found >= 4.5, "{look:?}: text {i} on surface {j} has {found:.2}");
                }
            }
            assert!(contrast(p.on_accent, p.accent) >= 4.5, "{look:?}");
        }
    }

    #[test]
    fn borders_of_controls_stand_out_from_their_surroundings() {
        for look in LOOKS {
            let p = look.palette();
            for surface in [p.panel, p.surface] {
                assert!(contrast(p.line_strong, surface) >= 3.0, "{look:?}");
            }
        }
    }

    #[test]
    fn what_is_told_apart_in_figures_stands_out_from_the_surface() {
        for look in LOOKS {
            let p = look.palette();
            for (at, hue) in p.hues.into_iter().enumerate() {
                assert!(contrast(hue, p.surface) >= 3.0, "{look:?}: hue {at}");
            }
        }
    }

    #[test]
    fn what_cannot_be_used_now_can_still_be_read() {
        for look in LOOKS {
            let p = look.palette();
            for surface in [p.panel, p.surface] {
                assert!(contrast(p.disabled(), surface) >= 3.0, "{look:?}");
                for text in [p.text, p.text_muted] {
                    assert!(contrast(surface.lerp_to_gamma(text, DISABLED), surface) >= 3.0, "{look:?}");
                }
            }
        }
    }
}
