//! Numbers in words of both languages: `twenty-one`, *quatre-vingt-dix*, `half a million`, *deux virgule cinq*.
//!
//! *One*, *un*, *une*, *a* are articles and pronouns far more often than numbers: alone they are not read.

use super::Decimal;
use super::numerals::{Numeral, collective, may_be, scale_word, scaled};
use super::tokens::Reader;
use super::words::Meaning;
use crate::model::Language;

/// A number in words with its scale.
pub(super) fn number(reader: &Reader, at: usize) -> Option<Numeral> {
    if !begins(reader, at) {
        return None;
    }
    fraction(reader, at)
        .or_else(|| article_and_scale(reader, at))
        .or_else(|| cardinal(reader, at))
}

/// Can a number begin with this word, in either language? Asked first: beside most numbers stands another word.
fn begins(reader: &Reader, at: usize) -> bool {
    reader.token(at).is_some_and(|token| {
        reader.is_one_of(at, &["a", "le"])
            || token.senses.iter().any(|(_, meaning)| {
                matches!(
                    meaning,
                    Meaning::Number(_) | Meaning::Scale(_) | Meaning::Fraction(_)
                )
            })
    })
}

fn simple(reader: &Reader, at: usize) -> Option<u64> {
    reader.meaning(at, |it| match it {
        Meaning::Number(number) => Some(u64::from(number)),
        _ => None,
    })
}

/// A number that is being added up, word by word.
#[derive(Default)]
struct Sum {
    /// Thousands and above, done.
    total: u64,
    /// Below a thousand.
    current: u64,
    words: usize,
    scale: u32,
}

impl Sum {
    /// Adds a number below a hundred where the language lets it stand.
    fn add(&mut self, number: u64, french: bool) -> Option<()> {
        let tail = self.current % 100;
        let fits = match number {
            0 => return None,
            1..10 => {
                tail == 0
                    || tail >= 20 && tail.is_multiple_of(10)
                    || french && tail % 20 == 10 && number >= 7
            }
            10..20 => tail == 0 || french && (tail == 60 || tail == 80),
            20 if tail == 4 && french => {
                self.current += 76;
                return Some(());
            }
            _ => tail == 0,
        };
        fits.then(|| self.current += number)
    }

    fn scale(&mut self, exponent: u32) -> Option<()> {
        let factor = 10_u64.checked_pow(exponent)?;
        if exponent == 2 {
            if self.current >= 100 {
                return None;
            }
            self.current = self.current.max(1) * factor;
            return Some(());
        }
        if self.current == 0 && (self.words > 0 || exponent > 3) {
            return None;
        }
        let part = self.current.max(1).checked_mul(factor)?;
        self.total = self.total.checked_add(part)?;
        self.current = 0;
        self.scale = exponent;
        Some(())
    }
}

/// `twenty-one`, `two hundred and five`, *soixante et onze*, *deux millions cinq cent mille*, `twenty-first`.
fn cardinal(reader: &Reader, at: usize) -> Option<Numeral> {
    let mut sum = Sum::default();
    let mut end = at;
    let mut rank = false;
    while let Some(next) = joint(reader, end, &sum) {
        let french = reader.is_french(next);
        let added = if let Some(number) = simple(reader, next) {
            sum.add(number, french)
        } else if let Some(exponent) = scale_at(reader, next, &sum) {
            sum.scale(exponent)
        } else if let Some(number) = joined_rank(reader, next, &sum) {
            rank = sum.add(number, true).is_some();
            rank.then_some(())
        } else {
            None
        };
        if added.is_none() {
            break;
        }
        sum.words += 1;
        end = next + 1;
        if rank {
            break;
        }
    }
    let value = Decimal::whole(sum.total.checked_add(sum.current)?);
    if !rank && let Some((value, end)) = places(reader, at, end, value) {
        return scaled(reader, value, end, 0);
    }
    if sum.words == 0 || sum.words == 1 && !stands_alone(reader, at, end) {
        return None;
    }
    let numeral = scaled(reader, value, end, sum.scale)?;
    Some(Numeral { rank, ..numeral })
}

