//! Prose as a row of tokens: digits, words, marks. One pass over the bytes, which also tells whether the text can
//! hold a value at all.

use super::words::{Sense, ascii_senses, opens_a_value, senses};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Digits,
    Word,
    /// Any other character. Hyphens of every kind are `-`; the end of a line is a mark too, so that no value
    /// runs over it.
    Mark(char),
}

/// A piece of the prose.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) kind: Kind,
    /// No space before it.
    pub(super) glued: bool,
    /// What a word may mean.
    pub(super) senses: &'static [Sense],
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens; `None` when the text has neither a digit nor a word that begins a value.
pub(super) fn cut(prose: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::with_capacity(prose.len() / 4 + 4);
    let mut holds_values = false;
    let mut glued = false;
    let mut at = 0;
    while let Some((c, after)) = char_at(prose, at) {
        let start = at;
        let mut senses: &'static [Sense] = &[];
        at = after;
        // The most frequent first.
        let kind = match c {
            ' ' => {
                glued = false;
                continue;
            }
            '0'..='9' => {
                at = skip(prose, at, u8::is_ascii_digit);
                holds_values = true;
                Kind::Digits
            }
            _ if is_letter(c) => {
                (at, senses) = word(prose, start);
                holds_values = holds_values || opens_a_value(senses);
                Kind::Word
            }
            _ if is_invisible(c) => continue,
            _ if c.is_whitespace() && c != '\n' => {
                glued = false;
                continue;
            }
            _ => {
                holds_values = holds_values || matches!(c, '½' | '¼' | '¾');
                Kind::Mark(unified(c))
            }
        };
        tokens.push(Token {
            text: &prose[start..at],
            start,
            kind,
            glued,
            senses,
        });
        glued = c != '\n';
    }
    holds_values.then_some(tokens)
}

/// The character that begins at this byte, and the place after it.
fn char_at(prose: &str, at: usize) -> Option<(char, usize)> {
    let byte = *prose.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some((char::from(byte), at + 1));
    }
    let c = prose.get(at..)?.chars().next()?;
    Some((c, at + c.len_utf8()))
}

/// The place after the bytes of one kind.
fn skip(prose: &str, at: usize, is_kind: impl Fn(&u8) -> bool) -> usize {
    let rest = &prose.as_bytes()[at..];
    at + rest.iter().take_while(|byte| is_kind(byte)).count()
}

/// The place after the word that begins at this byte, and what it may mean.
fn word(prose: &str, start: usize) -> (usize, &'static [Sense]) {
    let mut at = skip(prose, start, u8::is_ascii_alphabetic);
    let plain = at;
    loop {
        match char_at(prose, at) {
            Some((c, after)) if is_letter(c) => at = skip(prose, after, u8::is_ascii_alphabetic),
            _ if at == plain => return (at, ascii_senses(&prose[start..at])),
            _ => return (at, senses(&prose[start..at])),
        }
    }
}

fn is_letter(c: char) -> bool {
    match c {
        '\0'..'\u{80}' => c.is_ascii_alphabetic(),
        // Most of what is not ASCII: accented letters, then dashes and quotation marks; the rest is looked up.
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ' | '\u{300}'..='\u{36f}' => true,
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphabetic(),
    }
}

/// Characters without width, which editors leave behind.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'
    )
}

/// One mark for those that say the same.
fn unified(mark: char) -> char {
    match mark {
        '\u{2010}' | '\u{2011}' => '-',
        '—' => '–',
        '\'' => '’',
        '\u{2212}' => '−',
        other => other,
    }
}
