//! Which answers are identical, and which nearly so.

use std::hash::{Hash, Hasher};

use domain::text::stem;
use rustc_hash::FxHasher;

use crate::{AnswerIndex, RecordId};

/// The group of a record whose answer nobody else gave, or is blank.
const ALONE: u32 = u32::MAX;

/// A title has to be this long, in letters, for one edit to make no other word of it: "cook" and "cool" stay apart.
const LEAST_EDITED: usize = 5;

/// A letter has at most so many bytes.
const BYTES_OF_A_LETTER: usize = 4;

/// The records by their answers. Two answers are identical when their normalised titles are and their normalised tasks
/// are; an answer without a word is identical to none. Groups are numbered by their first records.
///
/// 12 bytes a record, and up to 6 more where many answers are identical.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// Number of the group of each record, or [`ALONE`].
    number: Vec<u32>,
    /// The records of all groups, group by group, ascending within each.
    members: Vec<RecordId>,
    /// Where each group ends in `members`.
    ends: Vec<u32>,
    /// A hash of the set of stems of each title and of those of its tasks.
    stems: Vec<u32>,
    /// A hash of the tasks of each record.
    tasks: Vec<u32>,
}

impl Groups {
    /// Gathers the groups. About half a microsecond an answer.
    pub fn of(index: &AnswerIndex) -> Groups {
        let mut keys: Vec<u64> = Vec::with_capacity(index.len());
        let mut groups = Groups::default();
        groups.stems.reserve(index.len());
        groups.tasks.reserve(index.len());
        let mut buffer = Vec::new();
        for record in (0..).take(index.len()) {
            let answer = index.answer(record);
            if !is_blank(answer) {
                keys.push(u64::from(hash_of(answer)) << 32 | u64::from(record));
            }
            groups.stems.push(stems_key(answer, &mut buffer));
            groups.tasks.push(hash_of(answer.1));
        }
        keys.sort_unstable();
        let first = firsts(index, &keys);
        drop(keys);
        groups.number(&first);
        groups
    }

    /// The records with the answer of this one, itself among them, ascending; none when nobody else gave it.
    pub fn identical(&self, record: RecordId) -> &[RecordId] {
        self.number_of(record).map_or(&[], |number| self.members_of(number))
    }

    /// Number of records with the answer of this one, itself counted.
    pub fn size(&self, record: RecordId) -> usize {
        self.identical(record).len().max(1)
    }

    /// All groups, by their first records; each has two records or more.
    pub fn iter(&self) -> impl Iterator<Item = &[RecordId]> {
        (0..).take(self.ends.len()).map(|number| self.members_of(number))
    }

    /// The groups of these records, each once, by their first records.
    pub fn of_records(&self, records: impl IntoIterator<Item = RecordId>) -> impl Iterator<Item = &[RecordId]> {
        let mut numbers: Vec<u32> = records.into_iter().filter_map(|record| self.number_of(record)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| self.members_of(number))
    }

    /// Puts the records of the largest groups first, group by group; equally large ones by their first records, those
    /// without a group last. Within a group, and among those without one, records keep ascending if they did.
    pub(crate) fn sort_by_frequency(&self, records: &mut [RecordId]) {
        let size = |number: &u32| self.members_of(*number).len();
        let mut numbers: Vec<u32> = (0..).take(self.ends.len()).collect();
        numbers.sort_by_key(|number| (std::cmp::Reverse(size(number)), *number));
        let mut ranks = vec![0u32; numbers.len()];
        for (number, rank) in numbers.iter().zip(0..) {
            ranks[*number as usize] = rank;
        }
        let rank = |record: &RecordId| self.number_of(*record).map_or(ALONE, |number| ranks[number as usize]);
        records.sort_by_cached_key(|record| (rank(record), *record));
    }

    /// The group of a record, by its number; `None` when nobody else gave its answer.
    fn number_of(&self, record: RecordId) -> Option<u32> {
        self.number.get(record as usize).copied().filter(|number| *number != ALONE)
    }

