//! Words of an answer: stop words and stems.

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

/// The stem of a normalised word: plural, third person, past and -ing endings are cut, so that "lays bricks" and
/// "laying brick" meet. A cut never leaves fewer than three letters.
///
/// # Source
/// The idea of steps 1a and 1b of Porter, *An algorithm for suffix stripping*, Program 14(3), 1980, simplified.
pub(crate) fn stem(word: &str) -> &str {
    let word = plural(word);
    for ending in ["ing", "ed"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= 3
            && rest.bytes().any(|byte| b"aeiouy".contains(&byte))
        {
            return undouble(rest);
        }
    }
    match word.strip_suffix('e') {
        Some(rest) if rest.len() >= 3 => undouble(rest),
        _ => word,
    }
}

fn plural(word: &str) -> &str {
    match word.as_bytes() {
        [.., b'i', b'e', b's'] if word.len() >= 6 => &word[..word.len() - 3],
        [.., b's' | b'x' | b'z' | b'h', b'e', b's'] if word.len() >= 5 => &word[..word.len() - 2],
        [.., b's' | b'u' | b'i', b's'] => word,
        [.., b's'] if word.len() >= 4 => &word[..word.len() - 1],
        [.., b'y'] if word.len() >= 5 => &word[..word.len() - 1],
        _ => word,
    }
}

fn undouble(word: &str) -> &str {
    match word.as_bytes() {
        [.., a, b] if a == b && a.is_ascii() && word.len() >= 4 && !b"aeiouls".contains(a) => &word[..word.len() - 1],
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_sorted() {
        assert!(STOP_WORDS.is_sorted());
    }

    #[test]
    fn forms_of_a_word_meet_in_one_stem() {
        for forms in [
            &["lay", "lays", "laying"][..],
            &["brick", "bricks"],
            &["supply", "supplies"],
            &["manage", "manages", "managing", "managed"],
            &["plan", "plans", "planning", "planned"],
            &["wash", "washes", "washing"],
            &["drive", "drives", "driving"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
        assert_eq!(stem("bus"), "bus");
        assert_eq!(stem("king"), "king");
        assert_eq!(stem("jac\u{10041}ing"), "jac\u{10041}", "letters of several bytes are not cut");
    }
}
