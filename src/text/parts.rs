//! What a text is made of: tokens between white space, words, and what a token can be beside prose.
//!
//! [`super::pieces`] takes whole texts apart with it.

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

/// What stands between white space.
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    /// Without any mark of a link, a handle or a hashtag.
    pub(super) is_plain: bool,
}

/// The next token; `rest` is what follows it. Most bytes are ASCII letters, so bytes are looked at first.
pub(super) fn next_token<'a>(rest: &mut &'a str) -> Option<Token<'a>> {
    let text = rest.trim_start();
    let bytes = text.as_bytes();
    let mut is_plain = true;
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        match byte {
            b' ' | b'\t' | b'\x0b' | b'\x0c' | b'\r' => break,
            b'@' | b'#' | b'/' => is_plain = false,
            b'.' => {
                is_plain &= bytes
                    .get(end + 1)
                    .is_none_or(|next| !next.is_ascii_alphanumeric());
            }
            // The lead bytes of white space beyond ASCII.
            0xc2 | 0xe1..=0xe3 if text[end..].starts_with(char::is_whitespace) => break,
            _ => {}
        }
        end += 1;
    }
    let (token, after) = text.split_at(end);
    *rest = after;
    (!token.is_empty()).then_some(Token {
        text: token,
        is_plain,
    })
}

/// Words of a text: runs of letters and digits with their accents, elisions split (`l’eau`: `l`, `eau`).
///
/// The word boundaries of Unicode differ only where digits and points stand together, which no caller looks at,
/// and cost five times as much.
pub fn words(prose: &str) -> impl Iterator<Item = &str> + Clone {
    prose
        .split(|c: char| !(c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c)))
        .filter(|word| !word.is_empty())
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

    #[test]
    fn elisions_are_two_words() {
        assert_eq!(
            words("L’équipage d'ici").collect::<Vec<_>>(),
            ["L", "équipage", "d", "ici"]
        );
    }
}
