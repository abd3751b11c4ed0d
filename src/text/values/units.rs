//! Units of measure, in letters, words and signs.

use super::numerals::number;
use super::tokens::Reader;
use super::words::Meaning;
use super::{Decimal, Unit, Value};

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
    // `12 in.`; the bare word is mostly a preposition.
    if reader.is_one_of(at, &["in"]) && matches!(reader.mark(at + 1), Some('.' | ')')) {
        return Some((Unit("in"), at + 1));
    }
    let mut at = at + usize::from(reader.is_glued_mark(at, '-') && reader.glued(at + 1));
    let before = BEFORE_UNIT
        .into_iter()
        .find(|word| reader.is_one_of(at, &[word]))
        .unwrap_or_default();
    at += usize::from(!before.is_empty());
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
    Some(compound(reader, unit, before, at + 1))
}

const BEFORE_UNIT: [&str; 3] = ["square", "cubic", "nautical"];

/// What the words and signs around a unit make of it: `km²`, `km/h`, *milles marins*, `degrees Fahrenheit`.
fn compound(reader: &Reader, unit: Unit, before: &str, end: usize) -> (Unit, usize) {
    let follows = |sign: char, words: &[&str]| {
        reader.is_glued_mark(end, sign) || reader.is_one_of(end, words)
    };
    let square = follows('²', &["carrés", "carré", "carres"]);
    let cubic = follows('³', &["cubes", "cube"]);
    let nautical = reader.is_one_of(end, &["marins", "marin", "nautiques", "nautique"]);
    match unit.0 {
        "km" if square || before == "square" => (Unit("km²"), end + usize::from(square)),
        "m" if square || before == "square" => (Unit("m²"), end + usize::from(square)),
        "m" if cubic || before == "cubic" => (Unit("m³"), end + usize::from(cubic)),
        "mi" if nautical || before == "nautical" => (Unit("nmi"), end + usize::from(nautical)),
        "km" => match per_hour(reader, end) {
            Some(end) => (Unit("km/h"), end),
            None => (unit, end),
        },
        "°C" if reader.is_one_of(end, &["celsius"]) => (unit, end + 1),
        "°C" if reader.is_one_of(end, &["fahrenheit"]) => (Unit("°F"), end + 1),
        "h" | "d" => (unit, around_the_clock(reader, end)),
        _ => (unit, end),
    }
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
    let known = [Decimal::whole(24), Decimal::whole(7)];
    match number(reader, at + 1).filter(|it| joint && known.contains(&it.value)) {
        Some(figure) => figure.end,
        None => at,
    }
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
    gap.starts_with('(') && gap.len() < 12 && rest.trim_start_matches('.').starts_with(')')
}
