//! Times as suites write them: with numbers or names of months, English or French, with and without hour or zone.

use super::collector::Refusal;
use super::ids::short;
use super::record::in_our_time;
use crate::model::Precision;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{Offset, TimeZone};

/// Which number of `05/11/2026` is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    MonthFirst,
    DayFirst,
}

/// A date, or both that the numbers may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    One(Date),
    Either {
        month_first: Option<Date>,
        day_first: Option<Date>,
    },
}

/// What a cell says of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) day: Day,
    /// The hour, if there is one, and how finely it is told.
    pub(super) hour: Option<(Time, Precision)>,
    pub(super) offset: Option<Offset>,
}

impl Stated {
    /// The dates that it may mean.
    pub(super) fn days(&self, order: Option<Order>) -> impl Iterator<Item = Date> {
        let both = match (self.day, order) {
            (Day::One(day), _) => [Some(day), None],
            (Day::Either { month_first, .. }, Some(Order::MonthFirst)) => [month_first, None],
            (Day::Either { day_first, .. }, Some(Order::DayFirst)) => [day_first, None],
            (
                Day::Either {
                    month_first,
                    day_first,
                },
                None,
            ) => [month_first, day_first],
        };
        both.into_iter().flatten()
    }

    /// The instant on that day. An hour that does not exist or exists twice is known to the hour only; of a day
    /// alone, noon stands for it.
    pub(super) fn on(&self, day: Date, zone: &TimeZone) -> Option<(Timestamp, Precision)> {
        let (hour, precision) = self
            .hour
            .unwrap_or((Time::constant(12, 0, 0, 0), Precision::Day));
        let local = day.to_datetime(hour);
        if let Some(offset) = self.offset {
            return Some((offset.to_timestamp(local).ok()?, precision));
        }
        let found = zone.to_ambiguous_timestamp(local);
        let precision = if found.is_ambiguous() {
            precision.max(Precision::Hour)
        } else {
            precision
        };
        Some((found.compatible().ok()?, precision))
    }
}

/// Reads a time in a form that is stated by the user.
pub(super) fn read_as(form: &str, text: &str) -> Option<Stated> {
    let parts = BrokenDownTime::parse(form, text.trim()).ok()?;
    let has = |marks: &[&str]| marks.iter().any(|mark| form.contains(mark));
    let precision = if has(&["%S", "%T", "%s", "%c", "%X", "%r"]) {
        Precision::Second
    } else {
        Precision::Minute
    };
    if let Some(offset) = parts.offset().or(parts.timestamp().map(|_| Offset::UTC)) {
        let local = offset.to_datetime(parts.to_timestamp().ok()?);
        return Some(stated(local, Some(precision), Some(offset)));
    }
    let hour = parts.hour().is_some().then_some(precision);
    let time = match hour {
        Some(_) => parts.to_time().ok()?,
        None => Time::midnight(),
    };
    Some(stated(parts.to_date().ok()?.to_datetime(time), hour, None))
}

fn stated(local: DateTime, hour: Option<Precision>, offset: Option<Offset>) -> Stated {
    Stated {
        day: Day::One(local.date()),
        hour: hour.map(|precision| (local.time(), precision)),
        offset,
    }
}

/// Reads a time in any of the forms that suites use.
pub(super) fn read(text: &str) -> Option<Stated> {
    // No form is so long: the rest of a text must not be looked through.
    if text.len() > 100 {
        return None;
    }
    let text = format!("{} ", text.to_lowercase()).replace(" h ", "h");
    let mut parts = Parts::default();
    for word in text.split(|letter: char| letter.is_whitespace() || letter == ',') {
        let word = word.trim_end_matches('.');
        if word.is_empty() {
            continue;
        }
        match iso(word) {
            Some((date, hour)) => {
                parts.take(date)?;
                parts.take(hour)?;
            }
            None => parts.take(word)?,
        }
    }
    parts.finish()
}

/// Date and hour of `2026-11-16T14:00:30Z`.
fn iso(word: &str) -> Option<(&str, &str)> {
    let (date, hour) = word.split_once('t')?;
    (date.len() == 10 && date.as_bytes().get(4) == Some(&b'-')).then_some((date, hour))
}

