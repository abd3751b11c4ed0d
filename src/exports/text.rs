//! Bytes to text: UTF-8, UTF-16 and Windows-1252, never lossy without saying so.

use crate::model::Problem;
use std::borrow::Cow;
use std::ops::Range;

/// Text of a file, and where it was damaged.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded<'a> {
    /// The text without its byte order mark; U+FFFD stands where a byte could not be read.
    pub(super) text: Cow<'a, str>,
    /// What the user should know about the encoding.
    pub(super) remark: Option<Problem>,
    /// Offsets in `text` of what could not be read, in order.
    bad: Vec<usize>,
}

impl<'a> Decoded<'a> {
    fn clean(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            text: text.into(),
            remark: None,
            bad: Vec::new(),
        }
    }

    /// Was something in this stretch of the text unreadable?
    pub(super) fn damaged(&self, range: &Range<usize>) -> bool {
        let first = self.bad.partition_point(|&at| at < range.start);
        self.bad.get(first).is_some_and(|&at| at < range.end)
    }
}

/// Reads bytes as text.
///
/// # Errors
/// When they are neither Unicode nor Windows-1252: the problem says where the first bad byte is.
pub(super) fn decode<'a>(
    place: &str,
    bytes: &'a [u8],
    windows_1252: bool,
) -> Result<Decoded<'a>, Problem> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(place, rest, 3, false),
        [0xFF, 0xFE, rest @ ..] => Ok(utf16(place, rest, u16::from_le_bytes, true)),
        [0xFE, 0xFF, rest @ ..] => Ok(utf16(place, rest, u16::from_be_bytes, true)),
        _ if windows_1252 => single_byte(place, bytes).map(Decoded::clean),
        // Every format read here begins with a character of ASCII: a zero beside it is UTF-16.
        [1..=255, 0, ..] => Ok(utf16(place, bytes, u16::from_le_bytes, false)),
        [0, 1..=255, ..] => Ok(utf16(place, bytes, u16::from_be_bytes, false)),
        _ => utf8(place, bytes, 0, true),
    }
}

/// UTF-8; without a mark that says so, Windows-1252 where the bytes speak for it.
fn utf8<'a>(
    place: &str,
    bytes: &'a [u8],
    skipped: usize,
    may_be_other: bool,
) -> Result<Decoded<'a>, Problem> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded::clean(text)),
        Err(error) => error.valid_up_to(),
    };
    let (text, bad) = replaced(bytes);
    let place_of_byte = format!("{place}:{}", line_of(bytes, error));
    let byte = error + skipped + 1;
    // One damaged byte must not turn every accent of a UTF-8 file into two letters.
    let accents = text.chars().filter(|letter| !letter.is_ascii()).count() - bad.len();
    if may_be_other && accents < bad.len() {
        match single_byte(place, bytes) {
            Ok(text) => {
                return Ok(Decoded {
                    remark: Some(taken_for_windows_1252(&place_of_byte, byte)),
                    ..Decoded::clean(text)
                });
            }
            // A file that is no text is refused; text with a few damaged places is not.
            Err(problem) if bad.len() > text.len() / 50 => return Err(problem),
            Err(_) => {}
        }
    }
    Ok(Decoded {
        text: Cow::Owned(text),
        remark: Some(damage(&place_of_byte, byte, bad.len())),
        bad,
    })
}

fn taken_for_windows_1252(place: &str, byte: usize) -> Problem {
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

/// UTF-8 with U+FFFD for what is none, and where those stand.
fn replaced(bytes: &[u8]) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(bytes.len());
    let mut bad = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            bad.push(text.len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, bad)
}

