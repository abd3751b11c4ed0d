//! Bytes to text: UTF-8, UTF-16 and Windows-1252, never lossy without saying so, and never whole in memory.

use super::File;
use crate::model::Problem;
use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;

/// What is read at once.
const PIECE: usize = 1 << 16;
/// Damaged places that are remembered; text with more of them is none.
const MOST_BAD: usize = 1 << 20;
/// A file that is read whole as one value, and a line of one, is not longer.
const LONGEST: u64 = 64 << 20;

/// How the letters of a file are written, as one look at all of it tells.
pub(super) struct Letters {
    /// By its mark, or by what it begins with.
    encoding: &'static Encoding,
    /// Length of the mark.
    mark: usize,
    /// Length as text, in bytes of UTF-8.
    length: u64,
    /// Letters beyond ASCII.
    accents: u64,
    /// Places in the text that could not be read: offsets, and how many.
    bad: Vec<u64>,
    bad_count: u64,
    /// Byte and line of the first of them.
    first_bad: Option<(u64, u64)>,
    /// Byte and line of the first byte that is no letter of Windows-1252.
    no_letter: Option<(u64, u64)>,
    /// Line ends are those of an old Mac.
    old_line_ends: bool,
}

/// An empty file is text.
impl Default for Letters {
    fn default() -> Self {
        Survey::new(b"").finish()
    }
}

/// Text of a file, and where it was damaged.
pub(super) struct Text<'a> {
    file: &'a File,
    encoding: &'static Encoding,
    /// What the user should know about the encoding.
    pub(super) remark: Option<Problem>,
    /// Offsets of what could not be read, in order.
    bad: &'a [u64],
}

/// Reads a file as text.
///
/// # Errors
/// When it is neither Unicode nor Windows-1252: the problem says where the first bad byte is.
pub(super) fn decode<'a>(
    place: &str,
    file: &'a File,
    windows_1252: bool,
) -> Result<Text<'a>, Problem> {
    let letters = file.letters();
    let mut text = Text {
        file,
        encoding: letters.encoding,
        remark: None,
        bad: &letters.bad,
    };
    if letters.mark == 0 && windows_1252 {
        return letters.single_byte(place).map(|()| text.windows_1252(None));
    }
    let Some((byte, line)) = letters.first_bad else {
        if letters.mark == 0 && letters.encoding != UTF_8 {
            text.remark = Some(without_mark(place));
        }
        return Ok(text);
    };
    let bad_place = format!("{place}:{line}");
    // One damaged byte must not turn every accent of a UTF-8 file into two letters.
    if letters.mark == 0 && letters.encoding == UTF_8 && letters.accents < letters.bad_count {
        match letters.single_byte(place) {
            Ok(()) => {
                let remark = taken_for_windows_1252(&bad_place, byte);
                return Ok(text.windows_1252(Some(remark)));
            }
            // A file that is no text is refused; text with a few damaged places is not.
            Err(problem) if letters.bad_count > letters.length / 50 => return Err(problem),
            Err(_) => {}
        }
    }
    if letters.bad_count > MOST_BAD as u64 {
        return Err(no_text(&bad_place, byte));
    }
    text.remark = Some(damage(&bad_place, byte, letters.bad_count));
    Ok(text)
}

impl<'a> Text<'a> {
    fn windows_1252(self, remark: Option<Problem>) -> Self {
        Self {
            encoding: WINDOWS_1252,
            remark,
            bad: &[],
            ..self
        }
    }

