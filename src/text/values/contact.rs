//! Phones, postal codes and e-mail addresses.

use super::Value;
use super::cut::Kind;
use super::tokens::Reader;

/// No address has more pieces; what is longer is not searched again and again.
const LONGEST: usize = 40;

/// `info@example.ca`, where it was not taken out before.
pub(super) fn email(reader: &mut Reader, at: usize) -> Option<usize> {
    reader
        .token(at)
        .filter(|it| !matches!(it.kind, Kind::Mark(_)))?;
    let run = |reader: &Reader, mut at: usize| {
        let last = at + LONGEST;
        while at < last
            && reader.glued(at)
            && reader.token(at).is_some_and(|token| match token.kind {
                Kind::Digits | Kind::Word => true,
                Kind::Mark(mark) => matches!(mark, '.' | '-' | '_' | '+' | '%'),
            })
        {
            at += 1;
        }
        at
    };
    let sign = run(reader, at + 1);
    if !reader.is_glued_mark(sign, '@') {
        return None;
    }
    let mut end = run(reader, sign + 1);
    while end > sign + 1 && matches!(reader.mark(end - 1), Some('.' | '-' | '_')) {
        end -= 1;
    }
    let has_domain = (sign + 2..end).any(|at| reader.is_mark(at, '.'));
    if !has_domain {
        return None;
    }
    let (start, stop) = (reader.token(at)?.start, reader.token(end - 1)?.end());
    let address = reader.prose[start..stop].to_lowercase();
    reader.keep(Value::Email(address), at, end);
    Some(end)
}

/// `K1A 0K2`, with or without its space.
pub(super) fn postal_code(reader: &mut Reader, at: usize) -> Option<usize> {
    let letter = |at: usize, banned: &str| {
        let word = reader.word(at).filter(|word| word.len() == 1)?;
        let letter = word.to_ascii_uppercase();
        (letter.is_ascii() && !banned.contains(&letter)).then_some(letter)
    };
    let half = |at: usize, glued: bool| !glued || reader.glued(at);
    // Canada Post: D, F, I, O, Q, U stand nowhere, W and Z not in front.
    let mut code = letter(at, "DFIOQUWZ")?;
    code += reader.digits_of(at + 1, 1)?;
    code += &letter(at + 2, "DFIOQU")?;
    let next = at + 3 + usize::from(reader.is_mark(at + 3, '-'));
    code += reader.digits_of(next, 1)?;
    code += &letter(next + 1, "DFIOQU")?;
    code += reader.digits_of(next + 2, 1)?;
    let glued = [at + 1, at + 2, next + 1, next + 2];
    if !glued.into_iter().all(|at| half(at, true)) || is_continued(reader, next + 3) {
        return None;
    }
    reader.keep(Value::PostalCode(code), at, next + 3);
    Some(next + 3)
}

fn is_continued(reader: &Reader, at: usize) -> bool {
    reader.glued(at)
        && reader
            .token(at)
            .is_some_and(|it| !matches!(it.kind, Kind::Mark(_)))
}

/// `613-995-2534`, `(613) 995-2534`, `1 800 622-6232 poste 12`, `1-800-O-Canada`, `9-8-8`, `+33 1 23 45 67 89`.
pub(super) fn phone(reader: &mut Reader, at: usize) -> Option<usize> {
    let (number, end) = short(reader, at)
        .or_else(|| north_american(reader, at))
        .or_else(|| international(reader, at))?;
    let (extension, end) = extension(reader, end).unwrap_or((None, end));
    reader.keep(Value::Phone(number, extension), at, end);
    Some(end)
}

/// `9-8-8`, `8-1-1`.
fn short(reader: &Reader, at: usize) -> Option<(u64, usize)> {
    let first = reader.digits_of(at, 1)?;
    if !reader.is_glued_mark(at + 1, '-') {
        return None;
    }
    let mut code = first.to_owned();
    for place in [at + 1, at + 3] {
        if !reader.is_glued_mark(place, '-') || !reader.glued(place + 1) {
            return None;
        }
        code += reader.digits_of(place + 1, 1)?;
    }
    let known = code.ends_with("11") || code == "988";
    (known && !reader.is_glued_mark(at + 5, '-')).then_some((code.parse().ok()?, at + 5))
}

