//! What the workbooks of the ABS say about categories, out of sheets of any of their layouts.
//!
//! A header is found by its words wherever it stands; codes may stand in one column, or indented in one column per level;
//! what follows a code without one of its own belongs to it: tasks one to a row, or sections under headings. What is
//! not understood is told, by sheet and row.

use std::collections::BTreeMap;

use domain::text::normalise;
use domain::{Classification, ClassificationId, Code};
use formats::{GridRow, SheetGrid};

use super::CategoryText;

/// What was read from the sheets of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is said about each category.
    pub texts: BTreeMap<Code, CategoryText>,
    /// Rows that were not understood.
    pub unknown: Vec<UnknownRow>,
}

/// A row that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRow {
    /// The sheet.
    pub sheet: String,
    /// The row of the sheet, from 1.
    pub line: u64,
}

/// What a column, or a section under a heading, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Code,
    Title,
    Description,
    Tasks,
    Skill,
    Alternative,
    Specialisation,
    Kind,
    Other,
}

/// The header is looked for in so many rows.
const HEADER_WITHIN: usize = 60;
/// A header cell is a few words; longer ones are text.
const LONGEST_HEADING: usize = 60;

/// The classification that a workbook is about: the one with which more of its codes and titles agree. `None` where
/// nothing agrees.
pub fn classification_of(sheets: &[SheetGrid]) -> Option<ClassificationId> {
    let agreeing = |id: ClassificationId| {
        let tables = Classification::get(id);
        let rows = sheets.iter().flat_map(|sheet| &sheet.rows);
        rows.filter(|row| {
            let codes = row.cells.iter().filter_map(|(_, text)| Code::parse(text).ok());
            let titles: Vec<String> = codes.map(|code| normalise(tables.title(code))).collect();
            let agrees = |text: &str| titles.iter().any(|title| !title.is_empty() && *title == normalise(text));
            !titles.is_empty() && row.cells.iter().any(|(_, text)| text.len() < 200 && agrees(text))
        })
        .count()
    };
    let [osca, anzsco] = ClassificationId::ALL.map(agreeing);
    if osca == 0 && anzsco == 0 {
        return None;
    }
    Some(if osca >= anzsco { ClassificationId::Osca2024 } else { ClassificationId::Anzsco2022 })
}

/// Reads the sheets of a workbook about a classification.
pub fn parse(sheets: &[SheetGrid], id: ClassificationId) -> Parsed {
    let mut parsed = Parsed::default();
    for sheet in sheets {
        Reading { tables: Classification::get(id), sheet: &sheet.name, parsed: &mut parsed }.read(&sheet.rows);
    }
    parsed.texts.retain(|_, text| !text.is_empty());
    parsed
}

struct Reading<'a> {
    tables: &'static Classification,
    sheet: &'a str,
    parsed: &'a mut Parsed,
}

