//! What was answered or read, byte for byte with its digest. A large file is kept in pieces: it is never in memory.

use super::cuts::{self, Spliced};
use super::redact::Redaction;
use super::write::{Result, Writer};
use super::{Store, millis};
use crate::model::Problem;
use crate::text::hex;
use jiff::Timestamp;
use rusqlite::{Connection, Error, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::{self, Cursor, Read};

/// Length of a piece.
const PIECE: usize = 1 << 20;

impl Store {
    /// A raw answer or file, byte for byte; `None` where it is no longer kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn raw(&self, number: i64) -> std::result::Result<Option<Vec<u8>>, Problem> {
        whole(&self.db, number).map_err(|error| self.problem(&error))
    }

    /// Of the raw answers and files the digests whose bytes are no longer those that came: they were changed, or
    /// something was taken out of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn altered(&self) -> std::result::Result<Vec<String>, Problem> {
        let all = self.query("SELECT id, sha256 FROM raw", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        let mut altered = Vec::new();
        for (number, kept) in all {
            let (number, kept): (i64, Vec<u8>) = (number, kept);
            let mut digest = Sha256::new();
            let mut pieces = Kept::new(&self.db, number);
            while let Some(piece) = pieces.next().map_err(|error| self.problem(&error))? {
                digest.update(piece);
            }
            if *digest.finalize() != *kept {
                altered.push(hex(&kept));
            }
        }
        Ok(altered)
    }
}

impl Writer<'_> {
    /// Keeps an answer. Gives its number and whether it is new.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn raw(&self, source: &str, fetched_at: Timestamp, body: &[u8]) -> Result<(i64, bool)> {
        let digest = Sha256::digest(body).into();
        if let Some(id) = self.known(source, &digest)? {
            return Ok((id, false));
        }
        // What was taken out does not come back with the next answer; the digest is that of what came.
        let mut kept = Cow::Borrowed(body);
        for redaction in self.redactions()? {
            if let Cow::Owned(clean) = redaction.clean(&kept, "") {
                kept = Cow::Owned(clean);
            }
        }
        Ok((self.begin(source, fetched_at, &digest, &kept)?, true))
    }

    /// Keeps a file of that digest, which `open` opens. Gives its number.
    ///
    /// # Errors
    /// When the store cannot be written, or the file is another by now.
    pub fn file<R: Read>(
        &self,
        source: &str,
        fetched_at: Timestamp,
        digest: &[u8; 32],
        open: impl Fn() -> R,
    ) -> Result<i64> {
        if let Some(id) = self.known(source, digest)? {
            return Ok(id);
        }
        let cuts = cuts::find(&open, &self.redactions()?, "").map_err(unread)?;
        let mut watched = Digested {
            input: open(),
            digest: Sha256::new(),
        };
        let id = self.pieces(source, fetched_at, digest, Spliced::new(&mut watched, cuts))?;
        if watched.digest.finalize().as_slice() != digest {
            return Err(changed(source));
        }
        Ok(id)
    }

    fn pieces(
        &self,
        source: &str,
        at: Timestamp,
        digest: &[u8; 32],
        mut body: impl Read,
    ) -> Result<i64> {
        let mut first = Vec::new();
        fill(&mut body, &mut first)?;
        let id = self.begin(source, at, digest, &first)?;
        self.append(id, 1, body).map(|()| id)
    }

    /// Keeps what follows the first piece, numbered upwards or downwards.
    fn append(&self, id: i64, step: i64, mut body: impl Read) -> Result<()> {
        let mut insert = self
            .connection()
            .prepare_cached("INSERT INTO piece (raw, number, body) VALUES (?1, ?2, ?3)")?;
        let (mut piece, mut number) = (Vec::new(), 0);
        while fill(&mut body, &mut piece)? {
            number += step;
            insert.execute(params![id, number, piece])?;
        }
        Ok(())
    }

    /// Takes a post out of a kept answer or file.
    pub(super) fn clean_raw(&self, id: i64, redaction: &Redaction, words: &str) -> Result<()> {
        let db = self.connection();
        let mut pieces = db.prepare_cached("SELECT 1 FROM piece WHERE raw = ?1")?;
        if !pieces.exists([id])? {
            let body = whole(db, id)?.unwrap_or_default();
            let clean = redaction.clean(&body, words);
            return if clean == body {
                Ok(())
            } else {
                self.put(id, &clean)
            };
        }
        let one = std::slice::from_ref(redaction);
        let cuts = cuts::find(|| Kept::new(db, id), one, words).map_err(unread)?;
        if cuts.is_empty() {
            return Ok(());
        }
        let mut body = Spliced::new(Kept::new(db, id), cuts);
        let mut first = Vec::new();
        fill(&mut body, &mut first)?;
        // Below zero until the old ones are read.
        self.append(id, -1, body)?;
        self.put(id, &first)?;
        db.execute("DELETE FROM piece WHERE raw = ?1 AND number > 0", [id])?;
        db.execute("UPDATE piece SET number = -number WHERE raw = ?1", [id])?;
        Ok(())
    }

    /// Puts another body, or first piece of one, in its place.
    fn put(&self, id: i64, body: &[u8]) -> Result<()> {
        let db = self.connection();
        db.execute("UPDATE raw SET body = ?1 WHERE id = ?2", params![body, id])?;
        // "Not modified" would bring back what is no longer there.
        db.execute("DELETE FROM validator WHERE raw = ?1", [id])?;
        Ok(())
    }

    fn known(&self, source: &str, digest: &[u8; 32]) -> Result<Option<i64>> {
        self.connection()
            .prepare_cached("SELECT id FROM raw WHERE sha256 = ?1 AND source = ?2")?
            .query_row(params![digest, source], |row| row.get(0))
            .optional()
    }

    fn begin(&self, source: &str, at: Timestamp, digest: &[u8; 32], body: &[u8]) -> Result<i64> {
        self.connection()
            .prepare_cached(
                "INSERT INTO raw (sha256, source, fetched_at, body) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![digest, source, millis(at), body])?;
        Ok(self.connection().last_insert_rowid())
    }
}

