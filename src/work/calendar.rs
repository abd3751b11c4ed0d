//! The coverage of an account as a calendar: one sign a day, weeks from Monday to Sunday.

use crate::model::{Bilingual, Interval};
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

/// Weeks that are shown: those of the two months that a person can still do something about.
const WEEKS: i64 = 9;

/// What the signs mean.
pub(crate) fn legend() -> Bilingual<String> {
    Bilingual::text(
        "calendar, a sign a day, weeks from Monday: ■ read, ▪ read in part, · not read",
        "calendrier, un signe par jour, semaines à partir du lundi\u{a0}: ■ lu, ▪ lu en partie, · non lu",
    )
}

/// The days of the last weeks up to now: the first of them, and their signs. `covered` is what was read, joined.
pub(crate) fn calendar(covered: &[Interval], now: Timestamp, zone: &TimeZone) -> (Date, String) {
    // A day that ends now is the last one, not the one that begins.
    let last = now.saturating_sub(1.second()).unwrap_or(now);
    let today = zone.to_datetime(last).date();
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let first = monday.saturating_sub((7 * (WEEKS - 1)).days());
    let mut signs = String::new();
    let mut day = first;
    while day <= today {
        if day > first && day.weekday() == Weekday::Monday {
            signs.push(' ');
        }
        signs.push(sign(day, covered, now, zone));
        day = day.saturating_add(1.day());
        if day == Date::MAX {
            break;
        }
    }
    (first, signs)
}

/// Where a calendar ends that nobody asked the end of: now, or with what was read, where that is so old that nothing of
/// it would be seen.
pub(crate) fn end(covered: &[Interval], now: Timestamp) -> Timestamp {
    let last = covered.iter().map(|part| part.to).max().unwrap_or(now);
    let shown = now.saturating_sub(jiff::SignedDuration::from_hours(24 * 7 * (WEEKS - 1)));
    if shown.is_ok_and(|first| last < first) {
        last
    } else {
        now
    }
}

/// Of today only what is past counts.
fn sign(day: Date, covered: &[Interval], now: Timestamp, zone: &TimeZone) -> char {
    let start = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0));
    let (Ok(from), Ok(to)) = (start(day), start(day.saturating_add(1.day()))) else {
        return '·';
    };
    let whole = Interval {
        from,
        to: to.min(now),
    };
    if whole.gaps(covered).is_empty() {
        '■'
    } else if covered
        .iter()
        .any(|part| part.intersection(&whole).is_some())
    {
        '▪'
    } else {
        '·'
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A day that was read by half would be taken for read, or the day of the change of clocks for a gap.
    #[test]
    fn every_day_has_its_sign() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let zone = TimeZone::get("America/Toronto").expect("a zone");
        let covered = [
            Interval {
                from: at("2026-10-31T04:00:00Z"),
                // The second of November: the clocks of Toronto changed on the first.
                to: at("2026-11-03T05:00:00Z"),
            },
            Interval {
                from: at("2026-11-04T12:00:00Z"),
                to: at("2026-11-05T15:00:00Z"),
            },
        ];
        let (first, signs) = calendar(&covered, at("2026-11-05T15:00:00Z"), &zone);
        assert_eq!(first.to_string(), "2026-09-07");
        assert!(signs.ends_with("· ·····■■ ■·▪■"), "{signs}");
    }
}
