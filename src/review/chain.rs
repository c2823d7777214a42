//! The hash chain of the log, entry by entry.

use crate::{ChainError, Entry, Hash};

/// Where a log has come to: checks one entry after the other without keeping them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    head: Hash,
    entries: u64,
}

impl Chain {
    /// The beginning of a log; `genesis` stands for what it belongs to.
    pub fn from(genesis: Hash) -> Chain {
        Chain { head: genesis, entries: 0 }
    }

    /// Takes in the next entry: its number, the hash of the entry before, and its own.
    ///
    /// # Errors
    /// [`ChainError`] when the entry was changed, left out or put in; the chain is then as it was.
    pub fn take(&mut self, entry: &Entry) -> Result<(), ChainError> {
        let number = entry.number;
        let expected = self.entries + 1;
        if number != expected {
            return Err(ChainError::Number { expected, found: number });
        }
        if entry.previous != self.head {
            return Err(ChainError::Previous { number });
        }
        if entry.hash != entry.expected_hash() {
            return Err(ChainError::Hash { number });
        }
        self.head = entry.hash;
        self.entries = number;
        Ok(())
    }

    /// The hash of the last entry, the genesis without one.
    pub fn head(&self) -> Hash {
        self.head
    }

    /// Number of entries taken in.
    pub fn entries(&self) -> u64 {
        self.entries
    }
}

/// Checks numbers and hashes of a whole log and returns its head, the genesis for an empty one.
///
/// # Errors
/// [`ChainError`] at the first entry that was changed, left out or put in.
pub fn verify<'a>(genesis: &Hash, entries: impl IntoIterator<Item = &'a Entry>) -> Result<Hash, ChainError> {
    let mut chain = Chain::from(*genesis);
    entries.into_iter().try_for_each(|entry| chain.take(entry))?;
    Ok(chain.head())
}

/// Reads a hash, or the beginning of one, from hexadecimal digits; blanks and the case of letters do not matter. `None`
/// for fewer than eight digits, more than 64, and anything else. Digits of half a byte are left out.
pub fn hash_beginning(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| sign.to_digit(16).map(|digit| digit as u8))
        .collect();
    let digits = digits.filter(|digits| (8..=64).contains(&digits.len()))?;
    Some(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_text;

    #[test]
    fn a_hash_is_read_as_it_is_written_and_from_its_beginning() {
        let mut hash = [7; 32];
        hash[31] = 0xf0;
        assert_eq!(hash_beginning(&hash_text(&hash)).as_deref(), Some(&hash[..]));
        assert_eq!(hash_beginning(" 0707 07:07"), None);
        assert_eq!(hash_beginning("07 07 0A Ff 9"), Some(vec![7, 7, 10, 255]));
        assert_eq!(hash_beginning("070707"), None);
        assert_eq!(hash_beginning(&"0".repeat(65)), None);
    }
}
