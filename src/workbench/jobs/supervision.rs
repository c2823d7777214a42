//! What decisions say about the engine, and which of them look wrong.

use classifier::{Engine, Scratch};
use domain::Code;
use rayon::prelude::*;
use review::statistics::label_quality::Spread;
use review::{Calibration, Decision, RecordId, Support, Suspect, Suspects, Votes};

use super::Reporter;
use super::work::{Broken, checked};
use crate::{CalibrationPlan, ErrorsPlan, Event};

/// Decisions looked at between two looks at the cancel flag.
const BATCH: usize = 4096;
/// Decisions that one processor takes at a time.
const PART: usize = 128;

/// Measures all levels and major groups.
pub(super) fn calibrate(reporter: &mut Reporter<Event>, plan: &CalibrationPlan) -> Result<Event, Broken> {
    let how = (plan.source, plan.binning);
    let go_on = |done, total| checked(reporter, done, Some(total)).is_ok();
    let found = Calibration::measure(&plan.codings, &plan.ledger, plan.thresholds, how, go_on);
    let found = found.ok_or(Broken::Cancelled)?;
    Ok(Event::Calibrated(reporter.id(), Box::new(found)))
}

/// Looks through all decisions, on all processors.
pub(super) fn find_errors(reporter: &mut Reporter<Event>, plan: &ErrorsPlan) -> Result<Event, Broken> {
    // What stands for a record that is to be coded blind is hidden here too.
    let judgements = plan.ledger.judgements().filter(|(_, judgement)| judgement.awaits_recode().is_none());
    let decisions: Vec<(RecordId, Decision)> =
        judgements.filter_map(|(record, judgement)| Some((record, judgement.decision?))).collect();
    let total = decisions.len() as u64;
    let mut items = Vec::new();
    for (batch, done) in decisions.chunks(BATCH).zip((0..).step_by(BATCH)) {
        checked(reporter, done, Some(total))?;
        let found: Vec<Vec<Suspect>> = batch
            .par_chunks(PART)
            .map_init(Scratch::default, |scratch, part| {
                part.iter().filter_map(|decision| suspect(plan, *decision, scratch)).collect()
            })
            .collect();
        items.extend(found.into_iter().flatten());
    }
    checked(reporter, total, Some(total))?;
    Ok(Event::ErrorsFound(reporter.id(), Box::new(Suspects::of(decisions.len(), items))))
}

fn suspect(plan: &ErrorsPlan, decided: (RecordId, Decision), scratch: &mut Scratch) -> Option<Suspect> {
    let record = decided.0;
    let coding = plan.codings.get(record as usize);
    let votes = Votes::on(record, &plan.groups, &plan.ledger);
    Suspect::of(decided, coding, &votes, |code| support(plan.engine.as_deref()?, plan, record, code, scratch))
}

/// How far the engine speaks for a decided code.
fn support(
    engine: &Engine,
    plan: &ErrorsPlan,
    record: RecordId,
    decided: Code,
    scratch: &mut Scratch,
) -> Option<Support> {
    let (title, tasks) = plan.answers.answer(record);
    let (joint, candidates) = engine.support(title, tasks, decided, scratch)?;
    let other = candidates.iter().find(|candidate| !candidate.code.is_within(decided));
    let probabilities = candidates.iter().map(|candidate| (candidate.code, f64::from(candidate.confidence)));
    let is_decided = |code: Code| code.is_within(decided);
    let spread = Spread::of_candidates(probabilities, is_decided, f64::from(joint), plan.codes);
    Some(Support { quality: spread.quality(), other: other.map(|other| (other.code, other.confidence)) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use review::{Choice, Groups, Ledger, Ranking, Timestamp, TruthSource};

    use super::*;

    fn plan() -> ErrorsPlan {
        let engine = Engine::shipped(domain::ClassificationId::Osca2024).unwrap();
        let mut answers = review::Answers::new();
        let mut codings = Vec::new();
        let titles = ["brickie", "registered nurse", "chef", "primary school teacher"];
        for title in titles {
            answers.push(title, "");
            codings.push(engine.code(title, "", &mut Scratch::default()));
        }
        let mut ledger = Ledger::new();
        let code = |text: &str| Decision::Code { code: Code::parse(text).unwrap(), choice: Choice::Search };
        let right = |record: usize| Decision::Code { code: codings[record].best.unwrap(), choice: Choice::Accept };
        let decisions = [(0, right(0)), (1, code("371131")), (2, right(2)), (3, right(3))];
        ledger.apply(ledger.decide(Timestamp(0), "a", decisions).unwrap()).unwrap();
        ErrorsPlan {
            groups: Arc::new(Groups::of(&review::AnswerIndex::of(&answers))),
            answers: Arc::new(answers),
            ledger: Arc::new(ledger),
            codings: Arc::new(codings),
            engine: Some(Arc::new(engine)),
            codes: 1000,
        }
    }

    #[test]
    fn the_nurse_coded_as_a_bricklayer_is_found() {
        let plan = plan();
        let Ok(Event::ErrorsFound(_, found)) = find_errors(&mut Reporter::running(), &plan) else { panic!() };
        assert_eq!(found.decided, 4);
        for ranking in [Ranking::Engine, Ranking::Margin, Ranking::SelfConfidence, Ranking::Entropy] {
            assert_eq!(found.records(ranking), [1], "{ranking:?}");
        }
        assert_eq!(found.count(Ranking::Coders), 0);
        let support = found.items[0].support.unwrap();
        assert!(support.quality.self_confidence < 0.01 && support.other.unwrap().1 > 0.5, "{support:?}");
    }

    #[test]
    fn what_is_to_be_coded_blind_is_left_out() {
        let mut plan = plan();
        let ledger = Arc::make_mut(&mut plan.ledger);
        ledger.apply(ledger.draw(Timestamp(1), "s", 1, [1, 2]).unwrap()).unwrap();
        let Ok(Event::ErrorsFound(_, found)) = find_errors(&mut Reporter::running(), &plan) else { panic!() };
        assert_eq!((found.decided, found.items.len()), (2, 0));
    }

    #[test]
    fn both_stop_when_they_are_asked_to() {
        let plan = plan();
        assert!(matches!(find_errors(&mut Reporter::stopped(), &plan), Err(Broken::Cancelled)));
        let plan = CalibrationPlan {
            codings: plan.codings,
            ledger: plan.ledger,
            thresholds: domain::Thresholds { optimal: 0.8, minimum: 0.3 },
            source: TruthSource::Reviewed,
            binning: review::statistics::calibration::Binning::EqualWidth(10),
        };
        assert!(matches!(calibrate(&mut Reporter::stopped(), &plan), Err(Broken::Cancelled)));
        assert!(matches!(calibrate(&mut Reporter::running(), &plan), Ok(Event::Calibrated(..))));
    }
}
