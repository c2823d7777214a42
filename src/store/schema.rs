//! The tables of a project file.

/// The extension of project files, without the dot.
pub const EXTENSION: &str = "occudesk";

/// `application_id` in the header of the file: "Occd" in ASCII.
pub(crate) const APPLICATION_ID: u32 = 0x4f63_6364;

/// `user_version` in the header of the file: the version of the tables.
///
/// 1. A single column holds the job title, and one the tasks.
/// 2. Several columns may hold either, others help to decide, and decisions may be taken over from a file or are known from
///    an earlier wave: [`ADDED_IN_2`].
/// 3. Records are drawn for quality samples, and coded by people apart from each other, which entries of the log may hold
///    since; projects are split into packs for coders: [`ADDED_IN_3`].
///
/// A project of an earlier version is brought up to date when it is opened, after a copy.
pub(crate) const VERSION: u32 = 3;

/// The tables of version 1.
///
/// - `meta`: what is known of the source file, see `SourceDescription`; the number of records; and `genesis`, a hash of
///   both in hexadecimal digits, which the first entry of the log names as its previous hash. Not part of that hash is
///   `context_columns`, which can be chosen at any time.
/// - `records`: title and tasks, and all cells that are neither of these alone in order, surplus cells last: for each
///   cell its length in bytes as LEB128, then its UTF-8. Records are numbered from 0.
/// - `problems`: rows of the source that did not read as they should.
/// - `runs`: a coding run or a change of thresholds, which uses the codings of an earlier run (`codings_of`). A run that
///   is not `finished` was broken off, and is removed when the project is opened.
/// - `codings`: the codings of a run, 4096 records to a page, 38 bytes a record.
/// - `log`: what people decided; triggers see to it that it only grows. `changes` is the canonical byte form of
///   `review::changes_to_bytes`.
pub(crate) const TABLES: &str = "
CREATE TABLE meta (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE records (
    id INTEGER PRIMARY KEY NOT NULL,
    title TEXT NOT NULL,
    tasks TEXT NOT NULL,
    cells BLOB NOT NULL
) STRICT;

CREATE TABLE problems (
    id INTEGER PRIMARY KEY NOT NULL,
    line INTEGER NOT NULL,
    record INTEGER,
    column TEXT NOT NULL,
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    engine TEXT NOT NULL,
    model_id TEXT NOT NULL,
    model_hash TEXT NOT NULL,
    classification TEXT NOT NULL,
    optimal REAL NOT NULL,
    minimum REAL NOT NULL,
    codings_of INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    finished INTEGER NOT NULL
) STRICT;

CREATE TABLE codings (
    run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (run, page)
) STRICT;

CREATE TABLE log (
    number INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    action TEXT NOT NULL,
    of INTEGER,
    changes BLOB NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER log_continues BEFORE INSERT ON log
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM log)
    OR lower(hex(NEW.previous)) <> coalesce((SELECT lower(hex(hash)) FROM log WHERE number = NEW.number - 1),
        (SELECT value FROM meta WHERE key = 'genesis'))
BEGIN SELECT RAISE(ABORT, 'the entry does not continue the log'); END;

CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;

CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
";

/// What version 2 adds to version 1.
///
/// - `runs.recode`: with which codes of another classification the records were recoded, see `Recoding::text`; empty
///   where they were not.
/// - `earlier_sources`: the files that decisions about the same answers were taken from; those that are not `complete` were
///   broken off, and are removed when the project is opened. `problems` are the lines that do not read: number, tab, words.
/// - `earlier_decisions`: what was decided there, by normalised answer (title, tab, tasks) and verdict.
pub(crate) const ADDED_IN_2: &str = "
ALTER TABLE runs ADD COLUMN recode TEXT NOT NULL DEFAULT '';

CREATE TABLE earlier_sources (
    id INTEGER PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    loaded_at INTEGER NOT NULL,
    loaded_by TEXT NOT NULL,
    problems TEXT NOT NULL,
    complete INTEGER NOT NULL
) STRICT;

CREATE TABLE earlier_decisions (
    source INTEGER NOT NULL REFERENCES earlier_sources (id) ON DELETE CASCADE,
    answer TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at INTEGER,
    times INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX earlier_decisions_of ON earlier_decisions (source);
";

/// What version 3 adds to version 2.
///
/// - `samples`: with which parameters (JSON) a quality sample was drawn; the entry of the log that draws it names its
///   number. The records are in that entry.
/// - `unaided_shares`: for how many in a hundred of the records the engine's answer is hidden until they are coded, and what
///   that draw goes by; the last row is in force.
/// - `pack`: of a pack for one coder, where it comes from; one row, which the log begins with. See `Pack`.
/// - `splits` and `split_packs`: the splits into such packs, with what the log of each begins with.
pub(crate) const ADDED_IN_3: &str = "
CREATE TABLE samples (
    id INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    parameters TEXT NOT NULL
) STRICT;

CREATE TABLE unaided_shares (
    id INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    percent INTEGER NOT NULL,
    seed INTEGER NOT NULL
) STRICT;

CREATE TRIGGER unaided_shares_are_not_changed BEFORE UPDATE ON unaided_shares
BEGIN SELECT RAISE(ABORT, 'what was said is not changed'); END;

CREATE TRIGGER unaided_shares_are_not_removed BEFORE DELETE ON unaided_shares
BEGIN SELECT RAISE(ABORT, 'what was said is not removed'); END;

CREATE TRIGGER samples_are_not_changed BEFORE UPDATE ON samples
BEGIN SELECT RAISE(ABORT, 'samples are not changed'); END;

CREATE TRIGGER samples_are_not_removed BEFORE DELETE ON samples
BEGIN SELECT RAISE(ABORT, 'samples are not removed'); END;

CREATE TABLE pack (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    parent BLOB NOT NULL,
    split INTEGER NOT NULL,
    number INTEGER NOT NULL,
    coder TEXT NOT NULL,
    at INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    records BLOB NOT NULL
) STRICT;

CREATE TABLE splits (
    id INTEGER PRIMARY KEY NOT NULL,
    at INTEGER NOT NULL,
    reviewer TEXT NOT NULL,
    scope TEXT NOT NULL,
    records INTEGER NOT NULL,
    overlap INTEGER NOT NULL,
    times INTEGER NOT NULL,
    seed INTEGER NOT NULL
) STRICT;

CREATE TABLE split_packs (
    split INTEGER NOT NULL REFERENCES splits (id),
    number INTEGER NOT NULL,
    coder TEXT NOT NULL,
    records INTEGER NOT NULL,
    genesis TEXT NOT NULL,
    file_name TEXT NOT NULL,
    PRIMARY KEY (split, number)
) STRICT;

CREATE TRIGGER splits_are_not_changed BEFORE UPDATE ON splits
BEGIN SELECT RAISE(ABORT, 'splits are not changed'); END;

CREATE TRIGGER splits_are_not_removed BEFORE DELETE ON splits
BEGIN SELECT RAISE(ABORT, 'splits are not removed'); END;

CREATE TRIGGER packs_are_not_changed BEFORE UPDATE ON split_packs
BEGIN SELECT RAISE(ABORT, 'packs of a split are not changed'); END;

CREATE TRIGGER packs_are_not_removed BEFORE DELETE ON split_packs
BEGIN SELECT RAISE(ABORT, 'packs of a split are not removed'); END;
";
