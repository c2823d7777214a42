//! Which words of the answer decided, marked in its text.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{FontId, Stroke};
use workbench::{Field, LevelExplanation, WordEvidence};

use crate::theme::Palette;

/// Share of the strongest word's weight from which a word is marked.
const WORTH_MARKING: f32 = 0.15;

/// The words worth marking: those with a good share of the strongest word's weight.
pub fn telling_words(level: &LevelExplanation) -> impl Iterator<Item = &WordEvidence> {
    let strongest = level.evidence.iter().map(|word| word.weight.abs()).fold(0.0, f32::max);
    level.evidence.iter().filter(move |word| strongest > 0.0 && word.weight.abs() >= strongest * WORTH_MARKING)
}

/// Lays out a text with its telling words marked: on a tint those that speak for the code, underlined those against.
pub fn marked(
    text: &str,
    field: Field,
    level: Option<&LevelExplanation>,
    font: &FontId,
    colour: egui::Color32,
    palette: &Palette,
) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat::simple(font.clone(), colour);
    let mut at = 0;
    for word in level.into_iter().flat_map(telling_words).filter(|word| word.field == field) {
        let Range { start, end } = word.range.clone();
        // The evidence belongs to this text; were it another, marking nothing is better than failing.
        let (Some(before), Some(found)) = (text.get(at..start), text.get(start..end)) else { continue };
        job.append(before, 0.0, plain.clone());
        let mut format = TextFormat::simple(font.clone(), palette.text);
        if word.weight > 0.0 {
            format.background = palette.accent_soft;
        } else {
            format.underline = Stroke::new(1.5, palette.doubtful);
        }
        job.append(found, 0.0, format);
        at = end;
    }
    job.append(text.get(at..).unwrap_or_default(), 0.0, plain);
    job
}

#[cfg(test)]
mod tests {
    use domain::{Code, Level, Step};

    use super::*;
    use crate::theme::Look;

    fn word(range: Range<usize>, weight: f32) -> WordEvidence {
        WordEvidence { field: Field::Title, range, weight }
    }

    #[test]
    fn marking_keeps_the_text_and_marks_the_telling_words() {
        let code = Code::parse("3").unwrap();
        let level = LevelExplanation {
            level: Level::MajorGroup,
            chosen: Step { code, conditional: 1.0, joint: 1.0 },
            siblings: Vec::new(),
            evidence: vec![word(0..5, 2.0), word(6..8, 0.1), word(9..15, -1.0)],
            constant: 0.0,
        };
        let palette = Look::Light.palette();
        let text = "chief of kitché";
        let job = marked("chief of kitchen", Field::Title, Some(&level), &FontId::default(), palette.text, palette);
        assert_eq!(job.text, "chief of kitchen");
        let tinted = job.sections.iter().filter(|s| s.format.background == palette.accent_soft).count();
        let underlined = job.sections.iter().filter(|s| s.format.underline.width > 0.0).count();
        assert_eq!((tinted, underlined), (1, 1));
        let job = marked(text, Field::Title, Some(&level), &FontId::default(), palette.text, palette);
        assert_eq!(job.text, text, "a range inside a letter marks nothing");
    }
}
