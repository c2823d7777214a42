//! The columns that a coded file has behind those of its source: in one place for the command line and for exports.

use std::borrow::Cow;

use classifier::Engine;
use domain::{Classification, ClassificationId, Code, Coding, Level, Outcome, Status, Suggestion, Thresholds};
use formats::Cell;
use review::{Final, Flags, Source};

use crate::recode;

/// Decimals of every probability in a file.
const DECIMALS: usize = 4;

/// The machine's columns, without suggestions.
const MACHINE: [&str; 13] = [
    "occ_code",
    "occ_title",
    "occ_level",
    "occ_confidence",
    "occ_margin",
    "occ_status",
    "occ_flag",
    "occ_p1",
    "occ_p2",
    "occ_p3",
    "occ_p4",
    "occ_p5",
    "occ_model",
];

/// What a project's export has behind the machine's columns. `final_origin` says who gave the final code: the word of an
/// engine, such as `embedded`, or `person`. `review_flag` has the words `conflicting`, `referred`, `flagged`,
/// `quality-sample` and `coders-differ` as far as they apply, joined by `;`. Of a record that is to be coded blind for a
/// quality sample nothing else is told.
pub const FINAL_COLUMNS: [&str; 10] = [
    "final_code",
    "final_title",
    "final_level",
    "final_source",
    "final_origin",
    "reviewer",
    "reason",
    "decided_at",
    "note",
    "review_flag",
];

/// What recoding adds behind everything else: the code that the record came with, and why it led to its code, see
/// `recode::reason`.
pub const RECODE_COLUMNS: [&str; 2] = ["anzsco_code", "recode_reason"];

/// The final title with "nfd" behind that of a group, where that is asked for.
pub const NFD_COLUMN: &str = "final_title_nfd";

/// The final code in six digits padded with zeros, where that is asked for.
pub const PADDED_COLUMN: &str = "final_code_padded";

/// Code and title at each level of the final code, where they are asked for: `final_1_code` for the major group to
/// `final_5_title` for the occupation. They are empty below the level that was reached, and for non-classification codes.
pub const LEVEL_COLUMNS: [&str; 10] = [
    "final_1_code",
    "final_1_title",
    "final_2_code",
    "final_2_title",
    "final_3_code",
    "final_3_title",
    "final_4_code",
    "final_4_title",
    "final_5_code",
    "final_5_title",
];

/// In `final_origin` for what a person decided.
const PERSON: &str = "person";

/// Which further columns are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// [`LEVEL_COLUMNS`].
    pub levels: bool,
    /// [`NFD_COLUMN`].
    pub nfd: bool,
    /// [`PADDED_COLUMN`].
    pub padded: bool,
}

impl Extra {
    /// All of them.
    const ALL: Extra = Extra { levels: true, nfd: true, padded: true };

    /// The names of the columns asked for, in their order.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let levels = LEVEL_COLUMNS.into_iter().filter(move |_| self.levels);
        let others = [(self.nfd, NFD_COLUMN), (self.padded, PADDED_COLUMN)];
        levels.chain(others.into_iter().filter(|(asked_for, _)| *asked_for).map(|(_, name)| name))
    }
}

/// Names of the machine's columns, in order: `occ_code` to `occ_model`, then `occ_s1_code`, `occ_s1_title`,
/// `occ_s1_confidence` and so on for as many suggestions.
pub fn occ_columns(suggestions: usize) -> Vec<String> {
    let suggested =
        (1..=suggestions).flat_map(|rank| ["code", "title", "confidence"].map(|what| format!("occ_s{rank}_{what}")));
    MACHINE.into_iter().map(str::to_owned).chain(suggested).collect()
}

/// Names of the columns that an export adds behind those of the source: the machine's, [`FINAL_COLUMNS`], then the further
/// ones asked for, and [`RECODE_COLUMNS`] where records are recoded. A name among the latter that the source has already
/// gets `final_` in front, once more than the source has it: beside a column `reason` of the source ours is `final_reason`.
pub fn export_columns(source: &[String], extra: Extra, recoded: bool) -> Vec<String> {
    let recoded = RECODE_COLUMNS.into_iter().filter(|_| recoded);
    let names = FINAL_COLUMNS.into_iter().chain(extra.names()).chain(recoded);
    occ_columns(0).into_iter().chain(names.map(|name| free_name(name, source))).collect()
}

/// The name of a column that is added: with `final_` in front, once more than the source has it, where it has it already.
pub fn free_name(name: &str, source: &[String]) -> String {
    longest(name, source).map_or_else(|| name.to_owned(), |longest| format!("final_{longest}"))
}

