//! Search over titles, coding index and codes, by word prefix, code prefix and misspelling; ranked.

use crate::text::{distance_within, normalise, without_brackets};
use crate::{Category, Code, IndexKind, IndexTitle, Level};

/// How a hit was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// The query is the beginning of the code.
    Code,
    /// A title of a category.
    Title,
    /// A title of the coding index.
    Index(IndexKind),
    /// A description or a task that a person imported; [`Search::find`] does not know these.
    Description,
}

/// One thing found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The category it leads to.
    pub code: Code,
    /// The title that matched, as published.
    pub matched: &'static str,
    /// How it was found.
    pub kind: HitKind,
    /// Whether every word of the query matched as written; otherwise a misspelling was forgiven.
    pub as_written: bool,
}

#[derive(Debug)]
struct Entry {
    code: Code,
    title: &'static str,
    kind: HitKind,
    /// Numbers of its words in `vocabulary`, in order.
    words: Vec<u16>,
}

/// A prepared search; made once per classification.
#[derive(Debug)]
pub struct Search {
    entries: Vec<Entry>,
    /// Sorted, without repeats.
    vocabulary: Vec<String>,
    /// All titles, normalised, with and without what stands in brackets; sorted, without repeats.
    titles: Vec<String>,
}

/// A query with more words than this, such as a pasted paragraph, is searched by its first ones.
const MOST_WORDS: usize = 8;
/// Penalties of a word of the query against a word of a title; added up, least first.
const WORD_PREFIX: u32 = 9;
const MISSPELT: u32 = 1000;
/// Added for every word of the title that the query does not mention.
const SURPLUS_WORD: u32 = 3;
/// Added when the query does not begin with the first word of the title.
const NOT_FIRST: u32 = 4;

