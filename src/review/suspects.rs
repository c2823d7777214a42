//! Decisions that look wrong: against the engine, against other coders, or unlikely by the engine's probabilities.

use std::collections::BTreeMap;

use domain::{Code, Coding, Level};

use crate::statistics::label_quality::{LabelQuality, rank};
use crate::{Decision, Groups, Ledger, RecordId};

/// By what decisions are put in order, the most suspicious first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ranking {
    /// The engine has another code: by how sure it was of its own where the two part.
    #[default]
    Engine,
    /// Coders decided differently on the identical answer: by how few came to this code.
    Coders,
    /// Another code is more probable: by the normalised margin.
    Margin,
    /// The same by the probability of the decided code.
    SelfConfidence,
    /// The same by the entropy of the engine's probabilities, weighted by that of the decided code.
    Entropy,
}

impl Ranking {
    /// All, in the order in which they are offered.
    pub const ALL: [Ranking; 5] =
        [Ranking::Engine, Ranking::Coders, Ranking::Margin, Ranking::SelfConfidence, Ranking::Entropy];

    /// Whether it is one of the orders by label quality, which list the same records.
    pub fn is_label_quality(self) -> bool {
        matches!(self, Ranking::Margin | Ranking::SelfConfidence | Ranking::Entropy)
    }
}

/// What the engine says about a decided code by its probabilities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Support {
    /// The scores of the decided code.
    pub quality: LabelQuality,
    /// The most probable code that the decided one does not hold, with its probability.
    pub other: Option<(Code, f32)>,
}

/// A decision that looks wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suspect {
    /// The record.
    pub record: RecordId,
    /// What was decided.
    pub decision: Decision,
    /// The engine's best full code, where it has one.
    pub engine: Option<Code>,
    /// Where the decided code and the engine's part, and how sure the engine was of its own there.
    pub parting: Option<(Level, f32)>,
    /// Of people who decided on the identical answer: how many came to this code, and how many decided.
    pub votes: Option<(u32, u32)>,
    /// The code that most of the others came to, the first by code where there are several; `None` for uncodable.
    pub others: Option<Code>,
    /// What the probabilities say; `None` for uncodable, and where nothing is to be said.
    pub support: Option<Support>,
}

/// The decisions of a project that look wrong, in every order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suspects {
    /// How many decided records were looked at.
    pub decided: usize,
    /// Those that look wrong in any way, ascending by record.
    pub items: Vec<Suspect>,
    /// By the place in [`Ranking::ALL`]: the places in `items`, the most suspicious first.
    rankings: [Vec<u32>; 5],
}

impl Suspects {
    /// Puts decisions in every order. Ties are broken by record.
    pub fn of(decided: usize, mut items: Vec<Suspect>) -> Suspects {
        items.sort_unstable_by_key(|suspect| suspect.record);
        let rankings = Ranking::ALL.map(|ranking| {
            let scored = (0..).zip(&items).filter_map(|(at, suspect)| Some((at, suspect.score(ranking)?)));
            let mut scores: Vec<(u32, f64)> = scored.collect();
            rank(&mut scores);
            scores.into_iter().map(|(at, _)| at).collect()
        });
        Suspects { decided, items, rankings }
    }

    /// Number of decisions that a ranking lists.
    pub fn count(&self, ranking: Ranking) -> usize {
        self.ranking(ranking).len()
    }

    /// The decision at a place of a ranking, from 0.
    pub fn at(&self, ranking: Ranking, place: usize) -> Option<&Suspect> {
        self.ranking(ranking).get(place).and_then(|at| self.items.get(*at as usize))
    }

    /// The records that a ranking lists, ascending.
    pub fn records(&self, ranking: Ranking) -> Vec<RecordId> {
        let items = self.ranking(ranking).iter().filter_map(|at| self.items.get(*at as usize));
        let mut records: Vec<RecordId> = items.map(|suspect| suspect.record).collect();
        records.sort_unstable();
        records
    }

    fn ranking(&self, ranking: Ranking) -> &[u32] {
        let at = Ranking::ALL.iter().position(|one| *one == ranking);
        at.map_or(&[], |at| &self.rankings[at])
    }
}