    /// The records, ascending, whose answer is not identical to that of this record but nearly so. That is one of:
    ///
    /// - title and tasks have the same words as the record's, each for itself, whatever their order, their endings and how
    ///   often they come: "truck driver, drives trucks" and "driver, truck; driving truck";
    /// - the tasks are identical, and the titles differ by one letter that is put in, left out, replaced, or has changed
    ///   places with its neighbour. Both titles have five letters or more, and no digit differs.
    ///
    /// Nothing is nearly identical to a blank answer. A few milliseconds for a million records, so that it may be asked
    /// in a frame.
    pub fn near(&self, index: &AnswerIndex, record: RecordId) -> Vec<RecordId> {
        let answer = index.answer(record);
        let at = record as usize;
        let (Some(stems), Some(tasks)) = (self.stems.get(at), self.tasks.get(at)) else { return Vec::new() };
        if is_blank(answer) {
            return Vec::new();
        }
        let line = index.line(record).as_bytes();
        let wanted = stem_sets(answer);
        let keys = self.stems.iter().zip(&self.tasks).zip(0..);
        let near = keys.filter_map(|((other_stems, other_tasks), other): (_, RecordId)| {
            let edited = || may_be_edited(line, index.line(other).as_bytes()) && is_edited(answer, index.answer(other));
            let same_words = || stem_sets(index.answer(other)) == wanted && index.answer(other) != answer;
            let near = (other_tasks == tasks && edited()) || (other_stems == stems && same_words());
            near.then_some(other)
        });
        near.collect()
    }

    fn members_of(&self, number: u32) -> &[RecordId] {
        let at = number as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start as usize..self.ends[at] as usize]
    }

    /// Numbers the groups, given the first record with the answer of each.
    fn number(&mut self, first: &[RecordId]) {
        let mut sizes = vec![0u32; first.len()];
        for of in first {
            sizes[*of as usize] += 1;
        }
        self.number = vec![ALONE; first.len()];
        let mut starts = Vec::new();
        let mut total = 0;
        for (record, of) in first.iter().enumerate() {
            let size = sizes[*of as usize];
            if size < 2 {
                continue;
            }
            if *of as usize == record {
                self.number[record] = u32::try_from(starts.len()).unwrap_or(ALONE);
                starts.push(total);
                total += size;
            } else {
                self.number[record] = self.number[*of as usize];
            }
        }
        self.members = vec![0; total as usize];
        for (number, record) in self.number.iter().zip(0..) {
            if *number != ALONE {
                let place = &mut starts[*number as usize];
                self.members[*place as usize] = record;
                *place += 1;
            }
        }
        // Every start has moved to the end of its group.
        self.ends = starts;
    }
}

/// The first record with the answer of each record, given sorted keys of hash and record.
fn firsts(index: &AnswerIndex, keys: &[u64]) -> Vec<RecordId> {
    let mut first: Vec<RecordId> = (0..).take(index.len()).collect();
    let record = |key: &u64| (key & u64::from(u32::MAX)) as RecordId;
    for alike in keys.chunk_by(|one, other| one >> 32 == other >> 32) {
        let mut left: Vec<RecordId> = if alike.len() > 1 { alike.iter().map(record).collect() } else { Vec::new() };
        // Different answers can have one hash.
        while let Some(&leader) = left.first() {
            let answer = index.answer(leader);
            left.retain(|other| {
                let same = index.answer(*other) == answer;
                if same {
                    first[*other as usize] = leader;
                }
                !same
            });
        }
    }
    first
}

fn is_blank((title, tasks): (&str, &str)) -> bool {
    title.is_empty() && tasks.is_empty()
}

fn hash_of(value: impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}

