//! What the readers look at: the tokens of a text and what was found so far, never characters.

use super::cut::{Kind, Token, cut};
use super::words::Meaning;
use super::{Found, Value};
use crate::model::Language;

/// The tokens of a text, what was found so far, and the language the text is known to be in.
pub(super) struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    pub(super) prose: &'a str,
    pub(super) language: Option<Language>,
    pub(super) found: Vec<Found>,
}

impl<'a> Reader<'a> {
    /// `None` when the text can hold no value: most posts have neither a digit nor a word that begins one.
    pub(super) fn new(prose: &'a str, language: Option<Language>) -> Option<Self> {
        let tokens = cut(prose)?;
        Some(Self {
            tokens,
            prose,
            language,
            found: Vec::new(),
        })
    }

    /// Is the word among those that values are made of?
    pub(super) fn is_known(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !token.senses.is_empty())
    }

    /// Can no value begin with this word, unless for what it may mean? Most are such, and no reader need be asked.
    pub(super) fn is_plain(&self, at: usize, word: &str) -> bool {
        if !self.is_free(at + 1) {
            return false;
        }
        match word.as_bytes() {
            // `a dozen`, *le tiers*, *a le tiers*.
            b"a" | b"A" | b"le" | b"Le" | b"LE" => {
                let joint = self.is_mark(at + 1, '-') || self.is_one_of(at + 1, &["a", "le"]);
                !joint && !self.is_known(at + 1)
            }
            // *XXI siècle*, `War II`.
            [b'I' | b'V' | b'X', ..] => {
                let known_before = at
                    .checked_sub(1)
                    .is_some_and(|before| self.is_known(before));
                !known_before && !self.is_known(at + 1)
            }
            // `CAD 25`.
            [_, _, _] => self.digits(at + 1).is_none(),
            _ => true,
        }
    }

    /// Is what was written in one piece (`US$`, `K1A`, `COVID-19`, `info@…`) over before this token?
    pub(super) fn is_free(&self, at: usize) -> bool {
        !self.glued(at)
            || match self.mark(at) {
                Some(',' | '’' | ')' | ':' | ';' | '!' | '?' | '»' | '\n') => true,
                Some('.') => !self.glued(at + 1),
                _ => false,
            }
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
    #[inline]
    pub(super) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|text| {
            let text = if text == "À" { "à" } else { text };
            words.iter().any(|word| text.eq_ignore_ascii_case(word))
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
