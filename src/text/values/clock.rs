//! Times of day on both clocks, ranges of them, and time zones.
//!
//! English: `3:30 p.m.`, `3 pm`, noon. French: `15 h 30`, `15h30`, `10 heures`, midi (Canada.ca style guide 4.8).
//! In a range the first time takes what only the last one says: `6 to 8 p.m.`, `de 18 à 20 h`.

use super::calendar::range_mark;
use super::tokens::Reader;
use super::words::Meaning;
use super::{Region, Value, Zone, ZoneKind};

/// A time as it was read.
#[derive(Clone, Copy)]
struct Clock {
    minutes: u16,
    end: usize,
    /// `a.m.` or `p.m.` (true) stands with it.
    afternoon: Option<bool>,
}

/// A time, a range of times, or a zone.
pub(super) fn time(reader: &mut Reader, at: usize) -> Option<usize> {
    if let Some((first, end)) = opening(reader, at) {
        reader.keep(Value::Time(first), at, end);
        return Some(end);
    }
    let clock = clock(reader, at)?;
    reader.keep(Value::Time(clock.minutes), at, clock.end);
    Some(clock.end)
}

/// The first time of a range, which takes the half of the day or the `h` of the second.
fn opening(reader: &Reader, at: usize) -> Option<(u16, usize)> {
    let (hour, minutes, end) = figures(reader, at)?;
    let between = reader.follows(at, &["between", "entre"]);
    let joined = range_mark(reader, end)
        || reader.is_one_of(end, &["to", "à", "until", "till"])
        || between && reader.is_one_of(end, &["and", "et"]);
    if !joined {
        return None;
    }
    let second = clock(reader, end + 1)?;
    let first = hour * 60 + minutes;
    match second.afternoon {
        // Noon and midnight tell nothing of the half.
        None if reader.digits(end + 1).is_none() => None,
        None if hour < 25 => Some((first % 1440, end)),
        Some(afternoon) if (1..=12).contains(&hour) => {
            let (one, two) = (first % 720, second.minutes % 720);
            let afternoon = if one <= two { afternoon } else { !afternoon };
            Some((one + if afternoon { 720 } else { 0 }, end))
        }
        _ => None,
    }
}

/// The figures of a time without what makes them one: `6`, `6:30`.
fn figures(reader: &Reader, at: usize) -> Option<(u16, u16, usize)> {
    let hour: u16 = reader
        .digits(at)
        .filter(|it| it.len() <= 2)?
        .parse()
        .ok()
        .filter(|hour| *hour <= 24)?;
    match colon_minutes(reader, at + 1) {
        Some((minutes, end)) => Some((hour, minutes, end)),
        None => Some((hour, 0, at + 1)),
    }
}

/// `:30`, and `.30` as some write it.
fn colon_minutes(reader: &Reader, at: usize) -> Option<(u16, usize)> {
    let mark = reader.is_glued_mark(at, ':') || reader.is_glued_mark(at, '.');
    let digits = reader
        .digits_of(at + 1, 2)
        .filter(|_| reader.glued(at + 1))?;
    let minutes = digits.parse().ok().filter(|it| *it < 60)?;
    let stops =
        !(matches!(reader.mark(at + 2), Some(':' | '.')) && reader.digits(at + 3).is_some());
    (mark && stops).then_some((minutes, at + 2))
}

