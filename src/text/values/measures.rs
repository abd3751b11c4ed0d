//! Money, percentages, quantities with units, ranks, fractions, and plain numbers: what a numeral is part of.

use super::calendar::range_mark;
use super::cut::Kind;
use super::numerals::{Numeral, number};
use super::tokens::Reader;
use super::words::Meaning;
use super::{Currency, Decimal, Unit, Value, money, references, units};
use crate::model::Language;

/// What stands with a number.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    Percent,
    Money(Currency),
    /// An amount in hundredths.
    Cents,
    Unit(Unit),
}

impl Mark {
    fn value(self, number: Decimal) -> Value {
        match self {
            Self::Percent => Value::Percent(number),
            Self::Money(currency) => Value::Money(number, currency),
            Self::Cents => Value::Money(number.divided(100), Currency::Dollar),
            Self::Unit(unit) => Value::Quantity(number, unit),
        }
    }
}

/// Anything with a number in it that the other readers left.
pub(super) fn measure(reader: &mut Reader, at: usize) -> Option<usize> {
    let (value, end) = money::prefixed(reader, at)
        .or_else(|| ratio(reader, at))
        .or_else(|| rank(reader, at))
        .or_else(|| measured(reader, at))?;
    reader.keep(value, at, end);
    Some(end)
}

/// `1/3`, `24/7`, *24 heures sur 24*, *7 jours sur 7*.
fn ratio(reader: &Reader, at: usize) -> Option<(Value, usize)> {
    let part = reader.digits(at).filter(|it| it.len() < 5)?;
    let before = reader.before(at).map(|it| it.kind);
    if before == Some(Kind::Mark('/')) && reader.glued(at) {
        return None;
    }
    if !reader.is_glued_mark(at + 1, '/') || !reader.glued(at + 2) {
        return None;
    }
    let whole = reader.digits(at + 2).filter(|it| it.len() < 5)?;
    let goes_on =
        reader.is_glued_mark(at + 3, '/') || reader.glued(at + 3) && reader.word(at + 3).is_some();
    if goes_on || (part, whole) == ("24", "7") {
        return None;
    }
    let value = Value::Ratio(part.parse().ok()?, whole.parse().ok()?);
    Some((value, at + 3))
}

/// `21st`, `2e`, `1re`, *XXIe siècle*, `third`, *troisième*, `World War II`.
fn rank(reader: &Reader, at: usize) -> Option<(Value, usize)> {
    if let Some(digits) = reader.digits(at).filter(|it| it.len() < 6) {
        let ending = reader.word(at + 1).filter(|_| reader.glued(at + 1))?;
        let known = reader.is_one_of(
            at + 1,
            &[
                "st", "nd", "rd", "th", "er", "re", "e", "ᵉ", "ᵉʳ", "ʳᵉ", "ère", "ème", "eme",
                "ième", "ieme", "nde", "ier", "ers",
            ],
        ) || ending == "E";
        return known.then(|| Some((Value::Ordinal(digits.parse().ok()?), at + 2)))?;
    }
    let word = reader.word(at)?;
    let numbered = |at| {
        reader
            .meaning(at, |it| (it == Meaning::Numbered).then_some(()))
            .is_some()
    };
    if numbered(at + 1) || at.checked_sub(1).is_some_and(numbered) {
        let numeral = references::roman(word.trim_end_matches(['e', 'ᵉ']))?;
        return Some((Value::Ordinal(numeral), at + 1));
    }
    let rank = reader.meaning(at, |it| match it {
        Meaning::Ordinal(rank) => Some(rank),
        _ => None,
    })?;
    is_rank(reader, at, rank).then_some((Value::Ordinal(rank), at + 1))
}

/// Words for which *first*, *second*, *third* and their like are part of a name or a turn of phrase.
const AFTER_RANK: [&str; 17] = [
    "ministre",
    "ministres",
    "nation",
    "nations",
    "responder",
    "responders",
    "répondants",
    "intervenants",
    "aid",
    "soins",
    "peuples",
    "lady",
    "minister",
    "party",
    "parties",
    "name",
    "and",
];

fn is_rank(reader: &Reader, at: usize, rank: u64) -> bool {
    let next = at + 1 + usize::from(reader.is_glued_mark(at + 1, '-'));
    if reader.is_one_of(next, &AFTER_RANK)
        || reader.is_one_of(at, &["seconde"]) && reader.follows(at, &["une"])
        || reader.follows(at, &["at", "per", "every", "each", "split"])
    {
        return false;
    }
    // `Just a second.`
    if rank == 2 && reader.word(at + 1).is_none() {
        return false;
    }
    // In English a premier governs a province.
    !(rank == 1 && reader.is_one_of(at, &["premier"]) && reader.language != Some(Language::French))
}

/// A numeral with what follows it.
fn measured(reader: &Reader, at: usize) -> Option<(Value, usize)> {
    let (negative, start) = sign(reader, at)?;
    let mut numeral = number(reader, start)?;
    if numeral.rank {
        return Some((Value::Ordinal(numeral.value.as_whole()?), numeral.end));
    }
    if negative {
        numeral.value = numeral.value.negative();
    }
    if let Some(unit) = always(reader, start) {
        return Some((Value::Quantity(numeral.value, unit), numeral.end));
    }
    if let Some((mark, end)) = mark(reader, numeral.end, numeral.scale > 0) {
        let (numeral, end) = with_half(numeral, reader, end);
        return Some((mark.value(numeral.value), end));
    }
    let value = numeral.value;
    let end = numeral.end + usize::from(is_plural_decade(reader, numeral.end));
    if let Some(mark) = mark_before(reader, at, start) {
        return Some((mark.value(value), end));
    }
    if let Some(mark) = mark_of_range(reader, &numeral) {
        let scaled = value.scaled(scale_of_range(reader, &numeral))?;
        return Some((mark.value(scaled), end));
    }
    Some((
        Value::Number(value.scaled(scale_of_range(reader, &numeral))?),
        end,
    ))
}

