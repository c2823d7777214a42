//! Text that a spreadsheet would run as a formula, made harmless and back again.

use std::borrow::Cow;

/// Puts an apostrophe before a text that begins with a tab, a carriage return or a line feed, or with one of the signs
/// `=`, `+`, `-` and `@`, also full-width and behind white space and signs without width, so that no spreadsheet takes it
/// for a formula. A text that begins with apostrophes and such a text gets one more, which is what makes
/// [`undo_spreadsheet_safe`] exact.
pub fn make_spreadsheet_safe(text: &str) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    if is_formula(bare) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes the apostrophe away that [`make_spreadsheet_safe`] put there; any other text is returned as it is.
pub fn undo_spreadsheet_safe(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => Cow::Borrowed(rest),
        _ => Cow::Borrowed(text),
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(is_unseen).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// White space, and signs without width such as the byte order mark, which some programs drop when they read a cell.
fn is_unseen(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_other_texts_none() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+61 2", "'+61 2"),
            ("-", "'-"),
            ("@sum", "'@sum"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("＝1+1", "'＝1+1"),
            ("＋61", "'＋61"),
            ("－1", "'－1"),
            ("＠sum", "'＠sum"),
            (" =1", "' =1"),
            ("\u{A0}+1", "'\u{A0}+1"),
            ("\u{200B}-1", "'\u{200B}-1"),
            ("\u{FEFF} @x", "'\u{FEFF} @x"),
            ("' =1", "'' =1"),
            (" a=1", " a=1"),
            (" '=1", " '=1"),
            ("'tis", "'tis"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(make_spreadsheet_safe(text), safe);
        }
    }

    proptest! {
        #[test]
        fn undoing_gives_the_text_back(text in "['=+@\t\r\n ＝＋－＠\u{A0}\u{200B}\u{FEFF}a-]{0,6}|.{0,12}") {
            let safe = make_spreadsheet_safe(&text);
            prop_assert!(!is_formula(&safe));
            prop_assert_eq!(undo_spreadsheet_safe(&safe), text.as_str());
            // Told in other words: what is left without unseen signs does not begin with one that calculates.
            let seen = safe.trim_start_matches(|ch: char| ch.is_whitespace() || "\u{200B}\u{FEFF}".contains(ch));
            prop_assert!(!seen.starts_with(|ch| "=+-@＝＋－＠".contains(ch)));
        }
    }
}
