//! The encoding of a text file, guessed from its bytes, and the files that are no text.

use std::io::{self, Read};
use std::path::Path;

use crate::{Encoding, FormatError};

/// How many bytes of a stream are looked at before the first record is read.
pub(crate) const SAMPLE: usize = 1 << 20;

/// The encoding that a byte order mark tells, and the length of the mark.
pub(crate) fn mark(sample: &[u8]) -> Option<(Encoding, usize)> {
    let marks: [(&[u8], Encoding); 3] =
        [(b"\xEF\xBB\xBF", Encoding::Utf8), (b"\xFF\xFE", Encoding::Utf16Le), (b"\xFE\xFF", Encoding::Utf16Be)];
    marks.into_iter().find(|(mark, _)| sample.starts_with(mark)).map(|(mark, encoding)| (encoding, mark.len()))
}

/// The text begins with the byte order mark of UTF-32; the one of low bytes first begins with that of UTF-16.
pub(crate) fn is_utf32(sample: &[u8]) -> bool {
    sample.starts_with(b"\xFF\xFE\0\0") || sample.starts_with(b"\0\0\xFE\xFF")
}

/// UTF-16 without a mark: in Western text every other byte is NUL.
pub(crate) fn utf16(sample: &[u8]) -> Option<Encoding> {
    let pairs = sample.len() / 2;
    let nuls = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    if pairs >= 2 && odd * 10 >= pairs * 6 && even * 10 < pairs {
        Some(Encoding::Utf16Le)
    } else if pairs >= 2 && even * 10 >= pairs * 6 && odd * 10 < pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// UTF-8 or Windows-1252, with what a person should know about the choice.
///
/// `more_follows` says that the bytes may end within a character. A file with more sound characters of more than one
/// byte than bytes that fit none is a damaged UTF-8 file, as hardly any text of another encoding looks like that; so is
/// one that only ends within a character, since it was cut there.
pub(crate) fn utf8_or_1252(input: impl Read, more_follows: bool) -> io::Result<(Encoding, Option<String>)> {
    let mut found = scan(input)?;
    let cut = found.rest > 0 && !more_follows;
    let only_cut = cut && found.places == 0;
    if cut {
        found.places += 1;
        found.bytes += found.rest as u64;
    }
    if found.places == 0 {
        Ok((Encoding::Utf8, None))
    } else if only_cut || found.longer > found.bytes {
        let note = format!(
            "The file is UTF-8 with {} damaged {}: what is no text there is read as \u{FFFD} and listed among the problems.",
            found.places,
            if found.places == 1 { "place" } else { "places" }
        );
        Ok((Encoding::Utf8, Some(note)))
    } else {
        let note = "The encoding is guessed: Windows-1252, because the file is not valid UTF-8. Choose another one if \
                    letters with accents look wrong."
            .to_owned();
        Ok((Encoding::Windows1252, Some(note)))
    }
}

#[derive(Default)]
struct Utf8Scan {
    /// Places that are no UTF-8, and the bytes in them.
    places: u64,
    bytes: u64,
    /// Sound characters of more than one byte.
    longer: u64,
    /// Bytes at the end that begin a character.
    rest: usize,
}

fn scan(mut input: impl Read) -> io::Result<Utf8Scan> {
    let mut found = Utf8Scan::default();
    let mut buffer = vec![0; SAMPLE];
    let mut kept = 0;
    loop {
        let count = match input.read(&mut buffer[kept..]) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = kept + count;
        let mut at = 0;
        let tail = loop {
            let (sound, broken) = match std::str::from_utf8(&buffer[at..end]) {
                Ok(text) => (text.len(), None),
                Err(error) => (error.valid_up_to(), Some(error.error_len())),
            };
            found.longer += buffer[at..at + sound].iter().filter(|byte| **byte >= 0xC2).count() as u64;
            at += sound;
            let Some(Some(length)) = broken else { break at };
            found.places += 1;
            found.bytes += length as u64;
            at += length;
        };
        kept = end - tail;
        if count == 0 {
            found.rest = kept;
            return Ok(found);
        }
        buffer.copy_within(tail..end, 0);
    }
}

/// Refuses files that are no text, by their first bytes.
///
/// # Errors
/// [`FormatError::Binary`].
pub(crate) fn refuse_binary(path: &Path, sample: &[u8], encoding_given: bool) -> Result<(), FormatError> {
    let binary = |looks_like, advice| Err(FormatError::Binary { path: path.to_path_buf(), looks_like, advice });
    let other = "Choose the file that holds the answers.";
    let kinds: [(&[u8], &str, &str); 11] = [
        (
            b"PK\x03\x04",
            "a workbook or a zip archive",
            "If it is a workbook, rename it to .xlsx; else unpack it first.",
        ),
        (b"\xD0\xCF\x11\xE0", "an old workbook (.xls) or one with a password", "Save it as .xlsx or .csv without one."),
        (b"\x89PNG", "a picture", other),
        (b"\xFF\xD8\xFF", "a picture", other),
        (b"GIF8", "a picture", other),
        (b"%PDF-", "a PDF", "Ask for the table from which it was made."),
        (b"\x1F\x8B", "a compressed file", "Unpack it first."),
        (b"\x28\xB5\x2F\xFD", "a compressed file", "Unpack it first."),
        (b"7z\xBC\xAF", "a compressed file", "Unpack it first."),
        (b"SQLite format 3\0", "a database or an Occudesk project", "If it is a project, open it as one."),
        (b"PAR1", "a Parquet file", "Name the file itself, with the ending .parquet, and no other format."),
    ];
    if let Some((_, looks_like, advice)) = kinds.into_iter().find(|(start, _, _)| sample.starts_with(start)) {
        return binary(looks_like, advice);
    }
    if encoding_given || mark(sample).is_some() || utf16(sample).is_some() {
        return Ok(());
    }
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C);
    if sample.starts_with(&[0]) || sample.iter().filter(control).count() * 10 > sample.len() {
        return binary("binary data", other);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(bytes: &[u8]) -> Encoding {
        utf8_or_1252(bytes, false).unwrap().0
    }

    #[test]
    fn marks_tell_the_encoding() {
        assert_eq!(mark(b"\xEF\xBB\xBFa"), Some((Encoding::Utf8, 3)));
        assert_eq!(mark(b"\xFF\xFEa\0"), Some((Encoding::Utf16Le, 2)));
        assert_eq!(mark(b"\xFE\xFF\0a"), Some((Encoding::Utf16Be, 2)));
        assert_eq!(mark(b"title"), None);
    }

    #[test]
    fn utf16_shows_without_a_mark() {
        let bytes = |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<_>>();
        assert_eq!(utf16(&bytes("title,tasks\ncafé\n", u16::to_le_bytes)), Some(Encoding::Utf16Le));
        assert_eq!(utf16(&bytes("title,tasks\ncafé\n", u16::to_be_bytes)), Some(Encoding::Utf16Be));
        assert_eq!(utf16(b"title,tasks\nnurse,a\0b\n"), None);
    }

    #[test]
    fn what_is_no_utf8_is_windows_1252() {
        assert_eq!(guess("café".as_bytes()), Encoding::Utf8);
        assert_eq!(guess(b"caf\xE9, na\xEFve"), Encoding::Windows1252);
        assert_eq!(guess(b"caf\xE9, ends in caf\xE9"), Encoding::Windows1252);
        assert_eq!(guess(b""), Encoding::Utf8);
    }

    #[test]
    fn characters_across_chunks_are_whole_and_a_damaged_file_stays_utf8() {
        let mut text = "aé".repeat(SAMPLE).into_bytes();
        assert_eq!(guess(&text), Encoding::Utf8);
        text.insert(SAMPLE * 3 / 2, 0xFF);
        assert_eq!(guess(&text), Encoding::Utf8);
        assert_eq!(guess(&[b'a'; SAMPLE * 2 + 1]), Encoding::Utf8);
        assert_eq!(guess(&[0xE9; SAMPLE * 2 + 1]), Encoding::Windows1252);
        assert_eq!(utf8_or_1252(&"é".as_bytes()[..1], true).unwrap().0, Encoding::Utf8);
    }

    #[test]
    fn more_sound_characters_than_broken_bytes_make_a_damaged_utf8_file() {
        let cases: [(&[u8], Encoding, &str); 7] = [
            (b"caf\xC3\xA9 na\xC3\xAFve bad\xE9byte", Encoding::Utf8, "1 damaged place:"),
            (b"\xC3\xA9\xC3\xA9\xC3\xA9 \xE9 \xE9", Encoding::Utf8, "2 damaged places:"),
            (b"caf\xC3\xA9 bad\xE9byte", Encoding::Windows1252, "Windows-1252"),
            (b"caf\xC3\xA9 bad\xE2\x80 byte", Encoding::Windows1252, "Windows-1252"),
            (b"cut in caf\xC3", Encoding::Utf8, "1 damaged place:"),
            (b"cut in \xE2\x80", Encoding::Utf8, "1 damaged place:"),
            (b"\xE9 and cut in caf\xC3", Encoding::Windows1252, "Windows-1252"),
        ];
        for (bytes, encoding, words) in cases {
            let (found, note) = utf8_or_1252(bytes, false).unwrap();
            assert_eq!(found, encoding, "{bytes:?}");
            assert!(note.unwrap().contains(words), "{bytes:?}");
        }
        assert_eq!(utf8_or_1252("é".as_bytes(), false).unwrap(), (Encoding::Utf8, None));
    }

    #[test]
    fn binary_files_are_refused_by_what_they_look_like() {
        let path = Path::new("a.csv");
        for bytes in [&b"PK\x03\x04abc"[..], b"\x89PNG\r\n\x1a\n", b"\0\0\0\0\0", b"%PDF-1.7", b"a\x01\x02\x03b\0\0"] {
            assert!(matches!(refuse_binary(path, bytes, false), Err(FormatError::Binary { .. })), "{bytes:?}");
        }
        assert!(refuse_binary(path, b"title,tasks\nclea\0ner,x\n", false).is_ok());
    }
}