/// UTF-16, as Excel writes "Unicode text".
fn utf16<'a>(place: &str, bytes: &[u8], unit: fn([u8; 2]) -> u16, marked: bool) -> Decoded<'a> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let (mut bad, mut first, mut at) = (Vec::new(), None, if marked { 3 } else { 1 });
    for letter in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        if letter.is_err() {
            bad.push(text.len());
            first = first.or(Some(at));
        }
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        at += 2 * letter.len_utf16();
        text.push(letter);
    }
    if !rest.is_empty() {
        bad.push(text.len());
        first = first.or(Some(at));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let remark = match (first, bad.first()) {
        (Some(byte), Some(&offset)) => {
            let line = line_of(text.as_bytes(), offset);
            Some(damage(&format!("{place}:{line}"), byte, bad.len()))
        }
        _ if marked => None,
        _ => Some(Problem::new(
            place,
            "UTF-16 without a byte order mark; read as UTF-16; save the file as UTF-8 to be sure",
            "UTF-16 sans indicateur d’ordre des octets; lu comme UTF-16; enregistrez le fichier en UTF-8 pour en être sûr",
        )),
    };
    Decoded {
        text: Cow::Owned(text),
        remark,
        bad,
    }
}

/// Windows-1252, unless a byte says that it is no text of that kind.
fn single_byte(place: &str, bytes: &[u8]) -> Result<String, Problem> {
    let none = |byte: &u8| matches!(byte, 0 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
    if let Some(at) = bytes.iter().position(none) {
        return Err(Problem::new(
            format!("{place}:{}", line_of(bytes, at)),
            format!(
                "not text in UTF-8, UTF-16 or Windows-1252 (byte {}); save the file as UTF-8",
                at + 1
            ),
            format!(
                "pas du texte en UTF-8, en UTF-16 ou en Windows-1252 (octet {}); enregistrez le fichier en UTF-8",
                at + 1
            ),
        ));
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(text.into_owned())
}

/// Says that bytes could not be read, and where the first is.
fn damage(place: &str, byte: usize, count: usize) -> Problem {
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

/// Number of the line that holds the byte at `offset`, from 1.
pub(super) fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes
        .iter()
        .take(offset)
        .filter(|&&byte| byte == b'\n')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> String {
        decode("f", bytes, false).expect("text").text.into_owned()
    }

    /// A file saved by Excel as "Unicode text" would not be read.
    #[test]
    fn marks_choose_the_encoding() {
        assert_eq!(text(b"\xEF\xBB\xBF\xC3\xA9"), "é");
        assert_eq!(text(b"\xFF\xFE\xE9\x00\x3D\xD8\x00\xDE"), "é😀");
        assert_eq!(text(b"\xFE\xFF\x00\xE9"), "é");
        let bare = decode("f", b"a\x00\xE9\x00", false).expect("text");
        assert_eq!((bare.text.as_ref(), bare.remark.is_some()), ("aé", true));
    }

    /// French in an older encoding would be lost, or read without a word of warning.
    #[test]
    fn windows_1252_is_said() {
        let decoded = decode("f", b"id\n\x93\xE9t\xE9\x94", false).expect("text");
        assert_eq!(decoded.text, "id\n“été”");
        assert_eq!(decoded.remark.expect("remark").place, "f:2");
        let asked = decode("f", b"\xC3\xA9", true).expect("text");
        assert_eq!((asked.text.as_ref(), asked.remark), ("Ã©", None));
        assert!(decode("f", b"\xE9\x81", false).is_err());
        let mut long = vec![b'a'; 200];
        long.push(0x81);
        assert!(
            decode("f", &long, false)
                .expect("text")
                .damaged(&(200..201))
        );
    }

    /// One damaged byte would turn every "é" of a file into "Ã©".
    #[test]
    fn a_damaged_byte_is_named_and_the_accents_stay() {
        let decoded = decode("f", b"\xC3\xA9t\xC3\xA9\nx\xFF\n", false).expect("text");
        assert_eq!(decoded.text, "été\nx\u{FFFD}\n");
        assert!(decoded.damaged(&(6..10)) && !decoded.damaged(&(0..6)));
        let remark = decoded.remark.expect("remark");
        assert_eq!(remark.place, "f:2");
        assert!(remark.message.english.contains("byte 8"), "{remark}");
        let odd = decode("f", b"\xFF\xFEa\x00\n\x00b", false).expect("text");
        assert_eq!(odd.remark.expect("remark").place, "f:2");
    }

    proptest! {
        /// A file of any bytes would stop the whole import.
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, asked: bool) {
            let _ = decode("f", &bytes, asked);
        }
    }
}