/// Of the columns that are added, those that hold numbers: levels and probabilities. Codes are text.
pub fn number_columns(added: &[String]) -> Vec<String> {
    let ends = ["level", "confidence", "margin", "_p1", "_p2", "_p3", "_p4", "_p5"];
    added.iter().filter(|name| ends.iter().any(|end| name.ends_with(end))).cloned().collect()
}

/// The columns of a source, from 0, that an earlier output added to it: the machine's under their names, and the final
/// ones if `occ_code` is among the columns. Of a final name and the same with `final_` in front only the longest is ours, as
/// [`export_columns`] chose it; the shorter ones stood in the source before.
pub fn earlier_outputs(header: &[String]) -> Vec<usize> {
    let mut ours: Vec<String> = Vec::new();
    if is_output(header) {
        for name in FINAL_COLUMNS.into_iter().chain(Extra::ALL.names()) {
            ours.extend(longest(name, header));
        }
        // A column of ANZSCO codes alone is the source's own.
        if longest(RECODE_COLUMNS[1], header).is_some() {
            ours.extend(RECODE_COLUMNS.into_iter().filter_map(|name| longest(name, header)));
        }
    }
    let is_ours = |name: &String| is_machine_column(name) || ours.contains(name);
    (0..header.len()).filter(|at| header.get(*at).is_some_and(is_ours)).collect()
}

/// Whether a source is an output of this program.
pub(crate) fn is_output(header: &[String]) -> bool {
    header.iter().any(|name| name == MACHINE[0])
}

/// The longest of the columns that have this name, or this name with `final_` in front any number of times.
pub(crate) fn longest(name: &str, columns: &[String]) -> Option<String> {
    let is_of_that_name =
        |column: &&String| column.strip_suffix(name).is_some_and(|before| before.replace("final_", "").is_empty());
    columns.iter().filter(is_of_that_name).max_by_key(|column| column.len()).cloned()
}

/// The column, from 0, that an earlier export of ours wrote under this name of [`FINAL_COLUMNS`]. Only a file with the
/// machine's columns has one.
pub(crate) fn final_column(header: &[String], name: &str) -> Option<usize> {
    let ours = longest(name, header).filter(|_| header.iter().any(|name| name == MACHINE[0]))?;
    header.iter().position(|column| *column == ours)
}

fn is_machine_column(name: &str) -> bool {
    let suggested = || {
        let rest = name.strip_prefix("occ_s")?;
        let (rank, what) = rest.split_once('_')?;
        Some(rank.parse::<u8>().is_ok() && matches!(what, "code" | "title" | "confidence"))
    };
    MACHINE.contains(&name) || suggested().unwrap_or(false)
}

/// The machine's side of one record, ready to be written.
#[derive(Clone, Debug)]
pub struct OccRow<'a> {
    coding: Coding,
    outcome: Outcome,
    flags: String,
    classification: &'static Classification,
    model: &'a str,
}

impl<'a> OccRow<'a> {
    /// Cuts a coding by the thresholds. `model` is the id of the model that made it.
    pub fn new(
        coding: &Coding,
        thresholds: Thresholds,
        classification: &'static Classification,
        model: &'a str,
    ) -> OccRow<'a> {
        let outcome = Outcome::of(coding, thresholds);
        let flags = Flags::of(coding, &outcome, thresholds).to_text();
        OccRow { coding: *coding, outcome, flags, classification, model }
    }

    /// The same with the model and the classification of an engine.
    pub fn of_engine(coding: &Coding, thresholds: Thresholds, engine: &'a Engine) -> OccRow<'a> {
        let card = engine.card();
        OccRow::new(coding, thresholds, Classification::get(card.classification), &card.id)
    }

    /// The coding as the thresholds left it.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The reasons for a review, as in `occ_flag`; empty when none is needed.
    pub fn flags(&self) -> &str {
        &self.flags
    }

    /// Appends the cells of [`occ_columns`]; `places` is the number of suggestions that have columns, and those beyond
    /// the ones given stay empty. Codes are text. A blank answer has neither confidence nor margin. Conditional
    /// probabilities stand at the levels reached; a non-classification code has the first, of being out of scope, and
    /// the fifth, of the code itself.
    pub fn push_cells<'c>(&'c self, suggestions: &'c [Suggestion], places: usize, cells: &mut Vec<Cell<'c>>) {
        let blank = self.coding.blank;
        cells.push(code_cell(self.outcome.code.as_ref()));
        cells.push(title_cell(self.classification, self.outcome.code));
        cells.push(level_cell(self.outcome.level));
        cells.push(if blank { Cell::Empty } else { probability(self.outcome.confidence) });
        cells.push(if blank { Cell::Empty } else { probability(self.coding.margin) });
        cells.push(Cell::Text(self.outcome.status.word()));
        cells.push(text(&self.flags));
        for level in Level::ALL {
            let reached = match self.outcome.status {
                Status::NonClassification => matches!(level, Level::MajorGroup | Level::Occupation),
                _ => self.outcome.level.is_some_and(|deepest| level <= deepest),
            };
            let conditional = self.coding.conditionals[level.index()];
            cells.push(if reached { probability(conditional) } else { Cell::Empty });
        }
        cells.push(text(self.model));
        for rank in 0..places {
            let suggestion = suggestions.get(rank);
            cells.push(code_cell(suggestion.map(|suggestion| &suggestion.code)));
            cells.push(title_cell(self.classification, suggestion.map(|suggestion| suggestion.code)));
            cells.push(suggestion.map_or(Cell::Empty, |suggestion| probability(suggestion.confidence)));
        }
    }
}

