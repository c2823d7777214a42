//! Where a coder pack comes from, and which splits a project was the source of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use review::{Hash, RecordId, Timestamp, hash_text};
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::lock::Lock;

/// What a project is that was made for one coder out of another project. The log of the pack begins with it, so that it
/// cannot be changed unnoticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What the log of the project begins with that was split.
    pub parent: Hash,
    /// Number of the split in that project, from 1.
    pub split: u32,
    /// Number of the pack in the split, from 1.
    pub number: u32,
    /// The coder whom it was made for.
    pub coder: String,
    /// When.
    pub at: Timestamp,
    /// Who split the project.
    pub reviewer: String,
    /// For each record of the pack its number in the project, ascending.
    pub records: Vec<RecordId>,
}

impl Pack {
    /// What the log of the pack begins with, from what it would begin with if it were no pack: SHA-256 over the 15 bytes
    /// `occudesk pack 1`, that hash, `parent`, the numbers of split and pack (4 bytes each), coder and reviewer (length in
    /// bytes, 8 bytes, and UTF-8), the time (8 bytes), the number of records (4 bytes) and the number of each (4 bytes); all
    /// numbers little-endian.
    pub fn genesis(&self, plain: Hash) -> Hash {
        let mut sha = Sha256::new();
        sha.update(b"occudesk pack 1");
        sha.update(plain);
        sha.update(self.parent);
        sha.update(self.split.to_le_bytes());
        sha.update(self.number.to_le_bytes());
        for text in [&self.coder, &self.reviewer] {
            sha.update((text.len() as u64).to_le_bytes());
            sha.update(text);
        }
        sha.update(self.at.0.to_le_bytes());
        sha.update(u32::try_from(self.records.len()).unwrap_or(u32::MAX).to_le_bytes());
        sha.update(self.record_bytes());
        sha.finalize().into()
    }

    fn record_bytes(&self) -> Vec<u8> {
        self.records.iter().flat_map(|record| record.to_le_bytes()).collect()
    }

    pub(crate) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT INTO pack (id, parent, split, number, coder, at, reviewer, records) \
                   VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let Pack { parent, split, number, coder, at, reviewer, .. } = self;
        let values = params![parent, split, number, coder, at.0, reviewer, self.record_bytes()];
        connection.execute(sql, values).map(|_| ())
    }

    /// `None` for a project that is no pack.
    pub(crate) fn read(connection: &Connection, path: &Path) -> Result<Option<Pack>, StoreError> {
        let sql = "SELECT parent, split, number, coder, at, reviewer, records FROM pack WHERE id = 1";
        let found = connection.query_row(sql, [], |row| Ok(read_pack(row))).optional();
        match found.map_err(|error| StoreError::sql(path, error))? {
            None => Ok(None),
            Some(Some(pack)) => Ok(Some(pack)),
            Some(None) => Err(StoreError::damaged(path, "where the pack comes from does not read")),
        }
    }
}

fn read_pack(row: &Row<'_>) -> Option<Pack> {
    let bytes: Vec<u8> = row.get(6).ok()?;
    let (numbers, rest) = bytes.as_chunks::<4>();
    let records: Vec<RecordId> = numbers.iter().map(|number| u32::from_le_bytes(*number)).collect();
    let ascending = records.windows(2).all(|pair| pair[0] < pair[1]);
    (rest.is_empty() && ascending).then_some(Pack {
        parent: row.get(0).ok()?,
        split: row.get(1).ok()?,
        number: row.get(2).ok()?,
        coder: row.get(3).ok()?,
        at: Timestamp(row.get(4).ok()?),
        reviewer: row.get(5).ok()?,
        records,
    })
}

/// A split of a project into coder packs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Its number, from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub reviewer: String,
    /// Which records were split, in words: "to review".
    pub scope: String,
    /// How many records were split.
    pub records: u32,
    /// How many of them are coded by several coders.
    pub overlap: u32,
    /// By how many coders these are coded.
    pub times: u32,
    /// Seed of the draw.
    pub seed: u64,
    /// The packs, in the order of their numbers.
    pub packs: Vec<SplitPack>,
}