impl Suspect {
    /// What is known of a decided record; `None` when nothing speaks against the decision. `support` is asked for the
    /// probabilities of a decided code.
    pub fn of(
        (record, decision): (RecordId, Decision),
        coding: Option<&Coding>,
        votes: &Votes,
        support: impl FnOnce(Code) -> Option<Support>,
    ) -> Option<Suspect> {
        let engine = coding.and_then(|coding| coding.best);
        let parting = coding.zip(engine).and_then(|(coding, engine)| {
            let level = parting(decision.code(), engine)?;
            Some((level, coding.joint(level).min(1.0)))
        });
        let (votes, others) = votes.against(decision.code()).unzip();
        // A code that the engine finds more probable than any other speaks for itself.
        let support = decision.code().and_then(support).filter(|support| support.quality.normalised_margin < 0.5);
        let suspicious = parting.is_some() || votes.is_some() || support.is_some();
        let others = others.flatten();
        suspicious.then_some(Suspect { record, decision, engine, parting, votes, others, support })
    }

    /// The score of a ranking, 0 to 1, lower for the more suspicious; `None` when the ranking does not list it.
    pub fn score(&self, ranking: Ranking) -> Option<f64> {
        let quality = self.support.map(|support| support.quality);
        match ranking {
            Ranking::Engine => self.parting.map(|(_, confidence)| 1.0 - f64::from(confidence)),
            Ranking::Coders => self.votes.map(|(same, all)| f64::from(same) / f64::from(all)),
            Ranking::Margin => quality.map(|quality| quality.normalised_margin),
            Ranking::SelfConfidence => quality.map(|quality| quality.self_confidence),
            Ranking::Entropy => quality.map(|quality| quality.weighted_entropy),
        }
    }
}

/// The first level at which a decision and the engine's full code differ; `None` when one holds the other. Uncodable
/// differs from the first level on.
fn parting(decided: Option<Code>, engine: Code) -> Option<Level> {
    let Some(decided) = decided else {
        // "Cannot be coded" and "no occupation" say the same.
        return (!engine.is_non_classification()).then_some(Level::MajorGroup);
    };
    Level::ALL.into_iter().find(|level| decided.at(*level).is_some_and(|group| engine.at(*level) != Some(group)))
}

/// What people decided on one answer, and how many of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes(BTreeMap<Option<Code>, u32>);

impl Votes {
    /// The decisions on the answer of this record, and codings of it apart from them that nobody settled. Records that
    /// somebody has yet to code blind tell nothing.
    pub fn on(record: RecordId, groups: &Groups, ledger: &Ledger) -> Votes {
        let mut votes = Votes::default();
        let alone = [record];
        let identical = groups.identical(record);
        for record in if identical.is_empty() { &alone } else { identical } {
            let Some(judgement) = ledger.judgement(*record).filter(|judgement| judgement.awaits_recode().is_none())
            else {
                continue;
            };
            let settled = judgement.checks.as_ref().map_or(0, |checks| checks.settled);
            let open = judgement.codings().iter().skip(settled).map(|coding| coding.decision);
            for decision in judgement.decision.into_iter().chain(open) {
                *votes.0.entry(decision.code()).or_default() += 1;
            }
        }
        votes
    }

