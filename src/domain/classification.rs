//! The classifications: categories of all levels, coding index, correspondence; compiled in as sorted tables.

use std::sync::OnceLock;

use crate::nearest::NearestTitles;
use crate::{Code, Level, NearTitle, Search};

/// Which classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClassificationId {
    /// OSCA – Occupation Standard Classification for Australia, 2024, version 1.0.
    Osca2024,
    /// ANZSCO – Australian and New Zealand Standard Classification of Occupations, 2022 Australian Update.
    Anzsco2022,
}

impl ClassificationId {
    /// Both.
    pub const ALL: [ClassificationId; 2] = [ClassificationId::Osca2024, ClassificationId::Anzsco2022];

    /// The key in files and on the command line.
    pub fn key(self) -> &'static str {
        match self {
            ClassificationId::Osca2024 => "osca-2024",
            ClassificationId::Anzsco2022 => "anzsco-2022",
        }
    }

    /// The short name on screen.
    pub fn name(self) -> &'static str {
        match self {
            ClassificationId::Osca2024 => "OSCA 2024",
            ClassificationId::Anzsco2022 => "ANZSCO 2022",
        }
    }

    /// The full name and version.
    pub fn full_name(self) -> &'static str {
        match self {
            ClassificationId::Osca2024 => "OSCA – Occupation Standard Classification for Australia, 2024, version 1.0",
            ClassificationId::Anzsco2022 => {
                "ANZSCO – Australian and New Zealand Standard Classification of Occupations, 2022 Australian Update"
            }
        }
    }

    /// Reads a key.
    pub fn from_key(key: &str) -> Option<ClassificationId> {
        ClassificationId::ALL.into_iter().find(|id| id.key() == key)
    }

    /// The other one.
    pub fn other(self) -> ClassificationId {
        match self {
            ClassificationId::Osca2024 => ClassificationId::Anzsco2022,
            ClassificationId::Anzsco2022 => ClassificationId::Osca2024,
        }
    }

    /// Whether the engine may answer with a non-classification code. ANZSCO 2022 has none.
    pub fn has_non_classification(self) -> bool {
        self == ClassificationId::Osca2024
    }
}

/// A category of any level, or a non-classification code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Its code.
    pub code: Code,
    /// Its title as published.
    pub title: &'static str,
    /// The skill level as published, such as `1`, or `5 Aus,4 NZ`; empty for groups.
    pub skill_level: &'static str,
    /// Exists in New Zealand only: searchable, never an engine's answer.
    pub new_zealand_only: bool,
}

/// What kind of entry of the coding index a title is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexKind {
    /// The title of the occupation itself.
    Principal,
    /// Another title for the whole occupation.
    Alternative,
    /// A title for a part of the occupation.
    Specialisation,
    /// An example of what a "not elsewhere classified" occupation holds.
    NecExample,
}

impl IndexKind {
    /// Reads the word of the tables.
    pub fn from_word(word: &str) -> Option<IndexKind> {
        match word {
            "principal" => Some(IndexKind::Principal),
            "alternative" => Some(IndexKind::Alternative),
            "specialisation" => Some(IndexKind::Specialisation),
            "nec_example" => Some(IndexKind::NecExample),
            _ => None,
        }
    }

    /// The name on screen.
    pub fn name(self) -> &'static str {
        match self {
            IndexKind::Principal => "principal title",
            IndexKind::Alternative => "alternative title",
            IndexKind::Specialisation => "specialisation",
            IndexKind::NecExample => "nec example",
        }
    }
}

/// An entry of the coding index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexTitle {
    /// The occupation it leads to.
    pub code: Code,
    /// What kind of title it is.
    pub kind: IndexKind,
    /// The title as published.
    pub title: &'static str,
}

/// A link between an occupation and one of the other classification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The occupation of the other classification.
    pub code: Code,
    /// The link is partial, as published: the ANZSCO code of the two is split among several OSCA codes.
    pub partial: bool,
    /// How many other codes of this classification that occupation is linked to.
    pub others: usize,
}

