//! Reading.

use super::{
    Coverage, CoverageOrigin, Picture, SavedWalk, Store, StoredPage, StoredPost, Validator,
    instant, millis,
};
use crate::model::{
    Account, Bilingual, CoverageState, Earlier, Interval, MediaKind, Post, Problem, Profile,
    Reference,
};
use crate::text::{hex, pieces};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::{HashMap, HashSet};

impl Store {
    /// The posts of an account inside a stretch, their latest versions in order of time and id, their references completed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn posts(&self, account: &Account, interval: Interval) -> Result<Vec<StoredPost>, Problem> {
        let (platform, handle) = account.key();
        let (from, to) = (millis(interval.from), millis(interval.to));
        // Counted first: it costs little, and posts are large things to move when a list grows.
        let count = self.query(
            "SELECT count(*) FROM account CROSS JOIN post ON post.account = account.id
             WHERE platform = ?1 AND handle = ?2 AND published_at >= ?3 AND published_at < ?4",
            params![platform, handle, from, to],
            |row| row.get::<_, u32>(0),
        )?;
        let count = count.first().map_or(0, |count| *count as usize);
        let mut rows: Vec<(i64, serde_json::Result<StoredPost>)> = Vec::with_capacity(count);
        self.query(
            // In the order of the index: SQLite would carry every body through its sorter, and so would a sort here.
            "SELECT post.id, body, post.published_at, first_seen, seen_at, raw FROM account
             CROSS JOIN post ON post.account = account.id
             CROSS JOIN version ON version.post = post.id
             WHERE platform = ?1 AND handle = ?2 AND post.published_at >= ?3 AND post.published_at < ?4
             ORDER BY post.published_at, first_seen, post.id, number",
            params![platform, handle, from, to],
            |row| {
                let (number, raw) = (row.get(0)?, row.get(5)?);
                let published_at = instant(row.get(2)?);
                let (first_seen, seen_at) = (instant(row.get(3)?), instant(row.get(4)?));
                let post = serde_json::from_str::<Post>(row.get_ref(1)?.as_str()?);
                let mut stored = post.map(|mut post| {
                    post.published_at = published_at;
                    StoredPost { post, first_seen, earlier: None, raw }
                });
                // Only the latest version of a post counts; those of one post follow each other.
                match rows.last_mut().filter(|(last, _)| *last == number) {
                    Some((_, kept)) => {
                        if let (Ok(before), Ok(now)) = (&kept, &mut stored) {
                            now.earlier = earlier(before, &now.post, seen_at);
                        }
                        *kept = stored;
                    }
                    None => rows.push((number, stored)),
                }
                Ok(())
            },
        )?;
        let mut posts = rows
            .into_iter()
            .map(|(_, stored)| stored.map_err(|error| self.damaged(&error)))
            .collect::<Result<Vec<_>, Problem>>()?;
        posts.sort_by(|a, b| {
            (a.post.published_at, &a.post.id).cmp(&(b.post.published_at, &b.post.id))
        });
        self.complete(&platform, &mut posts)?;
        self.depict(&mut posts)?;
        Ok(posts)
    }

    /// One post of an account, whenever it was published.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn post(&self, account: &Account, id: &str) -> Result<Option<Post>, Problem> {
        let (platform, handle) = account.key();
        let times = self.query(
            "SELECT published_at FROM post JOIN account ON account.id = post.account
             WHERE platform = ?1 AND handle = ?2 AND native = ?3",
            params![platform, handle, id],
            |row| row.get::<_, i64>(0),
        )?;
        let Some(at) = times.first() else {
            return Ok(None);
        };
        let then = Interval {
            from: instant(*at),
            to: instant(at + 1),
        };
        let posts = self.posts(account, then)?.into_iter();
        Ok(posts.map(|it| it.post).find(|post| post.id == id))
    }

    /// Fills in what the pictures of posts showed, where they were looked at.
    fn depict(&self, posts: &mut [StoredPost]) -> Result<(), Problem> {
        let any = self.query("SELECT 1 FROM picture LIMIT 1", [], |_| Ok(()))?;
        if any.is_empty() {
            return Ok(());
        }
        for media in posts.iter_mut().flat_map(|it| &mut it.post.content.media) {
            let Some(url) = media.preview.as_ref().or(media.url.as_ref()) else {
                continue;
            };
            let Some(picture) = self.picture(url)? else {
                continue;
            };
            media.likeness = media.likeness.take().or(picture.likeness);
            // Of a film its thumbnail says nothing else.
            if media.kind == MediaKind::Image && media.preview.is_none() {
                media.sha256 = media.sha256.take().or(picture.sha256);
                media.width = media.width.or(picture.width);
                media.height = media.height.or(picture.height);
            }
        }
        Ok(())
    }

    fn picture(&self, url: &str) -> Result<Option<Picture>, Problem> {
        let found = self.query(
            "SELECT sha256, width, height, likeness FROM picture WHERE url = ?1",
            [url],
            |row| {
                Ok(Picture {
                    sha256: row.get(0)?,
                    width: row.get(1)?,
                    height: row.get(2)?,
                    likeness: row.get(3)?,
                    body: None,
                })
            },
        )?;
        Ok(found.into_iter().next())
    }

    /// Of these addresses those whose pictures were not looked at yet, each once, in the same order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unseen_pictures(&self, addresses: Vec<String>) -> Result<Vec<String>, Problem> {
        let mut unseen: Vec<String> = Vec::new();
        let mut met = HashSet::new();
        for url in addresses {
            if met.insert(url.clone()) && self.picture(&url)?.is_none() {
                unseen.push(url);
            }
        }
        Ok(unseen)
    }

    /// When an account last published before an instant.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn last_before(
        &self,
        account: &Account,
        end: Timestamp,
    ) -> Result<Option<Timestamp>, Problem> {
        let (platform, handle) = account.key();
        let found = self.query(
            "SELECT max(published_at) FROM post JOIN account ON account.id = post.account
             WHERE platform = ?1 AND handle = ?2 AND published_at < ?3",
            params![platform, handle, millis(end)],
            |row| row.get::<_, Option<i64>>(0),
        )?;
        Ok(found.into_iter().flatten().next().map(instant))
    }

    /// Fills in the text of what is repeated or quoted, where another answer told it.
    fn complete(&self, platform: &str, posts: &mut [StoredPost]) -> Result<(), Problem> {
        let mut known: HashMap<String, Option<Reference>> = HashMap::new();
        for stored in posts {
            let Some(reference) = stored.post.origin.reference_mut() else {
                continue;
            };
            let (None, Some(id)) = (&reference.text, reference.id.clone()) else {
                continue;
            };
            if !known.contains_key(&id) {
                let found = self.reference(platform, &id)?;
                known.insert(id.clone(), found);
            }
            if let Some(Some(found)) = known.get(&id) {
                // The account's own name for itself, once set by the platform, stays.
                let account = reference.account.take();
                *reference = found.clone();
                if account.as_deref() == Some(stored.post.account.as_str()) {
                    reference.account = account;
                }
            }
        }
        Ok(())
    }

    fn reference(&self, platform: &str, id: &str) -> Result<Option<Reference>, Problem> {
        let body: Option<String> = self
            .db
            .prepare_cached("SELECT body FROM reference WHERE platform = ?1 AND native = ?2")
            .and_then(|mut query| {
                query
                    .query_row(params![platform, id], |row| row.get(0))
                    .optional()
            })
            .map_err(|error| self.problem(&error))?;
        body.map(|body| serde_json::from_str(&body).map_err(|error| self.damaged(&error)))
            .transpose()
    }

    /// Everything that runs recorded about an account, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn coverage(&self, account: &Account) -> Result<Vec<Coverage>, Problem> {
        let (platform, handle) = account.key();
        self.query(
            "SELECT covered_from, covered_to, state, origin, detail_english, detail_french, recorded_at
             FROM coverage JOIN account ON account.id = coverage.account
             WHERE platform = ?1 AND handle = ?2 ORDER BY recorded_at, covered_from, covered_to, state",
            params![platform, handle],
            |row| {
                let (state, origin): (String, String) = (row.get(2)?, row.get(3)?);
                Ok(Coverage {
                    interval: Interval { from: instant(row.get(0)?), to: instant(row.get(1)?) },
                    state: CoverageState::from_code(&state).unwrap_or(CoverageState::Unreadable),
                    origin: CoverageOrigin::from_code(&origin),
                    detail: Bilingual::new(row.get(4)?, row.get(5)?),
                    recorded_at: instant(row.get(6)?),
                })
            },
        )
    }

    /// Every account that something was stored of, as `(platform, handle)`, sorted.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn accounts(&self) -> Result<Vec<(String, String)>, Problem> {
        self.query(
            "SELECT platform, handle FROM account ORDER BY platform, handle",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How many posts of an account, by its [`Account::key`], are stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count(&self, (platform, handle): &(String, String)) -> Result<i64, Problem> {
        let count = self.query(
            "SELECT count(*) FROM account JOIN post ON post.account = account.id
             WHERE platform = ?1 AND handle = ?2",
            params![platform, handle],
            |row| row.get(0),
        )?;
        Ok(count.first().copied().unwrap_or(0))
    }

    /// The rejected records of every source.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn rejected(&self) -> Result<Vec<Problem>, Problem> {
        self.query(
            "SELECT place, english, french FROM rejected GROUP BY place, english ORDER BY source, min(rowid)",
            [],
            |row| {
                Ok(Problem {
                    place: row.get(0)?,
                    message: Bilingual::new(row.get(1)?, row.get(2)?),
                })
            },
        )
    }

    /// The walk of an account that was stopped, if one was.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn walk(&self, account: &Account) -> Result<Option<SavedWalk>, Problem> {
        let (platform, handle) = account.key();
        let walks = self.query(
            "SELECT covered_from, covered_to, reaches_back_to, step FROM walk JOIN account ON account.id = walk.account
             WHERE platform = ?1 AND handle = ?2",
            params![platform, handle],
            |row| {
                Ok(SavedWalk {
                    window: Interval { from: instant(row.get(0)?), to: instant(row.get(1)?) },
                    reaches_back_to: row.get::<_, Option<i64>>(2)?.map(instant),
                    step: row.get(3)?,
                })
            },
        )?;
        Ok(walks.into_iter().next())
    }

    /// Every answer that was read of an account, in the order in which they were asked for; without their bodies.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pages(&self, account: &Account) -> Result<Vec<StoredPage>, Problem> {
        let (platform, handle) = account.key();
        self.query(
            "SELECT step, covered_from, covered_to, url, status, headers, asked_at, raw
             FROM page JOIN account ON account.id = page.account
             WHERE platform = ?1 AND handle = ?2 ORDER BY asked_at, page.id",
            params![platform, handle],
            |row| {
                Ok(StoredPage {
                    step: row.get(0)?,
                    window: Interval {
                        from: instant(row.get(1)?),
                        to: instant(row.get(2)?),
                    },
                    url: row.get(3)?,
                    status: row.get(4)?,
                    headers: serde_json::from_str(row.get_ref(5)?.as_str()?).unwrap_or_default(),
                    asked_at: instant(row.get(6)?),
                    raw: row.get(7)?,
                })
            },
        )
    }

    /// Numbers of the answers that were read of an account in walks that touch a stretch; some hold no post.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn answers(&self, account: &Account, stretch: Interval) -> Result<Vec<i64>, Problem> {
        let (platform, handle) = account.key();
        self.query(
            "SELECT DISTINCT raw FROM page JOIN account ON account.id = page.account
             WHERE platform = ?1 AND handle = ?2 AND covered_from < ?4 AND covered_to > ?3",
            params![platform, handle, millis(stretch.from), millis(stretch.to)],
            |row| row.get(0),
        )
    }

    /// Where a raw answer or file came from, and the digest of what came, in hexadecimal.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn source(&self, number: i64) -> Result<Option<(String, String)>, Problem> {
        let found = self.query(
            "SELECT source, sha256 FROM raw WHERE id = ?1",
            [number],
            |row| Ok((row.get(0)?, hex(row.get_ref(1)?.as_blob()?))),
        )?;
        Ok(found.into_iter().next())
    }

    /// How an account last presented itself, and when that was first seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn profile(&self, account: &Account) -> Result<Option<(Profile, Timestamp)>, Problem> {
        let (platform, handle) = account.key();
        let found = self.query(
            "SELECT body, seen_at FROM profile JOIN account ON account.id = profile.account
             WHERE platform = ?1 AND handle = ?2 ORDER BY seen_at DESC LIMIT 1",
            params![platform, handle],
            |row| Ok((row.get::<_, String>(0)?, instant(row.get(1)?))),
        )?;
        let Some((body, seen_at)) = found.into_iter().next() else {
            return Ok(None);
        };
        let profile = serde_json::from_str(&body).map_err(|error| self.damaged(&error))?;
        Ok(Some((profile, seen_at)))
    }

    /// What a server said of a page, and the page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn validator(&self, url: &str) -> Result<Option<Validator>, Problem> {
        let found = self.query(
            "SELECT etag, last_modified, body FROM validator JOIN raw ON raw.id = validator.raw WHERE url = ?1",
            [url],
            |row| Ok(Validator { etag: row.get(0)?, last_modified: row.get(1)?, body: row.get(2)? }),
        )?;
        Ok(found.into_iter().next())
    }

    /// How many rows each table of the store holds: what a second reading must not change.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self) -> Result<Vec<(&'static str, i64)>, Problem> {
        ["raw", "account", "post", "version", "reference", "coverage"]
            .into_iter()
            .map(|table| {
                let count = self.query(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })?;
                Ok((table, count.first().copied().unwrap_or(0)))
            })
            .collect()
    }

    pub(super) fn query<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        self.db
            .prepare_cached(sql)
            .and_then(|mut query| query.query_map(parameters, read)?.collect())
            .map_err(|error| self.problem(&error))
    }

    fn damaged(&self, error: &serde_json::Error) -> Problem {
        Problem::new(
            &self.place,
            format!(
                "a stored record cannot be read ({error}); import or fetch again into a new store"
            ),
            format!(
                "un enregistrement est illisible ({error}); refaites l’importation ou la récupération dans une nouvelle base"
            ),
        )
    }
}

/// What a post said at first, if its words have changed since: a source that shows more of a text changes nothing, nor
/// does another way to write a link or to break a line.
fn earlier(before: &StoredPost, now: &Post, seen_at: Timestamp) -> Option<Earlier> {
    let words = |post: &Post| pieces::prose(&post.content.text);
    let same = !before.post.complete
        || !now.complete
        || words(&before.post)
            .split_whitespace()
            .eq(words(now).split_whitespace());
    if same {
        return before.earlier.clone();
    }
    let first = before.earlier.as_ref().map(|it| &it.text);
    Some(Earlier {
        text: first.unwrap_or(&before.post.content.text).clone(),
        changed_at: now.edited_at.unwrap_or(seen_at),
    })
}