/// The final side of one record, ready to be written.
#[derive(Clone, Debug)]
pub struct FinalRow<'a> {
    code: Option<Code>,
    source: &'static str,
    origin: &'a str,
    reviewer: Cow<'a, str>,
    reason: &'static str,
    decided_at: String,
    note: &'a str,
    review_flag: String,
    nfd: String,
    padded: String,
    classification: &'static Classification,
}

impl<'a> FinalRow<'a> {
    /// Prepares the final values of a record that an engine of this word coded.
    pub fn new(values: &Final<'a>, classification: &'static Classification, engine: &'a str) -> FinalRow<'a> {
        let origin = match values.source {
            Source::Nobody => "",
            Source::Machine => engine,
            _ => PERSON,
        };
        FinalRow {
            code: values.code,
            source: values.source.word(),
            origin,
            reviewer: values.reviewer.clone(),
            reason: values.reason,
            decided_at: values.decided_at.map(|at| at.to_iso()).unwrap_or_default(),
            note: values.note,
            review_flag: values.by_people.to_text(),
            nfd: values.code.map(|code| classification.nfd_title(code)).unwrap_or_default(),
            padded: values.code.map(|code| code.padded()).unwrap_or_default(),
            classification,
        }
    }

    /// Appends the cells of [`FINAL_COLUMNS`], then those of the further columns asked for.
    pub fn push_cells<'c>(&'c self, extra: Extra, cells: &mut Vec<Cell<'c>>) {
        let in_tree = self.code.as_ref().filter(|code| !code.is_non_classification());
        let level = in_tree.map(|code| code.level());
        cells.push(code_cell(self.code.as_ref()));
        cells.push(title_cell(self.classification, self.code));
        cells.push(level_cell(level));
        let [decided_at, review_flag] = [&self.decided_at, &self.review_flag].map(String::as_str);
        let words = [self.source, self.origin, &*self.reviewer, self.reason, decided_at, self.note, review_flag];
        cells.extend(words.map(text));
        if extra.levels {
            for level in Level::ALL {
                let digits = in_tree.and_then(|code| code.as_str().get(..level.digits()));
                let category = in_tree.and_then(|code| code.at(level));
                cells.push(digits.map_or(Cell::Empty, Cell::Text));
                cells.push(title_cell(self.classification, category));
            }
        }
        if extra.nfd {
            cells.push(text(&self.nfd));
        }
        if extra.padded {
            cells.push(text(&self.padded));
        }
    }
}

/// Appends the cells of a record that is to be coded blind, as many as columns are added: only its `review_flag` says why
/// the others are empty.
pub fn push_hidden(added: usize, cells: &mut Vec<Cell<'_>>) {
    let flag = MACHINE.len() + FINAL_COLUMNS.len() - 1;
    cells.extend((0..added).map(|at| if at == flag { Cell::Text(review::Flag::Sampled.word()) } else { Cell::Empty }));
}

/// Appends the cells of [`RECODE_COLUMNS`] for a record with this cell in its column of codes.
pub fn push_recoded<'c>(coding: &Coding, from: ClassificationId, cell: &'c str, cells: &mut Vec<Cell<'c>>) {
    let tables = Classification::get(from);
    let own = tables.occupation_in(cell).map_or(cell, |_| cell.trim());
    cells.push(text(own));
    cells.push(text(recode::reason(coding, tables, cell)));
}

fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn code_cell(code: Option<&Code>) -> Cell<'_> {
    code.map_or(Cell::Empty, |code| Cell::Text(code.as_str()))
}

fn title_cell(classification: &'static Classification, code: Option<Code>) -> Cell<'static> {
    code.map_or(Cell::Empty, |code| text(classification.title(code)))
}

fn level_cell(level: Option<Level>) -> Cell<'static> {
    level.map_or(Cell::Empty, |level| Cell::Number { value: f64::from(level.number()), decimals: 0 })
}