    /// Reads it as UTF-8 without its mark; U+FFFD stands where a byte could not be read.
    pub(super) fn reader(&self) -> Box<dyn BufRead + 'a> {
        let letters = self.file.letters();
        let mut bytes = BufReader::with_capacity(PIECE, self.file.reader());
        let mark = io::copy(
            &mut bytes.by_ref().take(letters.mark as u64),
            &mut io::sink(),
        );
        // A failure is remembered by the file.
        mark.ok();
        if self.encoding == UTF_8 && letters.bad_count == 0 {
            return Box::new(bytes);
        }
        Box::new(BufReader::with_capacity(
            PIECE,
            Converted {
                bytes,
                converter: Converter::new(self.encoding, letters.mark),
                text: Vec::new(),
                given: 0,
                ended: false,
            },
        ))
    }

    /// All of it, where that is not much.
    pub(super) fn whole(&self) -> Option<String> {
        let mut text = String::new();
        let mut reader = self.reader().take(LONGEST);
        reader.read_to_string(&mut text).ok().map(|_| text)
    }

    /// Its beginning: at most so many bytes, cut behind a line where there are more.
    pub(super) fn beginning(&self, most: usize) -> String {
        let mut bytes = Vec::new();
        let read = self.reader().take(most as u64).read_to_end(&mut bytes);
        if read.is_ok_and(|read| read == most)
            && let Some(end) = bytes.iter().rposition(|byte| *byte == b'\n')
        {
            bytes.truncate(end + 1);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Visits the lines, with their numbers; `None` stands for one that is damaged. One that is too long is cut.
    pub(super) fn lines(&self, mut visit: impl FnMut(usize, Option<&str>)) {
        let mut reader = self.reader();
        let (mut line, mut number, mut start) = (Vec::new(), 0, 0);
        loop {
            line.clear();
            let read = reader.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            let mut length = read.unwrap_or_default() as u64;
            if length == 0 {
                return;
            }
            if length == LONGEST && !line.ends_with(b"\n") {
                length += reader.skip_until(b'\n').unwrap_or_default() as u64;
            }
            number += 1;
            let whole = !self.damaged(&(start..start + length));
            let text = String::from_utf8_lossy(&line);
            visit(number, whole.then_some(&*text));
            start += length;
        }
    }

    /// Was something in this stretch of the text unreadable?
    pub(super) fn damaged(&self, range: &Range<u64>) -> bool {
        let first = self.bad.partition_point(|&at| at < range.start);
        self.bad.get(first).is_some_and(|&at| at < range.end)
    }

    /// Are its line ends those of an old Mac?
    pub(super) fn has_old_line_ends(&self) -> bool {
        self.file.letters().old_line_ends
    }
}

impl Letters {
    /// Can it be Windows-1252?
    fn single_byte(&self, place: &str) -> Result<(), Problem> {
        self.no_letter.map_or(Ok(()), |(byte, line)| {
            Err(no_text(&format!("{place}:{line}"), byte))
        })
    }
}

/// Looks at all bytes of a file once.
pub(super) struct Survey {
    letters: Letters,
    converter: Converter,
    text: Vec<u8>,
    /// Bytes and line ends seen so far.
    bytes: u64,
    byte_lines: u64,
    text_lines: u64,
    returns: bool,
}

impl Survey {
    /// `head` is what the file begins with.
    pub(super) fn new(head: &[u8]) -> Self {
        let (encoding, mark) = match head {
            [0xEF, 0xBB, 0xBF, ..] => (UTF_8, 3),
            [0xFF, 0xFE, ..] => (UTF_16LE, 2),
            [0xFE, 0xFF, ..] => (UTF_16BE, 2),
            // Every format read here begins with a character of ASCII: a zero beside it is UTF-16.
            [1..=255, 0, ..] => (UTF_16LE, 0),
            [0, 1..=255, ..] => (UTF_16BE, 0),
            _ => (UTF_8, 0),
        };
        let mut survey = Self {
            letters: Letters {
                encoding,
                mark,
                length: 0,
                accents: 0,
                bad: Vec::new(),
                bad_count: 0,
                first_bad: None,
                no_letter: None,
                old_line_ends: false,
            },
            converter: Converter::new(encoding, mark),
            text: Vec::new(),
            bytes: mark as u64,
            byte_lines: 1,
            text_lines: 1,
            returns: false,
        };
        survey.push(head.get(mark..).unwrap_or_default());
        survey
    }

    /// The bytes that follow.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.letters.no_letter.is_none() {
            let none = |byte: &u8| matches!(byte, 0 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
            if let Some(at) = bytes.iter().position(none) {
                let line = self.byte_lines + lines(bytes.get(..at).unwrap_or_default());
                self.letters.no_letter = Some((self.bytes + at as u64 + 1, line));
            }
            self.byte_lines += lines(bytes);
        }
        self.bytes += bytes.len() as u64;
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = self.convert(rest, false);
        }
    }

    fn convert<'b>(&mut self, bytes: &'b [u8], last: bool) -> &'b [u8] {
        self.text.clear();
        let step = self.converter.step(bytes, last, &mut self.text);
        let letters = &mut self.letters;
        // The first byte of a letter of several has both its highest bits set.
        let firsts = self.text.iter().filter(|byte| **byte >= 0xC0).count();
        letters.accents += firsts as u64;
        letters.length += self.text.len() as u64;
        self.text_lines += lines(&self.text);
        self.returns |= memchr(b'\r', &self.text).is_some();
        if let Some(at) = step.bad {
            letters.accents -= 1;
            letters.bad_count += 1;
            letters.first_bad = letters.first_bad.or(Some((at + 1, self.text_lines)));
            if letters.bad.len() < MOST_BAD {
                letters.bad.push(letters.length - BAD.len() as u64);
            }
        }
        bytes.get(step.taken..).unwrap_or_default()
    }

    /// What it tells of the whole file.
    pub(super) fn finish(mut self) -> Letters {
        let mut bad = self.letters.bad_count;
        loop {
            self.convert(b"", true);
            if self.letters.bad_count == bad {
                break;
            }
            bad = self.letters.bad_count;
        }
        self.letters.old_line_ends = self.returns && self.text_lines == 1;
        self.letters
    }
}

