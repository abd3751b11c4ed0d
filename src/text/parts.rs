//! What a text is made of: tokens between white space, words, and what a token can be beside prose.
//!
//! [`super::pieces`] takes whole texts apart with it.

use memchr::{memchr_iter, memchr3};
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// Bytes of a text that are looked at: an article, not a post, is longer.
const LONGEST: usize = 20_000;

/// The beginning of a text, where it is longer than any post: nobody's export may keep the program busy for hours.
#[must_use]
pub fn head(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The next token (what stands between white space) that a mark of a link, a handle or a hashtag stands in, from a place
/// on; its place.
pub(super) fn marked_token(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = &text.as_bytes()[from..];
    let sure = memchr3(b'@', b'#', b'/', rest);
    // A point inside a token may be one of an address.
    let is_inside = |at: &usize| rest.get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
    let point = memchr_iter(b'.', &rest[..sure.unwrap_or(rest.len())]).find(is_inside);
    let mark = from + point.or(sure)?;
    let blank = char::is_whitespace;
    let before = text[from..mark].char_indices().rfind(|(_, c)| blank(*c));
    let start = before.map_or(from, |(at, c)| from + at + c.len_utf8());
    let end = text[mark..].find(blank).map_or(text.len(), |at| mark + at);
    Some(start..end)
}

/// Words of a text: runs of letters and digits with their accents, elisions split (`l’eau`: `l`, `eau`).
///
/// The word boundaries of Unicode differ only where digits and points stand together, which no caller looks at,
/// and cost five times as much.
pub fn words(prose: &str) -> impl Iterator<Item = &str> + Clone {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = pass(prose, at, Byte::OfNone);
        at = pass(prose, start, Byte::OfWord);
        (start < at).then(|| &prose[start..at])
    })
}

/// What a byte is to a word.
#[derive(Clone, Copy, PartialEq)]
enum Byte {
    OfWord,
    OfNone,
    /// The character that it begins says it.
    BeyondAscii,
}

/// Looked up: texts are cut into words by several readers.
const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::BeyondAscii; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        bytes[byte as usize] = if byte.is_ascii_alphanumeric() {
            Byte::OfWord
        } else {
            Byte::OfNone
        };
        byte += 1;
    }
    bytes
};

/// The place behind the characters of one kind.
fn pass(prose: &str, mut at: usize, kind: Byte) -> usize {
    while let Some(byte) = prose.as_bytes().get(at) {
        let of = BYTES[usize::from(*byte)];
        if of == kind {
            at += 1;
        } else if of == Byte::BeyondAscii {
            let (is_of_word, length) = beyond_ascii(prose, at);
            if is_of_word != (kind == Byte::OfWord) {
                break;
            }
            at += length;
        } else {
            break;
        }
    }
    at
}

/// Does the character that begins at this byte belong to a word, and how many bytes has it?
fn beyond_ascii(prose: &str, at: usize) -> (bool, usize) {
    let c = prose[at..].chars().next().unwrap_or_default();
    let is_of_word = match c {
        // Most of them: accented letters, then dashes and quotation marks.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric() || is_combining_mark(c),
    };
    (is_of_word, c.len_utf8())
}

/// The same, each with its place in bytes.
pub fn placed_words(prose: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    words(prose).map(|word| {
        let start = word.as_ptr() as usize - prose.as_ptr() as usize;
        (start..start + word.len(), word)
    })
}

/// What a token can be beside prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Link,
    Email,
    Handle,
    Hashtag,
}

/// Something in a token that is no prose.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) kind: Kind,
    /// Where, in bytes of the token.
    pub(super) span: Range<usize>,
    /// Where the prose behind it begins.
    pub(super) rest: usize,
}

/// The link, address, handle or hashtag that a token begins with, after opening marks.
pub(super) fn item(token: &str) -> Option<Item> {
    let opening = token.len() - token.trim_start_matches(OPENING).len();
    let body = &token[opening..];
    let of = |kind, length: usize, rest: usize| Item {
        kind,
        span: opening..opening + length,
        rest: opening + rest,
    };
    for (mark, kind) in [('@', Kind::Handle), ('#', Kind::Hashtag)] {
        let Some(name) = body.strip_prefix(mark) else {
            continue;
        };
        let end = name
            .char_indices()
            .find(|(_, c)| {
                !(c.is_alphanumeric() || *c == '_' || (mark == '@' && matches!(c, '.' | '-' | '@')))
            })
            .map_or(name.len(), |(at, _)| at);
        let kept = name[..end].trim_end_matches(['.', '-', '@']).len();
        if kept > 0 {
            return Some(of(kind, 1 + kept, 1 + end));
        }
    }
    let closed = body.trim_end_matches(CLOSING).len();
    if is_link(body) {
        return Some(of(Kind::Link, closed, closed));
    }
    if body.contains('@') && !body.starts_with('@') {
        return Some(of(Kind::Email, closed, closed));
    }
    None
}

const OPENING: &[char] = &[
    '(', '[', '«', '“', '"', '\'', '‘', '<', '\u{a0}', '.', ':', '-', '–', '—',
];
const CLOSING: &[char] = &[
    ')', ']', '»', '”', '"', '\'', '’', '>', '.', ',', ';', ':', '!', '?', '…', '\u{a0}',
];

/// An address with its scheme, or a bare one such as `canada.ca/ice`.
fn is_link(token: &str) -> bool {
    let lower = token.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") {
        return true;
    }
    let host = lower
        .split('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(CLOSING);
    !host.contains('@')
        && [".ca", ".com", ".org", ".net", ".example"]
            .iter()
            .any(|end| host.len() > end.len() && host.ends_with(end))
        && host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
}

/// Pictures and dingbats; not the keycap digits, which are numbers in front of a list.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x21ff | 0x2300..=0x27bf | 0x2900..=0x2bff | 0x1_f000..=0x1_faff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A link, a handle or a hashtag that is not met is read as prose.
    #[test]
    fn marked_tokens() {
        let text = "A.\u{a0}b, 3.5 l’@c\n#d e/f.";
        let mut from = 0;
        let mut met = Vec::new();
        while let Some(place) = marked_token(text, from) {
            from = place.end;
            met.push(&text[place]);
        }
        assert_eq!(met, ["3.5", "l’@c", "#d", "e/f."]);
    }

    proptest! {
        /// Words that are cut otherwise on one side have no like on the other.
        #[test]
        fn words_are_runs_of_letters_digits_and_accents(text in "[a-z0-9À-ſ\u{301}\u{302}×÷‿’«» .\u{a0}²½日]{0,30}") {
            let is_of_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
            let wanted = text.split(|c| !is_of_word(c)).filter(|word| !word.is_empty());
            prop_assert!(words(&text).eq(wanted), "{text}");
        }
    }

    #[test]
    fn elisions_are_two_words() {
        assert_eq!(
            words("L’équipage d'ici").collect::<Vec<_>>(),
            ["L", "équipage", "d", "ici"]
        );
    }
}
