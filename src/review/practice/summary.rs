//! How some answers went.

use domain::Level;

use super::PracticeAnswer;

/// How some answers went, each the first time it was asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PracticeSummary {
    /// Answers given.
    pub answered: usize,
    /// Those with full credit.
    pub full: usize,
    /// The sum of all credits as shares.
    credit: f64,
    /// By level: answers whose agreed code reaches it, and those of them that agree down to it.
    by_level: [(usize, usize); 5],
}

impl PracticeSummary {
    /// How these answers went.
    pub fn of<'a>(answers: impl IntoIterator<Item = &'a PracticeAnswer>) -> PracticeSummary {
        let mut summary = PracticeSummary::default();
        for answer in answers {
            let credit = answer.credit();
            summary.answered += 1;
            summary.full += usize::from(credit.is_full());
            summary.credit += credit.share();
            let Some(agreed) = answer.agreed.code().filter(|code| !code.is_non_classification()) else { continue };
            for level in Level::ALL.into_iter().filter(|level| *level <= agreed.level()) {
                let (asked, right) = &mut summary.by_level[level.index()];
                *asked += 1;
                *right += usize::from(credit.levels() >= level.number());
            }
        }
        summary
    }

    /// The share of answers with full credit, 0 to 1; 0 without answers.
    pub fn full_share(&self) -> f64 {
        share(self.full as f64, self.answered)
    }

    /// The mean credit, 0 to 1; 0 without answers.
    pub fn mean_credit(&self) -> f64 {
        share(self.credit, self.answered)
    }

    /// The share of answers that agree down to a level, of those whose agreed code reaches it and is in the
    /// classification; `None` where there are none.
    pub fn agreeing(&self, level: Level) -> Option<f64> {
        let (asked, right) = self.by_level[level.index()];
        (asked > 0).then(|| share(right as f64, asked))
    }
}

fn share(sum: f64, count: usize) -> f64 {
    if count == 0 { 0.0 } else { sum / count as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::ItemKey;
    use crate::{Timestamp, Verdict};
    use domain::ClassificationId;

    #[test]
    fn means_are_over_answers_and_levels_over_codes_that_reach_them() {
        let answer = |agreed: &str, given: &str| {
            let agreed = Verdict::parse(agreed).unwrap();
            PracticeAnswer {
                session: String::new(),
                number: 1,
                at: Timestamp(0),
                item: ItemKey::of(ClassificationId::Osca2024, "", "", agreed),
                row: 1,
                agreed,
                given: Verdict::parse(given),
                again: false,
            }
        };
        let answers =
            [answer("381231", "381231"), answer("381231", "381131"), answer("381", "381"), answer("099960", "?")];
        let summary = PracticeSummary::of(&answers);
        assert_eq!((summary.answered, summary.full, summary.full_share()), (4, 2, 0.5));
        assert!((summary.mean_credit() - (1.0 + 0.6 + 1.0 + 0.0) / 4.0).abs() < 1e-12);
        assert_eq!(summary.agreeing(Level::MajorGroup), Some(1.0));
        assert_eq!(summary.agreeing(Level::Occupation), Some(0.5));
        assert_eq!(PracticeSummary::default().agreeing(Level::Occupation), None);
        assert_eq!(PracticeSummary::default().mean_credit(), 0.0);
    }
}
