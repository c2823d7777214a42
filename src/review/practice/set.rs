//! Answers with agreed codes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::ClassificationId;
use sha2::{Digest, Sha256};

use crate::{Hash, Verdict, hash_text};

/// A set holds at most this many answers; of more, those with the least keys are taken, which is as good as drawing
/// them by lot and always draws the same.
pub const MOST_ITEMS: usize = 10_000;

/// Knows an answer with its agreed code again, without its text: the first eight bytes of the SHA-256 hash over
/// classification, job title, tasks and agreed code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey([u8; 8]);

impl ItemKey {
    /// The key of an answer.
    pub fn of(id: ClassificationId, title: &str, tasks: &str, agreed: Verdict) -> ItemKey {
        let mut hasher = Sha256::new();
        for part in [id.key(), title, tasks, agreed.text()] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let hash: Hash = hasher.finalize().into();
        let mut key = [0; 8];
        key.copy_from_slice(&hash[..8]);
        ItemKey(key)
    }

    /// Reads what is written on display: 16 hexadecimal digits.
    pub fn parse(text: &str) -> Option<ItemKey> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok().filter(|_| digits)?;
        Some(ItemKey(number.to_be_bytes()))
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemKey({self})")
    }
}

/// An answer with its agreed code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeItem {
    /// Knows it again.
    pub key: ItemKey,
    /// Its row in the file, or record in the project, from 1.
    pub row: u64,
    /// Job title.
    pub title: String,
    /// Main tasks; may be empty.
    pub tasks: String,
    /// What was agreed.
    pub agreed: Verdict,
    /// Why; may be empty.
    pub reason: String,
    /// How hard it is, as the set says: `easy`, `medium`, `hard`; empty where it says nothing.
    pub difficulty: String,
}

/// Answers with agreed codes. Practising never changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeSet {
    /// The name on screen.
    pub name: String,
    /// What the answers are coded to.
    pub classification: ClassificationId,
    /// The answers, by row; no two with the same key.
    pub items: Vec<PracticeItem>,
    /// Knows the set again by its content: SHA-256 over the keys of its answers in order, as hexadecimal digits. Name,
    /// reasons and difficulty may change without making it another set.
    pub id: String,
    /// Rows that were left out because the same answer with the same code stands further up, or because there were too many.
    pub left_out: u64,
}

impl PracticeSet {
    /// The place of an answer in `items`.
    pub fn position(&self, key: ItemKey) -> Option<usize> {
        self.items.iter().position(|item| item.key == key)
    }

    /// The keys, in order.
    pub fn keys(&self) -> Vec<ItemKey> {
        self.items.iter().map(|item| item.key).collect()
    }
}

/// Gathers a set from any number of rows and never holds more than [`MOST_ITEMS`].
#[derive(Debug)]
pub struct SetGatherer {
    classification: ClassificationId,
    items: BTreeMap<ItemKey, PracticeItem>,
    seen: u64,
    limit: usize,
}

impl SetGatherer {
    /// Nothing yet.
    pub fn new(classification: ClassificationId) -> SetGatherer {
        SetGatherer { classification, items: BTreeMap::new(), seen: 0, limit: MOST_ITEMS }
    }

    /// Takes a row in.
    pub fn take(&mut self, row: u64, title: &str, tasks: &str, agreed: Verdict, reason: &str, difficulty: &str) {
        self.seen += 1;
        let key = ItemKey::of(self.classification, title, tasks, agreed);
        self.items.entry(key).or_insert_with(|| PracticeItem {
            key,
            row,
            title: title.to_owned(),
            tasks: tasks.to_owned(),
            agreed,
            reason: reason.to_owned(),
            difficulty: difficulty.to_owned(),
        });
        if self.items.len() > self.limit {
            self.items.pop_last();
        }
    }

    /// Whether nothing was taken in.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The set.
    pub fn finish(self, name: &str) -> PracticeSet {
        let mut items: Vec<PracticeItem> = self.items.into_values().collect();
        items.sort_by_key(|item| (item.row, item.key));
        let mut hasher = Sha256::new();
        hasher.update(self.classification.key().as_bytes());
        for item in &items {
            hasher.update(item.key.0);
        }
        debug_assert_eq!(items.iter().map(|item| item.key).collect::<BTreeSet<_>>().len(), items.len());
        PracticeSet {
            name: name.to_owned(),
            classification: self.classification,
            left_out: self.seen - items.len() as u64,
            id: hash_text(&hasher.finalize().into()),
            items,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Verdict {
        Verdict::parse(text).unwrap()
    }

    #[test]
    fn a_set_is_known_by_its_answers_and_not_by_its_words_about_them() {
        let set = |rows: &[(&str, &str)], reason: &str| {
            let mut gatherer = SetGatherer::new(ClassificationId::Osca2024);
            for ((title, agreed), row) in rows.iter().zip(1..) {
                gatherer.take(row, title, "", code(agreed), reason, "");
            }
            gatherer.finish("a set")
        };
        let one = set(&[("brickie", "371131"), ("nurse", "2654")], "because");
        assert_eq!(one.id, set(&[("brickie", "371131"), ("nurse", "2654")], "for another reason").id);
        assert_ne!(one.id, set(&[("brickie", "371131"), ("nurse", "265432")], "because").id);
        assert_ne!(one.id, set(&[("nurse", "2654"), ("brickie", "371131")], "because").id);
        let doubled = set(&[("brickie", "371131"), ("brickie", "371131"), ("nurse", "2654")], "");
        assert_eq!((doubled.items.len(), doubled.left_out), (2, 1));
        assert_eq!(doubled.items[0].row, 1);
        assert_eq!(ItemKey::parse(&one.items[0].key.to_string()), Some(one.items[0].key));
        assert_eq!(ItemKey::parse("+123456789abcdef"), None);
    }

    #[test]
    fn of_too_many_the_same_ones_are_kept_whatever_their_order() {
        let gather = |rows: Vec<u64>| {
            let mut gatherer = SetGatherer { limit: 5, ..SetGatherer::new(ClassificationId::Osca2024) };
            for row in rows {
                gatherer.take(row, &format!("answer {row}"), "", code("2654"), "", "");
            }
            gatherer.finish("")
        };
        let (up, down) = (gather((1..=40).collect()), gather((1..=40).rev().collect()));
        assert_eq!(up, down);
        assert_eq!((up.items.len(), up.left_out), (5, 35));
        assert!(up.items.is_sorted_by_key(|item| item.row));
    }
}
