//! The vocabulary of a model: from the hash of a feature to its number and its weight of rarity.

use crate::features::Space;

/// A 48-bit hash that stands for a feature. With 300,000 features an unknown one is mistaken for a known one once in
/// 900 million times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FeatureHash(pub u64);

/// A hash under construction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashing(u64);

/// Number of bits of a feature hash.
const BITS: u32 = 48;

impl FeatureHash {
    pub(crate) fn start(space: Space) -> Hashing {
        Hashing(0xcbf2_9ce4_8422_2325).push(space as u8)
    }

    pub(crate) fn of(space: Space, bytes: &[u8]) -> FeatureHash {
        bytes.iter().fold(FeatureHash::start(space), |hash, &byte| hash.push(byte)).finish()
    }

    /// The hash of a pair whose first part has this hash.
    pub(crate) fn then(self, space: Space, bytes: &[u8]) -> FeatureHash {
        let first = Hashing(self.0 ^ 0x9e37_79b9_7f4a_7c15).push(space as u8);
        bytes.iter().fold(first, |hash, &byte| hash.push(byte)).finish()
    }
}

impl Hashing {
    /// One byte more.
    ///
    /// # Source
    /// FNV-1a, Fowler, Noll and Vo.
    pub(crate) fn push(self, byte: u8) -> Hashing {
        Hashing((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// Mixes the bits, because the high ones of FNV-1a depend little on the last bytes.
    pub(crate) fn finish(self) -> FeatureHash {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        FeatureHash((mixed ^ (mixed >> 29)) >> (64 - BITS))
    }
}

/// Feature hashes with their weights of rarity, in an open-addressing table.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    /// Sorted; the place is the number of the feature.
    hashes: Vec<FeatureHash>,
    /// Weight of rarity in steps of [`RARITY_STEP`].
    rarities: Vec<u8>,
    /// Numbers plus one, by hash; 0 is a free place. The length is a power of two.
    table: Vec<u32>,
}

/// The step in which weights of rarity are kept.
pub(crate) const RARITY_STEP: f32 = 1.0 / 16.0;

impl Vocabulary {
    /// A vocabulary of these features, sorted by hash.
    pub(crate) fn new(hashes: Vec<FeatureHash>, rarities: Vec<u8>) -> Vocabulary {
        debug_assert!(hashes.is_sorted() && hashes.len() == rarities.len());
        let capacity = (hashes.len() * 2 + 1).next_power_of_two();
        let mut table = vec![0u32; capacity];
        for (number, &hash) in hashes.iter().enumerate() {
            let mut place = hash.0 as usize & (capacity - 1);
            while table[place] != 0 {
                place = (place + 1) & (capacity - 1);
            }
            table[place] = number as u32 + 1;
        }
        Vocabulary { hashes, rarities, table }
    }

    /// The number and the weight of rarity of a feature.
    pub(crate) fn find(&self, hash: FeatureHash) -> Option<(u32, f32)> {
        let mask = self.table.len() - 1;
        let mut place = hash.0 as usize & mask;
        loop {
            let number = self.table[place].checked_sub(1)?;
            if self.hashes[number as usize] == hash {
                return Some((number, f32::from(self.rarities[number as usize]) * RARITY_STEP));
            }
            place = (place + 1) & mask;
        }
    }

    /// How many features there are.
    pub(crate) fn len(&self) -> usize {
        self.hashes.len()
    }

    pub(crate) fn hashes(&self) -> &[FeatureHash] {
        &self.hashes
    }

    pub(crate) fn rarities(&self) -> &[u8] {
        &self.rarities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_is_found_under_its_number() {
        let mut hashes: Vec<FeatureHash> =
            (0..5000u32).map(|n| FeatureHash::of(Space::TitleWord, &n.to_le_bytes())).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), 5000);
        let vocabulary = Vocabulary::new(hashes.clone(), vec![16; 5000]);
        for (number, &hash) in hashes.iter().enumerate() {
            assert_eq!(vocabulary.find(hash), Some((number as u32, 1.0)));
        }
        assert_eq!(vocabulary.find(FeatureHash::of(Space::TitlePair, b"nobody")), None);
    }
}