impl Reading<'_> {
    fn read(&mut self, rows: &[GridRow]) {
        let header = rows.iter().take(HEADER_WITHIN).position(is_header);
        let mut roles: BTreeMap<usize, Role> = BTreeMap::new();
        if let Some(at) = header {
            roles = roles_of(&rows[at]);
        } else if !rows.iter().any(|row| self.code_of(row, &roles).is_some()) {
            // Contents, explanatory notes.
            return;
        }
        let mut current: Option<Code> = None;
        let mut section = Role::Description;
        for row in &rows[header.map_or(0, |at| at + 1)..] {
            if is_header(row) && self.code_of(row, &roles).is_none() {
                roles = roles_of(row);
                continue;
            }
            if let Some((place, code)) = self.code_of(row, &roles) {
                current = Some(code);
                section = Role::Description;
                self.take_row(code, place, row, &roles);
            } else if has_code(row, &roles) {
                // What follows a code that the classification does not have belongs to that code.
                current = None;
                let (sheet, line) = (self.sheet.to_owned(), row.line);
                self.parsed.unknown.push(UnknownRow { sheet, line });
            } else if !is_imprint(row) && !self.follow(current, &mut section, row, &roles) && header.is_some() {
                let (sheet, line) = (self.sheet.to_owned(), row.line);
                self.parsed.unknown.push(UnknownRow { sheet, line });
            }
        }
    }

    /// The code that a row is about, and the place of its cell: the most detailed one in the columns of codes, or the first
    /// cell where no header tells which these are.
    fn code_of(&self, row: &GridRow, roles: &BTreeMap<usize, Role>) -> Option<(usize, Code)> {
        let known = |text: &str| Code::parse(text).ok().filter(|code| self.tables.category(*code).is_some());
        let is_code = |column: &usize| roles.get(column) == Some(&Role::Code);
        let cells = row.cells.iter().enumerate();
        if roles.values().any(|role| *role == Role::Code) {
            let codes = cells.filter(|(_, (column, _))| is_code(column));
            let codes = codes.filter_map(|(place, (_, text))| Some((place, known(text)?)));
            return codes.max_by_key(|(_, code)| code.level());
        }
        cells.take(1).find_map(|(place, (_, text))| Some((place, known(text)?)))
    }

    /// Takes in what a row with a code says.
    fn take_row(&mut self, code: Code, place: usize, row: &GridRow, roles: &BTreeMap<usize, Role>) {
        let title = self.tables.title(code);
        let index: Vec<String> = self.tables.index_titles(code).iter().map(|of| normalise(of.title)).collect();
        let kind = row.cells.iter().find(|(column, _)| roles.get(column) == Some(&Role::Kind));
        let special = kind.is_some_and(|(_, text)| role_of(text) == Role::Specialisation);
        let kind = if special { Role::Specialisation } else { Role::Alternative };
        let text = self.parsed.texts.entry(code).or_default();
        let is_code = |(column, _): &(usize, String)| roles.get(column) == Some(&Role::Code);
        let groups = row.cells[..place].iter().any(is_code);
        for (at, (column, cell)) in row.cells.iter().enumerate() {
            let role = roles.get(column).copied();
            match role {
                _ if at == place || normalise(cell) == normalise(title) => {}
                Some(Role::Kind | Role::Other) => {}
                // Broader groups of the same row, and their titles.
                Some(Role::Code | Role::Title) if at < place && groups => {}
                Some(Role::Code | Role::Title) => take(text, kind, cell),
                None => take_unheaded(text, cell),
                Some(role) => take(text, role, cell),
            }
        }
        let is_new = |title: &String| !index.contains(&normalise(title));
        text.alternative.retain(is_new);
        text.specialisations.retain(is_new);
    }

    /// Takes in a row without a code of its own as a part of what is said about the code above it; `false` where it is none.
    fn follow(
        &mut self,
        current: Option<Code>,
        section: &mut Role,
        row: &GridRow,
        roles: &BTreeMap<usize, Role>,
    ) -> bool {
        let Some(code) = current else { return false };
        let text = self.parsed.texts.entry(code).or_default();
        let mut understood = false;
        for (column, cell) in &row.cells {
            match roles.get(column) {
                Some(Role::Description | Role::Tasks | Role::Skill | Role::Alternative | Role::Specialisation) => {
                    take(text, roles[column], cell);
                    understood = true;
                }
                // A code that the classification does not have must not pass for a text.
                _ if cell.bytes().all(|byte| byte.is_ascii_digit()) => {}
                Some(Role::Code | Role::Title | Role::Kind | Role::Other)
                    if roles.values().any(|role| is_text(*role)) => {}
                _ => {
                    match heading_of(cell) {
                        Some(role) => {
                            *section = role;
                            let rest = cell.split_once(':').map_or("", |(_, rest)| rest.trim());
                            if !rest.is_empty() {
                                take(text, role, rest);
                            }
                        }
                        None => take(text, *section, cell),
                    }
                    understood = true;
                }
            }
        }
        understood
    }
}

/// Whether a row begins with a code, or has one in a column of codes.
fn has_code(row: &GridRow, roles: &BTreeMap<usize, Role>) -> bool {
    let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mut in_columns = row.cells.iter().filter(|(column, _)| roles.get(column) == Some(&Role::Code));
    if roles.values().any(|role| *role == Role::Code) {
        return in_columns.any(|(_, text)| is_code(text));
    }
    row.cells.len() > 1 && row.cells.first().is_some_and(|(_, text)| is_code(text))
}

