//! Dates, months, weekdays, ranges of years.

use super::Value;
use super::cut::Kind;
use super::tokens::Reader;
use super::words::Meaning;
use crate::model::Language;
use jiff::civil::Date;

/// Is there such a day? Without a year, 29 February is possible.
#[must_use]
pub fn is_possible(month: u8, day: u8, year: Option<u16>) -> bool {
    civil(month, day, year.unwrap_or(2000)).is_some()
}

/// Does the weekday (1 is Monday) fall on the day? `None` when the day is impossible.
#[must_use]
pub fn falls_on(weekday: u8, month: u8, day: u8, year: u16) -> Option<bool> {
    let date = civil(month, day, year)?;
    Some(date.weekday().to_monday_one_offset() == i8::try_from(weekday).ok()?)
}

fn civil(month: u8, day: u8, year: u16) -> Option<Date> {
    let part = |it: u8| i8::try_from(it).ok();
    Date::new(i16::try_from(year).ok()?, part(month)?, part(day)?).ok()
}

/// Anything of the calendar.
pub(super) fn date(reader: &mut Reader, at: usize) -> Option<usize> {
    match reader.token(at)?.kind {
        Kind::Digits => numeric(reader, at)
            .or_else(|| years(reader, at))
            .or_else(|| days_before_month(reader, at)),
        Kind::Word => month_first(reader, at).or_else(|| weekday(reader, at)),
        Kind::Mark(_) => None,
    }
}

/// `2026-07-31`, `2026/07/31`, `31/07/2026` where only one reading is possible.
fn numeric(reader: &mut Reader, at: usize) -> Option<usize> {
    let mark = reader.mark(at + 1).filter(|it| matches!(it, '-' | '/'))?;
    if !reader.is_mark(at + 3, mark) || !(at + 1..at + 5).all(|at| reader.glued(at)) {
        return None;
    }
    let number = |at: usize, longest: usize| -> Option<u16> {
        let digits = reader.digits(at).filter(|it| it.len() <= longest)?;
        digits.parse().ok()
    };
    let (year, month, day) = if reader.digits_of(at, 4).is_some() {
        (number(at, 4)?, number(at + 2, 2)?, number(at + 4, 2)?)
    } else {
        let (one, two) = (number(at, 2)?, number(at + 2, 2)?);
        reader.digits_of(at + 4, 4)?;
        match (one > 12, two > 12) {
            (true, false) => (number(at + 4, 4)?, two, one),
            (false, true) => (number(at + 4, 4)?, one, two),
            _ if one == two => (number(at + 4, 4)?, one, two),
            _ => return None,
        }
    };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let value = Value::Date {
        month: u8::try_from(month).ok()?,
        day: u8::try_from(day).ok()?,
        year: Some(year),
    };
    reader.keep(value, at, at + 5);
    Some(at + 5)
}

/// `2025–26`, `2025-2026`, `2025 to 2026`; `2026-07` is a month.
fn years(reader: &mut Reader, at: usize) -> Option<usize> {
    let first = year(reader, at)?;
    let joint = range_mark(reader, at + 1) || reader.is_glued_mark(at + 1, '/');
    let spoken = reader.is_one_of(at + 1, &["to", "à", "through"])
        || reader.is_one_of(at + 1, &["and", "et"]) && (reader.follows(at, &["between", "entre"]));
    if !joint && !spoken {
        return None;
    }
    let value = if let Some(second) = year(reader, at + 2) {
        (first < second).then_some(Value::Years(first, second))?
    } else {
        let short: u16 = reader.digits_of(at + 2, 2)?.parse().ok()?;
        let more = reader.is_glued_mark(at + 3, '-') || reader.is_mark(at + 3, '%');
        if !joint || !reader.glued(at + 2) || more {
            return None;
        }
        if (first + 1) % 100 == short {
            Value::Years(first, first + 1)
        } else if (1..=12).contains(&short) {
            Value::Month {
                month: u8::try_from(short).ok()?,
                year: Some(first),
            }
        } else if short > first % 100 {
            Value::Years(first, first - first % 100 + short)
        } else {
            return None;
        }
    };
    reader.keep(value, at, at + 3);
    Some(at + 3)
}