/// The words of a time, sorted.
#[derive(Default)]
struct Parts {
    numeric: Option<Day>,
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    hour: Option<(i8, i8, i8, Precision)>,
    afternoon: Option<bool>,
    offset: Option<Offset>,
    /// `mar` may be a month or a day of the week.
    mar: bool,
}

impl Parts {
    /// `None` for a word that belongs to no time, or stands twice.
    fn take(&mut self, word: &str) -> Option<()> {
        match word {
            "am" | "a.m" => return set(&mut self.afternoon, false),
            "pm" | "p.m" => return set(&mut self.afternoon, true),
            "utc" | "gmt" | "z" => return set(&mut self.offset, Offset::UTC),
            "at" | "à" | "le" => return Some(()),
            "mar" if !self.mar => {
                self.mar = true;
                return Some(());
            }
            "1er" => return set(&mut self.day, 1),
            _ => {}
        }
        if WEEKDAYS.contains(&word) {
            return Some(());
        }
        if let Some((_, month)) = MONTHS.iter().find(|(name, _)| *name == word) {
            return set(&mut self.month, *month);
        }
        if let Some(date) = numeric(word) {
            return set(&mut self.numeric, date);
        }
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return match word.len() {
                4 => set(&mut self.year, word.parse().ok()?),
                1 | 2 => set(&mut self.day, word.parse().ok()?),
                _ => None,
            };
        }
        if let Some(offset) = offset(word) {
            return set(&mut self.offset, offset);
        }
        self.clock(word)
    }

    /// `9:00`, `14:05:09.123`, `9:00am`, `14h05`, `14:00:30+00:00`.
    fn clock(&mut self, word: &str) -> Option<()> {
        let end = word
            .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, ':' | 'h' | '.')))
            .unwrap_or(word.len());
        let (clock, rest) = word.split_at(end);
        let clock = clock.trim_end_matches('.');
        let (whole, _fraction) = clock.split_once('.').unwrap_or((clock, ""));
        let mut numbers = whole.split([':', 'h']);
        let mut next = || numbers.next().filter(|text| text.len() <= 2);
        let hour = next()?.parse().ok()?;
        let minute = match next()? {
            // `14 h`
            "" => 0,
            text => text.parse().ok()?,
        };
        let (second, precision) = match next() {
            Some(text) => (text.parse().ok()?, Precision::Second),
            None => (0, Precision::Minute),
        };
        if numbers.next().is_some() {
            return None;
        }
        set(&mut self.hour, (hour, minute, second, precision))?;
        if rest.is_empty() {
            Some(())
        } else if let Some(offset) = offset(rest) {
            set(&mut self.offset, offset)
        } else if matches!(rest, "am" | "a.m" | "pm" | "p.m" | "z") {
            self.take(rest)
        } else {
            None
        }
    }

    fn finish(mut self) -> Option<Stated> {
        if self.mar && self.month.is_none() {
            self.month = Some(3);
        }
        let named = || Date::new(self.year?, self.month?, self.day?).ok();
        let day = match self.numeric {
            Some(day) if self.year.is_none() && self.month.is_none() && self.day.is_none() => day,
            Some(_) => return None,
            None => Day::One(named()?),
        };
        let hour = match (self.hour, self.afternoon) {
            (Some((hour, minute, second, precision)), half) => {
                let hour = match half {
                    None => hour,
                    Some(afternoon) if (1..=12).contains(&hour) => {
                        hour % 12 + if afternoon { 12 } else { 0 }
                    }
                    Some(_) => return None,
                };
                Some((Time::new(hour, minute, second, 0).ok()?, precision))
            }
            (None, Some(_)) => return None,
            (None, None) => None,
        };
        Some(Stated {
            day,
            hour,
            offset: self.offset,
        })
    }
}

fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

/// `2026-11-16`, `11/16/2026`, `16.11.2026`; a year of two digits is none.
fn numeric(word: &str) -> Option<Day> {
    let mut numbers = word.split(['/', '-', '.']);
    let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if numbers.next().is_some() || ![a, b, c].into_iter().all(is_number) {
        return None;
    }
    let date = |year: &str, month: &str, day: &str| {
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) => date(a, b, c).map(Day::One),
        (1..=2, 1..=2, 4) => match (date(c, a, b), date(c, b, a)) {
            (None, None) => None,
            (month_first, day_first) if month_first == day_first => month_first.map(Day::One),
            (month_first, day_first) => Some(Day::Either {
                month_first,
                day_first,
            }),
        },
        _ => None,
    }
}