/// A minus in front, as a sign or a word; `None` when neither a sign nor a number begins here.
fn sign(reader: &Reader, at: usize) -> Option<(bool, usize)> {
    let free = !reader.glued(at)
        || reader
            .before(at)
            .is_some_and(|it| matches!(it.kind, Kind::Mark('(' | '«' | ':' | '\n')));
    match reader.mark(at) {
        Some('-' | '−') if free && reader.glued(at + 1) && reader.digits(at + 1).is_some() => {
            return Some((true, at + 1));
        }
        Some('½' | '¼' | '¾') => return Some((false, at)),
        Some(_) => return None,
        None => {}
    }
    let minus = reader
        .meaning(at, |it| (it == Meaning::Minus).then_some(()))
        .is_some()
        && !reader.follows(at, &["au", "du", "le", "de", "la", "les", "en", "ou"])
        && (reader.digits(at + 1).is_some() || number(reader, at + 1).is_some());
    Some((minus, at + usize::from(minus)))
}

/// The units of `24/7`.
fn always(reader: &Reader, at: usize) -> Option<Unit> {
    let is = |at: usize| {
        reader.digits(at) == Some("24")
            && reader.is_glued_mark(at + 1, '/')
            && reader.digits(at + 2) == Some("7")
    };
    if is(at) {
        Some(Unit("h"))
    } else {
        at.checked_sub(2).filter(|at| is(*at)).map(|_| Unit("d"))
    }
}

/// `the 1980s`.
fn is_plural_decade(reader: &Reader, at: usize) -> bool {
    reader.glued(at) && reader.word(at) == Some("s")
}

/// *Deux heures et demie*.
fn with_half(mut numeral: Numeral, reader: &Reader, end: usize) -> (Numeral, usize) {
    let Some(after) = super::number_words::and_a_half(reader, end) else {
        return (numeral, end);
    };
    if let Some(half) = Decimal::ratio(1, 2) {
        numeral.value = numeral.value.plus(half);
    }
    (numeral, after)
}

/// The place of the second number of a range whose first one ends here.
fn second_of_range(reader: &Reader, end: usize) -> Option<usize> {
    let next = if range_mark(reader, end)
        || reader.is_one_of(end, &["to", "à", "and", "et", "or", "ou"])
    {
        end + 1
    } else {
        return None;
    };
    reader
        .digits(next)
        .or_else(|| reader.word(next))
        .map(|_| next)
}

/// `15 et 20 %`, `300 to 500 $`: the first takes the mark of the second.
fn mark_of_range(reader: &Reader, first: &Numeral) -> Option<Mark> {
    let second = number(reader, second_of_range(reader, first.end)?)?;
    if second.rank {
        return None;
    }
    let (found, _) = mark(reader, second.end, second.scale > 0)?;
    // A year before *and 5%* is a year.
    let year = first
        .value
        .as_whole()
        .is_some_and(|it| (1900..2100).contains(&it));
    (!year).then_some(found)
}

/// `2 to 5 million`: the first takes the scale of the second.
pub(super) fn scale_of_range(reader: &Reader, first: &Numeral) -> u32 {
    let is_range = range_mark(reader, first.end) || reader.is_one_of(first.end, &["to", "à"]);
    if first.scale > 0 || !is_range {
        return 0;
    }
    let next = first.end + 1 + usize::from(money::sign_of(reader, first.end + 1).is_some());
    let small = first.value < Decimal::whole(1000);
    number(reader, next)
        .filter(|second| small && second.value > first.value)
        .map_or(0, |second| second.scale)
}

/// `$10 to 20`: the second takes the currency of the first.
fn mark_before(reader: &Reader, at: usize, start: usize) -> Option<Mark> {
    let last = reader.found.last()?;
    let Value::Money(_, currency) = last.value else {
        return None;
    };
    let joint = at.checked_sub(1).filter(|_| at == start)?;
    let follows = reader.before(joint)?.end() == last.span.end;
    let is_range = range_mark(reader, joint) || reader.is_one_of(joint, &["to", "à"]);
    (follows && is_range).then_some(Mark::Money(currency))
}

/// What stands after a number, and the place after it. `scaled`: a word of scale was read before.
fn mark(reader: &Reader, at: usize, scaled: bool) -> Option<(Mark, usize)> {
    percent(reader, at)
        .or_else(|| money::after(reader, at, scaled))
        .or_else(|| units::after(reader, at).map(|(unit, end)| (Mark::Unit(unit), end)))
}

/// `%`, `per cent`, `-per-cent`, `percent`, *pour cent*, *p. 100*.
fn percent(reader: &Reader, at: usize) -> Option<(Mark, usize)> {
    if reader.is_mark(at, '%') {
        // `%7` belongs to the 7.
        let prefix = !reader.glued(at) && reader.glued(at + 1) && reader.digits(at + 1).is_some();
        return (!prefix).then_some((Mark::Percent, at + 1));
    }
    let hyphen = |at: usize| at + usize::from(reader.is_glued_mark(at, '-'));
    let first = hyphen(at);
    let second = hyphen(first + 1);
    let dotted = || reader.is_glued_mark(first + 1, '.') && reader.digits(first + 2) == Some("100");
    let end = if reader.is_one_of(first, &["percent"]) {
        first + 1
    } else if reader.is_one_of(first, &["per", "pour"]) && reader.is_one_of(second, &["cent"]) {
        second + 1
    } else if reader.is_one_of(first, &["p"]) && dotted() {
        first + 3
    } else {
        return None;
    };
    Some((Mark::Percent, end))
}