/// One time with its mark.
fn clock(reader: &Reader, at: usize) -> Option<Clock> {
    if let Some(minutes) = named(reader, at) {
        return Some(Clock {
            minutes,
            end: at + 1,
            afternoon: None,
        });
    }
    let (hour, minutes, end) = figures(reader, at)?;
    if let Some(minutes) = named(reader, end).filter(|_| hour == 12) {
        return Some(Clock {
            minutes,
            end: end + 1,
            afternoon: None,
        });
    }
    if let Some((afternoon, end)) = half_of_day(reader, end).filter(|_| (1..=12).contains(&hour)) {
        return Some(Clock {
            minutes: hour % 12 * 60 + minutes + if afternoon { 720 } else { 0 },
            end,
            afternoon: Some(afternoon),
        });
    }
    let (minutes, end) = if end == at + 1 {
        // *24 heures* is a day.
        french_minutes(reader, at).filter(|_| hour < 24)?
    } else if reader.is_mark(at + 1, ':') {
        (minutes, end)
    } else {
        return None;
    };
    Some(Clock {
        minutes: (hour * 60 + minutes) % 1440,
        end,
        afternoon: None,
    })
}

/// Noon and midnight; not *après-midi*.
fn named(reader: &Reader, at: usize) -> Option<u16> {
    let minutes = reader.meaning(at, |it| match it {
        Meaning::Clock(minutes) => Some(minutes),
        _ => None,
    })?;
    let part = |at: usize| reader.is_glued_mark(at, '-') && reader.glued(at + 1);
    // `10-noon` is a range.
    let before = at > 0 && part(at - 1) && reader.digits(at.saturating_sub(2)).is_none();
    let after = part(at + 1) && reader.digits(at + 2).is_none();
    (!before && !after).then_some(minutes)
}

/// `a.m.`, `pm`: true for the afternoon, and the place after it.
fn half_of_day(reader: &Reader, at: usize) -> Option<(bool, usize)> {
    if reader.is_one_of(at, &["am", "pm"]) {
        return Some((reader.is_one_of(at, &["pm"]), at + 1));
    }
    let dotted = reader.is_one_of(at, &["a", "p"])
        && reader.is_glued_mark(at + 1, '.')
        && reader.is_one_of(at + 2, &["m"]);
    dotted.then(|| {
        let end = at + 3 + usize::from(reader.is_glued_mark(at + 3, '.'));
        (reader.is_one_of(at, &["p"]), end)
    })
}

/// Words after which `h` and `heures` are a duration.
const DURATION: [&str; 14] = [
    "en",
    "pendant",
    "durant",
    "les",
    "dans",
    "des",
    "ces",
    "prochaines",
    "dernières",
    "toutes",
    "premières",
    "maximum",
    "moins",
    "plus",
];

/// Words before a time written out: « à 10 heures ».
const BEFORE_TIME: [&str; 10] = [
    "à", "vers", "dès", "avant", "après", "depuis", "de", "entre", "et", "jusque",
];

/// `h 30`, `h`, `heures` after the hour at `at`: the minutes and the place after.
fn french_minutes(reader: &Reader, at: usize) -> Option<(u16, usize)> {
    let short = reader.is_one_of(at + 1, &["h", "hres", "hre"]);
    let long = reader.is_one_of(at + 1, &["heures", "heure"]);
    if !short && !long {
        return None;
    }
    if reader.follows(at, &DURATION)
        || long && !reader.follows(at, &BEFORE_TIME)
        || reader.is_one_of(at + 2, &["sur", "par"])
        || reader.is_glued_mark(at + 2, '/')
        // `1 h 30 min` is a duration.
        || reader.digits(at + 2).is_some() && reader.is_one_of(at + 3, &["min", "minutes"])
    {
        return None;
    }
    let minutes = reader
        .digits(at + 2)
        .filter(|it| it.len() <= 2)
        .and_then(|it| it.parse().ok())
        .filter(|it| *it < 60)
        // `10 h 5 km` are two values.
        .filter(|_| !is_measured(reader, at + 3));
    match minutes {
        Some(minutes) => Some((minutes, at + 3)),
        None => Some((0, at + 2)),
    }
}

fn is_measured(reader: &Reader, at: usize) -> bool {
    // `HA` is a zone, `ha` are hectares.
    let zone = reader.zone_letters(at).filter(|_| in_capitals(reader, at));
    matches!(reader.mark(at), Some('%' | '$'))
        || zone.is_none()
            && reader
                .meaning(at, |it| matches!(it, Meaning::Unit(_)).then_some(()))
                .is_some()
}

