//! Which answers a session asks, in which order, and when a missed one comes back.
//!
//! The rule is that of Leitner's boxes. An answer that was right at once in a session moves up a box, from 1 to [`BOXES`];
//! one that was missed goes back to box 1. What lies in box 1 is due in the next session, in box 2 two sessions later, then
//! after four, eight and sixteen. A session first takes what is due, lowest box first, then answers never asked, then
//! what is due soonest. Within a session a missed answer comes back after [`GAP`] others, until it is right.

use std::collections::{BTreeMap, VecDeque};

use super::ItemKey;

/// Number of boxes.
pub const BOXES: u8 = 5;

/// Others that are asked before a missed answer comes back, where that many are left.
pub const GAP: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    number: u8,
    due: u64,
}

/// How well a trainee knows the answers of a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boxes {
    places: BTreeMap<ItemKey, Place>,
    sessions: u64,
}

impl Boxes {
    /// Takes a session in, the earlier ones first: each answer that was asked, with whether it was right at once.
    pub fn take_session(&mut self, answers: impl IntoIterator<Item = (ItemKey, bool)>) {
        self.sessions += 1;
        for (key, right) in answers {
            let before = self.places.get(&key).map_or(0, |place| place.number);
            let number = if right { (before + 1).min(BOXES) } else { 1 };
            self.places.insert(key, Place { number, due: self.sessions + (1 << (number - 1)) });
        }
    }

    /// The box of an answer, 1 to [`BOXES`]; 0 for one that was never asked.
    pub fn box_of(&self, key: ItemKey) -> u8 {
        self.places.get(&key).map_or(0, |place| place.number)
    }

    /// Whether an answer was asked before and is due in the next session.
    pub fn is_due(&self, key: ItemKey) -> bool {
        self.places.get(&key).is_some_and(|place| place.due <= self.sessions + 1)
    }
}

/// The answers of a session, by their places in `keys`: at most `length`, in an order that the seed decides.
pub fn session_order(keys: &[ItemKey], boxes: &Boxes, length: usize, seed: u64) -> Vec<usize> {
    let mut places: Vec<usize> = (0..keys.len()).collect();
    shuffle(&mut places, seed);
    // A stable sort keeps the order of the seed among equals.
    places.sort_by_key(|&at| match boxes.places.get(&keys[at]) {
        Some(place) if place.due <= boxes.sessions + 1 => (0, u64::from(place.number)),
        None => (1, 0),
        Some(place) => (2, place.due),
    });
    places.truncate(length);
    shuffle(&mut places, seed ^ 0x9E37_79B9_7F4A_7C15);
    places
}

/// Fisher and Yates' shuffle with the numbers of SplitMix64.
///
/// # Source
/// Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (2014), the generator of Java's SplittableRandom.
fn shuffle(places: &mut [usize], seed: u64) {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    for last in (1..places.len()).rev() {
        let other = (next() % (last as u64 + 1)) as usize;
        places.swap(last, other);
    }
}

/// What a session still asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeQueue {
    waiting: VecDeque<(usize, bool)>,
}

impl PracticeQueue {
    /// Asks these answers, in this order.
    pub fn new(order: &[usize]) -> PracticeQueue {
        PracticeQueue { waiting: order.iter().map(|&at| (at, false)).collect() }
    }

    /// The answer that is asked now, and whether it was missed before in this session; `None` at the end.
    pub fn current(&self) -> Option<(usize, bool)> {
        self.waiting.front().copied()
    }

    /// The answer was given: a missed one comes back after [`GAP`] others, or at the end.
    pub fn answered(&mut self, right: bool) {
        let Some((at, _)) = self.waiting.pop_front() else { return };
        if !right {
            self.waiting.insert(GAP.min(self.waiting.len()), (at, true));
        }
    }

    /// How many answers are still to be given, those that come back among them.
    pub fn left(&self) -> usize {
        self.waiting.len()
    }

    /// How many of them were missed before.
    pub fn coming_back(&self) -> usize {
        self.waiting.iter().filter(|(_, again)| *again).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verdict;
    use domain::ClassificationId;

    fn keys(count: usize) -> Vec<ItemKey> {
        let agreed = Verdict::parse("2654").unwrap();
        (0..count).map(|at| ItemKey::of(ClassificationId::Osca2024, &at.to_string(), "", agreed)).collect()
    }

    #[test]
    fn what_was_missed_is_due_at_once_and_what_was_known_later_and_later() {
        let keys = keys(2);
        let mut boxes = Boxes::default();
        let mut due = Vec::new();
        for _ in 0..32 {
            let asked = boxes.box_of(keys[0]) == 0 || boxes.is_due(keys[0]);
            if asked {
                due.push(boxes.sessions + 1);
            }
            boxes.take_session(asked.then_some((keys[0], true)));
        }
        assert_eq!(due, [1, 2, 4, 8, 16, 32], "one, two, four, eight, sixteen sessions later");
        boxes.take_session([(keys[0], false)]);
        assert_eq!(boxes.box_of(keys[0]), 1);
        assert!(boxes.is_due(keys[0]) && !boxes.is_due(keys[1]));
    }

    #[test]
    fn a_session_takes_what_is_due_then_new_ones_then_what_comes_soonest() {
        let keys = keys(30);
        let mut boxes = Boxes::default();
        boxes.take_session((0..10).map(|at| (keys[at], at >= 4)));
        // 0 to 3 are in box 1, 4 to 9 in box 1 too after one right answer: all are due.
        boxes.take_session((4..10).map(|at| (keys[at], true)));
        let mut order = session_order(&keys, &boxes, 12, 7);
        order.sort_unstable();
        assert_eq!(order[..4], [0, 1, 2, 3]);
        assert!(order[4..].iter().all(|at| *at >= 10), "box 2 waits for another session: {order:?}");
        assert_eq!(session_order(&keys, &boxes, usize::MAX, 7).len(), 30);
    }

    #[test]
    fn a_missed_answer_comes_back_after_three_others() {
        let mut queue = PracticeQueue::new(&[0, 1, 2, 3, 4]);
        let mut asked = Vec::new();
        while let Some((at, again)) = queue.current() {
            asked.push(at);
            queue.answered(at != 0 || again);
        }
        assert_eq!(asked, [0, 1, 2, 3, 0, 4]);
    }
}