fn lines(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

/// What stands for a place that could not be read.
const BAD: &str = "\u{FFFD}";

/// Turns bytes into UTF-8 piece by piece.
struct Converter {
    decoder: Decoder,
    /// Bytes of the file taken so far.
    taken: u64,
    room: Vec<u8>,
}

/// What one step did.
struct Step {
    /// Bytes that were taken.
    taken: usize,
    /// Where in the file a byte stands that could not be read; the step ends behind it.
    bad: Option<u64>,
    /// All that is there was taken.
    done: bool,
}

impl Converter {
    fn new(encoding: &'static Encoding, mark: usize) -> Self {
        Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            taken: mark as u64,
            room: vec![0; PIECE],
        }
    }

    /// Adds to `text`; `last` says that no more bytes follow.
    fn step(&mut self, bytes: &[u8], last: bool, text: &mut Vec<u8>) -> Step {
        let (result, taken, written) =
            self.decoder
                .decode_to_utf8_without_replacement(bytes, &mut self.room, last);
        text.extend_from_slice(self.room.get(..written).unwrap_or_default());
        self.taken += taken as u64;
        let mut bad = None;
        if let DecoderResult::Malformed(length, behind) = result {
            text.extend_from_slice(BAD.as_bytes());
            bad = Some(self.taken - u64::from(behind) - u64::from(length));
        }
        Step {
            taken,
            bad,
            done: result == DecoderResult::InputEmpty,
        }
    }
}

/// A file that is not plain UTF-8, read as such.
struct Converted<R> {
    bytes: R,
    converter: Converter,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: BufRead> Read for Converted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.text.clear();
            self.given = 0;
            let bytes = self.bytes.fill_buf()?;
            let last = bytes.is_empty();
            let step = self.converter.step(bytes, last, &mut self.text);
            self.ended = last && step.done;
            self.bytes.consume(step.taken);
        }
        let length = self
            .text
            .get(self.given..)
            .unwrap_or_default()
            .read(buffer)?;
        self.given += length;
        Ok(length)
    }
}

fn without_mark(place: &str) -> Problem {
    Problem::new(
        place,
        "UTF-16 without a byte order mark; read as UTF-16; save the file as UTF-8 to be sure",
        "UTF-16 sans indicateur d’ordre des octets; lu comme UTF-16; enregistrez le fichier en UTF-8 pour en être sûr",
    )
}

fn no_text(place: &str, byte: u64) -> Problem {
    Problem::new(
        place,
        format!("not text in UTF-8, UTF-16 or Windows-1252 (byte {byte}); save the file as UTF-8"),
        format!(
            "pas du texte en UTF-8, en UTF-16 ou en Windows-1252 (octet {byte}); enregistrez le fichier en UTF-8"
        ),
    )
}

fn taken_for_windows_1252(place: &str, byte: u64) -> Problem {
    Problem::new(
        place,
        format!(
            "not UTF-8 (first at byte {byte}); read as Windows-1252; check the accents, or save the file as UTF-8"
        ),
        format!(
            "pas en UTF-8 (à partir de l’octet {byte}); lu comme Windows-1252; vérifiez les accents ou enregistrez le fichier en UTF-8"
        ),
    )
}

