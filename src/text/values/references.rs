//! Bills, parts, sections, directives; and names with digits, which are no numbers.

use super::cut::Kind;
use super::tokens::Reader;
use super::words::Meaning;
use super::{Reference, ReferenceKind, Value};
use crate::model::Language;

/// `Bill C-13`, `projet de loi C-13`, `Part VII`, `section 41`, `DAOD 5023-0`.
pub(super) fn reference(reader: &mut Reader, at: usize) -> Option<usize> {
    let kind = reader.meaning(at, |it| match it {
        Meaning::Reference(kind) => Some(kind),
        _ => None,
    })?;
    let mut next = at + 1;
    if reader.is_one_of(at, &["projet"]) {
        if !reader.is_one_of(at + 1, &["de"]) || !reader.is_one_of(at + 2, &["loi"]) {
            return None;
        }
        next = at + 3;
    }
    if reader.is_glued_mark(next, '.') || reader.is_one_of(next, &["no"]) {
        next += 1;
    }
    let (id, end) = match kind {
        ReferenceKind::Bill => bill(reader, next)?,
        ReferenceKind::Directive => joined(reader, next, 2, &['-'])?,
        ReferenceKind::Regulation => {
            let next = next + usize::from(reader.is_mark(next, '/'));
            joined(reader, next, 2, &['-'])?
        }
        ReferenceKind::Provision => provision(reader, next)?,
        _ => roman_or_digits(reader, at, next)?,
    };
    reader.keep(Value::Reference(Reference { kind, id }), at, end);
    Some(end)
}

/// `C-13`, `S-4`.
fn bill(reader: &Reader, at: usize) -> Option<(String, usize)> {
    let house = reader.word(at).filter(|it| it.len() == 1)?;
    let digits = reader.digits(at + 2)?;
    (reader.is_glued_mark(at + 1, '-') && reader.glued(at + 2))
        .then(|| (format!("{}-{digits}", house.to_uppercase()), at + 3))
}

/// Groups of digits joined by one of the marks.
fn joined(reader: &Reader, at: usize, least: usize, marks: &[char]) -> Option<(String, usize)> {
    let mut id = reader.digits(at)?.to_owned();
    let mut end = at + 1;
    let mut groups = 1;
    while let Some(mark) = reader
        .mark(end)
        .filter(|it| marks.contains(it) && reader.glued(end))
    {
        let Some(digits) = reader.digits(end + 1).filter(|_| reader.glued(end + 1)) else {
            break;
        };
        id.push(mark);
        id.push_str(digits);
        groups += 1;
        end += 2;
    }
    (groups >= least).then_some((id, end))
}

/// `41`, `5(1)(a)`, `5(1)a)`, `2.5.12`.
fn provision(reader: &Reader, at: usize) -> Option<(String, usize)> {
    let (mut id, mut end) = joined(reader, at, 1, &['.'])?;
    loop {
        let open = usize::from(reader.is_mark(end, '('));
        let Some(token) = reader
            .token(end + open)
            .filter(|it| it.glued && it.text.len() <= 4 && !matches!(it.kind, Kind::Mark(_)))
        else {
            break;
        };
        if !reader.is_glued_mark(end + open + 1, ')') {
            break;
        }
        id.push('.');
        id.push_str(&token.text.to_uppercase());
        end += open + 2;
    }
    let is_measure = reader.is_mark(end, '%') || is_word_glued(reader, end);
    (!is_measure).then_some((id, end))
}

fn is_word_glued(reader: &Reader, at: usize) -> bool {
    reader.glued(at) && reader.word(at).is_some()
}

/// `VII` and `7`; after a small letter only in French, where no `I` is a pronoun.
fn roman_or_digits(reader: &Reader, head: usize, at: usize) -> Option<(String, usize)> {
    if let Some(digits) = reader.digits(at).filter(|it| it.len() < 4) {
        let next = reader.glued(at + 1).then(|| reader.mark(at + 1)).flatten();
        let goes_on = matches!(next, Some('%' | '/' | ',' | '.'))
            && reader.digits(at + 2).is_some()
            || is_word_glued(reader, at + 1);
        return (!goes_on).then(|| (digits.to_owned(), at + 1));
    }
    let number = roman(reader.word(at)?)?;
    let named = reader.word(head)?.starts_with(char::is_uppercase);
    (named || number > 1 || reader.language == Some(Language::French))
        .then(|| (number.to_string(), at + 1))
}

/// A Roman numeral in capitals, up to 39.
pub(super) fn roman(text: &str) -> Option<u64> {
    let units = text.trim_start_matches('X');
    let tens = (text.len() - units.len()) as u64;
    let unit = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
        .iter()
        .position(|it| *it == units)? as u64;
    let number = tens * 10 + unit;
    (tens < 4 && number > 0).then_some(number)
}

