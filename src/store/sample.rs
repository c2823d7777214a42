//! Quality samples as a project keeps them: how one was drawn is a JSON object.

use domain::Thresholds;
use review::RecordId;
use review::quality::{DrawnStratum, LotKind, PlanChoice, SampleDesign, SamplePlan, Stratify};
use review::statistics::acceptance::Plan;
use review::statistics::estimate::Allocation;
use serde_json::{Value, json};

/// How a sample was drawn, as the text that the project keeps.
pub(crate) fn design_to_text(design: &SampleDesign) -> String {
    let decided_by = match &design.lot {
        LotKind::DecidedBy(who) => who.as_str(),
        _ => "",
    };
    let strata = design
        .strata
        .iter()
        .map(|stratum| json!({ "name": stratum.name, "records": stratum.records, "drawn": stratum.drawn }));
    let Plan { sample, accept } = design.plan.plan;
    let chosen = match design.plan.choice {
        PlanChoice::Protect { reject_quality, consumer_risk, accept } => {
            json!({ "reject_quality": reject_quality, "consumer_risk": consumer_risk, "accept": accept })
        }
        PlanChoice::Own { sample, accept } => json!({ "sample": sample, "accept": accept }),
    };
    json!({
        "lot": design.lot.word(),
        "decided_by": decided_by,
        "lot_words": design.lot_words,
        "stratify": design.stratify.word(),
        "strata": strata.collect::<Vec<Value>>(),
        "allocation": design.allocation.word(),
        "seed": design.seed,
        "plan": { "sample": sample, "accept": accept, "chosen_for": chosen },
        "model": design.model_id,
        "optimal": design.thresholds.optimal,
        "minimum": design.thresholds.minimum,
    })
    .to_string()
}

/// Reads it back; `None` for what is no such text.
pub(crate) fn design_from_text(text: &str) -> Option<SampleDesign> {
    let value: Value = serde_json::from_str(text).ok()?;
    let words = |key: &str| value[key].as_str();
    let strata = value["strata"].as_array()?.iter().map(stratum).collect::<Option<Vec<DrawnStratum>>>()?;
    let plan = &value["plan"];
    let chosen = &plan["chosen_for"];
    let accept = chosen["accept"].as_u64()?;
    let choice = match (chosen["reject_quality"].as_f64(), chosen["consumer_risk"].as_f64()) {
        (Some(reject_quality), Some(consumer_risk)) => PlanChoice::Protect { reject_quality, consumer_risk, accept },
        _ => PlanChoice::Own { sample: chosen["sample"].as_u64()?, accept },
    };
    let plan = Plan { sample: plan["sample"].as_u64()?, accept: plan["accept"].as_u64()? };
    Some(SampleDesign {
        lot: LotKind::from_word(words("lot")?, words("decided_by")?)?,
        lot_words: words("lot_words")?.to_owned(),
        stratify: Stratify::from_word(words("stratify")?)?,
        strata,
        allocation: Allocation::from_word(words("allocation")?)?,
        seed: value["seed"].as_u64()?,
        plan: SamplePlan { plan, choice },
        model_id: words("model")?.to_owned(),
        thresholds: Thresholds::checked(value["optimal"].as_f64()? as f32, value["minimum"].as_f64()? as f32)?,
    })
}

fn stratum(value: &Value) -> Option<DrawnStratum> {
    let record = |value: &Value| RecordId::try_from(value.as_u64()?).ok();
    Some(DrawnStratum {
        name: value["name"].as_str()?.to_owned(),
        records: value["records"].as_u64()?,
        drawn: value["drawn"].as_array()?.iter().map(record).collect::<Option<Vec<RecordId>>>()?,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A sample of two records in two strata.
    pub(crate) fn design() -> SampleDesign {
        let stratum = |name: &str, records, drawn: &[RecordId]| DrawnStratum {
            name: name.to_owned(),
            records,
            drawn: drawn.to_vec(),
        };
        SampleDesign {
            lot: LotKind::DecidedBy("K. “Ö”".to_owned()),
            lot_words: "Decided by K.".to_owned(),
            stratify: Stratify::Confidence,
            strata: vec![stratum("below .5", 7, &[0, 4]), stratum("the rest", 9, &[])],
            allocation: Allocation::Neyman,
            seed: u64::MAX,
            plan: SamplePlan {
                plan: Plan { sample: 2, accept: 1 },
                choice: PlanChoice::Protect { reject_quality: 0.1, consumer_risk: 0.05, accept: 1 },
            },
            model_id: "osca-2024 1".to_owned(),
            thresholds: Thresholds { optimal: 0.8, minimum: 0.35 },
        }
    }

    #[test]
    fn a_design_reads_back_as_it_was() {
        let one = design();
        assert_eq!(design_from_text(&design_to_text(&one)), Some(one.clone()));
        let choice = PlanChoice::Own { sample: 30, accept: 0 };
        let other = SampleDesign { lot: LotKind::All, plan: SamplePlan { choice, ..one.plan }, ..one };
        assert_eq!(design_from_text(&design_to_text(&other)), Some(other));
    }

    #[test]
    fn what_is_no_design_does_not_read() {
        let text = design_to_text(&design());
        for broken in [
            "",
            "{}",
            "[1]",
            &text.replace("neyman", "other"),
            &text.replace("[0,4]", "[0,-4]"),
            &text.replace("\"seed\":1", "\"seed\":-1"),
        ] {
            assert_eq!(design_from_text(broken), None, "{broken}");
        }
    }
}