/// Where the next word of the number stands: behind a hyphen, *and* or *et*, or directly.
fn joint(reader: &Reader, end: usize, sum: &Sum) -> Option<usize> {
    if sum.words == 0 {
        return Some(end);
    }
    let next = end + usize::from(reader.is_glued_mark(end, '-'));
    if reader.is_one_of(next, &["et"]) {
        let next = next + 1 + usize::from(reader.is_glued_mark(next + 1, '-'));
        let number = simple(reader, next).or_else(|| rank_of(reader, next))?;
        return (matches!(number, 1 | 11) && sum.current % 100 >= 20).then_some(next);
    }
    if reader.is_one_of(next, &["and"]) {
        let below = simple(reader, next + 1).is_some();
        return (below && sum.current.is_multiple_of(100)).then_some(next + 1);
    }
    Some(next)
}

fn scale_at(reader: &Reader, at: usize, sum: &Sum) -> Option<u32> {
    if reader.is_one_of(at, &["cent", "cents"]) {
        let sign = reader.follows(at, &["pour", "per", "p"]);
        let alone = sum.words == 0 && reader.language != Some(Language::French);
        return (may_be(reader, Language::French) && !sign && !alone).then_some(2);
    }
    let (exponent, _) = scale_word(reader, at)?;
    // `hundred` and `thousand` alone are no number; *mille* is.
    (sum.words > 0 || reader.is_one_of(at, &["mille"])).then_some(exponent)
}

/// The last word of `twenty-first`, *vingt et unième*; in *les cent premiers jours* the two are apart.
fn joined_rank(reader: &Reader, at: usize, sum: &Sum) -> Option<u64> {
    let joined = reader.glued(at) || reader.follows(at, &["and", "et"]);
    rank_of(reader, at).filter(|_| joined && sum.words > 0)
}

fn rank_of(reader: &Reader, at: usize) -> Option<u64> {
    reader.meaning(at, |it| match it {
        Meaning::Ordinal(number) => Some(number),
        _ => None,
    })
}

/// `two point five`, *deux virgule vingt-cinq*: the value with its places.
fn places(reader: &Reader, at: usize, end: usize, whole: Decimal) -> Option<(Decimal, usize)> {
    // *Zero* and *one* count here.
    let (whole, end) = if end == at {
        let number = simple(reader, at)?;
        (Decimal::whole(number), at + 1)
    } else {
        (whole, end)
    };
    if !reader.is_one_of(end, &["point", "virgule"]) {
        return None;
    }
    let mut fraction = String::new();
    let mut next = end + 1;
    while let Some(number) = simple(reader, next) {
        let goes_on = reader.is_glued_mark(next + 1, '-');
        let unit = simple(reader, next + 2).filter(|_| goes_on && number >= 20);
        fraction += &(number + unit.unwrap_or_default()).to_string();
        next += if unit.is_some() { 3 } else { 1 };
    }
    if fraction.is_empty() {
        return None;
    }
    let fraction = Decimal::from_digits("0", &fraction)?;
    Some((whole.plus(fraction), next))
}

/// Words of one number that are mostly something else.
fn stands_alone(reader: &Reader, at: usize, end: usize) -> bool {
    let before_scale = scale_word(reader, end).is_some() || and_a_half(reader, end).is_some();
    if before_scale {
        return true;
    }
    // Trois-Rivières, Sept-Îles.
    let is_place = reader.is_glued_mark(end, '-')
        && reader
            .word(end + 1)
            .is_some_and(|it| it.starts_with(char::is_uppercase));
    if is_place {
        return false;
    }
    match reader.word(at).map(str::to_lowercase).as_deref() {
        Some("one" | "un" | "une" | "zero" | "zéro") => false,
        // `the two`, *les deux* is often *both*.
        Some("two") => !reader.follows(at, &["the", "our", "their", "its", "these"]),
        Some("deux") => !reader.follows(
            at,
            &[
                "les", "des", "aux", "tous", "toutes", "ces", "nos", "vos", "leurs", "ses",
            ],
        ),
        Some("seize") => reader.language == Some(Language::French),
        // *Un véhicule neuf* is a new one.
        Some("neuf") => {
            let before = at == 0
                || reader.word(at - 1).is_none()
                || reader.follows(
                    at,
                    &[
                        "les", "des", "de", "ces", "ses", "nos", "à", "et", "entre", "a", "pour",
                        "que", "sur", "d", "aux", "en", "pendant", "durant", "depuis", "dans",
                        "après", "avant",
                    ],
                );
            let counts_time = reader.is_one_of(
                end,
                &["jours", "heures", "ans", "mois", "semaines", "minutes"],
            );
            (before || counts_time)
                && reader.word(end).is_some()
                && !reader.is_one_of(end, &["et", "ou", "à", "de"])
        }
        Some("sept") => !reader.is_glued_mark(end, '.') || reader.digits(end + 1).is_none(),
        _ => true,
    }
}

