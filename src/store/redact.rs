//! Taking out what a person asks to have taken out: the words and pictures of one post, everywhere in the store. What was
//! found out about it stays.

use super::write::Writer;
use super::{Store, millis};
use crate::model::{Post, Problem};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::Value;
use std::borrow::Cow;

/// An id of so many characters is nothing else by chance.
pub(super) const LONG: usize = 8;
/// What stands where something was taken out.
pub const MASK: &str = "[redacted]";

/// A post that was redacted, as its answers name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Redaction {
    /// Its id.
    native: String,
}

impl Store {
    /// Takes the words and pictures of a post out of all its versions, of every kept answer or file, of what others
    /// repeat of it, and out of the free pages of the file. `post` is what is to stay of it.
    ///
    /// Of an answer in JSON the record with that id is emptied; any other file that holds it is emptied whole.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn redact(&mut self, post: &Post, words: &str, at: Timestamp) -> Result<(), Problem> {
        self.pragma("secure_delete", "ON")?;
        self.write(|writer| writer.redact(post, words, at))?;
        let cleaned = self
            .db
            .execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
        cleaned.map_err(|error| self.problem(&error))
    }

    fn pragma(&self, name: &str, value: &str) -> Result<(), Problem> {
        let set = self.db.pragma_update(None, name, value);
        set.map_err(|error| self.problem(&error))
    }

    /// The accounts that have a post of that id on a platform.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn owners(&self, platform: &str, id: &str) -> Result<Vec<String>, Problem> {
        self.query(
            "SELECT handle FROM post JOIN account ON account.id = post.account
             WHERE platform = ?1 AND native = ?2 ORDER BY handle",
            params![platform, id],
            |row| row.get(0),
        )
    }
}

