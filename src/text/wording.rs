//! Figures, times and lists as each language writes them (Canadian usage; no-break spaces in French).

use crate::model::{Bilingual, Interval, Language};
use jiff::{Timestamp, tz::TimeZone};

/// `8 min 5 s`, `26 h`, `2 days 3 h`: the two largest units that are not zero.
#[must_use]
pub fn duration(seconds: i64) -> Bilingual<String> {
    let units = [
        (seconds / 86_400, "day", "jour"),
        (seconds % 86_400 / 3_600, "h", "h"),
        (seconds % 3_600 / 60, "min", "min"),
        (seconds % 60, "s", "s"),
    ];
    let first = units
        .iter()
        .position(|(count, ..)| *count > 0)
        .unwrap_or(units.len() - 1);
    let shown: Vec<_> = units[first..]
        .iter()
        .take(2)
        .filter(|(count, ..)| *count > 0 || seconds == 0)
        .collect();
    let say = |language: Language| {
        let words: Vec<String> = shown
            .iter()
            .map(|(count, english, french)| {
                let unit = if language == Language::English {
                    english
                } else {
                    french
                };
                let plural = if matches!(*unit, "day" | "jour") && *count > 1 {
                    "s"
                } else {
                    ""
                };
                let space = if language == Language::English {
                    ' '
                } else {
                    '\u{a0}'
                };
                format!("{count}{space}{unit}{plural}")
            })
            .collect();
        words.join(" ")
    };
    Bilingual::new(say(Language::English), say(Language::French))
}

/// Date and time of an instant in a zone: `2026-11-16 09:05` and `2026-11-16, 9 h 05`.
#[must_use]
pub fn instant(at: Timestamp, zone: &TimeZone) -> Bilingual<String> {
    let local = zone.to_datetime(at);
    let date = local.date();
    let (hour, minute) = (local.hour(), local.minute());
    let french = if minute == 0 {
        format!("{date}, {hour}\u{a0}h")
    } else {
        format!("{date}, {hour}\u{a0}h\u{a0}{minute:02}")
    };
    Bilingual::new(format!("{date} {hour:02}:{minute:02}"), french)
}

/// A stretch of time: whole days of the zone by their dates, both included; anything else by its instants.
#[must_use]
pub fn stretch(stretch: Interval, zone: &TimeZone) -> Bilingual<String> {
    let (from, to) = days(stretch, zone)
        .unwrap_or_else(|| (instant(stretch.from, zone), instant(stretch.to, zone)));
    Bilingual::new(
        format!("{} to {}", from.english, to.english),
        format!("{} au {}", from.french, to.french),
    )
}

/// The first and the last day of a stretch that begins and ends at midnight in the zone.
fn days(stretch: Interval, zone: &TimeZone) -> Option<(Bilingual<String>, Bilingual<String>)> {
    let (first, end) = (zone.to_datetime(stretch.from), zone.to_datetime(stretch.to));
    let midnight = jiff::civil::Time::midnight();
    if first.time() != midnight || end.time() != midnight || stretch.from >= stretch.to {
        return None;
    }
    let day = |date: jiff::civil::Date| Bilingual::text(date.to_string(), date.to_string());
    Some((day(first.date()), day(end.date().yesterday().ok()?)))
}

/// A share in per cent: `35.2%` and `35,2 %`.
#[must_use]
pub fn percent(part: usize, whole: usize) -> Bilingual<String> {
    if whole == 0 {
        return Bilingual::text("–", "–");
    }
    let tenths = (1000 * part + whole / 2) / whole;
    let (units, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 {
        Bilingual::new(format!("{units}%"), format!("{units}\u{a0}%"))
    } else {
        Bilingual::new(
            format!("{units}.{tenth}%"),
            format!("{units},{tenth}\u{a0}%"),
        )
    }
}

/// A probability in whole per cent.
#[must_use]
pub fn probability(share: f64) -> Bilingual<String> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 0 to 100"
    )]
    let whole = (share.clamp(0.0, 1.0) * 100.0).round() as usize;
    percent(whole, 100)
}

