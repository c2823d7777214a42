//! JSON objects as text: their members as they stand, and new keys behind them.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Calls `member` with every key of the object and its value as it stands in the text, in their order.
///
/// # Errors
/// The text is no JSON object, or something follows it. Members before the place of the error have been visited.
pub(crate) fn for_each_member<'a>(text: &'a str, member: impl FnMut(&str, &'a str)) -> Result<(), serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_str(text);
    parser.deserialize_map(Members { member })?;
    parser.end()
}

struct Members<F> {
    member: F,
}

impl<'a, F: FnMut(&str, &'a str)> Visitor<'a> for Members<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut key = String::new();
        while map.next_key_seed(Key { key: &mut key })?.is_some() {
            let value: &'a RawValue = map.next_value()?;
            (self.member)(&key, value.get());
        }
        Ok(())
    }
}

/// Reads a key into a buffer that is used again.
struct Key<'k> {
    key: &'k mut String,
}

impl<'a> DeserializeSeed<'a> for Key<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        self.key.clear();
        self.key.push_str(key);
        Ok(())
    }
}

/// Appends the cell that a JSON value is: strings without their quotes, nothing for `null`, numbers and truth values as
/// they are written, arrays and objects on one line without blanks.
pub(crate) fn push_cell(value: &str, out: &mut String) -> Result<(), serde_json::Error> {
    match value.as_bytes().first() {
        Some(b'"') if !value.contains('\\') => out.push_str(value.trim_matches('"')),
        Some(b'"') => out.push_str(&serde_json::from_str::<String>(value)?),
        Some(b'n') => {}
        Some(b'{' | b'[') => push_compact(value, out),
        _ => out.push_str(value),
    }
    Ok(())
}

fn push_compact(value: &str, out: &mut String) {
    let mut in_string = false;
    let mut escaped = false;
    for ch in value.chars() {
        if in_string {
            in_string = escaped || ch != '"';
            escaped = !escaped && ch == '\\';
        } else if matches!(ch, ' ' | '\t' | '\r' | '\n') {
            continue;
        } else {
            in_string = ch == '"';
        }
        out.push(ch);
    }
}

/// Appends the text as a JSON string with its quotes.
pub(crate) fn push_json_text(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..=0x1F => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        if escape.is_empty() {
            out.push_str(&format!("\\u{byte:04x}"));
        } else {
            out.push_str(escape);
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// Appends the object without its closing brace, so that more members can follow.
pub(crate) fn with_keys_appended(object: &str, out: &mut String) {
    let open = object.trim_end().strip_suffix('}').unwrap_or("{");
    out.push_str(open.trim_end());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn members(text: &str) -> Result<Vec<(String, String)>, serde_json::Error> {
        let mut members = Vec::new();
        for_each_member(text, |key, value| {
            let mut cell = String::new();
            push_cell(value, &mut cell).unwrap();
            members.push((key.to_owned(), cell));
        })?;
        Ok(members)
    }

    #[test]
    fn values_become_cells_as_they_are_written() {
        let text = r#" {"s" : "a\"b\u00e9", "n":1.50, "big": 12345678901234567890123, "b":true, "z":null,
            "a": [1, " x\" ", {"k" : []}], "k\n": "é"} "#;
        let expected = [
            ("s", "a\"bé"),
            ("n", "1.50"),
            ("big", "12345678901234567890123"),
            ("b", "true"),
            ("z", ""),
            ("a", r#"[1," x\" ",{"k":[]}]"#),
            ("k\n", "é"),
        ];
        let expected = expected.map(|(key, cell)| (key.to_owned(), cell.to_owned()));
        assert_eq!(members(text).unwrap(), expected);
    }

    #[test]
    fn what_is_no_object_is_an_error_and_depth_is_none() {
        for text in ["", "[]", "1", "\"a\"", "{", "{\"a\":}", "{} {}", "{'a':1}", "\u{1}"] {
            assert!(members(text).is_err(), "{text:?}");
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(members(&deep).is_ok());
    }

    #[test]
    fn keys_are_appended_to_empty_objects_too() {
        for (object, open) in [("{}", "{"), ("{ } ", "{"), ("{\"a\": 1 }", "{\"a\": 1")] {
            let mut out = String::new();
            with_keys_appended(object, &mut out);
            assert_eq!(out, open);
        }
    }

    proptest! {
        #[test]
        fn a_string_reads_back_as_it_was_written(text in any::<String>()) {
            let mut json = String::new();
            push_json_text(&text, &mut json);
            let mut cell = String::new();
            push_cell(&json, &mut cell).unwrap();
            prop_assert_eq!(cell, text);
        }
    }
}
