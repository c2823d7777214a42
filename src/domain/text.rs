//! Normalised words: the form in which answers and titles are compared, searched and coded.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use std::ops::Range;

/// Calls `visit` with every normalised word of `text` and the byte range at which it stands there: lower case, without
/// accents, apostrophes and the full stops of abbreviations (`R.N.` is `rn`); `&` and `+` read "and"; all other signs
/// separate words.
pub fn for_each_word(text: &str, mut visit: impl FnMut(&str, Range<usize>)) {
    let mut word = String::new();
    let mut start = 0;
    let mut end = 0;
    let mut letters_since_stop = 0;
    let mut rest = text.char_indices();
    while let Some((at, ch)) = rest.next() {
        if is_word_char(ch) {
            if word.is_empty() {
                start = at;
                letters_since_stop = 0;
            }
            push_folded(ch, &mut word);
            letters_since_stop += usize::from(ch.is_alphanumeric());
            end = at + ch.len_utf8();
            continue;
        }
        if ch == '.' && letters_since_stop == 1 && !word.is_empty() && starts_with_single_letter(rest.as_str()) {
            letters_since_stop = 0;
            continue;
        }
        if !word.is_empty() {
            visit(&word, start..end);
            word.clear();
        }
        if matches!(ch, '&' | '+') {
            visit("and", at..at + 1);
        }
    }
    if !word.is_empty() {
        visit(&word, start..end);
    }
}

/// Appends the normalised words of `text` to `out`, separated by single spaces.
pub fn normalise_into(text: &str, out: &mut String) {
    let begin = out.len();
    for_each_word(text, |word, _| {
        if out.len() > begin {
            out.push(' ');
        }
        out.push_str(word);
    });
}

/// The normalised words of `text`, separated by single spaces.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    normalise_into(text, &mut out);
    out
}

/// The normalised words of `text` with the byte ranges at which they stand in it.
pub fn words_with_ranges(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    for_each_word(text, |word, range| words.push((word.to_owned(), range)));
    words
}

fn is_word_char(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '\'' | '’' | '‘' | '`') || (!ch.is_ascii() && is_combining_mark(ch))
}

fn push_folded(ch: char, word: &mut String) {
    match ch {
        'a'..='z' | '0'..='9' => word.push(ch),
        'A'..='Z' => word.push(ch.to_ascii_lowercase()),
        _ if ch.is_ascii() => {}
        _ => word.extend(std::iter::once(ch).nfkd().filter(|&ch| ch.is_alphanumeric()).flat_map(char::to_lowercase)),
    }
}

fn starts_with_single_letter(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_alphabetic) && !chars.next().is_some_and(is_word_char)
}

/// A title without what stands in brackets: "Admiral (Navy)" is typed as "admiral".
pub fn without_brackets(title: &str) -> String {
    let mut depth = 0u32;
    let outside: String = title
        .chars()
        .filter(|&ch| {
            depth = if ch == '(' { depth + 1 } else { depth };
            let keep = depth == 0;
            depth = if ch == ')' { depth.saturating_sub(1) } else { depth };
            keep
        })
        .collect();
    let outside = outside.split_whitespace().collect::<Vec<_>>().join(" ");
    if outside.is_empty() { title.to_owned() } else { outside }
}

/// Edit distance (insert, delete, replace, swap of neighbours) of two words when it is at most `limit`.
///
/// # Source
/// Optimal string alignment distance (Damerau 1964; restricted transpositions).
pub fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > limit || a.len() > 63 || b.len() > 63 {
        return None;
    }
    let mut before = [0usize; 64];
    let mut last: [usize; 64] = std::array::from_fn(|j| j);
    let mut row = [0usize; 64];
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row[j] = best;
            least = least.min(best);
        }
        if least > limit {
            return None;
        }
        before = last;
        last = row;
    }
    (last[b.len()] <= limit).then_some(last[b.len()])
}

/// The stem of a normalised word: plural, third person, past and -ing endings are cut, so that "lays bricks" and
/// "laying brick" meet. A cut never leaves fewer than three letters.
///
/// # Source
/// The idea of steps 1a and 1b of Porter, *An algorithm for suffix stripping*, Program 14(3), 1980, simplified.
pub fn stem(word: &str) -> &str {
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
    fn normalising_folds_case_accents_and_signs() {
        for (text, expected) in [
            ("  Registered NURSE ", "registered nurse"),
            ("Café owner/manager", "cafe owner manager"),
            ("R&D", "r and d"),
            ("driver's aide", "drivers aide"),
            ("b.a. honours", "ba honours"),
            ("R.N.", "rn"),
            ("a.cleaner", "a cleaner"),
            ("‘’", ""),
            ("cleaning.cooking", "cleaning cooking"),
            ("ＡＢＣ", "abc"),
            ("???", ""),
            ("Ngā kaimahi", "nga kaimahi"),
        ] {
            assert_eq!(normalise(text), expected, "{text:?}");
        }
    }

    #[test]
    fn ranges_point_at_the_words_as_typed() {
        let text = "Café owner, R&D – driver’s";
        let words: Vec<_> = words_with_ranges(text).into_iter().map(|(word, range)| (word, &text[range])).collect();
        assert_eq!(
            words,
            [
                ("cafe".to_owned(), "Café"),
                ("owner".to_owned(), "owner"),
                ("r".to_owned(), "R"),
                ("and".to_owned(), "&"),
                ("d".to_owned(), "D"),
                ("drivers".to_owned(), "driver’s"),
            ]
        );
    }

    #[test]
    fn distances_count_edits_and_swaps() {
        assert_eq!(distance_within("nurse", "nurse", 2), Some(0));
        assert_eq!(distance_within("nurse", "nrsue", 2), Some(2));
        assert_eq!(distance_within("nurse", "nusre", 1), Some(1));
        assert_eq!(distance_within("plumer", "plumber", 1), Some(1));
        assert_eq!(distance_within("cook", "carpenter", 2), None);
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
