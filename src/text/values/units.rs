//! Units of measure, in letters, words and signs.

use super::tokens::Reader;
use super::words::Meaning;
use super::{Unit, Value};

/// A unit after a space, a hyphen or nothing: `km`, `-kilometre`, `°C`, `km/h`, `square metres`.
pub(super) fn after(reader: &Reader, at: usize) -> Option<(Unit, usize)> {
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
