//! The decisions in an export, read from its columns.

use domain::{Classification, Code};
use review::{Decision, Flag, Taken};

use crate::output::{is_output, longest};

/// Where an export has its decisions: positions of columns, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    code: usize,
    source: usize,
    reviewer: Option<usize>,
    reason: Option<usize>,
    decided_at: Option<usize>,
    note: Option<usize>,
    review_flag: Option<usize>,
}

impl Decided {
    /// The columns of an export; `None` for a file that is none, or has lost those of the final code and its source.
    pub(crate) fn columns(header: &[String]) -> Option<Decided> {
        Decided::columns_but(header, &[])
    }

    /// The same without the columns that are left out.
    pub(crate) fn columns_but(header: &[String], left_out: &[usize]) -> Option<Decided> {
        let place = |name: &str| {
            let name = longest(name, header)?;
            header.iter().position(|column| *column == name).filter(|at| !left_out.contains(at))
        };
        is_output(header).then_some(())?;
        Some(Decided {
            code: place("final_code")?,
            source: place("final_source")?,
            reviewer: place("reviewer"),
            reason: place("reason"),
            decided_at: place("decided_at"),
            note: place("note"),
            review_flag: place("review_flag"),
        })
    }

    /// What a record of the export says people did with it.
    ///
    /// # Errors
    /// The words of the export, where they are no decision for this classification.
    pub(crate) fn of<'a>(
        &self,
        cell: impl Fn(usize) -> &'a str,
        classification: &Classification,
    ) -> Result<Taken, String> {
        let maybe = |column: Option<usize>| column.map_or("", &cell);
        let (word, code, reason) = (cell(self.source).trim(), cell(self.code).trim(), maybe(self.reason).trim());
        let known = |code: &Code| classification.category(*code).is_some();
        let found = Code::parse(code).ok().filter(known);
        let decision = Decision::from_words(word, found, reason)
            .ok_or_else(|| format!("final_source “{word}”, final_code “{code}”, reason “{reason}”"))?;
        let has = |flag: Flag| maybe(self.review_flag).split(';').any(|word| word.trim() == flag.word());
        let mut taken = Taken {
            decision,
            referred: has(Flag::Referred),
            flagged: has(Flag::ByHand),
            note: maybe(self.note).trim().to_owned(),
        };
        taken.sign(maybe(self.reviewer).trim(), maybe(self.decided_at).trim());
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use domain::ClassificationId;

    use super::*;

    const HEADER: [&str; 9] = [
        "reason",
        "occ_code",
        "final_code",
        "final_source",
        "reviewer",
        "final_reason",
        "decided_at",
        "note",
        "review_flag",
    ];

    fn taken(cells: &[&str]) -> Result<Taken, String> {
        let columns = Decided::columns(&HEADER.map(str::to_owned)).unwrap();
        columns.of(|at| cells.get(at).copied().unwrap_or_default(), Classification::get(ClassificationId::Osca2024))
    }

    #[test]
    fn a_decision_comes_with_its_note_and_who_made_it() {
        let found = taken(&["x", "", "371131", "search", "A. Coder", "", "2026-11-20", "see ABS", "flagged;referred"]);
        let found = found.unwrap();
        assert!(found.decision.is_some_and(|decision| decision.code() == Code::parse("371131").ok()));
        assert_eq!(found.note, "see ABS\nDecided by A. Coder, 2026-11-20");
        assert!(found.referred && found.flagged);
        assert!(taken(&["x", "371131", "371131", "machine"]).unwrap().is_empty());
    }

    #[test]
    fn words_that_are_no_decision_are_told() {
        for cells in [["", "", "999999", "search"], ["", "", "", "accepted"], ["too-vague", "", "", "uncodable"]] {
            assert!(taken(&cells).unwrap_err().contains(cells[3]));
        }
    }

    #[test]
    fn a_file_without_its_columns_has_no_decisions() {
        let header = ["title", "final_code", "final_source"].map(str::to_owned);
        assert_eq!(Decided::columns(&header), None, "nothing says that they are ours");
        let header = HEADER.map(str::to_owned);
        assert_eq!(Decided::columns_but(&header, &[3]), None);
        assert_eq!(Decided::columns_but(&header, &[7]).unwrap().note, None);
    }
}