fn probability(value: f32) -> Cell<'static> {
    Cell::Number { value: f64::from(value), decimals: DECIMALS }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(coding: &Coding, minimum: f32) -> Vec<String> {
        let thresholds = Thresholds::checked(0.9, minimum).unwrap();
        let row = OccRow::new(coding, thresholds, Classification::get(ClassificationId::Osca2024), "m");
        let suggestions = [Suggestion { code: Code::parse("371131").unwrap(), confidence: 0.5 }];
        let mut cells = Vec::new();
        row.push_cells(&suggestions, 2, &mut cells);
        let shown = |cell: &Cell<'_>| match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => (*text).to_owned(),
            Cell::Number { value, decimals } => format!("{value:.decimals$}"),
        };
        cells.iter().map(shown).collect()
    }

    fn coding(code: &str, conditionals: [f32; 5]) -> Coding {
        let best = Some(Code::parse(code).unwrap());
        Coding { best, conditionals, margin: 0.25, blank: false, ..Coding::BLANK }
    }

    #[test]
    fn a_full_code_has_all_its_cells() {
        let cells = cells(&coding("265433", [0.99, 0.94, 0.92, 0.91, 0.96]), 0.4);
        assert_eq!(cells.len(), occ_columns(2).len());
        assert_eq!(cells[0], "265433");
        assert_eq!(cells[2..7], ["5", "0.7479", "0.2500", "coded", "below-optimal"]);
        assert_eq!(cells[7..13], ["0.9900", "0.9400", "0.9200", "0.9100", "0.9600", "m"]);
        assert_eq!(cells[13..], ["371131", "Bricklayer", "0.5000", "", "", ""]);
    }

    #[test]
    fn a_partial_code_has_probabilities_at_the_levels_reached() {
        let cells = cells(&coding("265433", [0.9, 0.8, 0.9, 0.5, 0.5]), 0.6);
        assert_eq!(cells[..3], ["265", "Midwifery and Nursing Professionals", "3"]);
        assert_eq!(cells[5..12], ["partial", "partial", "0.9000", "0.8000", "0.9000", "", ""]);
    }

    #[test]
    fn a_non_classification_code_has_no_level() {
        let cells = cells(&coding("099960", [0.9, 1.0, 1.0, 1.0, 0.8]), 0.4);
        assert_eq!(cells[..4], ["099960", "Retired", "", "0.7200"]);
        assert_eq!(cells[7..12], ["0.9000", "", "", "", "0.8000"]);
    }

    #[test]
    fn blank_and_uncoded_answers_have_no_code() {
        let blank = cells(&Coding::BLANK, 0.4);
        assert_eq!(blank[..7], ["", "", "", "", "", "uncoded", "blank;uncoded"]);
        let uncoded = cells(&coding("265433", [0.2; 5]), 0.4);
        assert_eq!(uncoded[..12], ["", "", "", "0.2000", "0.2500", "uncoded", "uncoded", "", "", "", "", ""]);
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_of_an_output_are_known_again_and_no_others() {
        let suggested = occ_columns(12);
        assert_eq!(earlier_outputs(&suggested).len(), suggested.len());
        assert_eq!(earlier_outputs(&names(&["occ_s1_note", "occupation", "occ_sx_code", "title"])), [] as [usize; 0]);
        let own = ["reason", "reviewer", "decided_at", "note", "final_code"];
        assert_eq!(earlier_outputs(&names(&own)), [] as [usize; 0], "nothing else says that they are ours");
    }

    proptest::proptest! {
        #[test]
        fn added_names_clash_with_none_of_the_source_and_are_the_ones_known_again(
            source in proptest::collection::btree_set(
                proptest::sample::select(
                    vec![
                        "id",
                        "reason",
                        "final_reason",
                        "note",
                        "final_final_note",
                        "final_code",
                        "review_flag",
                        "anzsco_code",
                    ],
                ),
                0..8,
            ),
            [levels, nfd, padded, recoded] in proptest::prelude::any::<[bool; 4]>(),
        ) {
            let source: Vec<String> = source.into_iter().map(str::to_owned).collect();
            let added = export_columns(&source, Extra { levels, nfd, padded }, recoded);
            let mut all = source.clone();
            all.extend(added.iter().cloned());
            let distinct: std::collections::BTreeSet<&String> = all.iter().collect();
            proptest::prop_assert_eq!(distinct.len(), all.len());
            proptest::prop_assert_eq!(earlier_outputs(&all), (source.len()..all.len()).collect::<Vec<_>>());
        }
    }
}