fn is_text(role: Role) -> bool {
    matches!(role, Role::Description | Role::Tasks)
}

/// Without a header, a single digit is a skill level and a sentence a description.
fn take_unheaded(text: &mut CategoryText, cell: &str) {
    if matches!(cell, "1" | "2" | "3" | "4" | "5") {
        cell.clone_into(&mut text.skill);
    } else if cell.split_whitespace().count() > 6 {
        take(text, Role::Description, cell);
    }
}

fn take(text: &mut CategoryText, role: Role, cell: &str) {
    match role {
        Role::Tasks => text.tasks.extend(parts(cell).filter(|part| heading_of(part).is_none())),
        Role::Skill if text.skill.is_empty() || cell.len() > text.skill.len() => cell.clone_into(&mut text.skill),
        Role::Alternative => text.alternative.extend(parts(cell)),
        Role::Specialisation => text.specialisations.extend(parts(cell)),
        Role::Description if !text.description.contains(cell) => {
            if !text.description.is_empty() {
                text.description.push('\n');
            }
            text.description.push_str(cell);
        }
        _ => {}
    }
}

/// The lines of a cell; of a cell of one line what semicolons separate. Bullets are left out.
fn parts(cell: &str) -> impl Iterator<Item = String> {
    let sign = if cell.contains('\n') { '\n' } else { ';' };
    let bare =
        |part: &str| part.trim().trim_start_matches(['•', '●', '▪', '·', '-', '–', '*', '\u{f0b7}']).trim().to_owned();
    cell.split(sign).map(bare).filter(|part| !part.is_empty()).collect::<Vec<String>>().into_iter()
}

/// What a short text names, as a header of a column.
fn role_of(text: &str) -> Role {
    let words = normalise(text);
    let has = |part: &str| words.contains(part);
    if has("isco") || has("correspond") {
        Role::Other
    } else if words == "type" || has("title type") || has("type of title") || has("index type") {
        Role::Kind
    } else if has("code") || matches!(words.as_str(), "osca" | "anzsco") || is_level(&words) {
        Role::Code
    } else if has("task") {
        Role::Tasks
    } else if has("description") || has("definition") || has("lead statement") {
        Role::Description
    } else if has("skill") {
        Role::Skill
    } else if has("alternative") {
        Role::Alternative
    } else if has("specialisation") || has("specialization") {
        Role::Specialisation
    } else if has("title") || has("name") || has("label") {
        Role::Title
    } else {
        Role::Other
    }
}

fn is_level(words: &str) -> bool {
    let words = words.strip_suffix('s').unwrap_or(words);
    matches!(words, "major group" | "sub major group" | "submajor group" | "minor group" | "unit group" | "occupation")
}

/// The section that a line opens; `None` for a line of text.
fn heading_of(text: &str) -> Option<Role> {
    let role = (text.len() <= LONGEST_HEADING).then(|| role_of(text))?;
    let words = normalise(text);
    let opens = [
        "tasks",
        "main tasks",
        "skill level",
        "indicative skill level",
        "alternative title",
        "specialisation",
        "lead statement",
        "description",
        "definition",
    ];
    (opens.iter().any(|word| words.starts_with(word)) && words.split(' ').count() <= 4).then_some(role)
}

fn is_header(row: &GridRow) -> bool {
    let short: Vec<&str> =
        row.cells.iter().map(|(_, text)| text.as_str()).filter(|text| text.len() <= LONGEST_HEADING).collect();
    let roles: Vec<Role> = short.iter().map(|text| role_of(text)).collect();
    let named = roles.iter().filter(|role| **role != Role::Other).count();
    roles.contains(&Role::Code)
        && named >= 2
        && short.len() == row.cells.len()
        && !short.iter().any(|text| Code::parse(text).is_ok())
}

fn roles_of(row: &GridRow) -> BTreeMap<usize, Role> {
    row.cells.iter().map(|(column, text)| (*column, role_of(text))).collect()
}

/// The line of the copyright.
fn is_imprint(row: &GridRow) -> bool {
    let first = row.cells.first().map_or("", |(_, text)| text.as_str());
    first.starts_with('©') || normalise(first).contains("commonwealth of australia")
}
