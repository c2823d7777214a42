//! What a project knows of the file that it was made from.

use std::collections::BTreeMap;
use std::path::Path;

use domain::ClassificationId;
use review::{Hash, Timestamp};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::StoreError;

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
    /// Position in `columns` of the job title.
    pub title_column: usize,
    /// Position in `columns` of the tasks, if there are any.
    pub tasks_column: Option<usize>,
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
            ("title_column", self.title_column.to_string()),
            ("tasks_column", self.tasks_column.map(|column| column.to_string()).unwrap_or_default()),
            ("created_at", self.created_at.0.to_string()),
            ("program_version", self.program_version.clone()),
        ]
    }

    pub(crate) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut insert = connection.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
        for value in self.values() {
            insert.execute(value)?;
        }
        Ok(())
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
        let in_columns = |column: &usize| *column < columns.len();
        let title_column = text("title_column")?.parse().ok().filter(in_columns)?;
        let tasks_column = match values.get("tasks_column")?.as_str() {
            "" => None,
            column => Some(column.parse().ok().filter(in_columns).filter(|column| *column != title_column)?),
        };
        Some(SourceDescription {
            classification: ClassificationId::from_key(values.get("classification")?)?,
            path: text("path")?,
            file_name: text("file_name")?,
            bytes: text("bytes")?.parse().ok()?,
            format: text("format")?,
            encoding: text("encoding")?,
            delimiter: text("delimiter")?.chars().next(),
            columns,
            title_column,
            tasks_column,
            created_at: Timestamp(text("created_at")?.parse().ok()?),
            program_version: text("program_version")?,
        })
    }
}
