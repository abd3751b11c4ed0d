//! Writing, always inside one transaction.

use super::redact::Redaction;
use super::{Coverage, Picture, SavedWalk, Store, StoredPage, millis};
use crate::model::{Account, Interval, Post, Problem, Profile, Reference};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// What is written together or not at all.
pub struct Writer<'a> {
    transaction: Transaction<'a>,
    accounts: RefCell<HashMap<(String, String), i64>>,
}

/// Something went wrong inside a write: in SQLite, or what is to be stored cannot be put into words.
pub type Written<T> = rusqlite::Result<T>;

pub(super) type Result<T> = Written<T>;

/// What storing a post changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// Seen for the first time.
    New,
    /// Another version than before.
    Changed,
    /// Known, the same.
    Same,
}

impl Store {
    /// Does all of `work`, or nothing of it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn write<T>(
        &mut self,
        work: impl FnOnce(&Writer) -> Result<T>,
    ) -> std::result::Result<T, Problem> {
        let done = (|| {
            // The right to write is taken first: one that reads first and writes later is not made to wait for another
            // writer, but refused.
            let behavior = TransactionBehavior::Immediate;
            let writer = Writer {
                transaction: self.db.transaction_with_behavior(behavior)?,
                accounts: RefCell::default(),
            };
            let value = work(&writer)?;
            writer.transaction.commit()?;
            Ok(value)
        })();
        done.map_err(|error| self.problem(&error))
    }
}

