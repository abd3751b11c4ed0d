//! SQLite in one file: raw answers, posts and their versions, coverage, walks to go on with.
//!
//! Everything is written in transactions ([`Store::write`]); a program killed at any moment loses nothing
//! that was committed. Writing the same thing twice changes nothing.

mod cuts;
mod raw;
mod read;
mod redact;
mod write;

use crate::model::{Bilingual, CoverageState, Earlier, Interval, Post, Problem};
use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, config::DbConfig};
use std::path::Path;
use std::time::{Duration, Instant};

pub use raw::failure;
pub use redact::MASK;
pub use write::{Stored, Writer, Written};

/// The store.
#[derive(Debug)]
pub struct Store {
    db: Connection,
    place: String,
}

/// A post as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPost {
    /// Its latest version, with the time of the first.
    pub post: Post,
    /// When it was first stored.
    pub first_seen: Timestamp,
    /// What it said before, if its words changed.
    pub earlier: Option<Earlier>,
    /// Number of the raw answer or file that its latest version was read from.
    pub raw: i64,
}

/// How a stretch of an account came to be covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageOrigin {
    /// A fetch walked through it.
    Fetched,
    /// The user or the export says so.
    Declared,
    /// From the first to the last post of an import.
    Inferred,
}

impl CoverageOrigin {
    /// As stored and written.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Declared => "declared",
            Self::Inferred => "inferred",
        }
    }

    fn from_code(code: &str) -> Self {
        match code {
            "declared" => Self::Declared,
            "inferred" => Self::Inferred,
            _ => Self::Fetched,
        }
    }
}

/// What one run read of one account.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The stretch.
    pub interval: Interval,
    /// How it ended.
    pub state: CoverageState,
    /// Where the stretch comes from.
    pub origin: CoverageOrigin,
    /// More about the state (until when to wait, what was answered); may be empty.
    pub detail: Bilingual<String>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// A walk that was stopped: where to go on, and what it was to cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedWalk {
    /// The stretch that it was to read; `to` is the moment it began.
    pub window: Interval,
    /// How far back the source is known to reach.
    pub reaches_back_to: Option<Timestamp>,
    /// The next step, in the platform's own words.
    pub step: String,
}

/// An answer, and the step of the walk that it was the answer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPage {
    /// The step, in the platform's own words.
    pub step: String,
    /// The stretch that the walk was to read.
    pub window: Interval,
    /// Address after redirects.
    pub url: String,
    /// HTTP status.
    pub status: u16,
    /// Headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Number of the raw answer.
    pub raw: i64,
}

/// What a picture showed when it was looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Digest of its bytes, in hexadecimal.
    pub sha256: Option<String>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Perceptual hash: 64 bits in hexadecimal.
    pub likeness: Option<String>,
    /// Its bytes, when they are to be kept.
    pub body: Option<Vec<u8>>,
}

/// What a server said a page was, so as not to send it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validator {
    /// `ETag` header.
    pub etag: Option<String>,
    /// `Last-Modified` header.
    pub last_modified: Option<String>,
    /// The body that it stands for.
    pub body: Vec<u8>,
}

/// Schema version; a store of a newer one is left alone.
const SCHEMA: i64 = 3;

/// How long one waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(10);

impl Store {
    /// Opens a store, or makes one.
    ///
    /// # Errors
    /// When the file cannot be opened, is not a store, or is of a newer version.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let place = path.display().to_string();
        let db = Connection::open(path).map_err(|error| database(&place, &error))?;
        Self::prepare(db, place)
    }

    /// A store that lives as long as the value: for the sample and for tests.
    ///
    /// # Errors
    /// When SQLite cannot be started.
    pub fn in_memory() -> Result<Self, Problem> {
        let place = ":memory:".to_owned();
        let db = Connection::open_in_memory().map_err(|error| database(&place, &error))?;
        Self::prepare(db, place)
    }

    fn prepare(mut db: Connection, place: String) -> Result<Self, Problem> {
        let version = setup(&mut db).map_err(|error| database(&place, &error))?;
        if version > SCHEMA {
            return Err(Problem::new(
                place,
                "made by a newer tandem; update the program",
                "créé par une version plus récente de tandem; mettez le programme à jour",
            ));
        }
        Ok(Self { db, place })
    }

    fn problem(&self, error: &rusqlite::Error) -> Problem {
        database(&self.place, error)
    }
}

/// Journal, time-out for a second tandem at work, tables. Gives the schema version.
fn setup(db: &mut Connection) -> rusqlite::Result<i64> {
    db.busy_timeout(PATIENCE)?;
    // A query is planned once, and not again for every account it is asked of.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Of a new store; a fourth of the readings that pages of 4 KiB would need.
    db.pragma_update(None, "page_size", 16_384)?;
    journal(db)?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    db.pragma_update(None, "cache_size", -32_000)?;
    let found = version(db)?;
    if found >= SCHEMA {
        return Ok(found);
    }
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Somebody else may have done it meanwhile.
    if version(&transaction)? < SCHEMA {
        // Every table is made that is not there: a store of an older version gets what it lacks.
        transaction.execute_batch(include_str!("schema.sql"))?;
        transaction.pragma_update(None, "user_version", SCHEMA)?;
    }
    transaction.commit()?;
    Ok(SCHEMA)
}

/// Readers and a writer at once. Where two begin with a new store SQLite does not wait by itself, but refuses.
fn journal(db: &Connection) -> rusqlite::Result<()> {
    let begun = Instant::now();
    loop {
        match db.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn database(place: &str, error: &rusqlite::Error) -> Problem {
    use rusqlite::ErrorCode::{
        DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, ReadOnly,
    };
    // What was to be stored could not be read.
    if let rusqlite::Error::ToSqlConversionFailure(cause) = error
        && let Some(problem) = cause.downcast_ref::<Problem>()
    {
        return problem.clone();
    }
    let (english, french) = match error.sqlite_error_code() {
        Some(NotADatabase | DatabaseCorrupt) => (
            "no store of tandem, or a damaged one; rename it and import or fetch again",
            "ce n’est pas une base de tandem, ou elle est endommagée; renommez-la et refaites l’importation ou la récupération",
        ),
        Some(DatabaseBusy | DatabaseLocked) => (
            "another tandem is at work on this store; wait until it is done",
            "une autre instance de tandem utilise cette base; attendez qu’elle ait terminé",
        ),
        Some(DiskFull) => (
            "no space left on the disk; make some",
            "disque plein; libérez de l’espace",
        ),
        Some(ReadOnly) => (
            "the store cannot be written; check the rights",
            "écriture impossible dans la base; vérifiez les droits",
        ),
        _ => {
            return Problem::new(
                place,
                format!("the store cannot be used ({error}); check the path and the rights"),
                format!(
                    "la base de données est inutilisable ({error}); vérifiez le chemin et les droits"
                ),
            );
        }
    };
    Problem::new(place, english, french)
}

fn millis(instant: Timestamp) -> i64 {
    instant.as_millisecond()
}

/// Stored times were instants once; an impossible one can only be a damaged file, and reads as 1970.
fn instant(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page that looks on, or a second reading, would else break off the one that fills the store.
    #[test]
    fn many_at_once_wait_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..20 {
            let path = folder.path().join(number.to_string());
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        let mut store = Store::open(&path).unwrap();
                        for _ in 0..5 {
                            let at = Timestamp::UNIX_EPOCH;
                            let body = format!("{:?}", std::thread::current().id());
                            let written = store.write(|it| it.raw("a", at, body.as_bytes()));
                            written.unwrap();
                        }
                    });
                }
            });
        }
    }
}
