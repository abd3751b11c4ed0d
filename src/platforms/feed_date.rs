//! The dates of feeds: RFC 3339, RFC 822, and what people write instead of them.
//!
//! Weekdays are ignored (they are often wrong), French names are read, and two things are told apart that
//! generic readers lose: whether the time names its zone, and whether there is a time at all.

use crate::model::Precision;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

/// A date as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dated {
    /// The instant; without a zone, taken as UTC.
    pub(super) instant: Timestamp,
    /// How much of it was written.
    pub(super) precision: Precision,
    /// True when a time was written without its zone.
    pub(super) zone_assumed: bool,
}

/// Reads a date; `None` when it is none.
pub(super) fn date(text: &str) -> Option<Dated> {
    // Spaces that do not break stand in French dates.
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    let text = text.trim();
    iso(text).or_else(|| spoken(text))
}

/// `2026-03-03`, `2026-03-03T08:00:00-05:00`, `2026-03-03 08:00`.
fn iso(text: &str) -> Option<Dated> {
    let day: Date = text.get(..10)?.parse().ok()?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() {
        return dated(day, None, None);
    }
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.')
        .unwrap_or(rest.len());
    let (time, zone) = rest.split_at(end);
    let zone = zone.trim();
    let zone = if zone.is_empty() {
        None
    } else {
        Some(offset(zone)?)
    };
    dated(day, Some(clock(time)?), zone)
}

/// `Tue, 03 Mar 2026 08:00:00 EST`, `mar., 3 mars 2026 8 h 30`, `March 3, 2026 8:00 a.m.`
fn spoken(text: &str) -> Option<Dated> {
    let mut found = Found::default();
    let lower = text.to_lowercase();
    let mut words = lower
        .split(|c: char| c.is_whitespace() || c == ',' || c == '(' || c == ')')
        .filter(|word| !word.is_empty())
        .peekable();
    while let Some(word) = words.next() {
        // "8 h 30" is one time in three words.
        if matches!(words.peek(), Some(&("h" | "heures"))) && word.parse::<i8>().is_ok() {
            words.next();
            let minutes = words
                .next_if(|next| next.parse::<i8>().is_ok())
                .unwrap_or("00");
            found.time = clock(&format!("{word}:{minutes}"));
        } else {
            found.word(word);
        }
    }
    let day = Date::new(found.year?, found.month?, found.day?).ok()?;
    let time = match found.afternoon {
        Some(afternoon) => found.time.and_then(|time| twelve_hours(time, afternoon)),
        None => found.time,
    };
    if found.has_time && time.is_none() {
        return None;
    }
    dated(day, time, found.zone)
}

/// A time, and whether its seconds were written.
type Clock = (Time, Precision);

#[derive(Default)]
struct Found {
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    time: Option<Clock>,
    has_time: bool,
    afternoon: Option<bool>,
    zone: Option<Offset>,
}

impl Found {
    fn word(&mut self, word: &str) {
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        if digits && word.contains([':', 'h']) {
            self.has_time = true;
            self.time = clock(&word.replace('h', ":"));
        } else if digits {
            self.number(word);
        } else if let Some(month) = month(word).filter(|_| self.month.is_none()) {
            self.month = Some(month);
        } else if let Some(zone) = self.time.and_then(|_| offset(word)) {
            // A second one is a comment: "+0000 (UTC)".
            self.zone.get_or_insert(zone);
        } else {
            self.afternoon = match word.replace('.', "").as_str() {
                "am" => Some(false),
                "pm" => Some(true),
                _ => self.afternoon,
            };
        }
    }

    fn number(&mut self, word: &str) {
        // "1er mars", "March 3rd".
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        match (digits.len(), digits.parse::<i16>()) {
            (1 | 2, Ok(day)) if self.day.is_none() => self.day = i8::try_from(day).ok(),
            // Two digits for the year, as RFC 822 first had it.
            (2, Ok(year)) if self.year.is_none() => {
                self.year = Some(if year < 70 { 2000 + year } else { 1900 + year });
            }
            (4, Ok(year)) => self.year = Some(year),
            _ => {}
        }
    }
}

fn dated(day: Date, time: Option<Clock>, zone: Option<Offset>) -> Option<Dated> {
    // Of a bare date noon stands for the day: midnight would be the day before in Canada.
    let noon = Time::constant(12, 0, 0, 0);
    let (clock, precision) = time.unwrap_or((noon, Precision::Day));
    let instant = zone
        .unwrap_or(Offset::UTC)
        .to_timestamp(DateTime::from_parts(day, clock))
        .ok()?;
    Some(Dated {
        instant,
        precision,
        zone_assumed: time.is_some() && zone.is_none(),
    })
}

/// `8`, `08:00`, `08:00:00`, `08:00:00.123`; a trailing `:` is that of `8h`.
fn clock(text: &str) -> Option<Clock> {
    let mut parts = text.trim_end_matches(':').split(':');
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next().unwrap_or("0").parse().ok()?;
    let Some(seconds) = parts.next() else {
        return Some((Time::new(hour, minute, 0, 0).ok()?, Precision::Minute));
    };
    let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    // A leap second is the last second before it.
    let second: i8 = second.parse::<i8>().ok()?.min(59);
    let nanos: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    let time = Time::new(hour, minute, second, nanos.parse().ok()?).ok()?;
    Some((time, Precision::Second))
}

fn twelve_hours((time, precision): Clock, afternoon: bool) -> Option<Clock> {
    let hour = match (time.hour(), afternoon) {
        (12, false) => 0,
        (12, true) => 12,
        (hour @ 1..=11, true) => hour + 12,
        (hour, _) => hour,
    };
    Some((time.with().hour(hour).build().ok()?, precision))
}

