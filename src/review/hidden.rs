//! Records whose answer is kept from whoever codes them, until that person has coded them.

use crate::{Columns, Flag, Flags, RecordId};

/// Why what the machine and other people made of a record is hidden until a person has coded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hidden {
    /// It was drawn for a quality sample and is to be coded blind.
    Sample,
    /// It is one of the records that are coded before the engine's answer is shown.
    Unaided,
}

impl Columns {
    /// Why what stands for a record is hidden now; `None` for a record that can be seen, and beyond the last.
    pub fn hidden(&self, record: RecordId) -> Option<Hidden> {
        let flags = self.flags().get(record as usize)?;
        match flags.has(Flag::Sampled) {
            true => Some(Hidden::Sample),
            false => self.is_unaided(record).then_some(Hidden::Unaided),
        }
    }
}

impl Flags {
    /// Those of these reasons that tell nothing of what the machine or anybody else made of the record.
    pub fn that_do_not_tell(self) -> Flags {
        self.only(&[Flag::Referred, Flag::ByHand, Flag::Sampled])
    }
}

#[cfg(test)]
mod tests {
    use domain::{Code, Coding, Thresholds};

    use super::*;
    use crate::{Choice, CodeCounts, Decision, Facets, Filter, Ledger, Narrowing, Order, Selection, Timestamp};

    fn coding(best: &str, confidence: f32) -> Coding {
        Coding {
            best: Code::parse(best).ok(),
            conditionals: [confidence, 1.0, 1.0, 1.0, 1.0],
            margin: 0.5,
            blank: false,
            ..Coding::BLANK
        }
    }

    fn columns_with(ledger: &Ledger) -> Columns {
        let codings = [coding("371131", 0.9), coding("371131", 0.5), coding("265433", 0.2)];
        let mut columns = Columns::derive(&codings, Thresholds::checked(0.7, 0.4).unwrap());
        columns.judge_all(ledger);
        columns.mark_conflicts(&[0, 1, 2]);
        columns
    }

    /// Records 0 and 2 decided otherwise, record 2 drawn for a sample.
    fn drawn() -> Ledger {
        let mut ledger = Ledger::new();
        for (record, code) in [(0, "371131"), (2, "265433")] {
            let decision = Decision::Code { code: Code::parse(code).unwrap(), choice: Choice::Search };
            ledger.apply(ledger.decide(Timestamp(1), "A", [(record, decision)]).unwrap()).unwrap();
        }
        ledger.apply(ledger.draw(Timestamp(2), "S", 1, [2]).unwrap()).unwrap();
        ledger
    }

    #[test]
    fn nothing_that_chooses_or_orders_records_tells_of_a_hidden_one() {
        let mut ledger = drawn();
        let columns = columns_with(&ledger);
        assert_eq!([0, 1, 2, 9].map(|record| columns.hidden(record)), [None, None, Some(Hidden::Sample), None]);
        let shows = Filter::ALL.into_iter().filter(|filter| columns.is_in(2, *filter));
        let expected = [Filter::All, Filter::Flagged, Filter::Reviewed, Filter::Sampled];
        assert_eq!(shows.collect::<Vec<Filter>>(), expected);
        assert!(!columns.flags()[0].has(Flag::Conflicting), "it would tell that record 2 was decided otherwise");
        let order = Selection { order: Order::Uncertainty, ..Selection::default() };
        assert_eq!(columns.select(&order), [2, 1, 0]);
        for narrowing in [
            Narrowing { code: Code::parse("2").ok(), ..Narrowing::default() },
            Narrowing { confidence: Some((0, 9)), ..Narrowing::default() },
            Narrowing { reviewer: Some("A".to_owned()), ..Narrowing::default() },
        ] {
            assert!(!narrowing.admits(2, &columns, &ledger), "{narrowing:?}");
        }
        assert!(Narrowing::default().admits(2, &columns, &ledger));
        assert_eq!(CodeCounts::of(&columns).within(Code::parse("2").unwrap()).records, 0);
        let facets = Facets::of([2], Filter::All, &Narrowing::default(), &columns, &ledger);
        assert_eq!(facets, Facets::default());
        // Once it is drawn no more, everything is as it was.
        ledger.apply(ledger.undo(Timestamp(3), "S").unwrap()).unwrap();
        let columns = columns_with(&ledger);
        assert_eq!(columns.hidden(2), None);
        assert!(columns.flags()[0].has(Flag::Conflicting) && columns.flags()[2].has(Flag::Conflicting));
        assert_eq!(columns.select(&order), [2, 1, 0]);
    }

    #[test]
    fn reasons_that_tell_are_left_out() {
        let flags = columns_with(&drawn()).flags()[2];
        assert_eq!(flags.to_text(), "uncoded;quality-sample");
        assert_eq!(flags.that_do_not_tell().to_text(), "quality-sample");
    }
}