/// `and a half`, *et demi*: the place after it.
pub(super) fn and_a_half(reader: &Reader, at: usize) -> Option<usize> {
    let english = reader.is_one_of(at, &["and"])
        && reader.is_one_of(at + 1, &["a"])
        && reader.is_one_of(at + 2, &["half"]);
    let french = reader.is_one_of(at, &["et"]) && reader.is_one_of(at + 1, &["demi", "demie"]);
    match (english, french) {
        (true, _) => Some(at + 3),
        (_, true) => Some(at + 2),
        _ => None,
    }
}

/// `a hundred`, `a million`, `a dozen`, *une douzaine*, *un millier*; `one million` too.
fn article_and_scale(reader: &Reader, at: usize) -> Option<Numeral> {
    let english = reader.is_one_of(at, &["a", "one"]);
    if !english && !reader.is_one_of(at, &["un", "une"]) {
        return None;
    }
    if let Some((number, end)) = collective(reader, at + 1) {
        return scaled(reader, Decimal::whole(number), end, 0);
    }
    if english && scale_word(reader, at + 1).is_some() && reader.is_one_of(at, &["a"]) {
        return scaled(reader, Decimal::whole(1), at + 1, 0);
    }
    // *Un demi-million*, *une demi-douzaine*.
    fraction(reader, at + 1).filter(|it| it.value != Decimal::ratio(1, 2).unwrap_or(it.value))
}

fn whole_of(reader: &Reader, at: usize) -> Option<u64> {
    reader.meaning(at, |it| match it {
        Meaning::Fraction(whole) => Some(whole),
        _ => None,
    })
}

const OF: [&str; 6] = ["of", "de", "des", "du", "d", "la"];

/// How many parts.
const PARTS: [&[&str]; 3] = [
    &["a", "one", "un", "le"],
    &["two", "deux"],
    &["three", "trois"],
];

/// `half of`, *la moitié*, `half a million`, *un demi-million*, `two thirds`, *le tiers des*, `a quarter of`.
fn fraction(reader: &Reader, at: usize) -> Option<Numeral> {
    if whole_of(reader, at) == Some(2) {
        return half(reader, at);
    }
    let part = 1 + PARTS.iter().position(|words| reader.is_one_of(at, words))? as u64;
    let next = at + 1 + usize::from(reader.is_glued_mark(at + 1, '-'));
    let half = reader.is_one_of(at, &["one"]) && next > at + 1;
    let whole = whole_of(reader, next).filter(|whole| *whole > 2 || half)?;
    let shift = [
        "travail", "nuit", "jour", "finale", "finales", "party", "work",
    ];
    let is_part = part > 1 || reader.is_one_of(next + 1, &OF) || next > at + 1;
    if !is_part || reader.is_one_of(next + 2, &shift) {
        return None;
    }
    scaled(reader, Decimal::ratio(part, whole)?, next + 1, 0)
}

/// A half of something: of a scale, of a dozen, or of what *of* names.
fn half(reader: &Reader, at: usize) -> Option<Numeral> {
    let half = Decimal::ratio(1, 2)?;
    let article = usize::from(reader.is_one_of(at + 1, &["a"]));
    let next = at + 1 + article;
    if collective(reader, next).is_some() || scale_word(reader, next).is_some() {
        return scaled(reader, half, next, 0);
    }
    let hyphen = at > 0 && reader.is_glued_mark(at - 1, '-');
    let of = reader.is_one_of(at, &["half"])
        && reader.is_one_of(
            at + 1,
            &["of", "the", "all", "our", "their", "its", "your", "my"],
        )
        && !hyphen
        || reader.is_one_of(at, &["moitié", "moitie"])
        || reader.is_one_of(at, &["half"]) && reader.is_mark(at + 1, '(');
    of.then_some(Numeral {
        value: half,
        end: at + 1,
        scale: 0,
        rank: false,
    })
}