/// `Z`, `GMT`, `-0500`, `-05:00`, `EST`, `HNE`; French names are those used in Canada.
fn offset(text: &str) -> Option<Offset> {
    if let Some((sign, digits)) = text
        .strip_prefix('+')
        .map(|rest| (1, rest))
        .or_else(|| text.strip_prefix(['-', '\u{2212}']).map(|rest| (-1, rest)))
    {
        let digits: String = digits.chars().filter(|c| *c != ':').collect();
        let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i32>().ok();
        let (hours, minutes) = (
            number(0..2)?,
            if digits.len() > 2 { number(2..4)? } else { 0 },
        );
        return Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok();
    }
    let minutes = match text.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "TU" | "TUC" => 0,
        "NDT" | "HAT" => -150,
        "NST" | "HNT" => -210,
        "ADT" | "HAA" => -180,
        "AST" | "HNA" | "EDT" | "HAE" => -240,
        "EST" | "HNE" | "CDT" | "HAC" => -300,
        "CST" | "HNC" | "MDT" | "HAR" => -360,
        "MST" | "HNR" | "PDT" | "HAP" => -420,
        "PST" | "HNP" => -480,
        _ => return None,
    };
    Offset::from_seconds(minutes * 60).ok()
}

/// English and French names and their short forms, by what is peculiar to each.
fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let is = |names: &[&str]| names.contains(&word);
    Some(match word {
        _ if is(&["jan", "january", "janv", "janvier"]) => 1,
        _ if is(&[
            "feb", "february", "févr", "fév", "fev", "fevr", "février", "fevrier",
        ]) =>
        {
            2
        }
        _ if is(&["mar", "march", "mars"]) => 3,
        _ if is(&["apr", "april", "avr", "avril"]) => 4,
        _ if is(&["may", "mai"]) => 5,
        _ if is(&["jun", "june", "juin"]) => 6,
        _ if is(&["jul", "july", "juil", "juill", "juillet"]) => 7,
        _ if is(&["aug", "august", "août", "aout", "aoû"]) => 8,
        _ if is(&["sep", "sept", "september", "septembre"]) => 9,
        _ if is(&["oct", "october", "octobre"]) => 10,
        _ if is(&["nov", "november", "novembre"]) => 11,
        _ if is(&["dec", "december", "déc", "décembre", "decembre"]) => 12,
        _ => return None,
    })
}

/// `00:24:31`, `24:31` or seconds, as podcasts write a length; in milliseconds.
pub(super) fn length(text: &str) -> Option<u64> {
    let parts: Vec<u64> = text
        .trim()
        .split(':')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    if parts.len() > 3 {
        return None;
    }
    let seconds = parts
        .iter()
        .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(*part))?;
    seconds.checked_mul(1000)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn check(text: &str, instant: &str, precision: Precision, zone_assumed: bool) {
        let expected = Dated {
            instant: instant.parse().unwrap(),
            precision,
            zone_assumed,
        };
        assert_eq!(date(text), Some(expected), "{text}");
    }

    /// A wrong instant makes a French post look late, or early, that is neither.
    #[test]
    fn dates_are_read_as_people_write_them() {
        use Precision::{Day, Minute, Second};
        check(
            "Tue, 03 Mar 2026 08:00:00 EST",
            "2026-03-03T13:00:00Z",
            Second,
            false,
        );
        check(
            "Tue, 03 Mar 2026 08:00:00 +0000 (UTC)",
            "2026-03-03T08:00:00Z",
            Second,
            false,
        );
        check(
            "Wed, 03 Mar 26 08:00 GMT",
            "2026-03-03T08:00:00Z",
            Minute,
            false,
        );
        check(
            "Tue, 03 Mar 2026 08:00:00",
            "2026-03-03T08:00:00Z",
            Second,
            true,
        );
        check(
            "mar., 03 mars 2026 08:00:00 -0500",
            "2026-03-03T13:00:00Z",
            Second,
            false,
        );
        check(
            "mardi 3 mars 2026 à 8 h 30 HNE",
            "2026-03-03T13:30:00Z",
            Minute,
            false,
        );
        check("1er août 2026, 14h05", "2026-08-01T14:05:00Z", Minute, true);
        check(
            "March 3, 2026 8:00 p.m. EST",
            "2026-03-04T01:00:00Z",
            Minute,
            false,
        );
        check("2026-03-03", "2026-03-03T12:00:00Z", Day, false);
        check("2026-03-03 08:00:00", "2026-03-03T08:00:00Z", Second, true);
        check(
            "2026-03-03T08:00-05:00",
            "2026-03-03T13:00:00Z",
            Minute,
            false,
        );
        check(
            "2026-03-03T08:00:00.250Z",
            "2026-03-03T08:00:00.25Z",
            Second,
            false,
        );
        check("3 mars 2026", "2026-03-03T12:00:00Z", Day, false);
        for none in [
            "",
            "soon",
            "2026-13-03",
            "03 Mar",
            "Tue, 31 Feb 2026 08:00:00 GMT",
            "03 Mar 2026 25:00:00 GMT",
            "2026-03-03T08:00 Mars",
        ] {
            assert_eq!(date(none), None, "{none}");
        }
    }

    /// A length read wrong takes two versions of one recording for two recordings.
    #[test]
    fn lengths_are_read() {
        assert_eq!(length("00:24:31"), Some(1_471_000));
        assert_eq!(length("24:31"), Some(1_471_000));
        assert_eq!(length("1471"), Some(1_471_000));
        assert_eq!(length("long"), None);
        assert_eq!(length("99999999999999999999:1"), None);
    }
}