impl Writer<'_> {
    pub(super) fn connection(&self) -> &Connection {
        &self.transaction
    }

    /// Puts a version of a post in the place of all that are known.
    pub(super) fn replace(&self, post: &Post) -> Result<()> {
        let account = self.account(&post.platform, &post.account)?;
        let body = json(post)?;
        let digest = fingerprint(post, &body)?;
        self.transaction.execute(
            "DELETE FROM version WHERE post = (SELECT id FROM post WHERE account = ?1 AND native = ?2)
             AND number < (SELECT MAX(number) FROM version AS other WHERE other.post = version.post)",
            params![account, post.id],
        )?;
        self.transaction.execute(
            "UPDATE version SET sha256 = ?3, body = ?4 WHERE post = (SELECT id FROM post WHERE account = ?1 AND native = ?2)",
            params![account, post.id, digest.as_slice(), body],
        )?;
        Ok(())
    }

    /// The posts that stay redacted; hardly any store has some.
    pub(super) fn redactions(&self) -> Result<Vec<Redaction>> {
        self.transaction
            .prepare_cached("SELECT native FROM redaction")?
            .query_map([], |row| Ok(Redaction::new(row.get(0)?)))?
            .collect()
    }

    fn is_redacted(&self, platform: &str, id: &str) -> Result<bool> {
        self.transaction
            .prepare_cached("SELECT 1 FROM redaction WHERE platform = ?1 AND native = ?2")?
            .exists(params![platform, id])
    }

    /// Remembers which step an answer was the answer to.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn page(&self, account: &Account, page: &StoredPage) -> Result<()> {
        let id = self.account_of(account)?;
        let headers = json(&page.headers)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO page (account, step, raw, covered_from, covered_to, url, status, headers, asked_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO UPDATE
                 SET url = excluded.url, status = excluded.status, headers = excluded.headers, asked_at = excluded.asked_at",
            )?
            .execute(params![
                id,
                page.step,
                page.raw,
                millis(page.window.from),
                millis(page.window.to),
                page.url,
                page.status,
                headers,
                millis(page.asked_at),
            ])?;
        Ok(())
    }

    /// Keeps what a picture showed.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn picture(&self, url: &str, picture: &Picture, fetched_at: Timestamp) -> Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO picture (url, fetched_at, sha256, width, height, likeness, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                url,
                millis(fetched_at),
                picture.sha256,
                picture.width,
                picture.height,
                picture.likeness,
                picture.body,
            ])?;
        Ok(())
    }

    /// Marks the posts of an account in a stretch that were fetched before and are not among those `shown` now as
    /// removed. Where that would be most of them, nothing is marked: a source that falters is likelier. Gives how many
    /// were marked.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn removed(
        &self,
        account: &Account,
        stretch: Interval,
        shown: &HashSet<String>,
        at: Timestamp,
    ) -> Result<u64> {
        let id = self.account_of(account)?;
        let rows: Vec<(i64, String)> = self
            .transaction
            .prepare_cached(
                "SELECT version.raw, version.body FROM post JOIN version ON version.post = post.id
                 WHERE account = ?1 AND published_at >= ?2 AND published_at < ?3
                 AND number = (SELECT MAX(number) FROM version AS other WHERE other.post = post.id)
                 AND EXISTS (SELECT 1 FROM page WHERE page.raw = version.raw AND page.account = ?1)",
            )?
            .query_map(
                params![id, millis(stretch.from), millis(stretch.to)],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .collect::<Result<_>>()?;
        let known: Vec<(i64, Post)> = rows
            .iter()
            .filter_map(|(raw, body)| Some((*raw, serde_json::from_str(body).ok()?)))
            .filter(|(_, post): &(i64, Post)| post.deleted_at.is_none() && post.redacted.is_none())
            .collect();
        let gone = || known.iter().filter(|(_, post)| !shown.contains(&post.id));
        if 2 * gone().count() > known.len() {
            return Ok(0);
        }
        let mut marked = 0;
        for (raw, post) in gone() {
            let mut post = post.clone();
            post.deleted_at = Some(at);
            self.post(&post, *raw, at)?;
            marked += 1;
        }
        Ok(marked)
    }

    /// Stores a post: an unknown one, a new version of a known one, or nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn post(&self, post: &Post, raw: i64, seen_at: Timestamp) -> Result<Stored> {
        self.post_of(post, raw, seen_at, false)
    }

    /// Stores a post that the platform shows now: one that was taken for removed stands again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn live_post(&self, post: &Post, raw: i64, seen_at: Timestamp) -> Result<Stored> {
        self.post_of(post, raw, seen_at, true)
    }

    fn post_of(&self, post: &Post, raw: i64, seen_at: Timestamp, live: bool) -> Result<Stored> {
        let quoted = post.origin.reference().and_then(|it| it.id.as_deref());
        let silent = match quoted {
            Some(id) if self.is_redacted(&post.platform, id)? => Some(unquoted(post)),
            _ => None,
        };
        let post = silent.as_ref().unwrap_or(post);
        let account = self.account(&post.platform, &post.account)?;
        let body = json(post)?;
        let digest = fingerprint(post, &body)?;
        let new = self
            .transaction
            .prepare_cached(
                "INSERT INTO post (account, native, published_at, first_seen) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )?
            .execute(params![account, post.id, millis(post.published_at), millis(seen_at)])?;
        let (id, number) = if new == 1 {
            (self.transaction.last_insert_rowid(), 1)
        } else {
            let (id, number, known, latest): (i64, i64, Vec<u8>, String) = self
                .transaction
                .prepare_cached(
                    "SELECT post.id, number, sha256, body FROM post JOIN version ON version.post = post.id
                     WHERE account = ?1 AND native = ?2 ORDER BY number DESC LIMIT 1",
                )?
                .query_row(params![account, post.id], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?;
            // An older export does not bring a removed post back, and nothing brings a redacted one back.
            let stays = |body: &str| {
                serde_json::from_str::<Post>(body).is_ok_and(|known| {
                    known.redacted.is_some()
                        || (!live && post.deleted_at.is_none() && known.deleted_at.is_some())
                })
            };
            if known == digest.as_slice() || stays(&latest) {
                return Ok(Stored::Same);
            }
            (id, number + 1)
        };
        self.transaction
            .prepare_cached("INSERT INTO version (post, number, sha256, seen_at, raw, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![id, number, digest.as_slice(), millis(seen_at), raw, body])?;
        Ok(if number == 1 {
            Stored::New
        } else {
            Stored::Changed
        })
    }

    /// Keeps an earlier version of a known post, unless it is known. They are numbered downwards from 0, below those
    /// that were seen as they came.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn earlier(&self, post: &Post, raw: i64, seen_at: Timestamp) -> Result<()> {
        let account = self.account(&post.platform, &post.account)?;
        let body = json(post)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO version (post, number, sha256, seen_at, raw, body)
                 SELECT id, (SELECT MIN(0, MIN(number) - 1) FROM version WHERE post = post.id), ?3, ?4, ?5, ?6
                 FROM post WHERE account = ?1 AND native = ?2
                 AND NOT EXISTS (SELECT 1 FROM version WHERE post = post.id AND sha256 = ?3)",
            )?
            .execute(params![
                account,
                post.id,
                fingerprint(post, &body)?.as_slice(),
                millis(seen_at),
                raw,
                body
            ])?;
        Ok(())
    }

    /// Keeps how an account presents itself, where that is not what was known last.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn profile(&self, profile: &Profile, raw: i64, seen_at: Timestamp) -> Result<()> {
        let account = self.account(&profile.platform, &profile.account)?;
        let body = json(profile)?;
        let digest = Sha256::digest(&body);
        let known: Option<Vec<u8>> = self
            .transaction
            .prepare_cached(
                "SELECT sha256 FROM profile WHERE account = ?1 ORDER BY seen_at DESC LIMIT 1",
            )?
            .query_row([account], |row| row.get(0))
            .optional()?;
        if known.is_some_and(|known| known == digest.as_slice()) {
            return Ok(());
        }
        self.transaction
            .prepare_cached("INSERT OR REPLACE INTO profile (account, sha256, seen_at, raw, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![account, digest.as_slice(), millis(seen_at), raw, body])?;
        Ok(())
    }

    /// Keeps what is known of a post that others repeat or quote.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn reference(&self, platform: &str, reference: &Reference) -> Result<()> {
        let Some(id) = &reference.id else {
            return Ok(());
        };
        if self.is_redacted(platform, id)? {
            return Ok(());
        }
        let body = json(reference)?;
        // What was once read is not lost because it can no longer be had.
        let keep = if reference.text.is_some() {
            "DO UPDATE SET body = excluded.body"
        } else {
            "DO NOTHING"
        };
        self.transaction
            .prepare_cached(&format!(
                "INSERT INTO reference (platform, native, body) VALUES (?1, ?2, ?3) ON CONFLICT (platform, native) {keep}"
            ))?
            .execute(params![platform, id, body])?;
        Ok(())
    }

    /// Records what was read of an account, and how it ended.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn coverage(&self, account: &Account, coverage: &Coverage) -> Result<()> {
        let id = self.account_of(account)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO coverage (account, covered_from, covered_to, state, origin, detail_english, detail_french, recorded_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE
                 SET detail_english = excluded.detail_english, detail_french = excluded.detail_french, recorded_at = excluded.recorded_at
                 WHERE state NOT IN ('ok', 'ok_empty')",
            )?
            .execute(params![
                id,
                millis(coverage.interval.from),
                millis(coverage.interval.to),
                coverage.state.code(),
                coverage.origin.code(),
                coverage.detail.english,
                coverage.detail.french,
                millis(coverage.recorded_at),
            ])?;
        Ok(())
    }

    /// Names a record that could not be used, so that the report counts it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn rejected(&self, source: &str, problem: &Problem) -> Result<()> {
        self.transaction
            .prepare_cached("INSERT INTO rejected (source, place, english, french) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?
            .execute(params![source, problem.place, problem.message.english, problem.message.french])?;
        Ok(())
    }

    /// Forgets the rejected records of a source, before it is read again.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_rejected(&self, source: &str) -> Result<()> {
        self.transaction
            .execute("DELETE FROM rejected WHERE source = ?1", [source])?;
        Ok(())
    }

    /// Saves where a walk stands; `None` ends it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn walk(&self, account: &Account, walk: Option<&SavedWalk>) -> Result<()> {
        let id = self.account_of(account)?;
        match walk {
            None => self.transaction.execute("DELETE FROM walk WHERE account = ?1", [id])?,
            Some(walk) => self.transaction.execute(
                "INSERT OR REPLACE INTO walk (account, covered_from, covered_to, reaches_back_to, step) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id, millis(walk.window.from), millis(walk.window.to), walk.reaches_back_to.map(millis), walk.step],
            )?,
        };
        Ok(())
    }

    /// Remembers what a server said of a page.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn validator(
        &self,
        url: &str,
        etag: Option<&str>,
        last_modified: Option<&str>,
        raw: i64,
    ) -> Result<()> {
        // "Not modified" would stand for a body that something was taken out of.
        if !self.redactions()?.is_empty() {
            return Ok(());
        }
        self.transaction.execute(
            "INSERT OR REPLACE INTO validator (url, etag, last_modified, raw) VALUES (?1, ?2, ?3, ?4)",
            params![url, etag, last_modified, raw],
        )?;
        Ok(())
    }

    fn account_of(&self, account: &Account) -> Result<i64> {
        let (platform, handle) = account.key();
        self.account(&platform, &handle)
    }

    fn account(&self, platform: &str, handle: &str) -> Result<i64> {
        let key = (platform.to_owned(), handle.to_owned());
        if let Some(id) = self.accounts.borrow().get(&key) {
            return Ok(*id);
        }
        self.transaction
            .prepare_cached(
                "INSERT INTO account (platform, handle) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute(params![platform, handle])?;
        let id = self
            .transaction
            .prepare_cached("SELECT id FROM account WHERE platform = ?1 AND handle = ?2")?
            .query_row(params![platform, handle], |row| row.get(0))?;
        self.accounts.borrow_mut().insert(key, id);
        Ok(id)
    }
}

/// Digest by which a version is known again. Where addresses of media carry a signature that changes each time they are
/// asked for, the picture is the same: what stands after the `?` does not count. Nor does the time of an edit that
/// changed nothing: some platforms call a comment one.
fn fingerprint(post: &Post, body: &str) -> Result<[u8; 32]> {
    let is_signed = |url: &Option<String>| url.as_deref().is_some_and(|url| url.contains('?'));
    let media = &post.content.media;
    let signed = media
        .iter()
        .any(|media| is_signed(&media.url) || is_signed(&media.preview));
    if !signed && post.edited_at.is_none() {
        return Ok(Sha256::digest(body).into());
    }
    let mut bare = post.clone();
    bare.edited_at = None;
    for media in &mut bare.content.media {
        for url in [&mut media.url, &mut media.preview].into_iter().flatten() {
            url.truncate(url.find('?').unwrap_or(url.len()));
        }
    }
    Ok(Sha256::digest(json(&bare)?).into())
}

/// Without the words of what it repeats or quotes.
fn unquoted(post: &Post) -> Post {
    let mut post = post.clone();
    if let Some(reference) = post.origin.reference_mut() {
        (reference.text, reference.complete) = (None, false);
    }
    post
}

/// As it is stored.
fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
