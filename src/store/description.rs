//! What a project knows of the file that it was made from.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use domain::ClassificationId;
use review::{Hash, Timestamp};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::StoreError;

/// The key of the context columns.
const CONTEXT: &str = "context_columns";

/// What stands between the texts of several columns that make up one answer.
const JOINT: &str = "; ";

/// The source file of a project, which columns are the answers, and to which classification they are coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDescription {
    /// The classification of the project.
    pub classification: ClassificationId,
    /// Where the source file was.
    pub path: String,
    /// Its name.
    pub file_name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its format, such as `csv`.
    pub format: String,
    /// Its encoding, such as `utf-8`; empty where the format leaves no choice.
    pub encoding: String,
    /// What separates its cells; `None` where the format has nothing of the kind.
    pub delimiter: Option<char>,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Positions in `columns` of the job title, ascending, at least one. The texts of several are joined by "; " in
    /// this order, without those that are blank and without blanks around them; that of one stands as it is.
    pub title_columns: Vec<usize>,
    /// Positions in `columns` of the tasks, in the same way; none where there are no tasks.
    pub tasks_columns: Vec<usize>,
    /// Positions in `columns` of what helps to decide, ascending. A person can choose others at any time, so that the
    /// log does not begin with them.
    pub context_columns: Vec<usize>,
    /// When the project was made.
    pub created_at: Timestamp,
    /// Version of the program that made it.
    pub program_version: String,
}

impl SourceDescription {
    /// What the log of the project begins with, so that it belongs to this project and to no other: SHA-256 over the 18
    /// bytes `occudesk project 1`, the number of records (4 bytes, little-endian), then key and value of each line of
    /// the description as the project file has it, in their order there: each its length in bytes (8 bytes,
    /// little-endian), then its UTF-8.
    pub fn genesis(&self, records: u32) -> Hash {
        let mut sha = Sha256::new();
        sha.update(b"occudesk project 1");
        sha.update(records.to_le_bytes());
        for (key, value) in self.values() {
            for text in [key, &value] {
                sha.update((text.len() as u64).to_le_bytes());
                sha.update(text);
            }
        }
        sha.finalize().into()
    }

    /// The job title of a record, of all its cells.
    pub(crate) fn title<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Cow<'a, str> {
        joined(&self.title_columns, cell)
    }

    /// The tasks of a record, of all its cells.
    pub(crate) fn tasks<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Cow<'a, str> {
        joined(&self.tasks_columns, cell)
    }

    /// Whether the text of a column is that of the job title, so that it is not kept twice.
    pub(crate) fn is_title(&self, column: usize) -> bool {
        self.title_columns == [column]
    }

    /// Whether the text of a column is that of the tasks.
    pub(crate) fn is_tasks(&self, column: usize) -> bool {
        self.tasks_columns == [column]
    }

    fn values(&self) -> [(&'static str, String); 12] {
        let columns = serde_json::Value::from(self.columns.clone()).to_string();
        [
            ("classification", self.classification.key().to_owned()),
            ("path", self.path.clone()),
            ("file_name", self.file_name.clone()),
            ("bytes", self.bytes.to_string()),
            ("format", self.format.clone()),
            ("encoding", self.encoding.clone()),
            ("delimiter", self.delimiter.map(String::from).unwrap_or_default()),
            ("columns", columns),
            ("title_column", list(&self.title_columns)),
            ("tasks_column", list(&self.tasks_columns)),
            ("created_at", self.created_at.0.to_string()),
            ("program_version", self.program_version.clone()),
        ]
    }

    pub(crate) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut insert = connection.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
        for value in self.values() {
            insert.execute(value)?;
        }
        insert.execute((CONTEXT, list(&self.context_columns)))?;
        Ok(())
    }

    pub(crate) fn write_context(connection: &Connection, columns: &[usize]) -> rusqlite::Result<()> {
        let sql =
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        connection.execute(sql, (CONTEXT, list(columns))).map(|_| ())
    }

    pub(crate) fn read(connection: &Connection, path: &Path) -> Result<SourceDescription, StoreError> {
        let mut select =
            connection.prepare("SELECT key, value FROM meta").map_err(|error| StoreError::sql(path, error))?;
        let values: BTreeMap<String, String> = select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect)
            .map_err(|error| StoreError::sql(path, error))?;
        SourceDescription::from_values(&values)
            .ok_or_else(|| StoreError::damaged(path, "the description of the source file does not read"))
    }

    fn from_values(values: &BTreeMap<String, String>) -> Option<SourceDescription> {
        let text = |key: &str| values.get(key).cloned();
        let columns: Vec<String> = serde_json::from_str(values.get("columns")?).ok()?;
        let title_columns = listed(values.get("title_column")?, columns.len()).filter(|columns| !columns.is_empty())?;
        let tasks_columns = listed(values.get("tasks_column")?, columns.len())?;
        if tasks_columns.iter().any(|column| title_columns.contains(column)) {
            return None;
        }
        // Projects of earlier versions have none.
        let context_columns = values.get(CONTEXT).map_or(Some(Vec::new()), |list| listed(list, columns.len()))?;
        Some(SourceDescription {
            classification: ClassificationId::from_key(values.get("classification")?)?,
            path: text("path")?,
            file_name: text("file_name")?,
            bytes: text("bytes")?.parse().ok()?,
            format: text("format")?,
            encoding: text("encoding")?,
            delimiter: text("delimiter")?.chars().next(),
            columns,
            title_columns,
            tasks_columns,
            context_columns,
            created_at: Timestamp(text("created_at")?.parse().ok()?),
            program_version: text("program_version")?,
        })
    }
}