/// A pack as the project knows it that was split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitPack {
    /// Its number in the split, from 1.
    pub number: u32,
    /// The coder whom it was made for.
    pub coder: String,
    /// How many records it holds.
    pub records: u32,
    /// What its log begins with.
    pub genesis: Hash,
    /// The name of its file when it was made, without the folder.
    pub file_name: String,
}

/// Keeps in a project that it was split. It can be sent to another thread.
#[derive(Debug)]
pub struct SplitWriter {
    connection: Connection,
    path: PathBuf,
    _lock: Option<Arc<Lock>>,
}

impl SplitWriter {
    pub(crate) fn new(connection: Connection, path: PathBuf, lock: Option<Arc<Lock>>) -> SplitWriter {
        SplitWriter { connection, path, _lock: lock }
    }

    /// The number that the next split gets.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn next_number(&self) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(id), 0) + 1 FROM splits";
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(|error| StoreError::sql(&self.path, error))
    }

    /// Keeps a split; it is on disk when this returns.
    ///
    /// # Errors
    /// As [`crate::Project::append`].
    pub fn keep(&mut self, split: &Split) -> Result<(), StoreError> {
        let mut write = || {
            let transaction = self.connection.transaction()?;
            let sql = "INSERT INTO splits (id, at, reviewer, scope, records, overlap, times, seed) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let Split { number, at, reviewer, scope, records, overlap, times, .. } = split;
            let values = params![number, at.0, reviewer, scope, records, overlap, times, split.seed.cast_signed()];
            transaction.execute(sql, values)?;
            for pack in &split.packs {
                let sql = "INSERT INTO split_packs (split, number, coder, records, genesis, file_name) \
                           VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                let genesis = hash_text(&pack.genesis);
                let values = params![split.number, pack.number, pack.coder, pack.records, genesis, pack.file_name];
                transaction.execute(sql, values)?;
            }
            transaction.commit()
        };
        write().map_err(|error| StoreError::sql(&self.path, error))
    }
}

/// All splits, oldest first.
pub(crate) fn read_splits(connection: &Connection, path: &Path) -> Result<Vec<Split>, StoreError> {
    let sql = |error| StoreError::sql(path, error);
    let select = "SELECT id, at, reviewer, scope, records, overlap, times, seed FROM splits ORDER BY id";
    let read = |row: &Row<'_>| {
        Ok(Split {
            number: row.get(0)?,
            at: Timestamp(row.get(1)?),
            reviewer: row.get(2)?,
            scope: row.get(3)?,
            records: row.get(4)?,
            overlap: row.get(5)?,
            times: row.get(6)?,
            seed: row.get::<_, i64>(7)?.cast_unsigned(),
            packs: Vec::new(),
        })
    };
    let mut splits: Vec<Split> =
        connection.prepare(select).and_then(|mut rows| rows.query_map([], read)?.collect()).map_err(sql)?;
    let select = "SELECT number, coder, records, genesis, file_name FROM split_packs WHERE split = ?1 ORDER BY number";
    for split in &mut splits {
        let rows: Vec<Option<SplitPack>> = connection
            .prepare_cached(select)
            .and_then(|mut rows| rows.query_map([split.number], |row| Ok(split_pack(row)))?.collect())
            .map_err(sql)?;
        let packs: Option<Vec<SplitPack>> = rows.into_iter().collect();
        split.packs = packs.ok_or_else(|| StoreError::damaged(path, "the packs of a split do not read"))?;
    }
    Ok(splits)
}

fn split_pack(row: &Row<'_>) -> Option<SplitPack> {
    let genesis: String = row.get(3).ok()?;
    Some(SplitPack {
        number: row.get(0).ok()?,
        coder: row.get(1).ok()?,
        records: row.get(2).ok()?,
        genesis: parse_hash(&genesis)?,
        file_name: row.get(4).ok()?,
    })
}

/// Reads what [`hash_text`] wrote.
fn parse_hash(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    for (byte, pair) in hash.iter_mut().zip(pairs) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    (rest.is_empty() && pairs.len() == hash.len()).then_some(hash)
}