/// A compiled-in table that does not read as one: a mistake made when the tables were made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("table {table}, line {line}: {what}")]
pub struct TableError {
    /// Which table.
    pub table: &'static str,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// A classification with its coding index.
#[derive(Debug)]
pub struct Classification {
    id: ClassificationId,
    /// Sorted by code.
    categories: Vec<Category>,
    /// Sorted by code, kind, title.
    index: Vec<IndexTitle>,
    /// Pairs (code here, code in the other classification), sorted.
    correspondence: Vec<(Code, Code)>,
    search: Search,
    /// Made when it is asked for.
    nearest: OnceLock<NearestTitles>,
}

impl Classification {
    /// The classification with this id; read from the compiled-in tables at the first call, in a few milliseconds.
    pub fn get(id: ClassificationId) -> &'static Classification {
        static TABLES: [OnceLock<Classification>; 2] = [OnceLock::new(), OnceLock::new()];
        TABLES[id as usize].get_or_init(|| match Classification::read(id) {
            Ok(classification) => classification,
            Err(error) => unreachable!("the compiled-in tables are tested: {error}"),
        })
    }

    /// Reads the compiled-in tables.
    ///
    /// # Errors
    /// [`TableError`] when a table is damaged.
    pub fn read(id: ClassificationId) -> Result<Classification, TableError> {
        let (categories, index) = match id {
            ClassificationId::Osca2024 => (OSCA, OSCA_INDEX),
            ClassificationId::Anzsco2022 => (ANZSCO, ANZSCO_INDEX),
        };
        let mut categories = read_categories(categories, "categories")?;
        if id.has_non_classification() {
            categories.extend(read_categories(NON_CLASSIFICATION, "non-classification")?);
        }
        categories.sort_by_key(|category| category.code);
        let index = read_index(index)?;
        let correspondence = read_correspondence(id)?;
        let search = Search::new(&categories, &index);
        Ok(Classification { id, categories, index, correspondence, search, nearest: OnceLock::new() })
    }

    /// Which classification this is.
    pub fn id(&self) -> ClassificationId {
        self.id
    }

    /// All categories, and the non-classification codes where there are such, sorted by code.
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    /// All index titles, sorted by code, then kind, then title.
    pub fn index(&self) -> &[IndexTitle] {
        &self.index
    }

    /// The category with this code.
    pub fn category(&self, code: Code) -> Option<&Category> {
        let at = self.categories.binary_search_by_key(&code, |category| category.code).ok()?;
        Some(&self.categories[at])
    }