impl Search {
    /// Prepares the search.
    pub(crate) fn new(categories: &[Category], index: &[IndexTitle]) -> Search {
        let titles = categories.iter().map(|category| (category.code, category.title, HitKind::Title));
        // Principal titles are the titles of the occupations; listing them twice would show every hit twice.
        let index = index.iter().filter(|entry| entry.kind != IndexKind::Principal);
        let all: Vec<(Code, &'static str, HitKind, String)> = titles
            .chain(index.map(|entry| (entry.code, entry.title, HitKind::Index(entry.kind))))
            .map(|(code, title, kind)| (code, title, kind, normalise(title)))
            .collect();
        let mut vocabulary: Vec<String> =
            all.iter().flat_map(|(.., words)| words.split(' ').map(str::to_owned)).collect();
        vocabulary.sort_unstable();
        vocabulary.dedup();
        let number = |word: &str| {
            let at = vocabulary.binary_search_by(|known| known.as_str().cmp(word)).unwrap_or_default();
            u16::try_from(at).unwrap_or(u16::MAX)
        };
        let entries = all
            .iter()
            .map(|(code, title, kind, words)| Entry {
                code: *code,
                title,
                kind: *kind,
                words: words.split(' ').map(number).collect(),
            })
            .collect();
        let mut titles: Vec<String> =
            all.iter().flat_map(|(_, title, ..)| [normalise(title), normalise(&without_brackets(title))]).collect();
        titles.sort_unstable();
        titles.dedup();
        Search { entries, vocabulary, titles }
    }

    /// Whether a text is, but for case, signs and brackets, a title of a category or of the coding index.
    pub fn is_title(&self, text: &str) -> bool {
        self.titles.binary_search(&normalise(text)).is_ok()
    }

    /// The best hits, at most `limit`, best first. A query of digits finds codes that begin with them; words find
    /// titles that have, for every word of the query, a word that begins with it, or nearly equals it.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = normalise(query);
        if query.is_empty() {
            return Vec::new();
        }
        if query.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.by_code(&query, limit);
        }
        let wanted: Vec<Vec<(u16, u32)>> = query.split(' ').take(MOST_WORDS).map(|word| self.matches(word)).collect();
        if wanted.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let mut ranked: Vec<(u32, usize)> =
            self.entries.iter().enumerate().filter_map(|(at, entry)| Some((rank(entry, &wanted)?, at))).collect();
        ranked.sort_unstable_by_key(|&(penalty, at)| {
            let entry = &self.entries[at];
            (penalty, entry.code.level() != Level::Occupation, entry.kind, entry.title.len(), entry.code, at)
        });
        ranked
            .into_iter()
            .take(limit)
            .map(|(penalty, at)| {
                let entry = &self.entries[at];
                Hit { code: entry.code, matched: entry.title, kind: entry.kind, as_written: penalty < MISSPELT }
            })
            .collect()
    }

    fn by_code(&self, digits: &str, limit: usize) -> Vec<Hit> {
        let titles = self.entries.iter().filter(|entry| entry.kind == HitKind::Title);
        titles
            .filter(|entry| entry.code.as_str().starts_with(digits))
            .take(limit)
            .map(|entry| Hit { code: entry.code, matched: entry.title, kind: HitKind::Code, as_written: true })
            .collect()
    }

    /// The words of the vocabulary that a word of the query matches, with their penalties.
    fn matches(&self, word: &str) -> Vec<(u16, u32)> {
        let from = self.vocabulary.partition_point(|known| known.as_str() < word);
        let mut found: Vec<(u16, u32)> = self.vocabulary[from..]
            .iter()
            .take_while(|known| known.starts_with(word))
            .enumerate()
            .filter_map(|(offset, known)| {
                let penalty = if known == word { 0 } else { WORD_PREFIX };
                Some((u16::try_from(from + offset).ok()?, penalty))
            })
            .collect();
        let limit = match word.len() {
            0..=3 => 0,
            4..=6 => 1,
            _ => 2,
        };
        if limit > 0 {
            for (number, known) in self.vocabulary.iter().enumerate() {
                if known.starts_with(word) {
                    continue;
                }
                let distance = distance_within(word, known, limit).or_else(|| nearly_begins(word, known));
                if let (Some(distance), Ok(number)) = (distance, u16::try_from(number)) {
                    found.push((number, MISSPELT * u32::try_from(distance.max(1)).unwrap_or(1)));
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// The distance of a long word of the query from the beginning of a word, if it is one: what is still being typed has as
/// many letters, one more or one less.
fn nearly_begins(word: &str, known: &str) -> Option<usize> {
    let lengths = [word.len(), word.len() + 1, word.len() - 1];
    let begins = |length: usize| distance_within(word, known.get(..length)?, 1);
    lengths.into_iter().filter(|_| word.len() > 4).find_map(begins)
}

/// The penalty of a title, if every word of the query finds one of its words.
fn rank(entry: &Entry, wanted: &[Vec<(u16, u32)>]) -> Option<u32> {
    let mut total = 0;
    let mut used = 0u64;
    for (position, matches) in wanted.iter().enumerate() {
        let (at, penalty) = entry
            .words
            .iter()
            .enumerate()
            .filter(|(at, _)| used & (1 << (at % 64)) == 0)
            .filter_map(|(at, number)| {
                let found = matches.binary_search_by_key(number, |&(known, _)| known).ok()?;
                Some((at, matches[found].1))
            })
            .min_by_key(|&(at, penalty)| (penalty, at))?;
        used |= 1 << (at % 64);
        total += penalty;
        if position == 0 && at != 0 {
            total += NOT_FIRST;
        }
    }
    let surplus = entry.words.len().saturating_sub(wanted.len());
    Some(total + SURPLUS_WORD.saturating_mul(u32::try_from(surplus.min(8)).unwrap_or(8)))
}

#[cfg(test)]
mod tests {
    use crate::{Classification, ClassificationId};

    fn first(query: &str) -> String {
        let hits = Classification::get(ClassificationId::Osca2024).search().find(query, 5);
        hits.first().map(|hit| format!("{} {}", hit.code, hit.matched)).unwrap_or_default()
    }

    #[test]
    fn words_prefixes_codes_and_misspellings_find_titles() {
        for (query, expected) in [
            ("bricklayer", "371131 Bricklayer"),
            ("brickl", "371131 Bricklayer"),
            ("briklayer", "371131 Bricklayer"),
            ("briklay", "371131 Bricklayer"),
            ("bricckla", "371131 Bricklayer"),
            ("371131", "371131 Bricklayer"),
            ("chief fin off", "111231 Chief Financial Officer"),
            ("retired", "099960 Retired"),
            ("nurse", "265231 Nurse Educator"),
            ("correctional oficer", "452131 Correctional Officer"),
        ] {
            assert_eq!(first(query), expected, "{query}");
        }
    }

    #[test]
    fn titles_are_known_with_and_without_brackets() {
        let search = Classification::get(ClassificationId::Osca2024).search();
        assert!(search.is_title("truck driver") && search.is_title("Truck Driver (General)"));
        assert!(!search.is_title("truck"));
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        for query in ["", "  ", "???", "xqzzv"] {
            assert_eq!(first(query), "", "{query:?}");
        }
    }

    #[test]
    fn code_prefixes_list_codes_in_order() {
        let hits = Classification::get(ClassificationId::Osca2024).search().find("371", 4);
        let codes: Vec<String> = hits.iter().map(|hit| hit.code.to_string()).collect();
        assert_eq!(codes[0], "371");
        assert!(codes.is_sorted());
    }
}
