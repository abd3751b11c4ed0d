//! The bytes of a table, with those of the row that is being read: after a quotation mark that is not closed, reading
//! goes back.

use memchr::memchr;
use std::io::{self, BufRead, Read};

/// No row is longer: a quotation mark that is not closed has taken the next ones along.
const LONGEST: usize = 16 << 20;

/// Reads what can be given again.
pub(super) struct Rewinding<'a> {
    input: Box<dyn BufRead + 'a>,
    /// Line ends are those of an old Mac.
    old_line_ends: bool,
    /// What was read and not forgotten.
    kept: Vec<u8>,
    /// Where that begins in the text, where in it the row begins, and how much of it was given.
    at: u64,
    row: usize,
    given: usize,
    /// A row was too long: its end is that of the text until reading goes back.
    full: bool,
}

impl<'a> Rewinding<'a> {
    pub(super) fn new(input: Box<dyn BufRead + 'a>, old_line_ends: bool) -> Self {
        Self {
            input,
            old_line_ends,
            kept: Vec::new(),
            at: 0,
            row: 0,
            given: 0,
            full: false,
        }
    }

    /// Goes behind so many bytes of what follows.
    pub(super) fn skip(&mut self, bytes: usize) {
        while self.kept.len() < bytes && self.more() {}
        self.given = bytes.min(self.kept.len());
        self.row = self.given;
    }

    /// Where in the text the next byte to be given stands.
    pub(super) fn begins(&self) -> u64 {
        self.at + self.given as u64
    }

    /// What stands before that place will not be asked for again.
    pub(super) fn forget(&mut self, before: u64) {
        self.row = self.index(before);
        // Not for every row.
        if self.row > self.kept.len() / 2 {
            self.kept.drain(..self.row);
            self.given -= self.row;
            self.at += self.row as u64;
            self.row = 0;
        }
    }

    /// The row, which ends there.
    pub(super) fn kept(&self, end: u64) -> &[u8] {
        self.kept.get(self.row..self.index(end)).unwrap_or_default()
    }

    /// Does the text end there? What is too long ends nowhere else.
    pub(super) fn ends_at(&mut self, end: u64) -> bool {
        self.index(end) == self.kept.len()
            && (self.full || self.input.fill_buf().is_ok_and(<[u8]>::is_empty))
    }

    /// Was the row cut because it is too long?
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Goes back to the line behind the first of the row; false when there is none.
    pub(super) fn rewind_behind_line(&mut self) -> bool {
        let row = self.kept.get(self.row..).unwrap_or_default();
        let Some(length) = memchr(b'\n', row) else {
            return false;
        };
        self.row += length + 1;
        self.given = self.row;
        self.full = false;
        true
    }

    fn index(&self, at: u64) -> usize {
        let index = usize::try_from(at.saturating_sub(self.at)).unwrap_or(usize::MAX);
        index.min(self.kept.len())
    }

    /// Reads on; false at the end.
    fn more(&mut self) -> bool {
        // A failure is remembered by the file.
        let bytes = self.input.fill_buf().unwrap_or_default();
        let (length, from) = (bytes.len(), self.kept.len());
        self.kept.extend_from_slice(bytes);
        self.input.consume(length);
        if self.old_line_ends {
            for byte in self
                .kept
                .iter_mut()
                .skip(from)
                .filter(|byte| **byte == b'\r')
            {
                *byte = b'\n';
            }
        }
        length > 0
    }
}

impl Read for Rewinding<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.kept.len() {
            self.full |= self.kept.len() - self.row > LONGEST;
            if self.full || !self.more() {
                return Ok(0);
            }
        }
        let mut bytes = self.kept.get(self.given..).unwrap_or_default();
        let length = bytes.read(buffer)?;
        self.given += length;
        Ok(length)
    }
}