    /// Its title as published; empty when there is no such code.
    pub fn title(&self, code: Code) -> &'static str {
        self.category(code).map_or("", |category| category.title)
    }

    /// Its title, for groups with "nfd" (not further defined) behind it, as in coded data.
    pub fn nfd_title(&self, code: Code) -> String {
        let title = self.title(code);
        if title.is_empty() || code.level() == Level::Occupation { title.to_owned() } else { format!("{title} nfd") }
    }

    /// The group one level up; `None` for major groups and non-classification codes.
    pub fn parent(&self, code: Code) -> Option<Code> {
        if code.is_non_classification() {
            return None;
        }
        code.at(code.level().broader()?)
    }

    /// The group that a coder means by "the parent": the nearest one that has more than one child, because a group
    /// with a single child says the same as the child.
    pub fn parent_with_choice(&self, code: Code) -> Option<Code> {
        let mut parent = self.parent(code)?;
        while self.children(parent).take(2).count() == 1 {
            parent = self.parent(parent)?;
        }
        Some(parent)
    }

    /// The categories one level down, by code; the major groups are the children of none.
    pub fn children(&self, code: Code) -> impl Iterator<Item = &Category> {
        let level = Level::ALL.get(code.level().index() + 1).copied();
        let from = self.categories.partition_point(|category| category.code < code);
        self.categories[from..]
            .iter()
            .take_while(move |category| category.code.is_within(code))
            .filter(move |category| Some(category.code.level()) == level)
    }

    /// The major groups, without non-classification codes.
    pub fn major_groups(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| category.code.level() == Level::MajorGroup)
    }

    /// The non-classification codes; none where the classification has none.
    pub fn non_classification(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| category.code.is_non_classification())
    }

    /// The occupations that an engine may answer with, by code.
    pub fn occupations(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().filter(|category| {
            category.code.level() == Level::Occupation
                && !category.code.is_non_classification()
                && !category.new_zealand_only
        })
    }

    /// How many occupations a group holds, those of New Zealand included.
    pub fn occupations_within(&self, code: Code) -> usize {
        let from = self.categories.partition_point(|category| category.code < code);
        let within = self.categories[from..].iter().take_while(|category| category.code.is_within(code));
        within.filter(|category| category.code.level() == Level::Occupation).count()
    }

    /// The index titles of an occupation.
    pub fn index_titles(&self, code: Code) -> &[IndexTitle] {
        let from = self.index.partition_point(|entry| entry.code < code);
        let to = self.index.partition_point(|entry| entry.code <= code);
        &self.index[from..to]
    }

    /// The titles of occupations and of the coding index that are written most like a text, at most `limit`, the likest
    /// first. The first call prepares the titles, in a few hundredths of a second.
    pub fn nearest_titles(&self, text: &str, limit: usize) -> Vec<NearTitle> {
        self.nearest.get_or_init(|| NearestTitles::new(&self.categories, &self.index)).find(text, limit)
    }

    /// The occupations of the other classification that correspond to this one, by code.
    pub fn corresponding(&self, code: Code) -> impl Iterator<Item = Code> {
        let from = self.correspondence.partition_point(|pair| pair.0 < code);
        self.correspondence[from..].iter().take_while(move |pair| pair.0 == code).map(|pair| pair.1)
    }

    /// The links of an occupation to the other classification, by code.
    pub fn links(&self, code: Code) -> impl Iterator<Item = Link> {
        let to = Classification::get(self.id.other());
        self.corresponding(code).map(move |other| {
            // The published mark stands at the ANZSCO code: one that is split among several OSCA codes.
            let split = match self.id {
                ClassificationId::Osca2024 => to.corresponding(other).nth(1).is_some(),
                ClassificationId::Anzsco2022 => self.corresponding(code).nth(1).is_some(),
            };
            let others = to.corresponding(other).count().saturating_sub(1);
            Link { code: other, partial: split, others }
        })
    }

    /// The groups of the other classification, of the same level, to which the occupations of a group lead, with the number
    /// of its occupations that lead there; those with most first, ties by code.
    pub fn group_links(&self, group: Code) -> Vec<(Code, usize)> {
        let level = group.level();
        let from = self.correspondence.partition_point(|pair| pair.0 < group);
        let pairs = self.correspondence[from..].iter().take_while(|pair| pair.0.is_within(group));
        let mut leading: Vec<(Code, Code)> = pairs.filter_map(|(own, other)| Some((other.at(level)?, *own))).collect();
        leading.sort_unstable();
        leading.dedup();
        let mut groups: Vec<(Code, usize)> = Vec::new();
        for (other, _) in leading {
            match groups.last_mut() {
                Some((last, count)) if *last == other => *count += 1,
                _ => groups.push((other, 1)),
            }
        }
        groups.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
        groups
    }

    /// The groups that hold a code, broadest first, and the code itself; a non-classification code stands alone.
    pub fn path(&self, code: Code) -> Vec<Code> {
        let mut path = vec![code];
        while let Some(parent) = path.last().and_then(|code| self.parent(*code)) {
            path.push(parent);
        }
        path.reverse();
        path
    }

    /// The occupation whose code stands in a cell, as registers write it: spaces around it, or `.0` behind it from a
    /// spreadsheet, do not matter.
    pub fn occupation_in(&self, cell: &str) -> Option<&Category> {
        let text = cell.trim();
        let code = Code::parse(text.strip_suffix(".0").unwrap_or(text)).ok()?;
        let category = self.category(code)?;
        (code.level() == Level::Occupation && !code.is_non_classification()).then_some(category)
    }

    /// The search over titles, coding index and codes.
    pub fn search(&self) -> &Search {
        &self.search
    }
}

