//! The most frequent words in the answers of some records.

use std::collections::HashMap;

use rayon::prelude::*;
use review::{AnswerIndex, RecordId};

use super::Reporter;
use super::work::{Broken, checked};
use crate::Event;

/// More words than a person looks through.
const MOST: usize = 60;
/// Records counted between two looks at the cancel flag.
const BATCH: usize = 1 << 16;
/// Records that one processor takes at a time.
const PART: usize = 1 << 12;
/// Words that stand in any answer.
const EVERYWHERE: [&str; 12] =
    ["and", "the", "for", "with", "all", "other", "them", "their", "that", "from", "into", "are"];

/// Counts in how many of the records each word stands and reports the most frequent ones, equal ones by spelling.
pub(super) fn count_words(
    reporter: &mut Reporter<Event>,
    index: &AnswerIndex,
    records: &[RecordId],
) -> Result<Event, Broken> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (batch, at) in records.chunks(BATCH).zip((0..).step_by(BATCH)) {
        checked(reporter, at, Some(records.len() as u64))?;
        let parts: Vec<HashMap<&str, usize>> = batch.par_chunks(PART).map(|part| count(index, part)).collect();
        for (word, count) in parts.into_iter().flatten() {
            *counts.entry(word).or_default() += count;
        }
    }
    let mut words: Vec<(String, usize)> = counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(MOST);
    Ok(Event::WordsCounted(reporter.id(), words))
}

fn count<'a>(index: &'a AnswerIndex, records: &[RecordId]) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for record in records {
        let telling = |word: &&str| word.len() > 2 && !EVERYWHERE.contains(word);
        for word in index.words(*record).into_iter().filter(telling) {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}