/// Four digits that can be a year and have no decimals.
fn year(reader: &Reader, at: usize) -> Option<u16> {
    let year = reader.digits_of(at, 4)?.parse().ok()?;
    let decimals = matches!(reader.mark(at + 1), Some('.' | ','))
        && (at + 1..at + 3).all(|at| reader.glued(at))
        && reader.digits(at + 2).is_some();
    ((1700..2200).contains(&year) && !decimals).then_some(year)
}

/// A hyphen or a dash, spaces allowed around the dash.
pub(super) fn range_mark(reader: &Reader, at: usize) -> bool {
    reader.is_mark(at, '–') || reader.is_glued_mark(at, '-') && reader.glued(at + 1)
}

/// Days of one month with the tokens that each takes, and the place after them.
type Days = (Vec<(u8, usize, usize)>, usize);

/// `3`, `1er`, `11th`.
fn day(reader: &Reader, at: usize) -> Option<(u8, usize)> {
    let day = reader
        .digits(at)
        .filter(|it| it.len() <= 2)?
        .parse()
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let ending = reader.is_one_of(at + 1, &["st", "nd", "rd", "th", "er", "ᵉʳ"]);
    Some((day, at + 1 + usize::from(ending)))
}

/// `3`, `3–5`, `3 au 5`, `3 et 4`, `3, 4 et 5`.
fn days(reader: &Reader, at: usize) -> Option<Days> {
    let (first, mut end) = day(reader, at)?;
    let mut list = vec![(first, at, end)];
    while list.len() < 31 {
        let mut next = end + 1;
        if reader.is_mark(end, ',') {
            if reader.glued(next) {
                break;
            }
        } else if reader.is_one_of(end, &["au", "à", "et", "to", "and", "through", "ou", "or"]) {
            if reader.is_one_of(next, &["le", "the"]) {
                next += 1;
            }
            // « du vendredi 3 au dimanche 5 juillet ».
            if weekday_at(reader, next).is_some() {
                next += 1;
            }
        } else if !range_mark(reader, end) {
            break;
        }
        let Some((more, after)) = day(reader, next) else {
            break;
        };
        list.push((more, next, after));
        end = after;
    }
    Some((list, end))
}

/// `31 juillet 2026`, `du 3 au 5 juin`, `3 June`.
fn days_before_month(reader: &mut Reader, at: usize) -> Option<usize> {
    let (list, end) = days(reader, at)?;
    let next = end + usize::from(reader.is_one_of(end, &["of", "de"]));
    // `12 may board`.
    let is_verb = reader.word(next) == Some("may");
    let (month, end) = month(reader, next).filter(|_| !is_verb)?;
    let (year, end) = year_after(reader, end);
    keep_days(reader, &list, month, year, (at, end));
    for (_, start, _) in &list[1..] {
        if let Some(day) = weekday_at(reader, start - 1) {
            reader.keep(Value::Weekday(day), start - 1, *start);
        }
    }
    Some(end)
}

/// The year after a date, behind a comma or not, and the place after it.
fn year_after(reader: &Reader, at: usize) -> (Option<u16>, usize) {
    let next = at + usize::from(reader.is_mark(at, ','));
    match year(reader, next) {
        Some(year) => (Some(year), next + 1),
        None => (None, at),
    }
}

/// Keeps one date for each day; the first or the last takes the month (and the year) into its span.
fn keep_days(
    reader: &mut Reader,
    list: &[(u8, usize, usize)],
    month: u8,
    year: Option<u16>,
    (from, to): (usize, usize),
) {
    for (place, (day, start, end)) in list.iter().enumerate() {
        let start = if place == 0 { from } else { *start };
        let end = if place + 1 == list.len() { to } else { *end };
        let value = Value::Date {
            month,
            day: *day,
            year,
        };
        reader.keep(value, start, end);
    }
}

/// A month's name or its short form beside a number, with the point of the short form.
fn month(reader: &Reader, at: usize) -> Option<(u8, usize)> {
    let (month, short) = reader.meaning(at, |it| match it {
        Meaning::Month(month) => Some((month, false)),
        Meaning::ShortMonth(month) => Some((month, true)),
        _ => None,
    })?;
    Some((
        month,
        at + 1 + usize::from(short && reader.is_glued_mark(at + 1, '.')),
    ))
}

