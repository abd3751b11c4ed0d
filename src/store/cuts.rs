//! Taking posts out of a file that is too large for the memory: what is to stand in the place of which bytes is found in
//! one reading, and put there in another.

use super::MASK;
use super::redact::{Redaction, first_words};
use crate::text::json::Items;
use memchr::memmem;
use serde_json::Value;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// A file up to this size may be taken apart in memory, where nothing else helps; no line is longer.
const SMALL: u64 = 16 << 20;

/// What stands in the place of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cut {
    from: u64,
    to: u64,
    by: Vec<u8>,
}

/// Where these posts stand in what `open` opens. Of a list, or lists in an object, or lines of JSON their records are
/// emptied and all else stays byte for byte; a small file is cleaned as an answer is, and of another all goes.
///
/// # Errors
/// When it cannot be read.
pub(super) fn find<R: Read>(
    open: impl Fn() -> R,
    redactions: &[Redaction],
    words: &str,
) -> io::Result<Vec<Cut>> {
    if redactions.is_empty() {
        return Ok(Vec::new());
    }
    let held = occurrences(open(), redactions)?;
    if held == 0 {
        return Ok(Vec::new());
    }
    let found = in_items(open(), redactions, held).or_else(|| in_lines(open(), redactions));
    if let Some(cuts) = found {
        return Ok(cuts);
    }
    let mut body = Vec::new();
    open().take(SMALL + 1).read_to_end(&mut body)?;
    let clean = if body.len() as u64 <= SMALL {
        redactions.iter().fold(body.clone(), |body, redaction| {
            redaction.clean(&body, words).into_owned()
        })
    } else if stays(open(), redactions, words)? {
        return Ok(Vec::new());
    } else {
        MASK.as_bytes().to_vec()
    };
    let cut = Cut {
        from: 0,
        to: u64::MAX,
        by: clean,
    };
    Ok(if cut.by == body {
        Vec::new()
    } else {
        vec![cut]
    })
}

/// The records of lists; nothing where an id stands outside them, or it is not JSON.
fn in_items(input: impl Read, redactions: &[Redaction], held: usize) -> Option<Vec<Cut>> {
    let mut items = Items::all(BufReader::new(input));
    items.go_to(b"[{")?;
    let (mut cuts, mut seen) = (Vec::new(), 0);
    while let Some(item) = items.next_item().ok()? {
        let holds = count(item.text, redactions);
        if holds == 0 {
            continue;
        }
        seen += holds;
        cuts.extend(emptied(item.at, item.text, redactions).ok()?);
    }
    items.end().ok()?;
    (seen == held).then_some(cuts)
}

/// The records on lines of their own.
fn in_lines(input: impl Read, redactions: &[Redaction]) -> Option<Vec<Cut>> {
    let mut input = BufReader::new(input);
    let (mut cuts, mut line, mut at) = (Vec::new(), Vec::new(), 0);
    loop {
        line.clear();
        let mut one = input.by_ref().take(SMALL);
        let length = one.read_until(b'\n', &mut line).ok()? as u64;
        if length == 0 {
            return Some(cuts);
        }
        if one.limit() == 0 {
            return None;
        }
        if count(&line, redactions) > 0 {
            cuts.extend(emptied(at, line.trim_ascii_end(), redactions).ok()?);
        }
        at += length;
    }
}

/// The record that begins there, without the posts: no cut where it only names them.
///
/// # Errors
/// When it is not JSON.
fn emptied(at: u64, record: &[u8], redactions: &[Redaction]) -> serde_json::Result<Option<Cut>> {
    let mut value: Value = serde_json::from_slice(record)?;
    let mut any = false;
    for redaction in redactions {
        any |= redaction.empty(&mut value);
    }
    Ok(any.then(|| Cut {
        from: at,
        to: at + record.len() as u64,
        by: value.to_string().into_bytes(),
    }))
}

fn count(bytes: &[u8], redactions: &[Redaction]) -> usize {
    let times = |it: &Redaction| memmem::find_iter(bytes, it.native()).count();
    redactions.iter().map(times).sum()
}

/// How often the posts are named in all.
fn occurrences(input: impl Read, redactions: &[Redaction]) -> io::Result<usize> {
    let needles: Vec<&[u8]> = redactions.iter().map(|it| it.native().as_bytes()).collect();
    occurrences_of(input, &needles)
}