/// `+00:00`, `-0500`, `+5`.
fn offset(word: &str) -> Option<Offset> {
    let negative = word.starts_with('-');
    let digits: String = word.strip_prefix(['+', '-'])?.replacen(':', "", 1);
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) = if digits.len() <= 2 {
        (number, 0)
    } else {
        (number / 100, number % 100)
    };
    let seconds = (hours * 60 + minutes) * 60;
    let seconds = if negative { -seconds } else { seconds };
    (minutes < 60).then(|| Offset::from_seconds(seconds).ok())?
}

const WEEKDAYS: [&str; 31] = [
    "mon",
    "monday",
    "tue",
    "tues",
    "tuesday",
    "wed",
    "wednesday",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "fri",
    "friday",
    "sat",
    "saturday",
    "sun",
    "sunday",
    "lun",
    "lundi",
    "mardi",
    "mer",
    "mercredi",
    "jeu",
    "jeudi",
    "ven",
    "vendr",
    "vendredi",
    "sam",
    "samedi",
    "dim",
    "dimanche",
];

const MONTHS: [(&str, i8); 47] = [
    ("jan", 1),
    ("january", 1),
    ("janv", 1),
    ("janvier", 1),
    ("feb", 2),
    ("february", 2),
    ("fév", 2),
    ("févr", 2),
    ("fevr", 2),
    ("février", 2),
    ("fevrier", 2),
    ("mar", 3),
    ("march", 3),
    ("mars", 3),
    ("apr", 4),
    ("april", 4),
    ("avr", 4),
    ("avril", 4),
    ("may", 5),
    ("mai", 5),
    ("jun", 6),
    ("june", 6),
    ("juin", 6),
    ("jul", 7),
    ("july", 7),
    ("juil", 7),
    ("juill", 7),
    ("juillet", 7),
    ("aug", 8),
    ("august", 8),
    ("août", 8),
    ("aout", 8),
    ("sep", 9),
    ("sept", 9),
    ("september", 9),
    ("septembre", 9),
    ("oct", 10),
    ("october", 10),
    ("octobre", 10),
    ("nov", 11),
    ("november", 11),
    ("novembre", 11),
    ("dec", 12),
    ("december", 12),
    ("déc", 12),
    ("décembre", 12),
    ("decembre", 12),
];

/// A cell that holds no time.
pub(super) fn unreadable(column: &str, text: &str, form: Option<&str>) -> Refusal {
    let (column, text) = (short(column), short(text));
    if text.trim().is_empty() {
        return Refusal::text(
            format!("`{column}` is empty: nobody can tell when it was published; export again"),
            format!(
                "«\u{a0}{column}\u{a0}» est vide\u{a0}: on ne peut savoir quand cela a été publié; exportez de nouveau"
            ),
        );
    }
    let (like, comme) = match form {
        Some(form) => (
            format!("in the form {form}"),
            format!("sous la forme {form}"),
        ),
        None => ["such as", "comme"]
            .map(|word| format!("{word} 2026-11-16 09:00"))
            .into(),
    };
    Refusal::text(
        format!(
            "`{column}` = `{text}` is not a time that exists and can be read here, {like}; correct it or export again"
        ),
        format!(
            "«\u{a0}{column}\u{a0}» = «\u{a0}{text}\u{a0}» n’est pas une heure qui existe et qui se lit ici, {comme}; corrigez-la ou exportez de nouveau"
        ),
    )
}

/// A date that is none in the order of the file.
pub(super) fn other_order(column: &str, text: &str, order: Option<Order>) -> Refusal {
    let (column, text) = (short(column), short(text));
    let (english, french) = match order {
        Some(Order::DayFirst) => ("day first", "jour d’abord"),
        _ => ("month first", "mois d’abord"),
    };
    Refusal::text(
        format!(
            "`{column}` = `{text}` is no date in the order of this file ({english}); correct it or export again"
        ),
        format!(
            "«\u{a0}{column}\u{a0}» = «\u{a0}{text}\u{a0}» n’est pas une date dans l’ordre de ce fichier ({french}); corrigez-la ou exportez de nouveau"
        ),
    )
}

