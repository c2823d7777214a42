//! The classification browser: the tree as far as it is open, the category looked at, and what was searched for.

use std::collections::BTreeSet;

use domain::{Classification, ClassificationId, Code};
use review::{CodeCounts, Tally};

/// The classification browser.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Which classification is looked at.
    pub classification: ClassificationId,
    /// The category looked at; `None` before the first visit.
    pub selected: Option<Code>,
    /// The tree as far as it is open, from the top.
    pub rows: Vec<TreeRow>,
    /// The row of the selected category, from 0.
    pub row: usize,
    /// What was typed into the search.
    pub query: String,
    /// What was found, best first.
    pub found: Vec<Found>,
    /// The marked one of what was found.
    pub marked: usize,
    /// The records of every category; `None` without a project, and where another classification is looked at than it is
    /// coded to.
    pub counts: Option<CodeCounts>,
    /// The groups that are open.
    pub(crate) open: BTreeSet<Code>,
    /// Where one came from, the last place last.
    pub(crate) trail: Vec<(ClassificationId, Code)>,
}

/// A row of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// The category; `0` for the group of all non-classification codes.
    pub code: Code,
    /// How deep it stands, from 0.
    pub depth: usize,
    /// Whether it can be opened, and is.
    pub open: Option<bool>,
    /// Its records; none without counts.
    pub tally: Tally,
}

/// A category that was searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The category.
    pub code: Code,
    /// By what it was found: `unit group`, `alternative title: Brickie`.
    pub words: String,
    /// Whether a misspelling was forgiven.
    pub as_written: bool,
}

impl Default for Browser {
    fn default() -> Browser {
        Browser {
            classification: ClassificationId::Osca2024,
            selected: None,
            rows: Vec::new(),
            row: 0,
            query: String::new(),
            found: Vec::new(),
            marked: 0,
            counts: None,
            open: BTreeSet::new(),
            trail: Vec::new(),
        }
    }
}

impl Browser {
    /// The classification with its titles and search.
    pub fn tables(&self) -> &'static Classification {
        Classification::get(self.classification)
    }

    /// The records of a category; `None` without counts.
    pub fn tally(&self, code: Code) -> Option<Tally> {
        self.counts.as_ref().map(|counts| counts.within(code))
    }

    /// The categories below one, by code.
    pub fn children(&self, code: Code) -> Vec<Code> {
        let tables = self.tables();
        if is_outside(code) {
            return tables.non_classification().map(|category| category.code).collect();
        }
        tables.children(code).map(|category| category.code).collect()
    }

    /// The category above one; `None` at the top.
    pub fn parent(&self, code: Code) -> Option<Code> {
        if code.is_non_classification() && !is_outside(code) {
            return Code::parse(OUTSIDE).ok();
        }
        self.tables().parent(code)
    }

    /// The title of a category, and of the group of all non-classification codes.
    pub fn title(&self, code: Code) -> &'static str {
        if is_outside(code) { "Not an occupation" } else { self.tables().title(code) }
    }

    /// Whether the tree has a category.
    pub(crate) fn has(&self, code: Code) -> bool {
        let outside = is_outside(code) && self.classification.has_non_classification();
        outside || self.tables().category(code).is_some()
    }

    /// Gathers the rows of the tree again.
    pub(crate) fn unfold(&mut self) {
        let mut roots: Vec<Code> = self.tables().major_groups().map(|category| category.code).collect();
        if self.classification.has_non_classification() {
            roots.extend(Code::parse(OUTSIDE));
        }
        let mut rows = Vec::new();
        for root in roots {
            self.unfold_below(root, 0, &mut rows);
        }
        self.row = self.selected.and_then(|code| rows.iter().position(|row| row.code == code)).unwrap_or(0);
        self.rows = rows;
    }

    fn unfold_below(&self, code: Code, depth: usize, rows: &mut Vec<TreeRow>) {
        let children = self.children(code);
        let open = (!children.is_empty()).then(|| self.open.contains(&code));
        rows.push(TreeRow { code, depth, open, tally: self.tally(code).unwrap_or_default() });
        if open == Some(true) {
            for child in children {
                self.unfold_below(child, depth + 1, rows);
            }
        }
    }
}

/// The code under which the non-classification codes stand in the tree; no category of the classification.
const OUTSIDE: &str = "0";

fn is_outside(code: Code) -> bool {
    code.as_str() == OUTSIDE
}
