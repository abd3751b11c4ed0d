//! Where the values of two versions do not agree, and whose matter each mismatch is.
//!
//! Both texts are read as typed values (see [`crate::text::values`]), so that *$1.5 million* and *1,5 million de
//! dollars* are one thing. What is left without its like on the other side is paired with what it most likely stands
//! for, and each such mismatch belongs to exactly one rule.

use super::versions::{Side, Versions};
use crate::model::Language;
use crate::text::values::{self, Decimal, Found, Value};

/// Whose matter a mismatch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Number,
    Percent,
    Money,
    Unit,
    Date,
    Weekday,
    Time,
    Zone,
    Phone,
    Address,
    Reference,
    Name,
    Thread,
}

impl Matter {
    /// What it is called: *the same number*, *ce nombre*.
    pub(super) fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Number => ("number", "le même nombre", "ce nombre"),
            Self::Percent => ("percentage", "le même pourcentage", "ce pourcentage"),
            Self::Money => ("amount", "le même montant", "ce montant"),
            Self::Unit => ("measure", "la même mesure", "cette mesure"),
            Self::Date => ("date", "la même date", "cette date"),
            Self::Weekday => ("day of the week", "le même jour", "ce jour"),
            Self::Time => ("time", "la même heure", "cette heure"),
            Self::Zone => ("time zone", "le même fuseau horaire", "ce fuseau horaire"),
            Self::Phone => ("phone number", "le même numéro", "ce numéro"),
            Self::Address => ("address", "la même adresse", "cette adresse"),
            Self::Reference => ("reference", "le même renvoi", "ce renvoi"),
            Self::Name => ("name", "le même nom", "ce nom"),
            Self::Thread => (
                "place in the thread",
                "la même place dans le fil",
                "cette place dans le fil",
            ),
        }
    }
}

/// Values that should have been alike, by number; one of them may be missing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mismatch {
    pub(super) matter: Matter,
    pub(super) english: Option<usize>,
    pub(super) french: Option<usize>,
}

/// The mismatches of two versions.
pub(super) fn find(versions: &Versions) -> Vec<Mismatch> {
    if !versions.are_comparable() {
        return Vec::new();
    }
    let (e, f) = (
        versions.sides.english.values(),
        versions.sides.french.values(),
    );
    let list =
        |found: &[Found]| -> Vec<Value> { found.iter().map(|it| it.value.clone()).collect() };
    let (own, others) = (list(e), list(f));
    let (english, french) =
        values::unmatched(&own, &others, |one, other| own[one] == others[other]);
    let mut english: Vec<usize> = english.places().collect();
    let mut french: Vec<usize> = french.places().collect();
    let mut found = Vec::new();
    // The same amount with another mark, then two of one matter.
    let pairings: [&dyn Fn(usize, usize) -> bool; 2] = [
        &|one, other| {
            let (one, other) = (amount(&e[one].value), amount(&f[other].value));
            // A sign that was lost is no other number.
            one.is_some() && (one == other || one.map(Decimal::negative) == other)
        },
        &|one, other| {
            matter(versions, Language::English, one) == matter(versions, Language::French, other)
        },
    ];
    for (round, is_meant) in pairings.iter().enumerate() {
        english.retain(|one| {
            let Some(at) = french.iter().position(|other| is_meant(*one, *other)) else {
                return true;
            };
            let other = french.remove(at);
            let matter = if round == 0 {
                marked(&e[*one].value, &f[other].value)
            } else {
                matter(versions, Language::English, *one)
            };
            found.push(Mismatch {
                matter,
                english: Some(*one),
                french: Some(other),
            });
            false
        });
    }
    // What the other side says too, only not as often, is a repetition; *24/7* is *en tout temps*.
    let speaks = |language: Language, at: usize, others: &[Found]| {
        let side = versions.sides.get(language);
        let found = &side.values()[at];
        let value = &found.value;
        let before = side.pieces.prose[..found.span.start]
            .trim_end_matches(['/', '2', '4'])
            .len();
        let is_always = side.pieces.prose[before..].starts_with("24/7");
        let is_half =
            matches!(value, Value::Number(number) if Some(*number) == Decimal::ratio(1, 2));
        let is_told = others.iter().any(|other| other.value.alike(value));
        !is_told
            && !is_always
            && (matches!(value, Value::Zone(_) | Value::Name(_))
                || !value.is_optional() && !is_half)
    };
    let english = english.into_iter().map(|one| (Language::English, one, f));
    let french = french.into_iter().map(|other| (Language::French, other, e));
    for (language, at, others) in english.chain(french) {
        if speaks(language, at, others) {
            let is_english = language == Language::English;
            found.push(Mismatch {
                matter: matter(versions, language, at),
                english: is_english.then_some(at),
                french: (!is_english).then_some(at),
            });
        }
    }
    found
}

