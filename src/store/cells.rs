//! The cells of a record besides its answer, as bytes.

/// Appends a cell: its length in bytes as LEB128, then its UTF-8.
pub(crate) fn write_cell(cell: &str, out: &mut Vec<u8>) {
    let mut length = cell.len();
    while length >= 0x80 {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend_from_slice(cell.as_bytes());
}

/// Reads the cells one after another. An item is `None` where the bytes are damaged; nothing follows it.
pub(crate) fn read_cells(bytes: &[u8]) -> impl Iterator<Item = Option<&str>> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let bytes = rest.filter(|bytes| !bytes.is_empty())?;
        let cell = split_cell(bytes);
        rest = cell.map(|(_, rest)| rest);
        Some(cell.map(|(cell, _)| cell))
    })
}

fn split_cell(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let mut length = 0usize;
    for (at, byte) in bytes.iter().enumerate().take(5) {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            let (cell, rest) = bytes.get(at + 1..)?.split_at_checked(length)?;
            return Some((std::str::from_utf8(cell).ok()?, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cells_come_back_as_they_went_in(cells in proptest::collection::vec(".{0,300}", 0..8)) {
            let mut bytes = Vec::new();
            for cell in &cells {
                write_cell(cell, &mut bytes);
            }
            let read: Option<Vec<&str>> = read_cells(&bytes).collect();
            prop_assert_eq!(read, Some(cells.iter().map(String::as_str).collect()));
        }

        #[test]
        fn any_bytes_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(read_cells(&bytes).count() <= 64);
        }
    }

    #[test]
    fn cut_off_cells_are_told() {
        let mut bytes = Vec::new();
        write_cell("abc", &mut bytes);
        assert_eq!(read_cells(&bytes[..3]).last(), Some(None));
    }
}
