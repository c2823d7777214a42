//! How many records lie in each category, and how many of these people decided.

use std::collections::{BTreeMap, HashMap};

use domain::{Code, Level};

use crate::Columns;

/// Records of a category.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records whose final code lies in it.
    pub records: u32,
    /// Those of them that a person decided.
    pub decided: u32,
}

/// The records of every category that has any, groups included. The group of all non-classification codes is `0`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    within: BTreeMap<Code, Tally>,
}

impl CodeCounts {
    /// Counts by final codes, in one pass: about 30 ms for a million records. Hidden records are not counted, because where
    /// few are, the counts would tell of them.
    pub fn of(columns: &Columns) -> CodeCounts {
        let mut exact: HashMap<Code, Tally> = HashMap::new();
        for (record, (machine, decision)) in (0..).zip(columns.code().iter().zip(columns.decision())) {
            if columns.hidden(record).is_some() {
                continue;
            }
            let code = decision.map_or(*machine, |decision| decision.code());
            if let Some(code) = code {
                let tally = exact.entry(code).or_default();
                tally.records += 1;
                tally.decided += u32::from(decision.is_some());
            }
        }
        let mut counts = CodeCounts::default();
        for (code, tally) in exact {
            for group in Level::ALL.into_iter().filter_map(|level| code.at(level)) {
                let within = counts.within.entry(group).or_default();
                within.records += tally.records;
                within.decided += tally.decided;
            }
        }
        counts
    }

    /// The records of a category and of all below it.
    pub fn within(&self, code: Code) -> Tally {
        self.within.get(&code).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use domain::{Coding, Thresholds};

    use super::*;
    use crate::{Choice, Decision, Ledger, Timestamp, Uncodable};

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn a_record_counts_in_its_category_and_in_all_above_by_what_stands_in_the_end() {
        let coding = |text| Coding { best: Some(code(text)), conditionals: [1.0; 5], blank: false, ..Coding::BLANK };
        let codings = [coding("371131"), coding("371131"), coding("372131"), coding("099960"), Coding::BLANK];
        let mut columns = Columns::derive(&codings, Thresholds { optimal: 0.9, minimum: 0.5 });
        let mut ledger = Ledger::new();
        let decided = |text| Decision::Code { code: code(text), choice: Choice::Search };
        let decisions = [(1, decided("37")), (2, Decision::Uncodable(Uncodable::TooVague)), (4, decided("371131"))];
        ledger.apply(ledger.decide(Timestamp(0), "k", decisions).unwrap()).unwrap();
        columns.judge_all(&ledger);
        let counts = CodeCounts::of(&columns);
        for (of, records, decided) in [
            ("3", 3, 2),
            ("37", 3, 2),
            ("371", 2, 1),
            ("371131", 2, 1),
            ("372131", 0, 0),
            ("0", 1, 0),
            ("099960", 1, 0),
        ] {
            assert_eq!(counts.within(code(of)), Tally { records, decided }, "{of}");
        }
    }
}
