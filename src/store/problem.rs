//! Rows of the source file that did not read as they should.

use review::RecordId;

/// A row of the source file that did not read as it should. It is a record nevertheless, if it could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line or row in the source file, from 1.
    pub line: u64,
    /// The record that it became, if any.
    pub record: Option<RecordId>,
    /// The column that it concerns; empty where it concerns the row.
    pub column: String,
    /// What kind of problem, as a word for files.
    pub kind: String,
    /// What is the matter, in plain words.
    pub words: String,
    /// More about it: counts, or the text that is not among the cells; empty when there is no more.
    pub detail: String,
}

impl Problem {
    /// What is the matter, in a sentence for people: with the column and the detail, where there are any.
    pub fn message(&self) -> String {
        let mut message = String::new();
        if !self.column.is_empty() {
            message = format!("Column “{}”: ", self.column);
        }
        let mut words = self.words.chars();
        // The words of a kind begin in lower case, so that they can stand anywhere.
        if message.is_empty() {
            message.extend(words.next().into_iter().flat_map(char::to_uppercase));
        }
        message.extend(words);
        message.push_str(if self.detail.is_empty() { "." } else { ": " });
        message.push_str(&self.detail);
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_sentence_with_column_and_detail() {
        let mut problem = Problem {
            line: 3,
            record: None,
            column: String::new(),
            kind: "short-row".to_owned(),
            words: "fewer cells than columns".to_owned(),
            detail: String::new(),
        };
        assert_eq!(problem.message(), "Fewer cells than columns.");
        problem.detail = "2 of 5".to_owned();
        assert_eq!(problem.message(), "Fewer cells than columns: 2 of 5");
        problem.column = "tasks".to_owned();
        assert_eq!(problem.message(), "Column “tasks”: fewer cells than columns: 2 of 5");
    }
}