/// All of an answer or file; `None` where it is no longer kept.
fn whole(db: &Connection, id: i64) -> Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    Kept::new(db, id).read_to_end(&mut body).map_err(unread)?;
    let is_there = || {
        db.prepare_cached("SELECT 1 FROM raw WHERE id = ?1")?
            .exists([id])
    };
    Ok((!body.is_empty() || is_there()?).then_some(body))
}

/// Reads what is kept, piece by piece.
struct Kept<'d> {
    db: &'d Connection,
    id: i64,
    /// Pieces that were read; the first is the body itself.
    number: i64,
    piece: Cursor<Vec<u8>>,
}

impl<'d> Kept<'d> {
    fn new(db: &'d Connection, id: i64) -> Self {
        Self {
            db,
            id,
            number: 0,
            piece: Cursor::default(),
        }
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut query = self.db.prepare_cached(
            "SELECT body FROM raw WHERE id = ?1 AND ?2 = 0
             UNION ALL SELECT body FROM piece WHERE raw = ?1 AND number = ?2",
        )?;
        let piece = query.query_row([self.id, self.number], |row| row.get(0));
        self.number += 1;
        piece.optional()
    }
}

impl Read for Kept<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.piece.read(buffer)?;
            if length > 0 || buffer.is_empty() {
                return Ok(length);
            }
            let Some(piece) = self.next().map_err(io::Error::other)? else {
                return Ok(0);
            };
            self.piece = Cursor::new(piece);
        }
    }
}

/// Reads the next piece; false at the end.
fn fill(body: &mut impl Read, piece: &mut Vec<u8>) -> Result<bool> {
    piece.clear();
    let read = body.take(PIECE as u64).read_to_end(piece).map_err(unread)?;
    Ok(read > 0)
}

fn unread(error: io::Error) -> Error {
    Error::ToSqlConversionFailure(error.into())
}

fn changed(source: &str) -> Error {
    failure(Problem::new(
        source,
        "the file changed while it was read; import it again",
        "le fichier a changé pendant la lecture; importez-le de nouveau",
    ))
}

/// A failure inside a write that is not one of the store: [`Store::write`] gives the problem.
#[must_use]
pub fn failure(problem: Problem) -> Error {
    Error::ToSqlConversionFailure(problem.into())
}

/// Takes the digest of what is read.
struct Digested<R> {
    input: R,
    digest: Sha256,
}

impl<R: Read> Read for Digested<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.digest.update(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Post;

    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    fn digest(body: &[u8]) -> [u8; 32] {
        Sha256::digest(body).into()
    }

    /// Lines with an id across the border of two pieces.
    fn large() -> Vec<u8> {
        let mut text = b"{\"id\":\"2\"}\n".to_vec();
        text.resize(PIECE - 12, b'\n');
        text.extend_from_slice(b"{\"id\":\"1234567890\",\"text\":\"Call Ann\"}\n");
        text.resize(3 * PIECE, b'\n');
        text
    }

    /// A large file would come back changed, or fill the memory of the machine.
    #[test]
    fn a_large_file_comes_back_byte_for_byte() {
        let mut store = Store::in_memory().expect("a store");
        let body = large();
        let keep = |store: &mut Store, digest: [u8; 32]| {
            store.write(|writer| writer.file("a", AT, &digest, || &body[..]))
        };
        let id = keep(&mut store, digest(&body)).expect("kept");
        assert_eq!(keep(&mut store, digest(&body)).expect("known"), id);
        assert_eq!(store.raw(id).expect("read"), Some(body.clone()));
        assert_eq!(store.raw(id + 1).expect("read"), None);
        let problem = keep(&mut store, [0; 32]).expect_err("another file");
        assert!(problem.message.english.contains("changed"), "{problem}");
        assert_eq!(store.counts().expect("counts")[0], ("raw", 1));
    }

    /// Words that were to go would stay in a large file, or come back with the next copy of it.
    #[test]
    fn a_post_is_taken_out_of_a_large_file_and_stays_out() {
        let mut store = Store::in_memory().expect("a store");
        let body = large();
        let keep = |store: &mut Store, source: &str| {
            let kept = store.write(|writer| writer.file(source, AT, &digest(&body), || &body[..]));
            let id = kept.expect("kept");
            let text = store.raw(id).expect("read").expect("a file");
            String::from_utf8(text).expect("text")
        };
        assert!(keep(&mut store, "a").contains("Call Ann"));
        let post = Post::new("x", "quay", "1234567890".to_owned(), AT);
        store
            .write(|writer| writer.post(&post, 1, AT))
            .expect("stored");
        store.redact(&post, "Call Ann", AT).expect("redacted");
        for source in ["a", "b"] {
            let text = keep(&mut store, source);
            assert!(!text.contains("Call Ann") && text.contains("[redacted]"));
            assert!(text.len() > 2 * PIECE);
        }
    }
}