/// Another file than JSON stays where nothing speaks for it that the post stands there.
fn stays(input: impl Read, redactions: &[Redaction], words: &str) -> io::Result<bool> {
    let words = first_words(words);
    if words.is_empty() {
        return Ok(!redactions.iter().any(Redaction::is_long));
    }
    Ok(occurrences_of(input, &[words.as_bytes()])? == 0)
}

fn occurrences_of(mut input: impl Read, needles: &[&[u8]]) -> io::Result<usize> {
    let longest = needles.iter().map(|it| it.len()).max().unwrap_or_default();
    let (mut found, mut bytes) = (0, Vec::new());
    loop {
        let from = bytes.len();
        let read = input.by_ref().take(1 << 20).read_to_end(&mut bytes)?;
        if read == 0 {
            return Ok(found);
        }
        for needle in needles {
            // What ends in the part that was seen before was counted then.
            let start = from.saturating_sub(needle.len().saturating_sub(1));
            let part = bytes.get(start..).unwrap_or_default();
            found += memmem::find_iter(part, needle).count();
        }
        bytes.drain(..bytes.len().saturating_sub(longest));
    }
}

/// Reads a file with other bytes in the place of some.
pub(super) struct Spliced<R> {
    input: R,
    cuts: std::vec::IntoIter<Cut>,
    next: Option<Cut>,
    at: u64,
    given: Cursor<Vec<u8>>,
}

impl<R: Read> Spliced<R> {
    pub(super) fn new(input: R, cuts: Vec<Cut>) -> Self {
        let mut cuts = cuts.into_iter();
        Self {
            input,
            next: cuts.next(),
            cuts,
            at: 0,
            given: Cursor::default(),
        }
    }
}

impl<R: Read> Read for Spliced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let given = self.given.read(buffer)?;
            if given > 0 {
                return Ok(given);
            }
            let Some(cut) = self.next.take_if(|cut| cut.from <= self.at) else {
                break;
            };
            // Read all the same: its digest is taken.
            io::copy(
                &mut self.input.by_ref().take(cut.to - self.at),
                &mut io::sink(),
            )?;
            self.at = cut.to;
            self.given = Cursor::new(cut.by);
            self.next = self.cuts.next();
        }
        let until = self.next.as_ref().map_or(u64::MAX, |cut| cut.from);
        let length = self.input.by_ref().take(until - self.at).read(buffer)?;
        self.at += length as u64;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str, words: &str) -> String {
        let redactions = ["12345678", "999"].map(|id| Redaction::new(id.to_owned()));
        let cuts = find(|| text.as_bytes(), &redactions, words).expect("text");
        let mut clean = String::new();
        let read = Spliced::new(text.as_bytes(), cuts).read_to_string(&mut clean);
        read.expect("text");
        clean
    }

    /// Words that were to go would stay, or records of other posts go with them.
    #[test]
    fn records_are_emptied_where_they_stand() {
        for (text, expected) in [
            (
                r#"window.x = [ {"id":"1"}, {"id":"12345678","text":"Ann"} ,{"n":"see 12345678"}]"#,
                r#"window.x = [ {"id":"1"}, {"id":"12345678","text":"[redacted]"} ,{"n":"see 12345678"}]"#,
            ),
            (
                r#"{"a": [{"id":"12345678","text":"Ann"}],  "b":[{"id":999,"text":"Bob"}]}"#,
                r#"{"a": [{"id":"12345678","text":"[redacted]"}],  "b":[{"id":999,"text":"[redacted]"}]}"#,
            ),
            (
                "{\"id\":\"1\", \"t\":[]}\r\n{\"id\":\"12345678\",\"t\":\"Ann\"}\r\n",
                "{\"id\":\"1\", \"t\":[]}\r\n{\"id\":\"12345678\",\"t\":\"[redacted]\"}\r\n",
            ),
            (
                "{\"p\":\n{\"id\":\"12345678\",\"t\":\"Ann\"}}",
                r#"{"p":{"id":"12345678","t":"[redacted]"}}"#,
            ),
            ("id;t\n12345678;Ann\n", MASK),
            ("12345678;Ann;[1]", MASK),
            ("id;t\n1234567;Ann [1]\n", "id;t\n1234567;Ann [1]\n"),
        ] {
            assert_eq!(clean(text, ""), expected);
        }
        assert_eq!(clean("id;t\n12345678;Ann\n", "Bob"), "id;t\n12345678;Ann\n");
        let large = format!("id;t\n{}12345678;Ann\n", " ".repeat(17 << 20));
        assert_eq!(clean(&large, "Ann"), MASK);
        assert!(clean(&large, "Bob") == large);
    }
}
