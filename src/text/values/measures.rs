//! Money, percentages, quantities with units, ranks, fractions, and plain numbers: what a numeral is part of.

use super::calendar::range_mark;
use super::numerals::{Numeral, number};
use super::tokens::{Kind, Reader};
use super::words::Meaning;
use super::{Currency, Decimal, Unit, Value, references};
use crate::model::Language;

/// What stands with a number.
#[derive(Debug, Clone, Copy)]
enum Mark {
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
    let (value, end) = prefixed_money(reader, at)
        .or_else(|| ratio(reader, at))
        .or_else(|| rank(reader, at))
        .or_else(|| measured(reader, at))?;
    reader.keep(value, at, end);
    Some(end)
}

/// `$5`, `US$25`, `CA$ 5 million`, `USD 25`, `€5`.
fn prefixed_money(reader: &Reader, at: usize) -> Option<(Value, usize)> {
    let negative = matches!(reader.mark(at), Some('-' | '−'))
        && !reader.glued(at)
        && reader.glued(at + 1)
        && sign_of(reader, at + 1).is_some();
    let at = at + usize::from(negative);
    let (currency, next) = if let Some(sign) = sign_of(reader, at) {
        (sign, at + 1)
    } else if reader.is_glued_mark(at + 1, '$') {
        (country(reader, at)?, at + 2)
    } else {
        let code = reader
            .word(at)
            .filter(|it| it.chars().all(char::is_uppercase))?;
        reader.digits(at + 1)?;
        (Currency::from_code(code)?, at + 1)
    };
    reader.digits(next)?;
    let numeral = number(reader, next)?;
    let scale = scale_of_range(reader, &numeral);
    let end = numeral.end;
    let (currency, end) = match country(reader, end) {
        Some(named) if currency == Currency::Dollar => (named, end + 1),
        _ => (currency, end),
    };
    let amount = numeral.value.scaled(scale)?;
    let amount = if negative { amount.negative() } else { amount };
    Some((Value::Money(amount, currency), end))
}

fn sign_of(reader: &Reader, at: usize) -> Option<Currency> {
    match reader.mark(at)? {
        '$' => Some(Currency::Dollar),
        '€' => Some(Currency::Euro),
        '£' => Some(Currency::Pound),
        _ => None,
    }
}