/// `July 31, 2026`, `June 3–5`, `July 2026`, `in July`.
fn month_first(reader: &mut Reader, at: usize) -> Option<usize> {
    let (number, end) = month(reader, at)?;
    if reader.is_glued_mark(end, '-') && reader.word(end + 1).is_some() {
        return None;
    }
    let first = end + usize::from(reader.is_one_of(end, &["the"]));
    // « juillet 31, 2026 » is no French, but a date.
    let with_year =
        || day(reader, first).is_some_and(|(_, after)| year_after(reader, after).0.is_some());
    let starts = reader.word(at)?.starts_with(char::is_uppercase) || with_year();
    if starts
        && let Some((list, end)) = days(reader, first).and_then(|days| plausible(reader, days))
    {
        let (year, end) = year_after(reader, end);
        keep_days(reader, &list, number, year, (at, end));
        return Some(end);
    }
    let next = end + usize::from(reader.is_mark(end, ',') || reader.is_one_of(end, &["of", "de"]));
    let year = year(reader, next);
    if year.is_none() && !is_month_alone(reader, at) {
        return None;
    }
    let end = if year.is_some() { next + 1 } else { end };
    let value = Value::Month {
        month: number,
        year,
    };
    reader.keep(value, at, end);
    Some(end)
}

/// After an English month, days joined by a comma or *and* must not be the number of something else
/// (*On June 3, 15 boats …*).
fn plausible(reader: &Reader, (mut list, mut end): Days) -> Option<Days> {
    while list.len() > 1 {
        let (last, start, after) = *list.last()?;
        let before = list[list.len() - 2].0;
        let loose =
            reader.is_mark(start - 1, ',') || reader.follows(start, &["and", "et", "or", "ou"]);
        let counts = loose
            && (counts_something(reader, after)
                || list.len() == 2 && reader.is_mark(start - 1, ','));
        if before < last && !counts && !is_time(reader, after) {
            break;
        }
        list.pop();
        end = list.last()?.2;
    }
    // `May 5 km` is no date.
    let alone = list.len() == 1;
    let measured = reader.is_mark(end, '%')
        || reader.is_mark(end, '$')
        || reader.is_glued_mark(end, ':') && reader.glued(end + 1)
        || is_time(reader, end)
        || reader.glued(end) && reader.word(end).is_some();
    (!(alone && measured)).then_some((list, end))
}

/// Does `p.m.` or `h` follow?
fn is_time(reader: &Reader, at: usize) -> bool {
    reader.is_one_of(at, &["am", "pm", "h"])
        || reader.is_one_of(at, &["a", "p"]) && reader.is_glued_mark(at + 1, '.')
}

/// Words that may follow a date; any other in small letters is what the number counts.
const AFTER_DATES: [&str; 24] = [
    "at", "in", "from", "to", "for", "of", "as", "on", "by", "with", "and", "or", "until", "is",
    "are", "will", "was", "were", "à", "de", "dans", "pour", "et", "the",
];

fn counts_something(reader: &Reader, at: usize) -> bool {
    reader.word(at).is_some() && !reader.is_one_of(at, &AFTER_DATES)
}

/// Is the name of the month that month? `May` and `March` begin sentences, `mars` is a planet.
fn is_month_alone(reader: &Reader, at: usize) -> bool {
    let Some(word) = reader.word(at) else {
        return false;
    };
    let short = reader
        .meaning(at, |it| matches!(it, Meaning::ShortMonth(_)).then_some(()))
        .is_some();
    if short {
        return false;
    }
    let lower = word.starts_with(char::is_lowercase);
    match word.to_lowercase().as_str() {
        "may" | "march" | "august" => {
            !lower
                && reader.follows(
                    at,
                    &[
                        "in", "by", "since", "until", "this", "last", "next", "of", "and", "to",
                        "late", "early", "through",
                    ],
                )
        }
        "mars" => lower && reader.language != Some(Language::English),
        _ => true,
    }
}

fn weekday_at(reader: &Reader, at: usize) -> Option<u8> {
    reader.meaning(at, |it| match it {
        Meaning::Weekday(day) => Some(day),
        _ => None,
    })
}

fn weekday(reader: &mut Reader, at: usize) -> Option<usize> {
    let day = weekday_at(reader, at)?;
    reader.keep(Value::Weekday(day), at, at + 1);
    Some(at + 1)
}