const OSCA: &str = include_str!("../../assets/classifications/osca-2024.tsv");
const OSCA_INDEX: &str = include_str!("../../assets/classifications/osca-2024-index.tsv");
const ANZSCO: &str = include_str!("../../assets/classifications/anzsco-2022.tsv");
const ANZSCO_INDEX: &str = include_str!("../../assets/classifications/anzsco-2022-index.tsv");
const NON_CLASSIFICATION: &str = include_str!("../../assets/classifications/non-classification.tsv");
const CORRESPONDENCE: &str = include_str!("../../assets/classifications/osca-2024-to-anzsco-2022.tsv");

/// The data lines of a table: a first line of column names and comment lines that start with `#` are left out.
fn lines(table: &'static str) -> impl Iterator<Item = (usize, &'static str)> {
    let data = table.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    data.skip(1).map(|(at, line)| (at + 1, line))
}

fn read_categories(table: &'static str, name: &'static str) -> Result<Vec<Category>, TableError> {
    lines(table)
        .map(|(line, text)| {
            let error = |what| TableError { table: name, line, what };
            let mut cells = text.split('\t');
            let code = cells.next().and_then(|cell| Code::parse(cell).ok()).ok_or(error("no code"))?;
            let title = cells.next().ok_or(error("no title"))?;
            let skill_level = cells.next().unwrap_or_default();
            let new_zealand_only = cells.next() == Some("NZ");
            Ok(Category { code, title, skill_level, new_zealand_only })
        })
        .collect()
}

fn read_index(table: &'static str) -> Result<Vec<IndexTitle>, TableError> {
    lines(table)
        .map(|(line, text)| {
            let error = |what| TableError { table: "index", line, what };
            let mut cells = text.split('\t');
            let code = cells.next().and_then(|cell| Code::parse(cell).ok()).ok_or(error("no code"))?;
            let kind = cells.next().and_then(IndexKind::from_word).ok_or(error("no kind"))?;
            let title = cells.next().ok_or(error("no title"))?;
            Ok(IndexTitle { code, kind, title })
        })
        .collect()
}

