//! The words of a text as the language score sees them: lower case, without accents, packed in a number.
//!
//! Text that was broken on its way (`Ã©`), decorated (bold, full width) or taken apart (a letter and its accent)
//! is read as what was meant, in place, so that every word keeps its position.

use crate::corpora::LEXICON_STEM;
use unicode_normalization::UnicodeNormalization;

/// Bits of a letter in a packed word or gram: 1 to 26 for `a` to `z`.
const BITS: u32 = 5;
/// Marks the beginning and the end of a word in a gram.
const EDGE: u8 = 27;
/// The apostrophe that ends a short word (`l’`, `qu’`, `I’`).
const ELISION: u8 = 28;
/// Letters of a word that are kept.
const LONGEST: u8 = 23;
/// A longer word has no key as a whole: twelve letters fit.
const LONGEST_WHOLE: u8 = 12;
/// Sizes of grams, edges included.
const GRAMS: std::ops::RangeInclusive<u32> = 2..=5;

/// Letters of a stem.
#[expect(clippy::cast_possible_truncation, reason = "it is six")]
const STEM: u8 = LEXICON_STEM as u8;

const WHOLE: u64 = 1 << 63;
const ACCENT: u64 = 1 << 62;

/// Accents that speak for French; `ñ` stands for every other.
pub(super) const ACCENTS: [char; 14] = [
    'à', 'â', 'ç', 'é', 'è', 'ê', 'ë', 'î', 'ï', 'ô', 'œ', 'ù', 'û', 'ñ',
];
const OTHER_ACCENT: u8 = 13;

/// A word: letters between anything that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Word {
    letters: u128,
    /// Where it begins, in bytes.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    accents: u16,
    length: u8,
    /// Lower-case letters in it.
    pub(super) small: u8,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// Its letters are not Latin.
    pub(super) foreign: bool,
}

impl Word {
    /// The key of the whole word; none for a long one.
    pub(super) fn whole(&self) -> Option<u64> {
        (self.length <= LONGEST_WHOLE).then_some(low(self.letters) | WHOLE)
    }

    /// The keys of its accents.
    pub(super) fn accents(&self) -> impl Iterator<Item = u64> + use<> {
        let mut rest = self.accents;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros())?;
            rest &= rest - 1;
            Some(ACCENT | u64::from(bit))
        })
    }

    /// Calls `each` on the key of every gram of its letters, the whole word not among them.
    pub(super) fn grams(&self, mut each: impl FnMut(u64)) {
        let count = u32::from(self.length.min(LONGEST)) + 2;
        let all =
            u128::from(EDGE) << (BITS * (count - 1)) | self.letters << BITS | u128::from(EDGE);
        for at in 0..count {
            let rest = low(all >> (BITS * at));
            let longest = (*GRAMS.end()).min(count - at.max(1));
            for size in *GRAMS.start()..=longest {
                each(rest & ((1 << (BITS * size)) - 1));
            }
        }
    }

    /// Its first letters.
    pub(super) fn stem(&self) -> Stem {
        let length = self.length.min(LONGEST);
        let kept = length.min(STEM);
        Stem {
            letters: low(self.letters >> (BITS * u32::from(length - kept))),
            length: kept,
        }
    }

    /// The same word at no place in particular and in no case.
    pub(super) fn kind(&self) -> Self {
        Self {
            letters: self.letters,
            length: self.length,
            accents: self.accents,
            ..Self::default()
        }
    }

    fn push(&mut self, letter: u8, start: usize, end: usize) {
        if self.length == 0 {
            self.start = position(start);
        }
        self.end = position(end);
        if self.length < LONGEST {
            self.letters = self.letters << BITS | u128::from(letter);
        }
        self.length = self.length.saturating_add(1);
    }

    fn note_case(&mut self, c: char) {
        if c.is_lowercase() {
            self.small = self.small.saturating_add(1);
        } else if self.length == 1 {
            self.capital = c.is_uppercase();
        }
    }

    /// A short word before an apostrophe and a letter keeps the apostrophe.
    fn elide(&mut self, next: Option<&u8>) {
        if self.length <= 2 && next.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0xc3)
        {
            self.letters = self.letters << BITS | u128::from(ELISION);
            self.length += 1;
        }
    }
}

