//! Amounts of money: the sign before or after, the country of a dollar, words.

use super::measures::{Mark, scale_of_range};
use super::numerals::number;
use super::tokens::Reader;
use super::words::Meaning;
use super::{Currency, Value};

/// `$5`, `US$25`, `CA$ 5 million`, `USD 25`, `€5`.
pub(super) fn prefixed(reader: &Reader, at: usize) -> Option<(Value, usize)> {
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

pub(super) fn sign_of(reader: &Reader, at: usize) -> Option<Currency> {
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

/// `$`, `$ US`, `€`, `dollars`, *de dollars américains*, `¢`, `cents`.
pub(super) fn after(reader: &Reader, at: usize, scaled: bool) -> Option<(Mark, usize)> {
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