/// The text of an answer that stands in several cells: those that are not blank, joined by [`JOINT`].
pub fn joined<'a>(columns: &[usize], cell: impl Fn(usize) -> &'a str) -> Cow<'a, str> {
    match columns {
        [] => Cow::Borrowed(""),
        [column] => Cow::Borrowed(cell(*column)),
        columns => {
            let texts: Vec<&str> =
                columns.iter().map(|column| cell(*column).trim()).filter(|text| !text.is_empty()).collect();
            Cow::Owned(texts.join(JOINT))
        }
    }
}

/// Positions as `1,3`; a single one reads as it did before there could be several.
fn list(columns: &[usize]) -> String {
    columns.iter().map(usize::to_string).collect::<Vec<String>>().join(",")
}

/// Reads what [`list`] wrote: ascending positions of so many columns.
fn listed(list: &str, columns: usize) -> Option<Vec<usize>> {
    if list.is_empty() {
        return Some(Vec::new());
    }
    let positions: Vec<usize> = list.split(',').map(|position| position.parse().ok()).collect::<Option<_>>()?;
    let ascending = positions.windows(2).all(|pair| pair[0] < pair[1]);
    (ascending && positions.iter().all(|position| *position < columns)).then_some(positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(columns: &[usize], cells: &[&str]) -> String {
        joined(columns, |at| cells.get(at).copied().unwrap_or_default()).into_owned()
    }

    #[test]
    fn one_column_stands_as_it_is_and_several_are_joined_without_blanks() {
        let cells = [" nurse ", "", "ward", " \t", "night"];
        assert_eq!(text(&[0], &cells), " nurse ");
        assert_eq!(text(&[0, 1, 2, 3, 4], &cells), "nurse; ward; night");
        assert_eq!(text(&[1, 3], &cells), "");
        assert_eq!(text(&[], &cells), "");
        assert_eq!(text(&[0, 9], &cells), "nurse");
    }

    #[test]
    fn positions_read_as_they_are_written_and_nothing_else_does() {
        for columns in [vec![], vec![0], vec![1, 3, 12]] {
            assert_eq!(listed(&list(&columns), 13), Some(columns));
        }
        for wrong in ["3,1", "1,1", "1,", ",", "x", "13", "-1"] {
            assert_eq!(listed(wrong, 13), None, "{wrong}");
        }
    }
}