/// The first letters of a word, as the lexicon has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stem {
    letters: u64,
    /// How many there are.
    pub(super) length: u8,
}

impl Stem {
    /// The beginning of Canada, canadien, Canadian.
    pub(super) const CANADA: Self = Self {
        // c, a, n, a
        letters: 0b00011_00001_01110_00001,
        length: 4,
    };

    /// A stem of the lexicon.
    pub(super) fn new(text: &str) -> Option<Self> {
        Some(Self {
            letters: key(text)?,
            length: u8::try_from(text.len()).ok()?,
        })
    }

    /// As the lexicon has it.
    pub(super) fn text(self) -> String {
        gram(self.letters)
    }

    /// True if the first four letters are the same.
    pub(super) fn same_beginning(self, other: Self) -> bool {
        let first = |stem: Self| stem.letters >> (BITS * u32::from(stem.length.saturating_sub(4)));
        first(self) == first(other)
    }
}

/// A gram as it stands in the table: `_le_` a word, `_le` a beginning, `é` an accent; none if it is no gram.
pub(super) fn key(gram: &str) -> Option<u64> {
    if let Some(bit) = ACCENTS.iter().position(|accent| gram.chars().eq([*accent])) {
        return Some(ACCENT | u64::try_from(bit).ok()?);
    }
    let word = gram
        .strip_prefix('_')
        .and_then(|rest| rest.strip_suffix('_'));
    let packed = word
        .unwrap_or(gram)
        .bytes()
        .try_fold(0_u64, |packed, byte| {
            let code = match byte {
                b'a'..=b'z' => byte - b'a' + 1,
                b'_' => EDGE,
                b'\'' => ELISION,
                _ => return None,
            };
            Some(packed << BITS | u64::from(code))
        })?;
    Some(if word.is_some() {
        packed | WHOLE
    } else {
        packed
    })
}

/// The gram of a key: the inverse of [`key`].
pub(super) fn gram(key: u64) -> String {
    if key & ACCENT != 0 && key & WHOLE == 0 {
        let bit = usize::try_from(key & !ACCENT).unwrap_or(usize::MAX);
        return ACCENTS.get(bit).map(char::to_string).unwrap_or_default();
    }
    let mut rest = key & !WHOLE;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(match u8::try_from(rest & 31).unwrap_or(0) {
            EDGE => '_',
            ELISION => '\'',
            code => char::from(b'a' + code - 1),
        });
        rest >>= BITS;
    }
    let text: String = letters.iter().rev().collect();
    if key & WHOLE != 0 {
        format!("_{text}_")
    } else {
        text
    }
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(bytes.len() / 5 + 2);
    let mut word = Word::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        if byte.is_ascii_alphabetic() {
            let lower = byte | 0x20;
            word.push(lower - b'a' + 1, at, at + 1);
            if byte == lower {
                word.small = word.small.saturating_add(1);
            } else if word.length == 1 {
                word.capital = true;
            }
            at += 1;
            continue;
        }
        let (kind, size) = if byte.is_ascii() {
            (
                if byte == b'\'' {
                    Kind::Apostrophe
                } else {
                    Kind::Gap
                },
                1,
            )
        } else {
            beyond_ascii(&text[at..])
        };
        let c = || text[at..].chars().next().unwrap_or_default();
        let next = at + size;
        match kind {
            Kind::Letters(first, second, accent) => {
                word.push(first, at, next);
                word.note_case(c());
                if second > 0 {
                    word.push(second, at, next);
                }
                word.accents |= accent.map_or(0, |accent| 1 << accent);
            }
            Kind::Accent(accent) if word.length > 0 => {
                word.end = position(next);
                word.accents |= accent.map_or(0, |accent| 1 << accent);
            }
            Kind::Foreign => {
                word.push(0, at, next);
                word.foreign = true;
            }
            Kind::Apostrophe | Kind::Gap | Kind::Accent(_) => {
                if word.length > 0 {
                    if matches!(kind, Kind::Apostrophe) {
                        word.elide(bytes.get(next));
                    }
                    words.push(std::mem::take(&mut word));
                }
            }
        }
        at = next;
    }
    if word.length > 0 {
        words.push(word);
    }
    words
}

