//! Periods as people write them: an ISO week, days, instants; in the institution's zone.

use crate::model::{Interval, Problem};
use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

/// An ISO week, `2026-W46`.
pub(crate) fn week(text: &str, zone: &TimeZone) -> Result<Interval, Problem> {
    let parse = || {
        let (year, week) = text
            .split_once('-')
            .filter(|(_, week)| week.starts_with(['W', 'w', 'S', 's']))?;
        // « 2026-S46 » is what a French page says.
        let week = week.get(1..)?;
        let date = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday)
            .ok()?
            .date();
        days(date, date.checked_add(6.days()).ok()?, zone)
    };
    parse().ok_or_else(|| {
        Problem::new(
            "--week/--semaine",
            format!("“{text}” is not an ISO week; write for example 2026-W46"),
            format!("«\u{a0}{text}\u{a0}» n’est pas une semaine ISO; écrivez par exemple 2026-W46"),
        )
    })
}

/// The ISO week that holds an instant.
pub(crate) fn week_of(at: Timestamp, zone: &TimeZone) -> Option<Interval> {
    let day = zone.to_datetime(at).date();
    let monday = day
        .checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
        .ok()?;
    days(monday, monday.checked_add(6.days()).ok()?, zone)
}

/// The beginning of a day, or an instant.
pub(crate) fn start(option: &str, text: &str, zone: &TimeZone) -> Result<Timestamp, Problem> {
    instant(text, zone, 0).ok_or_else(|| not_a_date(option, text))
}

/// The end of a day (the beginning of the next one), or an instant.
pub(crate) fn end(option: &str, text: &str, zone: &TimeZone) -> Result<Timestamp, Problem> {
    instant(text, zone, 1).ok_or_else(|| not_a_date(option, text))
}

/// `FROM..TO`, both days included.
pub(crate) fn range(option: &str, text: &str, zone: &TimeZone) -> Result<Interval, Problem> {
    let (from, to) = text
        .split_once("..")
        .ok_or_else(|| not_a_date(option, text))?;
    ordered(
        option,
        Interval {
            from: start(option, from, zone)?,
            to: end(option, to, zone)?,
        },
    )
}

/// Refuses a period that ends before it begins.
pub(crate) fn ordered(option: &str, interval: Interval) -> Result<Interval, Problem> {
    if interval.from < interval.to {
        return Ok(interval);
    }
    Err(Problem::new(
        option,
        "the period ends before it begins",
        "la période se termine avant de commencer",
    ))
}

fn instant(text: &str, zone: &TimeZone, day_later: i64) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let date: Date = (text.len() == 10).then(|| text.parse().ok())??;
    midnight(date.checked_add(day_later.days()).ok()?, zone)
}

fn days(first: Date, last: Date, zone: &TimeZone) -> Option<Interval> {
    Some(Interval {
        from: midnight(first, zone)?,
        to: midnight(last.checked_add(1.day()).ok()?, zone)?,
    })
}

fn midnight(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_timestamp(date.at(0, 0, 0, 0)).ok()
}

fn not_a_date(option: &str, text: &str) -> Problem {
    Problem::new(
        option,
        format!(
            "“{text}” is not a date; write for example 2026-11-16 or 2026-11-16T09:00:00-05:00"
        ),
        format!(
            "«\u{a0}{text}\u{a0}» n’est pas une date; écrivez par exemple 2026-11-16 ou 2026-11-16T09:00:00-05:00"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_and_days_are_those_of_the_zone() {
        let zone = TimeZone::get("America/Toronto").unwrap();
        let week = week("2026-W46", &zone).unwrap();
        assert_eq!(week.from.to_string(), "2026-11-09T05:00:00Z");
        assert_eq!(week.to.to_string(), "2026-11-16T05:00:00Z");
        assert_eq!(week_of(week.from, &zone), Some(week));
        // The week in which clocks change has 167 or 169 hours.
        let change = super::week("2026-W44", &zone).unwrap();
        assert_eq!(
            (change.to.as_second() - change.from.as_second()) / 3600,
            169
        );
        assert_eq!(end("--to", "2026-11-15", &zone).unwrap(), week.to);
        for bad in ["2026-W60", "46", "2026-02-30"] {
            assert!(
                super::week(bad, &zone).is_err() && start("--from", bad, &zone).is_err(),
                "{bad}"
            );
        }
    }
}
