//! The model card: what a model is, what it was made from, and what was measured, in Markdown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::{Classification, Code, Level};

use super::material::{Material, Origin};
use super::{MINIMUM, OPTIMAL_ERROR};
use crate::evaluate::Scores;
use crate::model::Model;

/// Writes the card.
pub(super) fn write(
    model: &Model,
    file: &[u8],
    held_out: &Scores,
    by_group: &BTreeMap<Code, (usize, usize)>,
    material: &Material,
    unconverged: usize,
) -> String {
    let card = &model.card;
    let id = card.classification;
    let count = |wanted: fn(Origin) -> bool| material.sources.iter().filter(|source| wanted(source.origin)).count();
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# Model card: {}\n", card.id);
    let _ = writeln!(
        text,
        "Hierarchical support vector machine with one-against-all occupation classifiers for **{}**, method version {}.\n",
        id.full_name(),
        card.version
    );
    let _ = writeln!(text, "| | |\n|---|---|");
    let _ =
        writeln!(text, "| File | `{}.model`, {:.1} MB, SHA-256 `{}` |", id.key(), file.len() as f64 / 1e6, card.hash);
    let _ = writeln!(text, "| Training answers | SHA-256 `{}` |", card.training_hash);
    let _ = writeln!(text, "| Full codes | {} |", model.codes.len());
    let _ = writeln!(
        text,
        "| Local classifiers | {} with {} outputs, and one occupation classifier for each code |",
        model.tree.nodes.len(),
        model.tree.outputs
    );
    let _ = writeln!(text, "| Outputs whose solver stopped before it converged | {unconverged} |");
    let _ = writeln!(
        text,
        "| Features, weights | {}, {} |",
        model.vocabulary.len(),
        model.local.weights.len() + model.occupations.weights.len()
    );
    let _ = writeln!(
        text,
        "| Optimal threshold | {:.2}: the lowest at which held-out training answers coded in full at or above it have an expected error of at most {:.0} % |",
        card.thresholds.optimal,
        OPTIMAL_ERROR * 100.0
    );
    let _ = writeln!(
        text,
        "| Minimum threshold | {MINIMUM:.2}: a level is kept while it is more likely right than wrong |"
    );
    let _ = writeln!(
        text,
        "| Break level | first level whose gap to the strongest sibling is under {:.2} |\n",
        card.break_gap
    );
    let _ = writeln!(text, "## Made from\n");
    let _ = writeln!(
        text,
        "- {} titles of its coding index, counts of neighbouring words in the published tasks, people employed per occupation: Australian Bureau of Statistics, CC BY 4.0 (partly derived).",
        count(|origin| matches!(origin, Origin::Index(_)))
    );
    let _ = writeln!(
        text,
        "- {} titles of the other classification's index through the correspondence: Australian Bureau of Statistics, CC BY 4.0.",
        count(|origin| origin == Origin::OtherIndex)
    );
    let _ = writeln!(text, "- {} answers written for this project, CC0.", count(|origin| origin == Origin::Written));
    let given = count(|origin| origin == Origin::Given);
    if given > 0 {
        let _ = writeln!(text, "- {given} answers given by the person who trained it.");
    }
    let _ = writeln!(
        text,
        "\nNo real survey answer was used: none with agreed codes is public. The model does not learn from what is coded with it.\n"
    );
    let _ = writeln!(text, "## Held-out titles\n");
    let _ = writeln!(
        text,
        "{} alternative titles, specialisations and nec examples of the index, title alone, each coded by a model that was trained without its fold (titles are put into folds before any answer is drawn). Writers of training answers knew the index, so some answers are close to these titles. The probabilities were fitted on answers drawn from all folds, so the calibration error is a little better than on answers that had no part in it. Survey-style answers are scored by `tests/bench/scores`; its results stand in `tests/bench/README.md`. Rebuilt and measured by `occudesk train`.\n",
        held_out.answers
    );
    let _ = writeln!(text, "| level | share right |\n|---|---|");
    for level in Level::ALL {
        let _ = writeln!(text, "| {} | {:.3} |", level.name(), held_out.accuracy[level.index()]);
    }
    let _ = writeln!(text, "| occupation, within the first five suggestions | {:.3} |", held_out.top_five);
    if let Some(optimal) = held_out.production.first() {
        let (rate, accuracy) = (optimal.rate(held_out.answers), optimal.accuracy());
        let _ = writeln!(text, "| coded in full at the optimal threshold | {rate:.3}, of these right {accuracy:.3} |");
    }
    let _ = writeln!(
        text,
        "| coded at any level at the minimum threshold | {:.3}, of these right {:.3} |",
        held_out.coverage, held_out.coverage_accuracy
    );
    let _ = writeln!(text, "| expected calibration error, ten bins | {:.3} |\n", held_out.calibration_error);
    let _ = writeln!(text, "| confidence | answers | mean confidence | share right |\n|---|---|---|---|");
    for (at, bin) in held_out.bins.iter().enumerate().filter(|(_, bin)| bin.answers > 0) {
        let _ = writeln!(
            text,
            "| {:.1} to {:.1} | {} | {:.3} | {:.3} |",
            at as f32 / 10.0,
            (at + 1) as f32 / 10.0,
            bin.answers,
            bin.confidence,
            bin.right
        );
    }
    let _ = writeln!(text, "\nBy sub-major group:\n\n| group | titles | share right |\n|---|---|---|");
    for (&group, &(titles, right)) in by_group {
        let title = Classification::get(id).title(group);
        let _ = writeln!(text, "| {group} {title} | {titles} | {:.2} |", right as f32 / titles as f32);
    }
    text
}