fn in_capitals(reader: &Reader, at: usize) -> bool {
    let word = reader.word(at);
    word.is_some_and(|word| word.chars().all(char::is_uppercase))
}

/// `ET`, `(HNE)` after a time; `Eastern time`, `heure de l’Est` anywhere.
pub(super) fn zone(reader: &mut Reader, at: usize) -> Option<usize> {
    let (zone, end) = english_zone(reader, at)
        .or_else(|| french_zone(reader, at))
        .or_else(|| short_zone(reader, at))?;
    reader.keep(Value::Zone(zone), at, end);
    Some(end)
}

fn region(reader: &Reader, at: usize) -> Option<Region> {
    reader.meaning(at, |it| match it {
        Meaning::Region(region) => Some(region),
        _ => None,
    })
}

/// `Eastern [Standard|Daylight] Time`; the bare name directly after a time.
fn english_zone(reader: &Reader, at: usize) -> Option<(Zone, usize)> {
    let region = region(reader, at).filter(|_| !reader.is_french(at))?;
    let (kind, next) = if reader.is_one_of(at + 1, &["standard"]) {
        (ZoneKind::Standard, at + 2)
    } else if reader.is_one_of(at + 1, &["daylight"]) {
        let saving = usize::from(reader.is_one_of(at + 2, &["saving", "savings"]));
        (ZoneKind::Daylight, at + 2 + saving)
    } else {
        (ZoneKind::Generic, at + 1)
    };
    if reader.is_one_of(next, &["time"]) {
        Some((Zone { region, kind }, next + 1))
    } else {
        (next == at + 1 && after_time(reader, at)).then_some((Zone { region, kind }, next))
    }
}

/// `heure [normale|avancée] de l’Est`, `du Pacifique`, `des Rocheuses`, `de Terre-Neuve`.
fn french_zone(reader: &Reader, at: usize) -> Option<(Zone, usize)> {
    if !reader.is_one_of(at, &["heure"]) {
        return None;
    }
    let (kind, mut next) = if reader.is_one_of(at + 1, &["normale"]) {
        (ZoneKind::Standard, at + 2)
    } else if reader.is_one_of(at + 1, &["avancée", "avancee"]) {
        (ZoneKind::Daylight, at + 2)
    } else {
        (ZoneKind::Generic, at + 1)
    };
    if !reader.is_one_of(next, &["de", "du", "des"]) {
        return None;
    }
    next += 1;
    if reader.is_one_of(next, &["l"]) {
        next += 2;
    }
    let region = region(reader, next)?;
    let end = next + if region == Region::Newfoundland { 3 } else { 1 };
    (end <= reader.len()).then_some((Zone { region, kind }, end))
}

/// Letters mean a zone in capitals directly after a time: `ET` is also *et*, `EST` is also *est*.
fn short_zone(reader: &Reader, at: usize) -> Option<(Zone, usize)> {
    let zone = reader.zone_letters(at)?;
    let is_joint = reader.digits(at + 1).is_some() && reader.is_one_of(at, &["et", "at"]);
    (in_capitals(reader, at) && !is_joint && after_time(reader, at)).then_some((zone, at + 1))
}

/// Does only a bracket, a comma or a slash stand between the last time or zone and this token?
fn after_time(reader: &Reader, at: usize) -> bool {
    let (Some(last), Some(token)) = (reader.found.last(), reader.token(at)) else {
        return false;
    };
    matches!(last.value, Value::Time(_) | Value::Zone(_))
        && reader
            .prose
            .get(last.span.end..token.start)
            .is_some_and(|gap| {
                gap.chars()
                    .all(|c| c.is_whitespace() || matches!(c, '(' | '[' | ',' | '/'))
            })
}
