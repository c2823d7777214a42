//! Recoding from ANZSCO to OSCA: which columns hold such codes, and what their records are coded by.

use std::borrow::Cow;

use classifier::Scratch;
use domain::{Classification, ClassificationId, Coding, Recoded};
use review::RecordId;
use store::{Recoding, SourceDescription, joined};

use crate::{RecodedView, Review};

/// The classification that is recoded from.
pub const FROM: ClassificationId = ClassificationId::Anzsco2022;
/// The classification that is recoded to.
pub const TO: ClassificationId = ClassificationId::Osca2024;

/// A column holds codes when this share of its cells that are not blank are some.
const SHARE: f32 = 0.9;

/// The columns, from 0, of these rows that hold ANZSCO codes of occupations: nine of ten cells that are not blank.
pub fn code_columns(columns: usize, rows: &[Vec<String>]) -> Vec<usize> {
    let tables = Classification::get(FROM);
    let holds = |at: &usize| {
        let cells = rows.iter().filter_map(|row| row.get(*at)).filter(|cell| !cell.trim().is_empty());
        let (count, codes) = cells.fold((0, 0), |(count, codes), cell| {
            (count + 1, codes + usize::from(tables.occupation_in(cell).is_some()))
        });
        count > 0 && codes as f32 >= SHARE * count as f32
    };
    (0..columns).filter(holds).collect()
}

/// Title and tasks by which a record is coded: where its title is blank, or the column of the titles is that of the codes,
/// the title is the principal title of its code. The cells stay as they are.
pub(crate) fn answer<'a>(
    source: &SourceDescription,
    recoding: &Recoding,
    cells: &[&'a str],
) -> (Cow<'a, str>, Cow<'a, str>) {
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
    let title = joined(&source.title_columns, cell);
    let tasks = joined(&source.tasks_columns, cell);
    if !lacks_title(&title, &source.title_columns, recoding) {
        return (title, tasks);
    }
    let own = Classification::get(recoding.from).occupation_in(cell(recoding.column));
    (own.map_or(title, |category| Cow::Borrowed(category.title)), tasks)
}

fn lacks_title(title: &str, columns: &[usize], recoding: &Recoding) -> bool {
    title.trim().is_empty() || columns == [recoding.column]
}

/// What the code that a record carries leads to; `None` where the project does not recode.
pub(crate) fn view(review: &Review, record: RecordId, cells: &[String]) -> Option<RecodedView> {
    let recoding = review.recoding?;
    let from = Classification::get(recoding.from);
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let category = from.occupation_in(cell(recoding.column));
    let targets: Vec<_> = category.map(|category| from.corresponding(category.code).collect()).unwrap_or_default();
    let (title, tasks) = review.answers.answer(record);
    let given = joined(&review.title_columns, cell);
    let engine = review.engine.as_ref().filter(|_| !targets.is_empty());
    let targets = engine.map(|engine| engine.code_among(title, tasks, &targets, &mut Scratch::default()).1);
    Some(RecodedView {
        from: recoding.from,
        cell: cell(recoding.column).to_owned(),
        code: category.map(|category| category.code),
        title: category.map_or("", |category| category.title),
        title_attached: category.is_some() && lacks_title(&given, &review.title_columns, &recoding),
        targets: targets.unwrap_or_default(),
    })
}

/// Why a recoded record has the code that it has, in a word for files: `correspondence`, `several-targets`, `no-target`
/// for a code that leads nowhere, `not-a-code` for a cell that holds none, `no-code` for a blank one; empty for a record
/// that was not recoded.
pub fn reason(coding: &Coding, from: &Classification, cell: &str) -> &'static str {
    match coding.recoded {
        None => "",
        Some(Recoded::Correspondence) => "correspondence",
        Some(Recoded::SeveralTargets) => "several-targets",
        Some(Recoded::NoTarget) if cell.trim().is_empty() => "no-code",
        Some(Recoded::NoTarget) if from.occupation_in(cell).is_none() => "not-a-code",
        Some(Recoded::NoTarget) => "no-target",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[[&str; 2]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.map(str::to_owned).to_vec()).collect()
    }

    #[test]
    fn a_column_of_codes_is_known_by_its_content() {
        let mut cells = vec![["331211", "carpenter"]; 9];
        cells.push(["x", "331211"]);
        cells.push(["", ""]);
        assert_eq!(code_columns(2, &rows(&cells)), [0]);
        cells.push(["y", "331211"]);
        assert_eq!(code_columns(2, &rows(&cells)), [] as [usize; 0], "two of eleven are no codes");
        assert_eq!(code_columns(2, &rows(&[["", "3312"], ["", "999999"]])), [] as [usize; 0]);
        assert_eq!(code_columns(2, &rows(&[[" 331211 ", "331211.0"]])), [0, 1]);
    }

    #[test]
    fn every_reason_has_its_word() {
        let tables = Classification::get(FROM);
        let of = |recoded, cell| reason(&Coding { recoded, ..Coding::BLANK }, tables, cell);
        assert_eq!(of(None, "331211"), "");
        assert_eq!(of(Some(Recoded::Correspondence), "331211"), "correspondence");
        assert_eq!(of(Some(Recoded::SeveralTargets), "331211"), "several-targets");
        let none = ["331211", "carpenter", " "].map(|cell| of(Some(Recoded::NoTarget), cell));
        assert_eq!(none, ["no-target", "not-a-code", "no-code"]);
    }
}