/// What a character is to a word.
enum Kind {
    /// One or two letters, and the accent on them.
    Letters(u8, u8, Option<u8>),
    /// What belongs to the letter before it: an accent, or a soft hyphen.
    Accent(Option<u8>),
    /// A letter of another script.
    Foreign,
    Apostrophe,
    Gap,
}

/// The first character of `text`, and its size in bytes: of a broken one, of all that it was broken into.
fn beyond_ascii(text: &str) -> (Kind, usize) {
    let mut rest = text.chars();
    let c = rest.next().unwrap_or_default();
    let size = c.len_utf8();
    if let Some((whole, more)) = broken(c, rest.as_str()) {
        return (of(whole), size + more);
    }
    (of(c), size)
}

fn of(c: char) -> Kind {
    let accented = |letter: u8, accent: u8| Kind::Letters(letter - b'a' + 1, 0, Some(accent));
    match c {
        'à' | 'À' => accented(b'a', 0),
        'â' | 'Â' => accented(b'a', 1),
        'ç' | 'Ç' => accented(b'c', 2),
        'é' | 'É' => accented(b'e', 3),
        'è' | 'È' => accented(b'e', 4),
        'ê' | 'Ê' => accented(b'e', 5),
        'ë' | 'Ë' => accented(b'e', 6),
        'î' | 'Î' => accented(b'i', 7),
        'ï' | 'Ï' => accented(b'i', 8),
        'ô' | 'Ô' => accented(b'o', 9),
        'œ' | 'Œ' => Kind::Letters(15, 5, Some(10)),
        'ù' | 'Ù' => accented(b'u', 11),
        'û' | 'Û' => accented(b'u', 12),
        'æ' | 'Æ' => Kind::Letters(1, 5, Some(OTHER_ACCENT)),
        '\'' | '’' | '‘' | 'ʼ' => Kind::Apostrophe,
        '\u{300}' => Kind::Accent(Some(4)),
        '\u{301}' => Kind::Accent(Some(3)),
        '\u{302}' => Kind::Accent(Some(5)),
        '\u{308}' => Kind::Accent(Some(6)),
        '\u{327}' => Kind::Accent(Some(2)),
        '\u{303}'..='\u{36f}' => Kind::Accent(Some(OTHER_ACCENT)),
        '\u{ad}' => Kind::Accent(None),
        _ if !c.is_alphabetic() => Kind::Gap,
        _ => {
            let plain = std::iter::once(c)
                .nfkd()
                .next()
                .unwrap_or(c)
                .to_ascii_lowercase();
            let accent = (c < '\u{250}' || plain == c).then_some(OTHER_ACCENT);
            match u8::try_from(plain) {
                Ok(letter) if letter.is_ascii_lowercase() => {
                    Kind::Letters(letter - b'a' + 1, 0, accent)
                }
                _ if c < '\u{250}' => accented(b'a', OTHER_ACCENT),
                _ => Kind::Foreign,
            }
        }
    }
}

/// UTF-8 that was read as Windows-1252 (`Ã©`, `Å“`, `â€™`): what was meant, and the bytes after the first
/// character that belong to it.
fn broken(lead: char, rest: &str) -> Option<(char, usize)> {
    let first = match lead {
        'Ã' => 0xc0,
        'Å' => 0x140,
        'â' if rest.starts_with("€™") => return Some(('’', "€™".len())),
        _ => return None,
    };
    let next = rest.chars().next().unwrap_or(' ');
    let low = match next {
        // The second half of `à` is a space that splitting may have replaced or cut off.
        ' ' | '\n' if lead == 'Ã' => return Some(('à', 0)),
        '\u{80}'..='\u{bf}' => u32::from(next),
        '€' => 0x80,
        '‡' => 0x87,
        'ˆ' => 0x88,
        '‰' => 0x89,
        'Š' => 0x8a,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        _ => return None,
    };
    let whole = char::from_u32(first + low - 0x80).filter(|c| c.is_alphabetic())?;
    Some((whole, next.len_utf8()))
}

/// The lowest letters of a packed word.
#[expect(clippy::cast_possible_truncation, reason = "the rest is not wanted")]
fn low(letters: u128) -> u64 {
    letters as u64
}

/// A place in a text; posts are far below four thousand million bytes.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