fn north_american(reader: &Reader, at: usize) -> Option<(u64, usize)> {
    let mut next = at;
    if reader.is_mark(next, '+') {
        next += 1;
    }
    if reader.digits_of(next, 1) == Some("1") {
        next = after_separator(reader, next + 1)?;
    } else if next > at {
        return None;
    }
    let bracketed = reader.is_mark(next, '(');
    next += usize::from(bracketed);
    let area = reader.digits_of(next, 3)?;
    next += 1;
    if bracketed {
        if !reader.is_mark(next, ')') {
            return None;
        }
        next += 1;
    }
    if area.starts_with(['0', '1']) {
        return None;
    }
    let next = after_separator(reader, next)?;
    let free = matches!(area, "800" | "833" | "844" | "855" | "866" | "877" | "888");
    let (local, end) =
        local_number(reader, next).or_else(|| spelled(reader, next).filter(|_| free))?;
    Some((format!("{area}{local}").parse().ok()?, end))
}

/// The place after one hyphen, point or slash, or the same place after a space.
fn after_separator(reader: &Reader, at: usize) -> Option<usize> {
    let token = reader.token(at)?;
    match token.kind {
        Kind::Mark('-' | '.' | '–' | '/') => Some(at + 1),
        Kind::Mark('(') => Some(at),
        Kind::Mark(_) => None,
        _ => Some(at),
    }
}

fn local_number(reader: &Reader, at: usize) -> Option<(String, usize)> {
    let office = reader.digits_of(at, 3)?;
    let next = after_separator(reader, at + 1)?;
    let line = reader.digits_of(next, 4)?;
    (!is_continued(reader, next + 1)).then(|| (format!("{office}{line}"), next + 1))
}

/// `O-Canada`: seven letters as on the keys.
fn spelled(reader: &Reader, at: usize) -> Option<(String, usize)> {
    let mut local = String::new();
    let mut next = at;
    // `1-800 O Canada` stands with a space, too.
    while next == at || reader.glued(next) || local.len() == 1 {
        match reader.token(next).map(|token| (token.kind, token.text)) {
            Some((Kind::Mark('-'), _)) => {}
            Some((Kind::Digits | Kind::Word, text)) => {
                for c in text.chars() {
                    local.push(key(c)?);
                }
            }
            _ => break,
        }
        next += 1;
    }
    let has_letters = (at..next).any(|at| reader.word(at).is_some());
    (local.len() == 7 && has_letters).then_some((local, next))
}

/// The key of a phone that carries a letter (ITU-T E.161).
fn key(c: char) -> Option<char> {
    Some(match c.to_ascii_uppercase() {
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        digit @ '0'..='9' => digit,
        _ => return None,
    })
}

fn international(reader: &Reader, at: usize) -> Option<(u64, usize)> {
    if !reader.is_mark(at, '+') || !reader.glued(at + 1) {
        return None;
    }
    let mut number = reader.digits(at + 1)?.to_owned();
    let mut end = at + 2;
    while let Some(next) = after_separator(reader, end) {
        let Some(group) = reader.digits(next).filter(|group| group.len() <= 4) else {
            break;
        };
        number += group;
        end = next + 1;
    }
    (8..=15)
        .contains(&number.len())
        .then_some((number.parse().ok()?, end))
}

/// `ext. 123`, `extension 123`, `poste 123`, `x123`.
fn extension(reader: &Reader, at: usize) -> Option<(Option<u32>, usize)> {
    let mut at = at + usize::from(matches!(reader.mark(at), Some(',' | '(')));
    if !reader.is_one_of(at, &["ext", "extension", "poste", "x"]) {
        return None;
    }
    at += 1 + usize::from(reader.is_glued_mark(at + 1, '.'));
    let digits = reader.digits(at).filter(|digits| digits.len() < 8)?;
    Some((digits.parse().ok(), at + 1))
}