/// Says that bytes could not be read, and where the first is.
fn damage(place: &str, byte: u64, count: u64) -> Problem {
    Problem::new(
        place,
        format!(
            "damaged text: the first unreadable place is at byte {byte} (in all: {count}); export or save the file again"
        ),
        format!(
            "texte endommagé\u{a0}: le premier endroit illisible est à l’octet {byte} (en tout\u{a0}: {count}); exportez ou enregistrez le fichier de nouveau"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(bytes: &[u8]) -> File {
        File::new("f".to_owned(), bytes.to_vec())
    }

    /// The text and what is said about it.
    fn read(bytes: &[u8], windows_1252: bool) -> (String, Option<Problem>) {
        let file = file(bytes);
        let decoded = decode("f", &file, windows_1252).expect("text");
        (decoded.whole().expect("text"), decoded.remark)
    }

    fn text(bytes: &[u8]) -> String {
        read(bytes, false).0
    }

    /// A file saved by Excel as "Unicode text" would not be read.
    #[test]
    fn marks_choose_the_encoding() {
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\xA9"), "é");
        assert_eq!(text(b"\xFF\xFE\xE9\x00\x3D\xD8\x00\xDE"), "é😀");
        assert_eq!(text(b"\xFE\xFF\x00\xE9"), "é");
        let (bare, remark) = read(b"a\x00\xE9\x00", false);
        assert_eq!((bare.as_str(), remark.is_some()), ("aé", true));
    }

    /// French in an older encoding would be lost, or read without a word of warning.
    #[test]
    fn windows_1252_is_said() {
        let (decoded, remark) = read(b"id\n\x93\xE9t\xE9\x94", false);
        assert_eq!(decoded, "id\n“été”");
        assert_eq!(remark.expect("remark").place, "f:2");
        assert_eq!(read(b"\xC3\xA9", true), ("Ã©".to_owned(), None));
        assert!(decode("f", &file(b"\xE9\x81"), false).is_err());
        let mut long = vec![b'a'; 200];
        long.push(0x81);
        assert!(
            decode("f", &file(&long), false)
                .expect("text")
                .damaged(&(200..201))
        );
    }

    /// One damaged byte would turn every "é" of a file into "Ã©".
    #[test]
    fn a_damaged_byte_is_named_and_the_accents_stay() {
        let damaged = file(b"\xC3\xA9t\xC3\xA9\nx\xFF\n");
        let decoded = decode("f", &damaged, false).expect("text");
        assert_eq!(decoded.whole().expect("text"), "été\nx\u{FFFD}\n");
        assert!(decoded.damaged(&(6..10)) && !decoded.damaged(&(0..6)));
        let mut lines = Vec::new();
        decoded.lines(|number, line| lines.push((number, line.map(str::to_owned))));
        assert_eq!(lines, [(1, Some("été\n".to_owned())), (2, None)]);
        let remark = decoded.remark.clone().expect("remark");
        assert_eq!(remark.place, "f:2");
        assert!(remark.message.english.contains("byte 8"), "{remark}");
        let (_, odd) = read(b"\xFF\xFEa\x00\n\x00b", false);
        let odd = odd.expect("remark");
        assert_eq!(odd.place, "f:2");
        assert!(odd.message.english.contains("byte 7"), "{odd}");
    }

    proptest! {
        /// Text with a few damaged places would be read in another way than the library reads it.
        #[test]
        fn damage_is_replaced_like_in_the_library(pieces in proptest::collection::vec(proptest::sample::select(vec![&b"a"[..], b"\xC3\xA9", b"\xC3\xA9\xC3\xA9\xC3\xA9", b"\xE2\x82", b"\xF0\x9F\x98", b"\xFF", b"\n"]), 0..9)) {
            let bytes = pieces.concat();
            if let Ok(text) = decode("f", &file(&bytes), false)
                && text.encoding == UTF_8
                && !bytes.get(..2).is_some_and(|start| start.contains(&0))
            {
                prop_assert_eq!(text.whole().expect("text"), String::from_utf8_lossy(&bytes));
                let first = std::str::from_utf8(&bytes).err().map(|error| error.valid_up_to() as u64 + 1);
                prop_assert_eq!(file(&bytes).letters().first_bad.map(|(byte, _)| byte), first);
            }
        }

        /// A file of any bytes would stop the whole import.
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, asked: bool) {
            if let Ok(text) = decode("f", &file(&bytes), asked) {
                text.lines(|_, _| {});
            }
        }
    }
}
