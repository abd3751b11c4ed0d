//! The words that a value can be made of: months, weekdays, number words, units … out of `corpora/value-words.csv`.

use super::{Currency, Region, Unit, Zone, ZoneKind};
use crate::corpora::VALUE_WORDS;
use crate::model::Language;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word may mean; `second` is a number and a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meaning {
    Month(u8),
    /// Only beside a day or a year.
    ShortMonth(u8),
    /// 1 is Monday.
    Weekday(u8),
    /// Below a hundred.
    Number(u8),
    /// A power of ten: hundred 2, thousand 3, million 6 …
    Scale(u32),
    /// A dozen, une vingtaine.
    Collective(u64),
    Ordinal(u64),
    /// A half, a third, a quarter: the whole is 2, 3, 4.
    Fraction(u64),
    Unit(Unit),
    Currency(Currency),
    /// Noon and midnight, in minutes.
    Clock(u16),
    Zone(Zone),
    /// The place that a zone is named after.
    Region(Region),
    Reference(super::ReferenceKind),
    /// A Roman numeral stands beside it: before *siècle*, after `War`.
    Numbered,
    /// `minus`.
    Minus,
}

/// A meaning and the language it has it in (`None`: both).
pub(super) type Sense = (Option<Language>, Meaning);

/// The known words; most words of a text are none of them, which their beginning and length tell at once.
struct Table {
    words: FxHashMap<&'static str, Vec<Sense>>,
    /// For each two first letters, one bit for each length that a known word has.
    lengths: Vec<u32>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut words: FxHashMap<&'static str, Vec<Sense>> = FxHashMap::default();
    let mut lengths = vec![0; 1 << 10];
    for [word, language, kind, value] in VALUE_WORDS.iter().copied() {
        if let Some(meaning) = meaning(kind, value) {
            let language = Language::from_tag(language);
            words.entry(word).or_default().push((language, meaning));
            lengths[beginning(word.as_bytes())] |= 1 << word.len();
        }
    }
    Table { words, lengths }
});

/// A number for the two first letters, below 1024.
fn beginning(word: &[u8]) -> usize {
    let letter = |at: usize| usize::from(word.get(at).copied().unwrap_or_default() & 31);
    letter(0) << 5 | letter(1)
}

fn meaning(kind: &str, value: &'static str) -> Option<Meaning> {
    Some(match kind {
        "month" => Meaning::Month(value.parse().ok()?),
        "month-short" => Meaning::ShortMonth(value.parse().ok()?),
        "weekday" => Meaning::Weekday(value.parse().ok()?),
        "number" => Meaning::Number(value.parse().ok()?),
        "scale" => Meaning::Scale(value.parse().ok()?),
        "collective" => Meaning::Collective(value.parse().ok()?),
        "ordinal" => Meaning::Ordinal(value.parse().ok()?),
        "fraction" => Meaning::Fraction(value.parse().ok()?),
        "unit" => Meaning::Unit(Unit(value)),
        "currency" => Meaning::Currency(Currency::from_code(value)?),
        "clock" => Meaning::Clock(value.parse().ok()?),
        "zone" => Meaning::Zone(zone(value)?),
        "region" => Meaning::Region(Region::from_name(value)?),
        "sign" => Meaning::Minus,
        "numbered" => Meaning::Numbered,
        "reference" => Meaning::Reference(super::ReferenceKind::from_name(value)?),
        _ => return None,
    })
}

fn zone(value: &str) -> Option<Zone> {
    let (region, kind) = value.split_once('-').unwrap_or((value, ""));
    let kind = match kind {
        "" => ZoneKind::Generic,
        "standard" => ZoneKind::Standard,
        "daylight" => ZoneKind::Daylight,
        _ => return None,
    };
    Some(Zone {
        region: Region::from_name(region)?,
        kind,
    })
}

/// The longest word of the table, in bytes.
const LONGEST: usize = 16;

/// A word in lower case and without accents, on the stack; nothing when it is longer than any known word.
#[derive(Default)]
pub(super) struct Key {
    bytes: [u8; LONGEST],
    length: usize,
    too_long: bool,
}

impl Key {
    pub(super) fn push(&mut self, c: char) {
        let (first, second) = match c {
            'a'..='z' => (c as u8, 0),
            'A'..='Z' => (c.to_ascii_lowercase() as u8, 0),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' | 'ᵉ' => (b'e', 0),
            'à' | 'â' | 'À' | 'Â' => (b'a', 0),
            'û' | 'ù' | 'ü' | 'Û' | 'Ù' | 'Ü' => (b'u', 0),
            'î' | 'ï' | 'Î' | 'Ï' => (b'i', 0),
            'ô' | 'Ô' => (b'o', 0),
            'ç' | 'Ç' => (b'c', 0),
            'ʳ' => (b'r', 0),
            'œ' | 'Œ' => (b'o', b'e'),
            '\u{300}'..='\u{36f}' => return,
            _ => {
                self.too_long = true;
                return;
            }
        };
        for byte in [first, second] {
            if byte != 0 {
                match self.bytes.get_mut(self.length) {
                    Some(place) => *place = byte,
                    None => self.too_long = true,
                }
                self.length += 1;
            }
        }
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
        self.too_long = false;
    }

    /// What the word may mean.
    pub(super) fn senses(&self) -> &'static [Sense] {
        let Some(word) = self.bytes.get(..self.length).filter(|_| !self.too_long) else {
            return &[];
        };
        if TABLE.lengths[beginning(word)] >> word.len() & 1 == 0 {
            return &[];
        }
        str::from_utf8(word)
            .ok()
            .and_then(|word| TABLE.words.get(word))
            .map_or(&[], Vec::as_slice)
    }
}

/// Can a value begin without any digit where this word stands?
pub(super) fn opens_a_value(senses: &[Sense]) -> bool {
    senses.iter().any(|(_, meaning)| {
        !matches!(
            meaning,
            // *One* and *un* are numbers beside another number word only.
            Meaning::Number(0 | 1)
                | Meaning::Minus
                | Meaning::Unit(_)
                | Meaning::ShortMonth(_)
                | Meaning::Currency(_)
                | Meaning::Zone(_)
                | Meaning::Region(Region::Central | Region::Eastern | Region::Newfoundland)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that is not understood would be a word that is silently not read.
    #[test]
    fn every_row_has_a_meaning() {
        for row in VALUE_WORDS.iter() {
            let [word, language, kind, value] = row;
            assert!(meaning(kind, value).is_some(), "{row:?}");
            assert!(word.len() <= LONGEST, "{row:?}");
            assert!(["en", "fr", "both"].contains(language), "{row:?}");
        }
        assert!(VALUE_WORDS.is_sorted(), "sort the rows");
    }
}
