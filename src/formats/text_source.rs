//! Text as UTF-8 bytes, whatever the encoding of the file.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult};

use crate::Encoding;

const CHUNK: usize = 1 << 18;
const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// A stream of text, decoded to UTF-8 as it is read. UTF-8 itself is passed on unchecked: who reads it finds the
/// bytes that are no text, and so knows their record and column.
pub(crate) struct TextSource {
    input: Box<dyn Read + Send>,
    decoder: Option<Decoder>,
    /// Bytes of the file that are not decoded yet; of UTF-8, those that are not read yet.
    raw: Vec<u8>,
    raw_at: usize,
    /// Decoded bytes that are not read yet, up to `text_end`; not used for UTF-8.
    text: Vec<u8>,
    text_at: usize,
    text_end: usize,
    input_ended: bool,
    decoder_ended: bool,
    bytes_read: u64,
    consumed: u64,
    /// Where, in decoded bytes from the beginning, a sign stands for bytes that are no text.
    replaced: VecDeque<u64>,
}

impl TextSource {
    /// Reads `input`, which is past its byte order mark.
    pub(crate) fn new(input: Box<dyn Read + Send>, encoding: Encoding) -> TextSource {
        let decoder = match encoding {
            Encoding::Utf8 => None,
            Encoding::Utf16Le => Some(encoding_rs::UTF_16LE.new_decoder_without_bom_handling()),
            Encoding::Utf16Be => Some(encoding_rs::UTF_16BE.new_decoder_without_bom_handling()),
            Encoding::Windows1252 => Some(encoding_rs::WINDOWS_1252.new_decoder_without_bom_handling()),
        };
        let room = if decoder.is_some() { CHUNK } else { 0 };
        TextSource {
            input,
            decoder,
            raw: Vec::new(),
            raw_at: 0,
            text: vec![0; room],
            text_at: 0,
            text_end: 0,
            input_ended: false,
            decoder_ended: false,
            bytes_read: 0,
            consumed: 0,
            replaced: VecDeque::new(),
        }
    }

    /// How many bytes were taken from the input.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// How many decoded bytes were consumed.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// How many signs up to here stand for bytes that were no text; each is told once.
    pub(crate) fn take_replaced(&mut self) -> usize {
        let mut count = 0;
        while self.replaced.front().is_some_and(|at| *at < self.consumed) {
            self.replaced.pop_front();
            count += 1;
        }
        count
    }

    fn fill_raw(&mut self) -> io::Result<()> {
        while self.raw_at == self.raw.len() && !self.input_ended {
            self.raw_at = 0;
            self.raw.resize(CHUNK, 0);
            match self.input.read(&mut self.raw) {
                Ok(count) => {
                    self.raw.truncate(count);
                    self.bytes_read += count as u64;
                    self.input_ended = count == 0;
                }
                Err(error) => {
                    self.raw.clear();
                    if error.kind() != io::ErrorKind::Interrupted {
                        return Err(error);
                    }
                }
            }
        }
        Ok(())
    }

    fn decode(&mut self) -> io::Result<()> {
        while self.text_at == self.text_end && !self.decoder_ended {
            self.fill_raw()?;
            let Some(decoder) = &mut self.decoder else { return Ok(()) };
            // Room is left for a sign behind what was decoded.
            let room = self.text.len() - REPLACEMENT.len();
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_at..],
                &mut self.text[..room],
                self.input_ended,
            );
            self.raw_at += read;
            self.text_at = 0;
            self.text_end = written;
            match result {
                DecoderResult::InputEmpty => self.decoder_ended = self.input_ended,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.replaced.push_back(self.consumed + written as u64);
                    self.text[written..written + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
                    self.text_end += REPLACEMENT.len();
                }
            }
        }
        Ok(())
    }
}

impl Read for TextSource {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let buffered = self.fill_buf()?;
        let count = buffered.len().min(out.len());
        out[..count].copy_from_slice(&buffered[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for TextSource {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.decoder.is_none() {
            self.fill_raw()?;
            Ok(&self.raw[self.raw_at..])
        } else {
            self.decode()?;
            Ok(&self.text[self.text_at..self.text_end])
        }
    }

    fn consume(&mut self, count: usize) {
        self.consumed += count as u64;
        if self.decoder.is_none() {
            self.raw_at += count;
        } else {
            self.text_at += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: Vec<u8>, encoding: Encoding) -> (String, usize) {
        let mut source = TextSource::new(Box::new(io::Cursor::new(bytes)), encoding);
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        (text, source.take_replaced())
    }

    #[test]
    fn every_encoding_becomes_utf8() {
        let text = "café ☕ 🦘".repeat(50_000);
        let le = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(text.clone().into_bytes(), Encoding::Utf8).0, text);
        assert_eq!(decoded(le, Encoding::Utf16Le).0, text);
        assert_eq!(decoded(be, Encoding::Utf16Be).0, text);
        assert_eq!(decoded(b"caf\xE9 \x96 \x80".to_vec(), Encoding::Windows1252).0, "café – €");
    }

    #[test]
    fn half_characters_are_replaced_and_counted() {
        let bytes = [0x61, 0, 0x00, 0xD8, 0x62, 0, 0x63].to_vec();
        assert_eq!(decoded(bytes, Encoding::Utf16Le), ("a\u{FFFD}b\u{FFFD}".to_owned(), 2));
    }
}
