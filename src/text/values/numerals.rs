//! Numbers in digits of either convention, with their scale: `1,234.5`, `1 234,5`, `2.5M`, `2,5 milliards`.

use super::Decimal;
use super::number_words;
use super::tokens::Reader;
use super::words::Meaning;
use crate::model::Language;
use std::borrow::Cow;

/// A number as it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numeral {
    pub(super) value: Decimal,
    pub(super) end: usize,
    /// The power of ten that a word or letter of scale gave it.
    pub(super) scale: u32,
    /// It ends as a rank (`twenty-first`).
    pub(super) rank: bool,
}

/// A number in digits or words.
pub(super) fn number(reader: &Reader, at: usize) -> Option<Numeral> {
    let Some((value, end)) = digits(reader, at) else {
        return number_words::number(reader, at);
    };
    scaled(reader, value, end, 0)
}

/// Digits with group marks and a decimal mark, or a fraction in one character.
fn digits(reader: &Reader, at: usize) -> Option<(Decimal, usize)> {
    if let Some(part) = vulgar(reader, at) {
        return Some((part, at + 1));
    }
    let mut whole = Cow::from(reader.digits(at)?);
    let mut end = at + 1;
    // Four digits and more are a year or a long number, never the head of groups.
    let mut by_comma = false;
    if whole.len() <= 3 && whole != "0" {
        while let Some((group, after, comma)) = group(reader, end) {
            let too_long = whole.len() > 18;
            if too_long || end > at + 1 && comma != by_comma {
                break;
            }
            by_comma = comma;
            whole += group;
            end = after;
        }
    }
    let decimal = reader.is_glued_mark(end, '.') || !by_comma && reader.is_glued_mark(end, ',');
    let fraction = reader
        .digits(end + 1)
        .filter(|_| decimal && reader.glued(end + 1));
    if fraction.is_some() {
        end += 2;
    }
    let value = Decimal::from_digits(&whole, fraction.unwrap_or_default())?;
    match vulgar(reader, end).filter(|_| fraction.is_none()) {
        Some(part) => Some((value.plus(part), end + 1)),
        None => Some((value, end)),
    }
}

fn vulgar(reader: &Reader, at: usize) -> Option<Decimal> {
    match reader.mark(at)? {
        '½' => Decimal::ratio(1, 2),
        '¼' => Decimal::ratio(1, 4),
        '¾' => Decimal::ratio(3, 4),
        _ => None,
    }
}

/// Exactly three more digits after a comma or one space of any kind.
fn group<'a>(reader: &Reader<'a>, at: usize) -> Option<(&'a str, usize, bool)> {
    if reader.is_glued_mark(at, ',') && reader.glued(at + 1) {
        return Some((reader.digits_of(at + 1, 3)?, at + 2, true));
    }
    let group = reader.digits_of(at, 3)?;
    let gap = reader
        .prose
        .get(reader.before(at)?.end()..reader.token(at)?.start)?;
    // `5 613-995-2534` is a number and a phone.
    let goes_on = reader.is_glued_mark(at + 1, '-') && reader.digits(at + 2).is_some();
    let is_one_space = matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}");
    (is_one_space && !goes_on).then_some((group, at + 1, false))
}

/// Multiplies by the letters and words of scale that follow; `scale` is what the value already holds.
pub(super) fn scaled(reader: &Reader, value: Decimal, end: usize, scale: u32) -> Option<Numeral> {
    let mut numeral = Numeral {
        value,
        end,
        scale,
        rank: false,
    };
    while let Some((exponent, after)) =
        scale_letter(reader, numeral.end).or_else(|| scale_word(reader, numeral.end))
    {
        numeral.value = numeral.value.scaled(exponent)?;
        numeral.scale += exponent;
        numeral.end = after;
    }
    if let Some((number, after)) = collective(reader, numeral.end) {
        numeral.value = numeral.value.times(number)?;
        numeral.end = after;
    }
    if let Some(after) = number_words::and_a_half(reader, numeral.end) {
        let half = Decimal::ratio(1, 2)?.scaled(numeral.scale)?;
        numeral.value = numeral.value.plus(half);
        numeral.end = after;
        if let Some((exponent, after)) = scale_word(reader, after) {
            numeral.value = numeral.value.scaled(exponent)?;
            numeral.end = after;
        }
    }
    Some(numeral)
}

/// `K`, `M` on the number, `B` on an amount, or before `$` (`5 M$`); `G` and `Md` before `$` only.
fn scale_letter(reader: &Reader, at: usize) -> Option<(u32, usize)> {
    let dollars = |it| matches!(it, Meaning::Currency(_)).then_some(());
    let prefix = reader.glued(at + 2) && reader.digits(at + 2).is_some();
    let money = reader.is_mark(at + 1, '$') && !prefix
        || reader.is_one_of(at + 1, &["de"]) && reader.meaning(at + 2, dollars).is_some();
    let exponent = match reader.word(at)? {
        "K" | "k" => 3,
        "M" => 6,
        // `Buoy 4B` is no amount.
        "B" | "bn" if money || matches!(reader.mark(at.wrapping_sub(2)), Some('.' | '$')) => 9,
        "G" | "Md" if money => 9,
        _ => return None,
    };
    (reader.glued(at) || money).then_some((exponent, at + 1))
}

/// `million`, `milliards`, after a space or a hyphen. *Cent* after digits is a coin.
pub(super) fn scale_word(reader: &Reader, at: usize) -> Option<(u32, usize)> {
    let at = at + usize::from(reader.is_glued_mark(at, '-'));
    let scale = |it| match it {
        Meaning::Scale(exponent) => Some(exponent),
        _ => None,
    };
    let mut exponent = reader.meaning(at, scale)?;
    let mile = reader.is_one_of(at + 1, &["marin", "marins", "nautique", "nautiques"]);
    if mile || reader.is_one_of(at, &["cent", "cents"]) {
        return None;
    }
    // « 2,5 billions de visites »: English has no *of* here.
    if reader.language.is_none()
        && exponent == 9
        && reader.is_one_of(at + 1, &["de", "d"])
        && !reader.is_french(at)
    {
        exponent = 12;
    }
    Some((exponent, at + 1))
}

/// `2 dozen`, `deux douzaines`.
pub(super) fn collective(reader: &Reader, at: usize) -> Option<(u64, usize)> {
    let at = at + usize::from(reader.is_glued_mark(at, '-'));
    let number = reader.meaning(at, |it| match it {
        Meaning::Collective(number) => Some(number),
        _ => None,
    })?;
    Some((number, at + 1))
}

/// Is the text known or likely to be in this language?
pub(super) fn may_be(reader: &Reader, language: Language) -> bool {
    reader.language.is_none_or(|known| known == language)
}
