//! The titles that are written most like a text, by the letter triples that they share.

use crate::text::normalise;
use crate::{Category, Code, IndexTitle, Level};

/// A title that is written like a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearTitle {
    /// The occupation, or the non-classification code, that it leads to.
    pub code: Code,
    /// The title as published.
    pub title: &'static str,
    /// Twice the triples of letters that both have, over those of one and those of the other: 0 where they share none, 1
    /// where they have the same.
    ///
    /// # Source
    /// Dice, *Measures of the amount of ecologic association between species*, Ecology 26(3), 1945.
    pub similarity: f32,
}

/// Titles prepared for finding those most like a text; made once per classification.
#[derive(Debug)]
pub(crate) struct NearestTitles {
    titles: Vec<(Code, &'static str)>,
    /// How many different triples each title has.
    sizes: Vec<u32>,
    /// Every triple with the number of each title that has it; sorted.
    places: Vec<(Triple, u32)>,
}

/// Three signs beside each other in a word; its edges count as signs.
type Triple = [char; 3];

/// Only so many signs of a text are looked at: no title is as long.
const LONGEST: usize = 200;

impl NearestTitles {
    /// Prepares the titles of occupations and of non-classification codes, and the coding index.
    pub(crate) fn new(categories: &[Category], index: &[IndexTitle]) -> NearestTitles {
        let full = categories.iter().filter(|category| category.code.level() == Level::Occupation);
        let mut titles: Vec<(Code, &'static str)> = full.map(|category| (category.code, category.title)).collect();
        titles.extend(index.iter().map(|entry| (entry.code, entry.title)));
        titles.sort_unstable();
        titles.dedup();
        let mut sizes = Vec::with_capacity(titles.len());
        let mut places = Vec::new();
        for (number, (_, title)) in (0..).zip(&titles) {
            let triples = triples(title);
            sizes.push(u32::try_from(triples.len()).unwrap_or(u32::MAX));
            places.extend(triples.into_iter().map(|triple| (triple, number)));
        }
        places.sort_unstable();
        NearestTitles { titles, sizes, places }
    }

    /// The titles most like a text, at most `limit`, the likest first; ties by code, then title.
    pub(crate) fn find(&self, text: &str, limit: usize) -> Vec<NearTitle> {
        let wanted = triples(text);
        let mut shared = vec![0u32; self.titles.len()];
        for triple in &wanted {
            let from = self.places.partition_point(|(known, _)| known < triple);
            for (_, number) in self.places[from..].iter().take_while(|(known, _)| known == triple) {
                shared[*number as usize] += 1;
            }
        }
        let mut found: Vec<(f32, usize)> = shared
            .iter()
            .enumerate()
            .filter(|(_, shared)| **shared > 0)
            .map(|(at, &shared)| (2.0 * shared as f32 / (self.sizes[at] as f32 + wanted.len() as f32), at))
            .collect();
        found.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(limit);
        let near = |(similarity, at): (f32, usize)| {
            let (code, title) = self.titles[at];
            NearTitle { code, title, similarity }
        };
        found.into_iter().map(near).collect()
    }
}

/// The different triples of the words of a text, with the edges of every word; sorted.
fn triples(text: &str) -> Vec<Triple> {
    let text = text.char_indices().nth(LONGEST).map_or(text, |(at, _)| &text[..at]);
    let mut found = Vec::new();
    for word in normalise(text).split(' ').filter(|word| !word.is_empty()) {
        let signs: Vec<char> = std::iter::once('<').chain(word.chars()).chain(['>']).collect();
        found.extend(signs.windows(3).map(|signs| [signs[0], signs[1], signs[2]]));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use crate::{Classification, ClassificationId};

    #[test]
    fn a_title_is_most_like_itself_whatever_the_order_of_its_words() {
        let tables = Classification::get(ClassificationId::Osca2024);
        for title in ["Bricklayer", "school teacher PRIMARY", "electrician (general)"] {
            let found = tables.nearest_titles(title, 3);
            assert!((found[0].similarity - 1.0).abs() < 1e-6, "{title}: {found:?}");
        }
        let titles = tables.index().iter().step_by(97);
        for entry in titles {
            let found = tables.nearest_titles(entry.title, 1);
            assert!((found[0].similarity - 1.0).abs() < 1e-6, "{entry:?}: {found:?}");
        }
    }

    #[test]
    fn a_misspelt_title_finds_the_right_one_with_a_similarity_below_one() {
        let tables = Classification::get(ClassificationId::Anzsco2022);
        let found = tables.nearest_titles("briklayer", 5);
        // Of nine and ten triples they share seven: <br bri kla lay aye yer er>.
        assert_eq!(found[0].title, "Bricklayer");
        assert!((found[0].similarity - 2.0 * 7.0 / (9.0 + 10.0)).abs() < 1e-6, "{found:?}");
        assert!(found.is_sorted_by(|a, b| a.similarity >= b.similarity));
    }

    #[test]
    fn nothing_is_like_a_text_without_letters_and_a_long_one_is_looked_at_in_part() {
        let tables = Classification::get(ClassificationId::Osca2024);
        for text in ["", "  ", "???", "\u{1f600}", "\0\u{7}"] {
            assert_eq!(tables.nearest_titles(text, 5), [], "{text:?}");
        }
        assert!(tables.nearest_titles(&"nurse ".repeat(100_000), 5).len() <= 5);
    }
}