/// The number in a value, whatever it counts.
fn amount(value: &Value) -> Option<Decimal> {
    match value {
        Value::Money(amount, _)
        | Value::Percent(amount)
        | Value::Quantity(amount, _)
        | Value::Number(amount) => Some(*amount),
        _ => None,
    }
}

/// Of two values with the same number, what differs.
fn marked(one: &Value, other: &Value) -> Matter {
    match (one, other) {
        (Value::Quantity(_, unit), Value::Quantity(_, other)) if unit == other => Matter::Unit,
        (Value::Money(..), _) | (_, Value::Money(..)) => Matter::Money,
        (Value::Percent(_), _) | (_, Value::Percent(_)) => Matter::Percent,
        (Value::Quantity(..), _) | (_, Value::Quantity(..)) => Matter::Unit,
        _ => Matter::Number,
    }
}

fn matter(versions: &Versions, language: Language, number: usize) -> Matter {
    let side = versions.sides.get(language);
    let found = &side.values()[number];
    match &found.value {
        Value::Ratio(part, whole) if is_thread(side, found, *part, *whole) => Matter::Thread,
        Value::Number(_) | Value::Name(_) if is_address(side, found) => Matter::Address,
        Value::Number(_) | Value::Ordinal(_) | Value::Quantity(..) | Value::Ratio(..) => {
            Matter::Number
        }
        Value::Percent(_) => Matter::Percent,
        Value::Money(..) => Matter::Money,
        Value::Date { .. } | Value::Month { .. } | Value::Years(..) => Matter::Date,
        Value::Weekday(_) => Matter::Weekday,
        Value::Time(_) => Matter::Time,
        Value::Zone(_) => Matter::Zone,
        Value::Phone(..) => Matter::Phone,
        Value::PostalCode(_) | Value::Email(_) => Matter::Address,
        Value::Reference(_) => Matter::Reference,
        Value::Name(_) => Matter::Name,
    }
}

/// `2/3` at the beginning or the end of a text, perhaps in brackets or behind a mark.
fn is_thread(side: &Side, found: &Found, part: u32, whole: u32) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric();
    let prose = &side.pieces.prose;
    (1..=50).contains(&whole)
        && (1..=whole).contains(&part)
        && (prose[..found.span.start].chars().all(is_mark)
            || prose[found.span.end..].chars().all(is_mark))
}

/// Words before a box number, and kinds of street.
const BOXES: [&str; 6] = ["box", "c.p.", "c. p.", "cp", "case postale", "unit"];
const STREETS: [&str; 18] = [
    "street",
    "st.",
    "avenue",
    "ave.",
    "road",
    "drive",
    "boulevard",
    "blvd.",
    "way",
    "crescent",
    "rue",
    "boul.",
    "av.",
    "chemin",
    "promenade",
    "place",
    "montée",
    "rang",
];

fn is_address(side: &Side, found: &Found) -> bool {
    let prose = &side.pieces.prose;
    let before = prose[..found.span.start].trim_end().to_lowercase();
    let after: String = prose[found.span.end..].chars().take(40).collect();
    let after = after
        .split(['\n', ';'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let after = after.trim_start_matches(|c: char| c.is_alphanumeric());
    let mut words = after.split_whitespace().map(|word| word.trim_matches(','));
    BOXES.iter().any(|word| before.ends_with(word))
        || after.starts_with([' ', ',']) && words.any(|word| STREETS.contains(&word))
}
