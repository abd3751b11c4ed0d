//! What was answered or read, byte for byte with its digest. A large file is kept in pieces: it is never in memory.

use super::redact::Redaction;
use super::write::{Result, Writer};
use super::{Store, millis};
use crate::model::Problem;
use jiff::Timestamp;
use memchr::memmem;
use rusqlite::{Connection, Error, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::Read;

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
        let redactions = self.redactions()?;
        let mut searches: Vec<Search> = redactions.iter().map(Search::new).collect();
        if !searches.is_empty() {
            let (mut body, mut piece) = (open(), Vec::new());
            while fill(&mut body, &mut piece)? {
                for search in &mut searches {
                    search.see(&piece);
                }
            }
        }
        if searches.iter().any(|it| it.found) {
            let mut body = Vec::new();
            open().read_to_end(&mut body).map_err(unread)?;
            for redaction in &redactions {
                if let Cow::Owned(clean) = redaction.clean(&body, "") {
                    body = clean;
                }
            }
            return self.pieces(source, fetched_at, digest, &body[..]);
        }
        let mut watched = Digested {
            input: open(),
            digest: Sha256::new(),
        };
        let id = self.pieces(source, fetched_at, digest, &mut watched)?;
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
        self.append(id, body).map(|()| id)
    }

    /// Keeps what follows the first piece.
    fn append(&self, id: i64, mut body: impl Read) -> Result<()> {
        let mut insert = self
            .connection()
            .prepare_cached("INSERT INTO piece (raw, number, body) VALUES (?1, ?2, ?3)")?;
        let (mut piece, mut number) = (Vec::new(), 0_i64);
        while fill(&mut body, &mut piece)? {
            number += 1;
            insert.execute(params![id, number, piece])?;
        }
        Ok(())
    }

    /// Takes a post out of a kept answer or file.
    pub(super) fn clean_raw(&self, id: i64, redaction: &Redaction, words: &str) -> Result<()> {
        let db = self.connection();
        let mut search = Search::new(redaction);
        each_piece(db, id, |piece| search.see(piece))?;
        if !search.found {
            return Ok(());
        }
        let body = whole(db, id)?.unwrap_or_default();
        let clean = redaction.clean(&body, words);
        if clean == body {
            return Ok(());
        }
        let (first, rest) = clean.split_at(clean.len().min(PIECE));
        db.execute("UPDATE raw SET body = ?1 WHERE id = ?2", params![first, id])?;
        db.execute("DELETE FROM piece WHERE raw = ?1", [id])?;
        self.append(id, rest)?;
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

/// All of an answer or file.
fn whole(db: &Connection, id: i64) -> Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    let is_there = each_piece(db, id, |piece| body.extend_from_slice(piece))?;
    Ok(is_there.then_some(body))
}

/// Visits the pieces of an answer or file; false when there is none of that number.
fn each_piece(db: &Connection, id: i64, mut visit: impl FnMut(&[u8])) -> Result<bool> {
    let mut pieces = db.prepare_cached(
        "SELECT 0 AS number, body FROM raw WHERE id = ?1
         UNION ALL SELECT number, body FROM piece WHERE raw = ?1 ORDER BY number",
    )?;
    let mut rows = pieces.query([id])?;
    let mut is_there = false;
    while let Some(row) = rows.next()? {
        is_there = true;
        visit(row.get_ref(1)?.as_blob()?);
    }
    Ok(is_there)
}

/// Reads the next piece; false at the end.
fn fill(body: &mut impl Read, piece: &mut Vec<u8>) -> Result<bool> {
    piece.clear();
    let read = body.take(PIECE as u64).read_to_end(piece).map_err(unread)?;
    Ok(read > 0)
}

fn unread(error: std::io::Error) -> Error {
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
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.input.read(buffer)?;
        self.digest.update(buffer.get(..length).unwrap_or_default());
        Ok(length)
    }
}

/// Looks for the id of a redacted post in pieces.
struct Search<'r> {
    id: &'r [u8],
    /// The end of what was seen: an id may stand across two pieces.
    end: Vec<u8>,
    found: bool,
}

impl<'r> Search<'r> {
    fn new(redaction: &'r Redaction) -> Self {
        Self {
            id: redaction.native().as_bytes(),
            end: Vec::new(),
            found: false,
        }
    }

    fn see(&mut self, piece: &[u8]) {
        let overlap = self.id.len().saturating_sub(1);
        self.end
            .extend_from_slice(piece.get(..overlap).unwrap_or(piece));
        self.found = self.found
            || memmem::find(piece, self.id).is_some()
            || memmem::find(&self.end, self.id).is_some();
        if piece.len() >= overlap {
            self.end.clear();
        }
        self.end.extend_from_slice(piece);
        let from = self.end.len().saturating_sub(overlap);
        self.end.drain(..from);
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