fn read_correspondence(from: ClassificationId) -> Result<Vec<(Code, Code)>, TableError> {
    let mut pairs = lines(CORRESPONDENCE)
        .map(|(line, text)| {
            let error = TableError { table: "correspondence", line, what: "no pair of codes" };
            let mut codes = text.split('\t').map_while(|cell| Code::parse(cell).ok());
            match (codes.next(), codes.next(), from) {
                (Some(osca), Some(anzsco), ClassificationId::Osca2024) => Ok((osca, anzsco)),
                (Some(osca), Some(anzsco), ClassificationId::Anzsco2022) => Ok((anzsco, osca)),
                _ => Err(error),
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    pairs.sort_unstable();
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn all_levels_are_there() {
        for (id, expected) in [
            (ClassificationId::Osca2024, [8, 53, 111, 421, 1156 + 8]),
            (ClassificationId::Anzsco2022, [8, 43, 99, 364, 1076]),
        ] {
            let classification = Classification::read(id).unwrap();
            let count = |level| classification.categories().iter().filter(|c| c.code.level() == level).count();
            assert_eq!(Level::ALL.map(count), expected, "{id:?}");
            let occupations = classification.occupations().count();
            assert_eq!(occupations, if id == ClassificationId::Osca2024 { 1156 } else { 1076 - 7 }, "{id:?}");
        }
    }

    #[test]
    fn tables_are_sorted_and_every_group_has_a_parent() {
        for id in ClassificationId::ALL {
            let classification = Classification::get(id);
            assert!(classification.categories().is_sorted_by(|a, b| a.code < b.code));
            assert!(classification.index().is_sorted_by(|a, b| (a.code, a.kind, a.title) < (b.code, b.kind, b.title)));
            for category in classification.categories() {
                if let Some(parent) = classification.parent(category.code) {
                    assert!(classification.category(parent).is_some(), "{category:?}");
                    assert!(classification.children(parent).any(|child| child.code == category.code));
                }
            }
            for entry in classification.index() {
                assert!(classification.category(entry.code).is_some(), "{entry:?}");
            }
        }
    }

    #[test]
    fn the_documented_occupations_are_there() {
        let osca = Classification::get(ClassificationId::Osca2024);
        assert_eq!(osca.title(code("371131")), "Bricklayer");
        assert_eq!(osca.title(code("452131")), "Correctional Officer");
        assert_eq!(osca.title(code("099960")), "Retired");
        assert_eq!(osca.nfd_title(code("265")), "Midwifery and Nursing Professionals nfd");
        assert_eq!(osca.nfd_title(code("371131")), "Bricklayer");
        assert_eq!(osca.parent(code("099960")), None);
    }

    #[test]
    fn the_parent_with_choice_skips_groups_with_a_single_child() {
        let osca = Classification::get(ClassificationId::Osca2024);
        let mut skipped = 0;
        for category in osca.occupations() {
            let parent = osca.parent_with_choice(category.code).unwrap();
            assert!(osca.children(parent).count() > 1);
            skipped += usize::from(parent.level() < Level::UnitGroup);
        }
        assert_eq!(skipped, 171, "as many as unit groups with a single occupation");
    }

    #[test]
    fn corresponding_codes_lead_there_and_back() {
        let osca = Classification::get(ClassificationId::Osca2024);
        let anzsco = Classification::get(ClassificationId::Anzsco2022);
        for category in osca.occupations() {
            for other in osca.corresponding(category.code) {
                assert!(anzsco.corresponding(other).any(|back| back == category.code));
            }
        }
    }

    #[test]
    fn as_many_links_are_partial_as_published_in_both_directions() {
        for id in ClassificationId::ALL {
            let classification = Classification::get(id);
            let partial = classification.categories().iter().flat_map(|of| classification.links(of.code));
            assert_eq!(partial.filter(|link| link.partial).count(), 450, "{id:?}");
        }
        let osca = Classification::get(ClassificationId::Osca2024);
        let link = osca.links(code("111331")).next().unwrap();
        assert!(link.partial && link.others > 0);
    }

    #[test]
    fn a_group_leads_where_its_occupations_lead() {
        let osca = Classification::get(ClassificationId::Osca2024);
        let anzsco = Classification::get(ClassificationId::Anzsco2022);
        for category in osca.categories().iter().filter(|category| category.code.level() != Level::Occupation) {
            let groups = osca.group_links(category.code);
            assert!(groups.is_sorted_by(|a, b| a.1 > b.1 || (a.1 == b.1 && a.0 < b.0)), "{category:?}");
            for (group, count) in groups {
                assert_eq!(group.level(), category.code.level());
                assert!((1..=osca.occupations_within(category.code)).contains(&count));
                assert!(anzsco.group_links(group).iter().any(|(back, _)| *back == category.code));
            }
        }
        assert_eq!(osca.group_links(code("3711"))[0].0, code("3311"));
    }

    #[test]
    fn a_path_leads_from_the_major_group_to_the_code() {
        let osca = Classification::get(ClassificationId::Osca2024);
        let path: Vec<String> = osca.path(code("371131")).iter().map(Code::to_string).collect();
        assert_eq!(path, ["3", "37", "371", "3711", "371131"]);
        assert_eq!(osca.path(code("099960")), [code("099960")]);
    }
}
