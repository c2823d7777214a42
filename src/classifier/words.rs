//! Words of an answer: stop words; stems are those of `domain::text`.

use domain::text::for_each_word;

/// Words that say nothing about an occupation, sorted.
const STOP_WORDS: [&str; 58] = [
    "a",
    "all",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "by",
    "do",
    "doing",
    "each",
    "etc",
    "for",
    "from",
    "have",
    "i",
    "im",
    "in",
    "including",
    "into",
    "is",
    "it",
    "its",
    "job",
    "may",
    "me",
    "my",
    "new",
    "of",
    "on",
    "or",
    "other",
    "our",
    "out",
    "relating",
    "required",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "them",
    "these",
    "they",
    "this",
    "to",
    "up",
    "use",
    "using",
    "was",
    "we",
    "which",
    "with",
];

/// Whether a normalised word says nothing about an occupation.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// The normalised words of a text that are not stop words, in order.
pub fn content_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(text, |word, _| {
        if !is_stop_word(word) {
            words.push(word.to_owned());
        }
    });
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }
}
