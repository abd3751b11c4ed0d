//! The words that a value can be made of: months, weekdays, number words, units … out of `corpora/value-words.csv`.

use super::{Currency, Region, Unit, Zone, ZoneKind};
use crate::corpora::VALUE_WORDS;
use crate::model::Language;
use crate::text::outline::Outlines;
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

/// The known words.
struct Table {
    words: FxHashMap<u128, Vec<Sense>>,
    outlines: Outlines,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut words: FxHashMap<u128, Vec<Sense>> = FxHashMap::default();
    for [word, language, kind, value] in VALUE_WORDS.iter().copied() {
        if let (Some(meaning), Some(number)) = (meaning(kind, value), folded(word)) {
            let language = Language::from_tag(language);
            words.entry(number).or_default().push((language, meaning));
        }
    }
    let outlines = Outlines::of(VALUE_WORDS.iter().map(|[word, ..]| *word));
    Table { words, outlines }
});

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

/// The longest word of the table, in letters; so many fit one number.
const LONGEST: usize = 16;

/// A word in lower case and without accents, as one number that is found quicker than letters.
/// `None` when it is longer than any known word or has other letters than the two languages.
fn folded(word: &str) -> Option<u128> {
    let (mut number, mut length) = (0, 0);
    let mut push = |letter: u8| {
        number = number << 8 | u128::from(letter);
        length += 1;
    };
    for c in word.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => push(c as u8 | 0x20),
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' | 'ᵉ' => push(b'e'),
            'à' | 'â' | 'À' | 'Â' => push(b'a'),
            'û' | 'ù' | 'ü' | 'Û' | 'Ù' | 'Ü' => push(b'u'),
            'î' | 'ï' | 'Î' | 'Ï' => push(b'i'),
            'ô' | 'Ô' => push(b'o'),
            'ç' | 'Ç' => push(b'c'),
            'ʳ' => push(b'r'),
            'œ' | 'Œ' => {
                push(b'o');
                push(b'e');
            }
            '\u{300}'..='\u{36f}' => {}
            _ => return None,
        }
    }
    (length <= LONGEST).then_some(number)
}

/// What a word of ASCII letters only may mean: nothing, mostly, which its outline tells at once.
pub(super) fn ascii_senses(word: &str) -> &'static [Sense] {
    if TABLE.outlines.has(word) {
        senses(word)
    } else {
        &[]
    }
}

/// What any word may mean.
pub(super) fn senses(word: &str) -> &'static [Sense] {
    folded(word)
        .and_then(|number| TABLE.words.get(&number))
        .map_or(&[], Vec::as_slice)
}

/// Can a value begin with the word? Units and the names of money and zones stand behind one.
pub(super) fn stands_first(senses: &[Sense]) -> bool {
    senses.iter().any(|(_, meaning)| {
        !matches!(
            meaning,
            Meaning::Unit(_) | Meaning::Currency(_) | Meaning::Zone(_) | Meaning::Region(_)
        )
    })
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
            assert!(word.bytes().all(|it| it.is_ascii_lowercase()), "{row:?}");
            assert!(["en", "fr", "both"].contains(language), "{row:?}");
        }
        assert!(VALUE_WORDS.is_sorted(), "sort the rows");
    }
}