impl Writer<'_> {
    fn redact(&self, post: &Post, words: &str, at: Timestamp) -> rusqlite::Result<()> {
        let db = self.connection();
        db.execute(
            "INSERT OR IGNORE INTO redaction (platform, native, at) VALUES (?1, ?2, ?3)",
            params![post.platform, post.id, millis(at)],
        )?;
        let pictures: Vec<String> = addresses(db, post)?;
        for url in pictures {
            db.execute("DELETE FROM picture WHERE url = ?1", [url])?;
        }
        self.replace(post)?;
        db.execute(
            "DELETE FROM reference WHERE platform = ?1 AND native = ?2",
            params![post.platform, post.id],
        )?;
        let redaction = Redaction::new(post.id.clone());
        for id in holding(db, post, &redaction.native)? {
            self.clean_raw(id, &redaction, words)?;
        }
        // A walk that waits for the pictures of a post holds the post in its step.
        for table in ["page", "walk"] {
            for (row, step) in steps(db, table, &post.id)? {
                if let Cow::Owned(clean) = redaction.clean(step.as_bytes(), words) {
                    let clean = String::from_utf8_lossy(&clean);
                    db.execute(
                        &format!("UPDATE {table} SET step = ?1 WHERE rowid = ?2"),
                        params![clean, row],
                    )?;
                }
            }
        }
        // What repeats or quotes it repeats its words.
        let quoting: Vec<(i64, i64, String)> = db
            .prepare("SELECT post, number, body FROM version WHERE instr(body, ?1) > 0")?
            .query_map([&post.id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (id, number, body) in quoting {
            let Some(clean) = unquoted(&body, &post.id) else {
                continue;
            };
            db.execute(
                "UPDATE version SET body = ?1 WHERE post = ?2 AND number = ?3",
                params![clean, id, number],
            )?;
        }
        Ok(())
    }
}

/// The addresses of the pictures of all versions of a post.
fn addresses(db: &Connection, post: &Post) -> rusqlite::Result<Vec<String>> {
    let bodies: Vec<String> = db
        .prepare(
            "SELECT body FROM version JOIN post ON post.id = version.post
             JOIN account ON account.id = post.account WHERE platform = ?1 AND handle = ?2 AND native = ?3",
        )?
        .query_map(params![post.platform, post.account, post.id], |row| {
            row.get(0)
        })?
        .collect::<rusqlite::Result<_>>()?;
    let posts = bodies
        .iter()
        .filter_map(|body| serde_json::from_str::<Post>(body).ok());
    let media = posts.flat_map(|post| post.content.media);
    Ok(media
        .flat_map(|media| [media.url, media.preview])
        .flatten()
        .collect())
}

/// The steps of a table in which an id stands.
fn steps(db: &Connection, table: &str, native: &str) -> rusqlite::Result<Vec<(i64, String)>> {
    db.prepare(&format!(
        "SELECT rowid, step FROM {table} WHERE instr(step, ?1) > 0"
    ))?
    .query_map([native], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// The kept answers and files in which an id may stand: those of its account, those that the post was read from, and,
/// of an id that is nothing else by chance, all others. Those in several pieces are to be looked into.
fn holding(db: &Connection, post: &Post, native: &str) -> rusqlite::Result<Vec<i64>> {
    db.prepare(
        "SELECT id FROM raw WHERE (instr(body, CAST(?1 AS BLOB)) > 0 OR EXISTS (SELECT 1 FROM piece WHERE piece.raw = raw.id))
         AND (length(?1) >= ?5
         OR id IN (SELECT page.raw FROM page JOIN account ON account.id = page.account WHERE platform = ?2 AND handle = ?3)
         OR id IN (SELECT version.raw FROM version JOIN post ON post.id = version.post
                   JOIN account ON account.id = post.account WHERE platform = ?2 AND handle = ?3 AND native = ?4))",
    )?
    .query_map(
        params![native, post.platform, post.account, post.id, i64::try_from(LONG).unwrap_or(8)],
        |row| row.get(0),
    )?
    .collect()
}

/// A stored post whose reference is that one, without the words of it; `None` where it is another.
fn unquoted(body: &str, native: &str) -> Option<String> {
    let mut post: Post = serde_json::from_str(body).ok()?;
    let reference = post.origin.reference_mut()?;
    if reference.id.as_deref() != Some(native) || reference.text.is_none() {
        return None;
    }
    (reference.text, reference.complete) = (None, false);
    serde_json::to_string(&post).ok()
}

impl Redaction {
    /// `site#number` is ours: the answers hold the number.
    pub(super) fn new(id: String) -> Self {
        let native = match id.rsplit_once('#') {
            Some((_, number)) => number.to_owned(),
            None => id,
        };
        Self { native }
    }

    /// The id, as answers name it.
    pub(super) fn native(&self) -> &str {
        &self.native
    }

    /// Is the id long enough to be nothing else by chance?
    pub(super) fn is_long(&self) -> bool {
        self.native.len() >= LONG
    }

    /// The body without the record of that id: of JSON (an answer, lines, or behind an assignment) the record alone is
    /// emptied; where the id stands in anything else that also holds the words, all of it.
    pub(super) fn clean<'b>(&self, body: &'b [u8], words: &str) -> Cow<'b, [u8]> {
        let Ok(text) = std::str::from_utf8(body) else {
            return Cow::Borrowed(body);
        };
        if !text.contains(&self.native) {
            return Cow::Borrowed(body);
        }
        let start = text.find(['{', '[']).unwrap_or(0);
        let (before, json) = text.split_at(start);
        // Of JSON nothing but an assignment stands before it.
        let json = if before.contains(&self.native) {
            ""
        } else {
            json
        };
        if let Ok(mut value) = serde_json::from_str::<Value>(json) {
            return if self.empty(&mut value) {
                Cow::Owned(format!("{before}{value}").into_bytes())
            } else {
                Cow::Borrowed(body)
            };
        }
        let lines: Option<Vec<Cow<'_, str>>> = text
            .lines()
            .map(|line| {
                let mut value: Value = match line.trim() {
                    "" => return Some(Cow::Borrowed(line)),
                    line => serde_json::from_str(line).ok()?,
                };
                Some(if self.empty(&mut value) {
                    Cow::Owned(value.to_string())
                } else {
                    Cow::Borrowed(line)
                })
            })
            .collect();
        match lines {
            Some(lines) => Cow::Owned(lines.join("\n").into_bytes()),
            // Nothing is known of what was taken out before: all that names it goes.
            None if words.is_empty() && self.is_long() => Cow::Owned(MASK.as_bytes().to_vec()),
            None if words.is_empty() || !text.contains(first_words(words)) => Cow::Borrowed(body),
            None => Cow::Owned(MASK.as_bytes().to_vec()),
        }
    }

    /// Empties every record of that id in a value. Says whether there was one.
    pub(super) fn empty(&self, value: &mut Value) -> bool {
        match value {
            Value::Array(items) => {
                let mut any = false;
                for item in items {
                    any |= self.empty(item);
                }
                any
            }
            Value::Object(fields) => {
                if fields.iter().any(|(name, field)| self.names(name, field)) {
                    for field in fields.values_mut() {
                        self.blank(field);
                    }
                    return true;
                }
                let mut any = false;
                for field in fields.values_mut() {
                    any |= self.empty(field);
                }
                any
            }
            _ => false,
        }
    }

    /// Does that field say that its record is the post? A number is the value of many fields, and other records name
    /// the post as the one that they answer or quote.
    fn names(&self, name: &str, value: &Value) -> bool {
        const IDS: [&str; 13] = [
            "id",
            "id_str",
            "id_string",
            "idstr",
            "uri",
            "url",
            "guid",
            "link",
            "permalink",
            "post_id",
            "pageid",
            "tweetid",
            "tweet_id",
        ];
        match value {
            // Of an edited post the newest id is the record's, and the first one in its history.
            Value::Array(items) if name.starts_with("edit_history") => {
                items.iter().any(|item| self.is_id(item))
            }
            value => self.is_id(value) && IDS.contains(&name.to_ascii_lowercase().as_str()),
        }
    }

    fn is_id(&self, value: &Value) -> bool {
        match value {
            // Addresses of records end with their id.
            Value::String(text) => {
                let end = text.strip_suffix(&self.native);
                end.is_some_and(|before| {
                    before.is_empty() || (before.ends_with('/') && self.native.len() >= LONG)
                })
            }
            Value::Number(number) => number.to_string() == self.native,
            _ => false,
        }
    }

    /// Times, counts and the id itself may stay; words may not.
    fn blank(&self, value: &mut Value) {
        if self.is_id(value) {
            return;
        }
        match value {
            Value::String(text) if text.parse::<Timestamp>().is_err() => MASK.clone_into(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.blank(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.blank(field)),
            _ => {}
        }
    }
}

/// Enough of a text to know it by, before anything that a format would write in another way.
pub(super) fn first_words(text: &str) -> &str {
    let end = text
        .char_indices()
        .find(|(at, c)| *at >= 24 || matches!(c, '\n' | '"' | '&' | '<' | '\\'))
        .map_or(text.len(), |(at, _)| at);
    text[..end].trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(body: &str) -> String {
        let clean = Redaction::new("42".into());
        String::from_utf8(
            clean
                .clean(body.as_bytes(), "Call Ann at 555-0142")
                .into_owned(),
        )
        .expect("text")
    }

    /// Words that were to go would stay in the kept answers, or those of other posts would go with them.
    #[test]
    fn the_record_of_the_id_is_emptied_and_no_other() {
        let answer = r#"{"data":[{"id":"42","text":"Call Ann","media":[{"alt":"Ann"}],"n":3},{"id":"43","text":"Ice"}]}"#;
        let expected = r#"{"data":[{"id":"42","media":[{"alt":"[redacted]"}],"n":3,"text":"[redacted]"},{"id":"43","text":"Ice"}]}"#;
        assert_eq!(clean(answer), expected);
        let archive = r#"window.YTD.part0 = [{"tweet":{"id_str":"42","full_text":"Call Ann"}}]"#;
        assert_eq!(
            clean(archive),
            r#"window.YTD.part0 = [{"tweet":{"full_text":"[redacted]","id_str":"42"}}]"#
        );
        let lines = "{\"id\":42,\"text\":\"Call Ann\"}\n{\"id\":43,\"text\":\"Ice of 42\"}";
        assert_eq!(
            clean(lines),
            "{\"id\":42,\"text\":\"[redacted]\"}\n{\"id\":43,\"text\":\"Ice of 42\"}"
        );
        assert_eq!(clean("42;Call Ann at 555-0142\n43;Ice"), MASK);
        assert_eq!(clean("42;Call Ann at 555-0142;[1]"), MASK);
        assert_eq!(clean("41;Ice\n43;42 ships"), "41;Ice\n43;42 ships");
    }
}
