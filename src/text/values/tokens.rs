//! Prose as a row of tokens: digits, words, marks. The readers look at these, never at characters.

use super::words::{Key, Meaning, Sense, opens_a_value};
use super::{Found, Value};
use crate::model::Language;

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
    senses: &'static [Sense],
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The tokens of a text, what was found so far, and the language the text is known to be in.
pub(super) struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    pub(super) prose: &'a str,
    pub(super) language: Option<Language>,
    pub(super) found: Vec<Found>,
}

/// Could the text hold any value? Most posts have neither a digit nor a word that begins one.
pub(super) fn may_hold_values(prose: &str) -> bool {
    let mut key = Key::default();
    let mut in_word = false;
    for c in prose.chars() {
        if c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾') {
            return true;
        }
        if is_letter(c) {
            key.push(c);
            in_word = true;
        } else if in_word {
            if opens_a_value(key.senses()) {
                return true;
            }
            key.clear();
            in_word = false;
        }
    }
    opens_a_value(key.senses())
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (!c.is_ascii() && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')))
}

/// Characters without width, which editors leave behind.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'
    )
}

impl<'a> Reader<'a> {
    pub(super) fn new(prose: &'a str, language: Option<Language>) -> Self {
        let mut tokens = Vec::with_capacity(prose.len() / 4 + 4);
        let mut glued = false;
        let mut rest = prose.char_indices().peekable();
        let mut key = Key::default();
        while let Some((start, c)) = rest.next() {
            if is_invisible(c) {
                continue;
            }
            if c.is_whitespace() && c != '\n' {
                glued = false;
                continue;
            }
            let mut end = start + c.len_utf8();
            let kind = if c.is_ascii_digit() {
                while let Some((at, _)) = rest.next_if(|(_, c)| c.is_ascii_digit()) {
                    end = at + 1;
                }
                Kind::Digits
            } else if is_letter(c) {
                key.clear();
                key.push(c);
                while let Some((at, c)) = rest.next_if(|(_, c)| is_letter(*c)) {
                    key.push(c);
                    end = at + c.len_utf8();
                }
                Kind::Word
            } else {
                Kind::Mark(match c {
                    '\u{2010}' | '\u{2011}' => '-',
                    '—' => '–',
                    '\'' => '’',
                    '\u{2212}' => '−',
                    other => other,
                })
            };
            tokens.push(Token {
                text: &prose[start..end],
                start,
                kind,
                glued,
                senses: if kind == Kind::Word {
                    key.senses()
                } else {
                    &[]
                },
            });
            glued = c != '\n';
        }
        Self {
            tokens,
            prose,
            language,
            found: Vec::new(),
        }
    }

    /// Is it a word that no value can begin with? Most are, and no reader need be asked.
    pub(super) fn is_plain_word(&self, at: usize) -> bool {
        let Some(token) = self.token(at).filter(|it| it.kind == Kind::Word) else {
            return false;
        };
        // `US$`, `K1A`, `XXI`, `COVID-19`, `info@…`, `a dozen`, *le tiers*.
        let capital = token.text.starts_with(char::is_uppercase);
        let short = token.text.len() < 4 || token.text.starts_with(['I', 'V', 'X']);
        let ends = !self.glued(at + 1)
            || matches!(
                self.mark(at + 1),
                Some(',' | '’' | ')' | ':' | ';' | '!' | '?' | '»')
            );
        let is_plain = !(capital && short || matches!(token.text, "a" | "le"));
        token.senses.is_empty() && ends && is_plain
    }

    /// How many tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    /// The token before.
    pub(super) fn before(&self, at: usize) -> Option<&Token<'a>> {
        at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    /// Is there no space before this token?
    pub(super) fn glued(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.glued)
    }

    pub(super) fn digits(&self, at: usize) -> Option<&'a str> {
        self.token(at)
            .filter(|token| token.kind == Kind::Digits)
            .map(|token| token.text)
    }

    /// Digits of exactly this length.
    pub(super) fn digits_of(&self, at: usize, length: usize) -> Option<&'a str> {
        self.digits(at).filter(|digits| digits.len() == length)
    }

    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        self.token(at)
            .filter(|token| token.kind == Kind::Word)
            .map(|token| token.text)
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.token(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.mark(at) == Some(mark)
    }

    /// A mark with no space before it.
    pub(super) fn is_glued_mark(&self, at: usize, mark: char) -> bool {
        self.is_mark(at, mark) && self.glued(at)
    }

    /// Is it one of these words, in any case? They are given in lower case.
    pub(super) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|text| {
            words
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word) || (text == "À" && *word == "à"))
        })
    }

    /// Is the word before one of these?
    pub(super) fn follows(&self, at: usize, words: &[&str]) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| self.is_one_of(before, words))
    }

    /// The first meaning of a word that is asked for and that it has in the language of the text.
    pub(super) fn meaning<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        self.token(at)?
            .senses
            .iter()
            .filter(|(language, _)| {
                language.is_none() || self.language.is_none() || *language == self.language
            })
            .find_map(|(_, meaning)| pick(*meaning))
    }

    /// The zone that the letters mean in either language: a text keeps those of the other one at times.
    pub(super) fn zone_letters(&self, at: usize) -> Option<super::Zone> {
        self.token(at)?
            .senses
            .iter()
            .find_map(|(_, meaning)| match meaning {
                Meaning::Zone(zone) => Some(*zone),
                _ => None,
            })
    }

    /// Does the word exist, among those that values are made of, in French only?
    pub(super) fn is_french(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| {
            !token.senses.is_empty()
                && token
                    .senses
                    .iter()
                    .all(|(language, _)| *language == Some(Language::French))
        })
    }

    /// Keeps a value that lies in the tokens `from..to`.
    pub(super) fn keep(&mut self, value: Value, from: usize, to: usize) {
        let Some(last) = to.checked_sub(1).and_then(|last| self.tokens.get(last)) else {
            return;
        };
        let span = self.tokens[from].start..last.end();
        self.found.push(Found { value, span });
    }
}