    /// How many came to this code and how many decided, and what most of the others came to; `None` when all agree.
    fn against(&self, code: Option<Code>) -> Option<((u32, u32), Option<Code>)> {
        let all = self.0.values().sum();
        let same = self.0.get(&code).copied().unwrap_or(0);
        let others = self.0.iter().filter(|(other, _)| **other != code);
        // Of several with as many votes the first counts.
        let most = others.rev().max_by_key(|(_, votes)| **votes)?;
        Some(((same, all), *most.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AnswerIndex, Answers, Choice, Timestamp, Uncodable};

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    fn decided(text: &str) -> Decision {
        Decision::Code { code: code(text), choice: Choice::Search }
    }

    fn coding(best: &str, conditionals: [f32; 5]) -> Coding {
        Coding { best: Some(code(best)), conditionals, blank: false, ..Coding::BLANK }
    }

    fn support(self_confidence: f64, normalised_margin: f64, weighted_entropy: f64) -> Option<Support> {
        let quality = LabelQuality { self_confidence, normalised_margin, weighted_entropy };
        Some(Support { quality, other: Some((code("265433"), 0.9)) })
    }

    #[test]
    fn codes_part_at_the_first_level_that_differs() {
        let engine = code("371131");
        let parts = |text: &str| parting(Some(code(text)), engine);
        assert_eq!(parts("371131"), None);
        assert_eq!(parts("371"), None, "the group holds it");
        assert_eq!(parts("371132"), Some(Level::Occupation));
        assert_eq!(parts("372"), Some(Level::MinorGroup));
        assert_eq!(parts("2"), Some(Level::MajorGroup));
        assert_eq!(parting(None, engine), Some(Level::MajorGroup));
        assert_eq!(parting(None, code("099960")), None);
    }

    #[test]
    fn the_surest_engine_and_the_fewest_coders_come_first() {
        let coding = |joint| coding("371131", [joint, 1.0, 1.0, 1.0, 1.0]);
        let of = |record, decision, joint, votes: &[(Option<Code>, u32)], support| {
            let votes = Votes(votes.iter().copied().collect());
            Suspect::of((record, decision), Some(&coding(joint)), &votes, |_| support)
        };
        let (right, other) = (Some(code("371131")), Some(code("265433")));
        let items = [
            of(4, decided("265433"), 0.9, &[(other, 1), (right, 3)], support(0.05, 0.1, 0.4)),
            of(1, decided("265433"), 0.95, &[(other, 1)], support(0.02, 0.2, 0.3)),
            of(2, decided("371131"), 0.95, &[(right, 3), (other, 1)], support(0.9, 0.9, 0.9)),
            of(3, decided("371131"), 0.95, &[(right, 3)], support(0.9, 0.9, 0.9)),
            of(5, Decision::Uncodable(Uncodable::TooVague), 0.4, &[(None, 1)], support(0.0, 0.0, 0.0)),
        ];
        assert_eq!(items[3], None, "nothing speaks against it");
        let suspects = Suspects::of(5, items.into_iter().flatten().collect());
        let order = |ranking| -> Vec<RecordId> {
            (0..suspects.count(ranking)).map(|at| suspects.at(ranking, at).unwrap().record).collect()
        };
        assert_eq!(order(Ranking::Engine), [1, 4, 5]);
        assert_eq!(order(Ranking::Coders), [4, 2]);
        assert_eq!(order(Ranking::Margin), [4, 1], "probabilities say nothing about uncodable");
        assert_eq!(order(Ranking::SelfConfidence), [1, 4]);
        assert_eq!(order(Ranking::Entropy), [1, 4]);
        assert_eq!(suspects.records(Ranking::Margin), [1, 4]);
        let first = suspects.at(Ranking::Coders, 0).unwrap();
        assert_eq!((first.votes, first.others), (Some((1, 4)), right));
        assert_eq!(suspects.at(Ranking::Coders, 9), None);
    }

    #[test]
    fn votes_are_decisions_on_the_answer_and_codings_that_nobody_settled() {
        let mut answers = Answers::new();
        for title in ["nurse", "Nurse", "chef"] {
            answers.push(title, "");
        }
        let groups = Groups::of(&AnswerIndex::of(&answers));
        let mut ledger = Ledger::new();
        let at = Timestamp(0);
        ledger.apply(ledger.decide(at, "a", [(0, decided("254412"))]).unwrap()).unwrap();
        ledger.apply(ledger.decide(at, "b", [(1, decided("254413"))]).unwrap()).unwrap();
        ledger.apply(ledger.decide(at, "b", [(2, decided("351311"))]).unwrap()).unwrap();
        assert_eq!(Votes::on(2, &groups, &ledger).against(Some(code("351311"))), None);
        ledger.apply(ledger.draw(at, "s", 1, [2]).unwrap()).unwrap();
        assert_eq!(Votes::on(2, &groups, &ledger), Votes::default(), "what stands is hidden");
        ledger.apply(ledger.recode(at, "c", 2, decided("351411"), "", Some(code("351311"))).unwrap()).unwrap();
        let against = |record, text: &str| Votes::on(record, &groups, &ledger).against(Some(code(text)));
        assert_eq!(against(0, "254412"), Some(((1, 2), Some(code("254413")))));
        assert_eq!(against(2, "351311"), Some(((1, 2), Some(code("351411")))));
    }
}
