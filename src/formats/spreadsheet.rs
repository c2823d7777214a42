//! Text that a spreadsheet would run as a formula, made harmless and back again.

use std::borrow::Cow;

/// Puts an apostrophe before a text that begins with `=`, `+`, `-`, `@`, a tab, a carriage return or a line feed, so
/// that no spreadsheet takes it for a formula. A text that begins with apostrophes and such a sign gets one more, which is
/// what makes [`undo_spreadsheet_safe`] exact.
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
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
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
            ("'tis", "'tis"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(make_spreadsheet_safe(text), safe);
        }
    }

    proptest! {
        #[test]
        fn undoing_gives_the_text_back(text in "['=+@\t\r\na-]{0,6}|.{0,12}") {
            let safe = make_spreadsheet_safe(&text);
            prop_assert!(!is_formula(&safe));
            prop_assert_eq!(undo_spreadsheet_safe(&safe), text.as_str());
        }
    }
}