/// An instant of a year in which nobody published, or not yet.
pub(super) fn check_year(at: Timestamp, column: &str, text: &str) -> Result<Timestamp, Refusal> {
    in_our_time(at).ok_or_else(|| unreadable(column, text, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a cell says, in the month first and the day first.
    fn said(text: &str) -> Option<String> {
        let zone = TimeZone::get("America/Toronto").expect("a zone");
        let stated = read(text)?;
        let one = |order| {
            let (at, precision) = stated.on(stated.days(Some(order)).next()?, &zone)?;
            Some(format!("{at} {precision:?}"))
        };
        let both = [one(Order::MonthFirst), one(Order::DayFirst)];
        let both: Vec<String> = both.into_iter().flatten().collect();
        Some(both.join(" | "))
    }

    /// Rows would be rejected, or put at another time.
    #[test]
    fn every_usual_form_is_read() {
        let nine = Some("2026-11-16T14:00:00Z Minute | 2026-11-16T14:00:00Z Minute");
        let noon = Some("2026-11-16T17:00:00Z Day | 2026-11-16T17:00:00Z Day");
        for (text, expected) in [
            ("2026-11-16 09:00", nine),
            ("2026/11/16 9:00 AM", nine),
            ("2026-11-16T14:00Z", nine),
            ("2026-11-16 14:00 GMT", nine),
            ("2026-11-16 15:00 +0100", nine),
            ("2026-11-16T09:00-05:00", nine),
            ("Mon, Nov 16, 2026, 9:00\u{202f}a.m.", nine),
            ("lundi 16 novembre 2026 à 9 h", nine),
            ("16 nov. 2026 9 h 00", nine),
            ("16 Nov 2026 09h00", nine),
            ("Mon, Nov 16, 2026", noon),
            ("16 nov. 2026", noon),
            ("November 16 2026", noon),
            ("2026-11-16", noon),
            ("11/16/2026 09:00", Some("2026-11-16T14:00:00Z Minute")),
            ("16.11.2026 09:00", Some("2026-11-16T14:00:00Z Minute")),
            (
                "05/11/2026",
                Some("2026-05-11T16:00:00Z Day | 2026-11-05T17:00:00Z Day"),
            ),
            (
                "mar. 3 mars 2026",
                Some("2026-03-03T17:00:00Z Day | 2026-03-03T17:00:00Z Day"),
            ),
            (
                "Mar 3, 2026",
                Some("2026-03-03T17:00:00Z Day | 2026-03-03T17:00:00Z Day"),
            ),
            (
                "2026-11-16 14:00:30.5+00:00",
                Some("2026-11-16T14:00:30Z Second | 2026-11-16T14:00:30Z Second"),
            ),
            (
                "2026-03-08 02:30",
                Some("2026-03-08T07:30:00Z Hour | 2026-03-08T07:30:00Z Hour"),
            ),
            (
                "2026-11-01 01:30:15",
                Some("2026-11-01T05:30:15Z Hour | 2026-11-01T05:30:15Z Hour"),
            ),
            ("16/11/26", None),
            ("31/31/2026", None),
            ("Nov 31, 2026", None),
            ("13:00 pm 2026-11-16", None),
            ("2026-11-16 24:00", None),
            ("2026-11-16 2026-11-17", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(said(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        /// A cell of any text would stop the import.
        #[test]
        fn no_text_panics(any in "\\PC{0,30}", near in "[0-9]{0,4}[-/.: ht]{0,2}[0-9]{0,4}[-/.: ,+]{0,2}[0-9]{0,4}( ?(am|pm|mar|nov|z|utc|1er|à))?") {
            let zone = TimeZone::get("America/Toronto").expect("a zone");
            for text in [any, near] {
                let _ = read_as("%d.%m.%y at %Hh%M", &text);
                if let Some(stated) = read(&text) {
                    for day in stated.days(None) {
                        let _ = stated.on(day, &zone);
                    }
                }
            }
        }
    }
}