/// The sets of stems of title and of tasks, each sorted.
fn stem_sets<'a>((title, tasks): (&'a str, &'a str)) -> [Vec<&'a str>; 2] {
    [title, tasks].map(|text| {
        let mut stems: Vec<&str> = text.split(' ').map(stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    })
}

/// A hash that is the same for the same sets of stems.
fn stems_key((title, tasks): (&str, &str), buffer: &mut Vec<u32>) -> u32 {
    let mut key = 0u32;
    for text in [title, tasks] {
        buffer.clear();
        buffer.extend(text.split(' ').map(|word| hash_of(stem(word))));
        buffer.sort_unstable();
        buffer.dedup();
        key = hash_of((key, buffer.as_slice()));
    }
    key
}

/// Whether one edit can turn one line into the other; cheap, and `true` for lines of which it cannot be told from bytes.
fn may_be_edited(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > BYTES_OF_A_LETTER {
        return false;
    }
    let alike = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let (a, b) = (&a[alike..], &b[alike..]);
    match (a, b) {
        ([one, rest_a @ ..], [other, rest_b @ ..]) if one.is_ascii() && other.is_ascii() => {
            let swapped = rest_a.first() == Some(other) && rest_b.first() == Some(one) && rest_a[1..] == rest_b[1..];
            rest_a == rest_b || rest_a == b || a == rest_b || swapped
        }
        // A letter of several bytes, or two identical lines.
        _ => true,
    }
}

/// Whether two titles differ by one letter, and the tasks not at all.
fn is_edited((title, tasks): (&str, &str), (other, other_tasks): (&str, &str)) -> bool {
    one_edit(title, other) && tasks == other_tasks
}

/// Whether one edit turns one text into the other: a letter put in, left out, replaced or swapped with its neighbour, in
/// texts that are long enough, no digit among them.
fn one_edit(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > BYTES_OF_A_LETTER {
        return false;
    }
    let alike = a.bytes().zip(b.bytes()).take_while(|(one, other)| one == other).count();
    let start = (0..=alike).rev().find(|at| a.is_char_boundary(*at) && b.is_char_boundary(*at)).unwrap_or(0);
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end = common_end(rest_a, rest_b);
    let (mut left_a, mut left_b) = (rest_a[..rest_a.len() - end].chars(), rest_b[..rest_b.len() - end].chars());
    let edit = (left_a.next(), left_a.next(), left_b.next(), left_b.next());
    if left_a.next().is_some() || left_b.next().is_some() {
        return false;
    }
    let letters = match edit {
        (Some(one), None, None, None) | (None, None, Some(one), None) => [one, one],
        (Some(one), None, Some(other), None) => [one, other],
        (Some(one), Some(other), Some(third), Some(fourth)) if one == fourth && other == third => [one, other],
        _ => return false,
    };
    let long = |text: &str| text.chars().filter(|ch| *ch != ' ').count() >= LEAST_EDITED;
    !letters.iter().any(|letter| letter.is_numeric()) && long(a) && long(b)
}

/// Bytes of the longest end that two texts share.
fn common_end(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::Answers;

    fn index(texts: &[(&str, &str)]) -> AnswerIndex {
        let mut answers = Answers::new();
        for (title, tasks) in texts {
            answers.push(title, tasks);
        }
        AnswerIndex::of(&answers)
    }

    #[test]
    fn case_accents_and_signs_do_not_make_another_answer_and_blank_ones_are_nobodys() {
        let index = index(&[
            ("Café owner", "makes coffee"),
            ("", ""),
            ("nurse", ""),
            ("CAFE OWNER", "Makes: coffee!"),
            ("?", "…"),
            ("", "nurse"),
            ("nurse", " "),
            ("cafe owner", "makes coffee"),
        ]);
        let groups = Groups::of(&index);
        assert_eq!(groups.identical(0), [0, 3, 7]);
        assert_eq!(groups.identical(3), [0, 3, 7]);
        assert_eq!(groups.identical(2), [2, 6]);
        assert_eq!(groups.identical(5), [] as [RecordId; 0], "the title is not the tasks");
        assert_eq!(groups.identical(1), [] as [RecordId; 0]);
        assert_eq!(groups.identical(99), [] as [RecordId; 0]);
        assert_eq!((groups.size(0), groups.size(1)), (3, 1));
        assert_eq!(groups.iter().collect::<Vec<_>>(), [&[0, 3, 7][..], &[2, 6]]);
    }

    #[test]
    fn different_answers_with_one_hash_stay_apart() {
        let index = index(&[("a", ""), ("b", ""), ("a", ""), ("c", ""), ("b", "")]);
        let keys: Vec<u64> = (0..5).collect();
        assert_eq!(firsts(&index, &keys), [0, 1, 0, 3, 1]);
    }

    #[test]
    fn nearly_identical_are_the_same_words_and_titles_with_one_letter_wrong() {
        let texts = [
            ("truck driver", "drives trucks"),
            ("driver, truck", "driving truck"),
            ("Truck Driver!", "drives trucks"),
            ("truk driver", "drives trucks"),
            ("truck drivre", "drives trucks"),
            ("truckdriver", "drives trucks"),
            ("truck driver", "drives trains"),
            ("bus driver", "drives trucks"),
            ("tuck drivers", "drives trucks"),
            ("", ""),
        ];
        let index = index(&texts);
        let groups = Groups::of(&index);
        assert_eq!(groups.near(&index, 0), [1, 3, 4, 5]);
        assert_eq!(groups.near(&index, 1), [0, 2]);
        assert_eq!(groups.near(&index, 9), [] as [RecordId; 0]);
        assert_eq!(groups.near(&index, 99), [] as [RecordId; 0]);
    }

    #[test]
    fn one_edit_is_one_letter_of_a_long_enough_title_and_never_a_digit() {
        for (a, b, near) in [
            ("nurse", "nurse", false),
            ("plumer", "plumber", true),
            ("planing", "planning", true),
            ("painter", "printer", true),
            ("painter", "pointers", false),
            ("baker", "maker", true),
            ("cook", "cool", false),
            ("rn", "en", false),
            ("nurse level 1", "nurse level 2", false),
            ("recieve", "receive", true),
            ("кассир", "касир", true),
            ("кассир", "кассиp", true),
            ("a b c d", "a b c e", false),
        ] {
            assert_eq!(one_edit(a, b), near, "{a} / {b}");
            assert_eq!(one_edit(b, a), near, "{b} / {a}");
        }
    }

    #[test]
    fn the_largest_groups_come_first_and_those_alone_last_as_in_the_file() {
        let index =
            index(&[("a", ""), ("x", ""), ("b", ""), ("", ""), ("c", ""), ("b", ""), ("c", ""), ("b", ""), ("y", "")]);
        let groups = Groups::of(&index);
        let mut records: Vec<RecordId> = (0..9).collect();
        groups.sort_by_frequency(&mut records);
        assert_eq!(records, [2, 5, 7, 4, 6, 0, 1, 3, 8]);
        assert_eq!(groups.of_records([6, 0, 7, 2, 99]).collect::<Vec<_>>(), [&[2, 5, 7][..], &[4, 6]]);
    }

    proptest! {
        #[test]
        fn the_cheap_look_at_lines_lets_every_edit_through(
            title in "[abжé ]{0,9}",
            other in "[abжé ]{0,9}",
            at in 0usize..9,
            letter in "[abжé]?",
            tasks in "[aж]{0,2}",
        ) {
            let mut edited: Vec<String> = title.chars().map(String::from).collect();
            if at < edited.len() {
                edited[at] = letter;
            }
            for other in [other, edited.concat()] {
                let line = |title: &str| format!("{title}\t{tasks}\n");
                let may = may_be_edited(line(&title).as_bytes(), line(&other).as_bytes());
                prop_assert!(may || !one_edit(&title, &other), "{title} / {other}");
            }
        }

        #[test]
        fn groups_are_the_records_with_the_same_normalised_answer(
            texts in proptest::collection::vec(("[abÁ ?]{0,2}", "[ab ]{0,1}"), 0..40),
        ) {
            let texts: Vec<(&str, &str)> = texts.iter().map(|(one, two)| (one.as_str(), two.as_str())).collect();
            let index = index(&texts);
            let groups = Groups::of(&index);
            let mut by_answer: BTreeMap<(&str, &str), Vec<RecordId>> = BTreeMap::new();
            for record in (0..).take(texts.len()) {
                by_answer.entry(index.answer(record)).or_default().push(record);
            }
            by_answer.remove(&("", ""));
            for record in (0..).take(texts.len()) {
                let same = by_answer.get(&index.answer(record)).filter(|records| records.len() > 1);
                prop_assert_eq!(groups.identical(record), same.map_or(&[][..], Vec::as_slice));
            }
        }

        #[test]
        fn being_nearly_identical_goes_both_ways_and_is_not_being_identical(
            texts in proptest::collection::vec(("[abcde]{4,6}( [ab]s?)?", "(a|as|b a|a b)?"), 0..24),
        ) {
            let texts: Vec<(&str, &str)> = texts.iter().map(|(one, two)| (one.as_str(), two.as_str())).collect();
            let index = index(&texts);
            let groups = Groups::of(&index);
            for record in (0..).take(texts.len()) {
                for other in groups.near(&index, record) {
                    prop_assert!(groups.near(&index, other).contains(&record));
                    prop_assert!(index.answer(other) != index.answer(record));
                }
            }
        }
    }
}
