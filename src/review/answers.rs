//! The answers of a file in one piece of memory, and a search over them.

use domain::text::normalise_into;

use crate::RecordId;

/// Job titles and tasks of all records, end to end in one text. Two texts and sixteen bytes a record.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    text: String,
    /// For each record where its title ends, then where its tasks end, in bytes.
    ends: Vec<[usize; 2]>,
}

impl Answers {
    /// No answers.
    pub fn new() -> Answers {
        Answers::default()
    }

    /// Appends the answer of the next record.
    pub fn push(&mut self, title: &str, tasks: &str) {
        self.text.push_str(title);
        let title_end = self.text.len();
        self.text.push_str(tasks);
        self.ends.push([title_end, self.text.len()]);
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Job title of a record as in the file; empty beyond the last.
    pub fn title(&self, record: RecordId) -> &str {
        self.answer(record).0
    }

    /// Tasks of a record as in the file; empty beyond the last.
    pub fn tasks(&self, record: RecordId) -> &str {
        self.answer(record).1
    }

    /// Job title and tasks of a record as in the file; empty beyond the last.
    pub fn answer(&self, record: RecordId) -> (&str, &str) {
        let at = record as usize;
        let Some([title_end, end]) = self.ends.get(at).copied() else { return ("", "") };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |ends| ends[1]);
        (&self.text[start..title_end], &self.text[title_end..end])
    }

    /// All answers (title, tasks), by record.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        (0..).take(self.len()).map(|record| self.answer(record))
    }
}

/// Normalised answers, to search them as one types.
#[derive(Clone, Debug, Default)]
pub struct AnswerIndex {
    /// Per record a line: normalised title, a tab, normalised tasks.
    text: String,
    /// Where the line of each record ends, behind its line feed.
    ends: Vec<usize>,
}

impl AnswerIndex {
    /// Normalises all answers; about a microsecond an answer.
    pub fn of(answers: &Answers) -> AnswerIndex {
        let mut index = AnswerIndex { text: String::with_capacity(answers.text.len()), ends: Vec::new() };
        index.ends.reserve(answers.len());
        for (title, tasks) in answers.iter() {
            normalise_into(title, &mut index.text);
            index.text.push('\t');
            normalise_into(tasks, &mut index.text);
            index.text.push('\n');
            index.ends.push(index.text.len());
        }
        index
    }

    /// The records, ascending, whose title or tasks contain the query once both are normalised; part of a word is
    /// enough. A query without usable words finds all.
    pub fn find(&self, query: &str) -> Vec<RecordId> {
        let wanted = normalised(query);
        if wanted.is_empty() {
            return (0..).take(self.ends.len()).collect();
        }
        let mut found = Vec::new();
        let mut record = 0;
        let mut from = 0;
        while let Some(at) = self.text.get(from..).and_then(|rest| rest.find(&wanted)) {
            let at = from + at;
            record += self.ends[record..].partition_point(|end| *end <= at);
            let (Some(end), Ok(number)) = (self.ends.get(record), RecordId::try_from(record)) else { break };
            found.push(number);
            from = *end;
        }
        found
    }

    /// What [`AnswerIndex::find`] finds for the query, looking only at the records that an earlier query found where the
    /// new one holds it, as it does while one types.
    pub fn find_after(&self, query: &str, earlier: &str, found: &[RecordId]) -> Vec<RecordId> {
        let (wanted, earlier) = (normalised(query), normalised(earlier));
        // One search through the whole text is faster than very many through a line each.
        if !wanted.contains(&earlier) || found.len() > self.ends.len() / 4 {
            return self.find(query);
        }
        found.iter().copied().filter(|record| self.line(*record).contains(&wanted)).collect()
    }

    /// The records, ascending, whose title or tasks hold this word, which is a normalised one.
    pub fn find_word(&self, word: &str) -> Vec<RecordId> {
        let holds_it = |record: &RecordId| has_word(self.line(*record), word);
        if word.is_empty() { Vec::new() } else { self.find(word).into_iter().filter(holds_it).collect() }
    }

    /// Those of these records whose title or tasks hold this word.
    pub fn with_word(&self, word: &str, records: &[RecordId]) -> Vec<RecordId> {
        records.iter().copied().filter(|record| has_word(self.line(*record), word)).collect()
    }

    /// The different normalised words of a record's answer.
    pub fn words(&self, record: RecordId) -> Vec<&str> {
        let mut words: Vec<&str> = self.line(record).split_whitespace().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Normalised title and tasks of a record; empty beyond the last.
    pub(crate) fn answer(&self, record: RecordId) -> (&str, &str) {
        self.line(record).trim_end_matches('\n').split_once('\t').unwrap_or_default()
    }

    /// The normalised answer of a record: title, a tab, tasks. Two records with the same one have the same answer.
    pub(crate) fn key(&self, record: RecordId) -> &str {
        self.line(record).trim_end_matches('\n')
    }

    /// Normalised title, a tab, normalised tasks and a line feed of a record; empty beyond the last.
    pub(crate) fn line(&self, record: RecordId) -> &str {
        let at = record as usize;
        let Some(end) = self.ends.get(at).copied() else { return "" };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end);
        &self.text[start..end]
    }
}

fn has_word(line: &str, word: &str) -> bool {
    line.split_whitespace().any(|other| other == word)
}

fn normalised(query: &str) -> String {
    let mut wanted = String::new();
    normalise_into(query, &mut wanted);
    wanted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answers() -> Answers {
        let mut answers = Answers::new();
        for (title, tasks) in [("Café owner", "makes coffee"), ("", ""), ("brickie", "lays BRICKS"), ("nurse", "café")]
        {
            answers.push(title, tasks);
        }
        answers
    }

    #[test]
    fn answers_come_back_as_they_went_in() {
        let answers = answers();
        assert_eq!(answers.len(), 4);
        assert_eq!(answers.answer(0), ("Café owner", "makes coffee"));
        assert_eq!(answers.answer(1), ("", ""));
        assert_eq!(answers.title(3), "nurse");
        assert_eq!(answers.tasks(3), "café");
        assert_eq!(answers.answer(4), ("", ""));
    }

    #[test]
    fn a_query_finds_records_once_whatever_the_case_and_accents() {
        let index = AnswerIndex::of(&answers());
        assert_eq!(index.find("cafe"), [0, 3]);
        assert_eq!(index.find("Brick"), [2]);
        assert_eq!(index.find("owner makes"), [] as [u32; 0]);
        assert_eq!(index.find("??"), [0, 1, 2, 3]);
        assert_eq!(index.find_word("cafe"), [0, 3]);
        assert_eq!(index.find_word("brick"), [] as [u32; 0], "a word, not a part of one");
        assert_eq!(index.with_word("cafe", &[0, 2]), [0]);
        assert_eq!(index.words(0), ["cafe", "coffee", "makes", "owner"]);
    }

    proptest! {
        #[test]
        fn narrowing_finds_what_a_new_search_finds(
            texts in proptest::collection::vec(("[abcdé ]{0,4}", "[abcdé ]{0,4}"), 0..24),
            earlier in "[abÉ ?]{0,3}",
            added in "[abÉ ?]{0,3}",
            grows in any::<bool>(),
        ) {
            let mut answers = Answers::new();
            for (title, tasks) in &texts {
                answers.push(title, tasks);
            }
            let index = AnswerIndex::of(&answers);
            let query = if grows { format!("{earlier}{added}") } else { added };
            prop_assert_eq!(index.find_after(&query, &earlier, &index.find(&earlier)), index.find(&query));
        }
    }
}