/// A whole number with the group marks of each language, from five digits on.
#[must_use]
pub fn count(number: usize) -> Bilingual<String> {
    let digits = number.to_string();
    if digits.len() < 5 {
        return Bilingual::new(digits.clone(), digits);
    }
    let group = |mark: char| {
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(mark);
            }
            out.push(digit);
        }
        out
    };
    Bilingual::new(group(','), group('\u{a0}'))
}

/// Millionths of a US dollar as an amount, to the cent, rounded up: a bill must not be larger than what was said.
#[must_use]
pub fn dollars(micros: u64) -> Bilingual<String> {
    let cents = micros.div_ceil(10_000);
    let (whole, rest) = (cents / 100, cents % 100);
    let whole = count(usize::try_from(whole).unwrap_or(usize::MAX));
    Bilingual::new(
        format!("US${}.{rest:02}", whole.english),
        format!("{},{rest:02}\u{a0}$\u{a0}US", whole.french),
    )
}

/// The name of a language, in both.
#[must_use]
pub fn language(language: Language) -> Bilingual<&'static str> {
    match language {
        Language::English => Bilingual::new("English", "anglais"),
        Language::French => Bilingual::new("French", "français"),
    }
}

/// Why a file could not be read or written; the system itself speaks one language only.
#[must_use]
pub fn io_error(error: &std::io::Error) -> Bilingual<String> {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => Bilingual::text("not found", "introuvable"),
        ErrorKind::PermissionDenied => Bilingual::text("access denied", "accès refusé"),
        ErrorKind::IsADirectory => Bilingual::text("it is a folder", "c’est un dossier"),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => Bilingual::text(
            "a file of this name is in the way",
            "un fichier de ce nom existe déjà",
        ),
        ErrorKind::ConnectionRefused => Bilingual::text("connection refused", "connexion refusée"),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof => {
            Bilingual::text("connection broken off", "connexion interrompue")
        }
        ErrorKind::TimedOut => Bilingual::text("no answer in time", "aucune réponse à temps"),
        ErrorKind::StorageFull => Bilingual::text("disk full", "disque plein"),
        ErrorKind::FileTooLarge | ErrorKind::QuotaExceeded => Bilingual::text(
            "no more room is allowed",
            "aucun espace de plus n’est permis",
        ),
        ErrorKind::ReadOnlyFilesystem => {
            Bilingual::text("the disk is read-only", "disque en lecture seule")
        }
        ErrorKind::InvalidData => Bilingual::text(
            "not UTF-8; save it as UTF-8",
            "pas en UTF-8; enregistrez-le en UTF-8",
        ),
        _ => Bilingual::text(error.to_string(), error.to_string()),
    }
}

/// The beginning of a text on one line, whole words, at most about `width` characters.
#[must_use]
pub fn excerpt(text: &str, width: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let wide = word.chars().count();
        if length > 0 && length + 1 + wide > width {
            line.push('…');
            break;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.extend(word.chars().take(width));
        length += wide;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_both_languages() {
        assert_eq!(
            duration(485),
            Bilingual::text("8 min 5 s", "8\u{a0}min 5\u{a0}s")
        );
        assert_eq!(
            duration(93_600),
            Bilingual::text("1 day 2 h", "1\u{a0}jour 2\u{a0}h")
        );
        assert_eq!(duration(7_200), Bilingual::text("2 h", "2\u{a0}h"));
        assert_eq!(duration(183_600).french, "2\u{a0}jours 3\u{a0}h");
        assert_eq!(duration(0).english, "0 s");
        assert_eq!(percent(1, 3), Bilingual::text("33.3%", "33,3\u{a0}%"));
        assert_eq!(count(12_345), Bilingual::text("12,345", "12\u{a0}345"));
        let at = "2026-11-16T14:05:00Z".parse().unwrap();
        let zone = TimeZone::get("America/Toronto").unwrap();
        assert_eq!(
            instant(at, &zone),
            Bilingual::text("2026-11-16 09:05", "2026-11-16, 9\u{a0}h\u{a0}05")
        );
    }
}