/// The country of a dollar, before or after its sign.
fn country(reader: &Reader, at: usize) -> Option<Currency> {
    match reader.word(at)? {
        "US" | "USD" => Some(Currency::UnitedStates),
        "CA" | "CAN" | "CAD" | "C" => Some(Currency::Canadian),
        _ if reader.is_one_of(at, &["américains", "américain", "americains"]) => {
            Some(Currency::UnitedStates)
        }
        _ if reader.is_one_of(at, &["canadiens", "canadien"]) => Some(Currency::Canadian),
        _ => None,
    }
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
    let minus = reader.is_one_of(at, &["minus", "moins"])
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
fn scale_of_range(reader: &Reader, first: &Numeral) -> u32 {
    let is_range = range_mark(reader, first.end) || reader.is_one_of(first.end, &["to", "à"]);
    if first.scale > 0 || !is_range {
        return 0;
    }
    let next = first.end + 1 + usize::from(sign_of(reader, first.end + 1).is_some());
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
        .or_else(|| money(reader, at, scaled))
        .or_else(|| unit(reader, at).map(|(unit, end)| (Mark::Unit(unit), end)))
}

/// `%`, `per cent`, `percent`, *pour cent*, *p. 100*.
fn percent(reader: &Reader, at: usize) -> Option<(Mark, usize)> {
    let end = if reader.is_mark(at, '%') {
        // `%7` belongs to the 7.
        if !reader.glued(at) && reader.glued(at + 1) && reader.digits(at + 1).is_some() {
            return None;
        }
        at + 1
    } else if reader.is_one_of(at, &["percent"]) {
        at + 1
    } else if reader.is_one_of(at, &["per", "pour"]) && reader.is_one_of(at + 1, &["cent"]) {
        at + 2
    } else if reader.is_one_of(at, &["p"])
        && reader.is_glued_mark(at + 1, '.')
        && reader.digits(at + 2) == Some("100")
    {
        at + 3
    } else {
        return None;
    };
    Some((Mark::Percent, end))
}

/// `$`, `$ US`, `€`, `dollars`, *de dollars américains*, `¢`, `cents`.
fn money(reader: &Reader, at: usize, scaled: bool) -> Option<(Mark, usize)> {
    if reader.is_mark(at, '¢') || reader.is_one_of(at, &["cents", "cent"]) {
        return Some((Mark::Cents, at + 1));
    }
    if let Some(sign) = sign_of(reader, at) {
        // `5 $10` is a number and an amount.
        if !reader.glued(at) && reader.glued(at + 1) && reader.digits(at + 1).is_some() {
            return None;
        }
        return Some(match country(reader, at + 1) {
            Some(named) if sign == Currency::Dollar => (Mark::Money(named), at + 2),
            _ => (Mark::Money(sign), at + 1),
        });
    }
    let mut next = at;
    if scaled && reader.is_one_of(next, &["de", "d"]) {
        next += 1 + usize::from(reader.is_mark(next + 1, '’'));
    }
    next += usize::from(reader.is_glued_mark(next, '-'));
    let adjective = country(reader, next)
        .or_else(|| {
            reader
                .is_one_of(next, &["canadian"])
                .then_some(Currency::Canadian)
        })
        .or_else(|| {
            reader
                .is_one_of(next, &["american"])
                .then_some(Currency::UnitedStates)
        });
    if adjective.is_some() && reader.meaning(next, |_| Some(())).is_none() {
        next += 1;
    }
    let currency = reader.meaning(next, |it| match it {
        Meaning::Currency(currency) => Some(currency),
        _ => None,
    })?;
    Some(match adjective.or_else(|| country(reader, next + 1)) {
        Some(named) if currency == Currency::Dollar => {
            let after = usize::from(adjective.is_none());
            (Mark::Money(named), next + 1 + after)
        }
        _ => (Mark::Money(currency), next + 1),
    })
}

/// A unit after a space, a hyphen or nothing: `km`, `-kilometre`, `°C`, `km/h`, `square metres`.
fn unit(reader: &Reader, at: usize) -> Option<(Unit, usize)> {
    if reader.is_mark(at, '°') {
        let letter = reader.word(at + 1).filter(|_| reader.glued(at + 1));
        return Some(match letter {
            Some("F") => (Unit("°F"), at + 2),
            Some("C") => (Unit("°C"), at + 2),
            _ => (Unit("°C"), at + 1),
        });
    }
    let mut at = at + usize::from(reader.is_glued_mark(at, '-') && reader.glued(at + 1));
    let square = reader.is_one_of(at, &["square"]);
    let nautical = reader.is_one_of(at, &["nautical"]);
    at += usize::from(square || nautical);
    let unit = reader.meaning(at, |it| match it {
        Meaning::Unit(unit) => Some(unit),
        _ => None,
    })?;
    let word = reader.word(at)?;
    // `M`, `G`, `T` are scales, grades, names; *l’* is an article.
    let symbol = word.len() == 1;
    if symbol && word != "L" && word.starts_with(char::is_uppercase)
        || symbol && reader.is_glued_mark(at + 1, '’')
        || symbol && reader.is_glued_mark(at + 1, '.') && reader.glued(at + 2)
    {
        return None;
    }
    let end = at + 1;
    let after_square =
        reader.is_glued_mark(end, '²') || reader.is_one_of(end, &["carrés", "carré", "carres"]);
    let after_nautical = reader.is_one_of(end, &["marins", "marin", "nautiques", "nautique"]);
    Some(match unit.0 {
        "km" if square || after_square => (Unit("km²"), end + usize::from(after_square)),
        "m" if square || after_square => (Unit("m²"), end + usize::from(after_square)),
        "mi" if nautical || after_nautical => (Unit("nmi"), end + usize::from(after_nautical)),
        "km" => match per_hour(reader, end) {
            Some(end) => (Unit("km/h"), end),
            None => (unit, end),
        },
        "°C" if reader.is_one_of(end, &["celsius"]) => (unit, end + 1),
        "°C" if reader.is_one_of(end, &["fahrenheit"]) => (Unit("°F"), end + 1),
        "h" | "d" => (unit, around_the_clock(reader, end)),
        _ => (unit, end),
    })
}

/// `/h`, `per hour`, `an hour`, *à l’heure*, *par heure*.
fn per_hour(reader: &Reader, at: usize) -> Option<usize> {
    if reader.is_glued_mark(at, '/') && reader.is_one_of(at + 1, &["h", "heure", "hour"]) {
        return Some(at + 2);
    }
    if reader.is_one_of(at, &["per", "an", "par"]) && reader.is_one_of(at + 1, &["hour", "heure"]) {
        return Some(at + 2);
    }
    let spoken = reader.is_one_of(at, &["à"])
        && reader.is_one_of(at + 1, &["l"])
        && reader.is_one_of(at + 3, &["heure"]);
    spoken.then_some(at + 4)
}

/// *(24 heures) sur 24*, `/24`: the second figure says nothing more.
fn around_the_clock(reader: &Reader, at: usize) -> usize {
    let joint = reader.is_one_of(at, &["sur"]) || reader.is_glued_mark(at, '/');
    let figure = matches!(reader.digits(at + 1), Some("24" | "7"));
    if joint && figure { at + 2 } else { at }
}

/// Takes away what repeats a quantity in other units in parentheses: `5 km (3 miles)`.
pub(super) fn drop_conversions(reader: &mut Reader) {
    let mut at = 1;
    while at < reader.found.len() {
        let (one, two) = (&reader.found[at - 1], &reader.found[at]);
        let is_conversion = match (&one.value, &two.value) {
            (Value::Quantity(_, first), Value::Quantity(_, second)) => {
                first.is_imperial() != second.is_imperial()
                    && is_bracketed(reader.prose, one.span.end, two.span.start, two.span.end)
            }
            _ => false,
        };
        if is_conversion {
            reader.found.remove(at);
        } else {
            at += 1;
        }
    }
}

fn is_bracketed(prose: &str, from: usize, start: usize, end: usize) -> bool {
    let gap = prose.get(from..start).unwrap_or_default().trim_start();
    let rest = prose.get(end..).unwrap_or_default();
    gap.starts_with('(') && gap.len() < 12 && rest.starts_with(')')
}