/// `COVID-19`, `CF-18`, `G7`, `C-130J`, `5G`, `H1N1`, `T1-ADJ`; `2.5.12`.
pub(super) fn name(reader: &mut Reader, at: usize) -> Option<usize> {
    let token = reader.token(at)?;
    let end = match token.kind {
        Kind::Word => named_by_letters(reader, at)?,
        Kind::Digits => named_by_digits(reader, at)?,
        Kind::Mark(_) => return None,
    };
    let end = chunk(reader, end);
    let mut name = String::new();
    for place in at..end {
        match reader.token(place)?.kind {
            // `CF18` and `CF-18` are one.
            Kind::Mark('-') => {}
            Kind::Mark(mark) => name.push(mark),
            _ => name.push_str(&reader.token(place)?.text.to_uppercase()),
        }
    }
    reader.keep(Value::Name(name), at, end);
    Some(end)
}

/// The end of what is written in one piece.
fn chunk(reader: &Reader, mut at: usize) -> usize {
    loop {
        let joint = usize::from(reader.is_glued_mark(at, '-'));
        let goes_on = reader.glued(at + joint)
            && reader
                .token(at + joint)
                .is_some_and(|it| !matches!(it.kind, Kind::Mark(_)));
        if !goes_on {
            return at;
        }
        at += joint + 1;
    }
}

/// Letters, then digits directly or after a hyphen: the place after the digits.
fn named_by_letters(reader: &Reader, at: usize) -> Option<usize> {
    if reader.digits(at + 1).is_some() && reader.glued(at + 1) {
        return (!reader.is_one_of(at, &FISCAL)).then_some(at + 2);
    }
    // `SARS-CoV-2`: up to three words.
    for next in [at, at + 2, at + 4] {
        let joined = reader.is_glued_mark(next + 1, '-') && reader.glued(next + 2);
        if !is_proper(reader, next) || !joined {
            return None;
        }
        if reader.digits(next + 2).is_some() {
            return Some(next + 3);
        }
    }
    None
}

/// `FY2025-26`: a fiscal year.
const FISCAL: [&str; 3] = ["fy", "af", "ef"];

/// Beginnings before a hyphen that leave a number a number.
const PREFIXES: [&str; 10] = [
    "mid", "pre", "post", "early", "late", "mi", "top", "under", "over", "plus",
];

fn is_proper(reader: &Reader, at: usize) -> bool {
    let is_month = reader
        .meaning(at, |it| matches!(it, Meaning::Month(_)).then_some(()))
        .is_some();
    reader
        .word(at)
        .is_some_and(|it| it.starts_with(char::is_uppercase) || it == "covid")
        && !is_month
        && !reader.is_one_of(at, &PREFIXES)
}

/// Endings that leave digits a number.
const SUFFIXES: [&str; 22] = [
    "st", "nd", "rd", "th", "er", "re", "e", "s", "am", "pm", "h", "k", "m", "g", "b", "bn", "md",
    "x", "hrs", "hres", "us", "ca",
];

/// Digits, then letters that are neither a unit nor an ending; `4-H`.
fn named_by_digits(reader: &Reader, at: usize) -> Option<usize> {
    let dotted = |at: usize| {
        reader.is_glued_mark(at, '.') && reader.glued(at + 1) && reader.digits(at + 1).is_some()
    };
    // The version 2.5.12.
    if dotted(at + 1) && dotted(at + 3) {
        return Some(at + 5);
    }
    if reader.is_glued_mark(at + 1, '-') && reader.glued(at + 2) {
        let capital = |it: &&str| it.len() == 1 && it.starts_with(char::is_uppercase);
        return reader.word(at + 2).filter(capital).map(|_| at + 3);
    }
    let word = reader.word(at + 1).filter(|_| reader.glued(at + 1))?;
    let is_unit = reader
        .meaning(at + 1, |it| match it {
            Meaning::Unit(_) | Meaning::Scale(_) | Meaning::Currency(_) => Some(()),
            _ => None,
        })
        .is_some();
    let is_generation = word == "G" && !reader.is_mark(at + 2, '$');
    let continued = reader.glued(at + 2) && reader.digits(at + 2).is_some();
    let known = is_unit
        || reader.is_one_of(at + 1, &SUFFIXES)
        || word.starts_with(['e', 'ᵉ', 'i', 'è'])
            && (word.ends_with("me") || word.starts_with('ᵉ') || word == "ère")
        || matches!(word, "ʳᵉ");
    (is_generation || continued || !known).then_some(at + 2)
}
