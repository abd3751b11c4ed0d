//! A post taken apart: prose on one side; links, addresses, handles, hashtags and emoji on the other.
//!
//! Everything that judges words works on the prose alone: another language's hashtag or handle in a short
//! post otherwise decides its language (measured: 45 to 85 % right before stripping, 97 % after).

use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The parts of a text, in order of appearance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// What is left: words and punctuation, line breaks kept.
    pub prose: String,
    /// Addresses as written, without trailing punctuation.
    pub links: Vec<String>,
    /// E-mail addresses, in lower case.
    pub emails: Vec<String>,
    /// Handles with their `@`, in lower case.
    pub handles: Vec<String>,
    /// Hashtags with their `#`, in lower case.
    pub hashtags: Vec<String>,
    /// Emoji, one each, variation selectors removed.
    pub emoji: Vec<String>,
}

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

/// Takes a text apart.
#[must_use]
pub fn split(text: &str) -> Parts {
    let mut parts = Parts {
        prose: String::with_capacity(text.len()),
        ..Parts::default()
    };
    let plain = take_emoji(text, &mut parts.emoji);
    for (number, line) in plain.lines().enumerate() {
        if number > 0 {
            parts.prose.push('\n');
        }
        let mut rest = line;
        while let Some(token) = next_token(&mut rest) {
            if token.is_plain {
                parts.say(token.text);
            } else {
                let prose = take_token(token.text, &mut parts);
                parts.say(&prose);
            }
        }
    }
    parts
}

impl Parts {
    /// Adds to the prose what a token leaves there.
    fn say(&mut self, prose: &str) {
        if prose.is_empty() {
            return;
        }
        if !self.prose.is_empty() && !self.prose.ends_with('\n') {
            self.prose.push(' ');
        }
        self.prose.push_str(prose);
    }
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
pub fn words(prose: &str) -> impl Iterator<Item = &str> {
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

/// Puts what a token is where it belongs and gives back what is prose.
fn take_token<'a>(token: &'a str, parts: &mut Parts) -> Cow<'a, str> {
    let Some(Item { kind, span, rest }) = item(token) else {
        return token.into();
    };
    let (before, name) = (&token[..span.start], &token[span]);
    let list = match kind {
        Kind::Link => {
            parts.links.push(name.to_owned());
            return before.into();
        }
        Kind::Email => {
            parts.emails.push(name.to_lowercase());
            return before.into();
        }
        Kind::Handle => &mut parts.handles,
        Kind::Hashtag => &mut parts.hashtags,
    };
    list.push(name.to_lowercase());
    format!("{before}{}", &token[rest..]).into()
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

/// Lists the emoji and gives the text with a space in the place of each.
fn take_emoji<'a>(text: &'a str, emoji: &mut Vec<String>) -> Cow<'a, str> {
    // Pictographs begin with one of two bytes that few texts have.
    if !text.bytes().any(|byte| matches!(byte, 0xe2 | 0xf0)) || !text.chars().any(is_pictograph) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        if grapheme.chars().any(is_pictograph) {
            emoji.push(
                grapheme
                    .chars()
                    .filter(|c| !matches!(c, '\u{fe0e}' | '\u{fe0f}'))
                    .collect(),
            );
            plain.push(' ');
        } else {
            plain.push_str(grapheme);
        }
    }
    Cow::Owned(plain)
}

/// Pictures and dingbats; not the keycap digits, which are numbers in front of a list.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(u32::from(c), 0x2190..=0x21ff | 0x2300..=0x27bf | 0x2900..=0x2bff | 0x1_f000..=0x1_faff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_goes_to_its_place() {
        let parts = split(
            "Avis (@GardeCotes) : glace à Québec ❄️ #SécuritéNautique! https://canada.example/fr/glace.\nVoir canada.ca/glace, écrire à a@b.ca",
        );
        assert_eq!(parts.prose, "Avis () : glace à Québec !\nVoir écrire à");
        assert_eq!(parts.handles, ["@gardecotes"]);
        assert_eq!(parts.emails, ["a@b.ca"]);
        assert_eq!(parts.hashtags, ["#sécuriténautique"]);
        assert_eq!(parts.emoji, ["❄"]);
        assert_eq!(
            parts.links,
            ["https://canada.example/fr/glace", "canada.ca/glace"]
        );
    }

    #[test]
    fn joined_emoji_are_one() {
        assert_eq!(split("Merci 👩🏽‍✈️👨‍👩‍👧‍👦.").emoji.len(), 2);
    }

    #[test]
    fn elisions_are_two_words() {
        assert_eq!(
            words("L’équipage d'ici").collect::<Vec<_>>(),
            ["L", "équipage", "d", "ici"]
        );
    }
}
